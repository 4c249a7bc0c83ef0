//! Entries that an import made: which were worked on since, and taking them away.

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::title_of;
use domain::ids::{ImportId, ProjectId};
use domain::imports::{Attachment, Hindrances, WorkedOn};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{CHUNK, TOLD_MAX, in_any_way, linked, made_by, with_files};
use crate::database::Tx;
use crate::error::Result;
use crate::feedback::remove_entries;
use crate::tables::feedback::{entry, merge};

/// What entries that were worked on have in common, for each way to do so.
fn attached() -> [(Condition, Attachment); 4] {
    let on = |query| Condition::all().add(entry::Column::Id.in_subquery(query));
    // Also those that stand for others no longer: a closed iteration may tell so.
    let originals = Query::select()
        .column(merge::Column::IntoId)
        .from(merge::Entity)
        .to_owned();
    let linked = linked(ThingKind::Feedback, entry::Column::Id)
        .add(entry::Column::Id.in_subquery(originals));
    [
        (
            Condition::all().add(entry::Column::Version.gt(1)),
            Attachment::Changed,
        ),
        (
            Condition::all().add(entry::Column::Comments.gt(0)),
            Attachment::Commented,
        ),
        (linked, Attachment::Linked),
        (on(with_files(ThingKind::Feedback)), Attachment::WithFile),
    ]
}

/// The entries of an import that somebody worked on since.
pub(super) async fn worked_on(db: &impl ConnectionTrait, id: ImportId) -> Result<Hindrances> {
    let ways = attached();
    let made = || entry::Entity::find().filter(entry::Column::Id.in_subquery(made_by(id)));
    let total = made().filter(in_any_way(&ways)).count(db).await?;
    let mut told: Vec<WorkedOn> = Vec::new();
    for (condition, how) in ways {
        let rows: Vec<(Uuid, Uuid, String)> = made()
            .select_only()
            .columns([
                entry::Column::Id,
                entry::Column::ProjectId,
                entry::Column::Story,
            ])
            .filter(condition)
            .order_by_asc(entry::Column::Number)
            .limit(TOLD_MAX)
            .into_tuple()
            .all(db)
            .await?;
        for (entry, project, story) in rows {
            if !told.iter().any(|told| told.thing.id == entry) {
                told.push(WorkedOn {
                    thing: ThingRef::new(ThingKind::Feedback, entry),
                    project: Some(ProjectId(project)),
                    title: title_of(&story),
                    how,
                });
            }
        }
    }
    Ok(Hindrances::out_of(total, told))
}

/// The ids of the same, all of them.
pub(super) async fn staying(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<Uuid>> {
    Ok(entry::Entity::find()
        .select_only()
        .column(entry::Column::Id)
        .filter(entry::Column::Id.in_subquery(made_by(id)))
        .filter(in_any_way(&attached()))
        .into_tuple()
        .all(db)
        .await?)
}

/// Takes away these entries.
pub(super) async fn take_away(tx: &Tx, entries: &[Uuid]) -> Result<()> {
    for ids in entries.chunks(CHUNK) {
        let these = Query::select()
            .column(entry::Column::Id)
            .from(entry::Entity)
            .and_where(entry::Column::Id.is_in(ids.iter().copied()))
            .to_owned();
        remove_entries(tx, &these).await?;
    }
    Ok(())
}
