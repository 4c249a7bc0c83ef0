//! What imports of before wrote in French of why a need stands as it does.

use domain::ids::NeedId;
use domain::needs::NeedState;
use store::Store;
use uuid::Uuid;

use super::{BEGINNING, Kept, of_before, people, put};
use crate::world::World;

on_both! {
    reasons_of_imports_of_before_go_and_what_people_typed_stays,
}

const SET_ASIDE: &str = "Écarté par la modération (Essai)";
const WITHDRAWN: &str = "Retiré par son auteur·rice (Essai)";
const TYPED: &str = "Hors sujet (Essai)";

/// A need of before, and what its page says of it after.
struct Case {
    imported: bool,
    state: NeedState,
    version: i64,
    before: &'static str,
    after: &'static str,
}

const CASES: [Case; 6] = [
    Case {
        imported: true,
        state: NeedState::SetAside,
        version: 1,
        before: SET_ASIDE,
        after: "",
    },
    Case {
        imported: true,
        state: NeedState::Withdrawn,
        version: 1,
        before: WITHDRAWN,
        after: "",
    },
    // Somebody opened it again and set it aside with the same words.
    Case {
        imported: true,
        state: NeedState::SetAside,
        version: 3,
        before: SET_ASIDE,
        after: SET_ASIDE,
    },
    Case {
        imported: true,
        state: NeedState::SetAside,
        version: 2,
        before: TYPED,
        after: TYPED,
    },
    Case {
        imported: false,
        state: NeedState::SetAside,
        version: 2,
        before: SET_ASIDE,
        after: SET_ASIDE,
    },
    Case {
        imported: false,
        state: NeedState::Withdrawn,
        version: 1,
        before: WITHDRAWN,
        after: WITHDRAWN,
    },
];

async fn reasons_of_imports_of_before_go_and_what_people_typed_stays(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0044_reasons_of_imported_needs").await;
    let kept = Kept::new();
    let (ana, import) = (world.uuid(kept.ana.0), world.uuid(Uuid::now_v7()));
    let ids = CASES.map(|_| NeedId::new());
    let mut rows = vec![format!(
        "INSERT INTO imports (id, kind, source, records_name, plan, report, needs, positions,
             made_by, made_at)
         VALUES ({import}, 'needs', 'Essai', 'a.csv', '', '', 4, 0, {ana}, {BEGINNING})"
    )];
    for (number, (case, id)) in CASES.iter().zip(ids).enumerate() {
        let (id, state) = (world.uuid(id.0), case.state.code());
        let Case {
            version, before, ..
        } = case;
        rows.push(format!(
            "INSERT INTO needs (id, statement, affected, setting, state, state_reason, supports,
                 objections, neutral, version, created_at, updated_at)
             VALUES ({id}, 'Besoin {number}', '', '', '{state}', '{before}', 0, 0, 0, {version},
                 {BEGINNING}, {BEGINNING})"
        ));
        if case.imported {
            rows.push(format!(
                "INSERT INTO import_rows (thing_id, import_id, kind, source, source_id)
                 VALUES ({id}, {import}, 'needs', 'Essai', '{number}')"
            ));
        }
    }
    put(&db, people(&world, &kept).into_iter().chain(rows)).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    let actor = store.actor(kept.ana).await.expect("an account");
    for (case, id) in CASES.iter().zip(ids) {
        let need = store.need(&actor, id).await.expect("a need").need;
        let Case { state, version, .. } = *case;
        assert_eq!(need.state_reason, case.after, "{state} {version}");
        assert_eq!((need.state, need.version), (state, version));
    }
    store.close().await.expect("closed");
}
