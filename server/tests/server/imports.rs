//! Files that come in for an import and go out as CSV, and the pages between.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::{ImportId, ProjectId, UserId};
use domain::imports::ImportTarget;
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER};
use http::{Request, StatusCode};
use store::imports::{ImportFiles, NamedFile, preview};

use crate::world::{Answer, ORIGIN_URL, World, form};

const COMMENTS: &str = include_str!("../../store/tests/fixtures/consultation/comments.csv");
const VOTES: &str = include_str!("../../store/tests/fixtures/consultation/votes.csv");
const ANSWERS: &str = include_str!("../../store/tests/fixtures/questionnaire/retours.csv");
const SESSION: &str = app::request::SESSION_COOKIE;

async fn coordinator(world: &World) -> (Actor, String) {
    let sign_up = SignUp {
        name: "Colette Brun".into(),
        email: "colette@exemple.fr".into(),
        password: "une longue phrase".into(),
        party: "facilitator".into(),
        declared_interests: String::new(),
    };
    let store = &world.store;
    let id = store
        .create_account(UserId::new(), &sign_up, WorkspaceRole::Coordinator)
        .await
        .expect("an account");
    let secret = store.start_session(id, "").await.expect("a session");
    let actor = store.actor(id).await.expect("an actor");
    (actor, format!("{SESSION}={secret}"))
}

/// Sends files of needs as the form does.
pub(crate) async fn upload(
    world: &World,
    cookies: &str,
    id: ImportId,
    files: &[(&str, &str, &str)],
) -> Answer {
    upload_into(world, cookies, id, "needs", files).await
}

/// Sends files as the form does, and what they hold.
async fn upload_into(
    world: &World,
    cookies: &str,
    id: ImportId,
    into: &str,
    files: &[(&str, &str, &str)],
) -> Answer {
    let mut body = String::new();
    let mut part = |head: &str, content: &str| {
        body.push_str("--frontier\r\nContent-Disposition: form-data; ");
        body.push_str(head);
        body.push_str("\r\n\r\n");
        body.push_str(content);
        body.push_str("\r\n");
    };
    part("name=\"id\"", &id.to_string());
    part("name=\"into\"", into);
    for (field, name, content) in files {
        let head = format!("name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/csv");
        part(&head, content);
    }
    body.push_str("--frontier--\r\n");
    let request = Request::post("/imports/upload")
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier")
        .header(ORIGIN, ORIGIN_URL)
        .header(REFERER, format!("{ORIGIN_URL}/imports/new"))
        .header(COOKIE, cookies);
    world
        .send(request.body(Body::from(body)).expect("a request"))
        .await
}

async fn post(world: &World, cookies: &str, function: &str, page: &str, body: &str) -> Answer {
    let path = format!("/api/{function}");
    let request = form(&path, page, body).header(COOKIE, cookies);
    world
        .send(
            request
                .body(Body::from(body.to_owned()))
                .expect("a request"),
        )
        .await
}

/// Where the answer of a server function leads, whatever its status.
fn led_to(answer: &Answer) -> &str {
    assert!(answer.status.is_redirection(), "{}", answer.body);
    answer.header(LOCATION)
}

#[tokio::test]
async fn an_import_goes_from_page_to_page_without_scripts() {
    let world = World::new().await;
    let (_, cookies) = coordinator(&world).await;
    let choose = world.get_with("/imports/new", &cookies).await;
    assert_eq!(choose.status, StatusCode::OK);
    assert!(
        choose.body.contains("multipart/form-data"),
        "{}",
        choose.body
    );
    let id = ImportId::new();
    let files = [
        ("records", "comments.csv", COMMENTS),
        ("votes", "votes.csv", VOTES),
    ];
    let kept = upload(&world, &cookies, id, &files).await;
    let columns = format!("/imports/{id}/columns");
    assert_eq!(kept.leads_to(), columns);
    let mapping = world.get_with(&columns, &cookies).await;
    assert_eq!(mapping.status, StatusCode::OK);
    for text in [
        "comment-body",
        "draft[records][columns][7]",
        "draft[votes][columns][4]",
    ] {
        assert!(mapping.body.contains(text), "{text}");
    }
    let otherwise = format!("{columns}?records_separator=semicolon");
    let otherwise = world.get_with(&otherwise, &cookies).await;
    assert!(otherwise.body.contains("draft[records][columns][0]"));
    assert!(!otherwise.body.contains("draft[records][columns][7]"));

    // Without a name, the mapping comes back with what was chosen.
    let records = [
        "created_at",
        "ignored",
        "source_id",
        "source_author",
        "supports",
        "objections",
        "moderation",
        "statement",
    ];
    let votes = ["cast_at", "ignored", "need_id", "voter", "value"];
    let mapped = |source: &str| {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("id", &id.to_string());
        body.append_pair("draft[source]", source);
        body.append_pair("draft[days]", "day_first");
        body.append_pair("draft[repeated]", "each");
        for (place, column) in records.iter().enumerate() {
            body.append_pair(&format!("draft[records][columns][{place}]"), column);
        }
        for (place, column) in votes.iter().enumerate() {
            body.append_pair(&format!("draft[votes][columns][{place}]"), column);
        }
        body.finish()
    };
    let nameless = post(&world, &cookies, "plan_import", &columns, &mapped(" ")).await;
    assert!(
        nameless.leads_to().contains("__err="),
        "{}",
        nameless.leads_to()
    );
    let planned = post(
        &world,
        &cookies,
        "plan_import",
        &columns,
        &mapped("Consultation"),
    )
    .await;
    let check = format!("/imports/{id}/check");
    assert!(led_to(&planned).ends_with(&check), "{}", led_to(&planned));
    let tried = world.get_with(&check, &cookies).await;
    assert!(tried.body.contains("Importer 10 besoins"), "{}", tried.body);
    assert!(tried.body.contains("tous concordent"));

    let run = post(&world, &cookies, "run_import", &check, &format!("id={id}")).await;
    let page = format!("/imports/{id}");
    assert!(led_to(&run).ends_with(&page), "{}", led_to(&run));
    let done = world.get_with(&page, &cookies).await;
    assert!(done.body.contains("Import : Consultation"), "{}", done.body);
    assert!(done.body.contains("Annuler cet import"));
    let list = world.get_with("/imports", &cookies).await;
    assert!(list.body.contains("Consultation"), "{}", list.body);
    let needs = world.get_with("/needs", &cookies).await;
    assert!(needs.body.contains("/exports/needs.csv"));
    assert!(needs.body.contains("href=\"/imports\""));

    let undone = post(&world, &cookies, "undo_import", &page, &format!("id={id}")).await;
    assert!(!led_to(&undone).contains("__err="), "{}", undone.body);
    let page = world.get_with(&page, &cookies).await;
    assert!(page.body.contains("Annulé par"), "{}", page.body);
}

/// The fields of the mapping of needs and votes as it is proposed.
async fn proposed(world: &World, actor: &Actor, id: ImportId, source: &str) -> String {
    let preview = world.store.upload_preview(actor, id, Default::default());
    let draft = preview.await.expect("a preview").draft();
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("id", &id.to_string());
    body.append_pair("draft[source]", source);
    body.append_pair("draft[days]", &draft.days);
    body.append_pair("draft[repeated]", &draft.repeated);
    for (table, columns) in [
        ("records", &draft.records.columns),
        ("votes", &draft.votes.columns),
    ] {
        for (place, column) in columns.iter().enumerate() {
            body.append_pair(&format!("draft[{table}][columns][{place}]"), column);
        }
    }
    body.finish()
}

/// The rows of a CSV file below its header.
fn rows(text: &str) -> Vec<csv::StringRecord> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    rows.map(|row| row.expect("a row")).collect()
}

/// A real consultation is no part of the project: the test says so where it is absent.
#[tokio::test]
async fn a_real_consultation_goes_in_and_out_by_its_pages() {
    let shared = std::env::var_os("ETABLI_SHARED_DATA");
    let shared = shared.map_or_else(|| "../../shared/data".into(), PathBuf::from);
    let consultation = shared.join("polis-biodiversity");
    let read = |name: &str| std::fs::read_to_string(consultation.join(name)).ok();
    let (Some(comments), Some(votes)) = (read("comments.csv"), read("votes.csv")) else {
        // Shown although the test passes: .config/nextest.toml says so.
        println!("skipped: no consultation in {}", consultation.display());
        return;
    };
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let id = ImportId::new();
    let files = [
        ("records", "comments.csv", comments.as_str()),
        ("votes", "votes.csv", votes.as_str()),
    ];
    let kept = upload(&world, &cookies, id, &files).await;
    let columns = format!("/imports/{id}/columns");
    assert_eq!(kept.leads_to(), columns);
    let mapping = proposed(&world, &actor, id, "Polis").await;
    let planned = post(&world, &cookies, "plan_import", &columns, &mapping).await;
    let check = format!("/imports/{id}/check");
    assert!(led_to(&planned).ends_with(&check), "{}", led_to(&planned));
    let tried = world.get_with(&check, &cookies).await.body;
    for told in ["Importer 316 besoins", "29\u{202f}802", "tous concordent"] {
        assert!(tried.contains(told), "{told}: {tried}");
    }
    let run = post(&world, &cookies, "run_import", &check, &format!("id={id}")).await;
    let page = format!("/imports/{id}");
    assert!(led_to(&run).ends_with(&page), "{}", led_to(&run));
    // It goes on by itself, and its page tells how far it is.
    let mut looks = 0;
    let done = loop {
        let body = world.get_with(&page, &cookies).await.body;
        if body.contains("Annuler cet import") {
            break body;
        }
        looks += 1;
        assert!(looks < 600 && body.contains("Import en cours"), "{body}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert!(done.contains("29\u{202f}802"), "{done}");

    let out = async |name: &str| {
        let path = format!("/exports/{name}.csv?source=Polis");
        rows(&world.get_with(&path, &cookies).await.body)
    };
    let counted = |rows: Vec<csv::StringRecord>| {
        let counts = |row: &csv::StringRecord| [&row[2], &row[4], &row[5]].map(str::to_owned);
        rows.iter().map(counts).collect::<BTreeSet<_>>()
    };
    let needs = out("needs").await;
    assert_eq!(needs.len(), 316);
    assert_eq!(counted(needs), counted(rows(&comments)));
    assert_eq!(out("votes").await.len(), 29_802);
}

#[tokio::test]
async fn feedback_of_a_project_goes_the_same_way() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let project = ProjectId::new();
    let draft = ProjectDraft {
        title: "Lire à voix haute".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    };
    let made = world.store.create_project(&actor, project, &draft).await;
    made.expect("a project");
    let log = world
        .get_with(&format!("/projects/{project}/feedback"), &cookies)
        .await;
    let choosing = format!("/imports/new?into={project}");
    assert!(log.body.contains(&choosing), "{}", log.body);
    let choose = world.get_with(&choosing, &cookies).await;
    assert!(choose.body.contains("Lire à voix haute"), "{}", choose.body);

    let into = project.to_string();
    let id = ImportId::new();
    let both = [
        ("records", "retours.csv", ANSWERS),
        ("votes", "votes.csv", VOTES),
    ];
    let refused = upload_into(&world, &cookies, id, &into, &both).await;
    let back = format!("{choosing}&file=votes&problem=no_votes_here");
    assert_eq!(refused.leads_to(), back);
    let nowhere = upload_into(&world, &cookies, id, "nowhere", &both[..1]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let kept = upload_into(&world, &cookies, id, &into, &both[..1]).await;
    let columns = format!("/imports/{id}/columns");
    assert_eq!(kept.leads_to(), columns);
    let mapping = world.get_with(&columns, &cookies).await;
    for text in ["draft[records][columns][13]", "draft[default_kind]"] {
        assert!(mapping.body.contains(text), "{text}");
    }
    let preview = world.store.upload_preview(&actor, id, Default::default());
    let draft = preview.await.expect("a preview").draft();
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("id", &id.to_string());
    body.append_pair("draft[source]", "Questionnaire");
    body.append_pair("draft[default_kind]", "question");
    for (place, column) in draft.records.columns.iter().enumerate() {
        body.append_pair(&format!("draft[records][columns][{place}]"), column);
    }
    let planned = post(&world, &cookies, "plan_import", &columns, &body.finish()).await;
    let check = format!("/imports/{id}/check");
    assert!(led_to(&planned).ends_with(&check), "{}", led_to(&planned));
    let tried = world.get_with(&check, &cookies).await;
    assert!(tried.body.contains("Importer 7 retours"), "{}", tried.body);
    let run = post(&world, &cookies, "run_import", &check, &format!("id={id}")).await;
    let page = format!("/imports/{id}");
    assert!(led_to(&run).ends_with(&page), "{}", led_to(&run));
    let done = world.get_with(&page, &cookies).await;
    assert!(done.body.contains("Seront supprimés : 7 retours."));
    let list = world.get_with("/imports", &cookies).await;
    assert!(list.body.contains("Lire à voix haute"), "{}", list.body);
}

/// Imports entries of a project, as the headers of the file propose.
pub(crate) async fn import_feedback(
    world: &World,
    actor: &Actor,
    project: ProjectId,
    text: &str,
) -> ImportId {
    import_records(world, actor, ImportTarget::Feedback(project), text).await
}

/// Imports records, as the headers of the file propose.
pub(crate) async fn import_records(
    world: &World,
    actor: &Actor,
    target: ImportTarget,
    text: &str,
) -> ImportId {
    let id = ImportId::new();
    let records = NamedFile {
        name: "retours.csv".into(),
        bytes: text.into(),
    };
    let files = Arc::new(ImportFiles {
        records,
        votes: None,
    });
    let preview = preview(id, target, &files, None, Default::default());
    let mut draft = preview.expect("files in order").draft();
    draft.source = "Questionnaire".into();
    let plan = draft.check(target, false).expect("a plan");
    let imported = world.store.import_files(actor, id, files, &plan).await;
    imported.expect("imported");
    id
}

/// Whoever reads the log is told of it; the way to it is for those who may import.
#[tokio::test]
async fn a_project_tells_of_an_import_and_of_its_undoing() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let (_, members) = world.person().await;
    let project = ProjectId::new();
    let draft = ProjectDraft {
        title: "Lire à voix haute".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    };
    let made = world.store.create_project(&actor, project, &draft).await;
    made.expect("a project");
    let id = import_feedback(&world, &actor, project, ANSWERS).await;
    let line = async |cookies: &str, said: &str| {
        let feed = format!("/projects/{project}/activity");
        let body = world.get_with(&feed, cookies).await.body;
        let (_, lines) = body.split_once("class=\"feed\"").expect("a feed");
        let line = lines.split("<li").find(|line| line.contains(said));
        line.map(str::to_owned)
    };
    let page = format!("href=\"/imports/{id}\"");
    let log = format!("href=\"/projects/{project}/feedback\"");
    let steering = line(&cookies, "a importé").await.expect("a line");
    for told in ["Colette Brun", "7 retours", &page, &log] {
        assert!(steering.contains(told), "{told}: {steering}");
    }
    let read = line(&members, "a importé").await.expect("a line");
    assert!(read.contains("7 retours") && read.contains(&log), "{read}");
    assert!(!read.contains("/imports"), "{read}");
    let said = "a annulé l'import de";
    assert_eq!(line(&members, said).await, None);

    let undone = world.store.undo_import(&actor, id).await;
    undone.expect("undone");
    let undone = line(&members, said).await.expect("a line");
    assert!(undone.contains("7 retours"), "{undone}");
    let english = format!("{cookies}; etabli_locale=en");
    for said in ["undid the import of", "imported"] {
        let line = line(&english, said).await.expect("a line");
        assert!(line.contains("7 entries of feedback"), "{line}");
        assert!(line.contains(&page), "{line}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_imported_leads_back() {
    let world = World::new().await;
    let (_, cookies) = coordinator(&world).await;
    for (files, expected) in [
        (vec![("records", "", "")], "file=records&problem=empty"),
        (
            vec![("records", "a.csv", "a,\"b\n1,2")],
            "file=records&problem=open_quote",
        ),
        (
            vec![("records", "a.xlsx", "PK\u{3}\u{4}...")],
            "file=records&problem=not_text",
        ),
        (
            vec![("records", "a.csv", COMMENTS), ("votes", "v.csv", "seul")],
            "file=votes&problem=empty",
        ),
    ] {
        let answer = upload(&world, &cookies, ImportId::new(), &files).await;
        let back = format!("/imports/new?into=needs&{expected}");
        assert_eq!(answer.leads_to(), back);
        let page = world.get_with(&back, &cookies).await;
        assert!(page.body.contains("problem-summary"), "{}", page.body);
    }
    let large = "a,b\n".repeat(6_000_000);
    let files = [("records", "a.csv", large.as_str())];
    let answer = upload(&world, &cookies, ImportId::new(), &files).await;
    assert!(answer.leads_to().ends_with("problem=too_large"));
}

/// What stands behind a quote that is never closed is not lost in silence.
#[tokio::test]
async fn a_quote_that_is_never_closed_is_told_before_importing() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let id = ImportId::new();
    let broken = "comment-id,comment-body\n1,Lire\n2,\"Écrire\n3,Compter\n";
    let files = [("records", "comments.csv", broken)];
    let columns = format!("/imports/{id}/columns");
    let kept = upload(&world, &cookies, id, &files).await;
    assert_eq!(kept.leads_to(), columns);
    let preview = world.store.upload_preview(&actor, id, Default::default());
    let draft = preview.await.expect("a preview").draft();
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("id", &id.to_string());
    body.append_pair("draft[source]", "Cassé");
    body.append_pair("draft[days]", &draft.days);
    body.append_pair("draft[repeated]", &draft.repeated);
    for (place, column) in draft.records.columns.iter().enumerate() {
        body.append_pair(&format!("draft[records][columns][{place}]"), column);
    }
    let planned = post(&world, &cookies, "plan_import", &columns, &body.finish()).await;
    let check = format!("/imports/{id}/check");
    assert!(led_to(&planned).ends_with(&check), "{}", led_to(&planned));
    for (language, told) in [
        ("fr", "guillemet jamais refermé"),
        ("en", "quote never closed"),
    ] {
        let cookies = format!("etabli_locale={language}; {cookies}");
        let tried = world.get_with(&check, &cookies).await.body;
        let row = tried.split("<tr").find(|row| row.contains("Écrire"));
        let row = row.expect("the row that is left out");
        assert!(row.contains(told), "{row}");
        assert!(row.contains(">3<"), "the line: {row}");
    }
}

#[tokio::test]
async fn all_that_is_left_out_is_saved_as_a_file() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let mut file = "comment-id;comment-body\n1;Lire à deux\n".to_owned();
    for number in 2..=1_200 {
        file.push_str(&format!("{number};\n"));
    }
    file.push_str("=1+1;\n");
    let id = ImportId::new();
    let kept = upload(&world, &cookies, id, &[("records", "besoins.csv", &file)]).await;
    let columns = format!("/imports/{id}/columns");
    assert_eq!(kept.leads_to(), columns);
    let path = format!("/imports/{id}/left-out.csv");
    let undecided = world.get_with(&path, &cookies).await;
    assert_eq!(undecided.status, StatusCode::NOT_FOUND);
    let mapping = proposed(&world, &actor, id, "Besoins").await;
    let planned = post(&world, &cookies, "plan_import", &columns, &mapping).await;
    let check = format!("/imports/{id}/check");
    assert!(led_to(&planned).ends_with(&check), "{}", led_to(&planned));
    let tried = world.get_with(&check, &cookies).await.body;
    for told in ["Les 1\u{202f}000 premières", &path] {
        assert!(tried.contains(told), "{told}: {tried}");
    }
    for (locale, separator, reason) in [
        ("fr", b';', "aucun besoin énoncé"),
        ("en", b',', "no need stated"),
    ] {
        let cookies = format!("etabli_locale={locale}; {cookies}");
        let saved = world.get_with(&path, &cookies).await;
        assert_eq!(saved.status, StatusCode::OK);
        assert!(saved.header(CONTENT_TYPE).starts_with("text/csv"));
        assert_eq!(saved.body.matches('\u{feff}').count(), 1);
        assert!(saved.body.starts_with('\u{feff}'), "known as UTF-8");
        let rows = csv::ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(saved.body.as_bytes())
            .into_records();
        let rows: Vec<csv::StringRecord> = rows.map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 1_200, "{locale}");
        let last = rows.last().expect("rows");
        assert_eq!((&last[0], &last[2]), (reason, "1202"));
        assert_eq!(&last[4], "'=1+1", "no formula");
    }
    let (_, somebody) = world.person().await;
    let refused = world.get_with(&path, &somebody).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let nobody = world.get(&path).await;
    assert!(nobody.header(LOCATION).starts_with("/sign-in?next="));
}

#[tokio::test]
async fn importing_is_for_those_who_steer() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    let files = [("records", "comments.csv", COMMENTS)];
    let answer = upload(&world, &cookies, ImportId::new(), &files).await;
    assert_eq!(answer.leads_to(), "/imports/new");
    for page in ["/imports/new", "/imports"] {
        let page = world.get_with(page, &cookies).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    let needs = world.get_with("/needs", &cookies).await;
    assert!(!needs.body.contains("href=\"/imports\""));
    assert!(needs.body.contains("/exports/needs.csv"));
    // Whoever signs in again finds for what the files were.
    let project = ProjectId::new().to_string();
    for into in ["needs", &project] {
        let nobody = upload_into(&world, "", ImportId::new(), into, &files).await;
        let way_in = format!("/sign-in?next=%2Fimports%2Fnew%3Finto%3D{into}");
        assert_eq!(nobody.leads_to(), way_in);
    }
}

#[tokio::test]
async fn needs_go_out_as_a_file() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    for (path, name, header) in [
        (
            "/exports/needs.csv",
            "besoins.csv",
            "timestamp,datetime,comment-id,author-id",
        ),
        (
            "/exports/votes.csv?source=Rien",
            "votes.csv",
            "timestamp,datetime,comment-id,voter-id,vote",
        ),
    ] {
        let answer = world.get_with(path, &cookies).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header(CONTENT_TYPE).starts_with("text/csv"));
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(answer.header(CONTENT_DISPOSITION), disposition);
        assert!(
            answer.body.starts_with(&format!("\u{feff}{header}")),
            "{}",
            answer.body
        );
        let nobody = world.get(path).await;
        assert!(nobody.header(LOCATION).starts_with("/sign-in?next="));
    }
}
