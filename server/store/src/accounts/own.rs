//! One's own account: what a person changes in it, and the password that is asked
//! for before what lets them in is changed.

use domain::accounts::{AccountDraft, PASSWORD_MAX, check_password};
use domain::audit::OwnDeed;
use domain::demo::is_shared;
use domain::ids::SignInId;
use domain::policy::{Actor, Refusal};
use domain::problems::{Problem, Problems};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};

use super::account_change;
use super::passwords::set_password;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::fresh;
use crate::secrets::{hash_password, password_fits};
use crate::tables::accounts::{session, user};

/// An account whose present password was just given.
pub(super) struct Confirmed(user::Model);

impl Store {
    /// Changes name, declared interests and language of the actor's account.
    ///
    /// # Errors
    /// When a field is not in order; changed elsewhere since the version that the form
    /// was made of.
    pub async fn edit_own_account(
        &self,
        actor: &Actor,
        version: i64,
        draft: &AccountDraft,
    ) -> Result<()> {
        let (name, interests) = draft.check(actor.party)?;
        let tx = self.begin().await?;
        let row = user::Entity::find_by_id(actor.user.0)
            .one(&tx.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        let told = |name: &str, interests: &Option<String>, locale: Option<&str>| json!({ "name": name, "declared_interests": interests, "locale": locale });
        let before = told(&row.name, &row.declared_interests, row.locale.as_deref());
        let after = told(&name, &interests, Some(draft.locale.code()));
        if before == after {
            return Ok(());
        }
        fresh(row.version, version)?;
        let mut row = row.into_active_model();
        row.version = Set(version + 1);
        row.name = Set(name);
        row.declared_interests = Set(interests);
        row.locale = Set(Some(draft.locale.code().to_owned()));
        row.update(&tx.db).await?;
        let change = account_change(actor.user, before, after);
        tx.audit(Some(actor.user), OwnDeed::EditOwnAccount.code(), change)
            .await?;
        tx.commit().await
    }

    /// Sets a new password of the actor, who gives the present one, and ends all
    /// their sessions but the one from which it is changed.
    ///
    /// # Errors
    /// [`Problem::WrongPassword`]; when the new password is not in order.
    pub async fn change_password(
        &self,
        actor: &Actor,
        from: SignInId,
        present: &str,
        password: &str,
    ) -> Result<()> {
        let mut problems = Problems::default();
        check_password(&mut problems, password);
        problems.into_result()?;
        let confirmed = self.confirm_password(actor, present).await?;
        let hash = hash_password(password).await?;
        let tx = self.begin().await?;
        confirmed.still_stands(&tx).await?;
        set_password(&tx, actor.user.0, hash).await?;
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(actor.user.0))
            .filter(session::Column::Id.ne(from.0))
            .exec(&tx.db)
            .await?;
        let change = account_change(actor.user, Value::Null, Value::Null);
        tx.audit(Some(actor.user), OwnDeed::ChangePassword.code(), change)
            .await?;
        tx.commit().await?;
        self.tell_access(Some(actor.user));
        Ok(())
    }

    /// Asks for the present password of the actor. That of a demonstration's account
    /// is everybody's, and proves nothing.
    pub(super) async fn confirm_password(&self, actor: &Actor, present: &str) -> Result<Confirmed> {
        let user = user::Entity::find_by_id(actor.user.0)
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        if is_shared(&user.email) {
            return Err(Refusal::Role.into());
        }
        let too_long = present.chars().count() > PASSWORD_MAX as usize;
        if too_long || !password_fits(present, Some(user.password_hash.clone())).await? {
            return Err(invalid("present_password", Problem::WrongPassword));
        }
        Ok(Confirmed(user))
    }
}

impl Confirmed {
    /// Looks, once nobody else can write, whether the password is still the one
    /// that was given: another may have been set while that was compared.
    pub(super) async fn still_stands(self, tx: &Tx) -> Result<user::Model> {
        unchanged(tx, &self.0)
            .await?
            .ok_or_else(|| invalid("present_password", Problem::WrongPassword))
    }
}

/// The account as it is, if its password still is the one that was compared and it
/// was not closed meanwhile.
pub(super) async fn unchanged(tx: &Tx, seen: &user::Model) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(seen.id)
        .filter(user::Column::PasswordHash.eq(seen.password_hash.as_str()))
        .filter(user::Column::Closed.eq(false))
        .one(&tx.db)
        .await?)
}
