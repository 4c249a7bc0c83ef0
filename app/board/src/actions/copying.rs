//! Copies: beside what they are made of, or of what was copied or cut before, whatever became
//! of that.

use std::collections::{BTreeMap, BTreeSet};

use super::ordering::last_order;
use super::places::{depth, limited, moved, way, with_contents};
use crate::amount::Amount;
use crate::client::Client;
use crate::document::Document;
use crate::geometry::Point;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::outline::{parent_of, reading_order};
use crate::record::{Content, Ends, Kind, Record, Shape};
use crate::rules::{More, is_unsigned};
use crate::secrecy::Secrecy;

/// How far a copy lies from what it was made of.
const BESIDE: Point = Point::new(24, 24);

/// Records as they were when they were copied or cut. What others lie in comes first,
/// connectors last, so that each operation that puts them on a board names what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clip {
    records: Vec<Taken>,
}

/// A record as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    id: RecordId,
    record: Record,
    /// Where the corner was of what it lay in, if anything.
    corner: Option<Point>,
}

impl Clip {
    /// What is copied with a selection: what lies in it, and the connectors between.
    #[must_use]
    pub fn copied(document: &Document, ids: &BTreeSet<RecordId>) -> Self {
        Self::of(document, &all_copied(document, ids))
    }

    /// What is cut with a selection: what lies in it and is not selected stays on the board,
    /// as [`delete`](super::delete) has it, and is not there twice once this is pasted. A
    /// connector that is selected goes along, whatever it joins: it is about to be gone.
    #[must_use]
    pub fn cut(document: &Document, ids: &BTreeSet<RecordId>) -> Self {
        let mut cut = with_connectors(document, ids.clone());
        cut.extend(ids);
        Self::of(document, &cut)
    }

    fn of(document: &Document, ids: &BTreeSet<RecordId>) -> Self {
        let mut in_order = reading_order(document);
        in_order.retain(|id| ids.contains(id));
        in_order.sort_by_key(|id| document.live(*id).map(|record| depth(record.shape.kind())));
        let records = in_order.into_iter().filter_map(|id| {
            let mut record = document.live(id)?.clone();
            record.shape.parent = parent_of(document, &record);
            let holder = record.shape.parent.and_then(|holder| document.live(holder));
            let corner = holder.map(|holder| holder.shape.position);
            Some(Taken { id, record, corner })
        });
        Self {
            records: records.collect(),
        }
    }

    /// What it puts on a board.
    #[must_use]
    pub fn more(&self) -> More {
        more(self.records.iter().map(|taken| &taken.record))
    }

    /// Puts it on a board, a little to the right and below of where it lay, and in what it lay
    /// in as far as that is there, wherever it was moved. What was hidden and is not revealed
    /// has hidden copies; what nobody signed has copies that nobody signs.
    pub fn put(&self, client: &mut Client) -> Vec<Operation> {
        let renewed = self.records.iter().map(|Taken { id, record, .. }| {
            let unsigned = record.secrecy.unsigned || is_unsigned(client.view(), &record.shape);
            (*id, client.new_id(unsigned))
        });
        let new: BTreeMap<RecordId, RecordId> = renewed.collect();
        let view = client.view();
        let places = self.places(view);
        let by = limited(&places, BESIDE);
        let mut last: BTreeMap<Option<RecordId>, OrderKey> = BTreeMap::new();
        let mut operations = Vec::new();
        for (Taken { id, record, .. }, place) in self.records.iter().zip(places) {
            let content = content_of(&record.shape, &new, view);
            let (Some(copy), Some(content)) = (new.get(id), content) else {
                continue;
            };
            let beside = record.shape.parent.and_then(|parent| new.get(&parent));
            let parent = match beside {
                Some(copy) => Some(*copy),
                None => parent_of(view, record),
            };
            let order = last
                .get(&parent)
                .and_then(|last| OrderKey::between(Some(last), None))
                .unwrap_or_else(|| last_order(view, parent));
            last.insert(parent, order.clone());
            let shape = Shape {
                parent,
                order,
                position: moved(place, by),
                content,
                ..record.shape.clone()
            };
            operations.push(Operation::Create {
                id: *copy,
                secrecy: secrecy_of(*id, record, view),
                shape: Box::new(shape),
            });
        }
        operations
    }

    /// Where each of them lies now: what lay in something that was moved meanwhile has come
    /// along with it.
    fn places(&self, view: &Document) -> Vec<Point> {
        let mut ways: BTreeMap<RecordId, Point> = BTreeMap::new();
        let places = self.records.iter().map(|taken| {
            let along = taken.record.shape.parent.and_then(|holder| {
                let moved_by = || Some(way(taken.corner?, view.live(holder)?.shape.position));
                ways.get(&holder).copied().or_else(moved_by)
            });
            let along = along.unwrap_or_default();
            ways.insert(taken.id, along);
            moved(taken.record.shape.position, along)
        });
        places.collect()
    }
}

/// Copies records a little to the right and below, with what lies in them and the
/// connectors between them. What is hidden has hidden copies.
pub fn duplicate(client: &mut Client, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let clip = Clip::copied(client.view(), ids);
    clip.put(client)
}

/// What [`duplicate`] would put on the board.
#[must_use]
pub fn copies_of(document: &Document, ids: &BTreeSet<RecordId>) -> More {
    let copied = all_copied(document, ids);
    more(copied.iter().filter_map(|id| document.live(*id)))
}

fn more<'a>(records: impl Iterator<Item = &'a Record>) -> More {
    records
        .map(|record| More::of(record.shape.kind(), Amount::of(record)))
        .fold(More::default(), More::plus)
}

/// What is copied with a selection.
fn all_copied(document: &Document, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    with_connectors(document, with_contents(document, ids))
}

/// These of the records on the board, and of connectors those between two of them.
fn with_connectors(document: &Document, mut ids: BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    ids.retain(|id| {
        document
            .live(*id)
            .is_some_and(|record| record.shape.kind() != Kind::Connector)
    });
    let between: Vec<RecordId> = document
        .records()
        .filter(|(_, record)| match &record.shape.content {
            Content::Connector(ends) => ids.contains(&ends.from) && ids.contains(&ends.to),
            _ => false,
        })
        .map(|(id, _)| id)
        .collect();
    ids.extend(between);
    ids
}

/// A copy's content; a connector's joins the copies of what it joined, or else that itself.
fn content_of(
    shape: &Shape,
    new: &BTreeMap<RecordId, RecordId>,
    view: &Document,
) -> Option<Content> {
    let end = |old: RecordId| {
        let copy = new.get(&old).copied();
        copy.or_else(|| view.live(old).map(|_| old))
    };
    Some(match &shape.content {
        Content::Connector(ends) => Content::Connector(Ends {
            from: end(ends.from)?,
            to: end(ends.to)?,
        }),
        other => other.clone(),
    })
}

/// What is promised of a copy: of what was revealed meanwhile nothing is hidden any more.
fn secrecy_of(id: RecordId, record: &Record, view: &Document) -> Secrecy {
    let revealed = view.live(id).is_some_and(|now| !now.secrecy.hidden);
    Secrecy {
        hidden: record.secrecy.hidden && !revealed,
        ..record.secrecy
    }
}
