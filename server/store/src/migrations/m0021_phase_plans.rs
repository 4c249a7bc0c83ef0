//! Plans of the phases: when each is to end, or did. And the links of projects.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, uuid};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ends_on = Table::alter()
            .table("phase_dates")
            .add_column(string_null("ends_on"))
            .to_owned();
        manager.alter_table(ends_on).await?;
        manager
            .create_table(
                Table::create()
                    .table("project_links")
                    .col(uuid("id").primary_key())
                    .col(uuid("project_id"))
                    .col(string("title"))
                    .col(text("address"))
                    .col(big_integer("version"))
                    .col(uuid("created_by"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut part_of("project_links", "project_id", "projects"))
                    .foreign_key(&mut refers_to("project_links", "created_by", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("project_links", &["project_id"]))
            .await
    }
}
