//! The way to the window, which may be slow, hidden or gone.

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, TrySendError};

use super::Waker;
use crate::Update;

/// Tells the window what it must know and wakes it. What does not fit waits here; whoever can tell later asks
/// [`is_heard`](Self::is_heard) first, so that this stays short.
pub(super) struct Told {
    sender: SyncSender<Update>,
    waker: Waker,
    waiting: VecDeque<Update>,
    is_news: bool,
}

impl Told {
    pub(super) fn new(sender: SyncSender<Update>, waker: Waker) -> Self {
        Self {
            sender,
            waker,
            waiting: VecDeque::new(),
            is_news: false,
        }
    }

    /// Tells, now or as soon as there is room.
    pub(super) fn tell(&mut self, update: Update) {
        self.waiting.push_back(update);
        self.push();
    }

    /// Whether the window has taken enough of what it was told to be told more.
    pub(super) fn is_heard(&mut self) -> bool {
        self.push();
        self.waiting.is_empty()
    }

    /// Whether something waits for room.
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Wakes the window if it was told something since it was last woken.
    pub(super) fn wake(&mut self) {
        if std::mem::take(&mut self.is_news) {
            (self.waker)();
        }
    }

    fn push(&mut self) {
        while let Some(update) = self.waiting.pop_front() {
            match self.sender.try_send(update) {
                Ok(()) => self.is_news = true,
                Err(TrySendError::Full(update)) => {
                    self.waiting.push_front(update);
                    return;
                }
                // The window is gone; the core ends with the last handle.
                Err(TrySendError::Disconnected(_)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn nothing_is_lost_when_the_window_is_slow() {
        let (sender, updates) = sync_channel(2);
        let wakes = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&wakes);
        let waker: Waker = Arc::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let mut told = Told::new(sender, waker);
        for number in 0..5 {
            told.tell(Update::ClockIsOff { skew_ms: number });
        }
        told.wake();
        told.wake();
        assert_eq!(wakes.load(Ordering::Relaxed), 1);
        assert!(!told.is_heard());
        let mut heard = Vec::new();
        while let Ok(Update::ClockIsOff { skew_ms }) = updates.try_recv() {
            heard.push(skew_ms);
            told.is_heard();
        }
        assert_eq!(heard, [0, 1, 2, 3, 4]);
        assert!(told.is_heard());
        drop(updates);
        told.tell(Update::CaughtUp);
        assert!(told.is_heard());
    }
}
