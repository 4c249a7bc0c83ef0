//! Boards of Scrumlr.

use serde_json::json;

use super::*;

#[test]
fn s56_a_board_of_scrumlr_comes_over() {
    let note = |id: &str, text: &str, column: &str, rank: u32, stack: Value| {
        json!({ "id": id, "author": "u1", "text": text,
            "position": { "column": column, "rank": rank, "stack": stack } })
    };
    let file = json!({
        "board": { "id": "b", "name": "Rétro" },
        "columns": [
            { "id": "c2", "name": "À changer", "color": "planning-pink", "index": 1 },
            { "id": "c1", "name": "Bien", "color": "goal-green", "index": 0 },
        ],
        "notes": [
            note("n1", "En bas", "c1", 0, Value::Null),
            note("n2", "En haut", "c1", 1, Value::Null),
            note("n3", "Dessous", "c1", 0, json!("n2")),
            note("n4", "Trop long", "c2", 0, Value::Null),
            note("n5", "Pile perdue", "c2", 0, json!("nowhere")),
            note("n6", "Colonne perdue", "nowhere", 0, Value::Null),
        ],
        "participants": [{ "user": { "id": "u1", "name": "Ana" }, "role": "OWNER" }],
        "votings": [
            { "id": "v1", "voteLimit": 5, "status": "CLOSED", "votes": {
                "total": 7, "votesPerNote": { "n1": { "total": 4 }, "n2": { "total": 3 } } } },
            { "id": "v2", "voteLimit": 5, "status": "OPEN" },
        ],
    });
    let imported = of_json(&file);
    assert_eq!(imported.format, ImportFormat::Scrumlr);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Bien",
            "  Cluster ",
            "    Note En haut",
            "    Note Dessous",
            "  Note En bas",
            "Frame À changer",
            "  Note Trop long",
            "  Note Pile perdue",
            "Note Colonne perdue",
        ]
    );
    assert_eq!(losses(&imported), [(Loss::Authors, 6), (Loss::Votes, 8)]);
}
