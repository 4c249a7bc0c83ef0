//! The live boards: each open one is a room, to which people are connected.
//!
//! A [`Hub`] opens rooms when somebody enters and closes them when they are
//! empty. A room is a task that drives `board`'s room: it takes frames, ends a
//! tick some sixty times a second at the most, has the log keep what was done,
//! and only then sends anything. How frames travel is the business of whoever
//! holds a [`Link`]; `Polls` keeps those of browsers that get no WebSocket.
//! [`Threads`] of their own carry all that, each board on one of them.

mod access;
mod error;
mod hub;
mod limits;
mod link;
mod log;
mod pace;
mod polls;
mod queue;
mod room;
mod threads;

pub use board::limits::MAX_CLIENT_FRAME;
pub use board::server::Decree;
pub use error::{Error, Result};
pub use hub::Hub;
pub use limits::Limits;
pub use link::{Ending, Link, Receiving, Sending};
pub use log::{Log, StoreLog, append_of};
pub use polls::{PollKey, Polls};
pub use room::Coming;
pub use threads::Threads;
