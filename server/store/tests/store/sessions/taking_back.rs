//! Taking back what came out of a session, and when it is too late for that.

use domain::accounts::WorkspaceRole;
use domain::decisions::{ActionItemDraft, ActionState, ActionStateDraft};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{CommentDraft, TriageDraft};
use domain::ids::{ActionItemId, CommentId, DecisionId, FeedbackId, LinkId, NeedId, SessionId};
use domain::imports::Attachment;
use domain::needs::NeedState;
use domain::parties::Party;
use domain::policy::{Actor, Refusal};
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::{Store, StoreError};
use uuid::Uuid;

use super::sample::{Sitting, feedback, outcome};
use crate::cast::{Someone, Steering, need_draft};
use crate::decisions::{decision_draft, item_draft};
use crate::problem;
use crate::world::World;

on_both! {
    leaves_nothing_but_the_log,
    makes_room_for_the_same_notes,
    takes_the_link_to_the_need_that_was_settled,
    is_refused_on_a_need_that_others_built_on,
    is_refused_on_feedback_that_others_built_on,
    is_refused_on_decisions_and_actions_that_others_built_on,
    is_for_those_who_run_the_session,
}

/// What a note becomes, by whoever runs the session.
async fn harvest(store: &Store, who: &Actor, session: SessionId, kind: ThingKind) -> ThingRef {
    let (id, note) = (Uuid::now_v7(), outcome("Un minuteur"));
    let made = match kind {
        ThingKind::Need => {
            let draft = need_draft("Voir le temps");
            store
                .harvest_need(who, session, NeedId(id), &draft, &note)
                .await
        }
        ThingKind::Feedback => {
            let draft = feedback("Un minuteur se voit");
            store
                .harvest_feedback(who, session, FeedbackId(id), &draft, &note)
                .await
        }
        ThingKind::Decision => {
            let draft = decision_draft("Le minuteur reste");
            store
                .harvest_decision(who, session, DecisionId(id), &draft, &note)
                .await
        }
        _ => {
            let draft = item_draft("Régler le minuteur");
            store
                .harvest_action(who, session, ActionItemId(id), &draft, &note)
                .await
        }
    };
    made.expect("taken up");
    ThingRef::new(kind, id)
}

const KINDS: [ThingKind; 4] = [
    ThingKind::Need,
    ThingKind::Feedback,
    ThingKind::Decision,
    ThingKind::ActionItem,
];

async fn leaves_nothing_but_the_log(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let kept = feedback("Autre chose");
    let given = store.give_feedback(&lead, sitting.project, FeedbackId::new(), &kept);
    given.await.expect("given");
    let mut made = Vec::new();
    for kind in KINDS {
        made.push(harvest(store, &lead, id, kind).await);
    }
    let written = world.count("audit").await;
    for thing in &made {
        for _ in 0..2 {
            let back = store.take_back_outcome(&lead, id, *thing).await;
            back.expect("taken back, or gone already");
        }
    }
    assert_eq!(world.count("audit").await, written + 4, "one row for each");
    for gone in [
        "session_outcomes",
        "session_outcome_notes",
        "links",
        "needs",
        "decisions",
        "action_items",
        "search_rows WHERE thing_kind IN ('need', 'decision', 'action')",
    ] {
        assert_eq!(world.count(gone).await, 0, "{gone}");
    }
    // The entry that somebody gave is counted alone.
    for one in [
        "feedback",
        "feedback_counts WHERE entries = 1",
        "feedback_counts WHERE entries > 0",
        "feedback_periods WHERE entries = 1",
        "feedback_periods WHERE entries > 0",
        "search_rows WHERE thing_kind = 'feedback'",
    ] {
        assert_eq!(world.count(one).await, 1, "{one}");
    }
    let detail = store.session(&lead, id).await.expect("a session");
    assert!(detail.outcomes.is_empty());
    let last = detail.history.entries.last().expect("a row");
    assert!(last.before.contains("\"became\"") && last.after.is_empty());
}

/// Whoever was asked to take it on is told nothing of what is no more; the form that made it,
/// sent again, makes it again.
async fn makes_room_for_the_same_notes(world: World) {
    let bob = world.member("Bob").await;
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let role = Some(ProjectRole::Contributor);
    let on_team = store.give_team_role(&lead, sitting.project, bob.id, role);
    on_team.await.expect("on the team");
    let told = "notifications WHERE thing_kind = 'action'";
    let item = ActionItemId::new();
    let draft = ActionItemDraft {
        owner: bob.id.to_string(),
        ..item_draft("Régler le minuteur")
    };
    store.close_session(&lead, id).await.expect("closed");
    for _ in 0..2 {
        let note = outcome("Un minuteur");
        let made = store.harvest_action(&lead, id, item, &draft, &note);
        made.await.expect("an action item");
        assert_eq!(world.count(told).await, 1);
        let thing = ThingRef::new(ThingKind::ActionItem, item);
        let back = store.take_back_outcome(&lead, id, thing).await;
        back.expect("taken back, also once the session is over");
        assert_eq!(world.count(told).await, 0);
    }
}

async fn takes_the_link_to_the_need_that_was_settled(world: World) {
    let ana = world.member("Ana").await;
    let need = world.need(&ana, "Lire à deux").express().await;
    let sitting = Sitting::about(&world, need).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let thing = harvest(store, &lead, id, ThingKind::Decision).await;
    assert_eq!(world.count("links").await, 2);
    let back = store.take_back_outcome(&lead, id, thing).await;
    back.expect("taken back");
    assert_eq!(world.count("links").await, 0);
    assert_eq!(world.count("needs").await, 1);
}

/// Taking it back is refused for this reason, and everything stays.
async fn refused(world: &World, who: &Actor, session: SessionId, thing: ThingRef, how: Attachment) {
    let before = world.count("audit").await;
    let back = world.store.take_back_outcome(who, session, thing).await;
    let problem = problem(back, &thing.to_string());
    assert_eq!(problem, Some(Problem::WorkedOn(how)));
    assert_eq!(world.count("audit").await, before);
    assert!(world.store.chain(who, thing).await.is_ok());
}

async fn is_refused_on_a_need_that_others_built_on(world: World) {
    let (eve, steering) = (world.member("Eve").await, world.coordinator().await);
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let steers = steering.actor().await;
    let need = || harvest(store, &lead, id, ThingKind::Need);

    let supported = need().await;
    world.support(&eve, NeedId(supported.id)).await;
    refused(&world, &lead, id, supported, Attachment::Position).await;

    let answered = need().await;
    let project = ThingRef::new(ThingKind::Project, sitting.project);
    let linked = store.link_things(&lead, LinkId::new(), project, Relation::Answers, answered);
    linked.await.expect("linked");
    refused(&world, &lead, id, answered, Attachment::Linked).await;

    let (duplicate, original) = (need().await, need().await);
    let (from, into) = (NeedId(duplicate.id), NeedId(original.id));
    let merged = store.merge_needs(&steers, from, into).await;
    merged.expect("merged");
    for thing in [duplicate, original] {
        refused(&world, &lead, id, thing, Attachment::Linked).await;
    }

    let edited = need().await;
    let draft = need_draft("Voir le temps qui passe");
    let own = store.edit_need(&lead, NeedId(edited.id), 1, &draft).await;
    own.expect("changed by whoever took it up");
    let again = need().await;
    let own = store.edit_need(&lead, NeedId(again.id), 1, &draft).await;
    own.expect("changed by whoever took it up");
    let back = store.take_back_outcome(&lead, id, again).await;
    back.expect("taken back");
    let draft = need_draft("Autre");
    let other = store.edit_need(&steers, NeedId(edited.id), 2, &draft);
    other.await.expect("changed by somebody else");
    refused(&world, &lead, id, edited, Attachment::Changed).await;

    let settled = need().await;
    let withdrawn = NeedState::Withdrawn;
    let done = store.settle_need(&lead, NeedId(settled.id), 1, withdrawn, "Vu ailleurs");
    done.await.expect("withdrawn");
    refused(&world, &lead, id, settled, Attachment::Changed).await;
}

async fn is_refused_on_feedback_that_others_built_on(world: World) {
    let eve = world.member("Eve").await;
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let entry = || harvest(store, &lead, id, ThingKind::Feedback);

    let commented = entry().await;
    let said = CommentDraft {
        text: "Chez nous aussi".into(),
    };
    let told = FeedbackId(commented.id);
    let (eve, comment) = (eve.actor().await, CommentId::new());
    let done = store.comment_feedback(&eve, told, comment, &said);
    done.await.expect("commented");
    refused(&world, &lead, id, commented, Attachment::Commented).await;

    let treated = entry().await;
    let triage = TriageDraft {
        state: "accepted".into(),
        severity: "minor".into(),
        shared: "false".into(),
        ..TriageDraft::default()
    };
    let done = store.triage_feedback(&lead, FeedbackId(treated.id), 1, &triage);
    done.await.expect("treated");
    refused(&world, &lead, id, treated, Attachment::Changed).await;

    let (one, other) = (entry().await, entry().await);
    let merged = store.merge_feedback(&lead, FeedbackId(one.id), FeedbackId(other.id));
    merged.await.expect("merged");
    for thing in [one, other] {
        refused(&world, &lead, id, thing, Attachment::Linked).await;
    }
}

async fn is_refused_on_decisions_and_actions_that_others_built_on(world: World) {
    let steering = world.coordinator().await;
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);

    let edited = harvest(store, &lead, id, ThingKind::Decision).await;
    let (steers, draft) = (steering.actor().await, decision_draft("Il part"));
    let done = store.edit_decision(&steers, DecisionId(edited.id), 1, &draft);
    done.await.expect("changed");
    refused(&world, &lead, id, edited, Attachment::Changed).await;

    // What they changed who took it up is lost by nobody's hand but theirs.
    let own = harvest(store, &lead, id, ThingKind::Decision).await;
    let done = store.edit_decision(&lead, DecisionId(own.id), 1, &draft);
    done.await.expect("changed");
    refused(&world, &steers, id, own, Attachment::Changed).await;
    let back = store.take_back_outcome(&lead, id, own).await;
    back.expect("taken back by whoever took it up");

    let with_file = harvest(store, &lead, id, ThingKind::Feedback).await;
    world.attach(&sitting.lead, with_file, "photo.txt").await;
    refused(&world, &lead, id, with_file, Attachment::WithFile).await;

    let done = harvest(store, &lead, id, ThingKind::ActionItem).await;
    let settled = ActionStateDraft {
        state: ActionState::Done.code().into(),
        reason: String::new(),
    };
    let told = store.settle_action_item(&lead, ActionItemId(done.id), 1, &settled);
    told.await.expect("done");
    refused(&world, &lead, id, done, Attachment::Changed).await;
}

async fn is_for_those_who_run_the_session(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let on_team = async |who: &Someone, role: ProjectRole| {
        let named = store.give_team_role(&lead, sitting.project, who.id, Some(role));
        named.await.expect("on the team");
        who.actor().await
    };
    let bob = on_team(&world.member("Bob").await, ProjectRole::Contributor).await;
    let zoe = world
        .person("Zoé", WorkspaceRole::Member, Party::Facilitator)
        .await;
    let zoe = on_team(&zoe, ProjectRole::Facilitator).await;
    let thing = harvest(store, &lead, id, ThingKind::Decision).await;
    let back = store.take_back_outcome(&bob, id, thing).await;
    assert_fails!(back, StoreError::Refused(Refusal::Role));
    // What did not come out of the session stays, whoever asks.
    let elsewhere = DecisionId::new();
    let draft = decision_draft("Autre");
    let made = store.create_decision(&lead, sitting.project, elsewhere, &draft);
    made.await.expect("a decision");
    for other in [
        ThingRef::new(ThingKind::Decision, elsewhere),
        ThingRef::new(ThingKind::Need, thing.id),
    ] {
        let back = store.take_back_outcome(&lead, id, other).await;
        back.expect("nothing to take back");
    }
    assert_eq!(world.count("decisions").await, 2);
    let back = store.take_back_outcome(&zoe, id, thing).await;
    back.expect("taken back by another who runs it");
    assert_eq!(world.count("decisions").await, 1);
}
