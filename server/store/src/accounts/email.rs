//! Taking on another e-mail address, by a link that proves that it is the person's.
//! It is sent to that address, or made by an administrator where no messages are sent.

use std::collections::BTreeSet;

use domain::accounts::{EmailRequest, check_email, normal_email};
use domain::audit::OwnDeed;
use domain::ids::UserId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems};
use domain::time::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde_json::Value;
use uuid::Uuid;

use super::passwords::{REQUEST_SECONDS, end_links};
use super::{account_change, open_users, read_person, user_by_email};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_secret, new_secret};
use crate::tables::accounts::{email_change, email_request, user};

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
        let (tx, email) = self.ask(actor, present, email).await?;
        let secret = insert_link(&tx, actor.user.0, email.clone()).await?;
        tx.commit().await?;
        Ok((email, secret))
    }

    /// Notes for administrators that the actor waits for a link to take on another
    /// address, where no message can bring it. Asking tells nothing here either.
    ///
    /// # Errors
    /// [`Problem::WrongPassword`]; when it is not an address.
    pub async fn await_email_link(&self, actor: &Actor, present: &str, email: &str) -> Result<()> {
        let (tx, email) = self.ask(actor, present, email).await?;
        let row = email_request::ActiveModel {
            user_id: Set(actor.user.0),
            email: Set(email),
            asked_at: Set(tx.now.0),
        };
        email_request::Entity::insert(row)
            .on_conflict(
                OnConflict::column(email_request::Column::UserId)
                    .update_columns([email_request::Column::Email, email_request::Column::AskedAt])
                    .to_owned(),
            )
            .exec_without_returning(&tx.db)
            .await?;
        tx.commit().await
    }

    /// Who waits for a link to take on another address, the last who asked first.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn email_requests(&self, actor: &Actor) -> Result<Vec<EmailRequest>> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let rows = email_request::Entity::find()
            .filter(email_request::Column::AskedAt.gte(forgotten_before(self.now())))
            .order_by_desc(email_request::Column::AskedAt)
            .all(&self.db)
            .await?;
        let taken: BTreeSet<String> = user::Entity::find()
            .select_only()
            .column(user::Column::Email)
            .filter(user::Column::Email.is_in(rows.iter().map(|row| row.email.as_str())))
            .into_tuple()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        let mut users = open_users(&self.db, rows.iter().map(|row| row.user_id)).await?;
        rows.into_iter()
            .filter_map(|row| Some((users.remove(&row.user_id)?, row)))
            .map(|(user, row)| {
                Ok(EmailRequest {
                    taken: row.email != user.email && taken.contains(&row.email),
                    email: user.email.clone(),
                    person: read_person(user)?,
                    asked: row.email,
                    asked_at: Timestamp(row.asked_at),
                })
            })
            .collect()
    }

    /// The secret of the link that an administrator hands to a person who asked to
    /// take on another address, and who then waits for none any more.
    ///
    /// # Errors
    /// Refused to all but administrators; when the person waits for no link, or
    /// another account has the address.
    pub async fn email_link_for(&self, actor: &Actor, person: UserId) -> Result<String> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let tx = self.begin().await?;
        let asked = email_request::Entity::find_by_id(person.0)
            .filter(email_request::Column::AskedAt.gte(forgotten_before(tx.now)))
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        let user = open_user(&tx, person.0).await?;
        let user = user.ok_or(StoreError::NotFound)?;
        free(&tx, &user, &asked.email).await?;
        end_email_changes(&tx, person.0).await?;
        let secret = insert_link(&tx, person.0, asked.email).await?;
        let change = account_change(person, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::AskEmailChange.code(), change)
            .await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// The address that a link is about, while it can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn email_of_link(&self, secret: &str) -> Result<Option<String>> {
        let found = usable(&self.db, self.now(), secret).await?;
        Ok(found.map(|row| row.email))
    }

    /// Takes on the address of a link, and gives the one before. The link alone does
    /// not do: sent to a mistyped address it would hand the account to whoever reads
    /// there.
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
        let user = open_user(&tx, asked.user_id).await?.ok_or_else(expired)?;
        free(&tx, &user, &asked.email).await?;
        // Links sent to the address before end with it.
        end_links(&tx, user.id).await?;
        let before = user.email.clone();
        let mut user = user.into_active_model();
        user.email = Set(asked.email);
        user.update(&tx.db).await?;
        let change = account_change(actor.user, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::ChangeEmail.code(), change)
            .await?;
        tx.commit().await?;
        Ok(before)
    }

    /// The transaction in which another address is asked for, and that address. The
    /// last one asked for counts. Nothing is looked up that would tell whose it is.
    async fn ask(&self, actor: &Actor, present: &str, email: &str) -> Result<(Tx, String)> {
        let email = normal_email(email);
        let mut problems = Problems::default();
        check_email(&mut problems, "email", &email);
        problems.into_result()?;
        let confirmed = self.confirm_password(actor, present).await?;
        let tx = self.begin().await?;
        confirmed.still_stands(&tx).await?;
        end_email_changes(&tx, actor.user.0).await?;
        // Addresses stay out of the log, which forgets nothing.
        let change = account_change(actor.user, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::AskEmailChange.code(), change)
            .await?;
        Ok((tx, email))
    }
}

/// Before when whoever asked for a link is not shown any more.
fn forgotten_before(now: Timestamp) -> i64 {
    now.plus_seconds(-REQUEST_SECONDS).0
}

async fn open_user(tx: &Tx, user: Uuid) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(user)
        .filter(user::Column::Closed.eq(false))
        .one(&tx.db)
        .await?)
}

/// Refuses an address that another account has.
async fn free(tx: &Tx, user: &user::Model, email: &str) -> Result<()> {
    let holder = user_by_email(&tx.db, email).await?;
    if holder.is_some_and(|holder| holder.id != user.id) {
        return Err(invalid("email", Problem::Taken));
    }
    Ok(())
}

async fn insert_link(tx: &Tx, user: Uuid, email: String) -> Result<String> {
    let secret = new_secret()?;
    email_change::ActiveModel {
        secret_hash: Set(hash_secret(&secret)),
        user_id: Set(user),
        email: Set(email),
        expires_at: Set(tx.now.plus_seconds(LINK_SECONDS).0),
    }
    .insert(&tx.db)
    .await?;
    Ok(secret)
}

/// Ends what a person asked for of another address: the link, and waiting for one.
pub(super) async fn end_email_changes(tx: &Tx, user: Uuid) -> Result<()> {
    email_change::Entity::delete_many()
        .filter(email_change::Column::UserId.eq(user))
        .exec(&tx.db)
        .await?;
    email_request::Entity::delete_by_id(user)
        .exec(&tx.db)
        .await?;
    Ok(())
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
