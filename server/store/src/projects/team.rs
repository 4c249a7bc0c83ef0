//! The people of a project.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, UserId};
use domain::notifications::NotificationKind;
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use domain::projects::{ProjectRole, TeamMember};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set,
    sea_query,
};
use serde_json::json;

use super::fresh;
use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::notifications::News;
use crate::tables::accounts::user;
use crate::tables::decode;
use crate::tables::projects::{project, team_member};

impl Store {
    /// Adds a person to a team, gives another role, or (`None`) takes the person
    /// out. A team keeps at least one lead. Whoever loses the role that lets them run
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
        let leads = team_member::Entity::find()
            .filter(team_member::Column::ProjectId.eq(id.0))
            .filter(team_member::Column::Role.eq(ProjectRole::Lead.code()))
            .filter(team_member::Column::UserId.ne(person.0))
            .count(&tx.db)
            .await?;
        if leads == 0 && role != Some(ProjectRole::Lead) {
            return Err(invalid("role", Problem::NotOffered));
        }
        let before = team_member::Entity::find_by_id((id.0, person.0))
            .one(&tx.db)
            .await?
            .map(|row| row.role);
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

pub(super) async fn read_team(
    db: &impl ConnectionTrait,
    rows: Vec<team_member::Model>,
) -> Result<Vec<TeamMember>> {
    let people = people_by_id(db, rows.iter().map(|row| row.user_id)).await?;
    rows.iter()
        .filter_map(|row| {
            let person = people.get(&row.user_id)?.clone();
            Some(decode("role", &row.role).map(|role| TeamMember { person, role }))
        })
        .collect()
}
