//! Live boards as the people at them meet them: a generator opens hundreds of
//! connections to a running server and counts what comes to each. Every load has
//! a server of its own, on sessions prepared before it starts.
//!
//! The limits of the server (`live::Limits`) stay as they are: no load goes
//! beyond them.

mod connection;
mod frames;
mod load;
mod marks;
mod merging;
mod opening;
mod playing;
mod restart;
mod rivals;
mod rooms;
mod stage;

use std::path::Path;

use clap::ValueEnum;
use store::Store;
use tempfile::TempDir;

use self::restart::Place;
use self::stage::{Sitting, Stage};
use crate::Result;
use crate::report::Report;

/// People in the room of the usual size, the crowded one, each of many.
const PEOPLE: [usize; 3] = [30, 400, 8];
/// Rooms that are open at once.
const ROOMS: usize = 200;
/// People who come back at once.
const RETURNING: usize = 300;

/// What can be measured alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Load {
    /// Thirty people who move notes and pointers for half a minute
    Room,
    /// Four hundred in one room, each an edit in five seconds
    Crowd,
    /// Two hundred rooms of eight, each a move a second; their memory
    Rooms,
    /// Four hundred connections on which nothing happens; their memory
    Idle,
    /// Opening a board of 5,000 notes, before and after 40,000 moves
    Opening,
    /// Three hundred people come back at once after the server was killed
    Restart,
    /// A thousand offline edits meet three hundred of somebody else
    Merging,
    /// Boards of up to 10,000 notes in a browser: the time between frames
    Frames,
}

impl Load {
    /// The sessions that it wants, with their guests.
    async fn prepare(self, stage: &Stage<'_>) -> Result<Vec<Sitting>> {
        let [usual, crowd, each] = PEOPLE;
        let guests = match self {
            Self::Room => vec![usual],
            Self::Crowd | Self::Idle => vec![crowd],
            // One more, on which the server warms up.
            Self::Rooms => vec![each; ROOMS + 1],
            Self::Opening => vec![1, 1],
            Self::Restart => vec![RETURNING],
            Self::Merging => vec![2; merging::TIMES],
            // One more, who looks on.
            Self::Frames => vec![frames::MOVING + 1; frames::NOTES.len()],
        };
        let mut sittings = Vec::new();
        for guests in guests {
            sittings.push(stage.sitting(guests).await?);
        }
        if self == Self::Opening {
            for (sitting, moves) in sittings.iter().zip([0, opening::MOVES]) {
                let session = sitting.session;
                stage.history(session, opening::NOTES, moves).await?;
            }
        }
        if self == Self::Frames {
            for (sitting, notes) in sittings.iter().zip(frames::NOTES) {
                stage.history(sitting.session, notes, 0).await?;
            }
        }
        Ok(sittings)
    }

    async fn run(
        self,
        report: &mut Report,
        place: Place<'_>,
        sittings: &[Sitting],
        beside: Beside<'_>,
    ) -> Result<()> {
        let [sitting, others @ ..] = sittings else {
            return Err("a load without a session".into());
        };
        if self == Self::Restart {
            return restart::measure(report, place, sitting, beside.rivals).await;
        }
        let server = place.serve().await?;
        match (self, others) {
            (Self::Crowd, _) => rooms::crowd(report, &server, sitting, beside.rivals).await,
            (Self::Rooms, _) => rooms::many(report, &server, sittings, beside.rivals).await,
            (Self::Idle, _) => rooms::quiet(report, &server, sitting, beside.rivals).await,
            (Self::Opening, [moved]) => {
                opening::measure(report, &server, [sitting, moved], beside.rivals).await
            }
            (Self::Frames, _) => frames::measure(report, &server, sittings, beside.browser).await,
            (Self::Merging, _) => merging::measure(report, &server, sittings, beside.rivals).await,
            _ => rooms::usual(report, &server, sitting, beside.rivals).await,
        }
    }
}

/// What is installed elsewhere, and where; without it nothing of it is measured.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// Other servers, measured beside ours.
    pub(crate) rivals: Option<&'a Path>,
    /// Playwright, with which boards are opened in a browser.
    pub(crate) browser: Option<&'a Path>,
}

/// Measures the loads that are wanted; all of them if none is named.
pub(crate) async fn measure(
    report: &mut Report,
    program: &Path,
    site: &Path,
    wanted: &[Load],
    beside: Beside<'_>,
) -> Result<()> {
    let all = Load::value_variants();
    let loads = all.iter().copied();
    let loads = loads.filter(|load| wanted.is_empty() || wanted.contains(load));
    let folder = TempDir::new()?;
    let url = format!("sqlite:{}", folder.path().join("etabli.sqlite").display());
    let store = Store::open(&url).await?;
    let stage = Stage::new(&store).await?;
    let mut prepared = Vec::new();
    for load in loads {
        prepared.push((load, load.prepare(&stage).await?));
    }
    store.close().await?;
    if beside.rivals.is_none() {
        report.note("Other servers not measured: --rivals names no folder".to_owned());
    }
    let place = Place {
        program,
        site,
        data: folder.path(),
    };
    for (load, sittings) in prepared {
        load.run(report, place, &sittings, beside).await?;
    }
    Ok(())
}
