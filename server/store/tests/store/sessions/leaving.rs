//! Who no longer takes part: removed, or let in by a role or a code that is gone.

use domain::accounts::WorkspaceRole;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use domain::sessions::{ParticipantState, SessionRole};
use store::{Event, SessionNews, StoreError, Visitor};

use super::sample::{Sitting, guest, open_session};
use crate::cast::Steering;
use crate::problem;
use crate::world::World;

on_both! {
    removes_people_who_do_not_come_back,
    lets_go_of_whom_a_team_let_in,
    keeps_whom_the_code_let_in,
    is_led_as_long_as_the_role_lasts,
}

async fn removes_people_who_do_not_come_back(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let eve = world.member("Eve").await.actor().await;
    store.join_session(&eve, id, None).await.expect("joined");
    store
        .remove_participant(Visitor::Account(&lead), id, 2)
        .await
        .expect("removed");
    let again = store.join_session(&eve, id, Some(sitting.code)).await;
    assert_fails!(again, StoreError::Refused(Refusal::Role));
    let visitor = Visitor::Account(&eve);
    assert_fails!(
        store.attended_session(visitor, id).await,
        StoreError::NotFound
    );
    assert_fails!(store.board_reader(visitor, id).await, StoreError::NotFound);
    let oneself = store
        .remove_participant(Visitor::Account(&lead), id, 1)
        .await;
    assert_eq!(problem(oneself, "number"), Some(Problem::NotOffered));
    store
        .admit_participant(Visitor::Account(&lead), id, 2)
        .await
        .expect("admitted");
    let role = SessionRole::Observer;
    let changed = store.set_participant_role(&lead, id, 2, role).await;
    changed.expect("changed");
    let all = store.participants(&lead, id).await.expect("a list");
    assert_eq!(
        (all[1].state, all[1].role),
        (ParticipantState::Admitted, role)
    );
}

async fn lets_go_of_whom_a_team_let_in(world: World) {
    let ana = world.member("Ana").await;
    let (eve, paul) = (world.member("Eve").await, world.partner("Paul").await);
    let project = world.project(&ana).team_only();
    let project = project.with(&eve, ProjectRole::Contributor);
    let project = project.with(&paul, ProjectRole::Partner).open().await;
    let (store, lead) = (&world.store, ana.actor().await);
    let (id, code) = open_session(&world, &lead, project).await;
    for (person, code) in [(&eve, None), (&paul, Some(code))] {
        let actor = person.actor().await;
        let joined = store.join_session(&actor, id, code).await;
        let number = joined.expect("joined").number;
        let gone = store.give_team_role(&lead, project, person.id, None).await;
        gone.expect("no longer on the team");
        let actor = person.actor().await;
        let visitor = Visitor::Account(&actor);
        let (_, seat) = store.seat(visitor, id).await.expect("an answer");
        assert_eq!(seat, None);
        assert_fails!(
            store.attended_session(visitor, id).await,
            StoreError::NotFound
        );
        let all = store.participants(&lead, id).await.expect("a list");
        assert!(
            all.iter().any(|one| one.number == number),
            "they were there"
        );
    }
    // Whoever may come with the code comes back as who they were; a company, which came by
    // the team's agreement, as guests come.
    let actor = eve.actor().await;
    let without = store.join_session(&actor, id, None).await;
    assert_fails!(without, StoreError::NotFound);
    let back = store.join_session(&actor, id, Some(code)).await;
    assert_eq!(back.expect("let in").number, 2);
    let visitor = Visitor::Account(&actor);
    store.attended_session(visitor, id).await.expect("let in");
    let actor = paul.actor().await;
    let back = store.join_session(&actor, id, Some(code)).await;
    assert_eq!(back.expect("let in").number, 3);
}

async fn keeps_whom_the_code_let_in(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).team_only().open().await;
    let (store, lead) = (&world.store, ana.actor().await);
    let (id, code) = open_session(&world, &lead, project).await;
    let eve = world.member("Eve").await;
    let actor = eve.actor().await;
    let joined = store.join_session(&actor, id, Some(code)).await;
    joined.expect("joined");
    let observer = world.observer("Oda").await.actor().await;
    let draft = guest("Renard");
    let guest = store
        .join_as_guest(&code.to_string(), &draft, None, None)
        .await;
    let (_, _, secret) = guest.expect("joined");
    let claimed = store.claim_participation(&observer, &secret).await;
    claimed.expect("their own");
    for role in [Some(ProjectRole::Contributor), None] {
        let team = store.give_team_role(&lead, project, eve.id, role).await;
        team.expect("changed");
    }
    store.close_session(&lead, id).await.expect("closed");
    for actor in [&eve.actor().await, &observer] {
        let visitor = Visitor::Account(actor);
        store.attended_session(visitor, id).await.expect("let in");
    }
    let administrator = world.administrator().await.actor().await;
    let role = WorkspaceRole::Observer;
    let lowered = store.set_account(&administrator, eve.id, role, false);
    lowered.await.expect("lowered");
    let actor = eve.actor().await;
    let visitor = Visitor::Account(&actor);
    let (_, seat) = store.seat(visitor, id).await.expect("an answer");
    assert_eq!(seat, None, "observers come in as guests alone");
}

async fn is_led_as_long_as_the_role_lasts(world: World) {
    let (ana, eve, ines) = (
        world.member("Ana").await,
        world.member("Eve").await,
        world.member("Inès").await,
    );
    let colette = world.coordinator().await;
    let project = world.project(&ana).with(&eve, ProjectRole::Facilitator);
    let project = project.with(&ines, ProjectRole::Contributor).open().await;
    let (store, lead) = (&world.store, ana.actor().await);
    let (id, _) = open_session(&world, &lead, project).await;
    for person in [&eve, &colette, &ines] {
        let joined = store.join_session(&person.actor().await, id, None).await;
        joined.expect("joined");
    }
    // Chosen by who leads, without a role that lets her.
    let facilitator = SessionRole::Facilitator;
    let chosen = store.set_participant_role(&lead, id, 4, facilitator).await;
    chosen.expect("chosen");
    let mut events = store.events();
    for (person, role) in [(&eve, Some(ProjectRole::Contributor)), (&ines, None)] {
        let lowered = store.give_team_role(&lead, project, person.id, role).await;
        lowered.expect("lowered");
        let told = Event::Access(Some(person.id));
        if person.id == eve.id {
            let heard = Event::Session(id, SessionNews::Participant(2));
            assert_eq!(events.try_recv(), Ok(heard));
        }
        assert_eq!(events.try_recv(), Ok(told));
    }
    let administrator = world.administrator().await.actor().await;
    let member = WorkspaceRole::Member;
    let lowered = store.set_account(&administrator, colette.id, member, false);
    lowered.await.expect("lowered");
    let heard = Event::Session(id, SessionNews::Participant(3));
    assert_eq!(events.try_recv(), Ok(heard));
    let all = store.participants(&lead, id).await.expect("a list");
    let roles: Vec<_> = all.iter().map(|one| one.role).collect();
    let participant = SessionRole::Participant;
    assert_eq!(roles, [facilitator, participant, participant, facilitator]);
    // Nor do they lead it when they come back.
    let back = store.join_session(&eve.actor().await, id, None).await;
    assert_eq!(back.expect("let in").role, participant);
    let (_, own) = store
        .attended_session(Visitor::Account(&eve.actor().await), id)
        .await
        .expect("let in");
    assert!(!own.facilitates());
}
