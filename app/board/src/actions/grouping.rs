//! Clusters made and taken apart, copies, taking off.

use std::collections::{BTreeMap, BTreeSet};

use super::GAP;
use super::places::{around, children, last_order, moved, orders_after, with_contents};
use crate::client::Client;
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::limits::MAX_SIZE;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::property::Property;
use crate::record::{Content, Ends, Kind, Shape};

/// How far a copy lies from what it was made of.
const BESIDE: Point = Point::new(24, 24);

/// Makes a cluster around what is selected and can lie in one, in the frame that all of it
/// shares. Nothing where nothing can.
pub fn group(client: &mut Client, ids: &BTreeSet<RecordId>, name: String) -> Vec<Operation> {
    let view = client.view();
    let members: BTreeSet<RecordId> = ids
        .iter()
        .filter(|id| {
            view.live(**id)
                .is_some_and(|record| record.shape.kind().fits_in(Kind::Cluster))
        })
        .copied()
        .collect();
    let Some(span) = around(view, &members) else {
        return Vec::new();
    };
    let frames: BTreeSet<Option<RecordId>> = members.iter().map(|id| frame_of(view, *id)).collect();
    let parent = match frames.len() {
        1 => frames.first().copied().flatten(),
        _ => None,
    };
    let id = client.new_record_id();
    let view = client.view();
    let cut = |length: u32| length.saturating_add(2 * GAP.unsigned_abs()).min(MAX_SIZE);
    let cluster = Shape {
        parent,
        order: last_order(view, parent),
        position: moved(span.origin, Point::new(-GAP, -GAP)),
        size: Size::new(cut(span.size.width), cut(span.size.height)),
        text: name,
        content: Content::Cluster,
    };
    let created = Operation::Create {
        id,
        private: false,
        shape: Box::new(cluster),
    };
    let inside = members.iter().flat_map(|member| {
        let order = view.live(*member).map(|record| record.shape.order.clone());
        let kept = order.map(|order| Operation::Set(*member, Property::Order(order)));
        std::iter::once(Operation::Set(*member, Property::Parent(Some(id)))).chain(kept)
    });
    std::iter::once(created).chain(inside).collect()
}

/// The frame around a record, straight or through a cluster.
fn frame_of(document: &Document, id: RecordId) -> Option<RecordId> {
    let parent = document.live(id)?.shape.parent?;
    let record = document.live(parent)?;
    match record.shape.kind() {
        Kind::Frame => Some(parent),
        _ => record.shape.parent,
    }
}

/// Takes the selected clusters apart: what lies in them goes to where they lay.
#[must_use]
pub fn ungroup(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let clusters = ids.iter().filter(|id| {
        document
            .live(**id)
            .is_some_and(|record| record.shape.kind() == Kind::Cluster)
    });
    let clusters: BTreeSet<RecordId> = clusters.copied().collect();
    delete(document, &clusters)
}

/// Takes records off the board, with the connectors that begin or end at them. What lies in
/// a frame or cluster stays, unless it is selected, too.
#[must_use]
pub fn delete(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for id in ids {
        let Some(record) = document.live(*id) else {
            continue;
        };
        let around = remaining(document, record.shape.parent, ids);
        let inside = children(document, Some(*id));
        let staying: Vec<_> = inside
            .into_iter()
            .filter(|(child, _)| !ids.contains(child))
            .collect();
        let orders = orders_after(document, around, staying.len());
        for ((child, _), order) in staying.into_iter().zip(orders) {
            operations.push(Operation::Set(child, Property::Parent(around)));
            operations.push(Operation::Set(child, Property::Order(order)));
        }
    }
    let joined = document.records().filter(|(id, record)| {
        let Content::Connector(ends) = &record.shape.content else {
            return false;
        };
        !ids.contains(id) && (ids.contains(&ends.from) || ids.contains(&ends.to))
    });
    let off = joined.map(|(id, _)| id);
    let selected = ids
        .iter()
        .copied()
        .filter(|id| document.live(*id).is_some());
    operations.extend(off.chain(selected).map(Operation::Delete));
    operations
}

/// The nearest parent that is not taken off itself.
fn remaining(
    document: &Document,
    mut parent: Option<RecordId>,
    ids: &BTreeSet<RecordId>,
) -> Option<RecordId> {
    while let Some(id) = parent.filter(|id| ids.contains(id)) {
        parent = document.live(id)?.shape.parent;
    }
    parent
}

/// Copies records a little to the right and below, with what lies in them and the
/// connectors between them.
pub fn duplicate(client: &mut Client, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let view = client.view();
    let mut copied = with_contents(view, ids);
    let between: Vec<_> = view
        .records()
        .filter_map(|(id, record)| {
            let Content::Connector(ends) = &record.shape.content else {
                return None;
            };
            (copied.contains(&ends.from) && copied.contains(&ends.to)).then_some(id)
        })
        .collect();
    copied.extend(between);
    // What others lie in comes first, connectors last: what an operation names is there.
    let mut shapes: Vec<(RecordId, Shape)> = copied
        .into_iter()
        .filter_map(|id| Some((id, view.live(id)?.shape.clone())))
        .collect();
    shapes.sort_by(|(a, one), (b, other)| {
        (rank(one.kind()), &one.order, a).cmp(&(rank(other.kind()), &other.order, b))
    });
    let mut names = BTreeMap::new();
    for (id, _) in &shapes {
        names.insert(*id, client.new_record_id());
    }
    let mut next: BTreeMap<Option<RecordId>, OrderKey> = BTreeMap::new();
    let view = client.view();
    shapes
        .into_iter()
        .filter_map(|(id, shape)| {
            let parent = shape
                .parent
                .map(|parent| names.get(&parent).copied().unwrap_or(parent));
            let key = match next.get(&parent) {
                Some(key) => OrderKey::between(Some(key), None),
                None => Some(last_order(view, parent)),
            }?;
            next.insert(parent, key.clone());
            Some(Operation::Create {
                id: *names.get(&id)?,
                private: false,
                shape: Box::new(copy(shape, parent, key, &names)?),
            })
        })
        .collect()
}

fn copy(
    shape: Shape,
    parent: Option<RecordId>,
    order: OrderKey,
    names: &BTreeMap<RecordId, RecordId>,
) -> Option<Shape> {
    let content = match shape.content {
        Content::Connector(ends) => Content::Connector(Ends {
            from: *names.get(&ends.from)?,
            to: *names.get(&ends.to)?,
        }),
        other => other,
    };
    let Rect { origin, .. } = Rect::new(shape.position, shape.size);
    Some(Shape {
        parent,
        order,
        position: moved(origin, BESIDE),
        content,
        ..shape
    })
}

const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Frame => 0,
        Kind::Cluster => 1,
        Kind::Image => 2,
        Kind::Note | Kind::Text | Kind::Stroke => 3,
        Kind::Connector => 4,
    }
}
