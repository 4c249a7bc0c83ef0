//! A client's own operations that have had no answer yet, in the order in which
//! they were done, always in the form that follows the confirmed document.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::is_shown_at_once;
use crate::ids::RecordId;
use crate::limits::MAX_SUBMITTED;
use crate::operation::Operation;
use crate::text::TextEdit;
use crate::wire;

/// Bytes of operations in one frame. A single operation is always shorter.
const MAX_SUBMITTED_BYTES: usize = 128 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) counter: u32,
    pub(super) operation: Operation,
    /// Done, or still without an answer, while there was no connection.
    pub(super) offline: bool,
    /// The revision of the queue in which it got its present form.
    revision: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Pending {
    waiting: VecDeque<Waiting>,
    last_counter: u32,
    revision: u64,
    saved: u64,
    /// The last counter that is on its way; zero if none is.
    in_flight: u32,
    /// The last counter that has ever been sent. The server may have taken what
    /// was sent, answer or not: up to here nothing may be merged.
    sent: u32,
    /// The revision in which something was refused, or all of it got another id: nothing is
    /// sent before that is saved.
    #[serde(skip)]
    held: u64,
}

impl Pending {
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Waiting> {
        self.waiting.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Waiting> {
        self.waiting.iter_mut()
    }

    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn is_saved(&self) -> bool {
        let mut waiting = self.waiting.iter();
        self.held <= self.saved && waiting.all(|waiting| waiting.revision <= self.saved)
    }

    /// Sends nothing more until the client is saved as it is now: an answer has changed what
    /// else it keeps, and the server may forget that answer with what is sent next.
    pub(super) const fn hold(&mut self) {
        self.revision += 1;
        self.held = self.revision;
    }

    /// Gives records other ids, wherever they are meant.
    pub(super) fn rename(&mut self, new: &BTreeMap<RecordId, RecordId>) {
        self.hold();
        for waiting in &mut self.waiting {
            waiting.operation.rename(new);
            waiting.revision = self.revision;
        }
    }

    /// Hears that the queue as it was in a revision is stored.
    pub(super) fn saved(&mut self, revision: u64) {
        self.saved = self.saved.max(revision.min(self.revision));
    }

    /// The counter of the first operation without an answer, or of the next one.
    pub(super) fn first_counter(&self) -> u32 {
        self.waiting
            .front()
            .map_or(self.last_counter.saturating_add(1), |first| first.counter)
    }

    /// The counter of the last operation that is known to have had its answer.
    pub(super) fn last_answered(&self) -> u32 {
        self.first_counter().saturating_sub(1)
    }

    pub(super) fn is_in_flight(&self) -> bool {
        self.waiting
            .front()
            .is_some_and(|first| first.counter <= self.in_flight)
    }

    /// Everything is to be sent again: what was on its way may be lost.
    pub(super) const fn recall(&mut self) {
        self.in_flight = 0;
    }

    /// Takes over what an earlier tab had stored, and may have sent since.
    pub(super) fn inherit(&mut self) {
        self.mark_offline();
        self.sent = self.last_counter;
        self.saved = self.revision;
    }

    /// The connection is gone. What leads the session is done while whoever leads is there, or
    /// not at all: it keeps its place, so that it has its answer if the room had taken it.
    pub(super) fn mark_offline(&mut self) {
        self.recall();
        for waiting in &mut self.waiting {
            waiting.offline = true;
            waiting.operation.withdraw();
        }
    }

    /// Queues an operation. One that merely goes on with what still waits is
    /// merged into that: thousand steps of a drag are one operation.
    pub(super) fn push(&mut self, operation: Operation, offline: bool) {
        self.revision += 1;
        for waiting in self.waiting.iter_mut().rev() {
            if waiting.counter <= self.sent {
                break;
            }
            if let Some(merged) = merged(&waiting.operation, &operation) {
                waiting.operation = merged;
                waiting.offline |= offline;
                waiting.revision = self.revision;
                return;
            }
            if !matches!(waiting.operation, Operation::Set(..)) {
                break;
            }
        }
        self.last_counter = self.last_counter.saturating_add(1);
        self.waiting.push_back(Waiting {
            counter: self.last_counter,
            operation,
            offline,
            revision: self.revision,
        });
    }

    /// The next operations to be sent, with the counter of the first; `None`
    /// while others are on their way.
    pub(super) fn send(&mut self) -> Option<(u32, Vec<Operation>)> {
        if self.is_in_flight() || self.held > self.saved {
            return None;
        }
        let mut bytes = 0_usize;
        let operations: Vec<Operation> = self
            .waiting
            .iter()
            .take(MAX_SUBMITTED)
            .take_while(|waiting| waiting.revision <= self.saved)
            .map(|waiting| &waiting.operation)
            .take_while(|operation| {
                let fits = bytes == 0;
                bytes = bytes.saturating_add(wire::encode(operation).len());
                fits || bytes <= MAX_SUBMITTED_BYTES
            })
            .cloned()
            .collect();
        let first = self.waiting.front()?.counter;
        let last = self.waiting.get(operations.len().checked_sub(1)?)?;
        self.in_flight = last.counter;
        self.sent = self.sent.max(last.counter);
        Some((first, operations))
    }

    /// Removes the operations up to a counter: they have had their answer.
    pub(super) fn answered(&mut self, through: u32) -> Vec<Waiting> {
        let count = self
            .waiting
            .iter()
            .take_while(|waiting| waiting.counter <= through)
            .count();
        self.waiting.drain(..count).collect()
    }

    /// Gives up creating records that were never sent, since they did not fit into the frame of
    /// what they belong to. What waits behind moves up, and is sent once that is saved. What is
    /// put back is another matter: it was on the board.
    pub(super) fn give_up(&mut self, records: &BTreeSet<RecordId>) {
        let known = self.waiting.len();
        let first = self.first_counter();
        self.waiting.retain(|waiting| {
            !matches!(&waiting.operation, Operation::Create { id, .. } if records.contains(id))
        });
        if self.waiting.len() == known {
            return;
        }
        self.last_counter = first.saturating_sub(1);
        for waiting in &mut self.waiting {
            self.last_counter = self.last_counter.saturating_add(1);
            waiting.counter = self.last_counter;
        }
        self.sent = self.sent.min(self.last_counter);
        self.hold();
    }

    /// Brings the edits of a record past one by somebody else that the server
    /// ordered before them. Returns that one in the form that follows the edits
    /// up to the given counter, and in the form that follows all of them.
    pub(super) fn pass(
        &mut self,
        id: RecordId,
        earlier: &TextEdit,
        through: u32,
    ) -> (TextEdit, TextEdit) {
        let mut past = earlier.clone();
        let mut halfway = earlier.clone();
        for waiting in &mut self.waiting {
            if let Some((record, edit)) = waiting.operation.edit_mut()
                && record == id
            {
                (*edit, past) = TextEdit::transform(edit, &past);
                if waiting.counter <= through {
                    halfway.clone_from(&past);
                }
            }
        }
        (halfway, past)
    }

    /// Leaves of the edits of a record only what they insert: its text is no
    /// longer known, and deleting could hit what others typed.
    pub(super) fn only_insert(&mut self, id: RecordId) {
        for waiting in &mut self.waiting {
            if let Some((record, edit)) = waiting.operation.edit_mut()
                && record == id
            {
                *edit = edit.insertions();
            }
        }
    }

    /// The operations that show in the view, by the record that they concern.
    pub(super) fn by_record(
        &self,
        records: &BTreeSet<RecordId>,
    ) -> HashMap<RecordId, Vec<&Operation>> {
        let mut found: HashMap<RecordId, Vec<&Operation>> = HashMap::new();
        for waiting in &self.waiting {
            if let Some(id) = waiting.operation.record()
                && records.contains(&id)
                && is_shown_at_once(&waiting.operation)
            {
                found.entry(id).or_default().push(&waiting.operation);
            }
        }
        found
    }
}

/// One operation in place of two that follow each other, where that changes
/// nothing.
fn merged(first: &Operation, second: &Operation) -> Option<Operation> {
    match (first, second) {
        (Operation::Set(id, old), Operation::Set(other, new))
            if id == other && old.name() == new.name() =>
        {
            Some(second.clone())
        }
        (Operation::Edit(id, first), Operation::Edit(other, second)) if id == other => {
            Some(Operation::Edit(*id, first.merged(second)?))
        }
        _ => None,
    }
}
