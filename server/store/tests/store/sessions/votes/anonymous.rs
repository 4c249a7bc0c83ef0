//! Anonymous votes: apart from their voters, found again by them, counted again by all, and
//! one for each.

use std::collections::BTreeMap;

use domain::problems::Problem;
use domain::votes::Ballot;
use store::{StoreError, Visitor};

use super::{Ballots, dots, draft, secret};
use crate::problem;
use crate::sessions::Sitting;
use crate::world::World;

on_both! {
    keeps_anonymous_ballots_apart_from_voters,
    lets_a_voter_verify_that_the_ballot_counted,
    lets_everybody_count_again,
    lets_nobody_vote_twice_not_even_at_once,
}

async fn keeps_anonymous_ballots_apart_from_voters(world: World) {
    let at = Ballots::open(world, &draft("rating", true)).await;
    let rates = |rating: u8| Ballot::Rating(BTreeMap::from([("1-1".to_owned(), rating)]));
    // Later keys sort earlier: the rows lie in the order of the keys all the same.
    for (who, number) in [(at.lead(), 9), (at.guest(0), 4), (at.guest(1), 7)] {
        let cast = at
            .casts(who, &rates(number % 5 + 1), Some(&secret(number)))
            .await;
        let receipt = cast.expect("cast").expect("a receipt");
        assert_eq!(receipt.len(), 12);
    }
    let keys = at
        .world
        .texts("SELECT ballot_key FROM session_ballots")
        .await;
    assert_eq!(keys.len(), 3);
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(keys, sorted, "rows lie as they came");
    assert!(keys.iter().all(|key| key.len() == 64));
    let told = at.world.count("audit WHERE after LIKE '%rating%'").await;
    assert_eq!(told, 1, "the log knows of the vote, not of its ballots");
    at.close().await;
    let result = at.seen(at.guest(0)).await.result.expect("a result");
    assert!(result.named.is_empty() && result.by_party.is_empty());
    assert_eq!(at.seen(at.guest(0)).await.own, None);
}

async fn lets_a_voter_verify_that_the_ballot_counted(world: World) {
    let at = Ballots::open(world, &draft("dots", true)).await;
    let cast = dots(&[("1-3", 1)]);
    let receipt = at
        .casts(at.guest(0), &cast, Some(&secret(1)))
        .await
        .expect("cast");
    at.close().await;
    let verify = async |who, secret: &str| {
        at.store()
            .verify_ballot(who, at.session, at.vote, secret)
            .await
    };
    let found = verify(at.guest(0), &secret(1)).await.expect("an answer");
    assert_eq!(found, Some((cast, receipt.expect("a receipt"))));
    let nothing = verify(at.guest(0), &secret(2)).await.expect("an answer");
    assert_eq!(nothing, None);
    let wrong = verify(at.guest(0), "1").await;
    assert_eq!(problem(wrong, "secret"), Some(Problem::NotOffered));
}

/// Once an anonymous vote is closed, whoever sees what came out has every ballot under its
/// receipt; nobody has one before, and nobody else does.
async fn lets_everybody_count_again(world: World) {
    let at = Ballots::open(world, &draft("dots", true)).await;
    let mut given = Vec::new();
    for (who, number, dots) in [
        (at.lead(), 9, dots(&[("1-1", 2)])),
        (at.guest(0), 4, dots(&[("1-1", 1), ("1-2", 2)])),
        (at.guest(1), 7, dots(&[("1-3", 1)])),
    ] {
        let receipt = at.casts(who, &dots, Some(&secret(number))).await;
        given.push((receipt.expect("cast").expect("a receipt"), dots));
        assert_eq!(at.seen(at.lead()).await.result, None);
    }
    let merged = at
        .store()
        .merge_vote_items(at.lead(), at.session, at.vote, "1-3", "1-2");
    merged.await.expect("merged");
    at.close().await;
    // As they are counted, with what was brought together.
    given[2].1 = dots(&[("1-2", 1)]);
    given.sort_by(|(one, _), (other, _)| one.cmp(other));
    for who in [at.lead(), at.guest(0)] {
        let vote = at.seen(who).await;
        assert_eq!(vote.adds_up(), Some(true));
        let result = vote.result.expect("a result");
        assert_eq!(result.receipts, given);
        assert!(result.named.is_empty());
    }
    let elsewhere = Sitting::open(&at.world).await;
    let other = elsewhere.guest(at.store(), "Merle").await;
    let others = at.store().votes(Visitor::Guest(&other), at.session).await;
    assert_fails!(others, StoreError::NotFound);
}

async fn lets_nobody_vote_twice_not_even_at_once(world: World) {
    let at = Ballots::open(world, &draft("dots", true)).await;
    let ballot = dots(&[("1-1", 1)]);
    at.casts(at.guest(0), &ballot, Some(&secret(1)))
        .await
        .expect("cast");
    // Another secret, another device: no second ballot.
    let second = at.casts(at.guest(0), &ballot, Some(&secret(2))).await;
    assert_eq!(problem(second, "secret"), Some(Problem::Taken));
    // Nobody's first vote replaces a ballot that is there.
    let other = at.casts(at.guest(1), &ballot, Some(&secret(1))).await;
    assert_eq!(problem(other, "secret"), Some(Problem::Taken));
    let changed = dots(&[("1-2", 1)]);
    at.casts(at.guest(0), &changed, Some(&secret(1)))
        .await
        .expect("changed");
    let secrets: Vec<String> = (10..18).map(secret).collect();
    let at_once = secrets
        .iter()
        .map(|secret| at.casts(at.guest(1), &ballot, Some(secret)));
    let done = futures_util::future::join_all(at_once).await;
    assert_eq!(done.iter().filter(|cast| cast.is_ok()).count(), 1);
    at.close().await;
    assert_eq!(at.seen(at.lead()).await.ballots, 2);
    let placed = at.dots().await;
    assert_eq!(placed.iter().map(|(.., dots)| dots).sum::<u32>(), 2);
}
