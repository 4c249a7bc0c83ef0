//! What those are answered who may leave nothing on a board: observers, and readers of a
//! session that is closed. It stands in no log, so that nobody who only looks on makes that
//! longer; whoever asks again is refused again.

use std::collections::BTreeMap;

use super::{ConnectionId, Room};
use crate::operation::{Operation, Reveal};
use crate::record::Record;
use crate::rules::{Author, Refusal, Role};
use crate::wire::{Refusals, Submit};

/// What a connection is told with the answer to its next greeting.
#[derive(Debug, Default)]
pub(super) struct TurnedAway {
    /// The last operation that it has an answer to; zero if there is none.
    pub(super) last: u32,
    refused: BTreeMap<u32, Refusal>,
}

impl TurnedAway {
    pub(super) fn refused_since(&self, counter: u32) -> Refusals {
        let refused = self.refused.range(counter..);
        refused
            .map(|(counter, refusal)| (*counter, *refusal))
            .collect()
    }
}

/// The operations of a frame that have had no answer yet, with their counters.
fn unanswered(submit: &Submit, expected: u32) -> impl Iterator<Item = (u32, &Operation)> {
    let first = submit.first;
    let counted = (0_u32..).zip(&submit.operations);
    let counted = counted
        .filter_map(move |(offset, operation)| Some((first.checked_add(offset)?, operation)));
    counted.filter(move |(counter, _)| *counter >= expected)
}

impl Room {
    /// Whether something of a frame is to stand in the log. If it is, all of it does: what
    /// was refused before is known again by its counter.
    pub(super) fn is_heard(&self, author: Author, submit: &Submit, expected: u32) -> bool {
        match author.member.role {
            Role::Facilitator | Role::Participant => true,
            Role::Observer | Role::Reader => {
                let mut new = unanswered(submit, expected);
                new.any(|(_, operation)| self.leaves_something(author, operation))
            }
        }
    }

    /// Keeps the answers to a frame of which nothing is to stand in the log, for the greeting
    /// that follows.
    pub(super) fn turn_away(
        &mut self,
        connection: ConnectionId,
        author: Author,
        submit: &Submit,
        expected: u32,
    ) {
        let answers = unanswered(submit, expected);
        let answers: Vec<(u32, Option<Refusal>)> = answers
            .map(|(counter, operation)| (counter, self.answer(author, operation).err()))
            .collect();
        let Some(known) = self.connections.get_mut(&connection) else {
            return;
        };
        for (counter, refusal) in answers {
            known.turned_away.last = known.turned_away.last.max(counter);
            if let Some(refusal) = refusal {
                known.turned_away.refused.insert(counter, refusal);
            }
        }
    }

    /// Whether an operation is done, and changes something: those who only read may show what
    /// they wrote in private, once.
    fn leaves_something(&self, author: Author, operation: &Operation) -> bool {
        if self.answer(author, operation).is_err() {
            return false;
        }
        match operation {
            Operation::Reveal(reveal) => self.shows(*reveal),
            _ => true,
        }
    }

    /// Whether a reveal shows anything that is hidden.
    fn shows(&self, reveal: Reveal) -> bool {
        match reveal {
            Reveal::All | Reveal::Next => self.hides(|_| true),
            Reveal::Author(author) => self.hides(|record| record.author == author),
            Reveal::Signed(author) => {
                self.hides(|record| record.author == author && !record.secrecy.unsigned)
            }
            Reveal::Record(id) => {
                let record = self.document.record(id);
                record.is_some_and(|record| record.secrecy.hidden)
            }
        }
    }

    /// Whether any of these records is hidden.
    fn hides(&self, chosen: impl Fn(&Record) -> bool) -> bool {
        let records = self.document.ids();
        let mut records = records.filter_map(|id| self.document.record(id));
        records.any(|record| record.secrecy.hidden && chosen(record))
    }
}
