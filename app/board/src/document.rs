//! The document: the records of a board and its phase, and what each operation
//! makes of them. Total and deterministic: the same operations in the same
//! order give the same document everywhere, whatever they hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::groups::Group;
use crate::ids::{ClientId, ParticipantId, RecordId};
use crate::operation::{Operation, Reveal};
use crate::outline::shows;
use crate::put_back::Again;
use crate::record::Record;
use crate::rules::{Member, Phase};
use crate::secrecy::Secrecy;

/// How much on a board is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// So many records.
    pub records: usize,
    /// Of so many authors.
    pub authors: usize,
    /// So many of each author that are signed: what is shown of them where somebody else
    /// shows it. Of nobody while the board shows no names.
    pub signed: BTreeMap<ParticipantId, usize>,
}

/// The state of a board.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    records: BTreeMap<RecordId, Record>,
    phase: Phase,
    /// The groups that people were divided into last.
    groups: Vec<Group>,
    /// The frame in which lies what is put aside.
    parking_lot: Option<RecordId>,
    /// The sum of [`crate::record::Shape::bytes`] of all records.
    bytes: usize,
    /// What is on the board.
    present: Amount,
    /// What of it counts as each participant's: the records that they created, and the
    /// bytes by which their own operations made it larger.
    shares: BTreeMap<ParticipantId, Amount>,
}

impl Document {
    /// The document with the given records, in the given phase.
    #[must_use]
    pub fn new(phase: Phase, records: impl IntoIterator<Item = (RecordId, Record)>) -> Self {
        let records: BTreeMap<RecordId, Record> = records.into_iter().collect();
        let mut document = Self {
            phase,
            ..Self::default()
        };
        for record in records.values() {
            document.bytes = document.bytes.saturating_add(record.shape.bytes());
            document.count(record.author, Amount::ZERO, Amount::on_board(record));
        }
        document.records = records;
        document
    }

    /// The same document with these groups.
    #[must_use]
    pub fn with_groups(self, groups: Vec<Group>) -> Self {
        Self { groups, ..self }
    }

    /// The same document with this parking lot.
    #[must_use]
    pub fn with_parking_lot(self, parking_lot: Option<RecordId>) -> Self {
        Self {
            parking_lot,
            ..self
        }
    }

    /// The present phase.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The groups that people were divided into last.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The frame of the group that somebody is in, where it is on the board.
    #[must_use]
    pub fn frame_of(&self, participant: ParticipantId) -> Option<(RecordId, &Record)> {
        let mut groups = self.groups.iter();
        let own = groups.find(|group| group.people.contains(&participant))?;
        Some((own.frame, self.live(own.frame)?))
    }

    /// The parking lot, where it is on the board, whatever it is called.
    #[must_use]
    pub fn parking_lot(&self) -> Option<RecordId> {
        self.parking_lot.filter(|lot| self.live(*lot).is_some())
    }

    /// The frame that was made the parking lot last, also where it is taken off.
    pub(crate) const fn made_parking_lot(&self) -> Option<RecordId> {
        self.parking_lot
    }

    /// How many records there are, deleted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The bytes of all texts and strokes, those of deleted records included.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// What is on the board: deleted records take nothing of its room.
    #[must_use]
    pub const fn present(&self) -> Amount {
        self.present
    }

    /// What of it counts as a participant's. Records count for whoever created them; bytes
    /// for whoever wrote them, also into the notes of others. Where the document was not
    /// made by operations, as on a client, they count for the creator.
    #[must_use]
    pub fn share(&self, participant: ParticipantId) -> Amount {
        self.shares.get(&participant).copied().unwrap_or_default()
    }

    /// A record, deleted ones included.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// A record that is on the board.
    #[must_use]
    pub fn live(&self, id: RecordId) -> Option<&Record> {
        self.record(id).filter(|record| !record.deleted)
    }

    /// The records that are on the board, by id.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records
            .iter()
            .filter(|(_, record)| !record.deleted)
            .map(|(id, record)| (*id, record))
    }

    /// The ids of all records, deleted ones included.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.records.keys().copied()
    }

    /// How much on the board is hidden: what would show if it were not.
    #[must_use]
    pub fn hidden(&self) -> Hidden {
        let mut authors = BTreeSet::new();
        let mut hidden = Hidden::default();
        let would_show = |record: &Record| record.secrecy.hidden && shows(self, record);
        for (_, record) in self.records().filter(|(_, record)| would_show(record)) {
            authors.insert(record.author);
            hidden.records = hidden.records.saturating_add(1);
            if let Some(signer) = record.signer(self.phase.names_hidden) {
                let signed = hidden.signed.entry(signer).or_default();
                *signed = signed.saturating_add(1);
            }
        }
        hidden.authors = authors.len();
        hidden
    }

    /// What a participant may read of the board: the records on it that are visible to
    /// them, unsigned ones of others as nobody's. Whether names are shown with it now is
    /// asked of [`Record::signer`].
    #[must_use]
    pub fn seen_by(&self, participant: ParticipantId) -> Self {
        self.told(&[participant], false)
    }

    /// The same for somebody who has had several seats in the session: what any of them may
    /// read.
    #[must_use]
    pub fn seen_by_any(&self, seats: &[ParticipantId]) -> Self {
        self.told(seats, false)
    }

    /// What is sent of the board to somebody on it: what they read there, without the names
    /// that it does not show now.
    #[must_use]
    pub fn told_to(&self, member: Member) -> Self {
        self.told(&[member.participant], self.phase.hides_names_from(member))
    }

    fn told(&self, readers: &[ParticipantId], names_hidden: bool) -> Self {
        let told = |record: &Record| {
            let own = readers.contains(&record.author).then_some(record.author);
            record.as_told_to(own, names_hidden)
        };
        let seen = self
            .records()
            .filter(|(_, record)| record.is_visible_to_any(readers))
            .map(|(id, record)| (id, told(record)));
        Self::new(self.phase, seen)
            .with_groups(self.groups.clone())
            .with_parking_lot(self.parking_lot)
    }

    /// Whose the signed records are that everyone may know of, by the client that created
    /// them: a client is of one participant (S1, S2).
    pub(crate) fn signatures(&self) -> BTreeMap<ClientId, ParticipantId> {
        let records = self.records.iter();
        let told = records.filter(|(_, record)| record.secrecy == Secrecy::NONE);
        told.map(|(id, record)| (id.client, record.author))
            .collect()
    }

    /// Whose the records are that a client created under ids of its own, if there are any.
    pub(crate) fn creator(&self, client: ClientId) -> Option<ParticipantId> {
        let id = |number| RecordId { client, number };
        let mut created = self.records.range(id(0)..=id(u32::MAX));
        created.next().map(|(_, record)| record.author)
    }

    /// The records that are signed, and nobody's as far as is known here.
    pub(crate) fn nameless(&self) -> impl Iterator<Item = RecordId> {
        let records = self.records.iter();
        records
            .filter(|(_, record)| record.author == ParticipantId::NOBODY)
            .filter(|(_, record)| !record.secrecy.unsigned)
            .map(|(id, _)| *id)
    }

    /// Learns whose the signed records of these clients are.
    pub(crate) fn sign(&mut self, signatures: &BTreeMap<ClientId, ParticipantId>) {
        let nameless: Vec<RecordId> = self.nameless().collect();
        for id in nameless {
            if let (Some(author), Some(record)) = (signatures.get(&id.client), self.record(id)) {
                let signed = Record {
                    author: *author,
                    ..record.clone()
                };
                self.put(id, Some(signed));
            }
        }
    }

    /// Does an operation, asked for by a participant. What makes no sense (any
    /// more) changes nothing. Returns the records concerned.
    pub fn apply(&mut self, operation: &Operation, by: ParticipantId) -> Vec<RecordId> {
        match operation {
            Operation::Reveal(Reveal::All) => self.reveal(|_| true),
            Operation::Reveal(Reveal::Author(author)) => {
                self.reveal(|record| record.author == *author)
            }
            Operation::Reveal(Reveal::Signed(author)) => {
                self.reveal(|record| record.author == *author && !record.secrecy.unsigned)
            }
            Operation::SetPhase(phase) => {
                self.phase = *phase;
                Vec::new()
            }
            Operation::SetGroups(groups) => {
                self.groups.clone_from(groups);
                Vec::new()
            }
            Operation::SetParkingLot(frame) => {
                self.parking_lot = Some(*frame);
                Vec::new()
            }
            _ => operation
                .record()
                .filter(|id| self.apply_to_record(*id, operation, by))
                .into_iter()
                .collect(),
        }
    }

    fn apply_to_record(&mut self, id: RecordId, operation: &Operation, by: ParticipantId) -> bool {
        match self.records.get_mut(&id) {
            Some(record) => {
                let (held, was) = (record.shape.bytes(), Amount::on_board(record));
                change(record, operation, by);
                let (author, now) = (record.author, Amount::on_board(record));
                self.bytes = self.bytes.saturating_sub(held);
                self.bytes = self.bytes.saturating_add(record.shape.bytes());
                // What is taken off or put back is so with all that it holds, as its
                // creator's; a text that changes is the affair of whoever writes.
                let whose = if was.records == now.records {
                    by
                } else {
                    author
                };
                self.count(whose, was, now);
                true
            }
            None => match create(operation, by) {
                Some(mut record) => {
                    // Also where the log does not say so: it did not always.
                    record.secrecy.unsigned |= self.phase.names_hidden;
                    self.put(id, Some(record));
                    true
                }
                None => false,
            },
        }
    }

    fn reveal(&mut self, chosen: impl Fn(&Record) -> bool) -> Vec<RecordId> {
        let mut revealed = Vec::new();
        for (id, record) in &mut self.records {
            if record.secrecy.hidden && chosen(record) {
                record.secrecy.hidden = false;
                revealed.push(*id);
            }
        }
        revealed
    }

    /// Takes over from another what is of no record: the phase, the groups, which frame is the
    /// parking lot.
    pub(crate) fn follow(&mut self, other: &Self) {
        self.phase = other.phase;
        self.groups.clone_from(&other.groups);
        self.parking_lot = other.parking_lot;
    }

    /// Puts a record in the place of whatever was known under its id.
    pub(crate) fn put(&mut self, id: RecordId, record: Option<Record>) {
        if let Some(record) = &record {
            self.bytes = self.bytes.saturating_add(record.shape.bytes());
            self.count(record.author, Amount::ZERO, Amount::on_board(record));
        }
        let replaced = match record {
            Some(record) => self.records.insert(id, record),
            None => self.records.remove(&id),
        };
        if let Some(replaced) = replaced {
            self.bytes = self.bytes.saturating_sub(replaced.shape.bytes());
            self.count(replaced.author, Amount::on_board(&replaced), Amount::ZERO);
        }
    }

    /// Follows what a record takes of the board.
    fn count(&mut self, whose: ParticipantId, was: Amount, now: Amount) {
        if was == now {
            return;
        }
        self.present = self.present.plus(now).minus(was);
        // Who takes away what others wrote does not come below nothing: all shares together
        // are never less than what is there.
        let share = self.share(whose).plus(now).minus(was);
        match share {
            Amount::ZERO => self.shares.remove(&whose),
            share => self.shares.insert(whose, share),
        };
    }
}

/// The record after operations that concern it, given the one before.
pub(crate) fn after<'a>(
    mut record: Option<Record>,
    operations: impl IntoIterator<Item = &'a Operation>,
    by: ParticipantId,
) -> Option<Record> {
    for operation in operations {
        match &mut record {
            Some(record) => change(record, operation, by),
            None => record = create(operation, by),
        }
    }
    record
}

fn create(operation: &Operation, by: ParticipantId) -> Option<Record> {
    let (_, secrecy, shape) = operation.created()?;
    Some(Record {
        author: by,
        secrecy,
        deleted: false,
        locked: false,
        shape: shape.clone(),
        contested: Vec::new(),
    })
}

fn change(record: &mut Record, operation: &Operation, by: ParticipantId) {
    match operation {
        Operation::Set(_, property) => record.shape.set(property),
        Operation::Edit(_, edit) | Operation::PutBack(_, Again::Edit(_, edit)) => {
            record.shape.text = edit.apply(&record.shape.text);
        }
        Operation::Delete(_) => record.deleted = true,
        Operation::Restore(_) => record.deleted = false,
        Operation::Contest(_, value) => record.contest(value.clone(), by),
        Operation::Settle {
            property,
            by: contestant,
            adopt,
            ..
        } => record.settle(*property, *contestant, *adopt),
        Operation::Reveal(_) => record.secrecy.hidden = false,
        Operation::Lock(_, locked) => record.locked = *locked,
        Operation::Create { .. }
        | Operation::PutBack(_, Again::Create { .. })
        | Operation::SetPhase(_)
        | Operation::SetGroups(_)
        | Operation::Lead { .. }
        | Operation::SetParkingLot(_) => {}
    }
}

#[cfg(test)]
mod tests;
