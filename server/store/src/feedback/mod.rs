//! The feedback log: giving, treating, merging, commenting, finding again; entries that
//! come and go with an import.

mod assignees;
mod comments;
mod counts;
mod entries;
mod imported;
mod list;
mod looked;
mod merging;
mod periods;
mod query;
mod read;
mod readers;
mod targets;
mod triage;
mod values;
mod views;

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, Feedback, FeedbackFacts, FeedbackState, Severity};
use domain::ids::{FeedbackId, ProjectId, UserId};
use domain::policy::{Action, Actor, Situation, may};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query};
use uuid::Uuid;

pub(crate) use self::assignees::LeftBehind;
pub(crate) use self::imported::{Imported, put_imported, remove_entries};
pub(crate) use self::merging::{keep_by_hand, merged_into};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::projects::situation;
use crate::search::{entry_mark, words_only};
use crate::tables::decode;
use crate::tables::feedback::entry;

/// An entry and what the policy looks at in it.
pub(crate) struct Seen {
    pub row: entry::Model,
    pub situation: Situation,
}

impl Seen {
    fn project(&self) -> ProjectId {
        ProjectId(self.row.project_id)
    }

    pub(crate) fn state(&self) -> Result<FeedbackState> {
        decode("state", &self.row.state)
    }

    fn thing(&self) -> ThingRef {
        ThingRef::new(ThingKind::Feedback, self.row.id)
    }

    /// Who the audit log names: nobody for what the author does to an entry
    /// without a name, for the log would then give the name away.
    pub(crate) fn named(&self, actor: &Actor) -> Option<UserId> {
        let named = self.row.anonymity == Anonymity::Named.code();
        (named || !self.situation.is_author).then_some(actor.user)
    }
}

impl Store {
    /// The entry, when the actor may see it; there is none otherwise.
    pub(crate) async fn feedback_seen(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: FeedbackId,
    ) -> Result<Seen> {
        let row = entry::Entity::find()
            .filter(entry::Column::Id.eq(id.0))
            .one(db)
            .await?
            .ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let situation = Situation {
            is_author: row.author == Some(actor.user.0),
            shared_with_partners: row.shared,
            ..situation(&project)
        };
        if !may(actor, Action::SeeFeedback, &situation) {
            return Err(StoreError::NotFound);
        }
        Ok(Seen { row, situation })
    }

    /// The projects whose whole log the actor reads, out of those it sees.
    pub(crate) fn open_logs(actor: &Actor, visible: &[Uuid]) -> Vec<Uuid> {
        let open = |id: &Uuid| {
            let situation = Situation::in_project(ProjectId(*id));
            may(actor, Action::SeeFeedback, &situation)
        };
        visible.iter().copied().filter(open).collect()
    }

    /// The ids of entries that somebody sees who does not read whole logs.
    pub(crate) fn opened_entries(actor: &Actor) -> sea_query::SelectStatement {
        sea_query::Query::select()
            .column(entry::Column::Id)
            .from(entry::Entity)
            .cond_where(opened_to(actor))
            .to_owned()
    }
}

/// Shared with partners, or given by the actor.
fn opened_to(actor: &Actor) -> sea_query::Condition {
    sea_query::Condition::any()
        .add(entry::Column::Shared.eq(true))
        .add(entry::Column::Author.eq(actor.user.0))
}

/// The text that is searched: the project's mark is in it, so that a search within
/// one project never meets the entries of another.
fn searched(facts: &FeedbackFacts, project: ProjectId) -> String {
    let text = words_only(&format!("{}\n{}", facts.story, facts.place));
    format!("{text}\n{}", entry_mark(project))
}

/// The severity as a number to sort by.
fn weight(severity: Severity) -> i64 {
    match severity {
        Severity::Minor => 0,
        Severity::Hindering => 1,
        Severity::Blocking => 2,
    }
}

/// How an entry's text begins.
fn title(feedback: &Feedback) -> (FeedbackId, String) {
    (feedback.id, feedback.title())
}

/// Renews what global search finds of an entry.
async fn index(tx: &Tx, id: FeedbackId, project: ProjectId, facts: &FeedbackFacts) -> Result<()> {
    let (title, text) = indexed(facts);
    let thing = ThingRef::new(ThingKind::Feedback, id);
    tx.index(thing, Some(project), title, &text).await
}

/// Title and text by which global search finds an entry.
fn indexed(facts: &FeedbackFacts) -> (&str, String) {
    let title = facts.story.lines().next().unwrap_or_default();
    (title, format!("{}\n{}", facts.story, facts.place))
}
