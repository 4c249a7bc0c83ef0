//! How far an import is, told to whoever waits for it while it runs.

use std::fmt::Write;

use domain::ids::ImportId;
use domain::imports::ImportState;
use store::StoreError;

use super::{files, plan};
use crate::world::World;

on_both! {
    tells_how_far_it_is_while_it_runs,
}

/// Rows enough for many statements.
const ROWS: u64 = 6_000;

async fn tells_how_far_it_is_while_it_runs(world: World) {
    let (who, other) = (world.coordinator().await, world.coordinator().await);
    let (actor, other) = (who.actor().await, other.actor().await);
    let mut rows = String::from("comment-id,comment-body\n");
    for row in 0..ROWS {
        writeln!(rows, "{row},Besoin numéro {row}").expect("written");
    }
    let files = files(rows, None);
    let (store, plan, id) = (&world.store, plan(&files, "Consultation"), ImportId::new());
    let run = {
        let (store, actor) = (store.clone(), actor.clone());
        tokio::spawn(async move { store.import_files(&actor, id, files, &plan).await })
    };
    let mut told = Vec::new();
    loop {
        match store.import(&actor, id).await {
            Ok(ImportState::Running { done, total }) => told.push((done, total)),
            Ok(ImportState::Done { .. }) => break,
            // It has not begun yet.
            Err(StoreError::NotFound) if told.is_empty() => {}
            unexpected => panic!("{unexpected:?}"),
        }
        if told.len() == 1 {
            let foreign = store.import(&other, id).await;
            assert_fails!(foreign, StoreError::NotFound);
        }
        tokio::task::yield_now().await;
    }
    run.await.expect("run").expect("imported");
    // First nothing is known of how much there is, then it goes on towards all of it.
    assert!(told.is_sorted(), "{told:?}");
    told.dedup();
    let under_way = |&&(done, total): &&(u64, u64)| total == ROWS && 0 < done && done < ROWS;
    let seen = told.iter().filter(under_way).count();
    assert!(seen > 1, "{told:?}");
    assert!(told.iter().all(|(_, total)| [0, ROWS].contains(total)));
}
