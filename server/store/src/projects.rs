//! Projects: opening, changing, phases.

mod answers;
mod reading;
mod team;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::notifications::NotificationKind;
use domain::phases::ProjectPhase;
use domain::policy::{Action, Actor, Situation, decide};
use domain::projects::{Project, ProjectDraft, ProjectFacts, ProjectRole, Visibility};
use domain::time::Date;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Set, sea_query};
use serde_json::{Value, json};
use uuid::Uuid;

use self::team::put_member;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::notifications::News;
use crate::tables::projects::{phase_date, project};

impl Store {
    /// Opens a project; its opener becomes its lead. Sent twice, it opens once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn create_project(
        &self,
        actor: &Actor,
        id: ProjectId,
        draft: &ProjectDraft,
    ) -> Result<()> {
        decide(actor, Action::CreateProject, &Situation::workspace())?;
        let facts = draft.check()?;
        let tx = self.begin().await?;
        if let Some(there) = project_row(&tx.db, id).await? {
            return same_author(there.created_by, actor);
        }
        let phase = ProjectPhase::default();
        let mut row = columns(&facts);
        row.id = Set(id.0);
        row.phase = Set(phase.code().to_owned());
        row.version = Set(1);
        row.created_by = Set(actor.user.0);
        row.created_at = Set(tx.now.0);
        row.updated_at = Set(tx.now.0);
        row.insert(&tx.db).await?;
        put_member(&tx, id, actor.user, ProjectRole::Lead).await?;
        put_phase_date(&tx, id, phase, facts.starts_on).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        index(&tx, id, &facts).await?;
        tx.audit(
            Some(actor.user),
            Action::CreateProject.code(),
            Change::of(thing, &Value::Null, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// Changes what a project says about itself.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; changed by somebody else since
    /// the version that the form was made of.
    pub async fn edit_project(
        &self,
        actor: &Actor,
        id: ProjectId,
        version: i64,
        draft: &ProjectDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::EditProject)
            .await?;
        let facts = draft.check()?;
        fresh(before.version, version)?;
        let mut row = columns(&facts);
        row.id = Set(id.0);
        row.version = Set(version + 1);
        row.updated_at = Set(tx.now.0);
        row.update(&tx.db).await?;
        index(&tx, id, &facts).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        tx.audit(
            Some(actor.user),
            Action::EditProject.code(),
            Change::of(thing, &before.facts, &facts)?,
        )
        .await?;
        tx.commit().await?;
        if before.facts.visibility != facts.visibility {
            self.tell_access(None);
        }
        Ok(())
    }

    /// Moves a project to a phase from a day on. Going back is allowed: design
    /// is iterative.
    ///
    /// # Errors
    /// Refused by role.
    pub async fn change_phase(
        &self,
        actor: &Actor,
        id: ProjectId,
        phase: ProjectPhase,
        starts_on: Date,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::ChangePhase)
            .await?;
        project::ActiveModel {
            id: Set(id.0),
            phase: Set(phase.code().to_owned()),
            version: Set(before.version + 1),
            updated_at: Set(tx.now.0),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        put_phase_date(&tx, id, phase, starts_on).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        let moved = before.phase != phase;
        let before = json!({ "phase": before.phase });
        let after = json!({ "phase": phase, "starts_on": starts_on });
        tx.audit(
            Some(actor.user),
            Action::ChangePhase.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        if moved {
            let kind = NotificationKind::Phase;
            let news = News::of(kind, thing, Some(id), actor.user, phase.code());
            tx.tell_team(id, &news).await?;
        }
        tx.commit().await
    }
}

/// What the policy looks at in a project.
pub(crate) fn situation(project: &Project) -> Situation {
    Situation {
        team_only: project.facts.visibility == Visibility::Team,
        ..Situation::in_project(project.id)
    }
}

/// Refuses a form made of an older version than the one that is kept.
pub(crate) fn fresh(current: i64, version: i64) -> Result<()> {
    if current == version {
        Ok(())
    } else {
        Err(StoreError::Stale { current })
    }
}

/// A thing that is there already: fine when the same person sent it twice.
pub(crate) fn same_author(author: Uuid, actor: &Actor) -> Result<()> {
    if author == actor.user.0 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

async fn project_row(db: &impl ConnectionTrait, id: ProjectId) -> Result<Option<project::Model>> {
    Ok(project::Entity::find_by_id(id.0).one(db).await?)
}

async fn put_phase_date(tx: &Tx, id: ProjectId, phase: ProjectPhase, day: Date) -> Result<()> {
    let row = phase_date::ActiveModel {
        project_id: Set(id.0),
        phase: Set(phase.code().to_owned()),
        starts_on: Set(day.to_string()),
    };
    let again =
        sea_query::OnConflict::columns([phase_date::Column::ProjectId, phase_date::Column::Phase])
            .update_column(phase_date::Column::StartsOn)
            .to_owned();
    phase_date::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

async fn index(tx: &Tx, id: ProjectId, facts: &ProjectFacts) -> Result<()> {
    let text = [
        &facts.summary,
        &facts.problem,
        &facts.audience,
        &facts.programme_name,
    ];
    let text = text.map(String::as_str).join("\n");
    tx.index(
        ThingRef::new(ThingKind::Project, id),
        Some(id),
        &facts.title,
        &text,
    )
    .await
}

fn columns(facts: &ProjectFacts) -> project::ActiveModel {
    project::ActiveModel {
        title: Set(facts.title.clone()),
        summary: Set(facts.summary.clone()),
        problem: Set(facts.problem.clone()),
        audience: Set(facts.audience.clone()),
        discipline: Set(facts.discipline.map(|value| value.to_string())),
        level: Set(facts.level.map(|value| value.to_string())),
        territory: Set(facts.territory.as_ref().map(ToString::to_string)),
        programme: Set(facts.programme.code().to_owned()),
        programme_name: Set(facts.programme_name.clone()),
        starts_on: Set(facts.starts_on.to_string()),
        visibility: Set(facts.visibility.code().to_owned()),
        ..Default::default()
    }
}
