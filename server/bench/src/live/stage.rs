//! What the loads stand on, given through the store before any server runs:
//! open sessions, guests with their cookies, boards with their history.

use std::fmt;

use board::document::Document;
use board::geometry::{Point, Size};
use board::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use board::operation::Operation;
use board::order::OrderKey;
use board::property::Property;
use board::record::{Colour, Content, NoteType, Shape};
use board::secrecy::Secrecy;
use board::server::{Entry, Room};
use domain::ids::{ProjectId, SessionId};
use domain::policy::Actor;
use domain::sessions::{GuestDraft, JoinCode};
use store::{BoardAppend, BoardEntry, Store};

use crate::Result;
use crate::content::{self, Random};

/// People among whom the notes of a board with a history are divided.
const AUTHORS: u32 = 30;
/// Where notes lie: a board of so many units.
const BOARD: (usize, usize) = (12_000, 8_000);
/// The colours of their paper.
const COLOURS: [Colour; 4] = [Colour::Yellow, Colour::Pink, Colour::Blue, Colour::Green];

/// Something that somebody did to a note of a board with a history.
pub(super) struct Deed {
    author: u32,
    note: u32,
    /// Where the note is since then.
    place: Point,
    /// What was written, if the note is new.
    text: Option<String>,
}

/// Where sessions are prepared.
pub(super) struct Stage<'a> {
    store: &'a Store,
    lead: Actor,
    project: ProjectId,
}

/// An open session, and the cookies of its guests.
pub(super) struct Sitting {
    pub(super) session: SessionId,
    pub(super) cookies: Vec<String>,
}

/// Somebody who has joined a session.
pub(super) struct Guest {
    pub(super) session: SessionId,
    /// The how many-th of its guests, from nought.
    pub(super) place: usize,
    pub(super) cookie: String,
}

impl Sitting {
    /// Those who have joined, in the order of their places.
    pub(super) fn guests(&self) -> impl Iterator<Item = Guest> {
        let cookies = self.cookies.iter().enumerate();
        cookies.map(move |(place, cookie)| Guest {
            session: self.session,
            place,
            cookie: cookie.clone(),
        })
    }
}

impl<'a> Stage<'a> {
    /// Somebody to lead, and a project.
    pub(super) async fn new(store: &'a Store) -> Result<Self> {
        let user = content::account(store).await?;
        let project = content::project(store, user, "Lire à deux").await?;
        let lead = store.actor(user).await?;
        Ok(Self {
            store,
            lead,
            project,
        })
    }

    /// Opens a session that so many guests have joined.
    pub(super) async fn sitting(&self, guests: usize) -> Result<Sitting> {
        let (session, code) = content::session(self.store, &self.lead, self.project).await?;
        let mut cookies = Vec::new();
        for number in 0..guests {
            cookies.push(self.guest(session, code, number).await?);
        }
        Ok(Sitting { session, cookies })
    }

    async fn guest(&self, session: SessionId, code: JoinCode, number: usize) -> Result<String> {
        let draft = GuestDraft {
            pseudonym: format!("Invité {number}"),
            party: "pupil".into(),
        };
        let code = code.to_string();
        let (_, _, secret) = self.store.join_as_guest(&code, &draft, None, None).await?;
        Ok(format!("etabli_guest_{session}={secret}"))
    }

    /// Fills an empty board with notes, then moves them so often; keeps its
    /// state as the server would.
    pub(super) async fn history(&self, session: SessionId, notes: u32, moves: u32) -> Result<()> {
        let entries = entries(notes, moves)?;
        let append = BoardAppend {
            session,
            entries: entries
                .iter()
                .map(|entry| BoardEntry {
                    seq: entry.seq.0,
                    bytes: entry.encode(),
                })
                .collect(),
            phase: None,
        };
        self.store.append_boards(&[append]).await?;
        let room = Room::open(Epoch::default(), None, entries);
        let state = room.checkpoint().ok_or("a board that is not durable")?;
        let (seq, bytes) = (state.seq().0, state.encode());
        Ok(self.store.checkpoint_board(session, seq, bytes).await?)
    }
}

/// A note as people write them: two to nine words, anywhere on the board.
pub(super) fn note(text: String, position: Point, place: i32) -> Box<Shape> {
    let colour = COLOURS[place.unsigned_abs() as usize % COLOURS.len()];
    Box::new(Shape {
        parent: None,
        order: OrderKey::nth(place),
        position,
        size: Size::new(200, 200),
        text,
        content: Content::Note(NoteType {
            colour,
            label: String::new(),
        }),
    })
}

/// The horizontal place of each note on a board, deleted ones left out.
pub(super) fn places(document: &Document) -> impl Iterator<Item = (RecordId, i32)> {
    let records = document.records();
    records.map(|(id, record)| (id, record.shape.position.x))
}

/// A history: so many notes are written, then moved so often in all.
pub(super) fn deeds(notes: u32, moves: u32) -> Result<Vec<Deed>> {
    let mut random = Random(11);
    let mut deeds = Vec::new();
    for number in 0..notes {
        let words = 2 + random.below(8);
        let text: Vec<String> = (0..words).map(|_| content::word(&mut random)).collect();
        deeds.push(Deed {
            author: number % AUTHORS,
            note: number,
            place: anywhere(&mut random)?,
            text: Some(text.join(" ")),
        });
    }
    for number in 0..moves {
        deeds.push(Deed {
            author: number % AUTHORS,
            note: random.below(notes.try_into()?).try_into()?,
            place: anywhere(&mut random)?,
            text: None,
        });
    }
    Ok(deeds)
}

impl Deed {
    fn operation(self) -> Result<Operation> {
        let id = id(self.note);
        Ok(match self.text {
            Some(text) => Operation::Create {
                id,
                secrecy: Secrecy::NONE,
                shape: note(text, self.place, self.note.try_into()?),
            },
            None => Operation::Set(id, Property::Position(self.place)),
        })
    }
}

impl fmt::Display for Deed {
    /// As a line for other programs: who, which note, its place, then its text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Point { x, y } = self.place;
        write!(f, "{}\t{}\t{x}\t{y}", self.author, self.note)?;
        match &self.text {
            Some(text) => write!(f, "\t{text}"),
            None => Ok(()),
        }
    }
}

fn entries(notes: u32, moves: u32) -> Result<Vec<Entry>> {
    let mut counters = vec![0; AUTHORS.try_into()?];
    let mut entries = Vec::new();
    for (deed, seq) in deeds(notes, moves)?.into_iter().zip(1..) {
        let author = deed.author;
        let counter: &mut u32 = &mut counters[author as usize];
        *counter += 1;
        entries.push(Entry {
            seq: Seq(seq),
            client: client(author),
            participant: ParticipantId(author + 1),
            counter: *counter,
            outcome: Ok(deed.operation()?),
        });
    }
    Ok(entries)
}

fn id(number: u32) -> RecordId {
    RecordId {
        client: client(number % AUTHORS),
        number: number / AUTHORS + 1,
    }
}

/// Ids as browsers choose them.
fn client(author: u32) -> ClientId {
    ClientId::from_random(u64::from(author + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn anywhere(random: &mut Random) -> Result<Point> {
    let (x, y) = (random.below(BOARD.0), random.below(BOARD.1));
    Ok(Point::new(x.try_into()?, y.try_into()?))
}
