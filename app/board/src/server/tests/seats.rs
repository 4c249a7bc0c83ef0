//! Who is behind a client (S2).

use super::*;
use crate::limits::MAX_CLIENTS;

#[test]
fn s2_a_client_belongs_to_one_participant() {
    let mut room = room();
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    let thief = ConnectionId(2);
    room.connect(thief, other(Role::Facilitator));
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
    room.connect(thief, other(Role::Participant));
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
