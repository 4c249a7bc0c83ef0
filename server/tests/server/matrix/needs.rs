//! Needs, the home page and search: what belongs to the whole workspace.

use domain::ids::NeedId;
use domain::needs::Stance;

use super::{Line, compare};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                           ACMO LFCPO eE n
    ("load_home",                "++++ +++++ ++ !"),
    ("search",                   "++++ +++++ ++ !"),
    ("load_needs",               "++++ +++++ ++ !"),
    ("load_need",                "++++ +++++ ++ !"),
    ("load_need_page",           "++++ +++++ ++ !"),
    ("load_similar_needs",       "++++ +++++ ++ !"),
    ("express_need",             "+++- ----- ++ !"),
    ("edit_need",                "++-- ----- -- !"),
    ("edit_need of one's own",   "+++- ----- ++ !"),
    ("settle_need",              "++-- ----- -- !"),
    ("settle_need of one's own", "+++- ----- ++ !"),
    ("take_position",            "+++- ----- ++ !"),
    ("withdraw_position",        "+++- ----- ++ !"),
    ("load_need_targets",        "++-- ----- -- !"),
    ("merge_needs",              "++-- ----- -- !"),
];

#[tokio::test]
async fn needs_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    match line {
        "search" => fields! { "query": "fluence" },
        "load_need" | "load_need_page" | "withdraw_position" => {
            fields! { "id": stage.need().await }
        }
        "load_need_targets" => fields! { "id": stage.need().await, "words": "lire" },
        "load_similar_needs" => fields! { "text": "Suivre la fluence" },
        "express_need" => fields! { "id": NeedId::new(), "draft[statement]": "Lire" },
        "edit_need" => edited(stage.need().await),
        "edit_need of one's own" => edited(own(stage, who).await),
        "settle_need" => settled(stage.need().await, "set_aside"),
        "settle_need of one's own" => settled(own(stage, who).await, "withdrawn"),
        "take_position" => fields! {
            "id": stage.need().await,
            "draft[stance]": Stance::Objection,
            "draft[comment]": "Déjà fait",
        },
        "merge_needs" => fields! { "from": stage.need().await, "into": stage.need().await },
        _ => fields! {},
    }
}

/// A need that the person of the column expressed, where they may.
async fn own(stage: &Stage, who: &Who) -> NeedId {
    let id = NeedId::new();
    let fields = fields! { "id": id, "draft[statement]": "Lire à deux" };
    stage.make_own("express_need", stage.by(who), fields).await;
    id
}

fn edited(id: NeedId) -> Fields {
    fields! { "id": id, "version": 1, "draft[statement]": "Lire autrement" }
}

fn settled(id: NeedId, state: &str) -> Fields {
    fields! { "id": id, "version": 1, "state": state, "reason": "Plus d'actualité" }
}
