//! What a client was refused, and what becomes of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Client, Notice, Update};
use crate::document::Document;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::record::Shape;
use crate::rules::Refusal;
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
    /// that is there already is not created twice: its text gets what it lacks.
    ///
    /// # Errors
    ///
    /// It may still not be done; it stays where it is.
    pub fn propose_again(&mut self, index: usize) -> Result<Update, Refusal> {
        let proposal = self.quarantine.get(index).ok_or(Refusal::UnknownRecord)?;
        let mut proposal = proposal.clone();
        let new = self.new_id_of(&proposal);
        proposal.operation.rename(&new);
        let update = match self.lacking(&self.view, &proposal.operation) {
            Some((_, lacking)) if lacking.is_empty() => Update::default(),
            Some((id, lacking)) => self.act(vec![Operation::Edit(id, lacking)])?,
            None => self.act(vec![proposal.operation])?,
        };
        self.quarantine.remove(index);
        for other in &mut self.quarantine {
            other.operation.rename(&new);
        }
        Ok(update)
    }

    fn new_id_of(&mut self, proposal: &Proposal) -> BTreeMap<RecordId, RecordId> {
        let mut new = BTreeMap::new();
        if let Operation::Create { id, secrecy, .. } = &proposal.operation {
            let unsigned = secrecy.unsigned || self.view.phase().names_hidden;
            let me = self.member.map(|member| member.participant);
            let renewed = match self.view.record(*id) {
                Some(there) => Some(there.author) != me,
                None if proposal.refusal == Refusal::IdTaken => true,
                None if id.is_of_nobody() => false,
                // What a restored server lost may be of another device of the same person.
                None => unsigned || id.client != self.id,
            };
            if renewed {
                new.insert(*id, self.new_id(unsigned));
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
            if let Operation::Create { id, secrecy, .. } = &proposal.operation {
                let renewed = match proposal.refusal {
                    Refusal::IdTaken => true,
                    Refusal::LostByServer => false,
                    _ => !id.is_of_nobody(),
                };
                if renewed {
                    new.insert(*id, self.new_id(secrecy.unsigned));
                }
            }
            taken_over.push(proposal.clone());
        }
        for mut proposal in taken_over {
            proposal.operation.rename(&new);
            self.quarantine.push(proposal);
        }
    }

    /// Gives up what is there by now: another device of the same person put it back. Tells
    /// of what was refused beyond the first so many, and is not.
    pub(super) fn sort_out(&mut self, known: usize, update: &mut Update) {
        let proposals = std::mem::take(&mut self.quarantine);
        for (place, proposal) in proposals.into_iter().enumerate() {
            if self.is_there(&proposal.operation) {
                continue;
            }
            if place >= known {
                update.notices.push(Notice::Quarantined(proposal.refusal));
            }
            self.quarantine.push(proposal);
        }
    }

    /// Whether an operation would create what this person has there already, with all that it
    /// would say.
    fn is_there(&self, operation: &Operation) -> bool {
        let lacking = self.lacking(&self.confirmed, operation);
        lacking.is_some_and(|(_, lacking)| lacking.is_empty())
    }

    /// Where an operation would create a record of this person's that is there already: what
    /// that one lacks.
    fn lacking(&self, document: &Document, operation: &Operation) -> Option<(RecordId, TextEdit)> {
        let Operation::Create { id, shape, .. } = operation else {
            return None;
        };
        let me = self.member?.participant;
        let there = document.record(*id).filter(|there| there.author == me)?;
        Some((*id, lacking_in(&there.shape, shape)))
    }

    /// Whether the same record waits in quarantine to be created, with all that it would say.
    fn awaits(&self, operation: &Operation) -> bool {
        let Operation::Create { id, shape, .. } = operation else {
            return false;
        };
        self.quarantine
            .iter()
            .any(|proposal| match &proposal.operation {
                Operation::Create {
                    id: waiting,
                    shape: there,
                    ..
                } => waiting == id && lacking_in(there, shape).is_empty(),
                _ => false,
            })
    }

    /// Gives an operation in quarantine up.
    pub fn discard(&mut self, index: usize) -> Option<Proposal> {
        (index < self.quarantine.len()).then(|| self.quarantine.remove(index))
    }
}

/// What the text of a record lacks of another's. Nothing is taken from it: somebody may have
/// gone on in it.
fn lacking_in(there: &Shape, wanted: &Shape) -> TextEdit {
    TextEdit::between(&there.text, &wanted.text).insertions()
}
