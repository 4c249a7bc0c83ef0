//! What holds of any ballots whatever: made at random, counted, and compared with what
//! must come out.

use proptest::prelude::*;

use super::super::*;
use super::{ranked, rankings};

const ITEMS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn item() -> impl Strategy<Value = String> {
    prop::sample::select(&ITEMS[..]).prop_map(str::to_owned)
}

fn any_ranking() -> impl Strategy<Value = Ballot> {
    let shuffled = Just(ITEMS.map(str::to_owned).to_vec()).prop_shuffle();
    (shuffled, 0..=ITEMS.len()).prop_map(|(mut items, length)| {
        items.truncate(length);
        Ballot::Ranking(items)
    })
}

fn any_ballots() -> impl Strategy<Value = Vec<Ballot>> {
    let any_dots = proptest::collection::btree_map(item(), 0..9_u32, 0..5).prop_map(Ballot::Dots);
    let any_rating =
        proptest::collection::btree_map(item(), 1..=BEST_RATING, 0..5).prop_map(Ballot::Rating);
    let any_answer = prop_oneof![
        Just(Answer::Yes),
        Just(Answer::No),
        "[a-c]{1,3}".prop_map(Answer::Objection),
    ];
    let any_answers =
        proptest::collection::btree_map(item(), any_answer, 0..5).prop_map(Ballot::Objection);
    prop_oneof![
        proptest::collection::vec(any_ranking(), 0..30),
        proptest::collection::vec(any_dots, 0..30),
        proptest::collection::vec(any_rating, 0..30),
        proptest::collection::vec(any_answers, 0..30),
    ]
}

fn all_items() -> Vec<String> {
    ITEMS.map(str::to_owned).to_vec()
}

proptest! {
    #[test]
    fn the_order_of_the_ballots_does_not_matter(
        (ballots, shuffled) in any_ballots().prop_flat_map(|ballots| {
            (Just(ballots.clone()), Just(ballots).prop_shuffle())
        }),
    ) {
        let kind = ballots.first().map_or(VoteKind::Dots, Ballot::kind);
        let items = all_items();
        prop_assert_eq!(count(kind, &items, &ballots), count(kind, &items, &shuffled));
    }

    #[test]
    fn the_order_of_the_items_changes_no_result(
        ballots in any_ballots(), items in Just(all_items()).prop_shuffle(),
    ) {
        let kind = ballots.first().map_or(VoteKind::Dots, Ballot::kind);
        let places = |items: &[String]| -> BTreeMap<String, (u32, String)> {
            fn entry<T: std::fmt::Debug>(placed: Placed<T>) -> (String, (u32, String)) {
                (placed.item, (placed.place, format!("{:?}", placed.result)))
            }
            match count(kind, items, &ballots) {
                Outcome::Dots(placed) => placed.into_iter().map(entry).collect(),
                Outcome::Rating(placed) => placed.into_iter().map(entry).collect(),
                Outcome::Ranking { borda, runoff } => {
                    let other = runoff.places.into_iter().map(|placed| {
                        let (item, rest) = entry(placed);
                        (format!("runoff {item}"), rest)
                    });
                    borda.into_iter().map(entry).chain(other).collect()
                }
                Outcome::Objection(consents) => consents
                    .into_iter()
                    .map(|consent| (consent.item.clone(), (0, format!("{consent:?}"))))
                    .collect(),
            }
        };
        prop_assert_eq!(places(&items), places(&all_items()));
    }

    #[test]
    fn sums_agree(ballots in any_ballots()) {
        let kind = ballots.first().map_or(VoteKind::Dots, Ballot::kind);
        let number = u32::try_from(ballots.len()).unwrap();
        match count(kind, &all_items(), &ballots) {
            Outcome::Dots(totals) => {
                let given: u32 = ballots.iter().map(|ballot| match ballot {
                    Ballot::Dots(dots) => dots.values().sum(),
                    _ => 0,
                }).sum();
                prop_assert_eq!(totals.iter().map(|placed| placed.result).sum::<u32>(), given);
            }
            Outcome::Ranking { borda, runoff } => {
                // Each ballot gives 4 + 3 + 2 + 1 + 0 points, whatever it leaves out.
                let points: f64 = borda.iter().map(|placed| placed.result).sum();
                prop_assert_eq!(points, 10.0 * f64::from(number));
                for round in &runoff.rounds {
                    let votes: u32 = round.votes.iter().map(|(_, votes)| votes).sum();
                    prop_assert_eq!(votes + round.exhausted, number);
                }
                let first = runoff.places.iter().filter(|placed| placed.place == 1);
                let first: Vec<&String> = first.map(|placed| &placed.item).collect();
                let valid = runoff.rounds[0].exhausted < number;
                prop_assert_eq!(valid, !runoff.winners.is_empty());
                if valid {
                    prop_assert_eq!(runoff.winners.iter().collect::<Vec<_>>(), first);
                }
            }
            Outcome::Rating(rated) => {
                for placed in rated {
                    let Rated { n, mean, distribution, .. } = placed.result;
                    prop_assert_eq!(distribution.iter().sum::<u32>(), n);
                    prop_assert!(mean.is_none_or(|mean| (1.0..=5.0).contains(&mean)));
                }
            }
            Outcome::Objection(consents) => {
                for consent in consents {
                    let objections = u32::try_from(consent.objections.len()).unwrap();
                    prop_assert!(consent.yes + consent.no + objections <= number);
                    prop_assert!(!consent.is_reached || objections == 0);
                }
            }
        }
    }

    #[test]
    fn who_is_first_on_most_ballots_wins_the_runoff(
        ballots in proptest::collection::vec(any_ranking(), 0..20),
    ) {
        let mut ballots = ballots;
        let count_before = ballots.len();
        ballots.extend(rankings(&[(count_before + 1, "c a")]));
        let (_, runoff) = ranked("a b c d e", &ballots);
        prop_assert_eq!(runoff.winners, ["c"]);
        prop_assert_eq!(runoff.rounds.len(), 1);
    }

    #[test]
    fn merging_keeps_every_dot_and_every_voter(
        ballots in any_ballots(), from in item(), into in item(),
    ) {
        let merged = BTreeMap::from([(from.clone(), into.clone())]);
        let after = merge_items(ballots.clone(), &merged);
        prop_assert_eq!(ballots.len(), after.len());
        for (before, after) in ballots.iter().zip(&after) {
            prop_assert_eq!(before.is_blank(), after.is_blank());
            prop_assert!(from == into || !after.items().any(|item| *item == from));
            if let (Ballot::Dots(before), Ballot::Dots(after)) = (before, after) {
                prop_assert_eq!(before.values().sum::<u32>(), after.values().sum::<u32>());
            }
        }
    }
}
