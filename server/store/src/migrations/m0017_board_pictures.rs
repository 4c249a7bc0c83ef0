//! Pictures that lie on boards. Their bytes are kept where those of attachments are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(pictures()).await?;
        manager
            .create_index(index("board_pictures", &["session_id"]))
            .await
    }
}

fn pictures() -> TableCreateStatement {
    Table::create()
        .table("board_pictures")
        .col(uuid("id").primary_key())
        .col(uuid("session_id"))
        .col(big_integer("participant"))
        .col(string("media"))
        .col(big_integer("bytes"))
        .col(string("sha256"))
        .col(uuid("place"))
        .col(big_integer("created_at"))
        .foreign_key(&mut part_of(
            "board_pictures",
            "session_id",
            "codesign_sessions",
        ))
        .to_owned()
}
