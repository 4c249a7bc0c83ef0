//! Iterations, their maps and changes.

use domain::ids::{ChangeId, ElementId, IterationId};

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
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
    ("add_element", "draft[why]", "LONG", "too_long"),
    ("add_change", "draft[text]", "", "missing"),
    ("add_change", "draft[text]", "LONG", "too_long"),
    (
        "add_change",
        "draft[cause]",
        "https://ailleurs.example/",
        "not_offered",
    ),
    ("add_change", "draft[cause]", "des mots", "not_offered"),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "plan_iteration" => planned(stage, IterationId::new()),
        "add_element" => fields! {
            "iteration": iteration(stage).await,
            "id": ElementId::new(),
            "draft[column]": "outcome",
            "draft[text]": "Lire mieux",
            "draft[why]": "Vu en classe",
        },
        "add_change" => fields! {
            "iteration": iteration(stage).await,
            "id": ChangeId::new(),
            "draft[text]": "Son coupé",
            "draft[need]": stage.need().await,
        },
        function => panic!("what is in order for {function}?"),
    }
}

pub(super) fn planned(stage: &Stage, id: IterationId) -> Fields {
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

pub(super) async fn iteration(stage: &Stage) -> IterationId {
    let id = IterationId::new();
    stage.make("plan_iteration", planned(stage, id)).await;
    id
}
