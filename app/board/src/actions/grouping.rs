//! Clusters made and taken apart, taking off.

use std::collections::{BTreeMap, BTreeSet};

use super::GAP;
use super::ordering::{Siblings, last_order};
use super::places::{around, moved, outermost, set, set_parent, with_contents};
use crate::client::Client;
use crate::document::Document;
use crate::geometry::{Point, Size};
use crate::ids::RecordId;
use crate::limits::MAX_SIZE;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::outline::{outline, parent_of};
use crate::property::Property;
use crate::record::{Content, Kind, Record, Shape};
use crate::secrecy::Secrecy;

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

/// Takes records off the board. What lies in them and is not selected itself stays, in their
/// place. Connectors go with what they join, and come back with it, by themselves (S47):
/// whoever takes off their own need not have leave to take off others' arrows.
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
    let gone = ids.iter().filter(|id| document.live(**id).is_some());
    operations.extend(gone.copied().map(Operation::Delete));
    operations
}
