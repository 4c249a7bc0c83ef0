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
/// How many characters of a label have their place in any case: rows are found for these. It
/// goes on as far as its row has room, and the table has the whole of it.
const LABEL_KEPT: usize = 34;

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
    /// The label, cut where it is longer than its room.
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
    let mut placed = into_rows(shown.collect());
    lengthen(&mut placed, |index| &bars[index].0);
    placed
}

/// Puts the signs of dates into rows.
pub(super) fn signs(seen: Stretch, signs: &[(String, Date)]) -> Vec<Placed> {
    let shown = signs
        .iter()
        .enumerate()
        .filter(|(_, (_, date))| seen.holds(*date))
        .map(|(index, (label, date))| label_of(index, label, seen.x(*date), 0, GLYPH));
    let mut placed = into_rows(shown.collect());
    lengthen(&mut placed, |index| &signs[index].0);
    placed
}

/// How many rows there are.
pub(super) fn rows(placed: &[Placed]) -> i64 {
    placed.iter().map(|one| one.row + 1).max().unwrap_or(0)
}

fn text_width(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(0) * CHARACTER
}

/// A label of so many characters at the most.
fn cut(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let cut: String = label.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Gives labels that were cut what room there is up to the next thing in their row.
fn lengthen<'a>(placed: &mut [Placed], whole: impl Fn(usize) -> &'a str) {
    for place in 0..placed.len() {
        let (one, whole) = (&placed[place], whole(placed[place].index));
        let (left, right) = reach(one);
        let in_row = placed.iter().filter(|other| other.row == one.row);
        let beside = in_row.map(reach);
        let room = match one.side {
            Side::Inside => one.width - GAP,
            Side::After => {
                let next = beside.map(|(from, _)| from).filter(|from| *from >= right);
                next.min().map_or(RIGHT, |from| from - GAP) - one.label_x
            }
            Side::Before => {
                let last = beside.map(|(_, to)| to).filter(|to| *to <= left);
                one.label_x - GAP - last.max().unwrap_or(0)
            }
        };
        let room = usize::try_from(room / CHARACTER).unwrap_or(0);
        placed[place].label = cut(whole, room.max(LABEL_KEPT));
    }
}

fn label_of(index: usize, label: &str, x: i64, width: i64, half: i64) -> Placed {
    let label = cut(label, LABEL_KEPT);
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
mod tests;
