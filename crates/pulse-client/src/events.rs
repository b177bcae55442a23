//! What changed, told to everybody in this process who listens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pulse_engine::Event;
use tokio::sync::broadcast;

use crate::limits::EVENTS_BEHIND_MAX;

/// Tells each event to every listener, and never waits for one. Clones are the same hub: closing one closes all.
#[derive(Clone)]
pub(crate) struct Hub {
    /// `None` once the hub is closed.
    sender: Arc<Mutex<Option<broadcast::Sender<Event>>>>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            sender: Arc::new(Mutex::new(Some(broadcast::channel(EVENTS_BEHIND_MAX).0))),
        }
    }

    /// Tells it to whoever listens now; nobody is fine too.
    pub(crate) fn tell(&self, event: Event) {
        if let Some(sender) = self.lock().as_ref() {
            let _ = sender.send(event);
        }
    }

    pub(crate) fn listen(&self) -> EventStream {
        let receiver = match self.lock().as_ref() {
            Some(sender) => sender.subscribe(),
            None => broadcast::channel(1).1,
        };
        EventStream { receiver }
    }

    /// Nothing will happen any more: listeners hear what was told before, and then the end.
    pub(crate) fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<broadcast::Sender<Event>>> {
        // Nobody panics while holding it; the sender would still be whole.
        self.sender.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The events from the moment the stream was made, in the order of their turns.
///
/// They say *what* changed; the truth is in the [`View`](crate::View). A listener that falls behind misses events and
/// gets [`Event::Resync`] in their place: read again then. So does a guest whose owner changed.
pub struct EventStream {
    receiver: broadcast::Receiver<Event>,
}

impl EventStream {
    /// The next event; `None` once the client is shut down, or ended by itself ([`Client::lost`](crate::Client::lost) says
    /// why). Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Event> {
        match self.receiver.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::Resync),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_listener_is_told_to_read_again_and_then_goes_on() {
        let hub = Hub::new();
        let mut slow = hub.listen();
        for _ in 0..=EVENTS_BEHIND_MAX {
            hub.tell(Event::CaughtUp);
        }
        hub.tell(Event::QueueDrained);
        assert!(matches!(slow.next().await, Some(Event::Resync)));
        let mut last = None;
        for _ in 0..EVENTS_BEHIND_MAX {
            last = slow.next().await;
        }
        assert!(matches!(last, Some(Event::QueueDrained)));
        hub.tell(Event::CaughtUp);
        // However many still hold it, as the parts of an owner do.
        hub.clone().close();
        assert!(matches!(slow.next().await, Some(Event::CaughtUp)));
        assert!(slow.next().await.is_none());
        assert!(hub.listen().next().await.is_none());
    }
}
