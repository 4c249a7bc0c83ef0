//! What the server tells nobody: whose unsigned records are; and how hidden ones come out
//! one by one.

use super::{Checkpoint, Entry, Room};
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::operation::{Operation, Reveal};
use crate::record::{Content, NoteType};
use crate::rules::Phase;
use crate::secrecy::Secrecy;
use crate::testing::{PRIVATE, Session, create, shape};

const NAMELESS: Phase = Phase {
    names_hidden: true,
    ..Phase::OPEN
};

/// Whose a record is, as a client was told.
fn author(session: &Session, who: usize, id: RecordId) -> ParticipantId {
    session.seen(who, id).unwrap().author
}

fn phase(session: &mut Session, phase: Phase) {
    session.act(0, Operation::SetPhase(phase));
}

#[test]
fn s57_what_is_written_while_names_are_hidden_is_unsigned_for_ever() {
    let mut session = Session::new();
    let open = session.note(1, "with a name");
    phase(&mut session, NAMELESS);
    let unsigned = session.note(1, "without");
    phase(&mut session, Phase::OPEN);
    session.type_at(1, unsigned, 0, "still ");
    for who in [0, 2] {
        assert_eq!(author(&session, who, open), ParticipantId(1));
        assert_eq!(author(&session, who, unsigned), ParticipantId::NOBODY);
    }
    assert_eq!(author(&session, 1, unsigned), ParticipantId(1), "its own");
    session.act(1, Operation::Delete(unsigned));
    session.act(0, Operation::Restore(unsigned));
    // A snapshot says no more than what followed the board did.
    let kept = session.room.checkpoint();
    session.restart(Epoch(2), kept);
    for who in 0..3 {
        session.back(who);
    }
    session.assert_in_step();
    assert_eq!(author(&session, 2, unsigned), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, unsigned), ParticipantId(1));
    assert_eq!(author(&session, 2, open), ParticipantId(1));
}

#[test]
fn s57_nobody_signs_while_names_are_hidden_and_what_was_signed_signs_afterwards() {
    let mut session = Session::new();
    let open = session.note(1, "with a name");
    phase(&mut session, NAMELESS);
    let unsigned = session.note(1, "without");
    let signers = |session: &Session, over: bool| {
        let document = session.room.document();
        let hidden = document.phase().hides_names(over);
        [open, unsigned].map(|id| document.record(id).unwrap().signer(hidden))
    };
    assert_eq!(signers(&session, false), [None, None]);
    // The phase ends with the session at the latest.
    assert_eq!(signers(&session, true), [Some(ParticipantId(1)), None]);
    phase(&mut session, Phase::OPEN);
    assert_eq!(signers(&session, false), [Some(ParticipantId(1)), None]);
}

#[test]
fn s57_what_was_written_without_a_name_and_comes_late_stays_unsigned() {
    let mut session = Session::new();
    phase(&mut session, NAMELESS);
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let note = create(id, shape(Content::Note(NoteType::default()), "late"));
    session.clients[1].act(vec![note]).unwrap();
    phase(&mut session, Phase::OPEN);
    session.back(1);
    assert_eq!(author(&session, 2, id), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, id), ParticipantId(1));
}

#[test]
fn s57_a_reveal_tells_the_author_alone_that_a_record_is_theirs() {
    let mut session = Session::new();
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let id = session.note(1, "hidden and unsigned");
    session.act(0, Operation::Reveal(Reveal::All));
    assert_eq!(author(&session, 0, id), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, id), ParticipantId(1));
    session.assert_in_step();
}

#[test]
fn s57_a_log_from_before_says_by_its_phases_what_is_unsigned() {
    let id = RecordId {
        client: ClientId::from_random(7),
        number: 1,
    };
    let note = Operation::Create {
        id,
        secrecy: Secrecy::NONE,
        shape: Box::new(shape(Content::Text, "old")),
    };
    let operations = [
        Operation::SetPhase(NAMELESS),
        note,
        Operation::SetPhase(Phase::OPEN),
    ];
    let entries = (1..).zip(operations).map(|(seq, operation)| Entry {
        seq: Seq(seq),
        client: id.client,
        participant: ParticipantId(1),
        counter: u32::try_from(seq).unwrap(),
        outcome: Ok(operation),
    });
    let room = Room::open(Epoch(1), None, entries);
    let told = room.document().seen_by(ParticipantId(2));
    assert_eq!(told.live(id).unwrap().author, ParticipantId::NOBODY);
    // A state that was kept when nobody asked this is left aside.
    let mut state = room.checkpoint().unwrap().encode();
    state[0] = 3;
    assert!(!Checkpoint::is_current(&state));
    assert_eq!(Checkpoint::decode(&state), Err(Error::Version(3)));
}

#[test]
fn s58_a_facilitator_reveals_one_hidden_record_after_the_other() {
    let mut session = Session::new();
    phase(&mut session, PRIVATE);
    let [first, second] = [1, 2].map(|who| session.note(who, "each one's first"));
    let gone = session.note(1, "taken back");
    session.act(1, Operation::Delete(gone));
    let seen = |session: &Session| {
        let ids = [first, second].into_iter();
        ids.filter(|id| session.seen(0, *id).is_some()).count()
    };
    for count in [1, 2, 2] {
        session.act(0, Operation::Reveal(Reveal::Next));
        assert_eq!(seen(&session), count);
    }
    assert!(session.try_act(1, Operation::Reveal(Reveal::Next)).is_err());
    session.assert_in_step();
    // The log says which one it was: done again, it gives the same board.
    let before = session.room.document().clone();
    session.restart(Epoch(1), None);
    assert_eq!(session.room.document(), &before);
}

#[test]
fn s58_asked_for_one_author_a_reveal_leaves_out_what_is_unsigned() {
    let mut session = Session::new();
    phase(&mut session, PRIVATE);
    let signed = session.note(1, "with a name");
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let unsigned = session.note(1, "without");
    session.act(0, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    assert!(session.seen(0, signed).is_some());
    assert!(session.seen(0, unsigned).is_none());
    phase(&mut session, Phase::OPEN);
    session.act(1, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    assert_eq!(author(&session, 0, unsigned), ParticipantId::NOBODY);
}
