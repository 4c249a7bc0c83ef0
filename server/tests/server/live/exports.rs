//! What leaves a session as files, and who gets them.

use super::{Sitting, Tab};
use board::operation::Operation;
use board::rules::Phase;
use http::StatusCode;
use http::header::{CONTENT_TYPE, LOCATION};

const ENDINGS: [&str; 4] = ["md", "csv", "json", "svg"];

/// A board on which two people wrote, one of them also in private.
async fn written(sitting: &Sitting) -> (String, Tab) {
    let fox = sitting.guest("Renard").await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut guest = sitting.tab(&fox, 2).await;
    ana.write("=1+1 <b>Un minuteur</b>").await;
    guest.write("Lire à deux").await;
    let private = Phase {
        private: true,
        ..Phase::OPEN
    };
    ana.act(Operation::SetPhase(private)).await;
    guest
        .until(|client| client.confirmed().phase() == private)
        .await;
    guest.write("Secret de Renard").await;
    (fox, ana)
}

async fn export(sitting: &Sitting, ending: &str, cookie: &str) -> crate::world::Answer {
    let path = format!("/sessions/{}/board.{ending}", sitting.session);
    sitting.world.get_with(&path, cookie).await
}

#[tokio::test]
async fn a_board_leaves_as_its_reader_sees_it() {
    let sitting = Sitting::new().await;
    let (fox, _ana) = written(&sitting).await;
    for (ending, kind, expected) in [
        ("md", "text/markdown", "- Lire à deux (Renard)"),
        ("csv", "text/csv", "Lire à deux,Renard,0,0"),
        ("json", "application/json", "\"text\": \"Lire à deux\""),
        ("svg", "image/svg+xml", "Lire à deux</text>"),
    ] {
        let answer = export(&sitting, ending, &sitting.cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{ending}");
        assert!(answer.header(CONTENT_TYPE).starts_with(kind), "{ending}");
        assert!(answer.body.contains(expected), "{}", answer.body);
        assert!(!answer.body.contains("Secret"), "{ending}");
        // Their author reads them, also without an account.
        let own = export(&sitting, ending, &fox).await;
        assert!(own.body.contains("Secret de Renard"), "{ending}");
    }
    let sheet = export(&sitting, "csv", &sitting.cookie).await;
    assert!(
        sheet
            .body
            .starts_with("\u{feff}frame,cluster,label,text,author,x,y")
    );
    assert!(
        sheet.body.contains("'=1+1"),
        "a spreadsheet would reckon: {}",
        sheet.body
    );
    let picture = export(&sitting, "svg", &sitting.cookie).await;
    assert!(!picture.body.contains("<b>"));
    let data = export(&sitting, "json", &sitting.cookie).await;
    let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
    assert_eq!(
        (data["format"].as_str(), data["version"].as_u64()),
        (Some("etabli-board"), Some(1))
    );
    assert_eq!(data["records"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn behind_hidden_names_nobody_is_named() {
    let sitting = Sitting::new().await;
    let (_, mut ana) = written(&sitting).await;
    let hidden = Phase {
        names_hidden: true,
        ..Phase::OPEN
    };
    ana.act(Operation::SetPhase(hidden)).await;
    for ending in ENDINGS {
        let answer = export(&sitting, ending, &sitting.cookie).await;
        assert!(answer.body.contains("Lire à deux"), "{ending}");
        assert!(!answer.body.contains("Renard"), "{ending}");
    }
}

#[tokio::test]
async fn only_those_who_may_read_a_board_get_it() {
    let sitting = Sitting::new().await;
    let (_, _ana) = written(&sitting).await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    let other = Sitting::new().await.guest("Loup").await;
    let paths = ENDINGS.map(|ending| format!("/sessions/{session}/board.{ending}"));
    let report = format!("/sessions/{session}/report.md");
    for path in paths.iter().chain([&report]) {
        let nobody = sitting.world.get(path).await;
        assert!(nobody.header(LOCATION).starts_with("/sign-in"), "{path}");
        let early = sitting.world.get_with(path, &stranger).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in &paths {
        let foreign = sitting.world.get_with(path, &other).await;
        assert!(!foreign.status.is_success(), "{path}");
    }
    let closed = store.close_session(&sitting.lead, session).await;
    closed.expect("closed");
    for path in paths.iter().chain([&report]) {
        let reader = sitting.world.get_with(path, &stranger).await;
        assert_eq!(reader.status, StatusCode::OK, "{path}");
        assert!(!reader.body.contains("Secret"), "{path}");
    }
}

#[tokio::test]
async fn a_report_tells_what_a_session_was() {
    let sitting = Sitting::new().await;
    let (_, _ana) = written(&sitting).await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let given = store
        .give_floor(store::Visitor::Account(&sitting.lead), session, 2)
        .await;
    given.expect("given");
    let path = format!("/sessions/{session}/report.md");
    let answer = sitting.world.get_with(&path, &sitting.cookie).await;
    for expected in [
        "# Premiers écrans",
        "1. **Écrire** (8 minutes)",
        "- élève (1) : Renard",
        // Pupils: one of two people, one of two notes, the only turn to speak.
        "| élève | 1 (50 %) | 1 (50 %) | 11 (32 %) | 1 (100 %) | – | – |",
        "- Lire à deux (Renard)",
    ] {
        assert!(
            answer.body.contains(expected),
            "{expected} in {}",
            answer.body
        );
    }
    let page = format!("/sessions/{session}/report");
    let page = sitting.world.get_with(&page, &sitting.cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Lire à deux"));
}

#[tokio::test]
async fn a_board_leaves_as_it_was() {
    let sitting = Sitting::new().await;
    let (_fox, _ana) = written(&sitting).await;
    let at = |moment: u64| format!("json?at={moment}");
    for (moment, expected) in [(0, 0), (1, 1), (2, 2), (99, 2)] {
        let data = export(&sitting, &at(moment), &sitting.cookie).await;
        let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
        let records = data["records"].as_array().map(Vec::len);
        assert_eq!(records, Some(expected), "at {moment}");
    }
    let wrong = export(&sitting, "json?at=x", &sitting.cookie).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let stranger = export(&sitting, &at(1), "").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}
