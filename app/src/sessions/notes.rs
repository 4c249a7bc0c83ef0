//! The notes of a session's board as the server reads them from its log, for pages that
//! need no room: what came out, and reading without scripts.

use std::collections::{BTreeMap, BTreeSet};

use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::outline::{OutlineItem, outline};
use board::record::{Content, Ends, Kind, Record};
use board::server::{Checkpoint, Opened, Room};
use domain::evidence::SourceNote;
use domain::ids::SessionId;
use domain::policy::Actor;
use domain::problems::{Problem, Problems};
use domain::sessions::{
    NoteDraft, OUTCOME_NOTES_MAX, Outcome, Participant, SessionDetail, SessionState, WrittenNote,
    note_field,
};
use domain::wording::Locale;
use futures_util::{StreamExt, stream};
use store::{Store, Visitor};

use super::harvest_api::BoardNote;
use super::outline::{BesideNotes, BoardArrow, BoardGroup, BoardPart};
use super::participants::name_in_words;
use crate::failure::Failure;

/// How many boards are read at the same time for one page.
const BOARDS_AT_ONCE: usize = 8;

/// A board as somebody may read it, and whether it says who made what.
pub(super) struct ReadBoard {
    /// What lies on it, but for what others have hidden.
    pub document: Document,
    /// Whether nobody's name stands beside what they made.
    pub names_hidden: bool,
}

impl ReadBoard {
    /// What a reader who has these seats sees of a whole board, while the session stands so.
    pub(super) fn of(whole: &Document, seats: &[ParticipantId], state: SessionState) -> Self {
        Self {
            document: whole.seen_by_any(seats),
            names_hidden: whole.phase().hides_names(state == SessionState::Closed),
        }
    }

    /// The board of a session as it is, for whoever may read it.
    pub(super) async fn read(
        store: &Store,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Self, Failure> {
        let seats = readers(store, visitor, session).await?;
        let (state, _) = store.seats(session).await?;
        let whole = whole(store, session).await?;
        Ok(Self::of(&whole, &seats, state))
    }

    /// The board for handing on, and how many of its reader's own things that leaves out:
    /// whoever wrote in private was promised that nobody reads it before it is shown, and what
    /// is copied or passed on says nothing of that any more.
    pub(super) fn for_all(self) -> (Self, u32) {
        let left_out = self.document.hidden().records;
        let board = Self {
            document: self.document.seen_by_any(&[]),
            ..self
        };
        (board, u32::try_from(left_out).unwrap_or(u32::MAX))
    }

    /// Who signs what stands in a record. What is signed nowhere is not signed for its own
    /// author either: what leaves the board is passed on.
    pub(super) fn signer(&self, record: &Record) -> Option<ParticipantId> {
        record.signer(self.names_hidden)
    }

    /// Everything on it, each with what it lies in: in reading order, what lies outside frames
    /// last.
    pub(super) fn laid(&self) -> Vec<Laid<'_>> {
        let mut laid = Vec::new();
        add_laid(
            &self.document,
            &outline(&self.document),
            Around::default(),
            &mut laid,
        );
        // What lies outside stands between the frames: told together, it is told of once. So are
        // frames without a name, which the guided pass cannot tell from it. What was put aside
        // comes last.
        let lot = self.document.parking_lot();
        laid.sort_by_key(|one| match one.around.frame {
            Some((id, _)) if Some(id) == lot => 3,
            Some((_, frame)) => u8::from(frame.shape.text.is_empty()),
            None => 2,
        });
        laid
    }

    /// The notes that say something, with where they lie: in reading order, those outside
    /// frames last. `name` gives the name of an author, or nothing.
    pub(super) fn notes(&self, name: impl Fn(ParticipantId) -> String) -> Vec<BoardNote> {
        self.notes_among(|_| true, name)
    }

    /// Those of its reader's own that they have not shown: for their eyes.
    pub(super) fn own_hidden(&self) -> Vec<BoardNote> {
        self.notes_among(|record| record.secrecy.hidden, |_| String::new())
    }

    fn notes_among(
        &self,
        wanted: impl Fn(&Record) -> bool,
        name: impl Fn(ParticipantId) -> String,
    ) -> Vec<BoardNote> {
        let text_of = |holder: Holder<'_>| {
            holder.map_or_else(String::new, |(_, holder)| holder.shape.text.clone())
        };
        let note = |laid: Laid<'_>| {
            let Laid { id, record, around } = laid;
            let position = record.shape.position;
            let signer = self.signer(record);
            BoardNote {
                record: id.to_string(),
                text: record.shape.text.clone(),
                label: label_of(record).to_owned(),
                position: (position.x, position.y),
                author_name: signer.map(&name).unwrap_or_default(),
                frame: text_of(around.frame),
                cluster: text_of(around.cluster),
                picture: around.picture.map(|(_, under)| under.shape.text.clone()),
                became: Vec::new(),
            }
        };
        let told = self.laid().into_iter();
        let told = told.filter(|laid| is_told(laid.record) && wanted(laid.record));
        told.map(note).collect()
    }

    /// What else lies on it, in reading order. A picture is told of with the notes that are
    /// pinned on it, if there are any.
    pub(super) fn besides(&self) -> BesideNotes {
        let document = &self.document;
        let laid = self.laid();
        let told = laid.iter().filter(|laid| is_told(laid.record));
        let under = told.filter_map(|laid| Some(laid.around.picture?.0));
        let under: BTreeSet<RecordId> = under.collect();
        let mut besides = BesideNotes {
            parts: parts(&laid, document.parking_lot()),
            ..BesideNotes::default()
        };
        for Laid { id, record, .. } in laid {
            let shape = &record.shape;
            match &shape.content {
                Content::Image(_) if !under.contains(&id) => {
                    besides.pictures.push(shape.text.trim().to_owned());
                }
                Content::Connector(ends) => {
                    besides.arrows.extend(arrow(document, *ends, &shape.text));
                }
                Content::Stroke(..) => {
                    besides.drawings = besides.drawings.saturating_add(1);
                }
                Content::Note(_) if !is_told(record) => {
                    besides.empty_notes = besides.empty_notes.saturating_add(1);
                }
                Content::Text if !is_told(record) => {
                    besides.empty_texts = besides.empty_texts.saturating_add(1);
                }
                Content::Note(_)
                | Content::Text
                | Content::Frame
                | Content::Cluster
                | Content::Image(_) => {}
            }
        }
        besides
    }
}

/// A record that others lie in, if there is one.
type Holder<'a> = Option<(RecordId, &'a Record)>;

/// What a record lies in. A frame or cluster counts as lying in itself.
#[derive(Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// The frame.
    pub frame: Holder<'a>,
    /// The cluster.
    pub cluster: Holder<'a>,
    /// The picture that it is pinned on.
    pub picture: Holder<'a>,
}

impl Around<'_> {
    /// The ids of the frame and the cluster.
    fn place(&self) -> (Option<RecordId>, Option<RecordId>) {
        let id = |holder: Holder<'_>| holder.map(|(id, _)| id);
        (id(self.frame), id(self.cluster))
    }
}

/// A record with what it lies in.
#[derive(Clone, Copy)]
pub(super) struct Laid<'a> {
    /// Its id.
    pub id: RecordId,
    /// The record.
    pub record: &'a Record,
    /// What it lies in.
    pub around: Around<'a>,
}

fn add_laid<'a>(
    document: &'a Document,
    items: &[OutlineItem],
    around: Around<'a>,
    laid: &mut Vec<Laid<'a>>,
) {
    for item in items {
        let Some(record) = document.live(item.id) else {
            continue;
        };
        let here = Some((item.id, record));
        let mut own = around;
        let mut inside = around;
        match record.shape.kind() {
            Kind::Frame => (own.frame, inside.frame) = (here, here),
            Kind::Cluster => (own.cluster, inside.cluster) = (here, here),
            Kind::Image => inside.picture = here,
            Kind::Note | Kind::Text | Kind::Stroke | Kind::Connector => {}
        }
        laid.push(Laid {
            id: item.id,
            record,
            around: own,
        });
        add_laid(document, &item.children, inside, laid);
    }
}

/// The frames and clusters in the order of the notes, each with how many of these lie in it; one
/// of the frames is the parking lot, if there is any.
fn parts(laid: &[Laid<'_>], lot: Option<RecordId>) -> Vec<BoardPart> {
    let name = |holder: Holder<'_>| holder.map(|(_, holder)| holder.shape.text.clone());
    let mut parts: Vec<BoardPart> = Vec::new();
    let mut before: Option<(Option<RecordId>, Option<RecordId>)> = None;
    for Laid { record, around, .. } in laid {
        let (kind, told) = (record.shape.kind(), is_told(record));
        if !told && !matches!(kind, Kind::Frame | Kind::Cluster) {
            continue;
        }
        let place = around.place();
        if before.is_none_or(|(frame, _)| frame != place.0) {
            parts.push(BoardPart {
                frame: name(around.frame),
                is_parking_lot: place.0.is_some() && place.0 == lot,
                groups: Vec::new(),
            });
        }
        if let Some(part) = parts.last_mut().filter(|_| kind != Kind::Frame) {
            if part.groups.is_empty() || before != Some(place) {
                part.groups.push(BoardGroup {
                    cluster: name(around.cluster),
                    notes: 0,
                });
            }
            if let Some(group) = part.groups.last_mut().filter(|_| told) {
                group.notes = group.notes.saturating_add(1);
            }
        }
        before = Some(place);
    }
    parts
}

/// What the colour of a note stands for; empty where that is not said, and for all else.
pub(super) fn label_of(record: &Record) -> &str {
    match &record.shape.content {
        Content::Note(note) => &note.label,
        _ => "",
    }
}

/// Whether a record is told of by its words: notes and texts that say something are.
fn is_told(record: &Record) -> bool {
    matches!(record.shape.kind(), Kind::Note | Kind::Text) && !record.shape.text.trim().is_empty()
}

/// An arrow with what it joins; nothing where the reader does not see both, as in the picture.
pub(super) fn arrow(document: &Document, ends: Ends, label: &str) -> Option<BoardArrow> {
    let end = |id: RecordId| {
        let shape = &document.live(id)?.shape;
        Some((shape.kind(), shape.text.clone()))
    };
    Some(BoardArrow {
        from: end(ends.from)?,
        to: end(ends.to)?,
        label: label.trim().to_owned(),
    })
}

/// The seats as whose somebody may read a session's board.
pub(super) async fn readers(
    store: &Store,
    visitor: Visitor<'_>,
    session: SessionId,
) -> Result<Vec<ParticipantId>, Failure> {
    let seats = store.board_readers(visitor, session).await?;
    Ok(seats.into_iter().map(ParticipantId).collect())
}

/// The board of a session with all that is hidden, for decisions about what somebody sees.
pub(super) async fn whole(store: &Store, session: SessionId) -> Result<Document, Failure> {
    let log = store.board_log(session, Checkpoint::is_current).await?;
    let opened = Opened::decode(log.epoch, log.checkpoint.as_deref(), &log.entries);
    let opened = opened.map_err(|error| {
        tracing::error!(%error, %session, "the log of a board cannot be read");
        Failure::Internal
    })?;
    let room = Room::open(opened.epoch, opened.checkpoint, opened.entries);
    Ok(room.document().clone())
}

/// The name of a participant, for a reader of a language; empty where that is not known.
pub(super) fn name_of(
    participants: &[Participant],
    author: ParticipantId,
    locale: Locale,
) -> String {
    let mut all = participants.iter();
    let author = all.find(|one| one.number == author.0);
    author.map_or_else(String::new, |one| name_in_words(one, locale))
}

/// The notes in reading order that say something, with where they lie and what they
/// became.
pub(super) fn notes(board: &ReadBoard, detail: &SessionDetail, locale: Locale) -> Vec<BoardNote> {
    let mut notes = board.notes(|author| name_of(&detail.participants, author, locale));
    for note in &mut notes {
        let became = detail.outcomes.iter();
        let became = became.filter(|outcome| outcome.is_from(&note.record));
        let became = became.map(|outcome| {
            let address = crate::search::address(outcome.thing, Some(detail.project.id));
            (address, outcome.thing)
        });
        note.became = became.collect();
    }
    notes
}

/// The notes of a whole board for the balance of roles: all but those that are hidden,
/// which count for nobody.
pub(super) fn written(whole: &Document) -> Vec<WrittenNote> {
    let written = whole
        .records()
        .filter(|(_, record)| !record.secrecy.hidden && record.shape.kind() == Kind::Note);
    let note = |record: &Record| WrittenNote {
        author: record.author.0,
        characters: u32::try_from(record.shape.text.chars().count()).unwrap_or(u32::MAX),
        unsigned: record.secrecy.unsigned,
    };
    written.map(|(_, record)| note(record)).collect()
}

/// Takes from what came out whose notes the unsigned ones were: that was once kept.
pub(super) fn forget_unsigned(whole: &Document, outcomes: &mut [Outcome]) {
    let records = whole.ids().filter_map(|id| Some((id, whole.record(id)?)));
    let unsigned = records.filter(|(_, record)| record.secrecy.unsigned);
    let unsigned: BTreeSet<String> = unsigned.map(|(id, _)| id.to_string()).collect();
    for note in outcomes.iter_mut().flat_map(|outcome| &mut outcome.notes) {
        note.author = note.author.filter(|_| !unsigned.contains(&note.record));
    }
}

/// Takes from what came out whose its notes are and who took them up: pages tell the one of
/// the notes themselves, and the other of groups.
pub(super) fn forget_authors(outcomes: &mut [Outcome]) {
    for outcome in outcomes {
        outcome.told_by = None;
        for note in &mut outcome.notes {
            note.author = None;
        }
    }
}

/// Gives notes that become something the words that the board has, and whose they are as far
/// as it tells that to nobody now and may one day: what was written with a name keeps it. What
/// a browser says of either counts for nothing.
///
/// # Errors
/// A problem with each note that not everybody may read. One that is hidden is answered as one
/// that was never there, to its author as to all others; what was taken off was read.
pub(super) fn quote(whole: &Document, notes: &mut [NoteDraft]) -> Result<(), Problems> {
    let shown = whole.ids().filter_map(|id| {
        let record = whole.record(id).filter(|record| !record.secrecy.hidden)?;
        Some((id.to_string(), record))
    });
    let shown: BTreeMap<String, &Record> = shown.collect();
    let mut problems = Problems::default();
    // Of too many none is kept: the store says so.
    for (place, note) in notes.iter_mut().take(OUTCOME_NOTES_MAX).enumerate() {
        let Some(record) = shown.get(note.record.trim()) else {
            problems.add(&note_field(place, "record"), Problem::NotShown);
            continue;
        };
        note.note.clone_from(&record.shape.text);
        let signer = record.signer(false);
        note.author = signer.map_or_else(String::new, |signer| signer.0.to_string());
    }
    problems.into_result()
}

/// Takes from notes that the evidence quotes the names that nothing on the board says to
/// this reader: of what is not signed, is hidden or was taken off.
pub(crate) async fn keep_signed<'a>(
    store: &Store,
    actor: &Actor,
    notes: impl Iterator<Item = &'a mut SourceNote>,
) -> Result<(), Failure> {
    let named: Vec<&mut SourceNote> = notes.filter(|note| !note.author.is_empty()).collect();
    let sessions: BTreeSet<SessionId> = named.iter().map(|note| note.session).collect();
    let boards = sessions
        .into_iter()
        .map(|session| signed_on(store, actor, session));
    let boards: Vec<_> = boards.collect();
    let boards: BTreeMap<SessionId, BTreeSet<String>> = stream::iter(boards)
        .buffer_unordered(BOARDS_AT_ONCE)
        .collect()
        .await;
    for note in named {
        let signed = boards.get(&note.session);
        if !signed.is_some_and(|signed| signed.contains(&note.record)) {
            note.author.clear();
            note.interests.clear();
        }
    }
    Ok(())
}

/// A session, and the records of its board that are signed for this reader. A board that
/// cannot be read signs nothing: what quotes it is shown all the same.
async fn signed_on(
    store: &Store,
    actor: &Actor,
    session: SessionId,
) -> (SessionId, BTreeSet<String>) {
    let signed = match ReadBoard::read(store, Visitor::Account(actor), session).await {
        Ok(board) => {
            let signed = board.document.records();
            let signed = signed.filter(|(_, record)| board.signer(record).is_some());
            signed.map(|(id, _)| id.to_string()).collect()
        }
        Err(failure) => {
            tracing::warn!(?failure, %session, "who signed the notes of a board is not known");
            BTreeSet::new()
        }
    };
    (session, signed)
}

#[cfg(test)]
pub(super) mod tests;
