//! Which places and versions of the tool the entries of a project name: each is found
//! in an index behind the one before, so that a long log is not gone through.

use domain::ids::ProjectId;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use crate::error::Result;

/// How many values are offered.
const VALUES_MAX: u8 = 100;

/// Of what the values are.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Places,
    Versions,
}

impl Named {
    fn column(self) -> &'static str {
        match self {
            Self::Places => "place",
            Self::Versions => "tool_version",
        }
    }
}

/// The first of these values, each once.
pub(super) async fn values(
    db: &impl ConnectionTrait,
    project: ProjectId,
    named: Named,
) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    let column = named.column();
    let [first, next] = match backend {
        DatabaseBackend::Postgres => ["$1", "$2"],
        _ => ["?", "?"],
    };
    let query = format!(
        "WITH RECURSIVE named(value, place_in_list) AS (
            SELECT MIN({column}), 1 FROM feedback WHERE project_id = {first} AND {column} > ''
          UNION ALL
            SELECT (SELECT MIN({column}) FROM feedback
                    WHERE project_id = {next} AND {column} > named.value),
                   named.place_in_list + 1
            FROM named
            WHERE named.value IS NOT NULL AND named.place_in_list < {VALUES_MAX}
        )
        SELECT value FROM named WHERE value IS NOT NULL"
    );
    let values = [project.0.into(), project.0.into()];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(backend, query, values))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "value")?))
        .collect()
}
