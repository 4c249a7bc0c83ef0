//! Points, sizes and rectangles in board units: one unit is one CSS pixel at
//! the scale 1. Integers, so that every device computes the same.

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_COORDINATE, MAX_SIZE};

/// A place on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Point {
    /// To the right of the origin.
    pub x: i32,
    /// Below the origin.
    pub y: i32,
}

impl Point {
    /// The point with the given coordinates.
    #[must_use]
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    /// Whether both coordinates are within the board.
    #[must_use]
    pub fn is_valid(self) -> bool {
        [self.x, self.y]
            .iter()
            .all(|coordinate| coordinate.unsigned_abs() <= MAX_COORDINATE.unsigned_abs())
    }
}

/// The extent of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Size {
    /// Extent to the right.
    pub width: u32,
    /// Extent downwards.
    pub height: u32,
}

impl Size {
    /// The size with the given extents.
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Whether both extents are within bounds.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.width <= MAX_SIZE && self.height <= MAX_SIZE
    }
}

/// An upright rectangle. Left and top edge belong to it, right and bottom edge
/// do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Rect {
    /// The corner at the left and the top.
    pub origin: Point,
    /// The extent from there.
    pub size: Size,
}

impl Rect {
    /// The rectangle with the given corner and extent.
    #[must_use]
    pub const fn new(origin: Point, size: Size) -> Self {
        Self { origin, size }
    }

    /// The first x to the right of the rectangle.
    #[must_use]
    pub const fn right(&self) -> i32 {
        self.origin.x.saturating_add_unsigned(self.size.width)
    }

    /// The first y below the rectangle.
    #[must_use]
    pub const fn bottom(&self) -> i32 {
        self.origin.y.saturating_add_unsigned(self.size.height)
    }

    /// The point in its middle.
    #[must_use]
    pub const fn middle(&self) -> Point {
        Point::new(
            self.origin.x.saturating_add_unsigned(self.size.width / 2),
            self.origin.y.saturating_add_unsigned(self.size.height / 2),
        )
    }

    /// Whether the point lies within.
    #[must_use]
    pub const fn contains(&self, point: Point) -> bool {
        self.origin.x <= point.x
            && point.x < self.right()
            && self.origin.y <= point.y
            && point.y < self.bottom()
    }

    /// Whether the two have a point in common.
    #[must_use]
    pub const fn intersects(&self, other: &Self) -> bool {
        self.origin.x < other.right()
            && other.origin.x < self.right()
            && self.origin.y < other.bottom()
            && other.origin.y < self.bottom()
    }

    /// The rectangle with so much more on every side, or less if negative.
    #[must_use]
    pub const fn grown(&self, by: i32) -> Self {
        let both = by.saturating_mul(2);
        Self::new(
            Point::new(
                self.origin.x.saturating_sub(by),
                self.origin.y.saturating_sub(by),
            ),
            Size::new(
                self.size.width.saturating_add_signed(both),
                self.size.height.saturating_add_signed(both),
            ),
        )
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let origin = Point::new(
            self.origin.x.min(other.origin.x),
            self.origin.y.min(other.origin.y),
        );
        let size = Size::new(
            self.right().max(other.right()).abs_diff(origin.x),
            self.bottom().max(other.bottom()).abs_diff(origin.y),
        );
        Self { origin, size }
    }
}

/// Where the line from the middle of an upright rectangle towards a point leaves
/// it, given the middle and half of its width and height.
#[must_use]
pub fn edge_towards((cx, cy): (f64, f64), half: (f64, f64), (x, y): (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (x - cx, y - cy);
    let reach = |half: f64, along: f64| {
        if along == 0.0 {
            f64::INFINITY
        } else {
            half / along.abs()
        }
    };
    let part = reach(half.0, dx).min(reach(half.1, dy)).min(1.0);
    (cx + dx * part, cy + dy * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, width: u32, height: u32) -> Rect {
        Rect::new(Point::new(x, y), Size::new(width, height))
    }

    #[test]
    fn s45_edges_belong_to_one_side_only() {
        let left = rect(0, 0, 10, 10);
        assert!(left.contains(Point::new(0, 9)));
        assert!(!left.contains(Point::new(10, 9)));
        assert!(!left.intersects(&rect(10, 0, 10, 10)));
        assert!(left.intersects(&rect(9, 9, 1, 1)));
    }

    #[test]
    fn s45_a_union_holds_both() {
        assert_eq!(
            rect(-5, 0, 10, 10).union(&rect(20, 30, 5, 5)),
            rect(-5, 0, 30, 35)
        );
    }

    #[test]
    fn s45_a_grown_rectangle_keeps_its_middle() {
        assert_eq!(rect(0, 0, 10, 20).grown(5), rect(-5, -5, 20, 30));
        assert_eq!(rect(-5, -5, 20, 30).grown(-5), rect(0, 0, 10, 20));
        assert_eq!(rect(0, 0, 4, 4).grown(-100).size, Size::new(0, 0));
    }

    #[test]
    fn s45_extreme_rectangles_do_not_overflow() {
        let all = rect(i32::MIN, i32::MIN, u32::MAX, u32::MAX);
        let far = rect(i32::MAX, i32::MAX, u32::MAX, u32::MAX);
        assert!(all.contains(Point::new(0, 0)));
        assert!(!all.intersects(&far));
        assert_eq!(all.union(&far).origin, all.origin);
    }
}
