//! Co-design sessions: who takes part, their boards' logs, what came out.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, string, string_null, text, uuid,
    uuid_null,
};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [sessions(), participants(), boards(), entries(), outcomes()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("codesign_sessions", &["project_id", "starts_at"]),
            index("codesign_sessions", &["code"]).unique().to_owned(),
            index("session_participants", &["session_id", "user_id"])
                .unique()
                .to_owned(),
            index("session_participants", &["secret_hash"])
                .unique()
                .to_owned(),
            index("session_participants", &["user_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("codesign_sessions")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(uuid_null("iteration_id"))
        .col(uuid_null("need_id"))
        .col(string("title"))
        .col(text("aim"))
        .col(string("starts_at"))
        .col(string("place"))
        .col(string("link"))
        .col(boolean("waiting_room"))
        .col(boolean("guests"))
        .col(text("script"))
        .col(string("state"))
        .col(string("code"))
        .col(big_integer_null("opened_at"))
        .col(big_integer_null("closed_at"))
        .col(big_integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("codesign_sessions", "project_id", "projects"))
        .foreign_key(&mut refers_to(
            "codesign_sessions",
            "iteration_id",
            "iterations",
        ))
        .foreign_key(&mut refers_to("codesign_sessions", "need_id", "needs"))
        .foreign_key(&mut refers_to("codesign_sessions", "created_by", "users"))
        .to_owned()
}

fn participants() -> TableCreateStatement {
    Table::create()
        .table("session_participants")
        .col(uuid("session_id"))
        .col(big_integer("number"))
        .col(uuid_null("user_id"))
        .col(string_null("pseudonym"))
        .col(string_null("party"))
        .col(string_null("secret_hash"))
        .col(string("role"))
        .col(string("state"))
        .col(big_integer("joined_at"))
        .primary_key(Index::create().col("session_id").col("number"))
        .foreign_key(&mut part_of_session("session_participants"))
        .foreign_key(&mut refers_to("session_participants", "user_id", "users"))
        .to_owned()
}

fn boards() -> TableCreateStatement {
    Table::create()
        .table("boards")
        .col(uuid("session_id").primary_key())
        .col(big_integer("epoch"))
        .col(big_integer("checkpoint_seq"))
        .col(blob_null("checkpoint"))
        .foreign_key(&mut part_of_session("boards"))
        .to_owned()
}

fn entries() -> TableCreateStatement {
    Table::create()
        .table("board_entries")
        .col(uuid("session_id"))
        .col(big_integer("seq"))
        .col(blob("entry"))
        .primary_key(Index::create().col("session_id").col("seq"))
        .foreign_key(&mut part_of_session("board_entries"))
        .to_owned()
}

fn outcomes() -> TableCreateStatement {
    Table::create()
        .table("session_outcomes")
        .col(uuid("session_id"))
        .col(uuid("thing_id"))
        .col(string("thing_kind"))
        .col(string("record"))
        .col(text("note"))
        .col(big_integer_null("author"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("session_id").col("thing_id"))
        .foreign_key(&mut part_of_session("session_outcomes"))
        .foreign_key(&mut refers_to("session_outcomes", "created_by", "users"))
        .to_owned()
}

fn part_of_session(table: &'static str) -> ForeignKeyCreateStatement {
    part_of(table, "session_id", "codesign_sessions")
}
