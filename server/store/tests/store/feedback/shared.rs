//! What partners see of a log.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{BulkDraft, CommentDraft, FeedbackFilter};
use domain::ids::{CommentId, FeedbackId, LinkId};
use domain::policy::Refusal;
use domain::projects::ProjectRole;
use store::StoreError;

use super::draft;
use crate::world::World;

on_both! {
    shows_partners_what_is_shared_and_their_own,
    lets_partners_speak_of_what_they_see,
}

async fn shows_partners_what_is_shared_and_their_own(world: World) {
    let lead = world.member("Ana").await;
    let partner = world.partner("Max").await;
    let project = world
        .project(&lead)
        .with(&partner, ProjectRole::Partner)
        .open()
        .await;
    let open = world.give(&lead, project, &draft("bug", "Ouvert")).await;
    let closed = world.give(&lead, project, &draft("bug", "Interne")).await;
    let own = world.give(&partner, project, &draft("idea", "À moi")).await;
    let store = &world.store;
    let share = |action: &str| BulkDraft {
        action: action.into(),
        ..BulkDraft::default()
    };
    let lead_actor = lead.actor().await;
    let shared = world
        .treat_several(&lead, project, &[open], &share("share"))
        .await;
    assert_eq!(shared.expect("shared"), 1);
    let actor = partner.actor().await;
    let seen = world
        .log(&partner, project, FeedbackFilter::default())
        .await;
    let mut ids: Vec<_> = seen.page.items.iter().map(|entry| entry.id).collect();
    ids.sort();
    assert_eq!(ids, [open, own]);
    assert_eq!(seen.page.total, 2);
    let by_state: u64 = seen.facets.states.iter().map(|facet| facet.count).sum();
    assert_eq!(by_state, 2, "counts tell nothing of what is not shared");
    let unseen = store.feedback(&actor, closed).await;
    assert_fails!(unseen, StoreError::NotFound);
    let found = store.search(&actor, "Interne").await.expect("a search");
    assert!(found.is_empty());
    assert_eq!(store.search(&actor, "Ouvert").await.expect("one").len(), 1);
    let merged = store.merge_feedback(&lead_actor, closed, open).await;
    merged.expect("merged");
    let detail = store.feedback(&actor, open).await.expect("seen");
    assert!(detail.duplicates.is_empty());
    let thing = |id| ThingRef::new(ThingKind::Feedback, id);
    let chain = store.chain(&actor, thing(open)).await.expect("a chain");
    assert!(
        chain.steps.is_empty(),
        "what it is merged with is not shared"
    );
    let (link, relation) = (LinkId::new(), Relation::RelatesTo);
    let linked = store.link_things(&lead_actor, link, thing(own), relation, thing(open));
    linked.await.expect("linked");
    for (here, there) in [(open, own), (own, open)] {
        let chain = store.chain(&actor, thing(here)).await.expect("a chain");
        let others: Vec<_> = chain.steps.iter().map(|step| step.other.thing).collect();
        assert_eq!(others, [thing(there)], "both are opened to the partner");
    }
    let shared = world
        .treat_several(&lead, project, &[open], &share("unshare"))
        .await;
    shared.expect("not shared any more");
    let unseen = store.feedback(&actor, open).await;
    assert_fails!(unseen, StoreError::NotFound);
    let unseen = store.chain(&actor, thing(open)).await;
    assert_fails!(unseen, StoreError::NotFound);
    store.feedback(&actor, own).await.expect("still one's own");
}

async fn lets_partners_speak_of_what_they_see(world: World) {
    let lead = world.member("Ana").await;
    let partner = world.partner("Max").await;
    let project = world
        .project(&lead)
        .with(&partner, ProjectRole::Partner)
        .open()
        .await;
    let own = world.give(&partner, project, &draft("idea", "À moi")).await;
    let other = world.give(&lead, project, &draft("bug", "Interne")).await;
    let actor = partner.actor().await;
    let store = &world.store;
    let said = CommentDraft {
        text: "Je précise".into(),
    };
    let comment = |id| {
        let actor = actor.clone();
        let said = said.clone();
        async move {
            store
                .comment_feedback(&actor, id, CommentId::new(), &said)
                .await
        }
    };
    comment(own).await.expect("commented");
    assert_fails!(comment(other).await, StoreError::NotFound);
    assert_fails!(comment(FeedbackId::new()).await, StoreError::NotFound);
    let entry = world.entry(&partner, own).await;
    let treated = store
        .triage_feedback(&actor, own, 1, &super::triage(&entry, "accepted", ""))
        .await;
    assert_fails!(treated, StoreError::Refused(Refusal::Role));
}
