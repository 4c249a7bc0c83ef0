//! Iterations, their conjecture maps and changes.

use domain::ids::{ChangeId, ElementId, IterationId, MapLinkId};

use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                  open               team only
    //                  ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_iterations", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_iteration",  "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_comparison", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_conjecture", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_change",     "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("plan_iteration",  "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_iteration",  "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("add_element",     "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_element",    "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("remove_element",  "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("add_map_link",    "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_map_link",   "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("remove_map_link", "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("carry_over",      "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("add_change",      "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_change",     "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("remove_change",   "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("steer_iteration", "++-- ++--- ?- !", "++?? ++--- ?- !"),
];

#[tokio::test]
async fn iterations_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    let project = stage.project;
    match line {
        "load_iterations" | "load_comparison" => return fields! { "project": project },
        "plan_iteration" => return facts(stage, IterationId::new()),
        _ => {}
    }
    let id = IterationId::new();
    stage.make("plan_iteration", facts(stage, id)).await;
    match line {
        "load_iteration" | "carry_over" => fields! { "id": id },
        "edit_iteration" => with(facts(stage, id), fields! { "version": 1 }),
        "steer_iteration" => {
            for (version, state) in [(1, "running"), (2, "in_review")] {
                let steered = fields! { "id": id, "version": version, "state": state };
                stage.make("steer_iteration", steered).await;
            }
            fields! { "id": id, "version": 3, "state": "closed" }
        }
        "add_element" => element(id, ElementId::new(), "outcome"),
        "load_conjecture" => {
            let made = ElementId::new();
            let fields = element(id, made, "outcome");
            stage.make("add_element", fields).await;
            fields! { "element": made }
        }
        "edit_element" | "remove_element" => {
            let made = ElementId::new();
            stage
                .make("add_element", element(id, made, "outcome"))
                .await;
            let more = fields! { "project": project, "version": 1 };
            with(element(id, made, "outcome"), more)
        }
        "add_map_link" | "edit_map_link" | "remove_map_link" => {
            let (from, to, link) = (ElementId::new(), ElementId::new(), MapLinkId::new());
            for (end, column) in [(from, "mediation"), (to, "outcome")] {
                stage.make("add_element", element(id, end, column)).await;
            }
            let fields = fields! {
                "iteration": id,
                "id": link,
                "draft[from]": from,
                "draft[to]": to,
                "draft[why]": "Vu en classe",
            };
            if line != "add_map_link" {
                stage.make("add_map_link", fields.clone()).await;
            }
            with(fields, fields! { "project": project, "version": 1 })
        }
        _ => {
            let made = ChangeId::new();
            let fields = fields! {
                "iteration": id,
                "id": made,
                "draft[text]": "Son coupé",
                "draft[need]": stage.need().await,
            };
            if line != "add_change" {
                stage.make("add_change", fields.clone()).await;
            }
            let more = fields! { "project": project, "version": 1, "text": "Son réglable" };
            with(fields, more)
        }
    }
}

fn facts(stage: &Stage, id: IterationId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[goal]": "Essayer",
        "draft[hypothesis]": "Un minuteur suffit.",
        "draft[tool_version]": "0.2",
        "draft[starts_on]": "2026-01-05",
        "draft[ends_on]": "2026-02-13",
    }
}

fn element(iteration: IterationId, id: ElementId, column: &str) -> Fields {
    fields! {
        "iteration": iteration,
        "id": id,
        "draft[column]": column,
        "draft[text]": "Lire mieux",
        "draft[why]": "Vu en classe",
    }
}

fn with(mut fields: Fields, more: Fields) -> Fields {
    fields.extend(more);
    fields
}
