//! Decisions and action items that the partners of a project see. Of those there are,
//! none is shared until somebody says so.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["decisions", "action_items"] {
            let shared = Table::alter()
                .table(table)
                .add_column(boolean("shared").default(false))
                .to_owned();
            manager.alter_table(shared).await?;
        }
        Ok(())
    }
}
