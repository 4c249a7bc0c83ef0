//! Drawings of Excalidraw: JSON with a list of elements, of which shapes and arrows
//! carry their words as texts of their own.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    FoundContent, Gathered, ImportFormat, Imported, Loss, PieceContent, area, line, list, number,
    paper, words,
};
use crate::geometry::{Point, Rect};
use crate::record::Ink;

/// Room around the notes of a cluster.
const AROUND: i32 = 20;

pub(super) fn read(file: &Value) -> Imported {
    let elements: Vec<&Value> = list(file, "elements")
        .iter()
        .filter(|element| element.get("isDeleted").and_then(Value::as_bool) != Some(true))
        .collect();
    let mut labels: BTreeMap<&str, &Value> = BTreeMap::new();
    for element in &elements {
        if words(element, "type") == "text" && !words(element, "containerId").is_empty() {
            labels.insert(words(element, "containerId"), element);
        }
    }
    let shapes = elements.iter().filter(|element| is_shape(element));
    let groups = groups(&elements);
    let mut gathered = Gathered::default();
    for element in &elements {
        let id = words(element, "id");
        let frame = Some(words(element, "frameId")).filter(|frame| !frame.is_empty());
        let group = outermost(element).filter(|group| groups.contains_key(group));
        let parent = group.or(frame);
        let said = labels.get(id).map_or("", |label| text_of(label));
        if number(element, "angle").abs() > 0.01 {
            gathered.lose(Loss::Rotation);
        }
        match words(element, "type") {
            "frame" | "magicframe" => {
                let content = FoundContent::Piece(PieceContent::Frame);
                gathered.add(id, None, place(element), words(element, "name"), content);
            }
            "rectangle" if said.is_empty() && holds_others(element, shapes.clone()) => {
                let content = FoundContent::Piece(PieceContent::Frame);
                gathered.add(id, None, place(element), "", content);
            }
            kind @ ("rectangle" | "diamond" | "ellipse") => {
                if kind != "rectangle" {
                    gathered.lose(Loss::Shapes);
                }
                let text = with_link(said, words(element, "link"));
                let colour = paper(words(element, "backgroundColor"));
                gathered.add_note(id, parent, place(element), &text, (colour, ""));
            }
            "text" if words(element, "containerId").is_empty() => {
                let text = with_link(text_of(element), words(element, "link"));
                let content = FoundContent::Piece(PieceContent::Text);
                gathered.add(id, frame, place(element), &text, content);
            }
            "text" => {}
            "arrow" | "line" => arrow(&mut gathered, element, said, frame),
            "freedraw" => stroke(&mut gathered, element, frame),
            "image" => gathered.lose(Loss::Pictures),
            _ => gathered.lose(Loss::Unknown),
        }
    }
    for (group, (frame, bounds)) in groups {
        let content = FoundContent::Piece(PieceContent::Cluster);
        gathered.add(group, frame, bounds.grown(AROUND), "", content);
    }
    gathered.finished(ImportFormat::Excalidraw)
}

fn is_shape(element: &Value) -> bool {
    matches!(words(element, "type"), "rectangle" | "diamond" | "ellipse")
}

/// Groups of at least two shapes and nothing else but their words: the frame that they
/// lie in, and what they cover.
fn groups<'a>(elements: &[&'a Value]) -> BTreeMap<&'a str, (Option<&'a str>, Rect)> {
    let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for element in elements {
        let is_label = !words(element, "containerId").is_empty();
        if let Some(group) = outermost(element).filter(|_| !is_label) {
            found.entry(group).or_default().push(element);
        }
    }
    found
        .into_iter()
        .filter(|(_, members)| members.len() > 1 && members.iter().all(|one| is_shape(one)))
        .filter_map(|(group, members)| {
            let bounds = members.iter().map(|member| place(member));
            let bounds = bounds.reduce(|all, one| all.union(&one))?;
            let frames = members.iter().map(|member| words(member, "frameId"));
            let first = members.first().map(|member| words(member, "frameId"))?;
            let same = frames.clone().all(|frame| frame == first) && !first.is_empty();
            Some((group, (same.then_some(first), bounds)))
        })
        .collect()
}

/// The outermost of the groups that an element is in: the last of its list.
fn outermost(element: &Value) -> Option<&str> {
    list(element, "groupIds").last().and_then(Value::as_str)
}

/// A rectangle around other shapes is used as a frame.
fn holds_others<'a>(element: &Value, shapes: impl Iterator<Item = &'a &'a Value>) -> bool {
    let around = place(element);
    let mut others = shapes.filter(|other| words(other, "id") != words(element, "id"));
    others.any(|other| {
        let inside = place(other);
        let last = Point::new(inside.right(), inside.bottom());
        around.contains(inside.origin) && around.contains(last)
    })
}

fn place(element: &Value) -> Rect {
    let of = |name| number(element, name);
    area(of("x"), of("y"), of("width"), of("height"))
}

/// The words as they were typed, without the line breaks that only fit them in.
fn text_of(element: &Value) -> &str {
    match words(element, "originalText") {
        "" => words(element, "text"),
        original => original,
    }
}

fn with_link(text: &str, link: &str) -> String {
    match (text, link) {
        (text, "") => text.to_owned(),
        ("", link) => link.to_owned(),
        (text, link) => format!("{text}\n{link}"),
    }
}

/// The points of a line or a drawing, on the board.
fn points(element: &Value) -> Vec<(f64, f64)> {
    let (x, y) = (number(element, "x"), number(element, "y"));
    list(element, "points")
        .iter()
        .filter_map(|point| {
            let at = |place: usize| point.get(place).and_then(Value::as_f64);
            Some((x + at(0)?, y + at(1)?))
        })
        .collect()
}

/// An arrow between two things, or a line where it does not join two.
fn arrow(gathered: &mut Gathered, element: &Value, said: &str, frame: Option<&str>) {
    let end = |name: &str| element.get(name).map_or("", |end| words(end, "elementId"));
    let (from, to) = (end("startBinding"), end("endBinding"));
    if from.is_empty() || to.is_empty() {
        if words(element, "type") == "arrow" {
            gathered.lose(Loss::LooseArrows);
        }
        stroke(gathered, element, frame);
        return;
    }
    let content = FoundContent::Connector {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    gathered.add(words(element, "id"), None, place(element), said, content);
}

fn stroke(gathered: &mut Gathered, element: &Value, frame: Option<&str>) {
    let Some((area, points)) = line(&points(element)) else {
        gathered.lose(Loss::Unknown);
        return;
    };
    let width = number(element, "strokeWidth").clamp(1.0, 20.0).round();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to 20"
    )]
    let ink = Ink {
        colour: paper(words(element, "strokeColor")),
        width: width as u8,
    };
    let content = FoundContent::Piece(PieceContent::Stroke(ink, points));
    gathered.add(words(element, "id"), frame, area, "", content);
}
