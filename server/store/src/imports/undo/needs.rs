//! Needs that an import made: which were worked on since, and taking them away.

use std::collections::{HashMap, HashSet};

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ImportId;
use domain::imports::{Attachment, Hindrances, WorkedOn};
use domain::needs::{NeedState, Stance, Stances};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::reach::Reach;
use super::{CHUNK, TOLD_MAX, in_any_way, linked, made_by, with_files};
use crate::database::Tx;
use crate::error::Result;
use crate::imports::writing::add_stances;
use crate::tables::decode;
use crate::tables::evidence::search_row;
use crate::tables::imports::vote;
use crate::tables::needs::need;

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
    let merged = Query::select()
        .column(need::Column::MergedInto)
        .from(need::Entity)
        .and_where(need::Column::MergedInto.is_not_null())
        .to_owned();
    let linked =
        linked(ThingKind::Need, need::Column::Id).add(need::Column::Id.in_subquery(merged));
    let its = |condition: Condition| Condition::all().add(made()).add(condition);
    let on = |query| Condition::all().add(need::Column::Id.in_subquery(query));
    [
        (changed, Attachment::Changed),
        (its(on(of_people)), Attachment::Position),
        (its(on(of_later)), Attachment::LaterImport),
        (its(linked), Attachment::Linked),
        (its(on(with_files(ThingKind::Need))), Attachment::WithFile),
    ]
}

/// The needs of an import that somebody worked on since.
pub(super) async fn worked_on(db: &impl ConnectionTrait, id: ImportId) -> Result<Hindrances> {
    let ways = attached(id);
    let affected = need::Entity::find().filter(in_any_way(&ways));
    let total = affected.count(db).await?;
    let mut told: Vec<WorkedOn> = Vec::new();
    for (condition, how) in ways {
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
            if !told.iter().any(|told| told.thing.id == need) {
                told.push(WorkedOn {
                    thing: ThingRef::new(ThingKind::Need, need),
                    project: None,
                    title: statement,
                    how,
                });
            }
        }
    }
    Ok(Hindrances::out_of(total, told))
}

/// The ids of the same, all of them, and of the older needs on which the import voted and
/// that are merged.
pub(super) async fn staying(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<Uuid>> {
    Ok(need::Entity::find()
        .select_only()
        .column(need::Column::Id)
        .filter(in_any_way(&attached(id)))
        .into_tuple()
        .all(db)
        .await?)
}

/// The needs on which the votes of an import stay with these: they themselves, and what they
/// were merged into, where their votes count too.
pub(super) async fn voted(db: &impl ConnectionTrait, stays: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut voted: HashSet<Uuid> = stays.iter().copied().collect();
    for ids in stays.chunks(CHUNK) {
        let into: Vec<Option<Uuid>> = need::Entity::find()
            .select_only()
            .column(need::Column::MergedInto)
            .filter(need::Column::Id.is_in(ids.iter().copied()))
            .filter(need::Column::MergedInto.is_not_null())
            .into_tuple()
            .all(db)
            .await?;
        voted.extend(into.into_iter().flatten());
    }
    Ok(voted)
}

/// Takes away the needs that go and the positions that an import made, but for those on
/// what stays.
pub(super) async fn take_away(tx: &Tx, id: ImportId, reach: &Reach) -> Result<()> {
    let mut votes = reach.goes.clone();
    for (need, stances) in votes_on_others(tx, id).await? {
        if !reach.voted.contains(&need) {
            add_stances(tx, need, stances).await?;
            votes.push(need);
        }
    }
    for ids in votes.chunks(CHUNK) {
        vote::Entity::delete_many()
            .filter(vote::Column::ImportId.eq(id.0))
            .filter(vote::Column::NeedId.is_in(ids.iter().copied()))
            .exec(&tx.db)
            .await?;
    }
    for ids in reach.goes.chunks(CHUNK) {
        search_row::Entity::delete_many()
            .filter(search_row::Column::ThingKind.eq(ThingKind::Need.code()))
            .filter(search_row::Column::ThingId.is_in(ids.iter().copied()))
            .exec(&tx.db)
            .await?;
        need::Entity::delete_many()
            .filter(need::Column::Id.is_in(ids.iter().copied()))
            .exec(&tx.db)
            .await?;
    }
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
