//! Undoing an import as a whole: everything it made goes, unless somebody has
//! worked on it since.

mod feedback;
mod needs;

use domain::evidence::ThingKind;
use domain::ids::ImportId;
use domain::imports::{Attachment, Hindrances, ImportKind, Undone};
use domain::policy::{Action, Actor, Situation, decide};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};
use serde_json::{Value, json};

use super::target;
use super::writing::AUDITED;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::tables::attachments::attachment;
use crate::tables::evidence::link;
use crate::tables::imports::{import, import_row};

/// How many records that were worked on are told, for each way to do so.
const TOLD_MAX: u64 = 50;

impl Store {
    /// Takes away everything that an import made; or nothing, and says which
    /// records have been worked on since. Undone twice, it is undone once.
    ///
    /// # Errors
    /// Refused by role; no such import.
    pub async fn undo_import(&self, actor: &Actor, id: ImportId) -> Result<Undone> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let tx = self.begin().await?;
        let row = import::Entity::find_by_id(id.0).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        self.may_import(&tx.db, actor, target(row.project_id))
            .await?;
        let (records, positions) = (row.records, row.positions);
        if row.undone_at.is_some() {
            return Ok(Undone::Gone { records, positions });
        }
        let kept = worked_on(&tx.db, &row).await?;
        if !kept.is_empty() {
            return Ok(Undone::Kept(kept));
        }
        take_away(&tx, &row).await?;
        let before = json!({
            "source": row.source,
            "project": row.project_id,
            "records": records,
            "positions": positions,
        });
        let mut row = row.into_active_model();
        row.undone_by = Set(Some(actor.user.0));
        row.undone_at = Set(Some(tx.now.0));
        row.update(&tx.db).await?;
        let change = Change {
            kind: AUDITED,
            id: id.0,
            before,
            after: Value::Null,
        };
        tx.audit(Some(actor.user), Action::ImportRecords.code(), change)
            .await?;
        tx.commit().await?;
        Ok(Undone::Gone { records, positions })
    }
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

async fn take_away(tx: &Tx, row: &import::Model) -> Result<()> {
    let id = ImportId(row.id);
    match target(row.project_id).kind() {
        ImportKind::Needs => needs::take_away(tx, id).await?,
        ImportKind::Feedback => feedback::take_away(tx, id).await?,
    }
    import_row::Entity::delete_many()
        .filter(import_row::Column::ImportId.eq(id.0))
        .exec(&tx.db)
        .await?;
    Ok(())
}
