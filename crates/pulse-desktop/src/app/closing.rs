//! The end: the window goes when the client says that it is closed, or does not say so in time.

use std::time::Duration;

use pulse_client::Timestamp;

use crate::limits::CLOSING_LASTS;

/// How far the end is.
#[derive(Debug, Default)]
pub(super) struct Closing {
    latest: Option<Timestamp>,
    over: bool,
}

impl Closing {
    /// The program is closing since some time.
    pub(super) fn follow(&mut self, ctx: &egui::Context, now: Timestamp) {
        let latest = *self.latest.get_or_insert(now.plus(CLOSING_LASTS));
        if latest <= now && !self.over {
            tracing::error!(
                "the client does not close; what it was doing is taken up at the next start"
            );
            self.end(ctx);
        }
    }

    /// Closes the window, and with it the process.
    pub(super) fn end(&mut self, ctx: &egui::Context) {
        self.over = true;
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }

    /// Whether closing must not be held up any more.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// When patience ends.
    pub(super) fn due_in(&self, now: Timestamp) -> Option<Duration> {
        let latest = self.latest.filter(|_| !self.over)?;
        Some(latest.saturating_since(now))
    }
}
