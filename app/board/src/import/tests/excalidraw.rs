//! Drawings of Excalidraw.

use serde_json::json;

use super::*;
use crate::record::Colour;

fn shape(id: &str, kind: &str, (x, y): (i32, i32)) -> Value {
    json!({ "id": id, "type": kind, "x": x, "y": y, "width": 160, "height": 120 })
}

fn with(mut element: Value, more: Value) -> Value {
    if let (Value::Object(element), Value::Object(more)) = (&mut element, more) {
        element.extend(more);
    }
    element
}

#[test]
fn s56_a_drawing_of_excalidraw_comes_over() {
    let label = |id: &str, holder: &str, text: &str| {
        let text = json!({ "containerId": holder, "text": "cut\nto fit", "originalText": text });
        with(shape(id, "text", (0, 0)), text)
    };
    let file = json!({ "type": "excalidraw", "version": 2, "elements": [
        label("l1", "a", "Un minuteur"),
        with(shape("a", "rectangle", (20, 40)), json!({
            "frameId": "f", "groupIds": ["g"], "backgroundColor": "#ffc9c9" })),
        with(shape("b", "ellipse", (220, 40)), json!({
            "frameId": "f", "groupIds": ["g"], "link": "https://exemple.fr" })),
        with(shape("f", "frame", (0, 0)), json!({ "name": "Idées", "width": 500, "height": 300 })),
        with(shape("t", "text", (0, 400)), json!({ "text": "Au fond" })),
        with(shape("gone", "rectangle", (0, 0)), json!({ "isDeleted": true })),
        with(shape("arrow", "arrow", (180, 90)), json!({
            "startBinding": { "elementId": "a" }, "endBinding": { "elementId": "b" } })),
        label("l2", "arrow", "mène à"),
        with(shape("loose", "arrow", (0, 600)), json!({ "points": [[0, 0], [-50.4, 20]] })),
        with(shape("pen", "freedraw", (0, 700)), json!({
            "points": [[0, 0], [10, 5], [20, -5]], "strokeColor": "#1971c2", "strokeWidth": 2, "angle": 0.5 })),
        shape("photo", "image", (0, 800)),
        shape("site", "embeddable", (0, 900)),
    ] });
    let imported = of_json(&file);
    assert_eq!(imported.format, ImportFormat::Excalidraw);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Idées",
            "  Cluster ",
            "    Note Un minuteur",
            "    Note https://exemple.fr",
            "Text Au fond",
            "Stroke ",
            "Stroke ",
            "Connector mène à",
        ]
    );
    let expected = [
        (Loss::Pictures, 1),
        (Loss::Shapes, 1),
        (Loss::Rotation, 1),
        (Loss::LooseArrows, 1),
        (Loss::Unknown, 1),
    ];
    assert_eq!(losses(&imported), expected);
    let note = imported
        .pieces
        .iter()
        .find(|piece| piece.text == "Un minuteur");
    let PieceContent::Note(note) = &note.unwrap().content else {
        panic!("a note");
    };
    assert_eq!(note.colour, Colour::Red);
}

#[test]
fn a_rectangle_around_others_is_a_frame() {
    let file = json!({ "elements": [
        with(shape("around", "rectangle", (0, 0)), json!({ "width": 600, "height": 400 })),
        shape("inside", "rectangle", (50, 50)),
    ] });
    let imported = of_json(&file);
    let kinds: Vec<Kind> = imported
        .pieces
        .iter()
        .map(|piece| piece.content.kind())
        .collect();
    assert_eq!(kinds, [Kind::Frame, Kind::Note]);
}

#[test]
fn papers_are_the_nearest() {
    for (css, colour) in [
        ("transparent", Colour::Yellow),
        ("", Colour::Yellow),
        ("#ffffff", Colour::Yellow),
        ("#e9ecef", Colour::Grey),
        ("#ffc9c9", Colour::Red),
        ("#fcc2d7", Colour::Pink),
        ("#eebefa", Colour::Purple),
        ("#a5d8ff", Colour::Blue),
        ("#b2f2bb", Colour::Green),
        ("#ffec99", Colour::Yellow),
        ("#ffd8a8", Colour::Orange),
        ("#00f", Colour::Blue),
        ("#é1", Colour::Yellow),
    ] {
        assert_eq!(paper(css), colour, "{css}");
    }
}
