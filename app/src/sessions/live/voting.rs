//! What of the board can be voted on, for the panel of votes.

use board::document::Document;
use board::ids::RecordId;
use board::record::{Kind, Record};
use domain::sessions::ScriptPhase;
use domain::votes::{VoteItem, VoteKind};
use leptos::prelude::*;

use super::engine::Board;
use crate::sessions::votes::Ballotable;

/// What can be voted on: what has a text, is seen by all, and stands for a proposal.
fn ballotable(document: &Document, selection: &std::collections::BTreeSet<RecordId>) -> Ballotable {
    let item = |(id, record): (RecordId, &Record)| {
        let text = record
            .shape
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let votable = !record.secrecy.hidden && !text.is_empty();
        votable.then(|| VoteItem {
            record: id.to_string(),
            text,
        })
    };
    let of = |wanted: &dyn Fn(RecordId, &Record) -> bool| -> Vec<VoteItem> {
        let records = document.records();
        let records = records.filter(|(id, record)| wanted(*id, record));
        records.filter_map(item).collect()
    };
    let is = |record: &Record, kind: Kind| record.shape.kind() == kind;
    let lies_in = |record: &Record, frame: RecordId| {
        let parent = record.shape.parent;
        let above = parent.and_then(|parent| document.live(parent)?.shape.parent);
        parent == Some(frame) || above == Some(frame)
    };
    let frames = document
        .records()
        .filter(|(_, record)| is(record, Kind::Frame));
    let frames = frames.map(|(frame, record)| {
        let notes = of(&|_, note| is(note, Kind::Note) && lies_in(note, frame));
        (record.shape.text.clone(), notes)
    });
    Ballotable {
        selection: of(&|id, record| {
            selection.contains(&id) && (is(record, Kind::Note) || is(record, Kind::Cluster))
        }),
        clusters: of(&|_, record| is(record, Kind::Cluster)),
        frames: frames.collect(),
        notes: of(&|_, record| is(record, Kind::Note)),
    }
}

/// What can be voted on now.
pub(super) fn votable(board: Board) -> Signal<Ballotable> {
    Signal::derive(move || {
        let selection = board.selection.get();
        board.with(|document| ballotable(document, &selection))
    })
}

/// The kind of vote that the present phase wants.
pub(super) fn wanted_vote(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
) -> Signal<Option<VoteKind>> {
    Signal::derive(move || {
        let step = usize::from(board.phase.get().step);
        script.with(|script| script.get(step).and_then(|phase| phase.vote))
    })
}
