//! The evidence chain.

use domain::evidence::Relation;
use domain::ids::{LinkId, MilestoneId};

use super::milestones::milestone;
use super::{Line, ProjectLine, compare, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                          ACMO LFCPO eE n
    ("load_evidence of a need", "++++ +++++ ++ !"),
];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                open               team only
    //                ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_evidence", "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    // What one cannot know of is an address that leads nowhere.
    ("link_things",   "++-- +++-- =- !", "++== +++-- =- !"),
    ("unlink_things", "++-- +++-- ?- !", "++?? +++-- ?- !"),
];

#[tokio::test]
async fn the_evidence_chain_as_it_stands() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
    compare_in_projects(IN_PROJECTS, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    let need = stage.need().await;
    match line {
        "load_evidence of a need" => fields! { "kind": "need", "id": need },
        "load_evidence" => fields! { "kind": "milestone", "id": milestone(stage).await },
        "unlink_things" => {
            let link = LinkId::new();
            let fields = linked(link, need, milestone(stage).await);
            stage.make("link_things", fields).await;
            fields! { "link": link }
        }
        _ => linked(LinkId::new(), need, milestone(stage).await),
    }
}

fn linked(id: LinkId, need: domain::ids::NeedId, milestone: MilestoneId) -> Fields {
    fields! {
        "id": id,
        "thing": format!("need:{need}"),
        "picked": format!("milestone:{milestone}"),
        "relation": Relation::MeasuredBy,
    }
}
