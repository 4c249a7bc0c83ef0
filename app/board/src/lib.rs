//! The live document of a co-design board, without input or output.
//!
//! Clients propose typed operations, the server puts them in one order, and
//! both sides apply them in the same way. The rules are numbered in `SPEC.md`;
//! the tests carry the number of the rule that they hold to. Times, sockets and
//! files belong to whoever drives [`client::Client`] and [`server::Room`].

pub mod actions;
pub mod amount;
pub mod client;
pub mod clock;
pub mod document;
pub mod error;
pub mod geometry;
pub mod groups;
pub mod history;
pub mod ids;
pub mod import;
pub mod index;
pub mod labels;
pub mod lead;
pub mod limits;
pub mod lines;
pub mod names;
pub mod operation;
pub mod order;
pub mod outline;
pub mod picture;
pub mod presence;
pub mod property;
pub mod put_back;
pub mod record;
pub mod rules;
pub mod secrecy;
pub mod server;
#[cfg(test)]
mod testing;
pub mod text;
pub mod timer;
pub mod wire;
pub mod wrap;

pub use error::Error;
