//! What whoever is held back by a phase reads in place of the board, and at the door.

use app::request::guest_cookie;
use domain::sessions::{BegunPhase, GuestDraft, PhaseTime};
use domain::time::Timestamp;
use store::BoardAppend;

use super::both;
use crate::matrix::sessions::{code, open_session};
use crate::stage::Stage;

#[tokio::test]
async fn s60_what_is_told_of_a_phase_is_in_order_in_both_languages() {
    let stage = Stage::with_open_project().await;
    let (store, session) = (&stage.world.store, open_session(&stage).await);
    let code = code(&stage, session).await;
    let hour = PhaseTime::Until(Timestamp(store.now().0 + 3_600_000));
    for (begun_at, time) in [(1, hour), (2, PhaseTime::Stands(-1)), (3, PhaseTime::Unset)] {
        let append = BoardAppend {
            session,
            entries: Vec::new(),
            phase: Some(BegunPhase {
                step: 0,
                begun_at: Some(Timestamp(begun_at)),
                time,
            }),
        };
        store.append_boards(&[append]).await.expect("begun");
        let draft = GuestDraft {
            pseudonym: "Renard".into(),
            party: "pupil".into(),
        };
        let joined = store
            .join_as_guest(&code, &draft, None, None)
            .await
            .expect("joined");
        let cookie = format!("{}={}", guest_cookie(session), joined.2);
        for path in [format!("/board/{session}"), format!("/s/{code}")] {
            let page = stage.world.get_with(&path, &cookie).await;
            assert!(page.body.contains("Une par note"), "{path}: {}", page.body);
            let named = page.body.contains(">Premiers essais<");
            assert!(named, "which session it is: {path}: {}", page.body);
            let faults = both(&stage, &path, &cookie).await;
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
    }
}
