//! Votes as they are held in a session: how one is asked for, and what its readers see
//! of it while it is open and afterwards.

use serde::{Deserialize, Serialize};

use super::merging::kept_of;
use super::{
    Ballot, Duplicate, MAX_ITEMS, Merged, Outcome, OutcomeOfGroup, Placed, VoteKind, VoteRules,
    count,
};
use crate::ids::VoteId;
use crate::problems::{Problem, Problems, clean_line};
use crate::sessions::{Who, ticked};
use crate::time::Timestamp;

/// The most characters of a question.
pub const QUESTION_MAX: u32 = 300;
/// The most characters of an item's text: a note's first words are enough to know it by.
pub const ITEM_MAX: usize = 300;
/// The most votes of one session.
pub const VOTES_MAX: usize = 100;
/// The most characters of the id of an item's record on the board.
const RECORD_MAX: u32 = 40;

/// What is voted on: a record of the board, with the text that it had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoteItem {
    /// Id of the record, as text.
    pub record: String,
    /// What it said when the vote was opened.
    pub text: String,
}

/// A vote as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoteDraft {
    /// What people are asked.
    pub question: String,
    /// Code of the kind.
    pub kind: String,
    /// Whether nobody can know who voted what: a box, ticked or not.
    pub anonymous: String,
    /// Dots that everybody has; of dot votes only.
    pub dots: String,
    /// Dots that one person can give to one item; of dot votes only.
    pub dots_per_item: String,
    /// What is voted on.
    pub items: Vec<VoteItem>,
    /// Which of these say the same, and are brought together.
    pub merged: Vec<Duplicate>,
    /// Id of the vote whose tie this one is to break; empty for none.
    pub repeats: String,
}

/// A vote's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteFacts {
    /// What people are asked.
    pub question: String,
    /// Kind, items and limits.
    pub rules: VoteRules,
    /// What the items said, in their order.
    pub texts: Vec<String>,
    /// Whether nobody can know who voted what.
    pub anonymous: bool,
    /// The vote whose tie this one is to break.
    pub repeats: Option<VoteId>,
}

impl VoteDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<VoteFacts, Problems> {
        let mut problems = Problems::default();
        let question = clean_line(&self.question);
        problems.check_length("question", &question, 1, QUESTION_MAX);
        let kind = VoteKind::from_code(&self.kind);
        match (kind, self.kind.is_empty()) {
            (None, true) => problems.add("kind", Problem::Missing),
            (None, false) => problems.add("kind", Problem::NotOffered),
            _ => {}
        }
        let repeats = match self.repeats.trim() {
            "" => None,
            id => match id.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    problems.add("repeats", Problem::NotOffered);
                    None
                }
            },
        };
        for item in self.items.iter().take(MAX_ITEMS) {
            problems.check_length("items", item.record.trim(), 1, RECORD_MAX);
        }
        let is_dots = kind == Some(VoteKind::Dots);
        let mut number = |field: &str, typed: &str| match typed.trim().parse() {
            _ if !is_dots => 0,
            Ok(number) => number,
            Err(_) => {
                problems.add(field, Problem::Missing);
                0
            }
        };
        let dots = number("dots", &self.dots);
        let dots_per_item = number("dots_per_item", &self.dots_per_item);
        problems.into_result()?;
        let Some(kind) = kind else {
            return Err(Problems::one("kind", Problem::Missing));
        };
        let record = |item: &VoteItem| item.record.trim().to_owned();
        let rules = VoteRules {
            kind,
            items: self.items.iter().map(record).collect(),
            dots,
            dots_per_item,
        };
        rules.check()?;
        let text = |item: &VoteItem| clean_line(&item.text).chars().take(ITEM_MAX).collect();
        Ok(VoteFacts {
            question,
            texts: self.items.iter().map(text).collect(),
            anonymous: ticked(&self.anonymous),
            repeats,
            rules,
        })
    }
}

impl VoteFacts {
    /// What an item says; nothing where it is none.
    #[must_use]
    pub fn text_of(&self, item: &str) -> &str {
        let place = self.rules.items.iter().position(|known| known == item);
        let text = place.and_then(|place| self.texts.get(place));
        text.map_or("", String::as_str)
    }
}

/// A vote as one reader sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// The vote's id.
    pub id: VoteId,
    /// What it says of itself.
    pub facts: VoteFacts,
    /// Items that were brought together with another: each with the one that it became.
    pub merged: Merged,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed; nothing while it is open.
    pub closed_at: Option<Timestamp>,
    /// How many have voted.
    pub ballots: u32,
    /// Of how many those are a part: who is let in and does not only look on may vote, and
    /// whoever has voted counts, whatever became of them.
    pub voters: u32,
    /// Whether the reader may vote, while it is open.
    pub may_vote: bool,
    /// Whether the reader has voted.
    pub voted: bool,
    /// What the reader voted. Of an anonymous vote nobody knows: their browser does.
    pub own: Option<Ballot>,
    /// What came out, once it is closed.
    pub result: Option<VoteResult>,
}

/// What came out of a vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VoteResult {
    /// The ballots, counted.
    pub outcome: Outcome,
    /// The same by party, as far as none of which one tells is so small that its people
    /// could be told from it. Never of anonymous votes, whose ballots do not say whose they
    /// are.
    pub by_party: Vec<OutcomeOfGroup>,
    /// Who voted what; empty for anonymous votes.
    pub named: Vec<(Who, Ballot)>,
    /// The ballots of an anonymous vote, each under its receipt and in the order of these:
    /// whoever likes counts them again, and voters find their own. Empty for named votes.
    pub receipts: Vec<(String, Ballot)>,
}

impl Vote {
    /// Whether ballots are taken.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// The items as they stand: without those that became another one.
    pub fn items(&self) -> impl Iterator<Item = (&str, &str)> {
        let items = self.facts.rules.items.iter().zip(&self.facts.texts);
        items
            .filter(|(item, _)| !self.merged.contains_key(*item))
            .map(|(item, text)| (item.as_str(), text.as_str()))
    }

    /// What the items said that were brought together with this one.
    pub fn merged_into(&self, item: &str) -> impl Iterator<Item = &str> {
        let duplicates = self.merged.keys();
        duplicates
            .filter(move |from| kept_of(from, &self.merged) == item)
            .map(|from| self.facts.text_of(from))
    }

    /// Whether the ballots that are told, counted again, give the totals that are told. Nothing
    /// where none are told: while it is open, and where names are told instead.
    #[must_use]
    pub fn adds_up(&self) -> Option<bool> {
        let result = self.result.as_ref()?;
        let ballots = result.receipts.iter().map(|(_, ballot)| ballot.clone());
        let ballots: Vec<Ballot> = ballots.collect();
        let rules = self.facts.rules.standing(&self.merged);
        let counted = || count(rules.kind, &rules.items, &ballots);
        (!ballots.is_empty()).then(|| counted() == result.outcome)
    }

    /// The items that share a place, place by place: a vote between those of one place alone can
    /// break its tie, be it of the first place or of the last that is kept. Of objection votes
    /// there are no places.
    #[must_use]
    pub fn ties(&self) -> Vec<Tie> {
        let Some(result) = &self.result else {
            return Vec::new();
        };
        match &result.outcome {
            Outcome::Dots(placed) => shared(placed, |dots| *dots > 0),
            Outcome::Rating(placed) => shared(placed, |rated| rated.n > 0),
            Outcome::Ranking { borda, runoff } => {
                let winners = Tie {
                    place: 1,
                    in_points: false,
                    items: runoff.winners.clone(),
                };
                let mut ties = shared(borda, |points| *points > 0.0);
                for tie in &mut ties {
                    tie.in_points = true;
                }
                // What shares the victory in both counts is voted on once.
                ties.retain(|tie| tie.items != winners.items);
                if winners.items.len() > 1 {
                    ties.insert(0, winners);
                }
                ties
            }
            Outcome::Objection(_) => Vec::new(),
        }
    }
}

/// Items that share a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Which place.
    pub place: u32,
    /// It is that of the Borda count, beside which there is another.
    pub in_points: bool,
    /// The items, in their order.
    pub items: Vec<String>,
}

/// The places that several items share whose result counts.
fn shared<T>(placed: &[Placed<T>], counts: impl Fn(&T) -> bool) -> Vec<Tie> {
    let places = placed.chunk_by(|one, next| one.place == next.place);
    let ties = places.filter_map(|sharing| match sharing {
        [first, _, ..] if counts(&first.result) => Some(Tie {
            place: first.place,
            in_points: false,
            items: sharing.iter().map(|one| one.item.clone()).collect(),
        }),
        _ => None,
    });
    ties.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn draft() -> VoteDraft {
        let item = |record: &str| VoteItem {
            record: record.into(),
            text: format!(" Piste\n{record} "),
        };
        VoteDraft {
            question: " Quelle piste ? ".into(),
            kind: "dots".into(),
            anonymous: "true".into(),
            dots: "3".into(),
            dots_per_item: "2".into(),
            items: vec![item("1-1"), item("1-2"), item("1-3")],
            ..VoteDraft::default()
        }
    }

    #[test]
    fn a_vote_in_order_is_cleaned() {
        let facts = draft().check().expect("in order");
        assert_eq!(facts.question, "Quelle piste ?");
        assert_eq!(facts.rules.dots, 3);
        assert_eq!(facts.text_of("1-2"), "Piste 1-2");
        assert_eq!(facts.text_of("9-9"), "");
        assert!(facts.anonymous);
    }

    #[test]
    fn dots_are_asked_for_only_where_there_are_dots() {
        let nothing = VoteDraft {
            dots: String::new(),
            dots_per_item: "x".into(),
            ..draft()
        };
        let fields = |draft: &VoteDraft| -> Vec<String> {
            let problems = draft.check().expect_err("not in order").0;
            problems.into_iter().map(|problem| problem.field).collect()
        };
        assert_eq!(fields(&nothing), ["dots", "dots_per_item"]);
        let rating = VoteDraft {
            kind: "rating".into(),
            ..nothing
        };
        assert_eq!(rating.check().expect("in order").rules.dots, 0);
        let empty = VoteDraft::default();
        assert_eq!(fields(&empty), ["question", "kind"]);
        let none = VoteDraft {
            items: Vec::new(),
            ..draft()
        };
        assert_eq!(fields(&none), ["items"]);
        let wrong = VoteDraft {
            repeats: "none".into(),
            ..draft()
        };
        assert_eq!(fields(&wrong), ["repeats"]);
    }

    /// A closed vote between three, of a kind, in which these were cast.
    fn closed(kind: &str, ballots: &[Ballot]) -> Vote {
        let draft = VoteDraft {
            kind: kind.into(),
            ..draft()
        };
        let facts = draft.check().expect("in order");
        Vote {
            id: VoteId::new(),
            merged: BTreeMap::new(),
            opened_at: Timestamp(0),
            closed_at: Some(Timestamp(1)),
            ballots: 0,
            voters: 0,
            may_vote: false,
            voted: false,
            own: None,
            result: Some(VoteResult {
                outcome: count(facts.rules.kind, &facts.rules.items, ballots),
                by_party: Vec::new(),
                named: Vec::new(),
                receipts: Vec::new(),
            }),
            facts,
        }
    }

    /// Its ties: whether in points, which place, and the items that share it.
    fn ties(vote: &Vote) -> Vec<(bool, u32, String)> {
        let ties = vote.ties().into_iter();
        ties.map(|tie| (tie.in_points, tie.place, tie.items.join(" ")))
            .collect()
    }

    fn dots(given: [u32; 3]) -> Ballot {
        let items = ["1-1", "1-2", "1-3"].map(String::from);
        Ballot::Dots(items.into_iter().zip(given).collect())
    }

    #[test]
    fn each_place_that_is_shared_is_a_tie() {
        let of = |ballots: &[Ballot]| ties(&closed("dots", ballots));
        assert_eq!(of(&[dots([2, 0, 1]), dots([0, 1, 2])]), []);
        let all = "1-1 1-2 1-3".to_owned();
        assert_eq!(of(&[dots([2, 1, 0]), dots([0, 1, 2])]), [(false, 1, all)]);
        // The last that is kept can be shared as well.
        let last = "1-1 1-3".to_owned();
        assert_eq!(of(&[dots([1, 2, 1])]), [(false, 2, last)]);
        // Nothing is no tie.
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[dots([0, 2, 0])]), []);
        let rating = |given: [u8; 3]| {
            let items = ["1-1", "1-2", "1-3"].map(String::from);
            Ballot::Rating(items.into_iter().zip(given).collect())
        };
        let rated = closed("rating", &[rating([4, 2, 4])]);
        assert_eq!(ties(&rated), [(false, 1, "1-1 1-3".into())]);
    }

    #[test]
    fn a_ranking_has_the_ties_of_both_its_counts() {
        let ranking = |items: &[&str]| {
            let items = items.iter().map(|item| (*item).to_owned());
            Ballot::Ranking(items.collect())
        };
        let of = |ballots: &[Ballot]| ties(&closed("ranking", ballots));
        // Four points each, while one of them wins the run-off.
        let won = [
            ranking(&["1-1", "1-2", "1-3"]),
            ranking(&["1-1", "1-2", "1-3"]),
            ranking(&["1-2", "1-3", "1-1"]),
        ];
        assert_eq!(of(&won), [(true, 1, "1-1 1-2".into())]);
        // Level in both: told once.
        let level = [
            ranking(&["1-1", "1-2", "1-3"]),
            ranking(&["1-2", "1-1", "1-3"]),
        ];
        assert_eq!(of(&level), [(false, 1, "1-1 1-2".into())]);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn what_is_told_is_counted_again() {
        // Counted again: not without a ballot, nor with one that says something else.
        let cast = [dots([2, 0, 1]), dots([0, 1, 2])];
        let listed = |ballots: &[Ballot]| {
            let mut vote = closed("dots", &cast);
            let receipts = ballots
                .iter()
                .map(|ballot| ("r".to_owned(), ballot.clone()));
            if let Some(result) = &mut vote.result {
                result.receipts = receipts.collect();
            }
            vote.adds_up()
        };
        assert_eq!(listed(&cast), Some(true));
        assert_eq!(listed(&cast[..1]), Some(false));
        assert_eq!(listed(&[dots([2, 0, 1]), dots([0, 2, 1])]), Some(false));
    }
}
