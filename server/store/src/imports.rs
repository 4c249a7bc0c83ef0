//! Imports: records made of the files of another tool. A dry run tells what a
//! run would do; the run is one transaction, can be undone as a whole, and
//! recognises what was imported before from the same source.

mod export;
mod outcome;
mod reading;
mod rows;
mod running;
mod undo;
mod uploads;
mod writing;

use std::sync::Arc;

use domain::ids::{ImportId, UserId};
use domain::imports::{
    ColumnPreview, FileProblem, ImportFile, ImportKind, ImportPlan, ImportPreview, ImportReport,
    ImportState, ImportSummary, NEEDS_MAX, NeedColumn, Readings, TablePreview, VOTES_MAX,
    VoteColumn, propose_needs, propose_votes,
};
use domain::paging::{PER_PAGE, Page, offset};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use self::outcome::{Outcome, settle};
use self::reading::Table;
use self::rows::{Parsed, parse};
pub(crate) use self::running::Running;
use self::undo::worked_on;
use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::tables::decode;
use crate::tables::imports::import;

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
            FileProblem::Empty | FileProblem::NotText => Problem::Missing,
            FileProblem::TooLarge | FileProblem::TooManyRows | FileProblem::TooManyColumns => {
                let max = i64::try_from(VOTES_MAX).unwrap_or(i64::MAX);
                Problem::OutOfRange { min: 1, max }
            }
        };
        invalid(unfit.file.code(), problem)
    }
}

/// Both files of an import, decoded.
struct Tables {
    records: Table,
    votes: Option<Table>,
}

impl Tables {
    fn read(files: &ImportFiles, readings: Readings) -> std::result::Result<Self, Unfit> {
        let unfit = |file| move |problem| Unfit { file, problem };
        let records = Table::read(
            &files.records.bytes,
            readings.records_encoding,
            readings.records_separator,
            NEEDS_MAX,
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
    files: &ImportFiles,
    plan: Option<&ImportPlan>,
    readings: Readings,
) -> std::result::Result<ImportPreview, Unfit> {
    let planned = plan.map(Readings::of).unwrap_or_default();
    let tables = Tables::read(files, readings.or(planned))?;
    let records = preview_of(&files.records.name, &tables.records, |headers, rows| {
        let planned = plan.map(|plan| plan.records.columns.clone());
        let columns = planned.filter(|columns| columns.len() == headers.len());
        let columns = columns.unwrap_or_else(|| propose_needs(headers, rows));
        columns.into_iter().map(NeedColumn::code).collect()
    });
    let votes = match (&files.votes, &tables.votes) {
        (Some(file), Some(table)) => Some(preview_of(&file.name, table, |headers, _| {
            let planned = plan.and_then(|plan| plan.votes.as_ref());
            let planned = planned.map(|table| table.columns.clone());
            let columns = planned.filter(|columns| columns.len() == headers.len());
            let columns = columns.unwrap_or_else(|| propose_votes(headers));
            columns.into_iter().map(VoteColumn::code).collect()
        })),
        _ => None,
    };
    Ok(ImportPreview {
        id,
        source: plan.map(|plan| plan.source.clone()).unwrap_or_default(),
        sources: Vec::new(),
        days: plan.map(|plan| plan.days).unwrap_or_default(),
        repeated: plan.map(|plan| plan.repeated).unwrap_or_default(),
        records,
        votes,
        expires_at: Timestamp::default(),
    })
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

impl Store {
    /// What an import of these files would do. Nothing is written.
    ///
    /// # Errors
    /// Refused by role; a file cannot be imported.
    pub async fn check_files(
        &self,
        actor: &Actor,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> Result<ImportReport> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let parsed = parse_files(files, plan).await?;
        let Outcome { report, .. } = settle(&self.db, plan, parsed).await?;
        Ok(report)
    }

    /// Imports these files, in one transaction. Run twice, it is done once.
    ///
    /// # Errors
    /// Refused by role; a file cannot be imported. Then nothing is left of it.
    pub async fn import_files(
        &self,
        actor: &Actor,
        id: ImportId,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> Result<ImportReport> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        if let Some(report) = self.done_before(actor, id).await? {
            return Ok(report);
        }
        let Some(run) = self.running.start(id, actor.user) else {
            return Err(StoreError::Internal("the import is under way".into()));
        };
        let parsed = parse_files(Arc::clone(&files), plan).await?;
        let report = self.write(actor, id, &files, plan, parsed, &run).await?;
        run.finish();
        Ok(report)
    }

    /// The report of an import that was run already.
    async fn done_before(&self, actor: &Actor, id: ImportId) -> Result<Option<ImportReport>> {
        let Some(row) = import::Entity::find_by_id(id.0).one(&self.db).await? else {
            return Ok(None);
        };
        if row.made_by != actor.user.0 {
            return Err(StoreError::NotFound);
        }
        Ok(Some(serde_json::from_str(&row.report)?))
    }

    /// A page of the imports, the newest first.
    ///
    /// # Errors
    /// Refused to those who do not import.
    pub async fn imports(&self, actor: &Actor, page: u64) -> Result<Page<ImportSummary>> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let total = import::Entity::find().count(&self.db).await?;
        let rows = import::Entity::find()
            .order_by_desc(import::Column::MadeAt)
            .order_by_desc(import::Column::Id)
            .offset(offset(page))
            .limit(PER_PAGE)
            .all(&self.db)
            .await?;
        Ok(Page {
            items: self.read_imports(rows).await?,
            total,
            number: page.max(1),
        })
    }

    /// Where an import stands. One that is not done is its owner's alone.
    ///
    /// # Errors
    /// Refused to those who do not import; no such import.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Result<ImportState> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        if let Some(row) = import::Entity::find_by_id(id.0).one(&self.db).await? {
            let report: ImportReport = serde_json::from_str(&row.report)?;
            let summary = self.read_imports(vec![row]).await?.pop();
            let summary = summary.ok_or(StoreError::NotFound)?;
            let worked_on = match summary.undone {
                Some(_) => Vec::new(),
                None => worked_on(&self.db, id).await?,
            };
            return Ok(ImportState::Done {
                summary: Box::new(summary),
                report: Box::new(report),
                worked_on,
            });
        }
        if let Some(state) = self.running.state(id, actor.user) {
            return Ok(state);
        }
        self.upload(actor, id, self.now()).await?;
        Ok(ImportState::Waiting)
    }

    async fn read_imports(&self, rows: Vec<import::Model>) -> Result<Vec<ImportSummary>> {
        let mut people = Vec::with_capacity(rows.len());
        for row in &rows {
            people.push(row.made_by);
            people.extend(row.undone_by);
        }
        let people = people_by_id(&self.db, people).await?;
        rows.into_iter()
            .map(|row| {
                let person = |id| people.get(&id).cloned();
                Ok(ImportSummary {
                    id: ImportId(row.id),
                    kind: decode::<ImportKind>("kind", &row.kind)?,
                    source: row.source,
                    files: std::iter::once(row.records_name)
                        .chain(row.votes_name)
                        .collect(),
                    by: person(row.made_by),
                    at: Timestamp(row.made_at),
                    needs: row.needs,
                    positions: row.positions,
                    undone: row
                        .undone_at
                        .map(|at| (Timestamp(at), row.undone_by.and_then(person))),
                })
            })
            .collect()
    }

    /// Names of the sources of imports that stand, the latest first.
    async fn sources(&self) -> Result<Vec<String>> {
        let rows: Vec<String> = import::Entity::find()
            .select_only()
            .column(import::Column::Source)
            .filter(import::Column::UndoneAt.is_null())
            .order_by_desc(import::Column::MadeAt)
            .limit(200)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut sources: Vec<String> = Vec::new();
        for source in rows {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Ok(sources)
    }
}

/// Whose imports from the command line are.
impl Store {
    /// The administrator whose account is open and the oldest.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn first_administrator(&self) -> Result<Option<UserId>> {
        use crate::tables::accounts::user;
        use domain::accounts::WorkspaceRole;

        let row = user::Entity::find()
            .filter(user::Column::Role.eq(WorkspaceRole::Administrator.code()))
            .filter(user::Column::Closed.eq(false))
            .order_by_asc(user::Column::CreatedAt)
            .one(&self.db)
            .await?;
        Ok(row.map(|row| UserId(row.id)))
    }

    /// The id of the open account with this address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_id(&self, email: &str) -> Result<Option<UserId>> {
        use crate::tables::accounts::user;

        let row = user::Entity::find()
            .filter(user::Column::Email.eq(domain::accounts::normal_email(email)))
            .filter(user::Column::Closed.eq(false))
            .one(&self.db)
            .await?;
        Ok(row.map(|row| UserId(row.id)))
    }
}

/// Reads the files by the plan, away from the threads that answer requests.
async fn parse_files(files: Arc<ImportFiles>, plan: &ImportPlan) -> Result<Parsed> {
    let plan = plan.clone();
    let parsed = tokio::task::spawn_blocking(move || {
        let tables = Tables::read(&files, Readings::of(&plan))?;
        Ok::<_, Unfit>(parse(&plan, &tables.records, tables.votes.as_ref()))
    });
    let parsed = parsed
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(parsed?)
}
