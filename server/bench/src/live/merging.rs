//! Somebody who worked without a connection comes back to notes that somebody
//! else has changed meanwhile. Both are clients as browsers run them.

use std::time::{Duration, Instant};

use board::client::Client;
use board::geometry::Point;
use board::ids::{ParticipantId, RecordId};
use board::operation::Operation;
use board::property::Property;
use board::record::Record;
use board::secrecy::Secrecy;
use board::text::{TextEdit, length};
use tokio::time::timeout;

use super::connection::{Board, Socket};
use super::load;
use super::stage::{self, Sitting};
use crate::Result;
use crate::report::Report;
use crate::served::Server;

/// Notes that both work on.
const NOTES: usize = 100;
/// Edits made without a connection.
const OFFLINE: usize = 1_000;
/// Edits that somebody else makes meanwhile.
const MEANWHILE: usize = 300;
/// By whose eyes the two documents are compared: anybody's, as nothing is hidden.
const LOOKER: ParticipantId = ParticipantId(1);
/// How long anything may take before there is no figure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures until both hold the same document, with all that both did.
pub(super) async fn measure(report: &mut Report, server: &Server, sitting: &Sitting) -> Result<()> {
    let board = Board {
        host: server.host.clone(),
        session: sitting.session,
    };
    let [first, second, ..] = sitting.cookies.as_slice() else {
        return Err("two guests are wanted".into());
    };
    let mut away = Tab::open(&board, first, 0).await?;
    let notes = away.write_notes().await?;
    let mut there = Tab::open(&board, second, 1).await?;
    away.client.disconnected();
    work(&mut away.client, "a", OFFLINE, &notes)?;
    let waiting = away.client.unacknowledged().count();
    work(&mut there.client, "b", MEANWHILE, &notes)?;
    there.in_step().await?;

    let start = Instant::now();
    away.socket = Socket::open(&board, first).await?;
    away.client.connected();
    away.in_step().await?;
    let back = start.elapsed();
    // Whose bytes are whose the room alone counts: it is not compared.
    let seen = |client: &Client| client.confirmed().seen_by(LOOKER);
    there
        .until(|client| seen(client) == seen(&away.client))
        .await?;
    let agreed = start.elapsed();

    report.line(
        format!("{waiting} offline edits met {MEANWHILE} others: both agree after"),
        format!("{:.0} ms", agreed.as_secs_f64() * 1_000.0),
    );
    report.line(
        "  the one who was away is in step after",
        format!("{:.0} ms", back.as_secs_f64() * 1_000.0),
    );
    let lost = lost(there.client.confirmed().records(), &notes) + away.client.quarantine().len();
    report.aim(
        "  words and places lost",
        format!("{lost}"),
        "none",
        lost == 0,
    );
    Ok(())
}

/// Moves each note once, and writes a word into one note after the other.
fn work(client: &mut Client, who: &str, edits: usize, notes: &[RecordId]) -> Result<()> {
    for number in 0..edits {
        let id = notes[number % notes.len()];
        let operation = match number < notes.len() {
            true => Operation::Set(id, Property::Position(moved(who))),
            false => Operation::Edit(id, writing(client, who, number, id)?),
        };
        let acted = client.act(vec![operation]);
        acted.map_err(|refusal| refusal.to_string())?;
    }
    Ok(())
}

/// One of the two writes at the beginning of the texts, the other at their end.
fn writing(client: &Client, who: &str, number: usize, id: RecordId) -> Result<TextEdit> {
    let record = client.view().live(id).ok_or("a note is missing")?;
    let at = match who {
        "a" => 0,
        _ => length(&record.shape.text),
    };
    Ok(TextEdit::splice(at, 0, &word(who, number)))
}

fn word(who: &str, number: usize) -> String {
    format!(" {who}{number:04} ")
}

/// Where somebody moves every note.
fn moved(who: &str) -> Point {
    match who {
        "a" => Point::new(1, 1),
        _ => Point::new(2, 2),
    }
}

/// How many words are not in their note, and how many places are neither where
/// the note is nor kept beside.
fn lost<'a>(records: impl Iterator<Item = (RecordId, &'a Record)>, notes: &[RecordId]) -> usize {
    let mut lost = OFFLINE + MEANWHILE;
    for (id, record) in records {
        let of_this = |number: &usize| notes[number % notes.len()] == id;
        for (who, edits) in [("a", OFFLINE), ("b", MEANWHILE)] {
            let words = (notes.len()..edits).filter(of_this);
            lost -= words
                .filter(|number| record.shape.text.contains(&word(who, *number)))
                .count();
            let place = Property::Position(moved(who));
            let mut beside = record.contested.iter();
            let holds = record.shape.position == moved(who);
            lost -= usize::from(holds || beside.any(|kept| kept.value == place));
        }
    }
    lost
}

/// A client as a browser runs it.
struct Tab {
    client: Client,
    socket: Socket,
}

impl Tab {
    async fn open(board: &Board, cookie: &str, place: usize) -> Result<Self> {
        let mut client = Client::new(load::client(place));
        client.connected();
        let mut tab = Self {
            client,
            socket: Socket::open(board, cookie).await?,
        };
        tab.in_step().await?;
        Ok(tab)
    }

    async fn write_notes(&mut self) -> Result<Vec<RecordId>> {
        let mut notes = Vec::new();
        for place in 0..NOTES {
            let id = self.client.new_record_id();
            let shape = stage::note(
                "Lire à deux".to_owned(),
                Point::default(),
                place.try_into()?,
            );
            let creation = Operation::Create {
                id,
                secrecy: Secrecy::NONE,
                shape,
            };
            let acted = self.client.act(vec![creation]);
            acted.map_err(|refusal| refusal.to_string())?;
            notes.push(id);
        }
        self.in_step().await?;
        Ok(notes)
    }

    /// Carries frames until all that was done here is kept.
    async fn in_step(&mut self) -> Result<()> {
        self.until(|client| client.is_live() && client.unacknowledged().next().is_none())
            .await
    }

    async fn until(&mut self, is_so: impl Fn(&Client) -> bool) -> Result<()> {
        timeout(PATIENCE, self.carry(is_so)).await?
    }

    async fn carry(&mut self, is_so: impl Fn(&Client) -> bool) -> Result<()> {
        loop {
            // What a browser keeps on its disk is not what is measured.
            let revision = self.client.save().revision;
            self.client.saved(revision);
            while let Some(frame) = self.client.poll() {
                self.socket.send(frame).await?;
            }
            if is_so(&self.client) {
                return Ok(());
            }
            let frame = self.socket.next().await?;
            self.client.receive(&frame)?;
        }
    }
}
