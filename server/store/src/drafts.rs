//! What somebody typed in a form that could not be taken: kept for an hour, so
//! that the form comes back as it was even without JavaScript, even after the
//! session had ended. It comes back to whoever typed it; what a stranger typed, to
//! the first who signs in with it.

use domain::ids::UserId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::database::{Store, Tx};
use crate::error::Result;
use crate::tables::accounts::form_draft;

/// The most bytes of one draft: as many as a form may send. Whoever has an account may keep
/// far more in files.
pub const DRAFT_MAX: usize = 1024 * 1024;
/// The most bytes of a stranger's draft: their forms are short.
pub const STRANGERS_DRAFT_MAX: usize = 64 * 1024;
/// The most drafts of one person, who has forms open in a few windows.
pub const OWN_DRAFTS_MAX: u64 = 20;
/// The most drafts of all strangers together.
pub const STRANGERS_DRAFTS_MAX: u64 = 1_000;
const KEPT_SECONDS: i64 = 3_600;

/// What was typed in a form, as it is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormDraft {
    /// Under which it is kept.
    pub id: Uuid,
    /// The address to which the form was sent.
    pub path: String,
    /// Its fields.
    pub body: String,
}

impl Store {
    /// Keeps the body of a form that was sent to `path` by this person, or by a stranger,
    /// and gives the id under which it is found again. A larger body than [`DRAFT_MAX`], or
    /// than [`STRANGERS_DRAFT_MAX`] of a stranger, is not kept. Of too many drafts the oldest
    /// go: of the person's own, or of strangers'.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_draft(
        &self,
        path: &str,
        body: &str,
        person: Option<UserId>,
    ) -> Result<Option<Uuid>> {
        let most = match person {
            Some(_) => DRAFT_MAX,
            None => STRANGERS_DRAFT_MAX,
        };
        if body.len() > most {
            return Ok(None);
        }
        let tx = self.begin().await?;
        form_draft::Entity::delete_many()
            .filter(form_draft::Column::ExpiresAt.lt(tx.now.0))
            .exec(&tx.db)
            .await?;
        make_room(&tx, person).await?;
        // Random, not in order of time: whoever has the id sees a stranger's draft.
        let id = Uuid::new_v4();
        form_draft::ActiveModel {
            id: Set(id),
            path: Set(path.to_owned()),
            body: Set(body.to_owned()),
            user_id: Set(person.map(|person| person.0)),
            expires_at: Set(tx.now.plus_seconds(KEPT_SECONDS).0),
        }
        .insert(&tx.db)
        .await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// A draft, if it is still kept and the reader's own. A stranger's belongs from then on
    /// to the first person who reads it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft(&self, id: Uuid, reader: Option<UserId>) -> Result<Option<FormDraft>> {
        let kept = form_draft::Entity::find_by_id(id)
            .filter(form_draft::Column::ExpiresAt.gte(self.now().0))
            .one(&self.db)
            .await?;
        let Some(kept) = kept else {
            return Ok(None);
        };
        let is_own = match (kept.user_id, reader) {
            (Some(person), reader) => reader == Some(UserId(person)),
            (None, None) => true,
            (None, Some(reader)) => self.claim_draft(id, reader).await?,
        };
        Ok(is_own.then_some(FormDraft {
            id,
            path: kept.path,
            body: kept.body,
        }))
    }

    /// Whether a draft is one of the form that is sent to `path`, and may be read. What was
    /// typed is not: it may be long, and whoever sends the form sends it anew.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_draft_of(&self, id: Uuid, path: &str, reader: Option<UserId>) -> Result<bool> {
        let kept = form_draft::Entity::find_by_id(id)
            .filter(form_draft::Column::Path.eq(path))
            .filter(form_draft::Column::ExpiresAt.gte(self.now().0))
            .filter(readable(reader));
        Ok(kept.count(&self.db).await? > 0)
    }

    /// Makes a stranger's draft this person's; whether it is theirs now.
    async fn claim_draft(&self, id: Uuid, person: UserId) -> Result<bool> {
        // Another request of the same browser may have done so meanwhile.
        let claimed = form_draft::Entity::update_many()
            .col_expr(form_draft::Column::UserId, Expr::value(person.0))
            .filter(form_draft::Column::Id.eq(id))
            .filter(readable(Some(person)))
            .exec(&self.db)
            .await?;
        Ok(claimed.rows_affected > 0)
    }

    /// Drops a draft that the reader may read, once its form is taken or its author signs out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_draft(&self, id: Uuid, reader: Option<UserId>) -> Result<()> {
        form_draft::Entity::delete_by_id(id)
            .filter(readable(reader))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// The condition that a draft is the reader's own or a stranger's.
fn readable(reader: Option<UserId>) -> Condition {
    let own = reader.map(|person| form_draft::Column::UserId.eq(person.0));
    Condition::any()
        .add(form_draft::Column::UserId.is_null())
        .add_option(own)
}

/// Makes room for one more draft among those of a person, or of strangers: whoever keeps
/// many displaces nobody else's.
async fn make_room(tx: &Tx, person: Option<UserId>) -> Result<()> {
    let (among, most) = match person {
        Some(person) => (form_draft::Column::UserId.eq(person.0), OWN_DRAFTS_MAX),
        None => (form_draft::Column::UserId.is_null(), STRANGERS_DRAFTS_MAX),
    };
    let kept = form_draft::Entity::find().filter(among);
    let too_many = (kept.clone().count(&tx.db).await? + 1).saturating_sub(most);
    if too_many == 0 {
        return Ok(());
    }
    let oldest: Vec<Uuid> = kept
        .select_only()
        .column(form_draft::Column::Id)
        .order_by_asc(form_draft::Column::ExpiresAt)
        .limit(too_many)
        .into_tuple()
        .all(&tx.db)
        .await?;
    form_draft::Entity::delete_many()
        .filter(form_draft::Column::Id.is_in(oldest))
        .exec(&tx.db)
        .await?;
    Ok(())
}
