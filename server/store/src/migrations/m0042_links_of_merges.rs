//! Which link a merge made: when the entries are taken apart it goes, while what people
//! linked by hand stays.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let made = Table::alter()
            .table("feedback_merges")
            .add_column(uuid_null("link_id"))
            .to_owned();
        manager.alter_table(made).await?;
        // Of merges whose moment is known it is known by that: what was there earlier was not
        // made by them. Of the oldest, which m0030 has given a moment and the id of an entry,
        // nobody knows: their links stay.
        let fill = "UPDATE feedback_merges SET link_id = (
                SELECT links.id FROM links
                WHERE links.from_id = feedback_merges.duplicate_id
                    AND links.to_id = feedback_merges.into_id
                    AND links.relation = 'relates_to'
                    AND links.created_at >= feedback_merges.since)
            WHERE until IS NULL AND id <> duplicate_id";
        let connection = manager.get_connection();
        connection.execute_unprepared(fill).await.map(drop)
    }
}
