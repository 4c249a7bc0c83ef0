//! What is shown of an import: its files before it, the list of imports, what
//! came of running and undoing it.

use serde::{Deserialize, Serialize};

use super::{
    DayOrder, Encoding, ImportDraft, ImportReport, ImportTarget, RepeatedVotes, Separator,
    TableDraft,
};
use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::feedback::{FeedbackFacts, FeedbackKind};
use crate::ids::{ImportId, ProjectId, UserId};
use crate::needs::{NeedFacts, NeedState};
use crate::time::Timestamp;

/// One column of a file, as the mapping screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnPreview {
    /// What its header says; empty where it says nothing.
    pub header: String,
    /// What it becomes: a code of the file's columns.
    pub becomes: String,
    /// What its first rows hold.
    pub samples: Vec<String>,
}

/// A file, as the mapping screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePreview {
    /// The file's name.
    pub name: String,
    /// How its bytes are read.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub separator: Separator,
    /// How many rows it has below its header.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnPreview>,
}

/// Files that wait for their import, as the mapping screen shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// The import's id.
    pub id: ImportId,
    /// What the files hold.
    pub target: ImportTarget,
    /// The name of the source, as far as it is known.
    pub source: String,
    /// Names of the sources of earlier imports.
    pub sources: Vec<String>,
    /// How dates are read.
    pub days: DayOrder,
    /// What becomes of repeated votes.
    pub repeated: RepeatedVotes,
    /// The kind of feedback where a row says none.
    pub default_kind: FeedbackKind,
    /// The file of records.
    pub records: TablePreview,
    /// The file of votes, if there is one.
    pub votes: Option<TablePreview>,
    /// Until when the files wait.
    pub expires_at: Timestamp,
}

/// How many of the new records a trial shows.
pub const TRIAL_SHOWN: usize = 10;

/// What an import would do, and the first records that it would make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportTrial {
    /// What it would do.
    pub report: ImportReport,
    /// The codes of what the columns of the file become.
    pub mapped: Vec<String>,
    /// The first needs.
    pub needs: Vec<TrialNeed>,
    /// The first entries of feedback.
    pub entries: Vec<TrialEntry>,
}

/// Where a record comes from and from when it is, as its row says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialOrigin {
    /// When it was made there.
    pub at: Option<Timestamp>,
    /// Its id there.
    pub source_id: String,
    /// Who wrote it there.
    pub author: String,
}

/// A need as an import would make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialNeed {
    /// What it says.
    pub facts: NeedFacts,
    /// Its state.
    pub state: NeedState,
    /// Where it comes from.
    pub origin: TrialOrigin,
    /// Supports and objections that the source counted.
    pub counted: (Option<i64>, Option<i64>),
}

/// An entry of feedback as an import would make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialEntry {
    /// What it says.
    pub facts: FeedbackFacts,
    /// Where it comes from.
    pub origin: TrialOrigin,
}

impl ImportPreview {
    /// The mapping as it is proposed.
    #[must_use]
    pub fn draft(&self) -> ImportDraft {
        let table = |preview: &TablePreview| TableDraft {
            encoding: preview.encoding.code().to_owned(),
            separator: preview.separator.code().to_owned(),
            columns: preview
                .columns
                .iter()
                .map(|column| column.becomes.clone())
                .collect(),
        };
        ImportDraft {
            source: self.source.clone(),
            records: table(&self.records),
            votes: self.votes.as_ref().map(table).unwrap_or_default(),
            days: self.days.code().to_owned(),
            repeated: self.repeated.code().to_owned(),
            default_kind: self.default_kind.code().to_owned(),
        }
    }
}

/// An import in the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// The import's id.
    pub id: ImportId,
    /// What it made.
    pub target: ImportTarget,
    /// The title of the project whose feedback it is; nothing for needs.
    pub project: Option<String>,
    /// The name of the source.
    pub source: String,
    /// Names of the files.
    pub files: Vec<String>,
    /// Who ran it.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// How many needs or entries it made.
    pub records: i64,
    /// How many positions it made.
    pub positions: i64,
    /// When it was undone, and by whom.
    pub undone: Option<(Timestamp, Option<Person>)>,
    /// The parts of it that were undone before, the first first, and by whom.
    pub undone_parts: Vec<(UndonePart, Option<Person>)>,
}

codes! {
    /// Why one record stays when an import is undone, or when what was taken up in the
    /// guided pass is taken back.
    pub enum Attachment {
        /// Somebody changed, settled or merged it.
        Changed = "changed": "modifié depuis" | "changed since",
        /// Somebody took a position on it.
        Position = "position": "une position y a été prise" | "somebody took a position on it",
        /// A later import added votes to it.
        LaterImport = "later_import":
            "un import plus récent y a ajouté des votes" | "a later import added votes to it",
        /// Something else was linked to it or merged into it.
        Linked = "linked": "relié à autre chose" | "linked to something else",
        /// A file was attached to it.
        WithFile = "with_file": "un fichier y est joint" | "a file is attached to it",
        /// Somebody commented on it.
        Commented = "commented": "commenté depuis" | "commented on since",
    }
}

/// A record that somebody worked on since it was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkedOn {
    /// Which.
    pub thing: ThingRef,
    /// The project that it belongs to, if any.
    pub project: Option<ProjectId>,
    /// What it says.
    pub title: String,
    /// What was done with it.
    pub how: Attachment,
}

/// The records of an import that were worked on since: for each way to do so the first,
/// each told once, and how many there are beside those.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hindrances {
    /// Those that are told.
    pub told: Vec<WorkedOn>,
    /// How many more there are.
    pub more: u64,
}

impl Hindrances {
    /// Those that are told, out of so many in all.
    #[must_use]
    pub fn out_of(total: u64, told: Vec<WorkedOn>) -> Self {
        let first = u64::try_from(told.len()).unwrap_or(u64::MAX);
        Self {
            more: total.saturating_sub(first),
            told,
        }
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        let told = u64::try_from(self.told.len()).unwrap_or(u64::MAX);
        told.saturating_add(self.more)
    }

    /// Whether nothing hinders undoing the import as a whole.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.more == 0
    }
}

/// What came of undoing an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undone {
    /// It is gone, with this many records and positions.
    Gone {
        /// Needs or entries taken away.
        records: i64,
        /// Positions taken away.
        positions: i64,
    },
    /// Nothing was changed: these records have been worked on since.
    Kept(Hindrances),
}

/// What undoing an import takes away now: all that it made, or all but what somebody worked
/// on since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// Needs or entries.
    pub records: i64,
    /// Positions.
    pub positions: i64,
    /// Stands for exactly the records that stay: whoever confirms says it, so that no more
    /// and no less is done than they saw.
    pub mark: String,
}

impl Undoable {
    /// Whether there is nothing to take away.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.records == 0 && self.positions == 0
    }
}

/// A part of an import that was undone, while what somebody had worked on stayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndonePart {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Needs or entries taken away.
    pub records: i64,
    /// Positions taken away.
    pub positions: i64,
    /// How many records stayed because somebody had worked on them.
    pub stayed: u64,
}

/// Where an import stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one to a page, never a list of them"
)]
pub enum ImportState {
    /// Its files wait for it.
    Waiting,
    /// It is under way.
    Running {
        /// How many rows are written.
        done: u64,
        /// How many there are in all; 0 while that is not known.
        total: u64,
    },
    /// It failed and left nothing; its files still wait.
    Failed,
    /// It is done.
    Done {
        /// The import in the list.
        summary: Box<ImportSummary>,
        /// What became of every row.
        report: Box<ImportReport>,
        /// Why it cannot be undone as a whole; empty where it can.
        worked_on: Hindrances,
        /// What undoing it takes away; nothing once it is undone.
        undoable: Undoable,
    },
}
