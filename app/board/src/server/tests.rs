//! The room's rules, by what they are about; and what their tests have in common.

mod answered;
mod glance;
mod hidden;
mod hostile;
mod in_step;
mod seats;
mod shown;

use super::*;
use crate::ids::{ParticipantId, RecordId};
use crate::operation::{Operation, Reveal};
use crate::record::{Content, NoteType};
use crate::rules::{Phase, Role};
use crate::testing::{PRIVATE, Session, at, create, shape};
use crate::text::TextEdit;
use crate::wire::{Hello, Submit};

const LINK: ConnectionId = ConnectionId(1);

fn me(role: Role) -> Member {
    Member {
        participant: ParticipantId(1),
        role,
    }
}

/// Somebody else.
fn other(role: Role) -> Member {
    Member {
        participant: ParticipantId(2),
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

/// What a client has to send next, once it is saved, comes to the room.
fn hand_in(session: &mut Session, who: usize) {
    let revision = session.clients[who].save().revision;
    session.clients[who].saved(revision);
    let frame = session.clients[who].poll().unwrap();
    let connection = session.connections[who].unwrap();
    session.room.receive(connection, &frame).unwrap();
}
