//! Files that come in for an import and go out as CSV, and the pages between.

mod by_pages;
mod refused;
mod rest;
mod saved;

use std::sync::Arc;

use axum::body::Body;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::{ImportId, ProjectId, UserId};
use domain::imports::{ImportDraft, ImportTarget};
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER};
use store::imports::{ImportFiles, NamedFile, preview};

use crate::world::{Answer, ORIGIN_URL, World, form};

const COMMENTS: &str = include_str!("../../store/tests/fixtures/consultation/comments.csv");
const VOTES: &str = include_str!("../../store/tests/fixtures/consultation/votes.csv");
const ANSWERS: &str = include_str!("../../store/tests/fixtures/questionnaire/retours.csv");
const SESSION: &str = app::request::SESSION_COOKIE;

/// Files as a form sends them: the field, the name, what each holds.
type Files<'a> = [(&'a str, &'a str, &'a str)];

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

/// A project into whose log entries are imported.
async fn project(world: &World, actor: &Actor) -> ProjectId {
    let project = ProjectId::new();
    let draft = ProjectDraft {
        title: "Lire à voix haute".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    };
    let made = world.store.create_project(actor, project, &draft).await;
    made.expect("a project");
    project
}

/// Sends files of needs as the form does.
pub(crate) async fn upload(
    world: &World,
    cookies: &str,
    id: ImportId,
    files: &Files<'_>,
) -> Answer {
    upload_into(world, cookies, id, "needs", files).await
}

/// Sends files as the form does, and what they hold.
async fn upload_into(
    world: &World,
    cookies: &str,
    id: ImportId,
    into: &str,
    files: &Files<'_>,
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

/// Where the answer of a server function leads, whatever its status.
fn led_to(answer: &Answer) -> &str {
    assert!(answer.status.is_redirection(), "{}", answer.body);
    answer.header(LOCATION)
}

/// An import that somebody takes from page to page.
struct Import<'a> {
    world: &'a World,
    cookies: &'a str,
    id: ImportId,
}

impl<'a> Import<'a> {
    /// One of which nothing was sent yet.
    fn new(world: &'a World, cookies: &'a str) -> Self {
        let id = ImportId::new();
        Self { world, cookies, id }
    }

    /// Sends its files, which are kept: the way leads on to their columns.
    async fn is_kept(&self, into: &str, files: &Files<'_>) {
        let kept = upload_into(self.world, self.cookies, self.id, into, files).await;
        assert_eq!(kept.leads_to(), self.page("/columns"));
    }

    /// Sends what its columns hold, which makes a plan: the way leads on to its check.
    async fn is_planned(&self, mapping: &str) {
        let planned = self.post("plan_import", "/columns", mapping).await;
        let led_to = led_to(&planned);
        assert!(led_to.ends_with(&self.page("/check")), "{led_to}");
    }

    /// Runs it: the way leads on to its own page.
    async fn is_run(&self) {
        let id = format!("id={}", self.id);
        let run = self.post("run_import", "/check", &id).await;
        let led_to = led_to(&run);
        assert!(led_to.ends_with(&self.page("")), "{led_to}");
    }

    /// Sends a form of one of its pages.
    async fn post(&self, function: &str, page: &str, body: &str) -> Answer {
        let path = format!("/api/{function}");
        let request = form(&path, &self.page(page), body).header(COOKIE, self.cookies);
        let request = request.body(Body::from(body.to_owned()));
        self.world.send(request.expect("a request")).await
    }

    /// What one of its pages answers.
    async fn get(&self, page: &str) -> Answer {
        self.world.get_with(&self.page(page), self.cookies).await
    }

    /// The address of one of its pages.
    fn page(&self, page: &str) -> String {
        format!("/imports/{}{page}", self.id)
    }

    /// What is proposed of its files.
    async fn proposal(&self, actor: &Actor) -> ImportDraft {
        let store = &self.world.store;
        let preview = store.upload_preview(actor, self.id, Default::default());
        preview.await.expect("a preview").draft()
    }

    /// The fields of the mapping of needs and votes as it is proposed.
    async fn proposed(&self, actor: &Actor, source: &str) -> String {
        let draft = self.proposal(actor).await;
        let whole = [
            ("source", source),
            ("days", draft.days.as_str()),
            ("repeated", draft.repeated.as_str()),
        ];
        let tables = [
            ("records", &draft.records.columns[..]),
            ("votes", &draft.votes.columns[..]),
        ];
        self.mapping(&whole, &tables)
    }

    /// The fields of a mapping: what holds for the whole, and the columns of each table.
    fn mapping<C: AsRef<str>>(&self, whole: &[(&str, &str)], tables: &[(&str, &[C])]) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("id", &self.id.to_string());
        for (field, value) in whole {
            body.append_pair(&format!("draft[{field}]"), value);
        }
        for (table, columns) in tables {
            for (place, column) in columns.iter().enumerate() {
                let field = format!("draft[{table}][columns][{place}]");
                body.append_pair(&field, column.as_ref());
            }
        }
        body.finish()
    }
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
