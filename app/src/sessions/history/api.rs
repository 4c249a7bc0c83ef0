//! Server functions of the past of a session's board.

use board::history::Act;
use domain::ids::SessionId;
use domain::projects::Project;
use domain::sessions::Session;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
#[cfg(feature = "ssr")]
use crate::sessions::api::as_visitor;
use crate::sessions::harvest_api::BoardNote;
use crate::sessions::outline::BesideNotes;

/// The past of a board, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HistoryContent {
    /// The session.
    pub session: Session,
    /// Its project, for those who may know of it.
    pub project: Option<Project>,
    /// Whether the reader gives moments their names.
    pub names_moments: bool,
    /// The moment that is shown: how many entries of the log had been done.
    pub moment: u64,
    /// The last moment.
    pub end: u64,
    /// When the entry of this moment was written, where that was kept.
    pub written_at: Option<Timestamp>,
    /// What the entry of this moment did to something on the board, where that is told.
    pub deed: Option<BoardDeed>,
    /// The moments that stand out, in their order.
    pub landmarks: Vec<HistoryLandmark>,
    /// The notes of the board at this moment that everybody could read, in reading order.
    pub notes: Vec<BoardNote>,
    /// What else lay on it.
    pub besides: BesideNotes,
    /// The reader's own that they had not shown: for their eyes, as in the report.
    pub own_hidden: Vec<BoardNote>,
    /// How much of the reader's own that was, with what said nothing.
    pub left_out: u32,
    /// The sessions of the project into which the reader may take the board over: those that
    /// are not closed, each with its title and whether the reader is let in on its board.
    pub others: Vec<(SessionId, String, bool)>,
    /// What is different from another moment, where one was asked for.
    pub comparison: Option<Comparison>,
}

/// What was done to something on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardDeed {
    /// The name of whoever did it; empty where that is not told.
    pub by: String,
    /// What was done.
    pub act: Act,
    /// To what sort of record.
    pub subject: DifferenceSubject,
    /// What it says afterwards; before, where it is no longer there.
    pub text: String,
    /// Whether nobody else could see it then: it stands on no print.
    pub private: bool,
}

/// A moment that stands out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HistoryLandmark {
    /// The moment.
    pub moment: u64,
    /// When it was, where that was kept.
    pub at: Option<Timestamp>,
    /// What happened.
    pub what: LandmarkKind,
}

/// What happened at a moment that stands out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LandmarkKind {
    /// A phase of the script began: its title.
    Phase(String),
    /// Hidden notes were revealed.
    Reveal,
    /// It was given this name.
    Version(String),
}

/// What is different between two moments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Comparison {
    /// The earlier moment.
    pub since: u64,
    /// What is different, what is there afterwards in reading order first.
    pub differences: Vec<BoardDifference>,
    /// How many more records were only moved or resized.
    pub rearranged: u32,
}

/// One difference between two moments of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardDifference {
    /// What the record is.
    pub subject: DifferenceSubject,
    /// What it says afterwards; before, where it is no longer there.
    pub text: String,
    /// What is different.
    pub change: DifferenceKind,
    /// Whether nobody but its reader sees it: it stands on no print.
    pub private: bool,
}

/// What sort of record a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DifferenceSubject {
    /// A note.
    Note,
    /// A frame.
    Frame,
    /// A cluster.
    Cluster,
    /// A connector.
    Connector,
    /// Text without paper.
    Text,
    /// A freehand line.
    Stroke,
    /// A picture.
    Image,
}

/// What is different about a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DifferenceKind {
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// Its text was this one.
    Text {
        /// The text before.
        before: String,
    },
    /// It lies elsewhere: names of frames or clusters, empty for the board itself.
    Place {
        /// Where it lay.
        before: String,
        /// Where it lies.
        after: String,
    },
    /// The note is of another type: what its colour stands for, empty where that is not said.
    Type {
        /// The label before.
        before: String,
        /// The label after.
        after: String,
    },
    /// Its author alone saw it before.
    Shown,
    /// It is locked now, or no longer.
    Lock {
        /// Whether it is.
        locked: bool,
    },
    /// Other values are kept beside those that hold, or none any more.
    Contested {
        /// Whether there are any.
        open: bool,
    },
}

/// The past of a session's board at a moment, the latest if none is given, and what is
/// different there from an earlier one.
#[server(endpoint = "load_history", input = GetUrl)]
pub(crate) async fn load_history(
    session: Option<SessionId>,
    moment: Option<u64>,
    since: Option<u64>,
) -> Result<HistoryContent, Failure> {
    let id = session.ok_or(Failure::NotFound)?;
    as_visitor!(store, visitor, id);
    let locale = crate::request::locale();
    super::reading::history(&store, visitor, id, (moment, since), locale).await
}

/// Gives a moment of a session's board a name.
#[server(endpoint = "name_board_version")]
pub(crate) async fn name_board_version(
    session: SessionId,
    moment: u64,
    name: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store
        .name_board_version(&actor, session, moment, &name)
        .await?;
    Ok(())
}

/// Takes the name of a moment away.
#[server(endpoint = "forget_board_version")]
pub(crate) async fn forget_board_version(session: SessionId, moment: u64) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.forget_board_version(&actor, session, moment).await?;
    Ok(())
}
