//! What is written in private reaches nobody else before it is revealed.

use super::*;

#[test]
fn s19_hidden_texts_reach_nobody_in_any_frame() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let id = session.note(1, "");
    session.clients[1]
        .act(vec![Operation::Edit(
            id,
            TextEdit::splice(0, 0, "confidential"),
        )])
        .unwrap();
    let frame = session.clients[1].poll();
    assert_eq!(frame, None, "not saved yet");
    hand_in(&mut session, 1);
    let writer = session.connections[1].unwrap();
    let latecomer = ConnectionId(77);
    session.room.connect(
        latecomer,
        Member {
            participant: ParticipantId(7),
            role: Role::Facilitator,
        },
    );
    session
        .room
        .receive(latecomer, &hello(client(77), None, 1))
        .unwrap();
    let append = session.room.tick();
    let sent = session.room.persisted(append.through);
    assert!(sent.iter().any(|outgoing| outgoing.to == latecomer));
    for Outgoing { to, bytes } in sent {
        let tells = bytes.windows(12).any(|window| window == b"confidential");
        assert_eq!(tells, to == writer);
    }
}

#[test]
fn s20_the_server_hides_what_a_private_phase_promises() {
    // A client that says its note is not private, in a private phase.
    let mut room = room();
    let phase = Entry {
        seq: Seq(1),
        client: client(9),
        participant: ParticipantId(0),
        counter: 1,
        outcome: Ok(Operation::SetPhase(PRIVATE)),
    };
    room.take(phase);
    room.receive(LINK, &submit(1, 1, vec![note(1)])).unwrap();
    assert!(
        room.document()
            .records()
            .all(|(_, record)| record.secrecy.hidden)
    );
}

#[test]
fn s20_what_was_written_in_private_and_comes_late_stays_hidden() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let content = Content::Note(NoteType::default());
    session.clients[1]
        .act(vec![create(id, shape(content, "late"))])
        .unwrap();
    session.act(0, Operation::Reveal(Reveal::All));
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.back(1);
    assert!(session.seen(0, id).is_none());
    assert_eq!(session.text(1, id), "late");
}

#[test]
fn s21_a_reveal_delivers_the_whole_record() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [session.note(1, "one"), session.note(2, "two")];
    session.type_at(1, notes[0], 3, " and a half");
    session.act(0, Operation::Reveal(Reveal::Record(notes[0])));
    assert_eq!(session.text(0, notes[0]), "one and a half");
    assert!(session.seen(0, notes[1]).is_none());
    session.act(0, Operation::Reveal(Reveal::All));
    assert_eq!(session.text(1, notes[1]), "two");
    session.assert_in_step();
}
