//! Giving feedback, correcting one's own, saying whether it is settled.

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{
    Anonymity, FeedbackDraft, FeedbackFacts, FeedbackState, Mover, REMARK_MAX, may_become,
};
use domain::ids::{FeedbackId, ProjectId, UserId};
use domain::iterations::IterationRef;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems, clean_text};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::{Value, json};

use super::counts::Recount;
use super::read::read_facts;
use super::{index, searched, weight};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::{fresh, same_author, situation};
use crate::tables::feedback::entry;

/// A new entry, whoever gave it.
pub(super) struct Given<'a> {
    pub id: FeedbackId,
    pub project: ProjectId,
    pub facts: &'a FeedbackFacts,
    pub anonymity: Anonymity,
    /// Nobody where the author's name is not recorded.
    pub author: Option<UserId>,
    /// Who wrote it in the source that it was imported from.
    pub source_author: Option<String>,
    pub at: Timestamp,
    pub iteration: Option<IterationRef>,
    pub shared: bool,
}

impl Store {
    /// Gives feedback on a project; the iteration under way is noted with it.
    /// Sent twice, it is given once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn give_feedback(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: FeedbackId,
        draft: &FeedbackDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        if self
            .give_feedback_in(&tx, actor, project, id, draft)
            .await?
        {
            tx.commit().await?;
        }
        Ok(())
    }

    /// The same as part of a larger change; whether the entry is new.
    pub(crate) async fn give_feedback_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        project: ProjectId,
        id: FeedbackId,
        draft: &FeedbackDraft,
    ) -> Result<bool> {
        let seen = self
            .project_for(&tx.db, actor, project, Action::SeeProject)
            .await?;
        // A partner may give what it will itself see.
        let situation = Situation {
            shared_with_partners: true,
            ..situation(&seen)
        };
        decide(actor, Action::GiveFeedback, &situation)?;
        let (facts, anonymity) = draft.check()?;
        if let Some(there) = entry_row(&tx.db, id).await? {
            given_before(&there, actor, &facts)?;
            return Ok(false);
        }
        let author = (anonymity != Anonymity::NotStored).then_some(actor.user);
        let given = Given {
            id,
            project,
            facts: &facts,
            anonymity,
            author,
            source_author: None,
            at: tx.now,
            iteration: self.current_iteration(&tx.db, project).await?,
            shared: false,
        };
        let mut recount = Recount::default();
        put(tx, given, &mut recount).await?;
        recount.write(tx).await?;
        tx.audit(
            (anonymity == Anonymity::Named).then_some(actor.user),
            Action::GiveFeedback.code(),
            Change::of(ThingRef::new(ThingKind::Feedback, id), &Value::Null, &facts)?,
        )
        .await?;
        tx.tell_given(project, author).await?;
        Ok(true)
    }

    /// Corrects one's own feedback, as long as nobody has treated it.
    ///
    /// # Errors
    /// Refused to all but its author; treated already; a field is not in order;
    /// changed meanwhile.
    pub async fn edit_feedback(
        &self,
        actor: &Actor,
        id: FeedbackId,
        version: i64,
        draft: &FeedbackDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let seen = self.feedback_seen(&tx.db, actor, id).await?;
        let situation = Situation {
            frozen: seen.state()? != FeedbackState::New,
            ..seen.situation
        };
        decide(actor, Action::EditFeedback, &situation)?;
        let (facts, _) = draft.check()?;
        fresh(seen.row.version, version)?;
        let before = read_facts(&seen.row)?;
        let mut row = seen.row.clone().into_active_model();
        set_facts(&mut row, &facts, seen.project());
        row.version = Set(version + 1);
        row.updated_at = Set(tx.now.0);
        let after = row.update(&tx.db).await?;
        let mut recount = Recount::default();
        recount.changed(&seen.row, &after);
        recount.write(&tx).await?;
        index(&tx, id, seen.project(), &facts).await?;
        tx.audit(
            seen.named(actor),
            Action::EditFeedback.code(),
            Change::of(seen.thing(), &before, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// The author says whether what was shipped settles the matter: confirms it,
    /// takes that back, or says with a reason that it does not.
    ///
    /// # Errors
    /// Refused to all but its author; not a step from the state that it is in;
    /// no reason given where it is not settled.
    pub async fn settle_feedback(
        &self,
        actor: &Actor,
        id: FeedbackId,
        state: FeedbackState,
        reason: &str,
    ) -> Result<()> {
        let reason = clean_text(reason);
        let mut problems = Problems::default();
        let wanted = u32::from(state == FeedbackState::Accepted);
        problems.check_length("reason", &reason, wanted, REMARK_MAX);
        let tx = self.begin().await?;
        let seen = self.feedback_seen(&tx.db, actor, id).await?;
        decide(actor, Action::EditFeedback, &seen.situation)?;
        problems.into_result()?;
        let before = seen.state()?;
        if !may_become(before, state, Mover::Author) {
            return Err(invalid("state", Problem::NotOffered));
        }
        let mut row = seen.row.clone().into_active_model();
        row.state = Set(state.code().to_owned());
        row.state_reason = Set(reason.clone());
        row.version = Set(seen.row.version + 1);
        row.updated_at = Set(tx.now.0);
        let after = row.update(&tx.db).await?;
        let mut recount = Recount::default();
        recount.changed(&seen.row, &after);
        recount.write(&tx).await?;
        let before = json!({ "state": before, "reason": seen.row.state_reason });
        let after = json!({ "state": state, "reason": reason });
        tx.audit(
            seen.named(actor),
            Action::EditFeedback.code(),
            Change::of(seen.thing(), &before, &after)?,
        )
        .await?;
        tx.tell_settled(actor, &seen.row, seen.named(actor), state)
            .await?;
        tx.commit().await
    }
}

pub(super) async fn entry_row(
    db: &impl ConnectionTrait,
    id: FeedbackId,
) -> Result<Option<entry::Model>> {
    Ok(entry::Entity::find()
        .filter(entry::Column::Id.eq(id.0))
        .one(db)
        .await?)
}

/// Feedback that is there already: fine when the same was sent twice.
fn given_before(there: &entry::Model, actor: &Actor, facts: &FeedbackFacts) -> Result<()> {
    match there.author {
        Some(author) => same_author(author, actor),
        None if there.story == facts.story => Ok(()),
        None => Err(StoreError::NotFound),
    }
}

/// Writes a new entry and what search finds of it; counting and the audit row
/// are left to the caller.
pub(super) async fn put(tx: &Tx, given: Given<'_>, recount: &mut Recount) -> Result<()> {
    recount.added(&new_row(tx.now, &given).insert(&tx.db).await?);
    index(tx, given.id, given.project, given.facts).await
}

/// The row of a new entry.
pub(super) fn new_row(now: Timestamp, given: &Given<'_>) -> entry::ActiveModel {
    let iteration = given.iteration.as_ref();
    let mut row = entry::ActiveModel {
        id: Set(given.id.0),
        project_id: Set(given.project.0),
        anonymity: Set(given.anonymity.code().to_owned()),
        author: Set(given.author.map(Into::into)),
        source_author: Set(given.source_author.clone()),
        iteration_id: Set(iteration.map(|pinned| pinned.id.0)),
        iteration_number: Set(iteration.map(|pinned| pinned.number)),
        tool_version: Set(iteration.map(|pinned| pinned.tool_version.clone())),
        state: Set(FeedbackState::New.code().to_owned()),
        state_reason: Set(String::new()),
        duplicate_of: Set(None),
        assignee: Set(None),
        shared: Set(given.shared),
        comments: Set(0),
        version: Set(1),
        created_at: Set(given.at.0),
        updated_at: Set(now.0),
        ..Default::default()
    };
    set_facts(&mut row, given.facts, given.project);
    row
}

fn set_facts(row: &mut entry::ActiveModel, facts: &FeedbackFacts, project: ProjectId) {
    row.kind = Set(facts.kind.code().to_owned());
    row.story = Set(facts.story.clone());
    row.severity = Set(facts.severity.code().to_owned());
    row.weight = Set(weight(facts.severity));
    row.place = Set(facts.place.clone());
    row.level = Set(facts.level.map(|value| value.to_string()));
    row.discipline = Set(facts.discipline.map(|value| value.to_string()));
    row.pupils = Set(facts.pupils);
    row.device = Set(facts.device.map(|value| value.to_string()));
    row.network = Set(facts.network.map(|value| value.to_string()));
    row.folded = Set(searched(facts, project));
}
