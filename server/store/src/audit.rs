//! The audit log: every change, who made it, what was before and after.
//! The database itself refuses to change or delete its rows.

mod deeds;

use std::collections::BTreeSet;

use domain::audit::{AuditEntry, AuditFilter, AuditPage, HISTORY_MAX, History};
use domain::evidence::ThingRef;
use domain::ids::{AuditId, UserId};
use domain::policy::{Action, Actor, Situation, decide};
use domain::search::Found;
use domain::time::{Timestamp, end_in_france, parse_date, start_in_france};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

pub(crate) use self::deeds::BY;
use self::deeds::{deed, guests, kept_name};
use crate::accounts::people_by_id;
use crate::database::{Store, Tx};
use crate::error::Result;
use crate::search::found;
use crate::tables::audit;
use crate::tables::evidence::search_row;

/// What an audit row tells of the thing changed.
pub(crate) struct Change<'a> {
    pub kind: &'a str,
    pub id: Uuid,
    pub before: Value,
    pub after: Value,
}

impl<'a> Change<'a> {
    pub(crate) fn of(
        thing: ThingRef,
        before: &impl Serialize,
        after: &impl Serialize,
    ) -> Result<Self> {
        Ok(Self {
            kind: thing.kind.code(),
            id: thing.id,
            before: serde_json::to_value(before)?,
            after: serde_json::to_value(after)?,
        })
    }
}

impl Tx {
    /// Writes the audit row of a change made in this transaction.
    pub(crate) async fn audit(
        &self,
        actor: Option<UserId>,
        action: &str,
        change: Change<'_>,
    ) -> Result<()> {
        let text = |value: Value| match value {
            Value::Null => String::new(),
            value => value.to_string(),
        };
        let id = AuditId(self.new_id());
        self.note_project(id, action, &change).await?;
        audit::ActiveModel {
            id: Set(id.0),
            at: Set(self.now.0),
            actor: Set(actor.map(Uuid::from)),
            action: Set(action.to_owned()),
            thing_kind: Set(change.kind.to_owned()),
            thing_id: Set(change.id),
            before: Set(text(change.before)),
            after: Set(text(change.after)),
        }
        .insert(&self.db)
        .await?;
        Ok(())
    }

    /// Notes which project a change concerns, so that its feed is found at once.
    /// A need belongs to none: that a project answers it concerns the project. Nor is an
    /// import found by its words: it says into which project it goes, undone it went.
    async fn note_project(&self, id: AuditId, action: &str, change: &Change<'_>) -> Result<()> {
        let says = [Action::AnswerNeed, Action::ImportRecords]
            .iter()
            .any(|says| says.code() == action);
        let told = [&change.after, &change.before]
            .into_iter()
            .find_map(|side| side["project"].as_str());
        let project = match told.filter(|_| says) {
            Some(project) => project.parse().ok(),
            None => search_row::Entity::find()
                .filter(search_row::Column::ThingKind.eq(change.kind))
                .filter(search_row::Column::ThingId.eq(change.id))
                .one(&self.db)
                .await?
                .and_then(|row| row.project_id),
        };
        if let Some(project) = project {
            audit::concern::ActiveModel {
                project_id: Set(project),
                audit_id: Set(id.0),
            }
            .insert(&self.db)
            .await?;
        }
        Ok(())
    }
}

/// What the log's rows are to fulfil.
fn narrowed(filter: &AuditFilter) -> Condition {
    let since = parse_date(&filter.since).map(|day| first_id_from(start_in_france(day)));
    let day = parse_date(&filter.until).map(|day| first_id_from(end_in_france(day)));
    let kind = Some(filter.kind.as_str()).filter(|kind| !kind.is_empty());
    Condition::all()
        .add_option(filter.actor.map(|actor| audit::Column::Actor.eq(actor.0)))
        .add_option(kind.map(|kind| audit::Column::ThingKind.eq(kind)))
        .add_option(filter.thing.map(|id| audit::Column::ThingId.eq(id)))
        .add_option(since.map(|first| audit::Column::Id.gte(first)))
        .add_option(day.map(|first| audit::Column::Id.lt(first)))
        .add_option(filter.before.map(|before| audit::Column::Id.lt(before.0)))
}

/// The least id that is made from a moment on: ids follow the clock, and are in the index.
fn first_id_from(at: Timestamp) -> Uuid {
    let milliseconds = u128::from(at.0.unsigned_abs());
    Uuid::from_u128(milliseconds << 80)
}

impl Store {
    /// The newest changes that the filter lets through, `limit` at most.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn audit_log(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        limit: u64,
    ) -> Result<AuditPage> {
        decide(actor, Action::SeeAudit, &Situation::workspace())?;
        let limit = limit.min(500);
        let mut rows = audit::Entity::find()
            .filter(narrowed(filter))
            .order_by_desc(audit::Column::Id)
            .limit(limit + 1)
            .all(&self.db)
            .await?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let entries = self.read_entries(rows).await?;
        let things = self.changed_things(&entries).await?;
        Ok(AuditPage {
            entries,
            things,
            more,
        })
    }

    /// Those of the things changed that are found now.
    async fn changed_things(&self, entries: &[AuditEntry]) -> Result<Vec<Found>> {
        let ids: BTreeSet<Uuid> = entries.iter().map(|entry| entry.thing_id).collect();
        let rows = search_row::Entity::find()
            .filter(search_row::Column::ThingId.is_in(ids))
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| found(&row.thing_kind, row.thing_id, row.project_id, row.title))
            .collect()
    }

    /// The history of one thing: its last changes, oldest first. The caller has
    /// decided that the actor may see the thing, and leaves out what they may not.
    pub(crate) async fn whole_history(&self, thing: ThingRef) -> Result<History> {
        let mut rows = audit::Entity::find()
            .filter(audit::Column::ThingKind.eq(thing.kind.code()))
            .filter(audit::Column::ThingId.eq(thing.id))
            .order_by_desc(audit::Column::Id)
            .limit(HISTORY_MAX + 1)
            .all(&self.db)
            .await?;
        let most = usize::try_from(HISTORY_MAX).unwrap_or(usize::MAX);
        let cut = rows.len() > most;
        rows.truncate(most);
        rows.reverse();
        let entries = self.read_entries(rows).await?;
        Ok(History { entries, cut })
    }

    pub(crate) async fn read_entries(&self, rows: Vec<audit::Model>) -> Result<Vec<AuditEntry>> {
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.actor)).await?;
        let guests = guests(&self.db, &rows).await?;
        let read = |row: audit::Model| AuditEntry {
            id: AuditId(row.id),
            at: Timestamp(row.at),
            actor: row.actor.and_then(|id| people.get(&id).cloned()),
            guest: guests.get(&row.id).cloned(),
            deed: deed(&row),
            name: kept_name(&row),
            action: row.action,
            thing_kind: row.thing_kind,
            thing_id: row.thing_id,
            before: row.before,
            after: row.after,
        };
        Ok(rows.into_iter().map(read).collect())
    }
}
