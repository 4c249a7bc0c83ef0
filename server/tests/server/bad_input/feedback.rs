//! Feedback and its views.

use domain::ids::{CommentId, FeedbackId, ViewId};

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("give_feedback", "draft[kind]", "", "missing"),
    ("give_feedback", "draft[kind]", "rant", "not_offered"),
    ("give_feedback", "draft[story]", "", "missing"),
    ("give_feedback", "draft[story]", "LONG", "too_long"),
    ("give_feedback", "draft[place]", "LONG", "too_long"),
    ("give_feedback", "draft[pupils]", "beaucoup", "out_of_range"),
    ("give_feedback", "draft[device]", "fax", "not_offered"),
    ("comment_feedback", "draft[text]", "", "missing"),
    ("comment_feedback", "draft[text]", "LONG", "too_long"),
    ("split_feedback", "draft[parts]", "", "missing"),
    ("split_feedback", "draft[parts]", "Un seul", "too_few"),
    ("split_feedback", "draft[parts]", "LONG\n\nb", "too_long"),
    ("save_view", "name", "", "missing"),
    ("save_view", "name", "LONG", "too_long"),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    let project = stage.project;
    match function {
        "give_feedback" => fields! {
            "project": project,
            "id": FeedbackId::new(),
            "draft[kind]": "bug",
            "draft[story]": "Trop lent",
            "draft[place]": "Accueil",
            "draft[pupils]": "24",
        },
        "comment_feedback" => fields! {
            "id": feedback(stage).await,
            "comment": CommentId::new(),
            "draft[text]": "Vu",
        },
        "split_feedback" => fields! {
            "id": feedback(stage).await,
            "version": 1,
            "draft[parts]": "Trop lent\n\nTrop petit",
        },
        "save_view" => {
            let id = ViewId::new();
            fields! { "project": project, "id": id, "name": format!("Lenteurs {id}") }
        }
        function => panic!("what is in order for {function}?"),
    }
}

pub(super) async fn feedback(stage: &Stage) -> FeedbackId {
    let id = FeedbackId::new();
    let fields = fields! {
        "project": stage.project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    };
    stage.make("give_feedback", fields).await;
    id
}
