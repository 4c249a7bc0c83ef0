//! What one was told stays untold once the access to it is withdrawn.

use domain::notifications::NotificationKind as Kind;

use super::{day, handed_over};
use crate::cast::Steering;
use crate::world::World;

on_both! {
    tells_nobody_of_what_they_may_not_see_any_more,
    is_told_no_longer_by_the_id_of_something_else,
}

async fn tells_nobody_of_what_they_may_not_see_any_more(world: World) {
    let (lea, bob, project, _) = world.in_a_hidden_team().await;
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
    assert_eq!(handed_over(&world.store, day("2026-11-24")).await, []);
    let kept = format!("notifications WHERE user_id = {}", world.uuid(bob.id.0));
    assert_eq!(
        world.count(&kept).await,
        2,
        "leaving a hidden team is not told"
    );
}

/// Also where something else has the id of what was told.
async fn is_told_no_longer_by_the_id_of_something_else(world: World) {
    let (lea, bob, project, id) = world.in_a_hidden_team().await;
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
