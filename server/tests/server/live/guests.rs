//! What whoever took part without an account reads once the session is over: its past and its
//! report, as they saw the board, and nothing else of the project.

use app::request::{LOCALE_COOKIE, guest_cookie};
use board::operation::Operation;
use board::rules::Phase;
use domain::decisions::DecisionDraft;
use domain::ids::DecisionId;
use domain::sessions::{NoteDraft, OutcomeDraft};
use http::StatusCode;
use http::header::LOCATION;
use store::Visitor;

use super::{Sitting, Tab};

const PRIVATE: Phase = Phase {
    private: true,
    ..Phase::OPEN
};

/// Ana and the fox wrote, then each of them in private; the fox's note became a decision, and
/// the moment before has a name. It is over.
async fn held(sitting: &Sitting, fox: &str) -> [Tab; 2] {
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut guest = sitting.tab(fox, 2).await;
    ana.write("Un minuteur").await;
    guest.write("Lire ensemble").await;
    ana.act(Operation::SetPhase(PRIVATE)).await;
    guest
        .until(|client| client.confirmed().phase() == PRIVATE)
        .await;
    ana.write("Rideau fermé").await;
    guest.write("Secret de Renard").await;
    let (store, session, lead) = (&sitting.world.store, sitting.session, &sitting.lead);
    let named = store
        .name_board_version(lead, session, 1, "Avant le renard")
        .await;
    named.expect("named");
    let given = store.give_floor(Visitor::Account(lead), session, 2).await;
    given.expect("given");
    let record = {
        let mut notes = guest.client.confirmed().records();
        let found = notes.find(|(_, note)| note.shape.text == "Lire ensemble");
        found.expect("the note of the fox").0.to_string()
    };
    let from = OutcomeDraft {
        notes: vec![NoteDraft {
            record,
            note: "Lire ensemble".into(),
            author: "2".into(),
        }],
    };
    let decision = DecisionDraft {
        statement: "On essaie lundi".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    };
    let made = store.harvest_decision(lead, session, DecisionId::new(), &decision, &from);
    made.await.expect("a decision");
    let closed = store.close_session(lead, session).await;
    closed.expect("closed");
    [ana, guest]
}

/// The title of the project, which is not for guests.
const PROJECT: &str = "Lire à deux";

/// What a browser with a cookie is shown at an address below the session's.
async fn shown(sitting: &Sitting, path: &str, cookie: &str) -> String {
    let path = format!("/sessions/{}/{path}", sitting.session);
    let page = sitting.world.get_with(&path, cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    page.body.replace("<!>", "")
}

#[tokio::test]
async fn a_guest_goes_through_the_past_of_their_session() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let _tabs = held(&sitting, &fox).await;
    let page = shown(&sitting, "history", &fox).await;
    for expected in [
        "Un minuteur",
        "Lire ensemble",
        "Secret de Renard",
        "Avant le renard",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    for kept in ["Rideau", PROJECT] {
        assert!(!page.contains(kept), "{kept} in {page}");
    }
    // Back to their board, and neither to the project nor to what only who runs it does.
    assert!(page.contains(&format!("href=\"/board/{}\"", sitting.session)));
    assert!(!page.contains("href=\"/projects"), "{page}");
    assert!(!page.contains("/api/name_board_version"), "{page}");
    assert!(!page.contains("/api/forget_board_version"), "{page}");

    // At the first moment the fox's own note was not there yet.
    let early = shown(&sitting, "history?at=1", &fox).await;
    assert!(early.contains("Un minuteur") && !early.contains("Lire ensemble"));
    let compared = shown(&sitting, "history?at=2&since=1", &fox).await;
    let (_, differences) = compared
        .split_once("<ul class=\"differences\">")
        .expect("differences");
    let (differences, _) = differences.split_once("</ul>").expect("an end");
    assert!(differences.contains("Lire ensemble"), "{differences}");
    assert!(!differences.contains("Un minuteur"), "{differences}");
    // The same past by its pictures and files.
    let picture = shown(&sitting, "board.svg?at=1", &fox).await;
    assert!(picture.contains("Un minuteur") && !picture.contains("Lire ensemble"));
}

#[tokio::test]
async fn a_guest_reads_the_report_of_their_session() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let _tabs = held(&sitting, &fox).await;
    let untold = "Ce qui en est sorti appartient au projet";
    for path in ["report", "report.md", "report.csv", "report.json"] {
        let report = shown(&sitting, path, &fox).await;
        for kept in ["On essaie", "Rideau", PROJECT] {
            assert!(!report.contains(kept), "{path} tells {kept}: {report}");
        }
        assert!(report.contains(untold), "{path}: {report}");
        if !path.ends_with("csv") && !path.ends_with("json") {
            for expected in ["Lire ensemble", "Renard", "1 prise de parole"] {
                assert!(report.contains(expected), "{path}: {expected} in {report}");
            }
        }
        // Whoever may know of the project is told what came out.
        let own = shown(&sitting, path, &sitting.cookie).await;
        assert!(own.contains("On essaie") && !own.contains(untold), "{path}");
    }
    // In the reader's language: as a row of the table, and as a field of the data.
    let english = format!("{fox}; {LOCALE_COOKIE}=en");
    let untold =
        "What came out belongs to the project: it is read with an account that may open it.";
    let table = shown(&sitting, "report.csv", &english).await;
    let row = format!("\noutcome,,,untold,{untold},,\n");
    assert!(table.contains(&row), "{table}");
    for (cookie, expected) in [
        (&english, serde_json::json!(untold)),
        (&sitting.cookie, serde_json::Value::Null),
    ] {
        let data = shown(&sitting, "report.json", cookie).await;
        let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        assert_eq!(data["outcomes_untold"], expected);
        assert_eq!(data["version"], 2);
    }
    let page = shown(&sitting, "report", &fox).await;
    assert!(!page.contains("href=\"/projects"), "{page}");
    for ending in [
        "report.md",
        "report.csv",
        "report.json",
        "board.svg",
        "board.json",
    ] {
        let way = format!("href=\"/sessions/{}/{ending}\"", sitting.session);
        assert!(page.contains(&way), "{way} in {page}");
    }
}

/// The cookie of a seat opens what is read of its session, and that of no other; whoever has
/// none signs in first.
#[tokio::test]
async fn nobody_else_without_an_account_reads_of_a_session() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let wolf = sitting.guest("Loup").await;
    let _tabs = held(&sitting, &fox).await;
    let store = &sitting.world.store;
    store
        .open_session(&sitting.lead, sitting.session)
        .await
        .expect("open again");
    let lead = Visitor::Account(&sitting.lead);
    let removed = store.remove_participant(lead, sitting.session, 3).await;
    removed.expect("removed");
    let closed = store.close_session(&sitting.lead, sitting.session).await;
    closed.expect("closed");
    for page in ["report", "history"] {
        let path = format!("/sessions/{}/{page}", sitting.session);
        let nobody = sitting.world.get(&path).await;
        assert!(nobody.header(LOCATION).starts_with("/sign-in"), "{path}");
        // So does whoever has a cookie by which nobody is known.
        let unknown = format!("{}=nobody", guest_cookie(sitting.session));
        let unknown = sitting.world.get_with(&path, &unknown).await;
        assert!(unknown.header(LOCATION).starts_with("/sign-in"), "{path}");
        let gone = sitting.world.get_with(&path, &wolf).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
        let own = sitting.world.get_with(&path, &fox).await;
        assert_eq!(own.status, StatusCode::OK, "{path}");
    }
    // What is read of it by its project takes an account.
    for page in ["", "/outcomes", "/edit"] {
        let path = format!("/sessions/{}{page}", sitting.session);
        let guest = sitting.world.get_with(&path, &fox).await;
        assert!(guest.header(LOCATION).starts_with("/sign-in"), "{path}");
    }
}
