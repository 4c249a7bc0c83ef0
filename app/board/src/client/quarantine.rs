//! What a client was refused, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::pending::Waiting;
use super::{Client, Notice, Update};
use crate::document::Document;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::put_back::{Again, Lost};
use crate::record::Shape;
use crate::rules::{Refusal, is_unsigned};
use crate::text::TextEdit;

/// An operation that the server refused. It is kept until its author proposes
/// it again or discards it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The operation.
    pub operation: Operation,
    /// Why it was refused.
    pub refusal: Refusal,
}

impl Client {
    /// Asks again for an operation in quarantine. A record that it creates gets a new id
    /// where its own would tell who created what nobody signs, or is not taken from here. One
    /// that is there already is not created twice: its text gets what it lacks. Whatever
    /// creates or edits names what was lost, for another device of the same person may put the
    /// same back.
    ///
    /// # Errors
    ///
    /// It may still not be done; it stays where it is.
    pub fn propose_again(&mut self, index: usize) -> Result<Update, Refusal> {
        let proposal = self.quarantine.get(index).ok_or(Refusal::UnknownRecord)?;
        let mut proposal = proposal.clone();
        let lost = self.lost_by(&proposal.operation);
        let new = self.new_id_of(&proposal);
        proposal.operation.rename(&new);
        let operation = match self.lacking(&self.view, &proposal.operation) {
            Some((_, lacking)) if lacking.is_empty() => None,
            Some((id, lacking)) => Some(Operation::Edit(id, lacking)),
            // What others did meanwhile has left nothing of it to be done.
            None => Some(proposal.operation).filter(|operation| !operation.is_empty()),
        };
        let update = match (operation, lost) {
            (Some(operation), Some(lost)) => self.act(vec![operation.put_back(lost)])?,
            (Some(operation), None) => self.act(vec![operation])?,
            (None, _) => Update {
                notices: vec![Notice::PutBackAlready],
                ..Update::default()
            },
        };
        self.quarantine.remove(index);
        for other in &mut self.quarantine {
            other.operation.rename(&new);
        }
        Ok(update)
    }

    fn new_id_of(&mut self, proposal: &Proposal) -> BTreeMap<RecordId, RecordId> {
        let mut new = BTreeMap::new();
        if let Some((id, secrecy, shape)) = proposal.operation.created() {
            let unsigned = secrecy.unsigned || is_unsigned(&self.view, shape);
            let me = self.member.map(|member| member.participant);
            let renewed = match self.view.record(id) {
                Some(there) => Some(there.author) != me,
                None if proposal.refusal == Refusal::IdTaken => true,
                None if id.is_of_nobody() => false,
                // What a restored server lost may be of another device of the same person.
                None => unsigned || id.client != self.id,
            };
            if renewed {
                new.insert(id, self.new_id(unsigned));
            }
        }
        new
    }

    /// Takes over what another client of the same person was refused, but for what is there,
    /// or waits here as well. What it would have created under an id of its own gets a new one,
    /// so that it can be proposed again from here; under an id of nobody's it is known again
    /// wherever it is put back. What a restored server lost keeps its id until then: it may be
    /// there by now, or lack some words only.
    pub fn adopt(&mut self, refused: &[Proposal]) {
        let mut new = BTreeMap::new();
        let mut taken_over = Vec::new();
        for proposal in refused {
            if self.is_there(&proposal.operation) || self.awaits(&proposal.operation) {
                continue;
            }
            if let Some((id, secrecy, _)) = proposal.operation.created() {
                let renewed = match proposal.refusal {
                    Refusal::IdTaken => true,
                    Refusal::LostByServer => false,
                    _ => !id.is_of_nobody(),
                };
                if renewed {
                    new.insert(id, self.new_id(secrecy.unsigned));
                }
            }
            taken_over.push(proposal.clone());
        }
        for mut proposal in taken_over {
            proposal.operation.rename(&new);
            self.quarantine.push(proposal);
        }
    }

    /// What another client was refused, as it is here: an edit that waits there rests on the text
    /// as that client holds it, which may be one of before.
    #[must_use]
    pub fn brought_along(&self, other: &Self, mut refused: Vec<Proposal>) -> Vec<Proposal> {
        let edits = refused.iter_mut();
        for (id, edit) in edits.filter_map(|proposal| proposal.operation.edit_mut()) {
            if let Some((before, now)) = other.view.record(id).zip(self.view.record(id)) {
                let since = TextEdit::between(&before.shape.text, &now.shape.text);
                (*edit, _) = TextEdit::transform(edit, &since);
            }
        }
        refused
    }

    /// Whether an edit of a record's text waits.
    pub(super) fn proposes_in(&self, id: RecordId) -> bool {
        let mut waiting = self.quarantine.iter();
        waiting.any(|proposal| proposal.operation.edit().is_some_and(|(of, _)| of == id))
    }

    /// Keeps what was refused, by a name that it has from then on wherever it waits.
    pub(super) fn keep_refused(&mut self, refused: Waiting, refusal: Refusal) {
        let lost = Lost::operation(self.id, refused.counter);
        let operation = refused.operation.put_back(lost);
        self.quarantine.push(Proposal { operation, refusal });
    }

    /// Gives up what is there by now: another device of the same person put it back. Tells
    /// of what was refused beyond the first so many, and is not; of what was put back in vain;
    /// and of what was to lead the session, which does not wait for another moment. Says which
    /// frames are not to be made, as the groups that were to work in them were not formed.
    pub(super) fn sort_out(&mut self, known: usize, update: &mut Update) -> BTreeSet<RecordId> {
        let mut unformed = BTreeSet::new();
        let proposals = std::mem::take(&mut self.quarantine);
        for (place, proposal) in proposals.into_iter().enumerate() {
            if proposal.refusal == Refusal::PutBackAlready {
                update.notices.push(Notice::PutBackAlready);
                continue;
            }
            // Refused with the groups, of which that is told.
            if place >= known && creates_one_of(&proposal.operation, &unformed) {
                continue;
            }
            let leads = matches!(proposal.operation, Operation::Lead { .. });
            if leads || proposal.refusal == Refusal::Late {
                update.notices.push(Notice::NotDone(proposal.refusal));
                let groups = proposal.operation.formed().iter();
                unformed.extend(groups.map(|group| group.frame));
                continue;
            }
            if self.is_there(&proposal.operation) {
                continue;
            }
            if place >= known {
                update.notices.push(Notice::Quarantined(proposal.refusal));
            }
            self.quarantine.push(proposal);
        }
        unformed
    }

    /// Makes none of those of these frames that were not sent with the groups that were to work
    /// in them: what creates them waits behind these, and goes once they have their answer.
    pub(super) fn give_up_frames(&mut self, frames: &BTreeSet<RecordId>, update: &mut Update) {
        if frames.is_empty() {
            return;
        }
        self.pending.give_up(frames);
        self.rebuild(frames);
        update.touched.extend(frames);
    }

    /// What a text of this person's had become, as all devices name it that held the same.
    pub(super) fn lost(&self, id: RecordId, text: &str) -> Lost {
        Lost::text(self.epoch.unwrap_or_default(), id, text)
    }

    /// What an operation in quarantine would put back. What is done twice as it is done once
    /// has no name.
    fn lost_by(&self, operation: &Operation) -> Option<Lost> {
        if let Operation::PutBack(lost, _) = operation {
            return Some(*lost);
        }
        let (id, _, shape) = operation.created()?;
        Some(self.lost(id, &shape.text))
    }

    /// Whether an operation would create what this person has there already, with all that it
    /// would say; or make of a text what it is.
    fn is_there(&self, operation: &Operation) -> bool {
        if let Operation::PutBack(lost, Again::Edit(id, _)) = operation {
            let there = self.confirmed.record(*id);
            return there.is_some_and(|there| self.lost(*id, &there.shape.text) == *lost);
        }
        let lacking = self.lacking(&self.confirmed, operation);
        lacking.is_some_and(|(_, lacking)| lacking.is_empty())
    }

    /// Where an operation would create a record of this person's that is there already: what
    /// that one lacks.
    fn lacking(&self, document: &Document, operation: &Operation) -> Option<(RecordId, TextEdit)> {
        let (id, _, shape) = operation.created()?;
        let me = self.member?.participant;
        let there = document.record(id).filter(|there| there.author == me)?;
        Some((id, lacking_in(&there.shape, shape)))
    }

    /// Whether the same waits in quarantine, with all that it would say.
    fn awaits(&self, operation: &Operation) -> bool {
        let mut waiting = self.quarantine.iter();
        waiting.any(|proposal| includes(&proposal.operation, operation))
    }

    /// Gives an operation in quarantine up.
    pub fn discard(&mut self, index: usize) -> Option<Proposal> {
        (index < self.quarantine.len()).then(|| self.quarantine.remove(index))
    }
}

/// Brings edits of a text that wait past another edit of it in the view. Each is proposed, or
/// given up, for itself.
pub(super) fn pass<'a>(
    proposals: impl IntoIterator<Item = &'a mut Proposal>,
    id: RecordId,
    edit: &TextEdit,
) {
    for waiting in edits_of(proposals, id) {
        (*waiting, _) = TextEdit::transform(waiting, edit);
    }
}

/// Leaves of the edits of a text that wait only what they insert.
pub(super) fn only_insert<'a>(proposals: impl IntoIterator<Item = &'a mut Proposal>, id: RecordId) {
    for waiting in edits_of(proposals, id) {
        *waiting = waiting.insertions();
    }
}

fn edits_of<'a>(
    proposals: impl IntoIterator<Item = &'a mut Proposal>,
    id: RecordId,
) -> impl Iterator<Item = &'a mut TextEdit> {
    let edits = proposals.into_iter();
    let edits = edits.filter_map(|proposal| proposal.operation.edit_mut());
    edits.filter_map(move |(of, edit)| (of == id).then_some(edit))
}

/// Whether an operation creates one of these records.
fn creates_one_of(operation: &Operation, ids: &BTreeSet<RecordId>) -> bool {
    let created = operation.created();
    created.is_some_and(|(id, ..)| ids.contains(&id))
}

/// Whether what waits would do all that another operation would.
fn includes(waiting: &Operation, other: &Operation) -> bool {
    if let (Operation::PutBack(waiting, _), Operation::PutBack(other, _)) = (waiting, other)
        && waiting == other
    {
        return true;
    }
    match (waiting.created(), other.created()) {
        (Some((waiting, _, there)), Some((id, _, wanted))) => {
            waiting == id && lacking_in(there, wanted).is_empty()
        }
        // The same edit twice may be two: only its name would say. All else is done twice as
        // it is done once.
        _ => waiting == other && other.edit().is_none(),
    }
}

/// What the text of a record lacks of another's. Nothing is taken from it: somebody may have
/// gone on in it.
fn lacking_in(there: &Shape, wanted: &Shape) -> TextEdit {
    TextEdit::between(&there.text, &wanted.text).insertions()
}
