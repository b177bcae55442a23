//! What changed, told to everybody in this process who listens.

use pulse_engine::Event;
use tokio::sync::broadcast;

use crate::limits::EVENTS_BEHIND_MAX;

/// Tells each event to every listener, and never waits for one.
#[derive(Clone)]
pub(crate) struct Hub {
    sender: broadcast::Sender<Event>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(EVENTS_BEHIND_MAX).0,
        }
    }

    /// Tells it to whoever listens now; nobody is fine too.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.sender.send(event);
    }

    pub(crate) fn listen(&self) -> EventStream {
        EventStream {
            receiver: self.sender.subscribe(),
        }
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
    /// The next event; `None` once the client is shut down. Dropping the future loses nothing.
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
        drop(hub);
        assert!(slow.next().await.is_none());
    }
}
