//! Whose the drafts of forms are: nobody else finds them again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let whose = Table::alter()
            .table("form_drafts")
            .add_column(uuid_null("user_id"))
            .to_owned();
        manager.alter_table(whose).await
    }
}
