//! What is shown to everyone is to be read: it lies on nothing that was written beside it unseen.

use std::collections::BTreeSet;

use super::*;
use crate::actions::{create_frame, create_note_in, free_place, move_by};
use crate::geometry::{Point, Rect, Size};
use crate::property::Property;

/// Where everybody sees these, which is the same for all who see them.
fn bounds(session: &Session, ids: &[RecordId]) -> Vec<Rect> {
    session.assert_in_step();
    let bounds = |id: &RecordId| session.seen(0, *id).unwrap().bounds();
    ids.iter().map(bounds).collect()
}

/// Writes a note where there is room for it in a frame, or beside all.
fn write(session: &mut Session, who: usize, frame: Option<RecordId>) -> RecordId {
    let client = &mut session.clients[who];
    let at = free_place(client.view(), frame);
    let made = create_note_in(client, frame, at, NoteType::default(), "x".into());
    let id = made[0].record().unwrap();
    client.act(made).unwrap();
    session.sync();
    id
}

fn is_apart(bounds: &[Rect]) -> bool {
    let rest = |place: usize| bounds[place + 1..].iter();
    (0..bounds.len()).all(|place| !rest(place).any(|other| other.intersects(&bounds[place])))
}

#[test]
fn s68_what_was_written_unseen_covers_nothing_once_it_is_shown() {
    let roles = [&[Role::Facilitator][..], &[Role::Participant; 12]].concat();
    let mut session = Session::of(&roles);
    let area = Rect::new(Point::new(300, 100), Size::new(900, 600));
    let made = create_frame(&mut session.clients[0], area, "Observations".into());
    let frame = made[0].record().unwrap();
    session.clients[0].act(made).unwrap();
    session.sync();
    session.act(0, Operation::SetPhase(PRIVATE));
    let mut notes = Vec::new();
    for who in 1..13 {
        for _ in 0..3 {
            notes.push(write(&mut session, who, Some(frame)));
        }
    }
    // Each of them began where there was room.
    let first = |who: usize| session.position(who, notes[(who - 1) * 3]);
    assert!((1..13).all(|who| first(who) == first(1)));
    session.act(0, Operation::Reveal(Reveal::All));
    let bounds = bounds(&session, &notes);
    assert!(is_apart(&bounds));
    // In the frame as long as it has room, and below it from there on, row by row.
    let inside = bounds
        .iter()
        .filter(|note| area.union(note) == area)
        .count();
    assert_eq!(inside, 16);
    let all = bounds
        .into_iter()
        .reduce(|all, one| all.union(&one))
        .unwrap();
    assert!(all.origin.x > area.origin.x && all.right() < area.right());
    assert!(all.bottom() < area.bottom() + 900, "{all:?}");
}

#[test]
fn s68_what_a_full_frame_has_no_room_for_covers_nothing_beside_it() {
    let roles = [&[Role::Facilitator][..], &[Role::Participant; 6]].concat();
    let mut session = Session::of(&roles);
    let area = Rect::new(Point::default(), Size::new(400, 300));
    let made = create_frame(&mut session.clients[0], area, "Observations".into());
    let frame = made[0].record();
    session.clients[0].act(made).unwrap();
    session.sync();
    session.act(0, Operation::SetPhase(PRIVATE));
    let mut notes = Vec::new();
    for who in 1..7 {
        notes.extend([frame, None].map(|frame| write(&mut session, who, frame)));
    }
    session.act(0, Operation::Reveal(Reveal::All));
    assert!(is_apart(&bounds(&session, &notes)));
}

#[test]
fn s68_what_a_frame_that_was_moved_meanwhile_left_behind_is_shown_in_it() {
    let mut session = Session::new();
    let area = Rect::new(Point::default(), Size::new(900, 600));
    let made = create_frame(&mut session.clients[0], area, "Observations".into());
    let frame = made[0].record().unwrap();
    session.clients[0].act(made).unwrap();
    session.sync();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [1, 2].map(|who| write(&mut session, who, Some(frame)));
    let client = &mut session.clients[0];
    let moved = move_by(
        client.view(),
        &BTreeSet::from([frame]),
        Point::new(3_000, 0),
    );
    client.act(moved).unwrap();
    session.sync();
    session.act(0, Operation::Reveal(Reveal::All));
    let bounds = bounds(&session, &notes);
    let now = Rect::new(Point::new(3_000, 0), area.size);
    assert!(bounds.iter().all(|note| now.contains(note.middle())));
    assert!(is_apart(&bounds));
}

#[test]
fn s68_what_is_still_hidden_takes_no_room_and_stays_where_it_is() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [session.note(1, "one"), session.note(2, "two")];
    let began = session.position(1, notes[0]);
    assert_eq!(session.position(2, notes[1]), began);
    session.act(0, Operation::Reveal(Reveal::Record(notes[0])));
    assert_eq!(session.position(0, notes[0]), began);
    assert_eq!(session.position(2, notes[1]), began);
    session.act(0, Operation::Reveal(Reveal::Next));
    let bounds = bounds(&session, &notes);
    assert_eq!(bounds[0].origin, began);
    assert!(is_apart(&bounds));
}

#[test]
fn s68_who_shows_their_own_and_the_end_of_a_session_cover_nothing_either() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [
        session.note(1, "a"),
        session.note(2, "b"),
        session.note(2, "c"),
    ];
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.act(1, Operation::Reveal(Reveal::Record(notes[0])));
    session.act(2, Operation::Reveal(Reveal::Record(notes[1])));
    assert!(is_apart(&bounds(&session, &notes[..2])));
    let end = session.room.decree(Decree::RevealAll);
    session.sync();
    assert!(is_apart(&bounds(&session, &notes)));
    // Whoever waits for the end of it waits for the places as well.
    assert_eq!(session.log.last().map(|entry| entry.seq), Some(end));
}

#[test]
fn s37_s68_what_the_room_has_moved_its_author_takes_back_as_a_whole_only() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let notes = [session.note(1, "one"), session.note(2, "two")];
    session.set(2, notes[1], at(40, 40));
    session.act(0, Operation::Reveal(Reveal::All));
    let moved = session.position(0, notes[1]);
    assert!(is_apart(&bounds(&session, &notes)));
    let update = session.clients[2].undo().unwrap().unwrap();
    assert!(update.touched.is_empty());
    session.sync();
    assert_eq!(session.position(0, notes[1]), moved);
    session.clients[2].undo().unwrap();
    session.sync();
    assert!(session.seen(0, notes[1]).is_none());
    session.assert_in_step();
}

#[test]
fn s68_what_can_be_read_and_what_is_pinned_stays_where_its_author_put_it() {
    let mut session = Session::new();
    let attachment = domain::ids::AttachmentId::new();
    let picture = session.create(0, Content::Image(attachment), "screenshot");
    session.act(0, Operation::SetPhase(PRIVATE));
    let pinned = [session.note(1, "here"), session.note(2, "here too")];
    for (who, id) in [1, 2].into_iter().zip(pinned) {
        session.set(who, id, Property::Parent(Some(picture)));
    }
    let beside = [session.note(1, "left"), session.note(2, "right")];
    session.set(1, beside[0], at(1_000, 0));
    session.set(2, beside[1], at(1_170, 0));
    session.act(0, Operation::Reveal(Reveal::All));
    let origins = |ids: &[RecordId]| {
        let bounds = bounds(&session, ids).into_iter();
        bounds.map(|bounds| bounds.origin).collect::<Vec<_>>()
    };
    assert_eq!(origins(&pinned), [Point::default(); 2]);
    assert_eq!(
        origins(&beside),
        [Point::new(1_000, 0), Point::new(1_170, 0)]
    );
}
