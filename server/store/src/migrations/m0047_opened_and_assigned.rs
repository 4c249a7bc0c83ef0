//! Who looks after entries that are opened to partners: of each of them one entry is found at
//! once, however many of theirs are not.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let index = "CREATE INDEX feedback_by_opened_assignee
            ON feedback (project_id, assignee) WHERE shared";
        connection.execute_unprepared(index).await.map(drop)
    }
}
