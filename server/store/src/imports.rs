//! Imports: records made of the files of another tool. A dry run tells what a
//! run would do; the run is one transaction, can be undone as a whole, or but for
//! what somebody has worked on since, and recognises what was imported before from
//! the same source.

mod export;
mod files;
mod outcome;
mod permission;
mod reading;
mod rows;
mod running;
mod undo;
mod uploads;
mod writing;

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{ImportId, ProjectId};
use domain::imports::{
    Hindrances, ImportPlan, ImportReport, ImportState, ImportSummary, ImportTarget, Readings,
    UndonePart,
};
use domain::paging::Page;
use domain::policy::{Action, Actor, Situation, decide};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;

use self::files::Tables;
pub use self::files::{ImportFiles, NamedFile, Unfit, preview};
use self::outcome::{Outcome, settle};
use self::rows::{Parsed, parse};
pub(crate) use self::running::Running;
use self::undo::{undoable, worked_on};
use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::paging::paged;
use crate::tables::imports::import;
use crate::tables::projects::project;

impl Store {
    /// What an import of these files would do. Nothing is written.
    ///
    /// # Errors
    /// Refused by role; no such project; a file cannot be imported.
    pub async fn check_files(
        &self,
        actor: &Actor,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> Result<ImportReport> {
        Ok(self.tried(actor, files, plan, false).await?.report)
    }

    /// The same, with what would be dropped told in full: the first 100,000 of it.
    ///
    /// # Errors
    /// As for [`Self::check_files`].
    pub async fn check_files_in_full(
        &self,
        actor: &Actor,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> Result<ImportReport> {
        Ok(self.tried(actor, files, plan, true).await?.report)
    }

    async fn tried(
        &self,
        actor: &Actor,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
        in_full: bool,
    ) -> Result<Outcome> {
        self.may_import(&self.db, actor, plan.target()).await?;
        let parsed = parse_files(files, plan, in_full).await?;
        settle(&self.db, plan, parsed).await
    }

    /// Imports these files, in one transaction. Run twice, it is done once.
    ///
    /// # Errors
    /// Refused by role; no such project; a file cannot be imported. Then nothing
    /// is left of it.
    pub async fn import_files(
        &self,
        actor: &Actor,
        id: ImportId,
        files: Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> Result<ImportReport> {
        self.may_import(&self.db, actor, plan.target()).await?;
        if let Some(report) = self.done_before(actor, id).await? {
            return Ok(report);
        }
        let Some(run) = self.running.start(id, actor.user) else {
            return Err(StoreError::Internal("the import is under way".into()));
        };
        let parsed = parse_files(Arc::clone(&files), plan, false).await?;
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
        let newest_first = import::Entity::find()
            .order_by_desc(import::Column::MadeAt)
            .order_by_desc(import::Column::Id);
        paged(&self.db, newest_first, page, |rows| self.read_imports(rows)).await
    }

    /// Where an import stands. One that is not done is its owner's alone.
    ///
    /// # Errors
    /// Refused to those who do not import; no such import.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Result<ImportState> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        // Asked first: an import that ends meanwhile is kept before it runs no more.
        if let Some(state) = self.running.state(id, actor.user) {
            return Ok(state);
        }
        if let Some(row) = import::Entity::find_by_id(id.0).one(&self.db).await? {
            let report: ImportReport = serde_json::from_str(&row.report)?;
            // Its mark is no younger than what is told beside it: where somebody works on a
            // record in between, the mark fits no longer, and nothing goes unseen.
            let undoable = undoable(&self.db, &row).await?;
            let worked_on = match row.undone_at {
                Some(_) => Hindrances::default(),
                None => worked_on(&self.db, &row).await?,
            };
            let summary = self.read_imports(vec![row]).await?.pop();
            let summary = summary.ok_or(StoreError::NotFound)?;
            return Ok(ImportState::Done {
                summary: Box::new(summary),
                report: Box::new(report),
                worked_on,
                undoable,
            });
        }
        self.upload(actor, id, self.now()).await?;
        Ok(ImportState::Waiting)
    }

    async fn read_imports(&self, rows: Vec<import::Model>) -> Result<Vec<ImportSummary>> {
        let mut people = Vec::with_capacity(rows.len());
        let mut parts = HashMap::with_capacity(rows.len());
        for row in &rows {
            let Parts { undone_parts } = serde_json::from_str(&row.report)?;
            people.push(row.made_by);
            people.extend(row.undone_by);
            people.extend(undone_parts.iter().map(|part| part.by.0));
            parts.insert(row.id, undone_parts);
        }
        let people = people_by_id(&self.db, people).await?;
        let projects = rows.iter().filter_map(|row| row.project_id);
        let titles: HashMap<Uuid, String> = project::Entity::find()
            .select_only()
            .column(project::Column::Id)
            .column(project::Column::Title)
            .filter(project::Column::Id.is_in(projects))
            .into_tuple()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        rows.into_iter()
            .map(|row| {
                let person = |id| people.get(&id).cloned();
                let parts = parts.remove(&row.id).unwrap_or_default().into_iter();
                Ok(ImportSummary {
                    id: ImportId(row.id),
                    target: target(row.project_id),
                    project: row.project_id.and_then(|id| titles.get(&id).cloned()),
                    source: row.source,
                    files: std::iter::once(row.records_name)
                        .chain(row.votes_name)
                        .collect(),
                    by: person(row.made_by),
                    at: Timestamp(row.made_at),
                    records: row.records,
                    positions: row.positions,
                    undone: row
                        .undone_at
                        .map(|at| (Timestamp(at), row.undone_by.and_then(person))),
                    undone_parts: parts
                        .map(|part| {
                            let by = person(part.by.0);
                            (part, by)
                        })
                        .collect(),
                })
            })
            .collect()
    }

    /// Names of the sources of imports that stand, the latest first.
    async fn sources(&self) -> Result<Vec<String>> {
        let sources = import::Entity::find()
            .select_only()
            .column(import::Column::Source)
            .filter(import::Column::UndoneAt.is_null())
            .group_by(import::Column::Source)
            .order_by_desc(import::Column::MadeAt.max());
        Ok(sources.into_tuple().all(&self.db).await?)
    }
}

/// What a report tells of the parts that were undone; the rest of it is passed over.
#[derive(Deserialize)]
struct Parts {
    #[serde(default)]
    undone_parts: Vec<UndonePart>,
}

/// What the files of an import hold, by the project that is kept with it.
fn target(project: Option<Uuid>) -> ImportTarget {
    let project = project.map(ProjectId);
    project.map_or(ImportTarget::Needs, ImportTarget::Feedback)
}

/// Reads the files by the plan, away from the threads that answer requests.
async fn parse_files(files: Arc<ImportFiles>, plan: &ImportPlan, in_full: bool) -> Result<Parsed> {
    let plan = plan.clone();
    let parsed = tokio::task::spawn_blocking(move || {
        let tables = Tables::read(&files, plan.target(), Readings::of(&plan))?;
        Ok::<_, Unfit>(parse(&plan, &tables, in_full))
    });
    let parsed = parsed
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(parsed?)
}
