//! Needs and positions on them.

use domain::ids::NeedId;

use super::Wrong;
use crate::stage::{Fields, Stage, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("express_need", "draft[statement]", "", "missing"),
    ("express_need", "draft[statement]", " \n\t ", "missing"),
    ("express_need", "draft[statement]", "LONG", "too_long"),
    ("express_need", "draft[affected]", "LONG", "too_long"),
    ("express_need", "draft[setting]", "LONG", "too_long"),
    ("express_need", "draft[level]", "<b>", "not_offered"),
    ("express_need", "draft[pupils]", "-1", "out_of_range"),
    ("express_need", "draft[pupils]", "1e9", "out_of_range"),
    ("take_position", "draft[stance]", "maybe", "not_offered"),
    ("take_position", "draft[comment]", "", "missing"),
    ("take_position", "draft[comment]", "LONG", "too_long"),
];

/// See [`super::in_order`].
pub(super) async fn in_order(stage: &Stage, function: &str) -> Fields {
    match function {
        "express_need" => fields! {
            "id": NeedId::new(),
            "draft[statement]": "Lire",
            "draft[affected]": "Les CP",
            "draft[setting]": "En classe",
        },
        "take_position" => fields! {
            "id": stage.need().await,
            "draft[stance]": "objection",
            "draft[comment]": "Déjà fait",
        },
        function => panic!("what is in order for {function}?"),
    }
}
