//! Clusters made and taken apart, copies, taking off.

use std::collections::{BTreeMap, BTreeSet};

use super::GAP;
use super::ordering::{Siblings, last_order};
use super::places::{around, depth, limited, moved, outermost, set, set_parent, with_contents};
use crate::amount::Amount;
use crate::client::Client;
use crate::document::Document;
use crate::geometry::{Point, Size};
use crate::ids::RecordId;
use crate::limits::MAX_SIZE;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::outline::{outline, parent_of, reading_order};
use crate::property::Property;
use crate::record::{Content, Ends, Kind, Record, Shape};
use crate::rules::More;
use crate::secrecy::Secrecy;

/// How far a copy lies from what it was made of.
const BESIDE: Point = Point::new(24, 24);

/// Makes a cluster around what is selected and can lie in one, in the frame that all of it
/// shares. What is pinned on a selected image stays on it. Nothing where nothing can.
pub fn group(client: &mut Client, ids: &BTreeSet<RecordId>, name: String) -> Vec<Operation> {
    let cluster = client.new_record_id();
    let view = client.view();
    let fits = |id: RecordId| {
        let record = view.live(id).filter(|_| ids.contains(&id));
        record.is_some_and(|record| record.shape.kind().fits_in(Kind::Cluster))
    };
    let items = outline(view);
    let members: Vec<RecordId> = outermost(&items, &fits)
        .iter()
        .map(|item| item.id)
        .collect();
    let all = with_contents(view, &members.iter().copied().collect());
    let Some(span) = around(view, &all) else {
        return Vec::new();
    };
    let frames: BTreeSet<Option<RecordId>> = members.iter().map(|id| frame_of(view, *id)).collect();
    let parent = match frames.len() {
        1 => frames.first().copied().flatten(),
        _ => None,
    };
    let area = span.grown(GAP);
    let shape = Shape {
        parent,
        order: last_order(view, parent),
        position: moved(area.origin, Point::default()),
        size: Size::new(
            area.size.width.min(MAX_SIZE),
            area.size.height.min(MAX_SIZE),
        ),
        text: name,
        content: Content::Cluster,
    };
    let created = Operation::Create {
        id: cluster,
        secrecy: Secrecy::NONE,
        shape: Box::new(shape),
    };
    let inside = (0..).zip(members).flat_map(|(place, member)| {
        let order = Property::Order(OrderKey::nth(place));
        let into = set_parent(view, member, Some(cluster));
        into.into_iter().chain(set(view, member, order))
    });
    std::iter::once(created).chain(inside).collect()
}

/// The frame around a record, straight or through what it lies in.
fn frame_of(document: &Document, id: RecordId) -> Option<RecordId> {
    let holder = |id: &RecordId| parent_of(document, document.live(*id)?);
    let is_frame = |id: &RecordId| {
        let record = document.live(*id);
        record.is_some_and(|record| record.shape.kind() == Kind::Frame)
    };
    std::iter::successors(holder(&id), holder).find(is_frame)
}

/// Takes the selected clusters apart: what lies in them goes to where they lay.
#[must_use]
pub fn ungroup(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let is_cluster = |record: &Record| record.shape.kind() == Kind::Cluster;
    let clusters = ids
        .iter()
        .filter(|id| document.live(**id).is_some_and(is_cluster));
    delete(document, &clusters.copied().collect())
}

/// Takes records off the board, with the connectors that begin or end at them. What lies in
/// them and is not selected itself stays, in their place.
#[must_use]
pub fn delete(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let mut operations = Vec::new();
    // Asked at each change of what is selected: nothing is gone through for nothing.
    if ids.is_empty() {
        return operations;
    }
    let mut orders: BTreeMap<Option<RecordId>, Siblings> = BTreeMap::new();
    for item in outermost(&outline(document), &|id| ids.contains(&id)) {
        let staying: Vec<RecordId> = outermost(&item.children, &|id| !ids.contains(&id))
            .iter()
            .map(|inside| inside.id)
            .collect();
        let Some(record) = document.live(item.id).filter(|_| !staying.is_empty()) else {
            continue;
        };
        let parent = parent_of(document, record);
        operations.extend(
            staying
                .iter()
                .filter_map(|id| set_parent(document, *id, parent)),
        );
        let siblings = orders
            .entry(parent)
            .or_insert_with(|| Siblings::of(document, parent));
        let behind = siblings.ids().position(|id| id == item.id);
        let behind = behind.map_or(usize::MAX, |place| place.saturating_add(1));
        operations.extend(siblings.place(&staying, behind));
    }
    let loose = document.records().filter(|(id, record)| {
        let Content::Connector(ends) = &record.shape.content else {
            return false;
        };
        !ids.contains(id) && (ids.contains(&ends.from) || ids.contains(&ends.to))
    });
    let selected = ids
        .iter()
        .copied()
        .filter(|id| document.live(*id).is_some());
    let gone = loose.map(|(id, _)| id).chain(selected);
    operations.extend(gone.map(Operation::Delete));
    operations
}

/// Copies records a little to the right and below, with what lies in them and the
/// connectors between them. What is hidden has hidden copies.
pub fn duplicate(client: &mut Client, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let copied = to_copy(client.view(), ids);
    let new: BTreeMap<RecordId, RecordId> = copied
        .iter()
        .map(|id| (*id, client.new_record_id()))
        .collect();
    let view = client.view();
    let records: Vec<(RecordId, &Record)> = copied
        .iter()
        .filter_map(|id| Some((*id, view.live(*id)?)))
        .collect();
    let places: Vec<Point> = records
        .iter()
        .map(|(_, record)| record.shape.position)
        .collect();
    let by = limited(&places, BESIDE);
    let mut last: BTreeMap<Option<RecordId>, OrderKey> = BTreeMap::new();
    let mut operations = Vec::new();
    for (id, record) in records {
        let (Some(id), Some(content)) = (new.get(&id), content_of(&record.shape, &new)) else {
            continue;
        };
        let parent = parent_of(view, record);
        let parent = parent.map(|parent| new.get(&parent).copied().unwrap_or(parent));
        let order = last
            .get(&parent)
            .and_then(|last| OrderKey::between(Some(last), None))
            .unwrap_or_else(|| last_order(view, parent));
        last.insert(parent, order.clone());
        let shape = Shape {
            parent,
            order,
            position: moved(record.shape.position, by),
            content,
            ..record.shape.clone()
        };
        operations.push(Operation::Create {
            id: *id,
            secrecy: record.secrecy,
            shape: Box::new(shape),
        });
    }
    operations
}

/// What [`duplicate`] would put on the board.
#[must_use]
pub fn copies_of(document: &Document, ids: &BTreeSet<RecordId>) -> More {
    let copied = copied(document, ids);
    let copied = copied.iter().filter_map(|id| document.live(*id));
    copied
        .map(|record| More::of(record.shape.kind(), Amount::of(record)))
        .fold(More::default(), More::plus)
}

/// What is copied with a selection: what lies in it, and the connectors between.
fn copied(document: &Document, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    let mut copied = with_contents(document, ids);
    copied.retain(|id| {
        document
            .live(*id)
            .is_some_and(|record| record.shape.kind() != Kind::Connector)
    });
    let between: Vec<RecordId> = document
        .records()
        .filter(|(_, record)| match &record.shape.content {
            Content::Connector(ends) => copied.contains(&ends.from) && copied.contains(&ends.to),
            _ => false,
        })
        .map(|(id, _)| id)
        .collect();
    copied.extend(between);
    copied
}

/// The same in reading order: what others lie in first, connectors last, so that each
/// operation names what is there.
fn to_copy(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<RecordId> {
    let copied = copied(document, ids);
    let mut in_order = reading_order(document);
    in_order.retain(|id| copied.contains(id));
    in_order.sort_by_key(|id| document.live(*id).map(|record| depth(record.shape.kind())));
    in_order
}

/// A copy's content; a connector's joins the copies of what it joined.
fn content_of(shape: &Shape, new: &BTreeMap<RecordId, RecordId>) -> Option<Content> {
    Some(match &shape.content {
        Content::Connector(ends) => Content::Connector(Ends {
            from: *new.get(&ends.from)?,
            to: *new.get(&ends.to)?,
        }),
        other => other.clone(),
    })
}
