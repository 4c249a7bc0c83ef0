//! Places in an order: keys for what is put among siblings, as few and as short as may be.

use std::collections::BTreeSet;

use super::places::children;
use crate::document::Document;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::property::Property;

/// The records that lie in one parent, or at the first level, in reading order.
pub(super) struct Siblings(Vec<(RecordId, OrderKey)>);

impl Siblings {
    pub(super) fn of(document: &Document, parent: Option<RecordId>) -> Self {
        let children = children(document, parent).into_iter();
        Self(
            children
                .map(|(id, record)| (id, record.shape.order.clone()))
                .collect(),
        )
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.0.iter().map(|(id, _)| *id)
    }

    /// Puts records, in the given order, before the sibling with the given number, which
    /// counts those that stay where they are. Where there is no room between two keys,
    /// the siblings that follow get others.
    pub(super) fn place(&mut self, placed: &[RecordId], at: usize) -> Vec<Operation> {
        let moving: BTreeSet<&RecordId> = placed.iter().collect();
        let mut staying = self.0.clone();
        staying.retain(|(id, _)| !moving.contains(id));
        let at = at.min(staying.len());
        let (before, after) = staying.split_at(at);
        let id = |(id, _): &(RecordId, OrderKey)| *id;
        let sequence = before.iter().map(id).chain(placed.iter().copied());
        if sequence.chain(after.iter().map(id)).eq(self.ids()) {
            return Vec::new();
        }
        let lower = before.last().map(|(_, key)| key);
        let found = (0..=after.len()).find_map(|more| {
            let upper = after.get(more).map(|(_, key)| key);
            let keys = keys_between(lower, upper, placed.len().saturating_add(more))?;
            let pushed = after.iter().take(more).map(id);
            let ids = placed.iter().copied().chain(pushed);
            Some((more, ids.zip(keys).collect::<Vec<_>>()))
        });
        let Some((more, given)) = found else {
            return Vec::new();
        };
        let operations = given
            .iter()
            .map(|(id, key)| Operation::Set(*id, Property::Order(key.clone())))
            .collect();
        staying.splice(at..at.saturating_add(more), given);
        self.0 = staying;
        operations
    }

    /// Puts records after all others.
    pub(super) fn append(&mut self, placed: &[RecordId]) -> Vec<Operation> {
        self.place(placed, usize::MAX)
    }
}

/// So many keys one after the other, after all that lie in a parent.
pub(super) fn orders_after(
    document: &Document,
    parent: Option<RecordId>,
    count: usize,
) -> Vec<OrderKey> {
    let siblings = Siblings::of(document, parent);
    let last = siblings.0.last().map(|(_, key)| key);
    // The numbers end after two thousand million records: equal keys are valid, too.
    keys_between(last, None, count).unwrap_or_else(|| vec![OrderKey::default(); count])
}

/// A key after all that lie in a parent.
pub(super) fn last_order(document: &Document, parent: Option<RecordId>) -> OrderKey {
    let mut orders = orders_after(document, parent, 1);
    orders.pop().unwrap_or_default()
}

/// So many keys one after the other between two; `None` where there is no room.
fn keys_between(
    lower: Option<&OrderKey>,
    upper: Option<&OrderKey>,
    count: usize,
) -> Option<Vec<OrderKey>> {
    let mut keys = Vec::new();
    match (lower, upper) {
        (Some(lower), Some(upper)) => divide(lower, upper, count, &mut keys)?,
        (None, Some(_)) => {
            for _ in 0..count {
                keys.push(OrderKey::between(None, keys.last().or(upper))?);
            }
            keys.reverse();
        }
        (_, None) => {
            for _ in 0..count {
                keys.push(OrderKey::between(keys.last().or(lower), None)?);
            }
        }
    }
    Some(keys)
}

/// Halves the gap again and again: one key after the other would use its digits up.
fn divide(
    lower: &OrderKey,
    upper: &OrderKey,
    count: usize,
    keys: &mut Vec<OrderKey>,
) -> Option<()> {
    let Some(rest) = count.checked_sub(1) else {
        return Some(());
    };
    let middle = OrderKey::between(Some(lower), Some(upper))?;
    divide(lower, &middle, rest / 2, keys)?;
    keys.push(middle.clone());
    divide(&middle, upper, rest - rest / 2, keys)
}
