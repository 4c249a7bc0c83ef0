//! Who wrote what is told by nothing that leaves a board, where the board does not tell it.

use super::{PATIENCE, Sitting, Tab};
use app::request::SESSION_COOKIE;
use board::client::Client;
use board::geometry::Point;
use board::ids::{ClientId, ParticipantId, RecordId, Seq};
use board::operation::Operation;
use board::presence::Presence;
use board::property::Property;
use board::rules::{Phase, Refusal, Role};
use board::secrecy::Secrecy;
use board::text::TextEdit;
use board::wire::{CatchUp, Change, Delta, FromClient, FromServer, Refusals, Submit};
use domain::accounts::{SignUp, WorkspaceRole};
use domain::decisions::DecisionDraft;
use domain::ids::{DecisionId, UserId};
use domain::sessions::{NoteDraft, OutcomeDraft};
use futures_util::{SinkExt, StreamExt};
use http::StatusCode;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

const NAMELESS: Phase = Phase {
    names_hidden: true,
    ..Phase::OPEN
};

/// Ana wrote with her name, then the fox while names were hidden; a vote follows, as in
/// the templates, in which names are hidden too.
pub(super) async fn partly_unsigned(sitting: &Sitting) -> (String, Tab) {
    let fox = sitting.guest("Renard").await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut guest = sitting.tab(&fox, 2).await;
    ana.write("Un minuteur").await;
    for (phase, text) in [(NAMELESS, "Lire à deux"), (Phase::OPEN, "Dessiner")] {
        ana.act(Operation::SetPhase(phase)).await;
        guest
            .until(|client| client.confirmed().phase() == phase)
            .await;
        guest.write(text).await;
    }
    let vote = Phase {
        write: false,
        ..NAMELESS
    };
    ana.act(Operation::SetPhase(vote)).await;
    (fox, ana)
}

/// The address of one way out, and what comes by it.
async fn way_out(sitting: &Sitting, path: &str, cookie: &str) -> (String, String) {
    let path = format!("/sessions/{}/{path}", sitting.session);
    let answer = sitting.world.get_with(&path, cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    // Pages carry what they show as data as well: there, quotation marks are escaped.
    let body = answer.body.replace("<!>", "").replace('\\', "");
    (path, body)
}

const TEXTS: [&str; 3] = ["Un minuteur", "Lire à deux", "Dessiner"];

/// Whether it says that this note is the fox's: on its line; on pages and in data close to its
/// text, and not beyond the next note. (Who was there, reports say elsewhere.)
fn names(path: &str, body: &str, text: &str) -> bool {
    if path.contains(".md") || path.contains(".csv") {
        let mut lines = body.lines();
        return lines.any(|line| line.contains(text) && line.contains("Renard"));
    }
    body.match_indices(text).any(|(at, _)| {
        let before: Vec<char> = body[..at].chars().rev().take(20).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = body[at + text.len()..].chars().take(90).collect();
        let next = TEXTS.iter().filter_map(|text| after.find(text)).min();
        let after = &after[..next.unwrap_or(after.len())];
        before.contains("Renard") || after.contains("Renard")
    })
}

/// A decision came out of both notes of the fox.
async fn taken_up(sitting: &Sitting, ana: &Tab) {
    let records = ana.client.confirmed().records();
    let by_fox = records.filter(|(_, record)| record.shape.text != "Un minuteur");
    let mut notes: Vec<_> = by_fox
        .map(|(id, record)| NoteDraft {
            record: id.to_string(),
            note: record.shape.text.clone(),
            author: "2".into(),
        })
        .collect();
    notes.sort_by(|one, other| one.note.cmp(&other.note));
    let from = OutcomeDraft { notes };
    let decision = DecisionDraft {
        statement: "On dessine".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    };
    let (store, id) = (&sitting.world.store, DecisionId::new());
    let made = store.harvest_decision(&sitting.lead, sitting.session, id, &decision, &from);
    made.await.expect("a decision");
}

const BOARDS: [&str; 3] = ["board.md", "board.csv", "board.json"];
const REPORTS: [&str; 6] = [
    "report.md",
    "report.csv",
    "report.json",
    "report",
    "history",
    "outcomes",
];

/// Every way out of the board, for somebody with an account and for a guest. The past at the
/// fifth moment is from when names were shown.
async fn ways_out(sitting: &Sitting, fox: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in BOARDS {
        for moment in ["", "?at=5"] {
            for cookie in [sitting.cookie.as_str(), fox] {
                found.push(way_out(sitting, &format!("{path}{moment}"), cookie).await);
            }
        }
    }
    for path in REPORTS.into_iter().chain(["history?at=5"]) {
        found.push(way_out(sitting, path, &sitting.cookie).await);
    }
    // To guests no report tells what came out, and the guided pass is not for them.
    for path in ["report.md", "report", "history", "history?at=5"] {
        found.push(way_out(sitting, path, fox).await);
    }
    found
}

#[tokio::test]
async fn s57_no_way_out_names_whom_the_board_does_not() {
    let sitting = Sitting::new().await;
    let (fox, mut ana) = partly_unsigned(&sitting).await;
    taken_up(&sitting, &ana).await;
    for (path, body) in ways_out(&sitting, &fox).await {
        assert!(body.contains("Dessiner"), "{path}");
        for text in ["Dessiner", "Lire à deux"] {
            assert!(!names(&path, &body, text), "{path} names {text}: {body}");
        }
    }
    let picture = way_out(&sitting, "board.svg", &fox).await.1;
    assert!(!picture.contains("Renard") && picture.contains("Dessiner"));

    // A facilitator shows names again: those of what was signed.
    ana.act(Operation::SetPhase(Phase::OPEN)).await;
    for (path, body) in ways_out(&sitting, &fox).await {
        assert!(names(&path, &body, "Dessiner"), "{path}: {body}");
        assert!(!names(&path, &body, "Lire à deux"), "{path}: {body}");
    }
    // Who did what is told of moments at which that was told, and of others what was done.
    for (moment, said) in [
        (3, ">ajout de la note «\u{a0}Lire à deux\u{a0}»"),
        (5, ">Renard\u{a0}: ajout de la note «\u{a0}Dessiner\u{a0}»"),
    ] {
        let page = way_out(&sitting, &format!("history?at={moment}"), &sitting.cookie).await;
        assert!(page.1.contains(said), "{said}: {}", page.1);
    }
    // The past shows what was shown then: at the sixth moment, a vote was under way.
    for path in ["board.md?at=6", "board.csv?at=6", "history?at=6"] {
        let (path, body) = way_out(&sitting, path, &sitting.cookie).await;
        assert!(!names(&path, &body, "Dessiner"), "{path}: {body}");
    }
}

/// The phase ends with the session: names are hidden no longer, but what was written while
/// they were is never signed.
#[tokio::test]
async fn s57_once_a_session_is_over_only_what_was_signed_is() {
    let sitting = Sitting::new().await;
    let (fox, ana) = partly_unsigned(&sitting).await;
    taken_up(&sitting, &ana).await;
    let closed = sitting
        .world
        .store
        .close_session(&sitting.lead, sitting.session);
    closed.await.expect("closed");
    for (path, body) in ways_out(&sitting, &fox).await {
        assert!(names(&path, &body, "Dessiner"), "{path}: {body}");
        assert!(!names(&path, &body, "Lire à deux"), "{path}: {body}");
    }
    let report = way_out(&sitting, "report.md", &sitting.cookie).await.1;
    for expected in [
        // Of the pupil's notes only the signed one is told by party.
        "| élève | 1 (50 %) | 1 (50 %) | 8 (42 %) |",
        "1 note écrite pendant que les noms étaient masqués",
    ] {
        assert!(report.contains(expected), "{report}");
    }
}

/// Those whom a frame names as having made, or done something to, what is theirs.
fn named(frame: &[u8], whole: &Client) -> Vec<ParticipantId> {
    let of = |delta: Delta| {
        let signed = delta.signatures.iter().map(|(_, author)| *author);
        let mut named: Vec<ParticipantId> = signed.collect();
        for section in delta.sections {
            for change in section.changes {
                let id = match change {
                    Change::Put(id, record) => {
                        named.push(record.author);
                        Some(id)
                    }
                    Change::Apply(operation) => operation.record(),
                };
                let own = id.and_then(|id| whole.confirmed().record(id));
                let own = own.filter(|record| record.author == section.participant);
                named.extend(own.map(|record| record.author));
            }
        }
        named
    };
    match FromServer::decode(frame).expect("a frame") {
        FromServer::Batch(delta, _) => of(delta),
        FromServer::Welcome(welcome) => match welcome.catch_up {
            CatchUp::Delta(delta) => of(delta),
            CatchUp::Snapshot(snapshot) => {
                let document = snapshot.into_document();
                document
                    .records()
                    .map(|(_, record)| record.author)
                    .collect()
            }
        },
        _ => Vec::new(),
    }
}

fn is_by(text: &'static str, author: ParticipantId) -> impl Fn(&Client) -> bool {
    move |client| {
        let mut records = client.confirmed().records();
        records.any(|(_, record)| record.shape.text == text && record.author == author)
    }
}

/// The fox wrote with a name; then names were hidden, and the wolf came.
async fn with_a_latecomer(sitting: &Sitting) -> [Tab; 3] {
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut writer = sitting.tab(&fox, 2).await;
    writer.write("Un minuteur").await;
    ana.act(Operation::SetPhase(NAMELESS)).await;
    let other = sitting.tab(&wolf, 3).await;
    [ana, writer, other]
}

#[tokio::test]
async fn s57_no_frame_names_an_author_while_names_are_hidden() {
    let sitting = Sitting::new().await;
    let [mut ana, mut writer, mut other] = with_a_latecomer(&sitting).await;
    let (author, nobody) = (ParticipantId(2), ParticipantId::NOBODY);
    let id = writer.client.confirmed().ids().next().expect("a note");
    let place = Property::Position(Point::new(400, 0));
    writer.act(Operation::Set(id, place.clone())).await;
    writer.act(Operation::Delete(id)).await;
    writer.act(Operation::Restore(id)).await;
    other
        .until(|client| {
            let note = client.confirmed().live(id);
            let position = note.map(|note| Property::Position(note.shape.position));
            position.as_ref() == Some(&place)
        })
        .await;
    assert!(is_by("Un minuteur", author)(&writer.client), "its own");
    let received = other.received.iter();
    let named: Vec<ParticipantId> = received
        .flat_map(|frame| named(frame, &writer.client))
        .collect();
    assert!(named.contains(&nobody), "what was written was received");
    assert!(!named.contains(&author), "{named:?}");

    ana.act(Operation::SetPhase(Phase::OPEN)).await;
    other.until(is_by("Un minuteur", author)).await;
}

#[tokio::test]
async fn s57_frames_name_authors_again_once_the_session_is_closed() {
    let sitting = Sitting::new().await;
    let [_ana, _writer, mut other] = with_a_latecomer(&sitting).await;
    assert!(is_by("Un minuteur", ParticipantId::NOBODY)(&other.client));
    let closed = sitting
        .world
        .store
        .close_session(&sitting.lead, sitting.session);
    closed.await.expect("closed");
    other
        .until(|client| {
            let reads = client.member().map(|member| member.role) == Some(Role::Reader);
            reads && is_by("Un minuteur", ParticipantId(2))(client)
        })
        .await;
}

/// The bytes of a client's id, as they stand in frames.
const WRITER: u64 = 0x0bad_cafe_f00d;

fn holds_writer(frame: &[u8]) -> bool {
    let mut bytes = Vec::new();
    let mut rest = WRITER;
    while rest >= 0x80 {
        bytes.push(u8::try_from(rest & 0x7f).expect("seven bits") | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).expect("seven bits"));
    frame.windows(bytes.len()).any(|window| window == bytes)
}

/// Whoever reads frames rather than the board cannot join what nobody signs with a tab whose
/// participant they know; nor take an id that another tab would give.
#[tokio::test]
async fn s57_a_hostile_client_learns_no_author_from_ids_and_takes_none_of_others() {
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut writer = sitting.tab(&fox, WRITER).await;
    let mut hostile = sitting.tab(&wolf, 3).await;
    let raised = Presence {
        hand: true,
        ..Presence::default()
    };
    writer.client.set_presence(raised);
    writer.in_step().await;
    hostile.until(|client| !client.others().is_empty()).await;
    assert!(hostile.received.iter().any(|frame| holds_writer(frame)));

    ana.act(Operation::SetPhase(NAMELESS)).await;
    for tab in [&mut writer, &mut hostile] {
        tab.until(|client| client.confirmed().phase() == NAMELESS)
            .await;
    }
    hostile.received.clear();
    writer.write("Lire à deux").await;
    let id = writer.client.confirmed().ids().next().expect("a note");
    let place = Property::Position(Point::new(400, 0));
    for operation in [
        Operation::Set(id, place),
        Operation::Edit(id, TextEdit::splice(0, 4, "Relire")),
        Operation::Delete(id),
        Operation::Restore(id),
    ] {
        writer.act(operation).await;
    }
    hostile.sees("Relire à deux").await;
    // One that comes has it of a snapshot.
    let mut later = sitting.tab(&wolf, 4).await;
    later.sees("Relire à deux").await;
    ana.act(Operation::SetPhase(Phase::OPEN)).await;
    writer
        .act(Operation::Edit(id, TextEdit::splice(0, 2, "Re-")))
        .await;
    hostile.sees("Re-lire à deux").await;
    for tab in [&hostile, &later] {
        let mut shown = tab.received.iter().filter(|frame| holds_writer(frame));
        // That their hand is up is told of whoever drives the tab, and of no note.
        assert!(
            shown.all(|frame| matches!(FromServer::decode(frame), Ok(FromServer::Presence(_))))
        );
    }
    assert!(id.is_of_nobody());

    // An id of the other tab's own is not for anybody else, signed or not.
    let note = writer.client.confirmed().live(id).expect("a note");
    for (counter, unsigned) in [(1, false), (2, true)] {
        let forged = Operation::Create {
            id: RecordId {
                client: ClientId::from_random(WRITER),
                number: 1,
            },
            secrecy: Secrecy {
                hidden: false,
                unsigned,
            },
            shape: Box::new(note.shape.clone()),
        };
        let answer = answered(&mut hostile, counter, forged).await;
        assert_eq!(answer, [(counter, Refusal::IdTaken)]);
    }
}

/// Has the server answer an operation that no client would send; what it refuses.
async fn answered(tab: &mut Tab, counter: u32, operation: Operation) -> Refusals {
    let submit = FromClient::Submit(Submit {
        base: Seq(0),
        first: counter,
        operations: vec![operation],
    });
    let sent = tab.socket.send(Message::Binary(submit.encode().into()));
    sent.await.expect("sent");
    let answer = async {
        loop {
            let message = tab.socket.next().await.expect("more").expect("a message");
            if let Message::Binary(frame) = message
                && let Ok(FromServer::Batch(_, refused)) = FromServer::decode(&frame)
                && !refused.is_empty()
            {
                return refused;
            }
        }
    };
    timeout(PATIENCE, answer).await.expect("an answer")
}

/// Eve, who speaks for a partner that has declared its interests, takes part; her cookie.
async fn partner(sitting: &Sitting) -> String {
    let store = &sitting.world.store;
    let sign_up = SignUp {
        name: "Eve Martin".into(),
        email: "eve@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "edtech".into(),
        declared_interests: "Manuels".into(),
    };
    let eve = store.create_account(UserId::new(), &sign_up, WorkspaceRole::Member);
    let eve = eve.await.expect("an account");
    let code = sitting.code(sitting.session).await.parse().ok();
    let actor = store.actor(eve).await.expect("an actor");
    let joined = store.join_session(&actor, sitting.session, code);
    joined.await.expect("let in");
    let secret = store.start_session(eve, "").await.expect("signed in");
    format!("{SESSION_COOKIE}={secret}")
}

#[tokio::test]
async fn a_partner_is_named_with_its_interests_by_the_board_and_every_way_out() {
    let sitting = Sitting::new().await;
    let cookie = partner(&sitting).await;
    let mut eve = sitting.tab(&cookie, 2).await;
    eve.write("Dessiner").await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    ana.sees("Dessiner").await;
    ana.until(|client| {
        let mut people = client.people().values();
        people.any(|person| person.introduction.interests == "Manuels")
    })
    .await;

    let moments = BOARDS.map(|path| format!("{path}?at=1"));
    let pages = REPORTS
        .into_iter()
        .chain(["history?at=1"])
        .map(str::to_owned);
    let files = BOARDS.into_iter().map(str::to_owned).chain(moments);
    for path in files.chain(pages) {
        let french = format!("etabli_locale=fr; {}", sitting.cookie);
        let (path, body) = way_out(&sitting, &path, &french).await;
        // In words, or with what they are.
        let says = |text: &str| {
            text.to_lowercase()
                .contains("eve martin (intérêts déclarés")
        };
        assert!(says(&body), "{path}: {body}");
        // Pages carry what they show as data as well.
        if path.contains('.') {
            let named = body.match_indices("Eve Martin");
            let mut lines = named.map(|(at, _)| body[at..].lines().next().unwrap_or_default());
            let says = |rest: &str| rest.starts_with("Eve Martin (") && says(rest);
            assert!(lines.all(says), "{path}: {body}");
        }
    }
}
