//! The elements and links of conjecture maps become things that search finds and
//! evidence is linked with: each once, by its origin, called what the last
//! iteration that has it says.

use std::collections::BTreeMap;

use sea_orm::{FromQueryResult, Statement};
use sea_orm_migration::prelude::*;
use uuid::Uuid;

use crate::search::words_only;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An element, or a link with its ends in words.
#[derive(FromQueryResult)]
struct Row {
    origin_id: Uuid,
    project_id: Uuid,
    text: String,
    to_text: Option<String>,
}

/// The most characters of a title in the index, and of each end of a link's.
const TITLE_MAX: usize = 160;
const END_MAX: usize = 76;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for (kind, query) in [
            (
                "element",
                "SELECT origin_id, project_id, text, NULL AS to_text
                 FROM conjecture_elements
                 JOIN iterations ON iterations.id = conjecture_elements.iteration_id
                 ORDER BY iterations.number, place, conjecture_elements.id",
            ),
            (
                "maplink",
                "SELECT conjecture_links.origin_id, project_id, starts.text, ends.text AS to_text
                 FROM conjecture_links
                 JOIN iterations ON iterations.id = conjecture_links.iteration_id
                 JOIN conjecture_elements starts ON starts.id = conjecture_links.from_id
                 JOIN conjecture_elements ends ON ends.id = conjecture_links.to_id
                 ORDER BY iterations.number, conjecture_links.place, conjecture_links.id",
            ),
        ] {
            let backend = manager.get_database_backend();
            let rows = connection
                .query_all_raw(Statement::from_string(backend, query))
                .await?;
            let mut latest = BTreeMap::new();
            for row in &rows {
                let row = Row::from_query_result(row, "")?;
                latest.insert(row.origin_id, row);
            }
            for row in latest.into_values() {
                connection.execute(&indexed(kind, &row)).await?;
            }
        }
        Ok(())
    }
}

/// The row of the index, with the marks of m0013.
fn indexed(kind: &'static str, row: &Row) -> InsertStatement {
    let title = match &row.to_text {
        Some(to) => format!("{} → {}", end(&row.text), end(to)),
        None => row.text.clone(),
    };
    let project = row.project_id.simple();
    let folded = format!("{}\nœ{kind} œt{project}", words_only(&title));
    let title: String = title.chars().take(TITLE_MAX).collect();
    Query::insert()
        .into_table("search_rows")
        .columns(["thing_kind", "thing_id", "project_id", "title", "folded"])
        .values_panic([
            kind.into(),
            row.origin_id.into(),
            row.project_id.into(),
            title.into(),
            folded.into(),
        ])
        .to_owned()
}

fn end(text: &str) -> String {
    match text.char_indices().nth(END_MAX) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}
