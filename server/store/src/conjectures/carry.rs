//! Carrying a conjecture map into the next iteration. What speaks for or against
//! its things needs no carrying: it is linked with their origin.

use std::collections::BTreeMap;

use domain::conjectures::{ConjectureMap, Element, ElementDraft};
use domain::ids::IterationId;
use domain::iterations::Iteration;
use domain::policy::{Action, Actor};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::{element_rows, is_dropped, link_rows, read_element, read_map};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::tables::iterations::{element, map_link};

impl Store {
    /// Carries the map of the iteration before once more into this one: what is
    /// missing here, and the newer state of what nobody has touched here.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; there is none before.
    pub async fn carry_over(&self, actor: &Actor, id: IterationId) -> Result<()> {
        let tx = self.begin().await?;
        let (iteration, project) = self
            .iteration_for(&tx.db, actor, id, Action::EditIteration)
            .await?;
        let last = crate::iterations::last_before(&tx.db, project.id, iteration.number).await?;
        let last = last.ok_or(StoreError::NotFound)?;
        let before = read_map(&tx.db, id).await?;
        carry(&tx, IterationId(last.id), id).await?;
        tx.index_map(project.id, id).await?;
        let after = read_map(&tx.db, id).await?;
        if before != after {
            let counted = |map: &ConjectureMap| json!({ "elements": map.elements.len(), "links": map.links.len() });
            let (before, after) = (counted(&before), counted(&after));
            tx.audit_edit(actor, id, &before, &after).await?;
        }
        tx.commit().await
    }
}

/// Carries the map of one iteration into another, all but what was dropped.
/// What was changed there stays as it is.
pub(crate) async fn carry(tx: &Tx, from: IterationId, into: IterationId) -> Result<()> {
    let there: BTreeMap<Uuid, element::Model> = element_rows(&tx.db, into)
        .await?
        .into_iter()
        .map(|row| (row.origin_id, row))
        .collect();
    // The id here of each element there.
    let mut here = BTreeMap::new();
    for old in element_rows(&tx.db, from).await? {
        let dropped = is_dropped(&old.status)?;
        let row = element::ActiveModel {
            kind: Set(old.kind),
            text: Set(old.text),
            status: Set(old.status),
            reason: Set(old.reason),
            ..Default::default()
        };
        match there.get(&old.origin_id) {
            None if dropped => {}
            None => {
                let id = tx.new_id();
                here.insert(old.id, id);
                let row = element::ActiveModel {
                    id: Set(id),
                    iteration_id: Set(into.0),
                    origin_id: Set(old.origin_id),
                    place: Set(old.place),
                    column_code: Set(old.column_code),
                    version: Set(1),
                    // Why it came into an earlier map is told there.
                    why: Set(String::new()),
                    ..row
                };
                row.insert(&tx.db).await?;
            }
            Some(new) => {
                here.insert(old.id, new.id);
                if new.version == 1 {
                    let id = Set(new.id);
                    element::ActiveModel { id, ..row }.update(&tx.db).await?;
                }
            }
        }
    }
    let there = link_rows(&tx.db, into).await?;
    for old in link_rows(&tx.db, from).await? {
        let (Some(&from_id), Some(&to_id)) = (here.get(&old.from_id), here.get(&old.to_id)) else {
            continue;
        };
        let dropped = is_dropped(&old.status)?;
        let row = map_link::ActiveModel {
            status: Set(old.status),
            reason: Set(old.reason),
            ..Default::default()
        };
        let same = there
            .iter()
            .find(|new| (new.from_id, new.to_id) == (from_id, to_id));
        match same {
            None if dropped => {}
            None => {
                let row = map_link::ActiveModel {
                    id: Set(tx.new_id()),
                    iteration_id: Set(into.0),
                    origin_id: Set(old.origin_id),
                    place: Set(old.place),
                    kind: Set(old.kind),
                    from_id: Set(from_id),
                    to_id: Set(to_id),
                    version: Set(1),
                    why: Set(String::new()),
                    ..row
                };
                row.insert(&tx.db).await?;
            }
            Some(new) if new.version == 1 && new.origin_id == old.origin_id => {
                let id = Set(new.id);
                map_link::ActiveModel { id, ..row }.update(&tx.db).await?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Whether a draft changes what the iteration before says of an element, or takes back
/// why that was changed here.
pub(super) async fn changes_carried(
    db: &impl ConnectionTrait,
    iteration: &Iteration,
    there: &Element,
    draft: &ElementDraft,
) -> Result<bool> {
    let reworded = there.is_carried() && !draft.says(&there.facts);
    if !reworded && there.facts.why.is_empty() {
        return Ok(false);
    }
    let last = crate::iterations::last_before(db, iteration.project, iteration.number).await?;
    let Some(last) = last else {
        return Ok(true);
    };
    let before = element_rows(db, IterationId(last.id)).await?.into_iter();
    let before = before
        .filter(|row| row.origin_id == there.origin.0)
        .map(read_element)
        .next();
    Ok(match before {
        Some(before) => !draft.says(&before?.facts),
        None => true,
    })
}
