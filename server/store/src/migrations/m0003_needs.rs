//! Needs and the positions taken on them.

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
        manager
            .create_table(
                Table::create()
                    .table("needs")
                    .col(uuid("id").primary_key())
                    .col(text("statement"))
                    .col(text("affected"))
                    .col(text("setting"))
                    .col(string_null("level"))
                    .col(string_null("discipline"))
                    .col(big_integer_null("pupils"))
                    .col(string_null("territory"))
                    .col(string("state"))
                    .col(text("state_reason"))
                    .col(uuid_null("merged_into"))
                    .col(uuid_null("author"))
                    .col(string_null("source_author"))
                    .col(big_integer("supports"))
                    .col(big_integer("objections"))
                    .col(big_integer("neutral"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .foreign_key(&mut refers_to("needs", "merged_into", "needs"))
                    .foreign_key(&mut refers_to("needs", "author", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("positions")
                    .col(uuid("id").primary_key())
                    .col(uuid("need_id"))
                    .col(uuid_null("user_id"))
                    .col(string_null("source_voter"))
                    .col(string("stance"))
                    .col(text("comment"))
                    .col(big_integer("at"))
                    .foreign_key(&mut part_of("positions", "need_id", "needs"))
                    .foreign_key(&mut refers_to("positions", "user_id", "users"))
                    .to_owned(),
            )
            .await?;
        for index in [
            index("positions", &["need_id", "user_id"])
                .unique()
                .to_owned(),
            index("positions", &["need_id", "source_voter"])
                .unique()
                .to_owned(),
            index("needs", &["created_at"]),
            index("needs", &["supports"]),
            index("needs", &["merged_into"]),
            index("needs", &["author"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
