//! Sessions, their scripts and what comes out of them.

use domain::ids::{DecisionId, ScriptTemplateId, SessionId};

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("harvest_note", "draft[becomes]", "rant", "not_offered"),
    ("harvest_note", "draft[text]", "", "missing"),
    ("harvest_note", "draft[text]", "LONG", "too_long"),
    ("harvest_note", "draft[decided_on]", "demain", "not_a_date"),
    (
        "harvest_note",
        "draft[notes][0][record]",
        "9-9",
        "not_shown",
    ),
    ("save_script", "draft[name]", "", "missing"),
    ("save_script", "draft[name]", "LONG", "too_long"),
    ("save_script", "draft[purpose]", "LONG", "too_long"),
    ("name_board_version", "name", "", "missing"),
    ("name_board_version", "name", "LONG", "too_long"),
    ("name_board_version", "moment", "1", "out_of_range"),
    ("create_session", "draft[title]", "", "missing"),
    ("create_session", "draft[title]", "LONG", "too_long"),
    ("create_session", "draft[aim]", "LONG", "too_long"),
    ("create_session", "draft[starts_at]", "", "missing"),
    ("create_session", "draft[starts_at]", "demain", "not_a_date"),
    (
        "create_session",
        "draft[link]",
        "ftp://a.b",
        "not_an_address",
    ),
    ("create_session", "draft[iteration]", "x", "not_offered"),
    ("create_session", "draft[phases][0][title]", "", "missing"),
    ("create_session", "draft[phases][0][minutes]", "", "missing"),
    (
        "create_session",
        "draft[phases][0][minutes]",
        "9999",
        "out_of_range",
    ),
    (
        "create_session",
        "draft[phases][0][late]",
        "LONG",
        "too_long",
    ),
    (
        "create_session",
        "draft[phases][0][vote]",
        "lots",
        "not_offered",
    ),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "harvest_note" => fields! {
            "session": crate::matrix::sessions::noted_session(stage).await,
            "id": DecisionId::new(),
            "draft[becomes]": "decision",
            "draft[text]": "Le minuteur reste",
            "draft[decided_on]": "2026-11-25",
            "draft[notes][0][record]": "1-1",
        },
        "take_back_outcome" => {
            let session = crate::matrix::sessions::noted_session(stage).await;
            let (id, kind) = (DecisionId::new(), "decision");
            let made = crate::matrix::sessions::taken_up(session, id.into(), kind);
            stage.make("harvest_note", made).await;
            fields! { "session": session, "thing": format!("{kind}:{id}") }
        }
        "create_session" => crate::matrix::sessions::facts(stage, SessionId::new()),
        "save_script" => {
            let session = crate::matrix::sessions::open_session(stage).await;
            crate::matrix::sessions::script_template(session, ScriptTemplateId::new())
        }
        "name_board_version" => fields! {
            "session": crate::matrix::sessions::open_session(stage).await,
            "moment": 0,
            "name": "Avant le vote",
        },
        function => panic!("what is in order for {function}?"),
    }
}
