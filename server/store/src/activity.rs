//! The activity feed: the audit log of what the reader may see, a page at a
//! time. What somebody did without a name is not found under their name.

use domain::activity::{ActivityItem, ActivityPage, FEED_PAGE, Feed};
use domain::audit::AuditEntry;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AuditId, ProjectId};
use domain::policy::{Action, Actor, Situation, decide};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query,
};
use serde_json::Value;
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;
use crate::evidence::{Ends, is_seen};
use crate::tables::audit;
use crate::tables::evidence::search_row;

impl Store {
    /// A page of a feed, the newest first, before the row `before`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) also when the actor
    /// may not know of the project.
    pub async fn activity(
        &self,
        actor: &Actor,
        feed: Feed,
        before: Option<AuditId>,
    ) -> Result<ActivityPage> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let mut query = audit::Entity::find().filter(self.readable(actor).await?);
        match feed {
            Feed::Everything => {}
            Feed::Person(person) => query = query.filter(audit::Column::Actor.eq(person.0)),
            Feed::Project(project) => {
                self.project_for(&self.db, actor, project, Action::SeeProject)
                    .await?;
                let concerned = sea_query::Query::select()
                    .column(audit::concern::Column::AuditId)
                    .from(audit::concern::Entity)
                    .and_where(audit::concern::Column::ProjectId.eq(project.0))
                    .to_owned();
                query = query.filter(audit::Column::Id.in_subquery(concerned));
            }
        }
        if let Some(before) = before {
            query = query.filter(audit::Column::Id.lt(before.0));
        }
        let rows = query
            .order_by_desc(audit::Column::Id)
            .limit(FEED_PAGE + 1)
            .all(&self.db)
            .await?;
        let mut entries = self.read_entries(rows).await?;
        let more = entries.len() as u64 > FEED_PAGE;
        entries.truncate(usize::try_from(FEED_PAGE).unwrap_or(usize::MAX));
        let older = entries.last().filter(|_| more).map(|entry| entry.id);
        Ok(ActivityPage {
            items: self.told_in_feed(actor, entries).await?,
            older,
        })
    }

    /// The condition that a row of the log is of something that the actor may
    /// know of. Accounts, imports and saved views are of no concern in a feed.
    async fn readable(&self, actor: &Actor) -> Result<Condition> {
        let known = self.known(actor, audit::Column::ThingKind, audit::Column::ThingId);
        let kinds = ThingKind::ALL.iter().map(|kind| kind.code());
        Ok(Condition::all()
            .add(audit::Column::ThingKind.is_in(kinds))
            .add(known.await?))
    }

    async fn told_in_feed(
        &self,
        actor: &Actor,
        entries: Vec<AuditEntry>,
    ) -> Result<Vec<ActivityItem>> {
        let visible = self.visible_projects(actor).await?;
        let things = entries.iter().map(|entry| entry.thing_id);
        let rows = search_row::Entity::find()
            .filter(search_row::Column::ThingId.is_in(things))
            .all(&self.db)
            .await?;
        let item = |entry: AuditEntry| {
            let action = Action::from_code(&entry.action)?;
            if !is_told(actor, &visible, action, &entry) {
                return None;
            }
            let is_of_row = |row: &&search_row::Model| {
                (&row.thing_kind, row.thing_id) == (&entry.thing_kind, entry.thing_id)
            };
            let row = rows.iter().find(is_of_row)?;
            Some(ActivityItem {
                deed: entry.deed.filter(|deed| deed.is_in_feed())?,
                thing: ThingRef::new(ThingKind::from_code(&entry.thing_kind)?, entry.thing_id),
                project: row.project_id.map(ProjectId),
                title: row.title.clone(),
                id: entry.id,
                at: entry.at,
                actor: entry.actor,
            })
        };
        Ok(entries.into_iter().filter_map(item).collect())
    }
}

/// Whether a row is told: what leads to a project that the actor may not see is
/// not, nor is the second of two rows about one link or one merging.
fn is_told(actor: &Actor, visible: &[Uuid], action: Action, entry: &AuditEntry) -> bool {
    let told = match entry.after.is_empty() {
        true => &entry.before,
        false => &entry.after,
    };
    let change: Value = serde_json::from_str(told).unwrap_or_default();
    match action {
        Action::LinkEvidence => {
            let Ok(ends) = serde_json::from_value::<Ends>(change) else {
                return false;
            };
            let once = entry.thing_id == ends.from.id || ends.from_project != ends.to_project;
            once && is_seen(actor, visible, entry)
        }
        Action::AnswerNeed => {
            let project = change["project"].as_str().and_then(|id| id.parse().ok());
            project.is_some_and(|project| visible.contains(&project))
        }
        Action::MergeNeeds | Action::TriageFeedback => change.get("merged").is_none(),
        _ => true,
    }
}
