//! Accounts: who is who, and with which role.

mod email;
mod invitations;
mod own;
mod passwords;
mod sessions;

use std::collections::BTreeMap;

use domain::accounts::{Account, AccountStanding, Person, WorkspaceRole};
use domain::audit::OwnDeed;
use domain::demo::is_shared;
use domain::ids::UserId;
use domain::parties::Party;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::wording::Locale;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json, to_value};
use uuid::Uuid;

pub use self::sessions::SignedIn;
use self::sessions::end_sessions;
use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::projects::fresh;
use crate::tables::accounts::user;
use crate::tables::{decode, decode_optional};

impl Store {
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

    /// A person of the workspace, as others see them.
    ///
    /// # Errors
    /// Refused to those who do not see the workspace; no such person.
    pub async fn person(&self, actor: &Actor, id: UserId) -> Result<Person> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let row = user::Entity::find_by_id(id.0).one(&self.db).await?;
        read_person(row.ok_or(StoreError::NotFound)?)
    }

    /// Gives a person another role in the workspace, corrects the party that they speak
    /// for, or closes the account. Whoever loses by it what lets them run sessions leads
    /// those no longer. A project that they alone led waits for whoever may name another lead.
    ///
    /// # Errors
    /// Refused to all but administrators; the last administrator stays one; a party that
    /// has no accounts; changed by somebody else since the version that the form was made
    /// of.
    pub async fn change_account(
        &self,
        actor: &Actor,
        person: UserId,
        version: i64,
        standing: &AccountStanding,
    ) -> Result<()> {
        decide(actor, Action::ManagePeople, &Situation::workspace())?;
        let AccountStanding {
            role,
            party,
            closed,
        } = *standing;
        if !party.can_sign_up() {
            return Err(invalid("party", Problem::NotOffered));
        }
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
            return Err(invalid("role", Problem::LastAdministrator));
        }
        let before = json!({ "role": row.role, "party": row.party, "closed": row.closed });
        let after = to_value(standing)?;
        if before == after {
            return Ok(());
        }
        fresh(row.version, version)?;
        let leading = self.leading(&tx, person).await?;
        let mut row = row.into_active_model();
        row.version = Set(version + 1);
        row.role = Set(role.code().to_owned());
        row.party = Set(party.code().to_owned());
        row.closed = Set(closed);
        row.update(&tx.db).await?;
        if closed {
            end_sessions(&tx.db, person.0).await?;
            passwords::end_links(&tx, person.0).await?;
        }
        tx.audit(
            Some(actor.user),
            Action::ManagePeople.code(),
            account_change(person, before, after),
        )
        .await?;
        let ended = self.end_leading(&tx, actor, leading).await?;
        tx.commit().await?;
        self.tell_ended(ended);
        self.tell_access(Some(person));
        Ok(())
    }

    /// Remembers the language in which the actor wants pages and messages; nobody's is
    /// remembered in a demonstration's account, which is everybody's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_locale(&self, actor: &Actor, locale: Locale) -> Result<()> {
        let tx = self.begin().await?;
        let row = user::Entity::find_by_id(actor.user.0)
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        if is_shared(&row.email) || row.locale.as_deref() == Some(locale.code()) {
            return Ok(());
        }
        let before = json!({ "locale": row.locale });
        let version = row.version + 1;
        let mut row = row.into_active_model();
        row.version = Set(version);
        row.locale = Set(Some(locale.code().to_owned()));
        row.update(&tx.db).await?;
        let change = account_change(actor.user, before, json!({ "locale": locale }));
        tx.audit(Some(actor.user), OwnDeed::EditOwnAccount.code(), change)
            .await?;
        tx.commit().await
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

/// The accounts with these ids, but those that are closed.
async fn open_users(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, user::Model>> {
    Ok(user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .filter(user::Column::Closed.eq(false))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect())
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

/// A change of somebody's account.
pub(crate) fn account_change(id: UserId, before: Value, after: Value) -> Change<'static> {
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
        locale: decode_optional("locale", row.locale.clone())?,
        closed: row.closed,
        version: row.version,
        person: read_person(row)?,
    })
}
