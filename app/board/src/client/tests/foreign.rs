//! A client whose id turns out to be somebody else's.

use super::super::*;
use super::{alone, typed};
use crate::geometry::Point;
use crate::property::Property;
use crate::record::{Content, NoteType, Shape};
use crate::testing::{Session, at, create, shape};

#[test]
fn s2_whose_id_is_somebody_else_s_takes_another_and_loses_nothing() {
    let mut session = Session::new();
    let there = session.note(0, "there");
    session.offline(1);
    let stolen = session.clients[1].id();
    let [frame, note] = [(); 2].map(|()| session.clients[1].new_record_id());
    alone(
        &mut session,
        1,
        create(frame, shape(Content::Frame, "mine")),
    );
    let inside = Shape {
        parent: Some(frame),
        ..shape(Content::Note(NoteType::default()), "in it")
    };
    alone(&mut session, 1, create(note, inside));
    alone(&mut session, 1, Operation::Set(there, at(3, 3)));
    alone(&mut session, 1, typed(note, 5, "!"));
    let waiting = session.clients[1].unacknowledged().count();
    // In a room that is opened anew somebody else greets with that id, and writes.
    session.restart(Epoch(1), None);
    session.clients[2] = Client::new(stolen).with_secret([9; 16]);
    session.back(0);
    session.back(2);
    assert_eq!(session.note(2, "not mine"), frame, "under the same id");
    session.online(1);
    let greeting = session.clients[1].poll().unwrap();
    let link = session.connections[1].unwrap();
    let answer = session.room.receive(link, &greeting);
    assert_eq!(answer, Err(Error::ForeignClient));
    session.offline(1);
    let (update, new) = session.clients[1].take_id(ClientId::from_random(77));
    assert!(update.touched.contains(&frame) && update.touched.contains(&new[&frame]));
    assert_eq!(session.clients[1].unacknowledged().count(), waiting);
    session.clients[1].connected();
    assert!(
        !session.clients[1].is_saved(),
        "nothing is sent under either id"
    );
    session.clients[1].disconnected();
    session.back(1);
    session.assert_in_step();
    for reader in 0..3 {
        assert_eq!(session.text(reader, new[&note]), "in it!");
        let inside = session.seen(reader, new[&note]).unwrap();
        assert_eq!(inside.shape.parent, Some(new[&frame]));
        assert_eq!(inside.author, ParticipantId(1));
        assert_eq!(session.text(reader, frame), "not mine");
        assert_eq!(session.position(reader, there), Point::new(3, 3));
    }
    assert!(session.clients[1].quarantine().is_empty());
}

#[test]
fn s2_what_is_kept_under_a_new_id_is_found_under_it() {
    let mut session = Session::new();
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let mine = shape(Content::Text, "mine");
    alone(&mut session, 1, create(id, mine));
    let other = ClientId::from_random(77);
    let (_, new) = session.clients[1].take_id(other);
    let saved = session.clients[1].save();
    let loaded = Client::load(&saved.bytes, None).unwrap();
    assert_eq!(loaded.id(), other);
    assert_eq!(loaded.view().live(new[&id]).unwrap().shape.text, "mine");
    assert!(loaded.view().live(id).is_none());
}

#[test]
fn s2_what_was_done_is_undone_and_redone_under_the_new_id() {
    let mut session = Session::new();
    session.offline(1);
    let [frame, note] = [(); 2].map(|()| session.clients[1].new_record_id());
    let within = Operation::Set(note, Property::Parent(Some(frame)));
    for operation in [
        create(frame, shape(Content::Frame, "mine")),
        create(note, shape(Content::Note(NoteType::default()), "")),
        within,
        typed(note, 0, "words"),
    ] {
        alone(&mut session, 1, operation);
    }
    session.clients[1].undo().unwrap();
    let (_, new) = session.clients[1].take_id(ClientId::from_random(77));
    let parent = |session: &Session| session.seen(1, new[&note]).unwrap().shape.parent;
    session.clients[1].redo().unwrap();
    assert_eq!(session.text(1, new[&note]), "words");
    for _ in 0..2 {
        session.clients[1].undo().unwrap();
    }
    assert_eq!(parent(&session), None);
    session.clients[1].redo().unwrap();
    assert_eq!(parent(&session), Some(new[&frame]));
    session.back(1);
    // Where it lies, the note, the frame.
    for _ in 0..3 {
        session.clients[1].undo().unwrap();
    }
    assert_eq!(session.clients[1].undo(), Ok(None));
    session.sync();
    session.assert_in_step();
    assert_eq!(session.seen(0, new[&note]), None);
    assert_eq!(session.seen(0, new[&frame]), None);
}

#[test]
fn s2_what_somebody_else_has_under_the_old_id_is_neither_undone_nor_written_in() {
    let mut session = Session::new();
    let stolen = session.clients[0].id();
    let mine = session.note(0, "mine");
    // A server that is restored has lost it, and somebody else comes under that id first.
    session.log.clear();
    session.restart(Epoch(2), None);
    session.clients[2] = Client::new(stolen).with_secret([9; 16]);
    session.back(2);
    let theirs = session.note(2, "theirs");
    assert_eq!(theirs, mine, "under the same id");
    session.clients[0].take_id(ClientId::from_random(77));
    session.back(0);
    assert_eq!(session.text(0, theirs), "theirs");
    // Who leads may take off what others made, and write in it.
    session.clients[0].undo().unwrap();
    session.clients[0].propose_again(0).unwrap();
    session.sync();
    session.assert_in_step();
    assert_eq!(session.text(2, theirs), "theirs");
    let records = session.room.document().records();
    assert_eq!(records.filter(|(_, it)| it.shape.text == "mine").count(), 1);
}

#[test]
fn s16_what_was_refused_is_saved_before_anything_more_is_sent() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.offline(1);
    alone(&mut session, 1, typed(id, 0, "x"));
    session.act(0, Operation::Lock(id, true));
    session.online(1);
    let revision = session.clients[1].save().revision;
    session.clients[1].saved(revision);
    let link = session.connections[1].unwrap();
    // Its greeting, then what it typed, then the answer to that.
    for _ in 0..2 {
        let frame = session.clients[1].poll().unwrap();
        session.room.receive(link, &frame).unwrap();
        let append = session.room.tick();
        for outgoing in session.room.persisted(append.through) {
            if outgoing.to == link {
                session.clients[1].receive(&outgoing.bytes).unwrap();
            }
        }
    }
    assert_eq!(session.clients[1].quarantine().len(), 1);
    let other = session.clients[1].new_record_id();
    let text = shape(Content::Text, "");
    alone(&mut session, 1, create(other, text));
    assert!(!session.clients[1].is_saved());
    assert_eq!(session.clients[1].poll(), None);
    let revision = session.clients[1].save().revision;
    session.clients[1].saved(revision);
    assert!(session.clients[1].poll().is_some());
}
