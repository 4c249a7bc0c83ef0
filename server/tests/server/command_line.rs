//! The program itself, started as an operator starts it.

mod log;
mod serving;
mod transfers;
mod upkeep;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etabli"));
    command
        .args(arguments)
        .env_clear()
        .env("ETABLI_DATA_DIR", folder)
        .env("ETABLI_LOG", "error");
    command
}

/// Whether a command was done, what it printed, and what it said on its error output.
fn ended(command: &mut Command) -> (bool, String, String) {
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn etabli(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    ended(&mut command(folder, arguments))
}

/// Makes the account of Ada, who administers the workspace.
fn make_account(folder: &Path) {
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    let (done, _, said) = etabli(folder, &account);
    assert!(done, "{said}");
}

/// A workspace with her alone.
fn workspace() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    make_account(folder.path());
    folder
}

/// The address of the database in a folder.
fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("etabli.sqlite").display())
}

/// Asks again and again for half a minute.
fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if let Some(answer) = ask() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{what} within half a minute");
}

/// A server that runs until the test is over, whatever becomes of it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Running {
    /// What it says on its error output until it ends.
    fn said(&mut self) -> String {
        let mut said = String::new();
        let stderr = self.0.stderr.take();
        let read = stderr.map(|mut stderr| stderr.read_to_string(&mut said));
        assert!(read.is_some_and(|read| read.is_ok()));
        said
    }
}

/// The command that serves what is in a folder, with a site in which there are no files,
/// and the address at which it will listen.
fn serve(folder: &Path) -> (Command, String) {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("a site");
    let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = probe.local_addr().expect("its address").to_string();
    let mut serve = command(folder, &["serve"]);
    serve.env("ETABLI_ADDR", &addr).env("ETABLI_SITE_DIR", site);
    (serve, addr)
}

/// Asks by the older protocol, so that the answer comes in one piece and ends.
fn answer(addr: &str, asked: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut connected = eventually("the server listens", || TcpStream::connect(addr).ok());
    let mut request = format!("{asked} HTTP/1.0\r\nHost: {addr}\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    connected.write_all(request.as_bytes()).expect("it takes");
    let mut answer = String::new();
    connected.read_to_string(&mut answer).expect("it answers");
    answer
}
