//! What lets everything be searched quickly at a hundred thousand entries.
//!
//! Each row of the index carries marks, words that nobody types, of where it
//! belongs and of its kind: a search meets only what it concerns. SQLite indexes
//! how words begin and leaves out where they stand, as m0011 does for the log.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (project, words) = match manager.get_database_backend() {
            DatabaseBackend::Postgres => (
                "replace(CAST(project_id AS text), '-', '')",
                "ALTER TABLE search_rows ALTER COLUMN words SET STATISTICS 1000;
                 ANALYZE search_rows (words);",
            ),
            // The triggers of m0004 stay: they write into the table of this name.
            _ => (
                "lower(hex(project_id))",
                "DROP TABLE search_words;
                 CREATE VIRTUAL TABLE search_words USING fts5(
                     folded, content='search_rows', content_rowid='row_number',
                     detail=none, prefix='1 2 3 4 5 6 7 8 9 10',
                     tokenize=\"unicode61 categories 'L* M* N* P* S* Cf Cn Co Cs'\");
                 INSERT INTO search_words(search_words) VALUES ('rebuild');",
            ),
        };
        let connection = manager.get_connection();
        connection
            .execute_unprepared(&format!(
                "UPDATE search_rows SET folded = folded || ' ' || CASE
                     WHEN thing_kind = 'feedback' AND project_id IS NOT NULL
                         THEN 'œ' || {project}
                     WHEN project_id IS NULL THEN 'œ' || thing_kind || ' œt0'
                     ELSE 'œ' || thing_kind || ' œt' || {project} END"
            ))
            .await?;
        connection.execute_unprepared(words).await?;
        Ok(())
    }
}
