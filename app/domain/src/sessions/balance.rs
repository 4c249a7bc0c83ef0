//! The balance of roles in a session: who wrote, spoke and decided, by party, beside how
//! many people of each party were there. Of signed notes everybody sees the author; of all
//! else the numbers of few people would tell who did how much.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Outcome, Participant, ParticipantState, SessionRole};
use crate::parties::{Party, PartyGroup, group_parties};

/// What the people of one party did that everybody sees who did it, so that it is told of
/// parties of any size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyTally {
    /// How many of them are let in.
    pub people: u32,
    /// Notes that they signed.
    pub notes: u32,
    /// Characters of those notes.
    pub characters: u32,
    /// Notes of theirs that became something.
    pub outcomes: u32,
}

/// What people did of which nobody is to know how much each of them did: what is told of
/// [`MIN_PARTY`](crate::parties::MIN_PARTY) people at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTally {
    /// How many of them are let in.
    pub people: u32,
    /// Notes that they wrote while names were hidden.
    pub unsigned: u32,
    /// Characters of those notes.
    pub characters: u32,
    /// Turns to speak that facilitators gave them.
    pub turns: u32,
    /// Notes of whomever that they took up, and so decided what they became.
    pub taken_up: u32,
}

/// The balance of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleBalance {
    /// Each party that took part, in the order of the list of parties.
    pub parties: Vec<(Party, PartyTally)>,
    /// The same people by parties of which one can be told, in the same order, and all the
    /// others together; nothing where there is no such party (see [`group_parties`]).
    pub groups: Vec<(PartyGroup, GroupTally)>,
    /// What is told of nobody's party: what whoever has no part in the session did, and where
    /// there are no groups all that would stand in them.
    pub left_out: LeftOut,
}

/// What the balance tells of nobody's party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Notes that were written while names were hidden.
    pub unsigned: u32,
    /// Turns to speak.
    pub turns: u32,
    /// Notes that somebody took up.
    pub taken_up: u32,
}

impl PartyTally {
    const fn plus(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            notes: self.notes.saturating_add(other.notes),
            characters: self.characters.saturating_add(other.characters),
            outcomes: self.outcomes.saturating_add(other.outcomes),
        }
    }
}

impl GroupTally {
    const fn plus(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            unsigned: self.unsigned.saturating_add(other.unsigned),
            characters: self.characters.saturating_add(other.characters),
            turns: self.turns.saturating_add(other.turns),
            taken_up: self.taken_up.saturating_add(other.taken_up),
        }
    }
}

impl RoleBalance {
    /// The sums over all parties.
    #[must_use]
    pub fn total(&self) -> PartyTally {
        let tallies = self.parties.iter().map(|(_, tally)| *tally);
        tallies.fold(PartyTally::default(), PartyTally::plus)
    }

    /// The sums over all groups.
    #[must_use]
    pub fn groups_total(&self) -> GroupTally {
        let tallies = self.groups.iter().map(|(_, tally)| *tally);
        tallies.fold(GroupTally::default(), GroupTally::plus)
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
    let deeds = deeds(notes, turns, outcomes);
    let (groups, left_out) = told_in_groups(participants, &deeds);
    RoleBalance {
        parties: told_by_party(participants, notes, outcomes),
        groups,
        left_out,
    }
}

fn party_of(participants: &[Participant], number: u32) -> Option<Party> {
    let mut all = participants.iter();
    all.find(|one| one.number == number).map(Participant::party)
}

fn told_by_party(
    participants: &[Participant],
    notes: &[WrittenNote],
    outcomes: &[Outcome],
) -> Vec<(Party, PartyTally)> {
    let mut parties: BTreeMap<Party, PartyTally> = BTreeMap::new();
    let mut tell = |party: Option<Party>, more: PartyTally| {
        if let Some(party) = party {
            let tally = parties.entry(party).or_default();
            *tally = tally.plus(more);
        }
    };
    let nothing = PartyTally::default();
    for one in participants {
        if one.state == ParticipantState::Admitted {
            let more = PartyTally {
                people: 1,
                ..nothing
            };
            tell(Some(one.party()), more);
        }
    }
    for note in notes.iter().filter(|note| !note.unsigned) {
        let more = PartyTally {
            notes: 1,
            characters: note.characters,
            ..nothing
        };
        tell(party_of(participants, note.author), more);
    }
    // A note is one, however often something came out of it.
    let mut became = BTreeSet::new();
    for note in outcomes.iter().flat_map(|outcome| &outcome.notes) {
        if became.insert(note.record.as_str()) {
            let party = note.author.and_then(|one| party_of(participants, one));
            let more = PartyTally {
                outcomes: 1,
                ..nothing
            };
            tell(party, more);
        }
    }
    parties.into_iter().collect()
}

/// What is told in groups, with the number of whoever did it.
fn deeds(
    notes: &[WrittenNote],
    turns: &[(u32, u32)],
    outcomes: &[Outcome],
) -> Vec<(Option<u32>, GroupTally)> {
    let nothing = GroupTally::default();
    let unsigned = notes.iter().filter(|note| note.unsigned).map(|note| {
        let tally = GroupTally {
            unsigned: 1,
            characters: note.characters,
            ..nothing
        };
        (Some(note.author), tally)
    });
    let turns = turns
        .iter()
        .map(|&(speaker, turns)| (Some(speaker), GroupTally { turns, ..nothing }));
    let taken_up = outcomes.iter().map(|outcome| {
        let taken_up = u32::try_from(outcome.notes.len()).unwrap_or(u32::MAX);
        let tally = GroupTally {
            taken_up,
            ..nothing
        };
        (outcome.told_by, tally)
    });
    unsigned.chain(turns).chain(taken_up).collect()
}

fn told_in_groups(
    participants: &[Participant],
    deeds: &[(Option<u32>, GroupTally)],
) -> (Vec<(PartyGroup, GroupTally)>, LeftOut) {
    let groups = group_parties(&people_there(participants, deeds)).unwrap_or_default();
    let group_of = |party: Party| groups.get(&party).copied();
    let mut tallies: BTreeMap<PartyGroup, GroupTally> = BTreeMap::new();
    let mut tell = |group: PartyGroup, more: GroupTally| {
        let tally = tallies.entry(group).or_default();
        *tally = tally.plus(more);
    };
    for one in participants {
        if one.state == ParticipantState::Admitted
            && let Some(group) = group_of(one.party())
        {
            let more = GroupTally {
                people: 1,
                ..GroupTally::default()
            };
            tell(group, more);
        }
    }
    let mut rest = GroupTally::default();
    for (who, tally) in deeds {
        let party = who.and_then(|who| party_of(participants, who));
        match party.and_then(group_of) {
            Some(group) => tell(group, *tally),
            None => rest = rest.plus(*tally),
        }
    }
    let left_out = LeftOut {
        unsigned: rest.unsigned,
        turns: rest.turns,
        taken_up: rest.taken_up,
    };
    (tallies.into_iter().collect(), left_out)
}

/// How many people of each party that took part are there: of one whose people were all
/// removed, or wait again, nobody, but what they did is. Observers write nothing and do not
/// speak: beside them, whoever does would be seen through their number.
fn people_there(
    participants: &[Participant],
    deeds: &[(Option<u32>, GroupTally)],
) -> BTreeMap<Party, usize> {
    let did: BTreeSet<u32> = deeds.iter().filter_map(|(who, _)| *who).collect();
    let took_part = participants.iter().filter(|one| {
        let could = !one.state.waits() && one.role != SessionRole::Observer;
        could || did.contains(&one.number)
    });
    let mut people: BTreeMap<Party, usize> = BTreeMap::new();
    for one in took_part {
        let there = usize::from(one.state == ParticipantState::Admitted);
        *people.entry(one.party()).or_default() += there;
    }
    people
}

#[cfg(test)]
mod tests;
