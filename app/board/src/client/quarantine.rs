//! What a client was refused, and what becomes of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Client, Update};
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::rules::Refusal;

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
    /// where its own would tell who created what nobody signs, or is not taken any more.
    ///
    /// # Errors
    ///
    /// It may still not be done; it stays where it is.
    pub fn propose_again(&mut self, index: usize) -> Result<Update, Refusal> {
        let proposal = self.quarantine.get(index).ok_or(Refusal::UnknownRecord)?;
        let mut proposal = proposal.clone();
        let new = self.new_id_of(&proposal);
        proposal.operation.rename(&new);
        let update = self.act(vec![proposal.operation])?;
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
            let renewed = if id.is_of_nobody() {
                proposal.refusal == Refusal::IdTaken
            } else {
                id.client == self.id && unsigned
            };
            if renewed && self.view.record(*id).is_none() {
                new.insert(*id, self.new_id(true));
            }
        }
        new
    }

    /// Takes over what another client of the same person was refused. What it would have
    /// created gets new ids, so that it can be proposed again from here.
    pub fn adopt(&mut self, refused: &[Proposal]) {
        let mut new = BTreeMap::new();
        for proposal in refused {
            if let Operation::Create { id, secrecy, .. } = &proposal.operation {
                new.insert(*id, self.new_id(secrecy.unsigned));
            }
        }
        for proposal in refused {
            let mut proposal = proposal.clone();
            proposal.operation.rename(&new);
            self.quarantine.push(proposal);
        }
    }

    /// Gives an operation in quarantine up.
    pub fn discard(&mut self, index: usize) -> Option<Proposal> {
        (index < self.quarantine.len()).then(|| self.quarantine.remove(index))
    }
}
