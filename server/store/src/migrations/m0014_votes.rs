//! Votes of co-design sessions: what was asked, the ballots, and apart from them
//! who has voted. SQLite keeps ballots by their key alone, without a row number
//! that would tell in which order they came.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(votes()).await?;
        manager.create_table(voters()).await?;
        let mut ballots = ballots();
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            ballots.extra("WITHOUT ROWID");
        }
        manager.create_table(ballots).await?;
        manager
            .create_index(index("session_votes", &["session_id"]))
            .await
    }
}

fn votes() -> TableCreateStatement {
    Table::create()
        .table("session_votes")
        .col(uuid("id").primary_key())
        .col(uuid("session_id"))
        .col(text("facts"))
        .col(text("merged"))
        .col(big_integer("opened_by"))
        .col(big_integer("opened_at"))
        .col(big_integer_null("closed_at"))
        .foreign_key(&mut part_of(
            "session_votes",
            "session_id",
            "codesign_sessions",
        ))
        .to_owned()
}

fn ballots() -> TableCreateStatement {
    Table::create()
        .table("session_ballots")
        .col(uuid("vote_id"))
        .col(string("ballot_key"))
        .col(text("ballot"))
        .primary_key(Index::create().col("vote_id").col("ballot_key"))
        .foreign_key(&mut part_of("session_ballots", "vote_id", "session_votes"))
        .to_owned()
}

fn voters() -> TableCreateStatement {
    Table::create()
        .table("session_voters")
        .col(uuid("vote_id"))
        .col(big_integer("participant"))
        .primary_key(Index::create().col("vote_id").col("participant"))
        .foreign_key(&mut part_of("session_voters", "vote_id", "session_votes"))
        .to_owned()
}
