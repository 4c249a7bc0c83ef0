//! The routes of the server's own that write: forms with files, frames of boards, the choice
//! of language and looks. As server functions they are tried by everybody, cell by cell, and
//! by guests; a route that the router has and no table knows makes a test fail.

use std::collections::BTreeSet;
use std::path::Path;

use app::request::SESSION_COOKIE;
use axum::body::Body;
use board::client::Client;
use board::ids::ClientId;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, ImportId, SessionId};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN};
use http::{Request, StatusCode};

use super::feedback::given;
use super::function;
use super::guests::with_guests;
use super::imports::COMMENTS;
use super::milestones::milestone;
use super::sessions::{join, open_session};
use crate::attachments::photo;
use crate::stage::{Person, Stage, Who};
use crate::world::{Answer, ORIGIN_URL};

/// A route, what it is sent for, and what becomes of it: as in the tables of server functions
/// in a project that is open to the workspace, then in one of its team; then by guests, who
/// are let in, look on, wait and were removed, by one of another session who shows their
/// secret as one of this, and by the same as they are. Nothing where no guest is meant.
type Line = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const TABLE: &[Line] = &[
    //                                        open               team only          guests
    //                                        ACMO LFCPO eE n    ACMO LFCPO eE n    io wr elsewhere
    ("/attachments milestone",               "++-- +++-- ?- !", "++?? +++-- ?- !", "!! !! !!"),
    ("/attachments entry",                   "++-- +++?- ?? !", "++?? +++?- ?? !", "!! !! !!"),
    // A need belongs to no project: who steers the workspace, and its author.
    ("/attachments need",                    "++-- ----- -- !", "++-- ----- -- !", "!! !! !!"),
    ("/imports/upload",                      "++-- ----- -- !", "++-- ----- -- !", "!! !! !!"),
    // Who does not take part is told that there is no such board.
    ("/sessions/{session}/pictures",         "???? ????? ?? !", "???? ????? ?? !", "+- ?? ?!"),
    ("/sessions/{session}/pictures joined",  "++++ +++++ ++ !", "++++ +++++ ++ !", ""),
    ("/live/{session}/frames",               "---- ----- -- !", "---- ----- -- !", "++ -- -!"),
    ("/live/{session}/frames joined",        "++++ +++++ ++ !", "++++ +++++ ++ !", ""),
    ("/live/{session}/welcome",              "---- ----- -- !", "---- ----- -- !", "++ -- -!"),
    ("/live/{session}/welcome joined",       "++++ +++++ ++ !", "++++ +++++ ++ !", ""),
    // How pages look is up to whoever reads them.
    ("/preferences",                         "++++ +++++ ++ +", "++++ +++++ ++ +", "++ ++ ++"),
];

/// What the router answers to any method without doing anything.
const NOTHING: &[&str] = &["/api/{*function}"];
/// How the router names the paths of server functions, whose tables stand beside this one.
const FUNCTIONS: &str = "path";

#[tokio::test]
async fn routes_as_they_stand() {
    for (stage, in_team) in [
        (Stage::with_open_project().await, false),
        (Stage::with_team_only_project().await, true),
    ] {
        let mut wrong = Vec::new();
        for (line, open, team, guests) in TABLE {
            let expected = if in_team { team } else { open };
            let cells = by_everybody(&stage, line).await;
            if cells != *expected {
                wrong.push(format!("{line}: {cells}, not {expected}"));
            }
            let cells = match guests.is_empty() {
                true => String::new(),
                false => by_guests(&stage, line).await,
            };
            if cells != *guests {
                wrong.push(format!("{line} by guests: {cells}, not {guests}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

async fn by_everybody(stage: &Stage, line: &str) -> String {
    let mut cells = String::new();
    for (column, who) in stage.everybody().iter().enumerate() {
        if [4, 9, 11].contains(&column) {
            cells.push(' ');
        }
        let session = session_of(stage, line, who).await;
        let cookie = match &who.person {
            Some(person) => cookie(stage, person).await,
            None => String::new(),
        };
        cells.push(letter(stage, line, session, &cookie).await);
    }
    cells
}

async fn by_guests(stage: &Stage, line: &str) -> String {
    let (session, cookies) = with_guests(stage).await;
    let mut cells = String::new();
    for (column, cookie) in cookies.iter().enumerate() {
        if [2, 4].contains(&column) {
            cells.push(' ');
        }
        cells.push(letter(stage, line, session, cookie).await);
    }
    cells
}

/// The session that a request is about, where it is about one: somebody of the table takes
/// part in it where the line says so.
async fn session_of(stage: &Stage, line: &str, who: &Who) -> SessionId {
    if !line.contains("{session}") {
        return SessionId::new();
    }
    let session = open_session(stage).await;
    if line.ends_with(" joined") {
        join(stage, session, who).await;
    }
    session
}

/// The cookie of a new session of a person.
async fn cookie(stage: &Stage, person: &Person) -> String {
    let secret = stage.world.store.start_session(person.id, "").await;
    format!("{SESSION_COOKIE}={}", secret.expect("a session"))
}

/// What becomes of a request with this cookie. What is not done leaves no row.
async fn letter(stage: &Stage, line: &str, session: SessionId, cookie: &str) -> char {
    let request = request(line, session).header(COOKIE, cookie);
    let body = body(stage, line).await;
    let before = stage.last_change().await;
    let answer = stage
        .world
        .send(request.body(body).expect("a request"))
        .await;
    let letter = outcome(line, &answer);
    if letter != '+' {
        let after = stage.last_change().await;
        assert_eq!(after, before, "{line} was not done and left a row");
    }
    letter
}

fn request(line: &str, session: SessionId) -> http::request::Builder {
    let path = function(line).replace("{session}", &session.to_string());
    let (accept, kind) = match function(line) {
        "/imports/upload" => ("text/html", MULTIPART),
        "/preferences" => ("text/html", "application/x-www-form-urlencoded"),
        "/attachments" | "/sessions/{session}/pictures" => ("application/json", MULTIPART),
        _ => ("*/*", "application/octet-stream"),
    };
    Request::post(path)
        .header(ORIGIN, ORIGIN_URL)
        .header(ACCEPT, accept)
        .header(CONTENT_TYPE, kind)
}

const MULTIPART: &str = "multipart/form-data; boundary=frontier";

/// What is sent, in order.
async fn body(stage: &Stage, line: &str) -> Body {
    match line {
        "/attachments milestone" => {
            // Twenty are the most of one thing: each on its own.
            let milestone = milestone(stage).await;
            attached_to(ThingRef::new(ThingKind::Milestone, milestone))
        }
        "/attachments entry" => {
            let entry = given(stage, &stage.owner).await;
            attached_to(ThingRef::new(ThingKind::Feedback, entry))
        }
        "/attachments need" => attached_to(ThingRef::new(ThingKind::Need, stage.need().await)),
        "/imports/upload" => multipart(
            &[
                ("id", ImportId::new().to_string()),
                ("into", "needs".into()),
            ],
            ("records", "comments.csv", COMMENTS.as_bytes()),
        ),
        "/preferences" => Body::from("locale=fr&return_to=%2F"),
        _ => match function(line) {
            "/sessions/{session}/pictures" => {
                let id = AttachmentId::new().to_string();
                multipart(&[("id", id)], ("file", "a.jpg", &photo()))
            }
            "/live/{session}/welcome" => {
                let mut client = Client::new(new_tab());
                client.connected();
                Body::from(client.poll().expect("a greeting"))
            }
            _ => Body::empty(),
        },
    }
}

/// A tab that nobody else has: a board knows each by whose it is.
fn new_tab() -> ClientId {
    let (_, random) = AttachmentId::new().0.as_u64_pair();
    ClientId::from_random(random)
}

fn attached_to(thing: ThingRef) -> Body {
    let fields = [
        ("id", AttachmentId::new().to_string()),
        ("thing", thing.to_string()),
        ("description", "Un mot.".to_owned()),
    ];
    multipart(&fields, ("file", "note.txt", b"Bonjour"))
}

/// A form with a file.
fn multipart(fields: &[(&str, String)], (field, name, bytes): (&str, &str, &[u8])) -> Body {
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        let head = format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    part(&format!("name=\"{field}\"; filename=\"{name}\""), bytes);
    body.extend_from_slice(b"--frontier--\r\n");
    Body::from(body)
}

/// The cell for an answer. Forms without scripts are led on, each somewhere of its own.
fn outcome(line: &str, answer: &Answer) -> char {
    match (answer.status, function(line)) {
        (StatusCode::SEE_OTHER, "/preferences") => '+',
        (StatusCode::SEE_OTHER, "/imports/upload") => match answer.header(LOCATION) {
            "/imports/new" => '-',
            to if to.ends_with("/columns") => '+',
            to if to.starts_with("/sign-in") => '!',
            to => panic!("{line} leads to {to}"),
        },
        (StatusCode::OK | StatusCode::CREATED, _) => '+',
        (StatusCode::UNAUTHORIZED, _) => '!',
        (StatusCode::NOT_FOUND, _) => '?',
        (StatusCode::FORBIDDEN, _) => '-',
        (status, _) => panic!("{line}: {status} {}", answer.body),
    }
}

/// Whoever adds a route that writes adds its lines to the table.
#[test]
fn every_route_that_writes_has_its_line() {
    let mut routes = BTreeSet::new();
    add_writing_routes(Path::new("src"), &mut routes);
    assert!(
        routes.remove(FUNCTIONS),
        "server functions are routed under another name"
    );
    for path in NOTHING {
        assert!(routes.remove(*path), "no such route: {path}");
    }
    let known: BTreeSet<String> = TABLE
        .iter()
        .map(|line| function(line.0).to_owned())
        .collect();
    assert_eq!(routes, known, "routes that write, and their lines");
}

/// The paths of the sources in a folder under which something else is answered than reading.
fn add_writing_routes(folder: &Path, routes: &mut BTreeSet<String>) {
    for file in std::fs::read_dir(folder).expect("the sources") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            add_writing_routes(&path, routes);
            continue;
        }
        let source = std::fs::read_to_string(path).expect("a text");
        for routed in source.split(".route(").skip(1) {
            let call = until_closed(routed);
            if writes(call) {
                let path = call.split(',').next().unwrap_or_default().trim();
                routes.insert(path.trim_matches('"').to_owned());
            }
        }
    }
}

/// A call's arguments, of a source that begins with them.
fn until_closed(source: &str) -> &str {
    let mut open = 1_u32;
    for (at, letter) in source.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &source[..at];
        }
    }
    source
}

/// Whether a route answers to methods that may write. Whatever is not a call of `get` is taken
/// for one of those.
fn writes(call: &str) -> bool {
    ["post", "put", "patch", "delete", "any", "on"]
        .iter()
        .any(|method| {
            let named = format!("{method}(");
            call.match_indices(&named).any(|(at, _)| {
                let before = call[..at].chars().next_back();
                !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
            })
        })
}

#[test]
fn routes_are_read_off_the_sources() {
    let arguments = until_closed("\"/a\", post(add).layer(max(4))).route(\"/b\", get(read))");
    assert_eq!(arguments, "\"/a\", post(add).layer(max(4))");
    for (call, expected) in [
        ("\"/a\", post(add).layer(max(4))", true),
        ("\"/a\", get(read).post(add)", true),
        ("path, on(method, answer)", true),
        ("\"/a\", any(StatusCode::NOT_FOUND)", true),
        ("\"/a\", get(posts)", false),
        ("\"/a\", get(button(read))", false),
    ] {
        assert_eq!(writes(call), expected, "{call}");
    }
}
