//! Undoing an import as a whole: everything it made goes, unless somebody has
//! worked on it since.

use std::collections::HashMap;

use domain::evidence::ThingKind;
use domain::ids::{ImportId, NeedId};
use domain::imports::{Attachment, Undone, WorkedOn};
use domain::needs::{NeedState, Stance, Stances};
use domain::policy::{Action, Actor, Situation, decide};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::writing::{AUDITED, add_stances};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::tables::attachments::attachment;
use crate::tables::decode;
use crate::tables::evidence::{link, search_row};
use crate::tables::imports::{import, import_row, vote};
use crate::tables::needs::need;

/// How many needs that were worked on are told.
const TOLD_MAX: u64 = 50;

impl Store {
    /// Takes away everything that an import made; or nothing, and says which
    /// needs have been worked on since. Undone twice, it is undone once.
    ///
    /// # Errors
    /// Refused by role; no such import.
    pub async fn undo_import(&self, actor: &Actor, id: ImportId) -> Result<Undone> {
        decide(actor, Action::ImportRecords, &Situation::workspace())?;
        let tx = self.begin().await?;
        let row = import::Entity::find_by_id(id.0).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let (needs, positions) = (row.needs, row.positions);
        if row.undone_at.is_some() {
            return Ok(Undone::Gone { needs, positions });
        }
        let kept = worked_on(&tx.db, id).await?;
        if !kept.is_empty() {
            return Ok(Undone::Kept(kept));
        }
        take_away(&tx, id).await?;
        let before = json!({
            "source": row.source,
            "needs": needs,
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
        Ok(Undone::Gone { needs, positions })
    }
}

/// The ids of the needs that an import made, as a query.
fn made_by(id: ImportId) -> SelectStatement {
    Query::select()
        .column(import_row::Column::ThingId)
        .from(import_row::Entity)
        .and_where(import_row::Column::ImportId.eq(id.0))
        .to_owned()
}

/// What needs that were worked on have in common, for each way to do so.
fn attached(id: ImportId) -> [(Condition, Attachment); 5] {
    let made = || need::Column::Id.in_subquery(made_by(id));
    let positions = |condition: Condition| {
        Query::select()
            .column(vote::Column::NeedId)
            .from(vote::Entity)
            .cond_where(condition)
            .to_owned()
    };
    let voted_on = positions(Condition::all().add(vote::Column::ImportId.eq(id.0)));
    let changed = Condition::any()
        .add(
            Condition::all()
                .add(made())
                .add(need::Column::Version.gt(1)),
        )
        // Its votes on an older need were carried along when that was merged.
        .add(
            Condition::all()
                .add(need::Column::Id.in_subquery(voted_on))
                .add(need::Column::State.eq(NeedState::Merged.code())),
        );
    let of_people = positions(Condition::all().add(vote::Column::UserId.is_not_null()));
    let of_later = positions(Condition::all().add(vote::Column::ImportId.ne(id.0)));
    let ends = |column: link::Column| Query::select().column(column).from(link::Entity).to_owned();
    let merged = Query::select()
        .column(need::Column::MergedInto)
        .from(need::Entity)
        .and_where(need::Column::MergedInto.is_not_null())
        .to_owned();
    let with_files = Query::select()
        .column(attachment::Column::ThingId)
        .from(attachment::Entity)
        .to_owned();
    let linked = Condition::any()
        .add(need::Column::Id.in_subquery(ends(link::Column::FromId)))
        .add(need::Column::Id.in_subquery(ends(link::Column::ToId)))
        .add(need::Column::Id.in_subquery(merged));
    let its = |condition: Condition| Condition::all().add(made()).add(condition);
    let on = |query| Condition::all().add(need::Column::Id.in_subquery(query));
    [
        (changed, Attachment::Changed),
        (its(on(of_people)), Attachment::Position),
        (its(on(of_later)), Attachment::LaterImport),
        (its(linked), Attachment::Linked),
        (its(on(with_files)), Attachment::WithFile),
    ]
}

/// The needs of an import that somebody worked on since.
pub(super) async fn worked_on(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<WorkedOn>> {
    let mut told: Vec<WorkedOn> = Vec::new();
    for (condition, how) in attached(id) {
        let rows: Vec<(Uuid, String)> = need::Entity::find()
            .select_only()
            .column(need::Column::Id)
            .column(need::Column::Statement)
            .filter(condition)
            .order_by_asc(need::Column::Id)
            .limit(TOLD_MAX)
            .into_tuple()
            .all(db)
            .await?;
        for (need, statement) in rows {
            if !told.iter().any(|told| told.need.0 == need) {
                told.push(WorkedOn {
                    need: NeedId(need),
                    statement,
                    how,
                });
            }
        }
    }
    Ok(told)
}

async fn take_away(tx: &Tx, id: ImportId) -> Result<()> {
    for (need, stances) in votes_on_others(tx, id).await? {
        add_stances(tx, need, stances).await?;
    }
    vote::Entity::delete_many()
        .filter(vote::Column::ImportId.eq(id.0))
        .exec(&tx.db)
        .await?;
    search_row::Entity::delete_many()
        .filter(search_row::Column::ThingKind.eq(ThingKind::Need.code()))
        .filter(search_row::Column::ThingId.in_subquery(made_by(id)))
        .exec(&tx.db)
        .await?;
    need::Entity::delete_many()
        .filter(need::Column::Id.in_subquery(made_by(id)))
        .exec(&tx.db)
        .await?;
    import_row::Entity::delete_many()
        .filter(import_row::Column::ImportId.eq(id.0))
        .exec(&tx.db)
        .await?;
    Ok(())
}

/// The import's votes on needs that it did not make, as counts to take away.
async fn votes_on_others(tx: &Tx, id: ImportId) -> Result<HashMap<Uuid, Stances>> {
    let rows: Vec<(Uuid, String, i64)> = vote::Entity::find()
        .select_only()
        .column(vote::Column::NeedId)
        .column(vote::Column::Stance)
        .column_as(vote::Column::Id.count(), "count")
        .filter(vote::Column::ImportId.eq(id.0))
        .filter(vote::Column::NeedId.not_in_subquery(made_by(id)))
        .group_by(vote::Column::NeedId)
        .group_by(vote::Column::Stance)
        .into_tuple()
        .all(&tx.db)
        .await?;
    let mut taken: HashMap<Uuid, Stances> = HashMap::new();
    for (need, stance, count) in rows {
        let stances = taken.entry(need).or_default();
        match decode("stance", &stance)? {
            Stance::Support => stances.supports -= count,
            Stance::Objection => stances.objections -= count,
            Stance::Neutral => stances.neutral -= count,
        }
    }
    Ok(taken)
}
