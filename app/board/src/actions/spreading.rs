//! What was written unseen and is shown now lies where its author saw room, as does what
//! everybody else wrote there: each of it is to be read.

use std::collections::{BTreeMap, BTreeSet};

use super::places::set;
use super::room::Room;
use crate::document::Document;
use crate::geometry::Rect;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::outline::{parent_of, reading_order};
use crate::property::Property;
use crate::record::{Kind, Record};

/// How much of a note may lie under another, or on it: a part in so many.
const READABLE: u64 = 4;

/// Notes and texts that are shown from now on and lie on others, or under them, get a free
/// place in what they belong to, in reading order: the first stays. So do those that lie beside
/// what they belong to, since somebody who did not see them has moved that. What is pinned to a picture
/// stays where it points. What is still hidden takes no room: where it lies is told to nobody.
#[must_use]
pub fn spread(document: &Document, shown: &BTreeSet<RecordId>) -> Vec<Operation> {
    let covered = covered(document, shown);
    if covered.is_empty() {
        return Vec::new();
    }
    let away = covered.iter().map(|(id, _)| *id);
    let hidden = document
        .records()
        .filter(|(_, record)| record.secrecy.hidden)
        .map(|(id, _)| id);
    let away: BTreeSet<RecordId> = away.chain(hidden).collect();
    let parents: BTreeSet<Option<RecordId>> = covered
        .iter()
        .map(|(_, record)| parent_of(document, record))
        .collect();
    let rooms = parents.into_iter();
    let mut rooms: BTreeMap<Option<RecordId>, Room> = rooms
        .map(|parent| (parent, Room::of(document, parent, &away)))
        .collect();
    let mut moved = Vec::new();
    for (id, record) in covered {
        let (parent, size) = (parent_of(document, record), record.shape.size);
        let Some(place) = rooms.get_mut(&parent).map(|room| room.take(size)) else {
            continue;
        };
        // What is full has places below it, where another may have room as well.
        for (_, other) in rooms.iter_mut().filter(|(of, _)| **of != parent) {
            other.cover(Rect::new(place, size));
        }
        moved.extend(set(document, id, Property::Position(place)));
    }
    moved
}

/// What of that which is shown lies on something that is read, or under it, in reading order.
fn covered<'a>(document: &'a Document, shown: &BTreeSet<RecordId>) -> Vec<(RecordId, &'a Record)> {
    let free = |id: RecordId| document.live(id).filter(|it| lies_free(document, it));
    let areas = shown.iter().filter_map(|id| free(*id).map(Record::bounds));
    let Some(area) = areas.reduce(|all, one| all.union(&one)) else {
        return Vec::new();
    };
    let others = document.records().filter(|(id, record)| {
        let is_near = !record.secrecy.hidden && record.bounds().intersects(&area);
        is_near && !shown.contains(id) && lies_free(document, record)
    });
    let mut read: Vec<Rect> = others.map(|(_, record)| record.bounds()).collect();
    let order = match shown.len() {
        1 => shown.iter().copied().collect(),
        _ => reading_order(document),
    };
    let mut covered = Vec::new();
    for id in order.into_iter().filter(|id| shown.contains(id)) {
        let Some(record) = free(id) else {
            continue;
        };
        let bounds = record.bounds();
        if is_left_behind(document, record) || read.iter().any(|other| hides(*other, bounds)) {
            covered.push((id, record));
        } else {
            read.push(bounds);
        }
    }
    covered
}

/// Whether what everybody sees a record belong to lies elsewhere.
fn is_left_behind(document: &Document, record: &Record) -> bool {
    let holder = parent_of(document, record).and_then(|parent| document.live(parent));
    holder.is_some_and(|holder| {
        !holder.secrecy.hidden && !holder.bounds().contains(record.bounds().middle())
    })
}

/// Whether a record is read where it lies, and would be read as well elsewhere.
fn lies_free(document: &Document, record: &Record) -> bool {
    let is_pinned = || {
        let parent = parent_of(document, record).and_then(|parent| document.live(parent));
        parent.is_some_and(|parent| parent.shape.kind() == Kind::Image)
    };
    matches!(record.shape.kind(), Kind::Note | Kind::Text) && !is_pinned()
}

/// Whether too much of one of two lies under the other.
fn hides(one: Rect, other: Rect) -> bool {
    if !one.intersects(&other) {
        return false;
    }
    let width = one.right().min(other.right());
    let width = width.abs_diff(one.origin.x.max(other.origin.x));
    let height = one.bottom().min(other.bottom());
    let height = height.abs_diff(one.origin.y.max(other.origin.y));
    let area = |width: u32, height: u32| u64::from(width).saturating_mul(u64::from(height));
    let smaller =
        area(one.size.width, one.size.height).min(area(other.size.width, other.size.height));
    area(width, height).saturating_mul(READABLE) > smaller
}
