//! What the server remembers of each client: who is behind it, and up to where
//! its operations have had an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Entry, Refusals};
use crate::ids::{ClientId, ParticipantId, Seq};
use crate::limits::{MAX_CLIENTS, MAX_SUBMITTED};
use crate::rules::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Seats(BTreeMap<ClientId, Seat>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seat {
    participant: ParticipantId,
    last: u32,
    refused: BTreeMap<u32, Refusal>,
    /// The entry with which it did something last.
    at: Seq,
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
        if !self.0.contains_key(&entry.client) {
            self.make_room(entry.participant);
        }
        let seat = self.0.entry(entry.client).or_insert(Seat {
            participant: entry.participant,
            last: 0,
            refused: BTreeMap::new(),
            at: entry.seq,
        });
        seat.at = entry.seq;
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

    /// Forgets the client of a participant that has done nothing for the longest, where there
    /// are as many of theirs as are remembered. The log alone decides: a room that is opened
    /// again remembers the same.
    fn make_room(&mut self, participant: ParticipantId) {
        let own = self.0.iter();
        let own = own.filter(|(_, seat)| seat.participant == participant);
        if own.clone().count() < MAX_CLIENTS {
            return;
        }
        let eldest = own.min_by_key(|(_, seat)| seat.at);
        if let Some(eldest) = eldest.map(|(client, _)| *client) {
            self.0.remove(&eldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RecordId;
    use crate::operation::Operation;

    fn client(number: u64) -> ClientId {
        ClientId::from_random(number)
    }

    /// A client's first operation, as the entry of that number.
    fn entry(participant: u32, from: u64, seq: u64) -> Entry {
        Entry {
            seq: Seq(seq),
            client: client(from),
            participant: ParticipantId(participant),
            counter: 1,
            outcome: Ok(Operation::Delete(RecordId::default())),
        }
    }

    #[test]
    fn s13_so_many_clients_of_each_participant_are_remembered() {
        let most = u64::try_from(MAX_CLIENTS).unwrap();
        let mut seats = Seats::default();
        seats.answer(&entry(2, 9_999, 1));
        for number in 1..=most {
            seats.answer(&entry(1, number, number + 1));
        }
        // The first does something once more: the second is the eldest by now.
        seats.answer(&entry(1, 1, most + 2));
        seats.answer(&entry(1, most + 1, most + 3));
        assert_eq!(seats.0.len(), MAX_CLIENTS + 1);
        assert_eq!(seats.last(client(1)), 1);
        assert_eq!(seats.owner(client(2)), None, "the eldest is forgotten");
        let other = seats.owner(client(9_999));
        assert_eq!(other, Some(ParticipantId(2)), "nobody forgets for another");
    }
}
