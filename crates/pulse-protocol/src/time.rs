//! Time as an argument: milliseconds for people, days for everything that is kept.

use core::time::Duration;

use serde::{Deserialize, Serialize};

const MILLIS_PER_DAY: u64 = 24 * 60 * 60 * 1000;

/// Milliseconds since 1970-01-01 UTC. Only programs read a clock; everything else is handed a `now`.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// This many milliseconds since 1970.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The day this moment is in.
    pub fn day(self) -> Day {
        Day(u32::try_from(self.0 / MILLIS_PER_DAY).unwrap_or(u32::MAX))
    }

    /// This moment moved into the future; the end of time at most.
    pub fn plus(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How long ago `earlier` was; nothing when it was not earlier, as after a clock was set back.
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// Days since 1970-01-01 UTC: the finest time that is signed, stored by a server or put into a stamp.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub u32);

impl Day {
    /// The day's number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The day's first moment.
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 as u64 * MILLIS_PER_DAY)
    }

    /// The day this many days later; the last one at most.
    pub const fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// How many days ago `earlier` was; 0 when it was not earlier.
    pub const fn saturating_since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The four bytes, big-endian, as they enter hashes.
    pub const fn to_be_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_utc() {
        let midnight = Timestamp::from_millis(20_000 * MILLIS_PER_DAY);
        assert_eq!(midnight.day(), Day(20_000));
        assert_eq!(
            Timestamp::from_millis(midnight.as_millis() - 1).day(),
            Day(19_999)
        );
        assert_eq!(Day(20_000).start(), midnight);
    }

    #[test]
    fn nothing_overflows_at_the_end_of_time() {
        let end = Timestamp::from_millis(u64::MAX);
        assert_eq!(end.day(), Day(u32::MAX));
        assert_eq!(end.plus(Duration::MAX), end);
        assert_eq!(Day(u32::MAX).plus(1), Day(u32::MAX));
        assert_eq!(
            Timestamp::from_millis(5).saturating_since(end),
            Duration::ZERO
        );
        assert_eq!(Day(5).saturating_since(Day(6)), 0);
    }
}
