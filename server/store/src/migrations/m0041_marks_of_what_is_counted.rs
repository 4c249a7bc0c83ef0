//! What lets words be looked for among the entries of one state, kind, severity or iteration
//! as quickly as among all, however few of these hold them.
//!
//! SQLite has marks of these in the index of words, beside those of the step m0038: the
//! triggers renew them whenever one of the columns is written. PostgreSQL, which weighs the
//! ways to an entry itself, has an index in which the entries of one state stand in order of
//! time; kind, severity and iteration stand in it as they do in that of all entries.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;

use super::m0038_marks_of_entries::{MARKED, marked};

/// The columns that are marked as well.
const COUNTED_BY: [&str; 4] = ["state", "kind", "severity", "iteration_id"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            return manager.create_index(by_state()).await;
        }
        let columns: Vec<&str> = MARKED.into_iter().chain(COUNTED_BY).collect();
        let connection = manager.get_connection();
        connection.execute_unprepared(&marked(&columns)).await?;
        Ok(())
    }
}

fn by_state() -> IndexCreateStatement {
    let mut index = Index::create();
    index.name("feedback_by_state").table("feedback");
    for column in [
        "project_id",
        "state",
        "created_at",
        "number",
        "kind",
        "severity",
        "iteration_id",
    ] {
        index.col(column);
    }
    index
}
