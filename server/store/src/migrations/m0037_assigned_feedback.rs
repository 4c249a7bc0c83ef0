//! What lets a long log be read quickly in the order of who looks after entries, and
//! narrowed to what one person does or nobody: as many counts as of the whole log, apart
//! from those, which stay as few as they are, and an index that holds all that a filter
//! looks at.
//!
//! The indexes by place and by version of the tool hold it as well: how many entries name
//! each is counted in the index alone.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

use super::part_of;

/// What is counted by, after what an index begins with and the order of time.
const COUNTED_BY: [&str; 4] = ["state", "kind", "severity", "iteration_id"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(assigned()).await?;
        manager.create_table(assigned_periods()).await?;
        let nil = match manager.get_database_backend() {
            DatabaseBackend::Postgres => "CAST('00000000-0000-0000-0000-000000000000' AS uuid)",
            _ => "zeroblob(16)",
        };
        let connection = manager.get_connection();
        for fill in [
            format!(
                "INSERT INTO feedback_assigned (project_id, assignee, state, kind, severity,
                     iteration_id, iteration_number, entries)
                 SELECT project_id, COALESCE(assignee, {nil}), state, kind, severity,
                     COALESCE(iteration_id, {nil}), COALESCE(MAX(iteration_number), 0), COUNT(*)
                 FROM feedback GROUP BY 1, 2, 3, 4, 5, 6"
            ),
            // A period has 2^30 milliseconds; the shift rounds down before 1970, too.
            format!(
                "INSERT INTO feedback_assigned_periods (project_id, assignee, period, state, kind,
                     severity, iteration_id, entries)
                 SELECT project_id, COALESCE(assignee, {nil}), created_at >> 30, state, kind,
                     severity, COALESCE(iteration_id, {nil}), COUNT(*)
                 FROM feedback GROUP BY 1, 2, 3, 4, 5, 6, 7"
            ),
        ] {
            connection.execute_unprepared(&fill).await?;
        }
        for column in ["assignee", "place", "tool_version"] {
            let before = format!("feedback_by_project_id_{column}_created_at");
            let before = Index::drop().name(before).table("feedback").to_owned();
            manager.drop_index(before).await?;
            manager.create_index(covering(column)).await?;
        }
        Ok(())
    }
}

/// An index of a project's entries by a column and time, in which a filter finds all that
/// it looks at.
fn covering(column: &'static str) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("feedback_by_{column}"))
        .table("feedback");
    for column in ["project_id", column, "created_at", "number"] {
        index.col(column);
    }
    for column in COUNTED_BY {
        index.col(column);
    }
    // Places and versions are counted among what one person does, too.
    if column != "assignee" {
        index.col("assignee");
    }
    index
}

fn assigned() -> TableCreateStatement {
    Table::create()
        .table("feedback_assigned")
        .col(uuid("project_id"))
        .col(uuid("assignee"))
        .col(string("state"))
        .col(string("kind"))
        .col(string("severity"))
        .col(uuid("iteration_id"))
        .col(big_integer("iteration_number"))
        .col(big_integer("entries"))
        .primary_key(
            Index::create()
                .col("project_id")
                .col("assignee")
                .col("state")
                .col("kind")
                .col("severity")
                .col("iteration_id"),
        )
        .foreign_key(&mut part_of("feedback_assigned", "project_id", "projects"))
        .to_owned()
}

fn assigned_periods() -> TableCreateStatement {
    let table = "feedback_assigned_periods";
    Table::create()
        .table(table)
        .col(uuid("project_id"))
        .col(uuid("assignee"))
        .col(big_integer("period"))
        .col(string("state"))
        .col(string("kind"))
        .col(string("severity"))
        .col(uuid("iteration_id"))
        .col(big_integer("entries"))
        .primary_key(
            Index::create()
                .col("project_id")
                .col("assignee")
                .col("period")
                .col("state")
                .col("kind")
                .col("severity")
                .col("iteration_id"),
        )
        .foreign_key(&mut part_of(table, "project_id", "projects"))
        .to_owned()
}
