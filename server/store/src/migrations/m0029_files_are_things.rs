//! Files that were attached become things that search finds and evidence is linked
//! with: each in the place of what it is attached to, by its name and description.

use sea_orm::{FromQueryResult, Statement};
use sea_orm_migration::prelude::*;
use uuid::Uuid;

use crate::search::words_only;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A file, and the project of what it is attached to.
#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    project_id: Option<Uuid>,
    name: String,
    description: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let files = "SELECT attachments.id, search_rows.project_id, name, description
             FROM attachments
             JOIN search_rows ON search_rows.thing_kind = attachments.thing_kind
                 AND search_rows.thing_id = attachments.thing_id
             ORDER BY attachments.created_at, attachments.id";
        let files = Statement::from_string(manager.get_database_backend(), files);
        for row in &connection.query_all_raw(files).await? {
            let row = Row::from_query_result(row, "")?;
            connection.execute(&indexed(row)).await?;
        }
        Ok(())
    }
}

/// The row of the index, with the marks of m0013.
fn indexed(row: Row) -> InsertStatement {
    let words = words_only(&format!("{}\n{}", row.name, row.description));
    let place = row
        .project_id
        .map_or_else(|| "0".to_owned(), |project| project.simple().to_string());
    Query::insert()
        .into_table("search_rows")
        .columns(["thing_kind", "thing_id", "project_id", "title", "folded"])
        .values_panic([
            "file".into(),
            row.id.into(),
            row.project_id.into(),
            row.name.into(),
            format!("{words}\nœfile œt{place}").into(),
        ])
        .to_owned()
}
