//! Decisions and actions.

use domain::ids::{ActionItemId, DecisionId};

use super::Wrong;
use crate::stage::{Fields, Stage};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
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
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "create_decision" => crate::matrix::decisions::decision(stage, DecisionId::new()),
        "create_action_item" => crate::matrix::decisions::action_item(stage, ActionItemId::new()),
        function => panic!("what is in order for {function}?"),
    }
}
