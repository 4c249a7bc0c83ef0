//! Who imports what: those who steer the workspace, feedback into the projects
//! that they may write to. And whose imports from the command line are.

use domain::ids::{ProjectId, UserId};
use domain::imports::ImportTarget;
use domain::policy::{Action, Actor, Situation, decide, may};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;
use crate::tables::projects::project;

impl Store {
    /// Decides whether the actor may import such files.
    pub(super) async fn may_import(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        target: ImportTarget,
    ) -> Result<()> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        if let Some(project) = target.project() {
            self.project_for(db, actor, project, Action::GiveFeedback)
                .await?;
        }
        Ok(())
    }

    /// The projects into which the actor may import feedback, with their titles,
    /// in the order of the latter.
    ///
    /// # Errors
    /// Refused to those who do not import.
    pub async fn import_projects(&self, actor: &Actor) -> Result<Vec<(ProjectId, String)>> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let visible = self.visible_projects(actor).await?;
        let rows: Vec<(Uuid, String)> = project::Entity::find()
            .select_only()
            .column(project::Column::Id)
            .column(project::Column::Title)
            .filter(project::Column::Id.is_in(visible))
            .order_by_asc(project::Column::Title)
            .order_by_asc(project::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, title)| (ProjectId(id), title))
            .filter(|(id, _)| may(actor, Action::GiveFeedback, &Situation::in_project(*id)))
            .collect())
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
