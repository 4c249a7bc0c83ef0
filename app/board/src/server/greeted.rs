//! Whose the clients are that have greeted a room, whether they did anything there or not: an
//! id is known to others as soon as its tab shows something (S2).

use std::collections::{BTreeMap, VecDeque};

use crate::ids::{ClientId, ParticipantId};
use crate::limits::MAX_CLIENTS;

/// Nobody's list is another's affair: whoever greets under ever new ids forgets of their own.
#[derive(Debug, Default)]
pub(super) struct Greeted {
    owners: BTreeMap<ClientId, ParticipantId>,
    /// By participant, the latest last.
    latest: BTreeMap<ParticipantId, VecDeque<ClientId>>,
}

impl Greeted {
    pub(super) fn owner(&self, client: ClientId) -> Option<ParticipantId> {
        self.owners.get(&client).copied()
    }

    /// Remembers that a participant's client has greeted. Whose it is has been asked before.
    pub(super) fn greets(&mut self, client: ClientId, participant: ParticipantId) {
        self.owners.insert(client, participant);
        let own = self.latest.entry(participant).or_default();
        own.retain(|known| *known != client);
        own.push_back(client);
        if own.len() > MAX_CLIENTS
            && let Some(eldest) = own.pop_front()
        {
            self.owners.remove(&eldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_so_many_who_greet_are_remembered_of_each_participant() {
        let (one, other) = (ParticipantId(1), ParticipantId(2));
        let client = ClientId::from_random;
        let most = u64::try_from(MAX_CLIENTS).unwrap();
        let mut greeted = Greeted::default();
        greeted.greets(client(9_999), other);
        for number in 1..=most {
            greeted.greets(client(number), one);
        }
        greeted.greets(client(1), one);
        greeted.greets(client(most + 1), one);
        assert_eq!(greeted.owner(client(1)), Some(one));
        assert_eq!(greeted.owner(client(2)), None, "the eldest is forgotten");
        assert_eq!(greeted.owner(client(9_999)), Some(other));
        assert_eq!(greeted.owners.len(), MAX_CLIENTS + 1);
    }
}
