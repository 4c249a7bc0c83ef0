//! Projects: opening, changing, phases, teams.

use domain::ids::ProjectId;
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;

use super::{Line, ProjectLine, compare, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                 ACMO LFCPO eE n
    ("load_projects",  "++++ +++++ ++ !"),
    ("create_project", "+++- ----- ++ !"),
];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                    open               team only
    //                    ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_project_page", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("edit_project",      "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("change_phase",      "++-- +---- ?- !", "++?? +---- ?- !"),
    ("set_team_role",     "++-- +---- ?- !", "++?? +---- ?- !"),
    ("answer_need",       "++-- +++-- ?- !", "++?? +++-- ?- !"),
];

#[tokio::test]
async fn projects_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
    compare_in_projects(IN_PROJECTS, request).await;
}

async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    let id = stage.project;
    match line {
        "create_project" => facts(fields! { "id": ProjectId::new() }, "workspace"),
        "load_project_page" => fields! { "id": id },
        "edit_project" => {
            let owner = stage.owner_actor().await;
            let there = stage.world.store.project(&owner, id).await;
            let there = there.expect("a project").project;
            let visibility = there.facts.visibility.code();
            facts(fields! { "id": id, "version": there.version }, visibility)
        }
        "change_phase" => fields! {
            "id": id,
            "phase": ProjectPhase::Pilot,
            "starts_on": "2026-01-01",
        },
        "set_team_role" => fields! {
            "id": id,
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
