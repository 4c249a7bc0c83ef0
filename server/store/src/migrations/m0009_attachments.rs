//! Files attached to things.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid, uuid_null};

use super::{index, refers_to};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(attachments()).await?;
        let of_thing = index("attachments", &["thing_id"]);
        manager.create_index(of_thing).await
    }
}

fn attachments() -> TableCreateStatement {
    Table::create()
        .table("attachments")
        .col(uuid("id").primary_key())
        .col(string("thing_kind"))
        .col(uuid("thing_id"))
        .col(string("name"))
        .col(string("media"))
        .col(big_integer("bytes"))
        .col(string("sha256"))
        .col(big_integer_null("width"))
        .col(big_integer_null("height"))
        .col(string("description"))
        .col(uuid("place").unique_key())
        .col(uuid_null("created_by"))
        .col(big_integer("created_at"))
        .foreign_key(&mut refers_to("attachments", "created_by", "users"))
        .to_owned()
}
