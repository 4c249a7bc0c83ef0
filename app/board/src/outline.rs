//! The board as a text to be read: Frame → Cluster → Note, derived from the
//! same document that is drawn, for keyboards, screen readers and small screens.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::ids::RecordId;
use crate::order::OrderKey;
use crate::record::Record;

/// A record in the outline, with what lies in it, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// The record.
    pub id: RecordId,
    /// What lies in it.
    pub children: Vec<Self>,
}

/// The outline of everything on the board. A record whose parent is not there
/// (deleted, or hidden from this reader) stands at the first level: nothing on
/// the board is missing from the outline.
#[must_use]
pub fn outline(document: &Document) -> Vec<OutlineItem> {
    let mut children: BTreeMap<Option<RecordId>, BTreeSet<(&OrderKey, RecordId)>> = BTreeMap::new();
    for (id, record) in document.records() {
        children
            .entry(parent_of(document, record))
            .or_default()
            .insert((&record.shape.order, id));
    }
    items(&children, None)
}

/// The ids of everything on the board, in the order of the outline.
#[must_use]
pub(crate) fn in_reading_order(document: &Document) -> Vec<RecordId> {
    fn walk(items: &[OutlineItem], ids: &mut Vec<RecordId>) {
        for item in items {
            ids.push(item.id);
            walk(&item.children, ids);
        }
    }
    let mut ids = Vec::new();
    walk(&outline(document), &mut ids);
    ids
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
