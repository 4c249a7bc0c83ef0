//! The files of an import, and what they hold before anything is decided.

use domain::Coded;
use domain::ids::ImportId;
use domain::imports::{
    COLUMNS_MAX, ColumnPreview, FILE_MAX, FileProblem, ImportFile, ImportKind, ImportPlan,
    ImportPreview, ImportTarget, Mapping, RECORDS_MAX, Readings, TablePreview, USUAL_KIND,
    VOTES_MAX, propose_feedback, propose_needs, propose_votes,
};
use domain::problems::Problem;
use domain::time::Timestamp;

use super::reading::Table;
use crate::error::{StoreError, invalid};

/// How many rows of a file a preview shows.
const SAMPLES: usize = 3;
/// How many rows are looked at to propose what columns are.
const LOOKED_AT: usize = 20;
/// The most characters of a sample.
const SAMPLE_MAX: usize = 120;

/// A file and what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The files of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportFiles {
    /// The records.
    pub records: NamedFile,
    /// The votes on them, if there are any.
    pub votes: Option<NamedFile>,
}

/// A file that cannot be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct Unfit {
    /// Which.
    pub file: ImportFile,
    /// Why.
    pub problem: FileProblem,
}

impl From<Unfit> for StoreError {
    fn from(unfit: Unfit) -> Self {
        let problem = match unfit.problem {
            FileProblem::Empty => Problem::Missing,
            FileProblem::OpenQuote | FileProblem::NotText | FileProblem::NoVotesHere => {
                Problem::NotOffered
            }
            FileProblem::TooLarge => Problem::TooLong {
                max: u32::try_from(FILE_MAX).unwrap_or(u32::MAX),
            },
            FileProblem::TooManyRows => {
                let max = match unfit.file {
                    ImportFile::Records => RECORDS_MAX,
                    ImportFile::Votes => VOTES_MAX,
                };
                Problem::TooMany {
                    max: u32::try_from(max).unwrap_or(u32::MAX),
                }
            }
            FileProblem::TooManyColumns => Problem::TooMany {
                max: u32::try_from(COLUMNS_MAX).unwrap_or(u32::MAX),
            },
        };
        invalid(unfit.file.code(), problem)
    }
}

/// Both files of an import, decoded.
pub(super) struct Tables {
    pub(super) records: Table,
    pub(super) votes: Option<Table>,
}

impl Tables {
    pub(super) fn read(
        files: &ImportFiles,
        target: ImportTarget,
        readings: Readings,
    ) -> Result<Self, Unfit> {
        let unfit = |file| move |problem| Unfit { file, problem };
        if files.votes.is_some() && target.kind() != ImportKind::Needs {
            return Err(unfit(ImportFile::Votes)(FileProblem::NoVotesHere));
        }
        let records = Table::read(
            &files.records.bytes,
            readings.records_encoding,
            readings.records_separator,
            RECORDS_MAX,
        )
        .map_err(unfit(ImportFile::Records))?;
        let votes = files.votes.as_ref().map(|file| {
            Table::read(
                &file.bytes,
                readings.votes_encoding,
                readings.votes_separator,
                VOTES_MAX,
            )
            .map_err(unfit(ImportFile::Votes))
        });
        Ok(Self {
            records,
            votes: votes.transpose()?,
        })
    }
}

/// What the files hold, and what their columns probably are: those of the plan
/// where there is one.
///
/// # Errors
/// A file cannot be imported.
pub fn preview(
    id: ImportId,
    target: ImportTarget,
    files: &ImportFiles,
    plan: Option<&ImportPlan>,
    readings: Readings,
) -> Result<ImportPreview, Unfit> {
    let planned = plan.map(Readings::of).unwrap_or_default();
    let tables = Tables::read(files, target, readings.or(planned))?;
    let records = preview_of(&files.records.name, &tables.records, |headers, rows| {
        let planned = plan.map(ImportPlan::record_columns);
        let columns = planned.filter(|columns| columns.len() == headers.len());
        columns.unwrap_or_else(|| match target {
            ImportTarget::Needs => codes(propose_needs(headers, rows)),
            ImportTarget::Feedback(_) => codes(propose_feedback(headers, rows)),
        })
    });
    let votes = match (&files.votes, &tables.votes) {
        (Some(file), Some(table)) => Some(preview_of(&file.name, table, |headers, _| {
            let planned = plan.and_then(ImportPlan::votes);
            let planned = planned.map(|table| table.columns.clone());
            let columns = planned.filter(|columns| columns.len() == headers.len());
            codes(columns.unwrap_or_else(|| propose_votes(headers)))
        })),
        _ => None,
    };
    let default_kind = plan.map(|plan| match &plan.mapping {
        Mapping::Needs(_) => USUAL_KIND,
        Mapping::Feedback(mapping) => mapping.default_kind,
    });
    Ok(ImportPreview {
        id,
        target,
        source: plan.map(|plan| plan.source.clone()).unwrap_or_default(),
        sources: Vec::new(),
        days: plan.map(|plan| plan.days).unwrap_or_default(),
        repeated: plan.map(ImportPlan::repeated).unwrap_or_default(),
        default_kind: default_kind.unwrap_or(USUAL_KIND),
        records,
        votes,
        expires_at: Timestamp::default(),
    })
}

fn codes<C: Coded>(columns: Vec<C>) -> Vec<&'static str> {
    columns.into_iter().map(Coded::code).collect()
}

fn preview_of(
    name: &str,
    table: &Table,
    become_what: impl FnOnce(&[String], &[Vec<String>]) -> Vec<&'static str>,
) -> TablePreview {
    let rows = table.first_rows(LOOKED_AT);
    let becomes = become_what(&table.headers, &rows);
    let sample = |place: usize| {
        rows.iter()
            .filter_map(|row| row.get(place))
            .filter(|cell| !cell.trim().is_empty())
            .take(SAMPLES)
            .map(|cell| cell.chars().take(SAMPLE_MAX).collect())
            .collect()
    };
    let columns = becomes
        .iter()
        .enumerate()
        .map(|(place, becomes)| ColumnPreview {
            header: table.headers.get(place).cloned().unwrap_or_default(),
            becomes: (*becomes).to_owned(),
            samples: sample(place),
        })
        .collect();
    TablePreview {
        name: name.to_owned(),
        encoding: table.encoding,
        separator: table.separator,
        rows: table.rows,
        columns,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_has_too_much_of_is_told_with_how_much_is_taken() {
        for (file, problem, expected) in [
            (
                ImportFile::Records,
                FileProblem::TooManyRows,
                Problem::TooMany { max: 100_000 },
            ),
            (
                ImportFile::Votes,
                FileProblem::TooManyRows,
                Problem::TooMany { max: 1_000_000 },
            ),
            (
                ImportFile::Votes,
                FileProblem::TooManyColumns,
                Problem::TooMany { max: 500 },
            ),
            (
                ImportFile::Records,
                FileProblem::TooLarge,
                Problem::TooLong {
                    max: 20 * 1024 * 1024,
                },
            ),
        ] {
            let StoreError::Invalid(problems) = StoreError::from(Unfit { file, problem }) else {
                panic!("not a problem of a field");
            };
            assert_eq!(problems.of(file.code()), Some(&expected));
        }
    }
}
