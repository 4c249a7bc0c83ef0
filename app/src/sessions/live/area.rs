//! A part of the board in the numbers that a canvas takes.

use board::geometry::Rect;
use board::record::Record;

use super::camera::Camera;

/// A part of the board in the numbers that a canvas takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub(super) fn of(record: &Record) -> Self {
        Self::from_rect(&record.bounds())
    }

    pub(super) fn from_rect(rect: &Rect) -> Self {
        Self {
            x: f64::from(rect.origin.x),
            y: f64::from(rect.origin.y),
            width: f64::from(rect.size.width),
            height: f64::from(rect.size.height),
        }
    }

    pub(super) fn rect(self) -> Rect {
        let camera = Camera {
            left: 0.0,
            top: 0.0,
            scale: 1.0,
        };
        let corner = camera.to_board(self.x, self.y);
        Rect::new(corner, camera.visible((self.width, self.height)).size)
    }

    /// What is left within an edge, and below a label where there is one.
    pub(super) fn inset(self, edge: f64, labelled: bool) -> Self {
        let top = if labelled { edge + 12.0 } else { edge };
        Self {
            x: self.x + edge,
            y: self.y + top,
            width: (self.width - 2.0 * edge).max(1.0),
            height: (self.height - top - edge).max(1.0),
        }
    }

    /// What is left above a foot.
    pub(super) fn without_foot(self, foot: f64) -> Self {
        Self {
            height: (self.height - foot).max(1.0),
            ..self
        }
    }

    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}
