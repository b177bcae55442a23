//! What a stored moment is worth after the clock was wrong.
//!
//! A clock that was years ahead for a minute leaves moments behind that lie in the future once it is set right. Taken at their
//! word they would say for years that something was done just now.

use std::time::Duration;

use pulse_protocol::Timestamp;

use crate::limits::CLOCK_BACK_MAX;
use crate::turn::Turn;

/// How long ago something was. `None`: at a moment that has not come, so nobody knows.
pub(crate) fn age(at: Timestamp, now: Timestamp) -> Option<Duration> {
    (at <= now.plus(CLOCK_BACK_MAX)).then(|| now.saturating_since(at))
}

/// Notices that the clock was set back: no moment kept in memory comes in time then, and what was waited for is due.
pub(crate) fn notice(turn: &mut Turn<'_>) {
    let was_set_back = age(turn.live.last_at, turn.now).is_none();
    turn.live.last_at = turn.now;
    if was_set_back {
        turn.live.end_waiting(turn.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_to_come_has_no_age() {
        let minutes = |count| Timestamp::from_millis(count * 60_000);
        assert_eq!(age(minutes(3), minutes(10)), Some(Duration::from_secs(420)));
        assert_eq!(age(minutes(10), minutes(10)), Some(Duration::ZERO));
        assert_eq!(age(minutes(15), minutes(10)), Some(Duration::ZERO));
        assert_eq!(age(minutes(16), minutes(10)), None);
        assert_eq!(age(minutes(u64::MAX / 60_000), minutes(10)), None);
    }
}
