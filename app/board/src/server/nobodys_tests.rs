//! That no frame joins what nobody signs with the tab that wrote it.

mod ids;

use super::*;
use crate::client::Client;
use crate::geometry::{Point, Rect, Size};
use crate::history::seen_at;
use crate::operation::{Operation, Reveal};
use crate::presence::Presence;
use crate::record::{Content, NoteType, Record};
use crate::rules::{Phase, Role};
use crate::testing::{NAMELESS, Session, at, create, shape};
use crate::text::TextEdit;
use crate::wire::{self, CatchUp, Change, Snapshot};

const NOTE: fn() -> Content = || Content::Note(NoteType::default());

/// The tab that writes: long enough to be looked for in the bytes of frames.
const TAB: ClientId = ClientId::from_random(0x0bad_cafe_f00d);

fn phase(session: &mut Session, phase: Phase) {
    session.act(0, Operation::SetPhase(phase));
}

/// Somebody leads (0), somebody writes in that tab (1), two read; the last of them comes late.
fn session() -> Session {
    let mut session = Session::of(&[
        Role::Facilitator,
        Role::Participant,
        Role::Participant,
        Role::Participant,
    ]);
    session.offline(1);
    session.clients[1] = Client::new(TAB).with_secret([7; 16]);
    session.back(1);
    session.offline(3);
    session
}

fn shows(session: &mut Session, presence: Presence) {
    session.clients[1].set_presence(presence);
    session.sync();
}

fn names_the_tab(bytes: &[u8]) -> bool {
    let tab = wire::encode(&TAB);
    let tab = &tab[1..];
    bytes.windows(tab.len()).any(|window| window == tab)
}

/// Whether a frame says no more than that tabs are gone.
fn is_farewell(bytes: &[u8]) -> bool {
    match FromServer::decode(bytes) {
        Ok(FromServer::Presence(shown)) => shown.iter().all(|one| one.presence.is_none()),
        _ => false,
    }
}

/// The records that a frame tells of, with the client and the participant beside each.
fn told(bytes: &[u8]) -> Vec<(RecordId, ClientId, ParticipantId)> {
    let of = |delta: Delta| {
        let mut told = Vec::new();
        for section in delta.sections {
            for change in section.changes {
                let (id, author) = match change {
                    Change::Put(id, record) => (Some(id), record.author),
                    Change::Apply(operation) => (operation.record(), section.participant),
                };
                told.extend(id.map(|id| (id, section.client, section.participant)));
                told.extend(id.map(|id| (id, section.client, author)));
            }
        }
        told
    };
    match FromServer::decode(bytes).unwrap() {
        FromServer::Batch(delta, _) => of(delta),
        FromServer::Welcome(welcome) => match welcome.catch_up {
            CatchUp::Delta(delta) => of(delta),
            CatchUp::Snapshot(snapshot) => {
                let document = snapshot.into_document();
                let of = |(id, record): (RecordId, &Record)| (id, ClientId::ROOM, record.author);
                document.records().map(of).collect()
            }
        },
        _ => Vec::new(),
    }
}

/// Nothing that came to anybody else since names the tab, by its bytes or decoded, nor joins
/// these records with each other or with their author.
fn assert_unlinked(session: &mut Session, records: &[RecordId]) {
    let received = std::mem::take(&mut session.received);
    let mut seen = 0;
    for (who, bytes) in received.iter().filter(|(who, _)| *who != 1) {
        let (own, me) = (
            session.clients[*who].id(),
            ParticipantId(u32::try_from(*who).unwrap()),
        );
        assert!(!names_the_tab(bytes) || is_farewell(bytes));
        for (id, client, participant) in told(bytes) {
            if records.contains(&id) {
                seen += 1;
                // What they did themselves, they are told.
                assert!([ClientId::ROOM, own].contains(&client), "{id}");
                assert!([ParticipantId::NOBODY, me].contains(&participant), "{id}");
            }
        }
    }
    assert!(seen > 0, "others were told of them");
    session.assert_in_step();
}

/// Writes, moves, takes off and puts back; then others come by a delta and by a snapshot.
fn works_on(session: &mut Session, notes: [RecordId; 2]) {
    let [one, other] = notes;
    session.type_at(1, one, 0, "more ");
    session.set(1, one, at(30, 40));
    session.set(2, other, at(1, 1));
    session.offline(2);
    session.act(1, Operation::Delete(one));
    session.act(1, Operation::Restore(one));
    session.clients[1].undo().unwrap();
    session.sync();
    session.clients[1].redo().unwrap();
    session.sync();
    session.set(0, other, at(70, 80));
    session.back(2);
    session.offline(3);
    let kept = session.room.checkpoint();
    session.restart(Epoch(1), kept);
    for who in 0..4 {
        session.back(who);
    }
}

#[test]
fn s57_no_frame_joins_an_unsigned_record_with_its_tab() {
    let mut session = session();
    // Everybody knows whose tab it is.
    shows(
        &mut session,
        Presence {
            hand: true,
            ..Presence::default()
        },
    );
    assert!(
        session
            .received
            .iter()
            .any(|(who, bytes)| *who == 2 && names_the_tab(bytes))
    );
    shows(&mut session, Presence::default());
    phase(&mut session, NAMELESS);
    session.received.clear();

    let notes = ["one", "other"].map(|text| session.note(1, text));
    shows(
        &mut session,
        Presence {
            cursor: Some(Point::new(30, 40)),
            view: Some(Rect::new(Point::new(0, 0), Size::new(60, 80))),
            selection: notes.to_vec(),
            writing: Some(notes[0]),
            ..Presence::default()
        },
    );
    works_on(&mut session, notes);
    shows(&mut session, Presence::default());
    assert_unlinked(&mut session, &notes);
    assert!(notes.iter().all(|id| id.is_of_nobody()));
    assert_ne!(notes[0].client, notes[1].client);

    // Nor later, when names are shown again, to those who follow and to those who come.
    phase(&mut session, Phase::OPEN);
    works_on(&mut session, notes);
    assert_unlinked(&mut session, &notes);

    // Nor in the past.
    for moment in (0..=session.log.len() as u64).map(Seq) {
        let past = seen_at(&session.log, moment, ParticipantId(2));
        let sent = Snapshot::of(&past, moment, ParticipantId(2), false);
        assert!(!names_the_tab(&wire::encode(&sent)));
        assert!(
            past.records()
                .all(|(_, record)| record.author == ParticipantId::NOBODY)
        );
    }

    // What is signed names its tab, and says nothing of how much it did before.
    session.note(1, "with a name");
    let (_, bytes) = session.received.last().unwrap();
    assert!(names_the_tab(bytes));
    let Ok(FromServer::Batch(delta, _)) = FromServer::decode(bytes) else {
        panic!("a batch");
    };
    assert_eq!(delta.sections[0].operations, 1);
}

#[test]
fn s57_what_comes_late_or_is_hidden_as_well_is_not_joined_with_its_tab() {
    let mut session = session();
    phase(
        &mut session,
        Phase {
            private: true,
            ..NAMELESS
        },
    );
    session.received.clear();
    let hidden = session.note(1, "hidden");
    session.offline(1);
    let late = session.clients[1].new_record_id();
    let note = create(late, shape(NOTE(), "late"));
    session.clients[1].act(vec![note]).unwrap();
    phase(&mut session, Phase::OPEN);
    session.back(1);
    session.act(0, Operation::Reveal(Reveal::All));
    session.back(3);
    assert_eq!(session.text(2, late), "late");
    assert_unlinked(&mut session, &[hidden, late]);
}

#[test]
fn s57_own_work_that_nobody_signs_is_undone_and_done_again() {
    let mut session = session();
    phase(&mut session, NAMELESS);
    let id = session.note(1, "one");
    session.type_at(1, id, 3, " more");
    for expected in ["one", ""] {
        session.clients[1].undo().unwrap();
        session.sync();
        assert_eq!(session.text(2, id), expected);
    }
    for expected in ["one", "one more"] {
        session.clients[1].redo().unwrap();
        session.sync();
        assert_eq!(session.text(2, id), expected);
    }
    session.assert_in_step();
}

#[test]
fn s57_what_is_proposed_again_while_names_are_hidden_gets_another_id() {
    let mut session = session();
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let edit = Operation::Edit(id, TextEdit::splice(5, 0, " and more"));
    for operation in [create(id, shape(NOTE(), "first")), edit] {
        session.clients[1].act(vec![operation]).unwrap();
    }
    phase(
        &mut session,
        Phase {
            write: false,
            ..Phase::OPEN
        },
    );
    session.back(1);
    assert_eq!(session.clients[1].quarantine().len(), 2);
    phase(&mut session, NAMELESS);
    session.received.clear();
    for _ in 0..2 {
        session.clients[1].propose_again(0).unwrap();
    }
    session.sync();
    let (id, record) = session.room.document().records().next().unwrap();
    assert_eq!(record.shape.text, "first and more");
    assert!(id.is_of_nobody());
    assert_unlinked(&mut session, &[id]);
}

#[test]
fn s57_where_somebody_is_at_work_is_not_told_while_names_are_hidden() {
    let mut session = session();
    let signed = session.note(1, "with a name");
    let view = Some(Rect::new(Point::new(0, 0), Size::new(60, 80)));
    let presence = Presence {
        cursor: Some(Point::new(3, 4)),
        view,
        selection: vec![signed],
        hand: true,
        ..Presence::default()
    };
    shows(&mut session, presence.clone());
    let shown = |session: &Session, of: usize| {
        let id = session.clients[of].id();
        session.clients[2].others()[&id].1.clone()
    };
    assert_eq!(shown(&session, 1), presence);
    phase(&mut session, NAMELESS);
    let rest = Presence {
        hand: true,
        ..Presence::default()
    };
    assert_eq!(shown(&session, 1), rest);
    // Whoever leads still calls everyone to where they look.
    let calling = Presence {
        attention: true,
        view,
        ..Presence::default()
    };
    session.clients[0].set_presence(calling.clone());
    session.sync();
    assert_eq!(shown(&session, 0), calling);
}
