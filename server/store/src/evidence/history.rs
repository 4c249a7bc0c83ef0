//! The history of a thing without links to what its reader may not see.

use domain::audit::{AuditEntry, History};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::policy::{Action, Actor, Situation, may};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;

/// What an audit row tells of a link: its ends, and the projects they are in.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Ends {
    pub from: ThingRef,
    pub from_project: Option<ProjectId>,
    pub relation: domain::evidence::Relation,
    pub to: ThingRef,
    pub to_project: Option<ProjectId>,
}

impl Store {
    /// The history of a thing that the actor may see, oldest first, without the
    /// links that lead to what they may not see.
    pub(crate) async fn history_for(&self, actor: &Actor, thing: ThingRef) -> Result<History> {
        let mut history = self.whole_history(thing).await?;
        let links = Action::LinkEvidence.code();
        if history.entries.iter().any(|entry| entry.action == links) {
            let visible = self.visible_projects(actor).await?;
            history
                .entries
                .retain(|entry| entry.action != links || is_seen(actor, &visible, entry));
        }
        Ok(history)
    }
}

pub(crate) fn is_seen(actor: &Actor, visible: &[Uuid], entry: &AuditEntry) -> bool {
    let told = if entry.after.is_empty() {
        &entry.before
    } else {
        &entry.after
    };
    let Ok(ends) = serde_json::from_str::<Ends>(told) else {
        return false;
    };
    [(ends.from, ends.from_project), (ends.to, ends.to_project)]
        .into_iter()
        .all(|(thing, project)| match project {
            None => true,
            Some(project) => visible.contains(&project.0) && sees_kind(actor, thing.kind, project),
        })
}

/// Whether the actor, who sees the project, also sees things of this kind in it.
fn sees_kind(actor: &Actor, kind: ThingKind, project: ProjectId) -> bool {
    let situation = Situation::in_project(project);
    match kind {
        // Nothing here says what a file is attached to: it may be an entry.
        ThingKind::Feedback | ThingKind::File => may(actor, Action::SeeFeedback, &situation),
        ThingKind::Session => may(actor, Action::SeeSession, &situation),
        ThingKind::Decision | ThingKind::ActionItem => may(actor, Action::SeeDecision, &situation),
        _ => true,
    }
}
