//! Milestones.

use domain::ids::MilestoneId;

use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                      open               team only
    //                      ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_milestones",     "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_milestone_form", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_milestone_page", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("create_milestone",    "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("edit_milestone",      "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("check_criterion",     "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("record_measure",      "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("move_milestone",      "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("settle_milestone",    "++-- ++--- ?- !", "++?? ++--- ?- !"),
    ("ask_signature",       "++-- ++--- ?- !", "++?? ++--- ?- !"),
    // Only those on the team can be asked to sign.
    ("sign_milestone",      "---- +++++ ?+ !", "--?? +++++ ?+ !"),
];

#[tokio::test]
async fn milestones_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

/// A milestone that the owner set.
pub(super) async fn milestone(stage: &Stage) -> MilestoneId {
    let id = MilestoneId::new();
    stage.make("create_milestone", facts(stage, id)).await;
    id
}

fn facts(stage: &Stage, id: MilestoneId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[title]": "Prêt pour les classes",
        "draft[due_on]": "2026-12-18",
        "draft[criteria]": "Deux classes l’ont essayé",
        "draft[target_label]": "Élèves qui finissent",
        "draft[target_aim]": "at_least",
        "draft[target_value]": "60",
        "draft[target_unit]": "%",
    }
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    let project = stage.project;
    match line {
        "load_milestones" | "load_milestone_form" => return fields! { "project": project },
        "create_milestone" => return facts(stage, MilestoneId::new()),
        _ => {}
    }
    let id = milestone(stage).await;
    let mut fields = fields! { "id": id };
    fields.extend(match line {
        "load_milestone_page" => fields! { "project": project },
        "edit_milestone" => {
            let mut fields = facts(stage, id);
            fields.push(("version", "1".to_owned()));
            return fields;
        }
        "check_criterion" => {
            let owner = stage.owner_actor().await;
            let there = stage.world.store.milestone(&owner, id).await;
            let criterion = there.expect("a milestone").milestone.criteria[0].id;
            fields! { "mark": format!("{criterion}:true") }
        }
        "record_measure" => fields! {
            "version": 1,
            "draft[value]": 58,
            "draft[n]": 214,
        },
        "move_milestone" => fields! {
            "version": 1,
            "draft[due_on]": "2027-01-15",
            "draft[why]": "Grève",
        },
        "settle_milestone" => fields! {
            "version": 1,
            "draft[outcome]": "missed",
            "draft[reason]": "Trop tôt",
        },
        "ask_signature" => fields! { "person": stage.owner.id, "asked": true },
        "sign_milestone" => {
            let owner = stage.owner_actor().await;
            let store = &stage.world.store;
            // Refused for those who are not on the team.
            drop(
                store
                    .ask_signature(&owner, id, stage.by(who).id, true)
                    .await,
            );
            let settled = fields! {
                "id": id,
                "version": 1,
                "draft[outcome]": "met",
                "draft[reason]": "Tout",
            };
            stage.make("settle_milestone", settled).await;
            fields! {}
        }
        line => panic!("how is {line} called?"),
    });
    fields
}
