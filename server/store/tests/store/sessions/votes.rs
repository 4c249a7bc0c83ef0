//! Votes: who may do what, what is told when, and that nobody votes twice.

mod anonymous;
mod merging;
mod traces;

use std::collections::BTreeMap;

use domain::ids::{SessionId, VoteId};
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::{BegunPhase, PhaseTime, SessionDraft, SessionRole};
use domain::votes::{Answer, Ballot, Outcome, Vote, VoteDraft, VoteItem};
use store::{BoardAppend, Store, StoreError, Visitor};

use super::sample::{Sitting, session_draft};
use crate::problem;
use crate::world::World;

on_both! {
    is_opened_by_those_who_facilitate,
    tells_nothing_before_it_is_closed,
    counts_a_named_vote_with_names_and_parties,
    takes_only_ballots_that_are_in_order,
    counts_among_its_voters_whoever_has_voted,
    is_of_one_person_where_two_seats_are,
    is_held_in_phases_that_hold_one,
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
        Self::with(world, session_draft("Premiers écrans"), draft).await
    }

    /// The same in a session that is planned like this.
    async fn with(world: World, planned: SessionDraft, draft: &VoteDraft) -> Self {
        let sitting = Sitting::with(&world, planned).await;
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

    /// A phase of the script begins.
    async fn begins(&self, step: u16) {
        let phase = BegunPhase {
            step,
            begun_at: Some(self.store().now()),
            time: PhaseTime::Unset,
        };
        let append = BoardAppend {
            session: self.session,
            entries: Vec::new(),
            phase: Some(phase),
        };
        let appended = self.store().append_boards(&[append]).await;
        appended.expect("appended");
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
    assert!(result.by_party.is_empty());
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

async fn counts_among_its_voters_whoever_has_voted(world: World) {
    for anonymous in [false, true] {
        let at = Ballots::open(world.clone(), &draft("dots", anonymous)).await;
        for (which, number) in [(0, 4), (1, 7)] {
            let secret = anonymous.then(|| secret(number));
            let ballot = dots(&[("1-1", 1)]);
            let cast = at.casts(at.guest(which), &ballot, secret.as_deref());
            cast.await.expect("cast");
        }
        let turnout = async || {
            let seen = at.seen(at.lead()).await;
            (seen.ballots, seen.voters)
        };
        assert_eq!(turnout().await, (2, 3));
        // One is removed, the other only looks on from now on: what they said counts.
        let removed = at.store().remove_participant(at.lead(), at.session, 2);
        removed.await.expect("removed");
        let looks_on =
            at.store()
                .set_participant_role(&at.lead, at.session, 3, SessionRole::Observer);
        looks_on.await.expect("looks on");
        assert_eq!(turnout().await, (2, 3), "anonymous: {anonymous}");
        at.close().await;
        assert_eq!(turnout().await, (2, 3), "anonymous: {anonymous}");
    }
}

/// Somebody votes as a guest, and the lead, who was a guest beside, from both their seats: what
/// was cast counts, is named after the account, and nobody votes from a seat that has ended.
async fn is_of_one_person_where_two_seats_are(world: World) {
    for anonymous in [false, true] {
        let at = Ballots::open(world.clone(), &draft("dots", anonymous)).await;
        let eve = at.world.member("Eve").await.actor().await;
        let detail = at.store().session(&at.lead, at.session).await;
        let code = detail.expect("a session").session.code;
        let joined = at.store().join_session(&eve, at.session, code).await;
        joined.expect("joined");
        let (given, again) = (dots(&[("1-1", 1)]), dots(&[("1-2", 1)]));
        let casts = async |who, ballot: &Ballot, number| {
            let secret = anonymous.then(|| secret(number));
            at.casts(who, ballot, secret.as_deref()).await
        };
        casts(at.guest(0), &given, 4).await.expect("cast");
        casts(at.guest(1), &given, 5).await.expect("cast");
        casts(at.lead(), &again, 6).await.expect("cast");
        assert_eq!(at.seen(at.lead()).await.voters, 4);
        let closed = at.store().close_session(&at.lead, at.session).await;
        closed.expect("closed");
        let before = at.seen(at.lead()).await;
        for (who, secret) in [(&eve, &at.guests[0]), (&at.lead, &at.guests[1])] {
            let claimed = at.store().claim_participation(who, secret).await;
            claimed.expect("claimed");
        }
        let own = at.seen(Visitor::Account(&eve)).await;
        // Two people; of one of them two ballots, cast when they were two for all who know.
        assert_eq!((own.ballots, own.voters), (3, 3), "anonymous: {anonymous}");
        assert!(own.voted && !own.may_vote);
        assert_eq!(own.own, (!anonymous).then(|| given.clone()));
        let lead = at.seen(at.lead()).await;
        assert_eq!(lead.own, (!anonymous).then(|| again.clone()));
        let (result, then) = (lead.result.expect("one"), before.result.expect("one"));
        assert_eq!(result.outcome, then.outcome, "what was closed stays");
        assert_eq!(result.receipts, then.receipts);
        let names: Vec<&str> = result.named.iter().map(|(who, _)| who.name()).collect();
        let expected = ["Ana", "Eve", "Ana"].into_iter().filter(|_| !anonymous);
        assert_eq!(names, expected.collect::<Vec<_>>());
        // A vote that is opened later has one ballot of each.
        let reopened = at.store().open_session(&at.lead, at.session).await;
        reopened.expect("open");
        let next = VoteId::new();
        let opened = at.opens(at.lead(), next, &draft("dots", anonymous)).await;
        opened.expect("opened");
        let ballot = Some(secret(7)).filter(|_| anonymous);
        let cast = async |who| {
            let store = at.store();
            let cast = store.cast_ballot(who, at.session, next, &given, ballot.as_deref());
            cast.await
        };
        assert_fails!(cast(at.guest(0)).await, StoreError::NotFound);
        cast(Visitor::Account(&eve)).await.expect("cast");
        let votes = at.store().votes(at.lead(), at.session).await;
        let votes = votes.expect("votes");
        let seen = votes.iter().find(|vote| vote.id == next).expect("one");
        assert_eq!((seen.ballots, seen.voters), (1, 2));
    }
}

/// What a phase allows holds for votes as well, whoever leads or votes; before the first is
/// begun all is allowed.
async fn is_held_in_phases_that_hold_one(world: World) {
    let mut planned = session_draft("Premiers écrans");
    planned.phases[1].vote = "objection".into();
    let at = Ballots::with(world, planned, &draft("dots", false)).await;
    let (store, session, first) = (at.store(), at.session, at.vote);
    let cast = at.casts(at.guest(0), &dots(&[("1-1", 2)]), None).await;
    cast.expect("cast in no phase");

    at.begins(0).await;
    for who in [at.guest(0), at.guest(1), at.lead()] {
        let cast = at.casts(who, &dots(&[("1-2", 1)]), None).await;
        assert_fails!(cast, StoreError::Refused(Refusal::Phase));
    }
    let dotted = draft("dots", false);
    let opened = at.opens(at.lead(), VoteId::new(), &dotted);
    assert_fails!(opened.await, StoreError::Refused(Refusal::Phase));
    // What is there stays, and is led and closed by whoever leads.
    let again = at.opens(at.lead(), first, &draft("dots", false)).await;
    again.expect("it is open already");
    let vote = at.seen(at.lead()).await;
    assert_eq!((vote.is_open(), vote.ballots), (true, 1));
    let merged = store.merge_vote_items(at.lead(), session, first, "1-3", "1-2");
    merged.await.expect("brought together");

    // In a phase that holds one, votes of every kind.
    at.begins(1).await;
    let cast = at.casts(at.guest(1), &dots(&[("1-2", 1)]), None).await;
    cast.expect("cast in the phase");
    let rated = draft("rating", true);
    let opened = at.opens(at.lead(), VoteId::new(), &rated);
    opened.await.expect("opened");
    at.begins(0).await;
    at.close().await;
    assert_eq!(at.seen(at.guest(0)).await.ballots, 2);
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
    let ties = at.seen(at.lead()).await.ties();
    assert_eq!(ties.len(), 1);
    assert_eq!(ties[0].items, ["1-1", "1-3"]);
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

    // Pressed twice, or by two who lead: one vote breaks a tie at a time.
    let twice = at.opens(at.lead(), id, &again).await;
    twice.expect("what was opened is open");
    let other = at.opens(at.lead(), VoteId::new(), &again).await;
    assert_eq!(problem(other, "repeats"), Some(Problem::Taken));
    let votes = at.store().votes(at.lead(), at.session).await;
    assert_eq!(votes.expect("votes").len(), 2);
    let closed = at.store().close_vote(at.lead(), at.session, id);
    closed.await.expect("closed");
    let third = at.opens(at.lead(), VoteId::new(), &again).await;
    third.expect("the one before is closed");
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
