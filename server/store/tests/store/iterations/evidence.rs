//! What speaks for and against the things of a map: linked once, carried over,
//! sealed.

use domain::conjectures::{Difference, Evidence};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ChangeId, ElementId, FeedbackId, IterationId, LinkId, MapLinkId, ProjectId};
use domain::iterations::IterationState as S;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;

use super::change;
use super::sample::element;
use crate::cast::Someone;
use crate::feedback::draft;
use crate::problem;
use crate::world::World;

on_both! {
    evidence_goes_with_the_map_through_its_iterations,
    a_conjecture_is_found_by_what_the_last_iteration_says,
    what_is_taken_away_leaves_no_link,
    evidence_is_sealed_with_its_iteration,
    partners_see_no_feedback_behind_a_status,
    entries_that_were_merged_speak_once,
    a_merge_is_told_as_it_was_when_an_iteration_was_closed,
    what_a_merge_linked_stays_in_a_closed_iteration,
}

fn outcome(id: ElementId) -> ThingRef {
    ThingRef::new(ThingKind::Element, id)
}

impl World {
    async fn saying(&self, who: &Someone, project: ProjectId, story: &str) -> ThingRef {
        let id = self.give(who, project, &draft("bug", story)).await;
        ThingRef::new(ThingKind::Feedback, id)
    }

    /// What speaks of the first element of an iteration's map.
    async fn spoken_of(&self, who: &Someone, iteration: IterationId) -> Vec<Evidence> {
        let map = self.detail(who, iteration).await.content.map;
        map.elements[0].evidence.clone()
    }

    /// The entries that speak of it.
    async fn speakers(&self, who: &Someone, iteration: IterationId) -> Vec<ThingRef> {
        let told = self.spoken_of(who, iteration).await;
        told.iter().map(|it| it.thing.thing).collect()
    }

    async fn merge(&self, who: &Someone, from: ThingRef, into: ThingRef) {
        let (from, into) = (FeedbackId(from.id), FeedbackId(into.id));
        let actor = who.actor().await;
        let merged = self.store.merge_feedback(&actor, from, into).await;
        merged.expect("merged");
    }
}

async fn evidence_goes_with_the_map_through_its_iterations(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, first, "embodiment", "Minuteur").await;
    let process = world.element(&ada, first, "mediation", "Alterner").await;
    let link = world.map_link(&ada, first, tool, process).await;
    let entry = world.saying(&ada, project, "Ils alternent").await;
    let link = ThingRef::new(ThingKind::MapLink, link);
    for (relation, of) in [
        (Relation::Supports, outcome(tool)),
        (Relation::Contradicts, link),
        // It says nothing of how the tool fares.
        (Relation::RelatesTo, outcome(tool)),
    ] {
        world.link(&ada, entry, relation, of).await;
    }
    let second = world.plan(&ada, project, "Deux").await;
    for iteration in [first, second] {
        let map = world.detail(&ada, iteration).await.content.map;
        let [evidence] = &map.elements[0].evidence[..] else {
            panic!("one thing speaks of it");
        };
        assert_eq!(evidence.relation, Relation::Supports);
        assert_eq!(evidence.thing.thing, entry);
        assert_eq!(evidence.thing.title, "Ils alternent");
        assert_eq!(map.links[0].evidence[0].relation, Relation::Contradicts);
        assert!(map.elements[1].evidence.is_empty());
    }
    let actor = ada.actor().await;
    // The entry's own chain leads to both.
    let chain = world.store.chain(&actor, entry).await.expect("a chain");
    let titles: Vec<_> = chain
        .steps
        .iter()
        .map(|step| step.other.title.as_str())
        .collect();
    assert_eq!(titles, ["Minuteur", "Minuteur", "Minuteur → Alterner"]);
    // Each tells how it fared in both iterations.
    for thing in [outcome(tool), link] {
        let (there, read) = world.store.conjecture(&actor, thing).await.expect("read");
        assert_eq!(there.id, project);
        let numbers: Vec<_> = read.told.iter().map(|(it, _)| it.number).collect();
        assert_eq!(numbers, [2, 1]);
        assert_eq!(read.told[0].1.title(), chain_title(thing));
    }
    let unknown = outcome(ElementId::new());
    let unknown = world.store.conjecture(&actor, unknown).await;
    assert_fails!(unknown, StoreError::NotFound);
}

fn chain_title(thing: ThingRef) -> &'static str {
    match thing.kind {
        ThingKind::Element => "Minuteur",
        _ => "Minuteur → Alterner",
    }
}

async fn a_conjecture_is_found_by_what_the_last_iteration_says(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, first, "embodiment", "Sablier").await;
    let second = world.plan(&ada, project, "Deux").await;
    let (actor, store) = (ada.actor().await, &world.store);
    let here = world.detail(&ada, second).await.content.map.elements;
    let said = element("embodiment", "Métronome");
    let edited = store.edit_element(&actor, here[0].id, 1, &said).await;
    edited.expect("other words");
    // What an earlier iteration says meanwhile changes nothing.
    let said = element("embodiment", "Clepsydre");
    store
        .edit_element(&actor, tool, 1, &said)
        .await
        .expect("said");
    for (word, expected) in [("metronome", 1), ("sablier", 0), ("clepsydre", 0)] {
        let found = store.search(&actor, word).await.expect("an answer");
        assert_eq!(found.len(), expected, "{word}");
        assert!(found.iter().all(|found| found.thing == outcome(tool)));
    }
}

async fn what_is_taken_away_leaves_no_link(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let tool = world.element(&ada, first, "embodiment", "Minuteur").await;
    let process = world.element(&ada, first, "mediation", "Alterner").await;
    let link = world.map_link(&ada, first, tool, process).await;
    let entry = world.saying(&ada, project, "Ils alternent").await;
    let rows = world.count("search_rows").await;
    world
        .link(&ada, entry, Relation::Supports, outcome(tool))
        .await;
    let link = ThingRef::new(ThingKind::MapLink, link);
    world.link(&ada, entry, Relation::Supports, link).await;
    let actor = ada.actor().await;
    let store = &world.store;
    // It asks first; of a link with evidence as well.
    let unasked = store.remove_element(&actor, tool, false).await;
    assert_eq!(problem(unasked, "confirmed"), Some(Problem::Unconfirmed));
    let unasked = store.remove_map_link(&actor, MapLinkId(link.id), false);
    assert_eq!(
        problem(unasked.await, "confirmed"),
        Some(Problem::Unconfirmed)
    );
    assert_eq!(world.count("links").await, 2);
    let gone = store.remove_element(&actor, tool, true).await;
    gone.expect("taken away");
    assert_eq!(world.count("links").await, 0);
    // What spoke for it keeps in its history that it did, twice, and does no more.
    let told = store.feedback(&actor, FeedbackId(entry.id)).await;
    let unlinked = told.expect("there").history.entries;
    assert_eq!(unlinked.len(), 5, "{unlinked:?}");
    assert_eq!(world.count("search_rows").await, rows - 2);
    let gone = world.store.conjecture(&actor, link).await;
    assert_fails!(gone, StoreError::NotFound);
}

/// An iteration that was closed with evidence in its map, the next one, and the
/// link.
async fn closed(world: &World, ada: &Someone) -> (ProjectId, ElementId, [IterationId; 2], LinkId) {
    let project = world.project(ada).open().await;
    let first = world.plan(ada, project, "Un").await;
    let id = world.element(ada, first, "outcome", "Lire mieux").await;
    let entry = world.saying(ada, project, "Il relit seul").await;
    let link = world
        .link(ada, entry, Relation::Supports, outcome(id))
        .await;
    let second = world.plan(ada, project, "Deux").await;
    world
        .steer(ada, first, &[S::Running, S::InReview, S::Closed])
        .await;
    (project, id, [first, second], link)
}

async fn evidence_is_sealed_with_its_iteration(world: World) {
    let ada = world.administrator().await;
    let (project, id, [first, second], link) = closed(&world, &ada).await;
    let (actor, store) = (ada.actor().await, &world.store);
    let intact = async || {
        let seal = world.detail(&ada, first).await.seal;
        seal.expect("a seal").intact
    };
    assert!(intact().await);
    let taken = store.unlink_things(&actor, link).await;
    assert_fails!(taken, StoreError::Refused(Refusal::Frozen));
    let chain = store.chain(&actor, outcome(id)).await.expect("a chain");
    assert!(chain.steps[0].sealed);
    // What is learned later speaks in the next iteration, and can be taken back.
    std::thread::sleep(std::time::Duration::from_millis(2));
    let late = world.saying(&ada, project, "Il n'écoute pas").await;
    let later = world
        .link(&ada, late, Relation::Contradicts, outcome(id))
        .await;
    assert!(intact().await);
    assert_eq!(world.spoken_of(&ada, first).await.len(), 1);
    assert_eq!(world.spoken_of(&ada, second).await.len(), 2);
    let compared = world.detail(&ada, second).await.since.expect("compared");
    assert!(matches!(
        &compared.elements[..],
        [Difference::Changed { old, new }] if (old.evidence.len(), new.evidence.len()) == (1, 2)
    ));
    store
        .unlink_things(&actor, later)
        .await
        .expect("taken back");
    // A change that spoke in a closed iteration is no longer removed.
    let need = world.need(&ada, "Lire").express().await;
    let (made, noted) = (ChangeId::new(), change("Son coupé", need));
    let added = store.add_change(&actor, second, made, &noted).await;
    added.expect("a change");
    let spoken = ThingRef::new(ThingKind::Change, made);
    world
        .link(&ada, spoken, Relation::Supports, outcome(id))
        .await;
    world
        .sql(&format!(
            "UPDATE links SET created_at = 1 WHERE from_id = {}",
            world.uuid(made.0)
        ))
        .await;
    let removed = store.remove_change(&actor, made).await;
    assert_fails!(removed, StoreError::Refused(Refusal::Frozen));
    // Behind the store's back.
    world
        .sql("UPDATE links SET relation = 'contradicts' WHERE relation = 'supports'")
        .await;
    assert!(!intact().await);
}

async fn partners_see_no_feedback_behind_a_status(world: World) {
    let (ada, pia) = (world.member("Ada").await, world.partner("Pia").await);
    let project = world.project(&ada).with(&pia, ProjectRole::Partner);
    let project = project.open().await;
    let first = world.plan(&ada, project, "Un").await;
    let id = world.element(&ada, first, "outcome", "Lire mieux").await;
    let entry = world.saying(&ada, project, "Il relit seul").await;
    let set = world.milestone(&ada, project).await;
    let set = ThingRef::new(ThingKind::Milestone, set);
    for thing in [entry, set] {
        world
            .link(&ada, thing, Relation::Supports, outcome(id))
            .await;
    }
    assert_eq!(world.spoken_of(&ada, first).await.len(), 2);
    let seen = world.spoken_of(&pia, first).await;
    let seen: Vec<_> = seen.iter().map(|it| it.thing.thing).collect();
    assert_eq!(seen, [set]);
}

async fn entries_that_were_merged_speak_once(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let first = world.plan(&ada, project, "Un").await;
    let id = world.element(&ada, first, "outcome", "Lire mieux").await;
    let mut entries = Vec::new();
    for story in ["Il relit seul", "Elle relit seule", "Relit sans aide"] {
        entries.push(world.saying(&ada, project, story).await);
    }
    let [a, b, c] = entries[..] else {
        panic!("three entries");
    };
    for entry in [a, b] {
        world
            .link(&ada, entry, Relation::Supports, outcome(id))
            .await;
    }
    let links = world.count("links").await;
    world.merge(&ada, a, b).await;
    assert_eq!(world.speakers(&ada, first).await, [b]);
    // What stays speaks for both, also where it had said nothing itself.
    world.merge(&ada, b, c).await;
    assert_eq!(world.speakers(&ada, first).await, [c]);
    // Each is linked with what it was merged into, and nothing was copied: the second
    // hands on that the first belongs to it.
    assert_eq!(world.count("links").await, links + 3);
    // Taken apart, each speaks for itself, and what was said otherwise stays apart.
    world.bring(&ada, FeedbackId(a.id), "new").await;
    assert_eq!(world.speakers(&ada, first).await, [a, c]);
    world.bring(&ada, FeedbackId(b.id), "new").await;
    assert_eq!(world.speakers(&ada, first).await, [a, b]);
    world
        .link(&ada, c, Relation::Contradicts, outcome(id))
        .await;
    world.merge(&ada, a, c).await;
    let told = world.spoken_of(&ada, first).await;
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.relation, it.thing.thing))
        .collect();
    let expected = [
        (Relation::Supports, c),
        (Relation::Supports, b),
        (Relation::Contradicts, c),
    ];
    assert_eq!(told, expected);
}

async fn a_merge_is_told_as_it_was_when_an_iteration_was_closed(world: World) {
    let ada = world.administrator().await;
    let (project, id, [first, second], _) = closed(&world, &ada).await;
    let speakers = async |iteration| world.speakers(&ada, iteration).await.len();
    let intact = async |iteration| {
        let seal = world.detail(&ada, iteration).await.seal;
        seal.expect("a seal").intact
    };
    let [a] = world.speakers(&ada, first).await[..] else {
        panic!("one entry");
    };
    let b = world.saying(&ada, project, "Elle relit seule").await;
    world.link(&ada, b, Relation::Supports, outcome(id)).await;
    // What was sealed stays as it was; the iteration under way tells of one.
    world.merge(&ada, a, b).await;
    assert_eq!(world.speakers(&ada, first).await, [a]);
    assert!(intact(first).await);
    assert_eq!(world.speakers(&ada, second).await, [b]);
    let third = world.plan(&ada, project, "Trois").await;
    world
        .steer(&ada, second, &[S::Running, S::InReview, S::Closed])
        .await;
    // Taken apart after that, at the very moment even.
    world.bring(&ada, FeedbackId(a.id), "new").await;
    assert_eq!((speakers(second).await, speakers(third).await), (1, 2));
    assert!(intact(second).await);
    // Behind the store's back.
    world.sql("DELETE FROM feedback_merges").await;
    assert!(!intact(second).await);
}

async fn what_a_merge_linked_stays_in_a_closed_iteration(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let (a, b) = (
        world.saying(&ada, project, "Il relit seul").await,
        world.saying(&ada, project, "Elle relit seule").await,
    );
    let (first, second) = (
        world.plan(&ada, project, "Un").await,
        world.plan(&ada, project, "Deux").await,
    );
    let need = world.need(&ada, "Lire").express().await;
    let (actor, store) = (ada.actor().await, &world.store);
    let mut changes = Vec::new();
    for iteration in [first, second] {
        let (id, noted) = (ChangeId::new(), change("Son coupé", need));
        let added = store.add_change(&actor, iteration, id, &noted).await;
        added.expect("a change");
        let made = ThingRef::new(ThingKind::Change, id);
        world.link(&ada, a, Relation::Caused, made).await;
        changes.push(made);
    }
    world.merge(&ada, a, b).await;
    let led_to = async || {
        let chain = store.chain(&actor, b).await.expect("a chain");
        let steps = chain.steps.into_iter();
        let caused = steps.filter(|step| step.relation == Relation::Caused);
        let mut things: Vec<_> = caused.map(|step| step.other.thing).collect();
        things.sort();
        things
    };
    let mut both = changes.clone();
    both.sort();
    assert_eq!(led_to().await, both);
    world
        .steer(&ada, first, &[S::Running, S::InReview, S::Closed])
        .await;
    world.bring(&ada, FeedbackId(a.id), "new").await;
    assert_eq!(led_to().await, [changes[0]]);
    let seal = world.detail(&ada, first).await.seal;
    assert!(seal.expect("a seal").intact);
}
