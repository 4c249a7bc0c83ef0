//! Placing records by numbers: where they lie and how large they are, and where they are to
//! lie, measured from the corner of what holds them.

use std::collections::BTreeSet;

use super::arranging::movable;
use super::moving::{carry_by, keeps_its_size};
use super::places::{around, moved, way, with_contents};
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::outline::parent_of;

/// Where records lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The frame, cluster or image in which all of them lie, from whose corner is measured;
    /// else from the origin of the board.
    pub within: Option<RecordId>,
    /// The corner of what they span, at the left and the top.
    pub at: Point,
}

/// Where records lie; `None` where none of them has a place of its own.
#[must_use]
pub fn placed(document: &Document, ids: &BTreeSet<RecordId>) -> Option<Placed> {
    let records = movable(document, ids);
    let mut parents = records
        .iter()
        .map(|(_, record)| parent_of(document, record));
    let first = parents.next()?;
    let within = first.filter(|_| parents.all(|parent| parent == first));
    let span = spanned(document, ids)?;
    let origin = origin(document, within)?;
    Some(Placed {
        within,
        at: way(origin, span.origin),
    })
}

/// The one that is selected and its size, where it can be given another (see [`super::resize`]).
#[must_use]
pub fn sized(document: &Document, ids: &BTreeSet<RecordId>) -> Option<(RecordId, Size)> {
    let mut live = ids.iter().filter_map(|id| Some((*id, document.live(*id)?)));
    let (id, record) = live.next()?;
    let alone = live.next().is_none() && !keeps_its_size(record);
    alone.then_some((id, record.shape.size))
}

/// Moves records, with what lies in them, so that the corner of what they span lies at a
/// point, measured from the corner of a record or the origin of the board. They belong to what
/// they lie in then (see [`carry_by`]).
#[must_use]
pub fn place_at(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    within: Option<RecordId>,
    at: Point,
) -> Vec<Operation> {
    let along = with_contents(document, ids);
    let moves_itself = within.is_some_and(|within| along.contains(&within));
    let (Some(origin), Some(span)) = (origin(document, within), spanned(document, ids)) else {
        return Vec::new();
    };
    if moves_itself {
        return Vec::new();
    }
    carry_by(document, ids, way(span.origin, moved(origin, at)))
}

/// What records span, but for connectors: those lie with what they join.
pub(super) fn spanned(document: &Document, ids: &BTreeSet<RecordId>) -> Option<Rect> {
    let movable = movable(document, ids);
    around(document, &movable.iter().map(|(id, _)| *id).collect())
}

/// From where is measured; `None` where that is gone.
fn origin(document: &Document, within: Option<RecordId>) -> Option<Point> {
    match within {
        Some(within) => Some(document.live(within)?.shape.position),
        None => Some(Point::default()),
    }
}
