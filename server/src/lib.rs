//! The Établi server: command line, configuration, router, middleware.
//!
//! `command_line` is where a run begins and `serve` where it listens; `router`
//! says which part of the program answers which request, and `middleware` what
//! happens to a request before and after.

mod admin;
mod attachments;
mod backup;
mod check;
pub mod command_line;
pub mod configuration;
pub mod demo;
mod digest;
mod error;
mod export;
mod import;
pub mod limits;
pub mod mail;
mod middleware;
mod paths;
mod preferences;
pub mod router;
pub mod serve;

pub use error::{Error, Result};
