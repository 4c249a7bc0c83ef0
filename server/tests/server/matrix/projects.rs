//! Projects: opening, changing, phases, teams.

use domain::ids::{ProjectId, ProjectLinkId};
use domain::phases::ProjectPhase;
use domain::projects::{Project, ProjectRole};

use super::{Line, ProjectLine, compare, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                 ACMO LFCPO eE n
    ("load_projects",  "++++ +++++ ++ !"),
    // Whoever opens a project leads it, and partners lead none.
    ("create_project", "+++- ----- -- !"),
    ("create_project for a need", "+++- ----- -- !"),
    ("load_need_to_answer", "++++ +++++ ++ !"),
];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                    open               team only
    //                    ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_project_page", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("edit_project",      "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("change_phase",      "++-- +---- ?- !", "++?? +---- ?- !"),
    ("plan_phases",       "++-- +---- ?- !", "++?? +---- ?- !"),
    ("add_project_link",  "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("edit_project_link", "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("remove_project_link", "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("set_team_role",     "++-- +---- ?- !", "++?? +---- ?- !"),
    ("answer_need",       "++-- +++-- ?- !", "++?? +++-- ?- !"),
];

#[tokio::test]
async fn projects_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
    compare_in_projects(IN_PROJECTS, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    let id = stage.project;
    match line {
        "create_project" => facts(fields! { "id": ProjectId::new() }, "workspace"),
        "create_project for a need" => {
            let need = stage.need().await;
            let opened = fields! { "id": ProjectId::new(), "need": need, "session": true };
            facts(opened, "workspace")
        }
        "load_need_to_answer" => fields! { "need": stage.need().await },
        "load_project_page" => fields! { "id": id },
        "edit_project" => {
            let there = project(stage).await;
            let visibility = there.facts.visibility.code();
            facts(fields! { "id": id, "version": there.version }, visibility)
        }
        "change_phase" => fields! {
            "id": id,
            "version": project(stage).await.version,
            "phase": ProjectPhase::Pilot,
            "starts_on": "2026-01-01",
        },
        "plan_phases" => {
            let mut fields = phases(stage).await;
            fields.push(("version", project(stage).await.version.to_string()));
            fields
        }
        "add_project_link" => link(stage, ProjectLinkId::new()),
        "edit_project_link" | "remove_project_link" => {
            let mut fields = link(stage, ProjectLinkId::new());
            stage.make("add_project_link", fields.clone()).await;
            fields.push(("version", "1".into()));
            fields
        }
        "set_team_role" => fields! {
            "id": id,
            "version": project(stage).await.team_version,
            "person": stage.somebody.id,
            "role": ProjectRole::Observer,
        },
        "answer_need" => fields! {
            "project": id,
            "need": stage.need().await,
            "answers": true,
        },
        _ => fields! {},
    }
}

pub(crate) async fn project(stage: &Stage) -> Project {
    let owner = stage.owner_actor().await;
    let there = stage.world.store.project(&owner, stage.project).await;
    there.expect("a project").project
}

/// The dates of the phases, the present one included, as their form sends them but
/// for the version.
pub(crate) async fn phases(stage: &Stage) -> Fields {
    let start = match project(stage).await.phase {
        ProjectPhase::Need => "draft[need_starts_on]",
        _ => "draft[pilot_starts_on]",
    };
    let mut fields = fields! {
        "id": stage.project,
        "draft[deployment_starts_on]": "2027-01-04",
        "draft[deployment_ends_on]": "2027-06-30",
    };
    fields.push((start, "2026-01-01".into()));
    fields
}

pub(crate) fn link(stage: &Stage, id: ProjectLinkId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[title]": "Le dépôt",
        "draft[address]": "https://forge.exemple.fr/lire",
    }
}

fn facts(mut fields: Fields, visibility: &str) -> Fields {
    fields.extend(fields! {
        "draft[title]": "Lire à trois",
        "draft[summary]": "Un autre outil.",
        "draft[programme]": "gtnum",
        "draft[starts_on]": "2025-09-01",
        "draft[visibility]": visibility,
    });
    fields
}
