//! Files that wait for their import: an hour at most, for whoever sent them.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::ImportId;
use domain::imports::{
    ImportDraft, ImportPlan, ImportPreview, ImportReport, ImportTarget, ImportTrial, Readings,
    WAIT_SECONDS,
};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::clean_line;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use super::{ImportFiles, NamedFile, Unfit, preview, target};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::imports::upload;

/// How many imports of one person wait at most; the oldest make place.
const WAITING_MAX: u64 = 3;
/// How long somebody waits for an import before its page tells how far it is.
pub const PATIENCE: Duration = Duration::from_secs(2);

impl Store {
    /// Keeps the files of an import to come, unless one of them cannot be
    /// imported. Sent twice, they are kept once.
    ///
    /// # Errors
    /// Refused by role; no such project.
    pub async fn keep_upload(
        &self,
        actor: &Actor,
        id: ImportId,
        target: ImportTarget,
        files: ImportFiles,
    ) -> Result<std::result::Result<(), Unfit>> {
        self.may_import(&self.db, actor, target).await?;
        let files = Arc::new(files);
        let looked_at = Arc::clone(&files);
        let fit = tokio::task::spawn_blocking(move || {
            preview(id, target, &looked_at, None, Readings::default()).map(drop)
        })
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?;
        if let Err(unfit) = fit {
            return Ok(Err(unfit));
        }
        let files = Arc::unwrap_or_clone(files);
        let tx = self.begin().await?;
        upload::Entity::delete_many()
            .filter(upload::Column::ExpiresAt.lt(tx.now.0))
            .exec(&tx.db)
            .await?;
        let kept = upload::Entity::find()
            .select_only()
            .column(upload::Column::Owner)
            .filter(upload::Column::Id.eq(id.0))
            .into_tuple::<Uuid>()
            .one(&tx.db)
            .await?;
        match kept {
            Some(owner) if owner == actor.user.0 => return Ok(Ok(())),
            Some(_) => return Err(StoreError::NotFound),
            None => {}
        }
        let older: Vec<Uuid> = upload::Entity::find()
            .select_only()
            .column(upload::Column::Id)
            .filter(upload::Column::Owner.eq(actor.user.0))
            .order_by_desc(upload::Column::ExpiresAt)
            .offset(WAITING_MAX - 1)
            .limit(100)
            .into_tuple()
            .all(&tx.db)
            .await?;
        upload::Entity::delete_many()
            .filter(upload::Column::Id.is_in(older))
            .exec(&tx.db)
            .await?;
        let (votes_name, votes) = files.votes.map(|file| (file.name, file.bytes)).unzip();
        let row = upload::ActiveModel {
            id: Set(id.0),
            owner: Set(actor.user.0),
            records_name: Set(clean_line(&files.records.name)),
            records: Set(files.records.bytes),
            votes_name: Set(votes_name.map(|name| clean_line(&name))),
            votes: Set(votes),
            plan: Set(None),
            expires_at: Set(tx.now.plus_seconds(WAIT_SECONDS).0),
            project_id: Set(target.project().map(Into::into)),
        };
        upload::Entity::insert(row)
            .exec_without_returning(&tx.db)
            .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Files that wait, as the mapping screen shows them.
    ///
    /// # Errors
    /// Refused by role; no such files, or they are somebody else's.
    pub async fn upload_preview(
        &self,
        actor: &Actor,
        id: ImportId,
        readings: Readings,
    ) -> Result<ImportPreview> {
        let (row, plan) = self.upload(actor, id, self.now()).await?;
        let expires_at = Timestamp(row.expires_at);
        let read = tokio::task::spawn_blocking(move || {
            preview(
                id,
                target(row.project_id),
                &files_of(row),
                plan.as_ref(),
                readings,
            )
        });
        let read = read
            .await
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        Ok(ImportPreview {
            sources: self.sources().await?,
            expires_at,
            ..read?
        })
    }

    /// Decides how files that wait are imported.
    ///
    /// # Errors
    /// Refused by role; no such files; something is missing from the mapping.
    pub async fn plan_import(
        &self,
        actor: &Actor,
        id: ImportId,
        draft: &ImportDraft,
    ) -> Result<()> {
        let (row, _) = self.upload(actor, id, self.now()).await?;
        let mut plan = draft.check(target(row.project_id), row.votes_name.is_some())?;
        // In large letters or small ones it is still the same source.
        let (named, mut sources) = (plan.source.to_lowercase(), self.sources().await?);
        sources.retain(|known| known.to_lowercase() == named);
        if !sources.contains(&plan.source) {
            plan.source = sources.into_iter().next().unwrap_or(plan.source);
        }
        let tx = self.begin().await?;
        let mut row = row.into_active_model();
        row.plan = Set(Some(serde_json::to_string(&plan)?));
        row.update(&tx.db).await?;
        tx.commit().await
    }

    /// What the import of files that wait would do, with the first records that it would make.
    ///
    /// # Errors
    /// Refused by role; no such files; not decided yet how.
    pub async fn check_import(
        &self,
        actor: &Actor,
        id: ImportId,
    ) -> Result<(ImportPlan, ImportTrial)> {
        let (row, plan) = self.upload(actor, id, self.now()).await?;
        let plan = plan.ok_or(StoreError::NotFound)?;
        let files = Arc::new(files_of(row));
        let outcome = self.tried(actor, files, &plan, false).await?;
        let trial = outcome.trial(&plan);
        Ok((plan, trial))
    }

    /// The same, with what would be dropped told in full: the first 100,000 of it.
    ///
    /// # Errors
    /// As for [`Self::check_import`].
    pub async fn check_import_in_full(&self, actor: &Actor, id: ImportId) -> Result<ImportReport> {
        let (row, plan) = self.upload(actor, id, self.now()).await?;
        let plan = plan.ok_or(StoreError::NotFound)?;
        self.check_files_in_full(actor, Arc::new(files_of(row)), &plan)
            .await
    }

    /// Imports files that wait. Run twice, it is done once.
    ///
    /// # Errors
    /// Refused by role; no such files; not decided yet how.
    pub async fn run_import(&self, actor: &Actor, id: ImportId) -> Result<ImportReport> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        if let Some(report) = self.done_before(actor, id).await? {
            return Ok(report);
        }
        let (row, plan) = self.upload(actor, id, self.now()).await?;
        let plan = plan.ok_or(StoreError::NotFound)?;
        self.import_files(actor, id, Arc::new(files_of(row)), &plan)
            .await
    }

    /// Begins the import of files that wait. It goes on by itself when it takes
    /// longer than [`PATIENCE`]; then [`Store::import`] tells how far it is.
    ///
    /// # Errors
    /// Refused by role; no such files; not decided yet how; it failed at once.
    pub async fn start_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        let (store, actor) = (self.clone(), actor.clone());
        let run = tokio::spawn(async move {
            let done = store.run_import(&actor, id).await;
            if let Err(error) = &done {
                tracing::error!(%error, %id, "an import failed");
            }
            done
        });
        match tokio::time::timeout(PATIENCE, run).await {
            Err(_) => Ok(()),
            Ok(Ok(done)) => done.map(drop),
            Ok(Err(error)) => Err(StoreError::Internal(error.to_string())),
        }
    }

    /// Forgets files that wait.
    ///
    /// # Errors
    /// Refused by role; they are somebody else's.
    pub async fn drop_upload(&self, actor: &Actor, id: ImportId) -> Result<()> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let tx = self.begin().await?;
        upload::Entity::delete_many()
            .filter(upload::Column::Id.eq(id.0))
            .filter(upload::Column::Owner.eq(actor.user.0))
            .exec(&tx.db)
            .await?;
        tx.commit().await
    }

    /// Files that wait, with the plan where there is one.
    pub(super) async fn upload(
        &self,
        actor: &Actor,
        id: ImportId,
        now: Timestamp,
    ) -> Result<(upload::Model, Option<ImportPlan>)> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let row = upload::Entity::find_by_id(id.0)
            .filter(upload::Column::Owner.eq(actor.user.0))
            .filter(upload::Column::ExpiresAt.gte(now.0))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.may_import(&self.db, actor, target(row.project_id))
            .await?;
        let plan = match &row.plan {
            Some(plan) => Some(serde_json::from_str(plan)?),
            None => None,
        };
        Ok((row, plan))
    }
}

fn files_of(row: upload::Model) -> ImportFiles {
    ImportFiles {
        records: NamedFile {
            name: row.records_name,
            bytes: row.records,
        },
        votes: row
            .votes_name
            .zip(row.votes)
            .map(|(name, bytes)| NamedFile { name, bytes }),
    }
}
