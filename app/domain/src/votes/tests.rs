mod laws;

use super::*;
use crate::parties::Party;

fn names(names: &str) -> Vec<String> {
    names.split_whitespace().map(str::to_owned).collect()
}

fn ranking(items: &str) -> Ballot {
    Ballot::Ranking(names(items))
}

fn rankings(groups: &[(usize, &str)]) -> Vec<Ballot> {
    groups
        .iter()
        .flat_map(|(count, items)| std::iter::repeat_n(ranking(items), *count))
        .collect()
}

fn dots(dots: &[(&str, u32)]) -> Ballot {
    Ballot::Dots(
        dots.iter()
            .map(|(item, dots)| ((*item).to_owned(), *dots))
            .collect(),
    )
}

fn ratings(ratings: &[(&str, u8)]) -> Ballot {
    let ratings = ratings.iter();
    Ballot::Rating(
        ratings
            .map(|(item, rating)| ((*item).to_owned(), *rating))
            .collect(),
    )
}

fn answer(item: &str, answer: Answer) -> Ballot {
    Ballot::Objection(BTreeMap::from([(item.to_owned(), answer)]))
}

fn objection(reason: &str) -> Answer {
    Answer::Objection(reason.to_owned())
}

fn rules(kind: VoteKind, items: &str) -> VoteRules {
    VoteRules {
        kind,
        items: names(items),
        dots: 5,
        dots_per_item: 3,
    }
}

fn ranked(items: &str, ballots: &[Ballot]) -> (Vec<Placed<f64>>, Runoff) {
    match count(VoteKind::Ranking, &names(items), ballots) {
        Outcome::Ranking { borda, runoff } => (borda, runoff),
        other => panic!("{other:?}"),
    }
}

fn short<T: Clone>(placed: &[Placed<T>]) -> Vec<(&str, u32, T)> {
    placed
        .iter()
        .map(|placed| (placed.item.as_str(), placed.place, placed.result.clone()))
        .collect()
}

fn votes(round: &Round) -> Vec<(&str, u32)> {
    round
        .votes
        .iter()
        .map(|(item, votes)| (item.as_str(), *votes))
        .collect()
}

/// The capital of Tennessee: the usual example of electoral systems, as in
/// Wikipedia's and Electowiki's articles on each of them.
fn tennessee() -> Vec<Ballot> {
    rankings(&[
        (42, "Memphis Nashville Chattanooga Knoxville"),
        (26, "Nashville Chattanooga Knoxville Memphis"),
        (15, "Chattanooga Knoxville Nashville Memphis"),
        (17, "Knoxville Chattanooga Nashville Memphis"),
    ])
}

const CITIES: &str = "Memphis Nashville Chattanooga Knoxville";

#[test]
fn the_borda_count_of_tennessee_chooses_nashville() {
    let (borda, _) = ranked(CITIES, &tennessee());
    let published = [
        ("Nashville", 1, 194.0),
        ("Chattanooga", 2, 173.0),
        ("Memphis", 3, 126.0),
        ("Knoxville", 4, 107.0),
    ];
    assert_eq!(short(&borda), published);
}

#[test]
fn the_instant_runoff_of_tennessee_chooses_knoxville() {
    let (_, runoff) = ranked(CITIES, &tennessee());
    let [first, second, third] = runoff.rounds.as_slice() else {
        panic!("three rounds: {runoff:?}");
    };
    let published = [
        ("Memphis", 42),
        ("Nashville", 26),
        ("Chattanooga", 15),
        ("Knoxville", 17),
    ];
    assert_eq!(votes(first), published);
    assert_eq!(first.eliminated, ["Chattanooga"]);
    assert_eq!(
        votes(second),
        [("Memphis", 42), ("Nashville", 26), ("Knoxville", 32)]
    );
    assert_eq!(votes(third), [("Memphis", 42), ("Knoxville", 58)]);
    assert_eq!(runoff.winners, ["Knoxville"]);
    let places = [
        ("Knoxville", 1, 3),
        ("Memphis", 2, 3),
        ("Nashville", 3, 2),
        ("Chattanooga", 4, 1),
    ];
    assert_eq!(short(&runoff.places), places);
}

/// Electorama's variant of Tennessee (`TNexampleTie`), which ends level.
#[test]
fn a_runoff_that_ends_level_has_two_winners() {
    let ballots = rankings(&[
        (42, "Memphis Nashville Chattanooga Knoxville"),
        (20, "Nashville Chattanooga Knoxville Memphis"),
        (10, "Chattanooga Knoxville Nashville Memphis"),
        (12, "Knoxville Chattanooga Nashville Memphis"),
    ]);
    let (_, runoff) = ranked(CITIES, &ballots);
    let last = runoff.rounds.last().unwrap();
    assert_eq!(votes(last), [("Memphis", 42), ("Knoxville", 42)]);
    assert_eq!(runoff.winners, ["Memphis", "Knoxville"]);
    let places = short(&runoff.places);
    assert_eq!(
        places[..3],
        [("Memphis", 1, 3), ("Knoxville", 1, 3), ("Nashville", 3, 2)]
    );
}

/// The five voters of Wikipedia's "Instant-runoff voting": the second round
/// decides for Sue.
#[test]
fn a_runoff_of_five_voters() {
    let ballots = rankings(&[
        (2, "Bob Bill Sue"),
        (2, "Sue Bob Bill"),
        (1, "Bill Sue Bob"),
    ]);
    let (_, runoff) = ranked("Bob Sue Bill", &ballots);
    assert_eq!(runoff.rounds[0].eliminated, ["Bill"]);
    assert_eq!(votes(&runoff.rounds[1]), [("Bob", 2), ("Sue", 3)]);
    assert_eq!(runoff.winners, ["Sue"]);
}

#[test]
fn what_a_ballot_leaves_out_shares_the_places_behind() {
    let (borda, runoff) = ranked("a b c d", &[ranking("b"), ranking("b c")]);
    let points = [("b", 1, 6.0), ("c", 2, 3.0), ("a", 3, 1.5), ("d", 3, 1.5)];
    assert_eq!(short(&borda), points);
    assert_eq!(runoff.winners, ["b"]);
    assert_eq!(runoff.rounds.len(), 1);
    assert_eq!(
        short(&runoff.places)[1..],
        [("a", 2, 1), ("c", 2, 1), ("d", 2, 1)]
    );
}

#[test]
fn those_who_are_last_together_go_together_and_it_is_told() {
    let ballots = rankings(&[(4, "a"), (3, "b c"), (3, "c b")]);
    let (_, runoff) = ranked("a b c d", &ballots);
    // Nobody's first choice: going at once changes nothing.
    assert_eq!(runoff.rounds[0].eliminated, ["d"]);
    assert!(!runoff.rounds[0].is_tie);
    assert_eq!(runoff.rounds[1].eliminated, ["b", "c"]);
    assert!(
        runoff.rounds[1].is_tie,
        "together they had more than the next"
    );
    assert_eq!(runoff.winners, ["a"]);
    let ballots = rankings(&[(4, "a"), (1, "b c"), (1, "c b"), (3, "d")]);
    let (_, runoff) = ranked("a b c d", &ballots);
    assert_eq!(runoff.rounds[0].eliminated, ["b", "c"]);
    assert!(!runoff.rounds[0].is_tie);
    assert_eq!(runoff.rounds[1].exhausted, 2);
}

#[test]
fn without_a_ballot_nobody_has_won() {
    let (borda, runoff) = ranked("a b", &[]);
    assert_eq!(short(&borda), [("a", 1, 0.0), ("b", 1, 0.0)]);
    assert!(runoff.winners.is_empty());
    let (_, runoff) = ranked("", &[ranking("a")]);
    assert!(runoff.winners.is_empty() && runoff.places.is_empty());
}

#[test]
fn dots_add_up_and_equal_items_share_a_place() {
    let ballots = [
        dots(&[("a", 2), ("c", 1)]),
        dots(&[("b", 3), ("a", 1), ("x", 9)]),
    ];
    let Outcome::Dots(totals) = count(VoteKind::Dots, &names("c a b d"), &ballots) else {
        panic!("dots were counted");
    };
    assert_eq!(
        short(&totals),
        [("a", 1, 3), ("b", 1, 3), ("c", 3, 1), ("d", 4, 0)]
    );
}

#[test]
fn consent_is_reached_where_somebody_answered_and_nobody_objects() {
    let ballots = [
        answer("a", Answer::Yes),
        answer("a", Answer::No),
        answer("b", objection("slow")),
        answer("b", objection("costly")),
        answer("b", Answer::Yes),
    ];
    let Outcome::Objection(consents) = count(VoteKind::Objection, &names("a b c"), &ballots) else {
        panic!("answers were counted");
    };
    let [a, b, c] = consents.as_slice() else {
        panic!("one for each item");
    };
    assert_eq!((a.yes, a.no, a.is_reached), (1, 1, true));
    assert_eq!((b.yes, b.is_reached), (1, false));
    assert_eq!(b.objections, ["costly", "slow"]);
    assert!(!c.is_reached, "nobody said anything");
}

#[test]
fn ratings_have_number_median_mean_and_distribution() {
    let ballots = [
        ratings(&[("a", 5), ("b", 2)]),
        ratings(&[("a", 4), ("b", 9)]),
        ratings(&[("a", 1)]),
        ratings(&[("a", 1), ("c", 2)]),
    ];
    let Outcome::Rating(rated) = count(VoteKind::Rating, &names("d b a c"), &ballots) else {
        panic!("ratings were counted");
    };
    let order: Vec<(&str, u32)> = rated
        .iter()
        .map(|placed| (placed.item.as_str(), placed.place))
        .collect();
    assert_eq!(order, [("a", 1), ("b", 2), ("c", 2), ("d", 4)]);
    let a = &rated[0].result;
    assert_eq!((a.n, a.median, a.mean), (4, Some(2.5), Some(2.75)));
    assert_eq!(a.distribution, [2, 0, 0, 1, 1]);
    assert_eq!(rated[1].result.n, 1, "nine is no rating");
    let none = &rated[3].result;
    assert_eq!((none.n, none.median, none.mean), (0, None, None));
}

#[test]
fn a_ballot_keeps_to_the_rules() {
    let dot_rules = rules(VoteKind::Dots, "a b c");
    assert_eq!(dots(&[("a", 3), ("b", 2)]).check(&dot_rules), Ok(()));
    let problems = |ballot: &Ballot, rules: &VoteRules| {
        let problems = ballot.check(rules).unwrap_err();
        let problems = problems.0.into_iter();
        problems.map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(
        problems(&dots(&[("a", 4), ("b", 2), ("x", 0)]), &dot_rules),
        ["x", "a", "ballot"]
    );
    let overflowing = dots(&[("a", u32::MAX), ("b", u32::MAX)]);
    assert_eq!(problems(&overflowing, &dot_rules), ["a", "b", "ballot"]);
    assert_eq!(problems(&dots(&[("a", 0)]), &dot_rules), ["ballot"]);
    assert_eq!(problems(&ranking("a"), &dot_rules), ["ballot"]);

    let order = rules(VoteKind::Ranking, "a b c");
    assert_eq!(ranking("c a").check(&order), Ok(()));
    assert_eq!(problems(&ranking("c a c"), &order), ["c"]);
    assert_eq!(problems(&ranking(""), &order), ["ballot"]);

    let rating = rules(VoteKind::Rating, "a b");
    assert_eq!(ratings(&[("a", 1), ("b", 5)]).check(&rating), Ok(()));
    assert_eq!(
        problems(&ratings(&[("a", 0), ("b", 6)]), &rating),
        ["a", "b"]
    );

    let consent = rules(VoteKind::Objection, "a");
    assert_eq!(answer("a", Answer::No).check(&consent), Ok(()));
    assert_eq!(answer("a", objection("too slow")).check(&consent), Ok(()));
    assert_eq!(problems(&answer("a", objection(" ")), &consent), ["a"]);
    let long = "x".repeat(usize::try_from(MAX_REASON).unwrap() + 1);
    assert_eq!(problems(&answer("a", objection(&long)), &consent), ["a"]);
}

#[test]
fn rules_allow_a_vote_that_can_be_held() {
    let fields = |rules: VoteRules| {
        let problems = rules.check().err().unwrap_or_default().0.into_iter();
        problems.map(|problem| problem.field).collect::<Vec<_>>()
    };
    let dot_rules = rules(VoteKind::Dots, "a b");
    assert!(fields(dot_rules.clone()).is_empty());
    let greedy = VoteRules {
        dots_per_item: 6,
        ..dot_rules.clone()
    };
    assert_eq!(fields(greedy), ["dots_per_item"]);
    let none = VoteRules {
        dots: 0,
        items: Vec::new(),
        ..dot_rules
    };
    assert_eq!(fields(none), ["items", "dots"]);
    assert_eq!(fields(rules(VoteKind::Ranking, "a")), ["items"]);
    assert_eq!(fields(rules(VoteKind::Rating, "a a")), ["items"]);
    let of_items = |rules: VoteRules| rules.check().err()?.of("items").cloned();
    let alone = of_items(rules(VoteKind::Ranking, "a"));
    assert_eq!(alone, Some(Problem::TooFew { min: 2 }));
    let names: Vec<String> = (0..=MAX_ITEMS).map(|number| number.to_string()).collect();
    let many = of_items(rules(VoteKind::Rating, &names.join(" ")));
    let max = u32::try_from(MAX_ITEMS).expect("small");
    assert_eq!(many, Some(Problem::TooMany { max }));
}

#[test]
fn merged_duplicates_lose_no_vote() {
    let merged = BTreeMap::from([
        ("b".to_owned(), "a".to_owned()),
        ("c".to_owned(), "b".to_owned()),
    ]);
    let merge = |ballot: Ballot| merge_items(vec![ballot], &merged).remove(0);
    let three = [("a", 3), ("b", 2), ("c", 1), ("d", 1)];
    assert_eq!(merge(dots(&three)), dots(&[("a", 6), ("d", 1)]));
    assert_eq!(merge(ranking("d c a b")), ranking("d a"));
    assert_eq!(merge(ranking("c d a")), ranking("a d"));
    assert_eq!(merge(ratings(&[("a", 2), ("b", 4)])), ratings(&[("a", 4)]));
    let two = Ballot::Objection(BTreeMap::from([
        ("a".to_owned(), objection("slow")),
        ("b".to_owned(), Answer::Yes),
        ("c".to_owned(), objection("costly")),
    ]));
    assert_eq!(merge(two), answer("a", objection("slow\ncostly")));
    // A circle is nobody's intention, and no endless loop either.
    let circle = BTreeMap::from([
        ("a".to_owned(), "b".to_owned()),
        ("b".to_owned(), "a".to_owned()),
    ]);
    let kept = merge_items(vec![dots(&[("a", 1), ("b", 1)])], &circle);
    assert!(matches!(&kept[0], Ballot::Dots(dots) if dots.values().sum::<u32>() == 2));
}

#[test]
fn parties_of_which_few_voted_are_counted_together() {
    use Party::{Inspector, Parent, Researcher, Teacher};
    let counted = |voters: &[(Party, usize)]| -> Vec<_> {
        let vote = |(party, count): &(Party, usize)| {
            std::iter::repeat_n((*party, dots(&[("a", 1)])), *count)
        };
        let ballots: Vec<_> = voters.iter().flat_map(vote).collect();
        let told = count_by_party(VoteKind::Dots, &names("a"), &ballots);
        let of_group = |told: OutcomeOfGroup| {
            let Outcome::Dots(totals) = &told.outcome else {
                panic!("dots were counted");
            };
            assert_eq!(short(totals), [("a", 1, told.ballots)]);
            (told.group.code(), told.ballots)
        };
        told.into_iter().map(of_group).collect()
    };
    let large = [(Teacher, 5), (Researcher, 6)];
    assert_eq!(counted(&large), [("teacher", 5), ("researcher", 6)]);
    let few = [(Researcher, 6), (Inspector, 4), (Parent, 1)];
    assert_eq!(counted(&few), [("researcher", 6), ("others", 5)]);
    // Four alone would be told by the rest.
    let fewer = [(Teacher, 5), (Researcher, 6), (Inspector, 4)];
    assert_eq!(counted(&fewer), [("researcher", 6), ("others", 9)]);
    assert_eq!(counted(&[(Teacher, 9), (Inspector, 4)]), []);
}
