//! What the evidence chain knows of conjecture maps: their elements and links as
//! things, by their origin, so that what speaks for or against one is linked once
//! and goes with it through every iteration that carries it over.

use std::collections::BTreeSet;

use domain::conjectures::{Conjecture, ConjectureMap, Evidence, MapThing};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{IterationId, ProjectId};
use domain::iterations::IterationRef;
use domain::policy::{Action, Actor};
use domain::projects::Project;
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use super::read_map;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::feedback::merged_into;
use crate::tables::decode;
use crate::tables::evidence::link;
use crate::tables::iterations::{element, iteration, map_link};

impl Store {
    /// An element or a link of a project's maps as each iteration that has it
    /// tells it, and the project. It is named by its origin.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn conjecture(
        &self,
        actor: &Actor,
        thing: ThingRef,
    ) -> Result<(Project, Conjecture)> {
        let rows = iterations_with(&self.db, thing).await?;
        let project = rows.first().map(|row| ProjectId(row.project_id));
        let project = project.ok_or(StoreError::NotFound)?;
        let project = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let map = read_map(&self.db, IterationId(row.id)).await?;
            let iteration = IterationRef {
                id: IterationId(row.id),
                number: row.number,
                tool_version: row.tool_version,
            };
            told.extend(in_map(map, thing).map(|found| (iteration, found)));
        }
        let history = self.history_for(actor, thing).await?;
        Ok((
            project,
            Conjecture {
                thing,
                told,
                history,
            },
        ))
    }

    /// The map of an iteration with what speaks for and against each of its
    /// things, as far as the actor may know of it. A closed iteration has what was
    /// linked before it was closed.
    pub(crate) async fn map_with_evidence(
        &self,
        actor: &Actor,
        row: &iteration::Model,
    ) -> Result<ConjectureMap> {
        let mut map = read_map(&self.db, IterationId(row.id)).await?;
        let words = speaking(&self.db, row).await?;
        let mut things = Vec::with_capacity(words.len());
        for Word { link, by } in &words {
            let kind = decode("from_kind", &link.from_kind)?;
            things.extend([link.from_id, *by].map(|id| ThingRef::new(kind, id)));
        }
        let named = self.named(&self.db, actor, &things).await?;
        for Word { link, by } in &words {
            // Who may not know of the entry that stays may know of what it says, too.
            let Some(thing) = named.get(by).or_else(|| named.get(&link.from_id)) else {
                continue;
            };
            let evidence = Evidence {
                relation: decode("relation", &link.relation)?,
                thing: thing.clone(),
            };
            let (mut elements, mut links) = (map.elements.iter_mut(), map.links.iter_mut());
            let element = elements.find(|it| it.origin.0 == link.to_id);
            let told = match element.map(|element| &mut element.evidence) {
                Some(told) => Some(told),
                None => links
                    .find(|it| it.origin.0 == link.to_id)
                    .map(|of| &mut of.evidence),
            };
            // What was merged says one thing once.
            if let Some(told) = told.filter(|told| !told.contains(&evidence)) {
                told.push(evidence);
            }
        }
        Ok(map)
    }
}

impl Tx {
    /// Renews what search and the evidence chain know of the things of a map: each
    /// is called what the last iteration that has it says.
    pub(crate) async fn index_map(&self, project: ProjectId, id: IterationId) -> Result<()> {
        let row = iteration::Entity::find_by_id(id.0).one(&self.db).await?;
        let number = row.map_or(0, |row| row.number);
        let later = Query::select()
            .column(iteration::Column::Id)
            .from(iteration::Entity)
            .and_where(iteration::Column::ProjectId.eq(project.0))
            .and_where(iteration::Column::Number.gt(number))
            .to_owned();
        let map = read_map(&self.db, id).await?;
        let elements = element::Entity::find()
            .filter(element::Column::IterationId.in_subquery(later.clone()))
            .select_only()
            .column(element::Column::OriginId);
        let elements = self.origins(elements).await?;
        for element in &map.elements {
            if !elements.contains(&element.origin.0) {
                let thing = ThingRef::new(ThingKind::Element, element.origin);
                self.index(thing, Some(project), &element.facts.text, "")
                    .await?;
            }
        }
        let links = map_link::Entity::find()
            .filter(map_link::Column::IterationId.in_subquery(later))
            .select_only()
            .column(map_link::Column::OriginId);
        let links = self.origins(links).await?;
        for spoken in map.spoken() {
            if !links.contains(&spoken.link.origin.0) {
                let thing = ThingRef::new(ThingKind::MapLink, spoken.link.origin);
                self.index(thing, Some(project), &spoken.title(), "")
                    .await?;
            }
        }
        Ok(())
    }

    async fn origins<E: EntityTrait>(&self, query: Select<E>) -> Result<BTreeSet<Uuid>> {
        let origins: Vec<Uuid> = query.into_tuple().all(&self.db).await?;
        Ok(origins.into_iter().collect())
    }
}

/// The iterations whose map has this thing, the latest first.
pub(crate) async fn iterations_with(
    db: &impl ConnectionTrait,
    thing: ThingRef,
) -> Result<Vec<iteration::Model>> {
    let mut having = Query::select();
    match thing.kind {
        ThingKind::Element => having
            .column(element::Column::IterationId)
            .from(element::Entity)
            .and_where(element::Column::OriginId.eq(thing.id)),
        ThingKind::MapLink => having
            .column(map_link::Column::IterationId)
            .from(map_link::Entity)
            .and_where(map_link::Column::OriginId.eq(thing.id)),
        _ => return Ok(Vec::new()),
    };
    Ok(iteration::Entity::find()
        .filter(iteration::Column::Id.in_subquery(having.to_owned()))
        .order_by_desc(iteration::Column::Number)
        .all(db)
        .await?)
}

/// A link that speaks for or against a thing of a map, and what it is told of: the
/// thing itself, or the entry that it was merged into.
pub(crate) struct Word {
    pub link: link::Model,
    pub by: Uuid,
}

/// What speaks for or against the things of an iteration's map, in the order in which
/// it was linked; as it was linked and merged when it was closed, if it is.
pub(crate) async fn speaking(
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Vec<Word>> {
    let elements = Query::select()
        .column(element::Column::OriginId)
        .from(element::Entity)
        .and_where(element::Column::IterationId.eq(row.id))
        .to_owned();
    let links = Query::select()
        .column(map_link::Column::OriginId)
        .from(map_link::Entity)
        .and_where(map_link::Column::IterationId.eq(row.id))
        .to_owned();
    let of_map = Condition::any()
        .add(link::Column::ToId.in_subquery(elements))
        .add(link::Column::ToId.in_subquery(links));
    let links = link::Entity::find()
        .filter(of_map)
        .filter(link::Column::Relation.is_in(Relation::SPEAKING.map(Relation::code)))
        .filter(link::Column::CreatedAt.lte(row.closed_at.unwrap_or(i64::MAX)))
        .order_by_asc(link::Column::CreatedAt)
        .order_by_asc(link::Column::Id)
        .all(db)
        .await?;
    let entries = links.iter().map(|link| link.from_id);
    let merged = merged_into(db, entries, row.closed_at).await?;
    let words = links.into_iter().map(|link| Word {
        by: *merged.get(&link.from_id).unwrap_or(&link.from_id),
        link,
    });
    Ok(words.collect())
}

/// A thing of a map, by its origin.
fn in_map(map: ConjectureMap, thing: ThingRef) -> Option<MapThing> {
    if thing.kind == ThingKind::MapLink {
        let mut links = map.spoken().into_iter();
        let found = links.find(|spoken| spoken.link.origin.0 == thing.id);
        return found.map(MapThing::Link);
    }
    let mut elements = map.elements.into_iter();
    let found = elements.find(|element| element.origin.0 == thing.id);
    found.map(MapThing::Element)
}
