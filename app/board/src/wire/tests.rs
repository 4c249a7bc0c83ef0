use proptest::prelude::*;

use super::*;
use crate::document::Document;
use crate::geometry::Point;
use crate::lead::Lead;
use crate::limits::MAX_RECORDS;
use crate::operation::Reveal;
use crate::order::OrderKey;
use crate::put_back::Lost;
use crate::record::{Content, Ink, NoteType};
use crate::rules::{PhaseMark, Role};
use crate::secrecy::Secrecy;
use crate::server::{ConnectionId, Entry, Room};
use crate::testing::{PRIVATE, at, create, shape};
use crate::text::TextEdit;

fn id(client: u64, number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(client),
        number,
    }
}

fn note(id: RecordId) -> Operation {
    create(id, shape(Content::Note(NoteType::default()), "some words"))
}

fn document() -> Document {
    let mut document = Document::default();
    for (client, number) in [(1, 1), (1, 7), (2, 3), (1, 2)] {
        document.apply(&note(id(client, number)), ParticipantId(1));
    }
    document
}

/// What leads the session waits on a device as it is sent.
fn reveal_in_a_phase() -> Operation {
    Operation::Lead {
        on: Some(PhaseMark {
            step: 1,
            begun_at: Some(5),
        }),
        deed: Lead::Reveal(Reveal::All),
    }
}

fn frames_from_clients() -> Vec<FromClient> {
    vec![
        FromClient::Hello(Hello {
            client: ClientId::from_random(u64::MAX),
            attempt: 3,
            seen: Some((Epoch(u64::MAX), Seq(9))),
            next: 7,
        }),
        FromClient::Submit(Submit {
            base: Seq(4),
            first: 2,
            operations: vec![
                note(id(1, 1)),
                Operation::Delete(id(1, 1)),
                note(id(1, 2)).put_back(Lost::operation(ClientId::from_random(1), 1)),
                reveal_in_a_phase(),
            ],
        }),
    ]
}

fn frames_from_server() -> Vec<FromServer> {
    let delta = Delta {
        from: Seq(1),
        to: Seq(2),
        sections: vec![Section {
            client: ClientId::from_random(5),
            participant: ParticipantId(1),
            operations: 8,
            changes: vec![
                Change::Apply(note(id(5, 1))),
                Change::Put(
                    id(1, 1),
                    Box::new(document().record(id(1, 1)).unwrap().clone()),
                ),
            ],
        }],
        signatures: vec![(ClientId::from_random(5), ParticipantId(1))],
    };
    let snapshot = Snapshot::of(&document(), Seq(5), ParticipantId(1), false);
    let welcome = |catch_up| {
        FromServer::Welcome(Box::new(Welcome {
            attempt: 1,
            epoch: Epoch(3),
            member: Member {
                participant: ParticipantId(1),
                role: Role::Observer,
            },
            acknowledged: 3,
            refused: vec![(2, Refusal::Full)],
            catch_up,
        }))
    };
    vec![
        welcome(CatchUp::Snapshot(Box::new(snapshot))),
        welcome(CatchUp::Delta(delta.clone())),
        FromServer::Batch(delta, vec![(1, Refusal::NotInPhase)]),
        FromServer::Resync,
        FromServer::Reload,
    ]
}

#[test]
fn s40_every_frame_survives_the_wire() {
    for frame in frames_from_clients() {
        assert_eq!(FromClient::decode(&frame.encode()), Ok(frame));
    }
    for frame in frames_from_server() {
        assert_eq!(FromServer::decode(&frame.encode()), Ok(frame));
    }
}

#[test]
fn s8_a_frame_is_weighed_by_its_first_bytes() {
    let submit = |count| {
        FromClient::Submit(Submit {
            base: Seq(70_000),
            first: 300,
            operations: vec![Operation::Delete(id(1, 1)); count],
        })
    };
    for count in [0, 1, 200, MAX_SUBMITTED] {
        let expected = u32::try_from(count).unwrap();
        assert_eq!(FromClient::weight(&submit(count).encode()), expected);
    }
    let most = u32::try_from(MAX_SUBMITTED).unwrap();
    assert_eq!(FromClient::weight(&submit(5_000).encode()), most);
    for frame in frames_from_clients() {
        let weight = FromClient::weight(&frame.encode());
        match &frame {
            FromClient::Hello(_) => assert_eq!(weight, GREETING_WEIGHT),
            FromClient::Submit(submit) => {
                assert_eq!(usize::try_from(weight), Ok(submit.operations.len()));
            }
            FromClient::Presence(_) => assert_eq!(weight, 0),
        }
    }
    let mut old = submit(1).encode();
    old[0] = VERSION + 1;
    for nothing in [&old[..], &[], &[VERSION], &[VERSION, 1, 255]] {
        assert_eq!(FromClient::weight(nothing), 0);
    }
}

#[test]
fn s40_reload_is_the_same_in_all_versions() {
    assert_eq!(FromServer::Reload.encode(), [0]);
    assert_eq!(FromServer::decode(&[0, 9, 9]), Ok(FromServer::Reload));
    let mut bytes = frames_from_clients()[0].encode();
    bytes[0] = VERSION + 1;
    assert_eq!(FromClient::decode(&bytes), Err(Error::Version(VERSION + 1)));
}

#[test]
fn s41_lengths_that_are_not_there_are_refused() {
    assert_eq!(FromClient::decode(&[]), Err(Error::Malformed));
    // A Submit that claims four thousand million operations.
    let claim = [VERSION, 1, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(FromClient::decode(&claim), Err(Error::Malformed));
    let long = vec![VERSION; MAX_CLIENT_FRAME + 1];
    assert_eq!(FromClient::decode(&long), Err(Error::TooLong));
    let many = FromClient::Submit(Submit {
        base: Seq(0),
        first: 1,
        operations: vec![Operation::Delete(id(1, 1)); MAX_SUBMITTED + 1],
    });
    assert_eq!(FromClient::decode(&many.encode()), Err(Error::TooLong));
    let mut trailing = frames_from_clients()[0].encode();
    trailing.push(0);
    assert_eq!(FromClient::decode(&trailing), Err(Error::Malformed));
}

#[test]
fn s42_a_snapshot_holds_what_its_reader_sees_and_each_client_once() {
    let mut document = document();
    document.apply(&Operation::Delete(id(1, 2)), ParticipantId(1));
    let hidden = Operation::Create {
        id: id(3, 1),
        secrecy: Secrecy::HIDDEN,
        shape: Box::new(shape(Content::Text, "mine")),
    };
    document.apply(&hidden, ParticipantId(3));
    let reader = ParticipantId(1);
    let snapshot = Snapshot::of(&document, Seq(6), reader, false);
    assert_eq!(
        snapshot.ids().collect::<Vec<_>>(),
        [id(1, 1), id(1, 7), id(2, 3)]
    );
    let bytes = encode(&snapshot);
    assert!(bytes.windows(5).any(|window| window == b"words"));
    assert!(!bytes.windows(4).any(|window| window == b"mine"));
    assert_eq!(snapshot.into_document(), document.seen_by(reader));
}

#[test]
fn s42_a_snapshot_carries_every_place_and_order() {
    let mut document = Document::default();
    let places = [0, 1, -1, 255, 256, -256, -257, i32::MAX, i32::MIN];
    for (number, place) in (0..).zip(places) {
        let mut note = shape(Content::Text, "é😀");
        note.position = Point::new(place, -1 - place);
        note.order = OrderKey::nth(place);
        document.apply(
            &create(id(u64::from(number % 2), u32::MAX - number), note),
            ParticipantId(1),
        );
    }
    let snapshot = Snapshot::of(&document, Seq(1), ParticipantId(1), false);
    assert_eq!(snapshot.into_document(), document);
}

#[test]
fn s42_a_snapshot_does_not_grow_with_what_happened() {
    let mut document = document();
    let before = encode(&Snapshot::of(&document, Seq(1), ParticipantId(1), false)).len();
    for place in 0..40_000 {
        let moved = at(place % 60, 0);
        document.apply(&Operation::Set(id(1, 1), moved), ParticipantId(1));
    }
    let after = encode(&Snapshot::of(&document, Seq(1), ParticipantId(1), false)).len();
    assert!(after <= before + 4, "{before} bytes, then {after}");
}

#[test]
fn s42_no_record_is_shorter_than_the_estimate() {
    let mut document = Document::default();
    document.apply(
        &create(id(0, 0), shape(Content::Text, "")),
        ParticipantId(0),
    );
    let bytes = encode(&Snapshot::of(&document, Seq(0), ParticipantId(0), false));
    let empty = encode(&Snapshot::of(
        &Document::default(),
        Seq(0),
        ParticipantId(0),
        false,
    ));
    assert!(bytes.len() - empty.len() >= Snapshot::MIN_RECORD_BYTES);
}

#[test]
fn s41_a_snapshot_that_repeats_large_values_does_not_fill_the_memory() {
    let mut large = shape(Content::Text, "");
    large.content = Content::Stroke(Ink::default(), vec![Point::default(); 100_000]);
    let count = u32::try_from(MAX_RECORDS).unwrap();
    let mut document = Document::default();
    document.apply(&create(id(1, 0), large), ParticipantId(1));
    let stroke = document.record(id(1, 0)).unwrap().clone();
    // What a server would have to hold 16 GB for.
    let snapshot = Snapshot::of(&document, Seq(1), ParticipantId(1), false).repeated(count);
    assert_eq!(snapshot.ids().count(), MAX_RECORDS);
    let held = snapshot.into_document();
    assert!(held.bytes() <= MAX_SERVER_FRAME);
    assert_eq!(held.record(id(1, 0)), Some(&stroke));
}

proptest! {
    #[test]
    fn s41_any_bytes_give_a_frame_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut framed = vec![VERSION];
        framed.extend(bytes);
        let _ = FromClient::decode(&framed);
        let _ = FromServer::decode(&framed);
        let _ = crate::client::Client::load(&framed, Some(&framed));
        let _ = crate::server::Checkpoint::decode(&framed);
    }

    #[test]
    fn s41_a_damaged_frame_harms_neither_side(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let spoil = |mut bytes: Vec<u8>| {
            for (at, byte) in &damage {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes
        };
        let mut room = Room::open(Epoch(3), None, []);
        let link = ConnectionId(1);
        let member = Member { participant: ParticipantId(1), role: Role::Facilitator };
        room.connect(link, member);
        for frame in frames_from_clients() {
            let _ = room.receive(link, &spoil(frame.encode()));
        }
        let append = room.tick();
        room.persisted(append.through);

        let mut client = crate::client::Client::new(ClientId::from_random(5));
        client.connected();
        client.poll();
        let frames = frames_from_server();
        let _ = client.receive(&frames[1].encode());
        let _ = client.receive(&spoil(which.get(&frames).encode()));
    }
}

/// Bytes that version 3 wrote, each with what it means: they stay readable.
#[test]
fn s53_what_was_stored_stays_readable() {
    let id = RecordId {
        client: ClientId::from_random(7),
        number: 2,
    };
    let lost = Lost::operation(id.client, id.number);
    let shape = shape(Content::Note(NoteType::default()), "é");
    let operations = [
        (
            "03ac0207050900000702000000000000c801c80102c3a9000000",
            create(id, shape.clone()),
        ),
        (
            "03ac02070509000107020205a006",
            Operation::Set(id, at(-3, 400)),
        ),
        (
            "03ac0207050900020702020001010174",
            Operation::Edit(id, TextEdit::splice(1, 0, "t")),
        ),
        ("03ac0207050900030702", Operation::Delete(id)),
        ("03ac0207050900040702", Operation::Restore(id)),
        ("03ac02070509000700", Operation::Reveal(Reveal::All)),
        (
            "03ac0207050900080001010101010000",
            Operation::SetPhase(PRIVATE),
        ),
        ("03ac020705090009070201", Operation::Lock(id, true)),
        (
            "03ac02070509000b93bb8e9089f5dfda9001000702000000000000c801c80102c3a9000000",
            create(id, shape).put_back(lost),
        ),
        (
            "03ac02070509000b93bb8e9089f5dfda9001010702020001010174",
            Operation::Edit(id, TextEdit::splice(1, 0, "t")).put_back(lost),
        ),
        ("03ac02070509000c0101010a0500", reveal_in_a_phase()),
        ("03ac02070509000d0702", Operation::SetParkingLot(id)),
    ];
    let done = operations.map(|(stored, operation)| (stored, Ok(operation)));
    let refused = [
        ("03ac02070509010d", Err(Refusal::PutBackAlready)),
        ("03ac02070509010e", Err(Refusal::Late)),
    ];
    for (stored, outcome) in done.into_iter().chain(refused) {
        let entry = Entry {
            seq: Seq(300),
            client: id.client,
            participant: ParticipantId(5),
            counter: 9,
            outcome,
        };
        let bytes: Vec<u8> = (0..stored.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&stored[at..at + 2], 16).unwrap())
            .collect();
        assert_eq!(Entry::decode(&bytes), Ok(entry));
    }
}
