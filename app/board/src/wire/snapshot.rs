//! A whole document as it travels: without tombstones, each property of all
//! records in a column of its own, and values and words that recur written once.
//! What resembles stands together, so that a snapshot compresses to less than half
//! of what its records would one by one.

use serde::{Deserialize, Serialize};

use super::columns::{Coordinates, Table, Texts, differences, sums};
use crate::document::Document;
use crate::geometry::{Point, Size};
use crate::groups::Group;
use crate::ids::{ClientId, ParticipantId, RecordId, Seq};
use crate::limits::{MAX_RECORDS, MAX_SERVER_FRAME};
use crate::order::OrderKey;
use crate::record::{Content, Contested, Record, Shape};
use crate::rules::Phase;
use crate::secrecy::Secrecy;

/// What a reader may see of a board at a place in the server's order.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The place.
    pub seq: Seq,
    phase: Phase,
    groups: Vec<Group>,
    parking_lot: Option<RecordId>,
    clients: Table<ClientId>,
    /// The difference to the number before, of the same client or not.
    numbers: Vec<i32>,
    authors: Vec<ParticipantId>,
    secrecy: Vec<Secrecy>,
    locked: Vec<bool>,
    parents: Table<Option<RecordId>>,
    /// The integer of the order key, as the difference to the one before.
    orders: Vec<i32>,
    fractions: Table<Vec<u8>>,
    x: Coordinates,
    y: Coordinates,
    sizes: Table<Size>,
    contents: Table<Content>,
    contested: Table<Vec<Contested>>,
    texts: Texts,
}

impl Snapshot {
    /// The fewest bytes that a record takes in a snapshot.
    pub(crate) const MIN_RECORD_BYTES: usize = 16;

    /// What a participant may see of a document, without the names of others where these
    /// are hidden.
    #[must_use]
    pub fn of(document: &Document, seq: Seq, reader: ParticipantId, names_hidden: bool) -> Self {
        let seen: Vec<(RecordId, &Record)> = document
            .records()
            .filter(|(_, record)| record.is_visible_to(reader))
            .collect();
        let shapes = || seen.iter().map(|(_, record)| &record.shape);
        Self {
            seq,
            phase: document.phase(),
            groups: document.groups().to_vec(),
            parking_lot: document.made_parking_lot(),
            clients: Table::of(seen.iter().map(|(id, _)| &id.client)),
            numbers: differences(seen.iter().map(|(id, _)| id.number.cast_signed())),
            authors: seen
                .iter()
                .map(|(_, record)| record.author_for(Some(reader), names_hidden))
                .collect(),
            secrecy: seen.iter().map(|(_, record)| record.secrecy).collect(),
            locked: seen.iter().map(|(_, record)| record.locked).collect(),
            parents: Table::of(shapes().map(|shape| &shape.parent)),
            orders: differences(shapes().map(|shape| shape.order.whole)),
            fractions: Table::of(shapes().map(|shape| &shape.order.fraction)),
            x: Coordinates::of(shapes().map(|shape| shape.position.x)),
            y: Coordinates::of(shapes().map(|shape| shape.position.y)),
            sizes: Table::of(shapes().map(|shape| &shape.size)),
            contents: Table::of(shapes().map(|shape| &shape.content)),
            contested: Table::of(seen.iter().map(|(_, record)| &record.contested)),
            texts: Texts::of(shapes().map(|shape| shape.text.as_str())),
        }
    }

    /// The ids of the records in it.
    pub(crate) fn ids(&self) -> impl Iterator<Item = RecordId> {
        let numbers = sums(&self.numbers).map(i32::cast_unsigned);
        self.clients
            .iter()
            .zip(numbers)
            .map(|(client, number)| RecordId {
                client: *client,
                number,
            })
    }

    /// The document that the reader then holds. Columns of unequal length end
    /// with the shortest, and values repeated beyond all that a board can hold
    /// end there: no server sends either.
    #[must_use]
    pub fn into_document(self) -> Document {
        let positions = self.x.iter().zip(self.y.iter());
        let orders = sums(&self.orders)
            .zip(self.fractions.iter())
            .map(|(whole, fraction)| OrderKey {
                whole,
                fraction: fraction.clone(),
            });
        let shapes = self
            .parents
            .iter()
            .zip(orders)
            .zip(positions)
            .zip(self.sizes.iter())
            .zip(self.contents.iter())
            .zip(self.texts.iter())
            .map(
                |(((((parent, order), (x, y)), size), content), text)| Shape {
                    parent: *parent,
                    order,
                    position: Point::new(x, y),
                    size: *size,
                    text,
                    content: content.clone(),
                },
            );
        let records = shapes
            .zip(&self.authors)
            .zip(&self.secrecy)
            .zip(&self.locked)
            .zip(self.contested.iter())
            .map(|((((shape, author), secrecy), locked), contested)| Record {
                author: *author,
                secrecy: *secrecy,
                deleted: false,
                locked: *locked,
                shape,
                contested: contested.clone(),
            });
        let mut left = MAX_SERVER_FRAME;
        let records = records.take(MAX_RECORDS).map_while(|record| {
            left = left.checked_sub(bytes(&record))?;
            Some(record)
        });
        Document::new(self.phase, self.ids().zip(records))
            .with_groups(self.groups.clone())
            .with_parking_lot(self.parking_lot)
    }
}

fn bytes(record: &Record) -> usize {
    let contested = record.contested.iter();
    record
        .shape
        .bytes()
        .saturating_add(record.shape.order.fraction.len())
        .saturating_add(size_of_val(record.contested.as_slice()))
        .saturating_add(contested.map(|contested| contested.value.bytes()).sum())
}

#[cfg(test)]
impl Snapshot {
    /// A snapshot of one record, as if there were so many of it.
    pub(super) fn repeated(mut self, count: u32) -> Self {
        let count = usize::try_from(count).unwrap();
        for column in [&mut self.numbers, &mut self.orders] {
            column.resize(count, 1);
        }
        for column in [&mut self.x, &mut self.y] {
            column.high.resize(count, 1);
            column.low.resize(count, 1);
        }
        self.authors.resize(count, ParticipantId(1));
        self.secrecy.resize(count, Secrecy::NONE);
        self.locked.resize(count, false);
        self.texts.counts.resize(count, 0);
        self.clients.places.resize(count, 0);
        self.parents.places.resize(count, 0);
        self.fractions.places.resize(count, 0);
        self.sizes.places.resize(count, 0);
        self.contents.places.resize(count, 0);
        self.contested.places.resize(count, 0);
        self
    }
}
