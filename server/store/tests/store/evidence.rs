//! The evidence chain: linking, both directions, the whole graph in one query.

use std::fmt::Write as _;

use domain::evidence::{GRAPH_MAX, Relation, ThingKind, ThingRef};
use domain::ids::{LinkId, MilestoneId, NeedId, ProjectId};
use domain::needs::NeedState;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;
use uuid::Uuid;

use crate::cast::Someone;
use crate::feedback::draft;
use crate::problem;
use crate::world::World;

on_both! {
    links_once_whatever_is_sent_twice,
    links_only_what_makes_sense,
    links_within_the_projects_concerned,
    links_needs_by_those_who_steer,
    tells_a_need_whether_it_is_answered,
    shows_a_chain_from_both_ends,
    takes_a_link_away,
    gives_the_whole_graph_with_its_circles,
    goes_to_the_end_of_a_long_chain,
    leads_through_nothing_that_is_hidden,
    keeps_feedback_from_partners,
    stays_quick_with_a_thousand_links,
    tells_the_nearest_of_too_many,
    joins_needs_that_were_merged,
}

fn need(id: NeedId) -> ThingRef {
    ThingRef::new(ThingKind::Need, id)
}

fn project(id: ProjectId) -> ThingRef {
    ThingRef::new(ThingKind::Project, id)
}

fn milestone(id: MilestoneId) -> ThingRef {
    ThingRef::new(ThingKind::Milestone, id)
}

impl World {
    /// Joins two things, as somebody does it by hand.
    pub(crate) async fn link(
        &self,
        who: &Someone,
        from: ThingRef,
        relation: Relation,
        to: ThingRef,
    ) -> LinkId {
        let id = LinkId::new();
        self.store
            .link_things(&who.actor().await, id, from, relation, to)
            .await
            .expect("linked");
        id
    }

    /// The things that the reader sees around a thing, the nearest first.
    async fn around(&self, reader: &Someone, thing: ThingRef) -> Vec<ThingRef> {
        let graph = self.store.graph(&reader.actor().await, thing).await;
        let nodes = graph.expect("a graph").nodes;
        nodes.into_iter().map(|node| node.thing).collect()
    }
}

async fn links_once_whatever_is_sent_twice(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let expressed = world.need(&ana, "Suivre la fluence").express().await;
    let set = world.milestone(&ana, open).await;
    let (from, to) = (need(expressed), milestone(set));
    let actor = ana.actor().await;
    let id = LinkId::new();
    for id in [id, id, LinkId::new()] {
        let linked = world
            .store
            .link_things(&actor, id, from, Relation::MeasuredBy, to)
            .await;
        linked.expect("linked");
    }
    world.link(&ana, from, Relation::RelatesTo, to).await;
    assert_eq!(world.count("links").await, 2);
    let rows = world.count("audit WHERE action = 'link_evidence'").await;
    assert_eq!(rows, 4, "one for each end of each link");
}

async fn links_only_what_makes_sense(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let expressed = world.need(&ana, "Suivre la fluence").express().await;
    let actor = ana.actor().await;
    let store = &world.store;
    let try_link = |from, relation, to| {
        let actor = actor.clone();
        async move {
            store
                .link_things(&actor, LinkId::new(), from, relation, to)
                .await
        }
    };
    let odd = try_link(need(expressed), Relation::Answers, project(open)).await;
    assert_eq!(problem(odd, "relation"), Some(Problem::NotOffered));
    let itself = try_link(project(open), Relation::RelatesTo, project(open)).await;
    assert_eq!(problem(itself, "other"), Some(Problem::NotOffered));
    let nothing = need(NeedId::new());
    let unknown = try_link(project(open), Relation::Answers, nothing).await;
    assert_fails!(unknown, StoreError::NotFound);
    // An id alone is not enough: the kind must be right as well.
    let mistaken = ThingRef::new(ThingKind::Milestone, expressed);
    let unknown = try_link(project(open), Relation::RelatesTo, mistaken).await;
    assert_fails!(unknown, StoreError::NotFound);
    assert_eq!(world.count("links").await, 0);
}

async fn links_within_the_projects_concerned(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let eve = world.member("Eve").await;
    let first = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let first = first.open().await;
    let second = world.project(&eve).open().await;
    let (here, there) = (
        world.milestone(&ana, first).await,
        world.milestone(&eve, second).await,
    );
    let expressed = world.need(&eve, "Suivre la fluence").express().await;
    world
        .link(&bob, need(expressed), Relation::MeasuredBy, milestone(here))
        .await;
    let actor = bob.actor().await;
    let across = world
        .store
        .link_things(
            &actor,
            LinkId::new(),
            milestone(here),
            Relation::Supports,
            milestone(there),
        )
        .await;
    assert_fails!(across, StoreError::Refused(Refusal::Role));
    let coordinator = world.coordinator().await;
    let (from, to) = (milestone(here), milestone(there));
    world.link(&coordinator, from, Relation::Supports, to).await;
}

async fn links_needs_by_those_who_steer(world: World) {
    let ana = world.member("Ana").await;
    let coordinator = world.coordinator().await;
    let one = world.need(&ana, "Suivre la fluence").express().await;
    let two = world.need(&ana, "Lire à deux").express().await;
    let actor = ana.actor().await;
    let (from, to) = (need(one), need(two));
    let linked = world
        .store
        .link_things(&actor, LinkId::new(), from, Relation::RelatesTo, to)
        .await;
    assert_fails!(linked, StoreError::Refused(Refusal::Role));
    world
        .link(&coordinator, from, Relation::RelatesTo, to)
        .await;
}

async fn tells_a_need_whether_it_is_answered(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let expressed = world.need(&ana, "Suivre la fluence").express().await;
    let (from, to) = (project(open), need(expressed));
    let id = world.link(&ana, from, Relation::Answers, to).await;
    let read = world.read_need(&ana, expressed).await;
    assert_eq!(read.state, NeedState::Answered);
    let actor = ana.actor().await;
    let unlinked = world.store.unlink_things(&actor, id).await;
    unlinked.expect("unlinked");
    let read = world.read_need(&ana, expressed).await;
    assert_eq!(read.state, NeedState::Open);
}

async fn shows_a_chain_from_both_ends(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let open = world.project(&ana).title("Lire à deux").open().await;
    let expressed = world.need(&ana, "Suivre la fluence").express().await;
    let set = world.milestone(&ana, open).await;
    world
        .link(&ana, need(expressed), Relation::MeasuredBy, milestone(set))
        .await;
    world
        .link(&ana, project(open), Relation::Answers, need(expressed))
        .await;
    let told = |thing| {
        let (store, bob) = (world.store.clone(), bob.clone());
        async move {
            let chain = store.chain(&bob.actor().await, thing).await;
            let steps = chain.expect("a chain").steps.into_iter();
            steps
                .map(|step| format!("{} {}", step.wording().fr, step.other.title))
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(
        told(need(expressed)).await,
        [
            "trouve réponse dans Lire à deux",
            "mesuré par Prêt pour les classes"
        ]
    );
    assert_eq!(told(milestone(set)).await, ["mesure Suivre la fluence"]);
    assert_eq!(told(project(open)).await, ["répond à Suivre la fluence"]);
}

async fn takes_a_link_away(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let open = world.project(&ana).open().await;
    let expressed = world.need(&bob, "Suivre la fluence").express().await;
    let set = world.milestone(&ana, open).await;
    let (from, to) = (need(expressed), milestone(set));
    let id = world.link(&ana, from, Relation::MeasuredBy, to).await;
    let store = &world.store;
    let foreign = store.unlink_things(&bob.actor().await, id).await;
    assert_fails!(foreign, StoreError::Refused(Refusal::Role));
    for _ in 0..2 {
        let unlinked = store.unlink_things(&ana.actor().await, id).await;
        unlinked.expect("unlinked");
    }
    let chain = store.chain(&ana.actor().await, from).await;
    assert!(chain.expect("a chain").steps.is_empty());
}

async fn gives_the_whole_graph_with_its_circles(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let expressed = world.need(&ana, "Suivre la fluence").express().await;
    let set = world.milestone(&ana, open).await;
    let alone = world.milestone(&ana, open).await;
    let (need, project) = (need(expressed), project(open));
    let set = milestone(set);
    world.link(&ana, project, Relation::Answers, need).await;
    world.link(&ana, need, Relation::MeasuredBy, set).await;
    world.link(&ana, set, Relation::Supports, project).await;
    world.link(&ana, set, Relation::Contradicts, project).await;
    let actor = ana.actor().await;
    for thing in [need, project, set] {
        let graph = world.store.graph(&actor, thing).await.expect("a graph");
        assert_eq!(graph.nodes[0].thing, thing, "the one asked about is first");
        let mut things: Vec<_> = graph.nodes.iter().map(|node| node.thing).collect();
        things.sort();
        let mut all = vec![need, project, set];
        all.sort();
        assert_eq!(things, all);
        let mut links: Vec<_> = graph.links.iter().map(|link| link.id).collect();
        links.sort();
        links.dedup();
        assert_eq!((links.len(), graph.links.len()), (4, 4));
    }
    let around = world.around(&ana, milestone(alone)).await;
    assert_eq!(around, [milestone(alone)]);
}

async fn goes_to_the_end_of_a_long_chain(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let mut steps = Vec::new();
    for _ in 0..30 {
        steps.push(milestone(world.milestone(&ana, open).await));
    }
    // Made from its end on, so that what is near is not what is older.
    for pair in steps.windows(2).rev() {
        world.link(&ana, pair[0], Relation::Supports, pair[1]).await;
    }
    assert_eq!(world.around(&ana, steps[0]).await, steps);
    let back: Vec<_> = steps.iter().rev().copied().collect();
    assert_eq!(world.around(&ana, steps[29]).await, back);
    assert_eq!(world.around(&ana, steps[15]).await.len(), 30);
    // A page shows the next step alone.
    let actor = ana.actor().await;
    let chain = world.store.chain(&actor, steps[15]).await.expect("a chain");
    let others: Vec<_> = chain.steps.iter().map(|step| step.other.thing).collect();
    assert_eq!(others, [steps[14], steps[16]]);
}

async fn leads_through_nothing_that_is_hidden(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let coordinator = world.coordinator().await;
    let hidden = world.project(&ana).team_only().open().await;
    let open = world.project(&bob).open().await;
    let expressed = world.need(&bob, "Suivre la fluence").express().await;
    let (behind, before) = (
        milestone(world.milestone(&ana, hidden).await),
        milestone(world.milestone(&bob, open).await),
    );
    let need = need(expressed);
    world.link(&ana, need, Relation::MeasuredBy, behind).await;
    world
        .link(&coordinator, behind, Relation::Supports, before)
        .await;
    assert_eq!(world.around(&ana, need).await, [need, behind, before]);
    assert_eq!(world.around(&bob, need).await, [need]);
    assert_eq!(world.around(&bob, before).await, [before]);
    let actor = bob.actor().await;
    let graph = world.store.graph(&actor, need).await.expect("a graph");
    assert!(graph.links.is_empty());
    let told = |who: Someone| {
        let store = world.store.clone();
        async move {
            let read = store.need(&who.actor().await, expressed).await;
            let history = read.expect("a need").history.entries.into_iter();
            history
                .filter(|entry| entry.action == "link_evidence")
                .count()
        }
    };
    assert_eq!(told(ana.clone()).await, 1);
    assert_eq!(told(bob.clone()).await, 0, "no history of what is hidden");
    let unseen = world.store.graph(&actor, behind).await;
    assert_fails!(unseen, StoreError::NotFound);
    let unseen = world.store.chain(&actor, behind).await;
    assert_fails!(unseen, StoreError::NotFound);
}

async fn keeps_feedback_from_partners(world: World) {
    let (ana, partner) = (world.member("Ana").await, world.partner("Pia").await);
    let open = world.project(&ana).with(&partner, ProjectRole::Partner);
    let open = open.open().await;
    let set = milestone(world.milestone(&ana, open).await);
    let entry = ThingRef::new(ThingKind::Feedback, Uuid::now_v7());
    world.put_row(entry, open, "Écran figé").await;
    world.link(&ana, entry, Relation::Contradicts, set).await;
    assert_eq!(world.around(&ana, set).await, [set, entry]);
    assert_eq!(world.around(&partner, set).await, [set]);
    let unseen = world.store.graph(&partner.actor().await, entry).await;
    assert_fails!(unseen, StoreError::NotFound);
}

async fn stays_quick_with_a_thousand_links(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let hub = milestone(world.milestone(&ana, open).await);
    let last = world.link_many(&ana, open, hub, 1_000).await;
    let actor = ana.actor().await;
    let begin = std::time::Instant::now();
    let graph = world.store.graph(&actor, last).await.expect("a graph");
    let took = begin.elapsed();
    assert_eq!((graph.nodes.len(), graph.links.len()), (1_001, 1_000));
    assert!(!graph.cut);
    assert!(took.as_millis() < 2_000, "{took:?}");
}

async fn tells_the_nearest_of_too_many(world: World) {
    let ana = world.member("Ana").await;
    let open = world.project(&ana).open().await;
    let hub = milestone(world.milestone(&ana, open).await);
    world.link_many(&ana, open, hub, GRAPH_MAX + 1_000).await;
    let beside = milestone(world.milestone(&ana, open).await);
    world.link(&ana, hub, Relation::RelatesTo, beside).await;
    let graph = world.store.graph(&ana.actor().await, beside).await;
    let graph = graph.expect("a graph");
    assert!(graph.cut);
    assert_eq!(graph.nodes.len(), GRAPH_MAX);
    let first = graph.nodes.iter().map(|node| node.thing);
    assert_eq!(first.take(2).collect::<Vec<_>>(), [beside, hub]);
    let things: Vec<_> = graph.nodes.iter().map(|node| node.thing).collect();
    let ends = graph.links.iter().flat_map(|link| [link.from, link.to]);
    assert!(ends.into_iter().all(|end| things.contains(&end)));
}

/// Rows written behind the store's back, for things of other features.
impl World {
    /// Links so many things: half of them with the hub, half with the one before. The last.
    async fn link_many(
        &self,
        by: &Someone,
        project: ProjectId,
        hub: ThingRef,
        count: usize,
    ) -> ThingRef {
        let (mut rows, mut links) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut last = hub;
        for number in 0..count {
            let thing = ThingRef::new(ThingKind::Iteration, Uuid::now_v7());
            rows.push(self.row(thing, project, &format!("Itération {number}")));
            let to = if number % 2 == 0 { hub } else { last };
            links.push(self.link_row(by, thing, Relation::Supports, to));
            last = thing;
        }
        let named = "search_rows (thing_kind, thing_id, project_id, title, folded)";
        self.insert(named, &rows).await;
        let joined =
            "links (id, from_kind, from_id, relation, to_kind, to_id, created_by, created_at)";
        self.insert(joined, &links).await;
        last
    }

    fn row(&self, thing: ThingRef, project: ProjectId, title: &str) -> String {
        let (id, project) = (self.uuid(thing.id), self.uuid(project.0));
        format!("('{}', {id}, {project}, '{title}', '')", thing.kind)
    }

    async fn put_row(&self, thing: ThingRef, project: ProjectId, title: &str) {
        let row = self.row(thing, project, title);
        let into = "search_rows (thing_kind, thing_id, project_id, title, folded)";
        self.insert(into, &[row]).await;
    }

    fn link_row(&self, by: &Someone, from: ThingRef, relation: Relation, to: ThingRef) -> String {
        let mut row = format!("({}, ", self.uuid(Uuid::now_v7()));
        let ends = (self.uuid(from.id), self.uuid(to.id));
        let _ = write!(
            row,
            "'{}', {}, '{relation}', '{}', {}, {}, 0)",
            from.kind,
            ends.0,
            to.kind,
            ends.1,
            self.uuid(by.id.0)
        );
        row
    }

    async fn insert(&self, into: &str, rows: &[String]) {
        self.sql(&format!("INSERT INTO {into} VALUES {}", rows.join(", ")))
            .await;
    }
}

/// Whichever of the two somebody starts from, they come to what both were linked with; who
/// linked the one that stays, and when, the histories tell.
async fn joins_needs_that_were_merged(world: World) {
    let (ana, steering) = (world.member("Ana").await, world.coordinator().await);
    let open = world.project(&ana).open().await;
    let (gone, kept) = (
        need(world.need(&ana, "Fluence").express().await),
        need(world.need(&ana, "Suivre la fluence").express().await),
    );
    let (of_gone, of_kept) = (
        milestone(world.milestone(&ana, open).await),
        milestone(world.milestone(&ana, open).await),
    );
    let entry = world.give(&ana, open, &draft("bug", "Trop lent")).await;
    let entry = ThingRef::new(ThingKind::Feedback, entry);
    world.link(&ana, gone, Relation::MeasuredBy, of_gone).await;
    world.link(&ana, entry, Relation::Supports, gone).await;
    world.link(&ana, kept, Relation::MeasuredBy, of_kept).await;
    let (from, into) = (NeedId(gone.id), NeedId(kept.id));
    let actor = steering.actor().await;
    let merged = world.store.merge_needs(&actor, from, into).await;
    merged.expect("merged");
    let around = async |thing| {
        let chain = world.store.chain(&actor, thing).await.expect("a chain");
        let steps = chain.steps.iter();
        let mut steps: Vec<_> = steps
            .map(|step| (step.relation, step.other.thing, step.forward))
            .collect();
        steps.sort();
        steps
    };
    let sorted = |mut steps: Vec<(Relation, ThingRef, bool)>| {
        steps.sort();
        steps
    };
    let expected = sorted(vec![
        (Relation::Supports, entry, false),
        (Relation::MeasuredBy, of_gone, true),
        (Relation::RelatesTo, kept, true),
    ]);
    assert_eq!(around(gone).await, expected);
    let expected = sorted(vec![
        (Relation::Supports, entry, false),
        (Relation::MeasuredBy, of_gone, true),
        (Relation::MeasuredBy, of_kept, true),
        (Relation::RelatesTo, gone, false),
    ]);
    assert_eq!(around(kept).await, expected);
    for (start, others) in [
        (gone, [kept, of_gone, of_kept, entry]),
        (kept, [gone, of_gone, of_kept, entry]),
    ] {
        let mut found = world.around(&ana, start).await;
        assert_eq!(found.remove(0), start);
        let mut others = others.to_vec();
        found.sort();
        others.sort();
        assert_eq!(found, others);
    }
    let by = world.uuid(steering.id.0);
    for (thing, linked) in [(of_gone, 1), (entry, 1), (of_kept, 0), (gone, 1), (kept, 3)] {
        let id = world.uuid(thing.id);
        let rows =
            format!("audit WHERE action = 'link_evidence' AND thing_id = {id} AND actor = {by}");
        assert_eq!(world.count(&rows).await, linked, "{thing}");
    }
}
