//! Every server function, called through the router by everybody: who may do
//! what, cell by cell, in tables that are written out here.
//!
//! A cell is `+` done, `-` refused for the role, `?` told that there is no such
//! thing, `!` asked to sign in, `=` told what is wrong with what was sent. What
//! is not done leaves no row in the audit log, nor does what is sent once more. A
//! function that no table knows makes a test fail.

mod accounts;
pub(crate) mod attachments;
pub(crate) mod decisions;
mod evidence;
pub(crate) mod feedback;
mod guests;
pub(crate) mod imports;
mod iterations;
mod milestones;
mod needs;
mod notifications;
pub(crate) mod projects;
mod routes;
pub(crate) mod sessions;
pub(crate) mod votes;

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;

use crate::stage::{Fields, Stage, Who};

/// A function that belongs to no project, and what becomes of it: called by each
/// role in the workspace, people on no team; by each role in the project, people
/// who only observe the workspace; by an EdTech partner on no team and by one who
/// contributes; by nobody. What stands behind the name says on what it is called.
type Line = (&'static str, &'static str);

/// A function that belongs to a project: as it stands in one that is open to the
/// workspace, then in one that shows itself to its team alone.
type ProjectLine = (&'static str, &'static str, &'static str);

/// Forms that do something each time they are sent: whoever gives the floor twice
/// gives it twice, a link replaces that of before, a password ends what there was.
const EACH_TIME: &[&str] = &[
    "give_floor",
    "password_reset_for",
    "request_password_reset",
    "change_own_password",
    "change_own_email",
    "sign_out_everywhere",
];

/// The name of the function that a line is about.
fn function(line: &str) -> &str {
    line.split(' ').next().unwrap_or(line)
}

/// Calls every function of the table as everybody, and compares.
async fn compare(
    stage: &Stage,
    table: &[Line],
    request: impl AsyncFn(&Stage, &'static str, &Who) -> Fields,
) {
    let mut wrong = Vec::new();
    for (line, expected) in table {
        let mut cells = String::new();
        let mut sent_twice = EACH_TIME.contains(&function(line));
        for (column, who) in stage.everybody().iter().enumerate() {
            if [4, 9, 11].contains(&column) {
                cells.push(' ');
            }
            let fields = request(stage, line, who).await;
            let (letter, given) = stage.outcome(function(line), who, &fields).await;
            if letter == '+' && !sent_twice {
                sent_twice = true;
                let again = stage.does_more(function(line), who, &fields, given);
                if again.await {
                    wrong.push(format!("{line}: sent twice, it is done twice"));
                }
            }
            cells.push(letter);
        }
        if cells != *expected {
            wrong.push(format!("{line}: {cells}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same for functions of a project, in an open one and in one of its team.
async fn compare_in_projects(
    table: &[ProjectLine],
    request: impl AsyncFn(&Stage, &'static str, &Who) -> Fields,
) {
    let open: Vec<Line> = table.iter().map(|line| (line.0, line.1)).collect();
    compare(&Stage::with_open_project().await, &open, &request).await;
    let closed: Vec<Line> = table.iter().map(|line| (line.0, line.2)).collect();
    compare(&Stage::with_team_only_project().await, &closed, &request).await;
}

/// What a function is called with, in order: as the tables do for somebody who may.
pub(crate) async fn in_order(stage: &Stage, line: &'static str) -> Fields {
    let who = &stage.everybody()[0];
    let (name, mut fields) = (function(line), None);
    macro_rules! look_in {
        ($($module:ident: $($table:ident)+;)+) => {$(
            if [$($module::$table.iter().any(|line| function(line.0) == name)),+].contains(&true) {
                fields = Some($module::request(stage, line, who).await);
            }
        )+};
    }
    look_in! {
        accounts: TABLE;
        decisions: IN_PROJECTS;
        evidence: TABLE IN_PROJECTS;
        feedback: IN_PROJECTS;
        imports: TABLE;
        iterations: IN_PROJECTS;
        milestones: IN_PROJECTS;
        needs: TABLE;
        projects: TABLE IN_PROJECTS;
        sessions: TABLE IN_PROJECTS;
        votes: IN_PROJECTS;
    }
    fields.unwrap_or_else(|| panic!("no table knows {line}"))
}

/// Whoever adds a server function adds its line to a table.
#[test]
fn every_server_function_has_its_line() {
    let workspace = [
        accounts::TABLE,
        evidence::TABLE,
        imports::TABLE,
        needs::TABLE,
        notifications::TABLE,
        projects::TABLE,
        sessions::TABLE,
    ];
    let in_projects = [
        attachments::IN_PROJECTS,
        decisions::IN_PROJECTS,
        evidence::IN_PROJECTS,
        feedback::IN_PROJECTS,
        iterations::IN_PROJECTS,
        milestones::IN_PROJECTS,
        notifications::IN_PROJECTS,
        projects::IN_PROJECTS,
        sessions::IN_PROJECTS,
        votes::IN_PROJECTS,
    ];
    let known: BTreeSet<&str> = workspace
        .concat()
        .iter()
        .map(|line| line.0)
        .chain(in_projects.concat().iter().map(|line| line.0))
        .map(function)
        .collect();
    let registered: BTreeSet<&str> = server_fn_paths()
        .filter_map(|(path, _)| path.strip_prefix("/api/"))
        // Those that other tests define for themselves.
        .filter(|name| !name.starts_with("test_"))
        .collect();
    let missing: Vec<_> = registered.difference(&known).collect();
    assert!(missing.is_empty(), "without a line: {missing:?}");
    let gone: Vec<_> = known.difference(&registered).collect();
    assert!(gone.is_empty(), "no such function: {gone:?}");
}
