//! Projects: opening, changing, finding, phases.

use domain::activity::{Deed, Feed};
use domain::ids::{ProjectId, ProjectLinkId};
use domain::paging::PER_PAGE;
use domain::phases::{PhasesDraft, ProjectPhase};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::programmes::ProgrammeKind;
use domain::projects::{LINKS_MAX, ProjectDraft, ProjectFilter, ProjectRole};
use domain::time::parse_date;
use store::StoreError;

use crate::cast::{link_draft, project_draft};
use crate::problem;
use crate::world::World;

on_both! {
    opens_once,
    gives_an_id_to_one_author,
    keeps_what_was_typed,
    changes_by_version,
    checks_its_fields,
    hides_from_those_outside_the_team,
    hides_again_what_was_open,
    moves_through_phases,
    goes_back_no_further_than_its_frame,
    keeps_its_phases_in_another_frame,
    plans_its_phases,
    keeps_links,
    lists_by_filter_and_page,
    lists_own_projects,
}

async fn opens_once(world: World) {
    let ana = world.member("Ana").await;
    let id = ProjectId::new();
    let draft = project_draft("Lire à deux");
    for _ in 0..2 {
        let opened = world
            .store
            .create_project(&ana.actor().await, id, &draft)
            .await;
        opened.expect("opened");
    }
    let read = world.store.project(&ana.actor().await, id).await;
    let read = read.expect("a project");
    assert_eq!(read.project.version, 1);
    assert_eq!(read.project.phase, ProjectPhase::Need);
    let team: Vec<_> = read.team.iter().map(|m| (m.person.id, m.role)).collect();
    assert_eq!(team, [(ana.id, ProjectRole::Lead)]);
    assert_eq!(read.phases.len(), 1);
    assert_eq!(read.history.entries.len(), 1, "opened twice in the log");
    assert_eq!(world.count("projects").await, 1);
    assert_eq!(world.count("search_rows").await, 1);
}

async fn gives_an_id_to_one_author(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).title("Lire à deux").open().await;
    let draft = project_draft("À moi");
    let taken = world
        .store
        .create_project(&bob.actor().await, id, &draft)
        .await;
    assert_fails!(taken, StoreError::NotFound);
    assert_eq!(
        world.read_project(&ana, id).await.facts.title,
        "Lire à deux"
    );
    assert!(!bob.actor().await.projects.contains_key(&id));
}

async fn keeps_what_was_typed(world: World) {
    let ana = world.member("Ana").await;
    let id = ProjectId::new();
    let draft = ProjectDraft {
        title: "L’école « d’à côté » — 🙂".into(),
        summary: "Deux\nlignes".into(),
        problem: "'; DROP TABLE projects; --".into(),
        audience: "élèves de CM1".into(),
        discipline: "french".into(),
        level: "cycle3".into(),
        programme: "efran".into(),
        programme_name: "e-FRAN Lyon".into(),
        starts_on: "2024-02-29".into(),
        visibility: "team".into(),
        territory: String::new(),
    };
    let opened = world
        .store
        .create_project(&ana.actor().await, id, &draft)
        .await;
    opened.expect("opened");
    let read = world.read_project(&ana, id).await;
    assert_eq!(ProjectDraft::from(&read.facts), draft);
}

async fn changes_by_version(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let edit = |version, title: &str| {
        let (store, actor, draft) = (world.store.clone(), actor.clone(), project_draft(title));
        async move { store.edit_project(&actor, id, version, &draft).await }
    };
    edit(1, "Deuxième").await.expect("changed");
    assert_fails!(edit(1, "Périmé").await, StoreError::Stale { current: 2 });
    assert_fails!(edit(3, "Futur").await, StoreError::Stale { current: 2 });
    let read = world.read_project(&ana, id).await;
    assert_eq!((read.version, read.facts.title.as_str()), (2, "Deuxième"));
    edit(2, "Troisième").await.expect("changed");
    assert_eq!(world.read_project(&ana, id).await.version, 3);
    let edits = "audit WHERE action = 'edit_project'";
    assert_eq!(world.count(edits).await, 2);
}

async fn checks_its_fields(world: World) {
    let ana = world.member("Ana").await;
    let draft = ProjectDraft {
        starts_on: "30 février".into(),
        ..project_draft("")
    };
    let opened = world
        .store
        .create_project(&ana.actor().await, ProjectId::new(), &draft)
        .await;
    assert_eq!(problem(opened, "starts_on"), Some(Problem::NotADate));
    let id = world.project(&ana).open().await;
    let edited = world
        .store
        .edit_project(&ana.actor().await, id, 1, &draft)
        .await;
    assert_eq!(problem(edited, "title"), Some(Problem::Missing));
    assert_eq!(world.count("projects").await, 1);
}

async fn hides_from_those_outside_the_team(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (olga, steers) = (world.observer("Olga").await, world.coordinator().await);
    let id = world
        .project(&ana)
        .team_only()
        .with(&olga, ProjectRole::Observer)
        .open()
        .await;
    let all = ProjectFilter::default();
    let store = &world.store;
    for (person, sees) in [(&ana, true), (&olga, true), (&steers, true), (&bob, false)] {
        let actor = person.actor().await;
        let listed = store.projects(&actor, &all).await.expect("a list");
        assert_eq!(listed.total, u64::from(sees));
        assert_eq!(listed.items.len(), usize::from(sees));
        match store.project(&actor, id).await {
            Ok(_) => assert!(sees),
            Err(StoreError::NotFound) => assert!(!sees),
            Err(error) => panic!("{error:?}"),
        }
    }
    // What is hidden fails as what is not there does, whatever is asked.
    let bob = bob.actor().await;
    let draft = project_draft("À moi");
    let day = parse_date("2026-01-01").expect("a date");
    for id in [id, ProjectId::new()] {
        let edited = store.edit_project(&bob, id, 1, &draft).await;
        assert_fails!(edited, StoreError::NotFound);
        let moved = store
            .change_phase(&bob, id, 1, ProjectPhase::Pilot, day)
            .await;
        assert_fails!(moved, StoreError::NotFound);
    }
}

async fn hides_again_what_was_open(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).open().await;
    assert_eq!(world.read_project(&bob, id).await.id, id);
    let refused = world
        .store
        .edit_project(&bob.actor().await, id, 1, &project_draft("À moi"))
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let hidden = ProjectDraft {
        visibility: "team".into(),
        ..project_draft("Lire à deux")
    };
    let edited = world
        .store
        .edit_project(&ana.actor().await, id, 1, &hidden)
        .await;
    edited.expect("changed");
    let read = world.store.project(&bob.actor().await, id).await;
    assert_fails!(read, StoreError::NotFound);
}

async fn moves_through_phases(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let actor = ana.actor().await;
    for (version, phase, day) in [
        (1, ProjectPhase::Prototype, "2026-01-01"),
        (2, ProjectPhase::CoDesign, "2026-03-01"),
        (3, ProjectPhase::Prototype, "2026-05-01"),
    ] {
        let day = parse_date(day).expect("a date");
        let moved = world.store.change_phase(&actor, id, version, phase, day);
        moved.await.expect("moved");
    }
    let read = world.store.project(&actor, id).await.expect("a project");
    assert_eq!(read.project.phase, ProjectPhase::Prototype);
    assert_eq!(read.project.version, 4);
    let dates: Vec<_> = read
        .phases
        .iter()
        .map(|date| (date.phase, date.starts_on.to_string()))
        .collect();
    let expected = [
        (ProjectPhase::Need, "2025-09-01".to_owned()),
        (ProjectPhase::CoDesign, "2026-03-01".into()),
        (ProjectPhase::Prototype, "2026-05-01".into()),
    ];
    assert_eq!(dates, expected);
    // A form made before the phase changed does not undo it.
    let stale = world
        .store
        .edit_project(&actor, id, 1, &project_draft("Périmé"))
        .await;
    assert_fails!(stale, StoreError::Stale { current: 4 });
}

async fn goes_back_no_further_than_its_frame(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let day = |text: &str| parse_date(text).expect("a date");
    let moves = async |version, phase, on: &str| {
        let moved = store.change_phase(&actor, id, version, phase, day(on));
        moved.await
    };
    let moved = moves(1, ProjectPhase::Matching, "2025-10-01").await;
    moved.expect("moved");
    for early in ["1900-01-01", "2025-08-31"] {
        let back = moves(2, ProjectPhase::Need, early).await;
        let (min, max) = (day("2025-09-01"), day("2028-08-31"));
        let expected = Problem::DateOutOfRange { min, max };
        assert_eq!(problem(back, "starts_on"), Some(expected), "{early}");
    }
    let read = world.read_project(&ana, id).await;
    assert_eq!((read.version, read.phase), (2, ProjectPhase::Matching));
    // A phase that is dated earlier already keeps its date.
    let earlier = "UPDATE phase_dates SET starts_on = '2025-06-01' WHERE phase = 'need'";
    world.sql(earlier).await;
    let back = moves(2, ProjectPhase::Need, "2025-06-01").await;
    back.expect("gone back");
    let read = store.project(&actor, id).await.expect("a project");
    assert_eq!(read.project.phase, ProjectPhase::Need);
    assert_eq!(read.phases[0].starts_on, day("2025-06-01"));
}

async fn keeps_its_phases_in_another_frame(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let day = |text: &str| parse_date(text).expect("a date");
    let reframes = async |version, on: &str| {
        let draft = ProjectDraft {
            starts_on: on.into(),
            ..project_draft("Lire à deux")
        };
        store.edit_project(&actor, id, version, &draft).await
    };
    let dates = async || {
        let read = store.project(&actor, id).await.expect("a project");
        let dates = read.phases.iter().map(|date| date.starts_on.to_string());
        dates.collect::<Vec<_>>()
    };
    // The first phase begins with the frame, which the log tells.
    reframes(1, "2025-10-01").await.expect("changed");
    assert_eq!(dates().await, ["2025-10-01"]);
    let told = "audit WHERE action = 'change_phase' AND before LIKE '%2025-09-01%'
        AND after LIKE '%2025-10-01%'";
    assert_eq!(world.count(told).await, 1);
    let pilot = store.change_phase(&actor, id, 2, ProjectPhase::Pilot, day("2026-01-05"));
    pilot.await.expect("moved");
    let rows = world.count("audit").await;
    for (frame, left) in [("2026-01-06", "2026-01-05"), ("2022-12-01", "2026-01-05")] {
        let left = Problem::LeavesOut { day: day(left) };
        let refused = reframes(3, frame).await;
        assert_eq!(problem(refused, "starts_on"), Some(left), "{frame}");
    }
    assert_eq!(dates().await, ["2025-10-01", "2026-01-05"]);
    assert_eq!(world.count("audit").await, rows);
    reframes(3, "2025-11-03").await.expect("changed");
    assert_eq!(dates().await, ["2025-11-03", "2026-01-05"]);
}

async fn plans_its_phases(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let mut draft = PhasesDraft::default();
    for (field, text) in [
        ("need_starts_on", "2025-09-01"),
        ("pilot_starts_on", "2026-09-01"),
        ("pilot_ends_on", "2027-02-28"),
        ("evaluation_starts_on", "2027-03-01"),
    ] {
        draft.0.insert(field.into(), text.into());
    }
    let planned = store.plan_phases(&actor, id, 1, &draft).await;
    planned.expect("planned");
    let again = store.plan_phases(&actor, id, 1, &draft).await;
    assert_fails!(again, StoreError::Stale { current: 2 });
    let read = store.project(&actor, id).await.expect("a project");
    assert_eq!((read.project.version, read.phases.len()), (2, 3));
    assert_eq!(read.project.phase, ProjectPhase::Need, "only planned");
    assert_eq!(read.phases[1].ends_on, parse_date("2027-02-28"));
    let day = |text: &str| parse_date(text).expect("a date");
    let next = async |today: &str| {
        let mut glances = store.glances(&[id], day(today)).await.expect("read");
        let glance = glances.remove(&id).expect("a glance");
        let next = glance.phase.expect("a phase");
        (next.phase, next.overdue)
    };
    assert_eq!(next("2026-06-01").await, (ProjectPhase::Pilot, false));
    assert_eq!(next("2026-09-02").await, (ProjectPhase::Pilot, true));
    // The plan of the phase that begins, and those behind it, hold.
    let moved = store.change_phase(&actor, id, 2, ProjectPhase::Pilot, day("2026-10-01"));
    moved.await.expect("moved");
    assert_eq!(next("2026-10-02").await, (ProjectPhase::Evaluation, false));
    let read = store.project(&actor, id).await.expect("a project");
    assert_eq!(read.phases[1].starts_on, day("2026-10-01"));
    assert_eq!(read.phases[1].ends_on, parse_date("2027-02-28"));
    let early = store.change_phase(&actor, id, 3, ProjectPhase::Evaluation, day("2026-09-30"));
    let earliest = day("2026-10-01");
    let expected = Problem::BeforePrevious { earliest };
    assert_eq!(problem(early.await, "starts_on"), Some(expected));
    let feed = store.activity(&actor, Feed::Project(id), None).await;
    let deeds: Vec<_> = feed.expect("a feed").items.iter().map(|i| i.deed).collect();
    let expected = [Deed::ChangedPhase, Deed::PlannedPhases, Deed::OpenedProject];
    assert_eq!(deeds, expected);
}

async fn keeps_links(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let ids: Vec<_> = (0..=LINKS_MAX).map(|_| ProjectLinkId::new()).collect();
    let (last, all) = ids.split_last().expect("some");
    for id in all {
        for _ in 0..2 {
            let draft = link_draft("Le dépôt");
            let added = store.add_project_link(&actor, project, *id, &draft).await;
            added.expect("added");
        }
    }
    let draft = link_draft("De trop");
    let refused = store.add_project_link(&actor, project, *last, &draft).await;
    let full = Problem::Full { max: LINKS_MAX };
    assert_eq!(problem(refused, "address"), Some(full));
    let removed = store.remove_project_link(&actor, all[1]).await;
    removed.expect("removed");
    let gone = store.remove_project_link(&actor, all[1]).await;
    assert_fails!(gone, StoreError::NotFound);
    let draft = link_draft("Le code");
    let edited = store.edit_project_link(&actor, all[0], 1, &draft).await;
    edited.expect("changed");
    let stale = store.edit_project_link(&actor, all[0], 1, &draft).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let read = store.project(&actor, project).await.expect("a project");
    assert_eq!(read.links.len(), all.len() - 1);
    assert_eq!(read.links[0].facts.title, "Le code");
    assert_eq!(read.project.version, 1, "links have versions of their own");
    let feed = store.activity(&actor, Feed::Project(project), None).await;
    let newest = feed.expect("a feed").items.remove(0);
    assert_eq!(newest.deed, Deed::ChangedLinks);
}

async fn lists_by_filter_and_page(world: World) {
    let ana = world.member("Ana").await;
    for number in 0..PER_PAGE + 2 {
        let title = format!("Projet {number}");
        world.project(&ana).title(&title).open().await;
    }
    let efran = world.project(&ana).title("Écrire").programme("efran");
    let efran = efran.open().await;
    let actor = ana.actor().await;
    let list = |filter: ProjectFilter| {
        let (store, actor) = (world.store.clone(), actor.clone());
        async move { store.projects(&actor, &filter).await.expect("a list") }
    };
    let first = list(ProjectFilter::default()).await;
    assert_eq!((first.total, first.count()), (PER_PAGE + 3, 2));
    assert_eq!(first.items.len() as u64, PER_PAGE);
    assert_eq!(first.items[0].id, efran, "the last changed comes first");
    let page = |page| ProjectFilter {
        page,
        ..ProjectFilter::default()
    };
    assert_eq!(list(page(2)).await.items.len(), 3);
    let beyond = list(page(3)).await;
    assert_eq!((beyond.number, beyond.items.len()), (2, 3), "the last page");
    let day = parse_date("2026-01-01").expect("a date");
    let moved = world
        .store
        .change_phase(&actor, efran, 1, ProjectPhase::Pilot, day)
        .await;
    moved.expect("moved");
    for filter in [
        ProjectFilter {
            programme: Some(ProgrammeKind::Efran),
            ..ProjectFilter::default()
        },
        ProjectFilter {
            phase: Some(ProjectPhase::Pilot),
            ..ProjectFilter::default()
        },
        ProjectFilter {
            query: "ecri".into(),
            ..ProjectFilter::default()
        },
    ] {
        let found = list(filter.clone()).await;
        let found: Vec<_> = found.items.iter().map(|project| project.id).collect();
        assert_eq!(found, [efran], "{filter:?}");
    }
    let none = ProjectFilter {
        phase: Some(ProjectPhase::Pilot),
        programme: Some(ProgrammeKind::Gtnum),
        ..ProjectFilter::default()
    };
    assert_eq!(list(none).await.total, 0);
}

async fn lists_own_projects(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let shared = world.project(&ana).with(&bob, ProjectRole::Observer);
    let shared = shared.open().await;
    world.project(&ana).open().await;
    let own = world.store.own_projects(&bob.actor().await).await;
    let own: Vec<_> = own.expect("a list").iter().map(|own| own.id).collect();
    assert_eq!(own, [shared]);
    let own = world.store.own_projects(&ana.actor().await).await;
    assert_eq!(own.expect("a list").len(), 2);
}
