//! Reading entries for somebody: what they may know of the author, and
//! everything around one entry.

use std::collections::BTreeSet;

use domain::audit::History;
use domain::feedback::{Anonymity, Feedback, FeedbackDetail, FeedbackFacts, FeedbackState};
use domain::ids::{FeedbackId, IterationId, ProjectId};
use domain::iterations::IterationRef;
use domain::policy::{Action, Actor, Situation, may};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

use super::readers::Team;
use super::{Seen, title};
use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::search::Among;
use crate::tables::feedback::entry;
use crate::tables::{decode, decode_optional};

/// How many close entries are looked at, of all projects.
const CLOSEST: usize = 50;
/// How many are proposed.
const SIMILAR_MAX: usize = 8;

impl Store {
    /// An entry with everything around it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn feedback(&self, actor: &Actor, id: FeedbackId) -> Result<FeedbackDetail> {
        let seen = self.feedback_seen(&self.db, actor, id).await?;
        let comments = self.feedback_comments(actor, &seen.row, 1).await?;
        let around = entry::Entity::find()
            .filter(entry::Column::ProjectId.eq(seen.row.project_id))
            .filter(
                Condition::any()
                    .add(entry::Column::DuplicateOf.eq(id.0))
                    .add(entry::Column::Id.is_in(seen.row.duplicate_of)),
            )
            .order_by_asc(entry::Column::Number)
            .all(&self.db)
            .await?;
        let whole = self.whole_log(actor, &seen.situation);
        let around = around
            .into_iter()
            .filter(|row| whole || row.shared || row.author == Some(actor.user.0))
            .collect();
        let thing = seen.thing();
        let readers = Team::of(&self.db, actor, &seen).await?.readers();
        let feedback = read_feedback(&self.db, actor, vec![seen.row])
            .await?
            .pop()
            .ok_or(StoreError::NotFound)?;
        let around = read_feedback(&self.db, actor, around).await?;
        let history = self.history_for(actor, thing).await?;
        let (duplicates, original): (Vec<_>, Vec<_>) = around
            .iter()
            .partition(|other| other.duplicate_of == Some(id));
        Ok(FeedbackDetail {
            duplicate_of: original.first().map(|other| title(other)),
            duplicates: duplicates.into_iter().map(title).collect(),
            comments,
            readers,
            named: people_by_id(&self.db, assignees(&history))
                .await?
                .into_values()
                .collect(),
            history,
            feedback,
        })
    }

    /// Entries of the same project that say something close and that it could be
    /// merged into, the closest first.
    pub(super) async fn similar_feedback(
        &self,
        actor: &Actor,
        seen: &Seen,
    ) -> Result<Vec<Feedback>> {
        let entries = Among::Entries(seen.project());
        let ids = self.closest(entries, &seen.row.story, CLOSEST).await?;
        let mut rows = entry::Entity::find()
            .filter(entry::Column::Id.is_in(ids.iter().copied()))
            .filter(entry::Column::ProjectId.eq(seen.row.project_id))
            .filter(entry::Column::Id.ne(seen.row.id))
            .filter(entry::Column::State.ne(FeedbackState::Duplicate.code()))
            .all(&self.db)
            .await?;
        let whole = self.whole_log(actor, &seen.situation);
        rows.retain(|row| whole || row.shared || row.author == Some(actor.user.0));
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        rows.truncate(SIMILAR_MAX);
        read_feedback(&self.db, actor, rows).await
    }

    /// Whether the actor reads the whole log of the project in this situation,
    /// not only what is opened to them.
    fn whole_log(&self, actor: &Actor, situation: &Situation) -> bool {
        let situation = Situation {
            is_author: false,
            shared_with_partners: false,
            ..*situation
        };
        may(actor, Action::SeeFeedback, &situation)
    }
}

/// Entries as this actor reads them, in the order given.
pub(super) async fn read_feedback(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: Vec<entry::Model>,
) -> Result<Vec<Feedback>> {
    let hidden = Anonymity::Hidden.code();
    let shown = |row: &entry::Model| {
        row.author
            .filter(|&author| row.anonymity != hidden || author == actor.user.0)
    };
    let ids: Vec<Uuid> = rows
        .iter()
        .flat_map(|row| [shown(row), row.assignee])
        .flatten()
        .collect();
    let people = people_by_id(db, ids).await?;
    rows.into_iter()
        .map(|row| {
            let facts = read_facts(&row)?;
            let iteration = row.iteration_id.map(|id| IterationRef {
                id: IterationId(id),
                number: row.iteration_number.unwrap_or_default(),
                tool_version: row.tool_version.clone().unwrap_or_default(),
            });
            Ok(Feedback {
                id: FeedbackId(row.id),
                project: ProjectId(row.project_id),
                facts,
                state: decode("state", &row.state)?,
                anonymity: decode("anonymity", &row.anonymity)?,
                author: shown(&row).and_then(|id| people.get(&id).cloned()),
                source_author: row.source_author,
                own: row.author == Some(actor.user.0),
                assignee: row.assignee.and_then(|id| people.get(&id).cloned()),
                iteration,
                state_reason: row.state_reason,
                duplicate_of: row.duplicate_of.map(FeedbackId),
                shared_with_partners: row.shared,
                comments: row.comments,
                version: row.version,
                created_at: Timestamp(row.created_at),
                updated_at: Timestamp(row.updated_at),
            })
        })
        .collect()
}

/// Everybody to whom a history says that the entry was given.
fn assignees(history: &History) -> BTreeSet<Uuid> {
    let said = history
        .entries
        .iter()
        .flat_map(|entry| [&entry.before, &entry.after]);
    said.filter_map(|text| {
        let change: Value = serde_json::from_str(text).ok()?;
        change["assignee"].as_str()?.parse().ok()
    })
    .collect()
}

pub(super) fn read_facts(row: &entry::Model) -> Result<FeedbackFacts> {
    Ok(FeedbackFacts {
        kind: decode("kind", &row.kind)?,
        story: row.story.clone(),
        severity: decode("severity", &row.severity)?,
        place: row.place.clone(),
        level: decode_optional("level", row.level.clone())?,
        discipline: decode_optional("discipline", row.discipline.clone())?,
        pupils: row.pupils,
        device: decode_optional("device", row.device.clone())?,
        network: decode_optional("network", row.network.clone())?,
    })
}
