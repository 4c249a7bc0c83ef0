//! The evidence chain: links between things, read from either end.

use domain::evidence::{Relation, ThingRef};
use domain::ids::{LinkId, UserId};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::database::Tx;
use crate::error::Result;
use crate::tables::evidence::link;

impl Tx {
    /// Links two things; a link that is there already stays as it is.
    pub(crate) async fn link(
        &self,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<()> {
        let there = link::Entity::find()
            .filter(link::Column::FromId.eq(from.id))
            .filter(link::Column::Relation.eq(relation.code()))
            .filter(link::Column::ToId.eq(to.id))
            .one(&self.db)
            .await?;
        if there.is_none() {
            link::ActiveModel {
                id: Set(LinkId::new().0),
                from_kind: Set(from.kind.code().to_owned()),
                from_id: Set(from.id),
                relation: Set(relation.code().to_owned()),
                to_kind: Set(to.kind.code().to_owned()),
                to_id: Set(to.id),
                created_by: Set(by.0),
                created_at: Set(self.now.0),
            }
            .insert(&self.db)
            .await?;
        }
        Ok(())
    }

    /// Takes a link away.
    pub(crate) async fn unlink(&self, from: Uuid, relation: Relation, to: Uuid) -> Result<()> {
        link::Entity::delete_many()
            .filter(link::Column::FromId.eq(from))
            .filter(link::Column::Relation.eq(relation.code()))
            .filter(link::Column::ToId.eq(to))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// The ids of the things from which this relation leads to `to`.
pub(crate) async fn sources(
    db: &impl ConnectionTrait,
    relation: Relation,
    to: Uuid,
) -> Result<Vec<Uuid>> {
    let rows = link::Entity::find()
        .filter(link::Column::ToId.eq(to))
        .filter(link::Column::Relation.eq(relation.code()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.from_id).collect())
}

/// The ids of the things to which this relation leads from `from`.
pub(crate) async fn targets(
    db: &impl ConnectionTrait,
    from: Uuid,
    relation: Relation,
) -> Result<Vec<Uuid>> {
    let rows = link::Entity::find()
        .filter(link::Column::FromId.eq(from))
        .filter(link::Column::Relation.eq(relation.code()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.to_id).collect())
}
