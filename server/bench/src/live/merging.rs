//! Somebody who worked without a connection comes back to notes that somebody
//! else has changed meanwhile. Both are clients as browsers run them; at other
//! servers they are clients of Yjs, which do the same.

use std::path::Path;
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
use super::rivals;
use super::stage::{self, Sitting};
use crate::Result;
use crate::report::{Report, Times};
use crate::served::Server;

/// Notes that both work on.
const NOTES: usize = 100;
/// Edits made without a connection.
const OFFLINE: usize = 1_000;
/// Edits that somebody else makes meanwhile.
const MEANWHILE: usize = 300;
/// On how many boards they do.
pub(super) const TIMES: usize = 10;
/// By whose eyes the two documents are compared: anybody's, as nothing is hidden.
const LOOKER: ParticipantId = ParticipantId(1);
/// How long anything may take before there is no figure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures until both hold the same document, with all that both did; on a board
/// after the other, as one time alone says little of some milliseconds.
pub(super) async fn measure(
    report: &mut Report,
    server: &Server,
    sittings: &[Sitting],
    others: Option<&Path>,
) -> Result<()> {
    let mut own = Met::default();
    for sitting in sittings {
        meet(&mut own, server, sitting).await?;
    }
    report.line(
        format!("{OFFLINE} offline edits met {MEANWHILE} others: both agree after"),
        own.agreed.extent(),
    );
    report.line("  the one who was away is in step after", own.back.extent());
    report.aim(
        "  words and places lost",
        format!("{}", own.lost),
        "none",
        own.lost == 0,
    );
    for (rival, folder) in rivals::installed(others) {
        let running = rival.start(folder).await?;
        let merged = running.merged(sittings.len(), [NOTES, OFFLINE, MEANWHILE])?;
        let times = merged.agreed.within(50) / own.agreed.within(50);
        report.line(
            format!("the same at {rival}: both agree after"),
            format!("{}, {times:.1} times as much", merged.agreed.extent()),
        );
        // Of two values that were set at once Yjs holds one, and keeps the other nowhere.
        report.line(
            "  words and places lost",
            format!("{} and {}", merged.words, merged.places),
        );
    }
    Ok(())
}

/// What became of edits that met.
#[derive(Default)]
struct Met {
    /// From the return until both hold the same document.
    agreed: Times,
    /// Until the one who was away knows that all is kept.
    back: Times,
    /// Words and places that are in it no more.
    lost: usize,
}

/// Two people work on one board, and meet again.
async fn meet(met: &mut Met, server: &Server, sitting: &Sitting) -> Result<()> {
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
    if away.client.unacknowledged().count() != OFFLINE {
        return Err("somebody was not away".into());
    }
    work(&mut there.client, "b", MEANWHILE, &notes)?;
    there.in_step().await?;

    let start = Instant::now();
    away.socket = Socket::open(&board, first).await?;
    away.client.connected();
    away.in_step().await?;
    met.back.push(start.elapsed());
    // Whose bytes are whose the room alone counts: it is not compared.
    let seen = |client: &Client| client.confirmed().seen_by(LOOKER);
    there
        .until(|client| seen(client) == seen(&away.client))
        .await?;
    met.agreed.push(start.elapsed());
    met.lost += lost(there.client.confirmed().records(), &notes) + away.client.quarantine().len();
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
