//! What the room makes of what it is sent: each operation is done once and in order, or refused,
//! and nothing is told before it is durable.

use super::*;
use crate::rules::Refusal;
use crate::wire;

#[test]
fn s12_an_edit_passes_what_its_author_had_not_seen() {
    let mut session = Session::new();
    let id = session.note(0, "abcd");
    for (who, edit) in [
        (0, TextEdit::splice(4, 0, "!")),
        (1, TextEdit::splice(0, 4, "")),
        (2, TextEdit::splice(2, 0, "X")),
    ] {
        session.clients[who]
            .act(vec![Operation::Edit(id, edit)])
            .unwrap();
    }
    session.sync();
    assert_eq!(session.text(0, id), "X!");
    session.assert_in_step();
}

#[test]
fn s13_a_repeated_operation_is_recognised() {
    let mut room = room();
    let frame = submit(0, 1, vec![note(1), note(2)]);
    for _ in 0..3 {
        room.receive(LINK, &frame).unwrap();
    }
    assert_eq!(room.tick().entries.len(), 2);
    // Half of it is new: only that is done.
    room.receive(LINK, &submit(0, 2, vec![note(2), note(3)]))
        .unwrap();
    assert_eq!(room.tick().entries.len(), 1);
    assert_eq!(room.document().len(), 3);
}

#[test]
fn s13_a_gap_between_operations_is_not_accepted() {
    let mut room = room();
    room.receive(LINK, &submit(0, 2, vec![note(2)])).unwrap();
    assert_eq!(settle(&mut room), [FromServer::Resync]);
    assert!(room.document().is_empty());
}

#[test]
fn s14_nothing_leaves_before_it_is_durable() {
    let mut room = room();
    let reader = ConnectionId(2);
    room.connect(reader, other(Role::Participant));
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    let first = room.tick();
    room.receive(LINK, &submit(0, 2, vec![note(2)])).unwrap();
    // Whoever joins now waits, too: the snapshot holds both.
    room.receive(reader, &hello(client(2), None, 1)).unwrap();
    let second = room.tick();
    let sent = room.persisted(first.through);
    assert_eq!(sent.len(), 1, "the answer to the first operation");
    assert_eq!(sent[0].to, LINK);
    let sent = room.persisted(second.through);
    assert_eq!(sent.len(), 2);
}

#[test]
fn s15_who_looks_on_is_answered_and_leaves_nothing_in_the_log() {
    let mut room = Room::open(Epoch(1), None, []);
    room.connect(LINK, me(Role::Observer));
    room.receive(LINK, &hello(client(1), None, 1)).unwrap();
    settle(&mut room);
    let both = submit(0, 1, vec![note(1), note(2)]);
    room.receive(LINK, &both).unwrap();
    let append = room.tick();
    assert!(append.entries.is_empty());
    assert_eq!(append.through, Seq(0));
    let greeting = |attempt, next| {
        let hello = Hello {
            client: client(1),
            attempt,
            seen: Some((Epoch(1), Seq(0))),
            next,
        };
        FromClient::Hello(hello).encode()
    };
    assert_eq!(settle(&mut room), [FromServer::Resync]);
    room.receive(LINK, &greeting(2, 1)).unwrap();
    let FromServer::Welcome(welcome) = settle(&mut room).remove(0) else {
        panic!("a Hello is answered by a Welcome");
    };
    assert_eq!(welcome.acknowledged, 2);
    let refusals = [(1, Refusal::NotYours), (2, Refusal::NotYours)];
    assert_eq!(welcome.refused, refusals);
    // What has its answer is not done once they take part; what follows is.
    room.connect(LINK, me(Role::Participant));
    room.receive(LINK, &both).unwrap();
    room.receive(LINK, &submit(0, 3, vec![note(3)])).unwrap();
    let entries = room.tick().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].counter, 3);
}

#[test]
fn s15_a_refusal_is_remembered_beyond_a_restart() {
    let mut room = room();
    let stray = Operation::Delete(RecordId::default());
    room.receive(LINK, &submit(0, 1, vec![stray, note(1)]))
        .unwrap();
    let log = room.tick().entries;
    assert_eq!(log.len(), 2);
    let mut room = Room::open(Epoch(1), None, log);
    room.connect(LINK, me(Role::Participant));
    room.receive(LINK, &hello(client(1), None, 1)).unwrap();
    let FromServer::Welcome(welcome) = settle(&mut room).remove(0) else {
        panic!("a Hello is answered by a Welcome");
    };
    assert_eq!(welcome.acknowledged, 2);
    assert_eq!(welcome.refused, [(1, Refusal::UnknownRecord)]);
}

#[test]
fn s15_what_rests_on_a_refused_edit_still_lands_where_it_was_meant() {
    let mut session = Session::new();
    let id = session.note(0, "end");
    session.offline(1);
    let long = "x".repeat(6_000);
    // The first of these no longer fits once somebody else has written as much.
    for text in [long.as_str(), "|"] {
        let length = crate::text::length(session.text(1, id));
        let at = length - "end".len();
        let edit = TextEdit::splice(at, 0, text);
        session.clients[1]
            .act(vec![Operation::Edit(id, edit)])
            .unwrap();
        // Something in between, so that the two are not merged.
        let other = session.clients[1].new_record_id();
        let text = shape(Content::Text, "");
        session.clients[1].act(vec![create(other, text)]).unwrap();
    }
    session.type_at(0, id, 3, &long);
    session.back(1);
    session.assert_in_step();
    assert_eq!(session.clients[1].quarantine().len(), 1);
    assert_eq!(session.text(0, id), format!("|end{long}"));
}

#[test]
fn s40_a_client_of_another_version_is_told_to_reload() {
    let mut room = room();
    let mut old = hello(client(1), None, 1);
    old[0] = wire::VERSION + 1;
    room.receive(LINK, &old).unwrap();
    assert_eq!(settle(&mut room), [FromServer::Reload]);
}

#[test]
fn s66_what_leads_and_names_no_phase_is_refused_though_nothing_else_speaks_against_it() {
    let mut room = room();
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    // As programs of before kept it for a later day.
    let id = note(1).record().unwrap();
    let own = Operation::Reveal(Reveal::Record(id));
    room.connect(LINK, me(Role::Facilitator));
    let blind = vec![
        Operation::SetPhase(PRIVATE),
        Operation::Reveal(Reveal::All),
        own,
    ];
    room.receive(LINK, &submit(1, 2, blind)).unwrap();
    let entries = room.tick().entries;
    let answers: Vec<_> = entries.iter().map(|it| it.outcome.as_ref().err()).collect();
    let late = Some(&Refusal::Late);
    assert_eq!(answers, [None, late, late, None]);
    assert_eq!(room.document().phase(), Phase::OPEN);
}
