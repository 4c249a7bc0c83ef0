//! Iterations: planning, steering, closing for good.

mod changes;
mod past;
mod reading;
mod seal;

pub(crate) use self::past::PastIterations;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{IterationId, ProjectId};
use domain::iterations::{Iteration, IterationDraft, IterationFacts, IterationRef, IterationState};
use domain::notifications::NotificationKind;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::projects::Project;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::notifications::News;
use crate::projects::{fresh, same_author, situation};
use crate::tables::decode;
use crate::tables::iterations::iteration;

impl Store {
    /// Plans a project's next iteration; the conjecture map of the last one is
    /// carried over. Sent twice, it is planned once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn plan_iteration(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: IterationId,
        draft: &IterationDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, project, Action::EditIteration)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = iteration_row(&tx.db, id).await? {
            return same_author(there.created_by, actor);
        }
        let last = last_before(&tx.db, project, i64::MAX).await?;
        let number = last.as_ref().map_or(1, |last| last.number + 1);
        let row = iteration::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            number: Set(number),
            state: Set(IterationState::Planned.code().to_owned()),
            closed_at: Set(None),
            hash: Set(None),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
            updated_at: Set(tx.now.0),
            ..columns(&facts)
        };
        row.insert(&tx.db).await?;
        if let Some(last) = last {
            crate::conjectures::carry(&tx, IterationId(last.id), id).await?;
            tx.index_map(project, id).await?;
        }
        index(&tx, project, id, &facts).await?;
        let after = json!({ "number": number, "facts": facts });
        tx.audit_edit(actor, id, &Value::Null, &after).await?;
        tx.commit().await
    }

    /// Changes what an iteration says about itself.
    ///
    /// # Errors
    /// Refused by role or because it is closed; a field is not in order; changed
    /// by somebody else since the version that the form was made of.
    pub async fn edit_iteration(
        &self,
        actor: &Actor,
        id: IterationId,
        version: i64,
        draft: &IterationDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (before, _) = self
            .iteration_for(&tx.db, actor, id, Action::EditIteration)
            .await?;
        let facts = draft.check()?;
        fresh(before.version, version)?;
        let row = iteration::ActiveModel {
            id: Set(id.0),
            version: Set(version + 1),
            updated_at: Set(tx.now.0),
            ..columns(&facts)
        };
        row.update(&tx.db).await?;
        index(&tx, before.project, id, &facts).await?;
        tx.audit_edit(actor, id, &before.facts, &facts).await?;
        tx.commit().await
    }

    /// Moves an iteration on, or from the review back to running. One iteration
    /// of a project runs at a time. Closing freezes it with time and hash.
    ///
    /// # Errors
    /// Refused by role or because it is closed; a state that cannot follow, or
    /// another iteration is running; changed by somebody else meanwhile.
    pub async fn steer_iteration(
        &self,
        actor: &Actor,
        id: IterationId,
        version: i64,
        state: IterationState,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (before, _) = self
            .iteration_for(&tx.db, actor, id, Action::SteerIteration)
            .await?;
        fresh(before.version, version)?;
        if !before.state.may_become(state) {
            return Err(invalid("state", Problem::NotOffered));
        }
        if state == IterationState::Running {
            let running = in_state(&tx.db, before.project, IterationState::Running).await?;
            if running.is_some() {
                return Err(invalid("state", Problem::NotOffered));
            }
        }
        let mut row = iteration::ActiveModel {
            id: Set(id.0),
            state: Set(state.code().to_owned()),
            version: Set(version + 1),
            updated_at: Set(tx.now.0),
            ..Default::default()
        };
        let mut after = json!({ "state": state });
        if state == IterationState::Closed {
            row.closed_at = Set(Some(tx.now.0));
            let closed = row.update(&tx.db).await?;
            let hash = seal::hash(&tx.db, &closed).await?;
            after["hash"] = json!(hash);
            row = iteration::ActiveModel {
                id: Set(id.0),
                hash: Set(Some(hash)),
                ..Default::default()
            };
        }
        row.update(&tx.db).await?;
        let project = before.project;
        let before = json!({ "state": before.state });
        tx.audit_iteration(actor, id, Action::SteerIteration, &before, &after)
            .await?;
        let thing = ThingRef::new(ThingKind::Iteration, id);
        let kind = NotificationKind::Iteration;
        let news = News::of(kind, thing, Some(project), actor.user, state.code());
        tx.tell_team(project, &news).await?;
        tx.commit().await
    }

    /// The iteration to which what is observed now belongs: the one that runs,
    /// else the last planned, else the last in review.
    pub(crate) async fn current_iteration(
        &self,
        db: &impl ConnectionTrait,
        project: ProjectId,
    ) -> Result<Option<IterationRef>> {
        use IterationState as S;
        for state in [S::Running, S::Planned, S::InReview] {
            if let Some(row) = in_state(db, project, state).await? {
                return Ok(Some(IterationRef {
                    id: IterationId(row.id),
                    number: row.number,
                    tool_version: row.tool_version,
                }));
            }
        }
        Ok(None)
    }

    /// The iteration and its project, when the actor may do this to it. Whoever
    /// may not even see it is told that there is none.
    pub(crate) async fn iteration_for(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: IterationId,
        action: Action,
    ) -> Result<(Iteration, Project)> {
        let row = iteration_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let iteration = read(row)?;
        let situation = Situation {
            frozen: iteration.state == IterationState::Closed,
            ..situation(&project)
        };
        decide(actor, action, &situation)?;
        Ok((iteration, project))
    }
}

impl Tx {
    /// Writes the audit row of a change of what an iteration says.
    pub(crate) async fn audit_edit(
        &self,
        actor: &Actor,
        id: IterationId,
        before: &impl serde::Serialize,
        after: &impl serde::Serialize,
    ) -> Result<()> {
        self.audit_iteration(actor, id, Action::EditIteration, before, after)
            .await
    }

    /// Writes the audit row of a change in an iteration.
    async fn audit_iteration(
        &self,
        actor: &Actor,
        id: IterationId,
        action: Action,
        before: &impl serde::Serialize,
        after: &impl serde::Serialize,
    ) -> Result<()> {
        let thing = ThingRef::new(ThingKind::Iteration, id);
        let change = Change::of(thing, before, after)?;
        self.audit(Some(actor.user), action.code(), change).await
    }
}

async fn iteration_row(
    db: &impl ConnectionTrait,
    id: IterationId,
) -> Result<Option<iteration::Model>> {
    Ok(iteration::Entity::find_by_id(id.0).one(db).await?)
}

/// The last iteration of a project in this state.
async fn in_state(
    db: &impl ConnectionTrait,
    project: ProjectId,
    state: IterationState,
) -> Result<Option<iteration::Model>> {
    Ok(iteration::Entity::find()
        .filter(iteration::Column::ProjectId.eq(project.0))
        .filter(iteration::Column::State.eq(state.code()))
        .order_by_desc(iteration::Column::Number)
        .one(db)
        .await?)
}

/// The last iteration of a project before this number.
pub(crate) async fn last_before(
    db: &impl ConnectionTrait,
    project: ProjectId,
    number: i64,
) -> Result<Option<iteration::Model>> {
    Ok(iteration::Entity::find()
        .filter(iteration::Column::ProjectId.eq(project.0))
        .filter(iteration::Column::Number.lt(number))
        .order_by_desc(iteration::Column::Number)
        .one(db)
        .await?)
}

async fn all_of(db: &impl ConnectionTrait, project: ProjectId) -> Result<Vec<Iteration>> {
    iteration::Entity::find()
        .filter(iteration::Column::ProjectId.eq(project.0))
        .order_by_asc(iteration::Column::Number)
        .all(db)
        .await?
        .into_iter()
        .map(read)
        .collect()
}

async fn index(tx: &Tx, project: ProjectId, id: IterationId, facts: &IterationFacts) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Iteration, id);
    let text = format!("{}\n{}", facts.hypothesis, facts.tool_version);
    tx.index(thing, Some(project), &facts.goal, &text).await
}

fn columns(facts: &IterationFacts) -> iteration::ActiveModel {
    iteration::ActiveModel {
        goal: Set(facts.goal.clone()),
        hypothesis: Set(facts.hypothesis.clone()),
        tool_version: Set(facts.tool_version.clone()),
        starts_on: Set(facts.starts_on.to_string()),
        ends_on: Set(facts.ends_on.to_string()),
        ..Default::default()
    }
}

fn read(row: iteration::Model) -> Result<Iteration> {
    Ok(Iteration {
        id: IterationId(row.id),
        project: ProjectId(row.project_id),
        number: row.number,
        facts: IterationFacts {
            goal: row.goal,
            hypothesis: row.hypothesis,
            tool_version: row.tool_version,
            starts_on: decode("starts_on", &row.starts_on)?,
            ends_on: decode("ends_on", &row.ends_on)?,
        },
        state: decode("state", &row.state)?,
        version: row.version,
        created_at: Timestamp(row.created_at),
        updated_at: Timestamp(row.updated_at),
    })
}
