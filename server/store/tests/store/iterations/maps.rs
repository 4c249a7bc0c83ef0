//! Conjecture maps: editing them, carrying them over.

use domain::conjectures::{ConjectureStatus, Difference, ElementDraft, MapLinkDraft, MapLinkKind};
use domain::ids::{ElementId, MapLinkId};
use domain::problems::Problem;
use store::StoreError;

use super::sample::{element, map_link};
use crate::problem;
use crate::world::World;

on_both! {
    elements_and_links_are_added_once_and_changed,
    links_join_the_columns_that_they_may,
    a_map_is_carried_into_the_next_iteration,
    what_was_carried_is_dropped_and_not_removed,
    a_map_carried_again_keeps_what_was_changed,
    what_is_new_in_a_carried_map_says_why,
    what_is_reworded_in_a_carried_map_says_why,
}

async fn elements_and_links_are_added_once_and_changed(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, id, "embodiment", "Minuteur").await;
    let process = world.element(&ada, id, "mediation", "Alterner").await;
    let link = world.map_link(&ada, id, tool, process).await;
    let (actor, store) = (ada.actor().await, &world.store);
    let again = element("embodiment", "Minuteur");
    store
        .add_element(&actor, id, tool, &again)
        .await
        .expect("the same");
    let mut changed = element("outcome", "Minuteur discret");
    changed.kind = "tool".into();
    store
        .edit_element(&actor, tool, 1, &changed)
        .await
        .expect("changed");
    let stale = store.edit_element(&actor, tool, 1, &changed).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let supported = MapLinkDraft {
        status: "supported".into(),
        ..map_link(process, tool)
    };
    let why = store.edit_map_link(&actor, link, 1, &supported).await;
    assert_eq!(problem(why, "reason"), Some(Problem::Missing));
    let supported = MapLinkDraft {
        reason: "Vu dans trois classes".into(),
        ..supported
    };
    store
        .edit_map_link(&actor, link, 1, &supported)
        .await
        .expect("changed");
    let stale = store.edit_map_link(&actor, link, 1, &supported).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let map = world.detail(&ada, id).await.content.map;
    assert_eq!(map.elements.len(), 2);
    // It stays in its column, and the link between the same.
    assert_eq!(map.element(tool).expect("there").0, "R1");
    assert_eq!(map.links[0].facts.from, tool);
    assert_eq!(map.links[0].facts.status, ConjectureStatus::Supported);
    let linked = store.remove_element(&actor, tool, false).await;
    assert_eq!(problem(linked, "confirmed"), Some(Problem::Unconfirmed));
    let removed = store.remove_element(&actor, tool, true).await;
    removed.expect("removed");
    let map = world.detail(&ada, id).await.content.map;
    assert_eq!((map.elements.len(), map.links.len()), (1, 0));
    assert_eq!(world.detail(&ada, id).await.history.entries.len(), 7);
}

async fn links_join_the_columns_that_they_may(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let id = world.plan(&ada, project, "Un").await;
    let other = world.plan(&ada, project, "Deux").await;
    let tool = world.element(&ada, id, "embodiment", "Minuteur").await;
    let process = world.element(&ada, id, "mediation", "Alterner").await;
    let outcome = world.element(&ada, id, "outcome", "Lire mieux").await;
    let elsewhere = world.element(&ada, other, "mediation", "Ailleurs").await;
    world.map_link(&ada, id, tool, process).await;
    world.map_link(&ada, id, process, outcome).await;
    let actor = ada.actor().await;
    let refused = [
        (tool, outcome, Problem::EndsDoNotFit),
        (process, tool, Problem::EndsDoNotFit),
        (tool, process, Problem::LinkedAlready),
        (tool, elsewhere, Problem::NotOffered),
        (tool, ElementId::new(), Problem::NotOffered),
    ];
    for (from, to, why) in refused {
        let draft = map_link(from, to);
        let link = world
            .store
            .add_map_link(&actor, id, MapLinkId::new(), &draft);
        assert_eq!(problem(link.await, "to"), Some(why));
    }
    let links = world.detail(&ada, id).await.content.map.links;
    let kinds: Vec<_> = links.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, [MapLinkKind::Design, MapLinkKind::Theoretical]);
}

async fn a_map_is_carried_into_the_next_iteration(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, first, "embodiment", "Minuteur").await;
    let process = world.element(&ada, first, "mediation", "Alterner").await;
    let outcome = world.element(&ada, first, "outcome", "Lire mieux").await;
    world.map_link(&ada, first, tool, process).await;
    world.map_link(&ada, first, process, outcome).await;
    let dropped = ElementDraft {
        status: "dropped".into(),
        reason: "Rien de mesurable".into(),
        ..element("outcome", "Lire mieux")
    };
    let actor = ada.actor().await;
    let edited = world.store.edit_element(&actor, outcome, 1, &dropped);
    edited.await.expect("dropped");
    let second = world.plan(&ada, project, "Deux").await;
    let detail = world.detail(&ada, second).await;
    let map = &detail.content.map;
    assert_eq!((map.elements.len(), map.links.len()), (2, 1));
    assert!(map.elements.iter().all(|element| element.is_carried()));
    assert_eq!(map.elements[0].origin, tool);
    let since = detail.since.expect("there is one before");
    let gone: Vec<_> = since.elements.iter().filter(|it| it.is_change()).collect();
    assert!(matches!(
        gone.as_slice(),
        [Difference::Removed(gone)] if gone.facts.reason == "Rien de mesurable"
    ));
    // Through a third one, things go back to the same origin.
    let third = world.plan(&ada, project, "Trois").await;
    let map = world.detail(&ada, third).await.content.map;
    assert_eq!(map.elements[0].origin, tool);
}

async fn what_was_carried_is_dropped_and_not_removed(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, first, "embodiment", "Minuteur").await;
    let process = world.element(&ada, first, "mediation", "Alterner").await;
    world.map_link(&ada, first, tool, process).await;
    let there = world.detail(&ada, first).await.content.map;
    let second = world.plan(&ada, project, "Deux").await;
    let map = world.detail(&ada, second).await.content.map;
    let (actor, store) = (ada.actor().await, &world.store);
    let link = there.links[0].id;
    for element in [map.elements[0].id, tool] {
        let kept = store.remove_element(&actor, element, true).await;
        assert_eq!(problem(kept, "thing"), Some(Problem::CarriedOver));
    }
    for link in [map.links[0].id, link] {
        let kept = store.remove_map_link(&actor, link, true).await;
        assert_eq!(problem(kept, "thing"), Some(Problem::CarriedOver));
    }
    // What is new in the second, and in no other, goes without being asked for.
    let spare = world.element(&ada, second, "outcome", "De trop").await;
    let removed = store.remove_element(&actor, spare, false).await;
    removed.expect("removed");
    let spare = world.element(&ada, second, "mediation", "De trop").await;
    let spare = world
        .map_link(&ada, second, map.elements[0].id, spare)
        .await;
    let removed = store.remove_map_link(&actor, spare, false).await;
    removed.expect("removed");
}

async fn a_map_carried_again_keeps_what_was_changed(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let (actor, store) = (ada.actor().await, &world.store);
    assert_fails!(store.carry_over(&actor, first).await, StoreError::NotFound);
    let tool = world.element(&ada, first, "embodiment", "Minuteur").await;
    let process = world.element(&ada, first, "mediation", "Alterner").await;
    let second = world.plan(&ada, project, "Deux").await;
    let here = world.detail(&ada, second).await.content.map;
    let mine = element("embodiment", "Sablier");
    let edited = store.edit_element(&actor, here.elements[0].id, 1, &mine);
    edited.await.expect("changed here");
    for (id, column, text) in [
        (tool, "embodiment", "Minuteur rouge"),
        (process, "mediation", "Alterner vite"),
    ] {
        let draft = element(column, text);
        let edited = store.edit_element(&actor, id, 1, &draft).await;
        edited.expect("changed there");
    }
    world.element(&ada, first, "outcome", "Lire mieux").await;
    world.map_link(&ada, first, tool, process).await;
    for _ in 0..2 {
        store.carry_over(&actor, second).await.expect("carried");
    }
    let map = world.detail(&ada, second).await.content.map;
    let texts: Vec<_> = map
        .elements
        .iter()
        .map(|element| element.facts.text.as_str())
        .collect();
    assert_eq!(texts, ["Sablier", "Alterner vite", "Lire mieux"]);
    assert_eq!(map.links.len(), 1);
    // Planned, changed here, carried once: the second time changed nothing.
    assert_eq!(world.detail(&ada, second).await.history.entries.len(), 3);
}

/// The same without a reason for the change.
fn without_why(draft: ElementDraft) -> ElementDraft {
    ElementDraft {
        why: String::new(),
        ..draft
    }
}

async fn what_is_new_in_a_carried_map_says_why(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let (actor, store) = (ada.actor().await, &world.store);
    // A map that begins needs no reasons.
    let tool = ElementId::new();
    let begun = without_why(element("embodiment", "Minuteur"));
    store
        .add_element(&actor, first, tool, &begun)
        .await
        .expect("begun");
    let second = world.plan(&ada, project, "Deux").await;
    let here = world.detail(&ada, second).await.content.map.elements[0].id;
    let process = ElementId::new();
    let bare = without_why(element("mediation", ""));
    let missing = store.add_element(&actor, second, process, &bare).await;
    let Err(StoreError::Invalid(problems)) = missing else {
        panic!("{missing:?}");
    };
    for field in ["text", "why"] {
        assert_eq!(problems.of(field), Some(&Problem::Missing), "{field}");
    }
    let told = element("mediation", "Alterner");
    store
        .add_element(&actor, second, process, &told)
        .await
        .expect("told");
    let link = MapLinkId::new();
    let bare = MapLinkDraft {
        why: String::new(),
        ..map_link(here, process)
    };
    let missing = store.add_map_link(&actor, second, link, &bare).await;
    assert_eq!(problem(missing, "why"), Some(Problem::Missing));
    let told = map_link(here, process);
    store
        .add_map_link(&actor, second, link, &told)
        .await
        .expect("told");
    // It is not taken back with what is said later.
    let silent = store.edit_map_link(&actor, link, 1, &bare).await;
    assert_eq!(problem(silent, "why"), Some(Problem::Missing));
    let silent = without_why(element("mediation", "Alterner"));
    let silent = store.edit_element(&actor, process, 1, &silent).await;
    assert_eq!(problem(silent, "why"), Some(Problem::Missing));
    let map = world.detail(&ada, second).await.content.map;
    let why = |id| {
        let (_, found) = map.element(id).expect("there");
        found.facts.why.clone()
    };
    assert_eq!(
        (why(here).as_str(), why(process).as_str()),
        ("", "Vu en classe")
    );
    assert_eq!(map.links[0].facts.why, "Vu en classe");
    // The next map has it without: nothing changed there.
    let third = world.plan(&ada, project, "Trois").await;
    let detail = world.detail(&ada, third).await;
    let elements = detail.content.map.elements;
    assert!(elements.iter().all(|element| element.facts.why.is_empty()));
    let since = detail.since.expect("one before");
    assert!(!since.elements.iter().any(Difference::is_change));
    assert!(!since.links.iter().any(Difference::is_change));
}

async fn what_is_reworded_in_a_carried_map_says_why(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    world.element(&ada, first, "outcome", "Lire mieux").await;
    let second = world.plan(&ada, project, "Deux").await;
    let (actor, store) = (ada.actor().await, &world.store);
    let id = world.detail(&ada, second).await.content.map.elements[0].id;
    let same = ElementDraft {
        status: "supported".into(),
        reason: "Trois classes".into(),
        ..without_why(element("outcome", "Lire mieux"))
    };
    store
        .edit_element(&actor, id, 1, &same)
        .await
        .expect("in the same words");
    let reworded = ElementDraft {
        text: "Lire plus vite".into(),
        ..same.clone()
    };
    let missing = store.edit_element(&actor, id, 2, &reworded).await;
    assert_eq!(problem(missing, "why"), Some(Problem::Missing));
    let told = ElementDraft {
        why: "Mieux ne se mesurait pas".into(),
        ..reworded.clone()
    };
    store
        .edit_element(&actor, id, 2, &told)
        .await
        .expect("told");
    let silent = store.edit_element(&actor, id, 3, &reworded).await;
    assert_eq!(problem(silent, "why"), Some(Problem::Missing));
    let since = world.detail(&ada, second).await.since.expect("one before");
    let [Difference::Changed { new, .. }] = since.elements.as_slice() else {
        panic!("{since:?}");
    };
    assert_eq!(new.facts.why, "Mieux ne se mesurait pas");
    // Back in the words of before, there is nothing to explain.
    store
        .edit_element(&actor, id, 3, &same)
        .await
        .expect("as before");
}
