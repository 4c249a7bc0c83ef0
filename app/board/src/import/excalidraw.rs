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
    let drawing = Drawing::of(file);
    let mut gathered = Gathered::default();
    for element in &drawing.elements {
        let id = words(element, "id");
        let frame = drawing.frame_around(element);
        let group = outermost(element).filter(|group| drawing.groups.contains_key(group));
        let parent = group.or(frame);
        let said = drawing.said(id);
        if number(element, "angle").abs() > 0.01 {
            gathered.lose(Loss::Rotation);
        }
        match words(element, "type") {
            "frame" | "magicframe" => {
                let content = FoundContent::Piece(PieceContent::Frame);
                gathered.add(id, None, place(element), words(element, "name"), content);
            }
            "rectangle" if drawing.is_frame(id) => {
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
                gathered.add(id, parent, place(element), &text, content);
            }
            "text" => {}
            "arrow" | "line" => arrow(&mut gathered, element, said, parent),
            "freedraw" => stroke(&mut gathered, element, parent),
            "image" => gathered.lose(Loss::Pictures),
            _ => gathered.lose(Loss::Unknown),
        }
    }
    for (group, (frame, bounds)) in &drawing.groups {
        let content = FoundContent::Piece(PieceContent::Cluster);
        gathered.add(group, *frame, bounds.grown(AROUND), "", content);
    }
    gathered.lose_all(Loss::Groups, drawing.groups_in_groups());
    gathered.finished(ImportFormat::Excalidraw)
}

/// What is in a file, and how it lies together.
struct Drawing<'a> {
    elements: Vec<&'a Value>,
    /// The words of shapes and arrows, by whose they are.
    labels: BTreeMap<&'a str, &'a Value>,
    /// The rectangles around other shapes, which are used as frames, and where they lie.
    frames: Vec<(&'a str, Rect)>,
    /// The groups that become clusters: the frame that they lie in, and what they cover.
    groups: BTreeMap<&'a str, (Option<&'a str>, Rect)>,
}

impl<'a> Drawing<'a> {
    fn of(file: &'a Value) -> Self {
        let elements: Vec<&Value> = list(file, "elements")
            .iter()
            .filter(|element| element.get("isDeleted").and_then(Value::as_bool) != Some(true))
            .collect();
        let label = |element: &&'a Value| (words(element, "containerId"), *element);
        let labels = elements.iter().filter(|element| is_label(element));
        let labels = labels.map(label).collect();
        let mut drawing = Self {
            elements,
            labels,
            frames: Vec::new(),
            groups: BTreeMap::new(),
        };
        let frames = drawing
            .elements
            .iter()
            .filter(|one| drawing.holds_shapes(one));
        drawing.frames = frames.map(|one| (words(one, "id"), place(one))).collect();
        drawing.groups = drawing.clusters();
        drawing
    }

    /// What is written in a shape or beside an arrow.
    fn said(&self, id: &str) -> &'a str {
        self.labels.get(id).map_or("", |label| text_of(label))
    }

    fn is_frame(&self, id: &str) -> bool {
        self.frames.iter().any(|(frame, _)| *frame == id)
    }

    /// Whether a rectangle says nothing and goes around other shapes.
    fn holds_shapes(&self, element: &Value) -> bool {
        let id = words(element, "id");
        let around = place(element);
        let is_inside = |other: &&Value| {
            is_shape(other) && words(other, "id") != id && holds(around, place(other))
        };
        words(element, "type") == "rectangle"
            && self.said(id).is_empty()
            && self.elements.iter().any(is_inside)
    }

    /// The innermost rectangle around something that is used as a frame, or the frame that the
    /// file says.
    fn frame_around(&self, element: &'a Value) -> Option<&'a str> {
        let (id, here) = (words(element, "id"), place(element));
        let around = self.frames.iter();
        let around = around.filter(|(frame, area)| *frame != id && holds(*area, here));
        let innermost = around.min_by_key(|(_, area)| {
            u64::from(area.size.width).saturating_mul(u64::from(area.size.height))
        });
        let said = Some(words(element, "frameId")).filter(|frame| !frame.is_empty());
        innermost.map(|(frame, _)| *frame).or(said)
    }

    /// The outermost groups of at least two things that can lie in a cluster. A rectangle that
    /// is grouped with what lies in it holds that already.
    fn clusters(&self) -> BTreeMap<&'a str, (Option<&'a str>, Rect)> {
        let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for element in &self.elements {
            if let Some(group) = outermost(element).filter(|_| !is_label(element)) {
                found.entry(group).or_default().push(element);
            }
        }
        let clusters = found.into_iter().filter_map(|(group, members)| {
            let (frames, members): (Vec<&Value>, Vec<&Value>) = members
                .into_iter()
                .filter(|one| comes_over(one))
                .partition(|one| self.is_frame(words(one, "id")));
            let mut bounds = members.iter().map(|member| place(member));
            let all = bounds.clone().reduce(|all, one| all.union(&one))?;
            let is_held = frames
                .iter()
                .any(|frame| bounds.all(|one| holds(place(frame), one)));
            if members.len() < 2 || is_held {
                return None;
            }
            let mut lie_in = members.iter().map(|member| self.frame_around(member));
            let first = lie_in.next().flatten();
            let together = first.filter(|_| lie_in.all(|frame| frame == first));
            Some((group, (together, all)))
        });
        clusters.collect()
    }

    /// How many groups lie in other groups: boards have none in clusters.
    fn groups_in_groups(&self) -> usize {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for element in self.elements.iter().filter(|one| !is_label(one)) {
            let groups = list(element, "groupIds").iter().rev().skip(1);
            for group in groups.filter_map(Value::as_str) {
                let size = sizes.entry(group).or_default();
                *size = size.saturating_add(1);
            }
        }
        sizes.into_values().filter(|size| *size > 1).count()
    }
}

fn is_shape(element: &Value) -> bool {
    matches!(words(element, "type"), "rectangle" | "diamond" | "ellipse")
}

/// Whether it is what is written in a shape or beside an arrow.
fn is_label(element: &Value) -> bool {
    words(element, "type") == "text" && !words(element, "containerId").is_empty()
}

/// Whether something becomes what can lie in a cluster, or a frame.
fn comes_over(element: &Value) -> bool {
    match words(element, "type") {
        "arrow" | "line" => joined(element).is_none(),
        "text" | "freedraw" => true,
        _ => is_shape(element),
    }
}

/// The outermost of the groups that an element is in: the last of its list.
fn outermost(element: &Value) -> Option<&str> {
    list(element, "groupIds").last().and_then(Value::as_str)
}

/// Whether all of one area lies in another.
fn holds(around: Rect, inside: Rect) -> bool {
    let last = Point::new(
        inside.right().saturating_sub(1),
        inside.bottom().saturating_sub(1),
    );
    around.contains(inside.origin) && around.contains(last)
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
fn arrow(gathered: &mut Gathered, element: &Value, said: &str, parent: Option<&str>) {
    let Some((from, to)) = joined(element) else {
        if words(element, "type") == "arrow" {
            gathered.lose(Loss::LooseArrows);
        }
        stroke(gathered, element, parent);
        return;
    };
    let content = FoundContent::Connector {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    gathered.add(words(element, "id"), None, place(element), said, content);
}

/// The two things that an arrow or a line joins.
fn joined(element: &Value) -> Option<(&str, &str)> {
    let end = |name: &str| {
        let end = words(element.get(name)?, "elementId");
        (!end.is_empty()).then_some(end)
    };
    end("startBinding").zip(end("endBinding"))
}

fn stroke(gathered: &mut Gathered, element: &Value, parent: Option<&str>) {
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
    gathered.add(words(element, "id"), parent, area, "", content);
}
