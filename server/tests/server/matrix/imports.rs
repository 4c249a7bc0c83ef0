//! Imports.

use domain::feedback::{CommentDraft, FeedbackFilter};
use domain::ids::{CommentId, ImportId};
use domain::imports::{ImportDraft, ImportState, ImportTarget};
use domain::policy::{Action, Actor, Situation, may};
use store::Store;
use store::imports::{ImportFiles, NamedFile};

use super::{Line, compare};
use crate::imports::import_feedback;
use crate::stage::{Fields, Person, Stage, Who, fields};

pub(super) const COMMENTS: &str =
    include_str!("../../../store/tests/fixtures/consultation/comments.csv");

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                               ACMO LFCPO eE n
    ("load_imports",                 "++-- ----- -- !"),
    ("load_import_projects",         "++-- ----- -- !"),
    ("load_upload",                  "++-- ----- -- !"),
    ("load_upload of somebody else", "??-- ----- -- !"),
    ("plan_import",                  "++-- ----- -- !"),
    ("load_import_check",            "++-- ----- -- !"),
    ("run_import",                   "++-- ----- -- !"),
    ("drop_upload",                  "++-- ----- -- !"),
    ("load_import",                  "++-- ----- -- !"),
    ("undo_import",                  "++-- ----- -- !"),
    ("undo_rest_of_import",          "++-- ----- -- !"),
];

#[tokio::test]
async fn imports_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    if line == "load_imports" {
        return fields! { "page": 1 };
    }
    if line == "load_import_projects" {
        return fields! {};
    }
    // Files belong to whoever sent them; where that is refused, the owner did.
    let actor = stage.actor(stage.by(who)).await;
    let steers = may(&actor, Action::ImportRecords, &Situation::workspace());
    let person = match line {
        "load_upload of somebody else" => &stage.owner,
        _ if steers => stage.by(who),
        _ => &stage.owner,
    };
    if line == "undo_rest_of_import" {
        return worked_on(stage, person).await;
    }
    let id = ImportId::new();
    let plan = upload(stage, person, id).await;
    match line {
        "plan_import" => return plan,
        "load_import_check" | "run_import" => stage.make_own("plan_import", person, plan).await,
        "undo_import" => {
            stage.make_own("plan_import", person, plan).await;
            let actor = stage.actor(person).await;
            let run = stage.world.store.run_import(&actor, id).await;
            run.expect("imported");
        }
        _ => {}
    }
    fields! { "id": id }
}

/// An import of two entries one of which was commented on, and the mark of that.
async fn worked_on(stage: &Stage, person: &Person) -> Fields {
    let (store, actor) = (&stage.world.store, stage.actor(person).await);
    // Ids and words of its own, so that no row was imported before.
    let word = CommentId::new().to_string();
    let text = format!("id,story\n{word}-1,Vu {word}\n{word}-2,Autre\n");
    let id = import_feedback(&stage.world, &actor, stage.project, &text).await;
    let filter = FeedbackFilter {
        query: word,
        ..FeedbackFilter::default()
    };
    let listed = store.feedback_list(&actor, stage.project, &filter).await;
    let entry = listed.expect("a list").page.items.remove(0).id;
    let said = CommentDraft { text: "Vu".into() };
    let said = store.comment_feedback(&actor, entry, CommentId::new(), &said);
    said.await.expect("commented");
    let state = store.import(&actor, id).await.expect("a state");
    let ImportState::Done { undoable, .. } = state else {
        panic!("the import is done");
    };
    fields! { "id": id, "mark": undoable.mark }
}

/// Keeps a file of needs for a person, and gives how it is imported: as proposed.
pub(crate) async fn keep_comments(store: &Store, actor: &Actor, id: ImportId) -> ImportDraft {
    let files = ImportFiles {
        records: NamedFile {
            name: "comments.csv".into(),
            bytes: COMMENTS.into(),
        },
        votes: None,
    };
    let kept = store.keep_upload(actor, id, ImportTarget::Needs, files);
    kept.await.expect("asked").expect("kept");
    let preview = store.upload_preview(actor, id, Default::default()).await;
    preview.expect("a preview").draft()
}

/// Keeps files for a person, and says how they are imported: as proposed.
async fn upload(stage: &Stage, person: &Person, id: ImportId) -> Fields {
    let (store, actor) = (&stage.world.store, stage.actor(person).await);
    let draft = keep_comments(store, &actor, id).await;
    let mut fields = fields! {
        "id": id,
        // A source of its own, so that no row was imported before.
        "draft[source]": id,
        "draft[records][encoding]": draft.records.encoding,
        "draft[records][separator]": draft.records.separator,
        "draft[days]": draft.days,
        "draft[repeated]": draft.repeated,
    };
    let columns = draft.records.columns.into_iter();
    fields.extend(columns.map(|column| ("draft[records][columns][]", column)));
    fields
}
