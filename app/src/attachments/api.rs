//! Server functions of attachments. Files themselves come in and go out by
//! routes of the server's own.

use domain::ids::AttachmentId;
use leptos::prelude::*;

use crate::failure::Failure;

/// Takes a file away.
#[server(endpoint = "remove_attachment")]
pub(crate) async fn remove_attachment(id: AttachmentId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.remove_attachment(&actor, id).await?)
}
