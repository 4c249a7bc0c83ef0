//! What people are told: the pages, the bell, the daily message.

use std::sync::Arc;

use app::digest::send_at;
use app::request::{Mail, Queued, SESSION_COOKIE, Services};
use axum::body::Body;
use domain::accounts::{AccountStanding, SignUp, WorkspaceRole};
use domain::ids::{ProjectId, UserId};
use domain::policy::Actor;
use domain::projects::{ProjectDraft, ProjectRole};
use domain::time::{Date, parse_date};
use http::StatusCode;
use http::header::{COOKIE, LOCATION};
use server::limits::SignInLimits;
use store::SetClock;

use crate::world::{Letters, World, form};

/// A lead who opened a project.
async fn lead(world: &World) -> (Actor, ProjectId) {
    let sign_up = SignUp {
        name: "Léa Martin".into(),
        email: "lea@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "teacher".into(),
        declared_interests: String::new(),
    };
    let made = world
        .store
        .create_account(UserId::new(), &sign_up, WorkspaceRole::Member)
        .await;
    let lead = world.store.actor(made.expect("an account")).await;
    let lead = lead.expect("an actor");
    let project = ProjectId::new();
    let draft = ProjectDraft {
        title: "Lire à deux".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    };
    let opened = world.store.create_project(&lead, project, &draft).await;
    opened.expect("opened");
    let lead = world.store.actor(lead.user).await.expect("an actor");
    (lead, project)
}

async fn join(world: &World, lead: &Actor, project: ProjectId, person: &Actor, role: ProjectRole) {
    let there = world.store.project(lead, project).await;
    let version = there.expect("a project").project.team_version;
    let joined = world
        .store
        .set_team_role(lead, project, version, person.user, Some(role))
        .await;
    joined.expect("on the team");
}

#[tokio::test]
async fn what_one_is_told_is_read_on_its_pages() {
    let world = World::new().await;
    let (ana, cookie) = world.person().await;
    let empty = world.get_with("/notifications", &cookie).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Ce qui vous concerne sera ici"));
    let home = world.get_with("/", &cookie).await;
    assert!(home.body.contains("Rien ne vous attend."), "{}", home.body);
    let (lead, project) = lead(&world).await;
    join(&world, &lead, project, &ana, ProjectRole::Contributor).await;
    let told = world.get_with("/notifications?show=unread", &cookie).await;
    assert!(told.body.contains("Notifications : 1 non lue"));
    assert!(told.body.contains("comme contributeur·rice"));
    let english = format!("{cookie}; etabli_locale=en");
    let told = world.get_with("/notifications", &english).await;
    assert!(told.body.contains("You are on the team, as contributor"));
    let page = world
        .get_with(&format!("/projects/{project}"), &cookie)
        .await;
    assert!(page.body.contains("Rien ne vous attend ici."));
    let after = world.get_with("/notifications?show=unread", &cookie).await;
    assert!(
        after.body.contains("Vous avez tout lu."),
        "looking is reading"
    );
}

#[tokio::test]
async fn feeds_are_read_by_those_who_see_them() {
    let world = World::new().await;
    let (_, cookie) = world.person().await;
    let (lead, project) = lead(&world).await;
    for path in [
        "/activity".to_owned(),
        format!("/projects/{project}/activity"),
        format!("/people/{}", lead.user),
    ] {
        let answer = world.get_with(&path, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains("a ouvert le projet"), "{path}");
        let english = format!("{cookie}; etabli_locale=en");
        let answer = world.get_with(&path, &english).await;
        assert!(answer.body.contains("opened the project"), "{path}");
    }
    let none = format!("/projects/{}/activity", ProjectId::new());
    let answer = world.get_with(&none, &cookie).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let outside = world.get("/notifications").await;
    assert_ne!(outside.status, StatusCode::OK);
}

#[tokio::test]
async fn everything_can_be_switched_off_and_read_without_scripts() {
    let world = World::new().await;
    let (ana, cookie) = world.person().await;
    let page = world.get_with("/notifications/preferences", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("un commentaire me mentionne"));
    let (lead, project) = lead(&world).await;
    join(&world, &lead, project, &ana, ProjectRole::Contributor).await;
    let send = async |function: &str, from: &str, body: &str| {
        let action = page_action(&world.get_with(from, &cookie).await.body, function);
        let request = form(&action, from, body).header(COOKIE, &cookie);
        let request = request.body(Body::from(body.to_owned()));
        let answer = world.send(request.expect("a request")).await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
        answer.header(LOCATION).trim_end_matches('?').to_owned()
    };
    let read = send("read_notification", "/notifications", "").await;
    assert!(read.ends_with("/notifications"), "{read}");
    let unread = world.store.unread_notifications(&ana).await;
    assert_eq!(unread.expect("counted"), 0);
    let preferences = "/notifications/preferences";
    let body = "in_app%5B%5D=mention&by_mail%5B%5D=mention&by_mail%5B%5D=team";
    let kept = send("prefer_notifications", preferences, body).await;
    assert!(kept.ends_with(preferences), "{kept}");
    let said = world.store.notification_preferences(&ana).await;
    let on = said.expect("read").0;
    let count = |way: fn(&domain::notifications::Ways) -> bool| {
        on.iter().filter(|(_, ways)| way(ways)).count()
    };
    assert_eq!(
        (count(|ways| ways.in_app), count(|ways| ways.by_mail)),
        (1, 2)
    );
    let off = send("prefer_notifications", preferences, "").await;
    assert!(off.ends_with(preferences), "{off}");
    let said = world.store.notification_preferences(&ana).await;
    assert!(said.expect("read").0.iter().all(|(_, ways)| !ways.any()));
}

/// Where a form of the page that calls this function is sent.
fn page_action(page: &str, function: &str) -> String {
    let (before, _) = page
        .match_indices("action=\"")
        .map(|(place, _)| page.split_at(place + 8))
        .map(|(_, rest)| rest.split_once('"').expect("its end"))
        .find(|(action, _)| action.contains(function))
        .unwrap_or_else(|| panic!("no form of {function} in {page}"));
    before.to_owned()
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a date")
}

#[tokio::test]
async fn the_daily_message_says_what_is_new_and_how_to_stop_it() {
    let world = World::new().await;
    let (ana, _) = world.person().await;
    let (lead, project) = lead(&world).await;
    let letters = Arc::new(Letters::default());
    let services = Services {
        store: world.store.clone(),
        mail: letters.clone(),
        sign_in_limit: Arc::new(SignInLimits::new(false)),
        public_url: "https://etabli.example".into(),
    };
    let send = async |date: &str, hour| send_at(&services, day(date), hour, 7).await.expect("sent");
    assert_eq!(
        send("2026-11-23", 8).await,
        0,
        "nothing where there is nothing"
    );
    join(&world, &lead, project, &ana, ProjectRole::Contributor).await;
    assert_eq!(send("2026-11-24", 6).await, 0, "not before its hour");
    assert_eq!(send("2026-11-24", 9).await, 1);
    assert_eq!(send("2026-11-24", 10).await, 0, "once a day");
    assert_eq!(send("2026-11-25", 7).await, 0, "nothing twice");
    let letters = letters.0.lock().expect("no test panics here");
    let (to, subject, text) = &letters[0];
    assert_eq!(letters.len(), 1);
    assert_eq!(to, "ana@exemple.fr");
    assert_eq!(subject, "Établi : 1 nouvelle pour vous");
    for part in [
        "Bonjour Ana Ruiz,",
        "Vous êtes dans l'équipe, comme contributeur·rice\n  Lire à deux\n",
        &format!("https://etabli.example/projects/{project}\n"),
        "https://etabli.example/notifications/preferences\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// A mail in which there is no room but for what waits its turn.
#[derive(Default)]
struct Crowded(Letters);

impl Mail for Crowded {
    fn is_configured(&self) -> bool {
        true
    }

    fn send(&self, _to: &str, _subject: String, _text: String) {}

    fn send_in_turn<'a>(&'a self, to: &'a str, subject: String, text: String) -> Queued<'a> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.send(to, subject, text);
            true
        })
    }
}

/// A mail that ends after its first message.
#[derive(Default)]
struct Ending(Letters);

impl Mail for Ending {
    fn is_configured(&self) -> bool {
        true
    }

    fn send(&self, _to: &str, _subject: String, _text: String) {}

    fn send_in_turn<'a>(&'a self, to: &'a str, subject: String, text: String) -> Queued<'a> {
        let first = self.0.0.lock().expect("no test panics here").is_empty();
        if first {
            self.0.send(to, subject, text);
        }
        Box::pin(std::future::ready(first))
    }
}

/// Who had a message is not sent another, and who had none is sent theirs once the server
/// that had taken them is given up.
#[tokio::test]
async fn what_a_server_that_ends_had_not_handed_over_goes_out_later() {
    let world = World::new().await;
    let (ana, _) = world.person().await;
    let (lead, project) = lead(&world).await;
    join(&world, &lead, project, &ana, ProjectRole::Contributor).await;
    let bob = SignUp {
        name: "Bob".into(),
        email: "bob@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "teacher".into(),
        declared_interests: String::new(),
    };
    let bob = world
        .store
        .create_account(UserId::new(), &bob, WorkspaceRole::Member)
        .await;
    let bob = world.store.actor(bob.expect("an account")).await;
    let bob = bob.expect("an actor");
    join(&world, &lead, project, &bob, ProjectRole::Contributor).await;
    let clock = SetClock::at(world.store.now());
    let store = world.store.with_clock(clock.clone());
    let services = |mail: Arc<dyn Mail>| Services {
        store: store.clone(),
        mail,
        sign_in_limit: Arc::new(SignInLimits::new(false)),
        public_url: "https://etabli.example".into(),
    };
    let (ending, letters) = (Arc::new(Ending::default()), Arc::new(Letters::default()));
    let today = day("2026-11-24");
    let sent = send_at(&services(ending.clone()), today, 9, 7).await;
    assert_eq!(sent.expect("sent"), 1);
    let after = services(letters.clone());
    let at_once = send_at(&after, today, 9, 7).await;
    assert_eq!(at_once.expect("asked"), 0, "another may be at it");
    // The server that ended is given up.
    clock.set(store.now().plus_seconds(1_000));
    let later = send_at(&after, today, 9, 7).await;
    assert_eq!(later.expect("sent"), 1);
    let again = send_at(&after, today, 10, 7).await;
    assert_eq!(again.expect("asked"), 0, "that day is done");
    let to = |letters: &Letters| {
        let letters = letters.0.lock().expect("no test panics here");
        let to = letters.iter().map(|(to, _, _)| to.clone());
        to.collect::<Vec<_>>()
    };
    let mut all = [to(&ending.0), to(&letters)].concat();
    all.sort_unstable();
    assert_eq!(all, ["ana@exemple.fr", "bob@exemple.fr"]);
}

#[tokio::test]
async fn the_daily_message_waits_its_turn() {
    let world = World::new().await;
    let (ana, _) = world.person().await;
    let (lead, project) = lead(&world).await;
    join(&world, &lead, project, &ana, ProjectRole::Contributor).await;
    let mail = Arc::new(Crowded::default());
    let services = Services {
        store: world.store.clone(),
        mail: mail.clone(),
        sign_in_limit: Arc::new(SignInLimits::new(false)),
        public_url: "https://etabli.example".into(),
    };
    let sent = send_at(&services, day("2026-11-24"), 9, 7).await;
    assert_eq!(sent.expect("sent"), 1);
    let letters = mail.0.0.lock().expect("no test panics here");
    let to: Vec<&str> = letters.iter().map(|(to, _, _)| to.as_str()).collect();
    assert_eq!(to, ["ana@exemple.fr"]);
}

/// Whoever may name another lead is told on their home page and on the project's.
#[tokio::test]
async fn a_project_whose_only_lead_has_left_waits_for_another() {
    let world = World::new().await;
    let (lead, project) = lead(&world).await;
    let ada = SignUp {
        name: "Ada".into(),
        email: "ada@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "ministry".into(),
        declared_interests: String::new(),
    };
    let store = &world.store;
    let ada = store.create_account(UserId::new(), &ada, WorkspaceRole::Administrator);
    let ada = ada.await.expect("an account");
    let secret = store.start_session(ada, "").await.expect("a session");
    let cookie = format!("{SESSION_COOKIE}={secret}");
    let pages = ["/".to_owned(), format!("/projects/{project}")];
    let told = async |locale: &str, said: &str| {
        let cookies = format!("etabli_locale={locale}; {cookie}");
        let mut told = Vec::new();
        for page in &pages {
            told.push(world.get_with(page, &cookies).await.body.contains(said));
        }
        told
    };
    assert_eq!(told("fr", "projet sans responsable").await, [false, false]);
    let admin = store.actor(ada).await.expect("an actor");
    let accounts = store.accounts(&admin).await.expect("accounts");
    let leaving = accounts.iter().find(|one| one.person.id == lead.user);
    let leaving = leaving.expect("the lead's account");
    let closed = AccountStanding {
        closed: true,
        ..leaving.standing()
    };
    let changed = store.change_account(&admin, lead.user, leaving.version, &closed);
    changed.await.expect("closed");
    assert_eq!(told("fr", "projet sans responsable").await, [true, true]);
    assert_eq!(told("en", "project without a lead").await, [true, true]);
}
