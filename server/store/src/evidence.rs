//! The evidence chain: links between things, read from either end, and the
//! whole graph around a thing.

mod graph;
mod history;

use std::collections::BTreeMap;

use domain::evidence::{Chain, Graph, Node, Relation, ThingKind, ThingRef};
use domain::ids::{LinkId, NeedId, ProjectId, UserId};
use domain::policy::{Action, Actor, Refusal, Situation, decide};
use domain::problems::Problem;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set,
};
use serde_json::Value;
use uuid::Uuid;

pub(crate) use self::history::{Ends, is_seen};
use crate::audit::Change;
use crate::conjectures::iterations_with;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::same_author;
use crate::tables::decode;
use crate::tables::evidence::{link, search_row};
use crate::tables::iterations::{change, iteration};

/// How many steps the widest graph goes.
pub(crate) const DEPTH_MAX: u8 = 8;

impl Store {
    /// Links two things. Sent twice, or said already, it stands once.
    ///
    /// # Errors
    /// Refused by role in the projects concerned; a relation that makes no sense
    /// between such things; a thing linked with itself; no such thing.
    pub async fn link_things(
        &self,
        actor: &Actor,
        id: LinkId,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let ends = self.may_link(&tx, actor, from, relation, to).await?;
        if from == to {
            return Err(invalid("other", Problem::NotOffered));
        }
        if !relation.fits(from.kind, to.kind) {
            return Err(invalid("relation", Problem::NotOffered));
        }
        if let Some(there) = link::Entity::find_by_id(id.0).one(&tx.db).await? {
            return same_author(there.created_by, actor);
        }
        if !tx.put_link(id, from, relation, to, actor.user).await? {
            return Ok(());
        }
        self.follow_link(&tx, from, relation, to).await?;
        note(&tx, Some(actor.user), ends, true).await?;
        if (from.kind, relation) == (ThingKind::Project, Relation::Answers) {
            let project = ProjectId(from.id);
            tx.tell_answered(actor, NeedId(to.id), project).await?;
        }
        tx.commit().await
    }

    /// Takes a link away. It may be gone already.
    ///
    /// # Errors
    /// Refused by role in the projects concerned; an iteration was closed with it
    /// in it.
    pub async fn unlink_things(&self, actor: &Actor, id: LinkId) -> Result<()> {
        let tx = self.begin().await?;
        let Some(row) = link::Entity::find_by_id(id.0).one(&tx.db).await? else {
            return Ok(());
        };
        let from = ThingRef::new(decode("from_kind", &row.from_kind)?, row.from_id);
        let to = ThingRef::new(decode("to_kind", &row.to_kind)?, row.to_id);
        let relation: Relation = decode("relation", &row.relation)?;
        let ends = self.may_link(&tx, actor, from, relation, to).await?;
        if is_sealed(&tx.db, relation, to, Timestamp(row.created_at)).await? {
            return Err(Refusal::Frozen.into());
        }
        link::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        self.follow_link(&tx, from, relation, to).await?;
        note(&tx, Some(actor.user), ends, false).await?;
        tx.commit().await
    }

    /// The links of a thing in both directions, with the titles at their ends, and
    /// with the notes that it came out of, or that came to others.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the thing.
    pub async fn chain(&self, actor: &Actor, thing: ThingRef) -> Result<Chain> {
        let graph = self.graph(actor, thing, 1).await?;
        let mut chain = graph.around(thing).ok_or(StoreError::NotFound)?;
        let mut known: Vec<((Relation, ThingRef), Option<Timestamp>)> = Vec::new();
        for step in &mut chain.steps {
            let Some(link) = graph.links.iter().find(|link| link.id == step.link) else {
                continue;
            };
            let end = (link.relation, link.to);
            let until = match known.iter().find(|(one, _)| *one == end) {
                Some((_, until)) => *until,
                None => {
                    let until = sealed_until(&self.db, link.relation, link.to).await?;
                    known.push((end, until));
                    until
                }
            };
            step.sealed = until.is_some_and(|until| link.created_at <= until);
        }
        Ok(chain)
    }

    /// Everything that is connected with a thing within so many steps (eight at
    /// the most), as far as the actor may know of it: no step leads through
    /// what they do not see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the thing.
    pub async fn graph(&self, actor: &Actor, thing: ThingRef, depth: u8) -> Result<Graph> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let mut graph = graph::read(self, actor, thing, depth.min(DEPTH_MAX)).await?;
        if graph.nodes.is_empty() {
            return Err(StoreError::NotFound);
        }
        self.quote_notes(actor, &mut graph).await?;
        Ok(graph)
    }

    /// The things among these that the actor may know of, with their titles.
    pub(crate) async fn named(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        things: &[ThingRef],
    ) -> Result<BTreeMap<Uuid, Node>> {
        let rows = search_row::Entity::find()
            .filter(search_row::Column::ThingId.is_in(things.iter().map(|thing| thing.id)))
            .filter(self.findable(actor).await?)
            .all(db)
            .await?;
        let mut named = BTreeMap::new();
        for row in rows {
            let thing = ThingRef::new(decode("thing_kind", &row.thing_kind)?, row.thing_id);
            if things.contains(&thing) {
                let project = row.project_id.map(ProjectId);
                let title = row.title;
                named.insert(
                    thing.id,
                    Node {
                        thing,
                        project,
                        title,
                    },
                );
            }
        }
        Ok(named)
    }

    /// Decides whether the actor may link these things, or take their link
    /// away: in each project that they belong to. Things that belong to none,
    /// such as two needs, are linked by those who steer the workspace.
    async fn may_link(
        &self,
        tx: &Tx,
        actor: &Actor,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
    ) -> Result<Ends> {
        let ends = Ends {
            from,
            from_project: project_of(tx, from).await?,
            relation,
            to,
            to_project: project_of(tx, to).await?,
        };
        for project in [ends.from_project, ends.to_project].into_iter().flatten() {
            self.project_for(&tx.db, actor, project, Action::LinkEvidence)
                .await?;
        }
        if ends.from_project.is_none() && ends.to_project.is_none() {
            decide(actor, Action::LinkEvidence, &Situation::workspace())?;
        }
        Ok(ends)
    }

    /// A need's state says whether projects answer it.
    async fn follow_link(
        &self,
        tx: &Tx,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
    ) -> Result<()> {
        match (from.kind, relation, to.kind) {
            (ThingKind::Project, Relation::Answers, ThingKind::Need) => {
                self.follow_answers(tx, NeedId(to.id)).await
            }
            _ => Ok(()),
        }
    }
}

/// Until when a link to this thing was closed in with an iteration: what caused one of
/// its changes, or what speaks for or against a thing of its map. Nothing where no such
/// iteration is closed.
async fn sealed_until(
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
async fn is_sealed(
    db: &impl ConnectionTrait,
    relation: Relation,
    to: ThingRef,
    linked_at: Timestamp,
) -> Result<bool> {
    let until = sealed_until(db, relation, to).await?;
    Ok(until.is_some_and(|until| linked_at <= until))
}

/// The project that a thing belongs to, if any.
pub(crate) async fn project_of(tx: &Tx, thing: ThingRef) -> Result<Option<ProjectId>> {
    let row = search_row::Entity::find()
        .filter(search_row::Column::ThingKind.eq(thing.kind.code()))
        .filter(search_row::Column::ThingId.eq(thing.id))
        .one(&tx.db)
        .await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok(row.project_id.map(ProjectId))
}

/// The links that lead from a thing or to it.
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
    Ok(link::Entity::find().filter(either).all(db).await?)
}

/// Writes a link made, or taken away, into the history of both things.
async fn note(tx: &Tx, actor: Option<UserId>, ends: Ends, made: bool) -> Result<()> {
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

    /// The same under an id made elsewhere; whether the link is new.
    async fn put_link(
        &self,
        id: LinkId,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
        by: UserId,
    ) -> Result<bool> {
        let there = link::Entity::find()
            .filter(link::Column::FromId.eq(from.id))
            .filter(link::Column::Relation.eq(relation.code()))
            .filter(link::Column::ToId.eq(to.id))
            .one(&self.db)
            .await?;
        if there.is_some() {
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
        let ends = Ends {
            from,
            from_project: project_of(self, from).await?,
            relation: decode("relation", &link.relation)?,
            to,
            to_project: project_of(self, to).await?,
        };
        note(self, actor, ends, false).await
    }

    /// Takes away all links of a thing that is no more, and what search finds of
    /// it; nothing where an iteration was closed with one of them in it.
    pub(crate) async fn forget(&self, thing: ThingRef) -> Result<()> {
        let links = links_of(&self.db, thing).await?;
        for link in &links {
            let to = ThingRef::new(decode("to_kind", &link.to_kind)?, link.to_id);
            let relation = decode("relation", &link.relation)?;
            if is_sealed(&self.db, relation, to, Timestamp(link.created_at)).await? {
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
