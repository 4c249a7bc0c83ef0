//! The tables as entities: one module per feature, columns only.
//!
//! Moments are milliseconds since 1970 (UTC), dates ISO 8601 text, coded values
//! their codes: the same in SQLite and PostgreSQL.

pub(crate) mod accounts;
pub(crate) mod attachments;
pub(crate) mod audit;
pub(crate) mod decisions;
pub(crate) mod evidence;
pub(crate) mod feedback;
pub(crate) mod imports;
pub(crate) mod iterations;
pub(crate) mod milestones;
pub(crate) mod needs;
pub(crate) mod notifications;
pub(crate) mod projects;
pub(crate) mod sessions;

use std::str::FromStr;

use crate::error::{Result, StoreError};

/// Reads a coded column.
pub(crate) fn decode<T: FromStr>(what: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| StoreError::Unreadable {
        what,
        found: text.to_owned(),
    })
}

/// Reads a coded column that may be empty.
pub(crate) fn decode_optional<T: FromStr>(
    what: &'static str,
    text: Option<String>,
) -> Result<Option<T>> {
    text.map(|text| decode(what, &text)).transpose()
}
