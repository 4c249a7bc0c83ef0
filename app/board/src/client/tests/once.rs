//! What was lost is put back once, whatever it added or took away, from whichever device.

use proptest::prelude::*;

use super::super::*;
use super::again::{assert_nothing_refused, lost, lost_edit, restore, texts, waiting};
use super::alone;
use crate::geometry::Point;
use crate::history::seen_at;
use crate::record::Content;
use crate::rules::Phase;
use crate::server::Checkpoint;
use crate::testing::{NAMELESS, Session, at, create, shape};
use crate::text::TextEdit;
use crate::wire::Change;

const BEFORE: &str = "first draft";

/// A phase in which nobody but facilitators changes anything.
const SILENT: Phase = Phase {
    write: false,
    arrange: false,
    ..Phase::OPEN
};

/// An edit after which [`BEFORE`] is "last draft".
fn reworded() -> TextEdit {
    TextEdit::splice(0, 5, "last")
}

/// Somebody puts back at a device what was put back already: nothing changes, they are told
/// so, and it waits no longer.
fn assert_put_back_already(session: &mut Session, who: usize) {
    let before: Vec<String> = texts(session).into_iter().map(str::to_owned).collect();
    assert_eq!(session.clients[who].quarantine().len(), 1);
    let told = session.notices.len();
    let update = session.clients[who].propose_again(0).unwrap();
    session.sync();
    let told_later = session.notices[told..].contains(&(who, Notice::PutBackAlready));
    assert!(told_later || update.notices.contains(&Notice::PutBackAlready));
    assert_eq!(texts(session), before);
    assert!(session.clients[who].quarantine().is_empty());
    session.assert_in_step();
}

proptest! {
    #[test]
    fn s65_what_two_devices_put_back_is_done_once(
        place in 0..11_usize,
        deleted in 0..6_usize,
        inserted in "[X-Z]{0,4}",
        others in "[0-9]{0,3}",
        others_place in 0..10_usize,
        at_once in any::<bool>(),
    ) {
        let edit = TextEdit::splice(place, deleted, &inserted).clamped(BEFORE);
        prop_assume!(!edit.is_empty());
        let after = edit.apply(BEFORE);
        let mut session = lost_edit(BEFORE, edit);
        let (note, _) = session.room.document().records().next().unwrap();
        if !at_once {
            session.offline(2);
        }
        session.clients[1].propose_again(0).unwrap();
        if at_once {
            session.clients[2].propose_again(0).unwrap();
        }
        session.sync();
        prop_assert_eq!(texts(&session), [after.as_str()]);
        if at_once {
            let told = session.notices.iter();
            let told = told.filter(|(_, notice)| *notice == Notice::PutBackAlready);
            prop_assert_eq!(told.count(), 1, "whoever was second");
        } else {
            session.type_at(0, note, others_place, &others);
            session.back(2);
            if !session.clients[2].quarantine().is_empty() {
                assert_put_back_already(&mut session, 2);
            }
        }
        for who in [1, 2] {
            prop_assert!(session.clients[who].quarantine().is_empty());
        }
        session.assert_in_step();
    }
}

#[test]
fn s65_what_another_device_has_put_back_of_a_text_waits_no_longer() {
    let mut session = lost_edit(BEFORE, reworded());
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["last draft"]);
    assert!(waiting(&session, 2).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s65_a_room_that_is_opened_again_knows_what_was_put_back() {
    for from_a_state in [false, true] {
        let mut session = lost_edit(BEFORE, reworded());
        let (note, _) = session.room.document().records().next().unwrap();
        session.offline(2);
        session.clients[1].propose_again(0).unwrap();
        session.sync();
        session.type_at(0, note, 0, "> ");
        let state = session.room.checkpoint().unwrap().encode();
        let state = from_a_state.then(|| Checkpoint::decode(&state).unwrap());
        session.restart(Epoch(2), state);
        for who in 0..3 {
            session.online(who);
        }
        session.sync();
        assert_put_back_already(&mut session, 2);
        assert_eq!(texts(&session), ["> last draft"]);
        // The past is made of the same log.
        let end = Seq(u64::try_from(session.log.len()).unwrap());
        let past = seen_at(&session.log, end, ParticipantId(0));
        assert_eq!(past.live(note).unwrap().shape.text, "> last draft");
    }
}

#[test]
fn s65_a_note_that_is_put_back_under_another_id_is_put_back_once() {
    let (mut session, _) = lost(Phase::OPEN, |session| session.note(1, "first"));
    session.offline(1);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    session.back(1);
    assert_put_back_already(&mut session, 1);
    assert_eq!(texts(&session), ["first"]);

    // Also where both do it at once, signed or not.
    for phase in [Phase::OPEN, NAMELESS] {
        let (mut session, _) = lost(phase, |session| session.note(1, "first"));
        for who in [1, 2] {
            session.clients[who].propose_again(0).unwrap();
        }
        session.sync();
        assert_eq!(texts(&session), ["first"]);
        assert!(session.notices.contains(&(2, Notice::PutBackAlready)));
        assert_nothing_refused(&session);
    }
}

#[test]
fn s65_what_a_closed_tab_was_refused_is_put_back_once_though_it_is_taken_over_twice() {
    let mut session = Session::new();
    session.second_device(2, 1);
    let note = session.note(1, BEFORE);
    session.offline(1);
    alone(&mut session, 1, Operation::Edit(note, reworded()));
    alone(&mut session, 1, Operation::Set(note, at(7, 7)));
    session.act(0, Operation::SetPhase(SILENT));
    session.back(1);
    let left = session.clients[1].quarantine().to_vec();
    assert_eq!(left.len(), 2);
    session.act(0, Operation::SetPhase(Phase::OPEN));
    // The tab that took it over was killed before the other one had given it up.
    for _ in 0..2 {
        session.clients[2].adopt(&left);
    }
    assert_eq!(session.clients[2].quarantine().len(), 2);
    for _ in 0..2 {
        session.clients[2].propose_again(0).unwrap();
    }
    session.sync();
    session.type_at(0, note, 0, "> ");
    session.clients[2].adopt(&left[..1]);
    assert_put_back_already(&mut session, 2);
    assert_eq!(texts(&session), ["> last draft"]);
    assert_eq!(session.position(0, note), Point::new(7, 7));
}

#[test]
fn s65_what_is_refused_again_is_still_to_be_put_back() {
    let mut session = lost_edit(BEFORE, reworded());
    session.offline(1);
    session.clients[1].propose_again(0).unwrap();
    session.act(0, Operation::SetPhase(SILENT));
    session.back(1);
    assert_eq!(session.clients[1].quarantine().len(), 1);
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["last draft"]);
    for who in [1, 2] {
        assert!(waiting(&session, who).is_empty());
    }
    session.assert_in_step();
}

#[test]
fn s65_nobody_blocks_what_somebody_else_puts_back_or_is_told_of_it() {
    let mut session = Session::new();
    let note = session.note(1, BEFORE);
    let backup = session.log.len();
    session.act(1, Operation::Edit(note, reworded()));
    restore(&mut session, backup);
    let Operation::PutBack(lost, _) = session.clients[1].quarantine()[0].operation else {
        panic!("it names what was lost");
    };
    // Somebody else uses the same name, for an edit of theirs and for a note of another's tab.
    let theirs = Operation::Edit(note, TextEdit::splice(11, 0, "?"));
    session.act(2, theirs.put_back(lost));
    let forged = RecordId {
        client: session.clients[1].id(),
        number: 99,
    };
    let forged = create(forged, shape(Content::Text, "")).put_back(lost);
    assert_eq!(session.try_act(2, forged), Err(Refusal::IdTaken));
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["last draft?"]);
    assert_nothing_refused(&session);
    let entries = session.log.iter();
    let put_back = entries.filter(|it| matches!(it.outcome, Ok(Operation::PutBack(..))));
    let by: Vec<ParticipantId> = put_back.map(|it| it.participant).collect();
    assert_eq!(by, [ParticipantId(2), ParticipantId(1)]);
    for (_, bytes) in &session.received {
        assert!(!names_what_was_lost(bytes));
    }
}

/// Whether a frame tells of an operation that it puts something back.
fn names_what_was_lost(bytes: &[u8]) -> bool {
    let FromServer::Batch(delta, _) = FromServer::decode(bytes).unwrap() else {
        return false;
    };
    let mut changes = delta.sections.iter().flat_map(|section| &section.changes);
    changes.any(|change| matches!(change, Change::Apply(Operation::PutBack(..))))
}
