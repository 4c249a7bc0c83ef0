//! The page of a need, and what it offers to whom.

use app::request::SESSION_COOKIE;
use domain::ids::ProjectId;

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
    let unlinks = "Délier « Lire à deux »";
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

/// Whoever may open a project is offered one for a need that none answers; it takes the need
/// over, and leads back to it, where a session is prepared.
#[tokio::test]
async fn a_project_is_opened_for_a_need_that_none_answers() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let path = format!("/needs/{need}");
    let form = format!("/projects/new?need={need}");
    let link = format!("href=\"{form}\"");
    let [member, observer, edtech] =
        [2, 3, 9].map(|column| stage.everybody()[column].person.clone().expect("somebody"));
    assert!(page(&stage, &path, &member).await.contains(&link));
    // Observers open no projects; partners say of none what it answers.
    for person in [observer, edtech] {
        let seen = page(&stage, &path, &person).await;
        assert!(!seen.contains(&link), "{seen}");
    }

    let shown = page(&stage, &form, &member).await;
    let title = "name=\"draft[title]\" type=\"text\" value=\"Suivre la fluence\"";
    assert!(shown.contains(title), "{shown}");
    let chosen = format!("<option value=\"{need}\" selected");
    assert!(shown.contains(&chosen), "{shown}");

    let project = ProjectId::new();
    let opened = fields! {
        "id": project,
        "need": need,
        "draft[title]": "Suivre la fluence",
        "draft[summary]": "Un outil.",
        "draft[programme]": "gtnum",
        "draft[starts_on]": "2025-09-01",
        "draft[visibility]": "workspace",
    };
    stage.make_own("create_project", &member, opened).await;
    let seen = page(&stage, &path, &member).await;
    assert!(!seen.contains(&link), "{seen}");
    let session = format!("/projects/{project}/sessions/new?need={need}");
    assert!(seen.contains(&session), "{seen}");

    // What is closed meanwhile is not taken over.
    let closed = stage.need().await;
    let settled = fields! { "id": closed, "version": 1, "state": "withdrawn", "reason": "Réglé." };
    stage.make("settle_need", settled).await;
    let shown = page(&stage, &format!("/projects/new?need={closed}"), &member).await;
    assert!(shown.contains("name=\"draft[title]\""), "{shown}");
    assert!(!shown.contains("name=\"need\""), "{shown}");
}
