//! What the server tells nobody: whose unsigned records are; and how hidden ones come out
//! one by one.

use super::delta::public_delta;
use super::{Checkpoint, Entry, Room};
use crate::actions::create_connector;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::lead::Lead;
use crate::operation::{Operation, Reveal};
use crate::order::OrderKey;
use crate::presence::Presence;
use crate::property::{Property, PropertyName};
use crate::record::{Content, Ends, NoteType};
use crate::rules::{Phase, Refusal, Role};
use crate::secrecy::Secrecy;
use crate::testing::{NAMELESS, PRIVATE, Session, at, create, shape};
use crate::wire::{FromClient, FromServer, Refusals, Section, Snapshot, Submit};

/// Whose a record is, as a client was told.
fn author(session: &Session, who: usize, id: RecordId) -> ParticipantId {
    session.seen(who, id).unwrap().author
}

fn phase(session: &mut Session, phase: Phase) {
    session.act(0, Operation::SetPhase(phase));
}

#[test]
fn s57_what_is_written_while_names_are_hidden_is_unsigned_for_ever() {
    let mut session = Session::new();
    let open = session.note(1, "with a name");
    phase(&mut session, NAMELESS);
    let unsigned = session.note(1, "without");
    phase(&mut session, Phase::OPEN);
    session.type_at(1, unsigned, 0, "still ");
    for who in [0, 2] {
        assert_eq!(author(&session, who, open), ParticipantId(1));
        assert_eq!(author(&session, who, unsigned), ParticipantId::NOBODY);
    }
    assert_eq!(author(&session, 1, unsigned), ParticipantId(1), "its own");
    session.act(1, Operation::Delete(unsigned));
    session.act(0, Operation::Restore(unsigned));
    // A snapshot says no more than what followed the board did.
    let kept = session.room.checkpoint();
    session.restart(Epoch(2), kept);
    for who in 0..3 {
        session.back(who);
    }
    session.assert_in_step();
    assert_eq!(author(&session, 2, unsigned), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, unsigned), ParticipantId(1));
    assert_eq!(author(&session, 2, open), ParticipantId(1));
}

#[test]
fn s57_nobody_signs_while_names_are_hidden_and_what_was_signed_signs_afterwards() {
    let mut session = Session::new();
    let open = session.note(1, "with a name");
    phase(&mut session, NAMELESS);
    let unsigned = session.note(1, "without");
    let signers = |session: &Session, over: bool| {
        let document = session.room.document();
        let hidden = document.phase().hides_names(over);
        [open, unsigned].map(|id| document.record(id).unwrap().signer(hidden))
    };
    assert_eq!(signers(&session, false), [None, None]);
    // The phase ends with the session at the latest.
    assert_eq!(signers(&session, true), [Some(ParticipantId(1)), None]);
    phase(&mut session, Phase::OPEN);
    assert_eq!(signers(&session, false), [Some(ParticipantId(1)), None]);
}

/// Somebody leads, two write, and a fourth comes while names are hidden.
fn with_a_latecomer() -> (Session, RecordId, RecordId) {
    let mut session = Session::of(&[
        Role::Facilitator,
        Role::Participant,
        Role::Participant,
        Role::Participant,
    ]);
    session.offline(3);
    let open = session.note(1, "with a name");
    phase(&mut session, PRIVATE);
    let secret = session.note(1, "hidden, with a name");
    phase(&mut session, NAMELESS);
    session.back(3);
    session.act(0, Operation::Reveal(Reveal::All));
    session.assert_in_step();
    (session, open, secret)
}

#[test]
fn s57_while_names_are_hidden_nobody_is_told_what_others_signed() {
    let (mut session, open, secret) = with_a_latecomer();
    let nobody = ParticipantId::NOBODY;
    assert_eq!(author(&session, 3, open), nobody, "in a snapshot");
    assert_eq!(author(&session, 3, secret), nobody, "in a delta");
    assert_eq!(author(&session, 2, secret), nobody);
    assert_eq!(author(&session, 1, secret), ParticipantId(1), "its own");
    session.act(1, Operation::Delete(secret));
    session.act(1, Operation::Restore(secret));
    assert_eq!(author(&session, 0, secret), nobody, "put back");
    // Those who follow learn it once names are shown again, and so does who comes back.
    session.offline(2);
    phase(&mut session, Phase::OPEN);
    session.back(2);
    for who in [0, 2, 3] {
        for id in [open, secret] {
            assert_eq!(author(&session, who, id), ParticipantId(1));
        }
    }
    session.assert_in_step();
}

#[test]
fn s57_once_the_session_is_closed_those_who_read_learn_what_was_signed() {
    let (mut session, open, secret) = with_a_latecomer();
    session.roles(&[Role::Reader; 4]);
    for id in [open, secret] {
        assert_eq!(author(&session, 3, id), ParticipantId(1));
    }
    session.assert_in_step();
    // Opened again, it hides them from whoever comes then.
    session.roles(&[Role::Participant; 4]);
    session.offline(2);
    session.back(2);
    session.assert_in_step();
}

#[test]
fn s57_beside_what_anybody_does_is_no_number_while_names_are_hidden() {
    let (mut session, open, _) = with_a_latecomer();
    let mut behind = |who: usize| {
        let moved = Operation::Set(open, at(9, 9));
        session.clients[who].act(vec![moved]).unwrap();
        let revision = session.clients[who].save().revision;
        session.clients[who].saved(revision);
        let frame = session.clients[who].poll().unwrap();
        let link = session.connections[who].unwrap();
        session.room.receive(link, &frame).unwrap();
        let append = session.room.tick();
        let sent = session.room.persisted(append.through);
        let told = sent
            .iter()
            .find(|one| Some(one.to) == session.connections[3]);
        match FromServer::decode(&told.unwrap().bytes) {
            Ok(FromServer::Batch(delta, _)) => delta.sections,
            other => panic!("a batch, not {other:?}"),
        }
    };
    let who = |sections: Vec<Section>| {
        let Section {
            client,
            participant,
            operations,
            ..
        } = sections[0];
        (client, participant, operations)
    };
    let nobody = (ClientId::ROOM, ParticipantId::NOBODY, 0);
    assert_eq!(who(behind(1)), nobody);
    // Nor is it said who is not its author.
    assert_eq!(who(behind(2)), nobody);
}

#[test]
fn s57_who_writes_in_what_was_signed_is_not_told_while_names_are_hidden() {
    let mut session = Session::new();
    let open = session.note(1, "with a name");
    session.clients[1].set_presence(Presence {
        writing: Some(open),
        ..Presence::default()
    });
    session.sync();
    let writing = |session: &Session| {
        let mut shown = session.clients[0].others().values();
        shown.find_map(|(_, shown)| shown.writing)
    };
    assert_eq!(writing(&session), Some(open));
    phase(&mut session, NAMELESS);
    assert_eq!(writing(&session), None);
}

#[test]
fn s57_names_that_are_shown_again_take_few_bytes() {
    const PEOPLE: u32 = 30;
    let client = |number: u32| ClientId::from_random(u64::MAX - u64::from(number));
    let mut room = Room::open(Epoch(1), None, []);
    let mut done = |by: u32, operation: Operation| {
        room.take(Entry {
            seq: room.tail.end().next(),
            client: client(by),
            participant: ParticipantId(by),
            counter: 1,
            outcome: Ok(operation),
        });
    };
    for number in 0..5_000 {
        let by = number % PEOPLE;
        let id = RecordId {
            client: client(by),
            number,
        };
        done(
            by,
            create(id, shape(Content::Text, "a few words of somebody")),
        );
    }
    done(0, Operation::SetPhase(NAMELESS));
    done(0, Operation::SetPhase(Phase::OPEN));
    let end = room.tail.end();
    let delta = public_delta(&room.tail, room.document(), Seq(end.0 - 1), false).unwrap();
    assert_eq!(delta.signatures.len(), 30);
    let short = FromServer::Batch(delta, Refusals::new()).encode().len();
    let whole = Snapshot::of(room.document(), end, ParticipantId(1), false);
    let whole = crate::wire::encode(&whole).len();
    assert!(short < 300, "{short} bytes, instead of {whole}");
    // What changes nothing about names says nothing of them.
    let delta = public_delta(&room.tail, room.document(), end, false).unwrap();
    assert_eq!(delta.signatures, []);
}

#[test]
fn s57_what_was_written_without_a_name_and_comes_late_stays_unsigned() {
    let mut session = Session::new();
    phase(&mut session, NAMELESS);
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let note = create(id, shape(Content::Note(NoteType::default()), "late"));
    session.clients[1].act(vec![note]).unwrap();
    phase(&mut session, Phase::OPEN);
    session.back(1);
    assert_eq!(author(&session, 2, id), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, id), ParticipantId(1));
}

#[test]
fn s57_a_reveal_tells_the_author_alone_that_a_record_is_theirs() {
    let mut session = Session::new();
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let id = session.note(1, "hidden and unsigned");
    session.act(0, Operation::Reveal(Reveal::All));
    assert_eq!(author(&session, 0, id), ParticipantId::NOBODY);
    assert_eq!(author(&session, 1, id), ParticipantId(1));
    session.assert_in_step();
}

#[test]
fn s57_a_log_from_before_says_by_its_phases_what_is_unsigned() {
    let id = RecordId {
        client: ClientId::from_random(7),
        number: 1,
    };
    let note = Operation::Create {
        id,
        secrecy: Secrecy::NONE,
        shape: Box::new(shape(Content::Text, "old")),
    };
    let operations = [
        Operation::SetPhase(NAMELESS),
        note,
        Operation::SetPhase(Phase::OPEN),
    ];
    let entries = (1..).zip(operations).map(|(seq, operation)| Entry {
        seq: Seq(seq),
        client: id.client,
        participant: ParticipantId(1),
        counter: u32::try_from(seq).unwrap(),
        outcome: Ok(operation),
    });
    let room = Room::open(Epoch(1), None, entries);
    let told = room.document().seen_by(ParticipantId(2));
    assert_eq!(told.live(id).unwrap().author, ParticipantId::NOBODY);
    // A state that was kept when nobody asked this is left aside.
    let mut state = room.checkpoint().unwrap().encode();
    state[0] = 3;
    assert!(!Checkpoint::is_current(&state));
    assert_eq!(Checkpoint::decode(&state), Err(Error::Version(3)));
}

/// Draws an arrow from one record to another, as whoever knows of both does.
fn join(session: &mut Session, who: usize, ends: Ends) -> RecordId {
    let made = create_connector(&mut session.clients[who], ends.from, ends.to);
    let arrow = made[0].record().unwrap();
    session.clients[who].act(made).unwrap();
    session.sync();
    arrow
}

#[test]
fn s20_an_arrow_to_what_is_hidden_is_hidden_as_well() {
    const WORDS: &str = "because of the budget";
    let mut session = Session::new();
    let [from, to] = [1, 2].map(|who| session.note(who, "open"));
    phase(&mut session, PRIVATE);
    let secret = session.note(1, "hidden");
    phase(&mut session, Phase::OPEN);
    let arrow = join(&mut session, 1, Ends { from: secret, to });
    session.type_at(1, arrow, 0, WORDS);
    let came = |session: &Session, who: usize| {
        let mut frames = session.received.iter().filter(|(to, _)| *to == who);
        frames.any(|(_, bytes)| {
            let mut pieces = bytes.windows(WORDS.len());
            pieces.any(|piece| piece == WORDS.as_bytes())
        })
    };
    let own = session.seen(1, arrow).unwrap();
    assert!(own.secrecy.hidden, "its author knows that it is");
    for other in [0, 2] {
        assert_eq!(session.seen(other, arrow), None);
        assert!(!came(&session, other));
    }
    // Nor is one that everybody reads led there.
    let read = join(&mut session, 1, Ends { from, to });
    let led = Operation::Set(read, Property::Ends(Ends { from: secret, to }));
    assert_eq!(session.try_act(1, led), Err(Refusal::Misplaced));
    session.set(
        1,
        arrow,
        Property::Ends(Ends {
            from: to,
            to: secret,
        }),
    );
    session.assert_in_step();
    // Shown one by one, it follows what it joins, wherever it stands in reading order.
    session.set(1, arrow, Property::Order(OrderKey::nth(-1)));
    session.act(0, Operation::Reveal(Reveal::Next));
    assert!(session.seen(2, secret).is_some());
    assert_eq!(session.seen(2, arrow), None);
    session.act(0, Operation::Reveal(Reveal::Next));
    for other in [0, 2] {
        assert_eq!(session.text(other, arrow), WORDS);
        assert!(came(&session, other));
    }
    // What joins what everybody reads by now is hidden from nobody.
    let later = join(&mut session, 1, Ends { from: secret, to });
    assert!(session.seen(2, later).is_some());
    session.assert_in_step();
}

/// Submits an operation as a client of somebody's that asks no rule: the answer, and the frames
/// that everybody else is sent.
fn submitted(
    session: &mut Session,
    who: usize,
    operation: Operation,
) -> (Result<Operation, Refusal>, Vec<Vec<u8>>) {
    let client = session.clients[who].id();
    let submit = Submit {
        base: session.room.tail.end(),
        first: session.room.seats.last(client).saturating_add(1),
        operations: vec![operation],
    };
    let link = session.connections[who].unwrap();
    let frame = FromClient::Submit(submit).encode();
    session.room.receive(link, &frame).unwrap();
    let append = session.room.tick();
    let mut entries = append.entries.iter();
    let answered = entries.find(|entry| entry.client == client);
    let outcome = answered.unwrap().outcome.clone();
    let sent = session.room.persisted(append.through).into_iter();
    let others = sent.filter(|one| one.to != link);
    (outcome, others.map(|one| one.bytes.to_vec()).collect())
}

/// Whether words stand in one of these frames.
fn tell(frames: &[Vec<u8>], words: &str) -> bool {
    let mut pieces = frames.iter().flat_map(|frame| frame.windows(words.len()));
    pieces.any(|piece| piece == words.as_bytes())
}

#[test]
fn s20_no_client_shows_an_arrow_without_what_it_joins() {
    const WORDS: &str = "because-of-the-budget";
    let mut session = Session::new();
    let open = session.note(2, "open");
    phase(&mut session, PRIVATE);
    let secret = session.note(1, "hidden");
    let ends = Ends {
        from: secret,
        to: open,
    };
    let arrow = join(&mut session, 1, ends);
    session.type_at(1, arrow, 0, WORDS);
    phase(&mut session, Phase::OPEN);
    let alone = Reveal::Record(arrow);
    let asked = [
        (1, Operation::Reveal(alone)),
        (
            0,
            Operation::Lead {
                on: Some(Phase::OPEN.mark()),
                deed: Lead::Reveal(alone),
            },
        ),
    ];
    for (who, asked) in asked {
        let (answer, sent) = submitted(&mut session, who, asked);
        assert_eq!(answer, Err(Refusal::Misplaced));
        assert!(!tell(&sent, WORDS));
    }
    // Nor where its author has taken the other off the board.
    let (answer, _) = submitted(&mut session, 1, Operation::Delete(secret));
    assert!(answer.is_ok());
    let (answer, sent) = submitted(&mut session, 1, Operation::Reveal(alone));
    assert_eq!(
        (answer, tell(&sent, WORDS)),
        (Err(Refusal::Misplaced), false)
    );
    // Shown after what it joins, it comes to all.
    for id in [secret, arrow] {
        let reveal = Operation::Reveal(Reveal::Record(id));
        let (answer, sent) = submitted(&mut session, 1, reveal);
        assert!(answer.is_ok());
        assert_eq!(tell(&sent, WORDS), id == arrow);
    }
}

#[test]
fn s20_no_client_settles_on_an_arrow_to_what_is_hidden() {
    let mut session = Session::new();
    let [from, to] = [1, 2].map(|who| session.note(who, "open"));
    phase(&mut session, PRIVATE);
    let secret = session.note(1, "hidden");
    let ends = Ends { from, to };
    let arrow = join(&mut session, 1, ends);
    // Kept beside while nobody else knows of the arrow.
    let wanted = Property::Ends(Ends { from: secret, to });
    session.act(1, Operation::Contest(arrow, wanted));
    phase(&mut session, Phase::OPEN);
    session.act(1, Operation::Reveal(Reveal::Record(arrow)));
    let settle = |adopt| Operation::Settle {
        id: arrow,
        property: PropertyName::Ends,
        by: ParticipantId(1),
        adopt,
    };
    for (who, refusal) in [(1, Refusal::Misplaced), (2, Refusal::UnknownRecord)] {
        let told = session.clients[who].permits(&settle(true));
        assert_eq!(told, Err(refusal), "it is not offered either");
        let (answer, _) = submitted(&mut session, who, settle(true));
        assert_eq!(answer, Err(refusal));
    }
    let joined = |session: &Session| session.room.document().record(arrow).unwrap().clone();
    assert_eq!(joined(&session).shape.content, Content::Connector(ends));
    let (answer, _) = submitted(&mut session, 2, settle(false));
    assert!(answer.is_ok());
    assert!(joined(&session).contested.is_empty());
}

#[test]
fn s57_an_arrow_that_is_signed_is_not_led_to_what_is_hidden_and_unsigned() {
    let mut session = Session::new();
    let [from, to] = [1, 2].map(|who| session.note(who, "open"));
    phase(&mut session, PRIVATE);
    let arrow = join(&mut session, 1, Ends { from, to });
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let unsigned = session.note(1, "hidden and unsigned");
    phase(&mut session, Phase::OPEN);
    let led = Property::Ends(Ends { from: unsigned, to });
    let ways = [
        Operation::Set(arrow, led.clone()),
        Operation::Contest(arrow, led),
    ];
    for operation in ways {
        let told = session.clients[1].permits(&operation);
        assert_eq!(told, Err(Refusal::Misplaced));
        let (answer, _) = submitted(&mut session, 1, operation);
        assert_eq!(answer, Err(Refusal::Misplaced));
    }
}

#[test]
fn s57_an_arrow_to_what_is_hidden_and_unsigned_is_unsigned() {
    let mut session = Session::new();
    let to = session.note(2, "open");
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let from = session.note(1, "hidden and unsigned");
    phase(&mut session, Phase::OPEN);
    // Only its author could draw it: by their name or tab it would tell whose the note is.
    let arrow = join(&mut session, 1, Ends { from, to });
    assert!(arrow.is_of_nobody());
    session.act(0, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    assert_eq!(session.seen(0, arrow), None, "asked for by name");
    session.act(0, Operation::Reveal(Reveal::All));
    for other in [0, 2] {
        for id in [from, arrow] {
            assert_eq!(author(&session, other, id), ParticipantId::NOBODY);
        }
    }
    assert_eq!(author(&session, 1, arrow), ParticipantId(1), "its own");
    session.assert_in_step();
}

#[test]
fn s58_a_facilitator_reveals_one_hidden_record_after_the_other() {
    let mut session = Session::new();
    phase(&mut session, PRIVATE);
    let [first, second] = [1, 2].map(|who| session.note(who, "each one's first"));
    let gone = session.note(1, "taken back");
    session.act(1, Operation::Delete(gone));
    let seen = |session: &Session| {
        let ids = [first, second].into_iter();
        ids.filter(|id| session.seen(0, *id).is_some()).count()
    };
    for count in [1, 2, 2] {
        session.act(0, Operation::Reveal(Reveal::Next));
        assert_eq!(seen(&session), count);
    }
    assert!(session.try_act(1, Operation::Reveal(Reveal::Next)).is_err());
    session.assert_in_step();
    // The log says which one it was: done again, it gives the same board.
    let before = session.room.document().clone();
    session.restart(Epoch(1), None);
    assert_eq!(session.room.document(), &before);
}

#[test]
fn s58_what_is_left_to_show_is_what_comes_next() {
    let mut session = Session::new();
    phase(&mut session, PRIVATE);
    let [from, to] = [(); 2].map(|()| session.note(1, "hidden"));
    let arrow = join(&mut session, 1, Ends { from, to });
    let left = |session: &Session| session.room.document().hidden().records;
    assert_eq!(left(&session), 3);
    // An arrow goes with what it joins: there is nothing of it to be shown.
    session.act(1, Operation::Delete(to));
    assert_eq!(left(&session), 1);
    session.act(0, Operation::Reveal(Reveal::Next));
    assert_eq!(left(&session), 0);
    session.act(1, Operation::Restore(to));
    for count in [1, 0] {
        session.act(0, Operation::Reveal(Reveal::Next));
        assert_eq!(left(&session), count);
    }
    assert!(session.seen(2, arrow).is_some());
    session.assert_in_step();
}

#[test]
fn s58_asked_for_one_author_a_reveal_leaves_out_what_is_unsigned() {
    let mut session = Session::new();
    phase(&mut session, PRIVATE);
    let signed = session.note(1, "with a name");
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    let unsigned = session.note(1, "without");
    session.act(0, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    assert!(session.seen(0, signed).is_some());
    assert!(session.seen(0, unsigned).is_none());
    phase(&mut session, Phase::OPEN);
    session.act(1, Operation::Reveal(Reveal::Author(ParticipantId(1))));
    assert_eq!(author(&session, 0, unsigned), ParticipantId::NOBODY);
}
