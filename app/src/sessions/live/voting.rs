//! What of the board can be voted on, for the panel of votes.

use std::collections::{BTreeMap, BTreeSet};

use board::document::Document;
use board::ids::RecordId;
use board::record::{Kind, Record};
use board::rules::Place;
#[cfg(feature = "ssr")]
use domain::problems::{Problem, Problems};
use domain::sessions::ScriptPhase;
#[cfg(feature = "ssr")]
use domain::votes::VoteFacts;
use domain::votes::{VoteItem, VoteKind};
use leptos::prelude::*;

use super::engine::Board;
use super::facilitate::place_in;
use super::selection::said;
use super::text::BoardText;
use crate::sessions::votes::{Ballotable, NotesOfFrame};

/// What can be voted on: what stands for a proposal and is seen by all. What says nothing, such
/// as a drawing, is called by what it is, with a number where several are called alike.
fn ballotable(t: BoardText, document: &Document, selection: &BTreeSet<RecordId>) -> Ballotable {
    let of = |wanted: &dyn Fn(RecordId, &Record) -> bool| -> Vec<VoteItem> {
        let records = document.records();
        let records = records.filter(|(id, record)| !record.secrecy.hidden && wanted(*id, record));
        named(t, records)
    };
    let is = |record: &Record, kind: Kind| record.shape.kind() == kind;
    let says = |record: &Record| !record.shape.text.trim().is_empty();
    let lies_in = |record: &Record, frame: RecordId| {
        let parent = record.shape.parent;
        let above = parent.and_then(|parent| document.live(parent)?.shape.parent);
        parent == Some(frame) || above == Some(frame)
    };
    let frames = document
        .records()
        .filter(|(_, record)| is(record, Kind::Frame));
    let notes_of_frames = frames.map(|(frame, record)| {
        let notes = of(&|_, note| is(note, Kind::Note) && says(note) && lies_in(note, frame));
        NotesOfFrame {
            frame: frame.to_string(),
            name: record.shape.text.clone(),
            notes,
        }
    });
    Ballotable {
        selection: of(&|id, record| {
            let empty = is(record, Kind::Note) && !says(record);
            selection.contains(&id) && !is(record, Kind::Connector) && !empty
        }),
        clusters: of(&|_, record| is(record, Kind::Cluster) && says(record)),
        frames: of(&|_, record| is(record, Kind::Frame)),
        images: of(&|_, record| is(record, Kind::Image)),
        notes_of_frames: notes_of_frames.collect(),
        notes: of(&|_, record| is(record, Kind::Note) && says(record)),
    }
}

/// Records as items of a vote, no two wordless ones called alike.
fn named<'a>(t: BoardText, records: impl Iterator<Item = (RecordId, &'a Record)>) -> Vec<VoteItem> {
    let mut wordless = BTreeMap::<String, usize>::new();
    let item = |(id, record): (RecordId, &Record)| {
        let text = said(t, record.shape.kind(), &record.shape.text);
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if record.shape.text.trim().is_empty() {
            let number = wordless.entry(text.clone()).or_default();
            *number += 1;
            text = format!("{text} {number}");
        }
        VoteItem {
            record: id.to_string(),
            text,
        }
    };
    records.map(item).collect()
}

/// Gives what is put to the vote the words that the board has, or those by which it was called
/// in the vote whose tie is to be broken. What a browser says of it counts for nothing.
///
/// # Errors
/// A problem with what not everybody may read. What is hidden is answered as what was never
/// there; what was taken off was read.
#[cfg(feature = "ssr")]
pub(in crate::sessions) fn call_as_on_board(
    t: BoardText,
    whole: &Document,
    earlier: Option<&VoteFacts>,
    items: &mut [VoteItem],
) -> Result<(), Problems> {
    let wanted: BTreeSet<String> = items
        .iter()
        .map(|item| item.record.trim().to_owned())
        .collect();
    let records = whole.ids().filter_map(|id| Some((id, whole.record(id)?)));
    let shown =
        records.filter(|(id, record)| !record.secrecy.hidden && wanted.contains(&id.to_string()));
    let named = named(t, shown).into_iter();
    let named: BTreeMap<String, String> = named.map(|item| (item.record, item.text)).collect();
    for item in items {
        let record = item.record.trim();
        let words = match earlier.map_or("", |facts| facts.text_of(record)) {
            "" => named.get(record).cloned(),
            before => Some(before.to_owned()),
        };
        item.text = words.ok_or_else(|| Problems::one("items", Problem::NotShown))?;
    }
    Ok(())
}

/// What can be voted on now.
pub(super) fn votable(board: Board) -> Signal<Ballotable> {
    let t = BoardText::here();
    Signal::derive(move || {
        let selection = board.selection.get();
        board.with(|document| ballotable(t, document, &selection))
    })
}

/// The kind of vote that the present phase wants.
pub(super) fn wanted_vote(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
) -> Signal<Option<VoteKind>> {
    Signal::derive(move || match place_in(board, script) {
        Place::In(step) => script.with(|script| script.get(step)?.vote),
        Place::Free | Place::Before => None,
    })
}

/// Whether the present phase allows to vote: votes are opened and ballots cast in phases that
/// hold one, and as long as none has begun. The server asks the same.
pub(super) fn votes_allowed(board: Board, script: RwSignal<Vec<ScriptPhase>>) -> Signal<bool> {
    Signal::derive(move || match place_in(board, script) {
        Place::In(step) => {
            let script = script.read();
            script.get(step).is_none_or(ScriptPhase::allows_votes)
        }
        Place::Free | Place::Before => true,
    })
}

#[cfg(test)]
mod tests {
    use board::actions::{create_frame, create_note_in, create_stroke};
    use board::client::Client;
    use board::geometry::{Point, Rect, Size};
    use board::ids::{ClientId, ParticipantId};
    #[cfg(feature = "ssr")]
    use board::operation::Operation;
    use board::record::{Ink, NoteType};
    #[cfg(feature = "ssr")]
    use domain::votes::VoteDraft;
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn what_says_nothing_is_voted_on_by_what_it_is_and_a_number() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let area = Rect::new(Point::default(), Size::new(400, 300));
        let line = [Point::default(), Point::new(50, 50), Point::new(90, 20)];
        let mut all = create_frame(&mut client, area, String::new());
        all.extend(create_frame(&mut client, area, "  ".into()));
        all.extend(create_frame(&mut client, area, "Pistes".into()));
        all.extend(create_stroke(&mut client, &line, Ink::default()));
        for text in ["", "Un minuteur"] {
            let at = Point::new(600, 0);
            let note = create_note_in(&mut client, None, at, NoteType::default(), text.into());
            all.extend(note);
        }
        for operation in &all {
            document.apply(operation, ParticipantId(1));
        }
        let selection = document.records().map(|(id, _)| id).collect();
        let ballotable = ballotable(BoardText(Locale::Fr), &document, &selection);
        let names = |items: &[VoteItem]| -> Vec<String> {
            items.iter().map(|item| item.text.clone()).collect()
        };
        let frames = ["Cadre sans nom 1", "Cadre sans nom 2", "Pistes"];
        assert_eq!(names(&ballotable.frames), frames);
        assert_eq!(names(&ballotable.notes), ["Un minuteur"]);
        let selected = [frames.as_slice(), &["Dessin 1", "Un minuteur"]].concat();
        assert_eq!(names(&ballotable.selection), selected);
    }

    /// What is put to the vote is what everybody may read, in the board's words, whatever a
    /// browser says; of a tie that is broken, in those of the first vote.
    #[cfg(feature = "ssr")]
    #[test]
    fn s18_what_is_voted_on_is_called_as_everybody_reads_it() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |text: &str, hidden: bool| {
            let at = Point::default();
            let mut made = create_note_in(&mut client, None, at, NoteType::default(), text.into());
            for operation in &mut made {
                if let Operation::Create { secrecy, .. } = operation {
                    secrecy.hidden = hidden;
                }
                document.apply(operation, ParticipantId(1));
            }
            let mut ids = made.iter().filter_map(Operation::record);
            ids.next().expect("a note").to_string()
        };
        let (shown, hidden) = (put("Un  minuteur", false), put("Secret", true));
        let sent = |record: &str| VoteItem {
            record: format!(" {record} "),
            text: "Tout autre chose".into(),
        };
        let t = BoardText(Locale::Fr);
        let called = |earlier: Option<&VoteFacts>, record: &str| {
            let mut items = [sent(record)];
            let called = call_as_on_board(t, &document, earlier, &mut items);
            called.map(|()| items[0].text.clone())
        };
        assert_eq!(called(None, &shown), Ok("Un minuteur".into()));
        for record in [hidden.as_str(), "77-1", "nonsense", ""] {
            let refused = called(None, record).expect_err("nobody reads it");
            assert_eq!(refused.of("items"), Some(&Problem::NotShown), "{record}");
        }
        let draft = VoteDraft {
            question: "Quelle piste ?".into(),
            kind: "rating".into(),
            items: vec![VoteItem {
                record: shown.clone(),
                text: "Un sablier".into(),
            }],
            ..VoteDraft::default()
        };
        let earlier = draft.check().expect("in order");
        assert_eq!(called(Some(&earlier), &shown), Ok("Un sablier".into()));
    }
}
