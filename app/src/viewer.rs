//! Whoever looks at the page: loaded once, used by every page to show only what
//! they may do.

use domain::accounts::Account;
use domain::policy::{Action, Actor, Refusal, Situation, decide};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Whoever looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Viewer {
    /// Their own account.
    pub account: Account,
    /// What the policy knows of them.
    pub actor: Actor,
    /// The workspace's name.
    pub workspace: String,
    /// How many things they were told and have not read.
    pub unread: u32,
}

impl Viewer {
    /// Whether they may do this; the server decides again.
    pub(crate) fn may(&self, action: Action, situation: &Situation) -> bool {
        self.decide(action, situation).is_ok()
    }

    /// Whether they may do this, with why not; the server decides again.
    pub(crate) fn decide(&self, action: Action, situation: &Situation) -> Result<(), Refusal> {
        decide(&self.actor, action, situation)
    }
}

/// The viewer as a resource in the context of every page.
#[derive(Clone, Copy)]
pub(crate) struct ViewerResource(pub Resource<Result<Option<Viewer>, Failure>>);

/// The attribute in which a document names whose it is, by the id of their account: what is
/// typed in it is theirs. It stays when their session has ended.
pub(crate) const WHOSE: &str = "data-person";

/// Loads the viewer for each page anew: opening a project, or a colleague's
/// decision, changes what one may do.
pub(crate) fn provide_viewer() {
    let path = use_location().pathname;
    let viewer = Resource::new_blocking(move || path.get(), load_viewer);
    Effect::new(move || {
        // Another person may have signed in meanwhile, in another tab of this browser.
        if let Some(Ok(Some(viewer))) = viewer.get()
            && let Some(document) = document().document_element()
        {
            let _ = document.set_attribute(WHOSE, &viewer.actor.user.to_string());
        }
    });
    provide_context(ViewerResource(viewer));
}

/// Who is signed in, if anybody. What they were told of the thing whose page
/// they look at is read from then on.
#[server(endpoint = "load_viewer", input = GetUrl)]
pub(crate) async fn load_viewer(path: String) -> Result<Option<Viewer>, Failure> {
    let Ok(signed_in) = crate::request::signed_in() else {
        return Ok(None);
    };
    let store = crate::request::services().store;
    let mut unread = store.unread_notifications(&signed_in.actor).await?;
    if let Some(thing) = domain::notifications::thing_at(&path)
        && store.saw(&signed_in.actor, thing).await?
    {
        unread = store.unread_notifications(&signed_in.actor).await?;
    }
    Ok(Some(Viewer {
        unread,
        account: signed_in.account,
        actor: signed_in.actor,
        workspace: store.workspace_name().await?,
    }))
}
