//! Whose the seat of a guest has become that an account claimed which had a seat of its own in
//! the same session.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let claimed = Table::alter()
            .table("session_participants")
            .add_column(uuid_null("claimed_by"))
            .to_owned();
        manager.alter_table(claimed).await
    }
}
