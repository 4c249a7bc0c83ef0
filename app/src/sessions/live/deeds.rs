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
use board::record::{Content, Kind, Record};
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

/// The same by a key, which is pressed whatever is selected: where that are others than two, it is
/// told how many it takes, if arrows are drawn now.
pub(super) fn join_or_tell(stage: Stage) -> bool {
    let board = stage.board;
    board.untell(&Told::JoinsTwo);
    if join(stage) {
        return true;
    }
    let chosen = board.selection.get_untracked();
    let count = board.with_index(|document, _| {
        let live = chosen.iter().filter(|id| document.live(**id).is_some());
        live.count()
    });
    let refusal = untrack(|| board.refuses_to_make(|_| More::one(Kind::Connector)));
    if !matches!(count, 0 | 2) && refusal.is_none() {
        board.tell(Told::JoinsTwo);
    }
    false
}

/// Shows everybody what is selected and was hidden.
pub(super) fn reveal(stage: Stage) {
    with_selection(stage, revealing);
}

/// What shows everybody those of these that are hidden, with the arrows that then join what
/// everybody sees. Of an arrow alone nobody else would see anything but its words.
pub(super) fn revealing(document: &Document, ids: &BTreeSet<RecordId>) -> Vec<Operation> {
    let chosen = ids.iter().filter_map(|id| Some((*id, document.live(*id)?)));
    let chosen: Vec<(RecordId, &Record)> =
        chosen.filter(|(_, record)| record.secrecy.hidden).collect();
    // Asked at each change of what is selected: nothing is gone through for nothing.
    if chosen.is_empty() {
        return Vec::new();
    }
    let joined = document.records().filter(|(id, record)| {
        let mut ends = ends_of(record).into_iter();
        record.secrecy.hidden && !ids.contains(id) && ends.any(|end| ids.contains(&end))
    });
    let shown = chosen.into_iter().chain(joined);
    let shown = shown.filter(|(_, record)| would_show(document, ids, record));
    let mut shown: Vec<(RecordId, &Record)> = shown.collect();
    // The room shows no arrow before what it joins.
    shown.sort_by_key(|(_, record)| record.shape.kind() == Kind::Connector);
    let shown = shown.into_iter();
    let shown = shown.map(|(id, _)| Operation::Reveal(Reveal::Record(id)));
    shown.collect()
}

/// Whether a record would show once these are revealed with it: an arrow does where all that it
/// joins is there, and nothing of it stays hidden.
pub(super) fn would_show(document: &Document, ids: &BTreeSet<RecordId>, record: &Record) -> bool {
    let is_shown = |end: &RecordId| {
        let there = document.live(*end);
        there.is_some_and(|there| ids.contains(end) || !there.secrecy.hidden)
    };
    ends_of(record).iter().all(is_shown)
}

/// What an arrow joins; of all else nothing.
fn ends_of(record: &Record) -> Vec<RecordId> {
    match record.shape.content {
        Content::Connector(ends) => ends.both().to_vec(),
        _ => Vec::new(),
    }
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

/// Selects everything that shows.
pub(super) fn select_all(stage: Stage) {
    let all = stage
        .board
        .with_index(|document, _| reading_order(document).into_iter().collect());
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
pub(super) fn create(
    stage: Stage,
    make: impl FnOnce(&mut Client) -> Vec<Operation>,
) -> (bool, Vec<RecordId>) {
    let mut created = Vec::new();
    let done = stage.board.act(|client| {
        let operations = make(client);
        created.extend(operations.iter().filter_map(|operation| match operation {
            Operation::Create { id, .. } => Some(*id),
            _ => None,
        }));
        operations
    });
    // In the outline it shows beside what is searched for.
    if done && !stage.is_shown() {
        stage.keep_lines(created.iter().copied());
    }
    (done, created)
}

#[cfg(test)]
mod tests {
    use board::actions::create_note;
    use board::ids::{ClientId, ParticipantId};
    use board::property::Property;
    use board::record::{Ends, NoteType};
    use board::secrecy::Secrecy;

    use super::*;

    /// Puts a note on a board, or something else in its place.
    fn put_one(
        (client, document): (&mut Client, &mut Document),
        hidden: bool,
        content: Option<Content>,
    ) -> RecordId {
        let at = Point::default();
        let mut made = create_note(client, at, NoteType::default(), String::new());
        let [Operation::Create { id, secrecy, shape }] = made.as_mut_slice() else {
            panic!("one record");
        };
        if hidden {
            *secrecy = Secrecy::HIDDEN;
        }
        if let Some(content) = content {
            shape.content = content;
        }
        let id = *id;
        document.apply(&made[0], ParticipantId(1));
        id
    }

    #[test]
    fn an_arrow_is_shown_with_the_last_that_it_joins_and_not_without() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        // Two that are hidden and one that is not, then an arrow between any two of them.
        let mut put = |hidden: bool, content: Option<Content>| {
            put_one((&mut client, &mut document), hidden, content)
        };
        let [one, other, open] = [true, true, false].map(|hidden| put(hidden, None));
        let mut arrow = |from, to| put(true, Some(Content::Connector(Ends { from, to })));
        let (hidden, half) = (arrow(one, other), arrow(open, one));
        let shown = |ids: &[RecordId]| {
            let ids = ids.iter().copied().collect();
            let shown = revealing(&document, &ids).into_iter();
            let shown = shown.filter_map(|operation| operation.record());
            shown.collect::<BTreeSet<_>>()
        };
        assert_eq!(shown(&[one]), BTreeSet::from([one, half]));
        assert_eq!(shown(&[other]), BTreeSet::from([other]));
        let all = BTreeSet::from([one, other, hidden, half]);
        assert_eq!(shown(&[one, other]), all);
        assert!(shown(&[hidden]).is_empty() && shown(&[half, open]).is_empty());
        assert!(shown(&[]).is_empty());
        // Where one of the two is off the board nobody would see the arrow, but for its words.
        document.apply(&Operation::Delete(open), ParticipantId(1));
        let alone = revealing(&document, &BTreeSet::from([one]));
        assert_eq!(alone, [Operation::Reveal(Reveal::Record(one))]);
    }

    #[test]
    fn s20_what_an_arrow_joins_is_shown_before_it() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |content| put_one((&mut client, &mut document), true, content);
        // Its id comes first: it was drawn elsewhere, and led here.
        let elsewhere = put(None);
        let ends = Ends {
            from: elsewhere,
            to: elsewhere,
        };
        let arrow = put(Some(Content::Connector(ends)));
        let [from, to] = [(); 2].map(|()| put(None));
        let led = Property::Ends(Ends { from, to });
        document.apply(&Operation::Set(arrow, led), ParticipantId(1));
        assert!(arrow < from);
        let all = BTreeSet::from([arrow, from, to]);
        let shown = [from, to, arrow].map(|id| Operation::Reveal(Reveal::Record(id)));
        assert_eq!(revealing(&document, &all), shown);
    }
}
