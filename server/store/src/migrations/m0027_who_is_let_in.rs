//! By what people came into sessions; and accounts whose language nobody has chosen.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Of those who are in already nobody knows: they stay, as guests do.
        let entrance = Table::alter()
            .table("session_participants")
            .add_column(string("entrance").default("guest"))
            .to_owned();
        manager.alter_table(entrance).await?;
        // French was noted for everybody who had not said otherwise. What is lost of
        // those who had chosen it is what their browser says anyway, nearly always.
        for step in [
            "ALTER TABLE users ADD COLUMN language varchar",
            "UPDATE users SET language = locale WHERE locale <> 'fr'",
            "ALTER TABLE users DROP COLUMN locale",
            "ALTER TABLE users RENAME COLUMN language TO locale",
        ] {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}
