//! Decisions and action items; how often people spoke in a session.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, string, string_null, text, uuid, uuid_null,
};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [decisions(), action_items(), speaking_turns()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("decisions", &["project_id", "decided_on"]),
            index("action_items", &["project_id", "created_at"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn decisions() -> TableCreateStatement {
    Table::create()
        .table("decisions")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(text("statement"))
        .col(text("reasons"))
        .col(text("alternatives"))
        .col(string("decided_on"))
        .col(big_integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("decisions", "project_id", "projects"))
        .foreign_key(&mut refers_to("decisions", "created_by", "users"))
        .to_owned()
}

fn action_items() -> TableCreateStatement {
    Table::create()
        .table("action_items")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(text("statement"))
        .col(uuid_null("owner"))
        .col(string_null("due_on"))
        .col(string("state"))
        .col(text("state_reason"))
        .col(uuid_null("settled_by"))
        .col(big_integer_null("settled_at"))
        .col(big_integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("action_items", "project_id", "projects"))
        .foreign_key(&mut refers_to("action_items", "owner", "users"))
        .foreign_key(&mut refers_to("action_items", "settled_by", "users"))
        .foreign_key(&mut refers_to("action_items", "created_by", "users"))
        .to_owned()
}

fn speaking_turns() -> TableCreateStatement {
    let table = "session_speaking_turns";
    Table::create()
        .table(table)
        .col(uuid("session_id"))
        .col(big_integer("number"))
        .col(big_integer("turns"))
        .primary_key(Index::create().col("session_id").col("number"))
        .foreign_key(&mut part_of(table, "session_id", "codesign_sessions"))
        .to_owned()
}
