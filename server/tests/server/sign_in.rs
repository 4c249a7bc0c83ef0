//! Who sees what before signing in, and how one signs in.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use app::request::SESSION_COOKIE;
use axum::body::Body;
use axum::extract::ConnectInfo;
use domain::ids::UserId;
use http::StatusCode;
use http::header::{ACCEPT, CACHE_CONTROL, RETRY_AFTER};

use crate::stage::{call, fields};
use crate::world::{Answer, World, empty, form, get};

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
    // Whoever was signed in before is told why they have to sign in again.
    assert_eq!(wrong.leads_to(), "/sign-in?next=%2Fneeds&ended=yes");
    let told = world.get_with(wrong.leads_to(), "etabli_locale=en").await;
    assert!(
        told.body.contains("Your session has ended"),
        "{}",
        told.body
    );
    let stranger = world.get_with("/sign-in?next=%2Fneeds", "etabli_locale=en");
    assert!(!stranger.await.body.contains("Your session has ended"));
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

/// Where tries come from: the address of the connection, and what its headers say of whom it
/// is made for.
struct Origin<'a> {
    connection: IpAddr,
    forwarded_for: &'a str,
}

/// Tries to sign in to an account that nobody has tried yet, and that nobody has.
async fn try_another(world: &World, from: &Origin<'_>, accept: &str) -> Answer {
    let body = format!(
        "email={}@exemple.fr&password=une+longue+phrase",
        UserId::new()
    );
    let mut request = form("/api/sign_in", "/sign-in", &body)
        .header("x-forwarded-for", from.forwarded_for)
        .body(Body::from(body))
        .expect("a request");
    let accept = accept.parse().expect("a value");
    request.headers_mut().insert(ACCEPT, accept);
    let connection = SocketAddr::new(from.connection, 50_000);
    request.extensions_mut().insert(ConnectInfo(connection));
    world.send(request).await
}

/// Tries from an address as often as it may but once; many of them, so not through the router,
/// where each would take its time.
fn all_but_one(world: &World, address: IpAddr) {
    for number in 0..99 {
        let email = format!("{number}@exemple.fr");
        let allowed = world.services.sign_in_limit.allows(&email, address);
        assert!(allowed.is_ok());
    }
}

#[tokio::test]
async fn an_address_does_not_try_accounts_for_ever() {
    let world = World::new().await;
    let connection = IpAddr::from([192, 0, 2, 1]);
    all_but_one(&world, connection);
    // Whoever is no proxy of ours may say what they like of where they come from.
    let from = |forwarded_for| Origin {
        connection,
        forwarded_for,
    };
    let last = try_another(&world, &from("203.0.113.1"), "application/json").await;
    assert_eq!(
        last.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        last.body
    );
    let over = try_another(&world, &from("203.0.113.2"), "application/json").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(over.body, "\"too_many\"");

    // Without scripts the page says so.
    let led_back = try_another(&world, &from("203.0.113.3"), "text/html").await;
    let page = world.get(led_back.leads_to()).await;
    assert!(
        page.body.contains("Attendez quelques minutes"),
        "{}",
        page.body
    );

    let elsewhere = Origin {
        connection: IpAddr::from([192, 0, 2, 2]),
        forwarded_for: "203.0.113.2",
    };
    let other = try_another(&world, &elsewhere, "application/json").await;
    assert_eq!(
        other.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        other.body
    );
}

/// Whoever chooses a password by a link has it hashed, which costs: an address does so no
/// more often than it signs in, whatever its links are.
#[tokio::test]
async fn an_address_does_not_try_links_for_ever() {
    let world = World::new().await;
    let doors = [
        ("reset_password", "secret=none&password=une+longue+phrase"),
        (
            "set_up",
            "secret=none&workspace=Atelier&sign_up[name]=Ada&sign_up[email]=ada@exemple.fr\
             &sign_up[password]=une+longue+phrase&sign_up[party]=teacher",
        ),
    ];
    for (last, (function, body)) in (1_u8..).zip(doors) {
        let tried = async |address: IpAddr| {
            let request = form(&format!("/api/{function}"), "/sign-in", body);
            let mut request = request.body(Body::from(body)).expect("a request");
            let accept = "application/json".parse().expect("a value");
            request.headers_mut().insert(ACCEPT, accept);
            let connection = SocketAddr::new(address, 50_000);
            request.extensions_mut().insert(ConnectInfo(connection));
            world.send(request).await
        };
        let address = IpAddr::from([192, 0, 2, last]);
        all_but_one(&world, address);
        let fine = tried(address).await;
        assert!(fine.body.contains("link_expired"), "{}", fine.body);
        let over = tried(address).await;
        assert_eq!(over.body, "\"too_many\"", "{function}");
        assert!(wait_of(&over) <= 9, "{function}");
        let other = tried(IpAddr::from([198, 51, 100, last])).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// How many seconds an answer asks to wait before the next try.
fn wait_of(answer: &Answer) -> u64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let wait = answer.header(RETRY_AFTER).parse();
    wait.expect("whole seconds")
}

/// An account has another try every ninety seconds, an address every nine, and finds another
/// session after one and a half.
#[tokio::test]
async fn whoever_tries_too_often_is_told_how_long_to_wait() {
    let world = World::new().await;
    let sent = fields! { "email": "ana@exemple.fr", "password": "une longue phrase" };
    let limit = &world.services.sign_in_limit;
    let another = IpAddr::from([192, 0, 2, 9]);
    while limit.allows("ana@exemple.fr", another).is_ok() {}
    let account = call(&world, "sign_in", None, &sent).await;
    let wait = wait_of(&account);
    assert!((60..=90).contains(&wait), "{wait}");

    let from = Origin {
        connection: IpAddr::from([192, 0, 2, 1]),
        forwarded_for: "",
    };
    all_but_one(&world, from.connection);
    let last = try_another(&world, &from, "application/json").await;
    assert_eq!(last.header(RETRY_AFTER), "", "it was not too much");
    let over = try_another(&world, &from, "application/json").await;
    let wait = wait_of(&over);
    assert!((1..=9).contains(&wait), "{wait}");
    // Led back to the form, a browser shows its page at once.
    let led_back = try_another(&world, &from, "text/html").await;
    assert!(led_back.leads_to().contains("__err="));
    assert_eq!(led_back.header(RETRY_AFTER), "");

    let connection = SocketAddr::new(from.connection, 50_000);
    let at_the_door = async || {
        let mut door = empty(get("/s?code=nulle"));
        door.extensions_mut().insert(ConnectInfo(connection));
        world.send(door).await
    };
    let over = world.one_too_many(from.connection, at_the_door).await;
    let wait = wait_of(&over);
    assert!((1..=2).contains(&wait), "{wait}");
}

/// All come through the proxy; each is counted by what the proxy says of them, and by nothing
/// that they said themselves before.
#[tokio::test]
async fn behind_a_proxy_that_is_believed_each_address_is_counted_apart() {
    let world = World::with(&[("TRUSTED_PROXIES", "192.0.2.1")]).await;
    all_but_one(&world, IpAddr::from([203, 0, 113, 1]));
    let status = async |forwarded_for: &str| {
        let from = Origin {
            connection: IpAddr::from([192, 0, 2, 1]),
            forwarded_for,
        };
        try_another(&world, &from, "application/json").await.status
    };
    assert_eq!(
        status("203.0.113.1").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(status("203.0.113.1").await, StatusCode::TOO_MANY_REQUESTS);
    let feigned = status("198.51.100.9, 203.0.113.1").await;
    assert_eq!(feigned, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        status("203.0.113.2").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
