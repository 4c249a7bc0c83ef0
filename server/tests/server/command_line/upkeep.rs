//! What an operator does around the server that runs: asking whether it is well, bringing the
//! database up to date, filling it for a demonstration, helping somebody in.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;

use store::Store;
use tempfile::TempDir;

use super::{Running, command, database, ended, etabli, eventually, serve, workspace};

/// Asks the server at this address whether it is well.
fn check(folder: &Path, addr: &str) -> (bool, String, String) {
    ended(command(folder, &["check"]).env("ETABLI_ADDR", addr))
}

#[test]
fn a_server_is_asked_whether_it_is_well() {
    let folder = TempDir::new().expect("a folder");
    let (mut serve, addr) = serve(folder.path());
    let (well, _, said) = check(folder.path(), &addr);
    assert!(!well && said.contains(&addr), "{said}");
    let _server = Running(serve.spawn().expect("the program runs"));
    eventually("the server is well", || {
        check(folder.path(), &addr).0.then_some(())
    });
    // One that listens everywhere is reached on this machine.
    let port = addr.rsplit(':').next().expect("a port");
    let (well, _, said) = check(folder.path(), &format!("0.0.0.0:{port}"));
    assert!(well, "{said}");
}

#[test]
fn a_server_that_lives_and_is_not_ready_is_not_well() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = listener.local_addr().expect("its address").to_string();
    let answering = thread::spawn(move || {
        for status in ["200 OK", "503 Service Unavailable"] {
            let (mut connected, _) = listener.accept().expect("somebody asks");
            let mut asked = [0; 1_024];
            let read = connected.read(&mut asked).expect("a question");
            assert!(asked[..read].starts_with(b"GET /"));
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
            connected.write_all(answer.as_bytes()).expect("it takes");
        }
    });
    let folder = TempDir::new().expect("a folder");
    let (well, _, said) = check(folder.path(), &addr);
    assert!(!well, "{said}");
    for told in [addr.as_str(), "/readyz", "503"] {
        assert!(said.contains(told), "{said}");
    }
    answering.join().expect("asked twice");
}

#[tokio::test]
async fn the_database_is_made_and_brought_up_to_date() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data");
    for _ in 0..2 {
        let (done, told, said) = etabli(&data, &["migrate"]);
        assert!(done, "{said}");
        assert_eq!(told, "The database is up to date.\n");
    }
    let store = Store::connect(&database(&data)).await.expect("a database");
    assert!(store.is_ready().await.expect("asked"));
    store.close().await.expect("closed");
    let permissions = fs::metadata(&data).expect("a folder").permissions();
    let mode = permissions.mode() & 0o777;
    assert_eq!(mode, 0o700, "nobody else looks into it");

    let taken = folder.path().join("taken");
    fs::write(&taken, "a file").expect("written");
    let (done, _, said) = etabli(&taken, &["migrate"]);
    assert!(!done, "{said}");
    assert!(said.contains(&taken.display().to_string()), "{said}");
}

/// Every row of every table.
async fn rows(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let store = Store::connect(&database(folder)).await;
    let store = store.expect("a workspace");
    let snapshot = store.snapshot().await.expect("a snapshot");
    let mut all = Vec::new();
    for table in snapshot.tables() {
        let mut rows = Vec::new();
        snapshot.dump(table, &mut rows).await.expect("rows");
        all.push((table.name.clone(), rows));
    }
    drop(snapshot);
    store.close().await.expect("closed");
    all
}

#[tokio::test]
async fn a_demonstration_fills_a_workspace_that_is_empty_and_leaves_others_as_they_are() {
    let empty = TempDir::new().expect("a folder");
    let (done, told, said) = etabli(empty.path(), &["demo", "--if-empty"]);
    assert!(done, "{said}");
    assert!(told.contains(domain::demo::PASSWORD), "{told}");
    for email in domain::demo::emails() {
        assert!(told.contains(&email), "{email} is not in {told}");
    }
    for folder in [empty, workspace()] {
        let before = rows(folder.path()).await;
        let (done, told, said) = etabli(folder.path(), &["demo", "--if-empty"]);
        assert!(done, "{said}");
        assert!(told.contains("nothing was added"), "{told}");
        let (done, _, said) = etabli(folder.path(), &["demo"]);
        assert!(!done && said.contains("accounts already"), "{said}");
        let after = rows(folder.path()).await;
        assert_eq!(before.len(), after.len());
        for (one, other) in before.iter().zip(&after) {
            assert!(one == other, "{} differs", one.0);
        }
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_is_printed_for_whoever_has_an_account() {
    let folder = workspace();
    let link = |email: &str| {
        let mut command = command(folder.path(), &["admin", "reset-link", email]);
        ended(command.env("ETABLI_PUBLIC_URL", "https://etabli.example"))
    };
    let (done, told, said) = link("personne@exemple.fr");
    assert!(!done && told.is_empty(), "{told}");
    assert!(said.contains("personne@exemple.fr"), "{said}");

    let (done, told, said) = link("ada@exemple.fr");
    assert!(done, "{said}");
    assert!(told.starts_with("Ada chooses a password"), "{told}");
    let printed = told.trim_end().lines().last().expect("a link");
    let secret = printed.strip_prefix("https://etabli.example/reset/");
    let secret = secret.expect(printed);
    let store = Store::open(&database(folder.path())).await;
    let store = store.expect("the workspace");
    let password = "une longue phrase de passe";
    let chosen = store.reset_password(secret, password).await;
    chosen.expect("a new password");
    let signed_in = store.sign_in("ada@exemple.fr", password, "").await;
    signed_in.expect("signed in");
    let again = store.reset_password(secret, password).await;
    assert!(again.is_err(), "a link works once");
}

#[test]
fn accounts_are_made_once_and_listed() {
    let folder = workspace();
    let make = |email: &str, more: &[&str]| {
        let mut arguments = vec!["admin", "create-account", "--name", "Bob", "--email", email];
        arguments.extend(more);
        etabli(folder.path(), &arguments)
    };
    let (done, _, said) = make("ada@exemple.fr", &[]);
    assert!(!done && said.contains("email"), "{said}");
    let (done, _, said) = make("bob@exemple.fr", &["--role", "king"]);
    assert!(!done && said.contains("coordinator"), "{said}");
    let member = ["--role", "member", "--party", "teacher"];
    let (done, told, said) = make("bob@exemple.fr", &member);
    assert!(done && told.contains("/reset/"), "{told}{said}");
    let (_, listed, _) = etabli(folder.path(), &["admin", "list"]);
    let mut listed: Vec<&str> = listed.lines().collect();
    listed.sort_unstable();
    assert_eq!(
        listed,
        [
            "ada@exemple.fr\tadministrator\tministry\tAda",
            "bob@exemple.fr\tmember\tteacher\tBob",
        ]
    );
}
