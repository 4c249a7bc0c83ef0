//! Who lets people in and removes them: whoever may run the session, and those who were made
//! its facilitators, with an account or without.

use domain::ids::SessionId;
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::{Participant, ParticipantState, SessionRole};
use store::{Store, StoreError, Visitor};

use super::sample::{Sitting, with_waiting_room};
use crate::problem;
use crate::world::World;

on_both! {
    is_led_by_a_guest_who_was_made_facilitator,
    is_led_by_an_account_that_came_with_the_code,
    keeps_those_who_lead_from_those_without_a_role,
    lets_nobody_else_admit_or_remove,
}

/// The names of those who wait, as somebody is told them.
async fn waiting(store: &Store, visitor: Visitor<'_>, id: SessionId) -> Vec<String> {
    let waiting = store.waiting_participants(visitor, id).await;
    let waiting = waiting.expect("a list");
    let names = waiting.iter().map(Participant::name);
    names.map(str::to_owned).collect()
}

/// A session with a waiting room, and Awa, a guest who facilitates it as number 2: her secret.
async fn led_by_a_guest(world: &World) -> (Sitting, Actor, String) {
    let sitting = Sitting::with(world, with_waiting_room()).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let awa = sitting.guest(store, "Awa").await;
    lets_in(world, &sitting, 2, SessionRole::Facilitator).await;
    (sitting, lead, awa)
}

/// Whoever leads lets this participant in, and gives them a role.
async fn lets_in(world: &World, sitting: &Sitting, number: u32, role: SessionRole) {
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let visitor = Visitor::Account(&lead);
    let admitted = store.admit_participant(visitor, sitting.id, number).await;
    admitted.expect("admitted");
    let given = store.set_participant_role(&lead, sitting.id, number, role);
    given.await.expect("given");
}

async fn is_led_by_a_guest_who_was_made_facilitator(world: World) {
    let (sitting, lead, secret) = led_by_a_guest(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let (awa, ana) = (Visitor::Guest(&secret), Visitor::Account(&lead));
    sitting.guest(store, "Renard").await;
    let state = async || {
        let all = store.participants(&lead, id).await.expect("a list");
        all[2].state
    };
    for leader in [awa, ana] {
        assert_eq!(waiting(store, leader, id).await, ["Renard"]);
    }
    let admitted = store.admit_participant(awa, id, 3).await;
    admitted.expect("admitted");
    assert_eq!(state().await, ParticipantState::Admitted);
    let removed = store.remove_participant(awa, id, 3).await;
    removed.expect("removed");
    assert_eq!(state().await, ParticipantState::Removed);
    // Whoever runs the session has them back, and nobody else.
    let again = store.admit_participant(awa, id, 3).await;
    assert_fails!(again, StoreError::Refused(Refusal::Role));
    let again = store.admit_participant(ana, id, 3).await;
    again.expect("admitted");
    let oneself = store.remove_participant(awa, id, 2).await;
    assert_eq!(problem(oneself, "number"), Some(Problem::NotOffered));
    let nobody = store.admit_participant(awa, id, 9).await;
    assert_fails!(nobody, StoreError::NotFound);
    let runs = async |visitor| store.runs_session(visitor, id).await.expect("an answer");
    assert!(runs(ana).await);
    for other in [awa, Visitor::Guest("rien")] {
        assert!(!runs(other).await);
    }
    store.close_session(&lead, id).await.expect("closed");
    for leader in [awa, ana] {
        let late = store.remove_participant(leader, id, 3).await;
        assert_fails!(late, StoreError::Refused(Refusal::Frozen));
    }
}

/// Of the project she sees nothing.
async fn is_led_by_an_account_that_came_with_the_code(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).team_only().open().await;
    let sitting = Sitting::of(&world, &ana, project, &with_waiting_room()).await;
    let (store, id) = (&world.store, sitting.id);
    let (lead, bao, eve) = (
        ana.actor().await,
        world.member("Bao").await.actor().await,
        world.member("Eve").await.actor().await,
    );
    for person in [&bao, &eve] {
        let joined = store.join_session(person, id, Some(sitting.code)).await;
        joined.expect("joined");
    }
    lets_in(&world, &sitting, 3, SessionRole::Participant).await;
    let renard = sitting.guest(store, "Renard").await;
    sitting.guest(store, "Loup").await;
    let visitor = Visitor::Account(&bao);
    let early = store.remove_participant(visitor, id, 3).await;
    assert_fails!(early, StoreError::NotFound);
    let early = store.waiting_participants(visitor, id).await;
    assert_fails!(early, StoreError::NotFound);
    lets_in(&world, &sitting, 2, SessionRole::Facilitator).await;
    for leader in [visitor, Visitor::Account(&lead)] {
        let names = waiting(store, leader, id).await;
        assert_eq!(names, ["Renard", "Loup"], "by number");
    }
    let by_eve = store.waiting_participants(Visitor::Account(&eve), id).await;
    assert_fails!(by_eve, StoreError::NotFound);
    let by_renard = store.waiting_participants(Visitor::Guest(&renard), id);
    assert_fails!(by_renard.await, StoreError::Refused(Refusal::Role));
    let floor = store.give_floor(visitor, id, 3).await;
    floor.expect("given");
    let waits = store.give_floor(visitor, id, 4).await;
    assert_eq!(problem(waits, "number"), Some(Problem::NotOffered));
    let removed = store.remove_participant(visitor, id, 3).await;
    removed.expect("removed");
    assert!(!store.runs_session(visitor, id).await.expect("an answer"));
}

async fn keeps_those_who_lead_from_those_without_a_role(world: World) {
    let (sitting, lead, secret) = led_by_a_guest(&world).await;
    let (store, id) = (&world.store, sitting.id);
    // Colette may run it, whatever she is on its board.
    let colette = world.coordinator().await.actor().await;
    let (bao, eve) = (
        world.member("Bao").await.actor().await,
        world.member("Eve").await.actor().await,
    );
    for person in [&colette, &bao, &eve] {
        let joined = store.join_session(person, id, None).await;
        joined.expect("joined");
    }
    sitting.guest(store, "Loup").await;
    for (number, role) in [
        (3, SessionRole::Participant),
        (4, SessionRole::Facilitator),
        (5, SessionRole::Participant),
        (6, SessionRole::Facilitator),
    ] {
        lets_in(&world, &sitting, number, role).await;
    }
    let (awa, by_account) = (Visitor::Guest(&secret), Visitor::Account(&bao));
    let rows = world.count("audit").await;
    for (leader, others) in [(awa, [1, 3, 4, 6]), (by_account, [1, 2, 3, 6])] {
        for number in others {
            let removed = store.remove_participant(leader, id, number).await;
            assert_fails!(removed, StoreError::Refused(Refusal::Role));
        }
    }
    let observer = SessionRole::Observer;
    let role = store.set_participant_role(&bao, id, 5, observer).await;
    assert_fails!(role, StoreError::Refused(Refusal::Role));
    let closed = store.close_session(&bao, id).await;
    assert_fails!(closed, StoreError::Refused(Refusal::Role));
    assert_eq!(world.count("audit").await, rows);
    // Whoever takes part is removed by either of them, and they by whoever may run it.
    let removed = store.remove_participant(by_account, id, 5).await;
    removed.expect("removed");
    let colette = Visitor::Account(&colette);
    for (leader, number) in [(colette, 4), (Visitor::Account(&lead), 2)] {
        let removed = store.remove_participant(leader, id, number).await;
        removed.expect("removed");
    }
    for gone in [awa, by_account] {
        let admitted = store.admit_participant(gone, id, 5).await;
        assert_fails!(admitted, StoreError::Refused(Refusal::Role));
    }
}

async fn lets_nobody_else_admit_or_remove(world: World) {
    let (sitting, _, _) = led_by_a_guest(&world).await;
    let (elsewhere, _, foreign) = led_by_a_guest(&world).await;
    assert_ne!(sitting.id, elsewhere.id);
    let (store, id) = (&world.store, sitting.id);
    let takes_part = sitting.guest(store, "Renard").await;
    let looks_on = sitting.guest(store, "Loup").await;
    let waits = sitting.guest(store, "Hibou").await;
    lets_in(&world, &sitting, 3, SessionRole::Participant).await;
    lets_in(&world, &sitting, 4, SessionRole::Observer).await;
    let rows = world.count("audit").await;
    for (secret, is_there) in [
        (takes_part.as_str(), true),
        (looks_on.as_str(), true),
        (waits.as_str(), true),
        (foreign.as_str(), false),
        ("rien", false),
    ] {
        let visitor = Visitor::Guest(secret);
        let refused = [
            store.waiting_participants(visitor, id).await.map(drop),
            store.admit_participant(visitor, id, 5).await,
            store.remove_participant(visitor, id, 3).await,
        ];
        for refused in refused {
            match refused {
                Err(StoreError::Refused(Refusal::Role)) if is_there => {}
                Err(StoreError::NotFound) if !is_there => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(world.count("audit").await, rows);
}
