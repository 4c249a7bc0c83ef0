//! Votes in sessions.

use super::Wrong;
use crate::stage::{Fields, Stage};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("open_vote", "draft[question]", "", "missing"),
    ("open_vote", "draft[question]", "LONG", "too_long"),
    ("open_vote", "draft[kind]", "applause", "not_offered"),
    ("open_vote", "draft[dots]", "0", "out_of_range"),
    ("open_vote", "draft[repeats]", "x", "not_offered"),
    ("cast_ballot", "ballot", "x", "not_offered"),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "open_vote" | "cast_ballot" => crate::matrix::votes::in_order(stage, function).await,
        function => panic!("what is in order for {function}?"),
    }
}
