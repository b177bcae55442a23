//! The one place where the client reads the clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pulse_protocol::Timestamp;

/// The time now. A clock before 1970 counts as 1970.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// When to wake up for a moment of the calendar: not beyond `at_most` from now, so that a clock that was set is noticed.
pub(crate) fn instant_of(at: Timestamp, at_most: Duration) -> Instant {
    let wait = Duration::from_millis(at.as_millis().saturating_sub(now().as_millis()));
    Instant::now() + wait.min(at_most)
}
