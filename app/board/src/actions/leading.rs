//! What facilitators do for all: keep records as they are, divide people into groups, open a
//! parking lot.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::places::children;
use super::{create_next_frame, place_in};
use crate::client::Client;
use crate::document::Document;
use crate::groups::Group;
use crate::ids::{ParticipantId, RecordId};
use crate::operation::Operation;
use crate::record::{Kind, Record};

/// Locks records, or unlocks them. Those that are so already are left as they are.
#[must_use]
pub fn lock(document: &Document, chosen: &BTreeSet<RecordId>, locked: bool) -> Vec<Operation> {
    let differs = |id: &&RecordId| {
        let record = document.live(**id);
        record.is_some_and(|record| record.locked != locked)
    };
    let chosen = chosen.iter().filter(differs);
    chosen.map(|id| Operation::Lock(*id, locked)).collect()
}

/// The frame that serves as parking lot: the one that was made it, whatever it is called, or
/// else one that has such a name, as boards of before know it.
#[must_use]
pub fn parking_lot(document: &Document, names: &[&str]) -> Option<RecordId> {
    document.parking_lot().or_else(|| {
        let is_named = |record: &Record| names.contains(&record.shape.text.trim());
        let mut frames = document
            .records()
            .filter(|(_, record)| record.shape.kind() == Kind::Frame);
        let frame = frames.find(|(_, record)| is_named(record));
        frame.map(|(id, _)| id)
    })
}

/// What makes a frame the parking lot, unless one is: one that has such a name, or a new one
/// that gets it; with its id.
pub fn open_parking_lot(
    client: &mut Client,
    name: &str,
    names: &[&str],
) -> (Option<RecordId>, Vec<Operation>) {
    if let Some(lot) = client.view().parking_lot() {
        return (Some(lot), Vec::new());
    }
    let mut operations = Vec::new();
    let mut lot = parking_lot(client.view(), names);
    if lot.is_none() {
        operations = create_next_frame(client, &[], name.to_owned());
        lot = operations.iter().find_map(Operation::record);
    }
    operations.extend(lot.map(Operation::SetParkingLot));
    (lot, operations)
}

/// What puts records into the parking lot. A frame lies in nothing: of one that is chosen, all
/// that lies in it is put there, so that one that was opened at the same moment is emptied into
/// the one that counts.
#[must_use]
pub fn park(document: &Document, chosen: &BTreeSet<RecordId>, lot: RecordId) -> Vec<Operation> {
    let mut parked = BTreeSet::new();
    for id in chosen.iter().filter(|id| **id != lot) {
        let record = document.live(*id);
        match record.is_some_and(|record| record.shape.kind() == Kind::Frame) {
            true => parked.extend(children(document, Some(*id)).iter().map(|(id, _)| *id)),
            false => drop(parked.insert(*id)),
        }
    }
    place_in(document, &parked, Some(lot), None)
}

/// Divides people at random into groups of the given size. Where they do not come out
/// even, groups of one more are formed rather than one of few; all are in one where there
/// are fewer than two groups. `below(n)` is a random number from 0 up to, not including,
/// `n`.
fn divided<T>(
    mut people: Vec<T>,
    size: usize,
    mut below: impl FnMut(usize) -> usize,
) -> Vec<Vec<T>> {
    shuffle(&mut people, &mut below);
    let count = people.len().checked_div(size).unwrap_or_default().max(1);
    let mut groups: Vec<Vec<T>> = (0..count).map(|_| Vec::new()).collect();
    for (place, person) in people.into_iter().enumerate() {
        if let Some(group) = groups.get_mut(place % count) {
            group.push(person);
        }
    }
    groups
}

/// Divides people as [`divided`] does; but where there are groups of half that size or less,
/// whole groups join, as pairs become fours in 1-2-4-All: whoever worked together stays
/// together, and whoever is in no group comes to where the fewest are.
pub fn joined<T>(
    people: Vec<(ParticipantId, T)>,
    before: &[Group],
    size: usize,
    mut below: impl FnMut(usize) -> usize,
) -> Vec<Vec<(ParticipantId, T)>> {
    let smallest = before.iter().map(|group| group.people.len()).min();
    if smallest.is_none_or(|smallest| smallest.saturating_mul(2) > size) {
        return divided(people, size, below);
    }
    let count = people.len().checked_div(size).unwrap_or_default().max(1);
    let mut parts: BTreeMap<usize, Vec<(ParticipantId, T)>> = BTreeMap::new();
    for (place, person) in people.into_iter().enumerate() {
        let group = before.iter().position(|one| one.people.contains(&person.0));
        // Whoever is in none is a part of their own.
        let part = group.unwrap_or_else(|| before.len().saturating_add(place));
        parts.entry(part).or_default().push(person);
    }
    let mut parts: Vec<_> = parts.into_values().collect();
    shuffle(&mut parts, &mut below);
    parts.sort_by_key(|part| Reverse(part.len()));
    let mut groups: Vec<Vec<(ParticipantId, T)>> = (0..count).map(|_| Vec::new()).collect();
    for part in parts {
        if let Some(group) = groups.iter_mut().min_by_key(|group| group.len()) {
            group.extend(part);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Puts things in an order of which each is equally likely (R. A. Fisher and F. Yates, as
/// R. Durstenfeld put it).
fn shuffle<T>(things: &mut [T], mut below: impl FnMut(usize) -> usize) {
    for last in (1..things.len()).rev() {
        things.swap(last, below(last.saturating_add(1)).min(last));
    }
}

/// Forms groups, each with a frame of its own of this name. They go together, and the groups
/// come first: their frames are made where they are formed, and not where that is refused (S66).
pub fn form_groups(
    client: &mut Client,
    groups: Vec<(String, Vec<ParticipantId>)>,
) -> Vec<Operation> {
    let mut frames = Vec::new();
    let mut formed = Vec::new();
    for (name, people) in groups {
        let made = create_next_frame(client, &frames, name);
        let frame = made.iter().find_map(Operation::record);
        formed.extend(frame.map(|frame| Group { frame, people }));
        frames.extend(made);
    }
    let mut operations = vec![Operation::SetGroups(formed)];
    operations.extend(frames);
    operations
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::ClientId;

    proptest! {
        #[test]
        fn everybody_is_in_one_group_and_groups_are_alike(
            people in 1_usize..60,
            size in 1_usize..9,
            choices in proptest::collection::vec(0_usize..1_000, 60),
        ) {
            let mut choices = choices.into_iter();
            let below = |bound| choices.next().unwrap_or_default() % bound;
            let groups = divided((0..people).collect(), size, below);
            let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..people).collect::<Vec<_>>());
            let sizes = groups.iter().map(Vec::len);
            let (least, most) = (sizes.clone().min().unwrap(), sizes.max().unwrap());
            prop_assert!(most - least <= 1);
            prop_assert!(least >= size.min(people));
        }
    }

    /// People by their numbers, and the groups of so many that they were in.
    fn in_groups(people: u32, size: usize) -> (Vec<(ParticipantId, ())>, Vec<Group>) {
        let people: Vec<_> = (0..people).map(ParticipantId).collect();
        let group = |people: &[ParticipantId]| Group {
            frame: RecordId {
                client: ClientId::from_random(1),
                number: 0,
            },
            people: people.to_vec(),
        };
        let groups = people.chunks(size).map(group).collect();
        (
            people.into_iter().map(|person| (person, ())).collect(),
            groups,
        )
    }

    proptest! {
        #[test]
        fn those_who_worked_together_stay_together_in_larger_groups(
            before in 1_u32..40,
            late in 0_u32..6,
            gone in 0_usize..4,
            pair in 2_usize..5,
            choices in proptest::collection::vec(0_usize..1_000, 200),
        ) {
            let (mut people, groups) = in_groups(before, pair);
            people.extend((before..before + late).map(|late| (ParticipantId(late), ())));
            people.drain(..gone.min(people.len() - 1));
            let here: Vec<ParticipantId> = people.iter().map(|(person, ())| *person).collect();
            let mut choices = choices.into_iter();
            let below = |bound: usize| choices.next().unwrap_or_default() % bound;
            let size = 2 * pair;
            let formed = joined(people, &groups, size, below);
            let mut all: Vec<_> = formed.iter().flatten().map(|(person, ())| *person).collect();
            all.sort_unstable();
            prop_assert_eq!(&all, &here, "everybody once");
            for group in &groups {
                let holds = |formed: &&Vec<(ParticipantId, ())>| {
                    formed.iter().any(|(person, ())| group.people.contains(person))
                };
                prop_assert!(formed.iter().filter(holds).count() <= 1);
            }
            prop_assert_eq!(formed.len(), (here.len() / size).max(1));
            let sizes = formed.iter().map(Vec::len);
            prop_assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= pair);
        }
    }

    #[test]
    fn pairs_become_fours_and_smaller_groups_are_drawn_anew() {
        let (people, pairs) = in_groups(8, 2);
        let fours = joined(people.clone(), &pairs, 4, |_| 0);
        assert_eq!(fours.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
        let threes = joined(people.clone(), &pairs, 3, |_| 0);
        assert_eq!(threes.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
        let anew = joined(people.clone(), &[], 2, |_| 0);
        assert_eq!(anew, divided(people, 2, |_| 0));
    }

    #[test]
    fn five_people_make_a_pair_and_three() {
        let groups = divided(vec!["a", "b", "c", "d", "e"], 2, |_| 0);
        let mut sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [2, 3]);
    }
}
