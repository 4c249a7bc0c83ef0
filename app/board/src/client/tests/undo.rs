//! Undoing and redoing: own actions, as a whole, and what others have set since.

use super::super::*;
use super::typed;
use crate::geometry::Point;
use crate::operation::Reveal;
use crate::property::Property;
use crate::record::Content;
use crate::rules::Phase;
use crate::testing::{PRIVATE, Session, at};
use crate::text::TextEdit;

#[test]
fn s36_undo_takes_back_own_actions_only() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.type_at(1, id, 0, "mine");
    session.type_at(2, id, 2, "-theirs-");
    assert_eq!(session.text(1, id), "mi-theirs-ne");
    session.clients[1].undo().unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "-theirs-");
    assert_eq!(session.clients[1].undo(), Ok(None));
    session.clients[0].undo().unwrap();
    session.sync();
    assert!(session.seen(2, id).is_none(), "the note itself");
    session.clients[0].redo().unwrap();
    session.sync();
    assert_eq!(session.text(2, id), "-theirs-");
}

#[test]
fn s36_undo_of_a_deletion_brings_text_and_record_back() {
    let mut session = Session::new();
    let id = session.note(1, "some words");
    let cut = Operation::Edit(id, TextEdit::splice(0, 5, ""));
    session.act(1, cut);
    session.act(1, Operation::Delete(id));
    session.clients[1].undo().unwrap();
    session.clients[1].undo().unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "some words");
}

#[test]
fn s39_what_a_phase_brings_is_no_step_of_whoever_began_it() {
    let mut session = Session::new();
    let id = session.note(0, "own");
    let frame = crate::actions::create_next_frame(&mut session.clients[0], &[], "Idées".into());
    let made = frame[0].record().unwrap();
    session.clients[0].see_to(frame).unwrap();
    session.sync();
    session.clients[0].undo().unwrap();
    session.sync();
    assert!(session.seen(1, id).is_none(), "their own note");
    assert!(session.seen(1, made).is_some(), "not the frame");
    assert_eq!(session.clients[0].undo(), Ok(None));
    // What was taken back is done again all the same.
    session.clients[0].redo().unwrap();
    session.sync();
    assert!(session.seen(1, id).is_some());
    session.assert_in_step();
}

#[test]
fn s37_undo_leaves_what_somebody_else_has_set_since() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.set(1, id, at(1, 1));
    session.set(2, id, at(2, 2));
    let update = session.clients[1].undo().unwrap();
    // Whoever asked for it is told that there was something, and that nothing came of it.
    assert!(update.is_some_and(|update| update.touched.is_empty()));
    session.sync();
    assert_eq!(session.position(1, id), Point::new(2, 2));
    session.assert_in_step();
}

#[test]
fn s38_an_action_is_done_and_undone_as_a_whole() {
    let mut session = Session::new();
    let id = session.note(1, "");
    let stray = Operation::Delete(RecordId::default());
    let client = &mut session.clients[1];
    let refused = client.act(vec![Operation::Set(id, at(5, 5)), stray]);
    assert_eq!(refused, Err(Refusal::UnknownRecord));
    assert_eq!(
        client.view().live(id).unwrap().shape.position,
        Point::default()
    );
    assert_eq!(client.unacknowledged().next(), None);

    client
        .act(vec![Operation::Set(id, at(1, 0)), typed(id, 0, "a")])
        .unwrap();
    for place in 2..50 {
        let step = vec![Operation::Set(id, at(place, 0)), typed(id, 0, "b")];
        client.continue_action(step).unwrap();
    }
    client.undo().unwrap();
    session.sync();
    assert_eq!(session.position(0, id), Point::default());
    assert_eq!(session.text(0, id), "");
    session.clients[1].redo().unwrap();
    session.sync();
    assert_eq!(session.position(0, id), Point::new(49, 0));
    assert_eq!(session.text(0, id).len(), 49);
}

/// A phase in which notes are moved, and nothing is written.
const SORTING: Phase = Phase {
    write: false,
    ..Phase::OPEN
};

#[test]
fn s38_what_may_not_be_undone_now_is_undone_later_and_nothing_before_it() {
    let mut session = Session::new();
    let moved = session.note(1, "moved");
    session.set(1, moved, at(10, 10));
    let written = session.note(1, "written");
    session.act(0, Operation::SetPhase(SORTING));
    let client = &mut session.clients[1];
    for _ in 0..2 {
        assert_eq!(client.undo(), Err(Refusal::NotInPhase));
    }
    assert_eq!(client.unacknowledged().next(), None);
    assert!(client.view().live(written).is_some());
    assert_eq!(session.position(1, moved), Point::new(10, 10));

    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[1].undo().unwrap();
    session.sync();
    assert!(session.seen(0, written).is_none());
    assert_eq!(session.position(0, moved), Point::new(10, 10));
    // So it is with doing it again.
    session.act(0, Operation::SetPhase(SORTING));
    assert_eq!(session.clients[1].redo(), Err(Refusal::NotInPhase));
    assert!(session.seen(1, written).is_none());
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[1].redo().unwrap();
    session.sync();
    assert_eq!(session.text(0, written), "written");
    session.assert_in_step();
}

#[test]
fn s38_where_a_part_may_not_be_undone_the_rest_stays_as_well() {
    let mut session = Session::new();
    let notes = [(); 3].map(|()| session.note(1, ""));
    let moves = notes.map(|id| Operation::Set(id, at(7, 7)));
    session.clients[1].act(moves.into()).unwrap();
    session.sync();
    let places = |session: &Session| notes.map(|id| [0, 1].map(|who| session.position(who, id).x));
    for locked in notes {
        session.act(0, Operation::Lock(locked, true));
        assert_eq!(session.clients[1].undo(), Err(Refusal::Locked));
        session.sync();
        assert_eq!(places(&session), [[7; 2]; 3]);
        session.act(0, Operation::Lock(locked, false));
    }
    session.clients[1].undo().unwrap();
    session.sync();
    assert_eq!(places(&session), [[0; 2]; 3]);
    session.act(0, Operation::Lock(notes[2], true));
    assert_eq!(session.clients[1].redo(), Err(Refusal::Locked));
    assert_eq!(places(&session), [[0; 2]; 3]);
    session.assert_in_step();
}

#[test]
fn s38_what_makes_no_sense_any_more_holds_nothing_up() {
    let mut session = Session::new();
    let note = session.note(1, "");
    session.set(1, note, at(7, 7));
    let frame = session.create(0, Content::Frame, "");
    session.set(1, note, Property::Parent(Some(frame)));
    let other = session.create(0, Content::Frame, "");
    session.set(1, note, Property::Parent(Some(other)));
    // The room has forgotten where it lay: it cannot go back there.
    session.clients[1].view.put(frame, None);
    session.clients[1].undo().unwrap();
    assert_eq!(session.clients[1].unacknowledged().next(), None);
    assert_eq!(session.seen(1, note).unwrap().shape.parent, Some(other));
    session.clients[1].undo().unwrap();
    session.clients[1].undo().unwrap();
    session.sync();
    assert_eq!(session.position(0, note), Point::default());
}

#[test]
fn s39_something_new_ends_what_can_be_redone() {
    let mut session = Session::new();
    let id = session.note(1, "");
    session.set(1, id, at(1, 1));
    session.clients[1].undo().unwrap();
    session.set(1, id, at(2, 2));
    assert_eq!(session.clients[1].redo(), Ok(None));
}

#[test]
fn s39_reveals_and_phases_are_not_undone() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    session.act(0, Operation::Reveal(Reveal::All));
    assert_eq!(session.clients[0].undo(), Ok(None));
}
