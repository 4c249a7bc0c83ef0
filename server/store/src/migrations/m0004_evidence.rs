//! The evidence chain, and the search index over everything.
//!
//! The index's text is folded (lower case, no accents) before it is stored, so
//! that both databases find the same: FTS5 in SQLite, `tsvector` in PostgreSQL.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid, uuid_null};

use super::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("links")
                    .col(uuid("id").primary_key())
                    .col(string("from_kind"))
                    .col(uuid("from_id"))
                    .col(string("relation"))
                    .col(string("to_kind"))
                    .col(uuid("to_id"))
                    .col(uuid("created_by"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("search_rows")
                    .col(big_integer("row_number").auto_increment().primary_key())
                    .col(string("thing_kind"))
                    .col(uuid("thing_id"))
                    .col(uuid_null("project_id"))
                    .col(string("title"))
                    .col(text("folded"))
                    .to_owned(),
            )
            .await?;
        for index in [
            index("links", &["from_id", "relation", "to_id"])
                .unique()
                .to_owned(),
            index("links", &["to_id"]),
            index("search_rows", &["thing_kind", "thing_id"])
                .unique()
                .to_owned(),
        ] {
            manager.create_index(index).await?;
        }
        let full_text = match manager.get_database_backend() {
            DatabaseBackend::Postgres => {
                "ALTER TABLE search_rows ADD COLUMN words tsvector
                     GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
                 CREATE INDEX search_rows_by_words ON search_rows USING gin (words);"
            }
            _ => {
                "CREATE VIRTUAL TABLE search_words USING fts5(
                     folded, content='search_rows', content_rowid='row_number');
                 CREATE TRIGGER search_rows_inserted AFTER INSERT ON search_rows BEGIN
                     INSERT INTO search_words(rowid, folded) VALUES (new.row_number, new.folded);
                 END;
                 CREATE TRIGGER search_rows_deleted AFTER DELETE ON search_rows BEGIN
                     INSERT INTO search_words(search_words, rowid, folded)
                         VALUES ('delete', old.row_number, old.folded);
                 END;
                 CREATE TRIGGER search_rows_updated AFTER UPDATE OF folded ON search_rows BEGIN
                     INSERT INTO search_words(search_words, rowid, folded)
                         VALUES ('delete', old.row_number, old.folded);
                     INSERT INTO search_words(rowid, folded) VALUES (new.row_number, new.folded);
                 END;"
            }
        };
        manager
            .get_connection()
            .execute_unprepared(full_text)
            .await?;
        Ok(())
    }
}
