//! What can go wrong when records are read or written.

use domain::policy::Refusal;
use domain::problems::{Problem, Problems};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The policy table refuses it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// What was typed is not in order.
    #[error("{} fields are not in order", .0.0.len())]
    Invalid(Problems),
    /// There is no such thing, or the actor may not know of it.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the thing since it was read.
    #[error("changed meanwhile: now at version {current}")]
    Stale {
        /// The version that the thing has now.
        current: i64,
    },
    /// The database did not answer as it should.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// The place where files are kept did not answer as it should.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// A record holds something that this version cannot read.
    #[error("unreadable {what}: {found:?}")]
    Unreadable {
        /// The column.
        what: &'static str,
        /// What stands there.
        found: String,
    },
    /// Something else on the server failed.
    #[error("{0}")]
    Internal(String),
}

/// The result of a store call.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<Problems> for StoreError {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// One field that is not in order.
pub(crate) fn invalid(field: &str, problem: Problem) -> StoreError {
    StoreError::Invalid(Problems::one(field, problem))
}
