use super::*;
use crate::geometry::{Point, Size};
use crate::limits::{
    MAX_BOARD_BYTES, MAX_COORDINATE, MAX_LABEL, MAX_RECORDS, MAX_SIZE, MAX_STROKE_POINTS,
};
use crate::operation::Operation;
use crate::record::{Colour, Content, Ends, Ink, NoteType, Shape};
use crate::secrecy::Secrecy;
use crate::testing::{PRIVATE, Session, at, create, shape};
use crate::text::TextEdit;

const NOTE: fn() -> Content = || Content::Note(NoteType::default());

fn author(who: u32, role: Role) -> Author {
    Author {
        client: ClientId::from_random(u64::from(who) + 1),
        member: Member {
            participant: ParticipantId(who),
            role,
        },
    }
}

fn id(who: u32, number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(u64::from(who) + 1),
        number,
    }
}

/// A board with a note (1), a frame (2) and a stroke (3) by participant 1.
fn board(phase: Phase) -> Document {
    let stroke = Content::Stroke(Ink::default(), vec![Point::default()]);
    let mut document = Document::default();
    for (number, content) in (1..).zip([NOTE(), Content::Frame, stroke]) {
        document.apply(&create(id(1, number), shape(content, "")), ParticipantId(1));
    }
    document.apply(&Operation::SetPhase(phase), ParticipantId(0));
    document
}

fn invalid(change: impl FnOnce(&mut Shape)) -> Operation {
    let mut shape = shape(NOTE(), "");
    change(&mut shape);
    create(id(2, 9), shape)
}

#[test]
fn s1_a_new_record_carries_the_id_of_its_client() {
    let document = board(Phase::OPEN);
    let me = author(2, Role::Participant);
    let new = |id| permit(&document, me, &create(id, shape(NOTE(), "")));
    assert_eq!(new(id(2, 1)), Ok(()));
    assert_eq!(new(id(1, 9)), Err(Refusal::IdTaken));
    let me = author(1, Role::Participant);
    let again = permit(&document, me, &create(id(1, 1), shape(NOTE(), "")));
    assert_eq!(again, Err(Refusal::IdTaken));
}

#[test]
fn s7_records_lie_only_where_their_kind_fits() {
    let document = board(Phase::OPEN);
    let me = author(2, Role::Participant);
    let put = |number, parent| {
        let parent = Property::Parent(Some(parent));
        permit(&document, me, &Operation::Set(id(1, number), parent))
    };
    assert_eq!(put(1, id(1, 2)), Ok(()));
    assert_eq!(put(2, id(1, 1)), Err(Refusal::Misplaced));
    assert_eq!(put(2, id(1, 2)), Err(Refusal::Misplaced), "in itself");
    assert_eq!(put(1, id(1, 8)), Err(Refusal::UnknownRecord));
    let join = |to| {
        let ends = Ends { from: id(1, 1), to };
        let connector = shape(Content::Connector(ends), "");
        permit(&document, me, &create(id(2, 1), connector))
    };
    assert_eq!(join(id(1, 2)), Ok(()));
    assert_eq!(join(id(1, 8)), Err(Refusal::UnknownRecord));
}

#[test]
fn s7_no_kind_lies_in_itself_by_any_way() {
    let kinds = [
        Kind::Note,
        Kind::Frame,
        Kind::Cluster,
        Kind::Connector,
        Kind::Text,
        Kind::Stroke,
        Kind::Image,
    ];
    let mut above = vec![kinds.to_vec()];
    while let Some(last) = above.last().filter(|last| !last.is_empty()) {
        assert!(above.len() < 6, "a chain of parents closes");
        let parents = kinds
            .iter()
            .filter(|kind| last.iter().any(|child| child.fits_in(**kind)));
        above.push(parents.copied().collect());
    }
}

#[test]
fn s8_nothing_is_larger_than_its_limit() {
    let document = board(Phase::OPEN);
    let me = author(2, Role::Facilitator);
    let far = Point::new(MAX_COORDINATE + 1, 0);
    let beyond: [Operation; 7] = [
        invalid(|shape| shape.position = far),
        invalid(|shape| shape.position = Point::new(i32::MIN, 0)),
        invalid(|shape| shape.size = Size::new(MAX_SIZE + 1, 1)),
        invalid(|shape| shape.text = "x".repeat(MAX_TEXT + 1)),
        invalid(|shape| {
            let label = "x".repeat(MAX_LABEL + 1);
            shape.content = Content::Note(NoteType {
                colour: Colour::Red,
                label,
            });
        }),
        invalid(|shape| {
            let points = vec![Point::default(); MAX_STROKE_POINTS + 1];
            shape.content = Content::Stroke(Ink::default(), points);
        }),
        Operation::Set(id(1, 1), Property::Ink(Ink::default())),
    ];
    for operation in beyond {
        let answer = permit(&document, me, &operation);
        assert_eq!(answer, Err(Refusal::OutOfBounds), "{operation:?}");
    }
}

#[test]
fn s8_a_text_and_a_board_are_full_at_some_point() {
    let mut document = board(Phase::OPEN);
    let me = author(2, Role::Facilitator);
    let fill = Operation::Edit(id(1, 1), TextEdit::splice(0, 0, &"x".repeat(MAX_TEXT)));
    assert_eq!(permit(&document, me, &fill), Ok(()));
    document.apply(&fill, ParticipantId(2));
    let more = Operation::Edit(id(1, 1), TextEdit::splice(0, 0, "x"));
    assert_eq!(permit(&document, me, &more), Err(Refusal::Full));

    let mut record = document.record(id(1, 2)).unwrap().clone();
    let count = u32::try_from(MAX_RECORDS).unwrap();
    let full = Document::new(
        Phase::OPEN,
        (0..count).map(|number| (id(1, number), record.clone())),
    );
    let new = create(id(2, 1), shape(NOTE(), ""));
    assert_eq!(permit(&full, me, &new), Err(Refusal::Full));
    // What was taken off takes no room.
    record.deleted = true;
    let records = full
        .records()
        .map(|(id, record)| (id, record.clone()))
        .chain([(id(1, 0), record.clone())]);
    let cleared = Document::new(Phase::OPEN, records.collect::<Vec<_>>());
    assert_eq!(permit(&cleared, me, &new), Ok(()));
    record.deleted = false;

    let mut long = record;
    long.shape.text = "é".repeat(MAX_TEXT);
    let count = u32::try_from(MAX_BOARD_BYTES / long.shape.bytes()).unwrap();
    let mut full = Document::new(
        Phase::OPEN,
        (0..count).map(|number| (id(1, number), long.clone())),
    );
    let add = |number| create(id(2, number), shape(NOTE(), &"x".repeat(MAX_TEXT)));
    assert_eq!(permit(&full, me, &add(1)), Ok(()));
    full.apply(&add(1), ParticipantId(2));
    full.apply(&add(2), ParticipantId(2));
    assert_eq!(permit(&full, me, &add(3)), Err(Refusal::Full));
    let shorten = Operation::Edit(id(1, 1), TextEdit::splice(0, 9, "x"));
    assert_eq!(permit(&full, me, &shorten), Ok(()));
}

#[test]
fn s8_conflicts_on_one_record_are_limited() {
    let mut document = board(Phase::OPEN);
    for participant in (0..).take(MAX_CONTESTED) {
        document.apply(
            &Operation::Contest(id(1, 1), at(1, 1)),
            ParticipantId(participant),
        );
    }
    let contest = Operation::Contest(id(1, 1), at(2, 2));
    let answer = permit(&document, author(99, Role::Participant), &contest);
    assert_eq!(answer, Err(Refusal::Full));
}

#[test]
fn s22_roles_and_phases_say_who_may_do_what() {
    let closed = Phase {
        write: false,
        arrange: false,
        group: false,
        draw: false,
        private: false,
        ..Phase::OPEN
    };
    let write = Operation::Edit(id(1, 1), TextEdit::splice(0, 0, "x"));
    let arrange = Operation::Set(id(1, 1), at(1, 1));
    // In what something lies is a matter of where it was moved.
    let put_in = Operation::Set(id(1, 1), Property::Parent(Some(id(1, 2))));
    let group = create(id(2, 9), shape(Content::Cluster, ""));
    let draw = Operation::Set(id(1, 3), Property::Ink(Ink::default()));
    let cases = [
        (
            write,
            Phase {
                write: true,
                ..closed
            },
        ),
        (
            arrange,
            Phase {
                arrange: true,
                ..closed
            },
        ),
        (
            put_in,
            Phase {
                arrange: true,
                ..closed
            },
        ),
        (
            group,
            Phase {
                group: true,
                ..closed
            },
        ),
        (
            draw,
            Phase {
                draw: true,
                ..closed
            },
        ),
    ];
    for (operation, opening) in &cases {
        for (_, phase) in &cases {
            let document = board(*phase);
            let ask = |role| permit(&document, author(2, role), operation);
            let allowed = phase == opening;
            let expected = if allowed {
                Ok(())
            } else {
                Err(Refusal::NotInPhase)
            };
            assert_eq!(ask(Role::Participant), expected);
            assert_eq!(ask(Role::Facilitator), Ok(()));
            assert_eq!(ask(Role::Observer), Err(Refusal::NotYours));
        }
    }
}

#[test]
fn s22_what_others_made_is_theirs_to_delete() {
    let document = board(Phase::OPEN);
    let delete = Operation::Delete(id(1, 1));
    let ask = |who, role| permit(&document, author(who, role), &delete);
    assert_eq!(ask(1, Role::Participant), Ok(()));
    assert_eq!(ask(2, Role::Participant), Err(Refusal::NotYours));
    assert_eq!(ask(0, Role::Facilitator), Ok(()));
    let phase = Operation::SetPhase(Phase::OPEN);
    let answer = permit(&document, author(2, Role::Participant), &phase);
    assert_eq!(answer, Err(Refusal::NotYours));
}

#[test]
fn s22_what_is_locked_only_facilitators_change() {
    let mut document = board(Phase::OPEN);
    let lock = Operation::Lock(id(1, 1), true);
    for (role, answer) in [
        (Role::Participant, Err(Refusal::NotYours)),
        (Role::Observer, Err(Refusal::NotYours)),
        (Role::Facilitator, Ok(())),
    ] {
        assert_eq!(permit(&document, author(1, role), &lock), answer);
    }
    document.apply(&lock, ParticipantId(0));
    let changes = [
        Operation::Edit(id(1, 1), TextEdit::splice(0, 0, "x")),
        Operation::Set(id(1, 1), at(1, 1)),
        Operation::Contest(id(1, 1), at(1, 1)),
        Operation::Settle {
            id: id(1, 1),
            property: PropertyName::Position,
            by: ParticipantId(1),
            adopt: true,
        },
        Operation::Delete(id(1, 1)),
        Operation::Restore(id(1, 1)),
    ];
    for change in &changes {
        let ask = |role| permit(&document, author(1, role), change);
        assert_eq!(ask(Role::Participant), Err(Refusal::Locked), "{change:?}");
        assert_eq!(ask(Role::Facilitator), Ok(()), "{change:?}");
    }
    document.apply(&Operation::Lock(id(1, 1), false), ParticipantId(0));
    let answer = permit(&document, author(1, Role::Participant), &changes[1]);
    assert_eq!(answer, Ok(()));
}

#[test]
fn s23_a_hidden_record_is_unknown_to_everyone_else() {
    let mut document = board(PRIVATE);
    let hidden = Operation::Create {
        id: id(1, 7),
        secrecy: Secrecy::HIDDEN,
        shape: Box::new(shape(Content::Cluster, "mine")),
    };
    document.apply(&hidden, ParticipantId(1));
    for operation in [
        Operation::Set(id(1, 7), at(1, 1)),
        Operation::Edit(id(1, 7), TextEdit::splice(0, 0, "x")),
        Operation::Delete(id(1, 7)),
        Operation::Restore(id(1, 7)),
        Operation::Contest(id(1, 7), at(1, 1)),
        Operation::Set(id(1, 1), Property::Parent(Some(id(1, 7)))),
    ] {
        let answer = permit(&document, author(0, Role::Facilitator), &operation);
        assert_eq!(answer, Err(Refusal::UnknownRecord), "{operation:?}");
    }
}

#[test]
fn s24_frames_that_a_facilitator_prepares_are_for_everyone() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let frame = session.create(0, Content::Frame, "Ideas");
    let note = session.note(0, "a thought of the facilitator");
    let other = session.create(1, Content::Frame, "mine");
    assert!(session.seen(2, frame).is_some());
    assert!(session.seen(2, note).is_none());
    assert!(session.seen(0, other).is_none());
}

#[test]
fn s25_authors_reveal_their_own_once_the_private_phase_is_over() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let note = session.note(1, "mine");
    let reveal = Operation::Reveal(Reveal::Record(note));
    assert_eq!(session.try_act(1, reveal.clone()), Err(Refusal::NotInPhase));
    session.act(0, Operation::SetPhase(Phase::OPEN));
    assert!(
        session.seen(2, note).is_none(),
        "a phase that ends reveals nothing"
    );
    assert_eq!(session.try_act(2, reveal.clone()), Err(Refusal::NotYours));
    let all = Operation::Reveal(Reveal::All);
    assert_eq!(session.try_act(1, all), Err(Refusal::NotYours));
    session.act(1, reveal);
    assert_eq!(session.text(2, note), "mine");
}

#[test]
fn s59_in_a_private_phase_nobody_writes_where_others_read() {
    let mut document = board(PRIVATE);
    let create = |number, secrecy, content| Operation::Create {
        id: id(2, number),
        secrecy,
        shape: Box::new(shape(content, "mine")),
    };
    let own = create(8, Secrecy::HIDDEN, NOTE());
    document.apply(&own, ParticipantId(2));
    document.apply(&create(9, Secrecy::NONE, Content::Frame), ParticipantId(0));
    let write = |id| Operation::Edit(id, TextEdit::splice(0, 0, "x"));
    let ask = |document: &Document, who, role, id| permit(document, author(who, role), &write(id));
    let refused = Err(Refusal::NotPrivate);
    for (who, role) in [
        (1, Role::Participant),
        (2, Role::Participant),
        (0, Role::Facilitator),
    ] {
        assert_eq!(
            ask(&document, who, role, id(1, 1)),
            refused,
            "a note that all read"
        );
    }
    assert_eq!(ask(&document, 2, Role::Participant, id(2, 8)), Ok(()));
    assert_eq!(ask(&document, 2, Role::Participant, id(2, 9)), refused);
    assert_eq!(
        ask(&document, 0, Role::Facilitator, id(2, 9)),
        Ok(()),
        "a frame"
    );
    // To move it is another matter.
    let moved = Operation::Set(id(1, 1), at(1, 1));
    assert_eq!(
        permit(&document, author(2, Role::Participant), &moved),
        Ok(())
    );
    document.apply(&Operation::SetPhase(Phase::OPEN), ParticipantId(0));
    assert_eq!(ask(&document, 2, Role::Participant, id(1, 1)), Ok(()));
}

#[test]
fn s22_what_is_offered_is_what_the_phase_allows() {
    let writing = Phase {
        arrange: false,
        group: false,
        draw: false,
        ..Phase::OPEN
    };
    assert_eq!(may(writing, Role::Participant, Right::Write), Ok(()));
    for right in [Right::Arrange, Right::Group, Right::Draw] {
        let refused = may(writing, Role::Participant, right);
        assert_eq!(refused, Err(Refusal::NotInPhase), "{right:?}");
        assert_eq!(may(writing, Role::Facilitator, right), Ok(()));
        let observer = may(Phase::OPEN, Role::Observer, right);
        assert_eq!(observer, Err(Refusal::NotYours));
    }
}
