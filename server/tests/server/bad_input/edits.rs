//! What is wrong in the forms by which what is there is changed, settled and
//! joined, told beside the field as in those that make something.

use super::{untold, with};
use crate::matrix::in_order;
use crate::stage::Stage;

/// What is wrong in which field, and what is said of it beside the field.
#[rustfmt::skip]
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("edit_need", "draft[statement]", "", "missing"),
    ("edit_need", "draft[pupils]", "1e9", "out_of_range"),
    ("settle_need", "reason", "LONG", "too_long"),
    ("settle_need", "state", "answered", "not_offered"),
    ("edit_project", "draft[title]", "", "missing"),
    ("edit_project", "draft[starts_on]", "2025-02-30", "not_a_date"),
    ("edit_project_link", "draft[address]", "javascript:alert(1)", "not_an_address"),
    ("edit_iteration", "draft[goal]", "", "missing"),
    ("edit_iteration", "draft[ends_on]", "2025-12-31", "ends_before_start"),
    ("edit_element", "draft[text]", "LONG", "too_long"),
    ("edit_element", "draft[status]", "perhaps", "not_offered"),
    ("add_map_link", "draft[from]", "x", "not_offered"),
    ("add_map_link", "draft[why]", "LONG", "too_long"),
    ("edit_map_link", "draft[why]", "", "missing"),
    ("edit_map_link", "draft[status]", "perhaps", "not_offered"),
    ("edit_change", "text", "", "missing"),
    ("edit_change", "text", "LONG", "too_long"),
    ("edit_feedback", "draft[story]", "", "missing"),
    ("edit_feedback", "draft[pupils]", "5000", "out_of_range"),
    ("triage_feedback", "draft[state]", "lost", "not_offered"),
    ("triage_feedback", "draft[severity]", "huge", "not_offered"),
    ("triage_feedback", "draft[assignee]", "x", "not_offered"),
    ("triage_feedback", "draft[reason]", "LONG", "too_long"),
    ("treat_feedback", "draft[action]", "burn", "not_offered"),
    ("edit_milestone", "draft[title]", "", "missing"),
    ("edit_milestone", "draft[criteria]", "LONG", "too_long"),
    ("record_measure", "draft[value]", "beaucoup", "out_of_range"),
    ("record_measure", "draft[n]", "", "missing"),
    ("move_milestone", "draft[due_on]", "2026-02-30", "not_a_date"),
    ("move_milestone", "draft[why]", "", "missing"),
    ("settle_milestone", "draft[outcome]", "perhaps", "not_offered"),
    ("settle_milestone", "draft[reason]", "", "missing"),
    ("edit_decision", "draft[statement]", "", "missing"),
    ("edit_decision", "draft[decided_on]", "hier", "not_a_date"),
    ("edit_action_item", "draft[statement]", "", "missing"),
    ("settle_action_item", "draft[state]", "perhaps", "not_offered"),
    ("edit_session", "draft[title]", "", "missing"),
    ("edit_session", "draft[starts_at]", "demain", "not_a_date"),
    ("link_things", "relation", "eats", "not_offered"),
    ("join_as_guest", "draft[pseudonym]", "", "missing"),
    ("join_as_guest", "draft[pseudonym]", "LONG", "too_long"),
    ("join_as_guest", "draft[party]", "", "missing"),
    ("join_as_guest", "draft[party]", "x", "not_offered"),
    ("join_as_guest", "code", "AAAAAA", "not_offered"),
    ("accept_invitation", "sign_up[name]", "", "missing"),
    ("accept_invitation", "sign_up[name]", "LONG", "too_long"),
    ("accept_invitation", "sign_up[email]", "ana", "not_an_email"),
    ("accept_invitation", "sign_up[password]", "court", "too_short"),
    ("set_up", "workspace", "", "missing"),
    ("set_up", "workspace", "LONG", "too_long"),
    ("set_up", "sign_up[name]", "", "missing"),
    ("set_up", "sign_up[email]", "ana", "not_an_email"),
    ("set_up", "sign_up[password]", "court", "too_short"),
    ("set_up", "sign_up[party]", "x", "not_offered"),
    ("change_account", "party", "pupil", "not_offered"),
    ("set_up", "secret", "none", "link_expired"),
    ("request_password_reset", "email", "", "missing"),
    ("request_password_reset", "email", "ana", "not_an_email"),
    ("request_password_reset", "email", "LONG", "too_long"),
    ("settle_feedback", "reason", "LONG", "too_long"),
    ("settle_feedback", "state", "refused", "not_offered"),
    ("reset_password", "password", "court", "too_short"),
    ("reset_password", "password", "LONG", "too_long"),
    ("sign_in", "password", "LONG", "wrong_credentials"),
];

#[tokio::test]
async fn every_wrong_field_of_what_is_there_is_told_beside_it() {
    let stage = Stage::with_open_project().await;
    let mut faults = Vec::new();
    for (function, field, value, problem) in WRONG {
        let value = value.replace("LONG", &"é".repeat(10_000));
        let sent = with(&in_order(&stage, function).await, field, &value);
        faults.extend(untold(&stage, function, &sent, field, problem).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
