//! What is kept of the form by which a guest joined, so that sending it again gives the
//! same seat.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["form_hash", "form_salt"] {
            let column = Table::alter()
                .table("session_participants")
                .add_column(string_null(column))
                .to_owned();
            manager.alter_table(column).await?;
        }
        Ok(())
    }
}
