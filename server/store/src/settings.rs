//! What is true of the workspace as a whole: its name, whether it is a
//! demonstration, and the one-time link with which its first account is made.

use domain::audit::{KeptKind, OwnDeed};
use domain::ids::UserId;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Set, sea_query};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::secrets::{hash_secret, new_secret};
use crate::tables::accounts::{setting, user};

const NAME: &str = "workspace_name";
const DEMO: &str = "demo";
pub(crate) const SETUP_HASH: &str = "setup_secret_hash";

impl Store {
    /// The workspace's name; empty until it is set up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn workspace_name(&self) -> Result<String> {
        Ok(setting(&self.db, NAME).await?.unwrap_or_default())
    }

    /// Whether this is a demonstration, whose accounts everyone may use.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_demo(&self) -> Result<bool> {
        Ok(setting(&self.db, DEMO).await?.is_some())
    }

    /// Marks the workspace as a demonstration and names it.
    ///
    /// # Errors
    /// When the workspace already has accounts.
    pub async fn start_demo(&self, name: &str) -> Result<()> {
        if !self.is_empty().await? {
            return Err(StoreError::Internal(
                "the workspace has accounts already: a demonstration starts empty".into(),
            ));
        }
        let tx = self.begin().await?;
        put(&tx.db, DEMO, "yes").await?;
        name_workspace(&tx, None, name).await?;
        tx.commit().await
    }

    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(user::Entity::find().count(&self.db).await? == 0)
    }

    /// A new one-time secret for making the first administrator's account; the
    /// one before it stops working. Nothing once there is an account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn new_setup_secret(&self) -> Result<Option<String>> {
        if !self.is_empty().await? {
            return Ok(None);
        }
        let secret = new_secret()?;
        let tx = self.begin().await?;
        put(&tx.db, SETUP_HASH, &hash_secret(&secret)).await?;
        tx.commit().await?;
        Ok(Some(secret))
    }

    /// Whether the secret opens the making of the first account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn setup_secret_fits(&self, secret: &str) -> Result<bool> {
        setup_secret_fits(&self.db, secret).await
    }
}

/// Gives the workspace its first name, with the audit row of that; nobody did so where it is
/// a demonstration.
pub(crate) async fn name_workspace(tx: &Tx, by: Option<UserId>, name: &str) -> Result<()> {
    put(&tx.db, NAME, name).await?;
    let change = Change {
        kind: KeptKind::Workspace.code(),
        // There is but one.
        id: Uuid::nil(),
        before: Value::Null,
        after: json!({ "name": name }),
    };
    tx.audit(by, OwnDeed::NameWorkspace.code(), change).await
}

pub(crate) async fn setup_secret_fits(db: &impl ConnectionTrait, secret: &str) -> Result<bool> {
    let empty = user::Entity::find().count(db).await? == 0;
    Ok(empty && setting(db, SETUP_HASH).await? == Some(hash_secret(secret)))
}

pub(crate) async fn setting(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    let row = setting::Entity::find_by_id(name).one(db).await?;
    Ok(row.map(|row| row.value))
}

pub(crate) async fn put(db: &impl ConnectionTrait, name: &str, value: &str) -> Result<()> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
    };
    setting::Entity::insert(row)
        .on_conflict(
            sea_query::OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub(crate) async fn remove(db: &impl ConnectionTrait, name: &str) -> Result<()> {
    setting::Entity::delete_by_id(name).exec(db).await?;
    Ok(())
}
