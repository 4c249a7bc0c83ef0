//! A whole document as it travels: without tombstones, the records of one
//! client together, so that its id is written once.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::ids::{ClientId, ParticipantId, RecordId, Seq};
use crate::record::Record;
use crate::rules::Phase;

/// What a reader may see of a board at a place in the server's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The place.
    pub seq: Seq,
    phase: Phase,
    clients: Vec<(ClientId, Vec<Numbered>)>,
}

/// A record behind the difference of its number to the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Numbered(u32, Record);

impl Snapshot {
    /// The fewest bytes that a record takes in a snapshot.
    pub(crate) const MIN_RECORD_BYTES: usize = 12;

    /// What a participant may see of a document.
    #[must_use]
    pub fn of(document: &Document, seq: Seq, reader: ParticipantId) -> Self {
        let mut clients: Vec<(ClientId, Vec<Numbered>)> = Vec::new();
        let mut last = 0;
        for (id, record) in document.records() {
            if !record.is_visible_to(reader) {
                continue;
            }
            if clients
                .last()
                .is_none_or(|(client, _)| *client != id.client)
            {
                clients.push((id.client, Vec::new()));
                last = 0;
            }
            if let Some((_, records)) = clients.last_mut() {
                records.push(Numbered(id.number - last, record.clone()));
                last = id.number;
            }
        }
        Self {
            seq,
            phase: document.phase(),
            clients,
        }
    }

    /// The ids of the records in it.
    pub(crate) fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.clients.iter().flat_map(|(client, records)| {
            let numbers = records
                .iter()
                .scan(0_u32, |number, Numbered(difference, _)| {
                    *number = number.saturating_add(*difference);
                    Some(*number)
                });
            numbers.map(|number| RecordId {
                client: *client,
                number,
            })
        })
    }

    /// The document that the reader then holds.
    #[must_use]
    pub fn into_document(self) -> Document {
        let records = self.clients.into_iter().flat_map(|(client, records)| {
            let mut number = 0_u32;
            records
                .into_iter()
                .map(move |Numbered(difference, record)| {
                    number = number.saturating_add(difference);
                    (RecordId { client, number }, record)
                })
        });
        Document::new(self.phase, records)
    }
}
