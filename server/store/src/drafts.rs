//! What somebody typed in a form that could not be taken: kept for an hour, so
//! that the form comes back as it was even without JavaScript, even after the
//! session had ended.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;
use crate::tables::accounts::form_draft;

/// The most bytes of one draft.
pub const DRAFT_MAX: usize = 64 * 1024;
const KEPT_SECONDS: i64 = 3_600;

impl Store {
    /// Keeps the body of a form that was sent to `path`, and gives the id under
    /// which it is found again. A larger body than [`DRAFT_MAX`] is not kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_draft(&self, path: &str, body: &str) -> Result<Option<Uuid>> {
        if body.len() > DRAFT_MAX {
            return Ok(None);
        }
        let tx = self.begin().await?;
        form_draft::Entity::delete_many()
            .filter(form_draft::Column::ExpiresAt.lt(tx.now.0))
            .exec(&tx.db)
            .await?;
        // Random, not in order of time: whoever has the id sees the draft.
        let id = Uuid::new_v4();
        form_draft::ActiveModel {
            id: Set(id),
            path: Set(path.to_owned()),
            body: Set(body.to_owned()),
            expires_at: Set(tx.now.plus_seconds(KEPT_SECONDS).0),
        }
        .insert(&tx.db)
        .await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// The path and body of a draft, if it is still kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft(&self, id: Uuid) -> Result<Option<(String, String)>> {
        Ok(form_draft::Entity::find_by_id(id)
            .filter(form_draft::Column::ExpiresAt.gte(self.now().0))
            .one(&self.db)
            .await?
            .map(|row| (row.path, row.body)))
    }
}
