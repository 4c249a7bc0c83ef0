//! The daily message: what is in it, and that nothing is sent twice.

use domain::notifications::NotificationKind as Kind;
use domain::projects::ProjectRole;
use domain::wording::Locale;
use store::Store;

use super::day;
use crate::cast::Steering;
use crate::world::World;

on_both! {
    is_taken_once_a_day_and_nothing_twice,
    leaves_out_what_is_read_old_or_of_closed_accounts,
}

async fn is_taken_once_a_day_and_nothing_twice(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let (store, today) = (&world.store, day("2026-11-24"));
    assert_eq!(store.last_digest_day().await.expect("asked"), None);
    let opened = world.project(&lea).with(&bob, ProjectRole::Observer);
    let project = opened.open().await;
    let english = store.change_locale(&bob.actor().await, Locale::En).await;
    english.expect("a language");
    let digests = store.take_digests(today).await.expect("taken");
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
    assert_eq!(again.take_digests(today).await.expect("taken"), []);
    let tomorrow = again.take_digests(day("2026-11-25")).await.expect("taken");
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
    let digests = store.take_digests(day("2026-11-24")).await;
    assert_eq!(digests.expect("taken"), []);
    let waiting = "notifications WHERE mailed_at IS NULL";
    assert_eq!(world.count(waiting).await, 0, "it is not tried for ever");
}
