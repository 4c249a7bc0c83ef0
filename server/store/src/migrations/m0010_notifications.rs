//! What people are told, in which ways, and which changes concern which project.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, uuid, uuid_null};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [notifications(), preferences(), activity()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("notifications", &["user_id", "at"]),
            index("notifications", &["user_id", "read_at"]),
            index("notifications", &["thing_id", "user_id"]),
            index("audit", &["actor", "id"]),
        ] {
            manager.create_index(index).await?;
        }
        // Changes from before this step, as far as their thing is still there.
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "INSERT INTO activity (project_id, audit_id)
                 SELECT search_rows.project_id, audit.id FROM audit
                 JOIN search_rows ON search_rows.thing_kind = audit.thing_kind
                     AND search_rows.thing_id = audit.thing_id
                 WHERE search_rows.project_id IS NOT NULL",
            )
            .await?;
        Ok(())
    }
}

fn notifications() -> TableCreateStatement {
    Table::create()
        .table("notifications")
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(string("kind"))
        .col(string("thing_kind"))
        .col(uuid("thing_id"))
        .col(uuid_null("project_id"))
        .col(uuid_null("actor"))
        .col(string("detail"))
        .col(boolean("in_app"))
        .col(boolean("by_mail"))
        .col(big_integer("at"))
        .col(big_integer_null("read_at"))
        .col(big_integer_null("mailed_at"))
        .foreign_key(&mut part_of("notifications", "user_id", "users"))
        .to_owned()
}

fn preferences() -> TableCreateStatement {
    Table::create()
        .table("notification_preferences")
        .col(uuid("user_id"))
        .col(string("kind"))
        .col(boolean("in_app"))
        .col(boolean("by_mail"))
        .primary_key(Index::create().col("user_id").col("kind"))
        .foreign_key(&mut part_of("notification_preferences", "user_id", "users"))
        .to_owned()
}

/// The log itself is never changed: which project a row concerns stands beside it.
fn activity() -> TableCreateStatement {
    Table::create()
        .table("activity")
        .col(uuid("project_id"))
        .col(uuid("audit_id"))
        .primary_key(Index::create().col("project_id").col("audit_id"))
        .to_owned()
}
