//! What the server remembers of each client: who is behind it, and up to where
//! its operations have had an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Entry, Refusals};
use crate::ids::{ClientId, ParticipantId};
use crate::limits::MAX_SUBMITTED;
use crate::rules::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Seats(BTreeMap<ClientId, Seat>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seat {
    participant: ParticipantId,
    last: u32,
    refused: BTreeMap<u32, Refusal>,
}

impl Seats {
    pub(super) fn owner(&self, client: ClientId) -> Option<ParticipantId> {
        self.0.get(&client).map(|seat| seat.participant)
    }

    /// The client's last operation that has had an answer; zero if there is none.
    pub(super) fn last(&self, client: ClientId) -> u32 {
        self.0.get(&client).map_or(0, |seat| seat.last)
    }

    pub(super) fn refused_since(&self, client: ClientId, counter: u32) -> Refusals {
        let refused = self
            .0
            .get(&client)
            .map(|seat| seat.refused.range(counter..));
        refused
            .into_iter()
            .flatten()
            .map(|(counter, refusal)| (*counter, *refusal))
            .collect()
    }

    pub(super) fn answer(&mut self, entry: &Entry) {
        let seat = self.0.entry(entry.client).or_insert(Seat {
            participant: entry.participant,
            last: 0,
            refused: BTreeMap::new(),
        });
        seat.last = entry.counter;
        if let Err(refusal) = entry.outcome {
            seat.refused.insert(entry.counter, refusal);
        }
        // A client waits for answers after this many operations: it has heard
        // of anything older.
        let window = u32::try_from(MAX_SUBMITTED).unwrap_or(u32::MAX);
        let heard = entry.counter.saturating_sub(window);
        if seat
            .refused
            .first_key_value()
            .is_some_and(|(first, _)| *first <= heard)
        {
            seat.refused = seat.refused.split_off(&heard.saturating_add(1));
        }
    }
}
