//! Files that wait for their import.

use domain::ids::ImportId;
use domain::imports::{FileProblem, ImportFile, ImportState, ImportTarget};
use domain::needs::{Need, NeedFilter};
use domain::problems::Problem;
use store::StoreError;

use super::{consultation, files, plan};
use crate::problem;
use crate::world::World;

on_both! {
    goes_from_files_to_needs,
    is_its_owners_alone,
    refuses_what_cannot_be_imported,
    makes_place_and_expires,
}

async fn goes_from_files_to_needs(world: World) {
    let who = world.coordinator().await.actor().await;
    let (store, id) = (&world.store, ImportId::new());
    for _ in 0..2 {
        let kept = store
            .keep_upload(&who, id, ImportTarget::Needs, (*consultation()).clone())
            .await;
        kept.expect("an answer").expect("kept");
    }
    assert_eq!(world.count("import_uploads").await, 1);
    let waiting = store.import(&who, id).await.expect("a state");
    assert_eq!(waiting, ImportState::Waiting);
    let preview = store
        .upload_preview(&who, id, Default::default())
        .await
        .expect("a preview");
    assert_eq!(
        (preview.records.rows, preview.records.columns.len()),
        (14, 8)
    );
    assert_eq!(preview.records.columns[7].becomes, "statement");
    assert_eq!(preview.records.columns[7].samples.len(), 3);
    assert_eq!(preview.votes.as_ref().map(|votes| votes.rows), Some(30));
    // Not decided yet how.
    assert_fails!(store.check_import(&who, id).await, StoreError::NotFound);
    assert_fails!(store.run_import(&who, id).await, StoreError::NotFound);
    let mut draft = preview.draft();
    let nameless = store.plan_import(&who, id, &draft).await;
    assert_eq!(problem(nameless, "source"), Some(Problem::Missing));
    draft.source = "Consultation".into();
    draft.records.columns[1] = "created_at".into();
    store.plan_import(&who, id, &draft).await.expect("planned");
    let preview = store
        .upload_preview(&who, id, Default::default())
        .await
        .expect("a preview");
    assert_eq!(preview.source, "Consultation");
    assert_eq!(preview.records.columns[1].becomes, "created_at");
    let (_, dry) = store.check_import(&who, id).await.expect("checked");
    let report = store.run_import(&who, id).await.expect("imported");
    assert_eq!(dry.report, report);
    assert_eq!(report.records.made, 10);
    // The trial showed what was made.
    assert_eq!((dry.needs.len(), dry.entries.len()), (10, 0));
    let made = store.needs(&who, &NeedFilter::default()).await;
    let made = made.expect("needs").items;
    for shown in &dry.needs {
        let dated = |need: &Need| shown.origin.at.is_none_or(|at| at == need.created_at);
        let as_shown =
            |need: &&Need| need.facts == shown.facts && need.state == shown.state && dated(need);
        assert_eq!(made.iter().filter(as_shown).count(), 1, "{shown:?}");
    }
    assert!(dry.needs.iter().any(|shown| shown.origin.at.is_some()));
    assert!(
        dry.needs
            .iter()
            .any(|shown| !shown.origin.source_id.is_empty())
    );
    assert!(dry.mapped.iter().any(|code| code == "created_at"));
    let cells = report.drop_counts.iter().filter(|count| !count.rows);
    assert_eq!(cells.map(|count| count.count).sum::<u64>(), 4);
    assert_eq!(world.count("import_uploads").await, 0);
    let again = store.run_import(&who, id).await.expect("the report");
    assert_eq!(again, report);
    let next = ImportId::new();
    let kept = store
        .keep_upload(&who, next, ImportTarget::Needs, (*consultation()).clone())
        .await;
    kept.expect("an answer").expect("kept");
    let preview = store
        .upload_preview(&who, next, Default::default())
        .await
        .expect("a preview");
    assert_eq!(preview.sources, ["Consultation"]);
    // A source is recognised however its name is written.
    let mut draft = preview.draft();
    draft.source = "consultation ".into();
    store
        .plan_import(&who, next, &draft)
        .await
        .expect("planned");
    let (planned, dry) = store.check_import(&who, next).await.expect("checked");
    assert_eq!(planned.source, "Consultation");
    assert_eq!(
        (dry.report.records.made, dry.report.records.recognised),
        (0, 10)
    );
    store.drop_upload(&who, next).await.expect("dropped");
    assert_fails!(store.import(&who, next).await, StoreError::NotFound);
}

async fn is_its_owners_alone(world: World) {
    let who = world.coordinator().await.actor().await;
    let other = world.administrator().await.actor().await;
    let (store, id) = (&world.store, ImportId::new());
    let kept = store
        .keep_upload(&who, id, ImportTarget::Needs, (*consultation()).clone())
        .await;
    kept.expect("an answer").expect("kept");
    assert_fails!(
        store.upload_preview(&other, id, Default::default()).await,
        StoreError::NotFound
    );
    assert_fails!(store.run_import(&other, id).await, StoreError::NotFound);
    assert_fails!(store.import(&other, id).await, StoreError::NotFound);
    let stolen = store
        .keep_upload(&other, id, ImportTarget::Needs, (*consultation()).clone())
        .await;
    assert_fails!(stolen, StoreError::NotFound);
    store.drop_upload(&other, id).await.expect("an answer");
    assert!(
        store
            .upload_preview(&who, id, Default::default())
            .await
            .is_ok()
    );
}

async fn refuses_what_cannot_be_imported(world: World) {
    let who = world.coordinator().await.actor().await;
    // These were in order when their columns were mapped.
    let mapped = plan(&consultation(), "Consultation");
    for (records, votes, file, expected, told) in [
        (
            "",
            None,
            ImportFile::Records,
            FileProblem::Empty,
            Problem::Missing,
        ),
        (
            "a,\"b\n1,2",
            None,
            ImportFile::Records,
            FileProblem::OpenQuote,
            Problem::NotOffered,
        ),
        (
            "PK\u{3}\u{4}",
            None,
            ImportFile::Records,
            FileProblem::NotText,
            Problem::NotOffered,
        ),
        (
            "a\nb",
            Some("a"),
            ImportFile::Votes,
            FileProblem::Empty,
            Problem::Missing,
        ),
    ] {
        let files = files(records, votes.map(Into::into));
        let kept = world
            .store
            .keep_upload(&who, ImportId::new(), ImportTarget::Needs, (*files).clone())
            .await;
        let unfit = kept.expect("an answer").expect_err("unfit");
        assert_eq!((unfit.file, unfit.problem), (file, expected));
        let checked = world.store.check_files(&who, files, &mapped).await;
        assert_eq!(problem(checked, file.code()), Some(told));
    }
    assert_eq!(world.count("import_uploads").await, 0);
}

async fn makes_place_and_expires(world: World) {
    let who = world.coordinator().await.actor().await;
    let ids: Vec<ImportId> = (0..4).map(|_| ImportId::new()).collect();
    for id in &ids {
        let kept = world
            .store
            .keep_upload(&who, *id, ImportTarget::Needs, (*consultation()).clone())
            .await;
        kept.expect("an answer").expect("kept");
        let older = "UPDATE import_uploads SET expires_at = expires_at - 1000";
        world.sql(older).await;
    }
    assert_eq!(world.count("import_uploads").await, 3);
    let first = world
        .store
        .upload_preview(&who, ids[0], Default::default())
        .await;
    assert_fails!(first, StoreError::NotFound);
    world.sql("UPDATE import_uploads SET expires_at = 1").await;
    let expired = world
        .store
        .upload_preview(&who, ids[3], Default::default())
        .await;
    assert_fails!(expired, StoreError::NotFound);
    let kept = world
        .store
        .keep_upload(
            &who,
            ImportId::new(),
            ImportTarget::Needs,
            (*consultation()).clone(),
        )
        .await;
    kept.expect("an answer").expect("kept");
    assert_eq!(world.count("import_uploads").await, 1);
}
