//! What is closed stays as it is, and shows when it did not.

use domain::evidence::{ThingKind, ThingRef};
use domain::iterations::IterationState as S;
use domain::policy::Refusal;
use store::StoreError;

use super::sample::{Sample, WRITING};
use crate::cast::Someone;
use crate::world::World;

on_both! {
    a_closed_iteration_refuses_every_write,
    the_hash_no_longer_fits_what_was_changed_behind_the_stores_back,
    what_is_linked_later_does_not_break_the_seal,
}

async fn closed(world: &World) -> (Someone, Sample) {
    let ada = world.administrator().await;
    let project = world.project(&ada).open().await;
    let need = world.need(&ada, "Lire sans se gêner").express().await;
    let sample = Sample::new(world, &ada, project, need).await;
    let thing = ThingRef::new(ThingKind::Iteration, sample.id.0);
    world.attach(&ada, thing, "captures.txt").await;
    let actor = ada.actor().await;
    let open = world.store.verify_iteration(&actor, sample.id).await;
    assert_eq!(open.expect("an answer"), None);
    world
        .steer(&ada, sample.id, &[S::Running, S::InReview, S::Closed])
        .await;
    (ada, sample)
}

async fn a_closed_iteration_refuses_every_write(world: World) {
    let (ada, sample) = closed(&world).await;
    let before = world.detail(&ada, sample.id).await;
    let seal = before.seal.clone().expect("a seal");
    assert!(seal.intact && seal.hash.len() == 64);
    let rows = world.count("audit").await;
    for method in WRITING {
        let refused = sample
            .call(&world, method, &ada.actor().await, sample.nothing_spare())
            .await;
        assert!(
            matches!(refused, Err(StoreError::Refused(Refusal::Frozen))),
            "{method}: {refused:?}"
        );
    }
    assert_eq!(world.count("audit").await, rows);
    assert_eq!(world.detail(&ada, sample.id).await, before);
}

async fn the_hash_no_longer_fits_what_was_changed_behind_the_stores_back(world: World) {
    let (ada, sample) = closed(&world).await;
    let actor = ada.actor().await;
    let intact = async || {
        let verified = world.store.verify_iteration(&actor, sample.id).await;
        verified.expect("an answer").expect("closed")
    };
    assert!(intact().await);
    // Each is undone before the next is tried.
    for (table, column, value) in [
        ("iterations", "goal", "'autre'"),
        ("iterations", "closed_at", "closed_at + 1"),
        ("conjecture_elements", "text", "'autre'"),
        ("conjecture_elements", "status", "'supported'"),
        ("conjecture_elements", "why", "'autre'"),
        ("conjecture_links", "reason", "'autre'"),
        ("conjecture_links", "why", "'autre'"),
        ("iteration_changes", "text", "'autre'"),
        ("attachments", "sha256", "'autre'"),
        ("attachments", "description", "'autre'"),
    ] {
        let copy = format!("CREATE TABLE kept AS SELECT id, {column} AS held FROM {table}");
        world.try_sql(&copy).await.expect("a copy");
        world
            .sql(&format!("UPDATE {table} SET {column} = {value}"))
            .await;
        assert!(!intact().await, "{table}.{column}");
        let back = format!(
            "UPDATE {table} SET {column} = (SELECT held FROM kept WHERE kept.id = {table}.id)"
        );
        world.sql(&back).await;
        world.try_sql("DROP TABLE kept").await.expect("dropped");
        assert!(intact().await, "{table}.{column} put back");
    }
    world
        .sql("DELETE FROM links WHERE relation = 'caused'")
        .await;
    assert!(!intact().await, "a cause taken away");
    assert!(
        !world
            .detail(&ada, sample.id)
            .await
            .seal
            .expect("a seal")
            .intact
    );
}

async fn what_is_linked_later_does_not_break_the_seal(world: World) {
    let (ada, sample) = closed(&world).await;
    let later = i64::MAX / 2;
    world
        .sql(&format!(
            "INSERT INTO links (id, from_kind, from_id, relation, to_kind, to_id, created_by, created_at)
             SELECT created_by, from_kind, created_by, relation, to_kind, to_id, created_by, {later}
             FROM links WHERE relation = 'caused'"
        ))
        .await;
    assert!(
        world
            .detail(&ada, sample.id)
            .await
            .seal
            .expect("a seal")
            .intact
    );
}
