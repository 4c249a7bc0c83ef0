//! Milestones.

use domain::ids::MilestoneId;

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
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
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    let project = stage.project;
    match function {
        "create_milestone" => fields! {
            "project": project,
            "id": MilestoneId::new(),
            "draft[title]": "Prêt",
            "draft[due_on]": "2026-12-18",
            "draft[criteria]": "Essayé",
        },
        function => panic!("what is in order for {function}?"),
    }
}
