//! What search finds, and the words that it compares.

use serde::{Deserialize, Serialize};

use crate::evidence::ThingRef;
use crate::ids::ProjectId;

/// The most characters of a query that count.
pub const QUERY_MAX: usize = 200;

/// The most things that one search shows.
pub const FOUND_MAX: usize = 50;

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The thing.
    pub thing: ThingRef,
    /// The project that it belongs to, if any.
    pub project: Option<ProjectId>,
    /// Its title, or how its text begins.
    pub title: String,
}
