//! The page of what came out of a session, with the notes that it came out of.

use app::request::LOCALE_COOKIE;
use board::ids::ParticipantId;
use board::operation::{Operation, Reveal};
use board::rules::{Phase, Role};
use domain::decisions::DecisionDraft;
use domain::evidence::ThingKind;
use domain::ids::{DecisionId, NeedId};
use domain::sessions::{NoteDraft, Outcome, OutcomeDraft};
use http::StatusCode;

use super::names::partly_unsigned;
use super::{Sitting, Tab};
use crate::stage::{call, fields};
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
            ("Note : Ana Ruiz", "Un minuteur"),
            ("Note", "Lire à deux"),
            ("Note : Renard", "Dessiner"),
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
    assert!(page.body.contains("Note : Renard"), "{}", page.body);
    let report = format!("/sessions/{session}/report");
    let report = sitting.world.get_with(&report, &stranger).await;
    let id = format!("id=\"note-{}\"", record("Dessiner"));
    assert!(report.body.contains(&id), "{}", report.body);
}

/// The id of the note that says this.
fn record_of(tab: &Tab, text: &str) -> String {
    let mut records = tab.client.confirmed().records();
    let found = records.find(|(_, record)| record.shape.text == text);
    found.expect("a note").0.to_string()
}

/// Whoever leads sends the form of the guided pass, in which a note becomes a need. The words and
/// the author that they send are not those of the note.
async fn take_up(sitting: &Sitting, need: NeedId, record: &str) -> Answer {
    let sent = fields! {
        "session": sitting.session,
        "id": need,
        "draft[becomes]": "need",
        "draft[text]": "Voir le temps",
        "draft[notes][0][record]": record,
        "draft[notes][0][note]": "Hors de propos",
        "draft[notes][0][author]": 2,
    };
    let cookie = sitting.cookie.as_str();
    call(&sitting.world, "harvest_note", Some(cookie), &sent).await
}

fn pass(sitting: &Sitting) -> String {
    format!("/sessions/{}/outcomes", sitting.session)
}

async fn came_out(sitting: &Sitting) -> Vec<Outcome> {
    let store = &sitting.world.store;
    let detail = store.session(&sitting.lead, sitting.session).await;
    detail.expect("a session").outcomes
}

/// Nothing that tells of a session, or of a need that came out of it, holds these words, for
/// whoever leads or for somebody else of the workspace; nor does what is read of it, for the
/// latter. Nobody finds it by them.
async fn no_way_tells(sitting: &Sitting, need: NeedId, stranger: &str, words: &str) {
    let session = format!("/sessions/{}", sitting.session);
    let mut paths = vec![
        format!("/needs/{need}"),
        format!("/evidence/{}/{need}", ThingKind::Need),
        format!("/evidence/{}/{}", ThingKind::Session, sitting.session),
        format!("/search?q={}", words.to_lowercase()),
        pass(sitting),
        session.clone(),
    ];
    for file in ["board.md", "board.csv", "board.json", "board.svg"] {
        paths.push(format!("{session}/{file}"));
    }
    for file in ["report.md", "report.csv", "report.json"] {
        paths.push(format!("{session}/{file}"));
    }
    let handed_on = paths.iter().flat_map(|path| {
        let readers = [sitting.cookie.as_str(), stranger];
        readers.map(|reader| (path.clone(), reader))
    });
    let read = ["report", "history"].map(|page| (format!("{session}/{page}"), stranger));
    for (path, reader) in handed_on.chain(read) {
        let answer = sitting.world.get_with(&path, reader).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains(words), "{path}: {}", answer.body);
    }
}

/// What somebody wrote in private and has not shown is not offered where notes are taken up, and
/// is quoted nowhere, by its author neither; how much of theirs that leaves out is said.
#[tokio::test]
async fn s18_what_is_not_shown_is_neither_offered_nor_quoted() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut guest = sitting.tab(&fox, 2).await;
    ana.write("Un minuteur").await;
    ana.begins_private(&mut guest).await;
    ana.write("Hesitation").await;
    guest.write("Secret de Renard").await;

    let shown = record_of(&ana, "Un minuteur");
    let path = format!("{}?note={shown}", pass(&sitting));
    let offered = read(&sitting.world.get_with(&path, &sitting.cookie).await);
    let english = format!("{}; {LOCALE_COOKIE}=en", sitting.cookie);
    let in_english = read(&sitting.world.get_with(&path, &english).await);
    for (page, said) in [
        (
            &offered,
            "1 de vos éléments n'est pas proposé\u{a0}: vous ne l'avez pas encore dévoilé.",
        ),
        (
            &in_english,
            "1 of your items is not offered: you have not shown it yet.",
        ),
    ] {
        assert!(page.contains(said), "{page}");
        assert!(page.contains("Un minuteur"), "{page}");
        for hidden in ["Hesitation", "Secret de Renard"] {
            assert!(!page.contains(hidden), "{hidden} in {page}");
        }
    }
    for way in [
        format!("href=\"/board/{}\"", sitting.session),
        format!("href=\"/sessions/{}/report\"", sitting.session),
    ] {
        assert!(offered.contains(&way), "{way} in {offered}");
    }

    // Nor is it taken up by its id: one's own, somebody else's, and what was never there are
    // answered alike.
    let own = record_of(&ana, "Hesitation");
    let other = record_of(&guest, "Secret de Renard");
    for record in [own.as_str(), &other, "9-9"] {
        let refused = take_up(&sitting, NeedId::new(), record).await;
        let told = "{\"field\":\"notes[0][record]\",\"problem\":\"not_shown\"}";
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{record}");
        assert!(refused.body.contains(told), "{record}: {}", refused.body);
    }
    assert!(came_out(&sitting).await.is_empty(), "nothing was made");

    // What everybody reads is quoted in its own words, as its author's.
    let need = NeedId::new();
    let taken = take_up(&sitting, need, &shown).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    let outcomes = came_out(&sitting).await;
    let quoted = outcomes.iter().flat_map(|outcome| &outcome.notes);
    let quoted: Vec<_> = quoted
        .map(|note| (note.text.as_str(), note.author))
        .collect();
    assert_eq!(quoted, [("Un minuteur", Some(1))]);

    let (store, session) = (&sitting.world.store, sitting.session);
    let closed = store.close_session(&sitting.lead, session).await;
    closed.expect("closed");
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    no_way_tells(&sitting, need, &stranger, "Hesitation").await;

    // Once its author has shown it, it is taken up as any other.
    ana.until(|client| client.member().map(|member| member.role) == Some(Role::Reader))
        .await;
    ana.act(Operation::Reveal(Reveal::Author(ParticipantId(1))))
        .await;
    let again = NeedId::new();
    let taken = take_up(&sitting, again, &own).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    let page = format!("/needs/{again}");
    let page = sitting.world.get_with(&page, &stranger).await;
    assert!(read(&page).contains("Hesitation</a></q>"), "{}", page.body);
}

/// The words of a note stand on pages as they were written, and are markup nowhere.
#[tokio::test]
async fn a_note_that_looks_like_markup_is_quoted_as_it_was_written() {
    let sitting = Sitting::new().await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let text = "</title></textarea><script>h()</script><img src=x";
    ana.write(text).await;
    let need = NeedId::new();
    let taken = take_up(&sitting, need, &record_of(&ana, text)).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    for path in [
        format!("/needs/{need}"),
        format!("/evidence/{}/{need}", ThingKind::Need),
        format!("/sessions/{}", sitting.session),
        format!("/sessions/{}/report", sitting.session),
        pass(&sitting),
    ] {
        let page = sitting.world.get_with(&path, &sitting.cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("&lt;script"), "{path}: {}", page.body);
        for markup in ["<script>h", "<img src=x", "</title></textarea>"] {
            assert!(!page.body.contains(markup), "{path}: {}", page.body);
        }
    }
}
