//! Over-long input in every form: told beside its field, and nothing of it is kept. The
//! fields that hold words are those of `hostile`, where whoever adds a form adds its line.

use http::StatusCode;

use super::hostile::{TEXTS, Texts, sender};
use super::{told_of, with};
use crate::matrix::in_order;
use crate::stage::Stage;

/// More characters than any field may hold, and less than a request may.
const LONG: usize = 12_000;

/// Words of which as much is kept as is needed: what a vote quotes of a note.
const CUT: &[(&str, &str)] = &[("open_vote", "draft[items][0][text]")];

/// Fields that hold no words, and what is said where they are over-long.
#[rustfmt::skip]
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("express_need", "draft[territory]", "too_long"),
    ("edit_need", "draft[territory]", "too_long"),
    ("create_project", "draft[territory]", "too_long"),
    ("edit_project", "draft[territory]", "too_long"),
    ("add_project_link", "draft[address]", "too_long"),
    ("edit_project_link", "draft[address]", "too_long"),
    ("add_element", "draft[why]", "too_long"),
    ("add_map_link", "draft[why]", "too_long"),
    ("edit_map_link", "draft[why]", "too_long"),
    ("create_session", "draft[link]", "too_long"),
    ("edit_session", "draft[link]", "too_long"),
    ("edit_iteration", "draft[ends_on]", "not_a_date"),
    ("triage_feedback", "draft[assignee]", "not_offered"),
    ("treat_feedback", "draft[assignee]", "not_offered"),
    ("record_measure", "draft[value]", "out_of_range"),
    ("record_measure", "draft[n]", "out_of_range"),
    ("record_measure", "draft[low]", "out_of_range"),
    ("record_measure", "draft[high]", "out_of_range"),
    ("move_milestone", "draft[due_on]", "not_a_date"),
    ("settle_milestone", "draft[outcome]", "not_offered"),
    ("edit_decision", "draft[decided_on]", "not_a_date"),
    ("edit_action_item", "draft[due_on]", "not_a_date"),
    ("edit_action_item", "draft[owner]", "not_offered"),
    ("settle_action_item", "draft[state]", "not_offered"),
    ("accept_invitation", "sign_up[email]", "too_long"),
    ("accept_invitation", "sign_up[password]", "too_long"),
    ("reset_password", "password", "too_long"),
    ("change_own_password", "password", "too_long"),
    ("change_own_email", "email", "too_long"),
    ("request_password_reset", "email", "too_long"),
];

/// What is wrong with a form of which one field is over-long, if it is not told so
/// beside the field, or is done all the same. What else it sends is given with it.
async fn fault(
    stage: &Stage,
    &(function, _, also): &Texts,
    field: &'static str,
    problem: &str,
) -> Option<String> {
    let mut form = in_order(stage, function).await;
    for &(name, value) in also {
        form = with(&form, name, value);
    }
    let sent = with(&form, field, &"x".repeat(LONG));
    let before = stage.last_change().await;
    let answer = stage
        .call(function, Some(sender(stage, function)), &sent)
        .await;
    if stage.last_change().await != before {
        return Some(format!("{function} {field}: something was done"));
    }
    let (status, body) = (answer.status, answer.body);
    let told = body.contains(problem) && body.contains(&told_of(field));
    let fine = told && status == StatusCode::UNPROCESSABLE_ENTITY;
    (!fine).then(|| format!("{function} {field} not {problem}: {status} {body}"))
}

#[tokio::test]
async fn every_over_long_field_is_told_beside_it() {
    let stage = Stage::with_open_project().await;
    let mut faults = Vec::new();
    for texts in TEXTS {
        for &field in texts.1 {
            if !CUT.contains(&(texts.0, field)) {
                faults.extend(fault(&stage, texts, field, "too_long").await);
            }
        }
    }
    for &(function, field, problem) in OTHERWISE {
        faults.extend(fault(&stage, &(function, &[], &[]), field, problem).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
