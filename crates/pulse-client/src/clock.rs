//! The one place where the client reads the clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pulse_protocol::Timestamp;

#[cfg(test)]
thread_local! {
    static SET_BACK: std::cell::Cell<Duration> = const { std::cell::Cell::new(Duration::ZERO) };
}

/// Sets the clock back, for this thread.
#[cfg(test)]
pub(crate) fn set_back(by: Duration) {
    SET_BACK.set(by);
}

/// The time now. A clock before 1970 counts as 1970.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    #[cfg(test)]
    let since = since.saturating_sub(SET_BACK.get());
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// A moment that is waited for. It has come when the calendar says so, or when as much time has passed as there was to wait: a
/// clock that is set back meanwhile makes no wait longer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    at: Timestamp,
    by: Instant,
}

impl Moment {
    /// As the calendar is now.
    pub(crate) fn at(at: Timestamp) -> Self {
        let by = Instant::now() + until(at);
        Self { at, by }
    }

    pub(crate) fn has_come(self) -> bool {
        until(self.at).is_zero() || self.by <= Instant::now()
    }

    /// When to wake up for it: not beyond `at_most` from now, so that a clock that was set forward, or a machine that slept, is
    /// noticed.
    pub(crate) fn wake_up(self, at_most: Duration) -> Instant {
        self.by.min(Instant::now() + until(self.at).min(at_most))
    }
}

fn until(at: Timestamp) -> Duration {
    at.saturating_since(now())
}
