//! The daily message: what is in it, and that nothing is lost and nothing sent twice.

use domain::notifications::NotificationKind as Kind;
use domain::projects::ProjectRole;
use domain::wording::Locale;
use store::{SetClock, Store, TakenDigests};

use super::{day, handed_over};
use crate::cast::Steering;
use crate::world::World;

on_both! {
    is_taken_once_a_day_and_nothing_twice,
    leaves_out_what_is_read_old_or_of_closed_accounts,
    is_taken_again_where_a_server_stops_in_between,
}

async fn is_taken_once_a_day_and_nothing_twice(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let (store, today) = (&world.store, day("2026-11-24"));
    assert_eq!(store.last_digest_day().await.expect("asked"), None);
    let opened = world.project(&lea).with(&bob, ProjectRole::Observer);
    let project = opened.open().await;
    let english = store.change_locale(&bob.actor().await, Locale::En).await;
    english.expect("a language");
    let digests = handed_over(store, today).await;
    assert_eq!(digests.len(), 1, "nothing for whom there is nothing");
    assert_eq!(digests[0].email, bob.email);
    assert_eq!(digests[0].locale, Locale::En);
    assert_eq!((digests[0].news.len(), digests[0].more), (1, 0));
    assert_eq!(digests[0].news[0].kind, Kind::Team);
    let lead = lea.actor().await;
    let role = Some(ProjectRole::Facilitator);
    let changed = store.give_team_role(&lead, project, bob.id, role).await;
    changed.expect("a role");
    // The server starts again.
    let again = Store::open(&world.url).await.expect("opened again");
    assert_eq!(again.last_digest_day().await.expect("asked"), Some(today));
    assert_eq!(handed_over(&again, today).await, []);
    let tomorrow = handed_over(&again, day("2026-11-25")).await;
    again.close().await.expect("closed");
    assert_eq!(tomorrow.len(), 1);
    assert_eq!(tomorrow[0].news.len(), 1);
    assert_eq!(tomorrow[0].news[0].detail, "facilitator");
}

async fn leaves_out_what_is_read_old_or_of_closed_accounts(world: World) {
    let (lea, ada) = (world.member("Léa").await, world.administrator().await);
    let (reads, late, gone) = (
        world.member("Rose").await,
        world.member("Luc").await,
        world.member("Gil").await,
    );
    world
        .project(&lea)
        .with(&reads, ProjectRole::Observer)
        .with(&late, ProjectRole::Observer)
        .with(&gone, ProjectRole::Observer)
        .open()
        .await;
    let store = &world.store;
    let read = store.read_notification(&reads.actor().await, None).await;
    read.expect("read");
    let old = format!(
        "UPDATE notifications SET at = 1 WHERE user_id = {}",
        world.uuid(late.id.0)
    );
    world.sql(&old).await;
    let role = domain::accounts::WorkspaceRole::Member;
    let closed = store
        .set_account(&ada.actor().await, gone.id, role, true)
        .await;
    closed.expect("closed");
    assert_eq!(handed_over(store, day("2026-11-24")).await, []);
    let waiting = "notifications WHERE mailed_at IS NULL";
    assert_eq!(world.count(waiting).await, 0, "it is not tried for ever");
}

/// What a server has taken is left to it for a while; then another takes what it had not
/// handed over, and what is new since.
async fn is_taken_again_where_a_server_stops_in_between(world: World) {
    let (lea, bob, fay) = (
        world.member("Léa").await,
        world.member("Bob").await,
        world.member("Fay").await,
    );
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Observer)
        .with(&fay, ProjectRole::Observer)
        .open()
        .await;
    let clock = SetClock::at(world.store.now());
    let stops = world.store.with_clock(clock.clone());
    let other = Store::open(&world.url).await.expect("opened");
    let other = other.with_clock(clock.clone());
    let today = day("2026-11-24");
    let people = |taken: &TakenDigests| {
        let digests = taken.digests.iter();
        digests.map(|digest| digest.person).collect::<Vec<_>>()
    };
    let first = stops.take_digests(today).await.expect("asked");
    let first = first.expect("taken");
    assert_eq!(people(&first).len(), 2);
    let goes_on = stops.handed_over(&first, &first.digests[0]).await;
    assert!(goes_on.expect("noted"));
    let lead = lea.actor().await;
    let role = Some(ProjectRole::Facilitator);
    let had_theirs = people(&first)[0];
    let changed = world.store.give_team_role(&lead, project, had_theirs, role);
    changed.await.expect("a role");
    let at_once = other.take_digests(today).await.expect("asked");
    assert!(at_once.is_none(), "it is left to the first");
    assert_eq!(other.last_digest_day().await.expect("asked"), None);

    clock.set(other.now().plus_seconds(1_000));
    let second = other.take_digests(today).await.expect("asked");
    let second = second.expect("taken again");
    assert_eq!(people(&second), people(&first));
    let again = &second.digests[0];
    assert_eq!(again.news.len(), 1, "only what is new since");
    assert_eq!(again.news[0].detail, "facilitator");
    assert_eq!(second.digests[1].news, first.digests[1].news);
    // The first was only slow: what it had in hand is noted, and the rest is not its any more.
    let goes_on = stops.handed_over(&first, &first.digests[1]).await;
    assert!(!goes_on.expect("noted"));
    let done = stops.all_handed_over(&first).await;
    done.expect("noted");
    assert_eq!(other.last_digest_day().await.expect("asked"), None);
    for digest in &second.digests {
        assert!(other.handed_over(&second, digest).await.expect("noted"));
    }
    other.all_handed_over(&second).await.expect("noted");
    assert_eq!(stops.last_digest_day().await.expect("asked"), Some(today));
    assert_eq!(handed_over(&stops, today).await, []);
    assert_eq!(handed_over(&stops, day("2026-11-25")).await, []);
    other.close().await.expect("closed");
}
