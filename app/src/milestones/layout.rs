//! Where things stand on the timeline: from dates to places, without overlap.
//! Whole numbers only, so that the server and the browser draw the same.

mod axis;

use domain::time::Date;
use jiff::Span;
use jiff::civil::Weekday;

pub(super) use self::axis::{BESIDE, marks, names};

/// Width of the drawing.
pub(super) const WIDTH: i64 = 960;
/// Left and right ends of what has a date.
pub(super) const LEFT: i64 = 14;
pub(super) const RIGHT: i64 = WIDTH - 14;
/// Half the width of a milestone's sign.
pub(super) const GLYPH: i64 = 9;

/// Room between two things in one row, and between a sign and its label.
const GAP: i64 = 8;
/// About the width of a character, on the safe side.
const CHARACTER: i64 = 7;
/// The most characters of a label; the table has the whole of it.
const LABEL_MAX: usize = 34;

/// How much of the time is seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Zoom {
    /// Everything.
    #[default]
    Years,
    /// Four quarters.
    Quarters,
    /// Three months.
    Months,
    /// Four weeks.
    Weeks,
}

impl Zoom {
    pub(super) const ALL: [Self; 4] = [Self::Years, Self::Quarters, Self::Months, Self::Weeks];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Years => "years",
            Self::Quarters => "quarters",
            Self::Months => "months",
            Self::Weeks => "weeks",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zoom| zoom.code() == code)
    }

    pub(super) fn closer(self) -> Option<Self> {
        let next = Self::ALL.iter().position(|zoom| *zoom == self)? + 1;
        Self::ALL.get(next).copied()
    }

    pub(super) fn wider(self) -> Option<Self> {
        let before = Self::ALL.iter().position(|zoom| *zoom == self)?;
        Self::ALL.get(before.checked_sub(1)?).copied()
    }

    /// By how much one step to the left or right moves the view.
    fn step(self) -> Option<Span> {
        match self {
            Self::Years => None,
            Self::Quarters => Some(Span::new().months(3)),
            Self::Months => Some(Span::new().weeks(4)),
            Self::Weeks => Some(Span::new().weeks(1)),
        }
    }
}

fn plus(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

fn minus(date: Date, span: Span) -> Date {
    date.checked_sub(span).unwrap_or(date)
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| span.get_days().into())
}

fn monday(date: Date) -> Date {
    let past = date.weekday().since(Weekday::Monday);
    minus(date, Span::new().days(past))
}

/// A stretch of time, its end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Date,
    pub(super) to: Date,
}

impl Stretch {
    /// The stretch with all these dates in it too.
    pub(super) fn with(self, dates: impl IntoIterator<Item = Date>) -> Self {
        dates.into_iter().fold(self, |all, date| Self {
            from: all.from.min(date),
            to: all.to.max(plus(date, Span::new().days(1))),
        })
    }

    /// Last day of it.
    pub(super) fn last(self) -> Date {
        minus(self.to, Span::new().days(1))
    }

    fn clamp(self, date: Date) -> Date {
        date.clamp(self.from, self.last().max(self.from))
    }

    /// What is seen of the whole, around a date.
    pub(super) fn seen(self, zoom: Zoom, at: Date) -> Self {
        let at = self.clamp(at);
        match zoom {
            Zoom::Years => self,
            Zoom::Quarters => {
                let from = minus(at, Span::new().months(6)).first_of_month();
                let to = plus(from, Span::new().months(12));
                Self { from, to }
            }
            Zoom::Months => {
                let from = monday(minus(at, Span::new().weeks(6)));
                let to = plus(from, Span::new().weeks(13));
                Self { from, to }
            }
            Zoom::Weeks => {
                let from = monday(minus(at, Span::new().weeks(1)));
                let to = plus(from, Span::new().weeks(4));
                Self { from, to }
            }
        }
    }

    /// The date around which one sees what comes before, if anything does.
    pub(super) fn before(self, zoom: Zoom, at: Date) -> Option<Date> {
        let seen = self.seen(zoom, at);
        let date = self.clamp(minus(self.clamp(at), zoom.step()?));
        (seen.from > self.from).then_some(date)
    }

    /// The date around which one sees what comes after, if anything does.
    pub(super) fn after(self, zoom: Zoom, at: Date) -> Option<Date> {
        let seen = self.seen(zoom, at);
        let date = self.clamp(plus(self.clamp(at), zoom.step()?));
        (seen.to < self.to).then_some(date)
    }

    /// The place of a date; outside the drawing for dates outside the stretch.
    pub(super) fn x(self, date: Date) -> i64 {
        let all = days(self.from, self.to).max(1);
        LEFT + days(self.from, date) * (RIGHT - LEFT) / all
    }

    pub(super) fn holds(self, date: Date) -> bool {
        (self.from..self.to).contains(&date)
    }
}

/// Where a label stands in relation to its thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Inside,
    After,
    Before,
}

/// Something with a place on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Which of the things given.
    pub(super) index: usize,
    /// Left end of a bar, centre of a sign.
    pub(super) x: i64,
    /// Width of a bar; nothing for a sign.
    pub(super) width: i64,
    /// The row, from 0.
    pub(super) row: i64,
    /// Where its label stands, and where that begins or (before) ends.
    pub(super) side: Side,
    pub(super) label_x: i64,
    /// The label, cut where it is long.
    pub(super) label: String,
}

/// Puts bars, each with the days that it takes, into rows.
pub(super) fn bars(seen: Stretch, bars: &[(String, Stretch)]) -> Vec<Placed> {
    let shown = bars
        .iter()
        .enumerate()
        .filter_map(|(index, (label, days))| {
            if days.to <= seen.from || days.from >= seen.to {
                return None;
            }
            let x = seen.x(days.from.max(seen.from));
            let width = (seen.x(days.to.min(seen.to)) - x).max(2);
            Some(label_of(index, label, x, width, 0))
        });
    into_rows(shown.collect())
}

/// Puts the signs of dates into rows.
pub(super) fn signs(seen: Stretch, signs: &[(String, Date)]) -> Vec<Placed> {
    let shown = signs
        .iter()
        .enumerate()
        .filter(|(_, (_, date))| seen.holds(*date))
        .map(|(index, (label, date))| label_of(index, label, seen.x(*date), 0, GLYPH));
    into_rows(shown.collect())
}

/// How many rows there are.
pub(super) fn rows(placed: &[Placed]) -> i64 {
    placed.iter().map(|one| one.row + 1).max().unwrap_or(0)
}

fn text_width(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(0) * CHARACTER
}

fn label_of(index: usize, label: &str, x: i64, width: i64, half: i64) -> Placed {
    let long = label.chars().count() > LABEL_MAX;
    let label = if long {
        let cut: String = label.chars().take(LABEL_MAX - 1).collect();
        format!("{}…", cut.trim_end())
    } else {
        label.to_owned()
    };
    let text = text_width(&label);
    let after = x + width + half + GAP / 2;
    let before = x - half - GAP / 2;
    let (side, label_x) = if text + GAP <= width {
        (Side::Inside, x + GAP / 2)
    } else if after + text <= RIGHT || before - text < GAP {
        (Side::After, after)
    } else {
        (Side::Before, before)
    };
    Placed {
        index,
        x,
        width,
        row: 0,
        side,
        label_x,
        label,
    }
}

/// From where to where a thing reaches with its label and the room around it.
/// Bars may touch: one phase begins where another ends.
fn reach(one: &Placed) -> (i64, i64) {
    let half = if one.width == 0 { GLYPH + GAP / 4 } else { 0 };
    let (left, right) = (one.x - half, one.x + one.width + half);
    match one.side {
        Side::Inside => (left, right),
        Side::After => (left, one.label_x + text_width(&one.label) + GAP),
        Side::Before => (one.label_x - text_width(&one.label) - GAP, right),
    }
}

/// Gives each thing the first row in which it touches nothing.
fn into_rows(mut placed: Vec<Placed>) -> Vec<Placed> {
    placed.sort_by_key(|one| (one.x, one.index));
    let mut taken: Vec<Vec<(i64, i64)>> = Vec::new();
    for one in &mut placed {
        let (left, right) = reach(one);
        let free =
            |row: &Vec<(i64, i64)>| row.iter().all(|&(from, to)| right <= from || to <= left);
        let row = taken.iter().position(free).unwrap_or(taken.len());
        if row == taken.len() {
            taken.push(Vec::new());
        }
        taken[row].push((left, right));
        one.row = i64::try_from(row).unwrap_or(i64::MAX);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(super) fn stretch(from: &str, to: &str) -> Stretch {
        Stretch {
            from: date(from),
            to: date(to),
        }
    }

    pub(super) fn frame() -> Stretch {
        stretch("2025-09-01", "2028-09-01")
    }

    #[test]
    fn dates_become_places() {
        let frame = frame();
        assert_eq!(frame.x(frame.from), LEFT);
        assert_eq!(frame.x(frame.to), RIGHT);
        let middle = frame.x(date("2027-03-02"));
        assert!((middle - WIDTH / 2).abs() <= 1, "{middle}");
        assert!(frame.x(date("2025-08-01")) < LEFT);
        let nothing = stretch("2026-01-01", "2026-01-01");
        assert_eq!(nothing.x(nothing.from), LEFT);
    }

    #[test]
    fn the_whole_holds_what_leaves_the_frame() {
        let whole = frame().with([date("2025-06-30"), date("2029-01-15"), date("2026-01-01")]);
        assert_eq!(whole, stretch("2025-06-30", "2029-01-16"));
        assert_eq!(whole.last(), date("2029-01-15"));
    }

    #[test]
    fn zooming_goes_from_years_to_weeks_and_back() {
        let walked: Vec<_> =
            std::iter::successors(Some(Zoom::Years), |zoom| zoom.closer()).collect();
        assert_eq!(walked, Zoom::ALL);
        assert_eq!(Zoom::Years.wider(), None);
        assert_eq!(Zoom::Weeks.wider(), Some(Zoom::Months));
        for zoom in Zoom::ALL {
            assert_eq!(Zoom::from_code(zoom.code()), Some(zoom));
        }
    }

    #[test]
    fn what_is_seen_surrounds_the_date() {
        let at = date("2026-11-23");
        for zoom in Zoom::ALL {
            assert!(frame().seen(zoom, at).holds(at), "{zoom:?}");
        }
        let months = frame().seen(Zoom::Months, at);
        assert_eq!(months.from.weekday(), Weekday::Monday);
        assert_eq!(days(months.from, months.to), 91);
        let quarters = frame().seen(Zoom::Quarters, at);
        assert_eq!(quarters, stretch("2026-05-01", "2027-05-01"));
        // A date of another century shows the end that is nearer.
        assert!(
            frame()
                .seen(Zoom::Weeks, date("2199-01-01"))
                .holds(frame().last())
        );
    }

    #[test]
    fn one_moves_until_the_ends() {
        let frame = frame();
        assert_eq!(frame.before(Zoom::Years, date("2026-11-23")), None);
        assert_eq!(
            frame.before(Zoom::Quarters, date("2026-11-23")),
            Some(date("2026-08-23"))
        );
        assert_eq!(frame.before(Zoom::Weeks, date("2025-09-03")), None);
        for zoom in [Zoom::Quarters, Zoom::Months, Zoom::Weeks] {
            let walk = |step: fn(Stretch, Zoom, Date) -> Option<Date>| {
                let start = Some(date("2026-11-23"));
                std::iter::successors(start, |at| step(frame, zoom, *at))
                    .take(500)
                    .count()
            };
            assert!(walk(Stretch::before) < 200, "{zoom:?} ends on the left");
            assert!(walk(Stretch::after) < 200, "{zoom:?} ends on the right");
        }
    }

    #[test]
    fn nothing_overlaps() {
        let signs_of: Vec<(String, Date)> = (0..40)
            .map(|n| {
                let day = plus(date("2026-01-05"), Span::new().days(n * 5));
                (format!("Jalon numéro {n} avec un nom assez long"), day)
            })
            .collect();
        for zoom in [Zoom::Years, Zoom::Quarters] {
            let seen = frame().seen(zoom, date("2026-03-01"));
            let placed = signs(seen, &signs_of);
            for (place, one) in placed.iter().enumerate() {
                let (left, right) = reach(one);
                for other in &placed[place + 1..] {
                    let (from, to) = reach(other);
                    let apart = right <= from || to <= left;
                    assert!(one.row != other.row || apart, "{one:?} {other:?}");
                }
            }
            assert!(rows(&placed) > 1);
        }
    }

    #[test]
    fn labels_stay_in_the_drawing() {
        let seen = frame();
        let late = signs(
            seen,
            &[("Bilan des trois années".into(), date("2028-08-30"))],
        );
        assert_eq!(late[0].side, Side::Before);
        assert!(reach(&late[0]).0 >= 0);
        let early = signs(seen, &[("x".repeat(80), date("2025-09-02"))]);
        assert_eq!(early[0].side, Side::After);
        assert_eq!(early[0].label.chars().count(), LABEL_MAX);
    }

    #[test]
    fn bars_are_cut_at_the_ends_and_labelled_where_there_is_room() {
        let seen = stretch("2026-01-01", "2027-01-01");
        let placed = bars(
            seen,
            &[
                ("co-conception".into(), stretch("2025-09-01", "2026-07-01")),
                ("pilote".into(), stretch("2026-07-01", "2026-07-15")),
                ("avant".into(), stretch("2025-01-01", "2026-01-01")),
                ("après".into(), stretch("2027-01-01", "2027-02-01")),
            ],
        );
        assert_eq!(placed.len(), 2);
        assert_eq!((placed[0].x, placed[0].side), (LEFT, Side::Inside));
        assert_eq!((placed[1].index, placed[1].side), (1, Side::After));
        assert_eq!(placed[0].x + placed[0].width, placed[1].x);
        assert_eq!(rows(&placed), 1, "one begins where the other ends");
    }
}
