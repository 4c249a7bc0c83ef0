//! What merges link: of entries, so that it goes when they are taken apart; of needs, which
//! were not joined in the chain before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid;

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let made = "feedback_merge_links";
        let table = Table::create()
            .table(made)
            .col(uuid("merge_id"))
            .col(uuid("link_id"))
            .primary_key(Index::create().col("merge_id").col("link_id"))
            .foreign_key(&mut part_of(made, "merge_id", "feedback_merges"))
            .foreign_key(&mut part_of(made, "link_id", "links"))
            .to_owned();
        manager.create_table(table).await?;
        manager.create_index(index(made, &["link_id"])).await?;
        let connection = manager.get_connection();
        // A merge has linked, in the moment of its link between the two, what stands so at the
        // duplicate as well. Of those whose link is not known nothing is: their links stay.
        let carried = "INSERT INTO feedback_merge_links (merge_id, link_id)
            SELECT DISTINCT merges.id, made.id
            FROM feedback_merges merges
            JOIN links joined ON joined.id = merges.link_id
            JOIN links made
              ON (made.from_id = merges.into_id OR made.to_id = merges.into_id)
             AND made.created_at = joined.created_at
             AND made.created_by = joined.created_by
             AND made.id <> joined.id
            JOIN links own
              ON own.relation = made.relation
             AND ((own.from_id = merges.duplicate_id AND made.from_id = merges.into_id
                   AND own.to_id = made.to_id)
               OR (own.to_id = merges.duplicate_id AND made.to_id = merges.into_id
                   AND own.from_id = made.from_id))
            WHERE merges.until IS NULL";
        connection.execute_unprepared(carried).await?;
        // Who merged them, and when, the log knows. A need is merged once: its id tells the
        // link, too.
        let joined = "INSERT INTO links
                (id, from_kind, from_id, relation, to_kind, to_id, created_by, created_at)
            SELECT needs.id, 'need', needs.id, 'relates_to', 'need', needs.merged_into,
                told.actor, told.at
            FROM needs
            JOIN audit told
              ON told.thing_kind = 'need' AND told.thing_id = needs.id
             AND told.action = 'merge_needs' AND told.after LIKE '%\"merged_into\"%'
            WHERE needs.merged_into IS NOT NULL AND told.actor IS NOT NULL
              AND NOT EXISTS (
                SELECT 1 FROM links
                WHERE links.from_id = needs.id AND links.relation = 'relates_to'
                    AND links.to_id = needs.merged_into)";
        connection.execute_unprepared(joined).await.map(drop)
    }
}
