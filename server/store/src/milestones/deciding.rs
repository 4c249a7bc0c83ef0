//! Deciding about milestones: moving them, settling them as met or missed, asking for
//! signatures and giving them.

use domain::ids::{MilestoneId, ProjectId, UserId};
use domain::milestones::{MilestoneState, MoveDraft, SettleDraft};
use domain::policy::{Action, Actor, Refusal, Situation, decide};
use domain::problems::Problem;
use domain::projects::Project;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set, sea_query,
};
use serde_json::{Value, json};

use super::reading;
use super::writing::{milestone_row, note, on_team, one, signature_row, touch};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::{fresh, situation};
use crate::tables::decode;
use crate::tables::milestones::{milestone, moved, signature};

impl Store {
    /// Gives a milestone another date; the old one is kept with the reason.
    ///
    /// # Errors
    /// Refused by role or because the milestone is settled; no reason, or the
    /// date that it has already; changed by somebody else meanwhile.
    pub async fn move_milestone(
        &self,
        actor: &Actor,
        id: MilestoneId,
        version: i64,
        draft: &MoveDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self
            .milestone_for(&tx, actor, id, Action::EditMilestone)
            .await?;
        let (due_on, reason) = draft.check(decode("due_on", &row.due_on)?)?;
        fresh(row.version, version)?;
        let (old, there) = (row.due_on.clone(), row.clone());
        moved::ActiveModel {
            id: Set(tx.new_id()),
            milestone_id: Set(id.0),
            old_due_on: Set(old.clone()),
            new_due_on: Set(due_on.to_string()),
            reason: Set(reason.clone()),
            moved_by: Set(actor.user.0),
            moved_at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        let mut changed = row.into_active_model();
        changed.due_on = Set(due_on.to_string());
        changed.state = Set(MilestoneState::Moved.code().to_owned());
        changed.version = Set(version + 1);
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        let after = json!({ "due_on": due_on, "reason": reason });
        let change = (json!({ "due_on": old }), after);
        note(&tx, actor, Action::EditMilestone, id, change).await?;
        tx.tell_moved(actor, &there, &due_on.to_string()).await?;
        tx.commit().await
    }

    /// Decides that a milestone is met or missed, or opens it again; what was
    /// signed falls then, and stays in the history.
    ///
    /// # Errors
    /// Refused by role; a state that does not follow; no reason where one is
    /// wanted; changed by somebody else meanwhile.
    pub async fn settle_milestone(
        &self,
        actor: &Actor,
        id: MilestoneId,
        version: i64,
        draft: &SettleDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self
            .milestone_to_decide(&tx, actor, id, Action::EditMilestone)
            .await?;
        // Before the state is asked: it may not follow just because somebody else was faster.
        fresh(row.version, version)?;
        let there = one(reading::read(&tx.db, vec![row.clone()]).await?)?;
        let (state, reason) = draft.check(&there)?;
        let mut changed = row.clone().into_active_model();
        changed.state = Set(state.code().to_owned());
        changed.state_reason = Set(reason.clone());
        changed.version = Set(version + 1);
        changed.settled_by = Set(state.is_settled().then_some(actor.user.0));
        changed.settled_at = Set(state.is_settled().then_some(tx.now.0));
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        if !state.is_settled() {
            signature::Entity::update_many()
                .col_expr(
                    signature::Column::SignedAt,
                    sea_query::Expr::value(None::<i64>),
                )
                .filter(signature::Column::MilestoneId.eq(id.0))
                .exec(&tx.db)
                .await?;
        }
        let before = json!({ "state": there.state, "reason": row.state_reason });
        let after = json!({ "state": state, "reason": reason });
        note(&tx, actor, Action::EditMilestone, id, (before, after)).await?;
        if state.is_settled() {
            tx.tell_signatories(actor, &row, state.code()).await?;
        }
        tx.commit().await
    }

    /// Asks a member of the team to sign, or (`asked` false) no longer asks.
    /// Whoever has signed stays named.
    ///
    /// # Errors
    /// Refused by role; somebody who is not on the team, has no account any more, or
    /// has signed.
    pub async fn ask_signature(
        &self,
        actor: &Actor,
        id: MilestoneId,
        person: UserId,
        asked: bool,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self
            .milestone_to_decide(&tx, actor, id, Action::EditMilestone)
            .await?;
        let there = signature_row(&tx, id, person).await?;
        match (asked, there) {
            (true, Some(_)) | (false, None) => return Ok(()),
            (true, None) => {
                if !on_team(&tx, project.id, person).await? {
                    return Err(invalid("person", Problem::NotOffered));
                }
                signature::ActiveModel {
                    milestone_id: Set(id.0),
                    user_id: Set(person.0),
                    asked_at: Set(tx.now.0),
                    signed_at: Set(None),
                }
                .insert(&tx.db)
                .await?;
            }
            (false, Some(there)) => {
                if there.signed_at.is_some() {
                    return Err(Refusal::Frozen.into());
                }
                signature::Entity::delete_by_id((id.0, person.0))
                    .exec(&tx.db)
                    .await?;
            }
        }
        let settled = decode::<MilestoneState>("state", &row.state)?.is_settled();
        touch(&tx, row.clone()).await?;
        let after = json!({ "person": person, "asked": asked });
        let change = (Value::Null, after);
        note(&tx, actor, Action::EditMilestone, id, change).await?;
        // Before there is something to sign, nothing is asked of anybody.
        if !asked {
            tx.untell_signatory(id, person).await?;
        } else if settled {
            tx.tell_signatory(actor, &row, person).await?;
        }
        tx.commit().await
    }

    /// Signs a milestone that is settled and names the actor. Signed twice, it
    /// is signed once.
    ///
    /// # Errors
    /// Refused to all but those who are asked; a milestone that is still ahead.
    pub async fn sign_milestone(&self, actor: &Actor, id: MilestoneId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self
            .milestone_to_decide(&tx, actor, id, Action::SeeProject)
            .await?;
        let there = signature_row(&tx, id, actor.user).await?;
        let situation = Situation {
            // Being asked is what opens it to a partner.
            shared_with_partners: there.is_some(),
            ..situation(&project)
        };
        decide(actor, Action::SignMilestone, &situation)?;
        let there = there.ok_or(Refusal::Role)?;
        if !decode::<MilestoneState>("state", &row.state)?.is_settled() {
            return Err(invalid("id", Problem::NotOffered));
        }
        if there.signed_at.is_some() {
            return Ok(());
        }
        let mut signed = there.into_active_model();
        signed.signed_at = Set(Some(tx.now.0));
        signed.update(&tx.db).await?;
        let state = row.state.clone();
        touch(&tx, row).await?;
        let change = (Value::Null, json!({ "state": state }));
        note(&tx, actor, Action::SignMilestone, id, change).await?;
        tx.commit().await
    }

    /// The same, also for a milestone that is settled.
    pub(super) async fn milestone_to_decide(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: MilestoneId,
        action: Action,
    ) -> Result<(milestone::Model, Project)> {
        let row = milestone_row(&tx.db, id)
            .await?
            .ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self.project_for(&tx.db, actor, project, action).await?;
        Ok((row, project))
    }
}
