//! A word that is said once and heard by everybody: it is time to end.

use tokio::sync::watch;

/// Says it.
pub(crate) struct Stop {
    sender: watch::Sender<bool>,
}

/// Hears it, before or after it was said.
#[derive(Clone)]
pub(crate) struct Stopped {
    receiver: watch::Receiver<bool>,
}

impl Stop {
    pub(crate) fn new() -> Self {
        Self {
            sender: watch::Sender::new(false),
        }
    }

    pub(crate) fn stop(&self) {
        self.sender.send_replace(true);
    }

    pub(crate) fn listen(&self) -> Stopped {
        Stopped {
            receiver: self.sender.subscribe(),
        }
    }
}

impl Stopped {
    /// Returns once it was said, or nobody is left to say it.
    pub(crate) async fn stopped(&mut self) {
        let _ = self.receiver.wait_for(|is_stopped| *is_stopped).await;
    }
}
