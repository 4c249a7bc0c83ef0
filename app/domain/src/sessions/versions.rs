//! Versions of a board: moments of its log that were given a name.

use serde::{Deserialize, Serialize};

use crate::problems::{Problems, clean_line};
use crate::time::Timestamp;

/// Versions of one board.
pub const VERSIONS_MAX: u64 = 200;
/// Unicode scalar values in the name of a version.
pub const VERSION_NAME_MAX: u32 = 80;

/// A moment of a board's log that was given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardVersion {
    /// The moment: how many entries the log had.
    pub moment: u64,
    /// Its name.
    pub name: String,
    /// When it was named.
    pub named_at: Timestamp,
}

/// The name of a version as it is kept.
///
/// # Errors
/// An empty or over-long name, under the field `name`.
pub fn version_name(typed: &str) -> Result<String, Problems> {
    let name = clean_line(typed);
    let mut problems = Problems::default();
    problems.check_length("name", &name, 1, VERSION_NAME_MAX);
    problems.into_result()?;
    Ok(name)
}
