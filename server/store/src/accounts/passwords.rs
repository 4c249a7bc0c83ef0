//! Choosing a new password by a link that works once.

use domain::accounts::{Account, ResetRequest, check_password, normal_email};
use domain::audit::OwnDeed;
use domain::ids::UserId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::Value;
use uuid::Uuid;

use super::email::end_email_changes;
use super::sessions::end_sessions;
use super::{account_change, open_users, read_account, read_person, user_by_email};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_password, hash_secret, new_secret};
use crate::tables::accounts::{password_reset, reset_request, user};

/// How long a reset link can be used: one hour.
const RESET_SECONDS: i64 = 3_600;
/// How long somebody who waits for a link is shown to administrators: a week.
pub(super) const REQUEST_SECONDS: i64 = 7 * 86_400;

impl Store {
    /// The secret of a new reset link for whoever has this address; nothing
    /// where nobody has it, which the asker is not told.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request_password_reset(&self, email: &str) -> Result<Option<(Account, String)>> {
        let tx = self.begin().await?;
        let Some(user) = open_account(&tx, email).await? else {
            return Ok(None);
        };
        let secret = insert_reset(tx, user.id, None).await?;
        Ok(Some((read_account(user)?, secret)))
    }

    /// Notes for administrators that whoever has this address waits for a reset
    /// link, where no message can bring it; nothing where nobody has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn await_reset_link(&self, email: &str) -> Result<()> {
        let tx = self.begin().await?;
        let Some(user) = open_account(&tx, email).await? else {
            return Ok(());
        };
        let row = reset_request::ActiveModel {
            user_id: Set(user.id),
            asked_at: Set(tx.now.0),
        };
        reset_request::Entity::insert(row)
            .on_conflict(
                OnConflict::column(reset_request::Column::UserId)
                    .update_column(reset_request::Column::AskedAt)
                    .to_owned(),
            )
            .exec_without_returning(&tx.db)
            .await?;
        let change = account_change(UserId(user.id), Value::Null, Value::Null);
        tx.audit(None, OwnDeed::RequestPasswordReset.code(), change)
            .await?;
        tx.commit().await
    }

    /// Who waits for a reset link, the last who asked first.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn reset_requests(&self, actor: &Actor) -> Result<Vec<ResetRequest>> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let rows = reset_request::Entity::find()
            .filter(reset_request::Column::AskedAt.gte(self.now().plus_seconds(-REQUEST_SECONDS).0))
            .order_by_desc(reset_request::Column::AskedAt)
            .all(&self.db)
            .await?;
        let mut users = open_users(&self.db, rows.iter().map(|row| row.user_id)).await?;
        rows.into_iter()
            .filter_map(|row| Some((row.asked_at, users.remove(&row.user_id)?)))
            .map(|(asked_at, user)| {
                Ok(ResetRequest {
                    email: user.email.clone(),
                    person: read_person(user)?,
                    asked_at: Timestamp(asked_at),
                })
            })
            .collect()
    }

    /// The secret of a new reset link that an administrator hands to a person, who
    /// then waits for none any more.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn password_reset_for(&self, actor: &Actor, person: UserId) -> Result<String> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let tx = self.begin().await?;
        user::Entity::find_by_id(person.0)
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        insert_reset(tx, person.0, Some(actor.user)).await
    }

    /// Whether a reset link can still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reset_link_fits(&self, secret: &str) -> Result<bool> {
        Ok(usable_reset(&self.db, self.now(), secret).await?.is_some())
    }

    /// Sets a new password by a reset link and ends all the person's sessions.
    ///
    /// # Errors
    /// When the link is used up or too old, or the password too short.
    pub async fn reset_password(&self, secret: &str, password: &str) -> Result<UserId> {
        let mut problems = Problems::default();
        check_password(&mut problems, password);
        problems.into_result()?;
        let expired = || invalid("secret", Problem::LinkExpired);
        // Nothing is hashed for a link that opens nothing.
        if !self.reset_link_fits(secret).await? {
            return Err(expired());
        }
        let hash = hash_password(password).await?;
        let tx = self.begin().await?;
        let reset = usable_reset(&tx.db, tx.now, secret)
            .await?
            .ok_or_else(expired)?;
        let id = reset.user_id;
        set_password(&tx, id, hash).await?;
        end_sessions(&tx.db, id).await?;
        let change = account_change(UserId(id), Value::Null, Value::Null);
        tx.audit(Some(UserId(id)), OwnDeed::ResetPassword.code(), change)
            .await?;
        tx.commit().await?;
        self.tell_access(Some(UserId(id)));
        Ok(UserId(id))
    }
}

/// The account with this address, unless it is closed. Looked up once nobody else can
/// write: a link made for an address that is given up meanwhile would outlive it.
async fn open_account(tx: &Tx, email: &str) -> Result<Option<user::Model>> {
    let user = user_by_email(&tx.db, &normal_email(email)).await?;
    Ok(user.filter(|user| !user.closed))
}

async fn insert_reset(tx: Tx, user: Uuid, asked_by: Option<UserId>) -> Result<String> {
    let secret = new_secret()?;
    password_reset::ActiveModel {
        secret_hash: Set(hash_secret(&secret)),
        user_id: Set(user),
        expires_at: Set(tx.now.plus_seconds(RESET_SECONDS).0),
        used_at: Set(None),
    }
    .insert(&tx.db)
    .await?;
    reset_request::Entity::delete_by_id(user)
        .exec(&tx.db)
        .await?;
    let change = account_change(UserId(user), Value::Null, Value::Null);
    tx.audit(asked_by, OwnDeed::RequestPasswordReset.code(), change)
        .await?;
    tx.commit().await?;
    Ok(secret)
}

/// Sets a password. Whatever the person could be let in by before ends with it:
/// links to choose another, and links to take on another address.
pub(super) async fn set_password(tx: &Tx, user: Uuid, hash: String) -> Result<()> {
    end_links(tx, user).await?;
    reset_request::Entity::delete_by_id(user)
        .exec(&tx.db)
        .await?;
    let row = user::Entity::find_by_id(user)
        .filter(user::Column::Closed.eq(false))
        .one(&tx.db)
        .await?
        .ok_or(StoreError::NotFound)?;
    let mut row = row.into_active_model();
    row.password_hash = Set(hash);
    row.update(&tx.db).await?;
    Ok(())
}

/// Ends every link that was made for a person, and waiting for one to take on another
/// address.
pub(super) async fn end_links(tx: &Tx, user: Uuid) -> Result<()> {
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::UsedAt, Expr::value(tx.now.0))
        .filter(password_reset::Column::UserId.eq(user))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(&tx.db)
        .await?;
    end_email_changes(tx, user).await
}

async fn usable_reset(
    db: &impl ConnectionTrait,
    now: Timestamp,
    secret: &str,
) -> Result<Option<password_reset::Model>> {
    Ok(password_reset::Entity::find_by_id(hash_secret(secret))
        .filter(password_reset::Column::UsedAt.is_null())
        .filter(password_reset::Column::ExpiresAt.gte(now.0))
        .one(db)
        .await?)
}
