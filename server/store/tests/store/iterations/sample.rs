//! An iteration with a map and a change, and every method called on it.

use domain::conjectures::{ElementDraft, MapLinkDraft};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ChangeId, ElementId, IterationId, MapLinkId, NeedId, ProjectId};
use domain::iterations::IterationState;
use domain::policy::Actor;

use super::{change, draft};
use crate::cast::Someone;
use crate::world::World;

/// The methods that only read.
const READING: &[&str] = &[
    "iterations",
    "iteration",
    "two_iterations",
    "verify_iteration",
    "change",
    "conjecture",
];

/// The methods that write to an iteration that is there.
pub(crate) const WRITING: &[&str] = &[
    "edit_iteration",
    "steer_iteration",
    "add_element",
    "edit_element",
    "remove_element",
    "add_map_link",
    "edit_map_link",
    "remove_map_link",
    "carry_over",
    "add_change",
    "edit_change",
    "remove_change",
];

/// Two iterations of a project; the second has a map and a change.
pub(crate) struct Sample {
    owner: Someone,
    pub(crate) project: ProjectId,
    need: NeedId,
    pub(crate) first: IterationId,
    pub(crate) id: IterationId,
    pub(crate) embodiment: ElementId,
    pub(crate) process: ElementId,
    pub(crate) outcome: ElementId,
    pub(crate) link: MapLinkId,
    pub(crate) change: ChangeId,
}

/// What a call uses up.
pub(crate) struct Spare {
    element: ElementId,
    link: MapLinkId,
    change: ChangeId,
}

pub(crate) fn element(column: &str, text: &str) -> ElementDraft {
    ElementDraft {
        column: column.into(),
        kind: if column == "embodiment" { "tool" } else { "" }.into(),
        text: text.into(),
        why: "Vu en classe".into(),
        ..ElementDraft::default()
    }
}

pub(crate) fn map_link(from: ElementId, to: ElementId) -> MapLinkDraft {
    MapLinkDraft {
        from: from.to_string(),
        to: to.to_string(),
        why: "Vu en classe".into(),
        ..MapLinkDraft::default()
    }
}

impl World {
    pub(crate) async fn element(
        &self,
        who: &Someone,
        iteration: IterationId,
        column: &str,
        text: &str,
    ) -> ElementId {
        let id = ElementId::new();
        self.store
            .add_element(&who.actor().await, iteration, id, &element(column, text))
            .await
            .expect("an element");
        id
    }

    pub(crate) async fn map_link(
        &self,
        who: &Someone,
        iteration: IterationId,
        from: ElementId,
        to: ElementId,
    ) -> MapLinkId {
        let id = MapLinkId::new();
        self.store
            .add_map_link(&who.actor().await, iteration, id, &map_link(from, to))
            .await
            .expect("a link");
        id
    }
}

impl Sample {
    pub(crate) async fn new(
        world: &World,
        owner: &Someone,
        project: ProjectId,
        need: NeedId,
    ) -> Self {
        let first = world.plan(owner, project, "Avant").await;
        let id = world.plan(owner, project, "Essayer").await;
        let embodiment = world.element(owner, id, "embodiment", "Minuteur").await;
        let process = world.element(owner, id, "mediation", "Alterner").await;
        let outcome = world.element(owner, id, "outcome", "Lire mieux").await;
        let link = world.map_link(owner, id, embodiment, process).await;
        let noted = ChangeId::new();
        world
            .store
            .add_change(&owner.actor().await, id, noted, &change("Son coupé", need))
            .await
            .expect("a change");
        Self {
            owner: owner.clone(),
            project,
            need,
            first,
            id,
            embodiment,
            process,
            outcome,
            link,
            change: noted,
        }
    }

    pub(crate) fn has(&self, method: &str) -> bool {
        method == "plan_iteration" || READING.contains(&method) || WRITING.contains(&method)
    }

    /// What is there already, for calls that are refused anyway.
    pub(crate) fn nothing_spare(&self) -> Spare {
        Spare {
            element: self.embodiment,
            link: self.link,
            change: self.change,
        }
    }

    /// What one call of this method uses up, made before it.
    pub(crate) async fn spare(&self, world: &World, method: &str) -> Spare {
        let (owner, mut spare) = (&self.owner, self.nothing_spare());
        if ["remove_element", "add_map_link", "remove_map_link"].contains(&method) {
            spare.element = world.element(owner, self.id, "embodiment", "De trop").await;
        }
        if method == "remove_map_link" {
            spare.link = world
                .map_link(owner, self.id, spare.element, self.process)
                .await;
        }
        if method == "remove_change" {
            spare.change = ChangeId::new();
            let (actor, draft) = (owner.actor().await, change("Erreur", self.need));
            world
                .store
                .add_change(&actor, self.id, spare.change, &draft)
                .await
                .expect("a change");
        }
        spare
    }

    /// Calls a method in a way that is in order, whatever came before.
    pub(crate) async fn call(
        &self,
        world: &World,
        method: &str,
        actor: &Actor,
        spare: Spare,
    ) -> store::Result<()> {
        use IterationState as S;
        let store = &world.store;
        let there = world.detail(&self.owner, self.id).await.content;
        let version = there.iteration.version;
        let again = |id: ElementId| {
            let found = there.map.elements.iter().find(|element| element.id == id);
            found.map_or(1, |element| element.version)
        };
        match method {
            "iterations" => drop(store.iterations(actor, self.project).await?),
            "iteration" => drop(store.iteration(actor, self.id).await?),
            "two_iterations" => {
                store
                    .two_iterations(actor, self.project, self.first, self.id)
                    .await?;
            }
            "verify_iteration" => drop(store.verify_iteration(actor, self.id).await?),
            "change" => drop(store.change(actor, self.change).await?),
            "conjecture" => {
                let thing = ThingRef::new(ThingKind::Element, self.outcome);
                store.conjecture(actor, thing).await?;
            }
            "plan_iteration" => {
                let id = IterationId::new();
                store
                    .plan_iteration(actor, self.project, id, &draft("Suite"))
                    .await?;
            }
            "edit_iteration" => {
                let draft = draft("Autre but");
                store
                    .edit_iteration(actor, self.id, version, &draft)
                    .await?;
            }
            "steer_iteration" => {
                let state = match there.iteration.state {
                    S::Running => S::InReview,
                    _ => S::Running,
                };
                store
                    .steer_iteration(actor, self.id, version, state)
                    .await?;
            }
            "add_element" => {
                let draft = element("conjecture", "À deux");
                store
                    .add_element(actor, self.id, ElementId::new(), &draft)
                    .await?;
            }
            "edit_element" => {
                let (id, draft) = (self.outcome, element("outcome", "Lire plus vite"));
                store.edit_element(actor, id, again(id), &draft).await?;
            }
            "remove_element" => store.remove_element(actor, spare.element, false).await?,
            "add_map_link" => {
                let draft = map_link(spare.element, self.process);
                store
                    .add_map_link(actor, self.id, MapLinkId::new(), &draft)
                    .await?;
            }
            "edit_map_link" => {
                let link = there.map.links.iter().find(|link| link.id == self.link);
                let version = link.map_or(1, |link| link.version);
                let draft = map_link(self.embodiment, self.process);
                store
                    .edit_map_link(actor, self.link, version, &draft)
                    .await?;
            }
            "remove_map_link" => store.remove_map_link(actor, spare.link, false).await?,
            "carry_over" => store.carry_over(actor, self.id).await?,
            "add_change" => {
                let draft = change("Plus grand", self.need);
                store
                    .add_change(actor, self.id, ChangeId::new(), &draft)
                    .await?;
            }
            "edit_change" => {
                let found = there.changes.iter().find(|made| made.id == self.change);
                let version = found.map_or(1, |made| made.version);
                store
                    .edit_change(actor, self.change, version, "Son réglable")
                    .await?;
            }
            "remove_change" => store.remove_change(actor, spare.change).await?,
            method => panic!("how is {method} called?"),
        }
        Ok(())
    }
}
