//! The notes of a session's board as the server reads them from its log, for pages that
//! need no room: what came out, and reading without scripts.

use std::collections::{BTreeMap, BTreeSet};

use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::outline::{OutlineItem, outline, reading_order};
use board::record::{Content, Ends, Kind, Record};
use board::server::{Checkpoint, Opened, Room};
use domain::evidence::SourceNote;
use domain::ids::SessionId;
use domain::policy::Actor;
use domain::sessions::{NoteDraft, Outcome, Participant, SessionDetail, SessionState, WrittenNote};
use futures_util::{StreamExt, stream};
use store::{Store, Visitor};

use super::harvest_api::BoardNote;
use super::outline::{BesideNotes, BoardArrow};
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
    /// What a reader sees of a whole board, while the session stands so.
    pub(super) fn of(whole: &Document, reader: ParticipantId, state: SessionState) -> Self {
        Self {
            document: whole.seen_by(reader),
            names_hidden: whole.phase().hides_names(state == SessionState::Closed),
        }
    }

    /// The board of a session as it is, for whoever may read it.
    pub(super) async fn read(
        store: &Store,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Self, Failure> {
        let reader = store.board_reader(visitor, session).await?;
        let (state, _) = store.seats(session).await?;
        let whole = whole(store, session).await?;
        Ok(Self::of(&whole, ParticipantId(reader), state))
    }

    /// Who signs what stands in a record. What is signed nowhere is not signed for its own
    /// author either: what leaves the board is passed on.
    pub(super) fn signer(&self, record: &Record) -> Option<ParticipantId> {
        record.signer(self.names_hidden)
    }

    /// The notes that say something, with where they lie: in reading order, those outside
    /// frames last. `name` gives the name of an author, or nothing.
    pub(super) fn notes(&self, name: impl Fn(ParticipantId) -> String) -> Vec<BoardNote> {
        let mut notes = Vec::new();
        for item in outline(&self.document) {
            self.add(&name, &item, &mut notes);
        }
        // What lies outside stands between the frames: told together, it is told of once.
        notes.sort_by_key(|note| note.frame.is_empty());
        notes
    }

    fn add(
        &self,
        name: &impl Fn(ParticipantId) -> String,
        item: &OutlineItem,
        notes: &mut Vec<BoardNote>,
    ) {
        let document = &self.document;
        if let Some(record) = document.live(item.id).filter(|record| is_told(record)) {
            let label = match &record.shape.content {
                Content::Note(note) => note.label.clone(),
                _ => String::new(),
            };
            let position = record.shape.position;
            let signer = self.signer(record);
            notes.push(BoardNote {
                record: item.id.to_string(),
                text: record.shape.text.clone(),
                label,
                position: (position.x, position.y),
                author: signer.map(|author| author.0),
                author_name: signer.map(name).unwrap_or_default(),
                frame: name_around(document, item.id, Kind::Frame),
                cluster: name_around(document, item.id, Kind::Cluster),
                picture: picture_under(document, record),
                became: Vec::new(),
            });
        }
        for child in &item.children {
            self.add(name, child, notes);
        }
    }

    /// What else lies on it, in reading order. A picture is told of with the notes that are
    /// pinned on it, if there are any.
    pub(super) fn besides(&self) -> BesideNotes {
        let document = &self.document;
        let told = document.records().filter(|(_, record)| is_told(record));
        let around: BTreeSet<RecordId> =
            told.filter_map(|(_, record)| record.shape.parent).collect();
        let mut besides = BesideNotes::default();
        for id in reading_order(document) {
            let Some(record) = document.live(id) else {
                continue;
            };
            let shape = &record.shape;
            match &shape.content {
                Content::Image(_) if !around.contains(&id) => {
                    besides.pictures.push(shape.text.trim().to_owned());
                }
                Content::Connector(ends) => {
                    besides.arrows.extend(arrow(document, *ends, &shape.text));
                }
                Content::Stroke(..) => {
                    besides.drawings = besides.drawings.saturating_add(1);
                }
                _ => {}
            }
        }
        besides
    }
}

/// Whether a record is told of by its words: notes and texts that say something are.
fn is_told(record: &Record) -> bool {
    matches!(record.shape.kind(), Kind::Note | Kind::Text) && !record.shape.text.trim().is_empty()
}

/// An arrow with what it joins; nothing where the reader does not see both, as in the picture.
fn arrow(document: &Document, ends: Ends, label: &str) -> Option<BoardArrow> {
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

/// The name of a participant; empty where that is not known.
pub(super) fn name_of(participants: &[Participant], author: ParticipantId) -> String {
    let mut all = participants.iter();
    let author = all.find(|one| one.number == author.0);
    author.map_or_else(String::new, |one| one.name().to_owned())
}

/// The notes in reading order that say something, with where they lie and what they
/// became.
pub(super) fn notes(board: &ReadBoard, detail: &SessionDetail) -> Vec<BoardNote> {
    let mut notes = board.notes(|author| name_of(&detail.participants, author));
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

/// Takes from what came out whose its notes are: pages tell that of the notes themselves.
pub(super) fn forget_authors(outcomes: &mut [Outcome]) {
    for note in outcomes.iter_mut().flat_map(|outcome| &mut outcome.notes) {
        note.author = None;
    }
}

/// Tells of notes that become something whose they are, as far as the board tells that to
/// nobody now and may one day: what was written with a name keeps it.
pub(super) fn tell_authors(board: &ReadBoard, notes: &mut [NoteDraft]) {
    let signers = board.document.records().filter_map(|(id, record)| {
        let author = record.signer(false)?;
        Some((id.to_string(), author))
    });
    let signers: BTreeMap<String, ParticipantId> = signers.collect();
    for note in notes.iter_mut().filter(|note| note.author.is_empty()) {
        if let Some(author) = signers.get(&note.record) {
            note.author = author.0.to_string();
        }
    }
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

/// The name of the frame or cluster around a record; empty where there is none.
fn name_around(document: &Document, id: RecordId, kind: Kind) -> String {
    let mut around = document.live(id).and_then(|record| record.shape.parent);
    while let Some(parent) = around.and_then(|parent| document.live(parent)) {
        if parent.shape.kind() == kind {
            return parent.shape.text.clone();
        }
        around = parent.shape.parent;
    }
    String::new()
}

/// What is said of the picture that a record is pinned on; nothing where it is on none.
fn picture_under(document: &Document, record: &Record) -> Option<String> {
    let under = document.live(record.shape.parent?)?;
    (under.shape.kind() == Kind::Image).then(|| under.shape.text.clone())
}

#[cfg(test)]
mod tests {
    use board::actions::{create_image, create_note};
    use board::client::Client;
    use board::geometry::{Point, Size};
    use board::ids::ClientId;
    use board::operation::Operation;
    use board::property::Property;
    use board::record::{Ink, NoteType};
    use domain::ids::AttachmentId;

    use super::*;

    #[test]
    fn a_note_tells_of_the_picture_that_it_is_pinned_on() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let at = Point::new(0, 0);
        let (size, shown) = (Size::new(640, 400), "L'accueil".to_owned());
        let mut made = create_image(&mut client, at, size, AttachmentId::new(), shown);
        for text in ["Trop petit", "Ailleurs"] {
            made.extend(create_note(
                &mut client,
                at,
                NoteType::default(),
                text.into(),
            ));
        }
        let ids: Vec<RecordId> = made.iter().filter_map(Operation::record).collect();
        made.push(Operation::Set(ids[1], Property::Parent(Some(ids[0]))));
        for operation in &made {
            document.apply(operation, ParticipantId(1));
        }
        let board = ReadBoard {
            document,
            names_hidden: false,
        };
        let notes = board.notes(|_| String::new());
        let told = notes
            .iter()
            .map(|note| (note.text.as_str(), note.picture.as_deref()));
        let expected = [("Trop petit", Some("L'accueil")), ("Ailleurs", None)];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    /// Two notes, two pictures, two arrows and a drawing; one of the notes is pinned on the
    /// first picture, and one of the arrows leads to something that is hidden.
    #[test]
    fn what_lies_beside_notes_is_told_as_far_as_its_reader_sees_it() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |content: Content, text: &str, parent: Option<RecordId>, by: u32| {
            let at = Point::new(0, 0);
            let mut made = create_note(&mut client, at, NoteType::default(), text.into());
            let [Operation::Create { id, shape, secrecy }] = made.as_mut_slice() else {
                panic!("one record");
            };
            (shape.content, shape.parent) = (content, parent);
            secrecy.hidden = by == 2;
            let id = *id;
            document.apply(&made[0], ParticipantId(by));
            id
        };
        let note = || Content::Note(NoteType::default());
        let image = || Content::Image(AttachmentId::new());
        let pinned_on = put(image(), "L'accueil", None, 1);
        put(image(), " Le menu ", None, 1);
        let pinned = put(note(), "Trop petit", Some(pinned_on), 1);
        let loose = put(note(), "", None, 1);
        let hidden = put(note(), "Secret", None, 2);
        let arrow = |from, to| Content::Connector(Ends { from, to });
        put(arrow(pinned, loose), "donc", None, 1);
        put(arrow(loose, hidden), "", None, 1);
        put(Content::Stroke(Ink::default(), Vec::new()), "", None, 1);
        let board = ReadBoard::of(&document, ParticipantId(1), SessionState::Open);
        let expected = BesideNotes {
            pictures: vec!["Le menu".into()],
            arrows: vec![BoardArrow {
                from: (Kind::Note, "Trop petit".into()),
                to: (Kind::Note, String::new()),
                label: "donc".into(),
            }],
            drawings: 1,
        };
        assert_eq!(board.besides(), expected);
    }
}
