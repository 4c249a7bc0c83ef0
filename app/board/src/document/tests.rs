use std::collections::BTreeSet;

use crate::actions::{open_parking_lot, park};
use crate::geometry::{Point, Size};
use crate::groups::Group;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId};
use crate::operation::{Operation, Reveal};
use crate::property::{Property, PropertyName};
use crate::record::{Content, Ink, NoteType};
use crate::rules::{Refusal, Role};
use crate::secrecy::Secrecy;
use crate::testing::{Session, at, create, shape};
use crate::text::TextEdit;

use super::Document;

const SOMEBODY: ParticipantId = ParticipantId(1);

fn id(number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(9),
        number,
    }
}

fn with_note() -> Document {
    let mut document = Document::default();
    let note = shape(Content::Note(NoteType::default()), "one");
    document.apply(&create(id(1), note), SOMEBODY);
    document
}

#[test]
fn s3_what_makes_no_sense_changes_nothing() {
    let mut document = with_note();
    let before = document.clone();
    let missing = id(2);
    for operation in [
        Operation::Set(missing, at(1, 1)),
        Operation::Edit(missing, TextEdit::splice(0, 0, "x")),
        Operation::Delete(missing),
        Operation::Restore(missing),
        Operation::Contest(missing, at(1, 1)),
        Operation::Reveal(Reveal::Record(missing)),
        Operation::Set(id(1), Property::Ink(Ink::default())),
        Operation::Restore(id(1)),
        create(id(1), shape(Content::Frame, "another")),
    ] {
        document.apply(&operation, SOMEBODY);
        assert_eq!(document, before, "{operation:?}");
    }
}

#[test]
fn s5_the_last_writer_wins_for_each_property_by_itself() {
    let mut session = Session::new();
    let note = session.note(0, "");
    // Both act before either has heard of the other; the server hears 1 last.
    for (who, place) in [(0, at(1, 2)), (1, at(3, 4))] {
        session.clients[who]
            .act(vec![Operation::Set(note, place)])
            .unwrap();
    }
    session.sync();
    let bigger = Property::Size(Size::new(9, 9));
    session.set(2, note, bigger);
    for who in 0..3 {
        assert_eq!(session.position(who, note), Point::new(3, 4));
    }
    session.assert_in_step();
}

#[test]
fn s6_what_is_deleted_comes_back_with_what_was_done_to_it_meanwhile() {
    let mut document = with_note();
    document.apply(&Operation::Delete(id(1)), SOMEBODY);
    assert_eq!(document.records().count(), 0);
    document.apply(
        &Operation::Edit(id(1), TextEdit::splice(3, 0, " two")),
        SOMEBODY,
    );
    document.apply(&Operation::Restore(id(1)), SOMEBODY);
    assert_eq!(document.live(id(1)).unwrap().shape.text, "one two");
}

#[test]
fn s18_a_hidden_record_is_for_its_author_alone() {
    let mut document = Document::default();
    let hidden = Operation::Create {
        id: id(1),
        secrecy: Secrecy::HIDDEN,
        shape: Box::new(shape(Content::Text, "mine")),
    };
    document.apply(&hidden, SOMEBODY);
    assert_eq!(document.seen_by(SOMEBODY).len(), 1);
    assert_eq!(document.seen_by(ParticipantId(0)).len(), 0);
    document.apply(
        &Operation::Reveal(Reveal::Author(ParticipantId(2))),
        ParticipantId(0),
    );
    assert_eq!(document.seen_by(ParticipantId(0)).len(), 0);
    document.apply(
        &Operation::Reveal(Reveal::Author(SOMEBODY)),
        ParticipantId(0),
    );
    assert_eq!(document.seen_by(ParticipantId(0)).len(), 1);
}

#[test]
fn s18_whoever_had_several_seats_reads_what_each_of_them_may() {
    let mut document = Document::default();
    for (number, author) in [(1, 1), (2, 2), (3, 3)] {
        let hidden = Operation::Create {
            id: id(number),
            secrecy: Secrecy {
                unsigned: true,
                ..Secrecy::HIDDEN
            },
            shape: Box::new(shape(Content::Text, "mine")),
        };
        document.apply(&hidden, ParticipantId(author));
    }
    let seen = document.seen_by_any(&[ParticipantId(3), ParticipantId(1)]);
    let told = seen.records().map(|(id, record)| (id, record.author));
    let own = [(id(1), ParticipantId(1)), (id(3), ParticipantId(3))];
    assert_eq!(told.collect::<Vec<_>>(), own);
    document.apply(&Operation::Reveal(Reveal::All), ParticipantId(0));
    let seen = document.seen_by_any(&[ParticipantId(3), ParticipantId(1)]);
    assert_eq!(seen.len(), 3);
    let other = seen.live(id(2)).unwrap();
    assert_eq!(other.author, ParticipantId::NOBODY, "it is unsigned still");
}

#[test]
fn s33_settling_ends_a_conflict_with_either_value() {
    for adopt in [true, false] {
        let mut document = with_note();
        document.apply(&Operation::Contest(id(1), at(5, 5)), ParticipantId(2));
        document.apply(&Operation::Contest(id(1), at(7, 7)), ParticipantId(2));
        let record = document.live(id(1)).unwrap();
        assert_eq!(
            record.contested.len(),
            1,
            "one for each person and property"
        );
        assert_eq!(record.shape.position, Point::default());
        let settle = Operation::Settle {
            id: id(1),
            property: PropertyName::Position,
            by: ParticipantId(2),
            adopt,
        };
        document.apply(&settle, SOMEBODY);
        let record = document.live(id(1)).unwrap();
        assert!(record.contested.is_empty());
        let expected = if adopt {
            Point::new(7, 7)
        } else {
            Point::default()
        };
        assert_eq!(record.shape.position, expected);
    }
}

#[test]
fn s63_a_group_keeps_its_frame_whatever_becomes_of_it() {
    let mut session = Session::new();
    let frame = session.create(0, Content::Frame, "Group 1: Ana");
    let group = |frame| Group {
        frame,
        people: vec![ParticipantId(1)],
    };
    let groups = |frame| Operation::SetGroups(vec![group(frame)]);
    session.act(0, groups(frame));
    let own = |session: &Session, who: usize| {
        let view = session.clients[who].view();
        let participant = ParticipantId(u32::try_from(who).unwrap());
        view.frame_of(participant).map(|(id, _)| id)
    };
    session.act(
        0,
        Operation::Edit(frame, TextEdit::splice(0, 12, "Readers")),
    );
    session.act(0, Operation::Set(frame, at(4_000, 50)));
    // Whoever comes later, or takes all of the document anew, is told the same.
    let kept = session.room.checkpoint();
    session.restart(Epoch(2), kept);
    for who in 0..3 {
        session.back(who);
        assert_eq!(own(&session, who), (who == 1).then_some(frame));
    }
    session.act(0, Operation::Delete(frame));
    assert_eq!(own(&session, 1), None, "it leads nowhere");
    session.act(0, Operation::Restore(frame));
    assert_eq!(own(&session, 1), Some(frame));
    // Divided once more, they have other frames.
    let other = session.create(0, Content::Frame, "Group 1: Ana");
    session.act(0, groups(other));
    assert_eq!(own(&session, 1), Some(other));
    session.assert_in_step();
}

#[test]
fn s63_only_facilitators_divide_people_and_not_without_end() {
    let session = Session::new();
    let groups = |people: usize| {
        let people = vec![SOMEBODY; people];
        Operation::SetGroups(vec![Group {
            frame: id(1),
            people,
        }])
    };
    let refused = session.clients[1].permits(&groups(1));
    assert_eq!(refused, Err(Refusal::NotYours));
    assert_eq!(session.clients[0].permits(&groups(2_000)), Ok(()));
    let refused = session.clients[0].permits(&groups(2_001));
    assert_eq!(refused, Err(Refusal::OutOfBounds));
    let empty = Group {
        frame: id(1),
        people: Vec::new(),
    };
    let refused = session.clients[0].permits(&Operation::SetGroups(vec![empty; 2_001]));
    assert_eq!(refused, Err(Refusal::OutOfBounds));
}

#[test]
fn s67_the_parking_lot_is_known_by_its_frame_whatever_it_is_called() {
    let mut session = Session::new();
    let names = ["Parking", "Parking lot"];
    let (lot, opening) = open_parking_lot(&mut session.clients[0], names[0], &names);
    let lot = lot.expect("a frame");
    session.clients[0].act(opening).expect("allowed");
    session.sync();
    session.act(0, Operation::Edit(lot, TextEdit::splice(0, 7, "Later")));
    // Whoever leads in another language, comes later, or takes all of the document anew, has
    // the same.
    let kept = session.room.checkpoint();
    session.restart(Epoch(2), kept);
    for who in 0..3 {
        session.back(who);
        assert_eq!(session.clients[who].view().parking_lot(), Some(lot));
    }
    let again = open_parking_lot(&mut session.clients[0], names[1], &names);
    assert_eq!(again, (Some(lot), Vec::new()));
    session.act(0, Operation::Delete(lot));
    assert_eq!(session.clients[1].view().parking_lot(), None);
    let (other, opening) = open_parking_lot(&mut session.clients[0], names[1], &names);
    assert_ne!(other, Some(lot));
    session.clients[0].act(opening).expect("allowed");
    session.sync();
    assert_eq!(session.clients[1].view().parking_lot(), other);
    session.assert_in_step();
}

#[test]
fn s67_of_two_that_are_opened_at_once_the_later_counts_and_can_take_in_the_other() {
    let mut session = Session::of(&[Role::Facilitator, Role::Participant, Role::Facilitator]);
    let names = ["Parking", "Parking lot"];
    let notes = [0, 2].map(|who| (who, session.note(who, "aside")));
    // Each puts one aside before they hear of each other.
    let [earlier, later] = notes.map(|(who, note)| {
        let client = &mut session.clients[who];
        let (lot, opening) = open_parking_lot(client, names[0], &names);
        client.act(opening).expect("allowed");
        let lot = lot.expect("a frame");
        let parked = park(client.view(), &BTreeSet::from([note]), lot);
        client.continue_action(parked).expect("allowed");
        lot
    });
    session.sync();
    let holders = |session: &Session| {
        let seen = |(_, note)| session.seen(1, note).expect("a note").shape.parent;
        notes.map(seen)
    };
    for who in 0..3 {
        assert_eq!(session.clients[who].view().parking_lot(), Some(later));
    }
    assert_eq!(holders(&session), [Some(earlier), Some(later)]);
    let client = &mut session.clients[0];
    let emptied = park(client.view(), &BTreeSet::from([earlier, later]), later);
    client.act(emptied).expect("allowed");
    session.sync();
    assert_eq!(holders(&session), [Some(later); 2]);
    assert!(session.seen(1, earlier).is_some(), "empty, and still there");
    let nothing = park(session.clients[0].view(), &BTreeSet::from([later]), later);
    assert_eq!(nothing, []);
    session.assert_in_step();
}

#[test]
fn s67_boards_of_before_have_the_frame_of_that_name_and_only_facilitators_say_which() {
    let mut session = Session::new();
    let names = ["Parking", "Parking lot"];
    let frame = session.create(0, Content::Frame, "Parking lot");
    let note = session.create(0, Content::Note(NoteType::default()), "Parking");
    let opened = open_parking_lot(&mut session.clients[0], names[0], &names);
    let made = vec![Operation::SetParkingLot(frame)];
    assert_eq!(opened, (Some(frame), made));
    let by = |who: usize, record| session.clients[who].permits(&Operation::SetParkingLot(record));
    assert_eq!(by(0, frame), Ok(()));
    assert_eq!(by(1, frame), Err(Refusal::NotYours));
    assert_eq!(by(0, note), Err(Refusal::Misplaced));
    assert_eq!(by(0, id(99)), Err(Refusal::UnknownRecord));
}
