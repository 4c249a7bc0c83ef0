//! What a reader is told of a part of the log: a pure function of the entries,
//! the document and the reader. Nothing else decides what leaves the server.

use std::collections::{HashMap, HashSet};

use super::tail::{Ordered, Tail};
use super::{Delta, Refusals};
use crate::document::Document;
use crate::ids::{ClientId, ParticipantId, RecordId, Seq};
use crate::operation::Operation;
use crate::property::PropertyName;
use crate::rules::Member;
use crate::wire::{Change, Section};

/// Whom a delta is for.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) client: ClientId,
    pub(super) member: Member,
}

impl Reader {
    /// What the reader may know of what changed since a place; `None` if the
    /// room no longer knows.
    pub(super) fn delta(self, tail: &Tail, document: &Document, from: Seq) -> Option<Delta> {
        let names_hidden = document.phase().hides_names_from(self.member);
        build(tail, document, from, names_hidden, Some(self))
    }

    /// The reader's own operations since a place that were refused.
    pub(super) fn refusals(self, tail: &Tail, from: Seq) -> Refusals {
        let entries = tail.since(from).into_iter().flatten();
        entries
            .filter(|ordered| ordered.entry.client == self.client)
            .filter_map(|Ordered { entry, .. }| Some((entry.counter, entry.outcome.clone().err()?)))
            .collect()
    }
}

/// What everyone may know of what changed since a place, with names or without.
pub(super) fn public_delta(
    tail: &Tail,
    document: &Document,
    from: Seq,
    names_hidden: bool,
) -> Option<Delta> {
    build(tail, document, from, names_hidden, None)
}

/// Whether an entry concerns something that not everyone may know of.
pub(super) fn is_private(document: &Document, ordered: &Ordered) -> bool {
    ordered.entry.outcome.is_err() || ordered.affected.iter().any(|id| is_hidden(document, *id))
}

/// Whether an entry concerns something that nobody signs. Whoever did that is told to nobody
/// else: neither its author, nor who it is not by.
pub(super) fn is_nobodys(document: &Document, ordered: &Ordered, names_hidden: bool) -> bool {
    let mut records = ordered
        .affected
        .iter()
        .filter_map(|id| document.record(*id));
    records.any(|record| record.signer(names_hidden).is_none())
}

/// The authors of records that an entry shows and nobody signs: they are told that these
/// are theirs, and nobody else is.
pub(super) fn untold_authors<'a>(
    document: &'a Document,
    ordered: &'a Ordered,
    names_hidden: bool,
) -> impl Iterator<Item = ParticipantId> + 'a {
    let shown = matches!(&ordered.entry.outcome, Ok(operation) if makes_appear(operation));
    let affected = ordered.affected.iter().filter(move |_| shown);
    let records = affected.filter_map(move |id| document.record(*id));
    let untold = records.filter(move |record| record.signer(names_hidden).is_none());
    untold.map(|record| record.author)
}

/// Whether the records concerned are told of as wholes.
const fn makes_appear(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Create { .. } | Operation::Restore(_) | Operation::Reveal(_)
    )
}

/// Also one that is forgotten: what was done to it is told to nobody but whoever did it.
fn is_hidden(document: &Document, id: RecordId) -> bool {
    document
        .record(id)
        .is_none_or(|record| record.secrecy.hidden)
}

/// Whose the signed records are, where names are shown that those who follow may not have
/// been told: they were hidden within these entries, or until the session ended.
fn signatures<'a>(
    document: &Document,
    mut entries: impl Iterator<Item = &'a Ordered>,
    names_hidden: bool,
) -> Vec<(ClientId, ParticipantId)> {
    let shows_again = document.phase().names_hidden || entries.any(|ordered| ordered.shows_names);
    match shows_again && !names_hidden {
        true => document.signatures().into_iter().collect(),
        false => Vec::new(),
    }
}

fn build(
    tail: &Tail,
    document: &Document,
    from: Seq,
    names_hidden: bool,
    reader: Option<Reader>,
) -> Option<Delta> {
    let entries = tail.since(from)?;
    let signatures = signatures(document, entries.clone(), names_hidden);
    let mut telling = Telling::new(document, names_hidden, reader, entries.clone());
    let mut sections: Vec<Section> = Vec::new();
    for (place, ordered) in entries.enumerate() {
        let entry = &ordered.entry;
        let own = reader.is_some_and(|reader| reader.client == entry.client);
        if !own && !telling.may_know(ordered) {
            continue;
        }
        let changes = telling.changes(place, ordered);
        let section = telling.section(ordered, changes);
        match sections.last_mut() {
            Some(last)
                if (last.client, last.participant) == (section.client, section.participant) =>
            {
                last.operations = last.operations.saturating_add(section.operations);
                last.changes.extend(section.changes);
            }
            _ => sections.push(section),
        }
    }
    Some(Delta {
        from,
        to: tail.end(),
        sections,
        signatures,
    })
}

/// The state of telling one part of the log.
struct Telling<'a> {
    document: &'a Document,
    names_hidden: bool,
    reader: Option<Reader>,
    /// Records that the reader may not hold, which are told of as they are now;
    /// true once that has been done.
    appearing: HashMap<RecordId, bool>,
    /// Where each property gets the value that it has in the end.
    last_set: HashMap<(RecordId, PropertyName), usize>,
}

impl<'a> Telling<'a> {
    fn new(
        document: &'a Document,
        names_hidden: bool,
        reader: Option<Reader>,
        entries: impl Iterator<Item = &'a Ordered>,
    ) -> Self {
        let mut telling = Self {
            document,
            names_hidden,
            reader,
            appearing: HashMap::new(),
            last_set: HashMap::new(),
        };
        for (place, ordered) in entries.enumerate() {
            match &ordered.entry.outcome {
                Ok(operation) if makes_appear(operation) => {
                    let affected = ordered.affected.iter().map(|id| (*id, false));
                    telling.appearing.extend(affected);
                }
                Ok(Operation::Set(id, property)) => {
                    telling.last_set.insert((*id, property.name()), place);
                }
                _ => {}
            }
        }
        telling
    }

    fn may_know(&self, ordered: &Ordered) -> bool {
        ordered.entry.outcome.is_ok()
            && (ordered.affected.is_empty() || ordered.affected.iter().any(|id| self.sees(*id)))
    }

    /// The person whom all this is for, if it is for one.
    fn participant(&self) -> Option<ParticipantId> {
        self.reader.map(|reader| reader.member.participant)
    }

    /// What an entry changed, and who did it: nobody where that is not told. (Whose value is
    /// contested, everybody is told.)
    fn section(&self, ordered: &Ordered, changes: Vec<Change>) -> Section {
        let entry = &ordered.entry;
        let own = self.participant() == Some(entry.participant);
        if own || !is_nobodys(self.document, ordered, self.names_hidden) {
            return Section {
                client: entry.client,
                participant: entry.participant,
                operations: 1,
                changes,
            };
        }
        let participant = match entry.outcome {
            Ok(Operation::Contest(..)) => entry.participant,
            _ => ParticipantId::NOBODY,
        };
        Section {
            client: ClientId::ROOM,
            participant,
            operations: 0,
            changes,
        }
    }

    fn sees(&self, id: RecordId) -> bool {
        self.document.record(id).is_some_and(|record| {
            self.participant().map_or(!record.secrecy.hidden, |reader| {
                record.is_visible_to(reader)
            })
        })
    }

    fn changes(&mut self, place: usize, ordered: &Ordered) -> Vec<Change> {
        let Ok(operation) = &ordered.entry.outcome else {
            return Vec::new();
        };
        if let Operation::SetPhase(_) | Operation::SetGroups(_) | Operation::SetParkingLot(_) =
            operation
        {
            return vec![Change::Apply(operation.clone())];
        }
        let seen: HashSet<RecordId> = ordered
            .affected
            .iter()
            .copied()
            .filter(|id| self.sees(*id))
            .collect();
        let mut changes = Vec::new();
        for id in &ordered.affected {
            if seen.contains(id) {
                changes.extend(self.change(place, *id, operation));
            }
        }
        changes
    }

    fn change(&mut self, place: usize, id: RecordId, operation: &Operation) -> Option<Change> {
        if let Some(told) = self.appearing.get_mut(&id) {
            if *told || !makes_appear(operation) {
                return None;
            }
            *told = true;
            // Also if it is deleted again: edits of it may still be on their way.
            let record = self.document.record(id)?;
            let told = record.as_told_to(self.participant(), self.names_hidden);
            return Some(Change::Put(id, Box::new(told)));
        }
        match operation {
            Operation::Set(id, property)
                if self.last_set.get(&(*id, property.name())) != Some(&place) =>
            {
                None
            }
            _ => Some(Change::Apply(operation.clone())),
        }
    }
}
