//! The demonstration.

use std::collections::BTreeMap;

use domain::activity::Feed;
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, FeedbackFilter, FeedbackState};
use domain::iterations::IterationState;
use domain::milestones::MilestoneState;
use domain::needs::NeedFilter;
use domain::policy::Actor;
use domain::projects::ProjectFilter;
use domain::time::{Date, Timestamp};
use server::demo;
use store::backup::Snapshot;
use store::{SetClock, Store};

use crate::world::World;

/// Noon of 26 November 2026.
const NOON: Timestamp = Timestamp(1_795_694_400_000);

async fn filled(world: &World) -> Store {
    let store = world.store.with_clock(SetClock::at(NOON));
    demo::fill(&store)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    store
}

async fn enter(store: &Store, name: &str) -> Actor {
    let email = domain::demo::email(name);
    let secret = store
        .sign_in(&email, domain::demo::PASSWORD, "")
        .await
        .unwrap_or_else(|error| panic!("{email}: {error}"));
    let signed_in = store.signed_in(&secret).await.expect("asked");
    signed_in.expect("somebody").actor
}

#[tokio::test]
async fn everyone_of_the_demonstration_signs_in() {
    let world = World::new().await;
    let store = filled(&world).await;
    assert!(store.is_demo().await.expect("asked"));
    assert!(demo::fill(&store).await.is_err(), "filled twice");
    let mut seen = Vec::new();
    for email in domain::demo::emails() {
        let name = email.split_once('@').expect("an address").0;
        let actor = enter(&store, name).await;
        let projects = store.projects(&actor, &ProjectFilter::default()).await;
        let needs = store.needs(&actor, &NeedFilter::default()).await;
        seen.push((
            name.to_owned(),
            actor.role.code(),
            actor.projects.len(),
            projects.expect("projects").total,
            needs.expect("needs").total,
        ));
    }
    let expected = [
        ("administrator", "administrator", 0, 3, 22),
        ("coordinator", "coordinator", 0, 3, 22),
        ("member", "member", 1, 3, 22),
        ("observer", "observer", 1, 2, 22),
        ("lead", "member", 3, 3, 22),
        ("facilitator", "member", 2, 3, 22),
        ("contributor", "member", 3, 3, 22),
        ("partner", "observer", 2, 2, 22),
    ]
    .map(|(name, role, own, projects, needs)| (name.to_owned(), role, own, projects, needs));
    assert_eq!(seen, expected);
    let lead = enter(&store, "lead").await;
    assert_eq!(store.people(&lead).await.expect("people").len(), 40);
}

#[tokio::test]
async fn three_projects_of_three_programmes_stand_in_three_phases_after_eighteen_months() {
    let world = World::new().await;
    let store = filled(&world).await;
    let lead = enter(&store, "lead").await;
    let projects = store.projects(&lead, &ProjectFilter::default()).await;
    let projects = projects.expect("projects").items;
    let mut stand: Vec<_> = projects
        .iter()
        .map(|project| (project.facts.programme.code(), project.phase.code()))
        .collect();
    stand.sort_unstable();
    let expected = [
        ("eduup", "prototype"),
        ("gtnum", "pilot"),
        ("lea", "evaluation"),
    ];
    assert_eq!(stand, expected);
    let opened = projects.iter().map(|project| project.created_at.date_utc());
    let first = opened.min().expect("a project");
    let feed = store.activity(&lead, Feed::Everything, None).await;
    let newest = feed.expect("a feed").items;
    let last = newest.first().expect("a change").at.date_utc();
    let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    assert_eq!(month(last) - month(first), 18, "from {first} to {last}");
}

#[tokio::test]
async fn everything_that_can_be_is_there() {
    let world = World::new().await;
    let store = filled(&world).await;
    let lead = enter(&store, "lead").await;
    let projects = store.projects(&lead, &ProjectFilter::default()).await;
    let today: Date = NOON.date_utc();
    let mut entries = 0;
    let mut states: BTreeMap<&str, BTreeMap<String, u64>> = BTreeMap::new();
    let mut count = |what, state: String, more| {
        *states.entry(what).or_default().entry(state).or_default() += more;
    };
    for project in projects.expect("projects").items {
        let (_, iterations) = store.iterations(&lead, project.id).await.expect("there");
        for iteration in iterations {
            count("iteration", iteration.state.to_string(), 1);
            let whole = store.verify_iteration(&lead, iteration.id).await;
            let whole = whole.expect("asked");
            assert_eq!(
                whole,
                (iteration.state == IterationState::Closed).then_some(true)
            );
        }
        for milestone in store.milestones(&lead, project.id).await.expect("there") {
            count("milestone", milestone.state.to_string(), 1);
            let ahead = !milestone.state.is_settled();
            let due = if !ahead {
                "settled"
            } else if milestone.due_on < today {
                "overdue"
            } else {
                "ahead"
            };
            count("due", due.into(), 1);
            count(
                "moves",
                String::new(),
                u64::from(!milestone.moves.is_empty()),
            );
            for signature in &milestone.signatures {
                let signed = signature.signed_at.is_some();
                count("signature", signed.to_string(), 1);
            }
        }
        let filter = FeedbackFilter::default();
        let page = store.feedback_list(&lead, project.id, &filter).await;
        let page = page.expect("a page");
        entries += page.page.total;
        for facet in &page.facets.states {
            count("feedback", facet.value.to_string(), facet.count);
        }
        for entry in &page.page.items {
            assert!(entry.created_at < NOON, "nothing happens in the future");
            count("anonymity", entry.anonymity.to_string(), 1);
        }
    }
    // One of them came out of a co-design session.
    assert_eq!(entries, 301);
    let all = |what: &str, wanted: Vec<String>| {
        for state in wanted {
            let found = states[what].get(&state).copied().unwrap_or_default();
            assert!(found > 0, "no {what} is {state}: {states:?}");
        }
    };
    let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
    all(
        "iteration",
        IterationState::ALL
            .iter()
            .map(ToString::to_string)
            .collect(),
    );
    all(
        "milestone",
        MilestoneState::ALL
            .iter()
            .map(ToString::to_string)
            .collect(),
    );
    all(
        "feedback",
        FeedbackState::ALL.iter().map(ToString::to_string).collect(),
    );
    all(
        "anonymity",
        Anonymity::ALL.iter().map(ToString::to_string).collect(),
    );
    all("due", codes(&["settled", "overdue", "ahead"]));
    all("signature", codes(&["true", "false"]));
}

#[tokio::test]
async fn files_are_attached() {
    let world = World::new().await;
    let store = filled(&world).await;
    let lead = enter(&store, "lead").await;
    let projects = store.projects(&lead, &ProjectFilter::default()).await;
    let mut files = Vec::new();
    for project in projects.expect("projects").items {
        let (_, iterations) = store.iterations(&lead, project.id).await.expect("there");
        let iterations = iterations
            .iter()
            .map(|it| ThingRef::new(ThingKind::Iteration, it.id));
        for thing in iterations.chain([ThingRef::new(ThingKind::Project, project.id)]) {
            let attached = store.attachments(&lead, thing).await.expect("files");
            for file in attached.files {
                let read = store.attachment(&lead, file.id).await.expect("a file");
                let small = store.thumbnail(&read).await.expect("asked").is_some();
                assert!(!file.description.is_empty());
                files.push((file.name, file.media.code(), small));
            }
        }
    }
    files.sort();
    let expected = [
        ("coupe-assemblage.png", "image/png", true),
        ("huit-semaines.csv", "text/csv", false),
        ("huit-semaines.png", "image/png", true),
    ];
    assert_eq!(
        files,
        expected.map(|(name, media, small)| (name.to_owned(), media, small))
    );
}

#[tokio::test]
async fn a_chain_can_be_walked_from_a_need_to_what_was_measured() {
    let world = World::new().await;
    let store = filled(&world).await;
    let lead = enter(&store, "lead").await;
    let found = store
        .search(&lead, "fluence de lecture de chaque élève")
        .await;
    let found = found.expect("found");
    let need = found.first().expect("the need").thing;
    assert_eq!(need.kind, ThingKind::Need);
    let graph = store.graph(&lead, need).await.expect("a graph");
    for kind in ThingKind::ALL {
        let there = graph.nodes.iter().any(|node| node.thing.kind == *kind);
        assert!(there, "no {kind} hangs together with it");
    }
    let at: Vec<ThingRef> = graph.nodes.iter().map(|node| node.thing).collect();
    assert!(at.contains(&need));
}

/// Every row of the tables but secrets, which are random.
async fn told(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for table in snapshot.tables() {
        let mut dumped = Vec::new();
        snapshot.dump(table, &mut dumped).await.expect("rows");
        let rows = String::from_utf8(dumped).expect("text");
        let rows = rows.lines().map(|row| {
            let values: Vec<serde_json::Value> = serde_json::from_str(row).expect("a row");
            let named = table.columns.iter().zip(values);
            let same = named.filter(|(column, _)| {
                let column = (table.name.as_str(), column.name.as_str());
                !RANDOM.contains(&column)
            });
            let same = same.map(|(_, value)| format!("{value}\t"));
            same.chain(["\n".to_owned()]).collect::<String>()
        });
        told.push((table.name.clone(), rows.collect()));
    }
    told
}

/// What is drawn anew each time: the salt of passwords, cookies, codes of doors, lives of logs.
const RANDOM: [(&str, &str); 4] = [
    ("users", "password_hash"),
    ("sessions", "secret_hash"),
    ("codesign_sessions", "code"),
    ("boards", "epoch"),
];

#[tokio::test]
async fn it_is_the_same_each_time() {
    let mut all = Vec::new();
    for _ in 0..2 {
        let world = World::new().await;
        let store = filled(&world).await;
        all.push(told(&store.snapshot().await.expect("a snapshot")).await);
    }
    let (first, second) = (&all[0], &all[1]);
    for (one, other) in first.iter().zip(second) {
        assert!(one == other, "{} differs", one.0);
    }
    assert_eq!(first.len(), second.len());
}
