//! What facilitators do for all: keep records as they are, divide people into groups, open a
//! parking lot.

use std::collections::BTreeSet;

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
pub fn divided<T>(
    mut people: Vec<T>,
    size: usize,
    mut below: impl FnMut(usize) -> usize,
) -> Vec<Vec<T>> {
    // Each order is equally likely (R. A. Fisher and F. Yates, as R. Durstenfeld put it).
    for last in (1..people.len()).rev() {
        people.swap(last, below(last.saturating_add(1)).min(last));
    }
    let count = people.len().checked_div(size).unwrap_or_default().max(1);
    let mut groups: Vec<Vec<T>> = (0..count).map(|_| Vec::new()).collect();
    for (place, person) in people.into_iter().enumerate() {
        if let Some(group) = groups.get_mut(place % count) {
            group.push(person);
        }
    }
    groups
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

    #[test]
    fn five_people_make_a_pair_and_three() {
        let groups = divided(vec!["a", "b", "c", "d", "e"], 2, |_| 0);
        let mut sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [2, 3]);
    }
}
