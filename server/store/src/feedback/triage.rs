//! What the team makes of feedback: one entry, several at once, splitting.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{
    BULK_MAX, BulkAction, BulkDraft, FeedbackFacts, FeedbackState, Meanwhile, Mover, Selected,
    SplitDraft, TriageDraft, TriageFacts, may_become,
};
use domain::ids::{FeedbackId, IterationId, ProjectId, UserId};
use domain::iterations::IterationRef;
use domain::policy::{Action, Actor, decide};
use domain::problems::{Problem, Problems};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::counts::Recount;
use super::entries::{Given, put};
use super::merging::{end_merge, link_part, links_of_parts};
use super::read::{read_facts, read_feedback};
use super::readers::Team;
use super::{Seen, weight};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::fresh;
use crate::tables::decode;

impl Store {
    /// Treats an entry: state with its reason, who looks after it, severity,
    /// whether partners see it.
    ///
    /// # Errors
    /// Refused by role; not a step from the state that it is in; somebody who is
    /// not on the team, or may not see the entry; changed meanwhile.
    pub async fn triage_feedback(
        &self,
        actor: &Actor,
        id: FeedbackId,
        version: i64,
        draft: &TriageDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let seen = self.feedback_seen(&tx.db, actor, id).await?;
        decide(actor, Action::TriageFeedback, &seen.situation)?;
        let facts = draft.check()?;
        fresh(seen.row.version, version)?;
        let state = seen.state()?;
        let merging = facts.state == FeedbackState::Duplicate;
        if facts.state != state && (merging || !may_become(state, facts.state, Mover::Team)) {
            return Err(invalid("state", Problem::NotOffered));
        }
        let mut recount = Recount::default();
        treat(&tx, actor, &seen, facts, &mut recount).await?;
        recount.write(&tx).await?;
        tx.commit().await
    }

    /// Does the same with several entries of a project, all or none. Those that
    /// are not in a state from which it can be done stay as they are. Gives how
    /// many changed.
    ///
    /// # Errors
    /// Refused by role; an entry that the actor does not see; too many; somebody
    /// who is not on the team, or may not see one of them; entries changed meanwhile
    /// that do not stand as is asked already, each told under its id.
    pub async fn treat_feedback(
        &self,
        actor: &Actor,
        project: ProjectId,
        entries: &[Selected],
        draft: &BulkDraft,
    ) -> Result<u64> {
        let (action, reason, assignee) = draft.check()?;
        let mut entries = entries.to_vec();
        // Of an entry selected twice, the version that was shown first stays.
        entries.sort_unstable();
        entries.dedup_by_key(|selected| selected.id);
        let problem = match u32::try_from(entries.len()).unwrap_or(u32::MAX) {
            0 => Some(Problem::TooFew { min: 1 }),
            1..=BULK_MAX => None,
            _ => Some(Problem::TooMany { max: BULK_MAX }),
        };
        if let Some(problem) = problem {
            return Err(invalid("entries", problem));
        }
        let tx = self.begin().await?;
        let mut asked = Vec::with_capacity(entries.len());
        let mut meanwhile = Problems::default();
        for Selected { id, version } in entries {
            let seen = self.feedback_seen(&tx.db, actor, id).await?;
            if seen.project() != project {
                return Err(StoreError::NotFound);
            }
            decide(actor, Action::TriageFeedback, &seen.situation)?;
            let now = facts_of(&seen)?;
            let facts = facts_by(&now, action, &reason, assignee);
            if facts == now {
                continue;
            }
            if seen.row.version != version {
                let told = Problem::ChangedMeanwhile(told_meanwhile(&tx, actor, &seen).await?);
                meanwhile.add(&id.to_string(), told);
            }
            let state = action.state();
            if state.is_none_or(|state| may_become(now.state, state, Mover::Team)) {
                asked.push((seen, facts));
            }
        }
        meanwhile.into_result()?;
        let mut recount = Recount::default();
        let mut changed = 0;
        for (seen, facts) in asked {
            if treat(&tx, actor, &seen, facts, &mut recount).await? {
                changed += 1;
            }
        }
        recount.write(&tx).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Makes several entries of one that says several things. The first stays as
    /// it is, with its files, linked with each; they keep its context, iteration and
    /// author, and what it is linked with, save for what it says of the things of maps:
    /// that stands for all of them. Gives their ids.
    ///
    /// # Errors
    /// Refused by role; fewer than two parts, or too many; changed meanwhile,
    /// as when it was split already.
    pub async fn split_feedback(
        &self,
        actor: &Actor,
        id: FeedbackId,
        version: i64,
        draft: &SplitDraft,
    ) -> Result<Vec<FeedbackId>> {
        let tx = self.begin().await?;
        let seen = self.feedback_seen(&tx.db, actor, id).await?;
        decide(actor, Action::TriageFeedback, &seen.situation)?;
        let parts = draft.check()?;
        fresh(seen.row.version, version)?;
        let whole = read_facts(&seen.row)?;
        let links = links_of_parts(&tx, seen.thing()).await?;
        let row = &seen.row;
        let mut recount = Recount::default();
        let mut made = Vec::new();
        for story in parts {
            let part = FeedbackId(tx.new_id());
            let facts = FeedbackFacts {
                story,
                ..whole.clone()
            };
            let given = Given {
                id: part,
                project: seen.project(),
                facts: &facts,
                anonymity: decode("anonymity", &row.anonymity)?,
                author: row.author.map(UserId),
                source_author: row.source_author.clone(),
                at: tx.now,
                iteration: row.iteration_id.map(|id| IterationRef {
                    id: IterationId(id),
                    number: row.iteration_number.unwrap_or_default(),
                    tool_version: row.tool_version.clone().unwrap_or_default(),
                }),
                shared: row.shared,
            };
            put(&tx, given, &mut recount).await?;
            let thing = ThingRef::new(ThingKind::Feedback, part);
            tx.link_noted(seen.thing(), Relation::Caused, thing, actor.user)
                .await?;
            link_part(&tx, actor, &links, seen.thing(), thing).await?;
            let change = Change::of(thing, &json!({ "split_from": id }), &facts)?;
            tx.audit(Some(actor.user), Action::TriageFeedback.code(), change)
                .await?;
            made.push(part);
        }
        recount.write(&tx).await?;
        let mut row = row.clone().into_active_model();
        row.version = Set(version + 1);
        row.updated_at = Set(tx.now.0);
        row.update(&tx.db).await?;
        let after = json!({ "split_into": made });
        let change = Change::of(seen.thing(), &Value::Null, &after)?;
        tx.audit(Some(actor.user), Action::TriageFeedback.code(), change)
            .await?;
        tx.commit().await?;
        Ok(made)
    }
}

/// What the team has made of an entry so far.
pub(super) fn facts_of(seen: &Seen) -> Result<TriageFacts> {
    Ok(TriageFacts {
        state: seen.state()?,
        reason: seen.row.state_reason.clone(),
        assignee: seen.row.assignee.map(UserId),
        severity: decode("severity", &seen.row.severity)?,
        shared: seen.row.shared,
    })
}

/// What an action on several entries makes of one of them.
fn facts_by(
    now: &TriageFacts,
    action: BulkAction,
    reason: &str,
    assignee: Option<UserId>,
) -> TriageFacts {
    let mut facts = now.clone();
    if let Some(state) = action.state() {
        facts.state = state;
        reason.clone_into(&mut facts.reason);
    }
    match action {
        BulkAction::Assign => facts.assignee = assignee,
        BulkAction::Share => facts.shared = true,
        BulkAction::Unshare => facts.shared = false,
        _ => {}
    }
    facts
}

/// What an entry is now, for whoever was shown another version of it.
async fn told_meanwhile(tx: &Tx, actor: &Actor, seen: &Seen) -> Result<Meanwhile> {
    let read = read_feedback(&tx.db, actor, vec![seen.row.clone()]).await?;
    let entry = read.into_iter().next().ok_or(StoreError::NotFound)?;
    Ok(Meanwhile::from(entry))
}

/// Brings an entry to what the team makes of it. Says whether that changed it.
async fn treat(
    tx: &Tx,
    actor: &Actor,
    seen: &Seen,
    facts: TriageFacts,
    recount: &mut Recount,
) -> Result<bool> {
    let before = facts_of(seen)?;
    if facts == before {
        return Ok(false);
    }
    if (facts.assignee, facts.shared) != (before.assignee, before.shared) {
        let team = Team::of(&tx.db, actor, seen).await?;
        team.check_assignee(&before, &facts)?;
    }
    let mut row = seen.row.clone().into_active_model();
    row.state = Set(facts.state.code().to_owned());
    row.state_reason = Set(facts.reason.clone());
    row.assignee = Set(facts.assignee.map(Into::into));
    row.severity = Set(facts.severity.code().to_owned());
    row.weight = Set(weight(facts.severity));
    row.shared = Set(facts.shared);
    row.version = Set(seen.row.version + 1);
    row.updated_at = Set(tx.now.0);
    if facts.state != FeedbackState::Duplicate && seen.row.duplicate_of.is_some() {
        row.duplicate_of = Set(None);
        end_merge(tx, actor, seen).await?;
    }
    let after = row.update(&tx.db).await?;
    recount.changed(&seen.row, &after);
    let code = Action::TriageFeedback.code();
    let change = Change::of(seen.thing(), &told(&before), &told(&facts))?;
    tx.audit(Some(actor.user), code, change).await?;
    tx.tell_treated(actor, &seen.row, &before, &facts).await?;
    Ok(true)
}

/// What the audit log tells of it.
fn told(facts: &TriageFacts) -> Value {
    json!({
        "state": facts.state,
        "reason": facts.reason,
        "assignee": facts.assignee,
        "severity": facts.severity,
        "shared": facts.shared,
    })
}
