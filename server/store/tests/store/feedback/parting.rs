//! Taking apart: an entry that was merged, and one that says several things.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::SplitDraft;
use domain::ids::{FeedbackId, ProjectId};
use domain::policy::{Action, Refusal};
use store::StoreError;

use super::draft;
use crate::cast::Someone;
use crate::problem;
use crate::world::World;

on_both! {
    is_split_and_keeps_its_links,
    is_taken_apart_without_what_was_linked_by_hand,
    is_taken_apart_without_what_the_merge_linked,
    takes_what_it_carried_along_when_merged_again,
}

fn entry(id: FeedbackId) -> ThingRef {
    ThingRef::new(ThingKind::Feedback, id)
}

impl World {
    /// Three entries that say much the same.
    async fn three_alike(&self, who: &Someone, project: ProjectId) -> [FeedbackId; 3] {
        let give = async |story| self.give(who, project, &draft("bug", story)).await;
        [
            give("A").await,
            give("A aussi").await,
            give("A, mieux dit").await,
        ]
    }

    /// A milestone that these entries support.
    async fn supported(
        &self,
        who: &Someone,
        project: ProjectId,
        entries: &[FeedbackId],
    ) -> ThingRef {
        let milestone = self.milestone(who, project).await;
        let milestone = ThingRef::new(ThingKind::Milestone, milestone);
        for &id in entries {
            self.supports(who, id, milestone).await;
        }
        milestone
    }

    async fn supports(&self, who: &Someone, id: FeedbackId, milestone: ThingRef) {
        let relation = Relation::Supports;
        self.link(who, entry(id), relation, milestone).await;
    }

    async fn merge_entry(&self, who: &Someone, from: FeedbackId, into: FeedbackId) {
        let actor = who.actor().await;
        let merged = self.store.merge_feedback(&actor, from, into).await;
        merged.expect("merged");
    }

    /// What an entry supports, in order.
    async fn supported_by(&self, who: &Someone, id: FeedbackId) -> Vec<ThingRef> {
        let chain = self.store.chain(&who.actor().await, entry(id)).await;
        let steps = chain.expect("a chain").steps.into_iter();
        let supports = steps.filter(|step| step.relation == Relation::Supports);
        let mut things: Vec<_> = supports.map(|step| step.other.thing).collect();
        things.sort();
        things
    }

    /// How often the history of a thing tells that it was linked, and that it no longer was.
    async fn linked_and_unlinked(&self, thing: ThingRef) -> (i64, i64) {
        let rows = format!(
            "audit WHERE action = 'link_evidence' AND thing_id = {} AND ",
            self.uuid(thing.id)
        );
        let linked = self.count(&format!("{rows} after <> ''")).await;
        (linked, self.count(&format!("{rows} after = ''")).await)
    }
}

fn in_order<const N: usize>(mut things: [ThingRef; N]) -> Vec<ThingRef> {
    things.sort();
    things.to_vec()
}

async fn is_split_and_keeps_its_links(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let id = world.give(&bob, project, &draft("bug", "Un et deux")).await;
    let actor = ana.actor().await;
    let store = &world.store;
    let split = |parts: &str| SplitDraft {
        parts: parts.into(),
    };
    let single = store.split_feedback(&actor, id, 1, &split("Un")).await;
    assert!(problem(single, "parts").is_some());
    let both = split("Un\n\nDeux");
    let refused = store.split_feedback(&bob.actor().await, id, 1, &both).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let milestone = world.supported(&ana, project, &[id]).await;
    let same = world.give(&ana, project, &draft("bug", "Pareil")).await;
    world.merge_entry(&ana, same, id).await;
    let around = async |id| {
        let chain = store.chain(&actor, entry(id)).await.expect("a chain");
        let steps = chain.steps.iter();
        let mut steps: Vec<_> = steps
            .map(|step| (step.relation, step.other.thing.id, step.forward))
            .collect();
        steps.sort();
        steps
    };
    // What the whole is linked with, but for what was merged into it.
    let linked = [
        (Relation::Caused, id.0, false),
        (Relation::Supports, milestone.id, true),
    ];
    let made = store.split_feedback(&actor, id, 1, &both).await;
    let made = made.expect("split");
    let again = store.split_feedback(&actor, id, 1, &both).await;
    assert_fails!(again, StoreError::Stale { current: 2 });
    assert_eq!(made.len(), 2);
    // Once by hand, once for each part.
    assert_eq!(world.linked_and_unlinked(milestone).await, (3, 0));
    for (part, story) in made.iter().zip(["Un", "Deux"]) {
        let detail = store.feedback(&actor, *part).await.expect("there");
        assert_eq!(detail.feedback.facts.story, story);
        assert_eq!(detail.feedback.author.expect("kept").id, bob.id);
        assert_eq!(around(*part).await, linked);
    }
    let listed = world.log(&ana, project, Default::default()).await;
    assert_eq!(listed.page.total, 4, "with the duplicate");
    // The whole keeps its links, and its parts of before are not said to lead to others.
    assert_eq!(around(id).await.len(), 4);
    let more = store.split_feedback(&actor, id, 2, &both).await;
    for part in more.expect("split again") {
        assert_eq!(around(part).await, linked);
    }
}

/// What a merge linked goes when it is undone, and the histories of both tell it; what
/// people linked stays.
async fn is_taken_apart_without_what_was_linked_by_hand(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let [a, b, c] = world.three_alike(&ana, project).await;
    let (from, to) = (entry(a), entry(b));
    world.link(&ana, from, Relation::RelatesTo, to).await;
    world.merge_entry(&ana, a, b).await;
    world.merge_entry(&ana, b, c).await;
    let around = async |id| {
        let chain = store.chain(&actor, entry(id)).await.expect("a chain");
        let steps = chain.steps.iter();
        let mut others: Vec<_> = steps.map(|step| step.other.thing.id).collect();
        others.sort();
        others
    };
    let unlinked = async |id| {
        let detail = store.feedback(&actor, id).await.expect("an entry");
        let entries = detail.history.entries.iter();
        let links = entries.filter(|entry| entry.action == Action::LinkEvidence.code());
        links.filter(|entry| entry.after.is_empty()).count()
    };
    let mut both = [b.0, c.0];
    both.sort();
    assert_eq!(around(a).await, both);
    world.bring(&ana, a, "new").await;
    assert_eq!(around(a).await, [b.0]);
    let told = (unlinked(a).await, unlinked(b).await, unlinked(c).await);
    assert_eq!(told, (1, 0, 1));
    world.bring(&ana, b, "new").await;
    assert_eq!(around(b).await, [a.0]);
    assert!(around(c).await.is_empty());
    let told = (unlinked(a).await, unlinked(b).await, unlinked(c).await);
    assert_eq!(told, (1, 1, 2));
}

/// What the original was linked with for a duplicate goes with it, but for what another
/// duplicate has brought as well, what it had itself, and what somebody has linked since.
async fn is_taken_apart_without_what_the_merge_linked(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let [a, b, c] = world.three_alike(&ana, project).await;
    let alone = world.supported(&ana, project, &[a]).await;
    let shared = world.supported(&ana, project, &[a, b]).await;
    let own = world.supported(&ana, project, &[a, c]).await;
    let since = world.supported(&ana, project, &[a]).await;
    world.merge_entry(&ana, a, c).await;
    world.merge_entry(&ana, b, c).await;
    let all = in_order([alone, shared, own, since]);
    assert_eq!(world.supported_by(&ana, c).await, all);
    world.supports(&ana, c, since).await;
    world.supports(&ana, c, since).await;
    // By hand, by the merge, and by hand again, once.
    assert_eq!(world.linked_and_unlinked(since).await, (3, 0));
    assert_eq!(world.linked_and_unlinked(alone).await, (2, 0));
    assert_eq!(world.linked_and_unlinked(shared).await, (3, 0));
    assert_eq!(world.linked_and_unlinked(own).await, (2, 0));

    world.bring(&ana, a, "new").await;
    assert_eq!(world.supported_by(&ana, a).await, all);
    let left = in_order([shared, own, since]);
    assert_eq!(world.supported_by(&ana, c).await, left);
    assert_eq!(world.linked_and_unlinked(alone).await, (2, 1));
    assert_eq!(world.linked_and_unlinked(shared).await, (3, 0));
    world.bring(&ana, b, "new").await;
    let left = in_order([own, since]);
    assert_eq!(world.supported_by(&ana, c).await, left);
    assert_eq!(world.linked_and_unlinked(shared).await, (3, 1));
    assert_eq!(world.count("feedback_merge_links").await, 0);
}

/// What an entry brought goes to wherever it is merged, and from there once it is taken apart.
async fn takes_what_it_carried_along_when_merged_again(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let [a, b, c] = world.three_alike(&ana, project).await;
    let of_a = world.supported(&ana, project, &[a]).await;
    let of_b = world.supported(&ana, project, &[b]).await;
    world.merge_entry(&ana, a, b).await;
    assert_eq!(world.supported_by(&ana, b).await, in_order([of_a, of_b]));
    world.merge_entry(&ana, b, c).await;
    assert_eq!(world.supported_by(&ana, b).await, [of_b]);
    assert_eq!(world.supported_by(&ana, c).await, in_order([of_a, of_b]));
    world.bring(&ana, b, "new").await;
    assert_eq!(world.supported_by(&ana, b).await, [of_b]);
    assert_eq!(world.supported_by(&ana, c).await, [of_a]);
    world.bring(&ana, a, "new").await;
    assert_eq!(world.supported_by(&ana, c).await, []);
    for (id, thing) in [(a, of_a), (b, of_b)] {
        assert_eq!(world.supported_by(&ana, id).await, [thing]);
    }
}
