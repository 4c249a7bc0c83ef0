//! The past of boards: when each entry of a log was written, and the moments
//! that were given a name. Entries from before have no time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid};

use super::part_of;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let written_at = Table::alter()
            .table("board_entries")
            .add_column(big_integer_null("written_at"))
            .to_owned();
        manager.alter_table(written_at).await?;
        manager.create_table(versions()).await
    }
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("board_versions")
        .col(uuid("session_id"))
        .col(big_integer("seq"))
        .col(string("name"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("session_id").col("seq"))
        .foreign_key(&mut part_of(
            "board_versions",
            "session_id",
            "codesign_sessions",
        ))
        .to_owned()
}
