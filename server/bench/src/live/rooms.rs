//! Rooms under load: one of the usual size, a crowded one, two hundred at once, one
//! in which nothing happens; here and at other servers.

use std::path::Path;
use std::time::Duration;

use board::wire::FromServer;

use super::connection::{Board, Connection};
use super::load::{self, Plan, Rhythm};
use super::marks;
use super::playing::{Host, fill, idle, play, play_all};
use super::rivals;
use super::stage::Sitting;
use crate::Result;
use crate::report::{Report, Times, beside};
use crate::served::Server;

/// What people of the room of the usual size do, for half a minute.
const USUAL: Plan = Plan {
    notes: Rhythm {
        period: Duration::from_millis(100),
        times: 300,
    },
    pointers: Some(Rhythm {
        period: Duration::from_millis(50),
        times: 600,
    }),
};
/// What people of the crowded one do, as long.
const CROWDED: Plan = Plan {
    notes: Rhythm {
        period: Duration::from_secs(5),
        times: 6,
    },
    pointers: None,
};
/// What people of each of many rooms do.
const MANY: Plan = Plan {
    notes: Rhythm {
        period: Duration::from_secs(1),
        times: 20,
    },
    pointers: None,
};
/// What people do who only look on.
const NOTHING: Plan = Plan {
    notes: Rhythm {
        period: Duration::from_secs(1),
        times: 0,
    },
    pointers: None,
};
/// The most bytes aimed at for a connection on which nothing happens.
const CONNECTION_AIM: f64 = 10_000.0;
/// What a load costs the server.
const COST: &str = "CPU per 1,000 delivered";

/// Thirty people who move notes and pointers.
pub(super) async fn usual(
    report: &mut Report,
    server: &Server,
    sitting: &Sitting,
    others: Option<&Path>,
) -> Result<()> {
    let people = sitting.cookies.len();
    let played = play(server, sitting.guests().collect(), USUAL).await?;
    let own = played.cost();
    report.aim(
        format!("room of {people}, each 10 moves/s and 20 of the pointer: {COST}"),
        milliseconds(own),
        "≤ 4 ms",
        own <= 4.0,
    );
    let notes = &played.outcome.notes;
    report.aim(
        "  latency of notes",
        notes.figure(),
        "≤ 12 ms, ≤ 40 ms",
        notes.within(50) <= 12.0 && notes.within(99) <= 40.0,
    );
    report.line("  latency of pointers", played.outcome.pointers.figure());
    played.tell(report);
    kept(report, server, sitting, USUAL).await?;
    for (rival, folder) in rivals::installed(others) {
        let running = rival.start(folder).await?;
        let played = play(&running, running.board(people, USUAL)?, USUAL).await?;
        report.line(
            format!("the same at {rival}: {COST}"),
            beside(milliseconds, played.cost(), own),
        );
        report.line("  latency of notes", played.outcome.notes.figure());
        report.line("  latency of pointers", played.outcome.pointers.figure());
        played.tell(report);
    }
    Ok(())
}

/// A room with as many people as a large hall.
pub(super) async fn crowd(
    report: &mut Report,
    server: &Server,
    sitting: &Sitting,
    others: Option<&Path>,
) -> Result<()> {
    let people = sitting.cookies.len();
    let played = play(server, sitting.guests().collect(), CROWDED).await?;
    let (notes, own) = (&played.outcome.notes, played.cost());
    report.aim(
        format!("room of {people}, each an edit in 5 s: latency"),
        latest(notes),
        "p95 ≤ 80 ms",
        notes.within(95) <= 80.0,
    );
    report.line(format!("  {COST}"), milliseconds(own));
    played.tell(report);
    kept(report, server, sitting, CROWDED).await?;
    for (rival, folder) in rivals::installed(others) {
        let running = rival.start(folder).await?;
        let played = play(&running, running.board(people, CROWDED)?, CROWDED).await?;
        let latency = latest(&played.outcome.notes);
        report.line(format!("the same at {rival}: latency"), latency);
        let cost = beside(milliseconds, played.cost(), own);
        report.line(format!("  {COST}"), cost);
        played.tell(report);
    }
    Ok(())
}

/// Many rooms after the first, on which the server warms up; their memory before
/// the load.
pub(super) async fn many(
    report: &mut Report,
    server: &Server,
    sittings: &[Sitting],
    others: Option<&Path>,
) -> Result<()> {
    let boards: Vec<Vec<_>> = sittings
        .iter()
        .map(|sitting| sitting.guests().collect())
        .collect();
    let (count, people) = (boards.len(), boards.first().map_or(0, Vec::len));
    let (own_memory, rooms) = fill(server, boards).await?;
    let memory = format!("memory of a room with {people} connections");
    report.line(&memory, kilobytes(own_memory));
    let latency = format!("{} rooms of {people}, each 1 move/s: latency", rooms.len());
    let played = play_all(server.id(), rooms, MANY).await?;
    let own_cost = played.cost();
    report.line(latency, played.outcome.notes.figure());
    report.line(format!("  {COST}"), milliseconds(own_cost));
    played.tell(report);
    for (rival, folder) in rivals::installed(others) {
        let running = rival.start(folder).await?;
        let boards = running.boards(count, people, MANY)?;
        let (taken, rooms) = fill(&running, boards).await?;
        report.line(
            format!("the same at {rival}: {memory}"),
            beside(kilobytes, taken, own_memory),
        );
        let played = play_all(running.id(), rooms, MANY).await?;
        report.line("  latency", played.outcome.notes.figure());
        let cost = beside(milliseconds, played.cost(), own_cost);
        report.line(format!("  {COST}"), cost);
        played.tell(report);
    }
    Ok(())
}

/// Memory of connections to one board on which nothing happens.
pub(super) async fn quiet(
    report: &mut Report,
    server: &Server,
    sitting: &Sitting,
    others: Option<&Path>,
) -> Result<()> {
    let people = sitting.cookies.len();
    let (count, own) = idle(server, sitting.guests().collect()).await?;
    report.aim(
        format!("memory of each of {count} idle connections"),
        kilobytes(own),
        "≤ 10 kB",
        own <= CONNECTION_AIM,
    );
    for (rival, folder) in rivals::installed(others) {
        let running = rival.start(folder).await?;
        let (_, taken) = idle(&running, running.board(people, NOTHING)?).await?;
        report.line(
            format!("the same at {rival}"),
            beside(kilobytes, taken, own),
        );
    }
    Ok(())
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

fn milliseconds(time: f64) -> String {
    format!("{time:.2} ms")
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.1} kB", bytes / 1_000.0)
}

fn latest(times: &Times) -> String {
    let (p95, p99) = (times.within(95), times.within(99));
    format!("p95 {p95:.1} ms, p99 {p99:.1} ms")
}
