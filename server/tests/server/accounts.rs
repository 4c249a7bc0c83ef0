//! Accounts as browsers without scripts meet them: a password that was forgotten,
//! with a mail server and without, and what one changes in one's own account.

use std::time::Duration;

use app::request::{LOCALE_COOKIE, SESSION_COOKIE};
use axum::body::Body;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::UserId;
use domain::parties::Party;
use domain::policy::Actor;
use domain::wording::Locale;
use http::StatusCode;
use http::header::{ACCEPT_LANGUAGE, COOKIE};

use crate::stage::{Stage, invitation};
use crate::world::{Answer, Letters, World, empty, form, get};

const PASSWORD: &str = "une longue phrase";
const OTHER: &str = "une+tout+autre+phrase";

async fn post(world: &World, function: &str, page: &str, body: &str, cookies: &str) -> Answer {
    let request = form(&format!("/api/{function}"), page, body).header(COOKIE, cookies);
    let request = request.body(Body::from(body.to_owned()));
    world.send(request.expect("a request")).await
}

/// Asks for a new password, and gives where that leads.
async fn forget(world: &World, email: &str) -> (StatusCode, String) {
    let body = format!("email={email}");
    let answer = post(world, "request_password_reset", "/forgotten", &body, "").await;
    (answer.status, answer.header("location").to_owned())
}

/// Waits for what goes on after an answer.
async fn eventually(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}: it did not come");
}

fn last(letters: &Letters) -> (String, String, String) {
    let letters = letters.0.lock().expect("no test panics here");
    letters.last().expect("a letter").clone()
}

fn count(letters: &Letters) -> usize {
    letters.0.lock().expect("no test panics here").len()
}

/// The path of the link in a message.
fn link(text: &str, page: &str) -> String {
    let start = text.find(page).expect("a link");
    let rest = &text[start..];
    rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())].to_owned()
}

/// The cookies of an administrator, who is signed in.
async fn administrator(world: &World) -> String {
    let sign_up = SignUp {
        name: "Ada".into(),
        email: "ada@exemple.fr".into(),
        password: PASSWORD.into(),
        party: "academy".into(),
        declared_interests: String::new(),
    };
    let role = WorkspaceRole::Administrator;
    let ada = world
        .store
        .create_account(UserId::new(), &sign_up, role)
        .await;
    let secret = world.store.start_session(ada.expect("an account"), "");
    format!("{SESSION_COOKIE}={}", secret.await.expect("a session"))
}

#[tokio::test]
async fn a_reset_link_is_sent_where_there_is_a_mail_server() {
    let (world, letters) = World::with_mail().await;
    world.person().await;
    let page = world.get("/forgotten?sent=yes").await;
    assert!(page.body.contains("vient d"), "{}", page.body);
    assert!(!page.body.contains("voit maintenant"), "{}", page.body);

    // Both are answered alike, and before anything is done.
    let unknown = forget(&world, "personne@exemple.fr").await;
    let known = forget(&world, "ana@exemple.fr").await;
    assert_eq!(known, unknown);
    eventually("the message", async || count(&letters) == 1).await;
    let (to, _, text) = last(&letters);
    assert_eq!(to, "ana@exemple.fr");
    let reset = world.get(&link(&text, "/reset/")).await;
    assert!(reset.body.contains("new-password"), "{}", reset.body);
}

#[tokio::test]
async fn administrators_hand_the_link_out_where_there_is_none() {
    let world = World::new().await;
    let (ana, _) = world.person().await;
    let cookies = administrator(&world).await;

    for page in ["/forgotten", "/forgotten?sent=yes"] {
        let page = world.get(page).await;
        assert!(page.body.contains("voit"), "{}", page.body);
        assert!(!page.body.contains("y est envoyé"), "{}", page.body);
    }
    let unknown = forget(&world, "personne@exemple.fr").await;
    let known = forget(&world, "ana@exemple.fr").await;
    assert_eq!(known, unknown);
    let waits = async || {
        let page = world.get_with("/people", &cookies).await;
        page.body.contains("Mots de passe oubliés")
    };
    eventually("the request", &waits).await;
    let asked = format!("person={}", ana.user);
    let made = post(&world, "password_reset_for", "/people", &asked, &cookies).await;
    assert!(made.cookie("etabli_link").is_some(), "a link to hand over");
    assert!(!waits().await, "it is made");
    // The log names whose password it is.
    let log = world.get_with("/audit", &cookies).await;
    assert!(log.body.contains(&format!("href=\"/people/{}\"", ana.user)));
    assert!(!log.body.contains(&format!("<code>{}", ana.user)));
}

#[tokio::test]
async fn what_is_wrong_in_one_s_own_account_stands_beside_its_field() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    let body = format!("present_password=faux&password={OTHER}");
    let page = "/account?saved=email";
    let answer = post(&world, "change_own_password", page, &body, &cookies).await;
    let page = world.come_back(&answer, &cookies).await;
    assert!(
        page.body
            .contains("id=\"password-present_password-problem\"")
    );
    assert!(!page.body.contains("id=\"email-present_password-problem\""));
    assert!(!page.body.contains("faux"), "a password is not shown again");
    assert!(!page.body.contains("Votre adresse est changée"));
}

#[tokio::test]
async fn one_s_own_password_is_changed_and_tried_as_often_as_signing_in() {
    let world = World::new().await;
    let (ana, cookies) = world.person().await;
    let other = world.store.start_session(ana.user, "Chrome").await;
    let other = other.expect("a session");
    let right = format!("present_password=une+longue+phrase&password={OTHER}");
    let changed = post(&world, "change_own_password", "/account", &right, &cookies).await;
    assert_eq!(changed.header("location"), "/account?saved=password");
    let page = world.get_with("/account?saved=password", &cookies).await;
    assert!(page.body.contains("mot de passe est changé"));
    let found = world.store.signed_in(&other).await.expect("an answer");
    assert!(found.is_none(), "the other browser is out");

    let wrong = format!("present_password=faux&password={OTHER}");
    for _ in 0..20 {
        post(&world, "change_own_password", "/account", &wrong, &cookies).await;
    }
    let right = format!("present_password={OTHER}&password=une+longue+phrase");
    post(&world, "change_own_password", "/account", &right, &cookies).await;
    let unchanged = world.store.sign_in("ana@exemple.fr", PASSWORD, "").await;
    assert!(unchanged.is_err(), "nobody tries for ever");
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_link_where_there_is_a_mail_server() {
    let (world, letters) = World::with_mail().await;
    let (ana, cookies) = world.person().await;
    world.person_at("bob@exemple.fr").await;
    // Whether somebody has it is not told.
    for email in ["bob@exemple.fr", "neuve@exemple.fr"] {
        let body = format!("email={email}&present_password=une+longue+phrase");
        let asked = post(&world, "change_own_email", "/account", &body, &cookies).await;
        assert_eq!(asked.header("location"), "/account?saved=link");
        assert_eq!(last(&letters).0, email);
    }
    let path = link(&last(&letters).2, "/email/");
    // The link alone does not do: it may have gone to a mistyped address.
    let stranger = world.get(&path).await;
    assert!(stranger.header("location").starts_with("/sign-in"));
    let page = world.get_with(&path, &cookies).await;
    assert!(page.body.contains("neuve@exemple.fr"), "{}", page.body);
    let secret = path.trim_start_matches("/email/");
    let body = format!("secret={secret}");
    let confirmed = post(&world, "confirm_email", &path, &body, &cookies).await;
    assert_eq!(confirmed.header("location"), "/account?saved=email");
    let (to, subject, text) = last(&letters);
    assert_eq!(to, "ana@exemple.fr", "whoever had the account knows");
    assert!(subject.contains("adresse"), "{subject}");
    assert!(!text.contains("neuve@"), "{text}");
    let signed_in = world
        .store
        .sign_in("neuve@exemple.fr", PASSWORD, "")
        .await
        .expect("signed in");
    let found = world.store.signed_in(&signed_in).await.expect("an answer");
    assert_eq!(found.expect("somebody").actor.user, ana.user);
    let dead = world.get_with(&path, &cookies).await;
    assert!(dead.body.contains("déjà servi"), "{}", dead.body);
}

#[tokio::test]
async fn administrators_hand_the_link_to_another_address_out_where_there_is_none() {
    let world = World::new().await;
    let (ana, cookies) = world.person().await;
    world.person_at("bob@exemple.fr").await;
    let administrator = administrator(&world).await;
    let page = world.get_with("/account", &cookies).await;
    assert!(page.body.contains("voit votre demande"), "{}", page.body);
    assert!(!page.body.contains("est envoyé à la nouvelle adresse"));

    // Whether somebody has it is not told.
    let ask = async |email: &str| {
        let body = format!("email={email}&present_password=une+longue+phrase");
        let asked = post(&world, "change_own_email", "/account", &body, &cookies).await;
        (
            asked.status,
            asked.header("location").to_owned(),
            asked.body,
        )
    };
    let taken = ask("bob@exemple.fr").await;
    assert_eq!(taken.1, "/account?saved=asked");
    let page = world.get_with("/people", &administrator).await.body;
    assert!(page.contains("a déjà cette adresse"), "{page}");
    assert_eq!(ask("neuve@exemple.fr").await, taken);
    let page = world.get_with(&taken.1, &cookies).await;
    assert!(page.body.contains("vous remettra un lien"), "{}", page.body);
    assert!(page.body.contains("ana@exemple.fr"), "nothing changed yet");

    let page = world.get_with("/people", &administrator).await.body;
    assert!(page.contains("Adresses à changer"), "{page}");
    assert!(page.contains("ana@exemple.fr, voudrait neuve@exemple.fr"));
    assert!(!page.contains("a déjà cette adresse"), "{page}");
    let person = format!("person={}", ana.user);
    let made = post(&world, "email_link_for", "/people", &person, &administrator).await;
    let handed = made.cookie("etabli_link").expect("a link to hand over");
    let handed = handed.split(';').next().expect("its value");
    let cookie = format!("{administrator}; {handed}");
    let page = world.get_with("/people", &cookie).await.body;
    assert!(!page.contains("Adresses à changer"), "it is made: {page}");
    let path = handed.find("/email/").map(|start| &handed[start..]);
    let path = path.expect("the link");
    assert!(page.contains(path), "{page}");

    // It lets nobody but its owner do anything.
    let secret = format!("secret={}", path.trim_start_matches("/email/"));
    let theirs = post(&world, "confirm_email", path, &secret, &administrator).await;
    assert!(!theirs.header("location").contains("saved"));
    let confirmed = post(&world, "confirm_email", path, &secret, &cookies).await;
    assert_eq!(confirmed.header("location"), "/account?saved=email");
    let signed_in = world.store.sign_in("neuve@exemple.fr", PASSWORD, "").await;
    signed_in.expect("signed in");
}

#[tokio::test]
async fn the_language_of_the_account_is_that_of_a_new_browser() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    let body = "version=1&draft%5Bname%5D=Ana+Roux&draft%5Blocale%5D=en";
    let edited = post(&world, "edit_own_account", "/account", body, &cookies).await;
    assert_eq!(edited.header("location"), "/account?saved=account");
    let cookie = edited.cookie(LOCALE_COOKIE).expect("a cookie");
    assert!(cookie.starts_with("etabli_locale=en;"), "{cookie}");
    let elsewhere = |cookies: &str| {
        let request = get("/account").header(ACCEPT_LANGUAGE, "fr");
        empty(request.header(COOKIE, cookies))
    };
    let page = world.send(elsewhere(&cookies)).await;
    assert!(page.body.contains("lang=\"en\""), "{}", page.body);
    assert!(page.body.contains("Ana Roux"), "{}", page.body);
    // What was chosen in this browser comes first.
    let chosen = format!("{cookies}; etabli_locale=fr");
    let page = world.send(elsewhere(&chosen)).await;
    assert!(page.body.contains("lang=\"fr\""), "{}", page.body);
    // An account of the demonstration is everybody's, and so is its language.
    let (_, shared) = world.person_at(&domain::demo::email("member")).await;
    let english = get("/account").header(ACCEPT_LANGUAGE, "en");
    let page = world.send(empty(english.header(COOKIE, shared))).await;
    assert!(page.body.contains("lang=\"en\""), "{}", page.body);
    assert!(!page.body.contains("new-password"), "{}", page.body);
}

/// What a browser sends of a field as it was typed there.
fn as_typed(sent: &str) -> String {
    sent.replace('+', " ")
}

/// Whoever there is, Ana, as somebody who may invite others.
async fn coordinator(world: &World) -> Actor {
    let (person, _) = world.person().await;
    Actor {
        role: WorkspaceRole::Coordinator,
        ..person
    }
}

/// The page behind an invitation, and what its form sends for Bob with this address.
async fn invited(world: &World, coordinator: &Actor, email: &str) -> (String, String) {
    let invitation = invitation(Party::Teacher);
    let secret = world.store.invite(coordinator, &invitation).await;
    let secret = secret.expect("invited");
    let body = format!(
        "secret={secret}&sign_up%5Bname%5D=Bob&sign_up%5Bemail%5D={email}\
         &sign_up%5Bpassword%5D={OTHER}&sign_up%5Bparty%5D=teacher"
    );
    (format!("/join/{secret}"), body)
}

#[tokio::test]
async fn whoever_joins_keeps_the_language_of_the_page() {
    let world = World::new().await;
    let (page, body) = invited(&world, &coordinator(&world).await, "bob@exemple.fr").await;
    let request = form("/api/accept_invitation", &page, &body).header(ACCEPT_LANGUAGE, "en-GB");
    let request = request.body(Body::from(body)).expect("a request");
    world.send(request).await;
    let session = world
        .store
        .sign_in("bob@exemple.fr", &as_typed(OTHER), "")
        .await;
    let session = session.expect("signed in");
    let found = world.store.signed_in(&session).await.expect("an answer");
    assert_eq!(found.expect("somebody").account.locale, Some(Locale::En));
}

/// Whether an address has an account is not told by the answer to whoever joins with it:
/// neither by what it says nor by where it leads or what it leaves in the browser.
#[tokio::test]
async fn joining_tells_nothing_of_other_accounts() {
    let world = World::new().await;
    let coordinator = coordinator(&world).await;
    let mut answers = Vec::new();
    for email in ["bob@exemple.fr", "ana@exemple.fr"] {
        let (page, body) = invited(&world, &coordinator, email).await;
        let joined = post(&world, "accept_invitation", &page, &body, "").await;
        let next = world.get(joined.header("location")).await;
        assert!(next.body.contains("le vôtre est prêt"), "{}", next.body);
        let link = world.get(&page).await;
        assert!(link.body.contains("déjà servi"), "{}", link.body);
        answers.push((
            joined.status,
            joined.header("location").to_owned(),
            joined.header("set-cookie").to_owned(),
            joined.body,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, "/sign-in?joined=yes");
    let [new, before] = ["bob@exemple.fr", "ana@exemple.fr"];
    world
        .store
        .sign_in(new, &as_typed(OTHER), "")
        .await
        .expect("an account");
    let changed = world.store.sign_in(before, &as_typed(OTHER), "").await;
    assert!(changed.is_err(), "nobody else's password is set");
}

/// The page to which a form comes back that was not taken, with what was typed in it.
async fn back(world: &World, function: &str, page: &str, body: &str, cookies: &str) -> String {
    let answer = post(world, function, page, body, cookies).await;
    world.come_back(&answer, cookies).await.body
}

async fn cookies_of(stage: &Stage, person: UserId) -> String {
    let secret = stage.world.store.start_session(person, "").await;
    format!("{SESSION_COOKIE}={}", secret.expect("a session"))
}

#[tokio::test]
async fn what_was_saved_meanwhile_stands_beside_what_is_typed() {
    let stage = Stage::with_open_project().await;
    let world = &stage.world;
    let [.., partner, _, _] = stage.everybody() else {
        panic!("the columns of the tables");
    };
    let cookies = cookies_of(&stage, stage.by(partner).id).await;
    let own = |name: &str| {
        format!(
            "version=1&draft%5Bname%5D={name}&draft%5Bdeclared_interests%5D=Manuels\
             &draft%5Blocale%5D=fr"
        )
    };
    let page = world.get_with("/account", &cookies).await.body;
    assert!(page.contains("draft[declared_interests]"), "{page}");
    let saved = post(world, "edit_own_account", "/account", &own("Une"), &cookies).await;
    assert_eq!(saved.header("location"), "/account?saved=account");
    let page = back(
        world,
        "edit_own_account",
        "/account",
        &own("Deux"),
        &cookies,
    )
    .await;
    assert!(page.contains("Version enregistrée"), "{page}");
    assert!(page.contains("value=\"Deux\""), "{page}");

    let cookies = cookies_of(&stage, stage.owner.id).await;
    let other = format!("person={}", stage.somebody.id);
    let account = |role: &str| format!("{other}&version=1&role={role}&party=teacher");
    post(
        world,
        "change_account",
        "/people",
        &account("coordinator"),
        &cookies,
    )
    .await;
    let page = back(
        world,
        "change_account",
        "/people",
        &account("observer"),
        &cookies,
    )
    .await;
    let beside = page.matches("Version enregistrée").count();
    assert_eq!(beside, 1, "{page}");

    let project = format!("/projects/{}", stage.project);
    let there = crate::matrix::projects::project(&stage).await.team_version;
    let role = |role: &str| format!("id={}&{other}&version={there}&role={role}", stage.project);
    post(
        world,
        "set_team_role",
        &project,
        &role("observer"),
        &cookies,
    )
    .await;
    let page = back(
        world,
        "set_team_role",
        &project,
        &role("contributor"),
        &cookies,
    )
    .await;
    assert!(page.contains("Version enregistrée"), "{page}");
}
