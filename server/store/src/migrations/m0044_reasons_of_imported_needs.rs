//! Why an imported need was set aside or withdrawn in its source is said to each reader in
//! their language: what earlier imports wrote of it in French goes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Whoever gives a need another state makes another version of it: nobody has touched
        // the first, which is as the import wrote it.
        let neutral = "UPDATE needs SET state_reason = ''
            WHERE version = 1
                AND id IN (SELECT thing_id FROM import_rows)
                AND (state = 'set_aside' AND state_reason LIKE 'Écarté par la modération (%)'
                    OR state = 'withdrawn'
                        AND state_reason LIKE 'Retiré par son auteur·rice (%)')";
        let connection = manager.get_connection();
        connection.execute_unprepared(neutral).await.map(drop)
    }
}
