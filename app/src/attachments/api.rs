//! Server functions of attachments. Files themselves come in and go out by
//! routes of the server's own.

use domain::attachments::AttachedFile;
use domain::evidence::Chain;
use domain::ids::AttachmentId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What the page of a file shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FilePageContent {
    /// The file, and what it is attached to.
    pub attached: AttachedFile,
    /// What it speaks for and against, and what else it is linked with.
    pub chain: Chain,
}

/// What the page of a file shows.
#[server(endpoint = "load_file", input = GetUrl)]
pub(crate) async fn load_file(file: Option<AttachmentId>) -> Result<FilePageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = file.ok_or(Failure::NotFound)?;
    Ok(FilePageContent {
        attached: store.attached_file(&actor, id).await?,
        chain: store
            .chain(&actor, ThingRef::new(ThingKind::File, id))
            .await?,
    })
}

/// Takes a file away.
#[server(endpoint = "remove_attachment")]
pub(crate) async fn remove_attachment(id: AttachmentId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.remove_attachment(&actor, id).await?)
}
