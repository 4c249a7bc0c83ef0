//! The votes of a session's report as data: what came out of each, in all and, of named ones,
//! by groups of parties, as far as these are told of.

use domain::votes::{Outcome, OutcomeOfGroup, Placed, Vote, VoteFacts};
use serde::Serialize;

use super::report_data::{OF_NOBODY, row};

/// How many gave each rating is told under these names, from the worst to the best.
const RATINGS: [&str; 5] = ["rated_1", "rated_2", "rated_3", "rated_4", "rated_5"];

/// A vote that is closed.
#[derive(Debug, Serialize)]
pub(super) struct VoteFile {
    question: String,
    /// `dots`, `objection`, `ranking` or `rating`.
    kind: String,
    anonymous: bool,
    /// How many voted.
    ballots: u32,
    /// How many could.
    voters: u32,
    items: Vec<ItemFile>,
    /// The rounds of the instant run-off; of rankings only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rounds: Vec<RoundFile>,
    /// The same of the ballots of each group of at least five people; nothing of anonymous
    /// votes, and where there are no groups.
    groups: Vec<VoteGroupFile>,
}

/// What came out of the ballots of one group.
#[derive(Debug, Serialize)]
struct VoteGroupFile {
    /// The party, or `others`.
    group: String,
    /// How many voted.
    ballots: u32,
    items: Vec<ItemFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rounds: Vec<RoundFile>,
}

/// A round of an instant run-off.
#[derive(Debug, Serialize)]
struct RoundFile {
    /// Which, from one.
    round: u32,
    items: Vec<RoundItemFile>,
    /// Ballots none of whose items was still in.
    exhausted: u32,
    /// Several were eliminated together, and the order could have mattered.
    tie: bool,
}

/// An item that was still in.
#[derive(Debug, Serialize)]
struct RoundItemFile {
    text: String,
    /// The ballots that stood for it.
    votes: u32,
    /// Whether it went after this round.
    eliminated: bool,
}

/// What came out for one item of a vote. What a kind of vote does not have is left out.
#[derive(Debug, Default, Serialize)]
struct ItemFile {
    text: String,
    /// What else stood there and was brought together with it; of groups it is not repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<String>,
    /// Its place; of rankings that of the instant run-off.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dots: Option<u32>,
    /// Points of the Borda count.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratings: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    /// How many gave each rating, from the worst to the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    distribution: Option<[u32; RATINGS.len()]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<u32>,
    /// The reasons of those who object.
    #[serde(skip_serializing_if = "Option::is_none")]
    objections: Option<Vec<String>>,
}

impl VoteFile {
    /// A vote with what came out of it; nothing while it is open.
    pub(super) fn of(vote: &Vote) -> Option<Self> {
        let result = vote.result.as_ref()?;
        let item = |id: &str| ItemFile {
            text: vote.facts.text_of(id).to_owned(),
            ..ItemFile::default()
        };
        let with_duplicates = |id: &str| ItemFile {
            merged: vote.merged_into(id).map(str::to_owned).collect(),
            ..item(id)
        };
        let mut told = items(&result.outcome, with_duplicates);
        if vote.ballots == 0 {
            // Where nobody voted nothing has a place: that all share the first says nothing.
            for item in &mut told {
                item.place = None;
            }
        }
        let group = |told: &OutcomeOfGroup| VoteGroupFile {
            group: told.group.code().to_owned(),
            ballots: told.ballots,
            items: items(&told.outcome, item),
            rounds: rounds(&vote.facts, &told.outcome),
        };
        Some(Self {
            question: vote.facts.question.clone(),
            kind: vote.facts.rules.kind.code().to_owned(),
            anonymous: vote.facts.anonymous,
            ballots: vote.ballots,
            voters: vote.voters,
            items: told,
            rounds: match vote.ballots {
                0 => Vec::new(),
                _ => rounds(&vote.facts, &result.outcome),
            },
            groups: result.by_party.iter().map(group).collect(),
        })
    }

    /// Its rows in the report as a table: one for each value.
    pub(super) fn rows(&self) -> Vec<[String; 7]> {
        let question = self.question.as_str();
        let turnout = [("ballots", self.ballots), ("voters", self.voters)];
        let turnout = turnout.map(|(property, value)| {
            let names = [question, "", property];
            row("vote", names, value.to_string(), OF_NOBODY)
        });
        let mut rows = Vec::from(turnout);
        for (item, property, value) in values(&self.items) {
            rows.push(row("vote", [question, item, property], value, OF_NOBODY));
        }
        for (item, property, value) in values_of_rounds(&self.rounds) {
            rows.push(row("vote", [question, item, &property], value, OF_NOBODY));
        }
        for told in &self.groups {
            let of = ["", told.group.as_str()];
            let names = [question, "", "ballots"];
            rows.push(row("vote_group", names, told.ballots.to_string(), of));
            for (item, property, value) in values(&told.items) {
                rows.push(row("vote_group", [question, item, property], value, of));
            }
            for (item, property, value) in values_of_rounds(&told.rounds) {
                rows.push(row("vote_group", [question, item, &property], value, of));
            }
        }
        rows
    }
}

/// What is known of each item: what it says, the name of the value, and the value.
fn values(items: &[ItemFile]) -> impl Iterator<Item = (&str, &'static str, String)> {
    items.iter().flat_map(|item| {
        let values = item.values().into_iter();
        values.map(move |(property, value)| (item.text.as_str(), property, value))
    })
}

/// What is known of each round, as [`RoundFile::values`] has it.
fn values_of_rounds(rounds: &[RoundFile]) -> impl Iterator<Item = (&str, String, String)> {
    rounds.iter().flat_map(RoundFile::values)
}

impl RoundFile {
    /// Of each item that was still in how many votes it had, and whether it went; then what is
    /// said of the round.
    fn values(&self) -> Vec<(&str, String, String)> {
        let named = |property: &str| format!("round_{}_{property}", self.round);
        let items = self.items.iter().flat_map(|item| {
            let went = item.eliminated.to_string();
            [("votes", item.votes.to_string()), ("eliminated", went)]
                .map(|(property, value)| (item.text.as_str(), named(property), value))
        });
        let whole = [
            ("exhausted", self.exhausted.to_string()),
            ("tie", self.tie.to_string()),
        ];
        let whole = whole.map(|(property, value)| ("", named(property), value));
        items.chain(whole).collect()
    }
}

impl ItemFile {
    /// What is known of the item, each with its name.
    fn values(&self) -> Vec<(&'static str, String)> {
        let text = |number: Option<f64>| number.map(|number| number.to_string());
        let count = |number: Option<u32>| number.map(|number| number.to_string());
        let single = [
            ("place", count(self.place)),
            ("dots", count(self.dots)),
            ("points", text(self.points)),
            ("ratings", count(self.ratings)),
            ("mean", text(self.mean)),
            ("median", text(self.median)),
            ("yes", count(self.yes)),
            ("no", count(self.no)),
        ];
        let single = single.into_iter();
        let single = single.filter_map(|(name, value)| Some((name, value?)));
        let given = self.distribution.iter().flatten();
        let given = RATINGS.into_iter().zip(given);
        let given = given.map(|(name, number)| (name, number.to_string()));
        let merged = self.merged.iter().map(|text| ("merged", text.clone()));
        let reasons = self.objections.iter().flatten();
        let reasons = reasons.map(|reason| ("objection", reason.clone()));
        merged.chain(single).chain(given).chain(reasons).collect()
    }
}

/// What came out for each item; `item` begins what is told of one.
fn items(outcome: &Outcome, item: impl Fn(&str) -> ItemFile) -> Vec<ItemFile> {
    match outcome {
        Outcome::Dots(placed) => by_place(placed, item, |file, dots| file.dots = Some(*dots)),
        Outcome::Rating(placed) => by_place(placed, item, |file, rated| {
            file.ratings = Some(rated.n);
            file.mean = rated.mean;
            file.median = rated.median;
            file.distribution = Some(rated.distribution);
        }),
        Outcome::Ranking { borda, runoff } => by_place(borda, item, |file, points| {
            file.points = Some(*points);
        })
        .into_iter()
        .zip(borda)
        .map(|(mut file, counted)| {
            let mut places = runoff.places.iter();
            let reached = places.find(|placed| placed.item == counted.item);
            file.place = reached.map(|placed| placed.place);
            file
        })
        .collect(),
        Outcome::Objection(consents) => consents
            .iter()
            .map(|consent| ItemFile {
                yes: Some(consent.yes),
                no: Some(consent.no),
                objections: Some(consent.objections.clone()),
                ..item(&consent.item)
            })
            .collect(),
    }
}

/// The rounds of a ranking's run-off, with what its items say; nothing of other votes.
fn rounds(facts: &VoteFacts, outcome: &Outcome) -> Vec<RoundFile> {
    let Outcome::Ranking { runoff, .. } = outcome else {
        return Vec::new();
    };
    let rounds = (1..).zip(&runoff.rounds);
    let rounds = rounds.map(|(number, round)| {
        let items = round.votes.iter().map(|(item, votes)| RoundItemFile {
            text: facts.text_of(item).to_owned(),
            votes: *votes,
            eliminated: round.eliminated.contains(item),
        });
        RoundFile {
            round: number,
            items: items.collect(),
            exhausted: round.exhausted,
            tie: round.is_tie,
        }
    });
    rounds.collect()
}

fn by_place<T>(
    placed: &[Placed<T>],
    item: impl Fn(&str) -> ItemFile,
    tell: impl Fn(&mut ItemFile, &T),
) -> Vec<ItemFile> {
    let files = placed.iter().map(|one| {
        let mut file = item(&one.item);
        file.place = Some(one.place);
        tell(&mut file, &one.result);
        file
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::ids::VoteId;
    use domain::parties::Party;
    use domain::time::Timestamp;
    use domain::votes::{Ballot, VoteDraft, VoteItem, VoteKind, VoteResult, count, count_by_party};

    use super::*;

    /// A named vote by dots between two things, a third of which was brought together with
    /// the first; each ballot gives that so many dots.
    fn vote(ballots: &[(Party, u32)]) -> Vote {
        let item = |record: &str, text: &str| VoteItem {
            record: record.into(),
            text: text.into(),
        };
        let draft = VoteDraft {
            question: "Quelle piste ?".into(),
            kind: "dots".into(),
            dots: "3".into(),
            dots_per_item: "3".into(),
            items: vec![
                item("1-1", "Minuteur"),
                item("1-2", "Relecture"),
                item("1-3", "Sablier"),
            ],
            ..VoteDraft::default()
        };
        let items = ["1-1", "1-2"].map(str::to_owned);
        let cast = |(party, dots): &(Party, u32)| {
            let dots = BTreeMap::from([("1-1".to_owned(), *dots)]);
            (*party, Ballot::Dots(dots))
        };
        let cast: Vec<(Party, Ballot)> = ballots.iter().map(cast).collect();
        let all: Vec<Ballot> = cast.iter().map(|(_, ballot)| ballot.clone()).collect();
        let voted = u32::try_from(ballots.len()).expect("a few");
        Vote {
            id: VoteId::new(),
            facts: draft.check().expect("in order"),
            merged: BTreeMap::from([("1-3".to_owned(), "1-1".to_owned())]),
            opened_at: Timestamp(0),
            closed_at: Some(Timestamp(1)),
            ballots: voted,
            voters: voted,
            may_vote: false,
            voted: false,
            own: None,
            result: Some(VoteResult {
                outcome: count(VoteKind::Dots, &items, &all),
                by_party: count_by_party(VoteKind::Dots, &items, &cast),
                named: Vec::new(),
                receipts: Vec::new(),
            }),
        }
    }

    /// The rows of a vote, each as a line.
    fn rows(vote: &Vote) -> Vec<String> {
        let file = VoteFile::of(vote).expect("closed");
        let rows = file.rows().into_iter();
        rows.map(|row| row.join(";")).collect()
    }

    #[test]
    fn a_named_vote_is_told_in_all_and_by_groups() {
        let mut ballots = vec![(Party::Teacher, 2); 5];
        ballots.extend([(Party::Pupil, 1); 3]);
        ballots.extend([(Party::Parent, 0); 2]);
        let vote = vote(&ballots);
        let expected = [
            "vote;Quelle piste ?;;ballots;10;;",
            "vote;Quelle piste ?;;voters;10;;",
            "vote;Quelle piste ?;Minuteur;merged;Sablier;;",
            "vote;Quelle piste ?;Minuteur;place;1;;",
            "vote;Quelle piste ?;Minuteur;dots;13;;",
            "vote;Quelle piste ?;Relecture;place;2;;",
            "vote;Quelle piste ?;Relecture;dots;0;;",
            "vote_group;Quelle piste ?;;ballots;5;;teacher",
            "vote_group;Quelle piste ?;Minuteur;place;1;;teacher",
            "vote_group;Quelle piste ?;Minuteur;dots;10;;teacher",
            "vote_group;Quelle piste ?;Relecture;place;2;;teacher",
            "vote_group;Quelle piste ?;Relecture;dots;0;;teacher",
            "vote_group;Quelle piste ?;;ballots;5;;others",
            "vote_group;Quelle piste ?;Minuteur;place;1;;others",
            "vote_group;Quelle piste ?;Minuteur;dots;3;;others",
            "vote_group;Quelle piste ?;Relecture;place;2;;others",
            "vote_group;Quelle piste ?;Relecture;dots;0;;others",
        ];
        assert_eq!(rows(&vote), expected);
        let file = VoteFile::of(&vote).expect("closed");
        let groups = file.groups.iter();
        let groups = groups.map(|told| (told.group.as_str(), told.items[0].dots));
        let told = [("teacher", Some(10)), ("others", Some(3))];
        assert_eq!(groups.collect::<Vec<_>>(), told);
    }

    /// The same vote with what came out of ballots of another kind.
    fn with_ballots(kind: VoteKind, ballots: &[Ballot]) -> Vote {
        let mut vote = vote(&[(Party::Teacher, 1)]);
        let items = ["1-1", "1-2", "1-3"].map(str::to_owned);
        vote.merged.clear();
        if let Some(result) = &mut vote.result {
            result.outcome = count(kind, &items, ballots);
        }
        vote
    }

    #[test]
    fn of_a_ranking_the_rounds_are_told_as_on_the_page() {
        let ranking =
            |items: &[&str]| Ballot::Ranking(items.iter().map(|item| (*item).to_owned()).collect());
        let ballots = [
            ranking(&["1-1", "1-2"]),
            ranking(&["1-1", "1-2"]),
            ranking(&["1-2", "1-1"]),
            ranking(&["1-2", "1-1"]),
            ranking(&["1-3"]),
        ];
        let vote = with_ballots(VoteKind::Ranking, &ballots);
        let of_rounds: Vec<String> = rows(&vote)
            .into_iter()
            .filter(|row| row.contains(";round_"))
            .collect();
        let expected = [
            "vote;Quelle piste ?;Minuteur;round_1_votes;2;;",
            "vote;Quelle piste ?;Minuteur;round_1_eliminated;false;;",
            "vote;Quelle piste ?;Relecture;round_1_votes;2;;",
            "vote;Quelle piste ?;Relecture;round_1_eliminated;false;;",
            "vote;Quelle piste ?;Sablier;round_1_votes;1;;",
            "vote;Quelle piste ?;Sablier;round_1_eliminated;true;;",
            "vote;Quelle piste ?;;round_1_exhausted;0;;",
            "vote;Quelle piste ?;;round_1_tie;false;;",
            "vote;Quelle piste ?;Minuteur;round_2_votes;2;;",
            "vote;Quelle piste ?;Minuteur;round_2_eliminated;false;;",
            "vote;Quelle piste ?;Relecture;round_2_votes;2;;",
            "vote;Quelle piste ?;Relecture;round_2_eliminated;false;;",
            "vote;Quelle piste ?;;round_2_exhausted;1;;",
            "vote;Quelle piste ?;;round_2_tie;false;;",
        ];
        assert_eq!(of_rounds, expected);
        let file = VoteFile::of(&vote).expect("closed");
        assert_eq!(file.rounds[1].exhausted, 1);
        assert!(file.rounds[0].items[2].eliminated);
    }

    #[test]
    fn of_ratings_it_is_told_how_many_gave_each() {
        let rating = |rating: u8| Ballot::Rating([("1-1".to_owned(), rating)].into());
        let ballots = [rating(1), rating(5), rating(5)];
        let vote = with_ballots(VoteKind::Rating, &ballots);
        let rows = rows(&vote);
        for (rating, number) in [(1, 1), (2, 0), (3, 0), (4, 0), (5, 2)] {
            let row = format!("vote;Quelle piste ?;Minuteur;rated_{rating};{number};;");
            assert!(rows.contains(&row), "{row} in {rows:?}");
        }
        let file = VoteFile::of(&vote).expect("closed");
        assert_eq!(file.items[0].distribution, Some([1, 0, 0, 0, 2]));
        assert!(file.rounds.is_empty(), "of rankings only");
    }

    #[test]
    fn where_nobody_voted_nothing_has_a_place() {
        let mut vote = vote(&[]);
        let ranking = count(VoteKind::Ranking, &["1-1", "1-2"].map(str::to_owned), &[]);
        let expected = [
            "vote;Quelle piste ?;;ballots;0;;",
            "vote;Quelle piste ?;;voters;0;;",
            "vote;Quelle piste ?;Minuteur;merged;Sablier;;",
        ];
        for outcome in [None, Some(ranking)] {
            if let (Some(outcome), Some(result)) = (outcome, &mut vote.result) {
                result.outcome = outcome;
            }
            let rows = rows(&vote);
            assert!(rows.starts_with(&expected.map(str::to_owned)), "{rows:?}");
            assert!(!rows.iter().any(|row| row.contains(";place;")), "{rows:?}");
        }
    }

    #[test]
    fn of_few_people_nothing_is_told_by_groups_and_of_an_open_vote_nothing_at_all() {
        let mut few = vote(&[(Party::Teacher, 2), (Party::Pupil, 1)]);
        assert!(rows(&few).iter().all(|row| row.starts_with("vote;")));
        few.result = None;
        assert!(VoteFile::of(&few).is_none());
    }
}
