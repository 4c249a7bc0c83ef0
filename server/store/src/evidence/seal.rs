//! What an iteration closes in with it: the links to its changes and to the things of its
//! map that were there then.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::conjectures::iterations_with;
use crate::error::Result;
use crate::tables::iterations::{change, iteration};

/// Until when a link to this thing was closed in with an iteration: what caused one of
/// its changes, or what speaks for or against a thing of its map. Nothing where no such
/// iteration is closed.
pub(super) async fn sealed_until(
    db: &impl ConnectionTrait,
    relation: Relation,
    to: ThingRef,
) -> Result<Option<Timestamp>> {
    let iterations = match (to.kind, relation) {
        (ThingKind::Change, Relation::Caused) => {
            let change = change::Entity::find_by_id(to.id).one(db).await?;
            let change = change.map(|change| change.iteration_id);
            iteration::Entity::find()
                .filter(iteration::Column::Id.is_in(change))
                .all(db)
                .await?
        }
        (kind, relation) if kind.is_of_map() && Relation::SPEAKING.contains(&relation) => {
            iterations_with(db, to).await?
        }
        _ => return Ok(None),
    };
    let closed = iterations.iter().filter_map(|it| it.closed_at);
    Ok(closed.max().map(Timestamp))
}

/// Whether an iteration was closed with this link in it.
pub(super) async fn is_sealed(
    db: &impl ConnectionTrait,
    relation: Relation,
    to: ThingRef,
    linked_at: Timestamp,
) -> Result<bool> {
    let until = sealed_until(db, relation, to).await?;
    Ok(until.is_some_and(|until| linked_at <= until))
}
