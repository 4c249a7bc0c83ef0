//! What one person proposes again at two devices: it is there once, and what is there is not
//! given back as refused.

use super::super::*;
use super::{alone, typed};
use crate::record::Content;
use crate::rules::Phase;
use crate::testing::{NAMELESS, Session, create, shape};
use crate::text::TextEdit;

/// Somebody has two devices (1 and 2). What `write` has them write is lost by a server that is
/// restored from a backup.
pub(super) fn lost<R>(phase: Phase, write: impl FnOnce(&mut Session) -> R) -> (Session, R) {
    let mut session = Session::new();
    session.second_device(2, 1);
    session.act(0, Operation::SetPhase(phase));
    let backup = session.log.len();
    let written = write(&mut session);
    restore(&mut session, backup);
    (session, written)
}

/// The server goes on with what a backup holds of its log.
pub(super) fn restore(session: &mut Session, backup: usize) {
    session.log.truncate(backup);
    session.restart(Epoch(2), None);
    for who in 0..3 {
        session.online(who);
    }
    session.sync();
}

/// Of a note of somebody who has two devices (1 and 2), the server loses an edit.
pub(super) fn lost_edit(before: &str, edit: TextEdit) -> Session {
    let mut session = Session::new();
    session.second_device(2, 1);
    let note = session.note(1, before);
    let backup = session.log.len();
    session.act(1, Operation::Edit(note, edit));
    restore(&mut session, backup);
    session
}

/// A note in which the second device goes on while the first is away.
fn two_versions(session: &mut Session) {
    let note = session.note(1, "first");
    session.offline(1);
    session.type_at(2, note, 5, ", and more");
}

/// What waits at a device, in words.
pub(super) fn waiting(session: &Session, who: usize) -> Vec<String> {
    let proposals = session.clients[who].quarantine().iter();
    proposals.map(|it| it.operation.words()).collect()
}

pub(super) fn texts(session: &Session) -> Vec<&str> {
    let records = session.room.document().records();
    records.map(|(_, it)| it.shape.text.as_str()).collect()
}

/// Nobody was told that anything was refused.
pub(super) fn assert_nothing_refused(session: &Session) {
    let refused = |(_, notice): &(usize, Notice)| matches!(notice, Notice::Quarantined(_));
    assert!(!session.notices.iter().any(refused));
    session.assert_in_step();
}

#[test]
fn s34_what_another_device_has_put_back_waits_no_longer() {
    for phase in [Phase::OPEN, NAMELESS] {
        let (mut session, _) = lost(phase, |session| session.note(1, "first"));
        for who in [1, 2] {
            assert_eq!(waiting(&session, who), ["first"]);
        }
        session.clients[1].propose_again(0).unwrap();
        session.sync();
        assert_eq!(texts(&session), ["first"]);
        assert!(waiting(&session, 2).is_empty());
        assert_nothing_refused(&session);
    }
}

#[test]
fn s34_what_two_devices_put_back_at_once_is_there_once_and_refused_to_neither() {
    let (mut session, note) = lost(NAMELESS, |session| session.note(1, "first"));
    for who in [1, 2] {
        session.clients[who].propose_again(0).unwrap();
    }
    // What is done to it meanwhile is not lost either.
    alone(&mut session, 2, typed(note, 5, "!"));
    session.sync();
    assert_eq!(texts(&session), ["first!"]);
    for who in [1, 2] {
        assert!(waiting(&session, who).is_empty());
    }
    assert_nothing_refused(&session);
}

#[test]
fn s34_what_is_put_back_with_less_in_it_gets_the_rest() {
    let (mut session, ()) = lost(NAMELESS, two_versions);
    assert_eq!(waiting(&session, 1), ["first"]);
    assert_eq!(waiting(&session, 2), ["first, and more"]);
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(waiting(&session, 2), ["first, and more"]);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["first, and more"]);
    assert!(waiting(&session, 2).is_empty());
    assert_nothing_refused(&session);

    // The other way round there is nothing left to be put back.
    let (mut session, ()) = lost(NAMELESS, two_versions);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["first, and more"]);
    assert!(waiting(&session, 1).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s34_what_a_closed_tab_left_is_not_put_back_twice() {
    let (mut session, _) = lost(NAMELESS, |session| session.note(1, "first"));
    let left = session.clients[1].quarantine().to_vec();
    session.offline(1);
    // It waits here as well.
    session.clients[2].adopt(&left);
    assert_eq!(waiting(&session, 2), ["first"]);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    // It is there.
    session.clients[2].adopt(&left);
    assert!(waiting(&session, 2).is_empty());
    assert_eq!(texts(&session), ["first"]);
    assert_nothing_refused(&session);
}

#[test]
fn s34_what_a_closed_tab_left_with_more_in_it_waits_beside() {
    let (mut session, ()) = lost(NAMELESS, two_versions);
    let left = session.clients[2].quarantine().to_vec();
    session.offline(2);
    session.clients[1].adopt(&left);
    assert_eq!(waiting(&session, 1), ["first", "first, and more"]);
    for _ in 0..2 {
        session.clients[1].propose_again(0).unwrap();
        session.sync();
    }
    assert_eq!(texts(&session), ["first, and more"]);
    assert!(waiting(&session, 1).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s34_what_was_signed_at_one_device_is_put_back_from_the_other() {
    let (mut session, note) = lost(Phase::OPEN, |session| session.note(1, "first"));
    session.offline(1);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["first"]);
    assert!(session.seen(2, note).is_none(), "it has an id of its own");
    assert!(waiting(&session, 2).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s34_what_somebody_else_has_under_the_same_id_is_another() {
    let (mut session, note) = lost(NAMELESS, |session| session.note(1, "first"));
    session.act(0, create(note, shape(Content::Text, "first")));
    assert_eq!(waiting(&session, 1), ["first"]);
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["first", "first"]);
    assert!(waiting(&session, 1).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s34_words_that_a_text_has_lost_are_put_back_once() {
    let mut session = lost_edit("first", TextEdit::splice(5, 0, ", and more"));
    for who in [1, 2] {
        assert_eq!(waiting(&session, who), ["first, and more"]);
    }
    // Others go on in it meanwhile.
    let (note, _) = session.room.document().records().next().unwrap();
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    session.type_at(0, note, 15, "!");
    assert_eq!(texts(&session), ["first, and more!"]);
    assert!(waiting(&session, 2).is_empty());
    assert_nothing_refused(&session);
}

#[test]
fn s34_words_that_a_closed_tab_was_to_put_back_are_put_back_once() {
    let mut session = lost_edit("first", TextEdit::splice(5, 0, ", and more"));
    let left = session.clients[1].quarantine().to_vec();
    session.offline(1);
    session.clients[2].adopt(&left);
    assert_eq!(waiting(&session, 2), ["first, and more"]);
    session.clients[2].discard(0).unwrap();
    // Also where nothing of it waits here: they go into the text that is there.
    session.clients[2].adopt(&left);
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    session.clients[2].adopt(&left);
    assert!(waiting(&session, 2).is_empty());
    assert_eq!(texts(&session), ["first, and more"]);
    assert_nothing_refused(&session);
}

#[test]
fn s31_words_that_were_taken_from_a_text_go_again_with_what_came_in_their_place() {
    let mut session = lost_edit("first draft", TextEdit::splice(0, 11, "last"));
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(texts(&session), ["last"]);
}
