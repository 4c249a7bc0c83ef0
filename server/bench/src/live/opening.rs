//! Opening a large board for the first time: what comes over the wire, and how
//! long a client takes to read it; the same of the board as a document of Yjs.

use std::path::Path;
use std::time::Instant;

use board::client::Client;
use board::wire::FromServer;

use super::connection::Board;
use super::load;
use super::rivals;
use super::stage::{self, Sitting};
use crate::Result;
use crate::client::Client as Http;
use crate::report::{Report, Times, kilobytes};
use crate::served::Server;

/// Notes of the board.
pub(super) const NOTES: u32 = 5_000;
/// How often they were moved before, in all.
pub(super) const MOVES: u32 = 40_000;
/// How often each thing is timed.
const TIMES: usize = 30;
/// The most bytes aimed at.
const AIM: usize = 60_000;

/// A board on which notes were only written, and one on which they were moved.
pub(super) async fn measure(
    report: &mut Report,
    server: &Server,
    [fresh, moved]: [&Sitting; 2],
    others: Option<&Path>,
) -> Result<()> {
    for (sitting, moves) in [(fresh, 0), (moved, MOVES)] {
        let what = format!("board of {NOTES} notes after {moves} moves");
        let sent = open(report, server, sitting, &what).await?;
        if let Some(folder) = others {
            beside(report, folder, moves, sent)?;
        }
    }
    Ok(())
}

/// The same board as other servers send it. Both hold the same document, so that
/// one figure is both servers'; they do not compress it.
fn beside(report: &mut Report, folder: &Path, moves: u32, own: usize) -> Result<()> {
    let opened = rivals::opened(folder, &stage::deeds(NOTES, moves)?, TIMES)?;
    let [compressed, own] = [opened.compressed, own].map(u32::try_from);
    report.line(
        "the same in Yjs, compressed as ours is",
        format!(
            "{} of {}, {:.1} times as much",
            kilobytes(opened.compressed),
            kilobytes(opened.sent),
            f64::from(compressed?) / f64::from(own?)
        ),
    );
    report.line("  read into a document, in Node", opened.reading.figure());
    Ok(())
}

/// The bytes that come over the wire.
async fn open(
    report: &mut Report,
    server: &Server,
    sitting: &Sitting,
    what: &str,
) -> Result<usize> {
    let board = Board {
        host: server.host.clone(),
        session: sitting.session,
    };
    let cookie = sitting.cookies.first().ok_or("no guest")?;
    let (first, _) = welcome(&board, cookie, true).await?;
    let (mut answering, mut decoding, mut taking) =
        (Times::default(), Times::default(), Times::default());
    let mut bytes = 0;
    for _ in 0..TIMES {
        let start = Instant::now();
        welcome(&board, cookie, true).await?;
        answering.push(start.elapsed());
        let (frame, mut client) = welcome(&board, cookie, false).await?;
        bytes = frame.len();
        let start = Instant::now();
        drop(FromServer::decode(&frame)?);
        decoding.push(start.elapsed());
        let start = Instant::now();
        client.receive(&frame)?;
        taking.push(start.elapsed());
        if client.view().len() != usize::try_from(NOTES)? {
            return Err("a board came without all of its notes".into());
        }
    }
    report.aim(
        format!("{what}: on the wire"),
        format!("{} of {}", kilobytes(first.len()), kilobytes(bytes)),
        "≤ 60 kB",
        first.len() <= AIM,
    );
    let p50 = taking.within(50);
    report.aim(
        "  read into a document",
        format!("p50 {p50:.1} ms, p99 {:.1} ms", taking.within(99)),
        "p50 ≤ 15 ms",
        p50 <= 15.0,
    );
    report.line("  decoded alone", decoding.figure());
    report.line("  asked for and sent", answering.figure());
    Ok(first.len())
}

/// Asks for the board as a browser does that has nothing of it; the body as it
/// was sent, and the client that can read it.
async fn welcome(board: &Board, cookie: &str, compressed: bool) -> Result<(Vec<u8>, Client)> {
    let mut client = Client::new(load::client(0));
    client.connected();
    let hello = client.poll().ok_or("a client without a Hello")?;
    let mut http = Http::connect(&board.host, cookie).await?;
    let path = format!("/live/{}/welcome", board.session);
    let answer = http.post(&path, hello, compressed).await?;
    if !answer.status.is_success() {
        return Err(format!("{path}: {}", answer.status).into());
    }
    if compressed && answer.header("content-encoding") != "br" {
        return Err(format!("{path}: not compressed").into());
    }
    Ok((answer.body.into(), client))
}
