//! Scripts of sessions that were saved as templates.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, string, text, uuid};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(templates()).await?;
        manager
            .create_index(index("script_templates", &["project_id"]))
            .await
    }
}

fn templates() -> TableCreateStatement {
    Table::create()
        .table("script_templates")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(string("name"))
        .col(text("purpose"))
        .col(text("script"))
        .col(boolean("shared"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .foreign_key(&mut part_of("script_templates", "project_id", "projects"))
        .foreign_key(&mut refers_to("script_templates", "created_by", "users"))
        .to_owned()
}
