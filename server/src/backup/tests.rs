//! Files that go while a copy is being made.

use domain::accounts::{SignUp, WorkspaceRole};
use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, NeedId, UserId};
use domain::needs::NeedDraft;
use store::attachments::NewFile;

use super::*;

/// A store in a folder, with one attached file; its path below that of attachments.
async fn with_a_file(folder: &Path) -> (Store, String) {
    let url = format!("sqlite:{}?mode=rwc", folder.join("test.sqlite").display());
    let files = folder.join(ATTACHMENTS);
    let store = Store::open_with_folder(&url, &files)
        .await
        .expect("a store");
    let sign_up = SignUp {
        name: "Ada".into(),
        email: "ada@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "teacher".into(),
        declared_interests: String::new(),
    };
    let role = WorkspaceRole::Coordinator;
    let ada = store.create_account(UserId::new(), &sign_up, role).await;
    let ada = store.actor(ada.expect("an account")).await;
    let (ada, need) = (ada.expect("an actor"), NeedId::new());
    let draft = NeedDraft {
        statement: "Lire".into(),
        ..NeedDraft::default()
    };
    store
        .express_need(&ada, need, &draft)
        .await
        .expect("a need");
    let file = NewFile {
        name: "plan.txt".into(),
        media: Media::Text,
        size: None,
        bytes: b"Bonjour".to_vec(),
        thumbnail: None,
        description: "Un plan.".into(),
    };
    let thing = ThingRef::new(ThingKind::Need, need);
    store
        .attach_file(&ada, AttachmentId::new(), thing, file)
        .await
        .expect("attached");
    let mut paths = files_in(&files).expect("listed");
    assert_eq!(paths.len(), 1);
    (store, paths.remove(0))
}

#[tokio::test]
async fn a_file_that_is_gone_is_left_out_unless_a_row_needs_it() {
    let folder = TempDir::new().expect("a folder");
    let spool = TempDir::new().expect("a folder");
    let (store, path) = with_a_file(folder.path()).await;
    let snapshot = store.snapshot().await.expect("a snapshot");
    let copied = async |path: &str| copy_file(&snapshot, folder.path(), spool.path(), path).await;
    let whole = copied(&path).await.expect("copied").expect("there");
    assert_eq!(whole.size, 7);
    let no_longer_named = format!("00/{}", uuid::Uuid::nil().simple());
    for gone in [no_longer_named, format!("{path}-thumbnail")] {
        let left_out = copied(&gone).await.expect("no failure");
        assert!(left_out.is_none(), "{gone}");
    }
    std::fs::remove_file(folder.path().join(ATTACHMENTS).join(&path)).expect("removed");
    let refused = copied(&path).await.expect_err("refused").to_string();
    assert!(refused.contains(&path), "{refused}");
    assert!(refused.contains("make it again"), "{refused}");
}
