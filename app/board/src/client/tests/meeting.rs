//! What was done offline meets what others did meanwhile, or what a restored server lost:
//! both values are kept, and nothing is lost.

use super::super::*;
use super::{alone, label, reopen, typed};
use crate::geometry::Point;
use crate::rules::Phase;
use crate::testing::{Session, at};
use crate::text::TextEdit;

#[test]
fn s31_what_a_restored_server_lost_waits_in_its_authors_quarantine() {
    let mut session = Session::new();
    session.note(0, "in the backup");
    let backup = session.log.len();
    let mine = session.note(1, "mine");
    let others = session.note(2, "of somebody else");
    session.log.truncate(backup);
    session.restart(Epoch(2), None);
    alone(&mut session, 1, typed(mine, 4, ", and more"));
    for who in 0..3 {
        session.online(who);
    }
    session.sync();
    session.assert_in_step();
    assert!(session.notices.contains(&(1, Notice::ServerRestored)));
    assert!(session.seen(0, mine).is_none());
    let proposals = session.clients[1].quarantine();
    let lost = proposals
        .iter()
        .position(|proposal| proposal.refusal == Refusal::LostByServer)
        .unwrap();
    assert!(
        proposals
            .iter()
            .all(|proposal| proposal.operation.record() != Some(others))
    );
    session.clients[1].propose_again(lost).unwrap();
    session.sync();
    assert_eq!(session.text(2, mine), "mine");
}

#[test]
fn s31_what_a_restored_server_lost_of_a_text_waits_too() {
    let mut session = Session::new();
    let id = session.note(1, "first");
    let backup = session.log.len();
    session.type_at(2, id, 5, ", then more");
    session.log.truncate(backup);
    session.restart(Epoch(2), None);
    for who in 0..3 {
        session.online(who);
    }
    session.sync();
    assert_eq!(session.text(1, id), "first");
    assert!(
        session.clients[2].quarantine().is_empty(),
        "its author has it"
    );
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(session.text(2, id), "first, then more");
}

#[test]
fn s32_an_edit_made_offline_that_meets_another_keeps_both_values() {
    // With a delta, and with a snapshot because the room no longer knows.
    for restarts in [false, true] {
        let mut session = Session::new();
        let id = session.note(0, "");
        session.offline(1);
        alone(&mut session, 1, Operation::Set(id, label("mine")));
        alone(&mut session, 1, Operation::Set(id, at(7, 7)));
        session.set(2, id, label("theirs"));
        if restarts {
            let checkpoint = session.room.checkpoint();
            session.restart(Epoch(1), checkpoint);
            session.online(0);
            session.online(2);
        }
        session.back(1);
        session.assert_in_step();
        let record = session.seen(0, id).unwrap();
        assert_eq!(
            record.shape.property(PropertyName::Type),
            Some(label("theirs"))
        );
        assert_eq!(
            record.shape.position,
            Point::new(7, 7),
            "nobody else moved it"
        );
        assert_eq!(record.contested.len(), 1);
        assert_eq!(record.contested[0].value, label("mine"));
        let notice = Notice::Contested(id, PropertyName::Type);
        assert_eq!(session.notices, [(1, notice)]);
        let settle = Operation::Settle {
            id,
            property: PropertyName::Type,
            by: record.contested[0].by,
            adopt: true,
        };
        session.act(2, settle);
        let record = session.seen(1, id).unwrap();
        assert_eq!(
            record.shape.property(PropertyName::Type),
            Some(label("mine"))
        );
        assert!(record.contested.is_empty());
    }
}

#[test]
fn s32_edits_made_online_are_no_conflict() {
    let mut session = Session::new();
    let id = session.note(0, "");
    for who in 0..3 {
        let place = i32::try_from(who).unwrap();
        alone(&mut session, who, Operation::Set(id, at(place, 0)));
    }
    session.sync();
    session.assert_in_step();
    assert!(session.seen(0, id).unwrap().contested.is_empty());
    assert!(session.notices.is_empty());
}

#[test]
fn s34_what_is_no_longer_permitted_becomes_a_proposal() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.offline(1);
    alone(&mut session, 1, typed(id, 0, "late"));
    let closed = Phase {
        write: false,
        ..Phase::OPEN
    };
    session.act(0, Operation::SetPhase(closed));
    session.back(1);
    session.assert_in_step();
    assert_eq!(session.text(1, id), "");
    let notice = Notice::Quarantined(Refusal::NotInPhase);
    assert_eq!(session.notices, [(1, notice)]);
    // It stays through a reload, and while it is still not permitted.
    reopen(&mut session, 1, None);
    session.back(1);
    assert_eq!(
        session.clients[1].propose_again(0),
        Err(Refusal::NotInPhase)
    );
    assert_eq!(session.clients[1].quarantine().len(), 1);
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "late");
    assert!(session.clients[1].quarantine().is_empty());
    assert_eq!(session.clients[1].discard(0), None);
}

#[test]
fn s35_who_edits_what_is_deleted_meanwhile_is_told_and_loses_nothing() {
    for restarts in [false, true] {
        let mut session = Session::new();
        let id = session.note(0, "kept");
        session.offline(1);
        alone(
            &mut session,
            1,
            Operation::Edit(id, TextEdit::splice(0, 1, "K")),
        );
        session.type_at(0, id, 4, "!");
        session.act(0, Operation::Delete(id));
        if restarts {
            let checkpoint = session.room.checkpoint();
            session.restart(Epoch(1), checkpoint);
            session.online(0);
        }
        session.back(1);
        session.assert_in_step();
        assert!(
            session
                .notices
                .contains(&(1, Notice::EditedWhileDeleted(id)))
        );
        session.act(0, Operation::Restore(id));
        let text = session.text(1, id);
        assert!(text.contains('K') && text.ends_with("ept!"), "{text}");
        session.assert_in_step();
    }
}

#[test]
fn s35_who_deletes_what_they_edited_is_told_nothing() {
    let mut session = Session::new();
    let id = session.note(1, "");
    alone(&mut session, 1, typed(id, 0, "x"));
    alone(&mut session, 1, Operation::Delete(id));
    session.sync();
    assert!(session.notices.is_empty());
}

#[test]
fn s35_what_is_restored_and_deleted_again_meanwhile_keeps_edits_in_place() {
    let mut session = Session::new();
    let id = session.note(0, "ab");
    alone(&mut session, 1, typed(id, 0, "1"));
    let client = &mut session.clients[1];
    client.saved(client.save().revision);
    let frame = client.poll().unwrap();
    // On its way: the edit above. Not sent yet: the one below.
    alone(
        &mut session,
        1,
        Operation::Edit(id, TextEdit::splice(2, 1, "")),
    );
    for step in [
        Operation::Delete(id),
        Operation::Restore(id),
        Operation::Delete(id),
    ] {
        alone(&mut session, 0, step);
    }
    session
        .room
        .receive(session.connections[1].unwrap(), &frame)
        .unwrap();
    session.sync();
    session.act(0, Operation::Restore(id));
    assert_eq!(session.text(2, id), "1a");
    session.assert_in_step();
}
