//! What leaves a session as files, and who gets them.

use super::names::partly_unsigned;
use super::{Sitting, Tab};
use app::request::LOCALE_COOKIE;
use board::geometry::{Point, Size};
use board::ids::RecordId;
use board::import::{self, Loss};
use board::operation::Operation;
use board::order::OrderKey;
use board::record::{Content, Ends, Ink, Kind, NoteType, Shape};
use board::secrecy::Secrecy;
use domain::decisions::DecisionDraft;
use domain::ids::{DecisionId, VoteId};
use domain::sessions::{NoteDraft, OutcomeDraft};
use domain::votes::{Ballot, Duplicate, VoteDraft, VoteItem};
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
    ana.begins_private(&mut guest).await;
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
        ("csv", "text/csv", ";Lire à deux;Renard;0;0"),
        ("json", "application/json", "\"text\": \"Lire à deux\""),
        ("svg", "image/svg+xml", "Lire à deux</text>"),
    ] {
        let answer = export(&sitting, ending, &sitting.cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{ending}");
        assert!(answer.header(CONTENT_TYPE).starts_with(kind), "{ending}");
        assert!(answer.body.contains(expected), "{}", answer.body);
        assert!(!answer.body.contains("Secret"), "{ending}");
        // Files are handed on: what their author has not shown is not in theirs either.
        let own = export(&sitting, ending, &fox).await;
        assert!(own.body.contains("Lire à deux"), "{ending}");
        assert!(!own.body.contains("Secret"), "{ending}");
    }
    let sheet = export(&sitting, "csv", &sitting.cookie).await;
    let french = "\u{feff}Cadre;Groupe;Étiquette;Texte;Auteur·rice;Position x;Position y;\
                  Nature;De;À;Sur l'image\n";
    assert!(sheet.body.starts_with(french), "{}", sheet.body);
    let cookie = format!("{}; {LOCALE_COOKIE}=en", sitting.cookie);
    let english = export(&sitting, "csv", &cookie).await.body;
    let columns = "\u{feff}Frame,Cluster,Label,Text,Author,Position x,Position y,\
                   Kind,From,To,On the picture\n";
    assert!(english.starts_with(columns), "{english}");
    assert!(english.contains(",Lire à deux,Renard,0,0"), "{english}");
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

/// Whoever leads wrote in private as well: nothing that they hand on holds it, and they are told
/// how much it leaves out. The page of the report shows it to them, and to nobody else.
#[tokio::test]
async fn s18_what_a_facilitator_has_not_shown_is_in_nothing_that_they_hand_on() {
    let sitting = Sitting::new().await;
    let (fox, mut ana) = written(&sitting).await;
    ana.write("Hésitation").await;
    ana.write("Autre hésitation").await;
    let log = sitting.world.store.board_history(sitting.session, 0);
    let now = log.await.expect("read").entries.len();
    for ending in ENDINGS {
        for at in [String::new(), format!("?at={now}")] {
            let file = export(&sitting, &format!("{ending}{at}"), &sitting.cookie).await;
            assert_eq!(file.status, StatusCode::OK, "{ending}{at}");
            assert!(file.body.contains("Lire à deux"), "{ending}{at}");
            assert!(!file.body.contains("ésitation"), "{ending}{at}");
        }
    }
    let data = export(&sitting, "json", &sitting.cookie).await.body;
    assert!(data.contains("\"left_out\": 2"), "{data}");
    let copied = import::read(data.as_bytes()).expect("a board");
    assert_eq!(copied.losses.get(&Loss::NotShown), Some(&2));
    assert_eq!(copied.pieces.len(), 2, "what everybody reads");
    let table = export(&sitting, "csv", &sitting.cookie).await.body;
    let copied = import::read(table.as_bytes()).expect("a table");
    assert_eq!(copied.losses.get(&Loss::NotShown), Some(&2));
    assert_eq!(copied.pieces.len(), 2, "what everybody reads");
    let others = export(&sitting, "json", &fox).await.body;
    assert!(others.contains("\"left_out\": 1"), "{others}");
    let said = "Sans 2 de vos éléments, que vous n'avez pas encore dévoilés.";
    for ending in ["md", "svg"] {
        let text = export(&sitting, ending, &sitting.cookie).await.body;
        assert!(text.contains(said), "{text}");
    }

    let report = format!("/sessions/{}/report", sitting.session);
    for ending in ["md", "csv", "json"] {
        let path = format!("{report}.{ending}");
        let file = sitting.world.get_with(&path, &sitting.cookie).await;
        assert_eq!(file.status, StatusCode::OK, "{ending}");
        assert!(!file.body.contains("ésitation"), "{ending}");
    }
    let file = format!("{report}.md");
    let file = sitting.world.get_with(&file, &sitting.cookie).await;
    assert!(file.body.contains(said), "{}", file.body);
    let own = sitting.world.get_with(&report, &sitting.cookie).await;
    assert!(own.body.contains("Vos écrits non dévoilés"));
    assert!(own.body.contains("Autre hésitation"));
    assert!(!own.body.contains("Secret de Renard"));
    let other = sitting.world.get_with(&report, &fox).await;
    assert!(other.body.contains("Secret de Renard"));
    assert!(!other.body.contains("ésitation"));
}

/// Puts something on the board, behind what is there.
async fn put(tab: &mut Tab, content: Content, text: &str, parent: Option<RecordId>) -> RecordId {
    let count = tab.client.confirmed().records().count();
    let id = tab.client.new_record_id();
    let shape = Shape {
        parent,
        order: OrderKey::nth(i32::try_from(count).expect("few")),
        position: Point::default(),
        size: Size::new(200, 200),
        text: text.to_owned(),
        content,
    };
    let (secrecy, shape) = (Secrecy::NONE, Box::new(shape));
    tab.act(Operation::Create { id, secrecy, shape }).await;
    id
}

/// Frames and clusters in which nothing lies, texts, arrows and drawings: all of it is told by
/// each way out, and what a table holds of it is read from there again.
#[tokio::test]
async fn s47_a_board_leaves_with_everything_on_it() {
    let sitting = Sitting::new().await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    put(&mut ana, Content::Frame, "Semaine", None).await;
    let ideas = put(&mut ana, Content::Frame, "Idées", None).await;
    put(&mut ana, Content::Cluster, "Bruit", Some(ideas)).await;
    let heading = put(&mut ana, Content::Text, "À essayer", Some(ideas)).await;
    let note = Content::Note(NoteType::default());
    let note = put(&mut ana, note, "Un minuteur", Some(ideas)).await;
    let ends = Ends {
        from: heading,
        to: note,
    };
    put(&mut ana, Content::Connector(ends), "donc", None).await;
    let points = vec![Point::new(0, 0), Point::new(9, 9)];
    let ink = Ink {
        width: 3,
        ..Ink::default()
    };
    put(&mut ana, Content::Stroke(ink, points), "", None).await;

    let text = export(&sitting, "md", &sitting.cookie).await.body;
    for expected in [
        "\n### Semaine\n\nAucune note ni texte.\n",
        "\n### Idées\n\n#### Bruit\n\nAucune note ni texte.\n",
        "\n#### Hors groupe\n\n- À essayer",
        "\n### Flèches\n\n- donc\u{a0}: de «\u{a0}À essayer\u{a0}» à «\u{a0}Un minuteur\u{a0}»\n",
        "\n### Dessins\n\n- 1 dessin à main levée\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let picture = export(&sitting, "svg", &sitting.cookie).await.body;
    let described = "<desc>Cadre\u{a0}: Semaine\n\
                     Cadre\u{a0}: Idées\n\
                     Groupe\u{a0}: Bruit (Idées)\n\
                     Texte\u{a0}: À essayer (Idées)\n\
                     Note\u{a0}: Un minuteur (Idées)\n\
                     Flèche\u{a0}: donc\u{a0}: de «\u{a0}À essayer\u{a0}» à «\u{a0}Un minuteur\u{a0}»\n\
                     Dessin</desc>";
    assert!(picture.contains(described), "{picture}");
    let report = format!("/sessions/{}/report", sitting.session);
    let report = sitting.world.get_with(&report, &sitting.cookie).await.body;
    for expected in ["Aucune note ni texte.", "Hors groupe"] {
        assert!(report.contains(expected), "{expected} in {report}");
    }

    let sheet = export(&sitting, "csv", &sitting.cookie).await.body;
    assert_eq!(sheet.lines().count(), 8, "{sheet}");
    let imported = import::read(sheet.as_bytes()).expect("a table");
    let pieces = imported.pieces.iter();
    let pieces: Vec<_> = pieces
        .map(|piece| (piece.content.kind(), piece.text.as_str()))
        .collect();
    let expected = [
        (Kind::Frame, "Semaine"),
        (Kind::Frame, "Idées"),
        (Kind::Cluster, "Bruit"),
        (Kind::Text, "À essayer"),
        (Kind::Note, "Un minuteur"),
    ];
    assert_eq!(pieces, expected);
    let lost: Vec<Loss> = imported.losses.keys().copied().collect();
    assert_eq!(lost, [Loss::Authors, Loss::Arrows, Loss::Drawings]);
    assert!(imported.unused_columns.is_empty());
}

#[tokio::test]
async fn an_export_does_not_say_which_tab_a_record_was_made_on() {
    let sitting = Sitting::new().await;
    let (_, _ana) = partly_unsigned(&sitting).await;
    let data = export(&sitting, "json", &sitting.cookie).await;
    let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
    let records = data["records"].as_array().expect("records");
    let ids = records.iter().map(|record| record["id"].as_str());
    assert_eq!(
        ids.collect::<Vec<_>>(),
        [Some("1"), Some("2"), Some("3")],
        "ids count the records in reading order"
    );
}

#[tokio::test]
async fn only_those_who_may_read_a_board_get_it() {
    let sitting = Sitting::new().await;
    let (_, _ana) = written(&sitting).await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    let other = Sitting::new().await.guest("Loup").await;
    let other = sitting.passed_off(&other);
    let paths = ENDINGS.map(|ending| format!("/sessions/{session}/board.{ending}"));
    let reports = ["md", "csv", "json"].map(|kind| format!("/sessions/{session}/report.{kind}"));
    for path in paths.iter().chain(&reports) {
        let nobody = sitting.world.get(path).await;
        assert!(nobody.header(LOCATION).starts_with("/sign-in"), "{path}");
        let early = sitting.world.get_with(path, &stranger).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in paths.iter().chain(&reports) {
        // A secret that nobody has here makes nobody a guest: a stranger signs in.
        let foreign = sitting.world.get_with(path, &other).await;
        assert!(foreign.header(LOCATION).starts_with("/sign-in"), "{path}");
    }
    let closed = store.close_session(&sitting.lead, session).await;
    closed.expect("closed");
    for path in paths.iter().chain(&reports) {
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
        "2 décembre 2026, 14:30",
        "1. **Écrire** (8 minutes)",
        "- élève (1)\u{a0}: Renard",
        // Pupils: one of two people, one of two notes. They are few: whose turn to speak it
        // was is not told by party.
        "| élève | 1 (50 %) | 1 (50 %) | 11 (32 %) | – |",
        "1 prise de parole n'est pas répartie par partie",
        "- Lire à deux (Renard)",
    ] {
        assert!(
            answer.body.contains(expected),
            "{expected} in {}",
            answer.body
        );
    }
    let path = format!("/sessions/{session}/report.csv");
    let sheet = sitting.world.get_with(&path, &sitting.cookie).await;
    for expected in [
        "\u{feff}part;name;item;property;value;author;group\n",
        "session;;;title;Premiers écrans;;\n",
        "session;;;starts_at;2026-12-02T14:30",
        "phase;Écrire;;minutes;8;;\n",
        "people;pupil;;name;Renard;;\n",
        "balance;pupil;;notes;1;;\n",
        // As on its page: that they are told of nobody's party is said.
        "balance;;;turns_left_out;1;;\n",
    ] {
        assert!(sheet.body.contains(expected), "{}", sheet.body);
    }
    assert!(!sheet.body.contains(";turns;"), "{}", sheet.body);
    let page = format!("/sessions/{session}/report");
    let page = sitting.world.get_with(&page, &sitting.cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Lire à deux"));
    // What came out is read first; how it was done, after who was there.
    for (body, head) in [(&answer.body, "## "), (&page.body, "<h2>")] {
        let place = |title: &str| body.find(&format!("{head}{title}")).expect(title);
        assert!(
            place("Ce qui en est sorti") < place("Participant·es"),
            "{body}"
        );
        assert!(place("Participant·es") < place("Déroulé"), "{body}");
    }
}

/// Five pupils, and seven others of parties of which none has as many: who spoke is told of
/// the pupils, and of the others together.
#[tokio::test]
async fn a_report_of_twelve_tells_of_small_parties_together() {
    let sitting = Sitting::new().await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let parties = [["pupil"; 5].as_slice(), &["researcher"; 3], &["parent"; 3]].concat();
    for (number, party) in (2..).zip(parties) {
        sitting.guest_of(&format!("Invité {number}"), party).await;
    }
    let lead = store::Visitor::Account(&sitting.lead);
    for speaker in [2, 7, 12, 12] {
        let given = store.give_floor(lead, session, speaker).await;
        given.expect("given");
    }
    let report = async |ending: &str, cookie: &str| {
        let path = format!("/sessions/{session}/report{ending}");
        sitting.world.get_with(&path, cookie).await.body
    };
    let text = report(".md", &sitting.cookie).await;
    for expected in [
        "| chercheur·se | 3 (25 %) |",
        "| Parties | Présent·es | Prises de parole | Notes sans nom |",
        "| élève | 5 (42 %) | 1 (25 %) | – | – | – |",
        "| autres parties | 7 (58 %) | 3 (75 %) | – | – | – |",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains("prises de parole ne sont pas réparties"));
    let sheet = report(".csv", &sitting.cookie).await;
    for expected in [
        "group;pupil;;turns;1;;\n",
        "group;others;;people;7;;\n",
        "group;others;;turns;3;;\n",
    ] {
        assert!(sheet.contains(expected), "{expected} in {sheet}");
    }
    assert_eq!(sheet.matches(";turns;").count(), 2, "{sheet}");
    let data = report(".json", &sitting.cookie).await;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    let others = serde_json::json!({
        "group": "others",
        "people": 7,
        "turns": 3,
        "unsigned_notes": 0,
        "unsigned_characters": 0,
        "taken_up": 0,
    });
    assert_eq!(
        (&data["version"], &data["groups"][1], &data["groups"][2]),
        (&2.into(), &others, &serde_json::Value::Null)
    );
    let english = format!("{}; {LOCALE_COOKIE}=en", sitting.cookie);
    for (cookie, others) in [
        (sitting.cookie.as_str(), "autres parties"),
        (english.as_str(), "other parties"),
    ] {
        let page = report("", cookie).await;
        assert!(page.contains(others), "{page}");
    }
}

/// Two notes become a decision, a vote has two items that said the same: both stand in the
/// report's data, and nothing there says who voted what, or on which tab a note was made.
#[tokio::test]
async fn a_report_leaves_as_data() {
    let sitting = Sitting::new().await;
    let (_, _ana) = written(&sitting).await;
    let (store, session, lead) = (&sitting.world.store, sitting.session, &sitting.lead);
    let note = |record: &str, note: &str| NoteDraft {
        record: record.into(),
        note: note.into(),
        author: "2".into(),
    };
    let from = OutcomeDraft {
        notes: vec![note("7-1", "=Lire à deux"), note("7-2", "Lire ensemble")],
    };
    let decision = DecisionDraft {
        statement: "On lit à deux".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    };
    let made = store.harvest_decision(lead, session, DecisionId::new(), &decision, &from);
    made.await.expect("a decision");
    let item = |record: &str, text: &str| VoteItem {
        record: record.into(),
        text: text.into(),
    };
    let draft = VoteDraft {
        question: "Quelle piste ?".into(),
        kind: "dots".into(),
        dots: "2".into(),
        dots_per_item: "2".into(),
        items: vec![item("7-1", "Lire à deux"), item("7-2", "Lire ensemble")],
        merged: vec![Duplicate {
            from: "7-2".into(),
            into: "7-1".into(),
        }],
        ..VoteDraft::default()
    };
    let (leader, vote) = (store::Visitor::Account(lead), VoteId::new());
    let opened = store.open_vote(leader, session, vote, &draft).await;
    opened.expect("opened");
    let ballot = Ballot::Dots([("7-1".to_owned(), 2)].into());
    let cast = store.cast_ballot(leader, session, vote, &ballot, None);
    cast.await.expect("cast");
    let closed = store.close_vote(leader, session, vote).await;
    closed.expect("closed");

    let path = format!("/sessions/{session}/report.json");
    let answer = sitting.world.get_with(&path, &sitting.cookie).await;
    let data: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(data["format"], "etabli-report");
    let outcome = &data["outcomes"][0];
    assert_eq!(outcome["kind"], "decision");
    assert_eq!(outcome["title"], "On lit à deux");
    assert_eq!(outcome["notes"][1]["text"], "Lire ensemble");
    let item = &data["votes"][0]["items"][0];
    assert_eq!(
        (&item["dots"], &item["merged"][0]),
        (&2.into(), &"Lire ensemble".into())
    );
    assert!(!answer.body.contains("7-1"), "{}", answer.body);
    let path = format!("/sessions/{session}/report.csv");
    let sheet = sitting.world.get_with(&path, &sitting.cookie).await;
    for expected in [
        "outcome;On lit à deux;decision;note;'=Lire à deux;",
        "vote;Quelle piste ?;Lire à deux;dots;2;",
    ] {
        assert!(sheet.body.contains(expected), "{}", sheet.body);
    }
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
