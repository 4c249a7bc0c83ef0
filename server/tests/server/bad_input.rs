//! What people, files and networks send that is not in order: every form with
//! nothing, too much, hostile HTML, broken text, wrong dates, an older version,
//! the same twice, and a session that ended meanwhile. Broken files for imports
//! stand in `imports`.

mod accounts;
mod decisions;
mod edits;
mod feedback;
mod hostile;
mod iterations;
mod lengths;
mod milestones;
mod needs;
mod projects;
mod sessions;
mod stale;
mod votes;

use app::request::{DRAFT_COOKIE, SESSION_COOKIE};
use axum::body::Body;
use domain::ids::NeedId;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Method, Request, StatusCode};
use leptos::server_fn::axum::server_fn_paths;

use crate::stage::{Fields, Stage, fields};
use crate::world::form;

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
        let kept = kept.parse().expect("an id");
        let draft = stage.world.store.draft(kept, None).await;
        let draft = draft.expect("asked").map(|draft| (draft.path, draft.body));
        assert_eq!(draft, Some((path.to_owned(), body)), "{path}");
    }
}

/// What is wrong: the function, the field, what is sent in it, and what is said of it
/// beside the field.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

/// What is wrong in which field, by feature.
const WRONG: &[&[Wrong]] = &[
    needs::WRONG,
    projects::WRONG,
    iterations::WRONG,
    feedback::WRONG,
    milestones::WRONG,
    decisions::WRONG,
    sessions::WRONG,
    votes::WRONG,
    accounts::WRONG,
];

/// A form in order, what it is about made before.
async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "express_need" | "take_position" => needs::in_order(stage, function).await,
        "create_project" | "change_phase" | "plan_phases" | "add_project_link" => {
            projects::in_order(stage, function).await
        }
        "plan_iteration" | "add_element" | "add_change" => {
            iterations::in_order(stage, function).await
        }
        "give_feedback" | "comment_feedback" | "split_feedback" | "save_view" => {
            feedback::in_order(stage, function).await
        }
        "create_milestone" => milestones::in_order(stage, function).await,
        "create_decision" | "create_action_item" => decisions::in_order(stage, function).await,
        "harvest_note" | "take_back_outcome" | "create_session" | "save_script"
        | "name_board_version" => sessions::in_order(stage, function).await,
        "open_vote" | "cast_ballot" => votes::in_order(stage, function).await,
        "invite" | "edit_own_account" | "change_own_password" | "change_own_email" => {
            accounts::in_order(function)
        }
        function => panic!("what is in order for {function}?"),
    }
}

/// How an answer names a field: `draft[title]` as `title`, `draft[phases][0][title]` as
/// `phases[0][title]`.
fn told_of(field: &str) -> String {
    let inside = field.split_once('[').map_or(field, |(_, inside)| inside);
    let name = match inside.split_once("][") {
        Some((first, rest)) => format!("{first}[{rest}"),
        None => inside.trim_end_matches(']').to_owned(),
    };
    format!("\"field\":\"{name}\"")
}

/// The same fields with another value in one.
fn with(fields: &Fields, name: &'static str, value: &str) -> Fields {
    let mut fields = fields.clone();
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value.to_owned()));
    fields
}

/// What is amiss where a form is sent with what is wrong in one field: it is to be told beside
/// that, and nothing done.
async fn untold(
    stage: &Stage,
    function: &str,
    sent: &Fields,
    field: &str,
    problem: &str,
) -> Vec<String> {
    let mut faults = Vec::new();
    let before = stage.last_change().await;
    let answer = stage.call(function, Some(&stage.owner), sent).await;
    let told = answer.body.contains(problem) && answer.body.contains(&told_of(field));
    if answer.status != StatusCode::UNPROCESSABLE_ENTITY || !told {
        let (status, body) = (answer.status, answer.body);
        faults.push(format!("{function} {field} not {problem}: {status} {body}"));
    }
    if stage.last_change().await != before {
        faults.push(format!("{function} {field}: something was done"));
    }
    faults
}

#[tokio::test]
async fn every_wrong_field_is_told_beside_it() {
    let stage = Stage::with_open_project().await;
    let mut faults = Vec::new();
    for (function, field, value, problem) in WRONG.iter().copied().flatten() {
        let fields = in_order(&stage, function).await;
        let value = value.replace("LONG", &"é".repeat(10_000));
        let sent = with(&fields, field, &value);
        faults.extend(untold(&stage, function, &sent, field, problem).await);
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
