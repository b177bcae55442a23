//! Moments as people say them. `now` is given, the zone is that of the [`Texts`]: a test has neither a clock nor a place.

use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use pulse_client::Timestamp;

use super::{Texts, Value};
use crate::state::Language;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
/// Days that are called by their weekday alone: until the same weekday comes again.
const WEEKDAY_DAYS_MAX: i32 = 6;

/// Whether the clock goes to 12 or to 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HourCycle {
    /// 2:05 PM.
    Twelve,
    /// 14:05.
    TwentyFour,
}

impl HourCycle {
    /// What is usual in the system's region; without one, with the language.
    pub fn of(language: Language, system: &str) -> Self {
        const TWELVE: &[&str] = &[
            "US", "CA", "AU", "NZ", "PH", "IN", "PK", "BD", "EG", "SA", "AE", "JO", "KW", "QA",
            "BH", "OM", "IQ", "SY", "YE", "SD", "LY", "CO", "MX",
        ];
        let tag = system.split('.').next().unwrap_or_default();
        let region = tag
            .split(['-', '_'])
            .skip(1)
            .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let twelve = match region {
            Some(region) => TWELVE.iter().any(|it| it.eq_ignore_ascii_case(region)),
            None => matches!(language, Language::English | Language::Arabic),
        };
        if twelve {
            Self::Twelve
        } else {
            Self::TwentyFour
        }
    }
}

impl Texts {
    /// A clock time: 14:05.
    pub fn clock(&self, at: Timestamp) -> String {
        let at = self.zoned(at);
        let minute = format!("{:02}", at.minute());
        let (key, hour) = match self.hours {
            HourCycle::TwentyFour => ("time-clock-24", format!("{:02}", at.hour())),
            HourCycle::Twelve => {
                let hour = (at.hour() + 11) % 12 + 1;
                let key = if at.hour() < 12 {
                    "time-clock-am"
                } else {
                    "time-clock-pm"
                };
                (key, hour.to_string())
            }
        };
        self.owned(key, &[("hour", hour.into()), ("minute", minute.into())])
    }

    /// What stands above the messages of a day: Today, Yesterday, a weekday, or a date.
    pub fn day_heading(&self, at: Timestamp, now: Timestamp) -> String {
        let day = self.zoned(at).date();
        let today = self.zoned(now).date();
        match days_between(day, today) {
            0 => self.get("time-today").into_owned(),
            1 => self.get("time-yesterday").into_owned(),
            2..=WEEKDAY_DAYS_MAX => self.get(weekday(day.weekday())).into_owned(),
            _ => {
                let weekday = self.get(weekday(day.weekday()));
                let date = self.long_date(day, today);
                self.owned(
                    "time-weekday-date",
                    &[("weekday", weekday.into()), ("date", date.into())],
                )
            }
        }
    }

    /// As short as can be, for the end of a line in a list: now, 5 min, 14:05, Yesterday, Mon, 3 Mar.
    pub fn short_moment(&self, at: Timestamp, now: Timestamp) -> String {
        let passed_ms = now.as_millis().saturating_sub(at.as_millis());
        if passed_ms < MINUTE_MS {
            return self.get("time-now").into_owned();
        }
        if passed_ms < HOUR_MS {
            let minutes = Value::from(passed_ms / MINUTE_MS);
            return self.owned("time-minutes", &[("count", minutes)]);
        }
        let day = self.zoned(at).date();
        let today = self.zoned(now).date();
        match days_between(day, today) {
            0 => self.clock(at),
            1 => self.get("time-yesterday").into_owned(),
            2..=WEEKDAY_DAYS_MAX => self.get(short_weekday(day.weekday())).into_owned(),
            _ => self.date(
                day,
                today,
                "time-short-date",
                "time-short-date-year",
                SHORT_MONTHS,
            ),
        }
    }

    /// A moment in full: March 3, 14:05.
    pub fn moment(&self, at: Timestamp, now: Timestamp) -> String {
        let day = self.zoned(at).date();
        let date = self.long_date(day, self.zoned(now).date());
        let clock = self.clock(at);
        self.owned(
            "time-moment",
            &[("date", date.into()), ("clock", clock.into())],
        )
    }

    /// A day: March 3, with its year when that is not this one.
    pub fn day(&self, at: Timestamp, now: Timestamp) -> String {
        self.long_date(self.zoned(at).date(), self.zoned(now).date())
    }

    /// Whether two moments are on one day.
    pub fn same_day(&self, one: Timestamp, other: Timestamp) -> bool {
        self.zoned(one).date() == self.zoned(other).date()
    }

    /// How long [`Texts::short_moment`] and [`Texts::day_heading`] of this moment stay as they are.
    pub fn changes_in(&self, at: Timestamp, now: Timestamp) -> Duration {
        let passed_ms = now.as_millis().saturating_sub(at.as_millis());
        let midnight = self.until_midnight(now);
        if passed_ms < HOUR_MS {
            Duration::from_millis(MINUTE_MS - passed_ms % MINUTE_MS).min(midnight)
        } else {
            midnight
        }
    }

    fn until_midnight(&self, now: Timestamp) -> Duration {
        const DAY: Duration = Duration::from_hours(24);
        let now = self.zoned(now);
        let Ok(midnight) = now
            .checked_add(1.day())
            .and_then(|tomorrow| tomorrow.start_of_day())
        else {
            return DAY;
        };
        Duration::try_from(now.duration_until(&midnight)).unwrap_or(DAY)
    }

    fn long_date(&self, day: Date, today: Date) -> String {
        self.date(day, today, "time-date", "time-date-year", MONTHS)
    }

    fn date(
        &self,
        day: Date,
        today: Date,
        this_year: &str,
        other_year: &str,
        months: [&str; 12],
    ) -> String {
        let index = usize::from(day.month().unsigned_abs()).saturating_sub(1);
        let month = self.get(months.get(index).copied().unwrap_or_default());
        let values = [
            ("month", Value::from(month)),
            // A number: French has a word for the first.
            ("day", Value::from(u32::from(day.day().unsigned_abs()))),
            ("year", Value::from(day.year().to_string())),
        ];
        let key = if day.year() == today.year() {
            this_year
        } else {
            other_year
        };
        self.owned(key, &values)
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        let millis = i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
        jiff::Timestamp::from_millisecond(millis)
            .unwrap_or(jiff::Timestamp::MAX)
            .to_zoned(self.zone.clone())
    }

    fn owned(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.with(key, values).into_owned()
    }
}

/// Negative for a day that is still to come.
fn days_between(day: Date, today: Date) -> i32 {
    today.since(day).map_or(i32::MAX, |span| span.get_days())
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "time-monday",
        Weekday::Tuesday => "time-tuesday",
        Weekday::Wednesday => "time-wednesday",
        Weekday::Thursday => "time-thursday",
        Weekday::Friday => "time-friday",
        Weekday::Saturday => "time-saturday",
        Weekday::Sunday => "time-sunday",
    }
}

fn short_weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "time-short-monday",
        Weekday::Tuesday => "time-short-tuesday",
        Weekday::Wednesday => "time-short-wednesday",
        Weekday::Thursday => "time-short-thursday",
        Weekday::Friday => "time-short-friday",
        Weekday::Saturday => "time-short-saturday",
        Weekday::Sunday => "time-short-sunday",
    }
}

const MONTHS: [&str; 12] = [
    "time-january",
    "time-february",
    "time-march",
    "time-april",
    "time-may",
    "time-june",
    "time-july",
    "time-august",
    "time-september",
    "time-october",
    "time-november",
    "time-december",
];

const SHORT_MONTHS: [&str; 12] = [
    "time-short-january",
    "time-short-february",
    "time-short-march",
    "time-short-april",
    "time-short-may",
    "time-short-june",
    "time-short-july",
    "time-short-august",
    "time-short-september",
    "time-short-october",
    "time-short-november",
    "time-short-december",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use jiff::tz::{TimeZone, offset};

    use super::*;

    /// Tuesday, 2026-03-10 14:05:30 UTC.
    const NOW: u64 = 1_773_151_530_000;
    const DAY_MS: u64 = 24 * HOUR_MS;

    fn texts(system: &str) -> Texts {
        Texts::for_language(Language::English, system)
    }

    fn ago(millis: u64) -> Timestamp {
        Timestamp::from_millis(NOW - millis)
    }

    #[test]
    fn clocks_follow_the_region() {
        let at = ago(0);
        assert_eq!(texts("en-GB").clock(at), "14:05");
        assert_eq!(texts("en_US.UTF-8").clock(at), "2:05 PM");
        assert_eq!(texts("de_DE.UTF-8").clock(at), "14:05");
        let midnight = ago(14 * HOUR_MS);
        assert_eq!(texts("en-US").clock(midnight), "12:05 AM");
        assert_eq!(texts("en-GB").clock(midnight), "00:05");
    }

    #[test]
    fn days_have_the_names_people_give_them() {
        let texts = texts("en-GB");
        let heading = |millis| texts.day_heading(ago(millis), ago(0));
        assert_eq!(heading(14 * HOUR_MS), "Today");
        assert_eq!(heading(15 * HOUR_MS), "Yesterday");
        assert_eq!(heading(2 * DAY_MS), "Sunday");
        assert_eq!(heading(6 * DAY_MS), "Wednesday");
        assert_eq!(heading(7 * DAY_MS), "Tuesday, March 3");
        assert_eq!(heading(100 * DAY_MS), "Sunday, November 30, 2025");
    }

    #[test]
    fn the_list_is_short() {
        let texts = texts("en-GB");
        let short = |millis| texts.short_moment(ago(millis), ago(0));
        assert_eq!(short(59_999), "now");
        assert_eq!(short(MINUTE_MS), "1 min");
        assert_eq!(short(HOUR_MS - 1), "59 min");
        assert_eq!(short(HOUR_MS), "13:05");
        assert_eq!(short(DAY_MS), "Yesterday");
        assert_eq!(short(3 * DAY_MS), "Sat");
        assert_eq!(short(9 * DAY_MS), "Mar 1");
        assert_eq!(short(400 * DAY_MS), "Feb 3, 2025");
        let later = Timestamp::from_millis(NOW + 5 * MINUTE_MS);
        assert_eq!(texts.short_moment(later, ago(0)), "now");
    }

    #[test]
    fn the_zone_decides_which_day_it_is() {
        let tokyo = texts("en-GB").in_zone(TimeZone::fixed(offset(9)));
        assert_eq!(tokyo.clock(ago(0)), "23:05");
        assert_eq!(tokyo.day_heading(ago(0), ago(0)), "Today");
        let an_hour_later = Timestamp::from_millis(NOW + HOUR_MS);
        assert_eq!(tokyo.day_heading(ago(0), an_hour_later), "Yesterday");
        assert_eq!(tokyo.moment(ago(0), ago(0)), "March 10, 23:05");
    }

    #[test]
    fn a_text_tells_when_it_will_change() {
        let texts = texts("en-GB");
        assert_eq!(texts.changes_in(ago(10_000), ago(0)).as_secs(), 50);
        assert_eq!(texts.changes_in(ago(MINUTE_MS), ago(0)).as_secs(), 60);
        let midnight = texts.changes_in(ago(2 * HOUR_MS), ago(0));
        assert_eq!(midnight.as_secs(), 9 * 3600 + 54 * 60 + 30);
        let then = ago(0).plus(midnight);
        assert_eq!(texts.day_heading(ago(0), then), "Yesterday");
    }
}
