//! Being told: the page of news, what one wants to hear of, the daily message.

pub(crate) mod api;
#[cfg(feature = "ssr")]
pub mod digest;
mod list;
mod preferences;
mod sentence;
mod text;

crate::kit::lazy_pages! {
    overview:
    /// The page of what one is told, with its filter in the address.
    NotificationsPage = list::notifications_page;
    /// The page where one says what one wants to hear of.
    PreferencesPage = preferences::preferences_page;
}
