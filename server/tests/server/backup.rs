//! `etabli backup` and `etabli restore`, as an operator runs them.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tempfile::TempDir;

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

/// A workspace with an account and two attached files, and a backup of it.
fn backed_up(folder: &Path) -> (std::path::PathBuf, String) {
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
    fs::create_dir_all(data.join("attachments/ab")).expect("a folder");
    fs::write(data.join("attachments/ab/photo"), b"\xff\xd8\xff").expect("a file");
    fs::write(data.join("attachments/empty"), b"").expect("a file");
    let file = folder.join("copy.tar.gz").display().to_string();
    let told = done(&data, &["backup", &file]);
    assert!(told.contains("2 attached files"), "{told}");
    (data, file)
}

#[test]
fn what_was_backed_up_comes_back_whole() {
    let folder = TempDir::new().expect("a folder");
    let (data, file) = backed_up(folder.path());
    let other = folder.path().join("second");
    assert!(done(&other, &["restore", &file, "--check"]).contains("is whole"));
    let told = done(&other, &["restore", &file]);
    assert!(told.contains("is restored"), "{told}");
    let list = done(&other, &["admin", "list"]);
    assert_eq!(list, done(&data, &["admin", "list"]));
    let photo = fs::read(other.join("attachments/ab/photo")).expect("the photo");
    assert_eq!(photo, b"\xff\xd8\xff");
    assert!(other.join("attachments/empty").exists());
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

#[test]
fn a_damaged_or_altered_copy_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let (_, file) = backed_up(folder.path());
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
    let said = try_with(
        "elsewhere",
        &replaced("attachments/empty", "attachments/../ab"),
    );
    assert!(!said.is_empty());
    assert!(!target.join("attachments").exists());
    assert!(done(&target, &["restore", &file]).contains("is restored"));
}
