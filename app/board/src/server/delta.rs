//! What a reader is told of a part of the log: a pure function of the entries,
//! the document and the reader. Nothing else decides what leaves the server.

use std::collections::{HashMap, HashSet};

use super::tail::{Ordered, Tail};
use super::{Delta, Refusals};
use crate::document::Document;
use crate::ids::{ClientId, ParticipantId, RecordId, Seq};
use crate::operation::Operation;
use crate::property::PropertyName;
use crate::wire::{Change, Section};

/// Whom a delta is for.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) client: ClientId,
    pub(super) participant: ParticipantId,
}

impl Reader {
    /// What the reader may know of what changed since a place; `None` if the
    /// room no longer knows.
    pub(super) fn delta(self, tail: &Tail, document: &Document, from: Seq) -> Option<Delta> {
        build(tail, document, from, Some(self))
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

/// What everyone may know of what changed since a place.
pub(super) fn public_delta(tail: &Tail, document: &Document, from: Seq) -> Option<Delta> {
    build(tail, document, from, None)
}

/// Whether an entry concerns something that not everyone may know of.
pub(super) fn is_private(document: &Document, ordered: &Ordered) -> bool {
    ordered.entry.outcome.is_err() || ordered.affected.iter().any(|id| is_hidden(document, *id))
}

/// The authors of unsigned records that an entry shows: they are told that these are
/// theirs, and nobody else is.
pub(super) fn unsigned_authors<'a>(
    document: &'a Document,
    ordered: &'a Ordered,
) -> impl Iterator<Item = ParticipantId> + 'a {
    let shown = matches!(&ordered.entry.outcome, Ok(operation) if makes_appear(operation));
    let affected = ordered.affected.iter().filter(move |_| shown);
    let records = affected.filter_map(move |id| document.record(*id));
    let unsigned = records.filter(|record| record.secrecy.unsigned);
    unsigned.map(|record| record.author)
}

/// Whether the records concerned are told of as wholes.
const fn makes_appear(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Create { .. } | Operation::Restore(_) | Operation::Reveal(_)
    )
}

fn is_hidden(document: &Document, id: RecordId) -> bool {
    document
        .record(id)
        .is_some_and(|record| record.secrecy.hidden)
}

fn build(tail: &Tail, document: &Document, from: Seq, reader: Option<Reader>) -> Option<Delta> {
    let entries = tail.since(from)?;
    let mut telling = Telling::new(document, reader, entries.clone());
    let mut sections: Vec<Section> = Vec::new();
    for (place, ordered) in entries.enumerate() {
        let entry = &ordered.entry;
        let own = reader.is_some_and(|reader| reader.client == entry.client);
        if !own && !telling.may_know(ordered) {
            continue;
        }
        let changes = telling.changes(place, ordered);
        let participant = telling.whoever_did(ordered);
        match sections.last_mut() {
            Some(last) if (last.client, last.participant) == (entry.client, participant) => {
                last.counter = entry.counter;
                last.changes.extend(changes);
            }
            _ => sections.push(Section {
                client: entry.client,
                participant,
                counter: entry.counter,
                changes,
            }),
        }
    }
    Some(Delta {
        from,
        to: tail.end(),
        sections,
    })
}

/// The state of telling one part of the log.
struct Telling<'a> {
    document: &'a Document,
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
        reader: Option<Reader>,
        entries: impl Iterator<Item = &'a Ordered>,
    ) -> Self {
        let mut telling = Self {
            document,
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

    /// Who did what an entry says; nobody where that would tell whose an unsigned record
    /// is. (Whose value is contested, everybody is told.)
    fn whoever_did(&self, ordered: &Ordered) -> ParticipantId {
        let by = ordered.entry.participant;
        let told_anyway = matches!(ordered.entry.outcome, Ok(Operation::Contest(..)));
        let reader = self.reader.map(|reader| reader.participant);
        let mut affected = ordered.affected.iter();
        let tells = affected.any(|id| {
            let record = self.document.record(*id);
            record.is_some_and(|record| record.author == by && record.author_for(reader) != by)
        });
        if tells && !told_anyway {
            return ParticipantId::NOBODY;
        }
        by
    }

    fn sees(&self, id: RecordId) -> bool {
        self.document.record(id).is_some_and(|record| {
            self.reader.map_or(!record.secrecy.hidden, |reader| {
                record.is_visible_to(reader.participant)
            })
        })
    }

    fn changes(&mut self, place: usize, ordered: &Ordered) -> Vec<Change> {
        let Ok(operation) = &ordered.entry.outcome else {
            return Vec::new();
        };
        if let Operation::SetPhase(_) | Operation::SetGroups(_) = operation {
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
            let reader = self.reader.map(|reader| reader.participant);
            return Some(Change::Put(id, Box::new(record.as_told_to(reader))));
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
