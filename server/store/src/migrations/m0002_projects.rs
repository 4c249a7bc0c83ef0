//! Projects, their teams, the dates of their phases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, uuid};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("projects")
                    .col(uuid("id").primary_key())
                    .col(string("title"))
                    .col(text("summary"))
                    .col(text("problem"))
                    .col(text("audience"))
                    .col(string_null("discipline"))
                    .col(string_null("level"))
                    .col(string_null("territory"))
                    .col(string("programme"))
                    .col(string("programme_name"))
                    .col(string("starts_on"))
                    .col(string("visibility"))
                    .col(string("phase"))
                    .col(big_integer("version"))
                    .col(uuid("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .foreign_key(&mut refers_to("projects", "created_by", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("team_members")
                    .col(uuid("project_id"))
                    .col(uuid("user_id"))
                    .col(string("role"))
                    .col(big_integer("joined_at"))
                    .primary_key(Index::create().col("project_id").col("user_id"))
                    .foreign_key(&mut part_of("team_members", "project_id", "projects"))
                    .foreign_key(&mut part_of("team_members", "user_id", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("team_members", &["user_id"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("phase_dates")
                    .col(uuid("project_id"))
                    .col(string("phase"))
                    .col(string("starts_on"))
                    .primary_key(Index::create().col("project_id").col("phase"))
                    .foreign_key(&mut part_of("phase_dates", "project_id", "projects"))
                    .to_owned(),
            )
            .await
    }
}
