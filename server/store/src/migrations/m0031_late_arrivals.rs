//! The phase that each board is in: late arrivals may have to wait until it ends. Of boards
//! there are it is not known before the next is begun, and until then nobody waits.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let phase = Table::alter()
            .table("boards")
            .add_column(text_null("phase"))
            .to_owned();
        manager.alter_table(phase).await
    }
}
