//! Hostile text in every field that is filled in with words: wherever it is shown, it is
//! shown as it was typed and is never markup, neither in the page nor in what the page
//! carries for its scripts. Whoever adds a form adds its line.

use std::collections::{BTreeSet, VecDeque};

use app::request::SESSION_COOKIE;
use domain::ids::{ImportId, VoteId};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::{forms, session, told_of, with};
use crate::attachments::{Form, send as send_file};
use crate::imports::upload;
use crate::matrix::in_order;
use crate::matrix::sessions::{open_session, put_notes};
use crate::pages::PAGES;
use crate::pages::made::{filled, make};
use crate::stage::{PASSWORD, Person, Stage, call, fields, new_email};
use crate::world::World;

/// A form, those of its fields that hold words, and what else it sends for them to be kept.
pub(super) type Texts = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const NEED: &[&str] = &["draft[statement]", "draft[affected]", "draft[setting]"];
const PROJECT: &[&str] = &[
    "draft[title]",
    "draft[summary]",
    "draft[problem]",
    "draft[audience]",
    "draft[programme_name]",
];
const ITERATION: &[&str] = &["draft[goal]", "draft[hypothesis]", "draft[tool_version]"];
const REASONED: &[&str] = &["draft[text]", "draft[reason]"];
const MILESTONE: &[&str] = &[
    "draft[title]",
    "draft[criteria]",
    "draft[target_label]",
    "draft[target_unit]",
];
const DECISION: &[&str] = &["draft[statement]", "draft[reasons]", "draft[alternatives]"];
const SESSION: &[&str] = &[
    "draft[title]",
    "draft[aim]",
    "draft[place]",
    "draft[phases][0][title]",
    "draft[phases][0][instructions]",
    "draft[phases][0][notes]",
    "draft[phases][0][late]",
];
const FEEDBACK: &[&str] = &["draft[story]", "draft[place]"];

pub(super) const TEXTS: &[Texts] = &[
    ("express_need", NEED, &[]),
    ("edit_need", NEED, &[]),
    ("settle_need", &["reason"], &[]),
    ("take_position", &["draft[comment]"], &[]),
    ("create_project", PROJECT, &[]),
    ("edit_project", PROJECT, &[]),
    ("add_project_link", &["draft[title]"], &[]),
    ("edit_project_link", &["draft[title]"], &[]),
    ("plan_iteration", ITERATION, &[]),
    ("edit_iteration", ITERATION, &[]),
    ("add_element", REASONED, &[]),
    ("edit_element", REASONED, &[]),
    ("add_map_link", &["draft[reason]"], &[]),
    ("edit_map_link", &["draft[reason]"], &[]),
    ("add_change", &["draft[text]"], &[]),
    ("edit_change", &["text"], &[]),
    ("give_feedback", FEEDBACK, &[]),
    ("edit_feedback", FEEDBACK, &[]),
    ("settle_feedback", &["reason"], &[("state", "accepted")]),
    (
        "triage_feedback",
        &["draft[reason]"],
        &[("draft[state]", "refused")],
    ),
    (
        "treat_feedback",
        &["draft[reason]"],
        &[("draft[action]", "refuse")],
    ),
    ("split_feedback", &["draft[parts]"], &[]),
    ("comment_feedback", &["draft[text]"], &[]),
    ("save_view", &["name"], &[]),
    ("create_milestone", MILESTONE, &[]),
    ("edit_milestone", MILESTONE, &[]),
    ("move_milestone", &["draft[why]"], &[]),
    ("settle_milestone", &["draft[reason]"], &[]),
    ("create_decision", DECISION, &[]),
    ("edit_decision", DECISION, &[]),
    ("create_action_item", &["draft[statement]"], &[]),
    ("edit_action_item", &["draft[statement]"], &[]),
    ("settle_action_item", &["draft[reason]"], &[]),
    ("create_session", SESSION, &[]),
    ("edit_session", SESSION, &[]),
    ("save_script", &["draft[name]", "draft[purpose]"], &[]),
    ("name_board_version", &["name"], &[]),
    ("join_as_guest", &["draft[pseudonym]"], &[]),
    ("harvest_note", &["draft[text]"], &[]),
    (
        "open_vote",
        &["draft[question]", "draft[items][0][text]"],
        &[],
    ),
    ("plan_import", &["draft[source]"], &[]),
    ("invite", &["note"], &[]),
    ("accept_invitation", &["sign_up[name]"], &[]),
    (
        "edit_own_account",
        &["draft[name]", "draft[declared_interests]"],
        &[],
    ),
];

/// Forms in which nothing is kept that somebody writes in words: ids, choices, dates,
/// addresses, passwords, and ballots, which are read as data. What these say of their
/// reasons is tried apart, as is the form that sets up a workspace.
const WITHOUT_WORDS: &[&str] = &[
    "admit_participant",
    "answer_need",
    "ask_signature",
    "carry_over",
    "cast_ballot",
    "change_account",
    "change_own_email",
    "change_own_password",
    "change_phase",
    "check_criterion",
    "claim_participation",
    "close_vote",
    "confirm_email",
    "delete_view",
    "drop_upload",
    "email_link_for",
    "end_session",
    "forget_board_version",
    "give_floor",
    "join_session",
    "link_things",
    "merge_feedback",
    "merge_needs",
    "merge_vote_items",
    "password_reset_for",
    "plan_phases",
    "prefer_notifications",
    "read_notification",
    "record_measure",
    "remove_attachment",
    "remove_change",
    "remove_element",
    "remove_map_link",
    "remove_project_link",
    "remove_saved_script",
    "request_password_reset",
    "reset_password",
    "run_import",
    "separate_vote_item",
    "set_participant_role",
    "set_team_role",
    "set_up",
    "sign_in",
    "sign_milestone",
    "sign_out",
    "sign_out_everywhere",
    "steer_iteration",
    "steer_session",
    "take_back_outcome",
    "undo_import",
    "undo_rest_of_import",
    "unlink_things",
    "verify_ballot",
    "withdraw_invitation",
    "withdraw_position",
];

/// Words that no page shows as they were sent: those of a vote are drawn by scripts on its
/// board, and a file is given a name without anything that could be markup.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("/attachments", "name"),
    ("open_vote", "draft[question]"),
    ("open_vote", "draft[items][0][text]"),
    ("name_board_version", "name"),
];

/// Hostile text, known again by its number, as long as it may be; the last has none.
fn hostile(number: usize) -> [String; 4] {
    let script = format!("<script>h{number}()</script>");
    [
        format!("</title></textarea>{script}<img src=x \" {{{{7*7}}}}"),
        format!("</title>{script}<img src=x"),
        script,
        "<img src=x".into(),
    ]
}

/// Whether a page shows the text of this number.
fn shows(body: &str, number: usize) -> bool {
    ["&gt;", ">"]
        .iter()
        .any(|end| body.contains(&format!("&lt;script{end}h{number}(")))
}

/// The markup that would have been typed, with what stands before it.
fn markup(body: &str) -> Option<String> {
    let places = ["<script>h", "<img src=x", "</title></textarea>"];
    let place = places.iter().filter_map(|markup| body.find(markup)).min()?;
    let shown = body.get(place.saturating_sub(120)..place + 40);
    Some(shown.unwrap_or("text between letters").to_owned())
}

#[test]
fn every_form_has_its_line() {
    let known: BTreeSet<&str> = TEXTS
        .iter()
        .map(|(function, ..)| *function)
        .chain(WITHOUT_WORDS.iter().copied())
        .collect();
    let there: BTreeSet<&str> = forms()
        .filter_map(|path| path.strip_prefix("/api/"))
        .collect();
    let missing: Vec<_> = there.difference(&known).collect();
    assert!(missing.is_empty(), "without a line: {missing:?}");
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(gone.is_empty(), "no such form: {gone:?}");
}

/// Whoever sends a form that is in order: the files of an import belong to whoever
/// sent them.
pub(super) fn sender<'a>(stage: &'a Stage, function: &str) -> &'a Person {
    match function {
        "plan_import" => stage.by(&stage.everybody()[0]),
        _ => &stage.owner,
    }
}

/// Sends a form full of hostile text, shorter where it is too long; the number of what
/// was kept in each field.
async fn send(
    stage: &Stage,
    &(function, names, also): &Texts,
    first: usize,
) -> Result<Vec<Option<usize>>, String> {
    let mut form = in_order(stage, function).await;
    for &(name, value) in also {
        form = with(&form, name, value);
    }
    let person = sender(stage, function);
    let mut lengths = vec![0; names.len()];
    loop {
        let mut sent = form.clone();
        for (place, &name) in names.iter().enumerate() {
            let text = &hostile(first + place)[lengths[place]];
            sent = match name {
                // One entry is split into several.
                "draft[parts]" => with(&sent, name, &format!("{text}\n\nAutre")),
                name => with(&sent, name, text),
            };
        }
        let answer = stage.call(function, Some(person), &sent).await;
        if answer.status == StatusCode::OK {
            if function == "plan_import" {
                let id = sent.iter().find(|(name, _)| *name == "id").expect("an id");
                let actor = stage.actor(person).await;
                let run = stage
                    .world
                    .store
                    .run_import(&actor, id.1.parse().expect("an id"));
                run.await.expect("imported");
            }
            let numbered = lengths.iter().enumerate();
            let numbered = numbered.map(|(place, &length)| (length < 3).then_some(first + place));
            return Ok(numbered.collect());
        }
        let mut shorter = false;
        for (place, name) in names.iter().enumerate() {
            if lengths[place] < 3 && answer.body.contains(&told_of(name)) {
                lengths[place] += 1;
                shorter = true;
            }
        }
        if !shorter {
            return Err(format!("{function}: {} {}", answer.status, answer.body));
        }
    }
}

/// A vote whose question, items and reasons are hostile; two of its items are brought
/// together, so that what was said of the one stands with the other.
async fn vote(stage: &Stage, first: usize) -> Vec<(&'static str, &'static str, usize)> {
    let (session, id) = (open_session(stage).await, VoteId::new());
    let text = |place: usize| hostile(first + place)[0].clone();
    put_notes(stage, session, &["Un minuteur", &text(1)]).await;
    let opened = fields! {
        "session": session,
        "id": id,
        "draft[question]": text(0),
        "draft[kind]": "objection",
        "draft[items][0][record]": "1-1",
        "draft[items][1][record]": "1-2",
    };
    stage.make("open_vote", opened).await;
    let object = |place| json!({ "objection": text(place) });
    let ballot = json!({ "objection": { "1-1": object(2), "1-2": object(3) } });
    let cast = fields! { "session": session, "id": id, "ballot": ballot };
    stage.make("cast_ballot", cast).await;
    let merged = fields! { "session": session, "id": id, "from": "1-1", "into": "1-2" };
    stage.make("merge_vote_items", merged).await;
    let closed = fields! { "session": session, "id": id };
    stage.make("close_vote", closed).await;
    vec![
        ("open_vote and close_vote", "question", first),
        ("merge_vote_items", "text", first + 1),
        ("cast_ballot", "reason of what was merged", first + 2),
        ("cast_ballot", "reason", first + 3),
    ]
}

/// A name for a file as hostile as a name can be: what stands before a slash is cut off.
fn hostile_name(number: usize, ending: &str) -> String {
    format!("<script>h{number}()<img src=x>.{ending}")
}

/// A file on a page, whose name and description are hostile.
async fn file(
    stage: &Stage,
    page: &str,
    cookies: &str,
    first: usize,
) -> Vec<(&'static str, &'static str, usize)> {
    let name = hostile_name(first, "txt");
    let form = Form {
        cookies,
        page,
        accept: "text/html",
        description: &hostile(first + 1)[0],
    };
    let sent = send_file(&stage.world, &form, Some((&name, b"Bonjour"))).await;
    assert_eq!(sent.leads_to(), format!("{page}#attachments"));
    vec![
        ("/attachments", "name", first),
        ("/attachments", "description", first + 1),
    ]
}

/// The columns of a file to import whose name is hostile, and what stands in it.
async fn import(
    stage: &Stage,
    cookies: &str,
    first: usize,
) -> (String, Vec<(&'static str, &'static str, usize)>) {
    let (id, name) = (ImportId::new(), hostile_name(first, "csv"));
    let content = format!(
        "comment-id,\"{}\"\n1,\"{}\"\n",
        hostile(first + 1)[0].replace('"', "\"\""),
        hostile(first + 2)[0].replace('"', "\"\""),
    );
    let files = [("records", name.as_str(), content.as_str())];
    let columns = format!("/imports/{id}/columns");
    let sent = upload(&stage.world, cookies, id, &files).await;
    assert_eq!(sent.leads_to(), columns);
    let kept = vec![
        ("/imports/upload", "name", first),
        ("/imports/upload", "column", first + 1),
        ("/imports/upload", "cell", first + 2),
    ];
    (columns, kept)
}

/// The pages that a page leads to.
fn links(body: &str) -> impl Iterator<Item = String> {
    body.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.split('#').next().unwrap_or_default())
        .filter(|link| link.starts_with('/') && !link.starts_with("//") && !link.contains('?'))
        .map(str::to_owned)
}

/// Every page that one comes to from these, with what it says.
async fn pages_from(stage: &Stage, starts: Vec<String>, cookies: &str) -> Vec<(String, String)> {
    let mut known: BTreeSet<String> = starts.iter().cloned().collect();
    let mut waiting = VecDeque::from(starts);
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let answer = stage.world.get_with(&path, cookies).await;
        let kind = answer.headers.get(CONTENT_TYPE);
        let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if !is_page {
            continue;
        }
        waiting.extend(links(&answer.body).filter(|link| known.insert(link.clone())));
        pages.push((path, answer.body));
    }
    pages
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let mut faults = Vec::new();
    let mut kept = Vec::new();
    for texts in TEXTS {
        let (function, names, _) = texts;
        match send(&stage, texts, kept.len()).await {
            Ok(numbers) => {
                let named = names.iter().zip(numbers);
                kept.extend(named.map(|(name, number)| (*function, *name, number)));
            }
            Err(fault) => faults.push(fault),
        }
    }
    let cookies = session(&stage).await;
    let mut next = kept.len();
    let mut apart = vote(&stage, next).await;
    next += apart.len();
    let need = filled("/needs/{need}", &made);
    apart.extend(file(&stage, &need, &cookies, next).await);
    let (columns, words) = import(&stage, &cookies, next + 2).await;
    apart.extend(words);
    kept.extend(
        apart
            .into_iter()
            .map(|(what, name, number)| (what, name, Some(number))),
    );
    let paths = PAGES.iter().filter(|page| !page.contains("{secret}"));
    let mut starts: Vec<String> = paths.map(|page| filled(page, &made)).collect();
    starts.push(columns);
    starts.extend(
        [
            "/search?q=script",
            "/search?q=%3Cscript%3Eh()%3C%2Fscript%3E%22%3E%3Cimg+src%3Dx",
            "/needs?q=%22%3E%3Cscript%3Eh()%3C%2Fscript%3E",
            "/projects?q=%22%3E%3Cscript%3Eh()%3C%2Fscript%3E",
            "/sign-in?next=%2F%22%3E%3Cscript%3Eh()%3C%2Fscript%3E",
        ]
        .map(str::to_owned),
    );
    let pages = pages_from(&stage, starts, &cookies).await;
    for (path, body) in &pages {
        if let Some(markup) = markup(body) {
            faults.push(format!("{path} has {markup}"));
        }
    }
    for (function, name, number) in kept {
        let Some(number) = number else { continue };
        // The log has everything.
        let mut pages = pages.iter().filter(|(path, _)| path != "/audit");
        let shown = pages.any(|(_, body)| shows(body, number));
        if shown == NOT_SHOWN.contains(&(function, name)) {
            faults.push(format!("{function} {name}: shown is {shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn the_name_of_a_workspace_stays_text() {
    let world = World::new().await;
    let secret = world.store.new_setup_secret().await.expect("asked");
    let [workspace, name] = [1, 2].map(|number| hostile(number)[1].clone());
    let sent = fields! {
        "secret": secret.expect("a secret"),
        "workspace": workspace,
        "sign_up[name]": name,
        "sign_up[email]": new_email(),
        "sign_up[password]": PASSWORD,
        "sign_up[party]": "teacher",
    };
    let done = call(&world, "set_up", None, &sent).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let session = done.cookie(SESSION_COOKIE).expect("signed in");
    let session = session.split(';').next().unwrap_or_default();
    for (path, cookies, number) in [
        ("/sign-in", "", 1),
        ("/", session, 2),
        ("/account", session, 2),
        ("/people", session, 2),
    ] {
        let page = world.get_with(path, cookies).await.body;
        assert_eq!(markup(&page), None, "{path}");
        assert!(shows(&page, number), "{path} does not show it");
    }
}
