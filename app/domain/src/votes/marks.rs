//! What of a vote stands at each of its items, where these are seen: what its reader chose
//! while it is open, what came out once it is closed.

use super::{Answer, Ballot, Outcome, Placed, Vote};

/// What somebody chose for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// No dot, no answer, no place, no rating.
    Nothing,
    /// So many dots.
    Dots(u32),
    /// An answer.
    Answer(Answer),
    /// A place in their order, from one.
    Place(u32),
    /// A rating.
    Rating(u8),
}

/// What somebody chose for one item, and whether that is what they have cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What they chose.
    pub choice: Choice,
    /// Their ballot says the same.
    pub is_cast: bool,
}

/// What came out for one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Total {
    /// So many dots.
    Dots(u32),
    /// How many gave which answer.
    Answers {
        /// How many are for it.
        yes: u32,
        /// How many would rather not, and can live with it.
        no: u32,
        /// How many object.
        objections: u32,
    },
    /// Of a ranking, the Borda count.
    Points {
        /// The place by these points, from one.
        place: u32,
        /// The points.
        points: f64,
    },
    /// Of ratings, the mean.
    Mean {
        /// The mean; nothing where nobody rated it.
        mean: Option<f64>,
        /// How many rated it.
        n: u32,
    },
}

/// Of all votes, the one that stands at its items: the one that was opened last of those that
/// are open, else the one that was closed last. What came out stands there until the next is
/// opened.
#[must_use]
pub fn shown_at_items(votes: &[Vote]) -> Option<&Vote> {
    let open = votes.iter().filter(|vote| vote.is_open());
    let open = open.max_by_key(|vote| vote.opened_at);
    open.or_else(|| votes.iter().max_by_key(|vote| vote.closed_at))
}

impl Ballot {
    /// What it says of one item.
    #[must_use]
    pub fn choice(&self, item: &str) -> Choice {
        let choice = match self {
            Self::Dots(dots) => {
                let dots = dots.get(item).copied().filter(|dots| *dots > 0);
                dots.map(Choice::Dots)
            }
            Self::Objection(answers) => answers.get(item).cloned().map(Choice::Answer),
            Self::Ranking(ranking) => {
                let mut places = (1_u32..).zip(ranking);
                let place = places.find(|(_, ranked)| ranked.as_str() == item);
                place.map(|(place, _)| Choice::Place(place))
            }
            Self::Rating(ratings) => ratings.get(item).copied().map(Choice::Rating),
        };
        choice.unwrap_or(Choice::Nothing)
    }
}

impl Vote {
    /// What somebody chose for each item as the vote stands, beside what they have cast.
    pub fn chosen<'a>(
        &'a self,
        chosen: &'a Ballot,
        cast: Option<&'a Ballot>,
    ) -> impl Iterator<Item = (&'a str, Chosen)> {
        self.items().map(move |(item, _)| {
            let choice = chosen.choice(item);
            let before = cast.map_or(Choice::Nothing, |cast| cast.choice(item));
            let is_cast = choice == before;
            (item, Chosen { choice, is_cast })
        })
    }

    /// What came out for each item as the vote stands; nothing while it is open, nor where
    /// nobody voted.
    #[must_use]
    pub fn totals(&self) -> Vec<(&str, Total)> {
        let result = self.result.as_ref().filter(|_| self.ballots > 0);
        match result.map(|result| &result.outcome) {
            None => Vec::new(),
            Some(Outcome::Dots(placed)) => totals(placed, |one| Total::Dots(one.result)),
            Some(Outcome::Objection(consents)) => {
                let all = consents.iter().map(|consent| {
                    let objections = u32::try_from(consent.objections.len());
                    let total = Total::Answers {
                        yes: consent.yes,
                        no: consent.no,
                        objections: objections.unwrap_or(u32::MAX),
                    };
                    (consent.item.as_str(), total)
                });
                all.collect()
            }
            Some(Outcome::Ranking { borda, .. }) => totals(borda, |one| Total::Points {
                place: one.place,
                points: one.result,
            }),
            Some(Outcome::Rating(placed)) => totals(placed, |one| Total::Mean {
                mean: one.result.mean,
                n: one.result.n,
            }),
        }
    }
}

fn totals<T>(placed: &[Placed<T>], total: impl Fn(&Placed<T>) -> Total) -> Vec<(&str, Total)> {
    let all = placed.iter().map(|one| (one.item.as_str(), total(one)));
    all.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::ids::VoteId;
    use crate::time::Timestamp;
    use crate::votes::{Merged, VoteFacts, VoteKind, VoteResult, VoteRules, count, merge_items};

    /// An open vote on three items, the third of which became the first.
    fn vote(kind: VoteKind) -> Vote {
        let items = ["a", "b", "c"].map(str::to_owned).to_vec();
        Vote {
            id: VoteId::new(),
            facts: VoteFacts {
                question: "Par quoi commencer ?".into(),
                texts: items.clone(),
                rules: VoteRules {
                    kind,
                    items,
                    dots: 3,
                    dots_per_item: 2,
                },
                anonymous: false,
                repeats: None,
            },
            merged: Merged::from([("c".to_owned(), "a".to_owned())]),
            opened_at: Timestamp(1),
            closed_at: None,
            ballots: 0,
            voters: 4,
            may_vote: true,
            voted: false,
            own: None,
            result: None,
        }
    }

    /// The vote, closed with these ballots.
    fn closed(kind: VoteKind, ballots: Vec<Ballot>) -> Vote {
        let vote = vote(kind);
        let rules = vote.facts.rules.standing(&vote.merged);
        let number = u32::try_from(ballots.len()).expect("few");
        let ballots = merge_items(ballots, &vote.merged);
        Vote {
            closed_at: Some(Timestamp(2)),
            ballots: number,
            result: Some(VoteResult {
                outcome: count(kind, &rules.items, &ballots),
                by_party: Vec::new(),
                named: Vec::new(),
                receipts: Vec::new(),
            }),
            ..vote
        }
    }

    fn given<T: Copy>(given: &[(&str, T)]) -> BTreeMap<String, T> {
        let given = given.iter().map(|(item, one)| ((*item).to_owned(), *one));
        given.collect()
    }

    fn ranking(items: &[&str]) -> Ballot {
        Ballot::Ranking(items.iter().map(|item| (*item).to_owned()).collect())
    }

    #[test]
    fn each_ballot_says_something_of_an_item_or_nothing() {
        let dots = Ballot::Dots(given(&[("a", 2), ("b", 0)]));
        assert_eq!(dots.choice("a"), Choice::Dots(2));
        assert_eq!(dots.choice("b"), Choice::Nothing);
        let answers = BTreeMap::from([("a".to_owned(), Answer::No)]);
        let answers = Ballot::Objection(answers);
        assert_eq!(answers.choice("a"), Choice::Answer(Answer::No));
        assert_eq!(answers.choice("b"), Choice::Nothing);
        let ranking = ranking(&["b", "a"]);
        assert_eq!(ranking.choice("a"), Choice::Place(2));
        assert_eq!(ranking.choice("c"), Choice::Nothing);
        let ratings = Ballot::Rating(given(&[("a", 4_u8)]));
        assert_eq!(ratings.choice("a"), Choice::Rating(4));
        assert_eq!(ratings.choice("b"), Choice::Nothing);
    }

    #[test]
    fn what_is_chosen_stands_at_the_items_that_are_left_and_is_told_from_what_was_cast() {
        let vote = vote(VoteKind::Dots);
        let cast = Ballot::Dots(given(&[("a", 1), ("b", 1)]));
        let chosen = Ballot::Dots(given(&[("a", 2), ("b", 1), ("c", 1)]));
        let of = |dots, is_cast| Chosen {
            choice: Choice::Dots(dots),
            is_cast,
        };
        let both: Vec<_> = vote.chosen(&chosen, Some(&cast)).collect();
        assert_eq!(both, [("a", of(2, false)), ("b", of(1, true))]);
        // What was taken away again is not cast either; nothing is, where nothing was.
        let nothing = Ballot::Dots(BTreeMap::new());
        let taken: Vec<_> = vote.chosen(&nothing, Some(&cast)).collect();
        assert!(taken.iter().all(|(_, chosen)| !chosen.is_cast));
        let none: Vec<_> = vote.chosen(&nothing, None).collect();
        assert!(none.iter().all(|(_, chosen)| chosen.is_cast));
    }

    #[test]
    fn totals_count_duplicates_at_the_item_that_stands_for_them() {
        let ballots = vec![
            Ballot::Dots(given(&[("a", 1), ("c", 2)])),
            Ballot::Dots(given(&[("c", 1)])),
        ];
        let vote = closed(VoteKind::Dots, ballots);
        let totals = vote.totals();
        assert_eq!(totals, [("a", Total::Dots(4)), ("b", Total::Dots(0))]);
    }

    #[test]
    fn totals_are_told_for_each_way_of_voting() {
        let says = |answer: Answer| Ballot::Objection(BTreeMap::from([("a".to_owned(), answer)]));
        let answers = [Answer::Yes, Answer::No, Answer::Objection("non".into())];
        let answered = closed(VoteKind::Objection, answers.map(says).to_vec());
        let of = |yes, no, objections| Total::Answers {
            yes,
            no,
            objections,
        };
        let expected = [("a", of(1, 1, 1)), ("b", of(0, 0, 0))];
        assert_eq!(answered.totals(), expected);
        let ranked = closed(VoteKind::Ranking, vec![ranking(&["b", "a"])]);
        let of = |place, points| Total::Points { place, points };
        assert_eq!(ranked.totals(), [("b", of(1, 1.0)), ("a", of(2, 0.0))]);
        let ballots = [4_u8, 5].map(|rating| Ballot::Rating(given(&[("a", rating)])));
        let rated = closed(VoteKind::Rating, ballots.to_vec());
        let of = |mean, n| Total::Mean { mean, n };
        let expected = [("a", of(Some(4.5), 2)), ("b", of(None, 0))];
        assert_eq!(rated.totals(), expected);
    }

    #[test]
    fn nothing_is_told_of_a_vote_that_is_open_or_in_which_nobody_voted() {
        assert!(vote(VoteKind::Dots).totals().is_empty());
        assert!(closed(VoteKind::Dots, Vec::new()).totals().is_empty());
    }

    #[test]
    fn the_vote_opened_last_is_shown_else_the_one_closed_last() {
        let at = |opened: i64, closed_at: Option<i64>| Vote {
            opened_at: Timestamp(opened),
            closed_at: closed_at.map(Timestamp),
            ..vote(VoteKind::Dots)
        };
        let opened = |votes: &[Vote]| shown_at_items(votes).map(|vote| vote.opened_at.0);
        assert_eq!(opened(&[]), None);
        // The first was closed after the second.
        let over = [at(2, Some(3)), at(1, Some(4))];
        assert_eq!(opened(&over), Some(1));
        let [later, earlier] = over;
        let open = [at(6, None), at(5, None), later, earlier];
        assert_eq!(opened(&open), Some(6));
        assert_eq!(opened(&open[1..]), Some(5));
    }
}
