//! Projects: opening, changing.

mod answers;
mod links;
mod members;
mod phases;
mod reading;
mod team;

pub(crate) use self::members::{Member, members_of};
pub(crate) use self::phases::read_phase;
pub(crate) use self::team::able_leads;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId};
use domain::phases::{PhaseDate, ProjectPhase, reframed};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems};
use domain::projects::{Project, ProjectDraft, ProjectFacts, ProjectRole, Visibility};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use self::phases::{phases_of, put_phases};
use self::team::put_member;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::tables::projects::project;

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
        self.open_project(actor, id, draft, None).await
    }

    /// Opens a project that answers a need from its first day on.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; no such need, or one that is closed
    /// (a problem with `need`).
    pub async fn create_project_for(
        &self,
        actor: &Actor,
        id: ProjectId,
        draft: &ProjectDraft,
        need: NeedId,
    ) -> Result<()> {
        let answering = Situation::in_project(id);
        decide(&actor.leading(id), Action::AnswerNeed, &answering)?;
        self.open_project(actor, id, draft, Some(need)).await
    }

    async fn open_project(
        &self,
        actor: &Actor,
        id: ProjectId,
        draft: &ProjectDraft,
        need: Option<NeedId>,
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
        row.team_version = Set(1);
        row.created_by = Set(actor.user.0);
        row.created_at = Set(tx.now.0);
        row.updated_at = Set(tx.now.0);
        row.insert(&tx.db).await?;
        put_member(&tx, id, actor.user, ProjectRole::Lead).await?;
        let begun = PhaseDate {
            phase,
            starts_on: facts.starts_on,
            ends_on: None,
        };
        put_phases(&tx, id, &[begun]).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        index(&tx, id, &facts).await?;
        tx.audit(
            Some(actor.user),
            Action::CreateProject.code(),
            Change::of(thing, &Value::Null, &facts)?,
        )
        .await?;
        if let Some(need) = need {
            let answered = self.put_answer(&tx, actor, id, need, true).await;
            answered.map_err(|error| match error {
                StoreError::NotFound | StoreError::Refused(_) => {
                    invalid("need", Problem::NotOffered)
                }
                error => error,
            })?;
        }
        tx.commit().await
    }

    /// Changes what a project says about itself. Where its three years begin on another
    /// day, so does a first phase that began with them.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; the date of a phase would no longer lie
    /// in the three years; changed by somebody else since the version that the form was
    /// made of.
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
        let kept = phases_of(&tx.db, id).await?;
        let dates = reframed(&kept, before.facts.starts_on, facts.starts_on)
            .map_err(|problem| Problems::one("starts_on", problem))?;
        let mut row = columns(&facts);
        row.id = Set(id.0);
        row.version = Set(version + 1);
        row.updated_at = Set(tx.now.0);
        row.update(&tx.db).await?;
        index(&tx, id, &facts).await?;
        if dates != kept {
            put_phases(&tx, id, &dates).await?;
            let (was, is) = (json!({ "dates": kept }), json!({ "dates": dates }));
            phases::note(&tx, actor, id, (was, is)).await?;
        }
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
