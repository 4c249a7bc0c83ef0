//! The board as a text to be read: Frame → Cluster → Note, derived from the
//! same document that is drawn, for keyboards, screen readers and small screens.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::ids::RecordId;
use crate::order::OrderKey;
use crate::record::{Content, Record};

/// A record in the outline, with what lies in it, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// The record.
    pub id: RecordId,
    /// What lies in it.
    pub children: Vec<Self>,
}

/// The outline of everything on the board. A record whose parent is not there
/// (deleted, or hidden from this reader) stands at the first level: nothing that
/// shows on the board is missing from the outline.
#[must_use]
pub fn outline(document: &Document) -> Vec<OutlineItem> {
    let mut children: BTreeMap<Option<RecordId>, BTreeSet<(&OrderKey, RecordId)>> = BTreeMap::new();
    let shown = document.records();
    let shown = shown.filter(|(_, record)| shows(document, record));
    for (id, record) in shown {
        children
            .entry(parent_of(document, record))
            .or_default()
            .insert((&record.shape.order, id));
    }
    items(&children, None)
}

/// Everything on the board, in the order in which the outline reads it.
#[must_use]
pub fn reading_order(document: &Document) -> Vec<RecordId> {
    fn read(items: &[OutlineItem], order: &mut Vec<RecordId>) {
        for item in items {
            order.push(item.id);
            read(&item.children, order);
        }
    }
    let mut order = Vec::new();
    read(&outline(document), &mut order);
    order
}

/// Whether a record shows, on the canvas, in the outline and in what leaves the board: an
/// arrow does where both of its ends are there for this reader.
#[must_use]
pub fn shows(document: &Document, record: &Record) -> bool {
    let is_there = |end: RecordId| document.live(end).is_some();
    match record.shape.content {
        Content::Connector(ends) => ends.both().into_iter().all(is_there),
        _ => true,
    }
}

/// The record that another lies in, if it is there for this reader.
pub(crate) fn parent_of(document: &Document, record: &Record) -> Option<RecordId> {
    record.shape.parent.filter(|parent| {
        document
            .live(*parent)
            .is_some_and(|parent| record.shape.kind().fits_in(parent.shape.kind()))
    })
}

// Ends: what fits in what leaves room for four levels (see `Kind::fits_in`).
fn items(
    children: &BTreeMap<Option<RecordId>, BTreeSet<(&OrderKey, RecordId)>>,
    parent: Option<RecordId>,
) -> Vec<OutlineItem> {
    let inside = children.get(&parent).into_iter().flatten();
    inside
        .map(|(_, id)| OutlineItem {
            id: *id,
            children: items(children, Some(*id)),
        })
        .collect()
}

#[cfg(test)]
mod tests;
