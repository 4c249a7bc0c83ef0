//! Who waits for a link to take on another address, where no message can bring it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

use super::part_of;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let requests = Table::create()
            .table("email_requests")
            .col(uuid("user_id").primary_key())
            .col(string("email"))
            .col(big_integer("asked_at"))
            .foreign_key(&mut part_of("email_requests", "user_id", "users"))
            .to_owned();
        manager.create_table(requests).await
    }
}
