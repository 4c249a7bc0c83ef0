//! What comes out of a session may come from several notes: they stand in a table
//! of their own, one row each.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, integer, string, text, uuid};

use super::part_of;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(notes()).await?;
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "INSERT INTO session_outcome_notes (session_id, thing_id, record, place, note, author)
                 SELECT session_id, thing_id, record, 0, note, author FROM session_outcomes",
            )
            .await?;
        for column in ["record", "note", "author"] {
            let drop = format!("ALTER TABLE session_outcomes DROP COLUMN {column}");
            connection.execute_unprepared(&drop).await?;
        }
        Ok(())
    }
}

fn notes() -> TableCreateStatement {
    Table::create()
        .table("session_outcome_notes")
        .col(uuid("session_id"))
        .col(uuid("thing_id"))
        .col(string("record"))
        .col(integer("place"))
        .col(text("note"))
        .col(big_integer_null("author"))
        .primary_key(
            Index::create()
                .col("session_id")
                .col("thing_id")
                .col("record"),
        )
        .foreign_key(&mut part_of(
            "session_outcome_notes",
            "session_id",
            "codesign_sessions",
        ))
        .to_owned()
}
