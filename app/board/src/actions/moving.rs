//! Moving records: over the board, into frames and clusters, in their order.

use std::collections::{BTreeMap, BTreeSet};

use super::ordering::Siblings;
use super::places::{
    children, limited, moved, outermost, parent_at, set, set_parent, way, with_contents,
};
use super::room::Room;
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::limits::MAX_SIZE;
use crate::operation::Operation;
use crate::outline::{outline, parent_of};
use crate::property::Property;
use crate::record::{Kind, Record};

/// The smallest extent that a record is given by hand, in board units.
pub const SMALLEST: u32 = 40;

/// Moves records, with what lies in them. Connectors follow what they join. At the edge of
/// the board all stop together.
#[must_use]
pub fn move_by(document: &Document, ids: &BTreeSet<RecordId>, by: Point) -> Vec<Operation> {
    let moving = moving(document, ids);
    let by = reach_of(&moving, by);
    moving
        .into_iter()
        .filter_map(|(id, place)| set(document, id, Property::Position(moved(place, by))))
        .collect()
}

/// How far [`move_by`] takes records that are to be moved so far.
pub(super) fn reach(document: &Document, ids: &BTreeSet<RecordId>, by: Point) -> Point {
    reach_of(&moving(document, ids), by)
}

fn reach_of(moving: &[(RecordId, Point)], by: Point) -> Point {
    let places: Vec<Point> = moving.iter().map(|(_, place)| *place).collect();
    limited(&places, by)
}

/// What moves with these records, and where it lies.
fn moving(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<(RecordId, Point)> {
    with_contents(document, ids)
        .into_iter()
        .filter_map(|id| {
            let shape = &document.live(id)?.shape;
            (shape.kind() != Kind::Connector).then_some((id, shape.position))
        })
        .collect()
}

/// Moves a record to a point, with what lies in it.
pub(super) fn move_to(document: &Document, id: RecordId, to: Point) -> Vec<Operation> {
    document.live(id).map_or_else(Vec::new, |record| {
        let by = way(record.shape.position, to);
        move_by(document, &BTreeSet::from([id]), by)
    })
}

/// After a drag: what was moved belongs to the frame, cluster or image that is under the
/// pointer, the innermost in which it fits, or to none. What lies in something that was
/// moved along stays there.
#[must_use]
pub fn drop_at(document: &Document, ids: &BTreeSet<RecordId>, at: Point) -> Vec<Operation> {
    dropped(document, ids, |_| Some(at))
}

/// Moves records without a pointer, as by keys or numbers: as [`move_by`] does, and each of
/// them belongs, as after a drag by its middle, to what lies there then.
#[must_use]
pub fn carry_by(document: &Document, ids: &BTreeSet<RecordId>, by: Point) -> Vec<Operation> {
    let by = reach(document, ids, by);
    let mut operations = move_by(document, ids, by);
    if operations.is_empty() {
        return operations;
    }
    // What does not move along lies where it lay: it is found here as it will be. Connectors
    // lie with what they join.
    operations.extend(dropped(document, ids, |record| {
        let has_place = record.shape.kind() != Kind::Connector;
        has_place.then(|| moved(record.bounds().middle(), by))
    }));
    operations
}

/// What records belong to that are let go at a point each. Those that have none stay.
fn dropped(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    at: impl Fn(&Record) -> Option<Point>,
) -> Vec<Operation> {
    let along = with_contents(document, ids);
    let mut dropped: BTreeMap<Option<RecordId>, Vec<RecordId>> = BTreeMap::new();
    for item in outermost(&outline(document), &|id| ids.contains(&id)) {
        let Some((record, at)) = document.live(item.id).and_then(|it| Some((it, at(it)?))) else {
            continue;
        };
        let parent = parent_at(document, at, record.shape.kind(), &along);
        if parent != parent_of(document, record) {
            dropped.entry(parent).or_default().push(item.id);
        }
    }
    let mut operations = Vec::new();
    for (parent, ids) in dropped {
        operations.extend(
            ids.iter()
                .filter_map(|id| set_parent(document, *id, parent)),
        );
        operations.extend(Siblings::of(document, parent).append(&ids));
    }
    operations
}

/// Puts records into a frame, cluster or image, or out of all, after one that lies there or
/// last. Those that come from elsewhere get a free place in it, with what lies in them.
#[must_use]
pub fn place_in(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    parent: Option<RecordId>,
    after: Option<RecordId>,
) -> Vec<Operation> {
    let holder = parent.map(|parent| document.live(parent).map(|record| record.shape.kind()));
    let fits = |kind: Kind| holder.is_none_or(|holder| holder.is_some_and(|it| kind.fits_in(it)));
    let placed: Vec<RecordId> = outermost(&outline(document), &|id| ids.contains(&id))
        .into_iter()
        .map(|item| item.id)
        .filter(|id| {
            document
                .live(*id)
                .is_some_and(|record| fits(record.shape.kind()))
        })
        .collect();
    let set: BTreeSet<RecordId> = placed.iter().copied().collect();
    let mut room = Room::of(document, parent, &with_contents(document, &set));
    let mut operations = Vec::new();
    for id in &placed {
        let Some(operation) = set_parent(document, *id, parent) else {
            continue;
        };
        operations.push(operation);
        if let Some(record) = document.live(*id)
            && record.shape.kind() != Kind::Connector
        {
            operations.extend(move_to(document, *id, room.take(record.shape.size)));
        }
    }
    let mut siblings = Siblings::of(document, parent);
    let after = siblings.ids().position(|id| Some(id) == after);
    let at = match after {
        Some(after) => {
            let before = siblings.ids().take(after.saturating_add(1));
            before.filter(|id| !set.contains(id)).count()
        }
        None => usize::MAX,
    };
    operations.extend(siblings.place(&placed, at));
    operations
}

/// Moves a record one place up or down among those that lie where it lies. Notes swap
/// their places on the board as well, so that both views read the same.
#[must_use]
pub fn shift(document: &Document, id: RecordId, down: bool) -> Vec<Operation> {
    let Some(record) = document.live(id) else {
        return Vec::new();
    };
    let mut siblings = Siblings::of(document, parent_of(document, record));
    let ids: Vec<RecordId> = siblings.ids().collect();
    let place = ids.iter().position(|other| *other == id);
    let to = place.and_then(|place| match down {
        true => place.checked_add(1),
        false => place.checked_sub(1),
    });
    let Some((to, other)) = to.and_then(|to| Some((to, *ids.get(to)?))) else {
        return Vec::new();
    };
    let mut operations = siblings.place(&[id], to);
    if let Some(neighbour) = document.live(other)
        && (record.shape.kind(), neighbour.shape.kind()) == (Kind::Note, Kind::Note)
    {
        let (here, there) = (record.shape.position, neighbour.shape.position);
        operations.extend(set(document, id, Property::Position(there)));
        operations.extend(set(document, other, Property::Position(here)));
    }
    operations
}

/// Gives a record another extent, within the limits. A line keeps the one that it was drawn
/// with, and a connector has that of what it joins. A picture keeps its proportions: it becomes
/// as large as it must be to reach as far, with what is pinned on it where it pointed.
#[must_use]
pub fn resize(document: &Document, id: RecordId, size: Size) -> Vec<Operation> {
    let Some(record) = document.live(id).filter(|record| !keeps_its_size(record)) else {
        return Vec::new();
    };
    let now = record.shape.size;
    if keeps_its_proportions(record) {
        let (width, height) = ((size.width, now.width), (size.height, now.height));
        let further = match exceeds(width, height) {
            true => width,
            false => height,
        };
        return scale(document, id, record, in_proportion(now, further));
    }
    let within = |length: u32| length.clamp(SMALLEST, MAX_SIZE);
    let size = Size::new(within(size.width), within(size.height));
    set(document, id, Property::Size(size))
        .into_iter()
        .collect()
}

/// Whether a record has the size that it has, and is never given another.
#[must_use]
pub fn keeps_its_size(record: &Record) -> bool {
    matches!(record.shape.kind(), Kind::Stroke | Kind::Connector)
}

/// Whether both sides of a record grow together: a picture would be drawn out of shape. One that
/// was kept without an extent has no proportions.
fn keeps_its_proportions(record: &Record) -> bool {
    let Size { width, height } = record.shape.size;
    record.shape.kind() == Kind::Image && width > 0 && height > 0
}

/// Makes records wider and higher by so much, or narrower and lower, each as [`resize`] does. A
/// picture, of which both sides grow together, grows by so much along the longer one, or along
/// the only one that is named.
#[must_use]
pub fn resize_by(document: &Document, ids: &BTreeSet<RecordId>, by: Point) -> Vec<Operation> {
    let live = ids.iter().filter_map(|id| Some((*id, document.live(*id)?)));
    let operations = live.flat_map(|(id, record)| {
        let now = record.shape.size;
        let size = Size::new(
            now.width.saturating_add_signed(by.x),
            now.height.saturating_add_signed(by.y),
        );
        if !keeps_its_proportions(record) {
            return resize(document, id, size);
        }
        let across = by.y == 0 || by.x != 0 && now.width >= now.height;
        let side = match across {
            true => (size.width, now.width),
            false => (size.height, now.height),
        };
        scale(document, id, record, in_proportion(now, side))
    });
    operations.collect()
}

/// A length as it is to be, and as it is: by so much things grow. In whole numbers, as all of
/// the board's geometry.
type Growth = (u32, u32);

/// Whether something grows by more than something else.
fn exceeds((one, from): Growth, (other, than): Growth) -> bool {
    u64::from(one) * u64::from(than) > u64::from(other) * u64::from(from)
}

/// A length that grows so.
fn grown(length: i64, (to, from): Growth) -> i64 {
    let (to, from) = (i64::from(to), i64::from(from).max(1));
    (2 * length * to + from).div_euclid(2 * from)
}

/// A size of which both sides grow so, as far as both stay within the limits. A picture that is
/// smaller than things are made by hand becomes no smaller.
fn in_proportion(now: Size, growth: Growth) -> Size {
    let (shorter, longer) = (now.width.min(now.height), now.width.max(now.height));
    let (least, most) = ((SMALLEST.min(shorter), shorter), (MAX_SIZE, longer));
    let growth = match growth {
        growth if exceeds(least, growth) => least,
        growth if exceeds(growth, most) => most,
        growth => growth,
    };
    let side = |length: u32| u32::try_from(grown(length.into(), growth)).unwrap_or(MAX_SIZE);
    Size::new(side(now.width).max(1), side(now.height).max(1))
}

/// Gives a picture another size, and takes along what is pinned on it: the middle of each note
/// stays on what it lay on.
fn scale(document: &Document, id: RecordId, picture: &Record, size: Size) -> Vec<Operation> {
    let Rect { origin, size: now } = picture.bounds();
    let Some(resized) = set(document, id, Property::Size(size)) else {
        return Vec::new();
    };
    let pinned = children(document, Some(id)).into_iter();
    let pins = pinned.filter_map(|(pin, note)| {
        let from = way(origin, note.bounds().middle());
        let along =
            |from: i32, growth: Growth| i32::try_from(grown(from.into(), growth)).unwrap_or(from);
        let to = Point::new(
            along(from.x, (size.width, now.width)),
            along(from.y, (size.height, now.height)),
        );
        let position = moved(note.shape.position, way(from, to));
        set(document, pin, Property::Position(position))
    });
    std::iter::once(resized).chain(pins).collect()
}
