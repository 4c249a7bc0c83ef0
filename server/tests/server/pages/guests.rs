//! What a guest reads of a session that is over, in both languages.

use app::request::guest_cookie;
use domain::ids::DecisionId;
use domain::sessions::GuestDraft;

use super::both;
use crate::matrix::sessions::{close, code, first_note, open_session, taken_up};
use crate::stage::{Stage, fields};

#[tokio::test]
async fn a_guest_s_report_and_past_are_in_order_in_both_languages() {
    let stage = Stage::with_open_project().await;
    let (store, session) = (&stage.world.store, open_session(&stage).await);
    let code = code(&stage, session).await;
    let draft = GuestDraft {
        pseudonym: "Jo".into(),
        party: "pupil".into(),
    };
    let joined = store.join_as_guest(&code, &draft, None, None).await;
    let (_, _, secret) = joined.expect("joined");
    let append = live::append_of(session, &[first_note("Un sablier", 2)]);
    store.append_boards(&[append]).await.expect("appended");
    let decided = taken_up(session, DecisionId::new().0, "decision");
    stage.make("harvest_note", decided).await;
    let named = fields! { "session": session, "moment": 1, "name": "Avant" };
    stage.make("name_board_version", named).await;
    close(&stage, session).await;
    let cookie = format!("{}={secret}", guest_cookie(session));
    let pages = ["report", "history", "history?at=1&since=0"];
    let pages = pages.map(|page| format!("/sessions/{session}/{page}"));
    for path in &pages {
        let page = stage.world.get_with(path, &cookie).await;
        assert!(page.body.contains("Un sablier"), "{path}: {}", page.body);
    }
    let board = format!("/board/{session}");
    for path in pages.iter().chain([&board]) {
        let faults = both(&stage, path, &cookie).await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
