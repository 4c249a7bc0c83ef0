//! The evidence chain: links between things, read from either end, and the
//! whole graph around a thing.

mod graph;
mod history;
mod links;
mod seal;

use std::collections::BTreeMap;

use domain::evidence::{Chain, Graph, Node, Relation, ThingKind, ThingRef};
use domain::ids::{LinkId, NeedId, ProjectId};
use domain::policy::{Action, Actor, Refusal, Situation, decide};
use domain::problems::Problem;
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use self::graph::Reach;
pub(crate) use self::history::{Ends, is_seen};
use self::links::note;
pub(crate) use self::links::{link_between, links_of, sources, taken_on, targets};
use self::seal::{is_sealed, sealed_until};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::feedback::keep_by_hand;
use crate::projects::same_author;
use crate::tables::decode;
use crate::tables::evidence::{link, search_row};

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
        // What a merge has linked is somebody's from now on, and stays without it.
        let said = tx.put_link(id, from, relation, to, actor.user).await?
            || keep_by_hand(&tx, from, relation, to).await?;
        if !said {
            return Ok(());
        }
        self.follow_link(&tx, actor, ends, true).await?;
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
        self.follow_link(&tx, actor, ends, false).await?;
        tx.commit().await
    }

    /// The links of a thing in both directions, with the titles at their ends, and
    /// with the notes that it came out of, or that came to others.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the thing.
    pub async fn chain(&self, actor: &Actor, thing: ThingRef) -> Result<Chain> {
        let graph = self.graph_within(actor, thing, Reach::OneStep).await?;
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

    /// Everything that is connected with a thing, near or far, as far as the actor may
    /// know of it: no step leads through what they do not see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the thing.
    pub async fn graph(&self, actor: &Actor, thing: ThingRef) -> Result<Graph> {
        self.graph_within(actor, thing, Reach::Whole).await
    }

    async fn graph_within(&self, actor: &Actor, thing: ThingRef, reach: Reach) -> Result<Graph> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let mut graph = graph::read(self, actor, thing, reach).await?;
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
        let ends = tx.ends(from, relation, to).await?;
        for project in [ends.from_project, ends.to_project].into_iter().flatten() {
            self.project_for(&tx.db, actor, project, Action::LinkEvidence)
                .await?;
        }
        if ends.from_project.is_none() && ends.to_project.is_none() {
            decide(actor, Action::LinkEvidence, &Situation::workspace())?;
        }
        Ok(ends)
    }

    /// Notes that a link was made or taken away. Of one by which a project answers a need it is
    /// noted as that, and the need's state follows.
    async fn follow_link(&self, tx: &Tx, actor: &Actor, ends: Ends, made: bool) -> Result<()> {
        match (ends.from.kind, ends.relation, ends.to.kind) {
            (ThingKind::Project, Relation::Answers, ThingKind::Need) => {
                let (project, need) = (ProjectId(ends.from.id), NeedId(ends.to.id));
                self.follow_answer(tx, actor, project, need, made).await
            }
            _ => note(tx, Some(actor.user), ends, made).await,
        }
    }
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
