//! How an import is to be made: the mapping as its screen sends it, checked and
//! decided.

use serde::{Deserialize, Serialize};

use super::{
    DayOrder, Encoding, FeedbackColumn, ImportKind, ImportTarget, NeedColumn, RepeatedVotes,
    SOURCE_MAX, Separator, VoteColumn,
};
use crate::feedback::FeedbackKind;
use crate::ids::ProjectId;
use crate::problems::{Problem, Problems, clean_line};

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
    /// Code of the kind of feedback where a row says none; empty for the usual.
    pub default_kind: String,
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
    /// The name of the source.
    pub source: String,
    /// How dates are read.
    pub days: DayOrder,
    /// What is made of the files. It is kept beside the rest, as it was before
    /// there were several kinds.
    #[serde(flatten)]
    pub mapping: Mapping,
}

/// What is made of the files of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mapping {
    /// Needs, with the positions taken on them.
    Needs(NeedsMapping),
    /// Feedback of a project.
    Feedback(FeedbackMapping),
}

/// How files become needs and positions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedsMapping {
    /// The file of records.
    pub records: TablePlan<NeedColumn>,
    /// The file of votes, if there is one.
    pub votes: Option<TablePlan<VoteColumn>>,
    /// What becomes of repeated votes.
    pub repeated: RepeatedVotes,
}

/// How a file becomes feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackMapping {
    /// The project whose feedback it is.
    pub project: ProjectId,
    /// The file of records.
    pub records: TablePlan<FeedbackColumn>,
    /// The kind of entries whose row says none.
    pub default_kind: FeedbackKind,
}

impl ImportPlan {
    /// What the files hold.
    #[must_use]
    pub const fn target(&self) -> ImportTarget {
        match &self.mapping {
            Mapping::Needs(_) => ImportTarget::Needs,
            Mapping::Feedback(mapping) => ImportTarget::Feedback(mapping.project),
        }
    }

    /// What it makes.
    #[must_use]
    pub const fn kind(&self) -> ImportKind {
        self.target().kind()
    }

    /// How the file of votes is read, if there is one.
    #[must_use]
    pub const fn votes(&self) -> Option<&TablePlan<VoteColumn>> {
        match &self.mapping {
            Mapping::Needs(mapping) => mapping.votes.as_ref(),
            Mapping::Feedback(_) => None,
        }
    }

    /// What becomes of repeated votes.
    #[must_use]
    pub fn repeated(&self) -> RepeatedVotes {
        match &self.mapping {
            Mapping::Needs(mapping) => mapping.repeated,
            Mapping::Feedback(_) => RepeatedVotes::default(),
        }
    }

    /// The codes of what the columns of the file of records become.
    #[must_use]
    pub fn record_columns(&self) -> Vec<&'static str> {
        fn codes<C: crate::Coded>(table: &TablePlan<C>) -> Vec<&'static str> {
            table.columns.iter().map(|column| column.code()).collect()
        }
        match &self.mapping {
            Mapping::Needs(mapping) => codes(&mapping.records),
            Mapping::Feedback(mapping) => codes(&mapping.records),
        }
    }

    /// How the file of records is read.
    pub(super) const fn records_read_as(&self) -> (Option<Encoding>, Option<Separator>) {
        match &self.mapping {
            Mapping::Needs(mapping) => (mapping.records.encoding, mapping.records.separator),
            Mapping::Feedback(mapping) => (mapping.records.encoding, mapping.records.separator),
        }
    }
}

impl ImportDraft {
    /// Cleans and checks. A column that names nothing known is left out.
    ///
    /// # Errors
    /// No source is named, or no column says what must be known: the need, or
    /// what happened; the need's id where there are votes; of each vote the
    /// need, the voter, the value.
    pub fn check(&self, target: ImportTarget, has_votes: bool) -> Result<ImportPlan, Problems> {
        let mut problems = Problems::default();
        let source = clean_line(&self.source);
        problems.check_length("source", &source, 1, SOURCE_MAX);
        let mapping = match target {
            ImportTarget::Needs => Mapping::Needs(self.needs(has_votes, &mut problems)),
            ImportTarget::Feedback(project) => {
                Mapping::Feedback(self.feedback(project, &mut problems))
            }
        };
        problems.into_result()?;
        Ok(ImportPlan {
            source,
            days: DayOrder::from_code(&self.days).unwrap_or_default(),
            mapping,
        })
    }

    fn needs(&self, has_votes: bool, problems: &mut Problems) -> NeedsMapping {
        let records = table(&self.records, NeedColumn::from_code);
        let votes = table(&self.votes, VoteColumn::from_code);
        let mut wants = |there: bool, field| {
            if !there {
                problems.add(field, Problem::Missing);
            }
        };
        wants(
            records.columns.contains(&NeedColumn::Statement),
            "statement",
        );
        if has_votes {
            wants(records.columns.contains(&NeedColumn::SourceId), "source_id");
            for (column, field) in [
                (VoteColumn::NeedId, "votes_need"),
                (VoteColumn::Voter, "votes_voter"),
                (VoteColumn::Value, "votes_value"),
            ] {
                wants(votes.columns.contains(&column), field);
            }
        }
        NeedsMapping {
            records,
            votes: has_votes.then_some(votes),
            repeated: RepeatedVotes::from_code(&self.repeated).unwrap_or_default(),
        }
    }

    fn feedback(&self, project: ProjectId, problems: &mut Problems) -> FeedbackMapping {
        let records = table(&self.records, FeedbackColumn::from_code);
        if !records.columns.contains(&FeedbackColumn::Story) {
            problems.add("story", Problem::Missing);
        }
        let default_kind = match self.default_kind.as_str() {
            "" => USUAL_KIND,
            code => FeedbackKind::from_code(code).unwrap_or_else(|| {
                problems.add("default_kind", Problem::NotOffered);
                USUAL_KIND
            }),
        };
        FeedbackMapping {
            project,
            records,
            default_kind,
        }
    }
}

/// The kind of feedback that is proposed for rows that say none.
pub const USUAL_KIND: FeedbackKind = FeedbackKind::Obstacle;

fn table<C: Default>(draft: &TableDraft, column: impl Fn(&str) -> Option<C>) -> TablePlan<C> {
    TablePlan {
        encoding: Encoding::from_code(&draft.encoding),
        separator: Separator::from_code(&draft.separator),
        columns: draft
            .columns
            .iter()
            .map(|code| column(code).unwrap_or_default())
            .collect(),
    }
}
