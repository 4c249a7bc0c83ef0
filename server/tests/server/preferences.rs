//! Choosing language and theme.

use axum::body::Body;
use domain::wording::Locale;
use http::StatusCode;
use http::header::{ACCEPT_LANGUAGE, COOKIE};

use crate::world::{Answer, World, empty, form, get};

async fn choose(world: &World, body: &str, cookies: &str) -> Answer {
    let request = form("/preferences", "/sign-in", body).header(COOKIE, cookies);
    let request = request
        .body(Body::from(body.to_owned()))
        .expect("a request");
    world.send(request).await
}

#[tokio::test]
async fn a_choice_is_kept_in_cookies() {
    let world = World::new().await;
    let answer = choose(
        &world,
        "locale=en&theme=dark&return_to=%2Fneeds%3Fpage%3D2",
        "",
    )
    .await;
    assert_eq!(answer.leads_to(), "/needs?page=2");
    for (name, value) in [("etabli_locale", "en"), ("etabli_theme", "dark")] {
        let cookie = answer.cookie(name).expect("a cookie");
        assert!(cookie.starts_with(&format!("{name}={value};")), "{cookie}");
        assert!(cookie.contains("Max-Age=31536000"), "{cookie}");
        assert!(!cookie.contains("Secure"), "{cookie}");
    }
    let theme = choose(&world, "theme=light", "").await;
    assert!(theme.cookie("etabli_locale").is_none());
    let page = world
        .get_with("/sign-in", "etabli_locale=en; etabli_theme=dark")
        .await;
    assert!(page.body.contains("lang=\"en\""), "{}", page.body);
    assert!(page.body.contains("data-theme=\"dark\""), "{}", page.body);
}

#[tokio::test]
async fn the_browser_says_the_language_until_the_person_does() {
    let world = World::new().await;
    let english = get("/sign-in").header(ACCEPT_LANGUAGE, "en-GB, fr;q=0.5");
    assert!(
        world
            .send(empty(english))
            .await
            .body
            .contains("lang=\"en\"")
    );
    let chosen = get("/sign-in")
        .header(ACCEPT_LANGUAGE, "en-GB, fr;q=0.5")
        .header(COOKIE, "etabli_locale=fr");
    assert!(world.send(empty(chosen)).await.body.contains("lang=\"fr\""));
}

#[tokio::test]
async fn the_language_is_kept_in_the_account() {
    let world = World::new().await;
    let (_, cookie) = world.person().await;
    // Until somebody chooses, the browser says which it is.
    let language = async |accepted: &str| {
        let page = get("/").header(ACCEPT_LANGUAGE, accepted);
        let page = world.send(empty(page.header(COOKIE, &cookie))).await.body;
        let at = page.find("lang=\"").expect("a language") + "lang=\"".len();
        page[at..at + 2].to_owned()
    };
    assert_eq!(language("en-GB, fr;q=0.5").await, "en");
    assert_eq!(language("fr").await, "fr");
    choose(&world, "locale=en", &cookie).await;
    assert_eq!(language("fr").await, "en", "in a browser without a choice");
    let secret = cookie.split_once('=').expect("a cookie").1;
    let signed_in = world
        .store
        .signed_in(secret)
        .await
        .expect("asked")
        .expect("somebody");
    assert_eq!(signed_in.account.locale, Some(Locale::En));
}

#[tokio::test]
async fn it_leads_nowhere_else() {
    let world = World::new().await;
    for elsewhere in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2F%09%2Fevil.example",
        "needs",
        "",
    ] {
        let answer = choose(&world, &format!("theme=dark&return_to={elsewhere}"), "").await;
        assert_eq!(answer.leads_to(), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_choice_that_is_not_offered_is_refused() {
    let world = World::new().await;
    for body in ["theme=sepia", "locale=de"] {
        let answer = choose(&world, body, "").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
}
