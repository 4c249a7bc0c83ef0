//! Who sees what before signing in.

use http::StatusCode;
use http::header::CACHE_CONTROL;

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
