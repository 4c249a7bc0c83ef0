//! Undoing an import: everything it made goes, unless somebody has worked on it
//! since. Then all goes but that, once somebody who saw what stays says so.

mod feedback;
mod needs;
mod reach;

use domain::evidence::ThingKind;
use domain::ids::ImportId;
use domain::imports::{Attachment, Hindrances, ImportKind, ImportReport, Undone, UndonePart};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};
use serde_json::{Value, json};

use self::reach::Reach;
pub(super) use self::reach::undoable;

use super::target;
use super::writing::AUDITED;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::tables::attachments::attachment;
use crate::tables::evidence::link;
use crate::tables::imports::{import, import_row};

/// How many records that were worked on are told, for each way to do so.
const TOLD_MAX: u64 = 50;

/// How many ids one statement names.
const CHUNK: usize = 1_000;

impl Store {
    /// Takes away everything that an import made; or nothing, and says which
    /// records have been worked on since. Undone twice, it is undone once.
    ///
    /// # Errors
    /// Refused by role; no such import.
    pub async fn undo_import(&self, actor: &Actor, id: ImportId) -> Result<Undone> {
        let tx = self.begin().await?;
        let row = self.import_to_undo(&tx, actor, id).await?;
        if row.undone_at.is_some() {
            return last_gone(&row);
        }
        let kept = worked_on(&tx.db, &row).await?;
        if !kept.is_empty() {
            return Ok(Undone::Kept(kept));
        }
        let reach = Reach::of(&tx.db, &row).await?;
        let gone = reach.undoable(&tx.db, &row).await?;
        take_away(&tx, &row, &reach).await?;
        let (records, positions) = (gone.records, gone.positions);
        let before = told(&row, records, positions);
        let mut row = row.into_active_model();
        row.undone_by = Set(Some(actor.user.0));
        row.undone_at = Set(Some(tx.now.0));
        row.update(&tx.db).await?;
        note(&tx, actor, id, before, Value::Null).await?;
        tx.commit().await?;
        Ok(Undone::Gone { records, positions })
    }

    /// Takes away what an import made but for the records that have been worked on
    /// since, with the votes on these: they go on being known as imported. `mark` is
    /// that of what whoever confirms was shown. Sent twice, it is done once.
    ///
    /// # Errors
    /// Refused by role; no such import; other records stay than those shown, or none:
    /// then nothing is taken away.
    pub async fn undo_rest_of_import(&self, actor: &Actor, id: ImportId, mark: &str) -> Result<()> {
        let tx = self.begin().await?;
        let row = self.import_to_undo(&tx, actor, id).await?;
        let reach = Reach::of(&tx.db, &row).await?;
        if row.undone_at.is_some() || reach.is_whole() || reach.mark() != mark {
            return Err(invalid("mark", Problem::OthersStay));
        }
        let gone = reach.undoable(&tx.db, &row).await?;
        if gone.is_nothing() {
            return Ok(());
        }
        take_away(&tx, &row, &reach).await?;
        let part = UndonePart {
            at: tx.now,
            by: actor.user,
            records: gone.records,
            positions: gone.positions,
            stayed: reach.stayed(),
        };
        let before = told(&row, part.records, part.positions);
        let after = json!({
            "source": row.source,
            "project": row.project_id,
            "stayed": part.stayed,
        });
        let mut report: ImportReport = serde_json::from_str(&row.report)?;
        report.undone_parts.push(part);
        let mut row = row.into_active_model();
        row.report = Set(serde_json::to_string(&report)?);
        row.update(&tx.db).await?;
        note(&tx, actor, id, before, after).await?;
        tx.commit().await
    }

    /// The row of an import that the actor may undo.
    async fn import_to_undo(&self, tx: &Tx, actor: &Actor, id: ImportId) -> Result<import::Model> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let row = import::Entity::find_by_id(id.0).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        self.may_import(&tx.db, actor, target(row.project_id))
            .await?;
        Ok(row)
    }
}

/// What went when an import was undone: what it made, but for the parts undone before.
fn last_gone(row: &import::Model) -> Result<Undone> {
    let report: ImportReport = serde_json::from_str(&row.report)?;
    let parts = report.undone_parts.iter();
    let before = parts.fold((0, 0), |(records, positions), part| {
        (records + part.records, positions + part.positions)
    });
    Ok(Undone::Gone {
        records: row.records - before.0,
        positions: row.positions - before.1,
    })
}

/// What the audit log tells of what goes.
fn told(row: &import::Model, records: i64, positions: i64) -> Value {
    json!({
        "source": row.source,
        "project": row.project_id,
        "records": records,
        "positions": positions,
    })
}

async fn note(tx: &Tx, actor: &Actor, id: ImportId, before: Value, after: Value) -> Result<()> {
    let change = Change {
        kind: AUDITED,
        id: id.0,
        before,
        after,
    };
    tx.audit(Some(actor.user), Action::ImportRecords.code(), change)
        .await
}

/// The condition that a record was worked on in any of these ways.
fn in_any_way(ways: &[(Condition, Attachment)]) -> Condition {
    ways.iter()
        .fold(Condition::any(), |any, (way, _)| any.add(way.clone()))
}

/// The ids of the records that an import made, as a query.
fn made_by(id: ImportId) -> SelectStatement {
    Query::select()
        .column(import_row::Column::ThingId)
        .from(import_row::Entity)
        .and_where(import_row::Column::ImportId.eq(id.0))
        .to_owned()
}

/// The condition that the things of a kind whose ids stand in `id` are at an end of a link.
fn linked(kind: ThingKind, id: impl ColumnTrait) -> Condition {
    let ends = |named: link::Column, of_kind: link::Column| {
        Query::select()
            .column(named)
            .from(link::Entity)
            .and_where(of_kind.eq(kind.code()))
            .to_owned()
    };
    Condition::any()
        .add(id.in_subquery(ends(link::Column::FromId, link::Column::FromKind)))
        .add(id.in_subquery(ends(link::Column::ToId, link::Column::ToKind)))
}

/// The ids of the things of a kind that a file is attached to, as a query.
fn with_files(kind: ThingKind) -> SelectStatement {
    Query::select()
        .column(attachment::Column::ThingId)
        .from(attachment::Entity)
        .and_where(attachment::Column::ThingKind.eq(kind.code()))
        .to_owned()
}

/// The records of an import that somebody worked on since.
pub(super) async fn worked_on(
    db: &impl ConnectionTrait,
    row: &import::Model,
) -> Result<Hindrances> {
    let id = ImportId(row.id);
    match target(row.project_id).kind() {
        ImportKind::Needs => needs::worked_on(db, id).await,
        ImportKind::Feedback => feedback::worked_on(db, id).await,
    }
}

async fn take_away(tx: &Tx, row: &import::Model, reach: &Reach) -> Result<()> {
    match target(row.project_id).kind() {
        ImportKind::Needs => needs::take_away(tx, ImportId(row.id), reach).await?,
        ImportKind::Feedback => feedback::take_away(tx, &reach.goes).await?,
    }
    for ids in reach.goes.chunks(CHUNK) {
        import_row::Entity::delete_many()
            .filter(import_row::Column::ImportId.eq(row.id))
            .filter(import_row::Column::ThingId.is_in(ids.iter().copied()))
            .exec(&tx.db)
            .await?;
    }
    Ok(())
}
