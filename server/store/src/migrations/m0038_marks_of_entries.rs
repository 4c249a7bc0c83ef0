//! What lets words be looked for in SQLite among the entries of one place in the tool, one
//! version of it, class, device or network as quickly as among all.
//!
//! What an entry says there stands in the index of its words as marks, words that nobody
//! types: what holds both is found in the index, and no entry is read in vain. The marks are
//! made here, by a view and by the triggers that the index follows; `search::words` asks for
//! them. PostgreSQL weighs the ways to an entry itself, for the values at hand.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;

/// The columns that marks are made of.
pub(super) const MARKED: [&str; 6] = [
    "level",
    "discipline",
    "device",
    "network",
    "place",
    "tool_version",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        connection.execute_unprepared(&marked(&MARKED)).await?;
        Ok(())
    }
}

/// Makes the index of words in SQLite anew, with the marks of these columns.
pub(super) fn marked(columns: &[&str]) -> String {
    let (text, old, new) = (
        text("", columns),
        text("old.", columns),
        text("new.", columns),
    );
    let columns = columns.join(", ");
    let delete = format!(
        "INSERT INTO feedback_words(feedback_words, rowid, folded)
             VALUES ('delete', old.number, {old});"
    );
    let insert = format!("INSERT INTO feedback_words(rowid, folded) VALUES (new.number, {new});");
    format!(
        "DROP TRIGGER feedback_inserted;
         DROP TRIGGER feedback_deleted;
         DROP TRIGGER feedback_updated;
         DROP TABLE feedback_words;
         DROP VIEW IF EXISTS feedback_texts;
         CREATE VIEW feedback_texts AS SELECT number, {text} AS folded FROM feedback;
         CREATE VIRTUAL TABLE feedback_words USING fts5(
             folded, content='feedback_texts', content_rowid='number',
             detail=none, prefix='1 2 3 4 5 6 7 8 9 10',
             tokenize=\"unicode61 categories 'L* M* N* P* S* Cf Cn Co Cs'\");
         CREATE TRIGGER feedback_inserted AFTER INSERT ON feedback BEGIN {insert} END;
         CREATE TRIGGER feedback_deleted AFTER DELETE ON feedback BEGIN {delete} END;
         CREATE TRIGGER feedback_updated AFTER UPDATE OF folded, {columns} ON feedback
             BEGIN {delete} {insert} END;
         INSERT INTO feedback_words(feedback_words) VALUES ('rebuild');"
    )
}

/// The text of an entry with its marks: each the name of a column and what it holds as
/// hexadecimal digits, which no text breaks into words.
fn text(row: &str, columns: &[&str]) -> String {
    let mark = |column: &&str| {
        let held = format!("{row}{column}");
        format!("CASE WHEN {held} > '' THEN ' œ{column}_' || hex({held}) ELSE '' END")
    };
    let marks: Vec<String> = columns.iter().map(mark).collect();
    format!("{row}folded || {}", marks.join(" || "))
}
