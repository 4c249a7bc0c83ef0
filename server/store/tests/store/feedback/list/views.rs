//! Filters kept under a name.

use domain::feedback::{FeedbackFilter, FeedbackKind};
use domain::ids::ViewId;
use domain::problems::Problem;
use store::StoreError;

use crate::problem;
use crate::world::World;

on_both! {
    keeps_views_by_name,
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
            .save_view(&actor, project, first, (" Pannes ", false), &filter("lent"))
            .await;
        saved.expect("saved");
    }
    let views = store.views(&actor, project).await.expect("views");
    assert_eq!(views.len(), 1);
    assert_eq!(
        (views[0].name.as_str(), views[0].filter.page),
        ("Pannes", 1)
    );
    // One of the same name is replaced only where that is said.
    let second = ViewId::new();
    let unasked = store
        .save_view(&actor, project, second, ("Pannes", false), &filter("flou"))
        .await;
    assert_eq!(problem(unasked, "name"), Some(Problem::NameKept));
    let views = store.views(&actor, project).await.expect("views");
    assert_eq!((views.len(), views[0].id), (1, first));
    assert_eq!(views[0].filter.query, "lent");
    let saved = store
        .save_view(&actor, project, second, ("Pannes", true), &filter("flou"))
        .await;
    saved.expect("replaced");
    let views = store.views(&actor, project).await.expect("views");
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].filter.query, "flou");
    let nameless = store
        .save_view(&actor, project, ViewId::new(), (" ", false), &filter(""))
        .await;
    assert_eq!(problem(nameless, "name"), Some(Problem::Missing));
    for number in 2..=20 {
        let name = format!("Vue {number}");
        let saved = store
            .save_view(&actor, project, ViewId::new(), (&name, false), &filter(""))
            .await;
        saved.expect("there is room");
    }
    let one_more = store
        .save_view(
            &actor,
            project,
            ViewId::new(),
            ("Encore", true),
            &filter(""),
        )
        .await;
    assert_eq!(problem(one_more, "name"), Some(Problem::Full { max: 20 }));
    let kept = store.views(&actor, project).await.expect("views");
    assert_eq!(kept.len(), 20, "nothing was put away for it");
    for view in kept.iter().filter(|view| view.name != "Pannes") {
        let deleted = store.delete_view(&actor, view.id).await;
        deleted.expect("forgotten");
    }
    let other = bob.actor().await;
    assert!(store.views(&other, project).await.expect("none").is_empty());
    let foreign = store.delete_view(&other, views[0].id).await;
    assert_fails!(foreign, StoreError::NotFound);
    let unseen = store
        .save_view(&other, hidden, ViewId::new(), ("Vue", false), &filter(""))
        .await;
    assert_fails!(unseen, StoreError::NotFound);
    let deleted = store.delete_view(&actor, views[0].id).await;
    deleted.expect("forgotten");
    assert!(store.views(&actor, project).await.expect("none").is_empty());
}
