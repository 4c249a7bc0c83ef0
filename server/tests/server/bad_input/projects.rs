//! Projects, their phases and links.

use domain::ids::{ProjectId, ProjectLinkId};

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("create_project", "draft[title]", "", "missing"),
    ("create_project", "draft[title]", "LONG", "too_long"),
    ("create_project", "draft[summary]", "LONG", "too_long"),
    ("create_project", "draft[problem]", "LONG", "too_long"),
    ("create_project", "draft[audience]", "LONG", "too_long"),
    (
        "create_project",
        "draft[programme]",
        "none such",
        "not_offered",
    ),
    ("create_project", "draft[starts_on]", "", "not_a_date"),
    ("create_project", "need", "rien", "not_offered"),
    (
        "create_project",
        "need",
        "00000000-0000-7000-8000-000000000000",
        "not_offered",
    ),
    (
        "create_project",
        "draft[starts_on]",
        "2025-02-30",
        "not_a_date",
    ),
    (
        "create_project",
        "draft[starts_on]",
        "01/09/2025",
        "not_a_date",
    ),
    (
        "create_project",
        "draft[visibility]",
        "secret",
        "not_offered",
    ),
    ("change_phase", "starts_on", "", "not_a_date"),
    ("change_phase", "starts_on", "2026-13-01", "not_a_date"),
    (
        "change_phase",
        "starts_on",
        "1900-01-01",
        "date_out_of_range",
    ),
    ("plan_phases", "draft[need_starts_on]", "", "missing"),
    (
        "plan_phases",
        "draft[deployment_starts_on]",
        "demain",
        "not_a_date",
    ),
    (
        "plan_phases",
        "draft[deployment_starts_on]",
        "2035-01-01",
        "date_out_of_range",
    ),
    (
        "plan_phases",
        "draft[deployment_ends_on]",
        "2027-01-03",
        "ends_before_start",
    ),
    (
        "plan_phases",
        "draft[pilot_starts_on]",
        "2025-12-31",
        "before_previous",
    ),
    ("add_project_link", "draft[title]", "", "missing"),
    ("add_project_link", "draft[title]", "LONG", "too_long"),
    ("add_project_link", "draft[address]", "LONG", "too_long"),
    (
        "add_project_link",
        "draft[address]",
        "javascript:alert(1)",
        "not_an_address",
    ),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    let project = stage.project;
    match function {
        "create_project" => fields! {
            "id": ProjectId::new(),
            "draft[title]": "Lire",
            "draft[summary]": "Un outil",
            "draft[problem]": "Lent",
            "draft[audience]": "CP",
            "draft[programme]": "gtnum",
            "draft[programme_name]": "Lire",
            "draft[starts_on]": "2025-09-01",
            "draft[visibility]": "workspace",
        },
        "change_phase" => {
            fields! { "id": project, "version": 1, "phase": "pilot", "starts_on": "2026-01-01" }
        }
        "plan_phases" => {
            let mut fields = crate::matrix::projects::phases(stage).await;
            fields.push(("version", "1".into()));
            fields
        }
        "add_project_link" => crate::matrix::projects::link(stage, ProjectLinkId::new()),
        function => panic!("what is in order for {function}?"),
    }
}
