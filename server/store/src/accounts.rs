//! Accounts: signing in and out, invitations, password resets, roles.

use std::collections::BTreeMap;

use domain::accounts::{
    Account, CheckedSignUp, Invitation, InvitationDraft, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN,
    Person, SessionInfo, SignUp, WorkspaceRole, normal_email,
};
use domain::ids::{InvitationId, ProjectId, SessionId, UserId};
use domain::parties::Party;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems, clean_line};
use domain::time::Timestamp;
use domain::wording::Locale;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::Change;
use crate::database::{Store, Tx, now};
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_password, hash_secret, new_secret, password_fits};
use crate::settings;
use crate::tables::accounts::{invitation, password_reset, session, user};
use crate::tables::decode;
use crate::tables::projects::team_member;

/// How long a session lasts without being used: 30 days.
const SESSION_SECONDS: i64 = 30 * 86_400;
/// How long an invitation can be used: 14 days.
const INVITATION_SECONDS: i64 = 14 * 86_400;
/// How long a reset link can be used: one hour.
const RESET_SECONDS: i64 = 3_600;
/// A session's last use is written at most this often.
const SEEN_EVERY_SECONDS: i64 = 60;

/// Who is signed in, found by the secret in the cookie.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// What the policy knows of the person.
    pub actor: Actor,
    /// The person's own account.
    pub account: Account,
}

impl Store {
    /// Makes the first administrator's account and names the workspace.
    ///
    /// # Errors
    /// When the secret is not the one printed, or a field is not in order.
    pub async fn set_up(&self, secret: &str, workspace: &str, sign_up: &SignUp) -> Result<UserId> {
        let workspace = clean_line(workspace);
        let mut problems = Problems::default();
        problems.check_length("workspace", &workspace, 1, NAME_MAX);
        if let Err(more) = sign_up.check() {
            problems.0.extend(more.0);
        }
        problems.into_result()?;
        let account = NewAccount::prepare(sign_up).await?;
        let tx = self.begin().await?;
        if !settings::setup_secret_fits(&tx.db, secret).await? {
            return Err(invalid("secret", Problem::LinkExpired));
        }
        let id = account
            .insert(&tx, UserId::new(), WorkspaceRole::Administrator)
            .await?;
        settings::put(&tx.db, settings::NAME, &workspace).await?;
        settings::remove(&tx.db, settings::SETUP_HASH).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes an account from the command line or for a demonstration.
    ///
    /// # Errors
    /// When a field is not in order or the address is taken.
    pub async fn create_account(
        &self,
        id: UserId,
        sign_up: &SignUp,
        role: WorkspaceRole,
    ) -> Result<UserId> {
        let account = NewAccount::prepare(sign_up).await?;
        let tx = self.begin().await?;
        let id = account.insert(&tx, id, role).await?;
        tx.commit().await?;
        Ok(id)
    }

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
        match account {
            Some(account) if password_fits(password, hash).await? => {
                self.start_session(UserId(account.id), browser).await
            }
            Some(_) => Err(invalid("password", Problem::WrongCredentials)),
            None => {
                password_fits(password, None).await?;
                Err(invalid("password", Problem::WrongCredentials))
            }
        }
    }

    /// Starts a session of a person just recognised and gives its secret.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn start_session(&self, user: UserId, browser: &str) -> Result<String> {
        let secret = new_secret()?;
        let tx = self.begin().await?;
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lt(tx.now.0))
            .exec(&tx.db)
            .await?;
        session::ActiveModel {
            id: Set(SessionId::new().0),
            secret_hash: Set(hash_secret(&secret)),
            user_id: Set(user.0),
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

    /// Who is signed in with this secret, if anybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(&self, secret: &str) -> Result<Option<SignedIn>> {
        let moment = now();
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
        let actor = self.actor_of(&account).await?;
        Ok(Some(SignedIn {
            session: SessionId(session.id),
            actor,
            account,
        }))
    }

    /// What the policy knows of a person.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such account.
    pub async fn actor(&self, id: UserId) -> Result<Actor> {
        let user = user::Entity::find_by_id(id.0)
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.actor_of(&read_account(user)?).await
    }

    async fn actor_of(&self, account: &Account) -> Result<Actor> {
        let rows = team_member::Entity::find()
            .filter(team_member::Column::UserId.eq(account.person.id.0))
            .all(&self.db)
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

    /// Ends one session of the actor, which may be another browser's.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the actor has no such session.
    pub async fn end_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let ended = session::Entity::delete_many()
            .filter(session::Column::Id.eq(id.0))
            .filter(session::Column::UserId.eq(actor.user.0))
            .exec(&self.db)
            .await?;
        if ended.rows_affected == 0 {
            return Err(StoreError::NotFound);
        }
        Ok(())
    }

    /// Ends every session of the actor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_all_sessions(&self, actor: &Actor) -> Result<()> {
        end_sessions(&self.db, actor.user.0).await
    }

    /// The actor's sessions, the last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions(&self, actor: &Actor, current: SessionId) -> Result<Vec<SessionInfo>> {
        let rows = session::Entity::find()
            .filter(session::Column::UserId.eq(actor.user.0))
            .filter(session::Column::ExpiresAt.gte(now().0))
            .order_by_desc(session::Column::LastSeenAt)
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| SessionInfo {
                id: SessionId(row.id),
                created_at: Timestamp(row.created_at),
                last_seen_at: Timestamp(row.last_seen_at),
                browser: row.browser,
                current: row.id == current.0,
            })
            .collect())
    }

    /// Makes an invitation and gives the secret of its link.
    ///
    /// # Errors
    /// Refused to those who do not steer the workspace; only administrators
    /// invite administrators.
    pub async fn invite(&self, actor: &Actor, draft: &InvitationDraft) -> Result<String> {
        decide(actor, Action::InvitePeople, &Situation::workspace())?;
        if draft.role == WorkspaceRole::Administrator {
            decide(actor, Action::ManagePeople, &Situation::workspace())?;
        }
        let note = clean_line(&draft.note);
        let mut problems = Problems::default();
        problems.check_length("note", &note, 0, NAME_MAX);
        if !draft.party.can_sign_up() {
            problems.add("party", Problem::NotOffered);
        }
        problems.into_result()?;
        let secret = new_secret()?;
        let tx = self.begin().await?;
        // Sent twice, it invites once: the second secret replaces the first.
        let earlier = invitation::Entity::find_by_id(draft.id.0)
            .one(&tx.db)
            .await?;
        if let Some(earlier) = earlier {
            if earlier.created_by != actor.user.0 || earlier.used_at.is_some() {
                return Err(StoreError::NotFound);
            }
            let mut row = earlier.into_active_model();
            row.secret_hash = Set(hash_secret(&secret));
            row.update(&tx.db).await?;
        } else {
            invitation::ActiveModel {
                id: Set(draft.id.0),
                secret_hash: Set(hash_secret(&secret)),
                note: Set(note),
                role: Set(draft.role.code().to_owned()),
                party: Set(draft.party.code().to_owned()),
                created_by: Set(actor.user.0),
                created_at: Set(tx.now.0),
                expires_at: Set(tx.now.plus_seconds(INVITATION_SECONDS).0),
                used_at: Set(None),
                used_by: Set(None),
            }
            .insert(&tx.db)
            .await?;
            let change = Change {
                kind: "invitation",
                id: draft.id.0,
                before: Value::Null,
                after: serde_json::to_value(draft)?,
            };
            tx.audit(Some(actor.user), Action::InvitePeople.code(), change)
                .await?;
        }
        tx.commit().await?;
        Ok(secret)
    }

    /// The invitations that can still be used, or were, newest first.
    ///
    /// # Errors
    /// Refused to those who do not steer the workspace.
    pub async fn invitations(&self, actor: &Actor) -> Result<Vec<Invitation>> {
        decide(actor, Action::InvitePeople, &Situation::workspace())?;
        invitation::Entity::find()
            .order_by_desc(invitation::Column::Id)
            .all(&self.db)
            .await?
            .into_iter()
            .map(read_invitation)
            .collect()
    }

    /// The invitation of a link, while it can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn invitation(&self, secret: &str) -> Result<Option<Invitation>> {
        usable_invitation(&self.db, secret)
            .await?
            .map(read_invitation)
            .transpose()
    }

    /// Makes the account of a person who was invited.
    ///
    /// # Errors
    /// When the link is used up or too old, or a field is not in order.
    pub async fn accept_invitation(&self, secret: &str, sign_up: &SignUp) -> Result<UserId> {
        let account = NewAccount::prepare(sign_up).await?;
        let tx = self.begin().await?;
        let row = usable_invitation(&tx.db, secret)
            .await?
            .ok_or_else(|| invalid("secret", Problem::LinkExpired))?;
        let role = decode("role", &row.role)?;
        let id = account.insert(&tx, UserId::new(), role).await?;
        let mut row = row.into_active_model();
        row.used_at = Set(Some(tx.now.0));
        row.used_by = Set(Some(id.0));
        row.update(&tx.db).await?;
        tx.commit().await?;
        Ok(id)
    }

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
        tx.audit(asked_by, "request_password_reset", change).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Whether a reset link can still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reset_link_fits(&self, secret: &str) -> Result<bool> {
        Ok(usable_reset(&self.db, secret).await?.is_some())
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
        let reset = usable_reset(&tx.db, secret)
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
        tx.audit(Some(UserId(id)), "reset_password", change).await?;
        tx.commit().await?;
        Ok(UserId(id))
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        user::Entity::find()
            .order_by_asc(user::Column::Name)
            .all(&self.db)
            .await?
            .into_iter()
            .map(read_account)
            .collect()
    }

    /// The people of the workspace, by name, as others see them.
    ///
    /// # Errors
    /// Refused to those who do not see the workspace.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<Person>> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        user::Entity::find()
            .filter(user::Column::Closed.eq(false))
            .order_by_asc(user::Column::Name)
            .all(&self.db)
            .await?
            .into_iter()
            .map(read_person)
            .collect()
    }

    /// Gives a person another role in the workspace, or closes the account.
    ///
    /// # Errors
    /// Refused to all but administrators; the last administrator stays one.
    pub async fn change_account(
        &self,
        actor: &Actor,
        person: UserId,
        role: WorkspaceRole,
        closed: bool,
    ) -> Result<()> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let tx = self.begin().await?;
        let row = user::Entity::find_by_id(person.0)
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        let others = user::Entity::find()
            .filter(user::Column::Role.eq(WorkspaceRole::Administrator.code()))
            .filter(user::Column::Closed.eq(false))
            .filter(user::Column::Id.ne(person.0))
            .one(&tx.db)
            .await?;
        if others.is_none() && (closed || role != WorkspaceRole::Administrator) {
            return Err(invalid("role", Problem::NotOffered));
        }
        let before = json!({ "role": row.role, "closed": row.closed });
        let mut row = row.into_active_model();
        row.role = Set(role.code().to_owned());
        row.closed = Set(closed);
        row.update(&tx.db).await?;
        if closed {
            end_sessions(&tx.db, person.0).await?;
        }
        let after = json!({ "role": role, "closed": closed });
        tx.audit(
            Some(actor.user),
            Action::ManagePeople.code(),
            account_change(person, before, after),
        )
        .await?;
        tx.commit().await
    }

    /// Remembers the language in which messages are sent to the actor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_locale(&self, actor: &Actor, locale: Locale) -> Result<()> {
        let row = user::ActiveModel {
            id: Set(actor.user.0),
            locale: Set(locale.code().to_owned()),
            ..Default::default()
        };
        row.update(&self.db).await?;
        Ok(())
    }
}

/// An account about to be made. Its password is hashed before a transaction
/// begins: hashing is slow by design, and others wait for their turn to write.
struct NewAccount {
    checked: CheckedSignUp,
    password_hash: String,
}

impl NewAccount {
    async fn prepare(sign_up: &SignUp) -> Result<Self> {
        let checked = sign_up.check()?;
        Ok(Self {
            password_hash: hash_password(&checked.password).await?,
            checked,
        })
    }

    async fn insert(self, tx: &Tx, id: UserId, role: WorkspaceRole) -> Result<UserId> {
        let checked = self.checked;
        if user_by_email(&tx.db, &checked.email).await?.is_some() {
            return Err(invalid("email", Problem::Taken));
        }
        let after = json!({ "name": checked.name, "party": checked.party, "role": role });
        user::ActiveModel {
            id: Set(id.0),
            name: Set(checked.name),
            email: Set(checked.email),
            password_hash: Set(self.password_hash),
            party: Set(checked.party.code().to_owned()),
            declared_interests: Set(checked.declared_interests),
            role: Set(role.code().to_owned()),
            locale: Set(Locale::default().code().to_owned()),
            closed: Set(false),
            created_at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        let change = account_change(id, Value::Null, after);
        tx.audit(Some(id), "create_account", change).await?;
        Ok(id)
    }
}

/// The people with these ids, as others see them.
pub(crate) async fn people_by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Person>> {
    user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|row| Ok((row.id, read_person(row)?)))
        .collect()
}

async fn user_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<user::Model>> {
    // No account has such an address, and PostgreSQL takes no such text.
    if email.contains('\0') {
        return Ok(None);
    }
    Ok(user::Entity::find()
        .filter(user::Column::Email.eq(email))
        .one(db)
        .await?)
}

async fn usable_invitation(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<invitation::Model>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::SecretHash.eq(hash_secret(secret)))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gte(now().0))
        .one(db)
        .await?)
}

async fn usable_reset(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<password_reset::Model>> {
    Ok(password_reset::Entity::find_by_id(hash_secret(secret))
        .filter(password_reset::Column::UsedAt.is_null())
        .filter(password_reset::Column::ExpiresAt.gte(now().0))
        .one(db)
        .await?)
}

async fn end_sessions(db: &impl ConnectionTrait, user: Uuid) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(())
}

fn account_change(id: UserId, before: Value, after: Value) -> Change<'static> {
    Change {
        kind: "account",
        id: id.0,
        before,
        after,
    }
}

pub(crate) fn read_person(row: user::Model) -> Result<Person> {
    Ok(Person {
        id: UserId(row.id),
        name: row.name,
        party: decode::<Party>("party", &row.party)?,
        declared_interests: row.declared_interests,
    })
}

fn read_account(row: user::Model) -> Result<Account> {
    Ok(Account {
        email: row.email.clone(),
        role: decode("role", &row.role)?,
        locale: decode("locale", &row.locale)?,
        closed: row.closed,
        person: read_person(row)?,
    })
}

fn read_invitation(row: invitation::Model) -> Result<Invitation> {
    Ok(Invitation {
        id: InvitationId(row.id),
        note: row.note,
        role: decode("role", &row.role)?,
        party: decode("party", &row.party)?,
        expires_at: Timestamp(row.expires_at),
        used_at: row.used_at.map(Timestamp),
    })
}
