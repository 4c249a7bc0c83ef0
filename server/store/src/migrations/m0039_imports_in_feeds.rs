//! Imports of feedback are told in the feed of their project: those of before as well,
//! and their undoing.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "INSERT INTO activity (project_id, audit_id)
                 SELECT imports.project_id, audit.id FROM audit
                 JOIN imports ON imports.id = audit.thing_id
                 WHERE audit.thing_kind = 'import' AND imports.project_id IS NOT NULL",
            )
            .await?;
        Ok(())
    }
}
