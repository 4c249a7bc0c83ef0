//! The page of an import that is under way.

use std::fmt::Write;
use std::time::Duration;

use domain::ids::ImportId;
use domain::imports::{ImportState, ImportTarget};
use store::imports::{ImportFiles, NamedFile};

use super::{both, session};
use crate::stage::Stage;

/// Rows enough for the pages to be read meanwhile.
const ROWS: u64 = 20_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_under_way_is_in_order_in_both_languages() {
    let stage = Stage::with_open_project().await;
    let (store, actor) = (&stage.world.store, stage.owner_actor().await);
    let session = session(&stage).await;
    let mut rows = String::from("comment-id,comment-body\n");
    for row in 0..ROWS {
        writeln!(rows, "{row},Besoin numéro {row}").expect("written");
    }
    let files = ImportFiles {
        records: NamedFile {
            name: "comments.csv".into(),
            bytes: rows.into(),
        },
        votes: None,
    };
    let id = ImportId::new();
    let kept = store.keep_upload(&actor, id, ImportTarget::Needs, files);
    kept.await.expect("asked").expect("kept");
    let preview = store.upload_preview(&actor, id, Default::default()).await;
    let mut draft = preview.expect("a preview").draft();
    draft.source = "Consultation".into();
    let planned = store.plan_import(&actor, id, &draft).await;
    planned.expect("planned");
    let run = {
        let (store, actor) = (store.clone(), actor.clone());
        tokio::spawn(async move { store.start_import(&actor, id).await })
    };
    let page = format!("/imports/{id}");
    let written = async || match store.import(&actor, id).await {
        Ok(ImportState::Waiting) => Some(0),
        Ok(ImportState::Running { done, .. }) => Some(done),
        Ok(ImportState::Done { .. }) => None,
        other => panic!("{other:?}"),
    };
    while written().await == Some(0) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut shown = Vec::new();
    for (locale, title) in [("fr", "Import en cours"), ("en", "Import under way")] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let body = stage.world.get_with(&page, &cookies).await.body;
        assert!(body.contains(title), "{locale}: {body}");
        let bar = body.split("<progress").nth(1).expect("a bar");
        let bar = bar.split('>').next().unwrap_or_default();
        assert!(bar.contains("max=\"20000\""), "{bar}");
        let value = bar.split("value=\"").nth(1).expect("how far it is");
        let value = value.split('"').next().unwrap_or_default();
        shown.push(value.parse::<u64>().expect("a number"));
    }
    assert!(0 < shown[0] && shown[0] <= shown[1] && shown[1] < ROWS);
    let faults = both(&stage, &page, &session).await;
    assert!(
        written().await.is_some(),
        "it ended before it was looked at"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    run.await.expect("run").expect("imported");
    while written().await.is_some() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
