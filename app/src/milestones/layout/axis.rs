//! The axis of the timeline: its marks, and which of them are named.

use domain::time::Date;
use jiff::Span;
use jiff::civil::Weekday;

use super::{GAP, Stretch, WIDTH, Zoom, days, monday};

/// The most marks on the axis of the widest view.
const MARKS_MAX: i64 = 14;
/// Room between a mark and its name.
pub(in crate::milestones) const BESIDE: i64 = 4;
/// About the width of a character of a name, which is smaller than other labels.
const CHARACTER: i64 = 6;

/// A mark on the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::milestones) struct Mark {
    pub(in crate::milestones) date: Date,
    pub(in crate::milestones) x: i64,
    /// Whether it is named before others are: all are, but the days within a week.
    pub(in crate::milestones) first: bool,
}

/// The marks of the axis: quarters or years, months, weeks, days.
pub(in crate::milestones) fn marks(seen: Stretch, zoom: Zoom) -> Vec<Mark> {
    let (first, step) = match zoom {
        Zoom::Years => {
            let months = days(seen.from, seen.to) / 30;
            let step = [3, 6, 12, 24, 60, 120]
                .into_iter()
                .find(|step| months / step <= MARKS_MAX)
                .unwrap_or(240);
            let year = jiff::civil::date(seen.from.year(), 1, 1);
            (year, Span::new().months(step))
        }
        Zoom::Quarters => (seen.from.first_of_month(), Span::new().months(1)),
        Zoom::Months => (monday(seen.from), Span::new().weeks(1)),
        Zoom::Weeks => (seen.from, Span::new().days(1)),
    };
    std::iter::successors(Some(first), |date| date.checked_add(step).ok())
        .take_while(|date| *date < seen.to)
        .filter(|date| seen.holds(*date))
        .take(100)
        .map(|date| Mark {
            date,
            x: seen.x(date),
            first: zoom != Zoom::Weeks || date.weekday() == Weekday::Monday,
        })
        .collect()
}

/// The names of the marks, as far as there is room for them: none reaches into another
/// nor out of the drawing. Of those named first every one, else every second, and so on;
/// of the others those that still find room.
pub(in crate::milestones) fn names(
    marks: &[Mark],
    name: impl Fn(Date) -> String,
) -> Vec<Option<String>> {
    let named: Vec<(String, (i64, i64))> = marks
        .iter()
        .map(|mark| {
            let name = name(mark.date);
            let from = mark.x + BESIDE;
            let width = i64::try_from(name.chars().count()).unwrap_or(0) * CHARACTER;
            (name, (from, from + width))
        })
        .collect();
    let reach = |place: usize| named[place].1;
    let apart =
        |one: (i64, i64), other: (i64, i64)| one.1 + GAP <= other.0 || other.1 + GAP <= one.0;
    let inside = |place: &usize| reach(*place).1 <= WIDTH;
    let places = |first: bool| {
        let of_kind = (0..marks.len()).filter(move |place| marks[*place].first == first);
        of_kind.filter(inside)
    };
    let every = |step: usize| places(true).step_by(step).collect::<Vec<_>>();
    let fits = |step: &usize| {
        let kept = every(*step);
        kept.windows(2)
            .all(|two| apart(reach(two[0]), reach(two[1])))
    };
    let mut kept = every((1..=marks.len()).find(fits).unwrap_or(1));
    for place in places(false) {
        if kept.iter().all(|other| apart(reach(*other), reach(place))) {
            kept.push(place);
        }
    }
    let shown = |(place, (name, _))| kept.contains(&place).then_some(name);
    named.into_iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{date, frame, stretch};
    use super::super::{LEFT, RIGHT};
    use super::*;

    #[test]
    fn the_axis_has_marks_but_not_too_many() {
        let at = date("2026-11-23");
        for zoom in Zoom::ALL {
            let seen = frame().seen(zoom, at);
            let marks = marks(seen, zoom);
            assert!((4..=31).contains(&marks.len()), "{zoom:?} {}", marks.len());
            assert!(marks.iter().all(|mark| (LEFT..=RIGHT).contains(&mark.x)));
        }
        let century = stretch("2000-01-01", "2199-12-31");
        assert!(marks(century, Zoom::Years).len() <= 15);
    }

    /// Names as long as any are.
    fn long(zoom: Zoom) -> impl Fn(Date) -> String {
        move |date| match zoom {
            Zoom::Years | Zoom::Quarters => format!("sept. {}", date.year()),
            Zoom::Months => format!("{} sept.", date.day()),
            Zoom::Weeks if date.weekday() == Weekday::Monday => format!("{} sept.", date.day()),
            Zoom::Weeks => date.day().to_string(),
        }
    }

    #[test]
    fn no_name_is_written_over_another() {
        for zoom in Zoom::ALL {
            for month in 1..=12 {
                let seen = frame().seen(zoom, jiff::civil::date(2027, month, 14));
                let marks = marks(seen, zoom);
                let names = names(&marks, long(zoom));
                assert_eq!(names.len(), marks.len());
                let shown: Vec<(i64, String)> = marks
                    .iter()
                    .zip(names)
                    .filter_map(|(mark, name)| Some((mark.x + BESIDE, name?)))
                    .collect();
                assert!(shown.len() >= 4, "{zoom:?} {shown:?}");
                let end = |(x, name): &(i64, String)| {
                    x + i64::try_from(name.chars().count()).unwrap() * CHARACTER
                };
                for two in shown.windows(2) {
                    assert!(end(&two[0]) < two[1].0, "{zoom:?} {two:?}");
                }
                assert!(shown.last().is_none_or(|last| end(last) <= WIDTH));
            }
        }
    }

    #[test]
    fn every_week_is_named_among_its_days() {
        let seen = frame().seen(Zoom::Weeks, date("2027-09-15"));
        let marks = marks(seen, Zoom::Weeks);
        let names = names(&marks, long(Zoom::Weeks));
        let named = |mark: &Mark| {
            let place = marks.iter().position(|other| other == mark);
            place.is_some_and(|place| names[place].is_some())
        };
        assert_eq!(marks.iter().filter(|mark| mark.first).count(), 4);
        assert!(marks.iter().filter(|mark| mark.first).all(named));
        // The day after has no room beside it, the one before the next week has.
        assert!(!named(&marks[1]));
        assert!(named(&marks[6]));
    }

    #[test]
    fn where_room_is_scarce_names_stay_even() {
        let crowded: Vec<Mark> = (0..30)
            .map(|n| Mark {
                date: date("2026-01-01"),
                x: n * 30,
                first: true,
            })
            .collect();
        let names = names(&crowded, |_| "sept. 2026".into());
        let shown: Vec<usize> = (0..30).filter(|place| names[*place].is_some()).collect();
        assert_eq!(shown[..3], [0, 3, 6]);
    }
}
