//! Who is told of what.

use domain::decisions::ActionItemDraft;
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ActionItemId, LinkId, MilestoneId};
use domain::iterations::IterationState;
use domain::needs::{NeedState, Stance};
use domain::notifications::{NotificationKind as Kind, Preferences};
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;

use super::{about, day};
use crate::cast::{Someone, Steering};
use crate::decisions::item_draft;
use crate::milestones::{milestone_draft, settle, to};
use crate::world::World;

on_both! {
    tells_of_feedback_once_each,
    never_gives_a_hidden_author_away,
    tells_nothing_where_no_name_is_kept,
    tells_of_needs_once_each,
    tells_of_needs_that_are_open_again,
    gathers_positions_until_they_are_read,
    tells_of_milestones_once_each,
    tells_who_takes_an_action_on,
    tells_teams_of_their_project,
}

async fn tells_of_feedback_once_each(world: World) {
    let (lea, ana, bob) = (
        world.member("Léa Martin").await,
        world.member("Ana Ruiz").await,
        world.member("Bob Petit").await,
    );
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let id = world.feedback_by(&ana, project, "").await;
    world.treat(&lea, id, "accepted", Some(&bob)).await;
    world.comment(&lea, id, "@Bob Petit, une idée ?").await;
    world.comment(&ana, id, "Merci.").await;
    world.treat(&bob, id, "shipped", Some(&bob)).await;
    let author = ana.actor().await;
    let confirmed = domain::feedback::FeedbackState::Confirmed;
    world
        .store
        .settle_feedback(&author, id, confirmed, "")
        .await
        .expect("confirmed");
    assert_eq!(
        world.kinds(&ana).await,
        [
            Kind::FeedbackTreated,
            Kind::FeedbackCommented,
            Kind::FeedbackShipped
        ]
    );
    assert_eq!(
        world.kinds(&bob).await,
        [
            Kind::Team,
            Kind::Assigned,
            Kind::Mention,
            Kind::FeedbackSettled
        ]
    );
    assert_eq!(
        world.kinds(&lea).await,
        [Kind::FeedbackNew],
        "nobody is told of their own acts"
    );
    let news = world.news(&bob).await;
    let named = news[0].actor.as_ref().map(|person| person.name.as_str());
    assert_eq!(named, Some("Ana Ruiz"));
    let thing = ThingRef::new(ThingKind::Feedback, id);
    assert_eq!(about(&news)[0], (Kind::FeedbackSettled, thing));
    assert_eq!(news[0].title, "Le son coupe.");
}

async fn never_gives_a_hidden_author_away(world: World) {
    let (lea, ana, bob) = (
        world.member("Léa Martin").await,
        world.member("Ana Ruiz").await,
        world.member("Bob Petit").await,
    );
    let project = world
        .project(&lea)
        .with(&ana, ProjectRole::Contributor)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let id = world.feedback_by(&ana, project, "hidden").await;
    world.treat(&lea, id, "shipped", Some(&bob)).await;
    world.comment(&ana, id, "@Bob Petit, c'est revenu.").await;
    let author = ana.actor().await;
    let accepted = domain::feedback::FeedbackState::Accepted;
    world
        .store
        .settle_feedback(&author, id, accepted, "Toujours là.")
        .await
        .expect("said");
    let news = world.news(&bob).await;
    let of_entry: Vec<_> = news
        .iter()
        .filter(|news| news.thing.id == id.0)
        .map(|news| (news.kind, news.actor.as_ref().map(|person| person.id)))
        .collect();
    assert_eq!(
        of_entry,
        [
            (Kind::FeedbackSettled, None),
            (Kind::Mention, None),
            (Kind::Assigned, Some(lea.id)),
        ]
    );
    let kept = format!("notifications WHERE actor = {}", world.uuid(ana.id.0));
    assert_eq!(world.count(&kept).await, 0, "nor is the name kept");
    assert!(world.kinds(&ana).await.contains(&Kind::FeedbackShipped));
}

async fn tells_nothing_where_no_name_is_kept(world: World) {
    let (lea, ana) = (world.member("Léa").await, world.member("Ana").await);
    let project = world.project(&lea).open().await;
    let id = world.feedback_by(&ana, project, "not_stored").await;
    world.treat(&lea, id, "shipped", None).await;
    world.comment(&lea, id, "Voilà.").await;
    let of_ana = format!("notifications WHERE user_id = {}", world.uuid(ana.id.0));
    assert_eq!(world.count(&of_ana).await, 0);
    let named = format!("notifications WHERE actor = {}", world.uuid(ana.id.0));
    assert_eq!(world.count(&named).await, 0);
}

async fn tells_of_needs_once_each(world: World) {
    let (ana, lea, colette) = (
        world.member("Ana").await,
        world.member("Léa").await,
        world.coordinator().await,
    );
    let project = world.project(&lea).title("Lire à deux").open().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let other = world.need(&ana, "Suivre la lecture").express().await;
    let third = world.need(&ana, "Autre chose").express().await;
    let lead = lea.actor().await;
    for _ in 0..2 {
        let answered = world.store.answer_need(&lead, project, need, true).await;
        answered.expect("answered");
    }
    let steering = colette.actor().await;
    let merged = world.store.merge_needs(&steering, need, other).await;
    merged.expect("merged");
    let aside = NeedState::SetAside;
    let settled = world
        .store
        .settle_need(&steering, third, 1, aside, "Hors champ.")
        .await;
    settled.expect("set aside");
    assert_eq!(
        world.kinds(&ana).await,
        [
            Kind::NeedAnswered,
            Kind::NeedAnswered,
            Kind::NeedMerged,
            Kind::NeedSetAside
        ],
        "the need that it was merged into is answered too"
    );
    let oldest = world.news(&ana).await.pop().expect("news");
    let told_of = oldest.project.map(|(_, title)| title);
    assert_eq!(told_of.as_deref(), Some("Lire à deux"));
}

async fn tells_of_needs_that_are_open_again(world: World) {
    let (ana, lea, colette) = (
        world.member("Ana").await,
        world.member("Léa").await,
        world.coordinator().await,
    );
    let project = world.project(&lea).title("Lire à deux").open().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let (store, lead) = (&world.store, lea.actor().await);
    for answers in [true, false, false] {
        let answered = store.answer_need(&lead, project, need, answers).await;
        answered.expect("answered, or no longer");
    }
    let told = [Kind::NeedAnswered, Kind::NeedUnanswered];
    assert_eq!(world.kinds(&ana).await, told);
    let newest = world.news(&ana).await.remove(0);
    let told_of = newest.project.map(|(_, title)| title);
    assert_eq!(told_of.as_deref(), Some("Lire à deux"));
    // So it is where the link is made and taken away by the chain.
    let (from, to) = (
        ThingRef::new(ThingKind::Project, project),
        ThingRef::new(ThingKind::Need, need),
    );
    let link = LinkId::new();
    let linked = store.link_things(&lead, link, from, Relation::Answers, to);
    linked.await.expect("linked");
    let unlinked = store.unlink_things(&lead, link).await;
    unlinked.expect("unlinked");
    assert_eq!(world.kinds(&ana).await, told.repeat(2));

    let settle = async |by: &Someone, state, reason: &str| {
        let version = world.read_need(by, need).await.version;
        let actor = by.actor().await;
        let settled = store.settle_need(&actor, need, version, state, reason);
        settled.await.expect("settled");
    };
    settle(&colette, NeedState::SetAside, "Plus tard.").await;
    settle(&colette, NeedState::Open, "").await;
    let told = [Kind::NeedSetAside, Kind::NeedReopened];
    assert_eq!(world.kinds(&ana).await[4..], told);
    settle(&ana, NeedState::Withdrawn, "C’est réglé.").await;
    settle(&ana, NeedState::Open, "").await;
    assert_eq!(world.kinds(&ana).await.len(), 6, "nobody of what they did");

    // Each can be switched off.
    let (author, nothing) = (ana.actor().await, Preferences::chosen(&[], &[]));
    let preferred = store.prefer_notifications(&author, &nothing).await;
    preferred.expect("kept");
    for answers in [true, false] {
        let answered = store.answer_need(&lead, project, need, answers).await;
        answered.expect("answered, or no longer");
    }
    settle(&colette, NeedState::SetAside, "Plus tard.").await;
    settle(&colette, NeedState::Open, "").await;
    assert_eq!(world.kinds(&ana).await.len(), 6);
}

async fn gathers_positions_until_they_are_read(world: World) {
    let (ana, bob, lea) = (
        world.member("Ana").await,
        world.member("Bob").await,
        world.member("Léa").await,
    );
    let need = world.need(&ana, "Suivre la fluence").express().await;
    world.support(&bob, need).await;
    world.take(&lea, need, Stance::Objection, "Non.").await;
    assert_eq!(world.kinds(&ana).await, [Kind::NeedPosition]);
    let actor = ana.actor().await;
    assert!(world.store.saw(&actor, need.0).await.expect("seen"));
    assert!(!world.store.saw(&actor, need.0).await.expect("seen"));
    world.support(&lea, need).await;
    assert_eq!(
        world.kinds(&ana).await,
        [Kind::NeedPosition, Kind::NeedPosition]
    );
}

async fn tells_of_milestones_once_each(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let lead = lea.actor().await;
    let (store, id) = (&world.store, MilestoneId::new());
    let draft = domain::milestones::MilestoneDraft {
        owner: bob.id.to_string(),
        due_on: "2026-06-30".into(),
        ..milestone_draft("Prêt")
    };
    let set = store.create_milestone(&lead, project, id, &draft).await;
    set.expect("set");
    for today in [
        "2026-06-01",
        "2026-06-24",
        "2026-06-25",
        "2026-07-01",
        "2026-07-02",
    ] {
        store.remind(day(today)).await.expect("reminded");
    }
    let moved = store
        .move_milestone(&lead, id, 1, &to("2026-09-30", "Congés."))
        .await;
    moved.expect("moved");
    let asked = store.ask_signature(&lead, id, bob.id, true).await;
    asked.expect("asked");
    let missed = store
        .settle_milestone(&lead, id, 2, &settle("missed", "Trop court."))
        .await;
    missed.expect("missed");
    assert_eq!(
        world.kinds(&bob).await,
        [
            Kind::Team,
            Kind::MilestoneGiven,
            Kind::MilestoneDue,
            Kind::MilestoneOverdue,
            Kind::MilestoneMoved,
            Kind::SignatureAsked,
        ]
    );
    store.remind(day("2027-01-01")).await.expect("reminded");
    assert_eq!(world.kinds(&bob).await.len(), 6, "what is settled is over");
    let asked = store.ask_signature(&lead, id, bob.id, false).await;
    asked.expect("no longer asked");
    assert!(!world.kinds(&bob).await.contains(&Kind::SignatureAsked));
}

async fn tells_who_takes_an_action_on(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let (store, lead, id) = (&world.store, lea.actor().await, ActionItemId::new());
    let draft = |owner: &str| ActionItemDraft {
        owner: owner.into(),
        ..item_draft("Prévenir les familles")
    };
    let nobody = draft("");
    let recorded = store.create_action_item(&lead, project, id, &nobody);
    recorded.await.expect("recorded");
    let given = draft(&bob.id.to_string());
    for version in 1..=2 {
        let edited = store.edit_action_item(&lead, id, version, &given);
        edited.await.expect("edited");
    }
    let told = [Kind::Team, Kind::ActionGiven];
    assert_eq!(world.kinds(&bob).await, told, "once");
    let own = ActionItemId::new();
    let by_bob = bob.actor().await;
    let recorded = store.create_action_item(&by_bob, project, own, &given);
    recorded.await.expect("recorded");
    assert_eq!(world.kinds(&bob).await, told, "nobody of what they did");
}

async fn tells_teams_of_their_project(world: World) {
    let (lea, bob, eve) = (
        world.member("Léa").await,
        world.member("Bob").await,
        world.member("Ève").await,
    );
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Observer)
        .open()
        .await;
    let lead = lea.actor().await;
    let store = &world.store;
    let on = day("2026-02-01");
    for _ in 0..2 {
        store
            .change_phase(&lead, project, 1, ProjectPhase::Pilot, on)
            .await
            .expect("moved on");
    }
    let role = Some(ProjectRole::Contributor);
    for _ in 0..2 {
        let set = store.give_team_role(&lead, project, bob.id, role).await;
        set.expect("a role");
    }
    let iteration = world.plan(&lea, project, "Essayer").await;
    let states = [
        IterationState::Running,
        IterationState::InReview,
        IterationState::Closed,
    ];
    world.steer(&lea, iteration, &states).await;
    let news = world.news(&bob).await;
    let told: Vec<_> = news
        .iter()
        .rev()
        .map(|news| (news.kind, news.detail.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Kind::Team, "observer"),
            (Kind::Phase, "pilot"),
            (Kind::Team, "contributor"),
            (Kind::Iteration, "running"),
            (Kind::Iteration, "in_review"),
            (Kind::Iteration, "closed"),
        ]
    );
    assert_eq!(world.kinds(&lea).await, []);
    assert_eq!(world.kinds(&eve).await, []);
}
