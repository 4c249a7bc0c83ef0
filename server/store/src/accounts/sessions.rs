//! Signing in and out: the browsers in which a person is known.

use std::collections::BTreeMap;

use domain::accounts::{Account, PASSWORD_MAX, SessionInfo, normal_email};
use domain::audit::OwnDeed;
use domain::ids::{ProjectId, SignInId, UserId};
use domain::policy::Actor;
use domain::problems::{Problem, clean_line};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::own::unchanged;
use super::{account_change, read_account, user_by_email};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_secret, new_secret, password_fits};
use crate::tables::accounts::{session, user};
use crate::tables::decode;
use crate::tables::projects::team_member;

/// How long a session lasts without being used: 30 days.
const SESSION_SECONDS: i64 = 30 * 86_400;
/// How long it is remembered after that whose it was: 30 days.
const REMEMBERED_SECONDS: i64 = 30 * 86_400;
/// A session's last use is written at most this often.
const SEEN_EVERY_SECONDS: i64 = 60;

/// Who is signed in, found by the secret in the cookie.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub session: SignInId,
    /// What the policy knows of the person.
    pub actor: Actor,
    /// The person's own account.
    pub account: Account,
}

impl Store {
    /// Signs in and gives the secret for the cookie.
    ///
    /// # Errors
    /// [`Problem::WrongCredentials`] whether the address or the password is
    /// wrong, after the same time.
    pub async fn sign_in(&self, email: &str, password: &str, browser: &str) -> Result<String> {
        let too_long = password.chars().count() > PASSWORD_MAX as usize;
        let account = user_by_email(&self.db, &normal_email(email))
            .await?
            .filter(|account| !account.closed && !too_long);
        let password = if too_long { "" } else { password };
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        let fits = password_fits(password, hash).await?;
        let account = account.filter(|_| fits).ok_or_else(wrong_credentials)?;
        let tx = self.begin().await?;
        // Another password may have been set while this one was compared.
        let account = unchanged(&tx, &account).await?;
        let account = account.ok_or_else(wrong_credentials)?;
        start(tx, account.id, browser).await
    }

    /// Starts a session of a person just recognised and gives its secret.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the account was closed since: the session would
    /// count once it is opened again.
    pub async fn start_session(&self, user: UserId, browser: &str) -> Result<String> {
        let tx = self.begin().await?;
        let open = user::Entity::find_by_id(user.0).filter(user::Column::Closed.eq(false));
        let account = open.one(&tx.db).await?.ok_or(StoreError::NotFound)?;
        start(tx, account.id, browser).await
    }

    /// Who is signed in with this secret, if anybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(&self, secret: &str) -> Result<Option<SignedIn>> {
        let moment = self.now();
        let Some(session) = session::Entity::find()
            .filter(session::Column::SecretHash.eq(hash_secret(secret)))
            .filter(session::Column::ExpiresAt.gte(moment.0))
            .one(&self.db)
            .await?
        else {
            return Ok(None);
        };
        let Some(user) = user::Entity::find_by_id(session.user_id)
            .filter(user::Column::Closed.eq(false))
            .one(&self.db)
            .await?
        else {
            return Ok(None);
        };
        if session.last_seen_at < moment.plus_seconds(-SEEN_EVERY_SECONDS).0 {
            let mut seen = session.clone().into_active_model();
            seen.last_seen_at = Set(moment.0);
            seen.expires_at = Set(moment.plus_seconds(SESSION_SECONDS).0);
            seen.update(&self.db).await?;
        }
        let account = read_account(user)?;
        let actor = self.actor_of(&self.db, &account).await?;
        Ok(Some(SignedIn {
            session: SignInId(session.id),
            actor,
            account,
        }))
    }

    /// Whose session this secret is or was, also for a while after it has expired: what
    /// was typed while it did so is kept for them alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person_of_session(&self, secret: &str) -> Result<Option<UserId>> {
        let session = session::Entity::find()
            .filter(session::Column::SecretHash.eq(hash_secret(secret)))
            .one(&self.db)
            .await?;
        Ok(session.map(|session| UserId(session.user_id)))
    }

    /// Whether a person is still signed in there, for what goes on after a request.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_signed_in(&self, user: UserId, session: SignInId) -> Result<bool> {
        let session = session::Entity::find_by_id(session.0)
            .filter(session::Column::UserId.eq(user.0))
            .filter(session::Column::ExpiresAt.gte(self.now().0))
            .one(&self.db)
            .await?;
        let account = user::Entity::find_by_id(user.0)
            .filter(user::Column::Closed.eq(false))
            .one(&self.db)
            .await?;
        Ok(session.is_some() && account.is_some())
    }

    /// What the policy knows of a person.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such account.
    pub async fn actor(&self, id: UserId) -> Result<Actor> {
        self.actor_in(&self.db, id).await
    }

    /// The same as a transaction sees it.
    pub(crate) async fn actor_in(&self, db: &impl ConnectionTrait, id: UserId) -> Result<Actor> {
        let user = user::Entity::find_by_id(id.0)
            .one(db)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.actor_of(db, &read_account(user)?).await
    }

    async fn actor_of(&self, db: &impl ConnectionTrait, account: &Account) -> Result<Actor> {
        let rows = team_member::Entity::find()
            .filter(team_member::Column::UserId.eq(account.person.id.0))
            .all(db)
            .await?;
        let mut projects = BTreeMap::new();
        for row in rows {
            projects.insert(ProjectId(row.project_id), decode("role", &row.role)?);
        }
        Ok(Actor {
            user: account.person.id,
            role: account.role,
            party: account.person.party,
            projects,
        })
    }

    /// Signs out of the browser that asks. As signing in, it leaves no audit row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the actor has no such session.
    pub async fn sign_out(&self, actor: &Actor, id: SignInId) -> Result<()> {
        end_one(&self.db, actor, id).await?;
        self.tell_access(Some(actor.user));
        Ok(())
    }

    /// Ends one session of the actor, which may be another browser's.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the actor has no such session.
    pub async fn end_session(&self, actor: &Actor, id: SignInId) -> Result<()> {
        let tx = self.begin().await?;
        end_one(&tx.db, actor, id).await?;
        let change = account_change(actor.user, json!({ "session": id }), Value::Null);
        tx.audit(Some(actor.user), OwnDeed::EndSession.code(), change)
            .await?;
        tx.commit().await?;
        self.tell_access(Some(actor.user));
        Ok(())
    }

    /// Ends every session of the actor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_all_sessions(&self, actor: &Actor) -> Result<()> {
        let tx = self.begin().await?;
        end_sessions(&tx.db, actor.user.0).await?;
        let change = account_change(actor.user, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::EndAllSessions.code(), change)
            .await?;
        tx.commit().await?;
        self.tell_access(Some(actor.user));
        Ok(())
    }

    /// The actor's sessions, the last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_ins(&self, actor: &Actor, current: SignInId) -> Result<Vec<SessionInfo>> {
        let rows = session::Entity::find()
            .filter(session::Column::UserId.eq(actor.user.0))
            .filter(session::Column::ExpiresAt.gte(self.now().0))
            .order_by_desc(session::Column::LastSeenAt)
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| SessionInfo {
                id: SignInId(row.id),
                created_at: Timestamp(row.created_at),
                last_seen_at: Timestamp(row.last_seen_at),
                browser: row.browser,
                current: row.id == current.0,
            })
            .collect())
    }
}

fn wrong_credentials() -> StoreError {
    invalid("password", Problem::WrongCredentials)
}

async fn start(tx: Tx, user: Uuid, browser: &str) -> Result<String> {
    let secret = new_secret()?;
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lt(tx.now.plus_seconds(-REMEMBERED_SECONDS).0))
        .exec(&tx.db)
        .await?;
    session::ActiveModel {
        id: Set(tx.new_id()),
        secret_hash: Set(hash_secret(&secret)),
        user_id: Set(user),
        browser: Set(clean_line(browser).chars().take(200).collect()),
        created_at: Set(tx.now.0),
        last_seen_at: Set(tx.now.0),
        expires_at: Set(tx.now.plus_seconds(SESSION_SECONDS).0),
    }
    .insert(&tx.db)
    .await?;
    tx.commit().await?;
    Ok(secret)
}

async fn end_one(db: &impl ConnectionTrait, actor: &Actor, id: SignInId) -> Result<()> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::UserId.eq(actor.user.0))
        .exec(db)
        .await?;
    if ended.rows_affected == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

pub(super) async fn end_sessions(db: &impl ConnectionTrait, user: Uuid) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(())
}
