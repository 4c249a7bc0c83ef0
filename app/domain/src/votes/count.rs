//! Counting. Equal results share a place: no tie is broken, by chance or by the
//! order of anything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Answer, BEST_RATING, Ballot, VoteKind};
use crate::parties::{Party, PartyGroup, group_parties};

/// An item with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed<T> {
    /// The item.
    pub item: String,
    /// Its place, from one; shared by items with the same result, after which
    /// as many places are left out.
    pub place: u32,
    /// The result.
    pub result: T,
}

/// What came out of a vote. Lists by place are in the order of the items where a
/// place is shared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Dots, by place.
    Dots(Vec<Placed<u32>>),
    /// What was said of each item, in their order.
    Objection(Vec<Consent>),
    /// A ranking, counted in two ways.
    Ranking {
        /// Points, by place (see [`count`]).
        borda: Vec<Placed<f64>>,
        /// The instant run-off.
        runoff: Runoff,
    },
    /// Ratings, by place: that of the mean. Unrated items come last.
    Rating(Vec<Placed<Rated>>),
}

/// What was said of an item in an objection vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The item.
    pub item: String,
    /// Who is for it.
    pub yes: u32,
    /// Who would rather not, and can live with it.
    pub no: u32,
    /// The reasons of those who object, in alphabetical order: theirs tells nothing.
    pub objections: Vec<String>,
    /// Somebody answered, and nobody objects.
    pub is_reached: bool,
}

/// An instant run-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runoff {
    /// The rounds, in order.
    pub rounds: Vec<Round>,
    /// Who has won: several in case of a tie, nobody without a vote.
    pub winners: Vec<String>,
    /// All items by place, with the round that they reached. What is still in at
    /// the end stands by its votes, what was eliminated behind.
    pub places: Vec<Placed<u32>>,
}

/// A round of an instant run-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The ballots that stand for each item still in, in the order of the items.
    pub votes: Vec<(String, u32)>,
    /// Ballots none of whose items is still in.
    pub exhausted: u32,
    /// What is eliminated after this round.
    pub eliminated: Vec<String>,
    /// Several were the last, and it may matter that all of them went: together
    /// they had as many votes as the next. A vote anew between them is fairer.
    pub is_tie: bool,
}

/// Ratings of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    /// How many rated it.
    pub n: u32,
    /// The median; between the middle two if their number is even. `None`
    /// without ratings, as the mean.
    pub median: Option<f64>,
    /// The arithmetic mean.
    pub mean: Option<f64>,
    /// How many gave each rating, from the worst to the best.
    pub distribution: [u32; BEST_RATING as usize],
}

/// Counts ballots. Those of another kind, and votes for what is no item, do not
/// count.
///
/// **Dots** add up. **Objections**: consent is reached where somebody answered
/// and nobody objects; a "no" does not stand in its way (consent as in
/// sociocracy: G. Endenburg, *Sociocracy: The Organization of Decision-Making*,
/// 1998).
///
/// **Borda count** (J.-C. de Borda, *Mémoire sur les élections au scrutin*,
/// Histoire de l'Académie royale des sciences, 1781): of `n` items, the one at
/// rank `r` of a ballot gets `n − r` points. Items that a ballot leaves out share
/// the ranks behind those it names: each gets the average of their points.
///
/// **Instant run-off** (the alternative vote, W. R. Ware, 1871; N. Tideman,
/// *Collective Decisions and Voting*, 2006): each ballot stands for the first of
/// its items that is still in. As soon as an item has more than half of these
/// votes, it has won; otherwise the item with the fewest is eliminated. If
/// several have the fewest, all of them are, which no order or chance decides;
/// the round says so where it may matter. If all that are still in have equally
/// many, they share the victory.
///
/// **Ratings**: number, median, mean, distribution.
#[must_use]
pub fn count(kind: VoteKind, items: &[String], ballots: &[Ballot]) -> Outcome {
    match kind {
        VoteKind::Dots => Outcome::Dots(count_dots(items, ballots)),
        VoteKind::Objection => Outcome::Objection(count_answers(items, ballots)),
        VoteKind::Ranking => {
            let rankings = rankings(items, ballots);
            Outcome::Ranking {
                borda: borda(items, &rankings),
                runoff: runoff(items, &rankings),
            }
        }
        VoteKind::Rating => Outcome::Rating(count_ratings(items, ballots)),
    }
}

/// What came out of the ballots of one party, or of several together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeOfGroup {
    /// Whose they are.
    pub group: PartyGroup,
    /// How many they are.
    pub ballots: u32,
    /// The ballots, counted.
    pub outcome: Outcome,
}

/// Counts the ballots of each party by themselves, those of parties of which few voted
/// together, as [`group_parties`] says. Nothing where no party is left.
#[must_use]
pub fn count_by_party(
    kind: VoteKind,
    items: &[String],
    ballots: &[(Party, Ballot)],
) -> Vec<OutcomeOfGroup> {
    let mut people: BTreeMap<Party, usize> = BTreeMap::new();
    for (party, _) in ballots {
        *people.entry(*party).or_default() += 1;
    }
    let groups = group_parties(&people).unwrap_or_default();
    let mut by_group: BTreeMap<PartyGroup, Vec<Ballot>> = BTreeMap::new();
    for (party, ballot) in ballots {
        if let Some(group) = groups.get(party) {
            by_group.entry(*group).or_default().push(ballot.clone());
        }
    }
    let of_group = |(group, ballots): (PartyGroup, Vec<Ballot>)| OutcomeOfGroup {
        group,
        ballots: u32::try_from(ballots.len()).unwrap_or(u32::MAX),
        outcome: count(kind, items, &ballots),
    };
    by_group.into_iter().map(of_group).collect()
}

/// Items with their results, the greatest first.
fn by_place<K: Ord, T>(results: impl Iterator<Item = (String, K, T)>) -> Vec<Placed<T>> {
    let mut results: Vec<(String, K, T)> = results.collect();
    results.sort_by(|(_, one, _), (_, other, _)| other.cmp(one));
    let mut placed: Vec<Placed<T>> = Vec::with_capacity(results.len());
    let mut last: Option<(K, u32)> = None;
    for (number, (item, key, result)) in (1_u32..).zip(results) {
        let place = match last {
            Some((before, place)) if before == key => place,
            _ => number,
        };
        last = Some((key, place));
        placed.push(Placed {
            item,
            place,
            result,
        });
    }
    placed
}

fn count_dots(items: &[String], ballots: &[Ballot]) -> Vec<Placed<u32>> {
    let dots = |item: &String| {
        ballots.iter().fold(0_u32, |sum, ballot| match ballot {
            Ballot::Dots(dots) => sum.saturating_add(dots.get(item).copied().unwrap_or(0)),
            _ => sum,
        })
    };
    by_place(items.iter().map(|item| {
        let dots = dots(item);
        (item.clone(), dots, dots)
    }))
}

fn count_answers(items: &[String], ballots: &[Ballot]) -> Vec<Consent> {
    let consent = |item: &String| {
        let mut consent = Consent {
            item: item.clone(),
            yes: 0,
            no: 0,
            objections: Vec::new(),
            is_reached: false,
        };
        for ballot in ballots {
            let Ballot::Objection(answers) = ballot else {
                continue;
            };
            match answers.get(item) {
                Some(Answer::Yes) => consent.yes += 1,
                Some(Answer::No) => consent.no += 1,
                Some(Answer::Objection(reason)) => consent.objections.push(reason.clone()),
                None => {}
            }
        }
        consent.objections.sort();
        consent.is_reached = consent.objections.is_empty() && consent.yes + consent.no > 0;
        consent
    };
    items.iter().map(consent).collect()
}

/// The rankings among the ballots, without what is no item or stands there twice.
fn rankings<'a>(items: &[String], ballots: &'a [Ballot]) -> Vec<Vec<&'a String>> {
    let items: BTreeSet<&String> = items.iter().collect();
    let rankings = ballots.iter().filter_map(|ballot| match ballot {
        Ballot::Ranking(ranking) => Some(ranking),
        _ => None,
    });
    rankings
        .map(|ranking| {
            let mut seen = BTreeSet::new();
            let known = ranking.iter().filter(|item| items.contains(item));
            known.filter(|item| seen.insert(*item)).collect()
        })
        .collect()
}

fn borda(items: &[String], rankings: &[Vec<&String>]) -> Vec<Placed<f64>> {
    // Twice the points, so that averages are whole numbers.
    let mut doubled: BTreeMap<&String, u64> = BTreeMap::new();
    let all = u64::try_from(items.len()).unwrap_or(u64::MAX);
    for ranking in rankings {
        for (points, item) in (0..all).rev().zip(ranking) {
            *doubled.entry(item).or_default() += 2 * points;
        }
        let left = items.iter().filter(|item| !ranking.contains(item));
        let left: Vec<&String> = left.collect();
        let average = u64::try_from(left.len())
            .unwrap_or(u64::MAX)
            .saturating_sub(1);
        for item in left {
            *doubled.entry(item).or_default() += average;
        }
    }
    by_place(items.iter().map(|item| {
        let points = doubled.get(item).copied().unwrap_or(0);
        (item.clone(), points, exact(points) / 2.0)
    }))
}

fn runoff(items: &[String], rankings: &[Vec<&String>]) -> Runoff {
    let mut standing: Vec<&String> = items.iter().collect();
    let mut rounds: Vec<Round> = Vec::new();
    let mut out: Vec<(&String, (u32, u32))> = Vec::new();
    let winners = loop {
        let number = u32::try_from(rounds.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let votes = first_choices(&standing, rankings);
        let valid: u32 = votes.iter().map(|(_, votes)| votes).sum();
        let all = u32::try_from(rankings.len()).unwrap_or(u32::MAX);
        let fewest = votes.iter().map(|(_, votes)| *votes).min().unwrap_or(0);
        let majority = votes.iter().find(|(_, votes)| *votes > valid / 2);
        let is_level = votes.iter().all(|(_, votes)| *votes == fewest);
        let is_over = majority.is_some() || is_level;
        let last: Vec<&String> = votes
            .iter()
            .filter(|(_, votes)| *votes == fewest && !is_over)
            .map(|(item, _)| *item)
            .collect();
        let own = |item: &&String| (*item).clone();
        rounds.push(Round {
            votes: votes
                .iter()
                .map(|(item, votes)| (own(item), *votes))
                .collect(),
            exhausted: all.saturating_sub(valid),
            eliminated: last.iter().map(own).collect(),
            is_tie: is_tie(&votes, fewest, last.len()),
        });
        if is_over {
            out.extend(votes.iter().map(|(item, votes)| (*item, (number, *votes))));
            break match majority {
                Some((winner, _)) => vec![own(winner)],
                None if valid > 0 => standing.iter().map(own).collect(),
                None => Vec::new(),
            };
        }
        out.extend(last.iter().map(|item| (*item, (number, 0))));
        standing.retain(|item| !last.contains(item));
    };
    // In the order of the items where a place is shared.
    let reached: BTreeMap<&String, (u32, u32)> = out.into_iter().collect();
    let places = by_place(items.iter().map(|item| {
        let key = reached.get(item).copied().unwrap_or_default();
        (item.clone(), key, key.0)
    }));
    Runoff {
        rounds,
        winners,
        places,
    }
}

/// The ballots that stand for each item still in.
fn first_choices<'a>(standing: &[&'a String], rankings: &[Vec<&String>]) -> Vec<(&'a String, u32)> {
    let mut votes: BTreeMap<&String, u32> = standing.iter().map(|item| (*item, 0)).collect();
    for ranking in rankings {
        if let Some(first) = ranking.iter().find(|item| votes.contains_key(**item))
            && let Some(votes) = votes.get_mut(*first)
        {
            *votes += 1;
        }
    }
    standing
        .iter()
        .map(|item| (*item, votes.get(item).copied().unwrap_or(0)))
        .collect()
}

/// Whether it may matter that several items are eliminated at once: one of them
/// could have overtaken the next with the votes of the others.
fn is_tie(votes: &[(&String, u32)], fewest: u32, last: usize) -> bool {
    let together = u64::from(fewest).saturating_mul(u64::try_from(last).unwrap_or(u64::MAX));
    let others = votes.iter().map(|(_, votes)| *votes);
    let next = others.filter(|votes| *votes > fewest).min();
    last > 1 && next.is_some_and(|next| together >= u64::from(next))
}

fn count_ratings(items: &[String], ballots: &[Ballot]) -> Vec<Placed<Rated>> {
    by_place(items.iter().map(|item| {
        let mut ratings: Vec<u8> = ballots
            .iter()
            .filter_map(|ballot| match ballot {
                Ballot::Rating(ratings) => ratings.get(item).copied(),
                _ => None,
            })
            .filter(|rating| (1..=BEST_RATING).contains(rating))
            .collect();
        ratings.sort_unstable();
        let sum: u64 = ratings.iter().copied().map(u64::from).sum();
        (
            item.clone(),
            Mean::of(sum, ratings.len()),
            rated(&ratings, sum),
        )
    }))
}

/// What is known of sorted ratings.
fn rated(ratings: &[u8], sum: u64) -> Rated {
    let n = u32::try_from(ratings.len()).unwrap_or(u32::MAX);
    let upper = ratings.get(ratings.len() / 2);
    let lower = ratings.get(ratings.len().saturating_sub(1) / 2);
    let median = lower.zip(upper);
    let mut distribution = [0; BEST_RATING as usize];
    for (rating, number) in (1..).zip(&mut distribution) {
        let given = ratings.iter().filter(|given| **given == rating);
        *number = u32::try_from(given.count()).unwrap_or(u32::MAX);
    }
    Rated {
        n,
        median: median.map(|(lower, upper)| f64::from(lower + upper) / 2.0),
        mean: (n > 0).then(|| exact(sum) / f64::from(n)),
        distribution,
    }
}

/// A mean that compares exactly; less than all others if there is nothing.
struct Mean {
    sum: u64,
    n: u64,
}

impl Mean {
    fn of(sum: u64, n: usize) -> Self {
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        Self { sum, n }
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (one, two) = (u128::from(self.sum), u128::from(other.sum));
        let by_mean = || (one * u128::from(other.n)).cmp(&(two * u128::from(self.n)));
        let is_nothing = |mean: &Self| Reverse(mean.n == 0);
        is_nothing(self).cmp(&is_nothing(other)).then_with(by_mean)
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Mean {}

/// A count as a floating-point number: exact below 2⁵³, which no vote reaches.
#[allow(clippy::cast_precision_loss, reason = "see above")]
const fn exact(count: u64) -> f64 {
    count as f64
}
