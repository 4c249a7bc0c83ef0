//! Links of a project: adding, changing and removing them.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, ProjectLinkId};
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use domain::projects::{LINKS_MAX, ProjectLink, ProjectLinkDraft, ProjectLinkFacts};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::json;

use super::{fresh, same_author};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::tables::projects::project_link;

impl Store {
    /// Adds a link to a project. Sent twice, it is added once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; the project has as many links as
    /// it may have.
    pub async fn add_project_link(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: ProjectLinkId,
        draft: &ProjectLinkDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, project, Action::EditProject)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = project_link::Entity::find_by_id(id.0).one(&tx.db).await? {
            return same_author(there.created_by, actor);
        }
        let count = project_link::Entity::find()
            .filter(project_link::Column::ProjectId.eq(project.0))
            .count(&tx.db)
            .await?;
        if count >= u64::from(LINKS_MAX) {
            return Err(invalid("address", Problem::Full { max: LINKS_MAX }));
        }
        project_link::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            title: Set(facts.title.clone()),
            address: Set(facts.address.clone()),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        note(&tx, actor, project, (None, Some(&facts))).await?;
        tx.commit().await
    }

    /// Changes a link of a project.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; changed by somebody else
    /// meanwhile.
    pub async fn edit_project_link(
        &self,
        actor: &Actor,
        id: ProjectLinkId,
        version: i64,
        draft: &ProjectLinkDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (project, before) = self.link_for(&tx, actor, id).await?;
        let facts = draft.check()?;
        fresh(before.version, version)?;
        project_link::ActiveModel {
            id: Set(id.0),
            title: Set(facts.title.clone()),
            address: Set(facts.address.clone()),
            version: Set(version + 1),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        note(&tx, actor, project, (Some(&before.facts), Some(&facts))).await?;
        tx.commit().await
    }

    /// Removes a link from its project.
    ///
    /// # Errors
    /// Refused by role; [`StoreError::NotFound`] also when it is gone already.
    pub async fn remove_project_link(&self, actor: &Actor, id: ProjectLinkId) -> Result<()> {
        let tx = self.begin().await?;
        let (project, before) = self.link_for(&tx, actor, id).await?;
        project_link::Entity::delete_by_id(id.0)
            .exec(&tx.db)
            .await?;
        note(&tx, actor, project, (Some(&before.facts), None)).await?;
        tx.commit().await
    }

    /// A link that the actor may change, and its project.
    async fn link_for(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProjectLinkId,
    ) -> Result<(ProjectId, ProjectLink)> {
        let row = project_link::Entity::find_by_id(id.0).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        self.project_for(&tx.db, actor, project, Action::EditProject)
            .await?;
        Ok((project, read(row)))
    }
}

/// The links of a project, in the order in which they were added.
pub(super) async fn links_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> Result<Vec<ProjectLink>> {
    let rows = project_link::Entity::find()
        .filter(project_link::Column::ProjectId.eq(project.0))
        .order_by_asc(project_link::Column::CreatedAt)
        .order_by_asc(project_link::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: project_link::Model) -> ProjectLink {
    ProjectLink {
        id: ProjectLinkId(row.id),
        facts: ProjectLinkFacts {
            title: row.title,
            address: row.address,
        },
        version: row.version,
    }
}

async fn note(
    tx: &Tx,
    actor: &Actor,
    project: ProjectId,
    (before, after): (Option<&ProjectLinkFacts>, Option<&ProjectLinkFacts>),
) -> Result<()> {
    let (was, is) = (json!({ "link": before }), json!({ "link": after }));
    let change = Change::of(ThingRef::new(ThingKind::Project, project), &was, &is)?;
    let action = Action::EditProject.code();
    tx.audit(Some(actor.user), action, change).await
}
