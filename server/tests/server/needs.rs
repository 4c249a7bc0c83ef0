//! The page of a need, and what it offers to whom.

use app::request::SESSION_COOKIE;

use crate::stage::{Person, Stage, fields};

/// The page of a need as this person sees it.
async fn page(stage: &Stage, path: &str, person: &Person) -> String {
    let secret = stage.world.store.start_session(person.id, "").await;
    let cookies = format!("{SESSION_COOKIE}={}", secret.expect("a session"));
    stage.world.get_with(path, &cookies).await.body
}

/// Who is on a team without being of the crew is not offered what is refused.
#[tokio::test]
async fn a_project_is_linked_and_unlinked_by_those_who_may() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let path = format!("/needs/{need}");
    let observer = stage.everybody()[8].person.clone().expect("somebody");
    let offers = "name=\"answers\"";
    let unlinks = "Délier « Lire à deux »";
    assert!(page(&stage, &path, &stage.owner).await.contains(offers));
    assert!(!page(&stage, &path, &observer).await.contains(offers));

    let linked = fields! { "project": stage.project, "need": need, "answers": true };
    stage.make("answer_need", linked).await;
    let shown = page(&stage, &path, &stage.owner).await;
    assert!(shown.contains(unlinks), "{shown}");
    let seen = page(&stage, &path, &observer).await;
    assert!(seen.contains("Lire à deux"), "{seen}");
    assert!(!seen.contains(offers), "{seen}");

    let unlinked = fields! { "project": stage.project, "need": need, "answers": false };
    stage.make("answer_need", unlinked).await;
    let shown = page(&stage, &path, &stage.owner).await;
    assert!(!shown.contains(unlinks), "{shown}");
}
