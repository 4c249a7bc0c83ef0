//! Items of a vote that say the same: brought together, and taken apart again.

use domain::ids::VoteId;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::votes::{Duplicate, Vote, VoteDraft};
use store::StoreError;

use super::{Ballots, dots, draft};
use crate::problem;
use crate::world::World;

on_both! {
    merges_items_without_losing_votes,
    takes_apart_what_was_brought_together,
}

async fn merges_items_without_losing_votes(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    at.casts(at.guest(0), &dots(&[("1-1", 2), ("1-2", 1)]), None)
        .await
        .expect("cast");
    let merge = async |who, from: &str, into: &str| {
        at.store()
            .merge_vote_items(who, at.session, at.vote, from, into)
            .await
    };
    let refused = merge(at.guest(0), "1-1", "1-2").await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    merge(at.lead(), "1-1", "1-2").await.expect("merged");
    let again = merge(at.lead(), "1-1", "1-2").await;
    assert_eq!(problem(again, "from"), Some(Problem::NotOffered));
    let same = merge(at.lead(), "1-2", "1-2").await;
    assert_eq!(problem(same, "into"), Some(Problem::Itself));
    let seen = at.seen(at.guest(0)).await;
    let items: Vec<&str> = seen.items().map(|(item, _)| item).collect();
    assert_eq!(items, ["1-2", "1-3"]);
    assert_eq!(seen.own, Some(dots(&[("1-2", 3)])));
    let gone = at.casts(at.guest(1), &dots(&[("1-1", 1)]), None).await;
    assert_eq!(problem(gone, "1-1"), Some(Problem::NotOffered));
    at.close().await;
    assert_eq!(at.dots().await[0], ("1-2".to_owned(), 1, 3));
}

/// Brought together while the vote is prepared, and taken apart while it is open: who voted
/// meanwhile keeps what they said.
async fn takes_apart_what_was_brought_together(world: World) {
    let pair = |from: &str, into: &str| Duplicate {
        from: from.into(),
        into: into.into(),
    };
    let prepared = VoteDraft {
        merged: vec![pair("1-1", "1-2")],
        ..draft("dots", false)
    };
    let at = Ballots::open(world, &prepared).await;
    let items =
        |vote: Vote| -> Vec<String> { vote.items().map(|item| item.0.to_owned()).collect() };
    assert_eq!(items(at.seen(at.guest(0)).await), ["1-2", "1-3"]);
    at.casts(at.guest(0), &dots(&[("1-2", 2)]), None)
        .await
        .expect("cast");
    let separate = async |who, from: &str| {
        at.store()
            .separate_vote_item(who, at.session, at.vote, from)
            .await
    };
    let refused = separate(at.guest(0), "1-1").await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    separate(at.lead(), "1-1").await.expect("separated");
    let again = separate(at.lead(), "1-1").await;
    assert_eq!(problem(again, "from"), Some(Problem::NotOffered));
    assert_eq!(items(at.seen(at.guest(1)).await), ["1-1", "1-2", "1-3"]);
    at.casts(at.guest(1), &dots(&[("1-1", 1)]), None)
        .await
        .expect("cast");
    at.close().await;
    let frozen = separate(at.lead(), "1-1").await;
    assert_fails!(frozen, StoreError::Refused(Refusal::Frozen));
    let placed = at.dots().await;
    assert_eq!(
        placed[..2],
        [("1-2".to_owned(), 1, 2), ("1-1".to_owned(), 2, 1)]
    );
    let wrong = VoteDraft {
        merged: vec![pair("1-1", "9-9")],
        ..draft("dots", false)
    };
    let opened = at
        .store()
        .open_vote(at.lead(), at.session, VoteId::new(), &wrong)
        .await;
    assert_eq!(problem(opened, "merged"), Some(Problem::NotOffered));
}
