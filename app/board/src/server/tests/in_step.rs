//! How clients are brought into step and kept there: deltas and snapshots, lost frames, a room
//! that is opened again.

use super::*;
use crate::limits::{MAX_TAIL, MAX_UNTOLD};
use crate::wire::{CatchUp, Change};

#[test]
fn s26_the_shorter_of_delta_and_snapshot_is_sent() {
    let mut session = Session::new();
    let notes: Vec<RecordId> = (0..20).map(|_| session.note(0, "some words")).collect();
    let seen = session.room.tail.end();
    session.set(0, notes[0], at(1, 1));
    let answer = |room: &Room, seen| {
        let hello = Hello {
            client: client(50),
            attempt: 1,
            seen,
            next: 1,
        };
        let bytes = room.welcome(me(Role::Participant), &hello, &TurnedAway::default());
        let Ok(FromServer::Welcome(welcome)) = FromServer::decode(&bytes) else {
            panic!("a Hello is answered by a Welcome");
        };
        (matches!(welcome.catch_up, CatchUp::Delta(_)), bytes.len())
    };
    let (is_delta, short) = answer(&session.room, Some((Epoch(1), seen)));
    assert!(is_delta);
    let (is_delta, whole) = answer(&session.room, None);
    assert!(!is_delta && short < whole);
    let (is_delta, _) = answer(&session.room, Some((Epoch(2), seen)));
    assert!(!is_delta, "a place in another epoch is no place here");
    // After this the delta would be longer than the board.
    for note in &notes {
        session.act(
            0,
            Operation::Edit(*note, TextEdit::splice(0, 0, &"x".repeat(100))),
        );
        session.act(0, Operation::Delete(*note));
    }
    let (is_delta, _) = answer(&session.room, Some((Epoch(1), seen)));
    assert!(!is_delta);
}

#[test]
fn s27_only_the_last_value_of_a_property_is_sent() {
    let mut session = Session::new();
    let id = session.note(0, "");
    let start = session.room.tail.end();
    for place in 1..=50 {
        session.set(place % 3, id, at(i32::try_from(place).unwrap(), 0));
    }
    let reader = Reader {
        client: client(50),
        member: Member {
            participant: ParticipantId(50),
            role: Role::Participant,
        },
    };
    let delta = reader.delta(&session.room.tail, session.room.document(), start);
    let changes: Vec<Change> = delta
        .unwrap()
        .sections
        .into_iter()
        .flat_map(|section| section.changes)
        .collect();
    assert_eq!(changes, [Change::Apply(Operation::Set(id, at(50, 0)))]);
}

#[test]
fn s28_a_client_that_fell_out_of_memory_finds_its_place_again() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.offline(1);
    let seen = session.room.tail.end();
    for _ in 0..=MAX_TAIL {
        let entry = Entry {
            seq: session.room.tail.end().next(),
            client: client(9),
            participant: ParticipantId(9),
            counter: 1,
            outcome: Ok(Operation::Set(id, at(4, 4))),
        };
        session.room.take(entry);
    }
    session.room.tick();
    assert!(session.room.tail.since(seen).is_none());
    session.back(1);
    assert_eq!(session.position(1, id).x, 4);
    session.assert_in_step();
}

#[test]
fn s28_a_client_hears_where_it_stands_though_nothing_concerns_it() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let id = session.note(1, "");
    for place in 0..=MAX_UNTOLD {
        let place = i32::try_from(place).unwrap();
        session.set(1, id, at(place, 0));
    }
    let told = session
        .room
        .connections
        .values()
        .filter_map(|known| known.joined);
    let end = session.room.tail.end().0;
    assert!(
        told.map(|joined| end - joined.sent.0)
            .all(|untold| untold < MAX_UNTOLD)
    );
    session.assert_in_step();
}

#[test]
fn s28_a_repeated_hello_is_answered_once() {
    let mut room = room();
    room.receive(LINK, &hello(client(1), None, 1)).unwrap();
    assert_eq!(settle(&mut room), []);
}

#[test]
fn s28_a_heartbeat_tells_of_a_lost_last_frame() {
    let mut session = Session::new();
    let id = session.note(0, "");
    let quiet = session.room.tail.end();
    let update = |session: &mut Session, bytes: &[u8]| {
        session.clients[1].receive(bytes).unwrap();
        session.clients[1].is_live()
    };
    let beat = |session: &mut Session| {
        session.room.heartbeat();
        let link = session.connections[1];
        let sent = session.room.persisted(session.room.tail.end());
        let mine = sent.into_iter().find(|outgoing| Some(outgoing.to) == link);
        mine.unwrap().bytes
    };
    let bytes = beat(&mut session);
    assert!(update(&mut session, &bytes), "all is well");
    // Moves at a place where the frame to 1 is lost.
    let entry = Entry {
        seq: quiet.next(),
        client: client(9),
        participant: ParticipantId(9),
        counter: 1,
        outcome: Ok(Operation::Set(id, at(4, 4))),
    };
    session.room.take(entry);
    let append = session.room.tick();
    drop(session.room.persisted(append.through));
    let bytes = beat(&mut session);
    assert!(!update(&mut session, &bytes));
    session.sync();
    assert_eq!(session.position(1, id).x, 4);
}

#[test]
fn s29_all_who_may_know_the_same_are_sent_the_same_bytes() {
    let mut session = Session::new();
    let id = session.note(0, "");
    session.clients[0]
        .act(vec![Operation::Set(id, at(9, 9))])
        .unwrap();
    hand_in(&mut session, 0);
    let append = session.room.tick();
    let sent = session.room.persisted(append.through);
    assert_eq!(sent.len(), 3);
    assert!(
        sent.windows(2)
            .all(|pair| Arc::ptr_eq(&pair[0].bytes, &pair[1].bytes))
    );
}

#[test]
fn s30_a_restart_keeps_what_was_acknowledged_and_what_waits() {
    let mut session = Session::new();
    let id = session.note(1, "one");
    session.restart(Epoch(1), None);
    session.clients[1]
        .act(vec![Operation::Edit(id, TextEdit::splice(3, 0, " two"))])
        .unwrap();
    for who in 0..3 {
        session.online(who);
    }
    session.sync();
    assert_eq!(session.text(0, id), "one two");
    session.assert_in_step();
}

#[test]
fn s30_a_checkpoint_stands_for_the_log_up_to_it() {
    let mut session = Session::new();
    session.note(1, "before");
    let checkpoint = session.room.checkpoint().unwrap();
    session.note(2, "after");
    let expected = session.room.document().clone();
    let stored = Checkpoint::decode(&checkpoint.encode()).unwrap();
    assert_eq!(stored, checkpoint);
    session.restart(Epoch(1), Some(stored));
    assert_eq!(*session.room.document(), expected);
    for who in 0..3 {
        session.online(who);
    }
    session.sync();
    session.assert_in_step();
    // With something not yet durable there is none.
    session.clients[0]
        .act(vec![Operation::SetPhase(PRIVATE)])
        .unwrap();
    hand_in(&mut session, 0);
    assert_eq!(session.room.checkpoint(), None);
}
