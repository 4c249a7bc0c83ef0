//! What Établi is about: types, identifiers, rules and permissions.
//!
//! Pure Rust without input or output, compiled both into the browser's code
//! and into the server. Who wants to know what a thing *is* starts here; how it
//! is kept stands in `store`, how it looks in `app`, under the same names.

pub mod accounts;
pub mod activity;
pub mod attachments;
pub mod audit;
mod codes;
pub mod conjectures;
pub mod decisions;
pub mod demo;
pub mod evidence;
pub mod feedback;
pub mod home;
pub mod ids;
pub mod imports;
pub mod iterations;
pub mod merging;
pub mod milestones;
pub mod needs;
pub mod notifications;
pub mod paging;
pub mod parties;
pub mod phases;
pub mod policy;
pub mod problems;
pub mod programmes;
pub mod projects;
pub mod school;
pub mod search;
pub mod sessions;
pub mod territories;
pub mod time;
pub mod votes;
pub mod wording;

pub use codes::{Coded, UnknownCode};
