//! Changes made in an iteration, each linked to what caused it.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ChangeId, IterationId};
use domain::iterations::{ChangeDraft, HYPOTHESIS_MAX, Iteration, ToolChange};
use domain::policy::{Action, Actor};
use domain::problems::{Problem, Problems, clean_text};
use domain::projects::Project;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::projects::fresh;
use crate::tables::decode;
use crate::tables::evidence::link;
use crate::tables::iterations::change;

impl Store {
    /// Notes a change and what caused it. Sent twice, it is noted once.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; a field is not in
    /// order; what caused it is nothing that the actor sees.
    pub async fn add_change(
        &self,
        actor: &Actor,
        iteration: IterationId,
        id: ChangeId,
        draft: &ChangeDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (_, project) = self
            .iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = change_row(&tx.db, id).await? {
            let again = there.iteration_id == iteration.0 && there.author == Some(actor.user.0);
            return again.then_some(()).ok_or(StoreError::NotFound);
        }
        let known = self.named(&tx.db, actor, &facts.causes).await?;
        if known.len() < facts.causes.len() {
            return Err(invalid("cause", Problem::NotOffered));
        }
        let row = change::ActiveModel {
            id: Set(id.0),
            iteration_id: Set(iteration.0),
            text: Set(facts.text.clone()),
            author: Set(Some(actor.user.0)),
            version: Set(1),
            created_at: Set(tx.now.0),
        };
        row.insert(&tx.db).await?;
        let thing = ThingRef::new(ThingKind::Change, id);
        for &cause in &facts.causes {
            tx.link(cause, Relation::Caused, thing, actor.user).await?;
        }
        tx.index(thing, Some(project.id), &facts.text, "").await?;
        let after = json!({ "change": id, "text": facts.text, "causes": facts.causes });
        tx.audit_edit(actor, iteration, &Value::Null, &after)
            .await?;
        tx.commit().await
    }

    /// Says a change in other words.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; no text; changed by
    /// somebody else meanwhile.
    pub async fn edit_change(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
        text: &str,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, iteration, project) = self.change_for(&tx.db, actor, id).await?;
        let text = clean_text(text);
        let mut problems = Problems::default();
        problems.check_length("text", &text, 1, HYPOTHESIS_MAX);
        problems.into_result()?;
        fresh(row.version, version)?;
        let changed = change::ActiveModel {
            id: Set(id.0),
            text: Set(text.clone()),
            version: Set(version + 1),
            ..Default::default()
        };
        changed.update(&tx.db).await?;
        let thing = ThingRef::new(ThingKind::Change, id);
        tx.index(thing, Some(project.id), &text, "").await?;
        let before = json!({ "change": id, "text": row.text });
        let after = json!({ "change": id, "text": text });
        tx.audit_edit(actor, iteration.id, &before, &after).await?;
        tx.commit().await
    }

    /// Takes a change away that was noted by mistake, with its links.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed, or another in which it
    /// was evidence.
    pub async fn remove_change(&self, actor: &Actor, id: ChangeId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, iteration, _) = self.change_for(&tx.db, actor, id).await?;
        tx.forget(ThingRef::new(ThingKind::Change, id)).await?;
        change::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let before = json!({ "change": id, "text": row.text });
        tx.audit_edit(actor, iteration.id, &before, &Value::Null)
            .await?;
        tx.commit().await
    }

    /// A change, its iteration and its project.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn change(
        &self,
        actor: &Actor,
        id: ChangeId,
    ) -> Result<(Project, Iteration, ToolChange)> {
        let row = change_row(&self.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        let (iteration, project) = self
            .iteration_for(&self.db, actor, iteration, Action::SeeProject)
            .await?;
        let change = self.read_changes(actor, vec![row]).await?.pop();
        Ok((project, iteration, change.ok_or(StoreError::NotFound)?))
    }

    /// The changes made in an iteration, oldest first.
    pub(super) async fn changes_of(
        &self,
        actor: &Actor,
        iteration: IterationId,
    ) -> Result<Vec<ToolChange>> {
        let rows = change::Entity::find()
            .filter(change::Column::IterationId.eq(iteration.0))
            .order_by_asc(change::Column::CreatedAt)
            .order_by_asc(change::Column::Id)
            .all(&self.db)
            .await?;
        self.read_changes(actor, rows).await
    }

    async fn change_for(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: ChangeId,
    ) -> Result<(change::Model, Iteration, Project)> {
        let row = change_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        let (iteration, project) = self
            .iteration_for(db, actor, iteration, Action::EditIteration)
            .await?;
        Ok((row, iteration, project))
    }

    async fn read_changes(
        &self,
        actor: &Actor,
        rows: Vec<change::Model>,
    ) -> Result<Vec<ToolChange>> {
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.author)).await?;
        let links = link::Entity::find()
            .filter(link::Column::ToId.is_in(rows.iter().map(|row| row.id)))
            .filter(link::Column::Relation.eq(Relation::Caused.code()))
            .order_by_asc(link::Column::CreatedAt)
            .all(&self.db)
            .await?;
        let mut things = Vec::with_capacity(links.len());
        for link in &links {
            things.push(ThingRef::new(
                decode("from_kind", &link.from_kind)?,
                link.from_id,
            ));
        }
        let named = self.named(&self.db, actor, &things).await?;
        let read = |row: change::Model| ToolChange {
            id: ChangeId(row.id),
            text: row.text,
            causes: links
                .iter()
                .filter(|link| link.to_id == row.id)
                .filter_map(|link| named.get(&link.from_id).cloned())
                .collect(),
            author: row.author.and_then(|id| people.get(&id).cloned()),
            version: row.version,
            created_at: Timestamp(row.created_at),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

async fn change_row(db: &impl ConnectionTrait, id: ChangeId) -> Result<Option<change::Model>> {
    Ok(change::Entity::find_by_id(id.0).one(db).await?)
}
