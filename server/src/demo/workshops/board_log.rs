//! What a session of the demonstration leaves on its board: a frame with notes that were
//! written in private, and the clusters into which they were brought.

use std::collections::BTreeMap;

use board::actions::{FRAME, GAP, NOTE};
use board::geometry::{Point, Size};
use board::ids::{ClientId, ParticipantId, RecordId, Seq};
use board::operation::Operation;
use board::order::OrderKey;
use board::property::Property;
use board::record::{Colour, Content, NoteType, Shape};
use board::rules::Phase;
use board::secrecy::Secrecy;
use board::server::Entry;
use domain::feedback::FeedbackKind;
use domain::ids::SessionId;
use domain::wording::Locale;
use live::append_of;
use store::BoardAppend;

use crate::demo::acts::code;
use crate::demo::content::Workshop;
use crate::error::Result;

/// The client that stands for the participant of this number.
const fn client(number: u32) -> ClientId {
    ClientId::from_random(number as u64)
}

/// A note as it lies on the board.
pub(super) struct Laid {
    pub id: RecordId,
    pub text: String,
    pub author: u32,
}

/// A board's log as it grows.
pub(super) struct Log {
    session: SessionId,
    seq: u64,
    counters: BTreeMap<u32, u32>,
    waiting: Vec<Entry>,
}

impl Log {
    pub(super) fn of(session: SessionId) -> Self {
        Self {
            session,
            seq: 0,
            counters: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    pub(super) fn say(&mut self, number: u32, operation: Operation) {
        self.seq += 1;
        let counter = self.counters.entry(number).or_default();
        *counter += 1;
        self.waiting.push(Entry {
            seq: Seq(self.seq),
            client: client(number),
            participant: ParticipantId(number),
            counter: *counter,
            outcome: Ok(operation),
        });
    }

    /// Puts something on the board; the records of a client are numbered as its operations.
    fn lay(&mut self, number: u32, secrecy: Secrecy, shape: Shape) -> RecordId {
        let next = self.counters.get(&number).map_or(1, |counter| counter + 1);
        let id = RecordId {
            client: client(number),
            number: next,
        };
        let shape = Box::new(shape);
        self.say(number, Operation::Create { id, secrecy, shape });
        id
    }

    /// What was said since the last time, to be kept.
    pub(super) fn take(&mut self) -> BoardAppend {
        append_of(self.session, &std::mem::take(&mut self.waiting))
    }
}

/// Everybody writes in private, in one frame; the frame, and the notes by the cluster that
/// they will lie in.
pub(super) fn written(
    workshop: &Workshop,
    log: &mut Log,
    number: impl Fn(&str) -> Result<u32>,
) -> Result<(RecordId, Vec<Vec<Laid>>)> {
    let private = Phase {
        private: true,
        arrange: false,
        group: false,
        draw: false,
        ..Phase::OPEN
    };
    log.say(1, Operation::SetPhase(private));
    let columns = i32::try_from(workshop.clusters.len()).unwrap_or(1);
    let width = FRAME.width.max(column(columns).unsigned_abs() + 40);
    let frame = log.lay(
        1,
        Secrecy::NONE,
        shape(
            None,
            0,
            (0, 0),
            Size::new(width, 700),
            "Observations",
            Content::Frame,
        ),
    );
    let mut laid = Vec::new();
    let mut count = 0;
    for cluster in &workshop.clusters {
        let mut notes = Vec::new();
        for note in &cluster.notes {
            let author = number(&note.by)?;
            let kind: FeedbackKind = code(&note.kind)?;
            let label = kind.wording().in_locale(Locale::Fr).to_owned();
            let colour = match kind {
                FeedbackKind::Obstacle => Colour::Red,
                FeedbackKind::Success => Colour::Green,
                FeedbackKind::Question => Colour::Blue,
                _ => Colour::Purple,
            };
            let content = Content::Note(NoteType { colour, label });
            let at = (40 + (count % 4) * 180, 60 + (count / 4) * 140);
            let shape = shape(Some(frame), count, at, NOTE, &note.text, content);
            let id = log.lay(author, Secrecy::HIDDEN, shape);
            notes.push(Laid {
                id,
                text: note.text.clone(),
                author,
            });
            count += 1;
        }
        laid.push(notes);
    }
    Ok((frame, laid))
}

/// The phase at this place in the script begins, in which nothing is done but to vote.
pub(super) fn choosing(log: &mut Log, step: u16) {
    log.say(
        1,
        Operation::SetPhase(Phase {
            step,
            write: false,
            arrange: false,
            group: false,
            draw: false,
            ..Phase::OPEN
        }),
    );
}

/// The notes are brought together, and what they have in common is named.
pub(super) fn grouped(
    workshop: &Workshop,
    log: &mut Log,
    frame: RecordId,
    laid: &[Vec<Laid>],
) -> Vec<(RecordId, String)> {
    let sorting = Phase {
        step: 1,
        ..Phase::OPEN
    };
    log.say(1, Operation::SetPhase(sorting));
    let mut clusters = Vec::new();
    for (place, (cluster, notes)) in (0..).zip(workshop.clusters.iter().zip(laid)) {
        let left = 40 + column(place);
        let rows = u32::try_from(notes.len()).unwrap_or(1);
        let size = Size::new(NOTE.width + 40, 60 + rows * 140);
        let shape = shape(
            Some(frame),
            100 + place,
            (left - 20, 60),
            size,
            &cluster.name,
            Content::Cluster,
        );
        let id = log.lay(1, Secrecy::NONE, shape);
        for (row, note) in (0..).zip(notes) {
            let at = Property::Position(Point::new(left, 110 + row * 140));
            log.say(
                note.author,
                Operation::Set(note.id, Property::Parent(Some(id))),
            );
            log.say(note.author, Operation::Set(note.id, at));
        }
        clusters.push((id, cluster.name.clone()));
    }
    clusters
}

/// The left edge of the n-th column of clusters.
fn column(place: i32) -> i32 {
    place * (i32::try_from(NOTE.width).unwrap_or_default() + 3 * GAP)
}

fn shape(
    parent: Option<RecordId>,
    place: i32,
    (x, y): (i32, i32),
    size: Size,
    text: &str,
    content: Content,
) -> Shape {
    let mut order = OrderKey::default();
    for _ in 0..place {
        order = OrderKey::between(Some(&order), None).unwrap_or_default();
    }
    Shape {
        parent,
        order,
        position: Point::new(x, y),
        size,
        text: text.to_owned(),
        content,
    }
}
