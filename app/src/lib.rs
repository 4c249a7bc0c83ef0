//! Pages, components and server functions of Établi.
//!
//! A folder per feature: its pages, its catalogue (`text.rs`), its server
//! functions (`api.rs`). The sign-in and home pages come with the first load;
//! every other page is its own lazily loaded part of the wasm.

#![recursion_limit = "512"]

mod accounts;
mod app;
mod attachments;
mod evidence;
mod failure;
mod feedback;
mod home;
mod imports;
mod iterations;
mod kit;
mod milestones;
mod needs;
pub mod preferences;
mod projects;
#[cfg(feature = "ssr")]
pub mod request;
mod search;
mod shell;
mod text;
mod viewer;

pub use app::App;
pub use failure::Failure;
pub use shell::shell;
