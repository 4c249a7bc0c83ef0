//! The server that runs: how it starts, what it sends, how it ends.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Running, answer, command, ended, eventually, serve};

#[test]
fn a_server_that_is_told_to_end_ends_in_order_whoever_is_connected() {
    let folder = TempDir::new().expect("a folder");
    let (mut serve, addr) = serve(folder.path());
    let serve = serve
        .env("ETABLI_LOG", "info")
        .stderr(Stdio::piped())
        .spawn();
    let mut server = Running(serve.expect("the program runs"));
    // Somebody whose browser keeps its connection after an answer.
    let mut connected = eventually("the server listens", || TcpStream::connect(&addr).ok());
    let asked = format!("GET /healthz HTTP/1.1\r\nHost: {addr}\r\n\r\n");
    connected.write_all(asked.as_bytes()).expect("it takes");
    let mut answer = [0; 15];
    connected.read_exact(&mut answer).expect("it answers");
    assert_eq!(&answer, b"HTTP/1.1 200 OK");

    let id = server.0.id().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status();
    assert!(told.expect("a signal").success());
    let status = eventually("the server ends", || {
        server.0.try_wait().expect("its status")
    });
    assert!(status.success(), "{status}");
    let log = server.said();
    let order = ["listening", "told to end", "ended"].map(|said| log.rfind(said));
    assert!(
        order.is_sorted() && order.iter().all(Option::is_some),
        "{log}"
    );
}

#[test]
fn nothing_is_served_without_the_site() {
    let folder = TempDir::new().expect("a folder");
    let nowhere = folder.path().join("nowhere");
    let (mut serve, _) = serve(folder.path());
    let serve = serve
        .env("ETABLI_SITE_DIR", &nowhere)
        .stderr(Stdio::piped())
        .spawn();
    let mut server = Running(serve.expect("the program runs"));
    let status = eventually("the server gives up", || {
        server.0.try_wait().expect("its status")
    });
    let said = server.said();
    assert!(!status.success() && said.contains("site_dir"), "{said}");
    assert!(said.contains(&nowhere.display().to_string()), "{said}");
    let mut migrate = command(folder.path(), &["migrate"]);
    let (done, _, said) = ended(migrate.env("ETABLI_SITE_DIR", &nowhere));
    assert!(done, "other commands need no site: {said}");
}

#[test]
fn a_variable_that_is_no_text_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let migrate = |variable: &str| {
        let mut command = command(folder.path(), &["migrate"]);
        ended(command.env(variable, OsStr::from_bytes(b"\xe9tabli")))
    };
    let (done, _, said) = migrate("ETABLI_PUBLIC_URL");
    assert!(!done, "it was left out");
    assert!(said.contains("ETABLI_PUBLIC_URL"), "{said}");
    assert!(migrate("NAME").0, "what is none of ours");
}

/// `cargo leptos watch` tells pages to load themselves anew, from a port of its own.
#[test]
fn pages_listen_for_changes_only_where_the_server_is_watched() {
    for (watched, allowed) in [
        (false, "connect-src 'self';"),
        (true, "connect-src 'self' ws://*:3001;"),
    ] {
        let folder = TempDir::new().expect("a folder");
        let (mut serve, addr) = serve(folder.path());
        if watched {
            serve.env("LEPTOS_WATCH", "true");
        }
        let _server = Running(serve.spawn().expect("the program runs"));
        let answer = answer(&addr, "GET /sign-in", &[], "");
        assert!(answer.contains(allowed), "{answer}");
        assert_eq!(answer.contains("/live_reload"), watched, "{answer}");
    }
}
