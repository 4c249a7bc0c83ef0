//! Scripts that were saved as templates: of a project, or offered to all.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, ScriptTemplateId, SessionId};
use domain::policy::{Action, Actor, decide};
use domain::problems::Problem;
use domain::sessions::{ScriptTemplate, ScriptTemplateDraft, ScriptTemplateFacts, TEMPLATES_MAX};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::{Value, json};

use super::note;
use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::projects::{same_author, situation};
use crate::tables::sessions::script_template;

impl Store {
    /// Saves the script of a session as a template of its project. Sent twice, it is
    /// saved once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; too many templates.
    pub async fn save_script(
        &self,
        actor: &Actor,
        session: SessionId,
        id: ScriptTemplateId,
        draft: &ScriptTemplateDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self
            .session_for(&tx.db, actor, session, Action::SeeSession)
            .await?;
        // Also once it is over: what has worked is worth keeping.
        decide(actor, Action::RunSession, &situation(&project))?;
        let facts = draft.check()?;
        if let Some(there) = script_template::Entity::find_by_id(id.0)
            .one(&tx.db)
            .await?
        {
            return same_author(there.created_by, actor);
        }
        let kept = script_template::Entity::find()
            .filter(script_template::Column::ProjectId.eq(project.id.0))
            .count(&tx.db)
            .await?;
        if kept >= TEMPLATES_MAX {
            let max = u32::try_from(TEMPLATES_MAX).unwrap_or(u32::MAX);
            return Err(invalid("name", Problem::Full { max }));
        }
        let told = json!({ "template": facts.name, "shared": facts.shared });
        let template = script_template::Model {
            id: id.0,
            project_id: project.id.0,
            name: facts.name,
            purpose: facts.purpose,
            script: row.script,
            shared: facts.shared,
            created_by: actor.user.0,
            created_at: tx.now.0,
        };
        script_template::ActiveModel::from(template)
            .insert(&tx.db)
            .await?;
        let change = (Value::Null, told);
        note(&tx, Some(actor), Action::RunSession, session, change).await?;
        tx.commit().await
    }

    /// The templates that sessions of a project can begin with: all of its own, then those
    /// that others offered last to all, each newest first.
    ///
    /// # Errors
    /// Refused to those who prepare no sessions there; no such project.
    pub async fn saved_scripts(
        &self,
        actor: &Actor,
        project: ProjectId,
    ) -> Result<Vec<ScriptTemplate>> {
        self.project_for(&self.db, actor, project, Action::EditSession)
            .await?;
        let mut rows = script_template::Entity::find()
            .filter(script_template::Column::ProjectId.eq(project.0))
            .order_by_desc(script_template::Column::CreatedAt)
            .all(&self.db)
            .await?;
        // Apart: however many others offer, a project's own are all there.
        let offered = script_template::Entity::find()
            .filter(script_template::Column::ProjectId.ne(project.0))
            .filter(script_template::Column::Shared.eq(true))
            .order_by_desc(script_template::Column::CreatedAt)
            .limit(TEMPLATES_MAX)
            .all(&self.db)
            .await?;
        rows.extend(offered);
        let authors = rows.iter().map(|row| row.created_by);
        let people = people_by_id(&self.db, authors).await?;
        let template = |row: script_template::Model| {
            let by = people.get(&row.created_by);
            Ok(ScriptTemplate {
                id: ScriptTemplateId(row.id),
                script: serde_json::from_str(&row.script)?,
                by: by.map_or_else(String::new, |by| by.name.clone()),
                own: row.project_id == project.0,
                facts: ScriptTemplateFacts {
                    name: row.name,
                    purpose: row.purpose,
                    shared: row.shared,
                },
            })
        };
        rows.into_iter().map(template).collect()
    }

    /// Removes a template. Sessions that began with it keep their scripts.
    ///
    /// # Errors
    /// Refused by role in its project; no such template.
    pub async fn remove_saved_script(&self, actor: &Actor, id: ScriptTemplateId) -> Result<()> {
        let tx = self.begin().await?;
        let row = script_template::Entity::find_by_id(id.0)
            .one(&tx.db)
            .await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        self.project_for(&tx.db, actor, project, Action::EditSession)
            .await?;
        let before = json!({ "template": row.name, "shared": row.shared });
        row.delete(&tx.db).await?;
        let thing = ThingRef::new(ThingKind::Project, project);
        let change = Change::of(thing, &before, &Value::Null)?;
        tx.audit(Some(actor.user), Action::RunSession.code(), change)
            .await?;
        tx.commit().await
    }
}
