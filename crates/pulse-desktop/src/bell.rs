//! Wakes the main thread, with a window or without one.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Rings until somebody heard it.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
    /// The window that sleeps in a loop of its own, or will.
    window: Mutex<Option<egui::Context>>,
}

impl Bell {
    /// From now on this window is woken, too, instead of the one before.
    pub(crate) fn wake_too(&self, window: &egui::Context) {
        *self.window.lock().unwrap_or_else(PoisonError::into_inner) = Some(window.clone());
    }

    pub(crate) fn ring(&self) {
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = window.as_ref() {
            window.request_repaint();
        }
        drop(window);
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }

    /// Sleeps until it rings or rang, or for so long.
    pub(crate) fn wait(&self, at_most: Option<Duration>) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rung = match at_most {
            Some(at_most) => {
                let waited = self
                    .changed
                    .wait_timeout_while(rung, at_most, |rung| !*rung);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => {
                let waited = self.changed.wait_while(rung, |rung| !*rung);
                waited.unwrap_or_else(PoisonError::into_inner)
            }
        };
        *rung = false;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_rang_before_is_heard_once_and_patience_ends() {
        let bell = Arc::new(Bell::default());
        bell.ring();
        bell.wait(None);
        bell.wait(Some(Duration::ZERO));
        let ringer = Arc::clone(&bell);
        let thread = std::thread::spawn(move || ringer.ring());
        bell.wait(None);
        thread.join().unwrap();
    }
}
