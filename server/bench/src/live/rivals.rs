//! Other servers under the same load. They speak the protocol of Yjs: what people
//! send them was made beforehand by its own libraries (`rivals/record.mjs`), and
//! is found again by its marks in whatever comes back.

use std::collections::VecDeque;
use std::fmt;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str::from_utf8;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::load::{self, Heard, Voice};
use super::marks::{Mark, What};
use crate::Result;
use crate::usage::ProcessId;

/// How long people wait until what their entering set off is over.
const REST: Duration = Duration::from_secs(1);

/// A server to compare with.
#[derive(Clone, Copy)]
pub(super) enum Rival {
    /// `@y/websocket-server`.
    YWebsocket,
    /// `@hocuspocus/server`.
    Hocuspocus,
}

impl Rival {
    pub(super) const ALL: [Self; 2] = [Self::YWebsocket, Self::Hocuspocus];

    /// Starts it, as it comes: it keeps its board in memory alone.
    pub(super) async fn start(self, folder: &Path) -> Result<Running> {
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let script = match self {
            Self::YWebsocket => "node_modules/@y/websocket-server/src/server.js",
            Self::Hocuspocus => "hocuspocus.mjs",
        };
        let child = node(folder, script)
            .env("HOST", host.ip().to_string())
            .env("PORT", host.port().to_string())
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
    /// The id of its process.
    pub(super) fn id(&self) -> ProcessId {
        ProcessId(self.child.id())
    }

    /// People at one board, each of whom is to move a note and a pointer so many
    /// times.
    pub(super) async fn gather(&self, people: usize, moves: (u32, u32)) -> Result<Vec<Member>> {
        let (protocol, entering) = self.rival.protocol();
        let counts = [u32::try_from(people)?, moves.0, moves.1];
        let recorded = node(&self.folder, "record.mjs")
            .arg(protocol)
            .args(counts.map(|count| count.to_string()))
            .output()?;
        let mut frames = frames(recorded.stdout.into())?;
        let mut members = Vec::new();
        for _ in 0..people {
            let stream = TcpStream::connect(&self.host).await?;
            stream.set_nodelay(true)?;
            let url = format!("ws://{}/board", self.host);
            let (socket, _) = client_async(url, stream).await?;
            let mut of = |count: usize| -> Result<VecDeque<Bytes>> {
                let all = frames.len() >= count;
                all.then(|| frames.drain(..count).collect())
                    .ok_or_else(|| "fewer frames than were to be recorded".into())
            };
            let mut member = Member {
                socket,
                entering: of(entering)?,
                notes: of(moves.0.try_into()?)?,
                pointers: of(moves.1.try_into()?)?,
            };
            while let Some(frame) = member.entering.pop_front() {
                member.send(frame).await?;
            }
            members.push(member);
        }
        tokio::time::sleep(REST).await;
        Ok(members)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Somebody at its board.
pub(super) struct Member {
    socket: WebSocketStream<TcpStream>,
    entering: VecDeque<Bytes>,
    notes: VecDeque<Bytes>,
    pointers: VecDeque<Bytes>,
}

impl Member {
    async fn send(&mut self, frame: Bytes) -> Result<()> {
        Ok(self.socket.send(Message::Binary(frame)).await?)
    }
}

impl Voice for Member {
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
                Message::Binary(frame) => return Ok(Heard::Moves(marks(&frame))),
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

fn node(folder: &Path, script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(script).current_dir(folder);
    node
}

/// What was recorded: each frame after its length.
fn frames(recorded: Bytes) -> Result<VecDeque<Bytes>> {
    let mut frames = VecDeque::new();
    let mut rest = recorded;
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
