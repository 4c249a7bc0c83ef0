//! Moments and calendar dates.

use serde::{Deserialize, Serialize};

pub use jiff::civil::{Date, DateTime};
use jiff::civil::{Weekday, date};

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment and a number of seconds more (fewer when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// The calendar date of this moment at universal time.
    #[must_use]
    pub fn date_utc(self) -> Date {
        let days = self.0.div_euclid(86_400_000);
        let epoch = date(1970, 1, 1);
        epoch
            .checked_add(jiff::Span::new().days(days.clamp(-700_000, 2_000_000)))
            .unwrap_or(epoch)
    }

    /// This moment at universal time, to the second, as markup holds it:
    /// `2026-11-23T20:05:00Z`.
    #[must_use]
    pub fn exact(self) -> String {
        let seconds = self.0.div_euclid(1_000).rem_euclid(86_400);
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
        let date = self.date_utc();
        format!("{date}T{hours:02}:{minutes:02}:{:02}Z", seconds % 60)
    }
}

/// So many days, to be added to a date.
#[must_use]
pub fn days(days: i64) -> jiff::Span {
    jiff::Span::new().days(days)
}

/// Reads a date as forms and exports write it: `2026-11-23`.
///
/// Years from 1900 to 2199 are accepted; anything else is a slip of the hand.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let date: Date = text.trim().parse().ok()?;
    (1900..2200).contains(&date.year()).then_some(date)
}

/// Reads a day and an hour as forms send them, without a time zone: those of the
/// place. `2026-11-25T14:30`, in the years that [`parse_date`] accepts.
#[must_use]
pub fn parse_date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let both: DateTime = text.parse().ok()?;
    (text.contains(['T', ' ']) && (1900..2200).contains(&both.year())).then_some(both)
}

/// The moment when clocks at universal time show this.
#[must_use]
pub(crate) fn universal(at: DateTime) -> Timestamp {
    let days = (at.date() - date(1970, 1, 1)).get_days();
    let time = at.time();
    let seconds =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Timestamp(
        i64::from(days) * 86_400_000
            + seconds * 1_000
            + i64::from(time.subsec_nanosecond()) / 1_000_000,
    )
}

/// The moment when clocks in metropolitan France show this: an hour ahead, two
/// from the last Sunday of March to that of October.
#[must_use]
pub(crate) fn in_france(at: DateTime) -> Timestamp {
    let turn = |month, hour| last_sunday(at.year(), month).at(hour, 0, 0, 0);
    let summer = at >= turn(3, 2) && at < turn(10, 3);
    let ahead = if summer { 7_200_000 } else { 3_600_000 };
    Timestamp(universal(at).0 - ahead)
}

/// The moment at which a day begins in metropolitan France.
#[must_use]
pub fn start_in_france(day: Date) -> Timestamp {
    in_france(day.at(0, 0, 0, 0))
}

/// The moment at which a day ends in metropolitan France.
#[must_use]
pub fn end_in_france(day: Date) -> Timestamp {
    in_france(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0))
}

/// The day in metropolitan France at this moment.
#[must_use]
pub fn day_in_france(at: Timestamp) -> Date {
    let year = at.date_utc().year();
    let turn = |month| universal(last_sunday(year, month).at(1, 0, 0, 0));
    let summer = at >= turn(3) && at < turn(10);
    at.plus_seconds(if summer { 7_200 } else { 3_600 })
        .date_utc()
}

fn last_sunday(year: i16, month: i8) -> Date {
    let mut day = date(year, month, 31);
    while day.weekday() != Weekday::Sunday {
        day = day.yesterday().unwrap_or(day);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_date() {
        assert_eq!(Timestamp(0).date_utc().to_string(), "1970-01-01");
        assert_eq!(Timestamp(-1).date_utc().to_string(), "1969-12-31");
        assert_eq!(
            Timestamp(1_568_101_622_999).date_utc().to_string(),
            "2019-09-10"
        );
    }

    #[test]
    fn a_moment_is_told_exactly_at_universal_time() {
        for (moment, exact) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (1_568_101_622_999, "2019-09-10T07:47:02Z"),
            // Midnight in Paris, in winter and in summer.
            (1_767_308_400_000, "2026-01-01T23:00:00Z"),
            (1_782_856_800_000, "2026-06-30T22:00:00Z"),
        ] {
            assert_eq!(Timestamp(moment).exact(), exact);
        }
    }

    #[test]
    fn a_day_in_france_begins_an_hour_or_two_before_that_at_universal_time() {
        for (moment, day) in [
            ("2026-01-10T22:59", "2026-01-10"),
            ("2026-01-10T23:00", "2026-01-11"),
            ("2026-03-29T21:59", "2026-03-29"),
            ("2026-07-01T22:00", "2026-07-02"),
            ("2026-10-25T22:59", "2026-10-25"),
        ] {
            let moment = universal(parse_date_time(moment).expect("a moment"));
            assert_eq!(day_in_france(moment).to_string(), day);
            let end = end_in_france(parse_date(day).expect("a day"));
            assert!(moment < end && end.0 - moment.0 <= 86_400_000, "{day}");
        }
    }

    #[test]
    fn only_plausible_dates_are_read() {
        assert!(parse_date(" 2026-02-28 ").is_some());
        for wrong in ["2026-02-30", "", "hier", "0026-01-01", "2300-01-01"] {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }
}
