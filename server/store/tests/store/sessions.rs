//! Co-design sessions: preparing, joining, the logs of boards, what comes out.

mod attending;
mod boards;
mod guests;
mod late;
mod leading;
mod leaving;
mod outcomes;
mod people;
mod pictures;
mod sample;
mod saved;
mod sources;
mod taking_back;
mod votes;

use domain::accounts::WorkspaceRole;
use domain::activity::{Deed, Feed, Subject};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{IterationId, NeedId, SessionId};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::{ProjectDraft, ProjectRole};
use domain::sessions::{SessionDraft, SessionState};
use store::{Event, SessionNews, StoreError, Visitor};

pub(crate) use self::sample::{Sitting, guest, session_draft, with_waiting_room};
use crate::cast::{PASSWORD, Someone, Steering, project_draft};
use crate::problem;
use crate::world::World;

on_both! {
    is_planned_once_and_read_as_it_was_planned,
    is_changed_until_it_is_closed,
    belongs_to_its_project,
    is_opened_closed_and_opened_again,
    is_not_led_again_by_whoever_lost_the_role,
    is_found_by_search_and_stands_in_the_feed,
    is_shown_to_a_partner_who_takes_part,
    stands_on_the_page_of_the_need_that_it_is_about,
    tells_whoever_listens,
    tells_of_whatever_lets_people_in,
}

async fn is_planned_once_and_read_as_it_was_planned(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let id = SessionId::new();
    let draft = SessionDraft {
        need: need.to_string(),
        ..session_draft("Premiers écrans")
    };
    for _ in 0..2 {
        let planned = world.store.create_session(&actor, project, id, &draft);
        planned.await.expect("planned");
    }
    let detail = world.store.session(&actor, id).await.expect("a session");
    assert_eq!(detail.session.facts, draft.check().expect("in order"));
    assert_eq!(detail.session.state, SessionState::Planned);
    assert!(detail.session.code.is_some());
    assert_eq!(detail.need, Some((need, "Suivre la fluence".into())));
    assert_eq!(detail.history.entries.len(), 1);
    let listed = world.store.project_sessions(&actor, project).await;
    assert_eq!(listed.expect("a list"), [detail.session]);
}

async fn is_changed_until_it_is_closed(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, actor, id) = (&world.store, sitting.lead.actor().await, sitting.id);
    let draft = session_draft("Autre titre");
    let edit = |version| store.edit_session(&actor, id, version, &draft);
    edit(1).await.expect("changed");
    assert_fails!(edit(1).await, StoreError::Stale { current: 2 });
    let wrong = SessionDraft {
        title: String::new(),
        ..draft.clone()
    };
    let wrong = store.edit_session(&actor, id, 2, &wrong).await;
    assert_eq!(problem(wrong, "title"), Some(Problem::Missing));
    store.close_session(&actor, id).await.expect("closed");
    let late = edit(2).await;
    assert_fails!(late, StoreError::Refused(Refusal::Frozen));
}

async fn belongs_to_its_project(world: World) {
    let ana = world.member("Ana").await;
    let (here, there) = (
        world.project(&ana).open().await,
        world.project(&ana).title("Ailleurs").open().await,
    );
    let actor = ana.actor().await;
    let elsewhere = world.plan(&ana, there, "Ailleurs").await;
    let plan = async |draft: SessionDraft| {
        let id = SessionId::new();
        world.store.create_session(&actor, here, id, &draft).await
    };
    for iteration in [elsewhere, IterationId::new()] {
        let draft = SessionDraft {
            iteration: iteration.to_string(),
            ..session_draft("Écrans")
        };
        let planned = plan(draft).await;
        assert_eq!(problem(planned, "iteration"), Some(Problem::NotOffered));
    }
    let draft = SessionDraft {
        need: NeedId::new().to_string(),
        ..session_draft("Écrans")
    };
    assert_eq!(
        problem(plan(draft).await, "need"),
        Some(Problem::NotOffered)
    );
    let inside = world.plan(&ana, here, "Ici").await;
    let draft = SessionDraft {
        iteration: inside.to_string(),
        ..session_draft("Écrans")
    };
    plan(draft).await.expect("planned");
}

async fn is_opened_closed_and_opened_again(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let (store, id) = (&world.store, SessionId::new());
    let draft = session_draft("Écrans");
    let planned = store.create_session(&actor, project, id, &draft).await;
    planned.expect("planned");
    let early = store.close_session(&actor, id).await;
    assert_eq!(problem(early, "id"), Some(Problem::NotOffered));
    for _ in 0..2 {
        store.open_session(&actor, id).await.expect("open");
    }
    let open = store.session(&actor, id).await.expect("a session");
    assert_eq!(open.session.state, SessionState::Open);
    assert!(open.session.opened_at.is_some());
    assert_eq!(open.participants.len(), 1, "who opens it leads it");
    store.close_session(&actor, id).await.expect("closed");
    let again = store.close_session(&actor, id).await;
    assert_fails!(again, StoreError::Refused(Refusal::Frozen));
    let closed = store.steered_session(&actor, id).await.expect("a session");
    assert_eq!(closed.state, SessionState::Closed);
    assert!(closed.closed_at.is_some());
    // Whoever may close it may open it again; it was opened when it first was.
    let eve = world.member("Eve").await.actor().await;
    for refused in [
        store.open_session(&eve, id).await,
        store.steered_session(&eve, id).await.map(drop),
    ] {
        assert_fails!(refused, StoreError::Refused(Refusal::Role));
    }
    for _ in 0..2 {
        store.open_session(&actor, id).await.expect("open again");
    }
    let again = store.session(&actor, id).await.expect("a session");
    assert_eq!(again.session.state, SessionState::Open);
    assert_eq!(again.session.opened_at, open.session.opened_at);
    assert_eq!(again.session.closed_at, None);
    assert_eq!(again.participants, open.participants);
    let joined = store.join_session(&eve, id, None).await;
    joined.expect("joined");
    store.close_session(&actor, id).await.expect("closed");
}

/// Who leads by a role and loses it while the session is closed does not lead it once it is
/// open again.
async fn is_not_led_again_by_whoever_lost_the_role(world: World) {
    let (ana, eve) = (world.member("Ana").await, world.member("Eve").await);
    let project = world.project(&ana).with(&eve, ProjectRole::Facilitator);
    let project = project.open().await;
    let draft = session_draft("Écrans");
    let sitting = Sitting::of(&world, &ana, project, &draft).await;
    let (store, id, lead) = (&world.store, sitting.id, ana.actor().await);
    let joined = store.join_session(&eve.actor().await, id, None).await;
    assert!(joined.expect("joined").facilitates());
    store.close_session(&lead, id).await.expect("closed");
    let role = Some(ProjectRole::Contributor);
    let lowered = store.give_team_role(&lead, project, eve.id, role).await;
    lowered.expect("lowered");
    store.open_session(&lead, id).await.expect("open again");
    let eve = eve.actor().await;
    let (_, seat) = store.seat(Visitor::Account(&eve), id).await.expect("seen");
    assert!(!seat.expect("a seat").facilitates());
}

async fn is_found_by_search_and_stands_in_the_feed(world: World) {
    let sitting = Sitting::open(&world).await;
    let actor = sitting.lead.actor().await;
    let closed = world.store.close_session(&actor, sitting.id).await;
    closed.expect("closed");
    let again = world.store.open_session(&actor, sitting.id).await;
    again.expect("open again");
    let found = world.store.search(&actor, "ecrans").await.expect("found");
    let thing = ThingRef::new(ThingKind::Session, sitting.id);
    assert_eq!(found.first().map(|found| found.thing), Some(thing));
    let feed = world
        .store
        .activity(&actor, Feed::Project(sitting.project), None);
    let feed = feed.await.expect("a feed").items;
    let subject = Subject::Thing(thing);
    let told = feed.iter().filter(|item| item.subject == subject);
    let told: Vec<_> = told.map(|item| item.deed).collect();
    let expected = [
        Deed::ReopenedSession,
        Deed::ClosedSession,
        Deed::OpenedSession,
        Deed::PlannedSession,
    ];
    assert_eq!(told, expected);
}

/// A partner on the team knows of no session but of those they are let into.
async fn is_shown_to_a_partner_who_takes_part(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let lead = sitting.lead.actor().await;
    let paul = world.partner("Paul").await;
    let role = Some(ProjectRole::Partner);
    let on_team = store
        .give_team_role(&lead, sitting.project, paul.id, role)
        .await;
    on_team.expect("on the team");
    let partner = paul.actor().await;
    assert_fails!(store.session(&partner, id).await, StoreError::NotFound);
    let found = store.search(&partner, "ecrans").await.expect("an answer");
    assert!(found.is_empty());
    let thing = ThingRef::new(ThingKind::Session, id);
    assert_fails!(store.chain(&partner, thing).await, StoreError::NotFound);
    let joined = store.join_session(&partner, id, Some(sitting.code)).await;
    joined.expect("joined");
    let read = store.session(&partner, id).await.expect("a session");
    assert_eq!(read.own.map(|own| own.number), Some(2));
    let found = store.search(&partner, "ecrans").await.expect("an answer");
    assert_eq!(found.len(), 1);
    let listed = store.project_sessions(&partner, sitting.project).await;
    assert_eq!(listed.expect("a list").len(), 1);
}

async fn stands_on_the_page_of_the_need_that_it_is_about(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let actor = ana.actor().await;
    let mut planned = Vec::new();
    for (title, day) in [("Avant", "2026-11-02"), ("Après", "2026-12-02")] {
        let id = SessionId::new();
        let draft = SessionDraft {
            need: need.to_string(),
            starts_at: format!("{day}T14:30"),
            ..session_draft(title)
        };
        let created = world.store.create_session(&actor, project, id, &draft);
        created.await.expect("planned");
        planned.push((title.to_owned(), id.0));
    }
    let told = async |reader: &Someone| {
        let detail = world.store.need(&reader.actor().await, need).await;
        let sessions = detail.expect("a need").sessions.into_iter();
        sessions
            .map(|node| (node.title, node.thing.id))
            .collect::<Vec<_>>()
    };
    planned.reverse();
    assert_eq!(told(&ana).await, planned);
    // Partners see the sessions in which they take part.
    let paul = world.partner("Paul").await;
    assert_eq!(told(&paul).await, []);
}

async fn tells_whoever_listens(world: World) {
    let sitting = Sitting::open(&world).await;
    let mut events = world.store.events();
    let (lead, id) = (sitting.lead.actor().await, sitting.id);
    let eve = world.member("Eve").await;
    let store = world.store.clone();
    let joined = store.join_session(&eve.actor().await, id, None).await;
    joined.expect("joined");
    let given = store.give_floor(Visitor::Account(&lead), id, 2).await;
    given.expect("given");
    store
        .remove_participant(Visitor::Account(&lead), id, 2)
        .await
        .expect("removed");
    store.close_session(&lead, id).await.expect("closed");
    for news in [
        SessionNews::Participant(2),
        SessionNews::Floor { number: 2, turn: 1 },
        SessionNews::Participant(2),
        SessionNews::Changed,
    ] {
        let told = events.try_recv().expect("told");
        assert_eq!(told, Event::Session(id, news));
    }
    assert!(events.try_recv().is_err());
}

async fn tells_of_whatever_lets_people_in(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let eve = world.member("Eve").await;
    let secret = eve.sign_in("Firefox").await;
    let mut events = store.events();
    let found = store.signed_in(&secret).await.expect("an answer");
    let found = found.expect("a session");
    let (actor, role) = (&found.actor, Some(ProjectRole::Contributor));
    let joins = store.give_team_role(&lead, sitting.project, eve.id, role);
    joins.await.expect("on the team");
    let changed = store.change_password(actor, found.session, PASSWORD, "une autre phrase");
    changed.await.expect("changed");
    let ended = store.end_session(actor, found.session).await;
    ended.expect("ended");
    store.end_all_sessions(actor).await.expect("ended");
    let reset = store.request_password_reset(&eve.email).await;
    let (_, link) = reset.expect("an answer").expect("a link");
    store.reset_password(&link, PASSWORD).await.expect("reset");
    let secret = eve.sign_in("Firefox").await;
    let found = store.signed_in(&secret).await.expect("an answer");
    let out = store.sign_out(actor, found.expect("a session").session);
    out.await.expect("signed out");
    let administrator = world.administrator().await.actor().await;
    let member = WorkspaceRole::Member;
    let closed = store.set_account(&administrator, eve.id, member, true);
    closed.await.expect("closed");
    for _ in 0..7 {
        let told = events.try_recv().expect("told");
        assert_eq!(told, Event::Access(Some(eve.id)));
    }
    let team_only = ProjectDraft {
        visibility: "team".into(),
        ..project_draft("Lire à deux")
    };
    let hidden = store.edit_project(&lead, sitting.project, 1, &team_only);
    hidden.await.expect("hidden");
    assert_eq!(events.try_recv(), Ok(Event::Access(None)));
    assert!(events.try_recv().is_err());
}
