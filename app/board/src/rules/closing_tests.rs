//! What becomes of a board when its session is closed, and opened again.

use crate::client::Notice;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId};
use crate::operation::{Operation, Reveal};
use crate::property::Property;
use crate::record::Content;
use crate::rules::{Phase, Refusal, Right, Role, may};
use crate::server::{Decree, Entry};
use crate::testing::{PRIVATE, Session, at};
use crate::text::TextEdit;
use crate::timer::Timer;
use crate::wire::{FromClient, Hello};

const OPEN: [Role; 3] = [Role::Facilitator, Role::Participant, Role::Participant];
const CLOSED: [Role; 3] = [Role::Reader; 3];

/// A session in a private phase, with a note of each of its three.
fn written() -> (Session, [RecordId; 3]) {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [0, 1, 2].map(|who| session.note(who, "mine"));
    (session, notes)
}

#[test]
fn s61_in_a_closed_session_authors_reveal_their_own_and_do_nothing_else() {
    let (mut session, [lead, mine, theirs]) = written();
    let shared = session.create(0, Content::Frame, "for all");
    session.roles(&CLOSED);
    assert_eq!(session.text(1, mine), "mine", "its author still sees it");
    assert!(session.seen(1, theirs).is_none());
    for refused in [
        Operation::Edit(mine, TextEdit::splice(0, 0, "x")),
        Operation::Set(mine, at(1, 1)),
        Operation::Set(mine, Property::Parent(Some(shared))),
        Operation::Delete(mine),
        Operation::Lock(mine, true),
        Operation::SetPhase(Phase::OPEN),
        Operation::Reveal(Reveal::All),
        Operation::Reveal(Reveal::Next),
        Operation::Reveal(Reveal::Record(theirs)),
        Operation::Reveal(Reveal::Author(ParticipantId(2))),
    ] {
        let answer = session.try_act(1, refused.clone());
        assert_eq!(answer, Err(Refusal::Closed), "{refused:?}");
    }
    // Whoever led has no more right than others.
    let all = session.try_act(0, Operation::Reveal(Reveal::All));
    assert_eq!(all, Err(Refusal::Closed));
    for right in [Right::Write, Right::Arrange, Right::Group, Right::Draw] {
        assert_eq!(may(Phase::OPEN, Role::Reader, right), Err(Refusal::Closed));
    }
    session.act(1, Operation::Reveal(Reveal::Record(mine)));
    assert_eq!(session.text(2, mine), "mine");
    session.act(2, Operation::Reveal(Reveal::Author(ParticipantId(2))));
    assert_eq!(session.text(1, theirs), "mine");
    assert!(session.seen(1, lead).is_none());
    session.assert_in_step();
}

#[test]
fn s61_what_arrives_after_the_close_is_refused_as_such_and_kept() {
    let (mut session, [_, mine, _]) = written();
    session.offline(1);
    let typed = Operation::Edit(mine, TextEdit::splice(4, 0, ", and more"));
    session.clients[1].act(vec![typed]).unwrap();
    session.roles(&CLOSED);
    session.back(1);
    session.assert_in_step();
    assert_eq!(session.text(1, mine), "mine");
    let notice = Notice::Quarantined(Refusal::Closed);
    assert_eq!(session.notices, [(1, notice)]);
    let kept = session.clients[1].quarantine();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].operation.words(), ", and more");
    let again = session.clients[1].propose_again(0);
    assert_eq!(again, Err(Refusal::Closed));
    assert_eq!(session.clients[1].quarantine().len(), 1);
    // Once the session is open again, so is what waits.
    session.roles(&OPEN);
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(session.text(1, mine), "mine, and more");
    assert!(session.seen(2, mine).is_none(), "still in private");
}

#[test]
fn s61_who_reads_makes_the_log_longer_only_by_what_they_show() {
    let (mut session, [_, mine, _]) = written();
    session.offline(1);
    for number in 0..3 {
        let moved = Operation::Set(mine, at(number, 0));
        session.clients[1].act(vec![moved]).unwrap();
        let typed = Operation::Edit(mine, TextEdit::splice(0, 0, "x"));
        session.clients[1].act(vec![typed]).unwrap();
    }
    let waiting = session.clients[1].unacknowledged().count();
    session.roles(&CLOSED);
    let before = session.log.len();
    session.back(1);
    session.assert_in_step();
    assert_eq!(session.clients[1].quarantine().len(), waiting);
    assert_eq!(session.log.len(), before, "refusals stand in no log");
    for _ in 0..3 {
        session.act(1, Operation::Reveal(Reveal::Record(mine)));
        session.act(1, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    }
    session.assert_in_step();
    assert_eq!(session.log.len(), before + 1, "it was shown once");
    assert_eq!(session.clients[1].quarantine().len(), waiting);
}

/// How many records are hidden, of how many people.
fn hidden(session: &Session) -> (usize, usize) {
    let hidden = session.room.document().hidden();
    (hidden.records, hidden.authors)
}

#[test]
fn s61_who_closes_has_all_that_is_hidden_shown_by_the_room() {
    let (mut session, notes) = written();
    assert_eq!(hidden(&session), (3, 3));
    let before = session.log.len();
    session.room.decree(Decree::RevealAll);
    session.roles(&CLOSED);
    for (note, reader) in notes.into_iter().zip([1, 2, 0]) {
        assert_eq!(session.text(reader, note), "mine");
    }
    assert_eq!(hidden(&session), (0, 0));
    let done = &session.log[before..];
    assert_eq!(done[0].outcome, Ok(Operation::Reveal(Reveal::All)));
    let is_the_rooms = |entry: &Entry| {
        (entry.client, entry.participant) == (ClientId::ROOM, ParticipantId::NOBODY)
    };
    assert!(done.iter().all(is_the_rooms));
    // Where nothing is hidden nothing is done.
    let all = session.log.len();
    session.room.decree(Decree::RevealAll);
    session.sync();
    assert_eq!(session.log.len(), all);
    session.assert_in_step();
    session.restart(Epoch(1), None);
    assert_eq!(hidden(&session), (0, 0));
}

#[test]
fn s61_a_session_that_is_opened_again_goes_on_and_its_clock_stands() {
    let mut session = Session::new();
    let begun = Phase {
        timer: Timer::begin(1_000, 60_000),
        ..Phase::OPEN
    };
    session.act(0, Operation::SetPhase(begun));
    session.roles(&CLOSED);
    session.room.decree(Decree::StopClock { at: 21_000 });
    session.roles(&OPEN);
    for client in &session.clients {
        let phase = client.view().phase();
        assert!(phase.timer.stands());
        assert_eq!(phase.timer.left(i64::MAX), Some(40_000));
        assert!(!phase.is_another(begun), "it is the same phase");
    }
    // A clock that stands already is left as it is.
    let before = session.log.len();
    session.room.decree(Decree::StopClock { at: 50_000 });
    session.sync();
    assert_eq!(session.log.len(), before);
    session.note(1, "once more");
}

#[test]
fn s61_no_client_is_the_room() {
    let mut session = Session::new();
    let hello = Hello {
        client: ClientId::ROOM,
        attempt: 1,
        seen: None,
        next: 1,
    };
    let frame = FromClient::Hello(hello).encode();
    let link = session.connections[0].unwrap();
    assert_eq!(
        session.room.receive(link, &frame),
        Err(Error::ForeignClient)
    );
}
