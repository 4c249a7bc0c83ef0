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

/// A drawing, and each of what lies in it with what it lies in, by the words.
fn nested(elements: &Value) -> Vec<String> {
    placed(&of_json(&json!({ "elements": elements })))
}

#[test]
fn what_lies_in_a_rectangle_lies_in_the_innermost_frame() {
    let wide = |id: &str, at: (i32, i32), width: u32, height: u32| {
        with(
            shape(id, "rectangle", at),
            json!({ "width": width, "height": height }),
        )
    };
    let said = |id: &str, at: (i32, i32)| with(shape(id, "text", at), json!({ "text": id }));
    let drawn = json!({ "points": [[0, 0], [40, 20]], "width": 40, "height": 20 });
    let elements = json!([
        wide("outer", (0, 0), 2_000, 1_000),
        wide("inner", (100, 100), 800, 600),
        shape("note", "rectangle", (150, 150)),
        said("dedans", (400, 400)),
        with(shape("pen", "freedraw", (500, 500)), drawn),
        said("entre", (1_200, 200)),
        // Half of it only.
        said("au bord", (1_900, 200)),
        said("dehors", (3_000, 0)),
    ]);
    assert_eq!(
        nested(&elements),
        [
            "Note déjà là",
            "Frame ",
            "  Text entre",
            "Frame ",
            "  Note ",
            "  Text dedans",
            "  Stroke ",
            "Text au bord",
            "Text dehors",
        ]
    );
}

#[test]
fn groups_are_clusters_of_whatever_is_in_them() {
    let grouped = |element: Value, groups: &[&str]| with(element, json!({ "groupIds": groups }));
    let said = |id: &str, at: (i32, i32)| with(shape(id, "text", at), json!({ "text": id }));
    let file = json!({ "elements": [
        with(shape("around", "rectangle", (0, 0)), json!({ "width": 900, "height": 500 })),
        grouped(shape("note", "rectangle", (50, 50)), &["inner", "outer"]),
        grouped(said("dit", (300, 50)), &["inner", "outer"]),
        grouped(said("aussi", (50, 300)), &["outer"]),
        // A frame that is grouped with what lies in it holds that already.
        grouped(
            with(shape("frame", "rectangle", (2_000, 0)), json!({ "width": 600, "height": 400 })),
            &["held"],
        ),
        grouped(shape("within", "rectangle", (2_050, 50)), &["held"]),
        grouped(said("là", (2_300, 50)), &["held"]),
        // One alone is no group.
        grouped(said("seul", (4_000, 0)), &["alone"]),
        grouped(shape("photo", "image", (4_300, 0)), &["alone"]),
    ] });
    let imported = of_json(&file);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame ",
            "  Cluster ",
            "    Note ",
            "    Text dit",
            "    Text aussi",
            "Frame ",
            "  Note ",
            "  Text là",
            "Text seul",
        ]
    );
    let expected = [(Loss::Pictures, 1), (Loss::Groups, 1)];
    assert_eq!(losses(&imported), expected);
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
