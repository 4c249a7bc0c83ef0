//! Filters kept under a name, by one person for one project.

use domain::audit::OwnDeed;
use domain::feedback::{FeedbackFilter, SavedView, VIEW_MAX};
use domain::ids::{ProjectId, ViewId};
use domain::policy::{Action, Actor};
use domain::problems::{Problem, Problems, clean_line};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::{Value, json};

use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::projects::same_author;
use crate::tables::feedback::view;

/// How many views one person keeps of one project.
const VIEWS_MAX: u32 = 20;

impl Store {
    /// Keeps a filter under a name. Sent twice, it is kept once; a view of the
    /// same name is replaced where that is said.
    ///
    /// # Errors
    /// No such project for the actor; no name; a view of that name, which is not to be
    /// replaced; too many views.
    pub async fn save_view(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: ViewId,
        (name, replace): (&str, bool),
        filter: &FeedbackFilter,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, project, Action::SeeProject)
            .await?;
        let name = clean_line(name);
        let mut problems = Problems::default();
        problems.check_length("name", &name, 1, VIEW_MAX);
        problems.into_result()?;
        if let Some(there) = view::Entity::find_by_id(id.0).one(&tx.db).await? {
            return same_author(there.user_id, actor);
        }
        let own = view::Entity::find()
            .filter(view::Column::UserId.eq(actor.user.0))
            .filter(view::Column::ProjectId.eq(project.0))
            .all(&tx.db)
            .await?;
        let same = own.iter().find(|row| row.name == name);
        let kept = u32::try_from(own.len()).unwrap_or(u32::MAX);
        if same.is_none() && kept >= VIEWS_MAX {
            return Err(invalid("name", Problem::Full { max: VIEWS_MAX }));
        }
        let before = match same {
            Some(_) if !replace => return Err(invalid("name", Problem::NameKept)),
            Some(same) => {
                view::Entity::delete_by_id(same.id).exec(&tx.db).await?;
                let filter: FeedbackFilter = serde_json::from_str(&same.filter).unwrap_or_default();
                json!({ "name": same.name, "filter": filter.to_query() })
            }
            None => Value::Null,
        };
        let filter = filter.at_first_page();
        view::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            user_id: Set(actor.user.0),
            name: Set(name.clone()),
            filter: Set(serde_json::to_string(&filter)?),
            created_at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        let change = Change {
            kind: "feedback_view",
            id: id.0,
            before,
            after: json!({ "name": name, "filter": filter.to_query() }),
        };
        tx.audit(Some(actor.user), OwnDeed::SaveView.code(), change)
            .await?;
        tx.commit().await
    }

    /// Forgets a view of one's own.
    ///
    /// # Errors
    /// No such view of the actor's.
    pub async fn delete_view(&self, actor: &Actor, id: ViewId) -> Result<()> {
        let tx = self.begin().await?;
        let row = view::Entity::find_by_id(id.0)
            .filter(view::Column::UserId.eq(actor.user.0))
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        view::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let change = Change {
            kind: "feedback_view",
            id: id.0,
            before: json!({ "name": row.name }),
            after: Value::Null,
        };
        tx.audit(Some(actor.user), OwnDeed::DeleteView.code(), change)
            .await?;
        tx.commit().await
    }

    /// The actor's views of a project, by name. One that this version cannot
    /// read any more is left out.
    ///
    /// # Errors
    /// No such project for the actor.
    pub async fn views(&self, actor: &Actor, project: ProjectId) -> Result<Vec<SavedView>> {
        self.project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let rows = view::Entity::find()
            .filter(view::Column::UserId.eq(actor.user.0))
            .filter(view::Column::ProjectId.eq(project.0))
            .order_by_asc(view::Column::Name)
            .all(&self.db)
            .await?;
        let read = |row: view::Model| {
            Some(SavedView {
                id: ViewId(row.id),
                filter: serde_json::from_str(&row.filter).ok()?,
                name: row.name,
            })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}
