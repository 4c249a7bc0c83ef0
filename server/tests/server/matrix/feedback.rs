//! The feedback log.

use domain::feedback::Selected;
use domain::ids::{CommentId, FeedbackId, ViewId};

use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Person, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                          open               team only
    //                          ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_feedback_list",      "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_feedback_values",    "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_feedback_project",   "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_feedback",           "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_feedback shared",    "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("give_feedback",           "+++- ++++- ?+ !", "++?? ++++- ?+ !"),
    ("edit_feedback",           "---- ---?- ?? !", "--?? ---?- ?? !"),
    ("edit_feedback own",       "+++- ++++- ?+ !", "++?? ++++- ?+ !"),
    // What was shipped is shared with the partners here.
    ("settle_feedback",         "---- ----- ?- !", "--?? ----- ?- !"),
    ("settle_feedback own",     "+++- ++++- ?+ !", "++?? ++++- ?+ !"),
    ("triage_feedback",         "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("triage_feedback shared",  "++-- +++-- ?+ !", "++?? +++-- ?+ !"),
    ("treat_feedback",          "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("load_feedback_targets",   "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("merge_feedback",          "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("split_feedback",          "++-- +++?- ?? !", "++?? +++?- ?? !"),
    ("comment_feedback",        "+++- +++?- ?? !", "++?? +++?- ?? !"),
    ("comment_feedback shared", "+++- ++++- ?+ !", "++?? ++++- ?+ !"),
    ("save_view",               "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("delete_view",             "???? ????? ?? !", "???? ????? ?? !"),
    ("delete_view own",         "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
];

#[tokio::test]
async fn feedback_as_it_stands() {
    compare_in_projects(IN_PROJECTS, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    let project = stage.project;
    let own = line.ends_with(" own");
    let author = if own { stage.by(who) } else { &stage.owner };
    match super::function(line) {
        "load_feedback_list" | "load_feedback_values" => return fields! { "project": project },
        "load_feedback_project" => return fields! { "id": project },
        "give_feedback" => return facts(stage, FeedbackId::new()),
        "save_view" => return view(stage, ViewId::new()),
        "delete_view" => {
            let id = ViewId::new();
            stage.make_own("save_view", author, view(stage, id)).await;
            return fields! { "id": id };
        }
        _ => {}
    }
    let id = given(stage, author).await;
    let mut version = 1;
    let shared = line.ends_with(" shared");
    if shared {
        stage.make("triage_feedback", triage(id, 1, "new")).await;
        version = 2;
    }
    match super::function(line) {
        "load_feedback" => fields! { "id": id },
        "load_feedback_targets" => fields! { "id": id, "words": "lent" },
        "edit_feedback" => {
            let mut fields = facts(stage, id);
            fields.push(("version", "1".to_owned()));
            fields
        }
        "settle_feedback" => {
            stage
                .make("triage_feedback", triage(id, 1, "shipped"))
                .await;
            fields! { "id": id, "state": "confirmed" }
        }
        "triage_feedback" => triage(id, version, "accepted"),
        "treat_feedback" => fields! {
            "project": project,
            "entries[0]": Selected { id, version },
            "draft[action]": "accept",
        },
        "merge_feedback" => fields! {
            "project": project,
            "from": id,
            "into": given(stage, &stage.owner).await,
        },
        "split_feedback" => fields! {
            "id": id,
            "version": version,
            "draft[parts]": "Trop lent\n\nTrop petit",
        },
        _ => fields! { "id": id, "comment": CommentId::new(), "draft[text]": "Vu aussi" },
    }
}

/// Feedback that a person gave, where they may; else the owner did.
pub(super) async fn given(stage: &Stage, person: &Person) -> FeedbackId {
    let id = FeedbackId::new();
    stage
        .make_own("give_feedback", person, facts(stage, id))
        .await;
    id
}

fn facts(stage: &Stage, id: FeedbackId) -> Fields {
    fields! {
        "project": stage.project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    }
}

/// Treated to this state, and shared with the partners.
pub(crate) fn triage(id: FeedbackId, version: i64, state: &str) -> Fields {
    fields! {
        "id": id,
        "version": version,
        "draft[state]": state,
        "draft[severity]": "hindering",
        "draft[shared]": true,
    }
}

fn view(stage: &Stage, id: ViewId) -> Fields {
    // Each under a name of its own: a view is not replaced unasked.
    let name = format!("Lenteurs {id}");
    fields! { "project": stage.project, "id": id, "name": name, "query": "q=lent" }
}
