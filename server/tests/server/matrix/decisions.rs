//! Decisions and action items.

use domain::ids::{ActionItemId, DecisionId};

use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                      open               team only
    //                      ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_decisions",      "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_decision",       "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("create_decision",     "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_decision",       "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("load_action_items",   "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_action_item",    "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("create_action_item",  "++-- +++-- ?- !", "++?? +++-- ?- !"),
    ("edit_action_item",    "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("settle_action_item",  "++-- +++?- ?? !", "++?? +++?- ?? !"),
];

#[tokio::test]
async fn decisions_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

pub(crate) fn decision(stage: &Stage, id: DecisionId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[statement]": "Le minuteur reste",
        "draft[reasons]": "Deux classes sur trois",
        "draft[alternatives]": "Un sablier",
        "draft[decided_on]": "2026-11-25",
    }
}

pub(crate) fn action_item(stage: &Stage, id: ActionItemId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[statement]": "Prévenir les classes",
        "draft[owner]": "",
        "draft[due_on]": "2026-12-18",
    }
}

pub(super) async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    let (id, item) = (DecisionId::new(), ActionItemId::new());
    let (decision, action_item) = (decision(stage, id), action_item(stage, item));
    match line {
        "load_decisions" | "load_action_items" => {
            return fields! { "project": stage.project, "page": 1 };
        }
        "create_decision" => return decision,
        "create_action_item" => return action_item,
        _ => {}
    }
    stage.make("create_decision", decision.clone()).await;
    stage.make("create_action_item", action_item.clone()).await;
    let with_version = |mut fields: Fields| {
        fields.push(("version", "1".to_owned()));
        fields
    };
    match line {
        "load_decision" => fields! { "project": stage.project, "id": id },
        "edit_decision" => with_version(decision),
        "load_action_item" => fields! { "project": stage.project, "id": item },
        "edit_action_item" => with_version(action_item),
        "settle_action_item" => fields! { "id": item, "version": 1, "draft[state]": "done" },
        line => panic!("how is {line} called?"),
    }
}
