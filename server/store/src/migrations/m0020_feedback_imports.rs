//! Feedback that comes from files: who wrote it in its source, and the project
//! that an import or files that wait for theirs are for; none where they hold
//! needs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_null, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("feedback", string_null("source_author")),
            ("imports", uuid_null("project_id")),
            ("import_uploads", uuid_null("project_id")),
        ] {
            let column = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(column).await?;
        }
        Ok(())
    }
}
