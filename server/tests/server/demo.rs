//! The demonstration.

use domain::needs::NeedFilter;
use domain::projects::ProjectFilter;
use server::demo;

use crate::world::World;

#[tokio::test]
async fn everyone_of_the_demonstration_signs_in() {
    let world = World::new().await;
    demo::fill(&world.store).await.expect("filled");
    assert!(world.store.is_demo().await.expect("asked"));
    let mut seen = Vec::new();
    for email in demo::emails() {
        let secret = world
            .store
            .sign_in(&email, demo::PASSWORD, "")
            .await
            .unwrap_or_else(|error| panic!("{email}: {error}"));
        let signed_in = world
            .store
            .signed_in(&secret)
            .await
            .expect("asked")
            .expect("somebody");
        let projects = world
            .store
            .projects(&signed_in.actor, &ProjectFilter::default())
            .await;
        let needs = world
            .store
            .needs(&signed_in.actor, &NeedFilter::default())
            .await;
        let name = email.split_once('@').expect("an address").0.to_owned();
        seen.push((
            name,
            signed_in.actor.role.code(),
            signed_in.actor.projects.len(),
            projects.expect("projects").total,
            needs.expect("needs").total,
        ));
    }
    let expected = [
        ("administrator", "administrator", 0, 3, 11),
        ("coordinator", "coordinator", 0, 3, 11),
        ("member", "member", 1, 3, 11),
        ("observer", "observer", 1, 2, 11),
        ("lead", "member", 3, 3, 11),
        ("facilitator", "member", 2, 3, 11),
        ("contributor", "member", 3, 3, 11),
        ("partner", "observer", 2, 2, 11),
    ]
    .map(|(name, role, own, projects, needs)| (name.to_owned(), role, own, projects, needs));
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn it_is_the_same_each_time_and_starts_empty() {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let world = World::new().await;
        demo::fill(&world.store).await.expect("filled");
        let secret = world
            .store
            .sign_in("lead@demo.etabli.example", demo::PASSWORD, "")
            .await
            .expect("signed in");
        let lead = world
            .store
            .signed_in(&secret)
            .await
            .expect("asked")
            .expect("somebody");
        let needs = world
            .store
            .needs(&lead.actor, &NeedFilter::default())
            .await
            .expect("needs");
        ids.push(
            needs
                .items
                .into_iter()
                .map(|need| need.id)
                .collect::<Vec<_>>(),
        );
        assert!(demo::fill(&world.store).await.is_err(), "filled twice");
    }
    assert_eq!(ids[0], ids[1]);
}
