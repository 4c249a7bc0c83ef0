//! Putting new records on a board.

use std::collections::BTreeSet;

use domain::ids::AttachmentId;

use super::ordering::{Siblings, last_order, orders_after};
use super::places::{children, moved, parent_at, way};
use super::room::Room;
use super::{COLUMNS, FRAME, GAP, NOTE, TEXT};
use crate::amount::Amount;
use crate::client::Client;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::limits::{MAX_SIZE, MAX_STROKE_POINTS, MAX_STROKE_WIDTH, MAX_TEXT};
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::outline::reading_order;
use crate::property::Property;
use crate::record::{Content, Ends, Ink, Kind, NoteType, Shape};
use crate::rules::More;
use crate::secrecy::Secrecy;
use crate::text::is_printable;

/// The width of a stroke whose ink has none.
const PEN: u8 = 3;
/// How near to each other the points of a line are kept, at first.
const SPACING: u32 = 2;

fn create(client: &mut Client, shape: Shape) -> Operation {
    Operation::Create {
        id: client.new_id_for(&shape),
        secrecy: Secrecy::NONE,
        shape: Box::new(shape),
    }
}

/// A record that covers an area, in a parent if it fits there; last of what lies there.
fn shape_in(
    client: &Client,
    parent: Option<RecordId>,
    area: Rect,
    content: Content,
    text: String,
) -> Shape {
    let mut shape = Shape {
        parent: None,
        order: OrderKey::default(),
        position: moved(area.origin, Point::default()),
        size: within(area.size),
        text,
        content,
    };
    let fits = |id: &RecordId| {
        let holder = client.view().live(*id);
        holder.is_some_and(|holder| shape.kind().fits_in(holder.shape.kind()))
    };
    shape.parent = parent.filter(fits);
    shape.order = last_order(client.view(), shape.parent);
    shape
}

/// A record that covers an area, in what lies under its middle.
fn shape_at(client: &Client, area: Rect, content: Content, text: String) -> Shape {
    let shape = shape_in(client, None, area, content, text);
    let parent = parent_at(client.view(), area.middle(), shape.kind(), &BTreeSet::new());
    match parent {
        Some(_) => Shape {
            parent,
            order: last_order(client.view(), parent),
            ..shape
        },
        None => shape,
    }
}

/// The area of this size around a point.
const fn centred(at: Point, size: Size) -> Rect {
    let corner = Point::new(
        at.x.saturating_sub_unsigned(size.width / 2),
        at.y.saturating_sub_unsigned(size.height / 2),
    );
    Rect::new(corner, size)
}

fn within(size: Size) -> Size {
    Size::new(size.width.min(MAX_SIZE), size.height.min(MAX_SIZE))
}

/// A note centred at a point, in the cluster or frame that lies there.
pub fn create_note(
    client: &mut Client,
    at: Point,
    note_type: NoteType,
    text: String,
) -> Vec<Operation> {
    let shape = shape_at(client, centred(at, NOTE), Content::Note(note_type), text);
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
    let area = Rect::new(at, NOTE);
    let shape = shape_in(client, parent, area, Content::Note(note_type), text);
    vec![create(client, shape)]
}

/// Text without paper, centred at a point.
pub fn create_text(client: &mut Client, at: Point, text: String) -> Vec<Operation> {
    let shape = shape_at(client, centred(at, TEXT), Content::Text, text);
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
    let content = Content::Image(attachment);
    let shape = shape_at(client, centred(at, within(size)), content, description);
    vec![create(client, shape)]
}

/// A picture where there is room for it in a frame or cluster, or, in none, on the open board.
pub fn create_image_in(
    client: &mut Client,
    parent: Option<RecordId>,
    size: Size,
    attachment: AttachmentId,
    description: String,
) -> Vec<Operation> {
    let view = client.view();
    let parent = parent.filter(|id| {
        let holder = view.live(*id);
        holder.is_some_and(|holder| Kind::Image.fits_in(holder.shape.kind()))
    });
    let corner = Room::of(view, parent, &BTreeSet::new()).take(size);
    let area = Rect::new(corner, size);
    let content = Content::Image(attachment);
    let shape = shape_in(client, parent, area, content, description);
    vec![create(client, shape)]
}

/// A frame over a part of the board. What lies there and in nothing else, by its middle, lies
/// in the frame then, as far as its author may put it there.
pub fn create_frame(client: &mut Client, area: Rect, name: String) -> Vec<Operation> {
    let shape = shape_in(client, None, area, Content::Frame, name);
    let area = Rect::new(shape.position, shape.size);
    let frame = create(client, shape);
    let view = client.view();
    let inside = children(view, None).into_iter().filter(|(id, record)| {
        let kind = record.shape.kind();
        let moves = Operation::Set(*id, Property::Parent(None));
        kind.fits_in(Kind::Frame)
            && area.contains(record.bounds().middle())
            && client.permits(&moves).is_ok()
    });
    let inside: Vec<RecordId> = inside.map(|(id, _)| id).collect();
    let holder = frame.record();
    let put = |id: &RecordId| Operation::Set(*id, Property::Parent(holder));
    let mut operations: Vec<Operation> = inside.iter().map(put).collect();
    operations.extend(Siblings::of(view, holder).append(&inside));
    operations.insert(0, frame);
    operations
}

/// A frame to the right of everything on the board and of what is about to be created,
/// level with the frame that is furthest to the right.
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
    let ends = shapes
        .iter()
        .filter(|shape| shape.kind() != Kind::Connector)
        .map(|shape| (shape.kind(), Rect::new(shape.position, shape.size)));
    let right = ends.clone().map(|(_, area)| area.right()).max();
    let level = ends
        .filter(|(kind, _)| *kind == Kind::Frame)
        .max_by_key(|(_, area)| area.right())
        .map_or(0, |(_, area)| area.origin.y);
    let left = right.map_or(0, |right| right.saturating_add(3 * GAP));
    let orders = shapes
        .iter()
        .filter(|shape| shape.parent.is_none())
        .map(|shape| &shape.order);
    let order = OrderKey::between(orders.max(), None).unwrap_or_default();
    let area = Rect::new(Point::new(left, level), FRAME);
    let shape = Shape {
        order,
        ..shape_in(client, None, area, Content::Frame, name)
    };
    vec![create(client, shape)]
}

/// An arrow from one record to another. It covers what its ends span.
pub fn create_connector(client: &mut Client, from: RecordId, to: RecordId) -> Vec<Operation> {
    let view = client.view();
    let (Some(one), Some(other)) = (view.live(from), view.live(to)) else {
        return Vec::new();
    };
    let joins = |kind: Kind| kind != Kind::Connector;
    if from == to || !joins(one.shape.kind()) || !joins(other.shape.kind()) {
        return Vec::new();
    }
    let span = one.bounds().union(&other.bounds());
    let content = Content::Connector(Ends { from, to });
    let shape = shape_in(client, None, span, content, String::new());
    vec![create(client, shape)]
}

/// An arrow between the two that are selected, to the one that was chosen last; where that is
/// not known, from the one that is read first. Nothing where there are not exactly two that an
/// arrow can join.
pub fn join(
    client: &mut Client,
    ids: &BTreeSet<RecordId>,
    last: Option<RecordId>,
) -> Vec<Operation> {
    let mut ends = reading_order(client.view());
    ends.retain(|id| ids.contains(id));
    match ends.as_slice() {
        [from, to] if last == Some(*from) => create_connector(client, *to, *from),
        [from, to] => create_connector(client, *from, *to),
        _ => Vec::new(),
    }
}

/// A line through these points of the board, drawn freehand: thinned, so that it has no more
/// points than a board takes, and with a pen's width where the ink has none.
pub fn create_stroke(client: &mut Client, points: &[Point], ink: Ink) -> Vec<Operation> {
    let mut line: Vec<Point> = points
        .iter()
        .map(|point| moved(*point, Point::default()))
        .collect();
    let mut apart = SPACING;
    line = thinned(&line, apart);
    while line.len() > MAX_STROKE_POINTS {
        apart = apart.saturating_mul(2);
        line = thinned(&line, apart);
    }
    let dots = line.iter().map(|point| Rect::new(*point, Size::new(1, 1)));
    let Some(bounds) = dots.reduce(|all, one| all.union(&one)) else {
        return Vec::new();
    };
    let longest = i32::try_from(MAX_SIZE)
        .unwrap_or(i32::MAX)
        .saturating_sub(1);
    for point in &mut line {
        let from_corner = way(bounds.origin, *point);
        *point = Point::new(from_corner.x.min(longest), from_corner.y.min(longest));
    }
    let width = match ink.width {
        0 => PEN,
        width => width.min(MAX_STROKE_WIDTH),
    };
    let content = Content::Stroke(Ink { width, ..ink }, line);
    let shape = shape_at(client, bounds, content, String::new());
    vec![create(client, shape)]
}

/// The line without points that are nearer to the one before than given; its ends stay.
fn thinned(points: &[Point], apart: u32) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for (place, point) in points.iter().enumerate() {
        let far = kept
            .last()
            .is_none_or(|last| last.x.abs_diff(point.x).max(last.y.abs_diff(point.y)) >= apart);
        if far || place.saturating_add(1) == points.len() {
            kept.push(*point);
        }
    }
    kept
}

/// A note for each line that says something, in order, in rows from a point on. A line that
/// is too long for one note goes on in the next; what cannot be printed is left out.
pub fn notes_from_lines(
    client: &mut Client,
    text: &str,
    at: Point,
    note_type: &NoteType,
    parent: Option<RecordId>,
) -> Vec<Operation> {
    let texts: Vec<String> = pieces_of(text).collect();
    let content = Content::Note(note_type.clone());
    let first = shape_in(client, parent, Rect::new(at, NOTE), content, String::new());
    let orders = orders_after(client.view(), first.parent, texts.len());
    let notes = texts.into_iter().zip(orders).enumerate();
    notes
        .map(|(place, (text, order))| {
            let shape = Shape {
                order,
                position: moved(at, grid_offset(place, COLUMNS, NOTE)),
                text,
                ..first.clone()
            };
            create(client, shape)
        })
        .collect()
}

/// How much room so many notes take as [`notes_from_lines`] lays them out: their first rows, as
/// many as are seen at once.
#[must_use]
pub fn size_of_lines(count: usize) -> Size {
    /// So many rows are seen at once.
    const ROWS: usize = 3;
    let columns = count.clamp(1, COLUMNS);
    let rows = count.div_ceil(COLUMNS).clamp(1, ROWS);
    let across = grid_offset(columns.saturating_sub(1), COLUMNS, NOTE);
    let down = grid_offset(rows.saturating_sub(1), 1, NOTE);
    Size::new(
        NOTE.width.saturating_add_signed(across.x),
        NOTE.height.saturating_add_signed(down.y),
    )
}

/// The corner, at the left and the top, of something of this size around a point.
#[must_use]
pub const fn corner_around(middle: Point, size: Size) -> Point {
    centred(middle, size).origin
}

/// What [`notes_from_lines`] would put on the board.
#[must_use]
pub fn notes_of(text: &str, note_type: &NoteType) -> More {
    let of = |piece: String| {
        let bytes = piece.len().saturating_add(note_type.label.len());
        More::of(Kind::Note, Amount::new(1, bytes))
    };
    pieces_of(text).map(of).fold(More::default(), More::plus)
}

/// What each line says, in pieces. Of a list, each line of which begins with a bullet or a number,
/// these are left out.
fn pieces_of(text: &str) -> impl Iterator<Item = String> {
    let lines = move || {
        let lines = text.split(['\n', '\r']).map(str::trim);
        lines.filter(|line| !line.is_empty())
    };
    let is_list = lines().all(|line| without_bullet(line).is_some())
        && lines().any(|line| without_bullet(line).is_some_and(|says| !says.is_empty()));
    lines().flat_map(move |line| {
        let says = without_bullet(line).filter(|_| is_list);
        pieces(says.unwrap_or(line))
    })
}

/// What a line says behind the bullet or the number with which it begins; nothing where it begins
/// otherwise.
fn without_bullet(line: &str) -> Option<&str> {
    let bulleted = line.strip_prefix(['-', '–', '•', '*']);
    let says = bulleted.or_else(|| {
        let behind = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let is_numbered = behind.len() < line.len();
        behind.strip_prefix(['.', ')']).filter(|_| is_numbered)
    })?;
    let is_apart = says.is_empty() || says.starts_with(char::is_whitespace);
    is_apart.then(|| says.trim_start())
}

/// A line in pieces that fit on a note; none if it says nothing.
fn pieces(line: &str) -> Vec<String> {
    let printed = |letter: &char| is_printable(letter.encode_utf8(&mut [0; 4]));
    let letters: Vec<char> = line.trim().chars().filter(printed).collect();
    letters
        .chunks(MAX_TEXT)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// How far the n-th of a grid lies from its first.
pub(super) fn grid_offset(place: usize, columns: usize, cell: Size) -> Point {
    let along = |count: usize, length: u32| {
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        count.saturating_mul(GAP.saturating_add_unsigned(length))
    };
    Point::new(
        along(place % columns.max(1), cell.width),
        along(place / columns.max(1), cell.height),
    )
}
