//! Being told: one's own notifications and preferences, and the activity feeds.

use domain::projects::ProjectRole;

use super::{Line, ProjectLine, compare, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                                     ACMO LFCPO eE n
    ("load_notifications",                 "++++ +++++ ++ !"),
    ("read_notification",                  "++++ +++++ ++ !"),
    // Answered the same, and marks nothing.
    ("read_notification of somebody else", "++++ +++++ ++ !"),
    ("load_preferences",                   "++++ +++++ ++ !"),
    ("prefer_notifications",               "++++ +++++ ++ !"),
    ("load_activity",                      "++++ +++++ ++ !"),
    ("load_person",                        "++++ +++++ ++ !"),
];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                        open               team only
    //                        ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_project_activity", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
];

#[tokio::test]
async fn being_told_as_it_stands() {
    let stage = Stage::with_open_project().await;
    compare(&stage, TABLE, request).await;
    compare_in_projects(IN_PROJECTS, request).await;
    // Whatever the others asked for, it is still to be read.
    let somebody = stage.actor(&stage.somebody).await;
    let unread = stage.world.store.unread_notifications(&somebody).await;
    assert_eq!(unread.expect("counted"), 1);
}

async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    match line {
        "load_notifications" => fields! { "unread": true, "page": 1 },
        "read_notification of somebody else" => told_to_somebody(stage).await,
        "prefer_notifications" => fields! { "in_app[]": "mention", "by_mail[]": "team" },
        "load_person" => fields! { "person": stage.owner.id },
        "load_project_activity" => fields! { "project": stage.project },
        _ => fields! {},
    }
}

/// What somebody is told, who came onto the team.
async fn told_to_somebody(stage: &Stage) -> Fields {
    let somebody = stage.actor(&stage.somebody).await;
    let told = async || {
        let told = stage.world.store.notifications(&somebody, false, 1).await;
        told.expect("asked").items
    };
    if told().await.is_empty() {
        let joins = fields! {
            "id": stage.project,
            "version": super::projects::project(stage).await.team_version,
            "person": stage.somebody.id,
            "role": ProjectRole::Contributor,
        };
        stage.make("set_team_role", joins).await;
    }
    fields! { "id": told().await.first().expect("news").id }
}
