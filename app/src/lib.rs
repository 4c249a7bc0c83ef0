//! Pages, components and server functions of Établi.
//!
//! A folder per feature: its pages, its catalogue (`text.rs`), its server
//! functions (`api.rs`). Every page is its own lazily loaded part of the wasm.

#![recursion_limit = "512"]

mod accounts;
mod activity;
mod app;
mod attachments;
mod decisions;
#[cfg(feature = "ssr")]
mod document;
mod evidence;
mod failure;
mod feedback;
mod home;
#[cfg(feature = "hydrate")]
mod hydration;
mod imports;
mod iterations;
mod kit;
mod milestones;
mod needs;
mod notifications;
pub mod preferences;
mod projects;
#[cfg(feature = "ssr")]
pub mod request;
mod search;
mod sessions;
mod shell;
mod text;
#[cfg(feature = "ssr")]
mod unanswered;
mod viewer;

pub use app::App;
#[cfg(feature = "ssr")]
pub use document::shell;
pub use failure::{FORM_MAX, Failure};
#[cfg(feature = "hydrate")]
pub use hydration::hydrate;
#[cfg(feature = "ssr")]
pub use imports::left_out;
#[cfg(feature = "ssr")]
pub use notifications::digest;
#[cfg(feature = "ssr")]
pub use sessions::exports;
#[cfg(feature = "ssr")]
pub use unanswered::unanswered;
