//! What runs along a line: where arrows and drawings lie, and whether a pointer meets them.

use crate::document::Document;
use crate::geometry::{Point, Rect, Size, edge_towards};
use crate::record::{Content, Record};

/// A straight line on the board, in its units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub start: (f64, f64),
    /// Where it ends.
    pub end: (f64, f64),
}

impl Line {
    /// The line of an arrow: from the edge of one area to that of another, along the way
    /// between their middles.
    #[must_use]
    pub fn between(from: &Rect, to: &Rect) -> Self {
        let half = |area: &Rect| {
            let Size { width, height } = area.size;
            (f64::from(width) / 2.0, f64::from(height) / 2.0)
        };
        let centre = |area: &Rect| {
            let (x, y) = at(area.origin);
            let (across, down) = half(area);
            (x + across, y + down)
        };
        Self {
            start: edge_towards(centre(from), half(from), centre(to)),
            end: edge_towards(centre(to), half(to), centre(from)),
        }
    }

    /// The point half way.
    #[must_use]
    pub const fn middle(self) -> (f64, f64) {
        (
            f64::midpoint(self.start.0, self.end.0),
            f64::midpoint(self.start.1, self.end.1),
        )
    }

    /// How far a point is from the nearest one on the line.
    fn distance(self, (x, y): (f64, f64)) -> f64 {
        let (dx, dy) = (self.end.0 - self.start.0, self.end.1 - self.start.1);
        let (px, py) = (x - self.start.0, y - self.start.1);
        let length = dx.mul_add(dx, dy * dy);
        let along = match length > 0.0 {
            true => (px.mul_add(dx, py * dy) / length).clamp(0.0, 1.0),
            false => 0.0,
        };
        (along.mul_add(-dx, px)).hypot(along.mul_add(-dy, py))
    }
}

/// The line of an arrow; of nothing else, nor of one that does not show (S47).
#[must_use]
pub fn arrow(document: &Document, record: &Record) -> Option<Line> {
    let (from, to) = joined(document, record)?;
    Some(Line::between(&from, &to))
}

/// The part of the board in which a record shows: as [`Record::bounds`], and that of an arrow
/// between the middles of what it joins now, wherever that was when it was drawn.
#[must_use]
pub fn shown_in(document: &Document, record: &Record) -> Option<Rect> {
    if !matches!(record.shape.content, Content::Connector(_)) {
        return Some(record.bounds());
    }
    let (from, to) = joined(document, record)?;
    let point = |area: Rect| Rect::new(area.middle(), Size::new(1, 1));
    Some(point(from).union(&point(to)))
}

/// Whether a pointer meets a record: what has an area anywhere in it, what is a line on it or
/// so few units beside it. Within a line that goes around something lies that, and not the line.
pub(crate) fn meets(document: &Document, record: &Record, pointer: Point, slack: u32) -> bool {
    let (pointed, slack) = (at(pointer), f64::from(slack));
    match &record.shape.content {
        Content::Connector(_) => {
            arrow(document, record).is_some_and(|line| line.distance(pointed) <= slack)
        }
        Content::Stroke(ink, points) => {
            let origin = at(record.shape.position);
            let place = |point: &Point| (origin.0 + at(*point).0, origin.1 + at(*point).1);
            let near = |start: &Point, end: &Point| {
                let (start, end) = (place(start), place(end));
                let reach = slack + f64::from(ink.width) / 2.0;
                Line { start, end }.distance(pointed) <= reach
            };
            let next = points.iter().skip(1).chain(points.last());
            points.iter().zip(next).any(|(one, next)| near(one, next))
        }
        _ => record.bounds().contains(pointer),
    }
}

/// Where the two lie that an arrow joins, if both show.
fn joined(document: &Document, record: &Record) -> Option<(Rect, Rect)> {
    let Content::Connector(ends) = &record.shape.content else {
        return None;
    };
    let lies = |id| document.live(id).map(Record::bounds);
    Some((lies(ends.from)?, lies(ends.to)?))
}

fn at(point: Point) -> (f64, f64) {
    (f64::from(point.x), f64::from(point.y))
}
