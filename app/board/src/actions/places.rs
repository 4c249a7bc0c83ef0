//! Where things lie and where there is room: parents, order, free places.

use std::collections::{BTreeMap, BTreeSet};

use super::{FRAME, GAP, NOTE};
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::order::OrderKey;
use crate::record::{Kind, Record};

/// The innermost frame, cluster or image under a point in which such a record fits, without
/// those left out.
pub(super) fn parent_at(
    document: &Document,
    at: Point,
    kind: Kind,
    without: &BTreeSet<RecordId>,
) -> Option<RecordId> {
    document
        .records()
        .filter(|(id, record)| {
            !without.contains(id)
                && kind.fits_in(record.shape.kind())
                && record.bounds().contains(at)
        })
        // Clusters lie in frames: what is smaller is further in.
        .min_by_key(|(id, record)| {
            let size = record.shape.size;
            (u64::from(size.width) * u64::from(size.height), *id)
        })
        .map(|(id, _)| id)
}

/// The records that lie in a parent, or at the first level, in reading order.
pub(super) fn children(document: &Document, parent: Option<RecordId>) -> Vec<(RecordId, &Record)> {
    let mut children: Vec<_> = document
        .records()
        .filter(|(_, record)| record.shape.parent == parent)
        .collect();
    children.sort_by(|(a, one), (b, other)| (&one.shape.order, a).cmp(&(&other.shape.order, b)));
    children
}

/// Everything that lies in these records, and they themselves.
pub(super) fn with_contents(document: &Document, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    let mut inside: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    for (id, record) in document.records() {
        if let Some(parent) = record.shape.parent {
            inside.entry(parent).or_default().push(id);
        }
    }
    let mut found = BTreeSet::new();
    let mut left: Vec<RecordId> = ids.iter().copied().collect();
    while let Some(id) = left.pop() {
        if document.live(id).is_some() && found.insert(id) {
            left.extend(inside.get(&id).into_iter().flatten());
        }
    }
    found
}

/// An order key after all that lie in a parent.
pub(super) fn last_order(document: &Document, parent: Option<RecordId>) -> OrderKey {
    let orders = document
        .records()
        .filter(|(_, record)| record.shape.parent == parent)
        .map(|(_, record)| &record.shape.order);
    OrderKey::between(orders.max(), None).unwrap_or_default()
}

/// So many order keys one after the other, after all that lie in a parent.
pub(super) fn orders_after(
    document: &Document,
    parent: Option<RecordId>,
    count: usize,
) -> Vec<OrderKey> {
    let first = last_order(document, parent);
    let next = |key: &OrderKey| OrderKey::between(Some(key), None);
    std::iter::successors(Some(first), next)
        .take(count)
        .collect()
}

/// The rectangle around these records.
pub(super) fn around(document: &Document, ids: &BTreeSet<RecordId>) -> Option<Rect> {
    let bounds = ids
        .iter()
        .filter_map(|id| Some(document.live(*id)?.bounds()));
    bounds.reduce(|all, one| all.union(&one))
}

/// A point moved; at the edge of what a board can hold it stays.
pub(super) fn moved(point: Point, by: Point) -> Point {
    let edge = crate::limits::MAX_COORDINATE;
    Point::new(
        point.x.saturating_add(by.x).clamp(-edge, edge),
        point.y.saturating_add(by.y).clamp(-edge, edge),
    )
}

/// Where the next note lands so that it covers nothing: row by row in a frame or cluster,
/// below its rows where it is full; on the open board to the right of everything.
#[must_use]
pub fn free_place(document: &Document, parent: Option<RecordId>) -> Point {
    let room = match parent.and_then(|parent| document.live(parent)) {
        Some(record) => inner(&record.bounds()),
        None => Rect::new(Point::new(0, 0), FRAME),
    };
    let taken: Vec<Rect> = document
        .records()
        .filter(|(id, record)| {
            Some(*id) != parent
                && record.shape.kind() != Kind::Connector
                && (parent.is_none() || record.shape.kind() != Kind::Frame)
        })
        .map(|(_, record)| record.bounds())
        .filter(|bounds| parent.is_none() || bounds.intersects(&column(&room)))
        .collect();
    let step = (step(NOTE.width), step(NOTE.height));
    let columns = (i32::try_from(room.size.width).unwrap_or(i32::MAX) / step.0).max(1);
    // One place more than there are things: one of them is free.
    let places = i32::try_from(taken.len())
        .unwrap_or(i32::MAX)
        .saturating_mul(4);
    for place in 0..=places {
        let offset = Point::new(
            (place % columns).saturating_mul(step.0),
            (place / columns).saturating_mul(step.1),
        );
        let corner = moved(room.origin, offset);
        let note = Rect::new(corner, NOTE);
        if !taken.iter().any(|other| other.intersects(&note)) {
            return corner;
        }
    }
    room.origin
}

/// From one note to the next in a row or column.
fn step(length: u32) -> i32 {
    i32::try_from(length)
        .unwrap_or(i32::MAX)
        .saturating_add(GAP)
}

/// What is left within the edge of a frame or cluster.
pub(super) fn inner(bounds: &Rect) -> Rect {
    let edge = GAP.unsigned_abs();
    let short = |length: u32| length.saturating_sub(2 * edge);
    Rect::new(
        moved(bounds.origin, Point::new(GAP, GAP)),
        Size::new(short(bounds.size.width), short(bounds.size.height)),
    )
}

/// The part of the board below the top of a rectangle, as wide as it is.
fn column(room: &Rect) -> Rect {
    let height = room
        .size
        .height
        .max(crate::limits::MAX_COORDINATE.unsigned_abs());
    Rect::new(room.origin, Size::new(room.size.width.max(1), height))
}
