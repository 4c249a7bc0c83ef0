//! Votes of a co-design session: what can be asked, what a ballot holds, when it
//! is in order. How ballots are counted stands in `count`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::problems::{Problem, Problems};

mod count;
mod held;
mod marks;
mod merging;

pub use count::{
    Consent, Outcome, OutcomeOfGroup, Placed, Rated, Round, Runoff, count, count_by_party,
};
pub use held::{
    ITEM_MAX, QUESTION_MAX, Tie, VOTES_MAX, Vote, VoteDraft, VoteFacts, VoteItem, VoteResult,
};
pub use marks::{Choice, Chosen, Total, shown_at_items};
pub use merging::{Duplicate, Merged, merge_items, separate};

/// Items of one vote.
pub const MAX_ITEMS: usize = 100;
/// Dots that one person can have.
pub const MAX_DOTS: u32 = 100;
/// Characters in the reason of an objection.
pub const MAX_REASON: u32 = 2_000;
/// The best rating; the worst is one.
pub const BEST_RATING: u8 = 5;

codes! {
    /// What people are asked to do with the items of a vote.
    pub enum VoteKind {
        /// Give each a number of dots, of which everybody has so many.
        Dots = "dots": "gommettes" | "dots",
        /// Say yes or no, or object and say why.
        Objection = "objection": "oui, non ou objection motivée" | "yes, no or a reasoned objection",
        /// Put them in order.
        Ranking = "ranking": "classement" | "ranking",
        /// Rate each from one to five.
        Rating = "rating": "note de 1 à 5" | "rating from 1 to 5",
    }
}

/// What is put to the vote, and within which limits. An item is named by a short
/// text, such as the id of its record on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteRules {
    /// What is asked.
    pub kind: VoteKind,
    /// The items, in the order in which they are shown.
    pub items: Vec<String>,
    /// Dots that everybody has; of dot votes only.
    pub dots: u32,
    /// Dots that one person can give to one item; of dot votes only.
    pub dots_per_item: u32,
}

impl VoteRules {
    /// Whether a vote can be held by these rules.
    ///
    /// # Errors
    ///
    /// Every problem, at the fields `items`, `dots` and `dots_per_item`.
    pub fn check(&self) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let least = if self.kind == VoteKind::Ranking { 2 } else { 1 };
        let distinct = self.items.iter().collect::<BTreeSet<_>>().len();
        if self.items.len() < least {
            let min = u32::try_from(least).unwrap_or(u32::MAX);
            problems.add("items", Problem::TooFew { min });
        } else if self.items.len() > MAX_ITEMS {
            let max = u32::try_from(MAX_ITEMS).unwrap_or(u32::MAX);
            problems.add("items", Problem::TooMany { max });
        } else if distinct < self.items.len() {
            problems.add("items", Problem::Taken);
        }
        if self.kind == VoteKind::Dots {
            if !(1..=MAX_DOTS).contains(&self.dots) {
                problems.add("dots", out_of_range(1_u32, MAX_DOTS));
            } else if !(1..=self.dots).contains(&self.dots_per_item) {
                problems.add("dots_per_item", out_of_range(1_u32, self.dots));
            }
        }
        problems.into_result()
    }
}

/// What somebody says of one item in an objection vote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// They are for it.
    Yes,
    /// They would rather not, and can live with it.
    No,
    /// They see harm in it, for the reason given.
    Objection(String),
}

/// What one person votes. Items may be left out: nobody has to say something of
/// everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ballot {
    /// Dots for each item.
    Dots(BTreeMap<String, u32>),
    /// An answer for each item.
    Objection(BTreeMap<String, Answer>),
    /// Items from the best on. No two of them share a place, since each vote of
    /// an instant run-off has one first choice; those left out share the places
    /// behind.
    Ranking(Vec<String>),
    /// One (worst) to five (best) for each item.
    Rating(BTreeMap<String, u8>),
}

impl Ballot {
    /// The kind of vote that the ballot belongs to.
    #[must_use]
    pub const fn kind(&self) -> VoteKind {
        match self {
            Self::Dots(_) => VoteKind::Dots,
            Self::Objection(_) => VoteKind::Objection,
            Self::Ranking(_) => VoteKind::Ranking,
            Self::Rating(_) => VoteKind::Rating,
        }
    }

    /// Whether the ballot can be cast in a vote.
    ///
    /// # Errors
    ///
    /// Every problem: at the field `ballot` what concerns all of it, otherwise at
    /// the field that has the name of the item.
    pub fn check(&self, rules: &VoteRules) -> Result<(), Problems> {
        if self.kind() != rules.kind {
            return Err(Problems::one("ballot", Problem::NotOffered));
        }
        let mut problems = Problems::default();
        for item in self.items().filter(|item| !rules.items.contains(item)) {
            problems.add(item, Problem::NotOffered);
        }
        if self.is_blank() {
            problems.add("ballot", Problem::Missing);
        }
        match self {
            Self::Dots(dots) => check_dots(dots, rules, &mut problems),
            Self::Objection(answers) => check_answers(answers, &mut problems),
            Self::Ranking(ranking) => {
                let mut seen = BTreeSet::new();
                for item in ranking.iter().filter(|item| !seen.insert(*item)) {
                    problems.add(item, Problem::Taken);
                }
            }
            Self::Rating(ratings) => {
                let beyond = |rating: &u8| !(1..=BEST_RATING).contains(rating);
                for (item, _) in ratings.iter().filter(|(_, rating)| beyond(rating)) {
                    problems.add(item, out_of_range(1_u8, BEST_RATING));
                }
            }
        }
        problems.into_result()
    }

    /// The items that the ballot names.
    fn items(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        match self {
            Self::Dots(dots) => Box::new(dots.keys()),
            Self::Objection(answers) => Box::new(answers.keys()),
            Self::Ranking(ranking) => Box::new(ranking.iter()),
            Self::Rating(ratings) => Box::new(ratings.keys()),
        }
    }

    /// Whether the ballot says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Dots(dots) => dots.values().all(|dots| *dots == 0),
            Self::Objection(answers) => answers.is_empty(),
            Self::Ranking(ranking) => ranking.is_empty(),
            Self::Rating(ratings) => ratings.is_empty(),
        }
    }

    fn merged(self, kept: impl Fn(String) -> String) -> Self {
        match self {
            Self::Dots(dots) => Self::Dots(gather(dots, kept, u32::saturating_add)),
            Self::Objection(answers) => Self::Objection(gather(answers, kept, stricter)),
            Self::Ranking(ranking) => {
                let mut seen = BTreeSet::new();
                let ranking = ranking.into_iter().map(kept);
                Self::Ranking(ranking.filter(|item| seen.insert(item.clone())).collect())
            }
            Self::Rating(ratings) => Self::Rating(gather(ratings, kept, u8::max)),
        }
    }
}

fn gather<T>(
    votes: BTreeMap<String, T>,
    kept: impl Fn(String) -> String,
    both: impl Fn(T, T) -> T,
) -> BTreeMap<String, T> {
    let mut gathered = BTreeMap::new();
    for (item, vote) in votes {
        let item = kept(item);
        let vote = match gathered.remove(&item) {
            Some(other) => both(other, vote),
            None => vote,
        };
        gathered.insert(item, vote);
    }
    gathered
}

fn stricter(one: Answer, other: Answer) -> Answer {
    match (one, other) {
        (Answer::Objection(one), Answer::Objection(other)) => {
            Answer::Objection(format!("{one}\n{other}"))
        }
        (one, other) => one.max(other),
    }
}

fn check_dots(dots: &BTreeMap<String, u32>, rules: &VoteRules, problems: &mut Problems) {
    for (item, _) in dots.iter().filter(|(_, dots)| **dots > rules.dots_per_item) {
        problems.add(item, out_of_range(0_u32, rules.dots_per_item));
    }
    let given: u64 = dots.values().copied().map(u64::from).sum();
    if given > u64::from(rules.dots) {
        problems.add("ballot", out_of_range(0_u32, rules.dots));
    }
}

fn check_answers(answers: &BTreeMap<String, Answer>, problems: &mut Problems) {
    for (item, answer) in answers {
        if let Answer::Objection(reason) = answer {
            problems.check_length(item, reason.trim(), 1, MAX_REASON);
        }
    }
}

fn out_of_range<T: TryInto<i64>>(min: T, max: T) -> Problem {
    Problem::OutOfRange {
        min: min.try_into().unwrap_or_default(),
        max: max.try_into().unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
mod tests;
