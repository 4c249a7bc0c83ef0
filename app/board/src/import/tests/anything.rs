//! Whatever a file holds: it harms nobody, and what is read of it is permitted.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Any JSON, with the names that readers look for.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-cé\u{0}]{0,3}".prop_map(Value::from),
        prop::sample::select(vec![
            "a",
            "b",
            "rectangle",
            "arrow",
            "frame",
            "text",
            "freedraw",
            "note",
            "cluster",
            "connector",
            "stroke",
        ])
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "id",
        "type",
        "kind",
        "x",
        "y",
        "width",
        "height",
        "text",
        "containerId",
        "frameId",
        "groupIds",
        "points",
        "startBinding",
        "endBinding",
        "elementId",
        "angle",
        "parent",
        "records",
        "elements",
        "columns",
        "notes",
        "position",
        "column",
        "rank",
        "stack",
        "from",
        "to",
        "link",
        "index",
    ]);
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..8).prop_map(|map| map
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn s56_whatever_is_read_is_permitted(
        elements in prop::collection::vec(anything(), 0..12),
        more in prop::collection::vec(anything(), 0..12),
        format in 0..3_u8,
    ) {
        let file = match format {
            0 => json!({ "elements": elements }),
            1 => json!({ "format": "etabli-board", "records": elements }),
            _ => json!({ "columns": elements, "notes": more }),
        };
        if let Ok(imported) = read(file.to_string().as_bytes()) {
            let mut session = Session::new();
            let operations = bring_in(&mut session.clients[0], &imported, &pictures_of(&imported));
            let ids: BTreeSet<_> = operations.iter().filter_map(crate::operation::Operation::record).collect();
            prop_assert_eq!(ids.len(), operations.len());
            session.clients[0].act(operations).unwrap();
            session.sync();
            let document = session.room.document();
            prop_assert_eq!(document.records().count(), ids.len());
        }
    }

    #[test]
    fn no_bytes_harm_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}
