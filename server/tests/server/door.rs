//! The door of a session: the page that its code leads to.

use http::StatusCode;

use crate::matrix::sessions::{code, open_session};
use crate::stage::Stage;

/// Whoever has only heard the code types it, as they heard it.
#[tokio::test]
async fn a_code_that_is_typed_leads_to_its_session() {
    let stage = Stage::with_open_project().await;
    let session = open_session(&stage).await;
    let code = code(&stage, session).await;
    let (first, second) = code.split_at(3);
    let heard = format!("+{first}-{}", second.to_lowercase());
    for path in [
        format!("/s/{code}"),
        format!("/s?code={code}"),
        format!("/s?code={heard}"),
    ] {
        let door = stage.world.get(&path).await;
        assert_eq!(door.status, StatusCode::OK, "{path}");
        assert!(
            door.body.contains(">Premiers essais<"),
            "{path}: {}",
            door.body
        );
        // Who has an account signs in and comes back here.
        assert!(
            door.body.contains(&format!("/sign-in?next=/s/{code}")),
            "{path}"
        );
    }
    let empty = stage.world.get("/s").await.body;
    assert!(empty.contains(">Rejoindre une séance<"), "{empty}");
    let wrong = stage.world.get("/s?code=nulle").await.body;
    assert!(wrong.contains("a ce code"), "{wrong}");
    assert!(wrong.contains("value=\"nulle\""), "what was typed stays");
    let sign_in = stage.world.get("/sign-in").await.body;
    assert!(sign_in.contains("href=\"/s\""), "{sign_in}");
}
