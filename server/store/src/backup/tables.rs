//! What tables there are and of what their columns are, as the database itself
//! tells; how a value is read from one and written into another.

use std::fmt::Write;

use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::STEPS;
use crate::error::{Result, StoreError};
use crate::secrets::hex;

/// What a column holds, the same in both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An id.
    Uuid,
    /// Yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// Bytes.
    Blob,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is part of the key by which rows are ordered.
    pub key: bool,
}

/// A table and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, by name: databases do not agree on any other order.
    pub columns: Vec<Column>,
}

impl Kind {
    /// What a column of this declared type holds.
    fn of(declared: &str) -> Option<Self> {
        let declared = declared.to_lowercase();
        let starts = |with: &[&str]| with.iter().any(|with| declared.starts_with(with));
        // SQLite's ids are declared `uuid_text`: they are no text.
        if starts(&["uuid"]) {
            Some(Self::Uuid)
        } else if starts(&["bool"]) {
            Some(Self::Bool)
        } else if starts(&["bigint", "int", "smallint"]) {
            Some(Self::Integer)
        } else if starts(&["text", "char", "varchar"]) {
            Some(Self::Text)
        } else if starts(&["blob", "bytea"]) {
            Some(Self::Blob)
        } else {
            None
        }
    }

    fn read(self, row: &QueryResult, place: usize) -> Result<Json> {
        let value = match self {
            Self::Uuid => {
                let id: Option<Uuid> = row.try_get_by_index(place)?;
                id.map(|id| Json::from(id.to_string()))
            }
            Self::Bool => row.try_get_by_index::<Option<bool>>(place)?.map(Json::from),
            Self::Integer => row.try_get_by_index::<Option<i64>>(place)?.map(Json::from),
            Self::Text => row
                .try_get_by_index::<Option<String>>(place)?
                .map(Json::from),
            Self::Blob => {
                let bytes: Option<Vec<u8>> = row.try_get_by_index(place)?;
                bytes.map(|bytes| Json::from(hex(&bytes)))
            }
        };
        Ok(value.unwrap_or_default())
    }

    /// A value as it is written into a column of this kind; `None` for one of
    /// another kind.
    pub(super) fn value(self, json: &Json) -> Option<Value> {
        let null = json.is_null();
        let given = |found: bool| null || found;
        Some(match self {
            Self::Uuid => {
                let id = json.as_str().and_then(|text| text.parse::<Uuid>().ok());
                given(id.is_some()).then(|| Value::from(id))?
            }
            Self::Bool => given(json.is_boolean()).then(|| Value::from(json.as_bool()))?,
            Self::Integer => given(json.is_i64()).then(|| Value::from(json.as_i64()))?,
            Self::Text => {
                let text = json.as_str().map(str::to_owned);
                given(text.is_some()).then(|| Value::from(text))?
            }
            Self::Blob => {
                let bytes = json.as_str().and_then(bytes);
                given(bytes.is_some()).then(|| Value::from(bytes))?
            }
        })
    }
}

/// The bytes that a text in hexadecimal stands for.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16);
    let byte = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

impl Table {
    /// Reads every row, in an order that is the same in both databases.
    pub(super) fn select(&self, backend: DatabaseBackend) -> String {
        let postgres = backend == DatabaseBackend::Postgres;
        let columns = self.columns.iter().map(|column| match column.kind {
            Kind::Integer if postgres => format!("CAST(\"{}\" AS bigint)", column.name),
            _ => format!("\"{}\"", column.name),
        });
        let keyed = self.columns.iter().any(|column| column.key);
        let keys = self
            .columns
            .iter()
            .filter(|column| column.key || !keyed)
            .map(|column| match column.kind {
                Kind::Text if postgres => format!("\"{}\" COLLATE \"C\"", column.name),
                _ => format!("\"{}\"", column.name),
            });
        format!(
            "SELECT {} FROM \"{}\" ORDER BY {}",
            columns.collect::<Vec<_>>().join(", "),
            self.name,
            keys.collect::<Vec<_>>().join(", ")
        )
    }

    /// Writes so many rows with one statement.
    pub(super) fn insert(&self, backend: DatabaseBackend, rows: usize) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let mut sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES ",
            self.name,
            names.join(", ")
        );
        let width = self.columns.len();
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                if column > 0 {
                    sql.push_str(", ");
                }
                if backend == DatabaseBackend::Postgres {
                    let _ = write!(sql, "${}", row * width + column + 1);
                } else {
                    sql.push('?');
                }
            }
            sql.push(')');
        }
        sql
    }

    pub(super) fn read(&self, row: &QueryResult) -> Result<Vec<Json>> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(place, column)| column.kind.read(row, place))
            .collect()
    }
}

/// The names of the tables, without what the database keeps for itself, such as
/// the tables behind full-text search: those are filled by triggers.
pub(super) async fn names(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    let sql = if backend == DatabaseBackend::Postgres {
        "SELECT CAST(table_name AS text) FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
         ORDER BY CAST(table_name AS text) COLLATE \"C\""
    } else {
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name"
    };
    let rows = db
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let read = |row: &QueryResult| Ok(row.try_get_by_index(0)?);
    rows.iter().map(read).collect()
}

/// Every table that holds records.
pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for name in names(db).await? {
        if name != STEPS {
            tables.push(Table {
                columns: columns(db, &name).await?,
                name,
            });
        }
    }
    Ok(tables)
}

/// The columns of a table, without those that the database works out itself.
async fn columns(db: &impl ConnectionTrait, table: &str) -> Result<Vec<Column>> {
    let backend = db.get_database_backend();
    let sql = if backend == DatabaseBackend::Postgres {
        "SELECT CAST(c.column_name AS text), CAST(c.data_type AS text), EXISTS (
             SELECT 1 FROM pg_index i
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
             WHERE i.indisprimary AND i.indrelid = CAST(quote_ident(c.table_name) AS regclass)
               AND a.attname = c.column_name)
         FROM information_schema.columns c
         WHERE c.table_schema = current_schema() AND c.table_name = $1
           AND c.is_generated = 'NEVER'
         ORDER BY CAST(c.column_name AS text) COLLATE \"C\""
    } else {
        "SELECT name, type, pk > 0 FROM pragma_table_info(?) ORDER BY name"
    };
    let statement = Statement::from_sql_and_values(backend, sql, [table.into()]);
    let read = |row: QueryResult| {
        let name: String = row.try_get_by_index(0)?;
        let declared: String = row.try_get_by_index(1)?;
        let kind = Kind::of(&declared).ok_or_else(|| {
            StoreError::Internal(format!(
                "backups know nothing of columns like {table}.{name}, which is {declared}"
            ))
        })?;
        let key = row.try_get_by_index(2)?;
        Ok(Column { name, kind, key })
    };
    let rows = db.query_all_raw(statement).await?;
    rows.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_another_kind_are_refused() {
        assert!(Kind::Uuid.value(&json!("no id")).is_none());
        assert!(Kind::Bool.value(&json!(1)).is_none());
        assert!(Kind::Integer.value(&json!(1.5)).is_none());
        assert!(Kind::Text.value(&json!(1)).is_none());
        assert!(Kind::Blob.value(&json!("0")).is_none());
        assert!(Kind::Blob.value(&json!("0é")).is_none());
        assert_eq!(
            Kind::Blob.value(&json!("00ff")),
            Some(Value::from(Some(vec![0_u8, 255])))
        );
        assert_eq!(
            Kind::Text.value(&Json::Null),
            Some(Value::from(None::<String>))
        );
    }
}
