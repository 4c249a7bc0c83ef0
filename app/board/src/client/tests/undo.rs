//! Undoing and redoing: own actions, as a whole, and what others have set since.

use super::super::*;
use super::typed;
use crate::geometry::Point;
use crate::operation::Reveal;
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
    assert!(session.clients[1].undo().is_none());
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
fn s37_undo_leaves_what_somebody_else_has_set_since() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.set(1, id, at(1, 1));
    session.set(2, id, at(2, 2));
    session.clients[1].undo().unwrap();
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

#[test]
fn s39_something_new_ends_what_can_be_redone() {
    let mut session = Session::new();
    let id = session.note(1, "");
    session.set(1, id, at(1, 1));
    session.clients[1].undo().unwrap();
    session.set(1, id, at(2, 2));
    assert!(session.clients[1].redo().is_none());
}

#[test]
fn s39_reveals_and_phases_are_not_undone() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    session.act(0, Operation::Reveal(Reveal::All));
    assert!(session.clients[0].undo().is_none());
}
