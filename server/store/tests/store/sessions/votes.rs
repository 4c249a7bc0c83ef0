//! Votes: who may do what, what is told when, and that nobody votes twice.

mod traces;

use std::collections::BTreeMap;

use domain::ids::{SessionId, VoteId};
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::SessionRole;
use domain::votes::{Answer, Ballot, Duplicate, Outcome, Vote, VoteDraft, VoteItem};
use store::{Store, StoreError, Visitor};

use super::sample::Sitting;
use crate::problem;
use crate::world::World;

on_both! {
    is_opened_by_those_who_facilitate,
    tells_nothing_before_it_is_closed,
    counts_a_named_vote_with_names_and_parties,
    keeps_anonymous_ballots_apart_from_voters,
    lets_a_voter_verify_that_the_ballot_counted,
    lets_everybody_count_again,
    lets_nobody_vote_twice_not_even_at_once,
    takes_only_ballots_that_are_in_order,
    merges_items_without_losing_votes,
    takes_apart_what_was_brought_together,
    repeats_a_vote_to_break_a_tie,
    ends_with_its_session,
    is_no_business_of_others,
}

/// A secret that a browser could have made.
fn secret(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

fn draft(kind: &str, anonymous: bool) -> VoteDraft {
    let item = |record: &str| VoteItem {
        record: record.into(),
        text: format!("Piste {record}"),
    };
    VoteDraft {
        question: "Quelle piste ?".into(),
        kind: kind.into(),
        anonymous: if anonymous { "true" } else { "" }.into(),
        dots: "3".into(),
        dots_per_item: "2".into(),
        items: vec![item("1-1"), item("1-2"), item("1-3")],
        ..VoteDraft::default()
    }
}

fn dots(given: &[(&str, u32)]) -> Ballot {
    let given = given.iter().map(|(item, dots)| ((*item).to_owned(), *dots));
    Ballot::Dots(given.collect())
}

/// An open session with a vote, and two guests.
struct Ballots {
    world: World,
    session: SessionId,
    lead: Actor,
    guests: [String; 2],
    vote: VoteId,
}

impl Ballots {
    async fn open(world: World, draft: &VoteDraft) -> Self {
        let sitting = Sitting::open(&world).await;
        let guests = [
            sitting.guest(&world.store, "Renard").await,
            sitting.guest(&world.store, "Loutre").await,
        ];
        let lead = sitting.lead.actor().await;
        let ballots = Self {
            session: sitting.id,
            vote: VoteId::new(),
            lead,
            guests,
            world,
        };
        let opened = ballots.opens(ballots.lead(), ballots.vote, draft).await;
        opened.expect("opened");
        ballots
    }

    fn store(&self) -> &Store {
        &self.world.store
    }

    fn lead(&self) -> Visitor<'_> {
        Visitor::Account(&self.lead)
    }

    fn guest(&self, which: usize) -> Visitor<'_> {
        Visitor::Guest(&self.guests[which])
    }

    async fn opens(&self, who: Visitor<'_>, id: VoteId, draft: &VoteDraft) -> store::Result<()> {
        self.store().open_vote(who, self.session, id, draft).await
    }

    async fn casts(
        &self,
        who: Visitor<'_>,
        ballot: &Ballot,
        secret: Option<&str>,
    ) -> store::Result<Option<String>> {
        let (session, vote) = (self.session, self.vote);
        let cast = self.store().cast_ballot(who, session, vote, ballot, secret);
        cast.await
    }

    async fn close(&self) {
        let closed = self
            .store()
            .close_vote(self.lead(), self.session, self.vote);
        closed.await.expect("closed");
    }

    /// The vote as somebody sees it.
    async fn seen(&self, who: Visitor<'_>) -> Vote {
        let votes = self.store().votes(who, self.session).await.expect("votes");
        let mut votes = votes.into_iter();
        votes.find(|vote| vote.id == self.vote).expect("the vote")
    }

    async fn dots(&self) -> Vec<(String, u32, u32)> {
        let result = self.seen(self.lead()).await.result.expect("a result");
        let Outcome::Dots(placed) = result.outcome else {
            panic!("{:?}", result.outcome);
        };
        let placed = placed.into_iter();
        placed
            .map(|one| (one.item, one.place, one.result))
            .collect()
    }
}

async fn is_opened_by_those_who_facilitate(world: World) {
    let draft = draft("dots", true);
    let at = Ballots::open(world, &draft).await;
    let again = at.opens(at.lead(), at.vote, &draft).await;
    again.expect("opened once");
    let refused = at.opens(at.guest(0), VoteId::new(), &draft).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let role = at
        .store()
        .set_participant_role(&at.lead, at.session, 2, SessionRole::Facilitator);
    role.await.expect("leads, too");
    let by_guest = at.opens(at.guest(0), VoteId::new(), &draft).await;
    by_guest.expect("opened by a guest who facilitates");
    let seen = at
        .store()
        .votes(at.guest(1), at.session)
        .await
        .expect("votes");
    assert_eq!(seen.len(), 2);
    assert!(
        seen.iter()
            .all(|vote| vote.is_open() && vote.may_vote && !vote.voted)
    );
    assert_eq!(seen[0].voters, 3);
    let wrong = VoteDraft {
        question: " ".into(),
        ..draft
    };
    let wrong = at.opens(at.lead(), VoteId::new(), &wrong).await;
    assert_eq!(problem(wrong, "question"), Some(Problem::Missing));
}

async fn tells_nothing_before_it_is_closed(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    let cast = at.casts(at.guest(0), &dots(&[("1-1", 2)]), None).await;
    assert_eq!(cast.expect("cast"), None);
    for who in [at.lead(), at.guest(1)] {
        let seen = at.seen(who).await;
        assert_eq!((seen.ballots, seen.voted), (1, false));
        assert_eq!((seen.own, seen.result), (None, None));
    }
    let own = at.seen(at.guest(0)).await;
    assert!(own.voted);
    assert_eq!(own.own, Some(dots(&[("1-1", 2)])));
    let changed = at.casts(at.guest(0), &dots(&[("1-2", 1)]), None).await;
    changed.expect("changed");
    at.close().await;
    let placed = at.dots().await;
    assert_eq!(placed[0], ("1-2".to_owned(), 1, 1));
    let late = at.casts(at.guest(1), &dots(&[("1-2", 1)]), None).await;
    assert_fails!(late, StoreError::Refused(Refusal::Frozen));
}

async fn counts_a_named_vote_with_names_and_parties(world: World) {
    let at = Ballots::open(world, &draft("objection", false)).await;
    let says =
        |item: &str, answer: Answer| Ballot::Objection(BTreeMap::from([(item.to_owned(), answer)]));
    let objects = says("1-1", Answer::Objection("Trop long pour une heure".into()));
    at.casts(at.guest(0), &objects, None).await.expect("cast");
    at.casts(at.lead(), &says("1-1", Answer::Yes), None)
        .await
        .expect("cast");
    at.close().await;
    let result = at.seen(at.guest(1)).await.result.expect("a result");
    let Outcome::Objection(consents) = &result.outcome else {
        panic!("{:?}", result.outcome);
    };
    assert_eq!(consents[0].objections, ["Trop long pour une heure"]);
    assert!(!consents[0].is_reached);
    let names: Vec<&str> = result.named.iter().map(|(who, _)| who.name()).collect();
    assert_eq!(names, ["Ana", "Renard"]);
    assert!(result.receipts.is_empty(), "names say it");
    // One teacher and one pupil: nothing by party.
    assert_eq!(result.by_party, None);
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
    assert!(result.named.is_empty() && result.by_party.is_none());
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

async fn takes_only_ballots_that_are_in_order(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    let too_many = at.casts(at.guest(0), &dots(&[("1-1", 3)]), None).await;
    assert!(problem(too_many, "1-1").is_some());
    let foreign = at.casts(at.guest(0), &dots(&[("9-9", 1)]), None).await;
    assert_eq!(problem(foreign, "9-9"), Some(Problem::NotOffered));
    let other = Ballot::Ranking(vec!["1-1".into()]);
    let other = at.casts(at.guest(0), &other, None).await;
    assert_eq!(problem(other, "ballot"), Some(Problem::NotOffered));
    let looks_on = at
        .store()
        .set_participant_role(&at.lead, at.session, 3, SessionRole::Observer);
    looks_on.await.expect("looks on");
    let observer = at.casts(at.guest(1), &dots(&[("1-1", 1)]), None).await;
    assert_fails!(observer, StoreError::Refused(Refusal::Role));
    assert!(!at.seen(at.guest(1)).await.may_vote);
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

async fn repeats_a_vote_to_break_a_tie(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    at.casts(at.guest(0), &dots(&[("1-1", 1)]), None)
        .await
        .expect("cast");
    at.casts(at.guest(1), &dots(&[("1-3", 1)]), None)
        .await
        .expect("cast");
    at.close().await;
    assert_eq!(at.seen(at.lead()).await.tied(), ["1-1", "1-3"]);
    let elsewhere = VoteDraft {
        repeats: VoteId::new().to_string(),
        ..draft("dots", false)
    };
    let elsewhere = at.opens(at.lead(), VoteId::new(), &elsewhere).await;
    assert_eq!(problem(elsewhere, "repeats"), Some(Problem::NotOffered));
    let again = VoteDraft {
        repeats: at.vote.to_string(),
        ..draft("dots", false)
    };
    let id = VoteId::new();
    at.opens(at.lead(), id, &again).await.expect("opened again");
    let votes = at
        .store()
        .votes(at.guest(0), at.session)
        .await
        .expect("votes");
    let repeated = votes.iter().find(|vote| vote.id == id).expect("the vote");
    assert_eq!(repeated.facts.repeats, Some(at.vote));
}

async fn ends_with_its_session(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    at.casts(at.guest(0), &dots(&[("1-1", 1)]), None)
        .await
        .expect("cast");
    at.store()
        .close_session(&at.lead, at.session)
        .await
        .expect("closed");
    assert!(!at.seen(at.lead()).await.is_open());
    assert_eq!(at.dots().await[0].2, 1);
    let late = at
        .opens(at.lead(), VoteId::new(), &draft("dots", false))
        .await;
    assert_fails!(late, StoreError::Refused(Refusal::Frozen));
}

async fn is_no_business_of_others(world: World) {
    let at = Ballots::open(world, &draft("dots", false)).await;
    let elsewhere = Sitting::open(&at.world).await;
    let other = elsewhere.guest(at.store(), "Merle").await;
    let other = Visitor::Guest(&other);
    assert_fails!(
        at.store().votes(other, at.session).await,
        StoreError::NotFound
    );
    let cast = at.casts(other, &dots(&[("1-1", 1)]), None).await;
    assert_fails!(cast, StoreError::NotFound);
    // A vote is one of its session.
    let lead = elsewhere.lead.actor().await;
    let lead = Visitor::Account(&lead);
    let closed = at.store().close_vote(lead, elsewhere.id, at.vote).await;
    assert_fails!(closed, StoreError::NotFound);
    let draft = draft("dots", false);
    let same_id = at.store().open_vote(lead, elsewhere.id, at.vote, &draft);
    assert_fails!(same_id.await, StoreError::NotFound);
}
