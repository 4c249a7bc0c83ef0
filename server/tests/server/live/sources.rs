//! The page of what came out of a session, with the notes that it came out of.

use app::request::LOCALE_COOKIE;
use board::operation::Operation;
use board::rules::Phase;
use domain::decisions::DecisionDraft;
use domain::evidence::ThingKind;
use domain::ids::DecisionId;
use domain::sessions::{NoteDraft, OutcomeDraft};
use http::StatusCode;

use super::Sitting;
use super::names::partly_unsigned;
use crate::world::Answer;

/// The words of a page without the marks for its scripts.
fn read(page: &Answer) -> String {
    page.body.replace("<!>", "")
}

/// One of the notes was written while names were hidden. Whose it is was kept once, when it
/// was taken up: no page says it.
#[tokio::test]
async fn notes_stand_on_the_pages_of_what_they_became() {
    let sitting = Sitting::new().await;
    let (_, mut ana) = partly_unsigned(&sitting).await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let records = ana.client.confirmed().records();
    let notes = records.map(|(id, record)| NoteDraft {
        record: id.to_string(),
        note: record.shape.text.clone(),
        author: if record.shape.text == "Un minuteur" {
            "1".into()
        } else {
            "2".into()
        },
    });
    let from = OutcomeDraft {
        notes: notes.collect(),
    };
    let record = |text: &str| {
        let mut notes = from.notes.iter();
        let note = notes.find(|note| note.note == text).expect("a note");
        note.record.clone()
    };
    let decision = DecisionId::new();
    let draft = DecisionDraft {
        statement: "On lit à deux".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    };
    let made = store.harvest_decision(&sitting.lead, session, decision, &draft, &from);
    made.await.expect("a decision");
    let home = store.session(&sitting.lead, session).await;
    let project = home.expect("a session").project.id;
    let paths = [
        format!("/projects/{project}/decisions/{decision}"),
        format!("/evidence/{}/{decision}", ThingKind::Decision),
        format!("/sessions/{session}"),
    ];
    let quote = |by: &str, text: &str| {
        let address = format!("/board/{session}?note={}", record(text));
        format!("<li><span class=\"meta\">{by}</span> <q><a href=\"{address}\">{text}</a></q></li>")
    };
    // While the board names nobody, nothing that quotes it does.
    for path in &paths {
        let page = sitting.world.get_with(path, &sitting.cookie).await;
        for text in ["Un minuteur", "Lire à deux", "Dessiner"] {
            let expected = quote("Note", text);
            let page = read(&page);
            assert!(page.contains(&expected), "{expected} in {page}");
        }
    }
    ana.act(Operation::SetPhase(Phase::OPEN)).await;
    for path in &paths {
        let page = sitting.world.get_with(path, &sitting.cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for (by, text) in [
            ("Note de Ana Ruiz", "Un minuteur"),
            ("Note", "Lire à deux"),
            ("Note de Renard", "Dessiner"),
        ] {
            let expected = quote(by, text);
            let page = read(&page);
            assert!(page.contains(&expected), "{expected} in {page}");
        }
    }
    let english = format!("{}; {LOCALE_COOKIE}=en", sitting.cookie);
    let page = sitting.world.get_with(&paths[0], &english).await;
    let expected = quote("Note by Renard", "Dessiner");
    assert!(read(&page).contains(&expected), "{}", page.body);

    // Others read the words; once the session is over, where they stood as well.
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    let page = sitting.world.get_with(&paths[0], &stranger).await;
    assert!(read(&page).contains("<q>Dessiner</q>"), "{}", page.body);
    assert!(!page.body.contains("Renard"), "{}", page.body);
    let closed = store.close_session(&sitting.lead, session).await;
    closed.expect("closed");
    let page = sitting.world.get_with(&paths[0], &stranger).await;
    let place = format!("/sessions/{session}/report#note-{}", record("Dessiner"));
    assert!(page.body.contains(&place), "{}", page.body);
    assert!(page.body.contains("Note de Renard"), "{}", page.body);
    let report = format!("/sessions/{session}/report");
    let report = sitting.world.get_with(&report, &stranger).await;
    let id = format!("id=\"note-{}\"", record("Dessiner"));
    assert!(report.body.contains(&id), "{}", report.body);
}
