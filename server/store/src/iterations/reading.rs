//! Reading iterations: the list of a project, one with everything around it, two of them
//! side by side.

use domain::conjectures::compare_maps;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{IterationId, ProjectId};
use domain::iterations::{Iteration, IterationContent, IterationDetail, IterationPair};
use domain::policy::{Action, Actor};
use domain::projects::Project;

use super::seal;
use super::{all_of, iteration_row, last_before, read};
use crate::conjectures::read_map;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::iterations::iteration;

impl Store {
    /// The iterations of a project, the newest first, and the project.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the project.
    pub async fn iterations(
        &self,
        actor: &Actor,
        project: ProjectId,
    ) -> Result<(Project, Vec<Iteration>)> {
        let there = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let mut all = all_of(&self.db, project).await?;
        all.reverse();
        Ok((there, all))
    }

    /// An iteration with everything around it, and its project.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn iteration(
        &self,
        actor: &Actor,
        id: IterationId,
    ) -> Result<(Project, IterationDetail)> {
        let row = iteration_row(&self.db, id)
            .await?
            .ok_or(StoreError::NotFound)?;
        let project = self
            .project_for(
                &self.db,
                actor,
                ProjectId(row.project_id),
                Action::SeeProject,
            )
            .await?;
        let seal = seal::read(&self.db, &row).await?;
        let content = self.content(actor, row).await?;
        let all = all_of(&self.db, project.id).await?;
        let number = content.iteration.number;
        let since = match last_before(&self.db, project.id, number).await? {
            Some(last) => {
                let old = self.map_with_evidence(actor, &last).await?;
                Some(compare_maps(&old, &content.map))
            }
            None => None,
        };
        let detail = IterationDetail {
            content,
            seal,
            all,
            since,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::Iteration, id))
                .await?,
        };
        Ok((project, detail))
    }

    /// Two iterations of one project, to be laid side by side, with the maps of those
    /// between them, and the project.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of them, or when
    /// one of them belongs to another project.
    pub async fn two_iterations(
        &self,
        actor: &Actor,
        project: ProjectId,
        a: IterationId,
        b: IterationId,
    ) -> Result<(Project, IterationPair)> {
        let there = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let all = all_of(&self.db, project).await?;
        let number = |id| {
            let found = all.iter().find(|iteration| iteration.id == id);
            found.map(|it| it.number).ok_or(StoreError::NotFound)
        };
        let (from, to) = (number(a)?, number(b)?);
        let mut between = Vec::new();
        for iteration in &all {
            if from < iteration.number && iteration.number < to {
                let map = read_map(&self.db, iteration.id).await?;
                between.push((iteration.number, map));
            }
        }
        let content = async |id| {
            let row = iteration_row(&self.db, id).await?;
            self.content(actor, row.ok_or(StoreError::NotFound)?).await
        };
        let (a, b) = (content(a).await?, content(b).await?);
        Ok((there, IterationPair { a, b, between }))
    }

    /// Whether a closed iteration still gives the hash with which it was closed;
    /// `None` while it is not closed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn verify_iteration(&self, actor: &Actor, id: IterationId) -> Result<Option<bool>> {
        let row = iteration_row(&self.db, id)
            .await?
            .ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        self.project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let seal = seal::read(&self.db, &row).await?;
        Ok(seal.map(|seal| seal.intact))
    }

    async fn content(&self, actor: &Actor, row: iteration::Model) -> Result<IterationContent> {
        let id = IterationId(row.id);
        Ok(IterationContent {
            map: self.map_with_evidence(actor, &row).await?,
            iteration: read(row)?,
            changes: self.changes_of(actor, id).await?,
        })
    }
}
