//! Imports: records that come from a file of another tool, such as the needs
//! and votes of a public consultation. What each column becomes, how its cells
//! are read, and the report that accounts for every row.

mod markup;
mod propose;
mod report;
mod values;

use serde::{Deserialize, Serialize};

pub use self::markup::plain_text;
pub use self::propose::{propose_needs, propose_votes};
pub use self::report::{
    Difference, Drop, DropCount, DropReason, FileProblem, ImportReport, NeedCounts, VoteCounts,
};
pub use self::values::{
    protected, read_discipline, read_level, read_moderation, read_moment, read_pupils, read_vote,
    unprotected, written_moment,
};

use crate::accounts::Person;
use crate::codes::codes;
use crate::ids::{ImportId, NeedId};
use crate::problems::{Problem, Problems, clean_line};
use crate::time::Timestamp;

/// The most bytes of one file: 20 MiB.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// The most rows of a file of needs.
pub const NEEDS_MAX: u64 = 100_000;
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
    }
}

codes! {
    /// The files of an import.
    pub enum ImportFile {
        /// The records themselves.
        Records = "records": "fichier des besoins" | "file of needs",
        /// The votes on them.
        Votes = "votes": "fichier des votes" | "file of votes",
    }
}

codes! {
    /// What a column of a file of needs becomes.
    #[derive(Default)]
    pub enum NeedColumn {
        /// Nothing: the column is left out.
        #[default]
        Ignored = "ignored": "ne pas importer" | "do not import",
        /// The need itself. Several columns are joined.
        Statement = "statement": "le besoin" | "the need",
        /// Who is affected. Several columns are joined.
        Affected = "affected": "qui est concerné" | "who is affected",
        /// Where and how it shows. Several columns are joined.
        Setting = "setting": "la situation" | "the situation",
        /// The school level.
        Level = "level": "le niveau" | "the level",
        /// The discipline.
        Discipline = "discipline": "la discipline" | "the discipline",
        /// How many pupils.
        Pupils = "pupils": "le nombre d’élèves" | "the number of pupils",
        /// A place.
        Territory = "territory": "le territoire" | "the territory",
        /// The row's id in the source, by which it is recognised.
        SourceId = "source_id": "l’identifiant d’origine" | "the id in the source",
        /// Who wrote it there.
        SourceAuthor = "source_author": "l’auteur·rice d’origine" | "the author in the source",
        /// When it was expressed.
        CreatedAt = "created_at": "la date" | "the date",
        /// What moderation decided.
        Moderation = "moderation": "la modération" | "the moderation",
        /// The number of supports that the source counted.
        Supports = "supports": "total des soutiens, à vérifier" | "number of supports, to compare",
        /// The number of objections that the source counted.
        Objections = "objections":
            "total des objections, à vérifier" | "number of objections, to compare",
    }
}

codes! {
    /// What a column of a file of votes becomes.
    #[derive(Default)]
    pub enum VoteColumn {
        /// Nothing: the column is left out.
        #[default]
        Ignored = "ignored": "ne pas importer" | "do not import",
        /// The id in the source of the need voted on.
        NeedId = "need_id": "l’identifiant du besoin" | "the id of the need",
        /// Who voted.
        Voter = "voter": "qui vote" | "who votes",
        /// 1 for, 0 no view, −1 against.
        Value = "value": "le vote (1, 0, −1)" | "the vote (1, 0, −1)",
        /// When.
        CastAt = "cast_at": "la date" | "the date",
    }
}

codes! {
    /// How the bytes of a file become characters.
    #[derive(Default)]
    pub enum Encoding {
        /// UTF-8, with or without a byte order mark.
        #[default]
        Utf8 = "utf-8": "UTF-8" | "UTF-8",
        /// UTF-16, the low byte first.
        Utf16Le = "utf-16le": "UTF-16 (petit-boutiste)" | "UTF-16 (little endian)",
        /// UTF-16, the high byte first.
        Utf16Be = "utf-16be": "UTF-16 (gros-boutiste)" | "UTF-16 (big endian)",
        /// Western Windows, of which Latin-1 is a part.
        Windows1252 = "windows-1252": "Windows-1252 (Latin-1)" | "Windows-1252 (Latin-1)",
    }
}

codes! {
    /// What stands between two cells.
    #[derive(Default)]
    pub enum Separator {
        /// ,
        #[default]
        Comma = "comma": "virgule (,)" | "comma (,)",
        /// ;
        Semicolon = "semicolon": "point-virgule (;)" | "semicolon (;)",
        /// A tabulator.
        Tab = "tab": "tabulation" | "tab",
        /// |
        Bar = "bar": "barre (|)" | "bar (|)",
    }
}

impl Separator {
    /// The byte that stands between two cells.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

codes! {
    /// How dates such as 03/04/2026 are read.
    #[derive(Default)]
    pub enum DayOrder {
        /// The third of April.
        #[default]
        DayFirst = "day_first": "jour/mois/année" | "day/month/year",
        /// The fourth of March.
        MonthFirst = "month_first": "mois/jour/année" | "month/day/year",
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

/// How one file is read, as the mapping screen sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableDraft {
    /// Code of the encoding; empty for the one found.
    pub encoding: String,
    /// Code of the separator; empty for the one found.
    pub separator: String,
    /// What each column becomes, in their order.
    pub columns: Vec<String>,
}

/// An import as the mapping screen sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportDraft {
    /// The name of the source: rows imported before are recognised under it.
    pub source: String,
    /// The file of records.
    pub records: TableDraft,
    /// The file of votes, if there is one.
    pub votes: TableDraft,
    /// How dates are read.
    pub days: String,
    /// What becomes of repeated votes.
    pub repeated: String,
}

/// How one file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePlan<C> {
    /// Its encoding; the one found where none is given.
    pub encoding: Option<Encoding>,
    /// Its separator; the one found where none is given.
    pub separator: Option<Separator>,
    /// What each column becomes, in their order.
    pub columns: Vec<C>,
}

/// An import, decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPlan {
    /// What it makes.
    pub kind: ImportKind,
    /// The name of the source.
    pub source: String,
    /// The file of records.
    pub records: TablePlan<NeedColumn>,
    /// The file of votes, if there is one.
    pub votes: Option<TablePlan<VoteColumn>>,
    /// How dates are read.
    pub days: DayOrder,
    /// What becomes of repeated votes.
    pub repeated: RepeatedVotes,
}

impl ImportDraft {
    /// Cleans and checks. A column that names nothing known is left out.
    ///
    /// # Errors
    /// No source is named, or no column says what must be known: the need; its
    /// id where there are votes; of each vote the need, the voter, the value.
    pub fn check(&self, has_votes: bool) -> Result<ImportPlan, Problems> {
        let mut problems = Problems::default();
        let source = clean_line(&self.source);
        problems.check_length("source", &source, 1, SOURCE_MAX);
        let columns = |draft: &TableDraft| draft.columns.clone();
        let records: Vec<NeedColumn> = columns(&self.records)
            .iter()
            .map(|code| NeedColumn::from_code(code).unwrap_or_default())
            .collect();
        let votes: Vec<VoteColumn> = columns(&self.votes)
            .iter()
            .map(|code| VoteColumn::from_code(code).unwrap_or_default())
            .collect();
        if !records.contains(&NeedColumn::Statement) {
            problems.add("statement", Problem::Missing);
        }
        if has_votes {
            if !records.contains(&NeedColumn::SourceId) {
                problems.add("source_id", Problem::Missing);
            }
            for (column, field) in [
                (VoteColumn::NeedId, "votes_need"),
                (VoteColumn::Voter, "votes_voter"),
                (VoteColumn::Value, "votes_value"),
            ] {
                if !votes.contains(&column) {
                    problems.add(field, Problem::Missing);
                }
            }
        }
        problems.into_result()?;
        Ok(ImportPlan {
            kind: ImportKind::Needs,
            source,
            records: table(&self.records, records),
            votes: has_votes.then(|| table(&self.votes, votes)),
            days: DayOrder::from_code(&self.days).unwrap_or_default(),
            repeated: RepeatedVotes::from_code(&self.repeated).unwrap_or_default(),
        })
    }
}

fn table<C>(draft: &TableDraft, columns: Vec<C>) -> TablePlan<C> {
    TablePlan {
        encoding: Encoding::from_code(&draft.encoding),
        separator: Separator::from_code(&draft.separator),
        columns,
    }
}

/// How files are read where that is not to be found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Readings {
    /// Encoding of the file of records.
    pub records_encoding: Option<Encoding>,
    /// Separator of the file of records.
    pub records_separator: Option<Separator>,
    /// Encoding of the file of votes.
    pub votes_encoding: Option<Encoding>,
    /// Separator of the file of votes.
    pub votes_separator: Option<Separator>,
}

impl Readings {
    /// As the plan says.
    #[must_use]
    pub fn of(plan: &ImportPlan) -> Self {
        let votes = plan.votes.as_ref();
        Self {
            records_encoding: plan.records.encoding,
            records_separator: plan.records.separator,
            votes_encoding: votes.and_then(|table| table.encoding),
            votes_separator: votes.and_then(|table| table.separator),
        }
    }

    /// The same, but for what is said here.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            records_encoding: self.records_encoding.or(other.records_encoding),
            records_separator: self.records_separator.or(other.records_separator),
            votes_encoding: self.votes_encoding.or(other.votes_encoding),
            votes_separator: self.votes_separator.or(other.votes_separator),
        }
    }
}

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
    /// The name of the source, as far as it is known.
    pub source: String,
    /// Names of the sources of earlier imports.
    pub sources: Vec<String>,
    /// How dates are read.
    pub days: DayOrder,
    /// What becomes of repeated votes.
    pub repeated: RepeatedVotes,
    /// The file of records.
    pub records: TablePreview,
    /// The file of votes, if there is one.
    pub votes: Option<TablePreview>,
    /// Until when the files wait.
    pub expires_at: Timestamp,
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
        }
    }
}

/// An import in the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// The import's id.
    pub id: ImportId,
    /// What it made.
    pub kind: ImportKind,
    /// The name of the source.
    pub source: String,
    /// Names of the files.
    pub files: Vec<String>,
    /// Who ran it.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// How many needs it made.
    pub needs: i64,
    /// How many positions it made.
    pub positions: i64,
    /// When it was undone, and by whom.
    pub undone: Option<(Timestamp, Option<Person>)>,
}

codes! {
    /// Why an import cannot be undone any more because of one need.
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
    }
}

/// A need that somebody worked on since it was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkedOn {
    /// Which.
    pub need: NeedId,
    /// What it says.
    pub statement: String,
    /// What was done with it.
    pub how: Attachment,
}

/// What came of undoing an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undone {
    /// It is gone, with this many needs and positions.
    Gone {
        /// Needs taken away.
        needs: i64,
        /// Positions taken away.
        positions: i64,
    },
    /// Nothing was changed: these needs have been worked on since.
    Kept(Vec<WorkedOn>),
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
        /// Why it cannot be undone any more; empty where it can.
        worked_on: Vec<WorkedOn>,
    },
}

#[cfg(test)]
mod tests;
