//! What one participant can take of a board, and what is left to the others.

use proptest::prelude::*;

use super::*;
use crate::geometry::Point;
use crate::limits::{MAX_RECORDS, MAX_SHARE_BYTES, MAX_SHARE_RECORDS, RESERVED_RECORDS};
use crate::record::{Ends, Ink, NoteType};
use crate::testing::{create, shape};
use crate::text::TextEdit;

/// Who would fill the board, somebody who takes part as well, and who leads.
const GREEDY: u32 = 1;
const OTHER: u32 = 2;
const LEAD: u32 = 3;
/// Notes of the second.
const OTHERS: u32 = 20;

fn author(who: u32) -> Author {
    Author {
        client: ClientId::from_random(u64::from(who)),
        member: Member {
            participant: ParticipantId(who),
            role: match who {
                LEAD => Role::Facilitator,
                _ => Role::Participant,
            },
        },
    }
}

fn id(who: u32, number: u32) -> RecordId {
    RecordId {
        client: author(who).client,
        number,
    }
}

fn note(who: u32, number: u32, text: &str) -> Operation {
    let shape = shape(Content::Note(NoteType::default()), text);
    create(id(who, number), shape)
}

/// Does what is permitted, as a room would.
fn ask(document: &mut Document, who: u32, operation: &Operation) -> Result<(), Refusal> {
    permit(document, author(who), operation)?;
    document.apply(operation, ParticipantId(who));
    Ok(())
}

/// A board on which each of these has so many notes.
fn board(notes: &[(u32, usize)]) -> Document {
    let mut document = Document::default();
    for (who, count) in notes {
        for number in (1..).take(*count) {
            document.apply(&note(*who, number, ""), ParticipantId(*who));
        }
    }
    document
}

#[test]
fn s62_nobody_but_facilitators_has_more_than_a_share() {
    let mut document = board(&[(GREEDY, MAX_SHARE_RECORDS), (LEAD, MAX_SHARE_RECORDS)]);
    let number = u32::try_from(MAX_SHARE_RECORDS).unwrap() + 1;
    let more = |who| note(who, number, "");
    assert_eq!(
        ask(&mut document, GREEDY, &more(GREEDY)),
        Err(Refusal::ShareUsed)
    );
    assert_eq!(records_left(&document, author(GREEDY).member), 0);
    assert_eq!(ask(&mut document, LEAD, &more(LEAD)), Ok(()));
    assert_eq!(ask(&mut document, OTHER, &note(OTHER, 1, "")), Ok(()));
    // What is taken off makes room, and comes back while there is.
    let (first, second) = (id(GREEDY, 1), id(GREEDY, 2));
    for gone in [first, second] {
        ask(&mut document, GREEDY, &Operation::Delete(gone)).unwrap();
    }
    assert_eq!(records_left(&document, author(GREEDY).member), 2);
    ask(&mut document, GREEDY, &more(GREEDY)).unwrap();
    ask(&mut document, GREEDY, &Operation::Restore(first)).unwrap();
    let back = Operation::Restore(second);
    assert_eq!(
        ask(&mut document, GREEDY, &back),
        Err(Refusal::ShareUsed),
        "its room was taken meanwhile"
    );
    assert_eq!(ask(&mut document, LEAD, &back), Ok(()));
}

#[test]
fn s62_what_is_left_at_last_is_for_facilitators() {
    let crowd = MAX_RECORDS / MAX_SHARE_RECORDS;
    let others = (10..).take(crowd - 1);
    let mut notes: Vec<(u32, usize)> = others.map(|who| (who, MAX_SHARE_RECORDS)).collect();
    notes.push((GREEDY, MAX_SHARE_RECORDS - RESERVED_RECORDS));
    let mut document = board(&notes);
    assert_eq!(document.present().records, MAX_RECORDS - RESERVED_RECORDS);
    let new = note(OTHER, 1, "");
    assert_eq!(ask(&mut document, OTHER, &new), Err(Refusal::Reserved));
    assert_eq!(ask(&mut document, LEAD, &note(LEAD, 1, "")), Ok(()));
    for number in 1..=2 {
        let gone = Operation::Delete(id(GREEDY, number));
        ask(&mut document, LEAD, &gone).unwrap();
    }
    assert_eq!(ask(&mut document, OTHER, &new), Ok(()));
}

#[test]
fn s62_what_somebody_writes_into_the_notes_of_others_is_theirs() {
    let mut document = board(&[(OTHER, 500)]);
    let long = TextEdit::splice(0, 0, &"é".repeat(MAX_TEXT));
    let edits = (1..=500).map(|number| Operation::Edit(id(OTHER, number), long.clone()));
    let refused = edits
        .map(|edit| ask(&mut document, GREEDY, &edit))
        .find(Result::is_err);
    assert_eq!(refused, Some(Err(Refusal::ShareUsed)));
    assert_eq!(document.share(ParticipantId(OTHER)), Amount::new(500, 0));
    let own = note(OTHER, 501, &"x".repeat(MAX_TEXT));
    assert_eq!(ask(&mut document, OTHER, &own), Ok(()));
}

/// The least that is made of each kind with which anything can be done.
fn least() -> [Operation; 6] {
    let ends = Ends {
        from: id(OTHER, 1),
        to: id(OTHER, 2),
    };
    let made = [
        (Content::Note(NoteType::default()), "x"),
        (Content::Text, "x"),
        (Content::Frame, ""),
        (Content::Cluster, ""),
        (Content::Connector(ends), ""),
        (Content::Stroke(Ink::default(), vec![Point::default()]), ""),
    ];
    made.map(|(content, text)| create(id(GREEDY, u32::MAX), shape(content, text)))
}

/// What is heard before each of these is offered, which is what is heard when it is done.
fn answers(document: &Document, author: Author) -> [Result<(), Refusal>; 6] {
    least().map(|made| {
        let Operation::Create { shape, .. } = &made else {
            panic!("{made:?}");
        };
        let before = may_make(document, author.member, &More::one(shape.kind()));
        assert_eq!(before, permit(document, author, &made), "{made:?}");
        before
    })
}

#[test]
fn s22_s62_whatever_makes_records_hears_beforehand_what_it_would_hear() {
    let greedy = author(GREEDY);
    let used = Err(Refusal::ShareUsed);
    let open = board(&[(OTHER, 2)]);
    assert_eq!(answers(&open, greedy), [Ok(()); 6]);
    // As many records as one person has.
    let many = board(&[(OTHER, 2), (GREEDY, MAX_SHARE_RECORDS)]);
    assert_eq!(answers(&many, greedy), [used; 6]);
    // As many letters: what holds none is still made.
    let mut long = board(&[(OTHER, 2)]);
    let text = "x".repeat(8_192);
    for number in (1..).take(MAX_SHARE_BYTES / text.len()) {
        long.apply(&note(GREEDY, number, &text), ParticipantId(GREEDY));
    }
    let free = Ok(());
    assert_eq!(answers(&long, greedy), [used, used, free, free, free, used]);
    // What the phase forbids, and what somebody is, is said first.
    let mut silent = many;
    let phase = Phase {
        write: false,
        ..Phase::OPEN
    };
    silent.apply(&Operation::SetPhase(phase), ParticipantId(LEAD));
    let not_now = Err(Refusal::NotInPhase);
    let expected = [not_now, not_now, used, used, used, used];
    assert_eq!(answers(&silent, greedy), expected);
    let mut looks_on = greedy;
    looks_on.member.role = Role::Observer;
    assert_eq!(answers(&silent, looks_on), [Err(Refusal::NotYours); 6]);
    // Who leads is bound by neither.
    let mut leads = greedy;
    leads.member.role = Role::Facilitator;
    assert_eq!(answers(&silent, leads), [Ok(()); 6]);
}

#[test]
fn s22_what_is_made_at_once_takes_the_rights_of_all_of_it() {
    let both = More::one(Kind::Frame).plus(More::one(Kind::Note));
    let mut document = board(&[]);
    let member = author(GREEDY).member;
    assert_eq!(may_make(&document, member, &both), Ok(()));
    let phase = Phase {
        write: false,
        ..Phase::OPEN
    };
    document.apply(&Operation::SetPhase(phase), ParticipantId(LEAD));
    let refused = Err(Refusal::NotInPhase);
    assert_eq!(may_make(&document, member, &both), refused);
    assert_eq!(may_make(&document, member, &More::one(Kind::Frame)), Ok(()));
    assert_eq!(may_make(&document, member, &More::default()), Ok(()));
}

/// What the one who would fill the board does.
#[derive(Clone, Debug)]
enum Deed {
    Create(usize, usize),
    Write(prop::sample::Index, usize),
    WriteIntoOthers(usize),
    Label(prop::sample::Index, usize),
    TakeOff(usize),
    PutBack(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let length = || prop_oneof![Just(0), 1..40_usize, Just(MAX_TEXT)];
    prop_oneof![
        3 => (1..3_000_usize, prop_oneof![Just(0), Just(20), Just(1_500)])
            .prop_map(|(count, length)| Deed::Create(count, length)),
        1 => (any::<prop::sample::Index>(), length()).prop_map(|(at, length)| Deed::Write(at, length)),
        1 => length().prop_map(Deed::WriteIntoOthers),
        1 => (any::<prop::sample::Index>(), 0..=40_usize).prop_map(|(at, length)| Deed::Label(at, length)),
        1 => (1..2_000_usize).prop_map(Deed::TakeOff),
        1 => (1..2_000_usize).prop_map(Deed::PutBack),
    ]
}

/// The operations of a deed of somebody who has created so many notes.
fn operations(deed: &Deed, created: &mut u32) -> Vec<Operation> {
    let count = |count: usize| u32::try_from(count).unwrap();
    let one = |at: &prop::sample::Index| id(GREEDY, 1 + count(at.index(*created as usize + 1)));
    let splice = |length: usize| TextEdit::splice(0, 3, &"é".repeat(length));
    match deed {
        Deed::Create(notes, length) => {
            let first = *created + 1;
            *created += count(*notes);
            let text = "x".repeat(*length);
            (first..=*created)
                .map(|number| note(GREEDY, number, &text))
                .collect()
        }
        Deed::Write(at, length) => vec![Operation::Edit(one(at), splice(*length))],
        Deed::WriteIntoOthers(length) => (1..=OTHERS)
            .map(|number| Operation::Edit(id(OTHER, number), splice(*length)))
            .collect(),
        Deed::Label(at, length) => {
            let note = NoteType {
                label: "é".repeat(*length),
                ..NoteType::default()
            };
            vec![Operation::Set(one(at), Property::Type(note))]
        }
        Deed::TakeOff(notes) => (1..=count(*notes))
            .map(|number| Operation::Delete(id(GREEDY, number)))
            .collect(),
        Deed::PutBack(notes) => (1..=count(*notes))
            .map(|number| Operation::Restore(id(GREEDY, number)))
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn s62_no_sequence_of_one_participants_operations_exceeds_the_share(
        deeds in proptest::collection::vec(deed(), 1..10),
    ) {
        let mut document = board(&[(OTHER, OTHERS as usize)]);
        let before = document.present();
        let mut created = 0;
        for operation in deeds.iter().flat_map(|deed| operations(deed, &mut created)) {
            let _ = ask(&mut document, GREEDY, &operation);
        }
        // What is counted on the way is what is there.
        let there = document.records().map(|(_, record)| Amount::of(record));
        let there = there.fold(Amount::ZERO, Amount::plus);
        prop_assert_eq!(document.present(), there);
        prop_assert!(there.minus(before).is_within(Amount::SHARE));
        prop_assert!(document.share(ParticipantId(GREEDY)).is_within(Amount::SHARE));
        let own = note(OTHER, OTHERS + 1, &"é".repeat(MAX_TEXT));
        prop_assert_eq!(ask(&mut document, OTHER, &own), Ok(()));
    }
}
