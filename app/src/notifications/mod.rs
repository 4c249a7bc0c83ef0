//! Being told: the page of news, what one wants to hear of, the daily message.

pub(crate) mod api;
#[cfg(feature = "ssr")]
pub mod digest;
mod list;
mod preferences;
mod sentence;
mod text;

pub(crate) use list::NotificationsPage;
pub(crate) use preferences::PreferencesPage;
