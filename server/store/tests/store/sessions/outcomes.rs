//! What comes out of a session, and the evidence that leads to it.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ActionItemId, DecisionId, FeedbackId, NeedId, SessionId};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use domain::sessions::{NoteDraft, Outcome, OutcomeDraft};

use super::sample::{Sitting, feedback, outcome, outcome_note, session_draft};
use crate::cast::{Steering, need_draft};
use crate::decisions::{decision_draft, item_draft};
use crate::problem;
use crate::world::World;

on_both! {
    become_records_linked_from_the_session,
    settle_the_need_that_the_session_is_about,
    are_told_once,
    name_authors_who_took_part,
    come_from_several_notes,
    are_seen_by_those_alone_who_may_know_of_them,
}

async fn become_records_linked_from_the_session(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let (need, entry) = (NeedId::new(), FeedbackId::new());
    let mut note = outcome("Lire à deux, sans casque");
    note.notes[0].author = "1".into();
    let draft = need_draft("Lire à deux");
    let made = store.harvest_need(&lead, id, need, &draft, &note);
    made.await.expect("a need");
    store.close_session(&lead, id).await.expect("closed");
    let note = outcome("Un minuteur");
    let draft = feedback("Un minuteur");
    let made = store.harvest_feedback(&lead, id, entry, &draft, &note);
    made.await.expect("an entry, also once it is closed");
    let outcomes = store.session(&lead, id).await.expect("a session").outcomes;
    let told: Vec<_> = outcomes
        .iter()
        .map(|one| {
            (
                one.thing.kind,
                one.words(),
                one.notes[0].author,
                one.told_by,
            )
        })
        .collect();
    let expected = [
        (
            ThingKind::Need,
            "Lire à deux, sans casque".to_owned(),
            Some(1),
            Some(1),
        ),
        (ThingKind::Feedback, "Un minuteur".to_owned(), None, Some(1)),
    ];
    assert_eq!(told, expected);
    let chain = store
        .chain(&lead, ThingRef::new(ThingKind::Session, id))
        .await;
    let steps = chain.expect("a chain").steps;
    assert_eq!(steps.len(), 2);
    assert!(
        steps
            .iter()
            .all(|step| step.forward && step.relation == Relation::Caused)
    );
}

/// A decision and an action come out of it like the rest; what was decided also
/// settles the need.
async fn settle_the_need_that_the_session_is_about(world: World) {
    let ana = world.member("Ana").await;
    let need = world.need(&ana, "Lire à deux").express().await;
    let sitting = Sitting::about(&world, need).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let (decision, item) = (DecisionId::new(), ActionItemId::new());
    for _ in 0..2 {
        let (draft, note) = (decision_draft("Le minuteur reste"), outcome("Minuteur"));
        let made = store.harvest_decision(&lead, id, decision, &draft, &note);
        made.await.expect("a decision");
        let (draft, note) = (item_draft("Le régler"), outcome("Le régler"));
        let made = store.harvest_action(&lead, id, item, &draft, &note);
        made.await.expect("an action item");
    }
    let outcomes = store.session(&lead, id).await.expect("a session").outcomes;
    let kinds: Vec<ThingKind> = outcomes.iter().map(|one| one.thing.kind).collect();
    assert_eq!(kinds, [ThingKind::Decision, ThingKind::ActionItem]);
    let thing = ThingRef::new(ThingKind::Decision, decision);
    let chain = store.chain(&lead, thing).await.expect("a chain");
    let mut steps: Vec<_> = chain
        .steps
        .iter()
        .map(|step| (step.relation, step.other.thing.kind, step.forward))
        .collect();
    steps.sort_by_key(|step| step.1.code());
    let expected = [
        (Relation::DecidedBy, ThingKind::Need, false),
        (Relation::Caused, ThingKind::Session, false),
    ];
    assert_eq!(steps, expected);
}

async fn are_told_once(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let need = NeedId::new();
    for _ in 0..2 {
        let (draft, note) = (need_draft("Lire"), outcome("Lire"));
        let made = store.harvest_need(&lead, id, need, &draft, &note);
        made.await.expect("a need");
    }
    assert_eq!(world.count("session_outcomes").await, 1);
    let planned = SessionId::new();
    let draft = session_draft("Demain");
    let created = store.create_session(&lead, sitting.project, planned, &draft);
    created.await.expect("planned");
    let early = store
        .harvest_need(
            &lead,
            planned,
            NeedId::new(),
            &need_draft("Lire"),
            &outcome("Lire"),
        )
        .await;
    assert_eq!(problem(early, "id"), Some(Problem::NotOffered));
}

async fn name_authors_who_took_part(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let with = |change: fn(&mut NoteDraft)| {
        let mut note = outcome_note("1-1", "Lire");
        change(&mut note);
        vec![outcome_note("1-2", "Relire"), note]
    };
    for (notes, field, wrong) in [
        (
            with(|note| note.author = "9".into()),
            "notes[1][author]",
            Problem::NotOffered,
        ),
        (
            with(|note| note.author = "x".into()),
            "notes[1][author]",
            Problem::NotOffered,
        ),
        (
            with(|note| note.note = " ".into()),
            "notes[1][note]",
            Problem::Missing,
        ),
        (
            with(|note| note.record = String::new()),
            "notes[1][record]",
            Problem::Missing,
        ),
        (Vec::new(), "notes", Problem::Missing),
    ] {
        let (new, need, draft) = (NeedId::new(), need_draft("Lire"), OutcomeDraft { notes });
        let made = store.harvest_need(&lead, id, new, &need, &draft);
        assert_eq!(problem(made.await, field), Some(wrong));
    }
    assert_eq!(
        world.count("needs").await,
        0,
        "a note that is not in order makes nothing"
    );
}

/// A cluster becomes one thing; one of its notes became another before.
async fn come_from_several_notes(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let (minutes, signal) = (
        outcome_note("1-1", "Minuteur"),
        outcome_note("1-2", "Signal"),
    );
    for (statement, notes) in [
        ("Régler le minuteur", vec![minutes.clone()]),
        ("Le temps se voit", vec![signal, minutes]),
    ] {
        let (draft, from) = (item_draft(statement), OutcomeDraft { notes });
        let made = store.harvest_action(&lead, id, ActionItemId::new(), &draft, &from);
        made.await.expect("an action item");
    }
    let outcomes = store.session(&lead, id).await.expect("a session").outcomes;
    let words: Vec<String> = outcomes.iter().map(Outcome::words).collect();
    assert_eq!(words, ["Minuteur", "Signal · Minuteur"]);
    assert!(outcomes.iter().all(|outcome| outcome.is_from("1-1")));
}

/// A partner takes part in the session, which opens nothing of what came out of it; nor
/// does something else with the same id.
async fn are_seen_by_those_alone_who_may_know_of_them(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let decision = DecisionId::new();
    let (draft, note) = (decision_draft("Le minuteur reste"), outcome("Minuteur"));
    let made = store.harvest_decision(&lead, id, decision, &draft, &note);
    made.await.expect("a decision");
    let paul = world.partner("Paul").await;
    let role = Some(ProjectRole::Partner);
    let on_team = store.give_team_role(&lead, sitting.project, paul.id, role);
    on_team.await.expect("on the team");
    let partner = paul.actor().await;
    let joined = store.join_session(&partner, id, Some(sitting.code)).await;
    joined.expect("joined");
    world.put_need_with_id_of(decision.0).await;
    let read = store.session(&partner, id).await.expect("a session");
    assert_eq!(read.outcomes, []);
    let read = store.session(&lead, id).await.expect("a session");
    assert_eq!(read.outcomes.len(), 1);
}
