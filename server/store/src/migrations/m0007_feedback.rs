//! The feedback log: entries, how many there are of each shape, comments, saved
//! views.
//!
//! `feedback_counts` holds one row for each combination that occurs of what the
//! log is narrowed to, so that totals never count a hundred thousand entries.
//! The two long indexes hold all that a filter looks at: a page is found in the
//! index alone.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, string, string_null, text, uuid, uuid_null,
};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [entries(), counts(), comments(), mentions(), views()] {
            manager.create_table(table).await?;
        }
        for (name, columns) in [
            ("feedback_by_time", &BY_TIME[..]),
            ("feedback_by_weight", &BY_WEIGHT[..]),
        ] {
            let mut index = Index::create();
            index.name(name).table("feedback");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        for index in [
            index("feedback", &["project_id", "author", "created_at"]),
            index("feedback", &["project_id", "assignee", "created_at"]),
            index("feedback", &["project_id", "shared", "created_at"]),
            index("feedback", &["duplicate_of"]),
            index("feedback", &["iteration_id"]),
            index("feedback_comments", &["feedback_id", "at"]),
            index("feedback_mentions", &["user_id"]),
            index("feedback_views", &["user_id", "project_id"]),
        ] {
            manager.create_index(index).await?;
        }
        let full_text = match manager.get_database_backend() {
            DatabaseBackend::Postgres => {
                "ALTER TABLE feedback ADD COLUMN words tsvector
                     GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
                 CREATE INDEX feedback_by_words ON feedback USING gin (words);"
            }
            _ => {
                "CREATE VIRTUAL TABLE feedback_words USING fts5(
                     folded, content='feedback', content_rowid='number');
                 CREATE TRIGGER feedback_inserted AFTER INSERT ON feedback BEGIN
                     INSERT INTO feedback_words(rowid, folded) VALUES (new.number, new.folded);
                 END;
                 CREATE TRIGGER feedback_deleted AFTER DELETE ON feedback BEGIN
                     INSERT INTO feedback_words(feedback_words, rowid, folded)
                         VALUES ('delete', old.number, old.folded);
                 END;
                 CREATE TRIGGER feedback_updated AFTER UPDATE OF folded ON feedback BEGIN
                     INSERT INTO feedback_words(feedback_words, rowid, folded)
                         VALUES ('delete', old.number, old.folded);
                     INSERT INTO feedback_words(rowid, folded) VALUES (new.number, new.folded);
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

const BY_TIME: [&str; 7] = [
    "project_id",
    "created_at",
    "number",
    "state",
    "kind",
    "severity",
    "iteration_id",
];
const BY_WEIGHT: [&str; 8] = [
    "project_id",
    "weight",
    "created_at",
    "number",
    "state",
    "kind",
    "severity",
    "iteration_id",
];

fn entries() -> TableCreateStatement {
    Table::create()
        .table("feedback")
        .col(big_integer("number").auto_increment().primary_key())
        .col(uuid("id").unique_key())
        .col(uuid("project_id"))
        .col(string("kind"))
        .col(text("story"))
        .col(string("severity"))
        .col(big_integer("weight"))
        .col(string("place"))
        .col(string_null("level"))
        .col(string_null("discipline"))
        .col(big_integer_null("pupils"))
        .col(string_null("device"))
        .col(string_null("network"))
        .col(string("anonymity"))
        .col(uuid_null("author"))
        .col(uuid_null("iteration_id"))
        .col(big_integer_null("iteration_number"))
        .col(string_null("tool_version"))
        .col(string("state"))
        .col(text("state_reason"))
        .col(uuid_null("duplicate_of"))
        .col(uuid_null("assignee"))
        .col(boolean("shared"))
        .col(big_integer("comments"))
        .col(big_integer("version"))
        .col(text("folded"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("feedback", "project_id", "projects"))
        .foreign_key(&mut refers_to("feedback", "author", "users"))
        .foreign_key(&mut refers_to("feedback", "assignee", "users"))
        .foreign_key(&mut refers_to("feedback", "duplicate_of", "feedback"))
        .foreign_key(&mut refers_to("feedback", "iteration_id", "iterations"))
        .to_owned()
}

fn counts() -> TableCreateStatement {
    Table::create()
        .table("feedback_counts")
        .col(uuid("project_id"))
        .col(string("state"))
        .col(string("kind"))
        .col(string("severity"))
        .col(uuid("iteration_id"))
        .col(big_integer("iteration_number"))
        .col(big_integer("entries"))
        .primary_key(
            Index::create()
                .col("project_id")
                .col("state")
                .col("kind")
                .col("severity")
                .col("iteration_id"),
        )
        .foreign_key(&mut part_of("feedback_counts", "project_id", "projects"))
        .to_owned()
}

fn comments() -> TableCreateStatement {
    Table::create()
        .table("feedback_comments")
        .col(uuid("id").primary_key())
        .col(uuid("feedback_id"))
        .col(uuid("author"))
        .col(text("text"))
        .col(big_integer("at"))
        .foreign_key(&mut part_of("feedback_comments", "feedback_id", "feedback"))
        .foreign_key(&mut refers_to("feedback_comments", "author", "users"))
        .to_owned()
}

fn mentions() -> TableCreateStatement {
    let comment = &mut part_of("feedback_mentions", "comment_id", "feedback_comments");
    Table::create()
        .table("feedback_mentions")
        .col(uuid("comment_id"))
        .col(uuid("user_id"))
        .primary_key(Index::create().col("comment_id").col("user_id"))
        .foreign_key(comment)
        .foreign_key(&mut part_of("feedback_mentions", "user_id", "users"))
        .to_owned()
}

fn views() -> TableCreateStatement {
    Table::create()
        .table("feedback_views")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(uuid("user_id"))
        .col(string("name"))
        .col(text("filter"))
        .col(big_integer("created_at"))
        .foreign_key(&mut part_of("feedback_views", "project_id", "projects"))
        .foreign_key(&mut part_of("feedback_views", "user_id", "users"))
        .to_owned()
}
