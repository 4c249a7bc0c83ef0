//! What was taken off the board and can be put back, by age: where there is too much of it
//! the oldest is forgotten, so that nobody fills the memory by creating and taking off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::ids::{ClientId, ParticipantId, RecordId, Seq};
use crate::limits::MAX_FORGOTTEN;
use crate::record::Record;

/// The records that are off the board. Each participant's are a pile of their own, which
/// holds as much as their share of the board: whoever takes off more forgets of their own.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct TakenOff {
    known: BTreeMap<RecordId, Known>,
    all: Pile,
    of: BTreeMap<ParticipantId, Pile>,
    /// The last number of each client's that was forgotten. Clients count upwards. Of ids of
    /// nobody's each stands for itself, but for those of the eras up to the number under
    /// [`ClientId::NOBODY`]: so far back any may be one that was forgotten.
    forgotten: BTreeMap<ClientId, u32>,
    /// How many ids of nobody's stand there, once it is counted ([`Self::counted`]).
    #[serde(skip)]
    of_nobody: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// When it was taken off.
    since: Seq,
    author: ParticipantId,
    amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Pile {
    /// An entry takes one record off at the most.
    by_age: BTreeMap<Seq, RecordId>,
    amount: Amount,
}

impl Pile {
    fn put(&mut self, id: RecordId, known: &Known) {
        self.by_age.insert(known.since, id);
        self.amount = self.amount.plus(known.amount);
    }

    fn take(&mut self, known: &Known) {
        self.by_age.remove(&known.since);
        self.amount = self.amount.minus(known.amount);
    }

    /// The oldest, where there is more than a limit.
    fn surplus(&self, limit: Amount) -> Option<(Seq, RecordId)> {
        let (since, id) = self.by_age.first_key_value()?;
        (!self.amount.is_within(limit)).then_some((*since, *id))
    }
}

impl TakenOff {
    /// Follows what an entry made of a record.
    pub(super) fn follow(&mut self, id: RecordId, record: Option<&Record>, seq: Seq) {
        let before = self.remove(id);
        if let Some(record) = record.filter(|record| record.deleted) {
            let known = Known {
                since: before.unwrap_or(seq),
                author: record.author,
                amount: Amount::of(record),
            };
            self.known.insert(id, known);
            self.all.put(id, &known);
            self.of.entry(known.author).or_default().put(id, &known);
        }
    }

    /// The next to be forgotten after an entry about a record, and when it was taken off.
    pub(super) fn surplus(&self, record: RecordId) -> Option<(Seq, RecordId)> {
        let author = self.known.get(&record)?.author;
        let own = self.of.get(&author)?.surplus(Amount::SHARE);
        own.or_else(|| self.all.surplus(Amount::TAKEN_OFF))
    }

    /// The same, as it was stored: what is not stored with it is counted.
    pub(super) fn counted(mut self) -> Self {
        self.of_nobody = self.nobodys().count();
        self
    }

    /// Forgets a record. Its id is never taken again.
    pub(super) fn forget(&mut self, id: RecordId) {
        self.remove(id);
        if self.may_have_had(id) {
            return;
        }
        let known = self.forgotten.insert(id.client, id.number);
        if id.is_of_nobody() && known.is_none() {
            self.of_nobody = self.of_nobody.saturating_add(1);
        }
        while self.of_nobody > MAX_FORGOTTEN {
            self.close_eldest_era();
        }
    }

    /// Whether the id may be one that was forgotten.
    pub(super) fn may_have_had(&self, id: RecordId) -> bool {
        let up_to = |client| {
            let last = self.forgotten.get(&client);
            last.is_some_and(|last| id.number <= *last)
        };
        up_to(id.client) || (id.is_of_nobody() && up_to(ClientId::NOBODY))
    }

    /// The forgotten ids of nobody's that stand for themselves, by their eras.
    fn nobodys(&self) -> impl Iterator<Item = u32> {
        let ids = self.forgotten.range(ClientId::NOBODY..);
        ids.filter(|(client, _)| **client != ClientId::NOBODY)
            .map(|(_, era)| *era)
    }

    /// Takes no id of nobody's of the eldest era any more, in place of remembering which of
    /// them were forgotten. No room takes ids of eras to come, and in one era not many records
    /// are created and taken off: the present one is never the eldest of so many.
    fn close_eldest_era(&mut self) {
        let eldest = self.nobodys().min().unwrap_or_default();
        self.forgotten
            .retain(|client, era| *client < ClientId::NOBODY || *era > eldest);
        self.forgotten.insert(ClientId::NOBODY, eldest);
        self.of_nobody = self.nobodys().count();
    }

    /// Leaves a record out; says since when it was off the board.
    fn remove(&mut self, id: RecordId) -> Option<Seq> {
        let known = self.known.remove(&id)?;
        self.all.take(&known);
        if let Some(pile) = self.of.get_mut(&known.author) {
            pile.take(&known);
            if pile.by_age.is_empty() {
                self.of.remove(&known.author);
            }
        }
        Some(known.since)
    }
}
