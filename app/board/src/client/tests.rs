mod again;
mod field;
mod foreign;
mod leading;
mod meeting;
mod once;
mod undo;

use proptest::prelude::*;

use super::*;
use crate::geometry::Point;
use crate::property::Property;
use crate::record::{Colour, Content, NoteType};
use crate::rules::{Phase, Role};
use crate::testing::{Session, at, create, shape};
use crate::text::TextEdit;

fn label(text: &str) -> Property {
    Property::Type(NoteType {
        colour: Colour::Green,
        label: text.to_owned(),
    })
}

fn typed(id: RecordId, at: usize, text: &str) -> Operation {
    Operation::Edit(id, TextEdit::splice(at, 0, text))
}

/// Does something without telling anybody.
fn alone(session: &mut Session, who: usize, operation: Operation) {
    session.clients[who].act(vec![operation]).unwrap();
}

/// Kills the tab and opens it again from what it had stored.
fn reopen(session: &mut Session, who: usize, document: Option<&[u8]>) {
    let saved = session.clients[who].save();
    session.offline(who);
    session.clients[who] = Client::load(&saved.bytes, document).unwrap();
}

#[test]
fn s9_a_client_cuts_what_reaches_beyond_the_end() {
    let mut session = Session::new();
    let id = session.note(0, "ab");
    let client = &mut session.clients[1];
    client
        .act(vec![Operation::Edit(id, TextEdit::splice(1, 9, ""))])
        .unwrap();
    let cut = Operation::Edit(id, TextEdit::splice(1, 1, ""));
    assert_eq!(client.unacknowledged().collect::<Vec<_>>(), [&cut]);
    // What changes nothing is not sent at all.
    client
        .act(vec![Operation::Edit(id, TextEdit::splice(9, 9, ""))])
        .unwrap();
    assert_eq!(client.unacknowledged().count(), 1);
}

#[test]
fn s12_an_edit_behind_one_on_its_way_lands_where_it_was_meant() {
    let mut session = Session::new();
    let id = session.note(0, "abcd");
    alone(&mut session, 1, typed(id, 0, "1"));
    let client = &mut session.clients[1];
    client.saved(client.save().revision);
    let frame = client.poll().unwrap();
    alone(
        &mut session,
        1,
        Operation::Edit(id, TextEdit::splice(4, 1, "")),
    );
    // Somebody else is first, and both arrive in one batch.
    alone(&mut session, 0, typed(id, 4, "X"));
    let client = &mut session.clients[0];
    client.saved(client.save().revision);
    let first = client.poll().unwrap();
    for (who, frame) in [(0, first), (1, frame)] {
        let link = session.connections[who].unwrap();
        session.room.receive(link, &frame).unwrap();
    }
    session.sync();
    assert_eq!(session.text(2, id), "1abcX");
    session.assert_in_step();
}

#[test]
fn s14_what_waits_is_shown_as_being_on_this_device_only() {
    let mut session = Session::new();
    let id = session.note(1, "");
    alone(&mut session, 1, typed(id, 0, "x"));
    let waiting: Vec<_> = session.clients[1].unacknowledged().cloned().collect();
    assert_eq!(waiting, [typed(id, 0, "x")]);
    session.sync();
    assert_eq!(session.clients[1].unacknowledged().next(), None);
}

#[test]
fn s16_operations_are_sent_only_once_they_are_saved() {
    let mut session = Session::new();
    let id = session.note(1, "");
    let client = &mut session.clients[1];
    client.act(vec![typed(id, 0, "x")]).unwrap();
    assert!(!client.is_saved());
    assert_eq!(client.poll(), None);
    let saved = client.save();
    // Meanwhile it goes on: what is stored is no longer what would be sent.
    client.act(vec![typed(id, 1, "y")]).unwrap();
    client.saved(saved.revision);
    assert_eq!(client.poll(), None);
    client.saved(client.save().revision);
    assert!(client.is_saved());
    assert!(client.poll().is_some());
}

#[test]
fn s16_a_killed_tab_neither_repeats_nor_loses_what_it_had_stored() {
    let mut session = Session::new();
    let id = session.note(1, "");
    // Sent and answered, but stored as if neither had happened.
    alone(&mut session, 1, typed(id, 0, "a"));
    let stored = session.clients[1].save();
    session.sync();
    session.offline(1);
    session.clients[1] = Client::load(&stored.bytes, None).unwrap();
    alone(&mut session, 1, typed(id, 1, "b"));
    session.back(1);
    assert_eq!(session.text(0, id), "ab");
    session.assert_in_step();
}

#[test]
fn s17_a_long_drag_offline_is_one_operation() {
    let mut session = Session::new();
    let id = session.note(1, "");
    session.offline(1);
    for place in 1..=1_000 {
        alone(&mut session, 1, Operation::Set(id, at(place, 0)));
        alone(&mut session, 1, Operation::Set(id, label("moved")));
    }
    assert_eq!(session.clients[1].unacknowledged().count(), 2);
    session.back(1);
    assert_eq!(session.position(0, id), Point::new(1_000, 0));
}

#[test]
fn s17_what_was_once_sent_is_not_merged_any_more() {
    let mut session = Session::new();
    let id = session.note(1, "");
    alone(&mut session, 1, typed(id, 0, "a"));
    let client = &mut session.clients[1];
    client.saved(client.save().revision);
    let frame = client.poll().unwrap();
    let link = session.connections[1].unwrap();
    session.room.receive(link, &frame).unwrap();
    // The answer never arrives; the next character is another operation.
    session.offline(1);
    alone(&mut session, 1, typed(id, 1, "b"));
    assert_eq!(session.clients[1].unacknowledged().count(), 2);
    session.back(1);
    assert_eq!(session.text(0, id), "ab");
}

#[test]
fn s17_a_thousand_operations_arrive_in_order() {
    let mut session = Session::new();
    session.offline(1);
    let mut ids = Vec::new();
    for number in 0..1_000 {
        let id = session.clients[1].new_record_id();
        ids.push(id);
        let note = shape(Content::Text, &number.to_string());
        alone(&mut session, 1, create(id, note));
    }
    session.back(1);
    session.assert_in_step();
    assert_eq!(session.text(0, ids[999]), "999");
}

#[test]
fn s28_repeated_frames_change_nothing_and_missing_ones_are_noticed() {
    let mut session = Session::new();
    let id = session.note(0, "");
    let mut frames = Vec::new();
    for place in 1..=3 {
        alone(&mut session, 0, Operation::Set(id, at(place, 0)));
        let client = &mut session.clients[0];
        client.saved(client.save().revision);
        let frame = client.poll().unwrap();
        session
            .room
            .receive(session.connections[0].unwrap(), &frame)
            .unwrap();
        let append = session.room.tick();
        for outgoing in session.room.persisted(append.through) {
            let to = session
                .connections
                .iter()
                .position(|known| *known == Some(outgoing.to));
            match to {
                Some(0) => drop(session.clients[0].receive(&outgoing.bytes).unwrap()),
                Some(1) => frames.push(outgoing.bytes),
                _ => {}
            }
        }
    }
    let client = &mut session.clients[1];
    for _ in 0..2 {
        client.receive(&frames[0]).unwrap();
        assert!(client.is_live());
    }
    client.receive(&frames[2]).unwrap();
    assert!(!client.is_live());
    session.offline(2);
    session.sync();
    assert_eq!(session.position(1, id), Point::new(3, 0));
}

#[test]
fn s28_an_overdue_answer_makes_the_client_ask_again() {
    let mut client = Client::new(ClientId::from_random(1));
    client.timed_out();
    client.connected();
    let first = client.poll().unwrap();
    assert_eq!(client.poll(), None);
    client.timed_out();
    let second = client.poll().unwrap();
    assert_ne!(first, second, "attempts are told apart");
}

#[test]
fn s40_an_outdated_client_keeps_what_it_has() {
    let mut session = Session::new();
    let id = session.note(1, "");
    alone(&mut session, 1, typed(id, 0, "safe"));
    let update = session.clients[1]
        .receive(&FromServer::Reload.encode())
        .unwrap();
    assert_eq!(update.notices, [Notice::Reload]);
    assert_eq!(session.clients[1].poll(), None);
    reopen(&mut session, 1, None);
    session.back(1);
    assert_eq!(session.text(0, id), "safe");
}

#[test]
fn s43_a_board_opens_offline_with_what_waits() {
    let mut session = Session::new();
    let id = session.note(0, "old");
    let other = session.note(2, "elsewhere");
    let document = session.clients[1].save_document();
    session.type_at(0, id, 3, " and new");
    session.offline(1);
    alone(&mut session, 1, typed(id, 0, ">"));
    session.type_at(2, id, 11, "<");
    // The stored document is older than the edit; without one, less is seen.
    for document in [Some(document.as_slice()), None] {
        reopen(&mut session, 1, document);
        assert_eq!(session.text(1, id), ">old and new");
        assert_eq!(session.seen(1, other).is_some(), document.is_some());
    }
    session.back(1);
    assert_eq!(session.text(0, id), ">old and new<");
    session.assert_in_step();
}

#[test]
fn s34_what_a_closed_tab_is_refused_is_proposed_again_from_another() {
    let mut session = Session::new();
    let frame = session.create(0, Content::Frame, "frame");
    session.offline(1);
    let id = session.clients[1].new_record_id();
    let mut note = shape(Content::Note(NoteType::default()), "first");
    note.parent = Some(frame);
    alone(&mut session, 1, create(id, note));
    alone(&mut session, 1, typed(id, 5, " and more"));
    let silent = Phase {
        write: false,
        ..Phase::OPEN
    };
    session.act(0, Operation::SetPhase(silent));
    session.back(1);
    let refused = session.clients[1].quarantine().to_vec();
    let words: Vec<String> = refused.iter().map(|it| it.operation.words()).collect();
    assert_eq!(words, ["first", " and more"]);

    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[2].adopt(&refused);
    for _ in &refused {
        session.clients[2].propose_again(0).unwrap();
    }
    session.sync();
    assert!(session.clients[2].quarantine().is_empty());
    let own = session.clients[2].id();
    let mut records = session.room.document().records();
    let (_, record) = records.find(|(id, _)| id.client == own).unwrap();
    assert_eq!(record.shape.text, "first and more");
    assert_eq!(record.shape.parent, Some(frame));
}

#[test]
fn s53_a_kept_document_of_an_earlier_version_is_left_aside() {
    let mut session = Session::new();
    let id = session.note(0, "old");
    let other = session.note(2, "elsewhere");
    let mut document = session.clients[1].save_document();
    document[0] -= 1;
    session.offline(1);
    alone(&mut session, 1, typed(id, 0, ">"));
    reopen(&mut session, 1, Some(&document));
    // What waits is there, with what it rests on.
    assert_eq!(session.text(1, id), ">old");
    assert_eq!(session.seen(1, other), None);
    session.back(1);
    assert_eq!(session.text(0, id), ">old");
    session.assert_in_step();
}

#[test]
fn s22_an_observer_changes_nothing() {
    let mut session = Session::of(&[Role::Facilitator, Role::Observer]);
    let id = session.note(0, "");
    assert_eq!(
        session.try_act(1, typed(id, 0, "x")),
        Err(Refusal::NotYours)
    );
    let nobody = Client::new(ClientId::from_random(9)).act(vec![typed(id, 0, "x")]);
    assert_eq!(
        nobody,
        Err(Refusal::NotYours),
        "before the server has said who it is"
    );
}

proptest! {
    #[test]
    fn s32_no_value_set_offline_is_lost(
        mine in proptest::collection::vec((0..3_usize, 0..2_usize, 1..9_i32), 1..8),
        theirs in proptest::collection::vec((0..3_usize, 0..2_usize, 11..19_i32), 0..8),
        restarts in any::<bool>(),
    ) {
        let mut session = Session::new();
        let notes = [session.note(0, ""), session.note(1, ""), session.note(2, "")];
        let value = |property, number: i32| match property {
            0 => at(number, 0),
            _ => label(&number.to_string()),
        };
        session.offline(1);
        for (note, property, number) in &mine {
            alone(&mut session, 1, Operation::Set(notes[*note], value(*property, *number)));
        }
        for (note, property, number) in &theirs {
            session.set(2, notes[*note], value(*property, *number));
        }
        if restarts {
            let checkpoint = session.room.checkpoint();
            session.restart(Epoch(1), checkpoint);
            session.online(2);
        }
        session.back(1);
        session.assert_in_step();
        for (note, id) in notes.into_iter().enumerate() {
            for property in 0..2 {
                let last = |edits: &[(usize, usize, i32)]| {
                    let mut edits = edits.iter().rev();
                    let edit = edits.find(|edit| (edit.0, edit.1) == (note, property));
                    edit.map(|edit| value(property, edit.2))
                };
                let record = session.seen(2, id).unwrap();
                let name = value(property, 0).name();
                let beside: Vec<_> = record
                    .contested
                    .iter()
                    .map(|contested| contested.value.clone())
                    .filter(|value| value.name() == name)
                    .collect();
                let holds = record.shape.property(name).unwrap();
                match (last(&mine), last(&theirs)) {
                    (Some(mine), Some(theirs)) => {
                        prop_assert_eq!(holds, theirs);
                        prop_assert_eq!(beside, [mine]);
                    }
                    (mine, theirs) => {
                        prop_assert_eq!(beside, []);
                        if let Some(value) = mine.or(theirs) {
                            prop_assert_eq!(holds, value);
                        }
                    }
                }
            }
        }
    }
}
