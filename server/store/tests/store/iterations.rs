//! Iterations: planning, steering, and what a closed one refuses.

mod evidence;
mod maps;
mod sample;
mod seal;

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ChangeId, IterationId, LinkId, ProjectId};
use domain::iterations::{ChangeDraft, IterationDraft, IterationState};
use domain::problems::Problem;
use store::StoreError;
use uuid::Uuid;

pub(crate) use self::sample::{Sample, Spare};
use crate::cast::Someone;
use crate::problem;
use crate::world::World;

on_both! {
    iterations_are_numbered_in_their_project,
    planned_twice_it_is_planned_once,
    an_edit_of_an_older_version_is_stale,
    one_iteration_runs_at_a_time,
    only_the_next_state_can_follow,
    what_is_observed_belongs_to_the_iteration_under_way,
    a_change_says_what_caused_it,
    a_cause_that_the_actor_does_not_see_is_none,
    iterations_of_two_projects_are_not_compared,
    an_iteration_is_found_again,
    a_history_leads_to_nothing_that_is_hidden,
}

pub(crate) fn draft(goal: &str) -> IterationDraft {
    IterationDraft {
        goal: goal.into(),
        hypothesis: "Un minuteur partagé suffit.".into(),
        tool_version: "0.2".into(),
        starts_on: "2026-01-05".into(),
        ends_on: "2026-02-13".into(),
    }
}

pub(crate) fn change(text: &str, need: impl std::fmt::Display) -> ChangeDraft {
    ChangeDraft {
        text: text.into(),
        need: need.to_string(),
        ..ChangeDraft::default()
    }
}

impl World {
    pub(crate) async fn plan(&self, who: &Someone, project: ProjectId, goal: &str) -> IterationId {
        let id = IterationId::new();
        self.store
            .plan_iteration(&who.actor().await, project, id, &draft(goal))
            .await
            .expect("an iteration");
        id
    }

    pub(crate) async fn detail(
        &self,
        who: &Someone,
        id: IterationId,
    ) -> domain::iterations::IterationDetail {
        let read = self.store.iteration(&who.actor().await, id).await;
        read.expect("an iteration").1
    }

    pub(crate) async fn steer(&self, who: &Someone, id: IterationId, states: &[IterationState]) {
        for &state in states {
            let version = self.detail(who, id).await.content.iteration.version;
            self.store
                .steer_iteration(&who.actor().await, id, version, state)
                .await
                .expect("another state");
        }
    }
}

async fn iterations_are_numbered_in_their_project(world: World) {
    let ada = world.administrator().await;
    let (one, other) = (
        world.project(&ada).open().await,
        world.project(&ada).open().await,
    );
    for project in [one, one, other] {
        world.plan(&ada, project, "Essayer").await;
    }
    let actor = ada.actor().await;
    let (_, listed) = world.store.iterations(&actor, one).await.expect("a list");
    let numbers: Vec<_> = listed.iter().map(|iteration| iteration.number).collect();
    assert_eq!(numbers, [2, 1]);
    let (_, listed) = world.store.iterations(&actor, other).await.expect("a list");
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].number, 1);
    assert_eq!(listed[0].state, IterationState::Planned);
}

async fn planned_twice_it_is_planned_once(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Essayer").await;
    let actor = ada.actor().await;
    let again = draft("Essayer");
    world
        .store
        .plan_iteration(&actor, project, id, &again)
        .await
        .expect("the same");
    assert_eq!(world.count("iterations").await, 1);
    let other = world.coordinator().await.actor().await;
    let taken = world
        .store
        .plan_iteration(&other, project, id, &again)
        .await;
    assert_fails!(taken, StoreError::NotFound);
}

async fn an_edit_of_an_older_version_is_stale(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Essayer").await;
    let actor = ada.actor().await;
    let store = &world.store;
    let other = draft("Autre but");
    let edited = store.edit_iteration(&actor, id, 1, &other).await;
    edited.expect("edited");
    let stale = store.edit_iteration(&actor, id, 1, &draft("Le mien")).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let steered = store
        .steer_iteration(&actor, id, 1, IterationState::Running)
        .await;
    assert_fails!(steered, StoreError::Stale { current: 2 });
    let mut late = draft("Autre but");
    late.ends_on = "2025-01-01".into();
    let wrong = store.edit_iteration(&actor, id, 2, &late).await;
    assert_eq!(problem(wrong, "ends_on"), Some(Problem::EndsBeforeStart));
    let there = world.detail(&ada, id).await;
    assert_eq!(there.content.iteration.facts.goal, "Autre but");
    assert_eq!(there.history.entries.len(), 2);
}

async fn one_iteration_runs_at_a_time(world: World) {
    use IterationState as S;
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let second = world.plan(&ada, project, "Deux").await;
    world.steer(&ada, first, &[S::Running]).await;
    let actor = ada.actor().await;
    let store = &world.store;
    let both = store.steer_iteration(&actor, second, 1, S::Running).await;
    assert_eq!(problem(both, "state"), Some(Problem::NotOffered));
    world.steer(&ada, first, &[S::InReview]).await;
    world.steer(&ada, second, &[S::Running]).await;
    // Back from the review only once the other no longer runs.
    let back = store.steer_iteration(&actor, first, 3, S::Running).await;
    assert_eq!(problem(back, "state"), Some(Problem::NotOffered));
    world.steer(&ada, second, &[S::InReview]).await;
    world.steer(&ada, first, &[S::Running]).await;
}

async fn only_the_next_state_can_follow(world: World) {
    use IterationState as S;
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Un").await;
    let actor = ada.actor().await;
    for state in [S::Planned, S::InReview, S::Closed] {
        let skipped = world.store.steer_iteration(&actor, id, 1, state).await;
        assert_eq!(problem(skipped, "state"), Some(Problem::NotOffered));
    }
}

async fn what_is_observed_belongs_to_the_iteration_under_way(world: World) {
    use IterationState as S;
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let detail = world.detail(&ada, first).await;
    assert!(detail.previous().is_none() && detail.running_elsewhere().is_none());
    world.steer(&ada, first, &[S::Running]).await;
    let second = world.plan(&ada, project, "Deux").await;
    let detail = world.detail(&ada, second).await;
    assert_eq!(detail.previous().map(|it| it.id), Some(first));
    assert_eq!(detail.running_elsewhere().map(|it| it.id), Some(first));
}

async fn a_change_says_what_caused_it(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let need = world.need(&ada, "Lire sans se gêner").express().await;
    let id = world.plan(&ada, project, "Un").await;
    let (actor, store) = (ada.actor().await, &world.store);
    let none = ChangeDraft {
        text: "Minuteur".into(),
        ..ChangeDraft::default()
    };
    let refused = store.add_change(&actor, id, ChangeId::new(), &none).await;
    assert_eq!(problem(refused, "cause"), Some(Problem::Missing));
    let made = ChangeId::new();
    for _ in 0..2 {
        let draft = change("Minuteur", need);
        let noted = store.add_change(&actor, id, made, &draft).await;
        noted.expect("a change");
    }
    let there = world.detail(&ada, id).await.content.changes;
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].causes[0].thing.id, need.0);
    assert_eq!(there[0].causes[0].title, "Lire sans se gêner");
    let edited = store.edit_change(&actor, made, 1, "Minuteur réglable");
    edited.await.expect("other words");
    let stale = store.edit_change(&actor, made, 1, "Le mien").await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let (_, iteration, read) = store.change(&actor, made).await.expect("a change");
    assert_eq!(
        (iteration.id, read.text.as_str()),
        (id, "Minuteur réglable")
    );
    store.remove_change(&actor, made).await.expect("gone");
    assert_eq!(world.count("links").await, 0);
    let found = store.search(&actor, "réglable").await.expect("an answer");
    assert!(found.is_empty());
    assert_fails!(store.change(&actor, made).await, StoreError::NotFound);
}

async fn a_cause_that_the_actor_does_not_see_is_none(world: World) {
    use domain::projects::ProjectRole;
    let ada = world.administrator().await;
    let member = world.member("Ana").await;
    let secret = world.project(&ada).team_only().open().await;
    let project = world.project(&ada).with(&member, ProjectRole::Contributor);
    let project = project.open().await;
    let hidden = world.plan(&ada, secret, "Secret").await;
    let id = world.plan(&ada, project, "Un").await;
    let pointing = |address: String| ChangeDraft {
        text: "Minuteur".into(),
        cause: address,
        ..ChangeDraft::default()
    };
    let address = format!("/projects/{secret}/iterations/{hidden}");
    let (actor, store) = (member.actor().await, &world.store);
    for cause in [address.clone(), format!("/needs/{}", Uuid::now_v7())] {
        let refused = store
            .add_change(&actor, id, ChangeId::new(), &pointing(cause))
            .await;
        assert_eq!(problem(refused, "cause"), Some(Problem::NotOffered));
    }
    // Linked by somebody who sees it, it is named only to those who do.
    let linked = store
        .add_change(&ada.actor().await, id, ChangeId::new(), &pointing(address))
        .await;
    linked.expect("a change");
    let seen = |changes: Vec<domain::iterations::ToolChange>| changes[0].causes.len();
    assert_eq!(seen(world.detail(&ada, id).await.content.changes), 1);
    assert_eq!(seen(world.detail(&member, id).await.content.changes), 0);
}

async fn iterations_of_two_projects_are_not_compared(world: World) {
    let ada = world.administrator().await;
    let (one, other) = (
        world.project(&ada).open().await,
        world.project(&ada).open().await,
    );
    let a = world.plan(&ada, one, "Un").await;
    let b = world.plan(&ada, other, "Autre").await;
    let c = world.plan(&ada, one, "Deux").await;
    let actor = ada.actor().await;
    let mixed = world.store.two_iterations(&actor, one, a, b).await;
    assert_fails!(mixed, StoreError::NotFound);
    let two = world.store.two_iterations(&actor, one, c, a).await;
    let (_, two) = two.expect("two iterations");
    let numbers = [&two.a, &two.b].map(|content| content.iteration.number);
    assert_eq!(numbers, [2, 1]);
    // Those between are told of from the earlier to the later.
    let d = world.plan(&ada, one, "Trois").await;
    for (from, to, expected) in [(a, d, vec![2]), (d, a, vec![]), (a, c, vec![])] {
        let two = world.store.two_iterations(&actor, one, from, to).await;
        let (_, two) = two.expect("two iterations");
        let between: Vec<i64> = two.between.iter().map(|(number, _)| *number).collect();
        assert_eq!(between, expected);
    }
}

async fn an_iteration_is_found_again(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Régler le chronomètre").await;
    let actor = ada.actor().await;
    let found = world.store.search(&actor, "chronometre").await;
    let found = found.expect("an answer");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].thing.id, id.0);
}

async fn a_history_leads_to_nothing_that_is_hidden(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let hidden = world.project(&ana).team_only().open().await;
    let project = world.project(&ana).open().await;
    let behind = world.milestone(&ana, hidden).await;
    let iteration = world.plan(&ana, project, "Essayer").await;
    let story = crate::feedback::draft("bug", "Écran figé");
    let entry = world.give(&ana, project, &story).await;
    let store = &world.store;
    for thing in [
        ThingRef::new(ThingKind::Iteration, iteration),
        ThingRef::new(ThingKind::Feedback, entry),
    ] {
        let there = ThingRef::new(ThingKind::Milestone, behind);
        let actor = ana.actor().await;
        let linked = store.link_things(&actor, LinkId::new(), thing, Relation::MeasuredBy, there);
        linked.await.expect("linked");
    }
    for (reader, told) in [(&ana, 2), (&bob, 1)] {
        let detail = world.detail(reader, iteration).await;
        assert_eq!(detail.history.entries.len(), told, "of the iteration");
        let read = store.feedback(&reader.actor().await, entry).await;
        let history = read.expect("an entry").history;
        assert_eq!(history.entries.len(), told, "of the entry");
    }
}
