//! Where there is room: places on which something can be put so that it covers nothing.

use std::collections::BTreeSet;

use super::places::{carries, moved};
use super::{COLUMNS, GAP, NOTE};
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::record::{Content, Kind, Record};

/// What lies in the way of something new, in a parent or on the open board.
pub(super) struct Room {
    within: Option<Rect>,
    taken: Vec<Rect>,
    /// What found a place last, and in which row: those above it have none for its like.
    last: Option<(Size, i32)>,
}

/// Where the next note lands so that it covers nothing: row by row in a frame, cluster or
/// image, below its last row where it is full; on the open board to the right of or below
/// what is there. Gives the corner at the left and the top.
#[must_use]
pub fn free_place(document: &Document, parent: Option<RecordId>) -> Point {
    Room::of(document, parent, &BTreeSet::new()).take(NOTE)
}

/// The middle of something of this size on the open board, beside what is there: where it
/// lands if nobody shows where.
#[must_use]
pub fn free_middle(document: &Document, size: Size) -> Point {
    let corner = Room::of(document, None, &BTreeSet::new()).take(size);
    moved(corner, half_of(size))
}

/// The middle of something that is put down where it is wanted, or a little beside what lies
/// at nearly the same place: of several that are put down one after the other each shows.
#[must_use]
pub fn visible_place(document: &Document, wanted: Point, size: Size) -> Point {
    let half = half_of(size);
    let hides = |at: Point, taken: Point| {
        let corner = Point::new(at.x.saturating_sub(half.x), at.y.saturating_sub(half.y));
        let apart = corner.x.abs_diff(taken.x).max(corner.y.abs_diff(taken.y));
        apart < GAP.unsigned_abs()
    };
    let mut at = wanted;
    // Each record is left behind after two steps, unless that is where the board ends.
    for _ in 0..document.len().saturating_mul(2) {
        let mut records = document.records();
        if !records.any(|(_, record)| hides(at, record.shape.position)) {
            break;
        }
        at = moved(at, Point::new(GAP, GAP));
    }
    at
}

/// The way from a corner to the middle.
fn half_of(size: Size) -> Point {
    Point::new(
        i32::try_from(size.width / 2).unwrap_or(i32::MAX),
        i32::try_from(size.height / 2).unwrap_or(i32::MAX),
    )
}

/// The middle of something that is put down so that it covers nothing: where it is wanted
/// if only frames lie there, else to the right of everything.
#[must_use]
pub fn clear_place(document: &Document, wanted: Point, size: Size) -> Point {
    let half = half_of(size);
    let corner = Point::new(
        wanted.x.saturating_sub(half.x),
        wanted.y.saturating_sub(half.y),
    );
    let area = Rect::new(corner, size);
    let there = || {
        let records = document.records();
        records.filter(|(_, record)| record.shape.kind() != Kind::Connector)
    };
    let covers =
        |record: &Record| record.shape.kind() != Kind::Frame && record.bounds().intersects(&area);
    if !there().any(|(_, record)| covers(record)) {
        return wanted;
    }
    let all = there().map(|(_, record)| record.bounds());
    let all = all.reduce(|all, one| all.union(&one)).unwrap_or_default();
    let left = all.right().saturating_add(3 * GAP);
    Point::new(
        left.saturating_add(half.x),
        all.origin.y.saturating_add(half.y),
    )
}

impl Room {
    /// The room in a parent, with some records thought away.
    pub(super) fn of(
        document: &Document,
        parent: Option<RecordId>,
        without: &BTreeSet<RecordId>,
    ) -> Self {
        let within = parent
            .and_then(|parent| document.live(parent))
            .map(Record::bounds);
        // What the parent lies on is not in the way.
        let holds = |bounds: Rect| within.is_some_and(|within| bounds.union(&within) == bounds);
        let taken = document
            .records()
            .filter(|(id, record)| {
                let kind = record.shape.kind();
                let below = carries(kind) && holds(record.bounds());
                Some(*id) != parent && !without.contains(id) && kind != Kind::Connector && !below
            })
            .flat_map(|(_, record)| covered(record))
            .collect();
        Self {
            within,
            taken,
            last: None,
        }
    }

    /// A free place for something of this size, which is taken from then on.
    pub(super) fn take(&mut self, size: Size) -> Point {
        let place = match self.within {
            Some(bounds) => self.in_rows(bounds.grown(-GAP), size),
            None => self.on_open_board(size),
        };
        self.last = Some((size, place.y));
        let place = moved(place, Point::default());
        self.taken.push(Rect::new(place, size));
        place
    }

    /// Something lies there from now on that another room gave its place.
    pub(super) fn cover(&mut self, area: Rect) {
        self.taken.push(area);
    }

    fn in_rows(&self, area: Rect, size: Size) -> Point {
        let mut row = area.origin;
        if let Some((_, last)) = self.last.filter(|(like, _)| *like == size) {
            row.y = last;
        }
        loop {
            let mut place = Rect::new(row, size);
            let mut end = i32::MAX;
            // Ends: what is in the way ends to the right of where the place began.
            while let Some(other) = self.taken.iter().find(|other| other.intersects(&place)) {
                end = end.min(other.bottom());
                place.origin.x = other.right().saturating_add(GAP);
                if place.right() > area.right() {
                    break;
                }
            }
            if end == i32::MAX || place.right() <= area.right() {
                return place.origin;
            }
            // Ends: each full row leaves something behind for good.
            let next = row.y.saturating_add_unsigned(size.height);
            row.y = next.max(end).saturating_add(GAP);
        }
    }

    fn on_open_board(&self, size: Size) -> Point {
        let all = self
            .taken
            .iter()
            .copied()
            .reduce(|all, one| all.union(&one));
        let last = self
            .taken
            .iter()
            .max_by_key(|rect| (rect.bottom(), rect.right()));
        let (Some(all), Some(last)) = (all, last) else {
            return Point::default();
        };
        let row = Rect::new(
            Point::new(all.origin.x, last.origin.y),
            Size::new(u32::MAX, size.height),
        );
        let beside = self.taken.iter().filter(|other| other.intersects(&row));
        let right = beside.map(Rect::right).max().unwrap_or(last.right());
        let place = Point::new(right.saturating_add(GAP), last.origin.y);
        let end = all.right().max(all.origin.x.saturating_add(row_of_notes()));
        if Rect::new(place, size).right() <= end {
            return place;
        }
        Point::new(all.origin.x, all.bottom().saturating_add(GAP))
    }
}

/// How wide a row of notes is.
fn row_of_notes() -> i32 {
    let columns = i32::try_from(COLUMNS).unwrap_or(i32::MAX);
    columns.saturating_mul(GAP.saturating_add_unsigned(NOTE.width))
}

/// What a record covers: a line drawn around something leaves free what it goes around.
fn covered(record: &Record) -> Vec<Rect> {
    let Content::Stroke(_, points) = &record.shape.content else {
        return vec![record.bounds()];
    };
    let dot = |point: &Point| {
        let origin = record.shape.position;
        let place = Point::new(
            origin.x.saturating_add(point.x),
            origin.y.saturating_add(point.y),
        );
        Rect::new(place, Size::new(1, 1))
    };
    match points.as_slice() {
        [point] => vec![dot(point)],
        points => points
            .iter()
            .zip(points.iter().skip(1))
            .map(|(one, next)| dot(one).union(&dot(next)))
            .collect(),
    }
}
