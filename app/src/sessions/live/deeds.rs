//! What both views do with what is selected, and put on the board: by the same operations, so
//! that the same steps in either view give the same document.

use std::collections::BTreeSet;

use board::actions::{self, NOTE, TEXT};
use board::client::Client;
use board::document::Document;
use board::geometry::{Point, Rect, Size};
use board::ids::RecordId;
use board::operation::{Operation, Reveal};
use board::outline::reading_order;
use board::rules::More;
use board::text::TextEdit;
use leptos::prelude::*;

use super::canvas::Stage;
use super::engine::{Board, Told};
use super::outline::show_line;
use super::tools::Tool;

/// Does something with what is selected. Whether it was done.
pub(super) fn with_selection(
    stage: Stage,
    act: impl FnOnce(&Document, &BTreeSet<RecordId>) -> Vec<Operation>,
) -> bool {
    let selection = stage.board.selection.get_untracked();
    stage.board.act(|client| act(client.view(), &selection))
}

/// Takes up a tool, if what it does is done now: why not is told.
pub(super) fn take(stage: Stage, tool: Tool) {
    let done = |kind| stage.board.takes(|_| More::one(kind));
    if tool.makes().is_none_or(done) {
        stage.tool.set(tool);
    }
}

/// Takes what is selected off the board.
pub(super) fn delete(stage: Stage) {
    if with_selection(stage, actions::delete) {
        stage.board.selection.set(BTreeSet::new());
    }
}

/// Puts copies of what is selected beside it.
pub(super) fn duplicate(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    create_and_select(stage, |client| actions::duplicate(client, &chosen));
}

/// Makes a cluster of what is selected, and asks for its name.
pub(super) fn group(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    if !chosen.is_empty() {
        put(stage, |client| {
            actions::group(client, &chosen, String::new())
        });
    }
}

/// Takes the selected clusters apart.
pub(super) fn ungroup(stage: Stage) {
    with_selection(stage, actions::ungroup);
}

/// Draws an arrow between the two that are selected, to the one that was chosen last, and
/// asks for its words. Whether there were two.
pub(super) fn join(stage: Stage) -> bool {
    let chosen = stage.board.selection.get_untracked();
    let last = stage.walked.get_value();
    put(stage, |client| actions::join(client, &chosen, last))
}

/// Shows everybody what is selected and was hidden.
pub(super) fn reveal(stage: Stage) {
    with_selection(stage, revealing);
}

/// What shows everybody those of these that are hidden.
pub(super) fn revealing(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let hidden = ids.iter().filter(|id| {
        let record = document.live(**id);
        record.is_some_and(|record| record.secrecy.hidden)
    });
    let shown = hidden.map(|id| Operation::Reveal(Reveal::Record(*id)));
    shown.collect()
}

/// What writes in these, nothing yet.
pub(super) fn writing(_: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let edits = ids
        .iter()
        .map(|id| Operation::Edit(*id, TextEdit::default()));
    edits.collect()
}

/// Opens the text of what is selected to be written.
pub(super) fn edit(stage: Stage) {
    match current(stage) {
        Some(id) => open_text(stage.board, id),
        None => stage.board.editing.set(None),
    }
}

/// Opens a text to be written, or tells why it is not: what is typed where nothing is written
/// would be lost.
pub(super) fn open_text(board: Board, id: RecordId) {
    let edit = Operation::Edit(id, TextEdit::default());
    match board.with_client(|client| client.permits(&edit)) {
        Ok(()) => board.editing.set(Some(id)),
        Err(refusal) => board.tell(Told::Refused(refusal)),
    }
}

/// The one of the selection that was come to last, or the first of it that is read.
pub(super) fn current(stage: Stage) -> Option<RecordId> {
    let selection = stage.board.selection.get_untracked();
    let last = stage.walked.get_value();
    last.filter(|id| selection.contains(id)).or_else(|| {
        let order = stage
            .board
            .with_index(|document, _| reading_order(document));
        order.into_iter().find(|id| selection.contains(id))
    })
}

/// Where one is among the records: at what one came to last, also if it is no longer selected,
/// or else at what is.
pub(super) fn here(stage: Stage) -> Option<RecordId> {
    let last = stage.walked.get_value();
    let is_live = |id: &RecordId| {
        stage
            .board
            .with_index(|document, _| document.live(*id).is_some())
    };
    last.filter(is_live).or_else(|| current(stage))
}

/// Takes what one came to last out of the selection, or into it again: one goes on from there
/// all the same.
pub(super) fn toggle(stage: Stage) {
    let Some(id) = here(stage) else {
        return;
    };
    stage.walked.set_value(Some(id));
    stage.board.selection.update(|selection| {
        if !selection.remove(&id) {
            selection.insert(id);
        }
    });
}

/// Selects everything.
pub(super) fn select_all(stage: Stage) {
    let all = stage
        .board
        .with_index(|document, _| document.records().map(|(id, _)| id).collect());
    select(stage, all);
}

/// Selects these at once: none of them was chosen last.
pub(super) fn select(stage: Stage, chosen: BTreeSet<RecordId>) {
    stage.walked.set_value(None);
    stage.board.selection.set(chosen);
}

/// Selects something and takes its reader there, in either view.
pub(super) fn go_to(stage: Stage, id: RecordId) {
    stage.walked.set_value(Some(id));
    stage.board.selection.set(BTreeSet::from([id]));
    if stage.is_shown() {
        stage.show(id);
        stage.focus();
    } else {
        show_line(stage, id, true);
    }
}

/// Puts a note down and opens it to be written in.
pub(super) fn put_note(stage: Stage, at: Point) {
    let note_type = stage.note_type.get_untracked();
    put(stage, |client| {
        actions::create_note(client, at, note_type, String::new())
    });
}

/// Puts text down and opens it to be written.
pub(super) fn put_text(stage: Stage, at: Point) {
    put(stage, |client| {
        actions::create_text(client, at, String::new())
    });
}

/// Puts a note where it shows best: see [`landing`].
pub(super) fn add_note(stage: Stage) {
    put_note(stage, landing(stage, NOTE));
}

/// Puts text where it shows best: see [`landing`].
pub(super) fn add_text(stage: Stage) {
    put_text(stage, landing(stage, TEXT));
}

/// Puts a frame in the middle of what is seen, or beside all others, and asks for its name.
pub(super) fn add_frame(stage: Stage) {
    if !stage.is_shown() {
        put(stage, |client| {
            actions::create_next_frame(client, &[], String::new())
        });
        return;
    }
    let size = actions::FRAME;
    let middle = landing(stage, size);
    let corner = Point::new(
        middle.x.saturating_sub_unsigned(size.width / 2),
        middle.y.saturating_sub_unsigned(size.height / 2),
    );
    put(stage, |client| {
        actions::create_frame(client, Rect::new(corner, size), String::new())
    });
}

/// The middle of what is put down without a pointer: in the middle of what is seen of the
/// canvas; where nothing of it is seen, beside what is there.
pub(super) fn landing(stage: Stage, size: Size) -> Point {
    stage.board.with_index(|document, _| {
        if stage.is_shown() {
            actions::visible_place(document, stage.middle(), size)
        } else {
            actions::free_middle(document, size)
        }
    })
}

/// Does what creates one record, selects that and opens it to be written in. Whether there
/// is one.
pub(super) fn put(stage: Stage, make: impl FnOnce(&mut Client) -> Vec<Operation>) -> bool {
    let (done, created) = create(stage, make);
    match created.first() {
        Some(id) if done => {
            stage.walked.set_value(Some(*id));
            stage.board.selection.set(BTreeSet::from([*id]));
            stage.board.editing.set(Some(*id));
            true
        }
        _ => false,
    }
}

/// Does what creates records, and selects them.
pub(super) fn create_and_select(stage: Stage, make: impl FnOnce(&mut Client) -> Vec<Operation>) {
    let (done, created) = create(stage, make);
    if done {
        select(stage, created.into_iter().collect());
    }
}

/// Does what creates records. Whether it was done, and which they are, in order.
fn create(stage: Stage, make: impl FnOnce(&mut Client) -> Vec<Operation>) -> (bool, Vec<RecordId>) {
    let mut created = Vec::new();
    let done = stage.board.act(|client| {
        let operations = make(client);
        created.extend(operations.iter().filter_map(|operation| match operation {
            Operation::Create { id, .. } => Some(*id),
            _ => None,
        }));
        operations
    });
    (done, created)
}
