//! Action items of a project: recording them, changing what they say, saying
//! what became of them, the list.

use domain::decisions::{
    ActionItem, ActionItemDetail, ActionItemDraft, ActionItemFacts, ActionState, ActionStateDraft,
};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ActionItemId, ProjectId};
use domain::milestones::Deed;
use domain::paging::Page;
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::projects::Project;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::milestones::owner_on_team;
use crate::paging::paged;
use crate::projects::{fresh, same_author, situation};
use crate::tables::decisions::action_item;
use crate::tables::{decode, decode_optional};

impl Store {
    /// Records what is to be done. Sent twice, it is recorded once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; an owner who is not on the team,
    /// or has no account any more.
    pub async fn create_action_item(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: ActionItemId,
        draft: &ActionItemDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        if self
            .record_action_in(&tx, actor, project, id, draft)
            .await?
        {
            tx.commit().await?;
        }
        Ok(())
    }

    /// The same within a transaction; whether the action item is new.
    pub(crate) async fn record_action_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        project: ProjectId,
        id: ActionItemId,
        draft: &ActionItemDraft,
    ) -> Result<bool> {
        self.project_for(&tx.db, actor, project, Action::EditAction)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = item_row(&tx.db, id).await? {
            same_author(there.created_by, actor)?;
            return Ok(false);
        }
        owner_on_team(tx, project, facts.owner).await?;
        let row = action_item::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            state: Set(ActionState::default().code().to_owned()),
            state_reason: Set(String::new()),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
            ..Default::default()
        };
        facts_into(row, &facts, tx).insert(&tx.db).await?;
        index(tx, project, id, &facts).await?;
        tx.tell_action_owner(actor, id, project, facts.owner)
            .await?;
        let after = serde_json::to_value(&facts)?;
        note(tx, actor, Action::EditAction, id, (Value::Null, after)).await?;
        Ok(true)
    }

    /// Changes what an action item says.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; a new owner who is not on the
    /// team; changed by somebody else meanwhile.
    pub async fn edit_action_item(
        &self,
        actor: &Actor,
        id: ActionItemId,
        version: i64,
        draft: &ActionItemDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, home) = self.item_seen(&tx.db, actor, id).await?;
        decide(actor, Action::EditAction, &situation(&home))?;
        let project = home.id;
        let facts = draft.check()?;
        fresh(row.version, version)?;
        let handed_over = row.owner != facts.owner.map(Uuid::from);
        if handed_over {
            owner_on_team(&tx, project, facts.owner).await?;
        }
        let before = json!({
            "statement": row.statement,
            "owner": row.owner,
            "due_on": row.due_on,
            "shared": row.shared,
        });
        let mut changed = facts_into(row.into_active_model(), &facts, &tx);
        changed.version = Set(version + 1);
        changed.update(&tx.db).await?;
        index(&tx, project, id, &facts).await?;
        if handed_over {
            tx.tell_action_owner(actor, id, project, facts.owner)
                .await?;
        }
        let after = serde_json::to_value(&facts)?;
        note(&tx, actor, Action::EditAction, id, (before, after)).await?;
        tx.commit().await
    }

    /// Says that an action item is done or given up, or opens it again.
    ///
    /// # Errors
    /// Refused by role to all but its owner; a state that does not follow; no
    /// reason where one is wanted; changed by somebody else meanwhile.
    pub async fn settle_action_item(
        &self,
        actor: &Actor,
        id: ActionItemId,
        version: i64,
        draft: &ActionStateDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self.item_seen(&tx.db, actor, id).await?;
        let situation = Situation {
            is_author: row.owner == Some(actor.user.0),
            ..situation(&project)
        };
        decide(actor, Action::SettleAction, &situation)?;
        // Before the state is asked: it may not follow just because somebody else was faster.
        fresh(row.version, version)?;
        let before: ActionState = decode("state", &row.state)?;
        let (state, reason) = draft.check(before)?;
        let settled = state != ActionState::Open;
        let told = json!({ "state": before, "reason": row.state_reason });
        let mut changed = row.into_active_model();
        changed.state = Set(state.code().to_owned());
        changed.state_reason = Set(reason.clone());
        changed.version = Set(version + 1);
        changed.settled_by = Set(settled.then_some(actor.user.0));
        changed.settled_at = Set(settled.then_some(tx.now.0));
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        let after = json!({ "state": state, "reason": reason });
        let change = (told, after);
        note(&tx, actor, Action::SettleAction, id, change).await?;
        tx.commit().await
    }

    /// A page of a project's action items: first what is to be done, the newest
    /// of each kind first. Partners find what is shared with them or taken on by them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the project.
    pub async fn action_items(
        &self,
        actor: &Actor,
        project: ProjectId,
        page: u64,
    ) -> Result<Page<ActionItem>> {
        let home = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let mut all =
            action_item::Entity::find().filter(action_item::Column::ProjectId.eq(project.0));
        if !may(actor, Action::SeeDecision, &situation(&home)) {
            all = all.filter(opened_to(actor));
        }
        let open = action_item::Column::State.eq(ActionState::Open.code());
        let open_first = all
            .order_by_desc(open)
            .order_by_desc(action_item::Column::CreatedAt)
            .order_by_desc(action_item::Column::Id);
        paged(&self.db, open_first, page, |rows| read(&self.db, rows)).await
    }

    /// An action item with its project and its history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn action_item(&self, actor: &Actor, id: ActionItemId) -> Result<ActionItemDetail> {
        let (row, project) = self.item_seen(&self.db, actor, id).await?;
        let mut read = read(&self.db, vec![row]).await?;
        Ok(ActionItemDetail {
            item: read.pop().ok_or(StoreError::NotFound)?,
            project,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::ActionItem, id))
                .await?,
        })
    }

    /// An action item that the actor may see, and its project.
    pub(crate) async fn item_seen(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: ActionItemId,
    ) -> Result<(action_item::Model, Project)> {
        let row = item_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let situation = Situation {
            is_author: row.owner == Some(actor.user.0),
            shared_with_partners: row.shared,
            ..situation(&project)
        };
        match may(actor, Action::SeeDecision, &situation) {
            true => Ok((row, project)),
            false => Err(StoreError::NotFound),
        }
    }
}

/// Shared with partners, or taken on by the actor.
pub(super) fn opened_to(actor: &Actor) -> Condition {
    Condition::any()
        .add(action_item::Column::Shared.eq(true))
        .add(action_item::Column::Owner.eq(actor.user.0))
}

async fn item_row(
    db: &impl ConnectionTrait,
    id: ActionItemId,
) -> Result<Option<action_item::Model>> {
    Ok(action_item::Entity::find_by_id(id.0).one(db).await?)
}

fn facts_into(
    mut row: action_item::ActiveModel,
    facts: &ActionItemFacts,
    tx: &Tx,
) -> action_item::ActiveModel {
    row.statement = Set(facts.statement.clone());
    row.owner = Set(facts.owner.map(Uuid::from));
    row.due_on = Set(facts.due_on.map(|due_on| due_on.to_string()));
    row.shared = Set(facts.shared);
    row.updated_at = Set(tx.now.0);
    row
}

/// Reads action items in the order of the rows, with one query for their people.
async fn read(db: &impl ConnectionTrait, rows: Vec<action_item::Model>) -> Result<Vec<ActionItem>> {
    let named = rows.iter().flat_map(|row| {
        [Some(row.created_by), row.owner, row.settled_by]
            .into_iter()
            .flatten()
    });
    let people = people_by_id(db, named).await?;
    let item = |row: action_item::Model| {
        let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
        Ok(ActionItem {
            id: ActionItemId(row.id),
            project: ProjectId(row.project_id),
            owner: person(row.owner),
            due_on: decode_optional("due_on", row.due_on)?,
            shared: row.shared,
            state: decode("state", &row.state)?,
            settled: row.settled_at.map(|at| Deed {
                by: person(row.settled_by),
                at: Timestamp(at),
            }),
            version: row.version,
            created_by: person(Some(row.created_by)),
            created_at: Timestamp(row.created_at),
            statement: row.statement,
            state_reason: row.state_reason,
        })
    };
    rows.into_iter().map(item).collect()
}

async fn index(
    tx: &Tx,
    project: ProjectId,
    id: ActionItemId,
    facts: &ActionItemFacts,
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::ActionItem, id);
    tx.index(thing, Some(project), &facts.statement, "").await
}

async fn note(
    tx: &Tx,
    actor: &Actor,
    action: Action,
    id: ActionItemId,
    (before, after): (Value, Value),
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::ActionItem, id);
    let change = Change::of(thing, &before, &after)?;
    tx.audit(Some(actor.user), action.code(), change).await
}
