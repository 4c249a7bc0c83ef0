//! Imports: records that come from a file of another tool, such as the needs
//! and votes of a public consultation, or the answers to a questionnaire. What
//! each column becomes, how its cells are read, and the report that accounts for
//! every row.

mod columns;
mod feedback_values;
mod markup;
mod plan;
mod propose;
mod reading;
mod report;
mod standing;
mod values;

use serde::{Deserialize, Serialize};

pub use self::columns::{FeedbackColumn, NeedColumn, VoteColumn};
pub use self::feedback_values::{
    read_class, read_device, read_kind, read_network, read_present, read_severity,
};
pub use self::markup::plain_text;
pub use self::plan::{
    FeedbackMapping, ImportDraft, ImportPlan, Mapping, NeedsMapping, TableDraft, TablePlan,
    USUAL_KIND,
};
pub use self::propose::{propose_feedback, propose_needs, propose_votes};
pub use self::reading::{DayOrder, Encoding, Readings, Separator};
pub use self::report::{
    Difference, Drop, DropCount, DropReason, FileProblem, ImportReport, RecordCounts, VoteCounts,
};
pub use self::standing::{
    Attachment, ColumnPreview, Hindrances, ImportPreview, ImportState, ImportSummary, ImportTrial,
    TRIAL_SHOWN, TablePreview, TrialEntry, TrialNeed, TrialOrigin, Undoable, Undone, UndonePart,
    WorkedOn,
};
pub use self::values::{
    protected, read_discipline, read_level, read_moderation, read_moment, read_pupils, read_vote,
    unprotected, written_moment,
};

use crate::codes::codes;
use crate::ids::ProjectId;

/// The most bytes of one file: 20 MiB.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// The most rows of a file of needs or of feedback.
pub const RECORDS_MAX: u64 = 100_000;
/// The most rows of a file of votes.
pub const VOTES_MAX: u64 = 1_000_000;
/// The most columns of a file.
pub const COLUMNS_MAX: usize = 500;
/// The most characters of a source's name.
pub const SOURCE_MAX: u32 = 80;
/// The most characters of an id in the source.
pub const SOURCE_ID_MAX: usize = 200;
/// How long uploaded files wait for their import, in seconds.
pub const WAIT_SECONDS: i64 = 3_600;
codes! {
    /// What an import makes.
    #[derive(Default)]
    pub enum ImportKind {
        /// Expressions of need, with the positions taken on them.
        #[default]
        Needs = "needs": "besoins" | "needs",
        /// Feedback of a project.
        Feedback = "feedback": "retours" | "feedback",
    }
}

/// What the files of an import hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportTarget {
    /// Expressions of need.
    #[default]
    Needs,
    /// Feedback of this project.
    Feedback(ProjectId),
}

impl ImportTarget {
    /// What is made of them.
    #[must_use]
    pub const fn kind(self) -> ImportKind {
        match self {
            Self::Needs => ImportKind::Needs,
            Self::Feedback(_) => ImportKind::Feedback,
        }
    }

    /// The project whose feedback they hold, if they do.
    #[must_use]
    pub const fn project(self) -> Option<ProjectId> {
        match self {
            Self::Needs => None,
            Self::Feedback(project) => Some(project),
        }
    }

    /// As one field of a form or address says it: the project's id, or that
    /// they are needs.
    #[must_use]
    pub fn choice(self) -> String {
        match self {
            Self::Needs => ImportKind::Needs.code().to_owned(),
            Self::Feedback(project) => project.to_string(),
        }
    }

    /// What such a field says; needs where it says nothing.
    #[must_use]
    pub fn from_choice(choice: &str) -> Option<Self> {
        match choice.trim() {
            "" => Some(Self::Needs),
            choice if choice == ImportKind::Needs.code() => Some(Self::Needs),
            choice => choice.parse().ok().map(Self::Feedback),
        }
    }
}

codes! {
    /// The files of an import.
    pub enum ImportFile {
        /// The records themselves.
        Records = "records": "fichier principal" | "main file",
        /// The votes on them.
        Votes = "votes": "fichier des votes" | "file of votes",
    }
}

codes! {
    /// What becomes of a voter's second vote on the same need.
    #[derive(Default)]
    pub enum RepeatedVotes {
        /// It counts too, as in the counts of most sources.
        #[default]
        Each = "each": "compter chaque vote, comme la source" | "count each vote, as the source does",
        /// The last one counts alone.
        Last = "last": "ne compter que le dernier" | "count the last one alone",
    }
}

#[cfg(test)]
mod tests;
