//! The activity feed: the audit log of what the reader may see, a page at a
//! time. What somebody did without a name is not found under their name. An import
//! of feedback is told as a whole, to whoever reads the whole log that it went into.

use std::collections::HashMap;

use domain::activity::{ActivityItem, ActivityPage, FEED_PAGE, Feed, Subject};
use domain::audit::{AuditEntry, KeptKind};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AuditId, ImportId, ProjectId};
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
use crate::tables::imports::import;

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
        let visible = self.visible_projects(actor).await?;
        let readable = self.readable(actor, &visible).await?;
        let mut query = audit::Entity::find().filter(readable);
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
            items: self.told_in_feed(actor, &visible, entries).await?,
            older,
        })
    }

    /// The condition that a row of the log is of something that the actor may
    /// know of. Accounts, saved views and imports of needs are of no concern in a feed.
    async fn readable(&self, actor: &Actor, visible: &[Uuid]) -> Result<Condition> {
        let known = self.known(actor, audit::Column::ThingKind, audit::Column::ThingId);
        let brought_in = imports_into(Self::open_logs(actor, visible));
        let imported = Condition::all()
            .add(audit::Column::ThingKind.eq(KeptKind::Import.code()))
            .add(audit::Column::ThingId.in_subquery(brought_in));
        let things = ThingKind::ALL.iter().map(|kind| kind.code());
        let kinds = things.chain([KeptKind::Import.code()]);
        Ok(Condition::all()
            .add(audit::Column::ThingKind.is_in(kinds))
            .add(Condition::any().add(known.await?).add(imported)))
    }

    async fn told_in_feed(
        &self,
        actor: &Actor,
        visible: &[Uuid],
        entries: Vec<AuditEntry>,
    ) -> Result<Vec<ActivityItem>> {
        let subjects = self.subjects(&entries).await?;
        let item = |entry: AuditEntry| {
            let action = Action::from_code(&entry.action)?;
            if !is_told(actor, visible, action, &entry) {
                return None;
            }
            let (subject, row) = subjects.of(&entry)?;
            Some(ActivityItem {
                deed: entry.deed.filter(|deed| deed.is_in_feed())?,
                subject,
                project: row.project_id.map(ProjectId),
                title: row.title.clone(),
                id: entry.id,
                at: entry.at,
                actor: entry.actor,
            })
        };
        Ok(entries.into_iter().filter_map(item).collect())
    }

    /// What these rows of the log are about.
    async fn subjects(&self, entries: &[AuditEntry]) -> Result<Subjects> {
        let imports = self.brought_in(entries).await?;
        let things = entries.iter().map(|entry| entry.thing_id);
        let projects = imports.values().map(|(project, _)| *project);
        let rows = search_row::Entity::find()
            .filter(search_row::Column::ThingId.is_in(things.chain(projects)))
            .all(&self.db)
            .await?;
        Ok(Subjects { rows, imports })
    }

    /// Into which project the imports among what these rows are about went, and how many
    /// entries came in.
    async fn brought_in(&self, entries: &[AuditEntry]) -> Result<HashMap<Uuid, (Uuid, i64)>> {
        let of_import = |entry: &&AuditEntry| entry.thing_kind == KeptKind::Import.code();
        let ids: Vec<Uuid> = entries
            .iter()
            .filter(of_import)
            .map(|entry| entry.thing_id)
            .collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(Uuid, Option<Uuid>, i64)> = import::Entity::find()
            .select_only()
            .columns([
                import::Column::Id,
                import::Column::ProjectId,
                import::Column::Records,
            ])
            .filter(import::Column::Id.is_in(ids))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, project, records)| Some((id, (project?, records))))
            .collect())
    }
}

/// The ids of the imports that brought entries into the logs of these projects, as a query.
fn imports_into(projects: Vec<Uuid>) -> sea_query::SelectStatement {
    sea_query::Query::select()
        .column(import::Column::Id)
        .from(import::Entity)
        .and_where(import::Column::ProjectId.is_in(projects))
        .and_where(import::Column::Records.gt(0))
        .to_owned()
}

/// What the rows of a page are about, as it is found now.
struct Subjects {
    /// The things, and the projects into which imports went.
    rows: Vec<search_row::Model>,
    /// Of each import its project, and how many entries came in.
    imports: HashMap<Uuid, (Uuid, i64)>,
}

impl Subjects {
    /// What a row is about, and the row of the index that names it: of an import, that of
    /// its project.
    fn of(&self, entry: &AuditEntry) -> Option<(Subject, &search_row::Model)> {
        let id = entry.thing_id;
        if entry.thing_kind == KeptKind::Import.code() {
            let (project, records) = *self.imports.get(&id)?;
            let subject = Subject::Import {
                id: ImportId(id),
                entries: u64::try_from(records).ok()?,
            };
            return Some((subject, self.row(ThingKind::Project.code(), project)?));
        }
        let thing = ThingRef::new(ThingKind::from_code(&entry.thing_kind)?, id);
        Some((Subject::Thing(thing), self.row(&entry.thing_kind, id)?))
    }

    fn row(&self, kind: &str, id: Uuid) -> Option<&search_row::Model> {
        self.rows
            .iter()
            .find(|row| (row.thing_kind.as_str(), row.thing_id) == (kind, id))
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
