//! Who is told of what.

use domain::audit::AuditFilter;
use domain::decisions::ActionItemDraft;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ActionItemId, MilestoneId};
use domain::iterations::{IterationDraft, IterationState};
use domain::needs::{NeedState, Stance};
use domain::notifications::{NotificationKind as Kind, Preferences, Ways};
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;

use super::{about, day};
use crate::cast::Steering;
use crate::decisions::item_draft;
use crate::milestones::{milestone_draft, settle, to};
use crate::world::World;

on_both! {
    tells_of_feedback_once_each,
    never_gives_a_hidden_author_away,
    tells_nothing_where_no_name_is_kept,
    tells_of_needs_once_each,
    gathers_positions_until_they_are_read,
    tells_of_milestones_once_each,
    tells_who_takes_an_action_on,
    tells_teams_of_their_project,
    tells_nobody_of_what_they_may_not_see_any_more,
    tells_as_each_person_prefers,
    is_read_one_by_one_by_looking_or_at_once,
    is_told_no_longer_by_the_id_of_something_else,
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
    let iteration = domain::ids::IterationId::new();
    let draft = IterationDraft {
        goal: "Essayer".into(),
        starts_on: "2026-02-01".into(),
        ends_on: "2026-03-01".into(),
        ..IterationDraft::default()
    };
    let planned = store
        .plan_iteration(&lead, project, iteration, &draft)
        .await;
    planned.expect("planned");
    let states = [
        IterationState::Running,
        IterationState::InReview,
        IterationState::Closed,
    ];
    for (version, state) in (1..).zip(states) {
        let steered = store
            .steer_iteration(&lead, iteration, version, state)
            .await;
        steered.expect("steered");
    }
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

async fn tells_nobody_of_what_they_may_not_see_any_more(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .team_only()
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let id = world.feedback_by(&lea, project, "").await;
    world.treat(&lea, id, "accepted", Some(&bob)).await;
    assert_eq!(world.kinds(&bob).await, [Kind::Team, Kind::Assigned]);
    let lead = lea.actor().await;
    let out = world
        .store
        .give_team_role(&lead, project, bob.id, None)
        .await;
    out.expect("taken out");
    let actor = bob.actor().await;
    assert_eq!(world.kinds(&bob).await, []);
    let unread = world.store.unread_notifications(&actor).await;
    assert_eq!(unread.expect("counted"), 0);
    let digests = world.store.take_digests(day("2026-11-24")).await;
    assert_eq!(digests.expect("taken"), []);
    let kept = format!("notifications WHERE user_id = {}", world.uuid(bob.id.0));
    assert_eq!(
        world.count(&kept).await,
        2,
        "leaving a hidden team is not told"
    );
}

async fn tells_as_each_person_prefers(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let store = &world.store;
    let actor = bob.actor().await;
    let mut wanted = store.notification_preferences(&actor).await.expect("read");
    assert_eq!(wanted.0.len(), Kind::ALL.len());
    let off = Ways {
        in_app: false,
        by_mail: false,
    };
    for (kind, ways) in &mut wanted.0 {
        match kind {
            Kind::Team => *ways = off,
            Kind::Phase => ways.by_mail = true,
            Kind::Assigned => ways.in_app = false,
            _ => {}
        }
    }
    for _ in 0..2 {
        let kept = store.prefer_notifications(&actor, &wanted).await;
        kept.expect("kept");
    }
    assert_eq!(
        store.notification_preferences(&actor).await.expect("read"),
        wanted
    );
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let lead = lea.actor().await;
    let moved = store
        .change_phase(&lead, project, 1, ProjectPhase::Pilot, day("2026-02-01"))
        .await;
    moved.expect("moved on");
    let id = world.feedback_by(&lea, project, "").await;
    world.treat(&lea, id, "accepted", Some(&bob)).await;
    assert_eq!(world.kinds(&bob).await, [Kind::Phase]);
    let digests = store.take_digests(day("2026-11-24")).await.expect("taken");
    let mailed: Vec<_> = digests[0].news.iter().map(|news| news.kind).collect();
    assert_eq!(mailed, [Kind::Phase, Kind::Assigned]);
    let none = Preferences::chosen(&[], &[]);
    assert!(none.0.iter().all(|(_, ways)| !ways.any()));

    let ada = world.administrator().await;
    let of_bob = AuditFilter {
        thing: Some(bob.id.0),
        ..AuditFilter::default()
    };
    let log = store.audit_log(&ada.actor().await, &of_bob, 9).await;
    let log = log.expect("the log").entries;
    let acts: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    let once = ["prefer_notifications", "create_account"];
    assert_eq!(acts, once, "what changes nothing leaves no row");
    assert_eq!(log[0].actor.as_ref().map(|person| person.id), Some(bob.id));
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let ways =
        |in_app: bool, by_mail: bool| serde_json::json!({ "in_app": in_app, "by_mail": by_mail });
    let was = serde_json::json!({
        "team": ways(true, true),
        "phase": ways(true, false),
        "assigned": ways(true, true),
    });
    let is = serde_json::json!({
        "team": ways(false, false),
        "phase": ways(true, true),
        "assigned": ways(false, true),
    });
    assert_eq!(read(&log[0].before)["notifications"], was);
    assert_eq!(read(&log[0].after)["notifications"], is);
}

async fn is_read_one_by_one_by_looking_or_at_once(world: World) {
    let (lea, bob, eve) = (
        world.member("Léa").await,
        world.member("Bob").await,
        world.member("Ève").await,
    );
    for title in ["Un", "Deux", "Trois"] {
        world
            .project(&lea)
            .title(title)
            .with(&bob, ProjectRole::Observer)
            .open()
            .await;
    }
    let (store, actor) = (&world.store, bob.actor().await);
    let unread = async || store.unread_notifications(&actor).await.expect("counted");
    assert_eq!(unread().await, 3);
    let news = world.news(&bob).await;
    let stranger = eve.actor().await;
    let id = Some(news[0].id);
    store
        .read_notification(&stranger, id)
        .await
        .expect("nothing of theirs");
    assert_eq!(unread().await, 3, "nobody reads for somebody else");
    store.read_notification(&actor, id).await.expect("read");
    assert_eq!(unread().await, 2);
    let seen = store.saw(&actor, news[1].thing.id).await;
    assert!(seen.expect("looked at"));
    assert_eq!(unread().await, 1);
    let left = store.notifications(&actor, true, 1).await.expect("news");
    assert_eq!((left.total, left.items[0].id), (1, news[2].id));
    store.read_notification(&actor, None).await.expect("read");
    assert_eq!(unread().await, 0);
    assert_eq!(world.news(&bob).await.len(), 3, "what is read stays");
}

/// What one was told stays untold once the access to it is withdrawn, whatever else has
/// its id.
async fn is_told_no_longer_by_the_id_of_something_else(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let project = world
        .project(&lea)
        .team_only()
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let id = world.feedback_by(&lea, project, "").await;
    world.treat(&lea, id, "accepted", Some(&bob)).await;
    let told = world.news(&bob).await;
    assert!(told.iter().any(|news| news.thing.id == id.0), "{told:?}");
    world.put_need_with_id_of(id.0).await;
    let told = world.news(&bob).await;
    assert!(told.iter().all(|news| news.title != "Leurre"), "{told:?}");
    let lead = lea.actor().await;
    let removed = world.store.give_team_role(&lead, project, bob.id, None);
    removed.await.expect("removed");
    assert_eq!(world.news(&bob).await, []);
    let unread = world.store.unread_notifications(&bob.actor().await).await;
    assert_eq!(unread.expect("counted"), 0);
}
