//! The ids of what nobody signs: who makes them, and which of them a room takes.

use super::super::*;
use super::{NOTE, TAB, phase, session};
use crate::client::Client;
use crate::limits::{MAX_FORGOTTEN, MAX_SHARE_RECORDS};
use crate::operation::Operation;
use crate::rules::Refusal;
use crate::secrecy::Secrecy;
use crate::testing::{NAMELESS, create, shape};
use crate::wire::{self, Hello};

fn unsigned(id: RecordId) -> Operation {
    Operation::Create {
        id,
        secrecy: Secrecy {
            hidden: false,
            unsigned: true,
        },
        shape: Box::new(shape(NOTE(), "nobody's")),
    }
}

#[test]
fn s57_without_a_secret_nothing_is_created_while_names_are_hidden() {
    let mut session = session();
    session.offline(1);
    session.clients[1] = Client::new(TAB);
    session.back(1);
    phase(&mut session, NAMELESS);
    let id = session.clients[1].new_record_id();
    let note = create(id, shape(NOTE(), "whose?"));
    assert_eq!(session.try_act(1, note), Err(Refusal::IdTaken));
}

#[test]
fn s57_a_tab_that_is_opened_again_makes_other_ids() {
    let mut session = session();
    phase(&mut session, NAMELESS);
    let first = session.clients[1].new_record_id();
    let saved = session.clients[1].save().bytes;
    session.offline(1);
    session.clients[1] = Client::load(&saved, None).unwrap().with_secret([8; 16]);
    session.back(1);
    assert_ne!(session.clients[1].new_record_id(), first);
    assert_ne!(session.note(1, "x").client, first.client);
}

#[test]
fn s1_an_id_of_nobodys_is_taken_once_and_only_without_a_name() {
    let mut session = session();
    let id = RecordId::of_nobody(0x1234, 0);
    let mut tried = |operation: Operation| {
        let link = session.connections[1].unwrap();
        let entries = session.room.unpersisted.len();
        let joined = session.room.connections[&link].joined.unwrap();
        let first = session.room.seats.last(joined.client) + 1;
        let submit = wire::Submit {
            base: session.room.tail.end(),
            first,
            operations: vec![operation],
        };
        let frame = FromClient::Submit(submit).encode();
        session.room.receive(link, &frame).unwrap();
        session.room.unpersisted[entries].outcome.clone()
    };
    let taken = Err(Refusal::IdTaken);
    assert_eq!(tried(create(id, shape(NOTE(), ""))), taken, "with a name");
    assert!(tried(unsigned(id)).is_ok());
    assert_eq!(tried(unsigned(id)), taken, "again");
    // Not where others' ids are, or the room's; nor of an era to come.
    let of = |client| RecordId { client, number: 1 };
    let other = ClientId::from_random(3);
    for id in [other, ClientId::ROOM, ClientId::NOBODY].map(of) {
        assert_eq!(tried(unsigned(id)), taken, "{id}");
    }
    let beyond = wire::encode(&(ClientId::NOBODY, 1_u32));
    assert_eq!(
        beyond.len(),
        9,
        "a client's id takes seven bytes, and so does nobody's"
    );
    assert_eq!(tried(unsigned(RecordId::of_nobody(1, 1))), taken);
}

#[test]
fn s2_nobody_is_a_client_under_an_id_of_nobodys() {
    let mut session = session();
    for client in [
        ClientId::ROOM,
        ClientId::NOBODY,
        RecordId::of_nobody(5, 0).client,
    ] {
        let hello = Hello {
            client,
            attempt: 1,
            seen: None,
            next: 1,
        };
        let link = session.connections[2].unwrap();
        let answer = session
            .room
            .receive(link, &FromClient::Hello(hello).encode());
        assert_eq!(answer, Err(Error::ForeignClient));
    }
}

#[test]
fn s62_the_id_of_nobodys_that_was_forgotten_is_not_taken_again() {
    let mut session = session();
    let share = u64::try_from(MAX_SHARE_RECORDS).unwrap();
    for bits in 1..=share + 1 {
        let id = RecordId::of_nobody(bits, 0);
        for outcome in [unsigned(id), Operation::Delete(id)] {
            session.room.take(Entry {
                seq: session.room.tail.end().next(),
                client: ClientId::from_random(99),
                participant: ParticipantId(1),
                counter: 1,
                outcome: Ok(outcome),
            });
        }
    }
    session.sync();
    let forgotten = RecordId::of_nobody(1, 0);
    assert!(session.room.document().record(forgotten).is_none());
    session.clients[1].act(vec![unsigned(forgotten)]).unwrap();
    session.sync();
    assert_eq!(session.clients[1].quarantine()[0].refusal, Refusal::IdTaken);
    // Proposed again it is another record.
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert!(session.clients[1].quarantine().is_empty());
    assert_eq!(session.room.document().records().count(), 1);
    session.assert_in_step();
}

#[test]
fn s62_what_a_room_remembers_of_forgotten_ids_of_nobodys_stays_small() {
    let mut taken_off = TakenOff::default();
    let eras = 8;
    let each = u64::try_from(MAX_FORGOTTEN / 4).unwrap();
    let id = |place: u64| {
        let era = u32::try_from(place / each).unwrap();
        RecordId::of_nobody(place + 1, era)
    };
    for place in 0..each * eras {
        taken_off.forget(id(place));
    }
    assert!((0..each * eras).all(|place| taken_off.may_have_had(id(place))));
    let stored = postcard::to_allocvec(&taken_off).unwrap();
    assert!(stored.len() < 16 * MAX_FORGOTTEN, "{} bytes", stored.len());
    // Of the eldest none is taken any more, of the latest those that were not forgotten.
    assert!(taken_off.may_have_had(RecordId::of_nobody(u64::MAX, 3)));
    assert!(!taken_off.may_have_had(RecordId::of_nobody(u64::MAX, 4)));
    // What lay on the board since then, and is forgotten at last, opens none of them again.
    taken_off.forget(RecordId::of_nobody(u64::MAX, 0));
    taken_off.forget(RecordId::of_nobody(u64::MAX - 1, 7));
    assert!((0..each * eras).all(|place| taken_off.may_have_had(id(place))));
    let stored = postcard::to_allocvec(&taken_off).unwrap();
    // What is stored is all that is known; and clients' own ids are another matter.
    let read: TakenOff = postcard::from_bytes(&stored).unwrap();
    assert_eq!(read.counted(), taken_off);
    let own = RecordId {
        client: ClientId::from_random(1),
        number: 1,
    };
    assert!(!taken_off.may_have_had(own));
}
