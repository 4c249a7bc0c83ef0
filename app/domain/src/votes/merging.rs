//! Items of a vote that say the same, brought together before the vote is opened or while
//! it is open, and taken apart again before it is closed. Ballots are kept as they were cast
//! and mapped when they are counted: nothing is lost either way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Ballot, MAX_ITEMS, VoteRules};
use crate::problems::{Problem, Problems};

/// Items that were brought together with another: each with the one that it became.
pub type Merged = BTreeMap<String, String>;

/// Two items that are to be brought together, as the form of a vote sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Duplicate {
    /// The one that goes.
    pub from: String,
    /// The one that it becomes.
    pub into: String,
}

impl VoteRules {
    /// The rules with the items as they stand: those that became another are no more.
    #[must_use]
    pub fn standing(&self, merged: &Merged) -> Self {
        let items = self.items.iter();
        let items = items.filter(|item| !merged.contains_key(*item));
        Self {
            items: items.cloned().collect(),
            ..self.clone()
        }
    }

    /// What is brought together from the beginning, in whatever order it is named.
    ///
    /// # Errors
    /// At the field `merged`: what is no item, what becomes itself in the end, or too few
    /// items would be left.
    pub fn merged(&self, duplicates: &[Duplicate]) -> Result<Merged, Problems> {
        let pair = |one: &Duplicate| (one.from.trim().to_owned(), one.into.trim().to_owned());
        let merged: Merged = duplicates.iter().take(MAX_ITEMS).map(pair).collect();
        let in_order = merged.iter().all(|(from, into)| {
            self.items.contains(from)
                && self.items.contains(into)
                && !merged.contains_key(kept_of(from, &merged))
        });
        if !in_order || (!merged.is_empty() && self.standing(&merged).check().is_err()) {
            return Err(Problems::one("merged", Problem::NotOffered));
        }
        Ok(merged)
    }

    /// Brings an item together with another one.
    ///
    /// # Errors
    /// Every problem, at the fields `from` and `into`: what is no item, or none any more;
    /// both are the same; too few items would be left.
    pub fn merge(&self, merged: &mut Merged, from: &str, into: &str) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let standing = self.standing(merged);
        for (field, item) in [("from", from), ("into", into)] {
            if !standing.items.iter().any(|known| known == item) {
                problems.add(field, Problem::NotOffered);
            }
        }
        if from == into {
            problems.add("into", Problem::Itself);
        }
        problems.into_result()?;
        let mut with = merged.clone();
        with.insert(from.to_owned(), into.to_owned());
        if self.standing(&with).check().is_err() {
            return Err(Problems::one("from", Problem::NotOffered));
        }
        *merged = with;
        Ok(())
    }
}

/// Takes an item out again of the one that it was brought together with.
///
/// # Errors
/// It was brought together with none, at the field `from`.
pub fn separate(merged: &mut Merged, from: &str) -> Result<(), Problems> {
    match merged.remove(from) {
        Some(_) => Ok(()),
        None => Err(Problems::one("from", Problem::NotOffered)),
    }
}

/// Maps ballots onto the items that are kept of duplicates. No vote is lost: dots add up,
/// also beyond what the rules allow for one item (nobody has more dots than before); a
/// ranking keeps the better place; of two answers the stricter holds, with the reasons of
/// both objections; of two ratings the higher.
#[must_use]
pub fn merge_items(ballots: Vec<Ballot>, merged: &Merged) -> Vec<Ballot> {
    let kept = |item: String| kept_of(&item, merged).to_owned();
    let ballots = ballots.into_iter();
    ballots.map(|ballot| ballot.merged(kept)).collect()
}

/// The item that is kept of duplicates for one of them; itself where it is none.
pub(super) fn kept_of<'a>(item: &'a str, merged: &'a Merged) -> &'a str {
    let mut kept = item;
    // What a duplicate became may itself be a duplicate; a circle has an end.
    for _ in 0..merged.len() {
        match merged.get(kept) {
            Some(next) => kept = next,
            None => break,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::votes::VoteKind;

    fn rules(kind: VoteKind) -> VoteRules {
        VoteRules {
            kind,
            items: ["a", "b", "c"].map(str::to_owned).to_vec(),
            dots: 3,
            dots_per_item: 2,
        }
    }

    #[test]
    fn duplicates_are_brought_together_and_taken_apart() {
        let (rules, mut merged) = (rules(VoteKind::Dots), Merged::new());
        rules.merge(&mut merged, "a", "b").expect("merged");
        rules.merge(&mut merged, "b", "c").expect("merged");
        assert_eq!(rules.standing(&merged).items, ["c"]);
        assert_eq!(kept_of("a", &merged), "c");
        let gone = rules.merge(&mut merged, "a", "c").expect_err("gone");
        assert_eq!(gone.of("from"), Some(&Problem::NotOffered));
        let same = rules.merge(&mut merged, "c", "c").expect_err("the same");
        assert_eq!(same.of("into"), Some(&Problem::Itself));
        separate(&mut merged, "b").expect("separated");
        assert_eq!(rules.standing(&merged).items, ["b", "c"]);
        assert_eq!(kept_of("a", &merged), "b");
        let again = separate(&mut merged, "b").expect_err("it stands alone");
        assert_eq!(again.of("from"), Some(&Problem::NotOffered));
    }

    #[test]
    fn what_is_brought_together_beforehand_ends_somewhere() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<Duplicate> {
            let pair = |(from, into): &(&str, &str)| Duplicate {
                from: (*from).into(),
                into: (*into).into(),
            };
            pairs.iter().map(pair).collect()
        };
        let rules = rules(VoteKind::Dots);
        let chain = rules.merged(&pairs(&[("b", "a"), ("c", "b")]));
        assert_eq!(rules.standing(&chain.expect("in order")).items, ["a"]);
        for wrong in [
            pairs(&[("a", "a")]),
            pairs(&[("a", "b"), ("b", "a")]),
            pairs(&[("a", "x")]),
            pairs(&[("x", "a")]),
        ] {
            let problems = rules.merged(&wrong).expect_err("a problem");
            assert_eq!(problems.of("merged"), Some(&Problem::NotOffered));
        }
    }

    #[test]
    fn a_ranking_keeps_two_items() {
        let (rules, mut merged) = (rules(VoteKind::Ranking), Merged::new());
        rules.merge(&mut merged, "a", "b").expect("merged");
        let last = rules.merge(&mut merged, "b", "c").expect_err("one is left");
        assert_eq!(last.of("from"), Some(&Problem::NotOffered));
        assert_eq!(merged.len(), 1, "nothing was done");
    }
}
