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
    /// Where a picture of so many pixels shows in it: as large as it fits, in the middle and not
    /// out of shape, where its proportions are others.
    pub(super) fn holding(self, (across, down): (u32, u32)) -> Self {
        let (across, down) = (f64::from(across.max(1)), f64::from(down.max(1)));
        let scale = (self.width / across).min(self.height / down);
        let (width, height) = (across * scale, down * scale);
        Self {
            x: self.x + (self.width - width) / 2.0,
            y: self.y + (self.height - height) / 2.0,
            width,
            height,
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_fills_its_area_as_far_as_its_proportions_go() {
        let area = |x, y, width, height| Area {
            x,
            y,
            width,
            height,
        };
        let given = area(10.0, 20.0, 200.0, 100.0);
        assert_eq!(given.holding((400, 200)), given);
        assert_eq!(given.holding((50, 50)), area(60.0, 20.0, 100.0, 100.0));
        assert_eq!(given.holding((400, 100)), area(10.0, 45.0, 200.0, 50.0));
    }
}
