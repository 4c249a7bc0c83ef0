//! Server functions of what people are told.

use domain::ids::NotificationId;
use domain::notifications::{Notification, NotificationKind, Preferences};
use domain::paging::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::failure::Failure;

/// A page of what the reader is told.
#[server(endpoint = "load_notifications", input = GetUrl)]
pub(crate) async fn load_notifications(
    unread: bool,
    page: u64,
) -> Result<Page<Notification>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.notifications(&actor, unread, page).await?)
}

/// Marks one of the reader's news as read; without an id, all.
#[server(endpoint = "read_notification")]
pub(crate) async fn read_notification(
    #[server(default)] id: Option<NotificationId>,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.read_notification(&actor, id).await?)
}

/// In which ways each kind of news reaches the reader.
#[server(endpoint = "load_preferences", input = GetUrl)]
pub(crate) async fn load_preferences() -> Result<Preferences, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.notification_preferences(&actor).await?)
}

/// Changes in which ways news reach the reader: the boxes that are ticked.
#[server(endpoint = "prefer_notifications")]
pub(crate) async fn prefer_notifications(
    #[server(default)] in_app: Vec<NotificationKind>,
    #[server(default)] by_mail: Vec<NotificationKind>,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let chosen = Preferences::chosen(&in_app, &by_mail);
    Ok(store.prefer_notifications(&actor, &chosen).await?)
}
