//! Other servers under the same load. They speak the protocol of Yjs: what people
//! send them was made beforehand by its own libraries (`rivals/record.mjs`), and
//! is found again by its marks in whatever comes back. What they send of a large
//! board those libraries say alone (`rivals/open.mjs`); what is merged they merge
//! (`rivals/merge.mjs`).

mod brought;

use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::str::from_utf8;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use self::brought::Brought;
use super::connection::config;
use super::load::{self, Heard, Plan, Voice};
use super::marks::{Mark, What};
use super::playing::Host;
use super::stage::Deed;
use crate::Result;
use crate::report::Times;
use crate::usage::ProcessId;

/// How long is waited until a server has given back the memory that it needs no more.
const COLLECTING: Duration = Duration::from_secs(1);

/// A server to compare with.
#[derive(Clone, Copy)]
pub(super) enum Rival {
    /// `@y/websocket-server`.
    YWebsocket,
    /// `@hocuspocus/server`.
    Hocuspocus,
}

/// Each server, and the folder in which all are installed; none without a folder.
pub(super) fn installed(folder: Option<&Path>) -> impl Iterator<Item = (Rival, &Path)> {
    let all = |folder| [Rival::YWebsocket, Rival::Hocuspocus].map(|rival| (rival, folder));
    folder.into_iter().flat_map(all)
}

impl Rival {
    /// Starts it, as it comes: it keeps its boards in memory alone. Beside it a few
    /// lines wait that collect its garbage when they are told to.
    pub(super) async fn start(self, folder: &Path) -> Result<Running> {
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let script = match self {
            Self::YWebsocket => "node_modules/@y/websocket-server/src/server.js",
            Self::Hocuspocus => "hocuspocus.mjs",
        };
        let child = node(folder)
            .args(["--expose-gc", "--import", "./collect.mjs", script])
            .env("HOST", host.ip().to_string())
            .env("PORT", host.port().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let running = Running {
            rival: self,
            child,
            host: host.to_string(),
            folder: folder.into(),
        };
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if TcpStream::connect(&running.host).await.is_ok() {
                return Ok(running);
            }
        }
        Err(format!("{self} did not start").into())
    }

    /// As `record.mjs` calls its protocol, and with how many frames one enters.
    const fn protocol(self) -> (&'static str, usize) {
        match self {
            Self::YWebsocket => ("y", 1),
            Self::Hocuspocus => ("hocuspocus", 2),
        }
    }
}

impl fmt::Display for Rival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YWebsocket => "@y/websocket-server",
            Self::Hocuspocus => "@hocuspocus/server",
        })
    }
}

/// A running one, until it is dropped.
pub(super) struct Running {
    rival: Rival,
    child: Child,
    host: String,
    folder: Box<Path>,
}

impl Running {
    /// The people of one board, with what they are to send by the plan.
    pub(super) fn board(&self, people: usize, plan: Plan) -> Result<Vec<Guest>> {
        let boards = self.boards(1, people, plan)?;
        Ok(boards.into_iter().flatten().collect())
    }

    /// The same of each of so many boards.
    pub(super) fn boards(
        &self,
        boards: usize,
        people: usize,
        plan: Plan,
    ) -> Result<Vec<Vec<Guest>>> {
        let (protocol, entering) = self.rival.protocol();
        let moves = plan.notes.times;
        let pointers = plan.pointers.map_or(0, |pointers| pointers.times);
        let counts: [u32; 4] = [boards.try_into()?, people.try_into()?, moves, pointers];
        let output = node(&self.folder)
            .args(["record.mjs", protocol])
            .args(counts.map(|count| count.to_string()))
            .output()?;
        let mut recorded = frames(output)?;
        // Before the moves of a note comes what puts it on the board.
        let counts: [usize; 3] = [entering, usize::try_from(moves)? + 1, pointers.try_into()?];
        let mut all = Vec::new();
        for board in 0..boards {
            let mut guests = Vec::new();
            for _ in 0..people {
                guests.push(Guest::of(board, counts, &mut recorded)?);
            }
            all.push(guests);
        }
        Ok(all)
    }

    /// The people of a board that this server has lost, each with all of it and with
    /// a move that none of the others has.
    pub(super) fn returning(&self, people: usize) -> Result<Vec<Guest>> {
        let (protocol, entering) = self.rival.protocol();
        let output = node(&self.folder)
            .args(["return.mjs", protocol, &people.to_string()])
            .output()?;
        let mut recorded = frames(output)?;
        let mut guests = Vec::new();
        for _ in 0..people {
            let mut guest = Guest::of(0, [entering, 0, 0], &mut recorded)?;
            guest.brought = Some(Brought::of(&mut recorded).ok_or("nothing was brought")?);
            guests.push(guest);
        }
        Ok(guests)
    }

    /// Two clients of its own libraries meet so often, with so many notes, edits made
    /// without a connection and edits made meanwhile.
    pub(super) fn merged(&self, times: usize, counts: [usize; 3]) -> Result<Merged> {
        let output = node(&self.folder)
            .args(["merge.mjs", self.rival.protocol().0, &self.host])
            .arg(times.to_string())
            .args(counts.map(|count| count.to_string()))
            .output()?;
        let mut merged = Merged::default();
        for line in String::from_utf8(printed(output)?)?.lines() {
            let figures: Vec<&str> = line.split(' ').collect();
            let [agreed, words, places] = figures.as_slice() else {
                return Err("a figure is missing".into());
            };
            merged.agreed.push(milliseconds(agreed)?);
            merged.words += words.parse::<usize>()?;
            merged.places += places.parse::<usize>()?;
        }
        Ok(merged)
    }
}

impl Host for Running {
    type Guest = Guest;
    type Voice = Member;

    fn id(&self) -> ProcessId {
        ProcessId(self.child.id())
    }

    async fn admit(&self, guest: Guest) -> Result<Member> {
        let stream = TcpStream::connect(&self.host).await?;
        stream.set_nodelay(true)?;
        let url = format!("ws://{}/board-{}", self.host, guest.board);
        let (socket, _) = client_async_with_config(url, stream, Some(config())).await?;
        let mut member = Member {
            socket,
            notes: guest.notes,
            pointers: guest.pointers,
            brought: guest.brought,
        };
        for frame in guest.entering {
            member.send(frame).await?;
        }
        Ok(member)
    }

    /// Without its garbage.
    async fn memory(&self) -> Result<usize> {
        let mut told = self.child.stdin.as_ref().ok_or("nobody collects")?;
        told.write_all(b"\n")?;
        tokio::time::sleep(COLLECTING).await;
        self.id().memory()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Somebody who may come to a board, with what they are to send there.
pub(super) struct Guest {
    board: usize,
    entering: VecDeque<Bytes>,
    notes: VecDeque<Bytes>,
    pointers: VecDeque<Bytes>,
    brought: Option<Brought>,
}

impl Guest {
    /// Whoever comes next in what was recorded: with so many frames to enter, so
    /// many of their note and of their pointer.
    fn of(board: usize, counts: [usize; 3], recorded: &mut VecDeque<Bytes>) -> Result<Self> {
        if recorded.len() < counts.iter().sum::<usize>() {
            return Err("fewer frames than were to be recorded".into());
        }
        let taken = counts.map(|count| recorded.drain(..count).collect::<VecDeque<_>>());
        let [entering, notes, pointers] = taken;
        Ok(Self {
            board,
            entering,
            notes,
            pointers,
            brought: None,
        })
    }
}

/// The same at the board.
pub(super) struct Member {
    socket: WebSocketStream<TcpStream>,
    notes: VecDeque<Bytes>,
    pointers: VecDeque<Bytes>,
    brought: Option<Brought>,
}

impl Member {
    async fn send(&mut self, frame: Bytes) -> Result<()> {
        Ok(self.socket.send(Message::Binary(frame)).await?)
    }

    /// Sends what a frame asks for, if somebody brought anything.
    async fn answer(&mut self, frame: &[u8]) -> Result<()> {
        let brought = self.brought.as_ref();
        match brought.and_then(|brought| brought.answer(frame)) {
            Some(answer) => self.send(answer).await,
            None => Ok(()),
        }
    }
}

impl Voice for Member {
    async fn create(&mut self) -> Result<()> {
        self.say(What::Note, 0).await
    }

    async fn say(&mut self, what: What, _: u32) -> Result<()> {
        let frames = match what {
            What::Note => &mut self.notes,
            What::Pointer => &mut self.pointers,
        };
        let frame = frames.pop_front().ok_or("nothing was recorded")?;
        self.send(frame).await
    }

    async fn hear(&mut self) -> Result<Heard> {
        loop {
            match self.socket.next().await.ok_or("a connection ended")?? {
                Message::Binary(frame) => {
                    // Waits for nothing where nothing was brought.
                    self.answer(&frame).await?;
                    return Ok(Heard::Moves(marks(&frame)));
                }
                Message::Close(reason) => {
                    return Err(format!("a connection was closed: {reason:?}").into());
                }
                _ => {}
            }
        }
    }

    async fn catch_up(&mut self) -> Result<()> {
        Ok(())
    }
}

/// A board as somebody is sent it who opens it for the first time.
pub(super) struct Opened {
    /// Bytes as both servers send them.
    pub(super) sent: usize,
    /// Bytes after the compression of ours.
    pub(super) compressed: usize,
    /// How long it takes to read them into a document.
    pub(super) reading: Times,
}

/// The board of a history, read so often.
pub(super) fn opened(folder: &Path, history: &[Deed], times: usize) -> Result<Opened> {
    let mut script = node(folder)
        .args(["open.mjs", &times.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let lines: String = history.iter().map(|deed| format!("{deed}\n")).collect();
    let mut stdin = script.stdin.take().ok_or("nobody reads the history")?;
    stdin.write_all(lines.as_bytes())?;
    drop(stdin);
    let printed = String::from_utf8(printed(script.wait_with_output()?)?)?;
    let mut lines = printed.lines();
    let mut bytes = || lines.next().ok_or("a figure is missing");
    let (sent, compressed) = (bytes()?.parse::<usize>()?, bytes()?.parse::<usize>()?);
    let mut reading = Times::default();
    for line in lines {
        reading.push(milliseconds(line)?);
    }
    Ok(Opened {
        sent,
        compressed,
        reading,
    })
}

/// What became of edits that met.
#[derive(Default)]
pub(super) struct Merged {
    /// From the return until both hold the same document.
    pub(super) agreed: Times,
    /// Words that are in it no more.
    pub(super) words: usize,
    /// Places that are in it no more.
    pub(super) places: usize,
}

/// A time that a script printed.
fn milliseconds(text: &str) -> Result<Duration> {
    Ok(Duration::from_secs_f64(text.parse::<f64>()? / 1_000.0))
}

fn node(folder: &Path) -> Command {
    let mut node = Command::new("node");
    node.current_dir(folder);
    node
}

/// What a script printed, if nothing went wrong.
fn printed(output: Output) -> Result<Vec<u8>> {
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// What a script recorded: each frame after its length.
fn frames(output: Output) -> Result<VecDeque<Bytes>> {
    let mut frames = VecDeque::new();
    let mut rest = Bytes::from(printed(output)?);
    while let Some(length) = rest.first_chunk() {
        let end = 4 + usize::try_from(u32::from_le_bytes(*length))?;
        if rest.len() < end {
            return Err("a frame was cut".into());
        }
        frames.push_back(rest.split_to(end).slice(4..));
    }
    Ok(frames)
}

/// The marks in a frame, such as `~n12.345~`.
fn marks(frame: &[u8]) -> Vec<Mark> {
    frame.split(|byte| *byte == b'~').filter_map(mark).collect()
}

fn mark(text: &[u8]) -> Option<Mark> {
    let (what, numbers) = match text.split_first()? {
        (b'n', numbers) => (What::Note, numbers),
        (b'p', numbers) => (What::Pointer, numbers),
        _ => return None,
    };
    let (person, count) = from_utf8(numbers).ok()?.split_once('.')?;
    Some(Mark {
        what,
        client: load::client(person.parse().ok()?),
        count: count.parse().ok()?,
    })
}
