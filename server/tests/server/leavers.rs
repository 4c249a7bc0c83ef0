//! What somebody looked after who has left is found again: by name in the filter of the log,
//! and from the home page of those who manage the team.

use app::request::SESSION_COOKIE;
use domain::feedback::NO_ASSIGNEE;
use domain::ids::FeedbackId;

use crate::stage::{Person, Stage, fields};

/// A page as this person sees it.
async fn page(stage: &Stage, path: &str, person: &Person) -> String {
    let secret = stage.world.store.start_session(person.id, "").await;
    let cookie = format!("{SESSION_COOKIE}={}", secret.expect("a session"));
    stage.world.get_with(path, &cookie).await.body
}

#[tokio::test]
async fn the_filter_names_whoever_left_the_team() {
    let stage = Stage::with_open_project().await;
    let (project, owner) = (stage.project, &stage.owner);
    let contributor = stage.everybody()[6].person.clone().expect("somebody");
    let gone = contributor.id;
    let id = FeedbackId::new();
    let given = fields! {
        "project": project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    };
    stage.make("give_feedback", given).await;
    let assigned = fields! {
        "id": id,
        "version": 1,
        "draft[state]": "accepted",
        "draft[severity]": "minor",
        "draft[assignee]": gone,
        "draft[shared]": false,
    };
    stage.make("triage_feedback", assigned).await;
    let log = format!("/projects/{project}/feedback?assignee={gone}");
    let option = format!("<option value=\"{gone}\" selected");
    let left = "label=\"Ne sont plus dans l'équipe\"";
    let shown = page(&stage, &log, owner).await;
    assert!(shown.contains(&option) && !shown.contains(left), "{shown}");
    let news = "1 retour confié à Ana Ruiz, qui n'est plus là";
    assert!(!page(&stage, "/", owner).await.contains(news));

    let store = &stage.world.store;
    let manager = stage.owner_actor().await;
    let team = store.project(&manager, project).await.expect("a project");
    let version = team.project.team_version;
    let taken = store.set_team_role(&manager, project, version, gone, None);
    taken.await.expect("taken out");
    let shown = page(&stage, &log, owner).await;
    // The next time that it is sent, the form still asks for them; the chip says who it is.
    assert!(shown.contains(&option) && shown.contains(left), "{shown}");
    let chip = "aria-label=\"Retirer le filtre «\u{a0}Ana Ruiz\u{a0}»\"";
    assert!(shown.contains(chip), "{shown}");
    assert!(shown.contains("Trop lent"), "{shown}");
    let home = page(&stage, "/", owner).await;
    assert!(home.contains(news), "{home}");
    let link = format!("href=\"/projects/{project}/feedback?");
    assert!(home.contains(&link), "{home}");

    // Whoever looks after nothing any more stays in the address, and in the choice.
    let stranger = stage.somebody.id;
    let log = format!("/projects/{project}/feedback?assignee={stranger}");
    let shown = page(&stage, &log, owner).await;
    let option = format!("<option value=\"{stranger}\" selected");
    assert!(shown.contains(&option), "{shown}");
    assert!(shown.contains("Retirer le filtre «\u{a0}une personne qui n'est plus là\u{a0}»"));
    let nobody = format!("/projects/{project}/feedback?assignee={NO_ASSIGNEE}");
    let shown = page(&stage, &nobody, owner).await;
    assert!(!shown.contains("Trop lent"), "{shown}");
}
