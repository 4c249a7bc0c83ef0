//! What people change in their own accounts: links to take on another address, and
//! who waits for a link to set their password anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let changes = Table::create()
            .table("email_changes")
            .col(string("secret_hash").primary_key())
            .col(uuid("user_id"))
            .col(string("email"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut part_of("email_changes", "user_id", "users"))
            .to_owned();
        let requests = Table::create()
            .table("reset_requests")
            .col(uuid("user_id").primary_key())
            .col(big_integer("asked_at"))
            .foreign_key(&mut part_of("reset_requests", "user_id", "users"))
            .to_owned();
        manager.create_table(changes).await?;
        manager.create_table(requests).await?;
        manager
            .create_index(index("email_changes", &["user_id"]))
            .await
    }
}
