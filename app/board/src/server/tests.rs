//! The room's rules: who is behind a client, its answers, what stays hidden, hostile frames.

mod in_step;

use proptest::prelude::*;

use super::*;
use crate::client::Client;
use crate::ids::{ParticipantId, RecordId};
use crate::limits::MAX_CLIENTS;
use crate::operation::{Operation, Reveal};
use crate::property::Property;
use crate::put_back::Lost;
use crate::record::{Colour, Content, NoteType};
use crate::rules::{Phase, Refusal, Role};
use crate::testing::{PRIVATE, Session, at, create, shape};
use crate::text::TextEdit;
use crate::wire::{self, CatchUp, Hello, Submit};

const LINK: ConnectionId = ConnectionId(1);

fn me(role: Role) -> Member {
    Member {
        participant: ParticipantId(1),
        role,
    }
}

fn client(number: u64) -> ClientId {
    ClientId::from_random(number)
}

fn note(number: u32) -> Operation {
    let id = RecordId {
        client: client(1),
        number,
    };
    create(id, shape(Content::Note(NoteType::default()), ""))
}

fn hello(client: ClientId, seen: Option<(Epoch, Seq)>, next: u32) -> Vec<u8> {
    let hello = Hello {
        client,
        attempt: 1,
        seen,
        next,
    };
    FromClient::Hello(hello).encode()
}

fn submit(base: u64, first: u32, operations: Vec<Operation>) -> Vec<u8> {
    let submit = Submit {
        base: Seq(base),
        first,
        operations,
    };
    FromClient::Submit(submit).encode()
}

/// A room with one client that has said Hello and been answered.
fn room() -> Room {
    let mut room = Room::open(Epoch(1), None, []);
    room.connect(LINK, me(Role::Participant));
    room.receive(LINK, &hello(client(1), None, 1)).unwrap();
    settle(&mut room);
    room
}

/// Ends a tick whose entries are durable at once.
fn settle(room: &mut Room) -> Vec<FromServer> {
    let append = room.tick();
    let sent = room.persisted(append.through);
    sent.iter()
        .map(|outgoing| FromServer::decode(&outgoing.bytes).unwrap())
        .collect()
}

#[test]
fn s64_who_asks_ahead_gets_the_board_and_is_not_there_until_they_connect() {
    let mut room = room();
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    let other = Member {
        participant: ParticipantId(2),
        role: Role::Participant,
    };
    let (glance, link) = (ConnectionId(2), ConnectionId(3));
    let mut tab = Client::new(client(2));
    room.glance(glance, other);
    room.receive(glance, &tab.ask_ahead().unwrap()).unwrap();
    // The answer is all that is sent, to anybody.
    let append = room.tick();
    let sent = room.persisted(append.through);
    assert_eq!(sent.iter().map(|it| it.to).collect::<Vec<_>>(), [glance]);
    tab.receive(&sent[0].bytes).unwrap();
    tab.disconnected();
    room.disconnect(glance);
    assert_eq!(settle(&mut room), [], "nobody came, and nobody left");
    assert_eq!(tab.view().len(), 1);
    assert_eq!(tab.ask_ahead(), None, "it has something of the board");

    room.receive(LINK, &submit(0, 2, vec![note(2)])).unwrap();
    settle(&mut room);
    room.connect(link, other);
    tab.connected();
    room.receive(link, &tab.poll().unwrap()).unwrap();
    let append = room.tick();
    for outgoing in room.persisted(append.through) {
        let frame = FromServer::decode(&outgoing.bytes).unwrap();
        if let FromServer::Welcome(welcome) = &frame {
            assert!(matches!(welcome.catch_up, CatchUp::Delta(_)), "{frame:?}");
        }
        if outgoing.to == link {
            tab.receive(&outgoing.bytes).unwrap();
        }
    }
    assert!(tab.is_live());
    assert_eq!(tab.view().len(), 2);
}

#[test]
fn s64_a_glance_shows_nothing_and_changes_nothing() {
    let mut room = room();
    let glance = ConnectionId(2);
    room.glance(glance, me(Role::Participant));
    // The tab that is there stays in step although its own client glances.
    room.receive(glance, &hello(client(1), None, 7)).unwrap();
    room.receive(glance, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    assert!(room.document().is_empty());
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    assert_eq!(room.document().len(), 1);
}

#[test]
fn s2_a_client_belongs_to_one_participant() {
    let mut room = room();
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    let thief = ConnectionId(2);
    room.connect(
        thief,
        Member {
            participant: ParticipantId(2),
            role: Role::Facilitator,
        },
    );
    let answer = room.receive(thief, &hello(client(1), None, 1));
    assert_eq!(answer, Err(Error::ForeignClient));
    assert_eq!(
        room.receive(ConnectionId(9), &hello(client(1), None, 1)),
        Err(Error::UnknownConnection)
    );
}

/// Somebody else, on a connection of their own.
fn thief(room: &mut Room) -> ConnectionId {
    let thief = ConnectionId(2);
    let member = Member {
        participant: ParticipantId(2),
        role: Role::Participant,
    };
    room.connect(thief, member);
    thief
}

#[test]
fn s2_an_id_is_of_whoever_greets_with_it_first() {
    let mut room = room();
    let (thief, greets) = (thief(&mut room), hello(client(1), None, 1));
    assert_eq!(room.receive(thief, &greets), Err(Error::ForeignClient));
    assert!(room.is_in_step(LINK) && !room.is_in_step(thief));
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    assert_eq!(room.tick().entries.len(), 1);
    // Nor once its tab is away for a moment, though it did nothing.
    let mut room = self::room();
    room.disconnect(LINK);
    let thief = self::thief(&mut room);
    assert_eq!(room.receive(thief, &greets), Err(Error::ForeignClient));
    room.connect(LINK, me(Role::Participant));
    room.receive(LINK, &greets).unwrap();
    assert!(room.is_in_step(LINK));
}

#[test]
fn s2_a_client_that_is_forgotten_is_whose_the_records_are_that_have_its_ids() {
    let most = u64::try_from(MAX_CLIENTS).unwrap();
    let stray = Operation::Delete(RecordId::default());
    let others = (2..=most + 1).map(|number| (number, stray.clone()));
    let done = std::iter::once((1, note(1))).chain(others);
    let entries = done.map(|(from, operation)| Entry {
        seq: Seq(from),
        client: client(from),
        participant: ParticipantId(1),
        counter: 1,
        outcome: Ok(operation),
    });
    let mut room = Room::open(Epoch(1), None, entries);
    assert_eq!(room.seats.owner(client(1)), None, "it is forgotten");
    assert!(room.seats.owner(client(most + 1)).is_some());
    let thief = thief(&mut room);
    let answer = room.receive(thief, &hello(client(1), None, 1));
    assert_eq!(answer, Err(Error::ForeignClient));
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
fn s2_what_a_client_does_carries_the_name_that_the_server_knows() {
    let mut session = Session::new();
    let id = session.note(1, "");
    assert_eq!(session.seen(0, id).unwrap().author, ParticipantId(1));
    assert!(
        session
            .log
            .iter()
            .all(|entry| entry.participant == ParticipantId(1))
    );
}

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
    room.connect(
        reader,
        Member {
            participant: ParticipantId(2),
            role: Role::Participant,
        },
    );
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
    let revision = session.clients[1].save().revision;
    session.clients[1].saved(revision);
    let frame = session.clients[1].poll().unwrap();
    let writer = session.connections[1].unwrap();
    session.room.receive(writer, &frame).unwrap();
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

#[test]
fn s40_a_client_of_another_version_is_told_to_reload() {
    let mut room = room();
    let mut old = hello(client(1), None, 1);
    old[0] = wire::VERSION + 1;
    room.receive(LINK, &old).unwrap();
    assert_eq!(settle(&mut room), [FromServer::Reload]);
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..4_u32, any::<u32>()]
}

/// A name that clients make up for what they put back.
fn lost(id: RecordId) -> Lost {
    Lost::operation(client(1), id.number)
}

fn hostile_operation() -> impl Strategy<Value = Operation> {
    let id = (0..3_u64, number()).prop_map(|(from, number)| RecordId {
        client: client(from),
        number,
    });
    let edit = (number(), number(), "[a-z]{0,4}").prop_map(|(at, deleted, inserted)| {
        TextEdit::splice(at as usize, deleted as usize, &inserted)
    });
    (0..11_u8, id, edit, any::<(i32, i32)>()).prop_map(|(what, id, edit, (x, y))| match what {
        0 | 1 => create(id, shape(Content::Note(NoteType::default()), "t")),
        2 => Operation::Set(id, at(x, y)),
        3 | 4 => Operation::Edit(id, edit),
        5 => Operation::Delete(id),
        6 => Operation::Contest(id, at(x, y)),
        7 => Operation::Reveal(Reveal::Record(id)),
        8 => create(id, shape(Content::Text, "t")).put_back(lost(id)),
        9 => Operation::Edit(id, edit).put_back(lost(id)),
        _ => Operation::Set(
            id,
            Property::Type(NoteType {
                colour: Colour::Red,
                label: x.to_string(),
            }),
        ),
    })
}

proptest! {
    #[test]
    fn s41_no_frame_of_a_hostile_client_harms_the_room(
        frames in proptest::collection::vec(
            (any::<bool>(), number(), number(), proptest::collection::vec(hostile_operation(), 0..6)),
            1..40,
        ),
    ) {
        let mut room = room();
        for (greets, base, first, operations) in frames {
            let frame = if greets {
                hello(client(1), Some((Epoch(1), Seq(u64::from(base)))), first)
            } else {
                submit(u64::from(base), first, operations)
            };
            room.receive(LINK, &frame).unwrap();
            settle(&mut room);
        }
        let document = room.document();
        prop_assert!(document.ids().all(|id| document.record(id).unwrap().shape.is_valid()));
        prop_assert!(document.ids().all(|id| id.client == client(1)));
    }
}
