//! Co-design sessions.

use board::ids::{ClientId, ParticipantId, RecordId, Seq};
use board::operation::Operation;
use board::secrecy::Secrecy;
use board::server::Entry;
use domain::ids::{ScriptTemplateId, SessionId};
use domain::policy::Actor;
use uuid::Uuid;

use super::{Line, ProjectLine, compare, compare_in_projects};
use crate::live::note_shape;
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                                   ACMO LFCPO eE n
    // The clock tells everybody the time, and a code opens its door to everybody.
    ("server_time",                     "++++ +++++ ++ +"),
    ("load_door",                       "++++ +++++ ++ +"),
    ("join_as_guest",                   "++++ +++++ ++ +"),
    // Only who was a guest in this browser has something to claim.
    ("claim_participation",             "???? ????? ?? !"),
];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                           open               team only
    //                           ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_sessions",           "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_session_form",       "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    // A session is open to partners only where they take part in it.
    ("load_session_edit_form",  "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_session",            "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_waiting",            "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("create_session",          "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("edit_session",            "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("steer_session",           "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("steer_session revealing", "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("steer_session again",     "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("join_session",            "+++- +++?- ?? !", "++?? +++?- ?? !"),
    // Guests are let in: with the code everybody is.
    ("join_session with code",  "++++ +++++ ++ !", "++++ +++++ ++ !"),
    ("admit_participant",       "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("set_participant_role",    "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    // Who takes part sees the board; who does not is told that there is none.
    ("load_board",              "???? ????? ?? !", "???? ????? ?? !"),
    ("load_board joined",       "++++ +++++ ++ !", "++++ +++++ ++ !"),
    // How much is hidden on it, those are told who lead there.
    ("load_hidden",             "???? ????? ?? !", "???? ????? ?? !"),
    ("load_hidden joined",      "++-- ++--- -- !", "++-- ++--- -- !"),
    // What is on the board of a session that is over is read by who may read the session.
    ("load_harvest closed",     "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_report",             "???? ????? ?? !", "???? ????? ?? !"),
    ("load_report closed",      "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    // Whoever took part reads it, also who sees nothing else of the project.
    ("load_report attended",    "++++ +++++ ++ !", "++++ +++++ ++ !"),
    ("save_script",             "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("remove_saved_script",     "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("load_history",            "???? ????? ?? !", "???? ????? ?? !"),
    ("load_history closed",     "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_history attended",   "++++ +++++ ++ !", "++++ +++++ ++ !"),
    ("name_board_version",      "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("forget_board_version",    "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("give_floor",              "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("harvest_note",            "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("harvest_note decision",   "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("harvest_note action",     "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
    ("take_back_outcome",       "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
];

#[tokio::test]
async fn sessions_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
    compare_in_projects(IN_PROJECTS, request).await;
}

/// What saves the script of a session as a template.
pub(crate) fn script_template(session: SessionId, id: ScriptTemplateId) -> Fields {
    fields! {
        "session": session,
        "id": id,
        "draft[name]": "Atelier",
        "draft[purpose]": "Pour commencer",
    }
}

/// A session that the owner prepared.
pub(crate) async fn session(stage: &Stage) -> SessionId {
    let id = SessionId::new();
    stage.make("create_session", facts(stage, id)).await;
    id
}

/// The same, open.
pub(crate) async fn open_session(stage: &Stage) -> SessionId {
    let id = session(stage).await;
    stage
        .make("steer_session", fields! { "id": id, "open": true })
        .await;
    id
}

/// Its end.
pub(crate) async fn close(stage: &Stage, id: SessionId) {
    stage
        .make("steer_session", fields! { "id": id, "open": false })
        .await;
}

pub(crate) fn facts(stage: &Stage, id: SessionId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[title]": "Premiers essais",
        "draft[starts_at]": "2026-12-02T14:00",
        "draft[guests]": "true",
        "draft[phases][0][title]": "Écrire",
        "draft[phases][0][minutes]": "5",
        "draft[phases][0][instructions]": "Une par note",
        "draft[phases][0][write]": "true",
        "draft[phases][0][private]": "true",
        "draft[phases][0][late_waits]": "true",
    }
}

/// The first entry of a board's log: a participant wrote a note.
pub(crate) fn first_note(text: &str, by: u32) -> Entry {
    note_entry(1, text, by)
}

/// An entry of a board's log: a participant wrote a note, by its number from 1.
fn note_entry(number: u32, text: &str, by: u32) -> Entry {
    let client = ClientId::from_random(1);
    Entry {
        seq: Seq(number.into()),
        client,
        participant: ParticipantId(by),
        counter: number,
        outcome: Ok(Operation::Create {
            id: RecordId { client, number },
            secrecy: Secrecy::NONE,
            shape: Box::new(note_shape(text)),
        }),
    }
}

/// A session on whose board the owner wrote that note.
pub(crate) async fn noted_session(stage: &Stage) -> SessionId {
    let id = open_session(stage).await;
    note(stage, id).await;
    id
}

/// The owner writes the note of [`taken_up`].
async fn note(stage: &Stage, id: SessionId) {
    put_notes(stage, id, &["Un minuteur"]).await;
}

/// Writes notes on a session's board that has none yet: `1-1`, `1-2` and so on.
pub(crate) async fn put_notes(stage: &Stage, id: SessionId, texts: &[&str]) {
    let notes = (1..).zip(texts);
    let notes: Vec<Entry> = notes
        .map(|(number, text)| note_entry(number, text, 1))
        .collect();
    let append = live::append_of(id, &notes);
    let appended = stage.world.store.append_boards(&[append]).await;
    appended.expect("appended");
}

/// A note that becomes something.
pub(crate) fn taken_up(session: SessionId, id: Uuid, becomes: &str) -> Fields {
    fields! {
        "session": session,
        "id": id,
        "draft[becomes]": becomes,
        "draft[kind]": "idea",
        "draft[decided_on]": "2026-11-25",
        "draft[text]": "Un minuteur",
        "draft[notes][0][record]": "1-1",
    }
}

async fn owner(stage: &Stage) -> Actor {
    stage.owner_actor().await
}

/// The code by which a session is joined.
pub(crate) async fn code(stage: &Stage, id: SessionId) -> String {
    let detail = stage.world.store.session(&owner(stage).await, id).await;
    let code = detail.expect("a session").session.code;
    code.expect("a code").to_string()
}

/// The number of somebody who took part as a guest.
async fn guest(stage: &Stage, id: SessionId) -> u32 {
    let draft = domain::sessions::GuestDraft {
        pseudonym: "Sam".into(),
        party: "teacher".into(),
    };
    let code = code(stage, id).await;
    let joined = stage
        .world
        .store
        .join_as_guest(&code, &draft, None, None)
        .await;
    joined.expect("joined").1.number
}

/// Somebody comes in with the code, if they may.
pub(super) async fn join(stage: &Stage, id: SessionId, who: &Who) {
    if let Some(person) = &who.person {
        let (actor, code) = (stage.actor(person).await, code(stage, id).await);
        let code = code.parse().expect("a code");
        let _ = stage.world.store.join_session(&actor, id, Some(code)).await;
    }
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    let project = stage.project;
    match line {
        "server_time" => return fields! {},
        "load_sessions" | "load_session_form" => return fields! { "project": project },
        "create_session" => return facts(stage, SessionId::new()),
        "load_session" | "load_session_edit_form" | "load_waiting" | "claim_participation" => {
            return fields! { "session": session(stage).await };
        }
        _ => {}
    }
    let id = open_session(stage).await;
    match line {
        "load_door" => fields! { "code": code(stage, id).await },
        "join_as_guest" => fields! {
            "code": code(stage, id).await,
            "draft[pseudonym]": "Sam",
            "draft[party]": "teacher",
        },
        "edit_session" => {
            let mut fields = facts(stage, id);
            fields.push(("version", "1".to_owned()));
            fields
        }
        "steer_session" => fields! { "id": id, "open": false },
        "steer_session revealing" => fields! { "id": id, "open": false, "reveal": true },
        "steer_session again" => {
            close(stage, id).await;
            fields! { "id": id, "open": true }
        }
        "join_session" => fields! { "id": id, "code": "" },
        "join_session with code" => fields! { "id": id, "code": code(stage, id).await },
        "give_floor" => fields! { "session": id, "number": guest(stage, id).await },
        "save_script" => script_template(id, ScriptTemplateId::new()),
        "remove_saved_script" => {
            let template = ScriptTemplateId::new();
            stage
                .make("save_script", script_template(id, template))
                .await;
            fields! { "id": template }
        }
        "name_board_version" => fields! { "session": id, "moment": 0, "name": "Début" },
        "forget_board_version" => {
            let named = fields! { "session": id, "moment": 0, "name": "Début" };
            stage.make("name_board_version", named).await;
            fields! { "session": id, "moment": 0 }
        }
        "load_harvest closed" | "load_report closed" | "load_history closed" => {
            close(stage, id).await;
            fields! { "session": id }
        }
        "load_report attended" | "load_history attended" => {
            join(stage, id, who).await;
            close(stage, id).await;
            fields! { "session": id }
        }
        "admit_participant" => {
            fields! { "id": id, "number": guest(stage, id).await, "admit": false }
        }
        "set_participant_role" => {
            fields! { "id": id, "number": guest(stage, id).await, "role": "observer" }
        }
        "load_board joined" | "load_hidden joined" => {
            join(stage, id, who).await;
            fields! { "session": id }
        }
        "take_back_outcome" => {
            note(stage, id).await;
            let decision = Uuid::now_v7();
            stage
                .make("harvest_note", taken_up(id, decision, "decision"))
                .await;
            fields! { "session": id, "thing": format!("decision:{decision}") }
        }
        line if line.starts_with("harvest_note") => {
            note(stage, id).await;
            let becomes = line.strip_prefix("harvest_note ").unwrap_or("feedback");
            taken_up(id, Uuid::now_v7(), becomes)
        }
        _ => fields! { "session": id },
    }
}
