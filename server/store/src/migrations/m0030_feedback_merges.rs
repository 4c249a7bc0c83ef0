//! From when to when an entry was merged into another one: a duplicate's word on a
//! conjecture map is told as that of the entry that stays, in each iteration as it was
//! when that was closed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, uuid};

use super::{index, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let merges = "feedback_merges";
        let table = Table::create()
            .table(merges)
            .col(uuid("id").primary_key())
            .col(uuid("duplicate_id"))
            .col(uuid("into_id"))
            .col(big_integer("since"))
            .col(big_integer_null("until"))
            .foreign_key(&mut refers_to(merges, "duplicate_id", "feedback"))
            .foreign_key(&mut refers_to(merges, "into_id", "feedback"))
            .to_owned();
        manager.create_table(table).await?;
        for column in ["duplicate_id", "into_id"] {
            manager.create_index(index(merges, &[column])).await?;
        }
        // What was merged before counts once from now on; what is closed stays as sealed.
        // An entry is merged into one other at the most: its id tells the merge, too.
        let merged = "INSERT INTO feedback_merges (id, duplicate_id, into_id, since)
            SELECT id, id, duplicate_of, 1 + COALESCE(
                (SELECT MAX(closed_at) FROM iterations
                    WHERE iterations.project_id = feedback.project_id), 0)
            FROM feedback WHERE duplicate_of IS NOT NULL";
        let connection = manager.get_connection();
        connection.execute_unprepared(merged).await.map(drop)
    }
}
