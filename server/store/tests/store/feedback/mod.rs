//! The feedback log.

mod anonymity;
pub(crate) mod counting;
mod giving;
mod list;
mod parting;
mod shared;
mod treating;

use domain::feedback::{
    BulkDraft, Feedback, FeedbackDraft, FeedbackFilter, FeedbackPage, Selected, TriageDraft,
};
use domain::ids::{FeedbackId, ProjectId};

use crate::cast::Someone;
use crate::world::World;

/// Feedback with what it must have.
pub(crate) fn draft(kind: &str, story: &str) -> FeedbackDraft {
    FeedbackDraft {
        kind: kind.into(),
        story: story.into(),
        ..FeedbackDraft::default()
    }
}

/// A triage form of an entry as it stands, with another state.
fn triage(entry: &Feedback, state: &str, reason: &str) -> TriageDraft {
    TriageDraft {
        state: state.into(),
        reason: reason.into(),
        assignee: entry
            .assignee
            .as_ref()
            .map(|person| person.id.to_string())
            .unwrap_or_default(),
        severity: entry.facts.severity.to_string(),
        shared: entry.shared_with_partners.to_string(),
    }
}

impl World {
    pub(crate) async fn give(
        &self,
        who: &Someone,
        project: ProjectId,
        draft: &FeedbackDraft,
    ) -> FeedbackId {
        let id = FeedbackId::new();
        let actor = who.actor().await;
        let given = self.store.give_feedback(&actor, project, id, draft).await;
        given.expect("given");
        id
    }

    pub(crate) async fn entry(&self, who: &Someone, id: FeedbackId) -> Feedback {
        let read = self.store.feedback(&who.actor().await, id).await;
        read.expect("an entry").feedback
    }

    pub(crate) async fn bring(&self, who: &Someone, id: FeedbackId, state: &str) {
        let entry = self.entry(who, id).await;
        let draft = triage(&entry, state, "Parce que.");
        let actor = who.actor().await;
        let treated = self
            .store
            .triage_feedback(&actor, id, entry.version, &draft)
            .await;
        treated.expect(state);
    }

    /// Treats several entries at once, as they stand.
    pub(crate) async fn treat_several(
        &self,
        who: &Someone,
        project: ProjectId,
        ids: &[FeedbackId],
        draft: &BulkDraft,
    ) -> store::Result<u64> {
        let mut entries = Vec::new();
        for id in ids {
            entries.push(Selected::from(&self.entry(who, *id).await));
        }
        let actor = who.actor().await;
        let treated = self.store.treat_feedback(&actor, project, &entries, draft);
        treated.await
    }

    pub(crate) async fn log(
        &self,
        who: &Someone,
        project: ProjectId,
        filter: FeedbackFilter,
    ) -> FeedbackPage {
        let actor = who.actor().await;
        let listed = self.store.feedback_list(&actor, project, &filter).await;
        listed.expect("a list")
    }
}
