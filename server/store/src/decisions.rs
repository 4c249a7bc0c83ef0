//! Decisions of a project: recording them, changing what they say, the list.
//! Action items stand in a module of their own.

mod actions;

use domain::decisions::{Decision, DecisionDetail, DecisionDraft, DecisionFacts};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{DecisionId, ProjectId};
use domain::paging::Page;
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::projects::Project;
use domain::time::Timestamp;
use sea_orm::sea_query::{self, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::Value;

use self::actions::opened_to;
use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::paging::paged;
use crate::projects::{fresh, same_author, situation};
use crate::tables::decisions::{action_item, decision};
use crate::tables::decode;

impl Store {
    /// Records a decision. Sent twice, it is recorded once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order.
    pub async fn create_decision(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: DecisionId,
        draft: &DecisionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        if self
            .record_decision_in(&tx, actor, project, id, draft)
            .await?
        {
            tx.commit().await?;
        }
        Ok(())
    }

    /// The same within a transaction; whether the decision is new.
    pub(crate) async fn record_decision_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        project: ProjectId,
        id: DecisionId,
        draft: &DecisionDraft,
    ) -> Result<bool> {
        self.project_for(&tx.db, actor, project, Action::EditDecision)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = decision_row(&tx.db, id).await? {
            same_author(there.created_by, actor)?;
            return Ok(false);
        }
        let row = decision::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
            ..Default::default()
        };
        facts_into(row, &facts, tx).insert(&tx.db).await?;
        index(tx, project, id, &facts).await?;
        let after = serde_json::to_value(&facts)?;
        note(tx, actor, id, (Value::Null, after)).await?;
        Ok(true)
    }

    /// Changes what a decision says; what it said before stays in its history.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; changed by somebody else
    /// meanwhile.
    pub async fn edit_decision(
        &self,
        actor: &Actor,
        id: DecisionId,
        version: i64,
        draft: &DecisionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, home) = self.decision_seen(&tx.db, actor, id).await?;
        decide(actor, Action::EditDecision, &situation(&home))?;
        let project = home.id;
        let facts = draft.check()?;
        fresh(row.version, version)?;
        let before = serde_json::to_value(facts_of(&row)?)?;
        let mut changed = facts_into(row.into_active_model(), &facts, &tx);
        changed.version = Set(version + 1);
        changed.update(&tx.db).await?;
        index(&tx, project, id, &facts).await?;
        let after = serde_json::to_value(&facts)?;
        note(&tx, actor, id, (before, after)).await?;
        tx.commit().await
    }

    /// A page of a project's decisions, the latest first: partners find those that
    /// are shared with them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the project.
    pub async fn decisions(
        &self,
        actor: &Actor,
        project: ProjectId,
        page: u64,
    ) -> Result<Page<Decision>> {
        let home = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let mut all = decision::Entity::find().filter(decision::Column::ProjectId.eq(project.0));
        if !may(actor, Action::SeeDecision, &situation(&home)) {
            all = all.filter(decision::Column::Shared.eq(true));
        }
        let newest_first = all
            .order_by_desc(decision::Column::DecidedOn)
            .order_by_desc(decision::Column::Id);
        paged(&self.db, newest_first, page, |rows| read(&self.db, rows)).await
    }

    /// A decision with its project and its history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn decision(&self, actor: &Actor, id: DecisionId) -> Result<DecisionDetail> {
        let (row, project) = self.decision_seen(&self.db, actor, id).await?;
        let mut read = read(&self.db, vec![row]).await?;
        Ok(DecisionDetail {
            decision: read.pop().ok_or(StoreError::NotFound)?,
            project,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::Decision, id))
                .await?,
        })
    }

    /// A decision that the actor may see, and its project.
    pub(crate) async fn decision_seen(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: DecisionId,
    ) -> Result<(decision::Model, Project)> {
        let row = decision_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let situation = Situation {
            shared_with_partners: row.shared,
            ..situation(&project)
        };
        match may(actor, Action::SeeDecision, &situation) {
            true => Ok((row, project)),
            false => Err(StoreError::NotFound),
        }
    }

    /// Ids of the decisions and action items that are opened to the actor: shared with
    /// partners, or taken on.
    pub(crate) fn opened_decisions(actor: &Actor) -> [SelectStatement; 2] {
        let decisions = sea_query::Query::select()
            .column(decision::Column::Id)
            .from(decision::Entity)
            .and_where(decision::Column::Shared.eq(true))
            .to_owned();
        let items = sea_query::Query::select()
            .column(action_item::Column::Id)
            .from(action_item::Entity)
            .cond_where(opened_to(actor))
            .to_owned();
        [decisions, items]
    }
}

async fn decision_row(
    db: &impl ConnectionTrait,
    id: DecisionId,
) -> Result<Option<decision::Model>> {
    Ok(decision::Entity::find_by_id(id.0).one(db).await?)
}

fn facts_into(
    mut row: decision::ActiveModel,
    facts: &DecisionFacts,
    tx: &Tx,
) -> decision::ActiveModel {
    row.statement = Set(facts.statement.clone());
    row.reasons = Set(facts.reasons.clone());
    row.alternatives = Set(facts.alternatives.clone());
    row.decided_on = Set(facts.decided_on.to_string());
    row.shared = Set(facts.shared);
    row.updated_at = Set(tx.now.0);
    row
}

fn facts_of(row: &decision::Model) -> Result<DecisionFacts> {
    Ok(DecisionFacts {
        statement: row.statement.clone(),
        reasons: row.reasons.clone(),
        alternatives: row.alternatives.clone(),
        decided_on: decode("decided_on", &row.decided_on)?,
        shared: row.shared,
    })
}

/// Reads decisions in the order of the rows, with one query for their authors.
async fn read(db: &impl ConnectionTrait, rows: Vec<decision::Model>) -> Result<Vec<Decision>> {
    let people = people_by_id(db, rows.iter().map(|row| row.created_by)).await?;
    let decision = |row: decision::Model| {
        Ok(Decision {
            id: DecisionId(row.id),
            project: ProjectId(row.project_id),
            facts: facts_of(&row)?,
            version: row.version,
            created_by: people.get(&row.created_by).cloned(),
            created_at: Timestamp(row.created_at),
        })
    };
    rows.into_iter().map(decision).collect()
}

async fn index(tx: &Tx, project: ProjectId, id: DecisionId, facts: &DecisionFacts) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Decision, id);
    let text = format!("{}\n{}", facts.reasons, facts.alternatives);
    tx.index(thing, Some(project), &facts.statement, &text)
        .await
}

async fn note(
    tx: &Tx,
    actor: &Actor,
    id: DecisionId,
    (before, after): (Value, Value),
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Decision, id);
    let change = Change::of(thing, &before, &after)?;
    let action = Action::EditDecision.code();
    tx.audit(Some(actor.user), action, change).await
}
