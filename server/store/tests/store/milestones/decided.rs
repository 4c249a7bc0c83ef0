//! What is decided about a milestone: it is moved, met or missed, and signed by those who
//! are asked.

use domain::milestones::MilestoneState;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;

use super::{measure, milestone_draft, settle, to};
use crate::problem;
use crate::world::World;

on_both! {
    is_moved_with_a_reason_and_keeps_the_old_dates,
    is_met_when_everything_is_true_or_with_a_reason,
    stays_as_it_is_once_settled,
    is_signed_once_by_those_who_are_asked,
    loses_its_signatures_when_it_is_opened_again,
}

async fn is_moved_with_a_reason_and_keeps_the_old_dates(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let silent = store
        .move_milestone(&actor, id, 1, &to("2027-01-15", " "))
        .await;
    assert_eq!(problem(silent, "why"), Some(Problem::Missing));
    let dates = [(1, "2027-01-15", "Grève"), (2, "2027-02-26", "Vacances")];
    for (version, due_on, reason) in dates {
        let draft = to(due_on, reason);
        let moved = store.move_milestone(&actor, id, version, &draft).await;
        moved.expect("moved");
    }
    let late = to("2027-03-12", "Périmé");
    let stale = store.move_milestone(&actor, id, 2, &late).await;
    assert_fails!(stale, StoreError::Stale { current: 3 });
    // Sent twice, it moves once.
    let again = store
        .move_milestone(&actor, id, 2, &to("2027-02-26", "Vacances"))
        .await;
    assert_eq!(problem(again, "due_on"), Some(Problem::NotOffered));
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.state, MilestoneState::Moved);
    assert_eq!(read.due_on.to_string(), "2027-02-26");
    let kept: Vec<_> = read
        .moves
        .iter()
        .map(|one| (one.from.to_string(), one.to.to_string(), one.reason.clone()))
        .collect();
    let line = |from: &str, to: &str, reason: &str| (from.into(), to.into(), reason.into());
    assert_eq!(
        kept,
        [
            line("2026-12-18", "2027-01-15", "Grève"),
            line("2027-01-15", "2027-02-26", "Vacances")
        ]
    );
}

async fn is_met_when_everything_is_true_or_with_a_reason(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let store = &world.store;
    let whole = world.milestone(&ana, project).await;
    world.check_all(&ana, whole).await;
    let silent = store
        .settle_milestone(&actor, whole, 1, &settle("met", ""))
        .await;
    assert_eq!(problem(silent, "reason"), Some(Problem::Missing));
    let recorded = store
        .record_measure(&actor, whole, 1, &measure("61", "214"))
        .await;
    recorded.expect("recorded");
    let met = store
        .settle_milestone(&actor, whole, 2, &settle("met", ""))
        .await;
    met.expect("met");
    let read = world.read_milestone(&ana, whole).await;
    assert_eq!(read.state, MilestoneState::Met);
    let settled = read.settled.expect("settled");
    assert_eq!(settled.by.expect("somebody").id, ana.id);
    let partly = world.milestone(&ana, project).await;
    let met = store
        .settle_milestone(&actor, partly, 1, &settle("met", "La suite au printemps"))
        .await;
    met.expect("met");
    let read = world.read_milestone(&ana, partly).await;
    assert_eq!(read.state_reason, "La suite au printemps");
    let missed = world.milestone(&ana, project).await;
    let silent = store
        .settle_milestone(&actor, missed, 1, &settle("missed", ""))
        .await;
    assert_eq!(problem(silent, "reason"), Some(Problem::Missing));
    let settled = store
        .settle_milestone(&actor, missed, 1, &settle("missed", "Trop peu de classes"))
        .await;
    settled.expect("missed");
}

async fn stays_as_it_is_once_settled(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let first = world.read_milestone(&ana, id).await.criteria[0].id;
    let settled = store
        .settle_milestone(&actor, id, 1, &settle("missed", "Trop tôt"))
        .await;
    settled.expect("missed");
    let draft = milestone_draft("Autre");
    let edited = store.edit_milestone(&actor, id, 1, &draft).await;
    assert_fails!(edited, StoreError::Refused(Refusal::Frozen));
    let checked = store.check_criterion(&actor, id, first, true).await;
    assert_fails!(checked, StoreError::Refused(Refusal::Frozen));
    let recorded = store
        .record_measure(&actor, id, 1, &measure("58", "214"))
        .await;
    assert_fails!(recorded, StoreError::Refused(Refusal::Frozen));
    let moved = store
        .move_milestone(&actor, id, 1, &to("2027-01-15", "Non"))
        .await;
    assert_fails!(moved, StoreError::Refused(Refusal::Frozen));
    let opened = store
        .settle_milestone(&actor, id, 2, &settle("open", "Une classe de plus"))
        .await;
    opened.expect("opened");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!((read.state, read.settled), (MilestoneState::Open, None));
    let checked = store.check_criterion(&actor, id, first, true).await;
    checked.expect("checked");
}

async fn is_signed_once_by_those_who_are_asked(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (eve, partner) = (world.member("Eve").await, world.partner("Pia").await);
    let project = world
        .project(&ana)
        .with(&bob, ProjectRole::Observer)
        .with(&partner, ProjectRole::Partner)
        .open()
        .await;
    let id = world.milestone(&ana, project).await;
    let store = &world.store;
    let lead = ana.actor().await;
    let foreign = store.ask_signature(&lead, id, eve.id, true).await;
    assert_eq!(problem(foreign, "person"), Some(Problem::NotOffered));
    for person in [bob.id, partner.id, bob.id] {
        let asked = store.ask_signature(&lead, id, person, true).await;
        asked.expect("asked");
    }
    let early = store.sign_milestone(&bob.actor().await, id).await;
    assert!(problem(early, "id").is_some(), "nothing to sign yet");
    let settled = store
        .settle_milestone(&lead, id, 1, &settle("met", "Presque tout"))
        .await;
    settled.expect("met");
    let unasked = store.sign_milestone(&lead, id).await;
    assert_fails!(unasked, StoreError::Refused(Refusal::Role));
    for who in [&bob, &partner, &bob] {
        let signed = store.sign_milestone(&who.actor().await, id).await;
        signed.expect("signed");
    }
    let read = world.read_milestone(&ana, id).await;
    let signed: Vec<_> = read
        .signatures
        .iter()
        .map(|one| (one.person.id, one.signed_at.is_some()))
        .collect();
    assert_eq!(signed, [(bob.id, true), (partner.id, true)]);
    let rows = world.count("audit WHERE action = 'sign_milestone'").await;
    assert_eq!(rows, 2);
    let dropped = store.ask_signature(&lead, id, bob.id, false).await;
    assert_fails!(dropped, StoreError::Refused(Refusal::Frozen));
}

async fn loses_its_signatures_when_it_is_opened_again(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).with(&bob, ProjectRole::Observer);
    let project = project.open().await;
    let id = world.milestone(&ana, project).await;
    let store = &world.store;
    let lead = ana.actor().await;
    let asked = store.ask_signature(&lead, id, bob.id, true).await;
    asked.expect("asked");
    let settled = store
        .settle_milestone(&lead, id, 1, &settle("met", "Presque tout"))
        .await;
    settled.expect("met");
    let signed = store.sign_milestone(&bob.actor().await, id).await;
    signed.expect("signed");
    let opened = store
        .settle_milestone(&lead, id, 2, &settle("open", "Une erreur de calcul"))
        .await;
    opened.expect("opened");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.signatures.len(), 1);
    assert_eq!(read.signatures[0].signed_at, None);
    let dropped = store.ask_signature(&lead, id, bob.id, false).await;
    dropped.expect("no longer asked");
    assert!(world.read_milestone(&ana, id).await.signatures.is_empty());
}
