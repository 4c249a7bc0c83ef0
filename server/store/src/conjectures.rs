//! Conjecture maps: editing them, carrying them into the next iteration, taking off
//! what was only just added.

mod carry;
mod evidence;
mod removal;

use domain::conjectures::{
    ConjectureMap, ConjectureStatus, Element, ElementDraft, ElementFacts, MapLink, MapLinkDraft,
    MapLinkFacts, MapLinkKind,
};
use domain::ids::{ElementId, IterationId, MapLinkId};
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) use self::carry::carry;
use self::carry::changes_carried;
pub(crate) use self::evidence::{Word, iterations_with, speaking};
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::projects::fresh;
use crate::tables::iterations::{element, map_link};
use crate::tables::{decode, decode_optional};

impl Store {
    /// Adds an element to an iteration's map; to one that was carried over with a
    /// reason. Sent twice, it is added once.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; a field is not in
    /// order.
    pub async fn add_element(
        &self,
        actor: &Actor,
        iteration: IterationId,
        id: ElementId,
        draft: &ElementDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (_, project) = self
            .iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let rows = element_rows(&tx.db, iteration).await?;
        let carried = rows.iter().any(|row| row.origin_id != row.id);
        let facts = draft.check(carried)?;
        if let Some(there) = element_row(&tx.db, id).await? {
            return same_iteration(there.iteration_id, iteration);
        }
        let row = element::ActiveModel {
            id: Set(id.0),
            iteration_id: Set(iteration.0),
            origin_id: Set(id.0),
            place: Set(rows.last().map_or(1, |last| last.place + 1)),
            version: Set(1),
            ..element_columns(&facts)
        };
        row.insert(&tx.db).await?;
        tx.index_map(project.id, iteration).await?;
        let after = json!({ "element": id, "facts": facts });
        tx.audit_edit(actor, iteration, &Value::Null, &after)
            .await?;
        tx.commit().await
    }

    /// Changes what an element says or how it fares; it stays in its column. One that
    /// was carried over is reworded with a reason.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; a field is not in
    /// order; changed by somebody else meanwhile.
    pub async fn edit_element(
        &self,
        actor: &Actor,
        id: ElementId,
        version: i64,
        draft: &ElementDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = element_row(&tx.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        let (there, project) = self
            .iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let draft = ElementDraft {
            column: row.column_code.clone(),
            ..draft.clone()
        };
        let before = read_element(row)?;
        let facts = draft.check(changes_carried(&tx.db, &there, &before, &draft).await?)?;
        fresh(before.version, version)?;
        let before = json!({ "element": id, "facts": before.facts });
        let changed = element::ActiveModel {
            id: Set(id.0),
            version: Set(version + 1),
            ..element_columns(&facts)
        };
        changed.update(&tx.db).await?;
        tx.index_map(project.id, iteration).await?;
        let after = json!({ "element": id, "facts": facts });
        tx.audit_edit(actor, iteration, &before, &after).await?;
        tx.commit().await
    }

    /// Links two elements of an iteration's map; in one that was carried over with a
    /// reason. Sent twice, it links once.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; the two are not of
    /// this map, not of columns that are linked, or linked already.
    pub async fn add_map_link(
        &self,
        actor: &Actor,
        iteration: IterationId,
        id: MapLinkId,
        draft: &MapLinkDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (_, project) = self
            .iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let map = read_map(&tx.db, iteration).await?;
        let facts = draft.check(map.is_carried())?;
        if let Some(there) = link_row(&tx.db, id).await? {
            return same_iteration(there.iteration_id, iteration);
        }
        let column = |id| map.element(id).map(|(_, element)| element.facts.column);
        let from = column(facts.from).ok_or_else(|| invalid("from", Problem::NotOffered))?;
        let to = column(facts.to).ok_or_else(|| invalid("to", Problem::NotOffered))?;
        let kind = MapLinkKind::between(from, to);
        let kind = kind.ok_or_else(|| invalid("to", Problem::EndsDoNotFit))?;
        let linked = |link: &MapLink| link.facts.from == facts.from && link.facts.to == facts.to;
        if map.links.iter().any(linked) {
            return Err(invalid("to", Problem::LinkedAlready));
        }
        let last = link_rows(&tx.db, iteration).await?;
        let row = map_link::ActiveModel {
            id: Set(id.0),
            iteration_id: Set(iteration.0),
            origin_id: Set(id.0),
            place: Set(last.last().map_or(1, |last| last.place + 1)),
            kind: Set(kind.code().to_owned()),
            from_id: Set(facts.from.0),
            to_id: Set(facts.to.0),
            status: Set(facts.status.code().to_owned()),
            reason: Set(facts.reason.clone()),
            version: Set(1),
            why: Set(facts.why.clone()),
        };
        row.insert(&tx.db).await?;
        tx.index_map(project.id, iteration).await?;
        let after = json!({ "link": id, "kind": kind, "facts": facts });
        tx.audit_edit(actor, iteration, &Value::Null, &after)
            .await?;
        tx.commit().await
    }

    /// Says how a link fares, and why; its ends stay.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; a field is not in
    /// order; changed by somebody else meanwhile.
    pub async fn edit_map_link(
        &self,
        actor: &Actor,
        id: MapLinkId,
        version: i64,
        draft: &MapLinkDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = link_row(&tx.db, id).await?.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        self.iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let draft = MapLinkDraft {
            from: row.from_id.to_string(),
            to: row.to_id.to_string(),
            ..draft.clone()
        };
        let before = read_link(row)?;
        // Why it was added is not taken back.
        let facts = draft.check(!before.facts.why.is_empty())?;
        fresh(before.version, version)?;
        let before = json!({ "link": id, "facts": before.facts });
        let changed = map_link::ActiveModel {
            id: Set(id.0),
            status: Set(facts.status.code().to_owned()),
            reason: Set(facts.reason.clone()),
            why: Set(facts.why.clone()),
            version: Set(version + 1),
            ..Default::default()
        };
        changed.update(&tx.db).await?;
        let after = json!({ "link": id, "facts": facts });
        tx.audit_edit(actor, iteration, &before, &after).await?;
        tx.commit().await
    }
}

/// The conjecture map of an iteration, without what speaks for or against it.
pub(crate) async fn read_map(
    db: &impl ConnectionTrait,
    iteration: IterationId,
) -> Result<ConjectureMap> {
    let elements = element_rows(db, iteration).await?;
    let links = link_rows(db, iteration).await?;
    Ok(ConjectureMap {
        elements: elements
            .into_iter()
            .map(read_element)
            .collect::<Result<_>>()?,
        links: links.into_iter().map(read_link).collect::<Result<_>>()?,
    })
}

fn is_dropped(status: &str) -> Result<bool> {
    Ok(decode::<ConjectureStatus>("status", status)? == ConjectureStatus::Dropped)
}

/// Something that is there already: fine when it was sent twice.
fn same_iteration(there: Uuid, iteration: IterationId) -> Result<()> {
    if there == iteration.0 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

async fn element_row(db: &impl ConnectionTrait, id: ElementId) -> Result<Option<element::Model>> {
    Ok(element::Entity::find_by_id(id.0).one(db).await?)
}

async fn link_row(db: &impl ConnectionTrait, id: MapLinkId) -> Result<Option<map_link::Model>> {
    Ok(map_link::Entity::find_by_id(id.0).one(db).await?)
}

async fn element_rows(
    db: &impl ConnectionTrait,
    iteration: IterationId,
) -> Result<Vec<element::Model>> {
    Ok(element::Entity::find()
        .filter(element::Column::IterationId.eq(iteration.0))
        .order_by_asc(element::Column::Place)
        .order_by_asc(element::Column::Id)
        .all(db)
        .await?)
}

async fn link_rows(
    db: &impl ConnectionTrait,
    iteration: IterationId,
) -> Result<Vec<map_link::Model>> {
    Ok(map_link::Entity::find()
        .filter(map_link::Column::IterationId.eq(iteration.0))
        .order_by_asc(map_link::Column::Place)
        .order_by_asc(map_link::Column::Id)
        .all(db)
        .await?)
}

fn element_columns(facts: &ElementFacts) -> element::ActiveModel {
    element::ActiveModel {
        column_code: Set(facts.column.code().to_owned()),
        kind: Set(facts.kind.map(|kind| kind.code().to_owned())),
        text: Set(facts.text.clone()),
        status: Set(facts.status.code().to_owned()),
        reason: Set(facts.reason.clone()),
        why: Set(facts.why.clone()),
        ..Default::default()
    }
}

fn read_element(row: element::Model) -> Result<Element> {
    Ok(Element {
        id: ElementId(row.id),
        origin: ElementId(row.origin_id),
        facts: ElementFacts {
            column: decode("column_code", &row.column_code)?,
            kind: decode_optional("kind", row.kind)?,
            text: row.text,
            status: decode("status", &row.status)?,
            reason: row.reason,
            why: row.why,
        },
        evidence: Vec::new(),
        version: row.version,
    })
}

fn read_link(row: map_link::Model) -> Result<MapLink> {
    Ok(MapLink {
        id: MapLinkId(row.id),
        origin: MapLinkId(row.origin_id),
        kind: decode("kind", &row.kind)?,
        facts: MapLinkFacts {
            from: ElementId(row.from_id),
            to: ElementId(row.to_id),
            status: decode("status", &row.status)?,
            reason: row.reason,
            why: row.why,
        },
        evidence: Vec::new(),
        version: row.version,
    })
}
