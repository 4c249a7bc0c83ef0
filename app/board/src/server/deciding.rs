//! What becomes of what clients submit: its place in the order, its final form, and whether
//! it is done.

use std::collections::{BTreeMap, BTreeSet};

use super::concurrent::Concurrent;
use super::{ConnectionId, Entry, Room, TurnedAway};
use crate::actions::spread;
use crate::ids::RecordId;
use crate::operation::{Operation, Reveal};
use crate::outline::reading_order;
use crate::rules::{Author, Member, Refusal, bares_arrow, hidden_ends, leads, permit, promised};
use crate::wire::Submit;

/// The frames of groups that a frame of a client was to form, and that were refused: what
/// creates them comes with these, so that both are kept together, and is refused like them.
#[derive(Default)]
struct Unformed(BTreeMap<RecordId, Refusal>);

impl Unformed {
    fn note(&mut self, refused: &Operation, refusal: Refusal) {
        let groups = refused.formed().iter();
        self.0.extend(groups.map(|group| (group.frame, refusal)));
    }

    fn refusal_of(&self, operation: &Operation) -> Option<Refusal> {
        let (id, ..) = operation.created()?;
        self.0.get(&id).copied()
    }
}

impl Room {
    /// Orders what a client submits; `None` if the client has to find its place
    /// again first, or is told as it does why nothing of it is done.
    pub(super) fn submit(
        &mut self,
        connection: ConnectionId,
        member: Member,
        submit: Submit,
    ) -> Option<()> {
        let joined = self.connections.get(&connection)?.joined?;
        let author = Author {
            client: joined.client,
            member,
        };
        let mut expected = self
            .seats
            .last(author.client)
            .saturating_add(1)
            .max(joined.next);
        if submit.first > expected {
            return None;
        }
        if !self.is_heard(author, &submit, expected) {
            self.turn_away(connection, author, &submit, expected);
            return None;
        }
        if let Some(known) = self.connections.get_mut(&connection) {
            known.turned_away = TurnedAway::default();
        }
        let mut concurrent = Concurrent::since(&self.tail, submit.base, author.client)?;
        let mut unformed = Unformed::default();
        for (offset, operation) in (0_u32..).zip(submit.operations) {
            let counter = submit.first.checked_add(offset)?;
            let operation = concurrent.transform(operation);
            if counter < expected {
                continue;
            }
            self.decide(author, counter, operation, &mut concurrent, &mut unformed);
            expected = counter.saturating_add(1);
        }
        Some(())
    }

    fn decide(
        &mut self,
        author: Author,
        counter: u32,
        operation: Operation,
        concurrent: &mut Concurrent,
        unformed: &mut Unformed,
    ) {
        let operation = self.settled_form(author, operation);
        let answer = match unformed.refusal_of(&operation) {
            Some(refusal) => Err(refusal),
            None => self.answer(author, &operation),
        };
        let outcome = match answer {
            Ok(()) => Ok(self.as_done(author, operation)),
            Err(refusal) => {
                concurrent.refuse(&self.document, &operation);
                unformed.note(&operation, refusal);
                Err(refusal)
            }
        };
        self.enter(Entry {
            seq: self.tail.end().next(),
            client: author.client,
            participant: author.member.participant,
            counter,
            outcome,
        });
    }

    /// Whether an operation is done. What its author has put back already is not, whatever
    /// else speaks against it: that is what they are to know. Nor is what leads and names no
    /// phase, as a program of before kept it; nor what shows an arrow without what it joins.
    pub(super) fn answer(&self, author: Author, operation: &Operation) -> Result<(), Refusal> {
        if self.put_back.has(author.member.participant, operation) {
            return Err(Refusal::PutBackAlready);
        }
        permit(&self.document, author, operation)?;
        if leads(&self.document, author, operation) {
            return Err(Refusal::Late);
        }
        if bares_arrow(&self.document, operation) {
            return Err(Refusal::Misplaced);
        }
        self.is_new(operation)
    }

    /// What a permitted operation is in the phase that runs: nothing else is kept of it.
    fn as_done(&self, author: Author, operation: Operation) -> Operation {
        match operation {
            Operation::Lead { deed, .. } => {
                self.settled_form(author, deed.done_in(self.document.phase()))
            }
            other => other,
        }
    }

    /// Does what an entry says, and has it kept. What it shows to everyone is to be read.
    pub(super) fn enter(&mut self, entry: Entry) {
        let hidden = match &entry.outcome {
            // Whoever shows one after the other does not have the whole board looked through.
            Ok(Operation::Reveal(Reveal::Record(id))) => self.hidden([*id]),
            Ok(Operation::Reveal(_)) => self.hidden(self.document.ids()),
            _ => BTreeSet::new(),
        };
        self.unpersisted.push(entry.clone());
        self.take(entry);
        let still = self.hidden(hidden.iter().copied());
        let shown = hidden.difference(&still).copied().collect();
        for operation in spread(&self.document, &shown) {
            self.enter(self.own_entry(operation));
        }
    }

    /// Those of some records that are on the board and seen by nobody but their author.
    fn hidden(&self, ids: impl IntoIterator<Item = RecordId>) -> BTreeSet<RecordId> {
        let is_hidden = |id: &RecordId| {
            let record = self.document.live(*id);
            record.is_some_and(|record| record.secrecy.hidden)
        };
        ids.into_iter().filter(is_hidden).collect()
    }

    /// Whether a new record's id was never one of a record that is forgotten by now, which the
    /// document cannot tell; and is not of an era that is yet to come.
    fn is_new(&self, operation: &Operation) -> Result<(), Refusal> {
        let Some((id, ..)) = operation.created() else {
            return Ok(());
        };
        let to_come = id.is_of_nobody() && id.number > self.tail.end().era();
        if to_come || self.taken_off.may_have_had(id) {
            return Err(Refusal::IdTaken);
        }
        Ok(())
    }

    /// The operation with what the server decides: what a phase promises, edits that
    /// stay within the text, and which record a reveal shows.
    fn settled_form(&self, author: Author, operation: Operation) -> Operation {
        match operation {
            Operation::Create { id, secrecy, shape } => {
                let promised = promised(&self.document, author.member.role, &shape);
                Operation::Create {
                    id,
                    secrecy: secrecy.and(promised),
                    shape,
                }
            }
            Operation::Reveal(Reveal::Author(of)) if of != author.member.participant => {
                Operation::Reveal(Reveal::Signed(of))
            }
            Operation::Reveal(Reveal::Next) => Operation::Reveal(self.next_hidden()),
            Operation::Edit(id, edit) => match self.document.record(id) {
                Some(record) => Operation::Edit(id, edit.clamped(&record.shape.text)),
                None => Operation::Edit(id, edit),
            },
            Operation::PutBack(lost, again) => {
                self.settled_form(author, again.into()).put_back(lost)
            }
            other => other,
        }
    }

    /// The first hidden record in reading order, an arrow after what it joins. In a frame
    /// everybody's first note comes before anybody's second: none of them knew of the others'
    /// when they wrote.
    fn next_hidden(&self) -> Reveal {
        let is_next = |id: &RecordId| {
            let record = self.document.live(*id);
            record.is_some_and(|record| {
                let mut joined = hidden_ends(&self.document, &record.shape.content);
                record.secrecy.hidden && joined.next().is_none()
            })
        };
        let mut ids = reading_order(&self.document).into_iter();
        ids.find(is_next).map_or(Reveal::Next, Reveal::Record)
    }
}
