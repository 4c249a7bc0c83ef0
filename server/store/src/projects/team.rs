//! The people of a project.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, UserId};
use domain::notifications::NotificationKind;
use domain::parties::Party;
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query,
};
use serde_json::json;
use uuid::Uuid;

use super::fresh;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::notifications::News;
use crate::tables::accounts::user;
use crate::tables::projects::{project, team_member};

impl Store {
    /// Adds a person to a team, gives another role, or (`None`) takes the person
    /// out; not the only lead who can lead it. Whoever loses the role that lets them run
    /// sessions leads those no longer.
    ///
    /// # Errors
    /// Refused by role; no such person; it would leave no lead; the team was changed by
    /// somebody else since the version that the form was made of.
    pub async fn set_team_role(
        &self,
        actor: &Actor,
        id: ProjectId,
        version: i64,
        person: UserId,
        role: Option<ProjectRole>,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let project = self
            .project_for(&tx.db, actor, id, Action::ManageTeam)
            .await?;
        if role.is_some() {
            user::Entity::find_by_id(person.0)
                .filter(user::Column::Closed.eq(false))
                .one(&tx.db)
                .await?
                .ok_or_else(|| invalid("person", Problem::NotOffered))?;
        }
        let before = team_member::Entity::find_by_id((id.0, person.0))
            .one(&tx.db)
            .await?
            .map(|row| row.role);
        let lead = ProjectRole::Lead;
        let leads_no_longer = before.as_deref() == Some(lead.code()) && role != Some(lead);
        if leads_no_longer && !led_by_others(&tx.db, id, person).await? {
            return Err(invalid("role", Problem::NotOffered));
        }
        if before.as_deref() == role.map(ProjectRole::code) {
            return Ok(());
        }
        fresh(project.team_version, version)?;
        project::ActiveModel {
            id: Set(id.0),
            team_version: Set(version + 1),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        let leading = self.leading(&tx, person).await?;
        match role {
            Some(role) => put_member(&tx, id, person, role).await?,
            None => {
                team_member::Entity::delete_by_id((id.0, person.0))
                    .exec(&tx.db)
                    .await?;
            }
        }
        let thing = ThingRef::new(ThingKind::Project, id);
        let before = json!({ "person": person, "role": before });
        let after = json!({ "person": person, "role": role });
        tx.audit(
            Some(actor.user),
            Action::ManageTeam.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        let role = role.map_or("", ProjectRole::code);
        let kind = NotificationKind::Team;
        let news = News::of(kind, thing, Some(id), actor.user, role);
        tx.tell([person.0], &news).await?;
        let ended = self.end_leading(&tx, actor, leading).await?;
        tx.commit().await?;
        self.tell_ended(ended);
        self.tell_access(Some(person));
        Ok(())
    }
}

/// Whether somebody else than this person leads a project and can.
async fn led_by_others(
    db: &impl ConnectionTrait,
    project: ProjectId,
    person: UserId,
) -> Result<bool> {
    let leads = able_leads(db, [project.0]).await?;
    Ok(leads.iter().any(|(_, lead)| *lead != person.0))
}

/// Who leads these projects and can: with an account that is open, and not for an EdTech
/// company, whom no role in a project lets decide. Each beside the project.
pub(crate) async fn able_leads(
    db: &impl ConnectionTrait,
    projects: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, Uuid)>> {
    let mut leads: Vec<(Uuid, Uuid)> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::ProjectId)
        .column(team_member::Column::UserId)
        .filter(team_member::Column::ProjectId.is_in(projects))
        .filter(team_member::Column::Role.eq(ProjectRole::Lead.code()))
        .into_tuple()
        .all(db)
        .await?;
    let able: Vec<Uuid> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::Id.is_in(leads.iter().map(|(_, lead)| *lead)))
        .filter(user::Column::Closed.eq(false))
        .filter(user::Column::Party.ne(Party::Edtech.code()))
        .into_tuple()
        .all(db)
        .await?;
    leads.retain(|(_, lead)| able.contains(lead));
    Ok(leads)
}

pub(super) async fn put_member(
    tx: &Tx,
    project: ProjectId,
    person: UserId,
    role: ProjectRole,
) -> Result<()> {
    let row = team_member::ActiveModel {
        project_id: Set(project.0),
        user_id: Set(person.0),
        role: Set(role.code().to_owned()),
        joined_at: Set(tx.now.0),
    };
    let again = sea_query::OnConflict::columns([
        team_member::Column::ProjectId,
        team_member::Column::UserId,
    ])
    .update_column(team_member::Column::Role)
    .to_owned();
    team_member::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}
