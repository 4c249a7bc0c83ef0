//! What operations carry so that each can be told from the next: a note's
//! horizontal place, or a pointer's, tells how often its owner moved it.
//! Whoever has received a count has been brought all that came before.

use std::hash::{DefaultHasher, Hash, Hasher};

use board::geometry::Point;
use board::ids::{ClientId, RecordId};
use board::operation::Operation;
use board::presence::{Presence, PresenceOf};
use board::property::Property;
use board::secrecy::Secrecy;
use board::wire::{CatchUp, Change, Delta, FromServer};

use super::stage;

/// How far something goes at a time, as under a hand that is in no hurry.
const STEP: i32 = 24;
/// What stands on the notes that are moved, and on no others.
pub(super) const WORDS: &str = "Lire à deux";
/// Each goes along a line of its own, somewhere on so many units.
const LINES: u64 = 8_000;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A client's own note.
    Note,
    /// A client's pointer.
    Pointer,
}

/// The count that something has come to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) what: What,
    pub(super) client: ClientId,
    pub(super) count: u32,
}

/// The note that a client moves.
pub(super) fn own_note(client: ClientId) -> RecordId {
    RecordId { client, number: 1 }
}

/// Puts a client's note on the board.
pub(super) fn creation(client: ClientId) -> Operation {
    Operation::Create {
        id: own_note(client),
        secrecy: Secrecy::NONE,
        shape: stage::note(WORDS.to_owned(), Point::default(), 0),
    }
}

/// Moves a client's note.
pub(super) fn movement(client: ClientId, count: u32) -> Operation {
    Operation::Set(own_note(client), Property::Position(point(client, count)))
}

/// Moves a pointer.
pub(super) fn pointer(client: ClientId, count: u32) -> Presence {
    Presence {
        cursor: Some(point(client, count)),
        ..Presence::default()
    }
}

/// All that a frame tells.
pub(super) fn marks(frame: &FromServer) -> Vec<Mark> {
    match frame {
        FromServer::Batch(delta, _) => of_delta(delta),
        FromServer::Welcome(welcome) => match &welcome.catch_up {
            CatchUp::Delta(delta) => of_delta(delta),
            CatchUp::Snapshot(snapshot) => {
                let document = snapshot.clone().into_document();
                let places = stage::places(&document);
                places
                    .map(|(id, x)| mark(What::Note, id.client, x))
                    .collect()
            }
        },
        FromServer::Presence(shown) => shown.iter().filter_map(of_pointer).collect(),
        _ => Vec::new(),
    }
}

fn of_delta(delta: &Delta) -> Vec<Mark> {
    let changes = delta.sections.iter().flat_map(|section| &section.changes);
    let places = changes.filter_map(|change| match change {
        Change::Put(id, record) => Some((id, record.shape.position.x)),
        Change::Apply(Operation::Create { id, shape, .. }) => Some((id, shape.position.x)),
        Change::Apply(Operation::Set(id, Property::Position(position))) => Some((id, position.x)),
        Change::Apply(_) => None,
    });
    places
        .map(|(id, x)| mark(What::Note, id.client, x))
        .collect()
}

fn of_pointer(of: &PresenceOf) -> Option<Mark> {
    let cursor = of.presence.as_ref()?.cursor?;
    Some(mark(What::Pointer, of.client, cursor.x))
}

fn mark(what: What, client: ClientId, x: i32) -> Mark {
    Mark {
        what,
        client,
        count: u32::try_from(x / STEP).unwrap_or_default(),
    }
}

fn point(client: ClientId, count: u32) -> Point {
    let mut line = DefaultHasher::new();
    client.hash(&mut line);
    let y = i32::try_from(line.finish() % LINES).unwrap_or_default();
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    Point::new(count.saturating_mul(STEP), y)
}
