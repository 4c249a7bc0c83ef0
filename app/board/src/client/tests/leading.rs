//! What leads the session is done in the phase that it was meant for, while whoever leads is
//! there, or not at all.

use super::super::*;
use super::{alone, reopen};
use crate::actions;
use crate::geometry::Point;
use crate::groups::Group;
use crate::lead::Lead;
use crate::limits::MAX_TEXT;
use crate::operation::Reveal;
use crate::record::{Content, Kind, NoteType};
use crate::rules::{Phase, Role};
use crate::testing::{PRIVATE, Session, at, create, shape};
use crate::timer::Timer;

const NOW: i64 = 1_800_000_000_000;
const MINUTE: i64 = 60_000;

/// Two who lead (0 and 2), and a participant (1), in the first phase.
fn led() -> Session {
    let mut session = Session::of(&[Role::Facilitator, Role::Participant, Role::Facilitator]);
    session.act(0, Operation::SetPhase(begun(0)));
    session
}

/// A phase of the script as it is begun, private as all of them.
fn begun(step: u16) -> Phase {
    Phase {
        step,
        timer: Timer::begin(NOW, 10 * MINUTE),
        ..PRIVATE
    }
}

/// All that leads a session.
fn deeds() -> Vec<Operation> {
    let (by, at) = (2 * MINUTE, NOW);
    let group = Group {
        frame: RecordId {
            client: ClientId::from_random(3),
            number: 1,
        },
        people: vec![ParticipantId(1)],
    };
    vec![
        Operation::SetPhase(begun(1)),
        Operation::SetGroups(vec![group]),
        Operation::Reveal(Reveal::All),
        Operation::Reveal(Reveal::Next),
        Operation::Reveal(Reveal::Author(ParticipantId(1))),
        Lead::Clock { runs: false, at }.into(),
        Lead::MoreTime { by, at }.into(),
        Lead::HideNames(true).into(),
    ]
}

/// A note that the participant writes, and has not sent yet.
fn unsent_note(session: &mut Session) -> RecordId {
    let id = session.clients[1].new_record_id();
    let note = shape(Content::Note(NoteType::default()), "private");
    alone(session, 1, create(id, note));
    id
}

/// Somebody sends what waits, and does not hear the answer yet.
fn send(session: &mut Session, who: usize) {
    let revision = session.clients[who].save().revision;
    session.clients[who].saved(revision);
    let frame = session.clients[who].poll().unwrap();
    let connection = session.connections[who].unwrap();
    session.room.receive(connection, &frame).unwrap();
}

/// Somebody who leads (2) divides the people into two groups, each with a frame.
fn form_groups(session: &mut Session) {
    let groups = [("One", vec![ParticipantId(1)]), ("Two", Vec::new())];
    let groups = groups.map(|(name, people)| (name.to_owned(), people));
    let forming = actions::form_groups(&mut session.clients[2], groups.into());
    session.clients[2].act(forming).unwrap();
}

/// The frames that somebody sees.
fn frames(session: &Session, who: usize) -> usize {
    let view = session.clients[who].view();
    let kinds = view.records().map(|(_, record)| record.shape.kind());
    kinds.filter(|kind| *kind == Kind::Frame).count()
}

fn hidden(session: &Session) -> usize {
    session.room.document().hidden().records
}

/// Whoever leads is told that something was not done, and it waits nowhere.
fn assert_told_too_late(session: &Session, who: usize) {
    assert_eq!(session.notices, [(who, Notice::NotDone(Refusal::Late))]);
    assert!(session.clients[who].quarantine().is_empty());
    session.assert_in_step();
}

#[test]
fn s66_what_rests_on_a_phase_that_is_over_changes_nothing_of_the_next() {
    for deed in deeds() {
        let mut session = led();
        // Pressed in the first phase; the room hears of it in the second, in which somebody
        // has written since.
        alone(&mut session, 2, deed);
        alone(&mut session, 0, Operation::SetPhase(begun(2)));
        let note = unsent_note(&mut session);
        session.sync();
        assert_eq!(session.room.document().phase(), begun(2));
        assert!(session.room.document().groups().is_empty());
        assert_eq!(hidden(&session), 1);
        assert!(session.seen(0, note).is_none() && session.seen(2, note).is_none());
        assert_told_too_late(&session, 2);
    }
}

#[test]
fn s66_in_the_phase_that_it_rests_on_it_is_done_and_the_log_holds_that_alone() {
    for deed in deeds() {
        let mut session = led();
        session.note(1, "private");
        session.act(2, deed);
        assert_eq!(session.notices, []);
        let last = session.log.last().unwrap().outcome.clone().unwrap();
        assert!(!matches!(last, Operation::Lead { .. }));
        let document = session.room.document();
        let changed = (document.phase(), document.groups().len(), hidden(&session));
        assert_ne!(changed, (begun(0), 0, 1), "{last:?}");
        session.assert_in_step();
    }
}

#[test]
fn s66_of_two_who_begin_the_next_phase_at_once_one_does() {
    let mut session = led();
    let other = Phase {
        timer: Timer::begin(NOW + 300, 10 * MINUTE),
        ..begun(1)
    };
    alone(&mut session, 0, Operation::SetPhase(begun(1)));
    alone(&mut session, 2, Operation::SetPhase(other));
    session.sync();
    assert_eq!(session.room.document().phase(), begun(1));
    assert_told_too_late(&session, 2);
    // Nor does whoever presses twice begin it twice.
    alone(&mut session, 2, Operation::SetPhase(begun(2)));
    alone(&mut session, 2, Operation::SetPhase(begun(3)));
    session.sync();
    assert_eq!(session.room.document().phase(), begun(2));
}

#[test]
fn s66_what_several_press_in_one_phase_adds_up() {
    let mut session = led();
    let (by, at) = (2 * MINUTE, NOW);
    for deed in [
        Lead::MoreTime { by, at },
        Lead::MoreTime { by, at },
        Lead::Clock { runs: false, at },
    ] {
        alone(&mut session, 0, deed.into());
    }
    alone(&mut session, 2, Lead::HideNames(true).into());
    alone(&mut session, 2, Lead::Clock { runs: false, at }.into());
    session.sync();
    let phase = session.room.document().phase();
    assert!(phase.names_hidden && phase.private && phase.timer.stands());
    assert_eq!(phase.timer.left(NOW), Some(14 * MINUTE));
    assert_eq!(session.notices, []);
}

#[test]
fn s66_nothing_that_leads_waits_for_a_connection() {
    let mut session = led();
    session.offline(0);
    for deed in deeds() {
        let answer = session.clients[0].act(vec![deed]);
        assert_eq!(answer, Err(Refusal::Offline));
    }
    assert_eq!(session.clients[0].unacknowledged().next(), None);
    // What facilitators show of their own, as everybody does, still waits.
    let own = Operation::Reveal(Reveal::Author(ParticipantId(0)));
    alone(&mut session, 0, own);
    assert_eq!(session.clients[0].unacknowledged().count(), 1);
    session.back(0);
    assert_eq!(session.notices, []);
}

#[test]
fn s66_what_had_no_answer_when_the_connection_ended_is_not_done_on_return() {
    for tab_is_closed in [false, true] {
        let mut session = led();
        session.note(1, "private");
        alone(&mut session, 2, Operation::Reveal(Reveal::All));
        match tab_is_closed {
            true => reopen(&mut session, 2, None),
            false => session.offline(2),
        }
        session.back(2);
        assert_eq!(hidden(&session), 1, "though the phase is the same");
        assert_told_too_late(&session, 2);
    }
}

#[test]
fn s66_what_the_room_had_taken_when_the_connection_ended_has_its_answer() {
    let mut session = led();
    session.note(1, "private");
    alone(&mut session, 2, Operation::Reveal(Reveal::All));
    send(&mut session, 2);
    session.offline(2);
    session.back(2);
    assert_eq!(hidden(&session), 0);
    assert_eq!(session.notices, []);
    session.assert_in_step();
}

#[test]
fn s66_only_those_who_lead_do() {
    let mut session = led();
    for deed in deeds() {
        let own = deed == Operation::Reveal(Reveal::Author(ParticipantId(1)));
        if !own {
            assert_eq!(session.try_act(1, deed), Err(Refusal::NotYours));
        }
    }
}

#[test]
fn s63_groups_are_there_with_their_frames_though_the_tab_was_killed_meanwhile() {
    let mut session = led();
    form_groups(&mut session);
    assert_eq!(frames(&session, 2), 2, "where they are formed, at once");
    send(&mut session, 2);
    // It never comes back. What came in one frame is kept in one go.
    session.offline(2);
    let append = session.room.tick();
    assert_eq!(append.entries.len(), 3);
    let document = session.room.document();
    assert_eq!((document.len(), document.groups().len()), (2, 2));
    session.log.extend(append.entries);
    session.restart(Epoch(1), None);
    for who in [0, 1] {
        session.back(who);
        assert_eq!(frames(&session, who), 2);
    }
    let own = session.clients[1].view().frame_of(ParticipantId(1));
    assert_eq!(own.unwrap().1.shape.text, "One");
    assert_eq!(session.notices, []);
    session.assert_in_step();
}

/// More groups than one frame has room for, as their names are long.
const MANY: usize = 20;

/// Somebody who leads (2) forms them.
fn form_many_groups(session: &mut Session) {
    let groups = (0..MANY).map(|_| ("x".repeat(MAX_TEXT), Vec::new()));
    let forming = actions::form_groups(&mut session.clients[2], groups.collect());
    session.clients[2].act(forming).unwrap();
}

#[test]
fn s63_frames_that_do_not_fit_beside_their_groups_follow_where_these_are_formed() {
    for formed in [true, false] {
        let mut session = led();
        form_many_groups(&mut session);
        if !formed {
            alone(&mut session, 0, Operation::SetPhase(begun(2)));
            send(&mut session, 0);
        }
        send(&mut session, 2);
        let made = session.room.document().len();
        assert!(made < MANY, "{made}");
        session.sync();
        let all = if formed { MANY } else { 0 };
        assert_eq!(session.room.document().len(), all);
        assert_eq!(session.room.document().groups().len(), all);
        assert_eq!(frames(&session, 2), all);
        match formed {
            true => assert_eq!(session.notices, []),
            false => assert_told_too_late(&session, 2),
        }
        // What is done next has a number that the room expects.
        session.create(2, Content::Frame, "next");
        session.assert_in_step();
    }
}

#[test]
fn s63_s66_groups_that_are_not_formed_have_no_frames() {
    let mut session = led();
    form_groups(&mut session);
    let later = session.clients[2].new_record_id();
    let later = create(later, shape(Content::Frame, "later"));
    alone(&mut session, 2, later);
    alone(&mut session, 0, Operation::SetPhase(begun(2)));
    session.sync();
    assert!(session.room.document().groups().is_empty());
    assert_eq!(session.room.document().len(), 1, "what came later");
    assert_eq!(frames(&session, 2), 1);
    assert_told_too_late(&session, 2);
    // Nothing is left of it to be taken back or done again.
    session.clients[2].undo().unwrap();
    session.clients[2].undo().unwrap();
    assert_eq!(session.clients[2].undo(), Ok(None));
    session.sync();
    session.assert_in_step();
    assert_eq!(frames(&session, 0), 0);
}

#[test]
fn s63_s66_groups_that_no_answer_came_to_have_no_frames_later() {
    for tab_is_closed in [false, true] {
        let mut session = led();
        form_groups(&mut session);
        match tab_is_closed {
            true => reopen(&mut session, 2, None),
            false => session.offline(2),
        }
        session.back(2);
        assert!(session.room.document().is_empty());
        assert_eq!(frames(&session, 2), 0);
        assert_told_too_late(&session, 2);
    }
}

#[test]
fn s32_s63_what_is_set_offline_is_contested_though_groups_were_not_formed() {
    let mut session = led();
    let there = session.create(0, Content::Frame, "there");
    form_groups(&mut session);
    alone(&mut session, 0, Operation::SetPhase(begun(2)));
    send(&mut session, 0);
    send(&mut session, 2);
    session.offline(2);
    session.sync();
    alone(&mut session, 2, Operation::Set(there, at(5, 5)));
    session.set(0, there, at(9, 9));
    session.back(2);
    session.assert_in_step();
    assert_eq!(frames(&session, 2), 1);
    assert_eq!(session.position(2, there), Point::new(9, 9));
    let contested = &session.seen(0, there).unwrap().contested;
    assert_eq!(contested.len(), 1);
}
