//! Boards that were exported here.

use serde_json::json;

use super::*;

#[test]
fn s56_our_own_boards_come_back() {
    let file = json!({ "format": "etabli-board", "version": 1, "title": "Séance", "left_out": 2, "records": [
        { "id": "1-1", "kind": "frame", "x": 0, "y": 0, "width": 900, "height": 600, "text": "Idées", "author": "Ana" },
        { "id": "1-2", "kind": "cluster", "parent": "1-1", "x": 10, "y": 10, "width": 400, "height": 300, "text": "Temps", "author": "" },
        { "id": "1-3", "kind": "note", "parent": "1-2", "x": 20, "y": 20, "width": 160, "height": 120,
          "text": "Un minuteur", "author": "", "colour": "blue", "label": "question" },
        { "id": "1-4", "kind": "connector", "x": 0, "y": 0, "width": 1, "height": 1, "text": "", "author": "", "from": "1-3", "to": "1-5" },
        { "id": "1-5", "kind": "text", "x": 700, "y": 0, "width": 300, "height": 60, "text": "Ensuite", "author": "" },
        { "id": "1-6", "kind": "stroke", "x": 5, "y": 5, "width": 10, "height": 10, "text": "", "author": "",
          "colour": "red", "line_width": 3, "points": [[0, 0], [9, 9]] },
        { "id": "1-7", "kind": "image", "x": 0, "y": 0, "width": 10, "height": 10, "text": "Écran", "author": "",
          "attachment": "018f8a52-0000-7000-8000-000000000001" },
        { "id": "1-8", "kind": "note", "parent": "1-7", "x": 2, "y": 2, "width": 4, "height": 4, "text": "Trop petit", "author": "" },
        { "id": "1-9", "kind": "connector", "x": 0, "y": 0, "width": 1, "height": 1, "text": "", "author": "", "from": "1-3", "to": "1-7" },
        { "id": "1-10", "kind": "image", "x": 0, "y": 0, "width": 10, "height": 10, "text": "Sans nom", "author": "" },
    ] });
    let imported = of_json(&file);
    assert_eq!(imported.format, ImportFormat::Etabli);
    assert_eq!(imported.pictures().len(), 1);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Idées",
            "  Cluster Temps",
            "    Note Un minuteur",
            "Image Écran",
            "  Note Trop petit",
            "Text Ensuite",
            "Stroke ",
            "Connector ",
            "Connector ",
        ]
    );
    let lost = [(Loss::Pictures, 1), (Loss::Authors, 1), (Loss::NotShown, 2)];
    assert_eq!(losses(&imported), lost);
    // Where its picture did not come, a note is loose and an arrow is missing.
    let mut session = Session::new();
    let operations = bring_in(&mut session.clients[0], &imported, &BTreeMap::new());
    session.clients[0].act(operations).unwrap();
    session.sync();
    let of_kind = |kind: Kind| {
        let records = session.room.document().records();
        records
            .filter(|(_, record)| record.shape.kind() == kind)
            .count()
    };
    assert_eq!(
        (
            of_kind(Kind::Image),
            of_kind(Kind::Note),
            of_kind(Kind::Connector)
        ),
        (0, 2, 1)
    );
}
