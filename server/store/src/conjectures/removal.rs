//! Taking things off a conjecture map. What was only just added goes, with what hangs
//! on it; what another iteration has as well is history, and is dropped with a reason.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ElementId, IterationId, MapLinkId};
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};

use super::{element_row, iterations_with, link_row, link_rows, read_element, read_link};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::evidence::links_of;
use crate::tables::iterations::{element, map_link};

impl Store {
    /// Takes an element off the map to which it was added, with its links and the
    /// evidence of both: where there are any, only once that is confirmed.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; another iteration has it;
    /// something would go with it, and that is not confirmed.
    pub async fn remove_element(
        &self,
        actor: &Actor,
        id: ElementId,
        confirmed: bool,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = element_row(&tx.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        self.iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let there = read_element(row)?;
        let thing = ThingRef::new(ThingKind::Element, there.origin);
        only_here(&tx.db, thing, there.is_carried()).await?;
        let links = link_rows(&tx.db, iteration).await?;
        let links: Vec<ThingRef> = links
            .into_iter()
            .filter(|link| link.from_id == id.0 || link.to_id == id.0)
            .map(|link| ThingRef::new(ThingKind::MapLink, link.origin_id))
            .collect();
        if !confirmed && !links.is_empty() {
            return Err(invalid("confirmed", Problem::Unconfirmed));
        }
        for thing in std::iter::once(thing).chain(links) {
            tx.forget_told(actor, thing, confirmed).await?;
        }
        // Its links go with it.
        element::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let before = json!({ "element": id, "facts": there.facts });
        tx.audit_edit(actor, iteration, &before, &Value::Null)
            .await?;
        tx.commit().await
    }

    /// Takes a link off the map to which it was added, with its evidence: where there
    /// is any, only once that is confirmed.
    ///
    /// # Errors
    /// Refused by role or because the iteration is closed; another iteration has it;
    /// something would go with it, and that is not confirmed.
    pub async fn remove_map_link(
        &self,
        actor: &Actor,
        id: MapLinkId,
        confirmed: bool,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = link_row(&tx.db, id).await?.ok_or(StoreError::NotFound)?;
        let iteration = IterationId(row.iteration_id);
        self.iteration_for(&tx.db, actor, iteration, Action::EditIteration)
            .await?;
        let there = read_link(row)?;
        let thing = ThingRef::new(ThingKind::MapLink, there.origin);
        only_here(&tx.db, thing, there.is_carried()).await?;
        tx.forget_told(actor, thing, confirmed).await?;
        map_link::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let before = json!({ "link": id, "facts": there.facts });
        tx.audit_edit(actor, iteration, &before, &Value::Null)
            .await?;
        tx.commit().await
    }
}

impl Tx {
    /// Forgets a thing of a map with its links of the evidence chain, as the histories of
    /// the other ends then say.
    async fn forget_told(&self, actor: &Actor, thing: ThingRef, confirmed: bool) -> Result<()> {
        let links = links_of(&self.db, thing).await?;
        if !confirmed && !links.is_empty() {
            return Err(invalid("confirmed", Problem::Unconfirmed));
        }
        for link in &links {
            self.note_unlinked(Some(actor.user), link).await?;
        }
        self.forget(thing).await
    }
}

/// Refuses what an earlier iteration had, or a later one carries on.
async fn only_here(db: &impl ConnectionTrait, thing: ThingRef, is_carried: bool) -> Result<()> {
    if is_carried || iterations_with(db, thing).await?.len() > 1 {
        return Err(invalid("thing", Problem::CarriedOver));
    }
    Ok(())
}
