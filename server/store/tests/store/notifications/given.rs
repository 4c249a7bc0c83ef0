//! Those who lead a project hear of the feedback that comes in.

use domain::evidence::{ThingKind, ThingRef};
use domain::notifications::NotificationKind as Kind;
use domain::projects::ProjectRole;

use super::{about, day, handed_over};
use crate::world::World;

on_both! {
    tells_those_who_lead_that_feedback_came_in,
}

async fn tells_those_who_lead_that_feedback_came_in(world: World) {
    let (lea, fay, bob) = (
        world.member("Léa").await,
        world.member("Fay").await,
        world.member("Bob").await,
    );
    let project = world
        .project(&lea)
        .with(&fay, ProjectRole::Facilitator)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    for anonymity in ["", "hidden", "not_stored"] {
        world.feedback_by(&bob, project, anonymity).await;
    }
    world.feedback_by(&lea, project, "").await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let once = (Kind::FeedbackNew, thing);
    let news = world.news(&lea).await;
    assert_eq!(about(&news), [once], "one line for the project");
    assert!(news[0].actor.is_none(), "whoever gave it is not shown");
    assert_eq!(about(&world.news(&fay).await)[0], once);
    assert_eq!(world.kinds(&bob).await, [Kind::Team]);

    let store = &world.store;
    let mailed = async |today: &str| {
        let digests = handed_over(store, day(today)).await;
        let of_lea = digests.into_iter().find(|digest| digest.email == lea.email);
        of_lea.map_or(0, |digest| digest.news.len())
    };
    assert_eq!(mailed("2026-11-24").await, 1);
    assert_eq!(mailed("2026-11-25").await, 0, "nothing twice");
    world.feedback_by(&bob, project, "").await;
    assert_eq!(mailed("2026-11-26").await, 1, "what came since");
    assert_eq!(
        world.news(&lea).await.len(),
        1,
        "not read yet: still one line"
    );
    let looked = store.saw(&lea.actor().await, project.0).await;
    assert!(looked.expect("looked"));
    world.feedback_by(&bob, project, "").await;
    let unread = store.notifications(&lea.actor().await, true, 1).await;
    assert_eq!(about(&unread.expect("news").items), [once]);
}
