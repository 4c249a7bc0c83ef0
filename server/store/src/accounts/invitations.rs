//! Making accounts: the first one by the set-up link, the others by invitation.

use domain::accounts::{
    CheckedSignUp, Invitation, InvitationDraft, NAME_MAX, SignUp, WorkspaceRole,
};
use domain::audit::OwnDeed;
use domain::ids::{InvitationId, UserId};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems, clean_line};
use domain::time::Timestamp;
use domain::wording::Locale;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};

use super::{account_change, user_by_email};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::secrets::{hash_password, hash_secret, new_secret};
use crate::settings;
use crate::tables::accounts::{invitation, user};
use crate::tables::decode;

/// How long an invitation can be used: 14 days.
const INVITATION_SECONDS: i64 = 14 * 86_400;

impl Store {
    /// Makes the first administrator's account and names the workspace. The
    /// language is that of the page on which it is made.
    ///
    /// # Errors
    /// When the secret is not the one printed, or a field is not in order.
    pub async fn set_up(
        &self,
        secret: &str,
        workspace: &str,
        sign_up: &SignUp,
        locale: Locale,
    ) -> Result<UserId> {
        let workspace = clean_line(workspace);
        let mut problems = Problems::default();
        problems.check_length("workspace", &workspace, 1, NAME_MAX);
        if let Err(more) = sign_up.check() {
            problems.0.extend(more.0);
        }
        problems.into_result()?;
        let expired = || invalid("secret", Problem::LinkExpired);
        // No password is hashed for a link that opens nothing.
        if !self.setup_secret_fits(secret).await? {
            return Err(expired());
        }
        let account = NewAccount::prepare(sign_up, Some(locale)).await?;
        let tx = self.begin().await?;
        if !settings::setup_secret_fits(&tx.db, secret).await? {
            return Err(expired());
        }
        let id = account
            .insert(&tx, UserId(tx.new_id()), WorkspaceRole::Administrator)
            .await?;
        settings::remove(&tx.db, settings::SETUP_HASH).await?;
        settings::name_workspace(&tx, Some(id), &workspace).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes an account from the command line or for a demonstration. Its language is
    /// that of whatever browser it is used in, until one is chosen.
    ///
    /// # Errors
    /// When a field is not in order or the address is taken.
    pub async fn create_account(
        &self,
        id: UserId,
        sign_up: &SignUp,
        role: WorkspaceRole,
    ) -> Result<UserId> {
        let account = NewAccount::prepare(sign_up, None).await?;
        let tx = self.begin().await?;
        let id = account.insert(&tx, id, role).await?;
        tx.commit().await?;
        Ok(id)
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

    /// The invitations that were not taken back, newest first.
    ///
    /// # Errors
    /// Refused to those who do not steer the workspace.
    pub async fn invitations(&self, actor: &Actor) -> Result<Vec<Invitation>> {
        decide(actor, Action::InvitePeople, &Situation::workspace())?;
        let moment = self.now();
        invitation::Entity::find()
            .order_by_desc(invitation::Column::Id)
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| read_invitation(row, moment))
            .collect()
    }

    /// The invitation of a link, while it can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn invitation(&self, secret: &str) -> Result<Option<Invitation>> {
        let moment = self.now();
        usable_invitation(&self.db, moment, secret)
            .await?
            .map(|row| read_invitation(row, moment))
            .transpose()
    }

    /// Takes back an invitation that nobody has used, or whose time is over: its
    /// link opens nothing any more.
    ///
    /// # Errors
    /// Refused to those who may not make it; [`StoreError::NotFound`] where it was
    /// used or taken back already.
    pub async fn withdraw_invitation(&self, actor: &Actor, id: InvitationId) -> Result<()> {
        decide(actor, Action::InvitePeople, &Situation::workspace())?;
        let tx = self.begin().await?;
        let row = invitation::Entity::find_by_id(id.0)
            .filter(invitation::Column::UsedAt.is_null())
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        if row.role == WorkspaceRole::Administrator.code() {
            decide(actor, Action::ManagePeople, &Situation::workspace())?;
        }
        invitation::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let change = Change {
            kind: "invitation",
            id: id.0,
            before: json!({ "note": row.note, "role": row.role, "party": row.party }),
            after: Value::Null,
        };
        tx.audit(Some(actor.user), Action::InvitePeople.code(), change)
            .await?;
        tx.commit().await
    }

    /// Makes the account of a person who was invited, with the role and the party of
    /// the invitation, in the language of the page on which it is made; none where the
    /// address has one already. The invitation is used up either way: whoever holds one
    /// asks after one address at most.
    ///
    /// # Errors
    /// When the link is used up or too old, or a field is not in order.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        sign_up: &SignUp,
        locale: Locale,
    ) -> Result<Option<UserId>> {
        let expired = || invalid("secret", Problem::LinkExpired);
        // No password is hashed for a link that opens nothing.
        let invited = usable_invitation(&self.db, self.now(), secret).await?;
        let invited = invited.ok_or_else(expired)?;
        let sign_up = sign_up.invited_as(decode("party", &invited.party)?);
        let account = NewAccount::prepare(&sign_up, Some(locale)).await?;
        let tx = self.begin().await?;
        let row = usable_invitation(&tx.db, tx.now, secret)
            .await?
            .ok_or_else(expired)?;
        let role = decode("role", &row.role)?;
        let taken = user_by_email(&tx.db, &account.checked.email).await?;
        let id = if taken.is_some() {
            let change = Change {
                kind: "invitation",
                id: row.id,
                before: json!({ "note": row.note, "role": row.role, "party": row.party }),
                after: Value::Null,
            };
            tx.audit(None, OwnDeed::UseUpInvitation.code(), change)
                .await?;
            None
        } else {
            Some(account.insert(&tx, UserId(tx.new_id()), role).await?)
        };
        let mut row = row.into_active_model();
        row.used_at = Set(Some(tx.now.0));
        row.used_by = Set(id.map(|id| id.0));
        row.update(&tx.db).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// An account about to be made. Its password is hashed before a transaction
/// begins: hashing is slow by design, and others wait for their turn to write.
struct NewAccount {
    checked: CheckedSignUp,
    password_hash: String,
    locale: Option<Locale>,
}

impl NewAccount {
    async fn prepare(sign_up: &SignUp, locale: Option<Locale>) -> Result<Self> {
        let checked = sign_up.check()?;
        Ok(Self {
            locale,
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
            locale: Set(self.locale.map(|locale| locale.code().to_owned())),
            closed: Set(false),
            version: Set(1),
            created_at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        let change = account_change(id, Value::Null, after);
        tx.audit(Some(id), OwnDeed::CreateAccount.code(), change)
            .await?;
        Ok(id)
    }
}

async fn usable_invitation(
    db: &impl ConnectionTrait,
    now: Timestamp,
    secret: &str,
) -> Result<Option<invitation::Model>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::SecretHash.eq(hash_secret(secret)))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gte(now.0))
        .one(db)
        .await?)
}

fn read_invitation(row: invitation::Model, moment: Timestamp) -> Result<Invitation> {
    Ok(Invitation {
        id: InvitationId(row.id),
        note: row.note,
        role: decode("role", &row.role)?,
        party: decode("party", &row.party)?,
        expires_at: Timestamp(row.expires_at),
        expired: row.expires_at < moment.0,
        used_at: row.used_at.map(Timestamp),
    })
}
