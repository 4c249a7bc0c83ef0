//! Pages of forms open to those alone who may send them: to all others they answer as
//! the form would, before anything is typed.

use domain::ids::{FeedbackId, ProjectId};
use http::StatusCode;

use super::html::Document;
use super::made::{Made, filled, make};
use super::{session, session_of};
use crate::stage::{Stage, fields};

/// A page, and what it answers in a project that is open to the workspace, then in one
/// that shows itself to its team alone: `+` the form, `-` refused, `?` nothing there,
/// `!` asked to sign in. Columns as in the tables of functions.
type Line = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const FORMS: &[Line] = &[
    //                                                 open               team only
    //                                                 ACMO LFCPO eE n    ACMO LFCPO eE n
    ("/needs/new",                                    "+++- ----- ++ !", "+++- ----- ++ !"),
    ("/needs/{need}/edit",                            "++-- ----- -- !", "++-- ----- -- !"),
    ("/needs/{need}/merge",                           "++-- ----- -- !", "++-- ----- -- !"),
    ("/people",                                       "++-- ----- -- !", "++-- ----- -- !"),
    ("/imports/new",                                  "++-- ----- -- !", "++-- ----- -- !"),
    // Whoever opens a project leads it, and partners lead none.
    ("/projects/new",                                 "+++- ----- -- !", "+++- ----- -- !"),
    ("/projects/new?need={need}",                     "+++- ----- -- !", "+++- ----- -- !"),
    ("/projects/new?need={need}&then=session",        "+++- ----- -- !", "+++- ----- -- !"),
    ("/projects/{project}/edit",                      "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("/projects/{project}/iterations/new",            "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("/projects/{project}/iterations/{iteration}/edit", "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("/projects/{project}/milestones/new",            "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("/projects/{project}/milestones/{milestone}/edit", "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("/projects/{project}/feedback/new",              "+++- ++++- ?+ !", "++?? ++++- ?+ !"),
    // Its author alone corrects an entry.
    ("/projects/{project}/feedback/{feedback}/edit",  "---- ---?- ?? !", "--?? ---?- ?? !"),
    ("/projects/{project}/feedback/{feedback}/merge", "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("/projects/{project}/sessions/new",              "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("/projects/{project}/sessions/new?method=none",  "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("/sessions/{session}/edit",                      "++-- ++-?- ?? !", "++?? ++-?- ?? !"),
];

/// What the page answers, as a letter; what is wrong with an answer that is none of them.
async fn answered(stage: &Stage, path: &str, cookies: &str) -> Result<char, String> {
    let answer = stage.world.get_with(path, cookies).await;
    let letter = match answer.status {
        StatusCode::OK => return Ok('+'),
        StatusCode::SEE_OTHER => return Ok('!'),
        StatusCode::FORBIDDEN => '-',
        StatusCode::NOT_FOUND => '?',
        status => return Err(format!("{path}: {status}")),
    };
    let faults = Document::read(&answer.body).faults("fr");
    if !faults.is_empty() {
        return Err(format!("{path}: {}", faults.join(", ")));
    }
    if answer.body.contains("name=\"draft[") || answer.body.contains("name=\"note\"") {
        return Err(format!("{path}: {letter}, with its form"));
    }
    Ok(letter)
}

/// Looks at every form's page as everybody.
async fn faults(stage: &Stage, expected: fn(&Line) -> &'static str) -> Vec<String> {
    let made = make(stage).await;
    let mut faults = Vec::new();
    for line in FORMS {
        let path = filled(line.0, &made);
        let mut cells = String::new();
        for (column, who) in stage.everybody().iter().enumerate() {
            if [4, 9, 11].contains(&column) {
                cells.push(' ');
            }
            let cookies = match &who.person {
                Some(person) => session_of(stage, person.id).await,
                None => String::new(),
            };
            let cookies = format!("etabli_locale=fr; {cookies}");
            match answered(stage, &path, &cookies).await {
                Ok(letter) => cells.push(letter),
                Err(fault) => faults.push(fault),
            }
        }
        if cells != expected(line) {
            faults.push(format!("{}: {cells}, not {}", line.0, expected(line)));
        }
    }
    faults
}

#[tokio::test]
async fn forms_open_to_those_who_may_send_them() {
    let stage = Stage::with_open_project().await;
    let faults = faults(&stage, |line| line.1).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn forms_of_a_team_open_to_those_who_may_send_them() {
    let stage = Stage::with_team_only_project().await;
    let faults = faults(&stage, |line| line.2).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Has what was made closed, each thing in its own way.
async fn close(stage: &Stage, made: &Made) {
    let id = |name: &str| {
        let found = made.iter().find(|(known, _)| *known == name);
        found.expect(name).1.clone()
    };
    for (version, state) in [(2, "in_review"), (3, "closed")] {
        let steered = fields! { "id": id("iteration"), "version": version, "state": state };
        stage.make("steer_iteration", steered).await;
    }
    // What was measured for it was its second version.
    let missed = fields! {
        "id": id("milestone"),
        "version": 2,
        "draft[outcome]": "missed",
        "draft[reason]": "Trop tôt",
    };
    stage.make("settle_milestone", missed).await;
    let accepted = fields! {
        "id": id("feedback"),
        "version": 1,
        "draft[state]": "accepted",
        "draft[severity]": "hindering",
    };
    stage.make("triage_feedback", accepted).await;
    // That a project answers it was its second version.
    let withdrawn = fields! {
        "id": id("need"),
        "version": 2,
        "state": "withdrawn",
        "reason": "Écrit deux fois",
    };
    stage.make("settle_need", withdrawn).await;
    let over = fields! { "id": id("session"), "open": false };
    stage.make("steer_session", over).await;
}

#[tokio::test]
async fn what_is_closed_is_not_edited_by_whoever_made_it() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let pages = [
        "/needs/{need}/edit",
        "/projects/{project}/iterations/{iteration}/edit",
        "/projects/{project}/milestones/{milestone}/edit",
        "/projects/{project}/feedback/{feedback}/edit",
        "/sessions/{session}/edit",
    ];
    for page in pages {
        let open = answered(&stage, &filled(page, &made), &cookies).await;
        assert_eq!(open, Ok('+'), "{page}");
    }
    close(&stage, &made).await;
    for page in pages {
        let path = filled(page, &made);
        assert_eq!(answered(&stage, &path, &cookies).await, Ok('-'), "{page}");
        let answer = stage.world.get_with(&path, &cookies).await;
        assert!(
            answer.body.contains("Cet élément est clos"),
            "{page}: {}",
            answer.body
        );
    }
}

/// Without scripts, what was typed before the closing is still there after it.
#[tokio::test]
async fn a_form_that_is_refused_too_late_comes_back() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    close(&stage, &made).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let page = filled("/projects/{project}/iterations/{iteration}/edit", &made);
    let sent = fields! {
        "project": stage.project,
        "id": page.split('/').nth(4).unwrap_or_default(),
        "version": 4,
        "draft[goal]": "Trop tard",
        "draft[starts_on]": "2026-01-05",
        "draft[ends_on]": "2026-02-13",
    };
    let refused = stage.send("edit_iteration", &page, &cookies, &sent).await;
    let answer = stage.world.come_back(&refused, &cookies).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    for text in ["Trop tard", "Cet élément est clos"] {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_form_about_nothing_is_not_found() {
    let stage = Stage::with_open_project().await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let (none, project) = (ProjectId::new(), stage.project);
    let paths = [
        format!("/needs/{none}/edit"),
        format!("/projects/{none}/edit"),
        format!("/projects/{none}/iterations/new"),
        format!("/projects/{project}/iterations/{none}/edit"),
        format!("/projects/{none}/milestones/new"),
        format!("/projects/{project}/milestones/{none}/edit"),
        format!("/projects/{none}/feedback/new"),
        format!("/projects/{project}/feedback/{}/edit", FeedbackId::new()),
        format!("/projects/{none}/sessions/new"),
        format!("/sessions/{none}/edit"),
    ];
    for path in paths {
        assert_eq!(answered(&stage, &path, &cookies).await, Ok('?'), "{path}");
    }
}
