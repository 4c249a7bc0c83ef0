//! What people want to be told in which way, and what they have read of it.

use domain::audit::AuditFilter;
use domain::notifications::{NotificationKind as Kind, Preferences, Ways};
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;

use super::{day, handed_over};
use crate::world::World;

on_both! {
    tells_as_each_person_prefers,
    is_read_one_by_one_by_looking_or_at_once,
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
    let digests = handed_over(store, day("2026-11-24")).await;
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
