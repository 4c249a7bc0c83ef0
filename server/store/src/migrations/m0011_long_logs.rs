//! What lets a log be read quickly at a hundred thousand entries.
//!
//! Words: SQLite indexes how words begin, up to ten letters, which it would else
//! put together from every word that begins so; where in a text a word stands
//! nobody asks, and leaving that out makes room. PostgreSQL keeps more about which
//! words are frequent, ten thousand instead of a thousand: knowing of too few, it
//! gathers every entry with a word where walking back in time is nearer.
//!
//! The word that stands for an entry's project begins with a letter that no other
//! word has: a search for its beginning must not find every entry.
//!
//! Pages: `feedback_periods` tells how many entries of each shape were given in
//! each period of 2^30 milliseconds, some twelve days, so that a page in the
//! middle of the log is not counted up to from its beginning.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

use super::part_of;

/// The last word of each entry, `p` and 32 digits until now.
const PROJECT_WORDS: &str = "UPDATE feedback SET folded =
    substr(folded, 1, length(folded) - 33) || 'œ' || substr(folded, length(folded) - 31)";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(periods()).await?;
        let (words, no_iteration) = match manager.get_database_backend() {
            DatabaseBackend::Postgres => (
                "ALTER TABLE feedback ALTER COLUMN words SET STATISTICS 1000;
                 ANALYZE feedback (words);",
                "CAST('00000000-0000-0000-0000-000000000000' AS uuid)",
            ),
            // The triggers of m0007 stay: they write into the table of this name. Text
            // holds nothing but words and white space, so every other character belongs
            // to a word, also one younger than SQLite's table of letters.
            _ => (
                "DROP TABLE feedback_words;
                 CREATE VIRTUAL TABLE feedback_words USING fts5(
                     folded, content='feedback', content_rowid='number',
                     detail=none, prefix='1 2 3 4 5 6 7 8 9 10',
                     tokenize=\"unicode61 categories 'L* M* N* P* S* Cf Cn Co Cs'\");
                 INSERT INTO feedback_words(feedback_words) VALUES ('rebuild');",
                "zeroblob(16)",
            ),
        };
        let connection = manager.get_connection();
        connection.execute_unprepared(PROJECT_WORDS).await?;
        connection.execute_unprepared(words).await?;
        connection
            .execute_unprepared(&format!(
                "INSERT INTO feedback_periods
                     (project_id, period, weight, state, kind, severity, iteration_id, entries)
                 SELECT project_id, created_at / 1073741824, weight, state, kind, severity,
                     COALESCE(iteration_id, {no_iteration}), COUNT(*)
                 FROM feedback GROUP BY 1, 2, 3, 4, 5, 6, 7"
            ))
            .await?;
        Ok(())
    }
}

fn periods() -> TableCreateStatement {
    Table::create()
        .table("feedback_periods")
        .col(uuid("project_id"))
        .col(big_integer("period"))
        .col(big_integer("weight"))
        .col(string("state"))
        .col(string("kind"))
        .col(string("severity"))
        .col(uuid("iteration_id"))
        .col(big_integer("entries"))
        .primary_key(
            Index::create()
                .col("project_id")
                .col("weight")
                .col("period")
                .col("state")
                .col("kind")
                .col("severity")
                .col("iteration_id"),
        )
        .foreign_key(&mut part_of("feedback_periods", "project_id", "projects"))
        .to_owned()
}
