//! Forms that could not be taken and come back as they were.

use store::drafts::DRAFT_MAX;
use uuid::Uuid;

use crate::world::World;

on_both! {
    gives_a_form_back_as_it_was,
    keeps_no_more_than_a_form_holds,
    forgets_after_an_hour,
}

async fn gives_a_form_back_as_it_was(world: World) {
    let body = "title=%C3%89cole&note=\"'; --\r\n";
    let kept = world.store.keep_draft("/projects/new", body).await;
    let id = kept.expect("an answer").expect("an id");
    let draft = world.store.draft(id).await.expect("an answer");
    assert_eq!(draft, Some(("/projects/new".into(), body.into())));
    let unknown = world.store.draft(Uuid::new_v4()).await;
    assert_eq!(unknown.expect("an answer"), None);
    assert_eq!(id.get_version_num(), 4, "an id that can be guessed");
}

async fn keeps_no_more_than_a_form_holds(world: World) {
    let body = "a".repeat(DRAFT_MAX);
    let kept = world.store.keep_draft("/", &body).await;
    assert!(kept.expect("an answer").is_some());
    let kept = world.store.keep_draft("/", &format!("{body}a")).await;
    assert_eq!(kept.expect("an answer"), None);
    assert_eq!(world.count("form_drafts").await, 1);
}

async fn forgets_after_an_hour(world: World) {
    let kept = world.store.keep_draft("/", "a=1").await;
    let id = kept.expect("an answer").expect("an id");
    world
        .sql("UPDATE form_drafts SET expires_at = expires_at - 3600001")
        .await;
    let draft = world.store.draft(id).await.expect("an answer");
    assert_eq!(draft, None);
    let other = world.store.keep_draft("/", "b=2").await;
    other.expect("an answer").expect("an id");
    assert_eq!(world.count("form_drafts").await, 1, "the old one is swept");
}
