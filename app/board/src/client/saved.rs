//! What of a client outlives its tab: the operations without an answer, the
//! quarantine, and the records that the operations rest on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::pending::Pending;
use super::{Client, Proposal};
use crate::document::Document;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, RecordId};
use crate::limits::MAX_SERVER_FRAME;
use crate::record::Record;
use crate::rules::Member;
use crate::wire::{self, Snapshot};

/// What is to be stored, and what to tell the client once it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What [`Client::saved`] is then called with.
    pub revision: u64,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: ClientId,
    member: Option<Member>,
    epoch: Option<Epoch>,
    pending: Pending,
    last_number: u32,
    quarantine: Vec<Proposal>,
    bases: Vec<(RecordId, Record)>,
}

impl Client {
    /// Whether something waits to be saved before it can be sent.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.pending.is_saved()
    }

    /// The operations without an answer, the quarantine, and the records that
    /// the operations rest on. Short, and to be stored after each action and each
    /// frame from the server.
    #[must_use]
    pub fn save(&self) -> Saved {
        let stored = Stored {
            id: self.id,
            member: self.member,
            epoch: self.epoch,
            pending: self.pending.clone(),
            last_number: self.last_number,
            quarantine: self.quarantine.clone(),
            bases: self
                .rested_on()
                .into_iter()
                .filter_map(|id| Some((id, self.confirmed.record(id)?.clone())))
                .collect(),
        };
        Saved {
            bytes: wire::encode_stored(&stored),
            revision: self.pending.revision(),
        }
    }

    /// Hears that what [`Client::save`] gave is stored.
    pub fn saved(&mut self, revision: u64) {
        self.pending.saved(revision);
    }

    /// The confirmed document, so that the board can be shown offline. Longer,
    /// and to be stored from time to time.
    #[must_use]
    pub fn save_document(&self) -> Vec<u8> {
        let reader = self
            .member
            .map(|member| member.participant)
            .unwrap_or_default();
        // Of names it holds what the server has told: all of it is kept.
        wire::encode_document(&Snapshot::of(
            &self.confirmed,
            self.seq.unwrap_or_default(),
            reader,
            false,
        ))
    }

    /// A client as it was when it was saved. The document may be of any earlier
    /// time, or missing, and counts as missing if an earlier version wrote it: the client
    /// asks the server for all of it anyway.
    ///
    /// # Errors
    ///
    /// Bytes of another version, or damaged ones.
    pub fn load(saved: &[u8], document: Option<&[u8]>) -> Result<Self, Error> {
        let stored: Stored = wire::decode_stored(saved, MAX_SERVER_FRAME)?;
        let snapshot = document.map(wire::decode_document).transpose()?.flatten();
        let confirmed = snapshot.map_or_else(Document::default, Snapshot::into_document);
        let mut client = Self {
            member: stored.member,
            epoch: stored.epoch,
            pending: stored.pending,
            last_number: stored.last_number,
            quarantine: stored.quarantine,
            view: confirmed.clone(),
            confirmed,
            ..Self::new(stored.id)
        };
        client.pending.inherit();
        for (id, record) in stored.bases {
            client.confirmed.put(id, Some(record));
        }
        client.rebuild(&client.rested_on());
        Ok(client)
    }

    /// The records that own operations change, and those whose text what was refused edits: it
    /// follows what becomes of that until it is proposed again.
    fn rested_on(&self) -> BTreeSet<RecordId> {
        let changed = self.pending.iter();
        let changed = changed.filter_map(|waiting| waiting.operation.record());
        let proposed = self.quarantine.iter();
        let proposed = proposed.filter_map(|waiting| Some(waiting.operation.edit()?.0));
        changed.chain(proposed).collect()
    }
}
