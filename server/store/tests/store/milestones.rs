//! Milestones: setting, changing, criteria, measures, moving, settling, signing.

mod decided;

use domain::accounts::WorkspaceRole;
use domain::evidence::ThingKind;
use domain::ids::{CriterionId, MilestoneId, ProjectId};
use domain::milestones::{
    Figure, MeasureDraft, Milestone, MilestoneDraft, MilestoneState, MoveDraft, SettleDraft,
};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;

use crate::cast::{Someone, Steering};
use crate::problem;
use crate::world::World;

on_both! {
    is_set_once_and_listed_by_its_date,
    is_changed_without_losing_what_was_checked,
    keeps_its_date_when_it_is_changed,
    is_owned_by_somebody_on_the_team,
    is_asked_of_nobody_whose_account_is_closed,
    has_its_criteria_checked_one_by_one,
    takes_no_figure_without_its_n,
    forgets_the_measure_of_another_target,
    loses_no_measure_of_somebody_else,
    takes_no_measure_of_what_was_aimed_at_before,
    is_found_by_search_and_keeps_its_history,
    belongs_to_its_project,
}

pub(crate) fn milestone_draft(title: &str) -> MilestoneDraft {
    MilestoneDraft {
        title: title.into(),
        due_on: "2026-12-18".into(),
        criteria: "Deux classes l’ont essayé\nLes consignes sont lues".into(),
        target_label: "Élèves qui finissent".into(),
        target_aim: "at_least".into(),
        target_value: "60".into(),
        target_unit: "%".into(),
        ..MilestoneDraft::default()
    }
}

impl World {
    /// A milestone with two criteria and a target, set by the lead.
    pub(crate) async fn milestone(&self, lead: &Someone, project: ProjectId) -> MilestoneId {
        let id = MilestoneId::new();
        let draft = milestone_draft("Prêt pour les classes");
        self.store
            .create_milestone(&lead.actor().await, project, id, &draft)
            .await
            .expect("a milestone");
        id
    }

    async fn read_milestone(&self, reader: &Someone, id: MilestoneId) -> Milestone {
        let read = self.store.milestone(&reader.actor().await, id).await;
        read.expect("a milestone").milestone
    }

    async fn check_all(&self, who: &Someone, id: MilestoneId) {
        for criterion in self.read_milestone(who, id).await.criteria {
            self.store
                .check_criterion(&who.actor().await, id, criterion.id, true)
                .await
                .expect("checked");
        }
    }
}

pub(crate) fn measure(value: &str, n: &str) -> MeasureDraft {
    MeasureDraft {
        value: value.into(),
        n: n.into(),
        ..MeasureDraft::default()
    }
}

pub(crate) fn settle(outcome: &str, reason: &str) -> SettleDraft {
    SettleDraft {
        outcome: outcome.into(),
        reason: reason.into(),
    }
}

pub(crate) fn to(due_on: &str, reason: &str) -> MoveDraft {
    MoveDraft {
        due_on: due_on.into(),
        why: reason.into(),
    }
}

async fn is_set_once_and_listed_by_its_date(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let store = &world.store;
    let (late, early) = (MilestoneId::new(), MilestoneId::new());
    for (id, due_on) in [
        (late, "2027-06-30"),
        (early, "2026-12-18"),
        (late, "2027-06-30"),
    ] {
        let draft = MilestoneDraft {
            due_on: due_on.into(),
            ..milestone_draft("Bilan")
        };
        let set = store.create_milestone(&actor, project, id, &draft).await;
        set.expect("set");
    }
    let listed = store.milestones(&actor, project).await.expect("a list");
    let ids: Vec<_> = listed.iter().map(|one| one.id).collect();
    assert_eq!(ids, [early, late]);
    let first = &listed[0];
    assert_eq!(first.state, MilestoneState::Open);
    assert_eq!(first.criteria.len(), 2);
    assert_eq!(first.criteria[0].text, "Deux classes l’ont essayé");
    let target = first.target.as_ref().expect("a target");
    assert_eq!((target.value, target.unit.as_str()), (Figure(60_000), "%"));
    let empty = store
        .create_milestone(
            &actor,
            project,
            MilestoneId::new(),
            &MilestoneDraft::default(),
        )
        .await;
    assert_eq!(problem(empty, "title"), Some(Problem::Missing));
    assert_eq!(world.count("milestones").await, 2);
}

async fn is_changed_without_losing_what_was_checked(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    world.check_all(&ana, id).await;
    let changed = MilestoneDraft {
        criteria: "Trois classes l’ont essayé\nLes consignes sont lues".into(),
        ..milestone_draft("Prêt")
    };
    let store = &world.store;
    let edited = store.edit_milestone(&actor, id, 1, &changed).await;
    edited.expect("changed");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!((read.title.as_str(), read.version), ("Prêt", 2));
    let checked: Vec<_> = read
        .criteria
        .iter()
        .map(|one| (one.text.as_str(), one.checked.is_some()))
        .collect();
    assert_eq!(
        checked,
        [
            ("Trois classes l’ont essayé", false),
            ("Les consignes sont lues", true)
        ]
    );
    let stale = store.edit_milestone(&actor, id, 1, &changed).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let empty = MilestoneDraft::default();
    let empty = store.edit_milestone(&actor, id, 2, &empty).await;
    assert_eq!(problem(empty, "criteria"), Some(Problem::Missing));
}

async fn keeps_its_date_when_it_is_changed(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let changed = MilestoneDraft {
        due_on: "2030-01-01".into(),
        ..milestone_draft("Prêt")
    };
    let actor = ana.actor().await;
    let edited = world.store.edit_milestone(&actor, id, 1, &changed).await;
    edited.expect("changed");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.due_on.to_string(), "2026-12-18");
}

async fn is_owned_by_somebody_on_the_team(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let eve = world.member("Eve").await;
    let project = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let project = project.open().await;
    let actor = ana.actor().await;
    let owned = |owner: &Someone| MilestoneDraft {
        owner: owner.id.to_string(),
        ..milestone_draft("Bilan")
    };
    let store = &world.store;
    let id = MilestoneId::new();
    let foreign = store
        .create_milestone(&actor, project, id, &owned(&eve))
        .await;
    assert_eq!(problem(foreign, "owner"), Some(Problem::NotOffered));
    let set = store
        .create_milestone(&actor, project, id, &owned(&bob))
        .await;
    set.expect("set");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.owner.expect("an owner").id, bob.id);
    // Whoever leaves the team stays named until another is.
    let left = store.give_team_role(&actor, project, bob.id, None).await;
    left.expect("out");
    let edited = store.edit_milestone(&actor, id, 1, &owned(&bob)).await;
    edited.expect("changed");
}

async fn is_asked_of_nobody_whose_account_is_closed(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let ada = world.administrator().await.actor().await;
    let project = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let project = project.open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let owned = |title: &str| MilestoneDraft {
        owner: bob.id.to_string(),
        ..milestone_draft(title)
    };
    let id = MilestoneId::new();
    let set = store
        .create_milestone(&actor, project, id, &owned("Bilan"))
        .await;
    set.expect("set");
    let role = WorkspaceRole::Member;
    let closed = store.set_account(&ada, bob.id, role, true).await;
    closed.expect("closed");
    let other = MilestoneId::new();
    let refused = store
        .create_milestone(&actor, project, other, &owned("Autre"))
        .await;
    assert_eq!(problem(refused, "owner"), Some(Problem::NotOffered));
    let refused = store.ask_signature(&actor, id, bob.id, true).await;
    assert_eq!(problem(refused, "person"), Some(Problem::NotOffered));
    // Whoever answered for it stays named until another does.
    let edited = store
        .edit_milestone(&actor, id, 1, &owned("Bilan de l’année"))
        .await;
    edited.expect("changed");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.owner.expect("an owner").id, bob.id);
}

async fn has_its_criteria_checked_one_by_one(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let project = project.open().await;
    let id = world.milestone(&ana, project).await;
    let store = &world.store;
    let first = world.read_milestone(&ana, id).await.criteria[0].id;
    for who in [&bob, &ana] {
        let actor = who.actor().await;
        let checked = store.check_criterion(&actor, id, first, true).await;
        checked.expect("checked");
    }
    let read = world.read_milestone(&ana, id).await;
    assert_eq!((read.checked(), read.version), (1, 1));
    let checked = read.criteria[0].checked.as_ref().expect("checked");
    assert_eq!(checked.by.as_ref().expect("somebody").id, bob.id);
    let actor = bob.actor().await;
    let other = store
        .check_criterion(&actor, id, CriterionId::new(), true)
        .await;
    assert_fails!(other, StoreError::NotFound);
    let elsewhere = world.milestone(&ana, project).await;
    let crossed = store.check_criterion(&actor, elsewhere, first, false).await;
    assert_fails!(crossed, StoreError::NotFound);
    let undone = store.check_criterion(&actor, id, first, false).await;
    undone.expect("undone");
    assert_eq!(world.read_milestone(&ana, id).await.checked(), 0);
}

async fn takes_no_figure_without_its_n(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let bare = store
        .record_measure(&actor, id, 1, &measure("58", ""))
        .await;
    assert_eq!(problem(bare, "n"), Some(Problem::Missing));
    let draft = MeasureDraft {
        low: "51,5".into(),
        high: "64".into(),
        ..measure("58", "214")
    };
    let recorded = store.record_measure(&actor, id, 1, &draft).await;
    recorded.expect("recorded");
    let read = world.read_milestone(&ana, id).await;
    assert_eq!(read.target_reached(), Some(false));
    let (kept, deed) = read.measure.expect("a measure");
    assert_eq!((kept.value, kept.n), (Figure(58_000), 214));
    assert_eq!(kept.interval, Some((Figure(51_500), Figure(64_000))));
    assert_eq!(deed.by.expect("somebody").id, ana.id);
    let without = MilestoneDraft {
        target_label: String::new(),
        target_value: String::new(),
        target_unit: String::new(),
        ..milestone_draft("Sans cible")
    };
    let other = MilestoneId::new();
    let set = store
        .create_milestone(&actor, project, other, &without)
        .await;
    set.expect("set");
    let aimless = store
        .record_measure(&actor, other, 1, &measure("58", "214"))
        .await;
    assert_eq!(problem(aimless, "value"), Some(Problem::NotOffered));
}

async fn forgets_the_measure_of_another_target(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let recorded = store
        .record_measure(&actor, id, 1, &measure("58", "214"))
        .await;
    recorded.expect("recorded");
    let higher = MilestoneDraft {
        target_value: "70".into(),
        ..milestone_draft("Prêt")
    };
    let edited = store.edit_milestone(&actor, id, 2, &higher).await;
    edited.expect("changed");
    assert!(world.read_milestone(&ana, id).await.measure.is_some());
    let another = MilestoneDraft {
        target_label: "Enseignant·es qui continuent".into(),
        ..higher
    };
    let edited = store.edit_milestone(&actor, id, 3, &another).await;
    edited.expect("changed");
    assert_eq!(world.read_milestone(&ana, id).await.measure, None);
}

async fn loses_no_measure_of_somebody_else(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let team = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let project = team.open().await;
    let id = world.milestone(&ana, project).await;
    let (actor, other) = (ana.actor().await, bob.actor().await);
    let store = &world.store;
    let (first, second) = (measure("58", "214"), measure("61", "180"));
    let recorded = store.record_measure(&actor, id, 1, &first).await;
    recorded.expect("recorded");
    let audited = world.count("audit").await;
    let late = store.record_measure(&other, id, 1, &second).await;
    assert_fails!(late, StoreError::Stale { current: 2 });
    // The same figure is no other: sent twice, it is recorded once.
    for who in [&actor, &other] {
        let same = store.record_measure(who, id, 1, &first).await;
        same.expect("there already");
    }
    // What is decided or aimed at without knowing of it is told so as well.
    let missed = settle("missed", "Trop tôt");
    let blind = store.settle_milestone(&actor, id, 1, &missed).await;
    assert_fails!(blind, StoreError::Stale { current: 2 });
    let another = milestone_draft("Autre");
    let blind = store.edit_milestone(&actor, id, 1, &another).await;
    assert_fails!(blind, StoreError::Stale { current: 2 });
    assert_eq!(world.count("audit").await, audited);
    let (kept, deed) = world.read_milestone(&ana, id).await.measure.expect("one");
    assert_eq!((kept.value, kept.n), (Figure(58_000), 214));
    assert_eq!(deed.by.expect("somebody").id, ana.id);
    let knowing = store.record_measure(&other, id, 2, &second).await;
    knowing.expect("recorded");
    let (kept, deed) = world.read_milestone(&ana, id).await.measure.expect("one");
    assert_eq!((kept.value, kept.n), (Figure(61_000), 180));
    assert_eq!(deed.by.expect("somebody").id, bob.id);
}

async fn takes_no_measure_of_what_was_aimed_at_before(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let minutes = MilestoneDraft {
        target_unit: "min".into(),
        ..milestone_draft("Prêt")
    };
    let edited = store.edit_milestone(&actor, id, 1, &minutes).await;
    edited.expect("changed");
    let percent = store
        .record_measure(&actor, id, 1, &measure("58", "214"))
        .await;
    assert_fails!(percent, StoreError::Stale { current: 2 });
    assert_eq!(world.read_milestone(&ana, id).await.measure, None);
}

async fn is_found_by_search_and_keeps_its_history(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.milestone(&ana, project).await;
    let actor = ana.actor().await;
    let found = world.store.search(&actor, "consignes").await;
    let found = found.expect("an answer");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].thing.kind, ThingKind::Milestone);
    assert_eq!(found[0].project, Some(project));
    world.check_all(&ana, id).await;
    let read = world.store.milestone(&actor, id).await.expect("read");
    let actions: Vec<_> = read
        .history
        .entries
        .iter()
        .map(|row| row.action.as_str())
        .collect();
    assert_eq!(
        actions,
        ["edit_milestone", "update_milestone", "update_milestone"]
    );
    assert_eq!(read.project.id, project);
}

async fn belongs_to_its_project(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let hidden = world.project(&ana).team_only().open().await;
    let id = world.milestone(&ana, hidden).await;
    let actor = bob.actor().await;
    let store = &world.store;
    assert_fails!(store.milestone(&actor, id).await, StoreError::NotFound);
    assert_fails!(store.milestones(&actor, hidden).await, StoreError::NotFound);
    let actor_of_ana = ana.actor().await;
    let unknown = store.milestone(&actor_of_ana, MilestoneId::new()).await;
    assert_fails!(unknown, StoreError::NotFound);
    let open = world.project(&bob).open().await;
    // Asked again: Bob leads a project now.
    let actor = bob.actor().await;
    let taken = store
        .create_milestone(&actor, open, id, &milestone_draft("À moi"))
        .await;
    assert_fails!(taken, StoreError::NotFound);
}
