//! Choosing a new password by a link that works once.

use domain::accounts::{Account, PASSWORD_MAX, PASSWORD_MIN, normal_email};
use domain::audit::OwnDeed;
use domain::ids::UserId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::Value;
use uuid::Uuid;

use super::sessions::end_sessions;
use super::{account_change, read_account, user_by_email};
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_password, hash_secret, new_secret};
use crate::tables::accounts::{password_reset, user};

/// How long a reset link can be used: one hour.
const RESET_SECONDS: i64 = 3_600;

impl Store {
    /// The secret of a new reset link for whoever has this address; nothing
    /// where nobody has it, which the asker is not told.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request_password_reset(&self, email: &str) -> Result<Option<(Account, String)>> {
        let Some(user) = user_by_email(&self.db, &normal_email(email)).await? else {
            return Ok(None);
        };
        if user.closed {
            return Ok(None);
        }
        let secret = self.insert_reset(user.id, None).await?;
        Ok(Some((read_account(user)?, secret)))
    }

    /// The secret of a new reset link that an administrator hands to a person.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn password_reset_for(&self, actor: &Actor, person: UserId) -> Result<String> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        user::Entity::find_by_id(person.0)
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.insert_reset(person.0, Some(actor.user)).await
    }

    async fn insert_reset(&self, user: Uuid, asked_by: Option<UserId>) -> Result<String> {
        let secret = new_secret()?;
        let tx = self.begin().await?;
        password_reset::ActiveModel {
            secret_hash: Set(hash_secret(&secret)),
            user_id: Set(user),
            expires_at: Set(tx.now.plus_seconds(RESET_SECONDS).0),
            used_at: Set(None),
        }
        .insert(&tx.db)
        .await?;
        let change = account_change(UserId(user), Value::Null, Value::Null);
        tx.audit(asked_by, OwnDeed::RequestPasswordReset.code(), change)
            .await?;
        tx.commit().await?;
        Ok(secret)
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
        problems.check_length("password", password, PASSWORD_MIN, PASSWORD_MAX);
        problems.into_result()?;
        let hash = hash_password(password).await?;
        let tx = self.begin().await?;
        let reset = usable_reset(&tx.db, tx.now, secret)
            .await?
            .ok_or_else(|| invalid("secret", Problem::LinkExpired))?;
        let id = reset.user_id;
        // The person's other links end with it.
        password_reset::Entity::update_many()
            .col_expr(password_reset::Column::UsedAt, Expr::value(tx.now.0))
            .filter(password_reset::Column::UserId.eq(id))
            .filter(password_reset::Column::UsedAt.is_null())
            .exec(&tx.db)
            .await?;
        let user = user::Entity::find_by_id(id)
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        let mut user = user.into_active_model();
        user.password_hash = Set(hash);
        user.update(&tx.db).await?;
        end_sessions(&tx.db, id).await?;
        let change = account_change(UserId(id), Value::Null, Value::Null);
        tx.audit(Some(UserId(id)), OwnDeed::ResetPassword.code(), change)
            .await?;
        tx.commit().await?;
        Ok(UserId(id))
    }
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
