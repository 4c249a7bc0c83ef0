use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ids::{ClientId, Epoch};
use crate::property::{Property, PropertyName};
use crate::record::{Colour, Ends};
use crate::rules::Phase;
use crate::secrecy::Secrecy;
use crate::server::Room;
use crate::testing::{PRIVATE, Session, at, create, shape};
use crate::text::TextEdit;

fn seq_of(session: &Session) -> Seq {
    session.log.last().map_or(Seq(0), |entry| entry.seq)
}

fn texts(document: &Document) -> Vec<&str> {
    let texts = document.records();
    texts
        .map(|(_, record)| record.shape.text.as_str())
        .collect()
}

#[test]
fn s54_the_past_shows_what_could_be_read_then() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let note = session.note(1, "un brouillon que personne ne doit lire");
    let private = seq_of(&session);
    session.act(
        1,
        Operation::Edit(
            note,
            TextEdit::between("un brouillon que personne ne doit lire", "dit mieux"),
        ),
    );
    session.act(0, Operation::Reveal(Reveal::All));
    let revealed = seq_of(&session);
    session.act(1, Operation::Delete(note));
    let log = &session.log;
    for other in [0, 2] {
        let other = ParticipantId(other);
        assert_eq!(texts(&seen_at(log, private, other)), [""; 0]);
        assert_eq!(texts(&seen_at(log, revealed, other)), ["dit mieux"]);
        assert_eq!(texts(&seen_at(log, seq_of(&session), other)), [""; 0]);
    }
    let author = seen_at(log, private, ParticipantId(1));
    assert_eq!(texts(&author), ["un brouillon que personne ne doit lire"]);
    assert_eq!(seen_at(log, Seq(0), ParticipantId(1)), Document::default());
}

#[test]
fn phases_and_reveals_stand_out() {
    let mut session = Session::new();
    let timer = Phase {
        timer: crate::timer::Timer::Paused { left: 1_000 },
        ..PRIVATE
    };
    let second = Phase {
        step: 1,
        ..Phase::OPEN
    };
    for phase in [PRIVATE, timer] {
        session.act(0, Operation::SetPhase(phase));
    }
    session.note(1, "a");
    session.act(0, Operation::Reveal(Reveal::All));
    session.act(0, Operation::SetPhase(second));
    let found = landmarks(&session.log);
    assert_eq!(
        found,
        [
            (Seq(1), Landmark::Phase(0)),
            (Seq(4), Landmark::Reveal),
            (Seq(5), Landmark::Phase(1)),
        ]
    );
}

#[test]
fn s55_each_difference_is_named_once() {
    let mut session = Session::new();
    let frame = session.create(0, Content::Frame, "Cadre");
    let [text, moved, typed, dragged, removed] =
        ["texte", "range", "type", "tire", "part"].map(|text| session.note(0, text));
    let before = session.room.document().clone();
    session.type_at(0, text, 5, "s");
    session.set(0, moved, Property::Parent(Some(frame)));
    session.set(0, moved, at(40, 40));
    let red = NoteType {
        colour: Colour::Red,
        label: "obstacle".into(),
    };
    session.set(0, typed, Property::Type(red.clone()));
    session.set(0, dragged, at(500, 0));
    session.act(0, Operation::Delete(removed));
    let added = session.note(0, "neuf");
    let mut found: Vec<(RecordId, Change)> = differences(&before, session.room.document())
        .into_iter()
        .map(|difference| (difference.record, difference.change))
        .collect();
    found.sort_by_key(|(id, _)| *id);
    let expected = [
        (
            text,
            Change::Text {
                before: "texte".into(),
                after: "textes".into(),
            },
        ),
        (
            moved,
            Change::Parent {
                before: None,
                after: Some(frame),
            },
        ),
        (
            typed,
            Change::Type {
                before: NoteType::default(),
                after: red,
            },
        ),
        (dragged, Change::Arrangement),
        (removed, Change::Removed("part".into())),
        (added, Change::Added("neuf".into())),
    ];
    assert_eq!(found, expected);
}

#[test]
fn s55_a_lock_a_contested_value_and_what_is_shown_are_differences() {
    let mut session = Session::new();
    let contested = session.note(0, "contested");
    session.act(0, Operation::SetPhase(PRIVATE));
    let hidden = session.note(0, "hidden");
    session.set(0, hidden, at(900, 0));
    let states = [
        Operation::Lock(contested, true),
        Operation::Contest(contested, at(40, 0)),
        Operation::Contest(contested, at(80, 0)),
        Operation::Settle {
            id: contested,
            property: PropertyName::Position,
            by: ParticipantId(0),
            adopt: false,
        },
        Operation::Lock(contested, false),
        Operation::Reveal(Reveal::All),
    ];
    let seen = |session: &Session| session.room.document().seen_by(ParticipantId(0));
    let changed = states.map(|operation| {
        let before = seen(&session);
        session.act(0, operation);
        let found = differences(&before, &seen(&session));
        let [Difference { record, change, .. }] = found.as_slice() else {
            panic!("one difference");
        };
        (*record, change.clone())
    });
    let expected = [
        Change::Lock(true),
        Change::Contested(true),
        Change::Contested(true),
        Change::Contested(false),
        Change::Lock(false),
    ];
    let expected = expected.map(|change| (contested, change));
    assert_eq!(changed[..5], expected);
    assert_eq!(changed[5], (hidden, Change::Shown));
}

#[test]
fn s55_an_arrow_goes_and_comes_back_with_what_it_joins() {
    let mut session = Session::new();
    let [from, to] = ["from", "to"].map(|text| session.note(0, text));
    let arrow = session.create(0, Content::Connector(Ends { from, to }), "so");
    let before = session.room.document().clone();
    session.act(0, Operation::Delete(to));
    let after = session.room.document().clone();
    let found = |before: &Document, after: &Document| {
        let found = differences(before, after).into_iter();
        found
            .map(|difference| (difference.record, difference.change))
            .collect::<Vec<_>>()
    };
    let gone = [(to, "to"), (arrow, "so")];
    let removed = gone.map(|(id, text)| (id, Change::Removed(text.into())));
    assert_eq!(found(&before, &after), removed);
    let added = gone.map(|(id, text)| (id, Change::Added(text.into())));
    assert_eq!(found(&after, &before), added);
}

/// An operation on one of a few records.
pub(super) fn operation() -> impl Strategy<Value = Operation> {
    let id = (1..6_u32).prop_map(|number| RecordId {
        client: ClientId::from_random(1),
        number,
    });
    (0..14_u8, id, 0..3_u32, "[a-c]{0,3}").prop_map(|(what, id, other, text)| {
        let parent = RecordId {
            number: other,
            ..id
        };
        match what {
            0 => create(id, shape(Content::Note(NoteType::default()), &text)),
            1 => create(id, shape(Content::Frame, &text)),
            2 => Operation::Set(id, at(i32::try_from(other).unwrap_or_default(), 0)),
            3 => Operation::Edit(id, TextEdit::splice(0, 1, &text)),
            4 => Operation::Delete(id),
            5 => Operation::Restore(id),
            6 => Operation::Set(id, Property::Parent(Some(parent))),
            7 => Operation::Lock(id, other == 0),
            8 => Operation::Contest(id, at(i32::try_from(other).unwrap_or_default(), 0)),
            9 => Operation::Settle {
                id,
                property: PropertyName::Position,
                by: ParticipantId(1),
                adopt: other == 0,
            },
            10 => Operation::Create {
                id,
                secrecy: Secrecy::HIDDEN,
                shape: Box::new(shape(Content::Text, &text)),
            },
            11 => Operation::Reveal(Reveal::Record(id)),
            12 => {
                let ends = Ends {
                    from: parent,
                    to: RecordId {
                        number: other.saturating_add(1),
                        ..id
                    },
                };
                create(id, shape(Content::Connector(ends), &text))
            }
            _ => Operation::Set(
                id,
                Property::Type(NoteType {
                    colour: Colour::Red,
                    label: text,
                }),
            ),
        }
    })
}

pub(super) fn entries(operations: Vec<Operation>) -> Vec<Entry> {
    (1..)
        .zip(operations)
        .map(|(seq, operation)| Entry {
            seq: Seq(seq),
            client: ClientId::from_random(1),
            participant: ParticipantId(1),
            counter: u32::try_from(seq).unwrap_or_default(),
            outcome: Ok(operation),
        })
        .collect()
}

/// All that a reader sees of a board.
fn all_shown(document: &Document) -> BTreeMap<RecordId, &Record> {
    let records = document.records();
    let records = records.filter(|(_, record)| shows(document, record));
    records.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn s54_the_latest_moment_is_the_room(operations in proptest::collection::vec(operation(), 0..40)) {
        let log = entries(operations);
        let room = Room::open(Epoch(1), None, log.clone());
        let last = seen_at(&log, Seq(u64::MAX), ParticipantId(2));
        prop_assert_eq!(last, room.document().seen_by(ParticipantId(2)));
    }

    #[test]
    fn s55_there_are_differences_between_states_that_can_be_told_apart(
        operations in proptest::collection::vec(operation(), 0..40),
        (one, other) in (0..40_u64, 0..40_u64),
        // Who made all of it, and somebody else.
        reader in 1..3_u32,
    ) {
        let log = entries(operations);
        let state = |moment| seen_at(&log, Seq(moment), ParticipantId(reader));
        let (one, other) = (state(one), state(other));
        let there = differences(&one, &other);
        prop_assert_eq!(there.is_empty(), all_shown(&one) == all_shown(&other));
        // The other way round, as many records are concerned.
        let records = |differences: &[Difference]| {
            let mut records: Vec<_> = differences.iter().map(|difference| difference.record).collect();
            records.sort();
            records.dedup();
            records
        };
        prop_assert_eq!(records(&there), records(&differences(&other, &one)));
    }
}
