//! Finding feedback again.

use domain::feedback::{
    Device, Facet, FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackPage, FeedbackState,
    LOOKED_THROUGH, Network, Severity,
};
use domain::ids::{FeedbackId, ProjectId, UserId, ViewId};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use domain::school::{ClassLevel, Discipline};
use domain::time::day_in_france;
use store::{SetClock, StoreError};

use super::draft;
use crate::cast::Someone;
use crate::problem;
use crate::world::World;

on_both! {
    turns_pages_forwards_and_backwards,
    turns_pages_over_years,
    counts_what_the_list_shows,
    finds_words_within_one_project,
    orders_by_weight,
    narrows_to_own_and_assigned,
    narrows_to_class_and_device,
    narrows_to_place_version_network_and_days,
    counts_places_and_versions_as_the_other_facets,
    stands_by_state_and_by_assignee,
    narrows_words_to_own_among_many,
    keeps_views_by_name,
}

const KINDS: [&str; 3] = ["bug", "idea", "obstacle"];

/// Entries of three kinds, every fourth of them accepted, in order of giving.
async fn many(world: &World, who: &Someone, count: usize) -> (ProjectId, Vec<FeedbackId>) {
    let project = world.project(who).open().await;
    let mut given = Vec::new();
    for number in 0..count {
        let mut draft = draft(KINDS[number % 3], &format!("Retour numéro {number}"));
        if number % 5 == 0 {
            draft.severity = "blocking".into();
        }
        given.push(world.give(who, project, &draft).await);
    }
    for id in given.iter().step_by(4) {
        world.bring(who, *id, "accepted").await;
    }
    (project, given)
}

fn ids(listed: &FeedbackPage) -> Vec<FeedbackId> {
    listed.page.items.iter().map(|entry| entry.id).collect()
}

async fn turns_pages_forwards_and_backwards(world: World) {
    let ana = world.member("Ana").await;
    let (project, given) = many(&world, &ana, 210).await;
    for (order, query) in [
        (FeedbackOrder::Newest, ""),
        (FeedbackOrder::Oldest, ""),
        (FeedbackOrder::Severity, ""),
        (FeedbackOrder::Newest, "retour"),
        (FeedbackOrder::Oldest, "retour"),
        (FeedbackOrder::Severity, "retour"),
        (FeedbackOrder::State, ""),
        (FeedbackOrder::State, "retour"),
        (FeedbackOrder::Assignee, ""),
        (FeedbackOrder::Assignee, "retour"),
    ] {
        let mut read = Vec::new();
        for page in 1..=10 {
            let filter = FeedbackFilter {
                query: query.into(),
                order,
                page,
                ..FeedbackFilter::default()
            };
            let listed = world.log(&ana, project, filter).await;
            assert_eq!((listed.page.total, listed.page.number), (210, page));
            assert!(!listed.partial);
            let expected = match page {
                9 => 10,
                10 => 0,
                _ => 25,
            };
            assert_eq!(listed.page.items.len(), expected, "{order} page {page}");
            read.extend(ids(&listed));
        }
        match order {
            FeedbackOrder::Newest => {
                assert!(read.iter().rev().eq(&given), "newest first");
            }
            FeedbackOrder::Oldest => assert_eq!(read, given),
            // Those that go by something else than time: each once.
            _ => {
                let mut each = read.clone();
                each.sort();
                each.dedup();
                assert_eq!(each.len(), 210, "each once");
            }
        }
    }
    for page in [0, 1 << 40, u64::MAX] {
        let filter = FeedbackFilter {
            page,
            ..FeedbackFilter::default()
        };
        let listed = world.log(&ana, project, filter).await;
        assert_eq!(listed.page.total, 210);
        assert_eq!(listed.page.items.is_empty(), page > 0);
    }
}

/// A log of three years, its last entry back-dated. Whichever way it is narrowed
/// and ordered, its pages hold each entry once and in order.
async fn turns_pages_over_years(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let dated = world.store.with_clock(clock.clone());
    let mut given = Vec::new();
    for number in 0..250_i64 {
        // Two at each moment; the last among the first.
        let days = if number == 249 { 3 } else { number / 2 * 8 };
        let at = now.plus_seconds((days - 1_100) * 86_400);
        clock.set(at);
        let severity = match number % 3 {
            0 => "minor",
            1 => "blocking",
            _ => "hindering",
        };
        let kind = if number % 7 == 0 { "idea" } else { "bug" };
        let mut draft = draft(kind, "Retour");
        draft.severity = severity.into();
        let id = FeedbackId::new();
        let done = dated.give_feedback(&actor, project, id, &draft).await;
        done.expect("given");
        given.push((at, number, kind, severity, id));
    }
    for (.., id) in given.iter().step_by(25) {
        world.bring(&ana, *id, "accepted").await;
    }
    let weights = ["minor", "hindering", "blocking"];
    let severe = |severity: &str| weights.iter().position(|weight| *weight == severity);
    let bugs = vec![FeedbackKind::Bug];
    for (kinds, order) in [
        (vec![], FeedbackOrder::Newest),
        (vec![], FeedbackOrder::Oldest),
        (vec![], FeedbackOrder::Severity),
        (bugs.clone(), FeedbackOrder::Newest),
        (bugs.clone(), FeedbackOrder::Oldest),
        (bugs, FeedbackOrder::Severity),
    ] {
        let mut expected = given.clone();
        expected.retain(|(_, _, kind, ..)| kinds.is_empty() || *kind == "bug");
        expected.sort_by_key(|(at, number, _, severity, _)| {
            let weight = (order == FeedbackOrder::Severity).then_some(severe(severity));
            (weight, *at, *number)
        });
        if order != FeedbackOrder::Oldest {
            expected.reverse();
        }
        for (page, expected) in (1..).zip(expected.chunks(25)) {
            let filter = FeedbackFilter {
                kinds: kinds.clone(),
                order,
                page,
                ..FeedbackFilter::default()
            };
            let listed = ids(&world.log(&ana, project, filter).await);
            let expected: Vec<FeedbackId> = expected.iter().map(|(.., id)| *id).collect();
            assert_eq!(listed, expected, "{kinds:?} {order} page {page}");
        }
    }
    let accepted = FeedbackFilter {
        states: vec![FeedbackState::Accepted],
        ..FeedbackFilter::default()
    };
    assert_eq!(world.log(&ana, project, accepted).await.page.total, 10);
}

/// Every facet's count is the total of the list narrowed to that value too.
async fn counts_what_the_list_shows(world: World) {
    let ana = world.member("Ana").await;
    let (project, _) = many(&world, &ana, 60).await;
    let filters = [
        FeedbackFilter::default(),
        FeedbackFilter {
            kinds: vec![FeedbackKind::Bug, FeedbackKind::Idea],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            states: vec![FeedbackState::Accepted],
            severities: vec![Severity::Blocking, Severity::Minor],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            query: "numero 1".into(),
            kinds: vec![FeedbackKind::Bug],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            own: true,
            states: vec![FeedbackState::New],
            ..FeedbackFilter::default()
        },
    ];
    for filter in filters {
        let listed = world.log(&ana, project, filter.clone()).await;
        for facet in &listed.facets.kinds {
            let narrowed = FeedbackFilter {
                kinds: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        for facet in &listed.facets.states {
            let narrowed = FeedbackFilter {
                states: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        for facet in &listed.facets.severities {
            let narrowed = FeedbackFilter {
                severities: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        let every = |item: &domain::feedback::Feedback| {
            (filter.kinds.is_empty() || filter.kinds.contains(&item.facts.kind))
                && (filter.states.is_empty() || filter.states.contains(&item.state))
        };
        assert!(listed.page.items.iter().all(every), "{filter:?}");
    }
}

async fn finds_words_within_one_project(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let other = world.project(&ana).open().await;
    let mut here = draft("bug", "L’élève n’entend pas la consigne");
    here.place = "Écran d’accueil".into();
    let id = world.give(&ana, project, &here).await;
    world
        .give(&ana, project, &draft("idea", "Autre chose"))
        .await;
    world.give(&ana, other, &here).await;
    for (query, found) in [
        ("ELEVE consi", true),
        ("accueil", true),
        ("eleve chose", false),
        ("\"", true),
    ] {
        let filter = FeedbackFilter {
            query: query.into(),
            ..FeedbackFilter::default()
        };
        let listed = ids(&world.log(&ana, project, filter).await);
        assert_eq!(listed.contains(&id), found, "{query}");
    }
    // "p" begins "pas", and nothing that the store adds to the other.
    for query in ["consigne", "p"] {
        let filter = FeedbackFilter {
            query: query.into(),
            ..FeedbackFilter::default()
        };
        let total = world.log(&ana, project, filter).await.page.total;
        assert_eq!(total, 1, "{query}");
    }
}

async fn orders_by_weight(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut given = Vec::new();
    for severity in ["minor", "blocking", "hindering", "blocking"] {
        let mut draft = draft("bug", "Lenteur");
        draft.severity = severity.into();
        given.push(world.give(&ana, project, &draft).await);
    }
    for query in ["", "lenteur"] {
        let filter = FeedbackFilter {
            query: query.into(),
            order: FeedbackOrder::Severity,
            ..FeedbackFilter::default()
        };
        let listed = ids(&world.log(&ana, project, filter).await);
        assert_eq!(listed, [given[3], given[1], given[2], given[0]]);
    }
}

async fn narrows_to_own_and_assigned(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let a = world.give(&ana, project, &draft("bug", "De Ana")).await;
    let b = world.give(&bob, project, &draft("bug", "De Bob")).await;
    let assign = domain::feedback::BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..Default::default()
    };
    let actor = ana.actor().await;
    let assigned = world
        .store
        .treat_feedback(&actor, project, &[b], &assign)
        .await;
    assigned.expect("assigned");
    let own = FeedbackFilter {
        own: true,
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&ana, project, own.clone()).await), [a]);
    assert_eq!(ids(&world.log(&bob, project, own).await), [b]);
    let to = |person: UserId| FeedbackFilter {
        assignee: Some(person),
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&bob, project, to(ana.id)).await), [b]);
    assert_eq!(world.log(&bob, project, to(bob.id)).await.page.total, 0);
    let nobody_s = FeedbackFilter {
        unassigned: true,
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&bob, project, nobody_s).await), [a]);
}

async fn narrows_to_class_and_device(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let in_class = |level: &str, device: &str| domain::feedback::FeedbackDraft {
        level: level.into(),
        discipline: "french".into(),
        device: device.into(),
        ..draft("bug", "Trop lent")
    };
    let tablet = world.give(&ana, project, &in_class("cm1", "tablet")).await;
    let phone = world.give(&ana, project, &in_class("cm2", "phone")).await;
    world.give(&ana, project, &draft("bug", "Trop lent")).await;
    let open = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..FeedbackFilter::default()
    };
    for (filter, expected) in [
        (
            FeedbackFilter {
                discipline: Discipline::from_code("french"),
                ..open.clone()
            },
            vec![tablet, phone],
        ),
        (
            FeedbackFilter {
                level: Some(ClassLevel::Cm2),
                ..open.clone()
            },
            vec![phone],
        ),
        (
            FeedbackFilter {
                query: "lent".into(),
                device: Some(Device::Tablet),
                ..open.clone()
            },
            vec![tablet],
        ),
        (
            FeedbackFilter {
                level: Some(ClassLevel::Cm1),
                device: Some(Device::Phone),
                ..open.clone()
            },
            Vec::new(),
        ),
    ] {
        let list = world.log(&ana, project, filter).await;
        assert_eq!(list.page.total, expected.len() as u64);
        assert_eq!(ids(&list), expected);
    }
}

async fn narrows_to_place_version_network_and_days(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let dated = world.store.with_clock(clock.clone());
    let given = async |days: i64, place: &str, network: &str| {
        clock.set(now.plus_seconds(-days * 86_400));
        let draft = domain::feedback::FeedbackDraft {
            place: place.into(),
            network: network.into(),
            ..draft("bug", "Trop lent")
        };
        let id = FeedbackId::new();
        let done = dated.give_feedback(&actor, project, id, &draft).await;
        done.expect("given");
        id
    };
    let old = given(400, "Accueil", "slow").await;
    let home = given(20, "Accueil", "good").await;
    let list = given(10, "Liste", "slow").await;
    let versions = format!(
        "UPDATE feedback SET tool_version = '0.2' WHERE id <> {}",
        world.uuid(old.0)
    );
    world.sql(&versions).await;
    let open = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..FeedbackFilter::default()
    };
    let day = |days: i64| Some(day_in_france(now.plus_seconds(-days * 86_400)));
    for (filter, expected) in [
        (
            FeedbackFilter {
                place: "Accueil".into(),
                ..open.clone()
            },
            vec![old, home],
        ),
        (
            FeedbackFilter {
                place: "Accueil".into(),
                tool_version: "0.2".into(),
                query: "lent".into(),
                ..open.clone()
            },
            vec![home],
        ),
        (
            FeedbackFilter {
                network: Some(Network::Slow),
                ..open.clone()
            },
            vec![old, list],
        ),
        (
            FeedbackFilter {
                from: day(20),
                ..open.clone()
            },
            vec![home, list],
        ),
        (
            FeedbackFilter {
                from: day(400),
                until: day(20),
                ..open.clone()
            },
            vec![old, home],
        ),
        (
            FeedbackFilter {
                from: day(19),
                until: day(11),
                ..open.clone()
            },
            Vec::new(),
        ),
        (
            FeedbackFilter {
                place: "accueil".into(),
                ..open.clone()
            },
            Vec::new(),
        ),
    ] {
        let list = world.log(&ana, project, filter.clone()).await;
        assert_eq!(ids(&list), expected, "{filter:?}");
        assert_eq!(list.page.total, expected.len() as u64);
    }
}

async fn counts_places_and_versions_as_the_other_facets(world: World) {
    let (ana, paul) = (world.member("Ana").await, world.partner("Paul").await);
    let team = world.project(&ana).with(&paul, ProjectRole::Partner);
    let project = team.open().await;
    let other = world.project(&ana).open().await;
    let mut given = Vec::new();
    for (project, kind, place) in [
        (project, "bug", "Liste"),
        (project, "bug", "Accueil"),
        (project, "idea", "Liste"),
        (project, "bug", ""),
        (other, "bug", "Ailleurs"),
    ] {
        let mut draft = draft(kind, "Trop lent");
        draft.place = place.into();
        given.push(world.give(&ana, project, &draft).await);
    }
    world
        .sql("UPDATE feedback SET tool_version = '0.2' WHERE place = 'Liste'")
        .await;
    let values = async |who: &Someone, filter: FeedbackFilter| {
        let actor = who.actor().await;
        let values = world.store.feedback_values(&actor, project, &filter).await;
        let values = values.expect("values");
        let told = |facets: Vec<Facet<String>>| -> Vec<(String, u64)> {
            let facets = facets.into_iter();
            facets.map(|facet| (facet.value, facet.count)).collect()
        };
        (told(values.places), told(values.versions))
    };
    let told = |facets: &[(&str, u64)]| -> Vec<(String, u64)> {
        let facets = facets.iter();
        facets
            .map(|&(value, count)| (value.to_owned(), count))
            .collect()
    };
    let open = FeedbackFilter::default();
    let two = told(&[("Liste", 2), ("Accueil", 1)]);
    let newest = told(&[("0.2", 2)]);
    assert_eq!(
        values(&ana, open.clone()).await,
        (two.clone(), newest.clone())
    );
    // What is chosen in a field widens that field and narrows the others, whether the log
    // is counted in advance or looked through.
    for words in ["", "lent"] {
        let bugs = FeedbackFilter {
            kinds: vec![FeedbackKind::Bug],
            query: words.into(),
            ..open.clone()
        };
        let places = told(&[("Accueil", 1), ("Liste", 1)]);
        assert_eq!(values(&ana, bugs).await, (places, told(&[("0.2", 1)])));
        let home = FeedbackFilter {
            place: "Accueil".into(),
            query: words.into(),
            ..open.clone()
        };
        assert_eq!(values(&ana, home).await, (two.clone(), Vec::new()));
        let version = FeedbackFilter {
            tool_version: "0.2".into(),
            query: words.into(),
            ..open.clone()
        };
        let list = told(&[("Liste", 2)]);
        assert_eq!(values(&ana, version).await, (list, newest.clone()));
    }
    // A partner's are those of what is opened to them.
    assert_eq!(values(&paul, open.clone()).await, (Vec::new(), Vec::new()));
    world
        .sql("UPDATE feedback SET shared = TRUE WHERE place = 'Accueil'")
        .await;
    let shared = (told(&[("Accueil", 1)]), Vec::new());
    assert_eq!(values(&paul, open).await, shared);
}

/// Each page goes on where the one before ended, whether the log is counted in advance
/// or looked through.
async fn stands_by_state_and_by_assignee(world: World) {
    let (zoe, ana) = (world.member("Zoé").await, world.member("Ana").await);
    let team = world.project(&ana).with(&zoe, ProjectRole::Contributor);
    let project = team.open().await;
    let mut given = Vec::new();
    for number in 0..70 {
        let kind = if number % 7 == 0 { "idea" } else { "bug" };
        given.push(world.give(&ana, project, &draft(kind, "Trop lent")).await);
    }
    let actor = ana.actor().await;
    let treat = async |ids: &[FeedbackId], action: &str, assignee: Option<&Someone>| {
        let draft = domain::feedback::BulkDraft {
            action: action.into(),
            reason: "Parce que.".into(),
            assignee: assignee.map(|who| who.id.to_string()).unwrap_or_default(),
        };
        let treated = world.store.treat_feedback(&actor, project, ids, &draft);
        treated.await.expect("treated");
    };
    treat(&given[..30], "accept", None).await;
    treat(&given[30..32], "refuse", None).await;
    treat(&given[10..40], "assign", Some(&zoe)).await;
    treat(&given[60..], "assign", Some(&ana)).await;
    let newest = |ranges: &[std::ops::Range<usize>]| {
        let part = |range: &std::ops::Range<usize>| range.clone().rev();
        let all = ranges.iter().flat_map(part);
        all.collect::<Vec<usize>>()
    };
    let by_state = newest(&[32..70, 0..30, 30..32]);
    let by_assignee = newest(&[60..70, 10..40, 40..60, 0..10]);
    let is_idea = |number: &usize| number.is_multiple_of(7);
    for (order, expected) in [
        (FeedbackOrder::State, by_state),
        (FeedbackOrder::Assignee, by_assignee),
    ] {
        for (query, kinds) in [
            ("", vec![]),
            ("lent", vec![]),
            ("", vec![FeedbackKind::Idea]),
            ("lent", vec![FeedbackKind::Idea]),
        ] {
            let mut expected = expected.clone();
            expected.retain(|number| kinds.is_empty() || is_idea(number));
            let mut read = Vec::new();
            for page in 1..=4 {
                let filter = FeedbackFilter {
                    query: query.into(),
                    kinds: kinds.clone(),
                    order,
                    page,
                    ..FeedbackFilter::default()
                };
                let listed = world.log(&ana, project, filter).await;
                assert_eq!(listed.page.total, expected.len() as u64);
                read.extend(ids(&listed));
            }
            let expected: Vec<_> = expected.iter().map(|number| given[*number]).collect();
            assert_eq!(read, expected, "{order} {query:?} {kinds:?}");
        }
    }
    let accepted = FeedbackFilter {
        states: vec![FeedbackState::Accepted],
        order: FeedbackOrder::State,
        ..FeedbackFilter::default()
    };
    assert_eq!(world.log(&ana, project, accepted).await.page.total, 30);
}

/// One's own entry is found by a word that more entries hold, all of them newer,
/// than are looked through.
async fn narrows_words_to_own_among_many(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let old = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    world.give(&bob, project, &draft("bug", "Lenteur")).await;
    let author = world.uuid(bob.id.0);
    let new_id = match world.is_postgres() {
        true => "gen_random_uuid()",
        false => "randomblob(16)",
    };
    let same = "project_id, kind, story, severity, weight, place, anonymity, author, state,
        state_reason, shared, comments, version, folded, created_at, updated_at";
    for _ in 0..13 {
        world
            .sql(&format!(
                "INSERT INTO feedback (id, {same})
                 SELECT {new_id}, {same} FROM feedback WHERE author = {author}"
            ))
            .await;
    }
    let own = FeedbackFilter {
        query: "lenteur".into(),
        own: true,
        ..FeedbackFilter::default()
    };
    let listed = world.log(&ana, project, own.clone()).await;
    assert_eq!((ids(&listed), listed.partial), (vec![old], false));
    let listed = world.log(&bob, project, own).await;
    assert_eq!((listed.page.total, listed.partial), (LOOKED_THROUGH, true));
}

async fn keeps_views_by_name(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let hidden = world.project(&ana).team_only().open().await;
    let store = &world.store;
    let filter = |query: &str| FeedbackFilter {
        query: query.into(),
        kinds: vec![FeedbackKind::Bug],
        page: 4,
        ..FeedbackFilter::default()
    };
    let actor = ana.actor().await;
    let first = ViewId::new();
    for _ in 0..2 {
        let saved = store
            .save_view(&actor, project, first, " Pannes ", &filter("lent"))
            .await;
        saved.expect("saved");
    }
    let views = store.views(&actor, project).await.expect("views");
    assert_eq!(views.len(), 1);
    assert_eq!(
        (views[0].name.as_str(), views[0].filter.page),
        ("Pannes", 1)
    );
    let saved = store
        .save_view(&actor, project, ViewId::new(), "Pannes", &filter("flou"))
        .await;
    saved.expect("replaced");
    let views = store.views(&actor, project).await.expect("views");
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].filter.query, "flou");
    let nameless = store
        .save_view(&actor, project, ViewId::new(), " ", &filter(""))
        .await;
    assert_eq!(problem(nameless, "name"), Some(Problem::Missing));
    let other = bob.actor().await;
    assert!(store.views(&other, project).await.expect("none").is_empty());
    let foreign = store.delete_view(&other, views[0].id).await;
    assert_fails!(foreign, StoreError::NotFound);
    let unseen = store
        .save_view(&other, hidden, ViewId::new(), "Vue", &filter(""))
        .await;
    assert_fails!(unseen, StoreError::NotFound);
    let deleted = store.delete_view(&actor, views[0].id).await;
    deleted.expect("forgotten");
    assert!(store.views(&actor, project).await.expect("none").is_empty());
}
