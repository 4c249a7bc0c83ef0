//! The program itself, started as an operator starts it.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use domain::ids::ProjectId;
use domain::projects::ProjectDraft;
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

fn etabli(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = command(folder, arguments);
    command.output().expect("the program runs")
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
    let migrate = command(folder.path(), &["migrate"])
        .env("ETABLI_SITE_DIR", &nowhere)
        .output();
    let done = migrate.expect("the program runs").status.success();
    assert!(done, "other commands need no site");
}

#[test]
fn a_variable_that_is_no_text_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let migrate = |variable: &str| {
        let mut command = command(folder.path(), &["migrate"]);
        command.env(variable, OsStr::from_bytes(b"\xe9tabli"));
        command.output().expect("the program runs")
    };
    let refused = migrate("ETABLI_PUBLIC_URL");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success(), "it was left out");
    assert!(said.contains("ETABLI_PUBLIC_URL"), "{said}");
    assert!(migrate("NAME").status.success(), "what is none of ours");
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
        let mut connected = eventually("the server listens", || TcpStream::connect(&addr).ok());
        // By the older protocol, so that the answer comes in one piece and ends.
        let asked = format!("GET /sign-in HTTP/1.0\r\nHost: {addr}\r\n\r\n");
        connected.write_all(asked.as_bytes()).expect("it takes");
        let mut answer = String::new();
        connected.read_to_string(&mut answer).expect("it answers");
        assert!(answer.contains(allowed), "{answer}");
        assert_eq!(answer.contains("/live_reload"), watched, "{answer}");
    }
}

fn fixture(name: &str) -> String {
    format!("store/tests/fixtures/{name}")
}

#[test]
fn needs_are_imported_from_files() {
    let folder = TempDir::new().expect("a folder");
    let (comments, votes) = (
        fixture("consultation/comments.csv"),
        fixture("consultation/votes.csv"),
    );
    let import = |more: &[&str]| {
        let mut arguments = vec![
            "import",
            "needs",
            "--comments",
            &comments,
            "--votes",
            &votes,
            "--source",
            "Essai",
        ];
        arguments.extend(more);
        let output = etabli(folder.path(), &arguments);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.success(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let (done, _, said) = import(&[]);
    assert!(!done && said.contains("no administrator"), "{said}");
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    assert!(etabli(folder.path(), &account).status.success());
    let (done, _, said) = import(&["--as", "nobody@exemple.fr"]);
    assert!(!done && said.contains("nobody@exemple.fr"), "{said}");
    let (done, told, said) = import(&["--dry-run"]);
    assert!(done, "{said}");
    assert!(told.contains("needs: 14 read = 10 made + 0 imported before + 4 left out"));
    assert!(told.contains("Dry run: nothing was written."), "{told}");
    let (done, told, said) = import(&["--as", "ada@exemple.fr"]);
    assert!(done, "{said}");
    assert!(told.contains("votes: 30 read = 26 made + 0 imported before + 4 left out"));
    assert!(told.contains("10 needs, 0 differ"), "{told}");
    let (done, told, _) = import(&[]);
    assert!(
        done && told.contains("0 made + 10 imported before"),
        "{told}"
    );
    let missing = [
        "import",
        "needs",
        "--comments",
        "none.csv",
        "--source",
        "Essai",
    ];
    let output = etabli(folder.path(), &missing);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("none.csv"), "{said}");
}

#[test]
fn what_is_exported_comes_in_again() {
    let (here, there) = (TempDir::new(), TempDir::new());
    let (here, there) = (here.expect("a folder"), there.expect("a folder"));
    for folder in [&here, &there] {
        let account = [
            "admin",
            "create-account",
            "--email",
            "ada@exemple.fr",
            "--name",
            "Ada",
        ];
        assert!(etabli(folder.path(), &account).status.success());
    }
    let import = |folder: &TempDir, needs: &str, votes: &str| {
        let arguments = [
            "import",
            "needs",
            "--comments",
            needs,
            "--votes",
            votes,
            "--source",
            "Essai",
        ];
        let output = etabli(folder.path(), &arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    import(
        &here,
        &fixture("consultation/comments.csv"),
        &fixture("consultation/votes.csv"),
    );
    let file = |name: &str| here.path().join(name).display().to_string();
    let (needs, votes) = (file("needs.csv"), file("votes.csv"));
    let export = ["export", "needs", "--file", &needs, "--votes", &votes];
    let output = etabli(here.path(), &export);
    assert!(output.status.success(), "{output:?}");
    let told = import(&there, &needs, &votes);
    for counts in [
        "needs: 10 read = 10 made + 0 imported before + 0 left out",
        "votes: 26 read = 26 made + 0 imported before + 0 left out",
        "15 supports, 6 objections, 5 without a view",
        "10 needs, 0 differ",
    ] {
        assert!(told.contains(counts), "{counts} is not in {told}");
    }
    // The same on standard output; a file that is there is left alone.
    let output = etabli(there.path(), &["export", "needs"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.starts_with("timestamp,datetime,comment-id,"));
    let output = etabli(here.path(), &export);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("votes.csv"),
        "{said}"
    );
    let unknown = ["export", "feedback", "--project", "Compter"];
    let output = etabli(here.path(), &unknown);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("no project"),
        "{said}"
    );
}

/// A real consultation is no part of the project: the test says so where it is absent.
#[test]
fn a_real_consultation_is_imported_from_its_files() {
    let beside = "../../shared/data";
    let shared =
        std::env::var_os("ETABLI_SHARED_DATA").map_or_else(|| beside.into(), PathBuf::from);
    let consultation = shared.join("polis-biodiversity");
    let file = |name: &str| consultation.join(name).display().to_string();
    let (comments, votes) = (file("comments.csv"), file("votes.csv"));
    if !Path::new(&comments).exists() {
        println!("skipped: no consultation in {}", consultation.display());
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    assert!(etabli(folder.path(), &account).status.success());
    let import = [
        "import",
        "needs",
        "--comments",
        &comments,
        "--votes",
        &votes,
        "--source",
        "Polis",
    ];
    let output = etabli(folder.path(), &import);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
    for line in [
        "needs: 316 read = 316 made + 0 imported before + 0 left out",
        "votes: 29802 read = 29802 made + 0 imported before + 0 left out",
        "316 needs, 0 differ",
    ] {
        assert!(told.contains(line), "{line} is not in {told}");
    }
}

#[tokio::test]
async fn feedback_of_a_project_is_imported_from_a_file() {
    let folder = TempDir::new().expect("a folder");
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    assert!(etabli(folder.path(), &account).status.success());
    let url = format!("sqlite:{}", folder.path().join("etabli.sqlite").display());
    let store = store::Store::open(&url).await.expect("the workspace");
    let ada = store.account_id("ada@exemple.fr").await.expect("asked");
    let actor = store.actor(ada.expect("Ada")).await.expect("an actor");
    let projects = [ProjectId::new(), ProjectId::new(), ProjectId::new()];
    for (project, title) in projects.into_iter().zip(["Lire", "Écrire", "Écrire"]) {
        let draft = ProjectDraft {
            title: title.into(),
            summary: "Un outil.".into(),
            programme: "gtnum".into(),
            starts_on: "2025-09-01".into(),
            visibility: "workspace".into(),
            ..ProjectDraft::default()
        };
        let made = store.create_project(&actor, project, &draft).await;
        made.expect("a project");
    }
    store.close().await.expect("closed");
    let answers = fixture("questionnaire/retours.csv");
    let import = |project: &str, more: &[&str]| {
        let mut arguments = vec![
            "import",
            "feedback",
            "--project",
            project,
            "--file",
            &answers,
        ];
        arguments.extend(more);
        let output = etabli(folder.path(), &arguments);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.success(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let (done, _, said) = import("Compter", &[]);
    assert!(!done && said.contains("no project"), "{said}");
    let (done, _, said) = import("Écrire", &[]);
    assert!(!done && said.contains("several projects"), "{said}");
    let (done, _, said) = import("Lire", &["--kind", "rant"]);
    assert!(!done && said.contains("rant"), "{said}");
    let (done, told, said) = import("Lire", &["--dry-run"]);
    assert!(done, "{said}");
    let counts = "feedback: 10 read = 7 made + 0 imported before + 3 left out";
    assert!(told.contains(counts), "{told}");
    assert!(told.contains("Dry run: nothing was written."), "{told}");
    let (done, told, said) = import("Lire", &["--kind", "idea", "--as", "ada@exemple.fr"]);
    assert!(done && told.contains(counts), "{told}{said}");
    let (done, told, _) = import(&projects[0].to_string(), &[]);
    assert!(
        done && told.contains("0 made + 7 imported before"),
        "{told}"
    );
    let (done, told, _) = import("Lire", &["--source", "Autre"]);
    assert!(done && told.contains(counts), "{told}");
    let export = ["export", "feedback", "--project", "Lire"];
    let output = etabli(folder.path(), &export);
    let rows = csv::Reader::from_reader(output.stdout.as_slice()).into_records();
    assert_eq!(rows.count(), 14, "{output:?}");
}
