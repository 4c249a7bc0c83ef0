//! What people, files and networks send that is not in order: every form with
//! nothing, too much, hostile HTML, broken text, wrong dates, an older version,
//! the same twice, and a session that ended meanwhile. Broken files for imports
//! stand in `imports`.

mod edits;
mod stale;

use app::request::{DRAFT_COOKIE, SESSION_COOKIE};
use axum::body::Body;
use domain::ids::ViewId;
use domain::ids::{ActionItemId, ChangeId, CommentId, DecisionId, ElementId};
use domain::ids::{FeedbackId, InvitationId};
use domain::ids::{IterationId, MilestoneId, NeedId, ProjectId, ProjectLinkId};
use domain::ids::{ScriptTemplateId, SessionId};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Method, Request, StatusCode};
use leptos::server_fn::axum::server_fn_paths;

use crate::stage::{Fields, PASSWORD, Stage, fields};
use crate::world::form;

const HOSTILE: &str = "</title></textarea><script>alert(1)</script><img src=x \" {{7*7}}";

/// Forms that take nothing, or may leave out all that they take: nothing is
/// never wrong there. Nothing stands for all notifications, and for no box ticked.
const WITHOUT_FIELDS: &[&str] = &[
    "/api/sign_out",
    "/api/sign_out_everywhere",
    "/api/read_notification",
    "/api/prefer_notifications",
];

/// Forms that need no session.
const OPEN: &[&str] = &[
    "/api/sign_in",
    "/api/sign_out",
    "/api/set_up",
    "/api/accept_invitation",
    "/api/request_password_reset",
    "/api/reset_password",
    "/api/join_as_guest",
];

/// The forms of the product: every server function that is sent by POST.
fn forms() -> impl Iterator<Item = &'static str> {
    server_fn_paths()
        .filter(|(path, method)| *method == Method::POST && !path.starts_with("/api/test_"))
        .map(|(path, _)| path)
}

async fn session(stage: &Stage) -> String {
    let secret = stage.world.store.start_session(stage.owner.id, "").await;
    format!("{SESSION_COOKIE}={}", secret.expect("a session"))
}

#[tokio::test]
async fn no_form_takes_what_cannot_be_read() {
    let stage = Stage::with_open_project().await;
    let before = stage.last_change().await;
    let endless = format!("id={}", "9".repeat(200_000));
    let deep = format!("draft{}=1", "[a]".repeat(500));
    let bodies: [&[u8]; 8] = [
        b"",
        b"=&=&&;",
        b"id=%FF%FE&project=%C3%28&draft[story]=%80",
        b"\xff\xfe\x00\x01",
        b"id=none&project=none&version=many&draft=1",
        b"{\"id\":1}",
        endless.as_bytes(),
        deep.as_bytes(),
    ];
    let mut wrong = Vec::new();
    for path in forms().filter(|path| !WITHOUT_FIELDS.contains(path)) {
        for body in bodies {
            let request = Request::post(path)
                .header(ACCEPT, "application/json")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .header(COOKIE, session(&stage).await);
            let request = request.body(Body::from(body.to_vec()));
            let answer = stage.world.send(request.expect("a request")).await;
            if !answer.status.is_client_error() {
                let start: String = String::from_utf8_lossy(body).chars().take(40).collect();
                wrong.push(format!("{path} with {start:?}: {}", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stage.last_change().await, before, "something was done");
}

#[tokio::test]
async fn a_form_of_a_session_that_ended_is_kept() {
    let stage = Stage::with_open_project().await;
    for path in forms().filter(|path| !OPEN.contains(path)) {
        let id = NeedId::new();
        // Those that read an id or a choice read these; the rest is kept as well.
        let body = format!("id={id}&project={id}&draft%5Bstatement%5D=Un+%C3%A9t%C3%A9");
        let request = form(path, "/needs/new", &body);
        let request = request.body(Body::from(body.clone())).expect("a request");
        let answer = stage.world.send(request).await;
        let to = answer.leads_to().to_owned();
        // A form too broken to be read is told so before anybody asks who sent it.
        let asked = to == "/sign-in?next=%2Fneeds%2Fnew" || to.starts_with("/needs/new?");
        assert!(asked, "{path} leads to {to}");
        let cookie = answer.cookie(DRAFT_COOKIE).expect(path);
        let kept = cookie.split([';', '=']).nth(1).expect("an id");
        let draft = stage.world.store.draft(kept.parse().expect("an id")).await;
        assert_eq!(
            draft.expect("asked"),
            Some((path.to_owned(), body)),
            "{path}"
        );
    }
}

/// A form in order, what it is about made before.
async fn in_order(stage: &Stage, function: &str) -> Fields {
    let project = stage.project;
    match function {
        "express_need" => fields! {
            "id": NeedId::new(),
            "draft[statement]": "Lire",
            "draft[affected]": "Les CP",
            "draft[setting]": "En classe",
        },
        "take_position" => fields! {
            "id": stage.need().await,
            "draft[stance]": "objection",
            "draft[comment]": "Déjà fait",
        },
        "create_project" => fields! {
            "id": ProjectId::new(),
            "draft[title]": "Lire",
            "draft[summary]": "Un outil",
            "draft[problem]": "Lent",
            "draft[audience]": "CP",
            "draft[programme]": "gtnum",
            "draft[programme_name]": "Lire",
            "draft[starts_on]": "2025-09-01",
            "draft[visibility]": "workspace",
        },
        "change_phase" => fields! { "id": project, "phase": "pilot", "starts_on": "2026-01-01" },
        "plan_phases" => {
            let mut fields = crate::matrix::projects::phases(stage).await;
            fields.push(("version", "1".into()));
            fields
        }
        "add_project_link" => crate::matrix::projects::link(stage, ProjectLinkId::new()),
        "plan_iteration" => planned(stage, IterationId::new()),
        "add_element" => fields! {
            "iteration": iteration(stage).await,
            "id": ElementId::new(),
            "draft[column]": "outcome",
            "draft[text]": "Lire mieux",
        },
        "add_change" => fields! {
            "iteration": iteration(stage).await,
            "id": ChangeId::new(),
            "draft[text]": "Son coupé",
            "draft[need]": stage.need().await,
        },
        "give_feedback" => fields! {
            "project": project,
            "id": FeedbackId::new(),
            "draft[kind]": "bug",
            "draft[story]": "Trop lent",
            "draft[place]": "Accueil",
            "draft[pupils]": "24",
        },
        "comment_feedback" => fields! {
            "id": feedback(stage).await,
            "comment": CommentId::new(),
            "draft[text]": "Vu",
        },
        "split_feedback" => fields! {
            "id": feedback(stage).await,
            "version": 1,
            "draft[parts]": "Trop lent\n\nTrop petit",
        },
        "save_view" => fields! { "project": project, "id": ViewId::new(), "name": "Lenteurs" },
        "create_milestone" => fields! {
            "project": project,
            "id": MilestoneId::new(),
            "draft[title]": "Prêt",
            "draft[due_on]": "2026-12-18",
            "draft[criteria]": "Essayé",
        },
        "create_decision" => crate::matrix::decisions::decision(stage, DecisionId::new()),
        "create_action_item" => crate::matrix::decisions::action_item(stage, ActionItemId::new()),
        "harvest_note" => fields! {
            "session": crate::matrix::sessions::open_session(stage).await,
            "id": DecisionId::new(),
            "draft[becomes]": "decision",
            "draft[text]": "Le minuteur reste",
            "draft[decided_on]": "2026-11-25",
            "draft[notes][0][record]": "1-1",
            "draft[notes][0][note]": "Minuteur",
        },
        "take_back_outcome" => {
            let session = crate::matrix::sessions::open_session(stage).await;
            let (id, kind) = (DecisionId::new(), "decision");
            let made = crate::matrix::sessions::taken_up(session, id.into(), kind);
            stage.make("harvest_note", made).await;
            fields! { "session": session, "thing": format!("{kind}:{id}") }
        }
        "create_session" => crate::matrix::sessions::facts(stage, SessionId::new()),
        "save_script" => {
            let session = crate::matrix::sessions::open_session(stage).await;
            crate::matrix::sessions::script_template(session, ScriptTemplateId::new())
        }
        "open_vote" | "cast_ballot" => crate::matrix::votes::in_order(stage, function).await,
        "name_board_version" => fields! {
            "session": crate::matrix::sessions::open_session(stage).await,
            "moment": 0,
            "name": "Avant le vote",
        },
        "invite" => fields! {
            "id": InvitationId::new(),
            "note": "Pour Ana",
            "role": "member",
            "party": "teacher",
        },
        "edit_own_account" => fields! { "draft[name]": "Ana", "draft[locale]": "fr" },
        "change_own_password" => {
            fields! { "present_password": PASSWORD, "password": PASSWORD }
        }
        "change_own_email" => {
            fields! { "present_password": PASSWORD, "email": "neuve@exemple.fr" }
        }
        function => panic!("what is in order for {function}?"),
    }
}

fn planned(stage: &Stage, id: IterationId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[goal]": "Essayer",
        "draft[hypothesis]": "Un minuteur",
        "draft[tool_version]": "0.2",
        "draft[starts_on]": "2026-01-05",
        "draft[ends_on]": "2026-02-13",
    }
}

async fn iteration(stage: &Stage) -> IterationId {
    let id = IterationId::new();
    stage.make("plan_iteration", planned(stage, id)).await;
    id
}

async fn feedback(stage: &Stage) -> FeedbackId {
    let id = FeedbackId::new();
    let fields = fields! {
        "project": stage.project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    };
    stage.make("give_feedback", fields).await;
    id
}

/// The same fields with another value in one.
fn with(fields: &Fields, name: &'static str, value: &str) -> Fields {
    let mut fields = fields.clone();
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value.to_owned()));
    fields
}

/// What is wrong in which field, and what is said of it beside the field.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("express_need", "draft[statement]", "", "missing"),
    ("express_need", "draft[statement]", " \n\t ", "missing"),
    ("express_need", "draft[statement]", "LONG", "too_long"),
    ("express_need", "draft[affected]", "LONG", "too_long"),
    ("express_need", "draft[setting]", "LONG", "too_long"),
    ("express_need", "draft[level]", "<b>", "not_offered"),
    ("express_need", "draft[pupils]", "-1", "out_of_range"),
    ("express_need", "draft[pupils]", "1e9", "out_of_range"),
    ("take_position", "draft[stance]", "maybe", "not_offered"),
    ("take_position", "draft[comment]", "", "missing"),
    ("take_position", "draft[comment]", "LONG", "too_long"),
    ("create_project", "draft[title]", "", "missing"),
    ("create_project", "draft[title]", "LONG", "too_long"),
    ("create_project", "draft[summary]", "LONG", "too_long"),
    ("create_project", "draft[problem]", "LONG", "too_long"),
    ("create_project", "draft[audience]", "LONG", "too_long"),
    (
        "create_project",
        "draft[programme]",
        "none such",
        "not_offered",
    ),
    ("create_project", "draft[starts_on]", "", "not_a_date"),
    (
        "create_project",
        "draft[starts_on]",
        "2025-02-30",
        "not_a_date",
    ),
    (
        "create_project",
        "draft[starts_on]",
        "01/09/2025",
        "not_a_date",
    ),
    (
        "create_project",
        "draft[visibility]",
        "secret",
        "not_offered",
    ),
    ("change_phase", "starts_on", "", "not_a_date"),
    ("change_phase", "starts_on", "2026-13-01", "not_a_date"),
    ("plan_phases", "draft[need_starts_on]", "", "missing"),
    (
        "plan_phases",
        "draft[deployment_starts_on]",
        "demain",
        "not_a_date",
    ),
    (
        "plan_phases",
        "draft[deployment_starts_on]",
        "2035-01-01",
        "date_out_of_range",
    ),
    (
        "plan_phases",
        "draft[deployment_ends_on]",
        "2027-01-03",
        "ends_before_start",
    ),
    (
        "plan_phases",
        "draft[pilot_starts_on]",
        "2025-12-31",
        "before_previous",
    ),
    ("add_project_link", "draft[title]", "", "missing"),
    ("add_project_link", "draft[title]", "LONG", "too_long"),
    ("add_project_link", "draft[address]", "LONG", "too_long"),
    (
        "add_project_link",
        "draft[address]",
        "javascript:alert(1)",
        "not_an_address",
    ),
    ("plan_iteration", "draft[goal]", "", "missing"),
    ("plan_iteration", "draft[goal]", "LONG", "too_long"),
    ("plan_iteration", "draft[hypothesis]", "LONG", "too_long"),
    ("plan_iteration", "draft[tool_version]", "LONG", "too_long"),
    ("plan_iteration", "draft[starts_on]", "hier", "not_a_date"),
    (
        "plan_iteration",
        "draft[ends_on]",
        "2026-02-31",
        "not_a_date",
    ),
    (
        "plan_iteration",
        "draft[ends_on]",
        "2025-12-31",
        "ends_before_start",
    ),
    ("add_element", "draft[text]", "", "missing"),
    ("add_element", "draft[text]", "LONG", "too_long"),
    ("add_element", "draft[column]", "nowhere", "not_offered"),
    ("add_change", "draft[text]", "", "missing"),
    ("add_change", "draft[text]", "LONG", "too_long"),
    (
        "add_change",
        "draft[cause]",
        "https://ailleurs.example/",
        "not_offered",
    ),
    ("add_change", "draft[cause]", "des mots", "not_offered"),
    ("give_feedback", "draft[kind]", "", "missing"),
    ("give_feedback", "draft[kind]", "rant", "not_offered"),
    ("give_feedback", "draft[story]", "", "missing"),
    ("give_feedback", "draft[story]", "LONG", "too_long"),
    ("give_feedback", "draft[place]", "LONG", "too_long"),
    ("give_feedback", "draft[pupils]", "beaucoup", "out_of_range"),
    ("give_feedback", "draft[device]", "fax", "not_offered"),
    ("comment_feedback", "draft[text]", "", "missing"),
    ("comment_feedback", "draft[text]", "LONG", "too_long"),
    ("split_feedback", "draft[parts]", "", "missing"),
    ("split_feedback", "draft[parts]", "Un seul", "out_of_range"),
    ("split_feedback", "draft[parts]", "LONG\n\nb", "too_long"),
    ("save_view", "name", "", "missing"),
    ("save_view", "name", "LONG", "too_long"),
    ("create_milestone", "draft[title]", "", "missing"),
    ("create_milestone", "draft[title]", "LONG", "too_long"),
    (
        "create_milestone",
        "draft[due_on]",
        "2026-02-30",
        "not_a_date",
    ),
    ("create_milestone", "draft[criteria]", "", "missing"),
    ("create_milestone", "draft[criteria]", "LONG", "too_long"),
    (
        "create_milestone",
        "draft[owner]",
        "somebody",
        "not_offered",
    ),
    (
        "create_milestone",
        "draft[target_label]",
        "LONG",
        "too_long",
    ),
    ("create_decision", "draft[statement]", "", "missing"),
    ("create_decision", "draft[statement]", "LONG", "too_long"),
    ("create_decision", "draft[reasons]", "LONG", "too_long"),
    ("create_decision", "draft[decided_on]", "", "not_a_date"),
    ("create_action_item", "draft[statement]", "", "missing"),
    ("create_action_item", "draft[owner]", "x", "not_offered"),
    (
        "create_action_item",
        "draft[due_on]",
        "demain",
        "not_a_date",
    ),
    ("harvest_note", "draft[becomes]", "rant", "not_offered"),
    ("harvest_note", "draft[text]", "", "missing"),
    ("harvest_note", "draft[text]", "LONG", "too_long"),
    ("harvest_note", "draft[decided_on]", "demain", "not_a_date"),
    (
        "harvest_note",
        "draft[notes][0][author]",
        "9",
        "not_offered",
    ),
    ("save_script", "draft[name]", "", "missing"),
    ("save_script", "draft[name]", "LONG", "too_long"),
    ("save_script", "draft[purpose]", "LONG", "too_long"),
    ("open_vote", "draft[question]", "", "missing"),
    ("open_vote", "draft[question]", "LONG", "too_long"),
    ("open_vote", "draft[kind]", "applause", "not_offered"),
    ("open_vote", "draft[dots]", "0", "out_of_range"),
    ("open_vote", "draft[repeats]", "x", "not_offered"),
    ("cast_ballot", "ballot", "x", "not_offered"),
    ("name_board_version", "name", "", "missing"),
    ("name_board_version", "name", "LONG", "too_long"),
    ("name_board_version", "moment", "1", "out_of_range"),
    ("create_session", "draft[title]", "", "missing"),
    ("create_session", "draft[title]", "LONG", "too_long"),
    ("create_session", "draft[aim]", "LONG", "too_long"),
    ("create_session", "draft[starts_at]", "", "missing"),
    ("create_session", "draft[starts_at]", "demain", "not_a_date"),
    (
        "create_session",
        "draft[link]",
        "ftp://a.b",
        "not_an_address",
    ),
    ("create_session", "draft[iteration]", "x", "not_offered"),
    ("create_session", "draft[phases][0][title]", "", "missing"),
    ("create_session", "draft[phases][0][minutes]", "", "missing"),
    (
        "create_session",
        "draft[phases][0][minutes]",
        "9999",
        "out_of_range",
    ),
    (
        "create_session",
        "draft[phases][0][late]",
        "LONG",
        "too_long",
    ),
    (
        "create_session",
        "draft[phases][0][vote]",
        "lots",
        "not_offered",
    ),
    ("invite", "note", "LONG", "too_long"),
    ("edit_own_account", "draft[name]", "", "missing"),
    ("edit_own_account", "draft[name]", "LONG", "too_long"),
    (
        "edit_own_account",
        "draft[declared_interests]",
        "LONG",
        "too_long",
    ),
    ("change_own_password", "password", "court", "too_short"),
    (
        "change_own_password",
        "present_password",
        "une autre phrase",
        "wrong_password",
    ),
    ("change_own_email", "email", "ana", "not_an_email"),
    ("change_own_email", "email", "LONG", "too_long"),
    (
        "change_own_email",
        "present_password",
        "LONG",
        "wrong_password",
    ),
];

#[tokio::test]
async fn every_wrong_field_is_told_beside_it() {
    let stage = Stage::with_open_project().await;
    let mut faults = Vec::new();
    for (function, field, value, problem) in WRONG {
        let fields = in_order(&stage, function).await;
        let value = value.replace("LONG", &"é".repeat(10_000));
        let before = stage.last_change().await;
        let sent = with(&fields, field, &value);
        let answer = stage.call(function, Some(&stage.owner), &sent).await;
        // `draft[title]` is the field `title`, `draft[phases][0][title]` is
        // `phases[0][title]`.
        let inside = field.trim_start_matches("draft[");
        let name = match inside.split_once("][") {
            Some((first, rest)) => format!("{first}[{rest}"),
            None => inside.trim_end_matches(']').to_owned(),
        };
        let told =
            answer.body.contains(problem) && answer.body.contains(&format!("\"field\":\"{name}\""));
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY || !told {
            let (status, body) = (answer.status, answer.body);
            faults.push(format!("{function} {field} not {problem}: {status} {body}"));
        }
        if stage.last_change().await != before {
            faults.push(format!("{function} {field}: something was done"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn the_same_form_twice_is_done_once() {
    let stage = Stage::with_open_project().await;
    for function in [
        "express_need",
        "create_project",
        "add_project_link",
        "plan_iteration",
        "add_element",
        "add_change",
        "give_feedback",
        "comment_feedback",
        "save_view",
        "create_decision",
        "create_action_item",
        "create_milestone",
        "harvest_note",
        "take_back_outcome",
        "create_session",
        "save_script",
        "invite",
    ] {
        let fields = in_order(&stage, function).await;
        stage.make(function, fields.clone()).await;
        let once = stage.last_change().await;
        stage.make(function, fields).await;
        assert_eq!(stage.last_change().await, once, "{function} was done twice");
    }
}

/// What others worked on is not taken back, and the answer says what they did.
#[tokio::test]
async fn what_is_built_on_is_not_taken_back() {
    let stage = Stage::with_open_project().await;
    let fields = in_order(&stage, "take_back_outcome").await;
    let thing = fields.iter().find(|(name, _)| *name == "thing");
    let thing = thing.expect("a thing").1.clone();
    let linked = fields! {
        "id": domain::ids::LinkId::new(),
        "thing": thing,
        "picked": format!("project:{}", stage.project),
        "relation": "relates_to",
    };
    stage.make("link_things", linked).await;
    let before = stage.last_change().await;
    let answer = stage
        .call("take_back_outcome", Some(&stage.owner), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = format!("{{\"field\":\"{thing}\",\"problem\":{{\"worked_on\":\"linked\"}}}}");
    assert!(answer.body.contains(&told), "{}", answer.body);
    assert_eq!(stage.last_change().await, before, "something was done");
    let malformed = with(&fields, "thing", "decision:x");
    let answer = stage
        .call("take_back_outcome", Some(&stage.owner), &malformed)
        .await;
    assert!(answer.status.is_client_error());
}

/// What was typed is shown as it was typed, and is never markup: neither in the
/// page nor in what the page carries for its scripts.
#[tokio::test]
async fn hostile_text_stays_text() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let need = NeedId::new();
    let (milestone, entry, planned_id) =
        (MilestoneId::new(), FeedbackId::new(), IterationId::new());
    let (project, decision, item) = (ProjectId::new(), DecisionId::new(), ActionItemId::new());
    for (function, id, texts) in [
        (
            "express_need",
            need.to_string(),
            &["draft[statement]", "draft[affected]", "draft[setting]"][..],
        ),
        (
            "create_project",
            project.to_string(),
            &[
                "draft[title]",
                "draft[summary]",
                "draft[problem]",
                "draft[audience]",
            ],
        ),
        (
            "give_feedback",
            entry.to_string(),
            &["draft[story]", "draft[place]"],
        ),
        (
            "create_milestone",
            milestone.to_string(),
            &["draft[title]", "draft[criteria]"],
        ),
        (
            "create_decision",
            decision.to_string(),
            &["draft[statement]", "draft[reasons]", "draft[alternatives]"],
        ),
        (
            "create_action_item",
            item.to_string(),
            &["draft[statement]"],
        ),
        (
            "plan_iteration",
            planned_id.to_string(),
            &["draft[goal]", "draft[hypothesis]"],
        ),
        (
            "add_project_link",
            ProjectLinkId::new().to_string(),
            &["draft[title]"],
        ),
        ("save_view", ViewId::new().to_string(), &["name"]),
    ] {
        let mut fields = with(&in_order(&stage, function).await, "id", &id);
        for text in texts {
            // A name has fewer characters than the whole of it.
            let hostile: String = HOSTILE.chars().take(55).collect();
            fields = with(&fields, text, &hostile);
        }
        stage.make(function, fields).await;
    }
    let at = format!("/projects/{}", stage.project);
    for path in [
        "/".to_owned(),
        "/needs".to_owned(),
        format!("/needs/{need}"),
        format!("/needs/{need}/edit"),
        "/projects".to_owned(),
        format!("/projects/{project}"),
        format!("/projects/{project}/edit"),
        at.clone(),
        format!("{at}/feedback"),
        format!("{at}/feedback/{entry}"),
        format!("{at}/feedback/{entry}/edit"),
        format!("{at}/decisions"),
        format!("{at}/decisions/{decision}"),
        format!("{at}/actions"),
        format!("{at}/actions/{item}"),
        format!("{at}/milestones"),
        format!("{at}/milestones/{milestone}"),
        format!("{at}/iterations"),
        format!("{at}/iterations/{planned_id}"),
        format!("/evidence/need/{need}"),
        "/search?q=alert".to_owned(),
        "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%3E%3Cimg+src%3Dx".to_owned(),
        "/needs?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned(),
        "/audit".to_owned(),
    ] {
        let page = stage.world.get_with(&path, &session).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for markup in ["<script>alert", "<img src=x"] {
            assert!(!page.body.contains(markup), "{path} has {markup}");
        }
        let shown = page.body.contains("&lt;script&gt;alert(1)");
        assert!(shown || path == "/audit", "{path} does not show it");
    }
}
