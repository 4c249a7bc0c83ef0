//! A board's past: what its log makes of it up to a moment, what was done there, the
//! moments that stand out, and what is different between two states of it.

use crate::document::Document;
use crate::ids::{ParticipantId, RecordId, Seq};
use crate::operation::{Operation, Reveal};
use crate::outline::{reading_order, shows};
use crate::record::{Content, Kind, NoteType, Record, Shape};
use crate::rules::Phase;
use crate::server::Entry;

mod deed;
mod timeline;

pub use deed::{Act, Deed};
pub use timeline::Timeline;

/// The board once every entry up to a moment had been done, as a participant
/// could read it then: what was hidden from them at that moment stays hidden,
/// also if it was revealed later.
#[must_use]
pub fn seen_at(entries: &[Entry], moment: Seq, participant: ParticipantId) -> Document {
    document_at(entries, moment).seen_by(participant)
}

fn document_at(entries: &[Entry], moment: Seq) -> Document {
    let mut document = Document::default();
    for entry in entries.iter().filter(|entry| entry.seq <= moment) {
        timeline::apply(&mut document, entry);
    }
    document
}

/// What happened at a moment that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// A phase of the script began, or began again: its place, from 0.
    Phase(u16),
    /// Hidden notes were shown to everyone.
    Reveal,
}

/// The moments of a log that stand out, in their order.
#[must_use]
pub fn landmarks(entries: &[Entry]) -> Vec<(Seq, Landmark)> {
    let mut before: Option<Phase> = None;
    let mut landmarks: Vec<(Seq, Landmark)> = Vec::new();
    for entry in entries {
        match &entry.outcome {
            Ok(Operation::SetPhase(phase)) => {
                if before.is_none_or(|before| phase.is_another(before)) {
                    landmarks.push((entry.seq, Landmark::Phase(phase.step)));
                }
                before = Some(*phase);
            }
            Ok(Operation::Reveal(Reveal::All | Reveal::Author(_) | Reveal::Signed(_))) => {
                landmarks.push((entry.seq, Landmark::Reveal));
            }
            _ => {}
        }
    }
    landmarks
}

/// One way in which a record is different between two states of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The record.
    pub record: RecordId,
    /// What kind of record it is.
    pub kind: Kind,
    /// What is different.
    pub change: Change,
}

/// What is different about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before: its text.
    Added(String),
    /// It is no longer there: the text that it had.
    Removed(String),
    /// Its text is another.
    Text {
        /// The text before.
        before: String,
        /// The text after.
        after: String,
    },
    /// It lies in another frame, cluster or image.
    Parent {
        /// Where it lay; `None` on the board itself.
        before: Option<RecordId>,
        /// Where it lies.
        after: Option<RecordId>,
    },
    /// It is a note of another type.
    Type {
        /// The type before.
        before: NoteType,
        /// The type after.
        after: NoteType,
    },
    /// It looks otherwise or lies elsewhere in the same place: position, extent, order,
    /// ink, ends.
    Arrangement,
    /// In one of the two states everybody sees it, in the other its author alone.
    Shown,
    /// Facilitators keep it as it is; or (false) no longer.
    Lock(bool),
    /// Other values are kept beside those that hold than before; or (false) none any more.
    Contested(bool),
}

/// What is different between two states of a board: what is there afterwards
/// in reading order, then what no longer is.
#[must_use]
pub fn differences(before: &Document, after: &Document) -> Vec<Difference> {
    let mut differences = Vec::new();
    for id in reading_order(after) {
        let Some(now) = shown(after, id) else {
            continue;
        };
        let changes = match shown(before, id) {
            None => vec![Change::Added(now.shape.text.clone())],
            Some(then) => changes(then, now),
        };
        differences.extend(changes.into_iter().map(|change| Difference {
            record: id,
            kind: now.shape.kind(),
            change,
        }));
    }
    for id in reading_order(before) {
        if let Some(then) = shown(before, id).filter(|_| shown(after, id).is_none()) {
            differences.push(Difference {
                record: id,
                kind: then.shape.kind(),
                change: Change::Removed(then.shape.text.clone()),
            });
        }
    }
    differences
}

/// A record that shows: an arrow goes with what it joins.
fn shown(document: &Document, id: RecordId) -> Option<&Record> {
    document.live(id).filter(|record| shows(document, record))
}

fn changes(then: &Record, now: &Record) -> Vec<Change> {
    let mut changes = changes_of_shape(&then.shape, &now.shape);
    if then.secrecy.hidden != now.secrecy.hidden {
        changes.push(Change::Shown);
    }
    if then.locked != now.locked {
        changes.push(Change::Lock(now.locked));
    }
    if then.contested != now.contested {
        changes.push(Change::Contested(!now.contested.is_empty()));
    }
    changes
}

fn changes_of_shape(then: &Shape, now: &Shape) -> Vec<Change> {
    let mut changes = Vec::new();
    if then.text != now.text {
        changes.push(Change::Text {
            before: then.text.clone(),
            after: now.text.clone(),
        });
    }
    if then.parent != now.parent {
        changes.push(Change::Parent {
            before: then.parent,
            after: now.parent,
        });
    }
    match (&then.content, &now.content) {
        (Content::Note(before), Content::Note(after)) if before != after => {
            changes.push(Change::Type {
                before: before.clone(),
                after: after.clone(),
            });
        }
        _ => {}
    }
    let arranged = (then.position, then.size) != (now.position, now.size)
        || (then.order != now.order && then.parent == now.parent)
        || (then.content != now.content && then.kind() != Kind::Note);
    // What was put elsewhere was moved there: that alone says nothing more.
    if arranged && then.parent == now.parent {
        changes.push(Change::Arrangement);
    }
    changes
}

#[cfg(test)]
mod tests;
