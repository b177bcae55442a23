//! Times as people say them.

use std::time::{SystemTime, UNIX_EPOCH};

use pulse_client::Timestamp;

/// This moment.
pub(crate) fn now() -> Timestamp {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
}

/// How long ago `then` was, or its date (UTC) when that says more.
pub(crate) fn ago(then: Timestamp, now: Timestamp) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let seconds = now.as_millis().saturating_sub(then.as_millis()) / 1_000;
    match seconds {
        0..45 => "just now".to_owned(),
        45..MINUTE => "1 min ago".to_owned(),
        MINUTE..HOUR => format!("{} min ago", seconds / MINUTE),
        HOUR..DAY => format!("{} h ago", seconds / HOUR),
        _ if seconds < 2 * DAY => "yesterday".to_owned(),
        _ if seconds < 7 * DAY => format!("{} days ago", seconds / DAY),
        _ => date(then),
    }
}

/// `2026-11-23`, in UTC.
fn date(then: Timestamp) -> String {
    let days = i64::try_from(then.as_millis() / 86_400_000).unwrap_or(i64::MAX / 2);
    let (year, month, day) = civil(days);
    format!("{year}-{month:02}-{day:02}")
}

/// The proleptic Gregorian date of a day counted from 1970-01-01, with years that begin in March, so that the leap day is
/// the last one of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let before = |seconds: u64| {
            ago(
                Timestamp::from_millis(now.as_millis() - seconds * 1_000),
                now,
            )
        };
        assert_eq!(before(3), "just now");
        assert_eq!(before(50), "1 min ago");
        assert_eq!(before(61), "1 min ago");
        assert_eq!(before(3_599), "59 min ago");
        assert_eq!(before(7_300), "2 h ago");
        assert_eq!(before(90_000), "yesterday");
        assert_eq!(before(200_000), "2 days ago");
        assert_eq!(before(1_000_000), "2027-01-03");
    }

    #[test]
    fn a_clock_ahead_of_ours_is_now() {
        let now = Timestamp::from_millis(1_000);
        assert_eq!(ago(Timestamp::from_millis(9_000), now), "just now");
    }

    #[test]
    fn dates_know_leap_years() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (20_780, (2026, 11, 23)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(days), date);
        }
    }
}
