//! The balance of roles in a session: who wrote, spoke and decided, by party,
//! beside how many people of each party were there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Outcome, Participant, ParticipantState};
use crate::parties::Party;
use crate::votes::MIN_PARTY;

/// What the people of one party did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyTally {
    /// How many of them are let in.
    pub people: u32,
    /// Notes that they wrote.
    pub notes: u32,
    /// Characters of those notes.
    pub characters: u32,
    /// Turns to speak that facilitators gave them.
    pub turns: u32,
    /// Notes of theirs that became something.
    pub outcomes: u32,
    /// Notes of whomever that they took up, and so decided what they became.
    pub taken_up: u32,
}

/// The balance of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleBalance {
    /// Each party that took part, in the order of the list of parties.
    pub parties: Vec<(Party, PartyTally)>,
    /// What is not told by party.
    pub left_out: LeftOut,
}

/// What the balance tells of nobody's party. Notes that were written while names were
/// hidden, turns to speak, and who took notes up are told by party only if every party
/// that is there has [`MIN_PARTY`] people or more: of fewer, the numbers would tell who
/// did how much, and of one small party alone, the rest would tell. Of signed notes
/// everybody sees the author anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Notes that were written while names were hidden.
    pub unsigned: u32,
    /// Turns to speak.
    pub turns: u32,
    /// Notes that somebody took up.
    pub taken_up: u32,
}

impl RoleBalance {
    /// The sums over all parties.
    #[must_use]
    pub fn total(&self) -> PartyTally {
        let mut total = PartyTally::default();
        for (_, tally) in &self.parties {
            total.people = total.people.saturating_add(tally.people);
            total.notes = total.notes.saturating_add(tally.notes);
            total.characters = total.characters.saturating_add(tally.characters);
            total.turns = total.turns.saturating_add(tally.turns);
            total.outcomes = total.outcomes.saturating_add(tally.outcomes);
            total.taken_up = total.taken_up.saturating_add(tally.taken_up);
        }
        total
    }
}

/// A share in per cent, rounded; none of nothing.
#[must_use]
pub fn per_cent(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let rounded = (part * 200 + whole).checked_div(2 * whole)?;
    u32::try_from(rounded).ok()
}

/// A note of a board, as far as the balance counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenNote {
    /// The number of the participant who wrote it.
    pub author: u32,
    /// How long it is.
    pub characters: u32,
    /// It was written while names were hidden.
    pub unsigned: bool,
}

/// Counts by party. `turns` has each speaker's number and turns.
#[must_use]
pub fn balance(
    participants: &[Participant],
    notes: &[WrittenNote],
    turns: &[(u32, u32)],
    outcomes: &[Outcome],
) -> RoleBalance {
    let party_of = |number: u32| {
        let mut all = participants.iter();
        all.find(|one| one.number == number).map(Participant::party)
    };
    let mut parties: BTreeMap<usize, (Party, PartyTally)> = BTreeMap::new();
    let mut tell = |party: Option<Party>, change: &dyn Fn(&mut PartyTally)| {
        let Some(party) = party else { return };
        let place = Party::ALL.iter().position(|one| *one == party);
        let entry = parties.entry(place.unwrap_or(usize::MAX));
        change(&mut entry.or_insert((party, PartyTally::default())).1);
    };
    for one in participants {
        if one.state == ParticipantState::Admitted {
            tell(Some(one.party()), &|tally| tally.people += 1);
        }
    }
    let mut left_out = LeftOut::default();
    let small = has_small_party(participants);
    for note in notes {
        if note.unsigned && small {
            left_out.unsigned += 1;
            continue;
        }
        tell(party_of(note.author), &|tally| {
            tally.notes += 1;
            tally.characters = tally.characters.saturating_add(note.characters);
        });
    }
    for &(speaker, number) in turns {
        if small {
            left_out.turns = left_out.turns.saturating_add(number);
            continue;
        }
        tell(party_of(speaker), &|tally| {
            tally.turns = tally.turns.saturating_add(number);
        });
    }
    // A note is one, however often something came out of it.
    let mut became = BTreeSet::new();
    for outcome in outcomes {
        for note in &outcome.notes {
            if became.insert(note.record.as_str()) {
                tell(note.author.and_then(party_of), &|tally| {
                    tally.outcomes += 1;
                });
            }
        }
        let taken_up = u32::try_from(outcome.notes.len()).unwrap_or(u32::MAX);
        if small {
            left_out.taken_up = left_out.taken_up.saturating_add(taken_up);
            continue;
        }
        tell(outcome.told_by.and_then(party_of), &|tally| {
            tally.taken_up = tally.taken_up.saturating_add(taken_up);
        });
    }
    RoleBalance {
        parties: parties.into_values().collect(),
        left_out,
    }
}

/// Whether a party that took part has fewer people there than [`MIN_PARTY`]. Of one whose
/// people were all removed, nobody is there, but their notes are.
fn has_small_party(participants: &[Participant]) -> bool {
    let took_part = participants.iter().filter(|one| !one.state.waits());
    let mut people: BTreeMap<&str, usize> = BTreeMap::new();
    for one in took_part {
        let there = usize::from(one.state == ParticipantState::Admitted);
        *people.entry(one.party().code()).or_default() += there;
    }
    people.into_values().any(|people| people < MIN_PARTY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{ThingKind, ThingRef};
    use crate::ids::NeedId;
    use crate::sessions::{GuestFacts, OutcomeNote, SessionRole, Who};
    use crate::time::Timestamp;

    fn people(parties: &[Party]) -> Vec<Participant> {
        let guest = |(number, party): (u32, &Party)| Participant {
            number,
            who: Who::Guest(GuestFacts {
                pseudonym: number.to_string(),
                party: *party,
            }),
            role: SessionRole::Participant,
            state: ParticipantState::Admitted,
            joined_at: Timestamp(0),
        };
        (1..).zip(parties).map(guest).collect()
    }

    fn note(author: u32, characters: u32, unsigned: bool) -> WrittenNote {
        WrittenNote {
            author,
            characters,
            unsigned,
        }
    }

    fn outcome(notes: &[(&str, u32)]) -> Outcome {
        let note = |(record, author): &(&str, u32)| OutcomeNote {
            record: (*record).into(),
            text: "Lire".into(),
            author: Some(*author),
        };
        Outcome {
            notes: notes.iter().map(note).collect(),
            thing: ThingRef::new(ThingKind::Need, NeedId::new()),
            told_by: Some(1),
            at: Timestamp(0),
        }
    }

    #[test]
    fn what_people_did_is_told_by_their_party() {
        use Party::{Researcher, Teacher};
        let mut people = people(&[Researcher, Teacher, Teacher]);
        // Whoever was removed is not there any more; what they wrote is.
        people[2].state = ParticipantState::Removed;
        let notes = [(1, 10), (2, 5), (3, 20), (9, 7)].map(|(by, length)| note(by, length, false));
        // Two notes become something together; one of them had done so before.
        let outcomes = [outcome(&[("1-1", 2)]), outcome(&[("1-1", 2), ("1-2", 3)])];
        let told = balance(&people, &notes, &[(1, 3)], &outcomes);
        let teachers = PartyTally {
            people: 1,
            notes: 2,
            characters: 25,
            turns: 0,
            outcomes: 2,
            taken_up: 0,
        };
        let researchers = PartyTally {
            people: 1,
            notes: 1,
            characters: 10,
            ..PartyTally::default()
        };
        assert_eq!(
            told.parties,
            [(Teacher, teachers), (Researcher, researchers)]
        );
        assert_eq!(told.total().notes, 3);
        let left_out = LeftOut {
            unsigned: 0,
            turns: 3,
            taken_up: 3,
        };
        assert_eq!(told.left_out, left_out);
    }

    #[test]
    fn who_spoke_and_took_up_is_told_by_party_where_none_is_small() {
        use Party::{Researcher, Teacher};
        let parties: Vec<Party> = [[Teacher; 5], [Researcher; 5]].concat();
        let mut people = people(&parties);
        let outcomes = [outcome(&[("1-1", 6), ("1-2", 7)])];
        let told = balance(&people, &[], &[(1, 2), (6, 1)], &outcomes);
        let tallies = told.parties.iter().map(|(_, tally)| tally);
        let told_of: Vec<_> = tallies.map(|tally| (tally.turns, tally.taken_up)).collect();
        assert_eq!(told_of, [(2, 2), (1, 0)]);
        assert_eq!(told.left_out, LeftOut::default());
        people.pop();
        let told = balance(&people, &[], &[(1, 2), (6, 1)], &outcomes);
        assert_eq!((told.total().turns, told.left_out.turns), (0, 3));
        assert_eq!((told.total().taken_up, told.left_out.taken_up), (0, 2));
    }

    #[test]
    fn unsigned_notes_are_told_by_party_where_none_is_small() {
        use Party::{Researcher, Teacher};
        let notes = [note(1, 10, true), note(2, 5, false)];
        let five = [Teacher; 5];
        let told = balance(&people(&five), &notes, &[], &[]);
        assert_eq!((told.total().notes, told.left_out.unsigned), (2, 0));
        let one_more: Vec<Party> = five.into_iter().chain([Researcher]).collect();
        let mut people = people(&one_more);
        let told = balance(&people, &notes, &[], &[]);
        assert_eq!((told.total().notes, told.left_out.unsigned), (1, 1));
        assert_eq!(told.total().characters, 5, "what is signed is told");
        // A party that was removed took part all the same.
        people[5].state = ParticipantState::Removed;
        assert_eq!(balance(&people, &notes, &[], &[]).left_out.unsigned, 1);
    }

    #[test]
    fn shares_are_rounded_and_nothing_has_none() {
        assert_eq!(per_cent(1, 3), Some(33));
        assert_eq!(per_cent(2, 3), Some(67));
        assert_eq!(per_cent(1, 8), Some(13));
        assert_eq!(per_cent(0, 0), None);
        assert_eq!(per_cent(u32::MAX, u32::MAX), Some(100));
    }
}
