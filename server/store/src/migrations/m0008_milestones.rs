//! Milestones: criteria, moves of the date, signatures.

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
        for table in [milestones(), criteria(), moves(), signatures()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("milestones", &["project_id", "due_on"]),
            index("milestone_criteria", &["milestone_id"]),
            index("milestone_moves", &["milestone_id"]),
            index("milestone_signatures", &["user_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn milestones() -> TableCreateStatement {
    Table::create()
        .table("milestones")
        .col(uuid("id").primary_key())
        .col(uuid("project_id"))
        .col(string("title"))
        .col(string("due_on"))
        .col(uuid_null("owner"))
        .col(string_null("target_label"))
        .col(string_null("target_aim"))
        .col(big_integer_null("target_value"))
        .col(string_null("target_unit"))
        .col(big_integer_null("measure_value"))
        .col(big_integer_null("measure_n"))
        .col(big_integer_null("measure_low"))
        .col(big_integer_null("measure_high"))
        .col(uuid_null("measured_by"))
        .col(big_integer_null("measured_at"))
        .col(string("state"))
        .col(text("state_reason"))
        .col(uuid_null("settled_by"))
        .col(big_integer_null("settled_at"))
        .col(big_integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut part_of("milestones", "project_id", "projects"))
        .foreign_key(&mut refers_to("milestones", "owner", "users"))
        .foreign_key(&mut refers_to("milestones", "measured_by", "users"))
        .foreign_key(&mut refers_to("milestones", "settled_by", "users"))
        .foreign_key(&mut refers_to("milestones", "created_by", "users"))
        .to_owned()
}

fn criteria() -> TableCreateStatement {
    Table::create()
        .table("milestone_criteria")
        .col(uuid("id").primary_key())
        .col(uuid("milestone_id"))
        .col(big_integer("place"))
        .col(text("statement"))
        .col(uuid_null("checked_by"))
        .col(big_integer_null("checked_at"))
        .foreign_key(&mut part_of(
            "milestone_criteria",
            "milestone_id",
            "milestones",
        ))
        .foreign_key(&mut refers_to("milestone_criteria", "checked_by", "users"))
        .to_owned()
}

fn moves() -> TableCreateStatement {
    Table::create()
        .table("milestone_moves")
        .col(uuid("id").primary_key())
        .col(uuid("milestone_id"))
        .col(string("old_due_on"))
        .col(string("new_due_on"))
        .col(text("reason"))
        .col(uuid("moved_by"))
        .col(big_integer("moved_at"))
        .foreign_key(&mut part_of(
            "milestone_moves",
            "milestone_id",
            "milestones",
        ))
        .foreign_key(&mut refers_to("milestone_moves", "moved_by", "users"))
        .to_owned()
}

fn signatures() -> TableCreateStatement {
    Table::create()
        .table("milestone_signatures")
        .col(uuid("milestone_id"))
        .col(uuid("user_id"))
        .col(big_integer("asked_at"))
        .col(big_integer_null("signed_at"))
        .primary_key(Index::create().col("milestone_id").col("user_id"))
        .foreign_key(&mut part_of(
            "milestone_signatures",
            "milestone_id",
            "milestones",
        ))
        .foreign_key(&mut refers_to("milestone_signatures", "user_id", "users"))
        .to_owned()
}
