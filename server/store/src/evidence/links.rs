//! The rows of links, within a transaction: made, read from either end, taken on by another
//! thing, taken away, and written into the histories of both things.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{LinkId, UserId};
use domain::policy::{Action, Refusal};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::Value;
use uuid::Uuid;

use super::history::Ends;
use super::project_of;
use super::seal::{is_sealed, sealed_until};
use crate::audit::Change;
use crate::database::Tx;
use crate::error::Result;
use crate::tables::decode;
use crate::tables::evidence::{link, search_row};

impl Tx {
    /// Links two things; a link that is there already stays as it is. Whether
    /// the link is new.
    pub(crate) async fn link(
        &self,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<bool> {
        self.put_link(LinkId(self.new_id()), from, relation, to, by)
            .await
    }

    /// The same, told in the histories of both.
    pub(crate) async fn link_noted(
        &self,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<bool> {
        let id = LinkId(self.new_id());
        self.put_link_noted(id, from, relation, to, by).await
    }

    /// The same under an id made elsewhere; whether the link is new.
    pub(crate) async fn put_link_noted(
        &self,
        id: LinkId,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<bool> {
        let is_new = self.put_link(id, from, relation, to, by).await?;
        if is_new {
            let ends = self.ends(from, relation, to).await?;
            note(self, Some(by), ends, true).await?;
        }
        Ok(is_new)
    }

    /// The same without a word in the histories, which somebody else writes.
    pub(crate) async fn put_link(
        &self,
        id: LinkId,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<bool> {
        if link_between(&self.db, from, relation, to).await?.is_some() {
            return Ok(false);
        }
        // Later than any closing that it comes after, whatever the clocks say.
        let after = sealed_until(&self.db, relation, to).await?;
        let created_at = after.map_or(self.now.0, |closed| self.now.0.max(closed.0 + 1));
        link::ActiveModel {
            id: Set(id.0),
            from_kind: Set(from.kind.code().to_owned()),
            from_id: Set(from.id),
            relation: Set(relation.code().to_owned()),
            to_kind: Set(to.kind.code().to_owned()),
            to_id: Set(to.id),
            created_by: Set(by.0),
            created_at: Set(created_at),
        }
        .insert(&self.db)
        .await?;
        Ok(true)
    }

    /// Writes into the histories that a link goes with a thing that is taken away, by
    /// somebody whose name may be told or not.
    pub(crate) async fn note_unlinked(
        &self,
        actor: Option<UserId>,
        link: &link::Model,
    ) -> Result<()> {
        let from = ThingRef::new(decode("from_kind", &link.from_kind)?, link.from_id);
        let to = ThingRef::new(decode("to_kind", &link.to_kind)?, link.to_id);
        let relation = decode("relation", &link.relation)?;
        let ends = self.ends(from, relation, to).await?;
        note(self, actor, ends, false).await
    }

    /// Takes away a link that nobody made by hand, which the histories of both tell; one that
    /// an iteration was closed with stays.
    pub(crate) async fn take_back_link(&self, actor: UserId, link: &link::Model) -> Result<()> {
        if self.is_closed_in(link).await? {
            return Ok(());
        }
        self.note_unlinked(Some(actor), link).await?;
        link::Entity::delete_by_id(link.id).exec(&self.db).await?;
        Ok(())
    }

    /// What the histories tell of a link between these things.
    pub(super) async fn ends(
        &self,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
    ) -> Result<Ends> {
        Ok(Ends {
            from,
            from_project: project_of(self, from).await?,
            relation,
            to,
            to_project: project_of(self, to).await?,
        })
    }

    /// Whether an iteration was closed with this link in it.
    async fn is_closed_in(&self, link: &link::Model) -> Result<bool> {
        let to = ThingRef::new(decode("to_kind", &link.to_kind)?, link.to_id);
        let relation = decode("relation", &link.relation)?;
        is_sealed(&self.db, relation, to, Timestamp(link.created_at)).await
    }

    /// Takes away all links of a thing that is no more, and what search finds of
    /// it; nothing where an iteration was closed with one of them in it.
    pub(crate) async fn forget(&self, thing: ThingRef) -> Result<()> {
        let links = links_of(&self.db, thing).await?;
        for link in &links {
            if self.is_closed_in(link).await? {
                return Err(Refusal::Frozen.into());
            }
        }
        link::Entity::delete_many()
            .filter(link::Column::Id.is_in(links.iter().map(|link| link.id)))
            .exec(&self.db)
            .await?;
        search_row::Entity::delete_many()
            .filter(search_row::Column::ThingKind.eq(thing.kind.code()))
            .filter(search_row::Column::ThingId.eq(thing.id))
            .exec(&self.db)
            .await?;
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

/// Writes a link made, or taken away, into the history of both things.
pub(super) async fn note(tx: &Tx, actor: Option<UserId>, ends: Ends, made: bool) -> Result<()> {
    for thing in [ends.from, ends.to] {
        let change = if made {
            Change::of(thing, &Value::Null, &ends)?
        } else {
            Change::of(thing, &ends, &Value::Null)?
        };
        tx.audit(actor, Action::LinkEvidence.code(), change).await?;
    }
    Ok(())
}

/// The link that says this of these two things, if any.
pub(crate) async fn link_between(
    db: &impl ConnectionTrait,
    from: ThingRef,
    relation: Relation,
    to: ThingRef,
) -> Result<Option<link::Model>> {
    Ok(link::Entity::find()
        .filter(link::Column::FromId.eq(from.id))
        .filter(link::Column::Relation.eq(relation.code()))
        .filter(link::Column::ToId.eq(to.id))
        .one(db)
        .await?)
}

/// What a link of one thing says where another takes it on: nothing where it joins these two,
/// nor of what the first says of the things of maps, which told of both would count twice.
pub(crate) fn taken_on(
    link: &link::Model,
    from: ThingRef,
    into: ThingRef,
) -> Result<Option<(ThingRef, Relation, ThingRef)>> {
    let relation: Relation = decode("relation", &link.relation)?;
    let outward = link.from_id == from.id;
    let (kind, end) = if outward {
        (&link.to_kind, link.to_id)
    } else {
        (&link.from_kind, link.from_id)
    };
    let end = ThingRef::new(decode::<ThingKind>("kind", kind)?, end);
    let of_map = end.kind.is_of_map() && Relation::SPEAKING.contains(&relation);
    Ok(match (end == into || of_map, outward) {
        (true, _) => None,
        (false, true) => Some((into, relation, end)),
        (false, false) => Some((end, relation, into)),
    })
}

/// The links that lead from a thing or to it, in the order in which they were made.
pub(crate) async fn links_of(
    db: &impl ConnectionTrait,
    thing: ThingRef,
) -> Result<Vec<link::Model>> {
    let from = Condition::all()
        .add(link::Column::FromKind.eq(thing.kind.code()))
        .add(link::Column::FromId.eq(thing.id));
    let to = Condition::all()
        .add(link::Column::ToKind.eq(thing.kind.code()))
        .add(link::Column::ToId.eq(thing.id));
    let either = Condition::any().add(from).add(to);
    Ok(link::Entity::find()
        .filter(either)
        .order_by_asc(link::Column::CreatedAt)
        .order_by_asc(link::Column::Id)
        .all(db)
        .await?)
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
