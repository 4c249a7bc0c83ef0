//! What waits for a person, and a project at a glance.

use domain::accounts::WorkspaceRole;
use domain::decisions::ActionItemDraft;
use domain::evidence::{ThingKind, ThingRef};
use domain::home::WaitingKind as Kind;
use domain::ids::{ActionItemId, MilestoneId};
use domain::iterations::IterationState;
use domain::milestones::MilestoneDraft;
use domain::parties::Party;
use domain::projects::ProjectRole;

use super::day;
use crate::cast::{Someone, Steering};
use crate::decisions::item_draft;
use crate::milestones::{milestone_draft, settle};
use crate::world::World;

on_both! {
    gathers_what_waits_the_most_pressing_first,
    forgets_what_is_not_seen_any_more,
    counts_what_is_to_be_triaged_and_tells_of_mentions,
    gathers_what_is_assigned_in_one_project,
    tells_of_projects_that_nobody_leads_any_more,
    tells_of_what_those_left_who_have_gone,
}

impl World {
    async fn waiting(&self, who: &Someone, today: &str) -> Vec<Kind> {
        let actor = who.actor().await;
        let waiting = self.store.waiting(&actor, None, day(today)).await;
        let waiting = waiting.expect("gathered");
        waiting.iter().map(|waiting| waiting.kind).collect()
    }
}

async fn gathers_what_waits_the_most_pressing_first(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Facilitator)
        .open()
        .await;
    let (store, lead) = (&world.store, lea.actor().await);
    assert_eq!(world.waiting(&bob, "2026-06-01").await, []);
    for (title, due_on) in [
        ("Passé", "2026-05-01"),
        ("Proche", "2026-06-20"),
        ("Lointain", "2026-12-01"),
    ] {
        let draft = MilestoneDraft {
            owner: bob.id.to_string(),
            due_on: due_on.into(),
            ..milestone_draft(title)
        };
        let set = store
            .create_milestone(&lead, project, MilestoneId::new(), &draft)
            .await;
        set.expect("set");
    }
    for (statement, due_on) in [
        ("Prévenir", "2026-05-20"),
        ("Essayer", "2026-06-10"),
        ("Relire", ""),
    ] {
        let draft = ActionItemDraft {
            owner: bob.id.to_string(),
            due_on: due_on.into(),
            ..item_draft(statement)
        };
        let item = ActionItemId::new();
        let recorded = store.create_action_item(&lead, project, item, &draft);
        recorded.await.expect("recorded");
    }
    let signed = MilestoneId::new();
    let draft = milestone_draft("À signer");
    let set = store.create_milestone(&lead, project, signed, &draft).await;
    set.expect("set");
    let asked = store.ask_signature(&lead, signed, bob.id, true).await;
    asked.expect("asked");
    let missed = store
        .settle_milestone(&lead, signed, 1, &settle("missed", "Trop court."))
        .await;
    missed.expect("missed");
    let given = world.feedback_by(&bob, project, "hidden").await;
    world.treat(&lea, given, "shipped", None).await;
    let assigned = world.feedback_by(&lea, project, "").await;
    world.treat(&lea, assigned, "accepted", Some(&bob)).await;
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let answered = store.answer_need(&lead, project, need, true).await;
    answered.expect("answered");
    let iteration = world.plan(&lea, project, "Essayer").await;
    let states = [IterationState::Running, IterationState::InReview];
    world.steer(&lea, iteration, &states).await;
    let ahead = world.plan(&lea, project, "Recommencer").await;
    world.plan(&lea, project, "Puis une autre").await;
    assert_eq!(
        world.waiting(&bob, "2026-06-01").await,
        [
            Kind::Overdue,
            Kind::Late,
            Kind::Sign,
            Kind::Confirm,
            Kind::Do,
            Kind::Due,
            Kind::Do,
            Kind::Review,
            Kind::Treat,
            Kind::News
        ]
    );
    assert_eq!(world.waiting(&lea, "2026-06-01").await, [Kind::Review]);
    let here = store
        .waiting(&bob.actor().await, Some(project), day("2026-06-01"))
        .await
        .expect("gathered");
    assert_eq!(here.len(), 9, "a need belongs to no project");
    let glances = store.glances(&[project], day("2026-06-01")).await;
    let glances = glances.expect("read");
    let glance = &glances[&project];
    let (running, state) = glance.iteration.as_ref().expect("an iteration");
    assert_eq!((running.number, *state), (1, IterationState::InReview));
    let planned = glance.planned.as_ref().expect("one that is planned");
    assert_eq!((planned.id, planned.number), (ahead, 2));
    assert!(planned.starts_on <= planned.ends_on);
    let next = glance.milestone.as_ref().expect("a milestone");
    assert_eq!((next.title.as_str(), next.overdue), ("Passé", true));
    let looked = store.saw(&bob.actor().await, need.0).await;
    assert!(looked.expect("seen"));
    assert_eq!(world.waiting(&bob, "2026-06-01").await.len(), 9);
}

async fn forgets_what_is_not_seen_any_more(world: World) {
    let (lea, bob, project, _) = world.in_a_hidden_team().await;
    assert_eq!(world.waiting(&bob, "2026-06-01").await, [Kind::Treat]);
    let lead = lea.actor().await;
    let out = world
        .store
        .give_team_role(&lead, project, bob.id, None)
        .await;
    out.expect("taken out");
    assert_eq!(world.waiting(&bob, "2026-06-01").await, []);
    let asked = world
        .store
        .waiting(&bob.actor().await, Some(project), day("2026-06-01"))
        .await;
    assert_eq!(asked.expect("gathered"), []);
}

async fn counts_what_is_to_be_triaged_and_tells_of_mentions(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let other = world.project(&bob).open().await;
    let mut given = Vec::new();
    for _ in 0..3 {
        given.push(world.feedback_by(&bob, project, "").await);
    }
    world.treat(&lea, given[0], "accepted", None).await;
    let (store, lead) = (&world.store, lea.actor().await);
    let waiting = store.waiting(&lead, None, day("2026-06-01")).await;
    let waiting = waiting.expect("gathered");
    let lines: Vec<_> = waiting
        .iter()
        .map(|line| (line.kind, line.project, line.count))
        .collect();
    assert_eq!(lines, [(Kind::Triage, Some(project), Some(2))]);
    assert!(!waiting[0].title.is_empty(), "the project is named");
    let elsewhere = store.waiting(&lead, Some(other), day("2026-06-01")).await;
    assert_eq!(elsewhere.expect("gathered"), []);
    assert_eq!(world.waiting(&bob, "2026-06-01").await, []);

    world.comment(&lea, given[1], "@Bob, une idée ?").await;
    assert_eq!(world.waiting(&bob, "2026-06-01").await, [Kind::Mention]);
    let reader = bob.actor().await;
    let here = store.waiting(&reader, Some(other), day("2026-06-01")).await;
    assert_eq!(here.expect("gathered"), [], "not of this project");
    let looked = store.saw(&reader, given[1].0).await;
    assert!(looked.expect("looked"));
    assert_eq!(world.waiting(&bob, "2026-06-01").await, []);
    for id in &given[1..] {
        world.treat(&lea, *id, "accepted", None).await;
    }
    assert_eq!(world.waiting(&lea, "2026-06-01").await, []);
}

async fn gathers_what_is_assigned_in_one_project(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let many = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let one = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let mut given = Vec::new();
    for (project, state) in [
        (one, "accepted"),
        (many, "accepted"),
        (many, "deferred"),
        (many, "shipped"),
    ] {
        let id = world.feedback_by(&lea, project, "").await;
        world.treat(&lea, id, state, Some(&bob)).await;
        given.push(id);
    }
    let actor = bob.actor().await;
    let waiting = world.store.waiting(&actor, None, day("2026-06-01")).await;
    let mut lines: Vec<_> = waiting
        .expect("gathered")
        .into_iter()
        .map(|line| (line.kind, line.project, line.count, line.thing.kind))
        .collect();
    lines.sort_by_key(|line| line.2);
    let expected = [
        (Kind::Treat, Some(one), None, ThingKind::Feedback),
        (Kind::Treat, Some(many), Some(2), ThingKind::Project),
    ];
    assert_eq!(lines, expected);
    world.treat(&lea, given[2], "accepted", None).await;
    let here = world.store.waiting(&actor, Some(many), day("2026-06-01"));
    let here = here.await.expect("gathered");
    assert_eq!(here.len(), 1);
    let thing = ThingRef::new(ThingKind::Feedback, given[1].0);
    assert_eq!((here[0].thing, here[0].count), (thing, None));
}

/// Whoever leaves does, and so does whoever goes to an EdTech company: those who may name
/// another lead are told until there is one.
async fn tells_of_projects_that_nobody_leads_any_more(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let (ada, cleo) = (world.administrator().await, world.coordinator().await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    world.project(&bob).open().await;
    let (store, admin) = (&world.store, ada.actor().await);
    let told = async || {
        let mut told = Vec::new();
        for who in [&ada, &cleo, &bob] {
            told.push(world.waiting(who, "2026-06-01").await);
        }
        told
    };
    let nobody: Vec<Vec<Kind>> = vec![vec![]; 3];
    let both = [vec![Kind::NoLead], vec![Kind::NoLead], vec![]];
    assert_eq!(told().await, nobody);
    let member = WorkspaceRole::Member;
    let closed = store.set_account(&admin, lea.id, member, true).await;
    closed.expect("closed");
    assert_eq!(told().await, both);
    let coordinator = cleo.actor().await;
    let here = store.waiting(&coordinator, Some(project), day("2026-06-01"));
    let here = here.await.expect("gathered");
    let thing = ThingRef::new(ThingKind::Project, project);
    assert_eq!(here.len(), 1);
    assert_eq!((here[0].thing, here[0].project), (thing, Some(project)));
    let lead = Some(ProjectRole::Lead);
    let named = store.give_team_role(&coordinator, project, bob.id, lead);
    named.await.expect("named");
    assert_eq!(told().await, nobody);
    let corrected = store.set_party(&admin, bob.id, Party::Edtech).await;
    corrected.expect("corrected");
    let both_projects = vec![Kind::NoLead; 2];
    assert_eq!(told().await, [both_projects.clone(), both_projects, vec![]]);
    let back = store.set_account(&admin, lea.id, member, false).await;
    back.expect("opened again");
    assert_eq!(told().await, both, "the other was Bob's alone");
}

/// What somebody looked after who leaves the team or closes their account is told to those who
/// manage the team, until it is given to somebody else; the filter offers whoever left.
async fn tells_of_what_those_left_who_have_gone(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let (ada, cleo) = (world.administrator().await, world.coordinator().await);
    let (zoe, max) = (world.member("Zoé").await, world.partner("Max").await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .with(&zoe, ProjectRole::Facilitator)
        .with(&max, ProjectRole::Partner)
        .open()
        .await;
    let (store, lead, admin) = (&world.store, lea.actor().await, ada.actor().await);
    let mut given = Vec::new();
    for state in ["accepted", "deferred", "shipped"] {
        let id = world.feedback_by(&lea, project, "").await;
        world.treat(&lea, id, state, Some(&bob)).await;
        given.push(id);
    }
    let told = async |who: &Someone| {
        let actor = who.actor().await;
        let waiting = store.waiting(&actor, None, day("2026-06-01")).await;
        let waiting = waiting.expect("gathered").into_iter();
        let left = waiting.filter(|line| line.kind == Kind::LeftBehind);
        left.map(|line| {
            let person = line.left_by.expect("somebody");
            (line.project, line.count, person.id)
        })
        .collect::<Vec<_>>()
    };
    let offered = async |who: &Someone| {
        let actor = who.actor().await;
        let people = store.feedback_assignees(&actor, project).await;
        let people = people.expect("people").into_iter();
        people.map(|person| person.id).collect::<Vec<_>>()
    };
    for who in [&lea, &ada, &cleo] {
        assert_eq!(told(who).await, []);
    }
    let gone = async |role: Option<ProjectRole>| {
        let done = store.give_team_role(&lead, project, bob.id, role).await;
        done.expect("given or taken");
    };
    gone(None).await;
    let left = [(Some(project), Some(2), bob.id)];
    for who in [&lea, &ada, &cleo] {
        assert_eq!(told(who).await, left, "what is shipped waits for nobody");
    }
    for who in [&bob, &zoe, &max] {
        assert_eq!(told(who).await, [], "they do not manage the team");
    }
    assert_eq!(offered(&lea).await, [bob.id]);
    assert_eq!(offered(&max).await, [], "nothing is shared with partners");
    world.treat(&lea, given[0], "accepted", Some(&zoe)).await;
    assert_eq!(told(&lea).await, [(Some(project), Some(1), bob.id)]);
    assert_eq!(offered(&lea).await, [bob.id, zoe.id]);
    gone(Some(ProjectRole::Contributor)).await;
    assert_eq!(told(&lea).await, []);
    // Whoever closes their account stays on the team, and treats nothing any more.
    let member = WorkspaceRole::Member;
    let closed = store.set_account(&admin, bob.id, member, true).await;
    closed.expect("closed");
    assert_eq!(told(&lea).await, [(Some(project), Some(1), bob.id)]);
    world.treat(&lea, given[1], "deferred", None).await;
    assert_eq!(told(&lea).await, []);
}
