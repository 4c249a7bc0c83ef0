//! Feedback that comes from files: who wrote it in its source, and the project
//! that an import or files that wait for theirs are for; none where they hold
//! needs. The log is found by what imports know of their entries, too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_null, uuid_null};

use super::index;

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
        // Imports come with classes, disciplines and devices, by which a log is narrowed.
        for column in ["level", "discipline", "device"] {
            let by_time = index("feedback", &["project_id", column, "created_at"]);
            manager.create_index(by_time).await?;
        }
        Ok(())
    }
}
