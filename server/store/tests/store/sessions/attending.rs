//! What those read of a session who were let in and see nothing else of its project.

use domain::ids::DecisionId;
use domain::sessions::{Participant, SessionDraft, SessionRole, SessionToRead};
use store::{Store, StoreError, Visitor};

use super::sample::{Sitting, outcome, session_draft, with_waiting_room};
use crate::decisions::decision_draft;
use crate::world::World;

on_both! {
    is_read_by_a_seat_without_what_belongs_to_the_project,
    is_read_by_an_account_that_came_with_the_code,
    is_read_by_nobody_who_waits_was_removed_or_sits_elsewhere,
}

/// A session in which somebody spoke, of whose board a moment has a name, and of which a
/// decision came out.
async fn held(world: &World, draft: SessionDraft) -> Sitting {
    let sitting = Sitting::with(world, draft).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let spoke = store.give_floor(Visitor::Account(&lead), id, 1).await;
    spoke.expect("given");
    let named = store.name_board_version(&lead, id, 0, "Début").await;
    named.expect("named");
    let (draft, note) = (decision_draft("Le minuteur reste"), outcome("Minuteur"));
    let made = store.harvest_decision(&lead, id, DecisionId::new(), &draft, &note);
    made.await.expect("a decision");
    sitting
}

/// A session is read by somebody: what they are told of it.
async fn read(store: &Store, visitor: Visitor<'_>, sitting: &Sitting) -> SessionToRead {
    let versions = store.board_versions(visitor, sitting.id).await;
    let versions = versions.expect("versions").into_iter();
    let names: Vec<String> = versions.map(|version| version.name).collect();
    assert_eq!(names, ["Début"]);
    let turns = store.speaking_turns(visitor, sitting.id).await;
    assert_eq!(turns.expect("turns"), [(1, 1)]);
    let read = store.session_to_read(visitor, sitting.id).await;
    read.expect("a session")
}

/// Nothing of a session is told to somebody.
async fn reads_nothing(store: &Store, visitor: Visitor<'_>, sitting: &Sitting) {
    let id = sitting.id;
    let read = store.session_to_read(visitor, id).await;
    assert_fails!(read, StoreError::NotFound);
    let versions = store.board_versions(visitor, id).await;
    assert_fails!(versions, StoreError::NotFound);
    let turns = store.speaking_turns(visitor, id).await;
    assert_fails!(turns, StoreError::NotFound);
    let board = store.board_reader(visitor, id).await;
    assert_fails!(board, StoreError::NotFound);
}

async fn is_read_by_a_seat_without_what_belongs_to_the_project(world: World) {
    let mut draft = session_draft("Premiers écrans");
    draft.phases[0].notes = "Relancer la table du fond".into();
    let sitting = held(&world, draft).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let guest = Visitor::Guest(&secret);
    let told = read(store, guest, &sitting).await;
    assert_eq!(told.session.id, id);
    assert_eq!(told.project, None);
    assert_eq!(told.outcomes, [], "what came out belongs to the project");
    let names: Vec<&str> = told.participants.iter().map(Participant::name).collect();
    assert_eq!(names, ["Ana", "Renard"]);
    let mut phases = told.session.facts.script.iter();
    assert!(phases.all(|phase| phase.notes.is_empty()));
    // So does who only looks on, and once the session is over.
    let role = SessionRole::Observer;
    let set = store.set_participant_role(&lead, id, 2, role).await;
    set.expect("an observer");
    assert_eq!(read(store, guest, &sitting).await.outcomes, []);
    store.close_session(&lead, id).await.expect("closed");
    assert_eq!(read(store, guest, &sitting).await.outcomes, []);

    let told = read(store, Visitor::Account(&lead), &sitting).await;
    assert_eq!(told.outcomes.len(), 1);
    let project = told.project.expect("its project");
    assert_eq!(project.id, sitting.project);
}

/// Whoever came with the code, and whoever made a guest's seat their own: the account opens
/// nothing more to them than the seat does.
async fn is_read_by_an_account_that_came_with_the_code(world: World) {
    let sitting = held(&world, session_draft("Premiers écrans")).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let [paul, eva] = [world.partner("Paul").await, world.partner("Eva").await];
    let (paul, eva) = (paul.actor().await, eva.actor().await);
    reads_nothing(store, Visitor::Account(&paul), &sitting).await;
    let joined = store.join_session(&paul, id, Some(sitting.code)).await;
    joined.expect("joined");
    let secret = sitting.guest(store, "Renard").await;
    store.close_session(&lead, id).await.expect("closed");
    let claimed = store.claim_participation(&eva, &secret).await;
    claimed.expect("claimed");
    for partner in [&paul, &eva] {
        let told = read(store, Visitor::Account(partner), &sitting).await;
        assert_eq!((told.project, told.outcomes), (None, Vec::new()));
    }
    reads_nothing(store, Visitor::Guest(&secret), &sitting).await;
}

async fn is_read_by_nobody_who_waits_was_removed_or_sits_elsewhere(world: World) {
    let sitting = held(&world, with_waiting_room()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let lead_of = Visitor::Account(&lead);
    let [waits, removed] = [
        sitting.guest(store, "Renard").await,
        sitting.guest(store, "Loup").await,
    ];
    let admitted = store.admit_participant(lead_of, id, 3).await;
    admitted.expect("admitted");
    read(store, Visitor::Guest(&removed), &sitting).await;
    let gone = store.remove_participant(lead_of, id, 3).await;
    gone.expect("removed");
    let elsewhere = Sitting::open(&world).await.guest(store, "Hibou").await;
    for closed in [false, true] {
        if closed {
            store.close_session(&lead, id).await.expect("closed");
        }
        for secret in [waits.as_str(), &removed, &elsewhere, "rien"] {
            reads_nothing(store, Visitor::Guest(secret), &sitting).await;
        }
    }
}
