//! Joining, the waiting room, what those who facilitate do with people.

use domain::ids::SessionId;
use domain::parties::Party;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::sessions::{JoinCode, ParticipantState, Session, SessionRole, SessionState};
use store::{StoreError, Visitor};

use super::sample::{
    Sitting, guest, open_session, session_draft, with_waiting_room, without_guests,
};
use crate::problem;
use crate::world::World;

on_both! {
    are_given_the_floor_by_who_facilitates,
    has_a_door_that_its_code_opens,
    is_joined_once_with_an_account,
    is_joined_before_it_opens_by_those_who_lead_it,
    opens_a_team_only_project_to_whoever_has_the_code,
    lets_in_with_an_account_whoever_may_be_a_guest,
    has_a_waiting_room,
    shows_notes_to_those_who_facilitate,
}

async fn has_a_door_that_its_code_opens(world: World) {
    let sitting = Sitting::open(&world).await;
    let door = world.store.session_door(sitting.code).await;
    let door = door.expect("an answer").expect("a door");
    assert_eq!((door.id, door.state), (sitting.id, SessionState::Open));
    let other = JoinCode::from_number(0);
    if other != sitting.code {
        let nothing = world.store.session_door(other).await;
        assert_eq!(nothing.expect("an answer"), None);
    }
}

async fn is_joined_once_with_an_account(world: World) {
    let sitting = Sitting::open(&world).await;
    let eve = world.member("Eve").await;
    let actor = eve.actor().await;
    for _ in 0..2 {
        let joined = world.store.join_session(&actor, sitting.id, None).await;
        let joined = joined.expect("joined");
        assert_eq!((joined.number, joined.role), (2, SessionRole::Participant));
        assert_eq!(joined.state, ParticipantState::Admitted);
        assert_eq!((joined.name(), joined.party()), ("Eve", Party::Teacher));
    }
    let lead = sitting.lead.actor().await;
    world
        .store
        .close_session(&lead, sitting.id)
        .await
        .expect("closed");
    let late = world.member("Zoé").await.actor().await;
    let late = world.store.join_session(&late, sitting.id, None).await;
    assert_fails!(late, StoreError::Refused(Refusal::Frozen));
}

async fn is_joined_before_it_opens_by_those_who_lead_it(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, id, lead) = (&world.store, SessionId::new(), ana.actor().await);
    let draft = session_draft("Écrans");
    let planned = store.create_session(&lead, project, id, &draft).await;
    planned.expect("planned");
    let joined = store.join_session(&lead, id, None).await.expect("joined");
    assert_eq!(joined.role, SessionRole::Facilitator);
    let eve = world.member("Eve").await.actor().await;
    let early = store.join_session(&eve, id, None).await;
    assert_eq!(problem(early, "id"), Some(Problem::NotOffered));
    let code = store.session(&lead, id).await.expect("a session");
    let code = code.session.code.expect("a code").to_string();
    let early = store
        .join_as_guest(&code, &guest("Renard"), None, None)
        .await;
    assert_eq!(problem(early, "code"), Some(Problem::NotOffered));
}

async fn opens_a_team_only_project_to_whoever_has_the_code(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).team_only().open().await;
    let (store, lead) = (&world.store, ana.actor().await);
    let (id, code) = open_session(&world, &lead, project).await;
    let eve = world.member("Eve").await.actor().await;
    for code in [None, Some(JoinCode::from_number(0))] {
        let joined = store.join_session(&eve, id, code).await;
        assert_fails!(joined, StoreError::NotFound);
    }
    let joined = store.join_session(&eve, id, Some(code)).await;
    joined.expect("joined");
    let (session, own) = store
        .attended_session(Visitor::Account(&eve), id)
        .await
        .expect("let in");
    assert_eq!((session.id, own.number), (id, 2));
    assert_fails!(store.project(&eve, project).await, StoreError::NotFound);
}

async fn lets_in_with_an_account_whoever_may_be_a_guest(world: World) {
    let ana = world.member("Ana").await;
    let (oda, paul) = (world.observer("Oda").await, world.partner("Paul").await);
    let project = world.project(&ana).team_only().open().await;
    let (store, lead) = (&world.store, ana.actor().await);
    let (id, code) = open_session(&world, &lead, project).await;
    for person in [&oda, &paul] {
        let actor = person.actor().await;
        let without = store.join_session(&actor, id, None).await;
        assert_fails!(without, StoreError::NotFound);
        let joined = store.join_session(&actor, id, Some(code)).await;
        let role = joined.expect("let in").role;
        assert_eq!(role, SessionRole::Participant);
    }
    // Like guests they stay where no more of them are let in; who comes then is refused.
    let draft = without_guests();
    let there = store.session(&lead, id).await.expect("a session").session;
    let edited = store.edit_session(&lead, id, there.version, &draft).await;
    edited.expect("changed");
    let oda = oda.actor().await;
    let visitor = Visitor::Account(&oda);
    store.attended_session(visitor, id).await.expect("let in");
    let late = world.observer("Léo").await.actor().await;
    let refused = store.join_session(&late, id, Some(code)).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
}

async fn has_a_waiting_room(world: World) {
    let sitting = Sitting::with(&world, with_waiting_room()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let visitor = Visitor::Guest(&secret);
    let (_, seat) = store.seat(visitor, id).await.expect("a seat");
    let seat = seat.expect("a seat");
    assert_eq!(seat.state, ParticipantState::Waiting);
    assert_fails!(
        store.attended_session(visitor, id).await,
        StoreError::NotFound
    );
    // Which session they wait for they may know, and nobody who does not.
    let title = store.awaited_title(visitor, id).await.expect("they wait");
    let there = store.session(&lead, id).await.expect("a session").session;
    assert_eq!(title, there.facts.title);
    for other in [Visitor::Guest("other"), Visitor::Account(&lead)] {
        let refused = store.awaited_title(other, id).await;
        assert_fails!(refused, StoreError::NotFound);
    }
    store
        .admit_participant(Visitor::Account(&lead), id, 2)
        .await
        .expect("admitted");
    let (_, own) = store.attended_session(visitor, id).await.expect("let in");
    assert!(own.joined_at >= seat.joined_at, "they come in now");
    let nobody = store
        .admit_participant(Visitor::Account(&lead), id, 9)
        .await;
    assert_fails!(nobody, StoreError::NotFound);
}

async fn shows_notes_to_those_who_facilitate(world: World) {
    let mut draft = session_draft("Premiers écrans");
    draft.phases[0].notes = "Relancer la table du fond".into();
    let sitting = Sitting::with(&world, draft).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let notes = |session: &Session| session.facts.script[0].notes.clone();
    let eve = world.member("Eve").await.actor().await;
    let detail = store.session(&lead, id).await.expect("a session");
    assert_eq!(notes(&detail.session), "Relancer la table du fond");
    for reader in [&lead, &eve] {
        let listed = store.project_sessions(reader, sitting.project).await;
        let is_told = !notes(&listed.expect("a list")[0]).is_empty();
        assert_eq!(is_told, reader.user == lead.user);
    }
    let secret = sitting.guest(store, "Renard").await;
    store.join_session(&eve, id, None).await.expect("joined");
    let detail = store.session(&eve, id).await.expect("a session");
    assert_eq!(notes(&detail.session), "");
    for visitor in [Visitor::Guest(&secret), Visitor::Account(&eve)] {
        let (session, _) = store.attended_session(visitor, id).await.expect("let in");
        assert_eq!(notes(&session), "");
    }
    let leading = store.set_participant_role(&lead, id, 3, SessionRole::Facilitator);
    leading.await.expect("leads, too");
    let visitor = Visitor::Account(&eve);
    let (session, _) = store.attended_session(visitor, id).await.expect("let in");
    assert_eq!(notes(&session), "Relancer la table du fond");
}

async fn are_given_the_floor_by_who_facilitates(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let bao = world.member("Bao").await.actor().await;
    let joined = store.join_session(&bao, id, None).await.expect("joined");
    let refused = store
        .give_floor(Visitor::Account(&bao), id, joined.number)
        .await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Role))));
    for _ in 0..2 {
        let given = store
            .give_floor(Visitor::Account(&lead), id, joined.number)
            .await;
        given.expect("given");
    }
    // Whoever facilitates need not be one who may run sessions.
    let role = SessionRole::Facilitator;
    let set = store.set_participant_role(&lead, id, joined.number, role);
    set.await.expect("a facilitator");
    store
        .give_floor(Visitor::Account(&bao), id, 1)
        .await
        .expect("given");
    // Neither need they have an account.
    let secret = sitting.guest(store, "Loup").await;
    let guest = Visitor::Guest(&secret);
    let (_, seat) = store.seat(guest, id).await.expect("a session");
    let number = seat.expect("a seat").number;
    let refused = store.give_floor(guest, id, 1).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Role))));
    let set = store.set_participant_role(&lead, id, number, role).await;
    set.expect("a facilitator");
    store.give_floor(guest, id, number).await.expect("given");
    let stranger = store.give_floor(Visitor::Guest("rien"), id, 1).await;
    assert!(matches!(stranger, Err(StoreError::NotFound)));
    let nobody = store.give_floor(Visitor::Account(&lead), id, 9).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)));
    // Whoever was removed has no turn any more.
    sitting.guest(store, "Hibou").await;
    sitting.remove(store, number + 1).await;
    let lead_of = Visitor::Account(&lead);
    let gone = store.give_floor(lead_of, id, number + 1).await;
    assert_eq!(problem(gone, "number"), Some(Problem::NotOffered));
    let turns = store.speaking_turns(Visitor::Account(&bao), id).await;
    let turns = turns.expect("turns");
    assert_eq!(turns, [(1, 1), (joined.number, 2), (number, 1)]);
    store.close_session(&lead, id).await.expect("closed");
    let late = store.give_floor(Visitor::Account(&lead), id, 1).await;
    assert_eq!(problem(late, "id"), Some(Problem::NotOffered));
}
