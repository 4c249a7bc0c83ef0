//! Versions of accounts and teams: a form made of an older one is recognised by them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("users", "version"), ("projects", "team_version")] {
            let version = Table::alter()
                .table(table)
                .add_column(big_integer(column).default(1))
                .to_owned();
            manager.alter_table(version).await?;
        }
        Ok(())
    }
}
