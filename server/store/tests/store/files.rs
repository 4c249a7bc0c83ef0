//! Files as things of the evidence chain: found, linked and shown by whoever may
//! read them, and by nobody else.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{Anonymity, BulkDraft, FeedbackDraft};
use domain::ids::{AttachmentId, FeedbackId, LinkId, NeedId, ProjectId};
use domain::iterations::IterationState as S;
use domain::policy::Refusal;
use domain::projects::ProjectRole;
use store::StoreError;

use crate::cast::{Someone, Steering, need_draft};
use crate::feedback::draft;
use crate::sessions::Sitting;
use crate::world::World;

on_both! {
    a_file_is_found_by_whoever_sees_what_holds_it,
    files_of_an_entry_are_shared_with_it,
    files_of_a_session_are_for_those_who_take_part,
    an_id_of_another_kind_is_nobody_s_to_take,
    a_file_without_a_name_tells_none,
    a_file_is_linked_from_both_ends,
    a_file_that_is_taken_away_leaves_no_link,
    what_spoke_in_a_closed_iteration_stays,
    files_stay_with_what_was_merged,
}

fn file(id: AttachmentId) -> ThingRef {
    ThingRef::new(ThingKind::File, id)
}

impl World {
    /// Whether somebody finds a file and sees its page; whoever may read it, and
    /// nobody else, does.
    async fn knows(&self, who: &Someone, id: AttachmentId) -> bool {
        let (store, actor) = (&self.store, who.actor().await);
        let reads = store.attachment(&actor, id).await.is_ok();
        let found = store.search(&actor, "preuve").await.expect("an answer");
        let found = found.iter().any(|found| found.thing == file(id));
        let page = store.attached_file(&actor, id).await;
        let chain = store.chain(&actor, file(id)).await;
        assert_eq!(
            (found, page.is_ok(), chain.is_ok()),
            (reads, reads, reads),
            "found, page, chain"
        );
        reads
    }

    async fn told(&self, who: &Someone, project: ProjectId, story: &str) -> ThingRef {
        let id = self.give(who, project, &draft("bug", story)).await;
        ThingRef::new(ThingKind::Feedback, id)
    }
}

async fn a_file_is_found_by_whoever_sees_what_holds_it(world: World) {
    let (ana, stranger) = (world.member("Ana").await, world.member("Un").await);
    let (partner, coordinator) = (world.partner("Ève").await, world.coordinator().await);
    let project = world.project(&ana).team_only();
    let project = project.with(&partner, ProjectRole::Partner).open().await;
    let iteration = world.plan(&ana, project, "Un").await;
    let milestone = world.milestone(&ana, project).await;
    let need = world.need(&ana, "Lire").express().await;
    for thing in [
        ThingRef::new(ThingKind::Project, project),
        ThingRef::new(ThingKind::Iteration, iteration),
        ThingRef::new(ThingKind::Milestone, milestone),
    ] {
        let id = world.attach(&ana, thing, "preuve.txt").await;
        for who in [&ana, &partner, &coordinator] {
            assert!(world.knows(who, id).await, "{thing}");
        }
        assert!(!world.knows(&stranger, id).await, "{thing}");
        let actor = partner.actor().await;
        let read = world.store.attached_file(&actor, id).await.expect("a file");
        assert_eq!((read.holder.thing, read.file.thing), (thing, thing));
        assert_eq!(read.holder.project, Some(project));
    }
    let of_need = ThingRef::new(ThingKind::Need, need);
    let id = world.attach(&ana, of_need, "preuve.txt").await;
    for who in [&ana, &stranger, &partner] {
        assert!(world.knows(who, id).await);
    }
    // What is in it is found by its description as well.
    let actor = stranger.actor().await;
    let found = world.store.search(&actor, "mot").await.expect("an answer");
    let found: Vec<_> = found.iter().map(|found| found.thing).collect();
    assert_eq!(found, [file(id)]);
}

async fn files_of_an_entry_are_shared_with_it(world: World) {
    let (ana, observer) = (world.member("Ana").await, world.observer("Olga").await);
    let partner = world.partner("Ève").await;
    let project = world.project(&ana).with(&partner, ProjectRole::Partner);
    let project = project.open().await;
    let entry = world.told(&ana, project, "Ils se perdent").await;
    let id = world.attach(&ana, entry, "preuve.txt").await;
    let milestone = world.milestone(&ana, project).await;
    let milestone = ThingRef::new(ThingKind::Milestone, milestone);
    world
        .link(&ana, file(id), Relation::Supports, milestone)
        .await;
    let treat = async |action: &str| {
        let draft = BulkDraft {
            action: action.into(),
            ..BulkDraft::default()
        };
        let ids = [FeedbackId(entry.id)];
        let treated = world.treat_several(&ana, project, &ids, &draft).await;
        treated.expect("treated");
    };
    let steps = async || {
        let actor = partner.actor().await;
        let chain = world.store.chain(&actor, milestone).await;
        chain.expect("a chain").steps.len()
    };
    assert!(world.knows(&ana, id).await && world.knows(&observer, id).await);
    assert!(!world.knows(&partner, id).await);
    assert_eq!(steps().await, 0);
    treat("share").await;
    assert!(world.knows(&partner, id).await);
    assert_eq!(steps().await, 1);
    treat("unshare").await;
    assert!(!world.knows(&partner, id).await);
    let history = world
        .store
        .milestone(
            &partner.actor().await,
            domain::ids::MilestoneId(milestone.id),
        )
        .await;
    let said = serde_json::to_string(&history.expect("a milestone")).expect("text");
    assert!(!said.contains(&id.to_string()), "{said}");
    let own = world.told(&partner, project, "Et moi").await;
    let own = world.attach(&partner, own, "preuve.txt").await;
    assert!(world.knows(&partner, own).await);
}

async fn files_of_a_session_are_for_those_who_take_part(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, &sitting.lead);
    let paul = world.partner("Paul").await;
    let role = Some(ProjectRole::Partner);
    let on_team = store
        .give_team_role(&lead.actor().await, sitting.project, paul.id, role)
        .await;
    on_team.expect("on the team");
    let session = ThingRef::new(ThingKind::Session, sitting.id);
    let id = world.attach(lead, session, "preuve.txt").await;
    assert!(world.knows(lead, id).await);
    assert!(!world.knows(&paul, id).await);
    let joined = store
        .join_session(&paul.actor().await, sitting.id, Some(sitting.code))
        .await;
    joined.expect("joined");
    assert!(world.knows(&paul, id).await);
}

async fn an_id_of_another_kind_is_nobody_s_to_take(world: World) {
    let (ana, partner) = (world.member("Ana").await, world.partner("Ève").await);
    let project = world.project(&ana).with(&partner, ProjectRole::Partner);
    let project = project.open().await;
    let entry = world.told(&ana, project, "Ils se perdent").await;
    let id = world.attach(&ana, entry, "preuve.txt").await;
    let (store, actor) = (&world.store, partner.actor().await);
    // Ids are made by whoever makes a thing, and pages show them.
    for taken in [id.0, entry.id, project.0] {
        let need = need_draft("Moi");
        let need = store.express_need(&actor, NeedId(taken), &need);
        assert_fails!(need.await, StoreError::NotFound);
    }
    for taken in [id.0, project.0] {
        let said = draft("bug", "Moi");
        let given = store.give_feedback(&actor, project, FeedbackId(taken), &said);
        assert_fails!(given.await, StoreError::NotFound);
    }
    assert!(!world.knows(&partner, id).await);
    let chain = store.chain(&ana.actor().await, entry).await;
    assert_eq!(chain.expect("still there").here.title, "Ils se perdent");
}

async fn a_file_without_a_name_tells_none(world: World) {
    let (ana, author) = (world.member("Ana").await, world.member("Zacharie").await);
    let project = world.project(&ana).open().await;
    for anonymity in [Anonymity::Hidden, Anonymity::NotStored] {
        let facts = FeedbackDraft {
            anonymity: anonymity.code().into(),
            ..draft("bug", "Ils se perdent")
        };
        let entry = world.give(&author, project, &facts).await;
        let entry = ThingRef::new(ThingKind::Feedback, entry);
        let id = world.attach(&author, entry, "zacharie.txt").await;
        let actor = ana.actor().await;
        let read = world.store.attached_file(&actor, id).await.expect("a file");
        assert!(read.file.by.is_none());
        let chain = world.store.chain(&actor, file(id)).await;
        assert_eq!(chain.expect("a chain").here.title, "document.txt");
        let found = world.store.search(&actor, "zacharie").await;
        assert!(found.expect("an answer").is_empty());
    }
}

async fn a_file_is_linked_from_both_ends(world: World) {
    let (ana, observer) = (world.member("Ana").await, world.observer("Olga").await);
    let project = world.project(&ana).open().await;
    let on = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&ana, on, "preuve.txt").await;
    let milestone = world.milestone(&ana, project).await;
    let milestone = ThingRef::new(ThingKind::Milestone, milestone);
    let (store, actor) = (&world.store, observer.actor().await);
    let refused = store
        .link_things(
            &actor,
            LinkId::new(),
            file(id),
            Relation::Supports,
            milestone,
        )
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    world
        .link(&ana, file(id), Relation::Supports, milestone)
        .await;
    for (here, there) in [(file(id), milestone), (milestone, file(id))] {
        let chain = store.chain(&actor, here).await.expect("a chain");
        let others: Vec<_> = chain.steps.iter().map(|step| step.other.thing).collect();
        assert_eq!(others, [there]);
    }
    let graph = store.graph(&actor, file(id)).await.expect("a graph");
    assert_eq!(graph.nodes[0].title, "preuve.txt");
    assert_eq!(graph.nodes.len(), 2);
}

async fn a_file_that_is_taken_away_leaves_no_link(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let on = ThingRef::new(ThingKind::Project, project);
    let rows = world.count("search_rows").await;
    let id = world.attach(&ana, on, "preuve.txt").await;
    assert_eq!(world.count("search_rows").await, rows + 1);
    world.link(&ana, file(id), Relation::RelatesTo, on).await;
    let actor = ana.actor().await;
    let removed = world.store.remove_attachment(&actor, id).await;
    removed.expect("taken away");
    assert_eq!(world.count("links").await, 0);
    assert_eq!(world.count("search_rows").await, rows);
    // The history of what it spoke for says that it speaks no longer.
    let noted = world.count("audit WHERE action = 'link_evidence'").await;
    assert_eq!(noted, 4, "made and gone, at both ends");
    let gone = world.store.chain(&actor, file(id)).await;
    assert_fails!(gone, StoreError::NotFound);
}

async fn what_spoke_in_a_closed_iteration_stays(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let iteration = world.plan(&ana, project, "Un").await;
    let element = world
        .element(&ana, iteration, "outcome", "Lire mieux")
        .await;
    let on = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&ana, on, "preuve.txt").await;
    let element = ThingRef::new(ThingKind::Element, element);
    world
        .link(&ana, file(id), Relation::Supports, element)
        .await;
    world
        .steer(&ana, iteration, &[S::Running, S::InReview, S::Closed])
        .await;
    let actor = ana.actor().await;
    let removed = world.store.remove_attachment(&actor, id).await;
    assert_fails!(removed, StoreError::Refused(Refusal::Frozen));
    assert!(world.knows(&ana, id).await);
    let map = world.detail(&ana, iteration).await.content.map;
    assert_eq!(map.elements[0].evidence[0].thing.thing, file(id));
}

async fn files_stay_with_what_was_merged(world: World) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let (one, other) = (
        world.told(&ada, project, "Trop lent").await,
        world.told(&ada, project, "Si lent").await,
    );
    let (need, better) = (
        world.need(&ada, "Lire").express().await,
        world.need(&ada, "Lire à deux").express().await,
    );
    let of_need = ThingRef::new(ThingKind::Need, need);
    let files = [
        (one, world.attach(&ada, one, "preuve.txt").await),
        (of_need, world.attach(&ada, of_need, "preuve.txt").await),
    ];
    let (store, actor) = (&world.store, ada.actor().await);
    let merged = store
        .merge_feedback(&actor, FeedbackId(one.id), FeedbackId(other.id))
        .await;
    merged.expect("merged");
    let merged = store.merge_needs(&actor, need, better).await;
    merged.expect("merged");
    for (thing, id) in files {
        assert!(world.knows(&ada, id).await);
        let read = store.attached_file(&actor, id).await.expect("a file");
        assert_eq!(read.holder.thing, thing);
    }
}
