//! Arranging what is selected: aligned, at equal distances, in a grid, above and below, of
//! one type.

use std::collections::BTreeSet;

use super::COLUMNS;
use super::creating::grid_offset;
use super::moving::move_to;
use super::ordering::Siblings;
use super::places::{around, moved, outermost, set};
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::outline::{outline, parent_of};
use crate::property::Property;
use crate::record::{Kind, NoteType, Record};

/// What records are aligned by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Their left edges.
    Left,
    /// Their middles, from left to right.
    Centre,
    /// Their right edges.
    Right,
    /// Their upper edges.
    Top,
    /// Their middles, from top to bottom.
    Middle,
    /// Their lower edges.
    Bottom,
}

/// The direction in which records are distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

/// The selected records that can be moved by themselves, in reading order: what lies in
/// another that is selected moves with it.
pub(super) fn movable<'a>(
    document: &'a Document,
    ids: &BTreeSet<RecordId>,
) -> Vec<(RecordId, &'a Record)> {
    outermost(&outline(document), &|id| ids.contains(&id))
        .into_iter()
        .filter_map(|item| Some((item.id, document.live(item.id)?)))
        .filter(|(_, record)| record.shape.kind() != Kind::Connector)
        .collect()
}

/// Aligns records by an edge or the middle of what they span together.
#[must_use]
pub fn align(document: &Document, ids: &BTreeSet<RecordId>, edge: Edge) -> Vec<Operation> {
    let records = movable(document, ids);
    let Some(span) = around(document, &records.iter().map(|(id, _)| *id).collect()) else {
        return Vec::new();
    };
    let half = |length: u32| i32::try_from(length / 2).unwrap_or(i32::MAX);
    let length = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
    let operations = records.into_iter().flat_map(|(id, record)| {
        let Rect { origin, size } = record.bounds();
        let to = match edge {
            Edge::Left => Point::new(span.origin.x, origin.y),
            Edge::Right => Point::new(span.right().saturating_sub(length(size.width)), origin.y),
            Edge::Centre => {
                let middle = span.origin.x.saturating_add(half(span.size.width));
                Point::new(middle.saturating_sub(half(size.width)), origin.y)
            }
            Edge::Top => Point::new(origin.x, span.origin.y),
            Edge::Bottom => Point::new(origin.x, span.bottom().saturating_sub(length(size.height))),
            Edge::Middle => {
                let middle = span.origin.y.saturating_add(half(span.size.height));
                Point::new(origin.x, middle.saturating_sub(half(size.height)))
            }
        };
        move_to(document, id, to)
    });
    operations.collect()
}

/// Distributes three records or more, so that the gaps between neighbours are equal; the
/// outermost stay.
#[must_use]
pub fn distribute(document: &Document, ids: &BTreeSet<RecordId>, axis: Axis) -> Vec<Operation> {
    let mut records = movable(document, ids);
    let start = |record: &Record| match axis {
        Axis::Horizontal => record.shape.position.x,
        Axis::Vertical => record.shape.position.y,
    };
    let length = |record: &Record| match axis {
        Axis::Horizontal => i64::from(record.shape.size.width),
        Axis::Vertical => i64::from(record.shape.size.height),
    };
    records.sort_by_key(|(id, record)| (start(record), *id));
    let ([(_, first), .., (_, last)], 3..) = (records.as_slice(), records.len()) else {
        return Vec::new();
    };
    let span = i64::from(start(last)) + length(last) - i64::from(start(first));
    let filled: i64 = records.iter().map(|(_, record)| length(record)).sum();
    let gaps = i64::try_from(records.len()).unwrap_or(i64::MAX) - 1;
    let mut at = i64::from(start(first));
    let mut operations = Vec::new();
    for (place, (id, record)) in (0_i64..).zip(&records) {
        let from = record.shape.position;
        // The remainder is shared out, so that the last one stays where it is.
        let to = at + (span - filled) * place / gaps;
        let to = i32::try_from(to).unwrap_or(i32::MAX);
        let target = match axis {
            Axis::Horizontal => Point::new(to, from.y),
            Axis::Vertical => Point::new(from.x, to),
        };
        operations.extend(move_to(document, *id, target));
        at += length(record);
    }
    operations
}

/// Lays records out in rows, in the order in which the outline reads them.
#[must_use]
pub fn arrange_in_grid(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let records = movable(document, ids);
    let Some(span) = around(document, &records.iter().map(|(id, _)| *id).collect()) else {
        return Vec::new();
    };
    let largest = |of: fn(&Size) -> u32| {
        let sizes = records.iter().map(|(_, record)| of(&record.shape.size));
        sizes.max().unwrap_or_default()
    };
    let cell = Size::new(largest(|size| size.width), largest(|size| size.height));
    let operations = records.iter().enumerate().flat_map(|(place, (id, _))| {
        let to = moved(span.origin, grid_offset(place, COLUMNS, cell));
        move_to(document, *id, to)
    });
    operations.collect()
}

/// Puts records above all others that lie where they lie.
#[must_use]
pub fn bring_to_front(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    by_parent(document, ids, usize::MAX)
}

/// Puts records below all others that lie where they lie.
#[must_use]
pub fn send_to_back(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    by_parent(document, ids, 0)
}

/// Gives records another place among those that lie where they lie, in their present order.
fn by_parent(document: &Document, ids: &BTreeSet<RecordId>, at: usize) -> Vec<Operation> {
    let parents: BTreeSet<Option<RecordId>> = ids
        .iter()
        .filter_map(|id| Some(parent_of(document, document.live(*id)?)))
        .collect();
    let placed = parents.into_iter().flat_map(|parent| {
        let mut siblings = Siblings::of(document, parent);
        let own: Vec<RecordId> = siblings.ids().filter(|id| ids.contains(id)).collect();
        siblings.place(&own, at)
    });
    placed.collect()
}

/// Makes the selected notes one type.
#[must_use]
pub fn set_type(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    note_type: &NoteType,
) -> Vec<Operation> {
    ids.iter()
        .filter_map(|id| set(document, *id, Property::Type(note_type.clone())))
        .collect()
}
