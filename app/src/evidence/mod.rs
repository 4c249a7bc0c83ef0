//! The evidence chain: what leads to a thing and what it leads to, linking, and
//! the whole graph.

pub(crate) mod api;
mod chain;
mod graph;
mod link;
mod notes;
mod picker;
mod text;

pub(crate) use chain::Chain;
pub(crate) use picker::ThingPicker;

use domain::evidence::{Node, ThingRef};
use domain::ids::ProjectId;
use domain::policy::{Action, Situation};
use leptos::prelude::*;

use self::api::{LinkThings, UnlinkThings};
use crate::kit::FormAction;
use crate::viewer::Viewer;

/// What can be done with a chain; made where the page is made.
#[derive(Clone, Copy)]
pub(crate) struct EvidenceActions {
    link: FormAction<LinkThings>,
    unlink: FormAction<UnlinkThings>,
}

impl EvidenceActions {
    pub(crate) fn new() -> Self {
        Self {
            link: FormAction::new(),
            unlink: FormAction::new(),
        }
    }

    /// How often something was done: what shows a chain is loaded again then.
    pub(crate) fn done(self) -> usize {
        self.link.version().get() + self.unlink.version().get()
    }
}

/// Whether the viewer may link things of this project; for what belongs to no
/// project, whether they may in any of theirs, or steer the workspace.
pub(crate) fn may_link(viewer: &Viewer, project: Option<ProjectId>) -> bool {
    let may_in = |project: ProjectId| {
        let situation = Situation::in_project(project);
        viewer.may(Action::LinkEvidence, &situation)
    };
    match project {
        Some(project) => may_in(project),
        None => {
            viewer.may(Action::LinkEvidence, &Situation::workspace())
                || viewer.actor.projects.keys().copied().any(may_in)
        }
    }
}

/// Where a thing's own page is.
fn address_of(node: &Node) -> String {
    crate::search::address(node.thing, node.project)
}

/// Where everything connected with a thing is shown.
fn graph_address(thing: ThingRef) -> String {
    format!("/evidence/{}/{}", thing.kind, thing.id)
}

crate::kit::lazy_pages! {
    overview:
    /// The page with everything connected with a thing.
    EvidencePage = graph::evidence_page;
}
