//! Those without an account, who take part in a session as guests: what they read of theirs,
//! of which no guest of another reads anything, function by function.

use app::request::guest_cookie;
use domain::ids::SessionId;
use domain::sessions::{GuestDraft, ParticipantState, SessionRole};
use http::StatusCode;
use store::Visitor;

use super::sessions::{close, code, facts, open_session};
use crate::stage::{Stage, call, fields};

/// What becomes of each function once the session is closed: called by whoever is let in, only
/// looks on, waits, was removed; by a guest of another session who shows their secret as one of
/// this, and by the same with nothing but their own cookie. Letters as in the other tables.
#[rustfmt::skip]
const CLOSED: &[(&str, &str)] = &[
    //                           in: io  out: wr  elsewhere
    // Whoever waits is told so.
    ("load_board",              "++ +? ?!"),
    ("load_votes",              "++ ?? ?!"),
    ("load_report",             "++ ?? ?!"),
    ("load_history",            "++ ?? ?!"),
    // What belongs to the project takes an account.
    ("load_session",            "!! !! !!"),
    ("load_session_edit_form",  "!! !! !!"),
    ("load_harvest",            "!! !! !!"),
    ("name_board_version",      "!! !! !!"),
    ("forget_board_version",    "!! !! !!"),
];

/// A guest joins a session: their number in it, and the secret of their seat.
async fn join(stage: &Stage, session: SessionId, pseudonym: &str) -> (u32, String) {
    let draft = GuestDraft {
        pseudonym: pseudonym.into(),
        party: "pupil".into(),
    };
    let (store, code) = (&stage.world.store, code(stage, session).await);
    let joined = store.join_as_guest(&code, &draft, None, None).await;
    let (_, own, secret) = joined.expect("joined");
    (own.number, secret)
}

fn cookie(session: SessionId, secret: &str) -> String {
    format!("{}={secret}", guest_cookie(session))
}

/// An open session with a waiting room, and the cookies of the columns.
pub(super) async fn with_guests(stage: &Stage) -> (SessionId, [String; 6]) {
    let session = SessionId::new();
    let mut planned = facts(stage, session);
    planned.push(("draft[waiting_room]", "true".to_owned()));
    stage.make("create_session", planned).await;
    let opening = fields! { "id": session, "open": true };
    stage.make("steer_session", opening).await;
    let mut seats = Vec::new();
    for name in ["Renard", "Loutre", "Hibou", "Loup"] {
        seats.push(join(stage, session, name).await);
    }
    let [
        (fox, inside),
        (otter, observer),
        (_, waiting),
        (wolf, removed),
    ] = <[_; 4]>::try_from(seats).expect("four");
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let lead = Visitor::Account(&owner);
    for number in [fox, otter, wolf] {
        let admitted = store.admit_participant(lead, session, number).await;
        admitted.expect("admitted");
    }
    let looks_on = SessionRole::Observer;
    let set = store.set_participant_role(&owner, session, otter, looks_on);
    set.await.expect("an observer");
    let gone = store.remove_participant(lead, session, wolf).await;
    gone.expect("removed");
    let other = open_session(stage).await;
    let (_, foreign) = join(stage, other, "Renard").await;
    let seats = [&inside, &observer, &waiting, &removed, &foreign];
    let [one, two, three, four, five] = seats.map(|secret| cookie(session, secret));
    (
        session,
        [one, two, three, four, five, cookie(other, &foreign)],
    )
}

async fn letter(stage: &Stage, function: &str, session: SessionId, cookie: &str) -> char {
    let mut fields = fields! { "session": session };
    if function.ends_with("board_version") {
        fields.extend(fields! { "moment": 0, "name": "Début" });
    }
    let before = stage.last_change().await;
    let answer = call(&stage.world, function, Some(cookie), &fields).await;
    assert_eq!(stage.last_change().await, before, "{function} left a row");
    match answer.status {
        StatusCode::OK => '+',
        StatusCode::UNAUTHORIZED => '!',
        StatusCode::NOT_FOUND => '?',
        status => panic!("{function}: {status} {}", answer.body),
    }
}

async fn row(stage: &Stage, function: &str, session: SessionId, cookies: &[String; 6]) -> String {
    let mut cells = String::new();
    for (column, cookie) in cookies.iter().enumerate() {
        if [2, 4].contains(&column) {
            cells.push(' ');
        }
        cells.push(letter(stage, function, session, cookie).await);
    }
    cells
}

#[tokio::test]
async fn guests_read_the_session_that_they_took_part_in() {
    for stage in [
        Stage::with_open_project().await,
        Stage::with_team_only_project().await,
    ] {
        let (session, cookies) = with_guests(&stage).await;
        close(&stage, session).await;
        let mut wrong = Vec::new();
        for (function, expected) in CLOSED {
            let cells = row(&stage, function, session, &cookies).await;
            if cells != *expected {
                wrong.push(format!("{function}: {cells}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Whoever comes while a phase runs that has late arrivals wait reads nothing of what was
/// before, nor how it was, until they are let in.
#[tokio::test]
async fn s60_a_guest_who_is_held_back_reads_neither_past_nor_report() {
    let stage = Stage::with_open_project().await;
    let session = open_session(&stage).await;
    let begun = domain::sessions::BegunPhase {
        step: 0,
        begun_at: Some(stage.world.store.now()),
        time: domain::sessions::PhaseTime::Unset,
    };
    let append = store::BoardAppend {
        session,
        entries: Vec::new(),
        phase: Some(begun),
    };
    let store = &stage.world.store;
    store.append_boards(&[append]).await.expect("begun");
    let (number, secret) = join(&stage, session, "Renard").await;
    let (_, seat) = store
        .seat(Visitor::Guest(&secret), session)
        .await
        .expect("a session");
    let state = seat.map(|seat| seat.state);
    assert_eq!(state, Some(ParticipantState::Held));
    let cookie = cookie(session, &secret);
    for function in ["load_report", "load_history"] {
        assert_eq!(letter(&stage, function, session, &cookie).await, '?');
    }
    let owner = stage.owner_actor().await;
    let lead = Visitor::Account(&owner);
    let admitted = store.admit_participant(lead, session, number).await;
    admitted.expect("admitted");
    for function in ["load_report", "load_history"] {
        assert_eq!(letter(&stage, function, session, &cookie).await, '+');
    }
}
