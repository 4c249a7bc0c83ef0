//! Decisions and action items: recording, changing, settling, the lists.

use domain::accounts::WorkspaceRole;
use domain::activity::{Feed, Subject};
use domain::decisions::{ActionItemDraft, ActionState, ActionStateDraft, DecisionDraft};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ActionItemId, DecisionId, LinkId, ProjectId};
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::{Store, StoreError};

use crate::cast::{Someone, Steering};
use crate::problem;
use crate::world::World;

on_both! {
    are_recorded_once_and_listed_by_their_day,
    keep_what_they_said_in_their_history,
    are_taken_on_by_somebody_on_the_team,
    are_settled_by_whoever_takes_them_on,
    are_listed_with_what_is_to_be_done_first,
    are_found_by_search,
    are_opened_to_partners_when_shared,
}

pub(crate) fn decision_draft(statement: &str) -> DecisionDraft {
    DecisionDraft {
        statement: statement.into(),
        reasons: "Deux classes sur trois".into(),
        alternatives: "Un sablier".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    }
}

pub(crate) fn item_draft(statement: &str) -> ActionItemDraft {
    ActionItemDraft {
        statement: statement.into(),
        due_on: "2026-12-18".into(),
        ..ActionItemDraft::default()
    }
}

fn to(state: ActionState, reason: &str) -> ActionStateDraft {
    ActionStateDraft {
        state: state.code().to_owned(),
        reason: reason.into(),
    }
}

const CALLS: &[&str] = &[
    "decisions",
    "decision",
    "create_decision",
    "edit_decision",
    "action_items",
    "action_item",
    "create_action_item",
    "edit_action_item",
    "settle_action_item",
];

/// What the calls of the policy's table use up.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    decision: DecisionId,
    item: ActionItemId,
}

impl Taken {
    pub(crate) fn has(method: &str) -> bool {
        CALLS.contains(&method)
    }

    /// A decision and an action item of somebody else's, where the call is about them.
    pub(crate) async fn for_call(
        world: &World,
        owner: &Someone,
        project: ProjectId,
        method: &str,
    ) -> Self {
        let taken = Self {
            decision: DecisionId::new(),
            item: ActionItemId::new(),
        };
        if Self::has(method) && !method.starts_with("create") {
            let (store, owner) = (&world.store, owner.actor().await);
            let draft = decision_draft("Le minuteur reste");
            let recorded = store.create_decision(&owner, project, taken.decision, &draft);
            recorded.await.expect("a decision");
            let draft = item_draft("Prévenir les classes");
            let recorded = store.create_action_item(&owner, project, taken.item, &draft);
            recorded.await.expect("an action item");
        }
        taken
    }

    pub(crate) async fn call(
        self,
        store: &Store,
        method: &str,
        actor: &Actor,
        project: ProjectId,
    ) -> store::Result<()> {
        let (id, item) = (self.decision, self.item);
        let (draft, todo) = (decision_draft("Le minuteur"), item_draft("Prévenir"));
        match method {
            "decisions" => drop(store.decisions(actor, project, 1).await?),
            "decision" => drop(store.decision(actor, id).await?),
            "create_decision" => store.create_decision(actor, project, id, &draft).await?,
            "edit_decision" => store.edit_decision(actor, id, 1, &draft).await?,
            "action_items" => drop(store.action_items(actor, project, 1).await?),
            "action_item" => drop(store.action_item(actor, item).await?),
            "create_action_item" => {
                store
                    .create_action_item(actor, project, item, &todo)
                    .await?;
            }
            "edit_action_item" => store.edit_action_item(actor, item, 1, &todo).await?,
            "settle_action_item" => {
                let done = to(ActionState::Done, "");
                store.settle_action_item(actor, item, 1, &done).await?;
            }
            _ => unreachable!("{method} is no call of decisions"),
        }
        Ok(())
    }
}

async fn are_recorded_once_and_listed_by_their_day(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let (first, second) = (DecisionId::new(), DecisionId::new());
    for (id, day) in [
        (first, "2026-11-25"),
        (second, "2026-11-20"),
        (first, "2026-11-25"),
    ] {
        let draft = DecisionDraft {
            decided_on: day.into(),
            ..decision_draft("Le minuteur reste")
        };
        let recorded = store.create_decision(&actor, project, id, &draft).await;
        recorded.expect("recorded");
    }
    let page = store.decisions(&actor, project, 1).await.expect("a page");
    let listed: Vec<DecisionId> = page.items.iter().map(|one| one.id).collect();
    assert_eq!((listed, page.total), (vec![first, second], 2));
    let beyond = store.decisions(&actor, project, 9).await.expect("a page");
    assert_eq!((beyond.number, beyond.items.len()), (1, 2), "the last page");
}

async fn keep_what_they_said_in_their_history(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor, id) = (&world.store, ana.actor().await, DecisionId::new());
    let draft = decision_draft("Le minuteur reste");
    let recorded = store.create_decision(&actor, project, id, &draft).await;
    recorded.expect("recorded");
    let draft = decision_draft("Le minuteur part");
    let edited = store.edit_decision(&actor, id, 1, &draft).await;
    edited.expect("changed");
    let late = store.edit_decision(&actor, id, 1, &draft).await;
    assert!(matches!(late, Err(StoreError::Stale { current: 2 })));
    let detail = store.decision(&actor, id).await.expect("a decision");
    assert_eq!(detail.decision.facts.statement, "Le minuteur part");
    assert_eq!(detail.decision.version, 2);
    let before: Vec<bool> = detail
        .history
        .entries
        .iter()
        .map(|entry| entry.before.contains("Le minuteur reste"))
        .collect();
    assert_eq!(before, [false, true]);
}

async fn are_taken_on_by_somebody_on_the_team(world: World) {
    let (ana, bao) = (world.member("Ana").await, world.member("Bao").await);
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let owned = |owner: &Someone| ActionItemDraft {
        owner: owner.id.to_string(),
        ..item_draft("Prévenir les classes")
    };
    let id = ActionItemId::new();
    let stranger = store
        .create_action_item(&actor, project, id, &owned(&bao))
        .await;
    assert_eq!(problem(stranger, "owner"), Some(Problem::NotOffered));
    let recorded = store
        .create_action_item(&actor, project, id, &owned(&ana))
        .await;
    recorded.expect("recorded");
    let stranger = store.edit_action_item(&actor, id, 1, &owned(&bao)).await;
    assert_eq!(problem(stranger, "owner"), Some(Problem::NotOffered));
    let read = store.action_item(&actor, id).await.expect("an item").item;
    assert_eq!(read.owner.map(|owner| owner.id), Some(ana.id));
    // Nor by whoever was, and has no account any more.
    let role = Some(ProjectRole::Contributor);
    let joined = store.give_team_role(&actor, project, bao.id, role).await;
    joined.expect("on the team");
    let (ada, role) = (world.administrator().await, WorkspaceRole::Member);
    let ada = ada.actor().await;
    let closed = store.set_account(&ada, bao.id, role, true).await;
    closed.expect("closed");
    let gone = store.edit_action_item(&actor, id, 1, &owned(&bao)).await;
    assert_eq!(problem(gone, "owner"), Some(Problem::NotOffered));
}

/// An observer of the project says what became of what they took on, and of
/// nothing else.
async fn are_settled_by_whoever_takes_them_on(world: World) {
    let (ana, olga) = (world.member("Ana").await, world.observer("Olga").await);
    let project = world.project(&ana).with(&olga, ProjectRole::Observer);
    let project = project.open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let (own, other) = (ActionItemId::new(), ActionItemId::new());
    for (id, owner) in [(own, &olga), (other, &ana)] {
        let draft = ActionItemDraft {
            owner: owner.id.to_string(),
            ..item_draft("Prévenir les classes")
        };
        let recorded = store.create_action_item(&actor, project, id, &draft).await;
        recorded.expect("recorded");
    }
    let olga = olga.actor().await;
    let done = to(ActionState::Done, "");
    let refused = store.settle_action_item(&olga, other, 1, &done).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Role))));
    let settled = store.settle_action_item(&olga, own, 1, &done).await;
    settled.expect("settled");
    let dropped = to(ActionState::Dropped, "Périmé");
    let late = store.settle_action_item(&actor, own, 1, &dropped).await;
    assert!(matches!(late, Err(StoreError::Stale { current: 2 })));
    let read = store.action_item(&olga, own).await.expect("an item").item;
    assert_eq!(read.state, ActionState::Done);
    let by = read.settled.and_then(|deed| deed.by);
    assert_eq!(by.map(|by| by.id), Some(olga.user));
    let again = to(ActionState::Open, "Une classe manque");
    let reopened = store.settle_action_item(&actor, own, 2, &again).await;
    reopened.expect("reopened");
    let read = store.action_item(&actor, own).await.expect("an item").item;
    assert_eq!(
        (read.state, read.settled, read.state_reason.as_str()),
        (ActionState::Open, None, "Une classe manque")
    );
}

async fn are_listed_with_what_is_to_be_done_first(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let items = [ActionItemId::new(), ActionItemId::new()];
    for id in items {
        let draft = item_draft("Prévenir les classes");
        let recorded = store.create_action_item(&actor, project, id, &draft).await;
        recorded.expect("recorded");
    }
    let dropped = to(ActionState::Dropped, "Trop tard");
    let settled = store
        .settle_action_item(&actor, items[1], 1, &dropped)
        .await;
    settled.expect("settled");
    let page = store.action_items(&actor, project, 1).await;
    let listed: Vec<ActionItemId> = page
        .expect("a page")
        .items
        .iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(listed, items);
}

async fn are_found_by_search(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let (decision, item) = (DecisionId::new(), ActionItemId::new());
    let draft = decision_draft("Le minuteur reste");
    let recorded = store.create_decision(&actor, project, decision, &draft);
    recorded.await.expect("recorded");
    let draft = item_draft("Régler le minuteur");
    let recorded = store.create_action_item(&actor, project, item, &draft);
    recorded.await.expect("recorded");
    let found = store.search(&actor, "minuteur").await.expect("found");
    let mut found: Vec<_> = found.iter().map(|one| one.thing.id).collect();
    found.sort_unstable();
    assert_eq!(found, [decision.0, item.0]);
    // What else was considered is found as well.
    let found = store.search(&actor, "sablier").await.expect("found");
    assert_eq!(found.len(), 1);
}

/// Wherever partners would come upon a decision or an action item, they find those that
/// are shared, and what they took on.
async fn are_opened_to_partners_when_shared(world: World) {
    let (ana, max) = (world.member("Ana").await, world.partner("Max").await);
    let project = world.project(&ana).with(&max, ProjectRole::Partner);
    let project = project.open().await;
    let milestone = world.milestone(&ana, project).await;
    let (store, actor, partner) = (&world.store, ana.actor().await, max.actor().await);
    let (open, closed) = (DecisionId::new(), DecisionId::new());
    for (id, shared) in [(open, "true"), (closed, "")] {
        let draft = DecisionDraft {
            shared: shared.into(),
            ..decision_draft("Le minuteur reste")
        };
        let recorded = store.create_decision(&actor, project, id, &draft).await;
        recorded.expect("recorded");
        let from = ThingRef::new(ThingKind::Decision, id);
        let to = ThingRef::new(ThingKind::Milestone, milestone);
        let linked = store.link_things(&actor, LinkId::new(), from, Relation::MeasuredBy, to);
        linked.await.expect("linked");
    }
    let (own, other) = (ActionItemId::new(), ActionItemId::new());
    for (id, owner) in [(own, &max), (other, &ana)] {
        let draft = ActionItemDraft {
            owner: owner.id.to_string(),
            ..item_draft("Régler le minuteur")
        };
        let recorded = store.create_action_item(&actor, project, id, &draft).await;
        recorded.expect("recorded");
    }
    let page = store.decisions(&partner, project, 1).await.expect("a page");
    let listed: Vec<DecisionId> = page.items.iter().map(|one| one.id).collect();
    assert_eq!((listed, page.total), (vec![open], 1));
    let page = store.action_items(&partner, project, 1).await;
    let page = page.expect("a page");
    let listed: Vec<ActionItemId> = page.items.iter().map(|one| one.id).collect();
    assert_eq!((listed, page.total), (vec![own], 1));
    assert!(store.decision(&partner, open).await.is_ok());
    let unseen = store.decision(&partner, closed).await;
    assert_fails!(unseen, StoreError::NotFound);
    let unseen = store.action_item(&partner, other).await;
    assert_fails!(unseen, StoreError::NotFound);
    let draft = decision_draft("À moi");
    let refused = store.edit_decision(&partner, open, 1, &draft).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let found = store.search(&partner, "minuteur").await.expect("found");
    let mut found: Vec<_> = found.iter().map(|one| one.thing.id).collect();
    found.sort_unstable();
    assert_eq!(found, [open.0, own.0]);
    let thing = ThingRef::new(ThingKind::Milestone, milestone);
    let chain = store.chain(&partner, thing).await.expect("a chain");
    let linked: Vec<_> = chain.steps.iter().map(|step| step.other.thing.id).collect();
    assert_eq!(linked, [open.0]);
    let feed = store.activity(&partner, Feed::Project(project), None).await;
    let told = feed.expect("a feed").items;
    let hidden = [closed.0, other.0];
    let is_hidden = |subject: &Subject| match subject {
        Subject::Thing(thing) => hidden.contains(&thing.id),
        Subject::Import { .. } => false,
    };
    assert!(told.iter().all(|item| !is_hidden(&item.subject)));
    let news = store.notifications(&partner, false, 1).await.expect("news");
    let news: Vec<_> = news.items.iter().map(|news| news.thing.id).collect();
    assert!(news.contains(&own.0), "told of what they take on");
    assert!(!news.contains(&other.0));
    let settled = store
        .settle_action_item(&partner, own, 1, &to(ActionState::Done, ""))
        .await;
    settled.expect("settled");
}
