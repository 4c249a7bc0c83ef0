//! Rooms under load: one of the usual size, a crowded one, two hundred at once.

use std::path::Path;
use std::time::Duration;

use board::wire::FromServer;
use tokio::time::{Instant, sleep, sleep_until};

use super::connection::{Board, Connection};
use super::load::{self, Outcome, Plan, Rhythm, Room, Voice};
use super::marks;
use super::rivals::Rival;
use super::stage::Sitting;
use crate::Result;
use crate::report::Report;
use crate::served::Server;
use crate::usage::{ProcessId, Usage, Used};

/// How long is waited for everybody to be in step before a load begins, and for
/// the server to be at rest before its memory is read.
const REST: Duration = Duration::from_secs(2);
/// The most bytes aimed at for a connection on which nothing happens.
const CONNECTION_AIM: f64 = 10_000.0;

/// How many times people of the room of the usual size move their notes and
/// their pointers.
pub(super) const USUAL: (u32, u32) = (300, 600);

/// Thirty people who move notes and pointers, here and at other servers.
pub(super) async fn usual(
    report: &mut Report,
    server: &Server,
    sitting: &Sitting,
    rivals: Option<&Path>,
) -> Result<()> {
    let plan = Plan {
        notes: Rhythm {
            period: Duration::from_millis(100),
            times: USUAL.0,
        },
        pointers: Some(Rhythm {
            period: Duration::from_millis(50),
            times: USUAL.1,
        }),
    };
    let room = Room::gather(&server.host, sitting).await?;
    let people = sitting.cookies.len();
    let what = format!("room of {people}, each 10 moves/s and 20 of the pointer");
    let (outcome, used) = loaded(server.id(), vec![room], plan).await?;
    let both = outcome.notes.len() + outcome.pointers.len();
    let own = thousandth(used.server, both);
    report.aim(
        format!("{what}: CPU per 1,000 delivered"),
        format!("{own:.2} ms"),
        "≤ 4 ms",
        own <= 4.0,
    );
    let (p50, p99) = (outcome.notes.within(50), outcome.notes.within(99));
    report.aim(
        "  latency of notes",
        outcome.notes.figure(),
        "≤ 12 ms, ≤ 40 ms",
        p50 <= 12.0 && p99 <= 40.0,
    );
    report.line("  latency of pointers", outcome.pointers.figure());
    told(report, &outcome, &used);
    kept(report, server, sitting, plan).await?;
    let Some(folder) = rivals else {
        report.note("Other servers not measured: --rivals names no folder".to_owned());
        return Ok(());
    };
    for rival in Rival::ALL {
        let running = rival.start(folder).await?;
        let room = Room::of(running.gather(people, USUAL).await?);
        let (outcome, used) = loaded(running.id(), vec![room], plan).await?;
        let both = outcome.notes.len() + outcome.pointers.len();
        let spent = thousandth(used.server, both);
        report.line(
            format!("the same at {rival}: CPU per 1,000 delivered"),
            format!("{spent:.2} ms, {:.1} times as much", spent / own),
        );
        report.line("  latency of notes", outcome.notes.figure());
        told(report, &outcome, &used);
    }
    Ok(())
}

/// A room with as many people as a large hall.
pub(super) async fn crowd(report: &mut Report, server: &Server, sitting: &Sitting) -> Result<()> {
    let plan = Plan {
        notes: Rhythm {
            period: Duration::from_secs(5),
            times: 6,
        },
        pointers: None,
    };
    let room = Room::gather(&server.host, sitting).await?;
    let people = sitting.cookies.len();
    let (outcome, used) = loaded(server.id(), vec![room], plan).await?;
    let p95 = outcome.notes.within(95);
    report.aim(
        format!("room of {people}, each an edit in 5 s: latency"),
        format!("p95 {p95:.1} ms, p99 {:.1} ms", outcome.notes.within(99)),
        "p95 ≤ 80 ms",
        p95 <= 80.0,
    );
    told(report, &outcome, &used);
    kept(report, server, sitting, plan).await
}

/// Many rooms; their memory first.
pub(super) async fn many(
    report: &mut Report,
    server: &Server,
    warming: &Sitting,
    sittings: &[Sitting],
) -> Result<()> {
    // What the server takes once is not counted with any room.
    drop(Room::gather(&server.host, warming).await?);
    sleep(REST).await;
    let before = server.memory()?;
    let mut rooms = Vec::new();
    for sitting in sittings {
        rooms.push(Room::gather(&server.host, sitting).await?);
    }
    sleep(REST).await;
    let connections: usize = sittings.iter().map(|sitting| sitting.cookies.len()).sum();
    let people = connections / sittings.len();
    let taken = server.memory()?.saturating_sub(before);
    report.line(
        format!("memory of a room with {people} connections"),
        format!("{:.1} kB", share(taken, sittings.len()) / 1_000.0),
    );
    let plan = Plan {
        notes: Rhythm {
            period: Duration::from_secs(1),
            times: 20,
        },
        pointers: None,
    };
    let (outcome, used) = loaded(server.id(), rooms, plan).await?;
    report.line(
        format!(
            "{} rooms of {people}, each 1 move/s: latency",
            sittings.len()
        ),
        outcome.notes.figure(),
    );
    report.line(
        "  CPU per 1,000 delivered",
        format!("{:.2} ms", thousandth(used.server, outcome.notes.len())),
    );
    told(report, &outcome, &used);
    Ok(())
}

/// Memory of connections to one board on which nothing happens.
pub(super) async fn idle(report: &mut Report, server: &Server, sitting: &Sitting) -> Result<()> {
    let everybody = sitting.cookies.len();
    // The room and what the server takes once are there with the first.
    let first = Room::connect(&server.host, sitting, 0..8).await?;
    sleep(REST).await;
    let before = server.memory()?;
    let more = Room::connect(&server.host, sitting, 8..everybody).await?;
    sleep(REST).await;
    let count = everybody - 8;
    let each = share(server.memory()?.saturating_sub(before), count);
    report.aim(
        format!("memory of each of {count} idle connections"),
        format!("{:.1} kB", each / 1_000.0),
        "≤ 10 kB",
        each <= CONNECTION_AIM,
    );
    drop((first, more));
    Ok(())
}

/// All rooms follow the plan; what became of it, and who used the processors.
async fn loaded<V: Voice>(
    server: ProcessId,
    rooms: Vec<Room<V>>,
    plan: Plan,
) -> Result<(Outcome, Used)> {
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
    let mut total = Outcome::default();
    for room in following {
        total.add(&room.await??);
    }
    Ok((total, before.since(server)?))
}

/// What lies behind the figures.
fn told(report: &mut Report, outcome: &Outcome, used: &Used) {
    let delivered = outcome.notes.len() + outcome.pointers.len();
    report.line(
        "  delivered",
        format!("{delivered} in {} frames", outcome.frames),
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
    report.line("  processor (of one): server", format!("{used}"));
}

/// Whoever comes afterwards finds every note where it was moved last.
async fn kept(report: &mut Report, server: &Server, sitting: &Sitting, plan: Plan) -> Result<()> {
    let board = Board {
        host: server.host.clone(),
        session: sitting.session,
    };
    let cookie = sitting.cookies.first().ok_or("no guest")?;
    let newcomer = load::client(sitting.cookies.len());
    let mut newcomer = Connection::enter(&board, cookie, newcomer).await?;
    let welcome = FromServer::Welcome(Box::new(newcomer.welcome().await?));
    let marks = marks::marks(&welcome);
    let moved = marks.iter().filter(|mark| mark.count == plan.notes.times);
    let lost = sitting.cookies.len().saturating_sub(moved.count());
    report.aim(
        "  notes not kept where they were moved last",
        format!("{lost}"),
        "none",
        lost == 0,
    );
    Ok(())
}

/// Milliseconds for each thousand.
fn thousandth(seconds: f64, delivered: usize) -> f64 {
    seconds * 1_000_000.0 / float(delivered).max(1.0)
}

fn share(bytes: usize, among: usize) -> f64 {
    float(bytes) / float(among).max(1.0)
}

fn float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
