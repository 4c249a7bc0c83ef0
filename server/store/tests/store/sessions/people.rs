//! Joining, the waiting room, removal, guests.

use domain::accounts::WorkspaceRole;
use domain::ids::{ProjectId, SessionId};
use domain::parties::Party;
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use domain::sessions::{
    JoinCode, ParticipantState, Session, SessionDraft, SessionRole, SessionState,
};
use store::{Event, SessionNews, SetClock, StoreError, Visitor};

use super::sample::{Sitting, guest, session_draft};
use crate::cast::Steering;
use crate::problem;
use crate::world::World;

on_both! {
    are_given_the_floor_by_who_facilitates,
    has_a_door_that_its_code_opens,
    is_joined_once_with_an_account,
    is_joined_before_it_opens_by_those_who_lead_it,
    opens_a_team_only_project_to_whoever_has_the_code,
    lets_in_with_an_account_whoever_may_be_a_guest,
    lets_guests_in_by_a_secret,
    gives_a_guest_the_same_seat_again,
    gives_one_seat_for_a_join_form_that_is_sent_twice,
    gives_no_seat_to_whoever_has_less_than_the_form_and_its_minutes,
    takes_guests_only_where_it_says_so,
    has_a_waiting_room,
    removes_people_who_do_not_come_back,
    lets_go_of_whom_a_team_let_in,
    keeps_whom_the_code_let_in,
    is_led_as_long_as_the_role_lasts,
    gives_a_guest_s_part_to_an_account,
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
    let draft = SessionDraft {
        guests: String::new(),
        ..session_draft("Écrans")
    };
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

async fn lets_guests_in_by_a_secret(world: World) {
    let sitting = Sitting::open(&world).await;
    let store = &world.store;
    let typed = format!(" {} ", sitting.code.in_groups().to_lowercase());
    let joined = store
        .join_as_guest(&typed, &guest(" Renard "), None, None)
        .await;
    let (id, joined, secret) = joined.expect("joined");
    assert_eq!(
        (id, joined.number, joined.name()),
        (sitting.id, 2, "Renard")
    );
    assert!(joined.is_guest());
    let (_, seat) = store
        .seat(Visitor::Guest(&secret), id)
        .await
        .expect("a seat");
    assert_eq!(seat, Some(joined.clone()));
    let (_, nobody) = store
        .seat(Visitor::Guest("other"), id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None);
    let known = store.guest_session(&secret).await.expect("an answer");
    assert_eq!(known, Some((id, joined)));
    // The secret is not kept, nor does the log for good know the pseudonym.
    let kept = format!("session_participants WHERE secret_hash = '{secret}'");
    assert_eq!(world.count(&kept).await, 0);
    assert_eq!(world.count("audit WHERE after LIKE '%Renard%'").await, 0);
    let elsewhere = Sitting::open(&world).await;
    let (_, nobody) = store
        .seat(Visitor::Guest(&secret), elsewhere.id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None, "a secret opens one session");
}

async fn gives_a_guest_the_same_seat_again(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let code = sitting.code.to_string();
    let rows = async || world.count("audit WHERE action = 'join_session'").await;
    let join = async |code: &str, name: &str| {
        let draft = guest(name);
        let joined = store.join_as_guest(code, &draft, Some(&secret), None).await;
        joined.map(|(_, joined, given)| (joined, given))
    };
    let before = rows().await;
    let (again, given) = join(&code, "Renard").await.expect("joined");
    assert_eq!((again.number, &given), (2, &secret));
    assert_eq!(rows().await, before, "nothing changed");
    let (renamed, _) = join(&code, "Goupil").await.expect("joined");
    assert_eq!((renamed.number, renamed.name()), (2, "Goupil"));
    let all = store.participants(&lead, sitting.id).await.expect("a list");
    assert_eq!(all.len(), 2, "one seat for one browser");
    let elsewhere = Sitting::open(&world).await;
    let (other, given) = join(&elsewhere.code.to_string(), "Renard")
        .await
        .expect("joined");
    assert_eq!(other.number, 2);
    assert_ne!(given, secret, "a secret opens one session");
    let removed = store.remove_participant(&lead, sitting.id, 2).await;
    removed.expect("removed");
    let back = join(&code, "Renard").await;
    assert_fails!(back, StoreError::Refused(Refusal::Role));
}

async fn gives_one_seat_for_a_join_form_that_is_sent_twice(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let code = sitting.code.to_string();
    let form = store.form_secret().expect("a secret");
    // Both before the browser has a cookie; the cookie of another session changes nothing.
    let elsewhere = Sitting::open(&world).await.guest(store, "Renard").await;
    let join = async |name: &'static str, known_by: Option<&str>| {
        let draft = guest(name);
        let joined = store.join_as_guest(&code, &draft, known_by, Some(&form));
        let (_, joined, secret) = joined.await.expect("joined");
        (joined.number, joined.name().to_owned(), secret)
    };
    let (first, again) = tokio::join!(join("Renard", None), join("Renard", None));
    assert_eq!(first, again, "whichever answer comes last");
    let (number, name, secret) = join("Goupil", Some(&elsewhere)).await;
    assert_eq!((number, name.as_str()), (first.0, "Goupil"));
    assert_eq!(secret, first.2);
    let all = store.participants(&lead, sitting.id).await.expect("a list");
    assert_eq!(all.len(), 2, "one seat for one form");
    // Neither the form nor what is kept of it opens the seat.
    let (_, nobody) = store
        .seat(Visitor::Guest(&form), sitting.id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None);
    for column in ["secret_hash", "form_hash", "form_salt"] {
        let kept = format!("session_participants WHERE {column} IN ('{form}', '{secret}')");
        assert_eq!(world.count(&kept).await, 0, "{column}");
    }
    let removed = store.remove_participant(&lead, sitting.id, number).await;
    removed.expect("removed");
    let draft = guest("Renard");
    let back = store.join_as_guest(&code, &draft, None, Some(&form));
    assert_fails!(back.await, StoreError::Refused(Refusal::Role));
}

async fn gives_no_seat_to_whoever_has_less_than_the_form_and_its_minutes(world: World) {
    let sitting = Sitting::open(&world).await;
    let code = sitting.code.to_string();
    let now = world.store.now();
    let clock = SetClock::at(now);
    let store = world.store.with_clock(clock.clone());
    let form = store.form_secret().expect("a secret");
    let join = async |form: &str| {
        let draft = guest("Renard");
        let joined = store.join_as_guest(&code, &draft, None, Some(form));
        let (_, joined, secret) = joined.await.expect("joined");
        (joined.number, secret)
    };
    let first = join(&form).await;
    let taken = store.form_secret().expect("a secret");
    // Their number on the board, what is kept of the form, nothing, another form.
    let kept = world
        .texts("SELECT form_hash FROM session_participants WHERE form_hash IS NOT NULL")
        .await
        .remove(0);
    let mut numbers = vec![first.0];
    for known in [first.0.to_string(), kept, String::new(), taken] {
        let (number, secret) = join(&known).await;
        assert!(!numbers.contains(&number) && secret != first.1, "{known}");
        numbers.push(number);
    }
    assert_eq!(join(&form).await, first);
    clock.set(now.plus_seconds(601));
    let (number, secret) = join(&form).await;
    assert!(!numbers.contains(&number) && secret != first.1, "too late");
    assert_eq!(join(&form).await, (number, secret), "for that seat, again");
}

async fn takes_guests_only_where_it_says_so(world: World) {
    let draft = SessionDraft {
        guests: String::new(),
        ..session_draft("Écrans")
    };
    let sitting = Sitting::with(&world, draft).await;
    let store = &world.store;
    for code in [sitting.code.to_string(), "nonsense".into(), String::new()] {
        let joined = store
            .join_as_guest(&code, &guest("Renard"), None, None)
            .await;
        assert_eq!(problem(joined, "code"), Some(Problem::NotOffered));
    }
    let nameless = store
        .join_as_guest(&sitting.code.to_string(), &guest(""), None, None)
        .await;
    assert_eq!(problem(nameless, "pseudonym"), Some(Problem::Missing));
}

async fn has_a_waiting_room(world: World) {
    let draft = SessionDraft {
        waiting_room: "true".into(),
        ..session_draft("Écrans")
    };
    let sitting = Sitting::with(&world, draft).await;
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
    store
        .admit_participant(&lead, id, 2)
        .await
        .expect("admitted");
    let (_, own) = store.attended_session(visitor, id).await.expect("let in");
    assert!(own.joined_at >= seat.joined_at, "they come in now");
    let nobody = store.admit_participant(&lead, id, 9).await;
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

async fn removes_people_who_do_not_come_back(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let eve = world.member("Eve").await.actor().await;
    store.join_session(&eve, id, None).await.expect("joined");
    store
        .remove_participant(&lead, id, 2)
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
    let oneself = store.remove_participant(&lead, id, 1).await;
    assert_eq!(problem(oneself, "number"), Some(Problem::NotOffered));
    store
        .admit_participant(&lead, id, 2)
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

/// A session of a project, open, and its code.
async fn open_session(world: &World, lead: &Actor, project: ProjectId) -> (SessionId, JoinCode) {
    let (store, id) = (&world.store, SessionId::new());
    let draft = session_draft("Écrans");
    let planned = store.create_session(lead, project, id, &draft).await;
    planned.expect("planned");
    store.open_session(lead, id).await.expect("open");
    let detail = store.session(lead, id).await.expect("a session");
    (id, detail.session.code.expect("a code"))
}

async fn gives_a_guest_s_part_to_an_account(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let secret = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let claimed = store.claim_participation(&eve, &secret).await;
    assert_eq!(claimed.expect("claimed"), id);
    let (_, own) = store
        .seat(Visitor::Account(&eve), id)
        .await
        .expect("a seat");
    let own = own.expect("a seat");
    assert_eq!((own.number, own.name()), (2, "Eve"));
    let again = store.claim_participation(&eve, &secret).await;
    assert_fails!(again, StoreError::NotFound);
    let other = sitting.guest(store, "Loup").await;
    let twice = store.claim_participation(&eve, &other).await;
    assert_eq!(problem(twice, "id"), Some(Problem::Taken));
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
    let turns = store.speaking_turns(&bao, id).await.expect("turns");
    assert_eq!(turns, [(1, 1), (joined.number, 2), (number, 1)]);
    store.close_session(&lead, id).await.expect("closed");
    let late = store.give_floor(Visitor::Account(&lead), id, 1).await;
    assert_eq!(problem(late, "id"), Some(Problem::NotOffered));
}
