//! Putting new records on a board.

use std::collections::BTreeSet;

use domain::ids::AttachmentId;

use super::places::{last_order, moved, orders_after, parent_at};
use super::{COLUMNS, FRAME, GAP, NOTE};
use crate::client::Client;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::limits::{MAX_SIZE, MAX_STROKE_POINTS};
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::record::{Content, Ends, Ink, Kind, NoteType, Shape};

/// Text that is put down without being drawn.
const TEXT: Size = Size::new(320, 60);
/// The width of a stroke whose ink has none.
const PEN: u8 = 3;

fn create(client: &mut Client, shape: Shape) -> Operation {
    Operation::Create {
        id: client.new_record_id(),
        private: false,
        shape: Box::new(shape),
    }
}

/// A record centred at a point, in what lies there.
fn at_point(client: &Client, at: Point, size: Size, content: Content, text: String) -> Shape {
    let half = |length: u32| i32::try_from(length / 2).unwrap_or(i32::MAX);
    let corner = moved(at, Point::new(-half(size.width), -half(size.height)));
    let shape = Shape {
        parent: None,
        order: OrderKey::default(),
        position: corner,
        size,
        text,
        content,
    };
    let parent = parent_at(client.view(), at, shape.kind(), &BTreeSet::new());
    Shape {
        parent,
        order: last_order(client.view(), parent),
        ..shape
    }
}

/// A note centred at a point, in the cluster or frame that lies there.
pub fn create_note(
    client: &mut Client,
    at: Point,
    note_type: NoteType,
    text: String,
) -> Vec<Operation> {
    let shape = at_point(client, at, NOTE, Content::Note(note_type), text);
    vec![create(client, shape)]
}

/// A note in a given parent, with its corner at the left and the top at a point.
pub fn create_note_in(
    client: &mut Client,
    parent: Option<RecordId>,
    at: Point,
    note_type: NoteType,
    text: String,
) -> Vec<Operation> {
    let shape = Shape {
        parent,
        order: last_order(client.view(), parent),
        position: at,
        size: NOTE,
        text,
        content: Content::Note(note_type),
    };
    vec![create(client, shape)]
}

/// Text without paper, centred at a point.
pub fn create_text(client: &mut Client, at: Point, text: String) -> Vec<Operation> {
    let shape = at_point(client, at, TEXT, Content::Text, text);
    vec![create(client, shape)]
}

/// A picture, centred at a point.
pub fn create_image(
    client: &mut Client,
    at: Point,
    size: Size,
    attachment: AttachmentId,
    description: String,
) -> Vec<Operation> {
    let shape = at_point(client, at, size, Content::Image(attachment), description);
    vec![create(client, shape)]
}

/// A frame over a part of the board.
pub fn create_frame(client: &mut Client, area: Rect, name: String) -> Vec<Operation> {
    let shape = Shape {
        parent: None,
        order: last_order(client.view(), None),
        position: area.origin,
        size: area.size,
        text: name,
        content: Content::Frame,
    };
    vec![create(client, shape)]
}

/// A frame to the right of everything on the board and of what is about to be created.
pub fn create_next_frame(
    client: &mut Client,
    already: &[Operation],
    name: String,
) -> Vec<Operation> {
    let coming = already.iter().filter_map(|operation| match operation {
        Operation::Create { shape, .. } => Some(shape.as_ref()),
        _ => None,
    });
    let there = client.view().records().map(|(_, record)| &record.shape);
    let shapes: Vec<&Shape> = there.chain(coming).collect();
    let rights = shapes
        .iter()
        .map(|shape| Rect::new(shape.position, shape.size).right());
    let right = rights.max();
    let origin = match right {
        Some(right) => moved(Point::new(right, 0), Point::new(3 * GAP, 0)),
        None => Point::new(0, 0),
    };
    let orders = shapes
        .iter()
        .filter(|shape| shape.parent.is_none())
        .map(|shape| &shape.order);
    let order = OrderKey::between(orders.max(), None).unwrap_or_default();
    let shape = Shape {
        parent: None,
        order,
        position: origin,
        size: FRAME,
        text: name,
        content: Content::Frame,
    };
    vec![create(client, shape)]
}

/// An arrow from one record to another. It covers what its ends span.
pub fn create_connector(client: &mut Client, from: RecordId, to: RecordId) -> Vec<Operation> {
    let view = client.view();
    let (Some(one), Some(other)) = (view.live(from), view.live(to)) else {
        return Vec::new();
    };
    if one.shape.kind() == Kind::Connector || other.shape.kind() == Kind::Connector {
        return Vec::new();
    }
    let span = one.bounds().union(&other.bounds());
    let cut = |length: u32| length.min(MAX_SIZE);
    let shape = Shape {
        parent: None,
        order: last_order(view, None),
        position: span.origin,
        size: Size::new(cut(span.size.width), cut(span.size.height)),
        text: String::new(),
        content: Content::Connector(Ends { from, to }),
    };
    vec![create(client, shape)]
}

/// A line through these points of the board, drawn freehand.
pub fn create_stroke(client: &mut Client, points: &[Point], ink: Ink) -> Vec<Operation> {
    let boxes = points
        .iter()
        .map(|point| Rect::new(*point, Size::new(1, 1)));
    let Some(bounds) = boxes.reduce(|all, one| all.union(&one)) else {
        return Vec::new();
    };
    let every = points.len().div_ceil(MAX_STROKE_POINTS).max(1);
    let origin = bounds.origin;
    let relative = points.iter().step_by(every).map(|point| {
        Point::new(
            point.x.saturating_sub(origin.x),
            point.y.saturating_sub(origin.y),
        )
    });
    let ink = Ink {
        width: if ink.width == 0 { PEN } else { ink.width },
        ..ink
    };
    let content = Content::Stroke(ink, relative.collect());
    let middle = Point::new(
        origin.x.saturating_add_unsigned(bounds.size.width / 2),
        origin.y.saturating_add_unsigned(bounds.size.height / 2),
    );
    let parent = parent_at(client.view(), middle, Kind::Stroke, &BTreeSet::new());
    let shape = Shape {
        parent,
        order: last_order(client.view(), parent),
        position: origin,
        size: bounds.size,
        text: String::new(),
        content,
    };
    vec![create(client, shape)]
}

/// A note for each line that says something, in order, in rows from a point on.
pub fn notes_from_lines(
    client: &mut Client,
    text: &str,
    at: Point,
    note_type: &NoteType,
    parent: Option<RecordId>,
) -> Vec<Operation> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let orders = orders_after(client.view(), parent, lines.len());
    let notes = lines.into_iter().zip(orders).enumerate();
    notes
        .map(|(place, (line, order))| {
            let shape = Shape {
                parent,
                order,
                position: moved(at, grid_offset(place, COLUMNS, NOTE)),
                size: NOTE,
                text: line.to_owned(),
                content: Content::Note(note_type.clone()),
            };
            create(client, shape)
        })
        .collect()
}

/// How far the n-th of a grid lies from its first.
pub(super) fn grid_offset(place: usize, columns: usize, cell: Size) -> Point {
    let along = |count: usize, length: u32| {
        let step = i32::try_from(length)
            .unwrap_or(i32::MAX)
            .saturating_add(GAP);
        i32::try_from(count)
            .unwrap_or(i32::MAX)
            .saturating_mul(step)
    };
    Point::new(
        along(place % columns.max(1), cell.width),
        along(place / columns.max(1), cell.height),
    )
}
