//! Taking on another e-mail address. Where messages are sent, a link to the new
//! address proves that it is the person's; where none are, it is taken on at once.

use domain::accounts::{check_email, normal_email};
use domain::audit::OwnDeed;
use domain::ids::UserId;
use domain::policy::Actor;
use domain::problems::{Problem, Problems};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::Value;

use super::passwords::end_links;
use super::{account_change, user_by_email};
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::secrets::{hash_secret, new_secret};
use crate::tables::accounts::{email_change, user};

/// How long the link can be used: one day, for whoever reads that mailbox elsewhere.
const LINK_SECONDS: i64 = 86_400;

impl Store {
    /// The new address as it is written to, and the secret of the link that goes
    /// there. Whether somebody has the address already is found out by whoever
    /// opens the link, and by nobody else: asking tells nothing.
    ///
    /// # Errors
    /// [`Problem::WrongPassword`]; when it is not an address.
    pub async fn ask_email_change(
        &self,
        actor: &Actor,
        present: &str,
        email: &str,
    ) -> Result<(String, String)> {
        let email = checked(email)?;
        let confirmed = self.confirm_password(actor, present).await?;
        let secret = new_secret()?;
        let tx = self.begin().await?;
        confirmed.still_stands(&tx).await?;
        // The last one asked for counts.
        email_change::Entity::delete_many()
            .filter(email_change::Column::UserId.eq(actor.user.0))
            .exec(&tx.db)
            .await?;
        email_change::ActiveModel {
            secret_hash: Set(hash_secret(&secret)),
            user_id: Set(actor.user.0),
            email: Set(email.clone()),
            expires_at: Set(tx.now.plus_seconds(LINK_SECONDS).0),
        }
        .insert(&tx.db)
        .await?;
        // Addresses stay out of the log, which forgets nothing.
        let change = account_change(actor.user, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::AskEmailChange.code(), change)
            .await?;
        tx.commit().await?;
        Ok((email, secret))
    }

    /// Takes on another address at once, and gives the one before.
    ///
    /// # Errors
    /// [`Problem::WrongPassword`]; when it is not an address, or another account
    /// has it.
    pub async fn change_email(&self, actor: &Actor, present: &str, email: &str) -> Result<String> {
        let email = checked(email)?;
        let confirmed = self.confirm_password(actor, present).await?;
        let tx = self.begin().await?;
        let user = confirmed.still_stands(&tx).await?;
        let before = user.email.clone();
        take_on(&tx, user, email).await?;
        tx.commit().await?;
        Ok(before)
    }

    /// The address that a link is about, while it can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn email_of_link(&self, secret: &str) -> Result<Option<String>> {
        let found = usable(&self.db, self.now(), secret).await?;
        Ok(found.map(|row| row.email))
    }

    /// Takes on the address that a link was sent to, and gives the one before. The
    /// link alone does not do: sent to a mistyped address it would hand the account
    /// to whoever reads there.
    ///
    /// # Errors
    /// When the link is used up, too old or somebody else's, or another account has
    /// the address.
    pub async fn confirm_email(&self, actor: &Actor, secret: &str) -> Result<String> {
        let tx = self.begin().await?;
        let expired = || invalid("secret", Problem::LinkExpired);
        let asked = usable(&tx.db, tx.now, secret).await?;
        let asked = asked
            .filter(|asked| asked.user_id == actor.user.0)
            .ok_or_else(expired)?;
        let user = user::Entity::find_by_id(asked.user_id)
            .filter(user::Column::Closed.eq(false))
            .one(&tx.db)
            .await?
            .ok_or_else(expired)?;
        let before = user.email.clone();
        take_on(&tx, user, asked.email).await?;
        tx.commit().await?;
        Ok(before)
    }
}

fn checked(email: &str) -> Result<String> {
    let email = normal_email(email);
    let mut problems = Problems::default();
    check_email(&mut problems, "email", &email);
    problems.into_result()?;
    Ok(email)
}

/// Gives an account its new address. Links sent to the one before end with it.
async fn take_on(tx: &Tx, user: user::Model, email: String) -> Result<()> {
    let id = UserId(user.id);
    let holder = user_by_email(&tx.db, &email).await?;
    if holder.is_some_and(|holder| holder.id != id.0) {
        return Err(invalid("email", Problem::Taken));
    }
    end_links(tx, id.0).await?;
    let mut user = user.into_active_model();
    user.email = Set(email);
    user.update(&tx.db).await?;
    let change = account_change(id, Value::Null, Value::Null);
    tx.audit(Some(id), OwnDeed::ChangeEmail.code(), change)
        .await
}

async fn usable(
    db: &impl ConnectionTrait,
    now: Timestamp,
    secret: &str,
) -> Result<Option<email_change::Model>> {
    Ok(email_change::Entity::find_by_id(hash_secret(secret))
        .filter(email_change::Column::ExpiresAt.gte(now.0))
        .one(db)
        .await?)
}
