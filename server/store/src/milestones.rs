//! Milestones: setting them, checking criteria, moving dates, deciding what
//! became of them, signing.

mod deciding;
mod reading;
mod writing;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{CriterionId, MilestoneId, ProjectId};
use domain::milestones::{
    MeasureDraft, Milestone, MilestoneDetail, MilestoneDraft, MilestoneState,
};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::projects::Project;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) use self::writing::owner_on_team;
use self::writing::{
    criteria_of, facts_into, forget_measure, index, measures_another, milestone_row, note, one,
    put_criteria, touch,
};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::{fresh, same_author, situation};
use crate::tables::decode;
use crate::tables::milestones::{criterion, milestone};

impl Store {
    /// Sets a milestone. Sent twice, it is set once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; an owner who is not on the team,
    /// or has no account any more.
    pub async fn create_milestone(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: MilestoneId,
        draft: &MilestoneDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, project, Action::EditMilestone)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = milestone_row(&tx.db, id).await? {
            return same_author(there.created_by, actor);
        }
        owner_on_team(&tx, project, facts.owner).await?;
        let row = milestone::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            due_on: Set(facts.due_on.to_string()),
            state: Set(MilestoneState::default().code().to_owned()),
            state_reason: Set(String::new()),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
            ..Default::default()
        };
        facts_into(row, &facts, &tx).insert(&tx.db).await?;
        put_criteria(&tx, id, &facts.criteria, Vec::new()).await?;
        index(&tx, project, id, &facts).await?;
        let after = serde_json::to_value(&facts)?;
        note(&tx, actor, Action::EditMilestone, id, (Value::Null, after)).await?;
        tx.tell_owner(actor, id, project, facts.owner).await?;
        tx.commit().await
    }

    /// Changes what a milestone says, but for its date, which changes by
    /// [`move_milestone`](Self::move_milestone) only. A criterion that is kept
    /// word for word keeps its mark; a measure of something that is not aimed at
    /// any more is kept in the history only.
    ///
    /// # Errors
    /// Refused by role or because it is settled; a field is not in order;
    /// changed by somebody else meanwhile.
    pub async fn edit_milestone(
        &self,
        actor: &Actor,
        id: MilestoneId,
        version: i64,
        draft: &MilestoneDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self
            .milestone_for(&tx, actor, id, Action::EditMilestone)
            .await?;
        let facts = MilestoneDraft {
            due_on: row.due_on.clone(),
            ..draft.clone()
        }
        .check()?;
        fresh(row.version, version)?;
        let given = row.owner != facts.owner.map(Uuid::from);
        if given {
            owner_on_team(&tx, project.id, facts.owner).await?;
        }
        let before = reading::read(&tx.db, vec![row.clone()]).await?;
        let before = before.first().map(MilestoneDraft::from);
        let measures_another = measures_another(&row, &facts);
        let mut changed = facts_into(row.into_active_model(), &facts, &tx);
        changed.version = Set(version + 1);
        if measures_another {
            forget_measure(&mut changed);
        }
        changed.update(&tx.db).await?;
        let there = criteria_of(&tx.db, id).await?;
        criterion::Entity::delete_many()
            .filter(criterion::Column::MilestoneId.eq(id.0))
            .exec(&tx.db)
            .await?;
        put_criteria(&tx, id, &facts.criteria, there).await?;
        index(&tx, project.id, id, &facts).await?;
        let change = (serde_json::to_value(before)?, serde_json::to_value(&facts)?);
        note(&tx, actor, Action::EditMilestone, id, change).await?;
        if given {
            tx.tell_owner(actor, id, project.id, facts.owner).await?;
        }
        tx.commit().await
    }

    /// Says that a criterion is true, or (`checked` false) that it is not.
    ///
    /// # Errors
    /// Refused by role or because the milestone is settled; no such criterion.
    pub async fn check_criterion(
        &self,
        actor: &Actor,
        id: MilestoneId,
        criterion: CriterionId,
        checked: bool,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self
            .milestone_for(&tx, actor, id, Action::UpdateMilestone)
            .await?;
        let there = criterion::Entity::find_by_id(criterion.0)
            .filter(criterion::Column::MilestoneId.eq(id.0))
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        // Whoever saw it first stays named.
        if there.checked_at.is_some() == checked {
            return Ok(());
        }
        let statement = there.statement.clone();
        let mut changed = there.into_active_model();
        changed.checked_by = Set(checked.then_some(actor.user.0));
        changed.checked_at = Set(checked.then_some(tx.now.0));
        changed.update(&tx.db).await?;
        touch(&tx, row).await?;
        let before = json!({ "criterion": statement, "checked": !checked });
        let after = json!({ "criterion": statement, "checked": checked });
        note(&tx, actor, Action::UpdateMilestone, id, (before, after)).await?;
        tx.commit().await
    }

    /// Records what was measured for the figure that the milestone aims at. It makes
    /// another version: whoever decides what became of the milestone, or aims at
    /// something else, does so knowing the figure.
    ///
    /// # Errors
    /// Refused by role or because the milestone is settled; a figure without
    /// its n; changed by somebody else meanwhile; a milestone without a target.
    pub async fn record_measure(
        &self,
        actor: &Actor,
        id: MilestoneId,
        version: i64,
        draft: &MeasureDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self
            .milestone_for(&tx, actor, id, Action::UpdateMilestone)
            .await?;
        let measure = draft.check()?;
        let before = reading::measure(&row);
        // Whoever recorded it first stays named.
        if before == Some(measure) {
            return Ok(());
        }
        fresh(row.version, version)?;
        if row.target_value.is_none() {
            return Err(invalid("value", Problem::NotOffered));
        }
        let mut changed = row.into_active_model();
        changed.measure_value = Set(Some(measure.value.0));
        changed.measure_n = Set(Some(measure.n));
        changed.measure_low = Set(measure.interval.map(|(low, _)| low.0));
        changed.measure_high = Set(measure.interval.map(|(_, high)| high.0));
        changed.measured_by = Set(Some(actor.user.0));
        changed.measured_at = Set(Some(tx.now.0));
        changed.version = Set(version + 1);
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        let (before, after) = (
            serde_json::to_value(before)?,
            serde_json::to_value(measure)?,
        );
        note(&tx, actor, Action::UpdateMilestone, id, (before, after)).await?;
        tx.commit().await
    }

    /// The milestones of a project, by their date.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the project.
    pub async fn milestones(&self, actor: &Actor, project: ProjectId) -> Result<Vec<Milestone>> {
        self.project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let rows = milestone::Entity::find()
            .filter(milestone::Column::ProjectId.eq(project.0))
            .order_by_asc(milestone::Column::DueOn)
            .order_by_asc(milestone::Column::Id)
            .all(&self.db)
            .await?;
        reading::read(&self.db, rows).await
    }

    /// A milestone with its project and its history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of its project.
    pub async fn milestone(&self, actor: &Actor, id: MilestoneId) -> Result<MilestoneDetail> {
        let row = milestone_row(&self.db, id)
            .await?
            .ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        Ok(MilestoneDetail {
            milestone: one(reading::read(&self.db, vec![row]).await?)?,
            project,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::Milestone, id))
                .await?,
        })
    }

    /// The milestone and its project, when the actor may do this to it as it is.
    async fn milestone_for(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: MilestoneId,
        action: Action,
    ) -> Result<(milestone::Model, Project)> {
        let (row, project) = self.milestone_to_decide(tx, actor, id, action).await?;
        let state: MilestoneState = decode("state", &row.state)?;
        let situation = Situation {
            frozen: state.is_settled(),
            ..situation(&project)
        };
        decide(actor, action, &situation)?;
        Ok((row, project))
    }
}
