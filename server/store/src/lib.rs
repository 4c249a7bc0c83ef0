//! How Établi keeps its records.
//!
//! One module per feature holds its queries, under the feature's name; `tables`
//! holds the entities, `migrations` the schema. Every write to a record takes an
//! [`Actor`](domain::policy::Actor), runs in one transaction and leaves an audit
//! row; signed-in browsers, a form's drafts, entries of a board's log and ballots, which are
//! nobody's record, leave none. The same code serves SQLite and PostgreSQL.

pub mod accounts;
mod activity;
pub mod attachments;
mod audit;
pub mod backup;
mod clock;
mod conjectures;
mod database;
mod decisions;
pub mod drafts;
mod error;
mod events;
mod evidence;
mod feedback;
mod files;
mod home;
pub mod imports;
mod iterations;
mod migrations;
mod milestones;
mod needs;
mod notifications;
mod paging;
mod projects;
mod search;
mod secrets;
mod sessions;
pub mod settings;
mod tables;

pub use accounts::SignedIn;
pub use clock::{Clock, SetClock};
pub use database::{CONNECTIONS, Store};
pub use error::{Result, StoreError};
pub use events::{Event, SessionNews};
pub use migrations::Migrator;
pub use notifications::TakenDigests;
pub use sessions::{
    BoardAppend, BoardEntry, BoardHistory, BoardLog, GuestParticipation, Visitor, WrittenEntry,
};
