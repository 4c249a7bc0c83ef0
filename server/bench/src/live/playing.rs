//! What is measured at a server with boards, whether it is ours or another: the
//! same people come to each at the same pace, and the same is counted.

use tokio::time::{Duration, Instant, sleep, sleep_until};

use super::connection::{Board, Connection};
use super::load::{self, Outcome, Plan, Room, Voice};
use super::stage::Guest;
use crate::Result;
use crate::report::Report;
use crate::served::Server;
use crate::usage::{ProcessId, Usage, Used};

/// How long is waited for everybody to be in step before a load begins, and for
/// the server to be at rest before its memory is read.
const REST: Duration = Duration::from_secs(2);
/// People who are at a board before others come whose memory is counted.
const FIRST: usize = 8;

/// A running server with boards.
pub(super) trait Host {
    /// Somebody who may come to one of its boards.
    type Guest;
    /// The same person once there.
    type Voice: Voice;

    /// What the machine calls it.
    fn id(&self) -> ProcessId;
    /// Lets somebody in.
    async fn admit(&self, guest: Self::Guest) -> Result<Self::Voice>;
    /// The memory that it holds, in bytes.
    async fn memory(&self) -> Result<usize>;
}

impl Host for Server {
    type Guest = Guest;
    type Voice = Connection;

    fn id(&self) -> ProcessId {
        Self::id(self)
    }

    async fn admit(&self, guest: Guest) -> Result<Connection> {
        let board = Board {
            host: self.host.clone(),
            session: guest.session,
        };
        let client = load::client(guest.place);
        let mut person = Connection::enter(&board, &guest.cookie, client).await?;
        person.welcome().await?;
        Ok(person)
    }

    async fn memory(&self) -> Result<usize> {
        self.id().memory()
    }
}

/// What a load came to.
pub(super) struct Played {
    pub(super) outcome: Outcome,
    used: Used,
}

impl Played {
    /// Milliseconds of the server for each thousand moves that came to somebody.
    pub(super) fn cost(&self) -> f64 {
        self.used.server * 1_000_000.0 / float(self.delivered()).max(1.0)
    }

    /// What lies behind the figures.
    pub(super) fn tell(&self, report: &mut Report) {
        let outcome = &self.outcome;
        report.line(
            "  delivered",
            format!("{} in {} frames", self.delivered(), outcome.frames),
        );
        report.aim(
            "  moves that did not reach somebody",
            format!("{}", outcome.missing),
            "none",
            outcome.missing == 0,
        );
        if outcome.resyncs > 0 {
            report.line("  places lost", format!("{}", outcome.resyncs));
        }
        report.line("  processor (of one): server", format!("{}", self.used));
    }

    fn delivered(&self) -> usize {
        self.outcome.notes.len() + self.outcome.pointers.len()
    }
}

/// Guests come to one board and follow the plan.
pub(super) async fn play<H: Host>(host: &H, guests: Vec<H::Guest>, plan: Plan) -> Result<Played> {
    let room = Room::gather(host, guests).await?;
    // What their coming set off is over before they begin.
    sleep(REST).await;
    play_all(host.id(), vec![room], plan).await
}

/// All rooms follow the plan; what became of it, and who used the processors.
pub(super) async fn play_all<V: Voice>(
    server: ProcessId,
    rooms: Vec<Room<V>>,
    plan: Plan,
) -> Result<Played> {
    let start = Instant::now() + REST;
    let count = u32::try_from(rooms.len())?;
    let mut following = Vec::new();
    for (turn, room) in (0_u32..).zip(rooms) {
        // Rooms know nothing of each other: they do not act at the same moment.
        let start = start + plan.notes.period * turn / (8 * count);
        following.push(tokio::spawn(room.follow(plan, start)));
    }
    sleep_until(start).await;
    let before = Usage::now(server)?;
    let mut outcome = Outcome::default();
    for room in following {
        outcome.add(&room.await??);
    }
    let used = before.since(server)?;
    Ok(Played { outcome, used })
}

/// Guests come to all boards: the memory that each takes, in bytes, and the rooms.
/// The first board is left again, and is not counted: what the server takes once is
/// there with it.
pub(super) async fn fill<H: Host>(
    host: &H,
    boards: Vec<Vec<H::Guest>>,
) -> Result<(f64, Vec<Room<H::Voice>>)> {
    let mut boards = boards.into_iter();
    let warming = boards.next().ok_or("no board")?;
    drop(Room::gather(host, warming).await?);
    sleep(REST).await;
    let before = host.memory().await?;
    let mut rooms = Vec::new();
    for guests in boards {
        rooms.push(Room::gather(host, guests).await?);
    }
    sleep(REST).await;
    let taken = host.memory().await?.saturating_sub(before);
    Ok((share(taken, rooms.len()), rooms))
}

/// Guests come to one board and do nothing: how many are counted, and the memory of
/// each in bytes. The room and what the server takes once are there with the first.
pub(super) async fn idle<H: Host>(host: &H, mut first: Vec<H::Guest>) -> Result<(usize, f64)> {
    let more = first.split_off(FIRST.min(first.len()));
    let count = more.len();
    let first = Room::connect(host, first).await?;
    sleep(REST).await;
    let before = host.memory().await?;
    let more = Room::connect(host, more).await?;
    sleep(REST).await;
    let taken = host.memory().await?.saturating_sub(before);
    drop((first, more));
    Ok((count, share(taken, count)))
}

fn share(bytes: usize, among: usize) -> f64 {
    float(bytes) / float(among).max(1.0)
}

fn float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
