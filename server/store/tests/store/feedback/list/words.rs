//! What is found by words, by themselves and beside what else narrows the log.

use domain::feedback::{
    Device, FeedbackDraft, FeedbackFilter, FeedbackOrder, LOOKED_THROUGH, Network,
};
use domain::school::{ClassLevel, Discipline};

use super::ids;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    finds_words_within_one_project,
    narrows_words_to_what_entries_say,
    narrows_words_to_own_among_few,
    narrows_words_to_own_among_many,
    orders_what_was_imported_by_time,
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

/// Words are found with each thing that an entry says, as it says it now.
async fn narrows_words_to_what_entries_say(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let place = "Écran d’accueil > « 2 » (bis)";
    let said = FeedbackDraft {
        level: "cm1".into(),
        discipline: "french".into(),
        device: "tablet".into(),
        network: "slow".into(),
        place: place.into(),
        ..draft("bug", "Trop lent")
    };
    let id = world.give(&ana, project, &said).await;
    world.give(&ana, project, &draft("bug", "Trop lent")).await;
    let change = async |change: &str| {
        let entry = world.uuid(id.0);
        let sql = format!("UPDATE feedback SET {change} WHERE id = {entry}");
        world.sql(&sql).await;
    };
    change("tool_version = '0.2 bêta'").await;
    let lent = FeedbackFilter {
        query: "lent".into(),
        ..FeedbackFilter::default()
    };
    let filters = [
        FeedbackFilter {
            level: Some(ClassLevel::Cm1),
            ..lent.clone()
        },
        FeedbackFilter {
            discipline: Discipline::from_code("french"),
            ..lent.clone()
        },
        FeedbackFilter {
            device: Some(Device::Tablet),
            ..lent.clone()
        },
        FeedbackFilter {
            network: Some(Network::Slow),
            ..lent.clone()
        },
        FeedbackFilter {
            place: place.into(),
            ..lent.clone()
        },
        FeedbackFilter {
            tool_version: "0.2 bêta".into(),
            ..lent.clone()
        },
    ];
    for filter in &filters {
        let other = FeedbackFilter {
            query: "rapide".into(),
            ..filter.clone()
        };
        for own in [false, true] {
            let filter = FeedbackFilter {
                own,
                ..filter.clone()
            };
            assert_eq!(ids(&world.log(&ana, project, filter).await), [id]);
        }
        assert_eq!(world.log(&ana, project, other).await.page.total, 0);
    }
    let all = FeedbackFilter {
        place: place.into(),
        level: Some(ClassLevel::Cm1),
        ..filters[5].clone()
    };
    assert_eq!(ids(&world.log(&ana, project, all).await), [id]);
    change("level = NULL, discipline = 'english', device = 'phone'").await;
    change("network = 'good', place = '', tool_version = '0.2'").await;
    for filter in filters {
        let left = world.log(&ana, project, filter.clone()).await;
        assert_eq!(left.page.total, 0, "{filter:?}");
    }
    let good = FeedbackFilter {
        network: Some(Network::Good),
        ..lent
    };
    assert_eq!(ids(&world.log(&ana, project, good).await), [id]);
}

/// The same words find one's own among few entries as they find them among all.
async fn narrows_words_to_own_among_few(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    for (story, place) in [
        ("Lent, la tablette de l’élève", "Accueil"),
        ("Lenteur d'une tablette", "Liste"),
        ("Œuvre : lent !", ""),
    ] {
        let draft = FeedbackDraft {
            place: place.into(),
            ..draft("bug", story)
        };
        world.give(&ana, project, &draft).await;
    }
    for (query, total) in [
        ("lent", 3),
        ("lent tablette", 1),
        ("tablette lent", 2),
        ("accueil eleve", 1),
        ("ACCUEIL l", 1),
        ("liste tablet", 1),
        ("ente", 0),
        ("eur", 0),
        ("oeuvre lent", 1),
        ("%", 3),
        ("lent_", 3),
        ("lent lent lent", 2),
    ] {
        for own in [false, true] {
            let filter = FeedbackFilter {
                query: query.into(),
                own,
                ..FeedbackFilter::default()
            };
            let listed = world.log(&ana, project, filter).await;
            assert_eq!(listed.page.total, total, "{query}, own: {own}");
        }
    }
}

/// One's own entry is found by a word that more entries hold, all of them newer,
/// than are looked through; so are some thousands of one's own.
async fn narrows_words_to_own_among_many(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let cleo = world.member("Cléo").await;
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
    let others = same.replace("author", &world.uuid(cleo.id.0));
    world
        .sql(&format!(
            "INSERT INTO feedback (id, {same})
             SELECT {new_id}, {others} FROM feedback WHERE author = {author} LIMIT 2000"
        ))
        .await;
    let own = FeedbackFilter {
        query: "lenteur".into(),
        own: true,
        ..FeedbackFilter::default()
    };
    let listed = world.log(&ana, project, own.clone()).await;
    assert_eq!((ids(&listed), listed.partial), (vec![old], false));
    for person in [&bob, &cleo] {
        let listed = world.log(person, project, own.clone()).await;
        assert_eq!((listed.page.total, listed.partial), (LOOKED_THROUGH, true));
        assert!(listed.page.items.iter().all(|entry| entry.own));
    }
}

/// Where entries were imported, their numbers say nothing of their time; with few of a word
/// as with many.
async fn orders_what_was_imported_by_time(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut given = Vec::new();
    for (story, days) in [("Lent un", 3), ("Lent deux", 1), ("Lent trois", 2)] {
        let id = world.give(&ana, project, &draft("bug", story)).await;
        let at = world.store.now().plus_seconds(-days * 86_400);
        world
            .sql(&format!(
                "UPDATE feedback SET created_at = {} WHERE id = {}",
                at.0,
                world.uuid(id.0)
            ))
            .await;
        given.push(id);
    }
    world
        .sql(&format!(
            "INSERT INTO imports (id, kind, source, records_name, plan, report, needs, positions,
                 made_by, made_at, project_id)
             VALUES ({}, 'limesurvey', 'Enquête', 'retours.csv', '', '', 3, 0, {}, 0, {})",
            world.uuid(uuid::Uuid::now_v7()),
            world.uuid(ana.id.0),
            world.uuid(project.0)
        ))
        .await;
    let lent = FeedbackFilter {
        query: "lent".into(),
        ..FeedbackFilter::default()
    };
    let listed = world.log(&ana, project, lent.clone()).await;
    assert_eq!(ids(&listed), [given[1], given[2], given[0]]);
    let oldest = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..lent.clone()
    };
    let listed = world.log(&ana, project, oldest.clone()).await;
    assert_eq!(ids(&listed), [given[0], given[2], given[1]]);
    let new_id = match world.is_postgres() {
        true => "gen_random_uuid()",
        false => "randomblob(16)",
    };
    let same = "project_id, kind, story, severity, weight, place, anonymity, author, state,
        state_reason, shared, comments, version, folded, updated_at";
    for _ in 0..11 {
        world
            .sql(&format!(
                "INSERT INTO feedback (id, {same}, created_at)
                 SELECT {new_id}, {same}, created_at - 1 FROM feedback WHERE story = 'Lent un'"
            ))
            .await;
    }
    let listed = world.log(&ana, project, lent).await;
    assert_eq!((listed.page.total, listed.partial), (LOOKED_THROUGH, true));
    assert_eq!(ids(&listed)[..3], [given[1], given[2], given[0]]);
    // The oldest is the copy of copies.
    let listed = world.log(&ana, project, oldest).await;
    let times = listed.page.items.iter().map(|entry| entry.created_at);
    assert!(times.is_sorted());
    assert!(
        listed
            .page
            .items
            .iter()
            .all(|entry| entry.facts.story == "Lent un")
    );
}
