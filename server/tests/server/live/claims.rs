//! A guest's part in a session becomes an account's own.

use super::Sitting;
use axum::body::Body;
use http::header::{COOKIE, LOCATION, SET_COOKIE};

use crate::world::form;

#[tokio::test]
async fn what_was_done_as_a_guest_is_claimed_from_the_home_page() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let world = &sitting.world;
    let (eve, cookie) = world.person_at("eve@exemple.fr").await;
    let both = format!("{cookie}; {fox}");
    let home = world.get_with("/", &both).await;
    assert!(home.body.contains("sous le nom Renard"), "{}", home.body);
    let without = world.get_with("/", &cookie).await;
    assert!(!without.body.contains("sous le nom"));
    // Who takes part already has nothing to claim.
    let lead = world
        .get_with("/", &format!("{}; {fox}", sitting.cookie))
        .await;
    assert!(!lead.body.contains("sous le nom"));

    let claim = || form("/api/claim_participation", "/", "").header(COOKIE, &both);
    let claimed = claim().body(Body::empty()).expect("a request");
    let claimed = world.send(claimed).await;
    let page = format!("/sessions/{}", sitting.session);
    assert_eq!(claimed.header(LOCATION), page);
    assert!(claimed.header(SET_COOKIE).contains("Max-Age=0"));
    let store = &world.store;
    let eve = store.actor(eve.user).await.expect("an actor");
    let detail = store
        .session(&eve, sitting.session)
        .await
        .expect("a session");
    assert_eq!(detail.own.map(|own| own.number), Some(2));
    let again = claim().body(Body::empty()).expect("a request");
    let again = world.send(again).await;
    assert_ne!(
        again.header(LOCATION),
        page,
        "there is nothing to claim any more"
    );
}
