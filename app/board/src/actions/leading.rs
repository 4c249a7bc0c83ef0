//! What facilitators do for all: keep records as they are, divide people into groups.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::record::Kind;

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

/// The frame of this name.
#[must_use]
pub fn frame_named(document: &Document, name: &str) -> Option<RecordId> {
    let mut records = document.records();
    let frame = records
        .find(|(_, record)| record.shape.kind() == Kind::Frame && record.shape.text.trim() == name);
    frame.map(|(id, _)| id)
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
