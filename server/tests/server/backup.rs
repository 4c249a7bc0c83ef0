//! `etabli backup` and `etabli restore`, as an operator runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, NeedId};
use domain::needs::NeedDraft;
use domain::policy::Actor;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use store::Store;
use store::attachments::NewFile;
use tempfile::TempDir;

use crate::attachments::{Form, send};
use crate::world::World;

fn etabli(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etabli"))
        .args(arguments)
        .env_clear()
        .env("ETABLI_DATA_DIR", data)
        .env("ETABLI_LOG", "error")
        .output()
        .expect("the program runs")
}

fn done(data: &Path, arguments: &[&str]) -> String {
    let output = etabli(data, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = etabli(data, arguments);
    assert!(!output.status.success(), "{arguments:?} was taken");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Attaches files with these texts to a need of Ada's.
async fn attach(data: &Path, texts: &[&str]) {
    let url = format!("sqlite:{}", data.join("etabli.sqlite").display());
    let store = Store::open_with_folder(&url, &data.join("attachments")).await;
    let store = store.expect("a store");
    let ada = store.account_id("ada@exemple.fr").await.expect("asked");
    let ada = store.actor(ada.expect("Ada")).await.expect("an actor");
    let need = need(&store, &ada).await;
    for text in texts {
        let file = NewFile {
            name: "mot.txt".into(),
            media: Media::Text,
            size: None,
            bytes: text.as_bytes().to_vec(),
            thumbnail: None,
            description: String::new(),
        };
        let thing = ThingRef::new(ThingKind::Need, need);
        let attached = store.attach_file(&ada, AttachmentId::new(), thing, file);
        attached.await.expect("attached");
    }
    store.close().await.expect("closed");
}

/// A need that somebody expresses.
async fn need(store: &Store, who: &Actor) -> NeedId {
    let id = NeedId::new();
    let draft = NeedDraft {
        statement: "Lire".into(),
        ..NeedDraft::default()
    };
    let expressed = store.express_need(who, id, &draft).await;
    expressed.expect("expressed");
    id
}

/// The attached files of a workspace, by their paths below its folder, and their bytes.
fn attached(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let inside = |folder: PathBuf| {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path())
    };
    let files = inside(data.join("attachments")).flat_map(inside);
    let read = |file: PathBuf| {
        let path = file.strip_prefix(data).expect("a path below");
        let path = path.display().to_string();
        (path, fs::read(&file).expect("a file"))
    };
    files.map(read).collect()
}

/// A workspace with an account and two attached files, and a backup of it.
async fn backed_up(folder: &Path) -> (PathBuf, String) {
    let data = folder.join("first");
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    done(&data, &account);
    attach(&data, &["Bonjour", "Au revoir"]).await;
    let file = folder.join("copy.tar.gz").display().to_string();
    let told = done(&data, &["backup", &file]);
    assert!(told.contains("2 attached files"), "{told}");
    (data, file)
}

#[tokio::test]
async fn what_was_backed_up_comes_back_whole() {
    let folder = TempDir::new().expect("a folder");
    let (data, file) = backed_up(folder.path()).await;
    let other = folder.path().join("second");
    assert!(done(&other, &["restore", &file, "--check"]).contains("is whole"));
    let told = done(&other, &["restore", &file]);
    assert!(told.contains("every row and file is as it was."), "{told}");
    let list = done(&other, &["admin", "list"]);
    assert_eq!(list, done(&data, &["admin", "list"]));
    assert_eq!(attached(&other).len(), 2);
    assert_eq!(attached(&other), attached(&data));
    // Nothing that is there is written over.
    let said = refused(&other, &["restore", &file]);
    assert!(said.contains("attached files"), "{said}");
    fs::remove_dir_all(other.join("attachments")).expect("removed");
    let said = refused(&other, &["restore", &file]);
    assert!(said.contains("there is a workspace"), "{said}");
    assert!(
        !other.join("attachments").exists(),
        "nothing was left behind"
    );
    let before = fs::read(&file).expect("the copy");
    refused(&data, &["backup", &file]);
    assert_eq!(fs::read(&file).expect("the copy"), before);
}

/// Nor is a workspace whose folder of files is another's passed off as one without files.
#[tokio::test]
async fn a_file_that_is_lost_is_told_by_the_copy_and_when_it_is_restored() {
    let folder = TempDir::new().expect("a folder");
    let (data, _) = backed_up(folder.path()).await;
    let lost = attached(&data).into_keys().next().expect("a file");
    fs::remove_file(data.join(&lost)).expect("removed");
    let file = folder.path().join("lost.tar.gz");
    let copy = file.display().to_string();
    let said = refused(&data, &["backup", &copy]);
    assert!(said.contains(&format!(": 1 ({lost})")), "{said}");
    assert!(said.contains("ETABLI_DATA_DIR"), "{said}");
    assert!(!file.exists(), "nothing was made");
    let told = done(&data, &["backup", &copy, "--despite-lost-files"]);
    assert!(told.contains("1 attached files"), "{told}");
    assert!(told.contains(&format!("lost: {lost}\n")), "{told}");

    let other = folder.path().join("second");
    for check in [None, Some("--check")] {
        let mut arguments = vec!["restore", copy.as_str()];
        arguments.extend(check);
        let said = refused(&other, &arguments);
        assert!(said.contains(&format!(": 1 ({lost})")), "{said}");
    }
    assert!(!other.join("attachments").exists());
    // Nothing was filled in: the database takes it still.
    let told = done(&other, &["restore", &copy, "--despite-lost-files"]);
    assert!(told.contains(&format!("lost: {lost}\n")), "{told}");
    assert!(told.contains("but for the files that are lost."), "{told}");
    assert_eq!(attached(&other), attached(&data));

    fs::remove_dir_all(data.join("attachments")).expect("removed");
    let said = refused(&data, &["backup", &format!("{copy}.none")]);
    assert!(said.contains(": 2 ("), "{said}");
}

/// The server answers in this process, and knows of the other as little as elsewhere.
#[tokio::test]
async fn a_copy_is_whole_while_files_are_being_attached() {
    let world = World::new().await;
    let (ana, cookies) = world.person().await;
    let data = world.folder.path().to_owned();
    let copies = TempDir::new().expect("a folder");
    let places: Vec<PathBuf> = (0..3)
        .map(|number| copies.path().join(number.to_string()))
        .collect();
    let copying = tokio::task::spawn_blocking(move || {
        let copy = |place: PathBuf| {
            let file = place.display().to_string();
            let told = done(&data, &["backup", &file]);
            let other = place.with_extension("checked");
            let checked = done(&other, &["restore", &file, "--check"]);
            assert!(checked.ends_with("The archive is whole.\n"), "{checked}");
            told
        };
        places.into_iter().map(copy).collect::<Vec<String>>()
    });
    let mut sent = 0;
    while !copying.is_finished() {
        let page = format!("/needs/{}", need(&world.store, &ana).await);
        let form = Form {
            cookies: &cookies,
            page: &page,
            accept: "text/html",
            description: "",
        };
        let answer = send(&world, &form, Some(("mot.txt", b"Bonjour".as_slice()))).await;
        assert_eq!(answer.leads_to(), format!("{page}#attachments"));
        sent += 1;
    }
    let told = copying.await.expect("copied");
    let counts = told.iter().filter_map(|told| told.rsplit(", ").next());
    let counts: BTreeSet<&str> = counts.collect();
    assert_eq!(counts.len(), 3, "files came between: {counts:?}");
    let last = copies.path().join("last").display().to_string();
    let told = done(world.folder.path(), &["backup", &last]);
    assert!(told.contains(&format!(", {sent} attached files")), "{told}");
}

#[tokio::test]
async fn a_damaged_or_altered_copy_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let (data, file) = backed_up(folder.path()).await;
    let whole = fs::read(&file).expect("the copy");
    let target = folder.path().join("target");
    let try_with = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        refused(&target, &["restore", &path.display().to_string()])
    };
    let said = try_with("cut", &whole[..whole.len() / 2]);
    assert!(said.contains("damaged or cut off"), "{said}");
    let said = try_with("text", b"no archive at all");
    assert!(said.contains("damaged or cut off"), "{said}");

    let mut plain = Vec::new();
    GzDecoder::new(whole.as_slice())
        .read_to_end(&mut plain)
        .expect("unpacked");
    let packed = |plain: &[u8]| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(plain).expect("packed");
        packed.finish().expect("packed")
    };
    let replaced = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let at = plain
            .windows(from.len())
            .rposition(|window| window == from.as_bytes())
            .expect("there");
        let mut altered = plain.clone();
        altered[at..at + to.len()].copy_from_slice(to.as_bytes());
        packed(&altered)
    };
    let said = try_with("altered", &replaced("ada@exemple.fr", "eve@exemple.fr"));
    assert!(said.contains("has been altered"), "{said}");
    let said = try_with("later", &replaced("\"format\": 1", "\"format\": 9"));
    assert!(said.contains("later version"), "{said}");
    let path = attached(&data).into_keys().next().expect("a file");
    let name = path.rsplit('/').next().expect("its name");
    let said = try_with(
        "elsewhere",
        &replaced(&path, &format!("attachments/../{name}")),
    );
    assert!(!said.is_empty());
    assert!(!target.join("attachments").exists());
    assert!(done(&target, &["restore", &file]).contains("is restored"));
}
