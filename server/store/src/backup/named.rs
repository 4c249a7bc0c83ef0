//! The files that rows name. A table keeps files where it has a `place` that is an id:
//! their bytes lie beside the database, and a row keeps the hash of its own.

use std::io::{self, BufRead};

use serde_json::Value as Json;
use uuid::Uuid;

use super::{Kind, Table};
use crate::error::{Result, StoreError};
use crate::files;

/// A file that a row names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedFile {
    /// Where it lies below the folder of attachments.
    pub path: String,
    /// Where its thumbnail lies. No row tells whether it has one: it is made again.
    pub thumbnail: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

impl Table {
    /// The files that rows of this table name, as they were written, one a line; none
    /// in a table that keeps none.
    ///
    /// # Errors
    /// When a line is no row of this table.
    pub fn named_files(&self, rows: impl BufRead) -> Result<Vec<NamedFile>> {
        let position = |name: &str, kind: Kind| {
            let is_it = |column: &super::Column| column.name == name && column.kind == kind;
            self.columns.iter().position(is_it)
        };
        let Some(place) = position("place", Kind::Uuid) else {
            return Ok(Vec::new());
        };
        let sha256 = position("sha256", Kind::Text);
        let read = |line: io::Result<String>| {
            let row: Vec<Json> = serde_json::from_str(&line.ok()?).ok()?;
            let place = row.get(place)?.as_str()?.parse::<Uuid>().ok()?;
            Some(NamedFile {
                path: files::path(place).to_string(),
                thumbnail: files::beside(place).to_string(),
                sha256: row.get(sha256?)?.as_str()?.to_owned(),
            })
        };
        (1_u64..)
            .zip(rows.lines())
            .map(|(number, line)| {
                let wrong = || format!("line {number} of {} names no file", self.name);
                read(line).ok_or_else(|| StoreError::Internal(wrong()))
            })
            .collect()
    }
}
