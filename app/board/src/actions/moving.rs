//! Moving records: over the board, into frames and clusters, in their order.

use std::collections::BTreeSet;

use super::places::{
    children, free_place, last_order, moved, orders_after, parent_at, with_contents,
};
use crate::document::Document;
use crate::geometry::{Point, Rect};
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::property::Property;
use crate::record::Kind;

/// Moves records, with what lies in them. Connectors follow what they join.
#[must_use]
pub fn move_by(document: &Document, ids: &BTreeSet<RecordId>, by: Point) -> Vec<Operation> {
    with_contents(document, ids)
        .into_iter()
        .filter_map(|id| {
            let record = document.live(id)?;
            let to = moved(record.shape.position, by);
            let moves = record.shape.kind() != Kind::Connector && to != record.shape.position;
            moves.then_some(Operation::Set(id, Property::Position(to)))
        })
        .collect()
}

/// After a drag: what was moved belongs to the frame, cluster or image that is under the
/// pointer. What lies in something that was moved along stays there.
#[must_use]
pub fn drop_at(document: &Document, ids: &BTreeSet<RecordId>, at: Point) -> Vec<Operation> {
    let mut operations = Vec::new();
    for id in ids {
        let Some(record) = document.live(*id) else {
            continue;
        };
        let shape = &record.shape;
        let moves_along = shape.parent.is_some_and(|parent| ids.contains(&parent));
        if moves_along || matches!(shape.kind(), Kind::Frame | Kind::Connector) {
            continue;
        }
        let parent = parent_at(document, at, shape.kind(), ids);
        if parent != shape.parent {
            operations.push(Operation::Set(*id, Property::Parent(parent)));
            let order = Property::Order(last_order(document, parent));
            operations.push(Operation::Set(*id, order));
        }
    }
    operations
}

/// Puts records into a frame or cluster, or out of all, after one that lies there or last.
/// Where that is another place, they move into it, and what lies in them moves along.
#[must_use]
pub fn place_in(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    parent: Option<RecordId>,
    after: Option<RecordId>,
) -> Vec<Operation> {
    let kind = parent
        .and_then(|parent| document.live(parent))
        .map(|record| record.shape.kind());
    let fitting = |id: &&RecordId| {
        document.live(**id).is_some_and(|record| {
            Some(**id) != parent
                && kind.map_or(parent.is_none(), |kind| record.shape.kind().fits_in(kind))
        })
    };
    let placed: Vec<RecordId> = ids.iter().filter(fitting).copied().collect();
    let orders = match after {
        None => orders_after(document, parent, placed.len()),
        Some(after) => orders_between(document, parent, after, placed.len()),
    };
    let mut operations = Vec::new();
    // What was placed before is taken into account: each gets a place of its own.
    let mut now = document.clone();
    for (id, order) in placed.into_iter().zip(orders) {
        let Some(record) = now.live(id) else {
            continue;
        };
        let author = record.author;
        let mut own = Vec::new();
        if record.shape.parent != parent {
            own.push(Operation::Set(id, Property::Parent(parent)));
            if record.shape.kind() != Kind::Connector {
                let from = record.shape.position;
                let to = free_place(&now, parent);
                let by = Point::new(to.x.saturating_sub(from.x), to.y.saturating_sub(from.y));
                own.extend(move_by(&now, &BTreeSet::from([id]), by));
            }
        }
        own.push(Operation::Set(id, Property::Order(order)));
        for operation in &own {
            now.apply(operation, author);
        }
        operations.extend(own);
    }
    operations
}

/// So many keys between a record and the one that follows it in its parent.
fn orders_between(
    document: &Document,
    parent: Option<RecordId>,
    after: RecordId,
    count: usize,
) -> Vec<OrderKey> {
    let siblings = children(document, parent);
    let Some(place) = siblings.iter().position(|(id, _)| *id == after) else {
        return orders_after(document, parent, count);
    };
    let key = |place: usize| {
        siblings
            .get(place)
            .map(|(_, record)| record.shape.order.clone())
    };
    let (mut lower, upper) = (key(place), key(place.saturating_add(1)));
    let mut keys = Vec::new();
    for _ in 0..count {
        match OrderKey::between(lower.as_ref(), upper.as_ref()) {
            Some(next) => {
                lower = Some(next.clone());
                keys.push(next);
            }
            // No room between the two: at the end there always is.
            None => return orders_after(document, parent, count),
        }
    }
    keys
}

/// Moves a record one place up or down among those that lie where it lies. Notes swap
/// their places on the board as well, so that both views read the same.
#[must_use]
pub fn shift(document: &Document, id: RecordId, down: bool) -> Vec<Operation> {
    let Some(record) = document.live(id) else {
        return Vec::new();
    };
    let siblings = children(document, record.shape.parent);
    let Some(place) = siblings.iter().position(|(other, _)| *other == id) else {
        return Vec::new();
    };
    let neighbour = if down {
        siblings.get(place.saturating_add(1))
    } else {
        place.checked_sub(1).and_then(|place| siblings.get(place))
    };
    let Some((other, neighbour)) = neighbour else {
        return Vec::new();
    };
    let beyond = if down {
        siblings.get(place.saturating_add(2))
    } else {
        place.checked_sub(2).and_then(|place| siblings.get(place))
    };
    let beyond = beyond.map(|(_, record)| &record.shape.order);
    let near = Some(&neighbour.shape.order);
    let order = if down {
        OrderKey::between(near, beyond)
    } else {
        OrderKey::between(beyond, near)
    };
    let mut operations = match order {
        Some(order) => vec![Operation::Set(id, Property::Order(order))],
        // Equal keys leave no room between them: all get new ones.
        None => renumbered(&siblings, place, down),
    };
    if record.shape.kind() == Kind::Note && neighbour.shape.kind() == Kind::Note {
        let to = |id: RecordId, rect: Rect| Operation::Set(id, Property::Position(rect.origin));
        operations.push(to(id, neighbour.bounds()));
        operations.push(to(*other, record.bounds()));
    }
    operations
}

/// New keys for all siblings, with one of them moved by a place.
fn renumbered(
    siblings: &[(RecordId, &crate::record::Record)],
    place: usize,
    down: bool,
) -> Vec<Operation> {
    let mut order: Vec<RecordId> = siblings.iter().map(|(id, _)| *id).collect();
    let other = if down {
        place.saturating_add(1)
    } else {
        place.saturating_sub(1)
    };
    order.swap(place, other);
    (0..)
        .zip(order)
        .map(|(place, id)| Operation::Set(id, Property::Order(OrderKey::nth(place))))
        .collect()
}
