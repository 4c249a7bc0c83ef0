//! How smooth a board is in a browser: the time between frames while the view is
//! moved, and while thirty people move their notes; with all notes in view, and at
//! the size at which they are read.

use std::path::Path;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::Instant;

use super::load::{Plan, Rhythm, Room};
use super::marks;
use super::stage::Sitting;
use crate::Result;
use crate::report::{Report, Times};
use crate::served::Server;

/// Notes of the boards.
pub(super) const NOTES: [u32; 3] = [1_000, 5_000, 10_000];
/// People who move notes and point.
pub(super) const MOVING: usize = 30;
/// How long frames are counted with all notes in view.
const SECONDS: u32 = 6;
/// The same at 100 %: as long as a note that somebody moves takes through the view.
const READING_SECONDS: u32 = 4;
/// How long a browser takes to open, to show the board and to come nearer, at the most.
const OPENING: Duration = Duration::from_secs(20);
/// The longest that half of the frames may take: one of sixty in a second, and what
/// clocks in browsers round.
const AIM: f64 = 16.8;

/// Opens each board in a browser, as the last of its guests.
pub(super) async fn measure(
    report: &mut Report,
    server: &Server,
    sittings: &[Sitting],
    browser: Option<&Path>,
) -> Result<()> {
    let Some(browser) = browser else {
        report.note("Frames not measured: --browser names no folder".to_owned());
        return Ok(());
    };
    let lasts = SECONDS + READING_SECONDS + u32::try_from(OPENING.as_secs())?;
    for (sitting, notes) in sittings.iter().zip(NOTES) {
        let panning = frames(server, sitting, browser, "pan").await?;
        tell(report, notes, "the view moves", &panning);
        let people = sitting.guests().take(MOVING).collect();
        let room = Room::connect(server, people).await?;
        let every = |milliseconds: u32| Rhythm {
            period: Duration::from_millis(milliseconds.into()),
            times: lasts * 1_000 / milliseconds,
        };
        let plan = Plan {
            notes: every(100),
            pointers: Some(every(50)),
        };
        let room = room.with_notes().await?;
        let moving = tokio::spawn(room.follow(plan, Instant::now()));
        let watching = frames(server, sitting, browser, "watch").await?;
        let moved = !moving.is_finished();
        moving.abort();
        if !moved {
            return Err("those who move theirs stopped before the watch ended".into());
        }
        let what = format!("{MOVING} people move theirs");
        tell(report, notes, &what, &watching);
    }
    Ok(())
}

/// With all of so many notes in view, and at 100 %.
type Frames = [Times; 2];

fn tell(report: &mut Report, notes: u32, what: &str, frames: &Frames) {
    for (zoom, times) in ["", ", at 100 %"].iter().zip(frames) {
        let median = times.within(50);
        report.aim(
            format!("{notes} notes{zoom}, {what}: between frames"),
            format!("median {median:.1} ms, p95 {:.1} ms", times.within(95)),
            "median ≤ 16.7 ms",
            median <= AIM,
        );
    }
}

async fn frames(server: &Server, sitting: &Sitting, browser: &Path, kind: &str) -> Result<Frames> {
    let cookie = sitting.cookies.last().ok_or("no guest")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("frames.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(kind)
        .args([SECONDS, READING_SECONDS].map(|seconds| seconds.to_string()))
        .arg(marks::WORDS)
        .arg(format!("http://{}/board/{}", server.host, sitting.session))
        .arg(cookie)
        .arg(browser)
        .output()
        .await?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let printed = String::from_utf8(output.stdout)?;
    let (whole, reading) = printed
        .split_once("\n\n")
        .ok_or("frames of one size alone")?;
    Ok([times(whole)?, times(reading)?])
}

fn times(lines: &str) -> Result<Times> {
    let mut times = Times::default();
    for line in lines.lines() {
        times.push(Duration::from_secs_f64(line.parse::<f64>()? / 1_000.0));
    }
    Ok(times)
}
