//! Who sees what before signing in, and how one signs in.

use std::time::{Duration, Instant};

use app::request::SESSION_COOKIE;
use http::StatusCode;
use http::header::CACHE_CONTROL;

use crate::stage::{call, fields};
use crate::world::World;

#[tokio::test]
async fn pages_want_somebody_signed_in() {
    let world = World::new().await;
    for (page, next) in [
        ("/", "/sign-in?next=%2F"),
        (
            "/needs?page=2&query=a%26b",
            "/sign-in?next=%2Fneeds%3Fpage%3D2%26query%3Da%2526b",
        ),
        ("/nowhere/at/all", "/sign-in?next=%2Fnowhere%2Fat%2Fall"),
    ] {
        let answer = world.get(page).await;
        assert_eq!(answer.leads_to(), next);
        assert_eq!(answer.header(CACHE_CONTROL), "no-store");
    }
    let (_, cookie) = world.person().await;
    assert_eq!(
        world.get_with("/needs", &cookie).await.status,
        StatusCode::OK
    );
    let nowhere = world.get_with("/nowhere/at/all", &cookie).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert_eq!(nowhere.header(CACHE_CONTROL), "no-store");
    let wrong = world.get_with("/needs", "etabli_session=wrong").await;
    assert_eq!(wrong.leads_to(), "/sign-in?next=%2Fneeds");
}

#[tokio::test]
async fn the_setup_link_is_open_to_whoever_has_it() {
    let world = World::new().await;
    let secret = world
        .store
        .new_setup_secret()
        .await
        .expect("asked")
        .expect("a secret");
    for page in ["/sign-in", "/accessibilite", &format!("/setup/{secret}")] {
        assert_eq!(world.get(page).await.status, StatusCode::OK, "{page}");
    }
}

#[tokio::test]
async fn a_redirection_stays_on_this_server() {
    let world = World::new().await;
    for (page, next) in [
        ("//evil.example/", "%2F"),
        ("/%2F%2Fevil.example", "%2F%252F%252Fevil.example"),
        ("/%5Cevil.example", "%2F%255Cevil.example"),
    ] {
        let answer = world.get(page).await;
        assert_eq!(answer.leads_to(), format!("/sign-in?next={next}"));
    }
}

#[tokio::test]
async fn the_cookie_of_a_session_is_for_this_server_alone() {
    for (public_url, secure) in [
        ("http://127.0.0.1:3000", false),
        ("https://etabli.test", true),
    ] {
        let world = World::with(&[("PUBLIC_URL", public_url)]).await;
        world.person().await;
        let right = fields! { "email": "ana@exemple.fr", "password": "une longue phrase" };
        let answer = call(&world, "sign_in", None, &right).await;
        let cookie = answer.cookie(SESSION_COOKIE).expect("signed in");
        for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
    }
}

/// Whether there is such an account shows neither in the answers nor in when the
/// tries are over.
#[tokio::test]
async fn nobody_tries_passwords_for_ever() {
    let world = World::new().await;
    world.person().await;
    let tried = async |email: &str, password: &str| {
        let sent = fields! { "email": email, "password": password };
        let answer = call(&world, "sign_in", None, &sent).await;
        (answer.status, answer.body)
    };
    let mut answers = Vec::new();
    for email in ["ana@exemple.fr", "personne@exemple.fr"] {
        let mut of_one = Vec::new();
        for _ in 0..12 {
            of_one.push(tried(email, "une autre longue phrase").await);
        }
        answers.push(of_one);
    }
    assert_eq!(answers[0], answers[1]);
    let statuses: Vec<StatusCode> = answers[0].iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses[9], StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(statuses[11], StatusCode::TOO_MANY_REQUESTS);
    let (right, _) = tried("ana@exemple.fr", "une longue phrase").await;
    assert_eq!(right, StatusCode::TOO_MANY_REQUESTS);
}

/// A password is hashed whether or not there is one to compare it with.
#[tokio::test]
async fn an_unknown_address_takes_as_long() {
    let world = World::new().await;
    world.person().await;
    let shortest = async |email: &str| {
        let mut shortest = Duration::MAX;
        for _ in 0..3 {
            let begun = Instant::now();
            let refused = world.store.sign_in(email, "une autre longue phrase", "");
            assert!(refused.await.is_err());
            shortest = shortest.min(begun.elapsed());
        }
        shortest
    };
    let known = shortest("ana@exemple.fr").await;
    let unknown = shortest("personne@exemple.fr").await;
    assert!(unknown * 4 > known, "{unknown:?} after {known:?}");
    assert!(known * 4 > unknown, "{known:?} before {unknown:?}");
}
