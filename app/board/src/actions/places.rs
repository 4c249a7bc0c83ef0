//! Where things lie: what holds what, what is under a point, what moves with what.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::geometry::{Point, Rect};
use crate::ids::RecordId;
use crate::limits::MAX_COORDINATE;
use crate::operation::Operation;
use crate::outline::{OutlineItem, parent_of};
use crate::property::Property;
use crate::record::{Kind, Record};

/// How far inside a kind of record lies at most.
pub(super) const fn depth(kind: Kind) -> u8 {
    match kind {
        Kind::Frame => 0,
        Kind::Cluster => 1,
        Kind::Image => 2,
        Kind::Note | Kind::Text | Kind::Stroke => 3,
        Kind::Connector => 4,
    }
}

/// Whether other things lie on records of this kind.
pub(super) const fn carries(kind: Kind) -> bool {
    matches!(kind, Kind::Frame | Kind::Cluster | Kind::Image)
}

/// The innermost frame, cluster or image under a point in which such a record fits, without
/// those left out; the uppermost of several.
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
        .max_by_key(|(id, record)| (depth(record.shape.kind()), &record.shape.order, *id))
        .map(|(id, _)| id)
}

/// The records that lie in a parent, or at the first level, in reading order.
pub(super) fn children(document: &Document, parent: Option<RecordId>) -> Vec<(RecordId, &Record)> {
    let mut children: Vec<_> = document
        .records()
        .filter(|(_, record)| parent_of(document, record) == parent)
        .collect();
    children.sort_by_key(|(id, record)| (&record.shape.order, *id));
    children
}

/// The chosen records in reading order, without those that lie in another of them.
pub(super) fn outermost<'a>(
    items: &'a [OutlineItem],
    chosen: &dyn Fn(RecordId) -> bool,
) -> Vec<&'a OutlineItem> {
    let found = items.iter().flat_map(|item| match chosen(item.id) {
        true => vec![item],
        false => outermost(&item.children, chosen),
    });
    found.collect()
}

/// Everything that lies in these records, and they themselves.
pub(super) fn with_contents(document: &Document, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    let mut found: BTreeSet<RecordId> = ids
        .iter()
        .copied()
        .filter(|id| document.live(*id).is_some())
        .collect();
    let holds = |id: &RecordId| {
        let record = document.live(*id);
        record.is_some_and(|record| carries(record.shape.kind()))
    };
    let mut holders: BTreeSet<RecordId> = found.iter().copied().filter(holds).collect();
    // A note that is dragged holds nothing: nobody else is looked at.
    while !holders.is_empty() {
        let inside: Vec<RecordId> = document
            .records()
            .filter(|(_, record)| {
                let parent = parent_of(document, record);
                parent.is_some_and(|parent| holders.contains(&parent))
            })
            .map(|(id, _)| id)
            .filter(|id| !found.contains(id))
            .collect();
        holders = inside.iter().copied().filter(holds).collect();
        found.extend(inside);
    }
    found
}

/// The rectangle around these records.
pub(super) fn around(document: &Document, ids: &BTreeSet<RecordId>) -> Option<Rect> {
    let bounds = ids
        .iter()
        .filter_map(|id| Some(document.live(*id)?.bounds()));
    bounds.reduce(|all, one| all.union(&one))
}

/// The way from one point to another.
pub(super) const fn way(from: Point, to: Point) -> Point {
    Point::new(to.x.saturating_sub(from.x), to.y.saturating_sub(from.y))
}

/// A point moved; at the edge of what a board can hold it stays.
pub(super) fn moved(point: Point, by: Point) -> Point {
    let within = |at: i32| at.clamp(-MAX_COORDINATE, MAX_COORDINATE);
    Point::new(
        within(point.x.saturating_add(by.x)),
        within(point.y.saturating_add(by.y)),
    )
}

/// How far all of these points can be moved together without one leaving the board.
pub(super) fn limited(points: &[Point], by: Point) -> Point {
    let along = |of: fn(&Point) -> i32, by: i32| {
        let lowest = points.iter().map(of).min().unwrap_or_default();
        let highest = points.iter().map(of).max().unwrap_or_default();
        by.max((-MAX_COORDINATE).saturating_sub(lowest))
            .min(MAX_COORDINATE.saturating_sub(highest))
    };
    Point::new(along(|point| point.x, by.x), along(|point| point.y, by.y))
}

/// Gives a record's property a value, unless it has that already.
pub(super) fn set(document: &Document, id: RecordId, property: Property) -> Option<Operation> {
    let now = document.live(id)?.shape.property(property.name())?;
    (now != property).then_some(Operation::Set(id, property))
}

/// Puts a record into another, or out of all, unless it lies there already.
pub(super) fn set_parent(
    document: &Document,
    id: RecordId,
    parent: Option<RecordId>,
) -> Option<Operation> {
    // A parent that this reader does not see is left as it is.
    let now = parent_of(document, document.live(id)?);
    (now != parent).then_some(Operation::Set(id, Property::Parent(parent)))
}
