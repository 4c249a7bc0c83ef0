//! Snapping: what is moved lines up with what lies near.

use crate::geometry::{Point, Rect};

/// Where something lands that is moved, and the lines that it lines up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapped {
    /// The corner at the left and the top.
    pub origin: Point,
    /// Lines along what it lines up with: from, to.
    pub guides: Vec<(Point, Point)>,
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
    let middle = rect.origin.x.saturating_add_unsigned(rect.size.width / 2);
    [rect.origin.x, middle, rect.right()]
}

/// Upper edge, middle and lower edge.
fn down(rect: &Rect) -> [i32; 3] {
    let middle = rect.origin.y.saturating_add_unsigned(rect.size.height / 2);
    [rect.origin.y, middle, rect.bottom()]
}

/// How far to move, to which line, of which rectangle.
fn nearest(
    own: [i32; 3],
    others: &[Rect],
    lines: fn(&Rect) -> [i32; 3],
    tolerance: i32,
) -> Option<(i32, i32, Rect)> {
    let candidates = others.iter().flat_map(|other| {
        lines(other).into_iter().flat_map(move |line| {
            let away = own.map(|edge| line.saturating_sub(edge));
            away.into_iter().map(move |by| (by, line, *other))
        })
    });
    candidates
        .filter(|(by, ..)| by.unsigned_abs() <= tolerance.unsigned_abs())
        .min_by_key(|(by, ..)| by.unsigned_abs())
}
