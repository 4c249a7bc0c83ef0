//! Why an element or a link is new in a map that was carried over, or says something else
//! than there.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["conjecture_elements", "conjecture_links"] {
            let why = Table::alter()
                .table(table)
                .add_column(text("why").default(""))
                .to_owned();
            manager.alter_table(why).await?;
        }
        Ok(())
    }
}
