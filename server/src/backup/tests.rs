//! Which attached files a copy holds, and what becomes of one that lacks some.

use std::fs;

use domain::accounts::{SignUp, WorkspaceRole};
use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, NeedId, UserId};
use domain::needs::NeedDraft;
use store::attachments::NewFile;

use super::parts::files_in;
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

/// The paths of the attached files that a copy holds.
async fn copied(store: &Store, data_dir: &Path) -> Vec<String> {
    let spool = TempDir::new().expect("a folder");
    let manifest = copy(store, data_dir, spool.path()).await.expect("copied");
    let paths = manifest.attachments.into_iter().map(|part| part.path);
    paths.collect()
}

#[tokio::test]
async fn a_copy_holds_what_rows_name_and_their_thumbnails() {
    let folder = TempDir::new().expect("a folder");
    let (store, path) = with_a_file(folder.path()).await;
    let attachments = folder.path().join(ATTACHMENTS);
    let named = format!("{ATTACHMENTS}/{path}");
    assert_eq!(copied(&store, folder.path()).await, [named.as_str()]);
    // A file that is on its way in has no row yet.
    let unnamed = attachments.join("00").join(uuid::Uuid::nil().to_string());
    fs::create_dir_all(attachments.join("00")).expect("a folder");
    fs::write(unnamed, b"Bon").expect("written");
    fs::write(attachments.join(format!("{path}-thumbnail")), b"B").expect("written");
    let thumbnail = format!("{named}-thumbnail");
    assert_eq!(copied(&store, folder.path()).await, [named, thumbnail]);
}

#[tokio::test]
async fn no_copy_is_made_in_silence_without_a_file_that_a_row_names() {
    let folder = TempDir::new().expect("a folder");
    let (store, path) = with_a_file(folder.path()).await;
    let file = folder.path().join(ATTACHMENTS).join(&path);
    let backed_up = async |name: &str, despite_lost_files: bool, data_dir: &Path| {
        let command = BackupCommand {
            file: folder.path().join(name),
            despite_lost_files,
        };
        let made = backup(&command, &store, data_dir).await;
        assert_eq!(command.file.exists(), made.is_ok(), "{name}");
        made.map_err(|error| error.to_string())
    };
    let data = folder.path();
    backed_up("whole", false, data).await.expect("copied");
    // A folder that is not the server's holds none of its files.
    let other = TempDir::new().expect("a folder");
    let elsewhere = backed_up("elsewhere", false, other.path()).await;
    let elsewhere = elsewhere.expect_err("refused");
    assert!(elsewhere.contains(&path), "{elsewhere}");
    assert!(elsewhere.contains("ETABLI_DATA_DIR"), "{elsewhere}");

    fs::write(&file, b"Bonsoir").expect("written over");
    let altered = backed_up("altered", false, data).await;
    let altered = altered.expect_err("refused");
    assert!(altered.contains(&format!("{path} (altered)")), "{altered}");

    fs::remove_file(&file).expect("removed");
    let missing = backed_up("missing", false, data).await;
    let missing = missing.expect_err("refused");
    assert!(missing.contains(&format!("{path}).")), "{missing}");
    backed_up("despite", true, data).await.expect("copied");
}
