//! Snapping: what is moved lines up with what lies near, dragged by hand or brought on by keys.

use std::collections::BTreeSet;

use super::moving::{carry_by, reach};
use super::places::with_contents;
use super::placing::spanned;
use crate::document::Document;
use crate::geometry::{Point, Rect};
use crate::ids::RecordId;
use crate::index::SpatialIndex;
use crate::limits::MAX_COORDINATE;
use crate::operation::Operation;
use crate::record::{Kind, Record};

/// How far around what is moved there is something to line up with, in board units.
const NEAR: i32 = 400;
/// Farther than this nothing lies from anything, in board units.
const FARTHEST: i32 = 3 * MAX_COORDINATE;

/// Where something lands that is moved, and the lines that it lines up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapped {
    /// The corner at the left and the top.
    pub origin: Point,
    /// Lines along what it lines up with: from, to.
    pub guides: Vec<(Point, Point)>,
}

/// What records can line up with around a place: notes, clusters and frames that do not move
/// with them.
#[must_use]
pub fn neighbours(
    document: &Document,
    index: &SpatialIndex,
    ids: &BTreeSet<RecordId>,
    place: &Rect,
) -> Vec<Rect> {
    let along = with_contents(document, ids);
    let near = index.within(&place.grown(NEAR)).into_iter();
    let records = near
        .filter(|id| !along.contains(id))
        .filter_map(|id| document.live(id));
    records
        .filter(|record| {
            matches!(
                record.shape.kind(),
                Kind::Note | Kind::Cluster | Kind::Frame
            )
        })
        .map(Record::bounds)
        .collect()
}

/// Moves records in a direction, to the first place where an edge or the middle of what they
/// span lines up with a neighbour's: as [`snap`] has it, however far that is, and they belong to
/// what they lie in then (see [`carry_by`]). `towards` is one step that way, to the side or up
/// or down. Nothing where there is no such place.
#[must_use]
pub fn snap_towards(
    document: &Document,
    index: &SpatialIndex,
    ids: &BTreeSet<RecordId>,
    towards: Point,
) -> Vec<Operation> {
    let Some(span) = spanned(document, ids) else {
        return Vec::new();
    };
    let ahead = |from: i32, step: i32| from.saturating_add(step.saturating_mul(FARTHEST));
    let end = Point::new(
        ahead(span.origin.x, towards.x),
        ahead(span.origin.y, towards.y),
    );
    let way = span.union(&Rect::new(end, span.size));
    let others = neighbours(document, index, ids, &way);
    let (own, lines): ([i32; 3], Lines) = match towards.x {
        0 => (down(&span), down),
        _ => (across(&span), across),
    };
    let forward = towards.x.saturating_add(towards.y).signum();
    let next = alignments(own, &others, lines)
        .map(|(by, ..)| by)
        .filter(|by| by.signum() == forward)
        .min_by_key(|by| by.unsigned_abs());
    let by = next.map(|by| match towards.x {
        0 => Point::new(0, by),
        _ => Point::new(by, 0),
    });
    match by {
        // At the edge of the board they would stop before they are there.
        Some(by) if reach(document, ids, by) == by => carry_by(document, ids, by),
        _ => Vec::new(),
    }
}

/// Lines a rectangle up with edges and middles of others that are at most so many board
/// units away, in each direction with the nearest.
#[must_use]
pub fn snap(moving: Rect, others: &[Rect], tolerance: i32) -> Snapped {
    let x = nearest(across(&moving), others, across, tolerance);
    let y = nearest(down(&moving), others, down, tolerance);
    let origin = Point::new(
        moving.origin.x.saturating_add(x.map_or(0, |(by, ..)| by)),
        moving.origin.y.saturating_add(y.map_or(0, |(by, ..)| by)),
    );
    let landed = Rect::new(origin, moving.size);
    let upright = x.map(|(_, line, other)| {
        let span = landed.union(&other);
        (
            Point::new(line, span.origin.y),
            Point::new(line, span.bottom()),
        )
    });
    let level = y.map(|(_, line, other)| {
        let span = landed.union(&other);
        (
            Point::new(span.origin.x, line),
            Point::new(span.right(), line),
        )
    });
    Snapped {
        origin,
        guides: upright.into_iter().chain(level).collect(),
    }
}

/// Left edge, middle and right edge.
fn across(rect: &Rect) -> [i32; 3] {
    [rect.origin.x, rect.middle().x, rect.right()]
}

/// Upper edge, middle and lower edge.
fn down(rect: &Rect) -> [i32; 3] {
    [rect.origin.y, rect.middle().y, rect.bottom()]
}

/// The lines of a rectangle in one direction.
type Lines = fn(&Rect) -> [i32; 3];

/// Every way to line up with one of these: how far to move, to which line, of which rectangle.
fn alignments(
    own: [i32; 3],
    others: &[Rect],
    lines: Lines,
) -> impl Iterator<Item = (i32, i32, Rect)> {
    others.iter().flat_map(move |other| {
        lines(other).into_iter().flat_map(move |line| {
            let away = own.map(|edge| line.saturating_sub(edge));
            away.into_iter().map(move |by| (by, line, *other))
        })
    })
}

/// The nearest of them that is at most so far away.
fn nearest(
    own: [i32; 3],
    others: &[Rect],
    lines: Lines,
    tolerance: i32,
) -> Option<(i32, i32, Rect)> {
    alignments(own, others, lines)
        .filter(|(by, ..)| by.unsigned_abs() <= tolerance.unsigned_abs())
        .min_by_key(|(by, ..)| by.unsigned_abs())
}
