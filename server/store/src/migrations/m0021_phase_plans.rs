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
            .await?;
        // A project that went back left dates of phases behind, which would stand there as
        // plans that nobody made.
        let left = format!(
            "DELETE FROM phase_dates WHERE EXISTS (
                SELECT 1 FROM projects
                JOIN phase_dates present
                    ON present.project_id = projects.id AND present.phase = projects.phase
                WHERE projects.id = phase_dates.project_id
                    AND {} > {}
                    AND phase_dates.starts_on < present.starts_on)",
            order_of("phase_dates.phase"),
            order_of("projects.phase"),
        );
        let connection = manager.get_connection();
        connection.execute_unprepared(&left).await.map(drop)
    }
}

/// The place of a phase among the others, as a number.
fn order_of(phase: &str) -> String {
    format!(
        "CASE {phase} WHEN 'need' THEN 0 WHEN 'matching' THEN 1 WHEN 'co_design' THEN 2
            WHEN 'prototype' THEN 3 WHEN 'pilot' THEN 4 WHEN 'evaluation' THEN 5
            WHEN 'deployment' THEN 6 ELSE 7 END"
    )
}
