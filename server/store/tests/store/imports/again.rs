//! What is imported again: recognised within its source, and made once.

use domain::ids::{ImportId, NeedId};
use store::StoreError;

use super::{COMMENTS, VOTES, consultation, files, plan};
use crate::world::World;

on_both! {
    recognises_what_was_imported_before,
    adds_later_votes_to_earlier_needs,
    is_run_once,
    keeps_sources_apart,
    waits_for_another_import,
}

async fn recognises_what_was_imported_before(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let (first, _) = world.import(&who, &files, &plan).await;
    let before = world.rows().await;
    let (second, again) = world.import(&who, &files, &plan).await;
    assert_ne!(first, second);
    assert_eq!((again.records.made, again.records.recognised), (0, 10));
    let votes = again.votes.expect("votes");
    assert_eq!((votes.made, votes.recognised), (0, 26));
    assert_eq!(again.differing, 0);
    let after = world.rows().await;
    assert_eq!(before[..4], after[..4]);
    let fluence = world.need_saying(&who, "fluence").await;
    assert_eq!(fluence.stances.supports, 3);
}

async fn adds_later_votes_to_earlier_needs(world: World) {
    let who = world.coordinator().await;
    let files_before = consultation();
    let plan = plan(&files_before, "Consultation");
    world.import(&who, &files_before, &plan).await;
    let later = format!("{VOTES}1568999999000,,1,77,1\r\n1568999999001,,2,77,-1\r\n");
    let (id, report) = world
        .import(&who, &files(COMMENTS, Some(later.into())), &plan)
        .await;
    let votes = report.votes.expect("votes");
    assert_eq!((votes.made, votes.recognised), (2, 26));
    let fluence = world.need_saying(&who, "fluence").await;
    assert_eq!(fluence.stances.supports, 4);
    assert_eq!(fluence.version, 1, "no open form becomes stale");
    // Undone, the later votes go and the earlier ones stay.
    let undone = world.store.undo_import(&who.actor().await, id).await;
    undone.expect("undone");
    let fluence = world.need_saying(&who, "fluence").await;
    assert_eq!(
        (fluence.stances.supports, fluence.stances.objections),
        (3, 1)
    );
    assert_eq!(world.count("positions").await, 26);
}

async fn is_run_once(world: World) {
    let who = world.coordinator().await;
    let other = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let (id, report) = world.import(&who, &files, &plan).await;
    let again = world
        .store
        .import_files(&who.actor().await, id, files.clone(), &plan)
        .await;
    assert_eq!(again.expect("the report"), report);
    let foreign = world
        .store
        .import_files(&other.actor().await, id, files, &plan)
        .await;
    assert_fails!(foreign, StoreError::NotFound);
    assert_eq!(world.rows().await, [10, 26, 10, 10, 1]);
}

async fn keeps_sources_apart(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    for source in ["Nord", "Sud"] {
        let (_, report) = world.import(&who, &files, &plan(&files, source)).await;
        assert_eq!(report.records.made, 10, "{source}");
    }
    assert_eq!(world.rows().await, [20, 52, 20, 20, 2]);
    // Merged, the voters of both count: they are different people.
    let ids: Vec<NeedId> = world
        .needs_of(&who, None)
        .await
        .into_iter()
        .filter(|need| need.facts.statement.contains("fluence"))
        .map(|need| need.id)
        .collect();
    let merged = world
        .store
        .merge_needs(&who.actor().await, ids[0], ids[1])
        .await;
    merged.expect("merged");
    assert_eq!(world.stances(&who, ids[1]).await.supports, 6);
}

async fn waits_for_another_import(world: World) {
    let (ana, bob) = (world.coordinator().await, world.coordinator().await);
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let run = |who: domain::policy::Actor| {
        let (store, files, plan) = (world.store.clone(), files.clone(), plan.clone());
        tokio::spawn(async move {
            store
                .import_files(&who, ImportId::new(), files, &plan)
                .await
        })
    };
    let (first, second) = (run(ana.actor().await), run(bob.actor().await));
    let mut made = 0;
    for task in [first, second] {
        made += task.await.expect("run").expect("imported").records.made;
    }
    assert_eq!(made, 10);
    assert_eq!(world.rows().await, [10, 26, 10, 10, 2]);
}
