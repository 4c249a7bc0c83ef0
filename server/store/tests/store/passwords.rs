//! Passwords forgotten and set anew.

use domain::accounts::WorkspaceRole;
use domain::ids::UserId;
use domain::policy::Refusal;
use domain::problems::Problem;
use store::StoreError;

use crate::cast::{PASSWORD, Steering};
use crate::problem;
use crate::world::World;

on_both! {
    resets_once_and_ends_every_session,
    asks_for_a_password_in_order,
    expires,
    lets_nobody_in_whose_account_is_closed,
    tells_nobody_who_has_an_account,
    is_handed_out_by_administrators,
    who_waits_for_a_link_is_shown_until_it_is_made,
    who_waits_for_a_link_is_forgotten_after_a_week,
}

const OTHER: &str = "une tout autre phrase";

async fn resets_once_and_ends_every_session(world: World) {
    let ana = world.member("Ana").await;
    let bob = world.member("Bob").await;
    let session = ana.sign_in("Firefox").await;
    let foreign = bob.sign_in("Firefox").await;
    let store = &world.store;
    let address = ana.email.to_uppercase();
    let reset = store.request_password_reset(&address).await;
    let (account, secret) = reset.expect("an answer").expect("a link");
    assert_eq!(account.person.id, ana.id);
    assert!(store.reset_link_fits(&secret).await.expect("an answer"));

    let person = store.reset_password(&secret, OTHER).await;
    assert_eq!(person.expect("a new password"), ana.id);
    let found = store.signed_in(&session).await.expect("an answer");
    assert!(found.is_none(), "a session outlives the password");
    let found = store.signed_in(&foreign).await.expect("an answer");
    assert!(found.is_some(), "somebody else's session ended");
    let old = store.sign_in(&ana.email, PASSWORD, "Firefox").await;
    assert_eq!(problem(old, "password"), Some(Problem::WrongCredentials));
    let new = store.sign_in(&ana.email, OTHER, "Firefox").await;
    new.expect("signed in");

    assert!(!store.reset_link_fits(&secret).await.expect("an answer"));
    let again = store.reset_password(&secret, PASSWORD).await;
    assert_eq!(problem(again, "secret"), Some(Problem::LinkExpired));
}

async fn asks_for_a_password_in_order(world: World) {
    let ana = world.member("Ana").await;
    let reset = world.store.request_password_reset(&ana.email).await;
    let (_, secret) = reset.expect("an answer").expect("a link");
    let short = world.store.reset_password(&secret, "court").await;
    assert_eq!(
        problem(short, "password"),
        Some(Problem::TooShort { min: 12 })
    );
    let long = "a".repeat(201);
    let long = world.store.reset_password(&secret, &long).await;
    assert_eq!(
        problem(long, "password"),
        Some(Problem::TooLong { max: 200 })
    );
    let fine = world.store.reset_password(&secret, OTHER).await;
    fine.expect("the link still serves");
}

async fn lets_nobody_in_whose_account_is_closed(world: World) {
    let (store, ana) = (&world.store, world.member("Ana").await);
    let administrator = world.administrator().await.actor().await;
    let reset = store.request_password_reset(&ana.email).await;
    let (_, secret) = reset.expect("an answer").expect("a link");
    let closes = |closed| store.set_account(&administrator, ana.id, WorkspaceRole::Member, closed);
    closes(true).await.expect("closed");
    let reset = store.reset_password(&secret, OTHER).await;
    assert_eq!(problem(reset, "secret"), Some(Problem::LinkExpired));
    let started = store.start_session(ana.id, "Firefox").await;
    assert_fails!(started, StoreError::NotFound);
    // Nor does what was made before it was closed once it is open again.
    closes(false).await.expect("open again");
    let reset = store.reset_password(&secret, OTHER).await;
    assert_eq!(problem(reset, "secret"), Some(Problem::LinkExpired));
}

async fn expires(world: World) {
    let ana = world.member("Ana").await;
    let reset = world.store.request_password_reset(&ana.email).await;
    let (_, secret) = reset.expect("an answer").expect("a link");
    world
        .sql("UPDATE password_resets SET expires_at = 1000")
        .await;
    assert!(
        !world
            .store
            .reset_link_fits(&secret)
            .await
            .expect("an answer")
    );
    let late = world.store.reset_password(&secret, OTHER).await;
    assert_eq!(problem(late, "secret"), Some(Problem::LinkExpired));
    ana.sign_in("Firefox").await;
}

async fn tells_nobody_who_has_an_account(world: World) {
    let administrator = world.administrator().await.actor().await;
    let ana = world.member("Ana").await;
    let role = WorkspaceRole::Member;
    let store = &world.store;
    let change = store.set_account(&administrator, ana.id, role, true).await;
    change.expect("closed");
    for email in ["personne@exemple.fr", ana.email.as_str(), ""] {
        let reset = store.request_password_reset(email).await;
        assert_eq!(reset.expect("an answer"), None, "{email:?}");
    }
    assert_eq!(world.count("password_resets").await, 0);
}

async fn is_handed_out_by_administrators(world: World) {
    let administrator = world.administrator().await.actor().await;
    let coordinator = world.coordinator().await.actor().await;
    let ana = world.member("Ana").await;
    let store = &world.store;
    let refused = store.password_reset_for(&coordinator, ana.id).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let unknown = store
        .password_reset_for(&administrator, UserId::new())
        .await;
    assert_fails!(unknown, StoreError::NotFound);
    let secret = store.password_reset_for(&administrator, ana.id).await;
    let person = store.reset_password(&secret.expect("a link"), OTHER).await;
    assert_eq!(person.expect("a new password"), ana.id);
}

async fn who_waits_for_a_link_is_shown_until_it_is_made(world: World) {
    let administrator = world.administrator().await.actor().await;
    let coordinator = world.coordinator().await.actor().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let store = &world.store;
    let refused = store.reset_requests(&coordinator).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let waiting = async || {
        let found = store.reset_requests(&administrator).await;
        let found = found.expect("a list").into_iter();
        found.map(|asked| asked.email).collect::<Vec<_>>()
    };
    let rows = world.count("audit").await;
    for email in ["personne@exemple.fr", "", "a\0b@exemple.fr"] {
        store.await_reset_link(email).await.expect("an answer");
    }
    assert_eq!(world.count("audit").await, rows);
    assert!(waiting().await.is_empty());
    // Asked twice, somebody waits once.
    for email in [ana.email.to_uppercase(), ana.email.clone()] {
        store.await_reset_link(&email).await.expect("an answer");
    }
    assert_eq!(world.count("audit").await, rows + 2);
    assert_eq!(waiting().await, std::slice::from_ref(&ana.email));
    let secret = store.password_reset_for(&administrator, ana.id).await;
    let secret = secret.expect("a link");
    assert!(waiting().await.is_empty());
    store.reset_password(&secret, OTHER).await.expect("chosen");

    // Whoever remembers their password waits no longer either, nor does an account
    // that is closed.
    for person in [&ana, &bob] {
        store.await_reset_link(&person.email).await.expect("noted");
    }
    let role = WorkspaceRole::Member;
    let closed = store.set_account(&administrator, bob.id, role, true);
    closed.await.expect("closed");
    assert_eq!(waiting().await, std::slice::from_ref(&ana.email));
    let session = store.sign_in(&ana.email, OTHER, "Firefox").await;
    let found = store.signed_in(&session.expect("signed in")).await;
    let found = found.expect("an answer").expect("a session");
    let changed = store.change_password(&found.actor, found.session, OTHER, PASSWORD);
    changed.await.expect("changed");
    assert!(waiting().await.is_empty());
}

async fn who_waits_for_a_link_is_forgotten_after_a_week(world: World) {
    let administrator = world.administrator().await.actor().await;
    let ana = world.member("Ana").await;
    let store = &world.store;
    store.await_reset_link(&ana.email).await.expect("noted");
    let day = 86_400;
    for (days, waiting) in [(6, 1), (8, 0)] {
        let asked = store.now().plus_seconds(-days * day).0;
        world
            .sql(&format!("UPDATE reset_requests SET asked_at = {asked}"))
            .await;
        let found = store.reset_requests(&administrator).await.expect("a list");
        assert_eq!(found.len(), waiting, "after {days} days");
    }
}
