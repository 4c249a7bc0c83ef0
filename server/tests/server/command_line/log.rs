//! The log as machines read it: a line for each request, by whose id it is found again, and
//! nothing in it that only its owner should know.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use app::request::SESSION_COOKIE;
use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, NeedId};
use domain::needs::NeedDraft;
use serde_json::Value;
use store::Store;
use store::attachments::NewFile;

use super::{Running, answer, database, serve, workspace};

/// Headers by their names.
type Headers<'a> = &'a [(&'a str, &'a str)];

/// The secret of a session of Ada's, and the address of a file of hers whose bytes are lost.
async fn session_and_lost_file(folder: &Path) -> (String, String) {
    let files = folder.join("attachments");
    let store = Store::open_with_folder(&database(folder), &files).await;
    let store = store.expect("the workspace");
    let ada = store.account_id("ada@exemple.fr").await.expect("asked");
    let ada = ada.expect("Ada");
    let actor = store.actor(ada).await.expect("an actor");
    let need = NeedId::new();
    let draft = NeedDraft {
        statement: "Suivre la fluence".into(),
        ..NeedDraft::default()
    };
    let expressed = store.express_need(&actor, need, &draft).await;
    expressed.expect("a need");
    let file = NewFile {
        name: "a.txt".into(),
        media: Media::Text,
        size: None,
        bytes: b"Bonjour".to_vec(),
        thumbnail: None,
        description: String::new(),
    };
    let id = AttachmentId::new();
    let thing = ThingRef::new(ThingKind::Need, need);
    let attached = store.attach_file(&actor, id, thing, file).await;
    attached.expect("attached");
    let secret = store.start_session(ada, "").await.expect("a session");
    store.close().await.expect("closed");
    fs::remove_dir_all(files).expect("lost");
    (secret, format!("/attachments/{id}"))
}

/// The value of a header of an answer.
fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    let found = answer.lines().find_map(|line| line.strip_prefix(&start));
    found.expect(name)
}

#[tokio::test]
async fn each_answer_has_a_line_with_its_id_and_no_secret() {
    let folder = workspace();
    let (session, lost) = session_and_lost_file(folder.path()).await;
    let (mut serve, addr) = serve(folder.path());
    let serve = serve
        .env("ETABLI_LOG", "info")
        .env("ETABLI_LOG_FORMAT", "json")
        .stderr(Stdio::piped())
        .spawn();
    let mut server = Running(serve.expect("the program runs"));

    let cookie = format!("{SESSION_COOKIE}={session}");
    let signed_in = [("Cookie", cookie.as_str())];
    let ours = format!("http://{addr}");
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let form = [kind, ("Origin", ours.as_str())];
    let strange = [kind, ("Origin", "https://evil.example")];
    let get_lost = format!("GET {lost}");
    let typed = "email=personne%40exemple.fr&password=phrasedepasse";
    // What is asked, what the log calls it, and how it is answered.
    let cases: [(&str, Headers, &str, &str, u64); 7] = [
        ("GET /needs?q=motcherche", &signed_in, "", "/needs", 200),
        ("GET /reset/jetondulien", &[], "", "/reset/…", 200),
        ("GET /s/CODEDELASEANCE", &[], "", "/s/…", 200),
        ("GET /nulle/part", &signed_in, "", "/nulle/part", 404),
        ("POST /api/sign_in", &form, typed, "/api/sign_in", 422),
        ("POST /api/sign_in", &strange, typed, "/api/sign_in", 403),
        (&get_lost, &signed_in, "", &lost, 500),
    ];
    let mut answered = Vec::new();
    for (asked, headers, body, path, status) in cases {
        let answer = answer(&addr, asked, headers, body);
        let told = answer.split(' ').nth(1).expect("a status");
        assert_eq!(told, status.to_string(), "{asked}: {answer}");
        let id = header(&answer, "x-request-id").to_owned();
        answered.push((id, asked, path, status));
    }
    server.0.kill().expect("killed");
    let log = server.said();

    let lines = log.lines().map(serde_json::from_str::<Value>);
    let lines: Vec<Value> = lines.filter_map(Result::ok).collect();
    for (id, asked, path, status) in &answered {
        let of_it = lines.iter().filter(|line| line["span"]["id"] == **id);
        let of_it: Vec<&Value> = of_it.collect();
        let ends: Vec<&&Value> = of_it
            .iter()
            .filter(|line| line["fields"]["message"] == "answered")
            .collect();
        assert_eq!(ends.len(), 1, "{asked}: {log}");
        let (span, fields) = (&ends[0]["span"], &ends[0]["fields"]);
        assert_eq!(span["path"], *path, "{asked}");
        assert!(asked.starts_with(span["method"].as_str().expect("a method")));
        assert_eq!(fields["status"], *status, "{asked}");
        assert!(fields["milliseconds"].is_u64(), "{fields}");
        // What went wrong on the server stands beside it.
        let failed = of_it.iter().any(|line| line["level"] == "ERROR");
        assert_eq!(failed, *status >= 500, "{asked}: {log}");
    }
    for secret in [
        session.as_str(),
        "phrasedepasse",
        "personne",
        "jetondulien",
        "CODEDELASEANCE",
        "motcherche",
        "ada@exemple.fr",
    ] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
