//! Imports: their record, the rows by which they recognise what was imported
//! before, and files that wait. A voter of a source may have voted on a need
//! more than once: the source counts each vote, and so do we.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, string, text, text_null, uuid, uuid_null,
};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        manager
            .alter_table(
                Table::alter()
                    .table("positions")
                    .add_column(uuid_null("import_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("DROP INDEX positions_by_need_id_source_voter")
            .await?;
        for index in [
            index("positions", &["need_id", "source_voter"]),
            index("positions", &["import_id"]),
            index("import_rows", &["kind", "source", "source_id"])
                .unique()
                .to_owned(),
            index("import_rows", &["thing_id"]),
            index("imports", &["made_at"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn tables() -> [TableCreateStatement; 3] {
    [
        Table::create()
            .table("imports")
            .col(uuid("id").primary_key())
            .col(string("kind"))
            .col(string("source"))
            .col(text("records_name"))
            .col(text_null("votes_name"))
            .col(text("plan"))
            .col(text("report"))
            .col(big_integer("needs"))
            .col(big_integer("positions"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(uuid_null("undone_by"))
            .col(big_integer_null("undone_at"))
            .to_owned(),
        Table::create()
            .table("import_rows")
            .col(uuid("thing_id"))
            .col(uuid("import_id"))
            .col(string("kind"))
            .col(string("source"))
            .col(string("source_id"))
            .primary_key(
                Index::create()
                    .name("import_rows_pkey")
                    .col("import_id")
                    .col("thing_id"),
            )
            .foreign_key(&mut part_of("import_rows", "import_id", "imports"))
            .to_owned(),
        Table::create()
            .table("import_uploads")
            .col(uuid("id").primary_key())
            .col(uuid("owner"))
            .col(text("records_name"))
            .col(blob("records"))
            .col(text_null("votes_name"))
            .col(blob_null("votes"))
            .col(text_null("plan"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut part_of("import_uploads", "owner", "users"))
            .to_owned(),
    ]
}
