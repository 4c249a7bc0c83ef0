//! What was taken off stays for a while, and not for ever.

use super::*;
use crate::amount::Amount;
use crate::ids::RecordId;
use crate::limits::{MAX_SHARE_RECORDS, MAX_TAKEN_OFF};
use crate::operation::Operation;
use crate::record::Content;
use crate::rules::Refusal;
use crate::testing::{Session, create, shape};

/// Somebody who is not in the session, by their number.
const GREEDY: u32 = 9;

fn id(who: u32, number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(u64::from(who)),
        number,
    }
}

/// Does something as a room would that was asked for it.
fn take(session: &mut Session, who: u32, operation: Operation) {
    let entry = Entry {
        seq: session.room.tail.end().next(),
        client: ClientId::from_random(u64::from(who)),
        participant: ParticipantId(who),
        counter: 1,
        outcome: Ok(operation),
    };
    session.log.push(entry.clone());
    session.room.take(entry);
}

/// Somebody creates these and takes them off again.
fn pass(session: &mut Session, who: u32, numbers: impl Iterator<Item = u32>) {
    for number in numbers {
        let text = shape(Content::Text, "x");
        take(session, who, create(id(who, number), text));
        take(session, who, Operation::Delete(id(who, number)));
        if number.is_multiple_of(100) {
            session.sync();
        }
    }
    session.sync();
}

#[test]
fn s62_whoever_takes_off_too_much_forgets_of_their_own_alone() {
    let mut session = Session::new();
    let mine = session.note(1, "taken off, and put back later");
    session.act(1, Operation::Delete(mine));
    session.offline(2);
    let share = u32::try_from(MAX_SHARE_RECORDS).unwrap();
    pass(&mut session, GREEDY, 1..=share + 100);
    let document = session.room.document();
    assert_eq!(document.len(), MAX_SHARE_RECORDS + 1);
    assert_eq!(document.present(), Amount::ZERO);
    assert!(document.record(id(GREEDY, 100)).is_none());
    assert!(document.record(id(GREEDY, 101)).is_some());
    // Undo of a deletion still works, and whoever was away is brought into step.
    session.clients[1].undo().unwrap();
    session.sync();
    session.back(2);
    assert_eq!(session.text(2, mine), "taken off, and put back later");
    session.assert_in_step();
}

#[test]
fn s62_what_is_forgotten_is_so_whichever_way_the_room_is_opened() {
    let mut session = Session::new();
    let share = u32::try_from(MAX_SHARE_RECORDS).unwrap();
    pass(&mut session, GREEDY, 1..=share);
    let checkpoint = session.room.checkpoint().unwrap();
    let checkpoint = Checkpoint::decode(&checkpoint.encode()).unwrap();
    pass(&mut session, GREEDY, share + 1..=share + 9);
    let (document, taken_off) = (
        session.room.document().clone(),
        session.room.taken_off.clone(),
    );
    for checkpoint in [None, Some(checkpoint)] {
        session.restart(Epoch(1), checkpoint);
        assert_eq!(*session.room.document(), document);
        assert_eq!(session.room.taken_off, taken_off);
    }
}

#[test]
fn s62_many_together_take_off_no_more_than_a_board_holds() {
    let mut session = Session::new();
    let share = u32::try_from(MAX_SHARE_RECORDS).unwrap();
    for who in 10..15 {
        pass(&mut session, who, 1..=share);
    }
    assert_eq!(session.room.document().len(), MAX_TAKEN_OFF);
    assert!(
        session.room.document().record(id(10, share)).is_none(),
        "the oldest"
    );
    assert!(session.room.document().record(id(11, 1)).is_some());
}

#[test]
fn s1_the_id_of_what_was_forgotten_is_not_taken_again() {
    let mut session = Session::new();
    let mut numbers = session.clients[1].new_record_id();
    let share = u32::try_from(MAX_SHARE_RECORDS).unwrap();
    for number in 1..=share + 1 {
        numbers.number = number;
        let text = shape(Content::Text, "");
        for operation in [create(numbers, text), Operation::Delete(numbers)] {
            let entry = Entry {
                seq: session.room.tail.end().next(),
                client: ClientId::from_random(99),
                participant: ParticipantId(1),
                counter: 1,
                outcome: Ok(operation),
            };
            session.room.take(entry);
        }
    }
    numbers.number = 1;
    assert!(session.room.document().record(numbers).is_none());
    session.clients[1]
        .act(vec![create(numbers, shape(Content::Text, "again"))])
        .unwrap();
    session.sync();
    let quarantine = session.clients[1].quarantine();
    assert_eq!(quarantine[0].refusal, Refusal::IdTaken);
}
