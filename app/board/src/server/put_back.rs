//! What each participant has put back, so that the room does it once: it is not done again,
//! from whichever of their devices it comes.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::ids::ParticipantId;
use crate::limits::MAX_PUT_BACK;
use crate::operation::Operation;
use crate::put_back::Lost;

/// By participant, the latest last. Nobody's list is another's affair: whoever makes names up
/// forgets of their own.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct PutBack(BTreeMap<ParticipantId, VecDeque<Lost>>);

impl PutBack {
    /// Whether the operation puts back what the participant has put back already.
    pub(super) fn has(&self, participant: ParticipantId, operation: &Operation) -> bool {
        let Operation::PutBack(lost, _) = operation else {
            return false;
        };
        let known = self.0.get(&participant);
        known.is_some_and(|known| known.contains(lost))
    }

    /// Follows an entry of the log. What was refused is still to be put back.
    pub(super) fn follow(&mut self, entry: &Entry) {
        if let Ok(Operation::PutBack(lost, _)) = &entry.outcome {
            let known = self.0.entry(entry.participant).or_default();
            known.push_back(*lost);
            if known.len() > MAX_PUT_BACK {
                known.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ClientId, RecordId, Seq};
    use crate::text::TextEdit;

    /// Somebody puts back what has a number.
    fn entry(participant: u32, number: u32) -> Entry {
        let client = ClientId::from_random(u64::from(participant) + 1);
        let id = RecordId { client, number: 1 };
        let edit = Operation::Edit(id, TextEdit::splice(0, 0, "x"));
        Entry {
            seq: Seq(u64::from(number) + 1),
            client,
            participant: ParticipantId(participant),
            counter: number + 1,
            outcome: Ok(edit.put_back(Lost::operation(client, number))),
        }
    }

    fn knows(put_back: &PutBack, entry: &Entry) -> bool {
        put_back.has(entry.participant, entry.outcome.as_ref().unwrap())
    }

    #[test]
    fn s65_a_room_remembers_so_much_of_each_participant() {
        let mut put_back = PutBack::default();
        let other = entry(2, 0);
        put_back.follow(&other);
        let more = u32::try_from(MAX_PUT_BACK).unwrap() + 3;
        for number in 0..more {
            put_back.follow(&entry(1, number));
        }
        assert_eq!(put_back.0[&ParticipantId(1)].len(), MAX_PUT_BACK);
        assert!(!knows(&put_back, &entry(1, 2)), "the oldest is forgotten");
        assert!(knows(&put_back, &entry(1, 3)));
        assert!(knows(&put_back, &entry(1, more - 1)));
        assert!(knows(&put_back, &other), "nobody forgets for another");
    }
}
