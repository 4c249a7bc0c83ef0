//! Iterations, their conjecture maps and the changes made in them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, string, string_null, text, uuid, uuid_null,
};

use super::{index, part_of, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [iterations(), elements(), links(), changes()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("iterations", &["project_id", "number"])
                .unique()
                .to_owned(),
            index("conjecture_elements", &["iteration_id", "origin_id"])
                .unique()
                .to_owned(),
            index("conjecture_links", &["from_id", "to_id"])
                .unique()
                .to_owned(),
            index("conjecture_links", &["iteration_id"]),
            index("iteration_changes", &["iteration_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn iterations() -> TableCreateStatement {
    Table::create()
        .table("iterations")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(big_integer("number"))
        .col(text("goal"))
        .col(text("hypothesis"))
        .col(string("tool_version"))
        .col(string("starts_on"))
        .col(string("ends_on"))
        .col(string("state"))
        .col(big_integer_null("closed_at"))
        .col(string_null("hash"))
        .col(big_integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("iterations", "project_id", "projects"))
        .foreign_key(&mut refers_to("iterations", "created_by", "users"))
        .to_owned()
}

fn elements() -> TableCreateStatement {
    Table::create()
        .table("conjecture_elements")
        .col(uuid("id").primary_key())
        .col(uuid("iteration_id"))
        .col(uuid("origin_id"))
        .col(big_integer("place"))
        .col(string("column_code"))
        .col(string_null("kind"))
        .col(text("text"))
        .col(string("status"))
        .col(text("reason"))
        .col(big_integer("version"))
        .foreign_key(&mut part_of(
            "conjecture_elements",
            "iteration_id",
            "iterations",
        ))
        .to_owned()
}

fn links() -> TableCreateStatement {
    Table::create()
        .table("conjecture_links")
        .col(uuid("id").primary_key())
        .col(uuid("iteration_id"))
        .col(uuid("origin_id"))
        .col(big_integer("place"))
        .col(string("kind"))
        .col(uuid("from_id"))
        .col(uuid("to_id"))
        .col(string("status"))
        .col(text("reason"))
        .col(big_integer("version"))
        .foreign_key(&mut part_of(
            "conjecture_links",
            "iteration_id",
            "iterations",
        ))
        .foreign_key(&mut part_of(
            "conjecture_links",
            "from_id",
            "conjecture_elements",
        ))
        .foreign_key(&mut part_of(
            "conjecture_links",
            "to_id",
            "conjecture_elements",
        ))
        .to_owned()
}

fn changes() -> TableCreateStatement {
    Table::create()
        .table("iteration_changes")
        .col(uuid("id").primary_key())
        .col(uuid("iteration_id"))
        .col(text("text"))
        .col(uuid_null("author"))
        .col(big_integer("version"))
        .col(big_integer("created_at"))
        .foreign_key(&mut part_of(
            "iteration_changes",
            "iteration_id",
            "iterations",
        ))
        .foreign_key(&mut refers_to("iteration_changes", "author", "users"))
        .to_owned()
}
