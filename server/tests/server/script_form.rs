//! The form of a session's script without JavaScript: its buttons arrange the rows, and
//! nothing that was typed is lost.

use app::request::SESSION_COOKIE;
use http::StatusCode;

use crate::matrix::sessions::facts;
use crate::stage::{Fields, Stage, fields};

/// The form that comes back after a button was pressed.
async fn pressed(stage: &Stage, button: &str, typed: &Fields) -> String {
    let mut sent = typed.clone();
    sent.push(("arrange", button.to_owned()));
    came_back(stage, &sent).await
}

/// The form that comes back once this was sent.
async fn came_back(stage: &Stage, sent: &Fields) -> String {
    let secret = stage.world.store.start_session(stage.owner.id, "").await;
    let session = format!("{SESSION_COOKIE}={}", secret.expect("a session"));
    let page = format!("/projects/{}/sessions/new?method=none", stage.project);
    let answer = stage.send("create_session", &page, &session, sent).await;
    let back = stage.world.come_back(&answer, &session).await;
    assert_eq!(back.status, StatusCode::OK);
    back.body
}

/// Two phases, the second without a name.
fn typed(stage: &Stage) -> Fields {
    let mut typed = facts(stage, domain::ids::SessionId::new());
    typed.extend(fields! {
        "draft[phases][0][place]": "0",
        "draft[phases][1][place]": "1",
        "draft[phases][1][minutes]": "7",
        "draft[phases][1][instructions]": "Deux à deux <b>",
    });
    typed
}

const TITLE: &str = "name=\"draft[title]\" type=\"text\" value=\"Premiers essais\"";

#[tokio::test]
async fn phases_are_moved_and_copied_without_scripts() {
    let stage = Stage::with_open_project().await;
    let typed = typed(&stage);
    let moved = pressed(&stage, "up-1", &typed).await;
    for expected in [
        "data-rows=\"2 0 1 0\"",
        TITLE,
        "Deux à deux &lt;b&gt;",
        "name=\"draft[phases][1][minutes]\" type=\"number\" value=\"7\"",
        "rien n'est encore enregistré",
        "phase sans nom : phase 1 sur 2.",
    ] {
        let moved = moved.replace("&#x27;", "'");
        assert!(moved.contains(expected), "{expected} in {moved}");
    }
    let ticked = |row: usize, name: &str| {
        format!("name=\"draft[phases][{row}][{name}]\" value=\"true\" checked")
    };
    assert!(moved.contains(&ticked(0, "write")) && !moved.contains(&ticked(1, "write")));

    let copied = pressed(&stage, "copy-0", &typed).await;
    assert!(copied.contains("data-rows=\"3 0 0 2 1\""), "{copied}");
    let title = "name=\"draft[phases][2][title]\" type=\"text\" value=\"Écrire\"";
    assert!(copied.contains(title), "{copied}");
    assert!(copied.contains(&ticked(2, "write")) && !copied.contains(&ticked(2, "draw")));
    let owner = stage.owner_actor().await;
    let sessions = stage.world.store.project_sessions(&owner, stage.project);
    let sessions = sessions.await.expect("sessions");
    assert!(sessions.is_empty(), "nothing was saved");
}

#[tokio::test]
async fn a_phase_with_text_goes_once_that_was_said_twice() {
    let stage = Stage::with_open_project().await;
    let mut typed = typed(&stage);
    let asked = pressed(&stage, "ask-0", &typed).await;
    assert!(asked.contains("data-rows=\"2 0 0 1\"") && asked.contains("data-asked=\"0\""));
    assert!(asked.contains("value=\"remove-0\"") && asked.contains("value=\"keep-0\""));
    let kept = pressed(&stage, "keep-0", &typed).await;
    assert!(kept.contains("data-rows=\"2 0 0 1\"") && !kept.contains("value=\"remove-0\""));
    let removed = pressed(&stage, "remove-0", &typed).await;
    assert!(removed.contains("data-rows=\"2 0 1\""), "{removed}");
    // Its number is not another's: problems stand beside the fields that they are of.
    assert!(
        removed.contains("name=\"draft[phases][0][place]\" value=\"\""),
        "{removed}"
    );
    assert!(!removed.contains("name=\"draft[phases][0][title]\""));

    // One in which nothing is written goes at once.
    typed.retain(|(name, _)| *name != "draft[phases][1][instructions]");
    let removed = pressed(&stage, "ask-1", &typed).await;
    assert!(removed.contains("data-rows=\"2 0 0\""), "{removed}");
    // What no button asks for changes nothing.
    let wrong = pressed(&stage, "fly-1", &typed).await;
    assert!(wrong.contains("data-rows=\"2 0 0 1\"") && wrong.contains(TITLE));
}
