//! Needs: expressing, changing, and what became of them.

mod merging;
mod positions;
mod reading;

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::NeedId;
use domain::needs::{NeedDraft, NeedFacts, NeedState, STATEMENT_MAX};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems, clean_text};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::evidence::sources;
use crate::projects::{fresh, same_author};
use crate::tables::needs::need;
use crate::tables::{decode, decode_optional};

impl Store {
    /// Expresses a need. Sent twice, it is expressed once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn express_need(&self, actor: &Actor, id: NeedId, draft: &NeedDraft) -> Result<()> {
        decide(actor, Action::ExpressNeed, &Situation::workspace())?;
        let facts = draft.check()?;
        let tx = self.begin().await?;
        if tx.express(actor, id, &facts).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    /// Changes what a need says.
    ///
    /// # Errors
    /// Refused to all but its author and those who steer; a field is not in
    /// order; changed by somebody else meanwhile.
    pub async fn edit_need(
        &self,
        actor: &Actor,
        id: NeedId,
        version: i64,
        draft: &NeedDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, before) = need_for(&tx.db, actor, id, Action::EditNeed).await?;
        let facts = draft.check()?;
        fresh(row.version, version)?;
        let mut changed = facts_into(row.into_active_model(), &facts);
        changed.version = Set(version + 1);
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        index(&tx, id, &facts).await?;
        tx.audit(
            Some(actor.user),
            Action::EditNeed.code(),
            Change::of(thing, &before, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// Withdraws a need or sets it aside, with the reason, or opens it again.
    ///
    /// # Errors
    /// Refused to all but its author and those who steer; a state that is not
    /// chosen but follows from something; no reason given; changed by somebody
    /// else meanwhile.
    pub async fn settle_need(
        &self,
        actor: &Actor,
        id: NeedId,
        version: i64,
        state: NeedState,
        reason: &str,
    ) -> Result<()> {
        let reason = clean_text(reason);
        let mut problems = Problems::default();
        let wanted = u32::from(state != NeedState::Open);
        problems.check_length("reason", &reason, wanted, STATEMENT_MAX);
        if matches!(state, NeedState::Merged | NeedState::Answered) {
            problems.add("state", Problem::NotOffered);
        }
        problems.into_result()?;
        let tx = self.begin().await?;
        let row = need_row(&tx.db, id).await?.ok_or(StoreError::NotFound)?;
        let before: NeedState = decode("state", &row.state)?;
        let situation = Situation {
            is_author: row.author == Some(actor.user.0),
            frozen: before == NeedState::Merged,
            ..Situation::workspace()
        };
        decide(actor, Action::EditNeed, &situation)?;
        fresh(row.version, version)?;
        let answered = !sources(&tx.db, Relation::Answers, id.0).await?.is_empty();
        let state = match state {
            NeedState::Open if answered => NeedState::Answered,
            state => state,
        };
        let author = row.author;
        let told = told_state(&row);
        let after = json!({ "state": state, "reason": reason });
        if told == after {
            return Ok(());
        }
        set_state(&tx, row, state, &reason).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        tx.audit(
            Some(actor.user),
            Action::EditNeed.code(),
            Change::of(thing, &told, &after)?,
        )
        .await?;
        if state != before {
            tx.tell_need_state(actor, id, author, state).await?;
        }
        tx.commit().await
    }
}

pub(crate) async fn need_row(db: &impl ConnectionTrait, id: NeedId) -> Result<Option<need::Model>> {
    Ok(need::Entity::find_by_id(id.0).one(db).await?)
}

/// The need, when the actor may do this to it.
async fn need_for(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: NeedId,
    action: Action,
) -> Result<(need::Model, NeedFacts)> {
    decide(actor, Action::SeeNeed, &Situation::workspace())?;
    let row = need_row(db, id).await?.ok_or(StoreError::NotFound)?;
    let state: NeedState = decode("state", &row.state)?;
    let situation = Situation {
        is_author: row.author == Some(actor.user.0),
        frozen: state.is_closed(),
        ..Situation::workspace()
    };
    decide(actor, action, &situation)?;
    let facts = read_facts(&row)?;
    Ok((row, facts))
}

/// What the log tells of where a need stands, and why.
pub(crate) fn told_state(row: &need::Model) -> Value {
    json!({ "state": row.state, "reason": row.state_reason })
}

/// Brings a need to a state; the caller writes the audit row. Gives the need as it is then.
pub(crate) async fn set_state(
    tx: &Tx,
    row: need::Model,
    state: NeedState,
    reason: &str,
) -> Result<need::Model> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.state = Set(state.code().to_owned());
    row.state_reason = Set(reason.to_owned());
    row.version = Set(version);
    row.updated_at = Set(tx.now.0);
    Ok(row.update(&tx.db).await?)
}

impl Tx {
    /// Writes a need with its audit row; whether it is new. What the policy says
    /// has been asked.
    pub(crate) async fn express(
        &self,
        actor: &Actor,
        id: NeedId,
        facts: &NeedFacts,
    ) -> Result<bool> {
        if let Some(there) = need_row(&self.db, id).await? {
            same_author(there.author.unwrap_or_default(), actor)?;
            return Ok(false);
        }
        let mut row = columns(facts);
        row.id = Set(id.0);
        row.author = Set(Some(actor.user.0));
        row.created_at = Set(self.now.0);
        row.updated_at = Set(self.now.0);
        row.insert(&self.db).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        index(self, id, facts).await?;
        let change = Change::of(thing, &Value::Null, facts)?;
        self.audit(Some(actor.user), Action::ExpressNeed.code(), change)
            .await?;
        Ok(true)
    }
}

async fn index(tx: &Tx, id: NeedId, facts: &NeedFacts) -> Result<()> {
    let text = [&facts.affected, &facts.setting]
        .map(String::as_str)
        .join("\n");
    tx.index(
        ThingRef::new(ThingKind::Need, id),
        None,
        &facts.statement,
        &text,
    )
    .await
}

/// A new need with these facts; id, author and times are still to be set.
pub(crate) fn columns(facts: &NeedFacts) -> need::ActiveModel {
    let row = need::ActiveModel {
        state: Set(NeedState::Open.code().to_owned()),
        state_reason: Set(String::new()),
        merged_into: Set(None),
        source_author: Set(None),
        supports: Set(0),
        objections: Set(0),
        neutral: Set(0),
        version: Set(1),
        ..Default::default()
    };
    facts_into(row, facts)
}

fn facts_into(mut row: need::ActiveModel, facts: &NeedFacts) -> need::ActiveModel {
    row.statement = Set(facts.statement.clone());
    row.affected = Set(facts.affected.clone());
    row.setting = Set(facts.setting.clone());
    row.level = Set(facts.level.map(|value| value.to_string()));
    row.discipline = Set(facts.discipline.map(|value| value.to_string()));
    row.pupils = Set(facts.pupils);
    row.territory = Set(facts.territory.as_ref().map(ToString::to_string));
    row
}

pub(crate) fn read_facts(row: &need::Model) -> Result<NeedFacts> {
    Ok(NeedFacts {
        statement: row.statement.clone(),
        affected: row.affected.clone(),
        setting: row.setting.clone(),
        level: decode_optional("level", row.level.clone())?,
        discipline: decode_optional("discipline", row.discipline.clone())?,
        pupils: row.pupils,
        territory: decode_optional("territory", row.territory.clone())?,
    })
}
