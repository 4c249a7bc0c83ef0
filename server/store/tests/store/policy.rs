//! Who may do what, through the store: each method that takes an actor, tried
//! by everybody, against the tables of `tables`.
//!
//! A call that is not allowed changes nothing.

mod calls;
mod tables;

use std::collections::BTreeSet;
use std::path::Path;

use domain::ids::{NeedId, ProjectId};
use domain::policy::Refusal;
use domain::projects::ProjectRole;
use store::StoreError;

use self::tables::{OPEN_PROJECT, TEAM_ONLY_PROJECT, WORKSPACE};
use crate::cast::Someone;
use crate::iterations::Sample;
use crate::world::World;

on_both! {
    the_workspace_as_it_stands,
    an_open_project_as_it_stands,
    a_team_only_project_as_it_stands,
}

async fn the_workspace_as_it_stands(world: World) {
    compare(&world, WORKSPACE, false).await;
}

async fn an_open_project_as_it_stands(world: World) {
    compare(&world, OPEN_PROJECT, false).await;
}

async fn a_team_only_project_as_it_stands(world: World) {
    compare(&world, TEAM_ONLY_PROJECT, true).await;
}

/// What the calls are made on: a project, and a need of somebody else's.
struct Stage {
    world: World,
    owner: Someone,
    project: ProjectId,
    need: NeedId,
    iteration: Sample,
}

async fn compare(world: &World, table: &[(&str, &str)], team_only: bool) {
    let owner = world.administrator().await;
    let (columns, project) = cast(world, &owner, team_only).await;
    let need = world.need(&owner, "Suivre la fluence").express().await;
    let iteration = Sample::new(world, &owner, project, need).await;
    let stage = Stage {
        iteration,
        world: world.clone(),
        owner,
        project,
        need,
    };
    let mut wrong = Vec::new();
    for (method, expected) in table {
        let mut row = String::new();
        for (column, who) in columns.iter().enumerate() {
            if [4, 9].contains(&column) {
                row.push(' ');
            }
            row.push(stage.letter(method, who).await);
        }
        if row != *expected {
            wrong.push(format!("{method}: {row}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The people of the columns, and the project.
async fn cast(world: &World, owner: &Someone, team_only: bool) -> (Vec<Someone>, ProjectId) {
    let mut columns = vec![
        world.administrator().await,
        world.coordinator().await,
        world.member("Ana").await,
        world.observer("Olga").await,
    ];
    for role in ProjectRole::ALL {
        columns.push(world.observer(role.code()).await);
    }
    columns.push(world.partner("Une").await);
    columns.push(world.partner("Deux").await);
    let mut project = world.project(owner);
    if team_only {
        project = project.team_only();
    }
    for (person, &role) in columns[4..].iter().zip(ProjectRole::ALL) {
        project = project.with(person, role);
    }
    let project = project.with(&columns[10], ProjectRole::Contributor);
    let project = project.open().await;
    (columns, project)
}

impl Stage {
    async fn letter(&self, method: &str, who: &Someone) -> char {
        let actor = who.actor().await;
        // Made for this call, and counted before it.
        let made = self.made_for(method, who).await;
        let rows = self.world.count("audit").await;
        let letter = match self.call(method, &actor, made).await {
            Ok(()) => return '+',
            Err(StoreError::Refused(Refusal::Role)) => '-',
            Err(StoreError::NotFound) => '?',
            Err(error) => panic!("{method}: {error:?}"),
        };
        let left = self.world.count("audit").await;
        assert_eq!(left, rows, "{method} was not allowed and left a row");
        letter
    }
}

/// Those of the feedback log and of files on their way in: the server's tests try
/// the functions and routes that call them as everybody (`matrix`, `matrix/routes`).
const ELSEWHERE: &[&str] = &[
    "check_import",
    "check_import_in_full",
    "comment_feedback",
    "delete_view",
    "drop_upload",
    "edit_feedback",
    "feedback",
    "feedback_assignees",
    "feedback_list",
    "feedback_said",
    "feedback_targets",
    "feedback_values",
    "give_feedback",
    "keep_upload",
    "merge_feedback",
    "plan_import",
    "run_import",
    "save_view",
    "settle_feedback",
    "split_feedback",
    "start_import",
    "treat_feedback",
    "triage_feedback",
    "upload_preview",
    "views",
];

/// Whoever adds a method to the store adds its line to the table.
#[test]
fn every_method_that_takes_an_actor_has_its_line() {
    let mut methods = BTreeSet::new();
    add_methods(Path::new("src"), &mut methods);
    let lines = [WORKSPACE, OPEN_PROJECT, TEAM_ONLY_PROJECT].concat();
    let mut lines: BTreeSet<_> = lines.iter().map(|(method, _)| *method).collect();
    lines.extend(ELSEWHERE);
    let missing: Vec<_> = methods
        .iter()
        .filter(|method| !lines.contains(method.as_str()))
        .collect();
    assert!(
        missing.is_empty() && methods.len() > 60,
        "without a line in the table: {missing:?}"
    );
}

/// The public methods of the sources in a folder that take an actor.
fn add_methods(folder: &Path, methods: &mut BTreeSet<String>) {
    for file in std::fs::read_dir(folder).expect("the sources") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            add_methods(&path, methods);
            continue;
        }
        let source = std::fs::read_to_string(path).expect("a text");
        for function in source.split("pub async fn ").skip(1) {
            let head = function.split('{').next().unwrap_or_default();
            if head.contains("actor: &Actor") {
                let name = head.split(['(', '<']).next().unwrap_or_default();
                methods.insert(name.to_owned());
            }
        }
    }
}
