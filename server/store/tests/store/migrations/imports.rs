//! Imports of feedback from before they were told in the feed of their project.

use domain::activity::{Deed, Feed, Subject};
use domain::ids::ImportId;
use store::Store;
use uuid::Uuid;

use super::{BEGINNING, Kept, of_before, people, put};
use crate::world::World;

on_both! {
    imports_of_before_are_told_after,
}

async fn imports_of_before_are_told_after(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0039_imports_in_feeds").await;
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let ids = [ImportId::new(), ImportId::new()];
    let [of_feedback, of_needs] = ids.map(|id| world.uuid(id.0));
    let row = |thing: &str, before: &str, after: &str| {
        let id = world.uuid(Uuid::now_v7());
        format!(
            "({id}, {BEGINNING}, {ana}, 'import_records', 'import', {thing}, '{before}', '{after}')"
        )
    };
    let log = [
        row(&of_feedback, "", r#"{"source":"Essai"}"#),
        row(&of_needs, "", r#"{"source":"Essai"}"#),
        row(&of_feedback, r#"{"source":"Essai"}"#, ""),
    ];
    let rows = [
        format!(
            "INSERT INTO search_rows (thing_kind, thing_id, project_id, title, folded)
             VALUES ('project', {project}, {project}, 'Lire', 'lire')"
        ),
        format!(
            "INSERT INTO imports (id, kind, source, records_name, plan, report, needs, positions,
                 made_by, made_at, undone_by, undone_at, project_id)
             VALUES ({of_feedback}, 'feedback', 'Essai', 'a.csv', '', '', 7, 0, {ana}, {BEGINNING},
                     {ana}, {BEGINNING}, {project}),
                 ({of_needs}, 'needs', 'Essai', 'b.csv', '', '', 7, 0, {ana}, {BEGINNING},
                     NULL, NULL, NULL)"
        ),
        format!(
            "INSERT INTO audit (id, at, actor, action, thing_kind, thing_id, before, after)
             VALUES {}",
            log.join(", ")
        ),
    ];
    put(&db, people(&world, &kept).into_iter().chain(rows)).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    let actor = store.actor(kept.ana).await.expect("an account");
    let feed = store.activity(&actor, Feed::Project(kept.project), None);
    let items = feed.await.expect("a feed").items;
    let told: Vec<_> = items.iter().map(|item| (item.deed, item.subject)).collect();
    let [id, _] = ids;
    let subject = Subject::Import { id, entries: 7 };
    let expected = [(Deed::UndidImport, subject), (Deed::Imported, subject)];
    assert_eq!(told, expected);
    store.close().await.expect("closed");
}
