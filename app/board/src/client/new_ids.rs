//! The ids of records that a client creates: its own, numbered; and where nobody is to know
//! who created them, ids of nobody's, made of a secret.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use siphasher::sip::SipHasher24;

use super::{Client, Update};
use crate::ids::{ClientId, RecordId};
use crate::record::Shape;
use crate::rules::is_unsigned;

/// Makes ids of which nobody can guess one, nor tell that two are of the same client: a keyed
/// pseudo-random function of a count.
#[derive(Clone)]
pub(super) struct NobodysIds {
    keyed: SipHasher24,
    count: u64,
}

impl NobodysIds {
    fn next(&mut self, era: u32) -> RecordId {
        self.count = self.count.wrapping_add(1);
        RecordId::of_nobody(self.keyed.hash(&self.count.to_le_bytes()), era)
    }
}

impl fmt::Debug for NobodysIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NobodysIds")
    }
}

impl Client {
    /// The client with a secret, of which the ids of what nobody signs are made: fresh random
    /// bits from whoever drives it, others each time that it is made or loaded. They are kept
    /// nowhere, so that no id is made twice and none can be found out later.
    #[must_use]
    pub fn with_secret(self, secret: [u8; 16]) -> Self {
        let ids = NobodysIds {
            keyed: SipHasher24::new_with_key(&secret),
            count: 0,
        };
        Self {
            nobodys_ids: Some(ids),
            ..self
        }
    }

    /// An id for a record to be created now: of nobody's while names are hidden.
    pub fn new_record_id(&mut self) -> RecordId {
        self.new_id(self.view.phase().names_hidden)
    }

    /// The same for a record of this shape: of nobody's also for an arrow to what nobody signs,
    /// and nobody else knows of.
    pub(crate) fn new_id_for(&mut self, shape: &Shape) -> RecordId {
        let unsigned = is_unsigned(&self.view, shape);
        self.new_id(unsigned)
    }

    /// Goes on under another id that nobody has: the room has said that this client's is
    /// somebody else's, and what waits under it was done by nobody. It waits under the new one
    /// now, in its order, and what it creates has ids of that; what can be undone and redone
    /// follows. Also says which.
    pub fn take_id(&mut self, id: ClientId) -> (Update, BTreeMap<RecordId, RecordId>) {
        self.disconnected();
        let old = std::mem::replace(&mut self.id, id);
        let mut touched = self.waited_for();
        let created = self.pending.iter();
        let created = created.filter_map(|waiting| waiting.operation.created());
        let created: Vec<RecordId> = created
            .map(|(id, ..)| id)
            .filter(|id| id.client == old)
            .collect();
        let new = created.into_iter().map(|id| (id, self.new_id(false)));
        let new: BTreeMap<RecordId, RecordId> = new.collect();
        self.pending.rename(&new);
        for proposal in &mut self.quarantine {
            proposal.operation.rename(&new);
        }
        // What was created under the old id and waits no longer went with a log that has gone
        // back, and its id may be that of somebody else's record by now: under the new one no
        // record has its number, and the steps about it change nothing.
        self.history.rename(|record| {
            if record.client == old {
                let nothing = RecordId {
                    client: id,
                    number: record.number,
                };
                *record = new.get(record).copied().unwrap_or(nothing);
            }
        });
        touched.extend(self.waited_for());
        self.rebuild(&touched);
        let update = Update {
            touched,
            company: true,
            ..Update::default()
        };
        (update, new)
    }

    /// The records that what waits concerns.
    fn waited_for(&self) -> BTreeSet<RecordId> {
        let waiting = self.pending.iter();
        waiting
            .filter_map(|waiting| waiting.operation.record())
            .collect()
    }

    /// An id for a record, signed or not. Without a secret it is the client's own either way,
    /// and creates nothing that is unsigned.
    pub(crate) fn new_id(&mut self, unsigned: bool) -> RecordId {
        let era = self.seq.unwrap_or_default().era();
        if let (true, Some(ids)) = (unsigned, &mut self.nobodys_ids) {
            return ids.next(era);
        }
        self.last_number = self.last_number.saturating_add(1);
        RecordId {
            client: self.id,
            number: self.last_number,
        }
    }
}
