//! The days of the demonstration. They are written as if the present were one
//! certain day, and moved by whole weeks, so that what runs there runs today and
//! what happened in class happened on a school day.

use domain::time::{Date, Timestamp};

/// The first day of the week in which everything is written to be read.
const PRESENT: Date = Date::constant(2026, 11, 23);
/// The last day on which anything happened.
const LAST: Date = Date::constant(2026, 11, 20);
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// The days as they are written, moved to where they are read.
#[derive(Clone, Copy)]
pub(super) struct Calendar {
    weeks: i64,
}

impl Calendar {
    /// The calendar of a demonstration that is seen from this day on.
    pub(super) fn seen_from(today: Date) -> Self {
        let seconds = start_of(today).0 - start_of(PRESENT).0;
        Self {
            weeks: seconds.div_euclid(WEEK * 1_000),
        }
    }

    /// A written day, as it is read.
    pub(super) fn day(self, written: Date) -> Date {
        start_of(written).plus_seconds(self.weeks * WEEK).date_utc()
    }

    /// The moment of a written day, so many minutes after midnight.
    pub(super) fn moment(self, written: Date, minute: i64) -> Timestamp {
        start_of(written).plus_seconds(self.weeks * WEEK + minute * 60)
    }
}

/// The school days from one to another; none after the last on which anything
/// happened.
pub(super) fn school_days(from: Date, to: Date) -> Vec<Date> {
    let mut days = Vec::new();
    let mut day = from;
    while day <= to && day <= LAST {
        if is_school_day(day) {
            days.push(day);
        }
        day = later(day, 1);
    }
    days
}

/// So many school days later; `None` when that is still to come.
pub(super) fn school_days_after(day: Date, count: usize) -> Option<Date> {
    school_days(later(day, 1), LAST)
        .get(count.checked_sub(1)?)
        .copied()
}

/// So many days later.
pub(super) fn later(day: Date, days: i64) -> Date {
    start_of(day).plus_seconds(days * DAY).date_utc()
}

fn is_school_day(day: Date) -> bool {
    // Monday is 0.
    day.weekday().to_monday_zero_offset() < 5
}

fn start_of(day: Date) -> Timestamp {
    let epoch = Date::constant(1970, 1, 1);
    Timestamp(day.duration_since(epoch).as_secs() * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn days_are_moved_by_whole_weeks_and_never_into_the_future() {
        for today in ["2026-11-23", "2026-11-29", "2027-03-01", "2025-01-15"] {
            let today = date(today);
            let calendar = Calendar::seen_from(today);
            let present = calendar.day(PRESENT);
            assert_eq!(present.weekday(), PRESENT.weekday());
            assert!(present <= today && later(present, 7) > today);
            assert!(calendar.day(LAST) < today);
        }
        let calendar = Calendar::seen_from(date("2026-11-30"));
        assert_eq!(calendar.day(date("2026-11-20")), date("2026-11-27"));
        let noon = calendar.moment(date("2026-11-20"), 720);
        assert_eq!(noon.date_utc(), date("2026-11-27"));
    }

    #[test]
    fn school_days_leave_out_the_weekend() {
        let days = school_days(date("2026-11-13"), date("2026-11-30"));
        assert_eq!(days.len(), 6);
        let friday = date("2026-11-13");
        assert_eq!(school_days_after(friday, 1), Some(date("2026-11-16")));
        assert_eq!(school_days_after(friday, 9), None);
    }
}
