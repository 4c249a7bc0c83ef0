//! Finding feedback by where in the tool it was and by the tool's version, and which
//! there are: each is found in an index, in a log of any length.

use sea_orm_migration::prelude::*;

use super::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["place", "tool_version"] {
            let by = index("feedback", &["project_id", column, "created_at"]);
            manager.create_index(by).await?;
        }
        Ok(())
    }
}
