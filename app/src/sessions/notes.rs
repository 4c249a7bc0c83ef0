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
use domain::sessions::{NoteDraft, Outcome, Participant, SessionDetail, SessionState, WrittenNote};
use futures_util::{StreamExt, stream};
use store::{Store, Visitor};

use super::harvest_api::BoardNote;
use super::outline::{BesideNotes, BoardArrow, BoardGroup, BoardPart};
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
        // frames without a name, which the guided pass cannot tell from it.
        laid.sort_by_key(|one| match one.around.frame {
            Some((_, frame)) => u8::from(frame.shape.text.is_empty()),
            None => 2,
        });
        laid
    }

    /// The notes that say something, with where they lie: in reading order, those outside
    /// frames last. `name` gives the name of an author, or nothing.
    pub(super) fn notes(&self, name: impl Fn(ParticipantId) -> String) -> Vec<BoardNote> {
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
                author: signer.map(|author| author.0),
                author_name: signer.map(&name).unwrap_or_default(),
                frame: text_of(around.frame),
                cluster: text_of(around.cluster),
                picture: around.picture.map(|(_, under)| under.shape.text.clone()),
                became: Vec::new(),
            }
        };
        let told = self.laid().into_iter();
        let told = told.filter(|laid| is_told(laid.record));
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
            parts: parts(&laid),
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

/// The frames and clusters in the order of the notes, each with how many of these lie in it.
fn parts(laid: &[Laid<'_>]) -> Vec<BoardPart> {
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

#[cfg(test)]
pub(super) mod tests {
    use board::actions::{create_image, create_note};
    use board::client::Client;
    use board::geometry::{Point, Size};
    use board::ids::ClientId;
    use board::operation::Operation;
    use board::order::OrderKey;
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

    /// Puts something on a board: what the second participant puts there is hidden. Each is
    /// the last of what lies there.
    fn put(
        (client, document): (&mut Client, &mut Document),
        content: Content,
        text: &str,
        parent: Option<RecordId>,
        by: u32,
    ) -> RecordId {
        let at = Point::new(0, 0);
        let mut made = create_note(client, at, NoteType::default(), text.into());
        let [Operation::Create { id, shape, secrecy }] = made.as_mut_slice() else {
            panic!("one record");
        };
        (shape.content, shape.parent) = (content, parent);
        let count = i32::try_from(document.records().count()).expect("few");
        shape.order = OrderKey::nth(count);
        secrecy.hidden = by == 2;
        let id = *id;
        document.apply(&made[0], ParticipantId(by));
        id
    }

    fn note() -> Content {
        Content::Note(NoteType::default())
    }

    /// Two notes, two pictures, two arrows and a drawing; one of the notes is pinned on the
    /// first picture, and one of the arrows leads to something that is hidden.
    #[test]
    fn what_lies_beside_notes_is_told_as_far_as_its_reader_sees_it() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |content: Content, text: &str, parent: Option<RecordId>, by: u32| {
            put((&mut client, &mut document), content, text, parent, by)
        };
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
            parts: vec![part(None, &[(None, 1)])],
            empty_notes: 1,
            empty_texts: 0,
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

    /// A frame, and how many notes lie in each of its groups.
    pub(in super::super) fn part(frame: Option<&str>, groups: &[(Option<&str>, u32)]) -> BoardPart {
        let group = |&(cluster, notes): &(Option<&str>, u32)| BoardGroup {
            cluster: cluster.map(str::to_owned),
            notes,
        };
        BoardPart {
            frame: frame.map(str::to_owned),
            groups: groups.iter().map(group).collect(),
        }
    }

    /// Frames and clusters are told where nothing is written in them as well, unnamed ones are
    /// told from what lies outside, and two of the same name from each other.
    #[test]
    fn s47_every_frame_and_cluster_has_its_place_among_the_notes() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |content: Content, text: &str, parent: Option<RecordId>| {
            put((&mut client, &mut document), content, text, parent, 1)
        };
        put(note(), "Dehors", None);
        put(Content::Frame, "Vide", None);
        let week = put(Content::Frame, "Semaine", None);
        let noise = put(Content::Cluster, "Bruit", Some(week));
        put(note(), "Trop fort", Some(noise));
        put(Content::Text, "Lundi", Some(week));
        put(Content::Cluster, "Rien", Some(week));
        let again = put(Content::Frame, "Semaine", None);
        put(note(), "Mardi", Some(again));
        let unnamed = put(Content::Frame, "", None);
        put(note(), "Quelque part", Some(unnamed));
        put(Content::Cluster, "", None);
        put(Content::Text, " ", None);
        let board = ReadBoard::of(&document, ParticipantId(1), SessionState::Open);
        let besides = board.besides();
        let expected = [
            part(Some("Vide"), &[]),
            part(
                Some("Semaine"),
                &[(Some("Bruit"), 1), (None, 1), (Some("Rien"), 0)],
            ),
            part(Some("Semaine"), &[(None, 1)]),
            part(Some(""), &[(None, 1)]),
            part(None, &[(None, 1), (Some(""), 0)]),
        ];
        assert_eq!(besides.parts, expected);
        assert_eq!((besides.empty_notes, besides.empty_texts), (0, 1));
        // They stand in the order of the notes.
        let notes = board.notes(|_| String::new());
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        let expected = ["Trop fort", "Lundi", "Mardi", "Quelque part", "Dehors"];
        assert_eq!(texts, expected);
    }
}
