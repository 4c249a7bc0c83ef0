//! The door of a session: the page that its code leads to.

use app::request::guest_cookie;
use http::StatusCode;
use http::header::LOCATION;

use crate::matrix::sessions::{code, open_session};
use crate::stage::Stage;
use crate::world::form;

/// Whoever has only heard the code types it, as they heard it.
#[tokio::test]
async fn a_code_that_is_typed_leads_to_its_session() {
    let stage = Stage::with_open_project().await;
    let session = open_session(&stage).await;
    let code = code(&stage, session).await;
    let (first, second) = code.split_at(3);
    let heard = format!("+{first}-{}", second.to_lowercase());
    for path in [
        format!("/s/{code}"),
        format!("/s?code={code}"),
        format!("/s?code={heard}"),
    ] {
        let door = stage.world.get(&path).await;
        assert_eq!(door.status, StatusCode::OK, "{path}");
        assert!(
            door.body.contains(">Premiers essais<"),
            "{path}: {}",
            door.body
        );
        // Who has an account signs in and comes back here.
        assert!(
            door.body.contains(&format!("/sign-in?next=/s/{code}")),
            "{path}"
        );
    }
    let empty = stage.world.get("/s").await.body;
    assert!(empty.contains(">Rejoindre une séance<"), "{empty}");
    let wrong = stage.world.get("/s?code=nulle").await.body;
    assert!(wrong.contains("a ce code"), "{wrong}");
    assert!(wrong.contains("value=\"nulle\""), "what was typed stays");
    let sign_in = stage.world.get("/sign-in").await.body;
    assert!(sign_in.contains("href=\"/s\""), "{sign_in}");
}

/// The secret that the door's form for guests carries.
async fn form_secret(stage: &Stage, code: &str) -> String {
    let door = stage.world.get(&format!("/s/{code}")).await.body;
    let (_, after) = door
        .split_once("name=\"secret\" value=\"")
        .expect("a field");
    let (secret, _) = after.split_once('"').expect("a value");
    secret.to_owned()
}

/// A double click, or another try after an answer that was lost: the browser has no cookie yet.
#[tokio::test]
async fn a_guest_who_sends_the_form_twice_has_one_seat() {
    let stage = Stage::with_open_project().await;
    let session = open_session(&stage).await;
    let code = code(&stage, session).await;
    let secret = form_secret(&stage, &code).await;
    assert_ne!(
        form_secret(&stage, &code).await,
        secret,
        "each page its own"
    );
    let sent = async |secret: &str| {
        let fields = format!("code={code}&secret={secret}");
        let body = format!("{fields}&draft[pseudonym]=Renard&draft[party]=pupil");
        let page = format!("/s/{code}");
        let request = form("/api/join_as_guest", &page, &body).body(body.into());
        let answer = stage.world.send(request.expect("a request")).await;
        assert_eq!(answer.header(LOCATION), format!("/board/{session}"));
        let cookie = answer
            .cookie(&guest_cookie(session))
            .expect("a cookie")
            .to_owned();
        assert!(secret.is_empty() || !cookie.contains(secret));
        cookie
    };
    let (first, again) = tokio::join!(sent(&secret), sent(&secret));
    assert_eq!(first, again);
    // Without it, or with that of another page, somebody else has come.
    let another = form_secret(&stage, &code).await;
    let mut cookies = vec![first];
    for secret in ["", "", &another] {
        let cookie = sent(secret).await;
        assert!(!cookies.contains(&cookie));
        cookies.push(cookie);
    }
}

/// Nobody is of a party because it stood there first.
#[tokio::test]
async fn a_guest_says_for_whom_they_speak() {
    let stage = Stage::with_open_project().await;
    let session = open_session(&stage).await;
    let code = code(&stage, session).await;
    let page = format!("/s/{code}");
    let door = stage.world.get(&page).await.body;
    let (_, select) = door.split_once("name=\"draft[party]\"").expect("a list");
    let (select, _) = select.split_once("</select>").expect("its end");
    assert!(select.contains("aria-required=\"true\""), "{select}");
    assert!(!select.contains(" selected"), "{select}");
    let first = select.split("<option").nth(1).expect("a first");
    assert!(
        first.contains("value=\"\"") && first.contains("Choisir…"),
        "{first}"
    );

    let body = format!("code={code}&draft[pseudonym]=Renard&draft[party]=");
    let request = form("/api/join_as_guest", &page, &body).body(body.into());
    let answer = stage.world.send(request.expect("a request")).await;
    assert!(answer.cookie(&guest_cookie(session)).is_none(), "no seat");
    let back = stage.world.come_back(&answer, "none=none").await.body;
    assert!(back.contains("id=\"party-problem\""), "{back}");
    let typed = back.contains("value=\"Renard\"");
    assert!(typed, "what was typed stays: {back}");
}
