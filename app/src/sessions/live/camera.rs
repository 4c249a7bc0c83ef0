//! Which part of the board the screen shows: from board units to pixels and back.

use board::geometry::{Point, Rect, Size};

/// How small and how large the board can be shown: pixels for one board unit.
pub(super) const SCALE_MIN: f64 = 0.05;
/// See [`SCALE_MIN`].
pub(super) const SCALE_MAX: f64 = 4.0;
/// Pixels left free around what is brought into view.
const MARGIN: f64 = 48.0;

/// What the screen shows of the board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Camera {
    /// Board coordinates of the screen's corner at the left and the top.
    pub left: f64,
    /// See `left`.
    pub top: f64,
    /// Pixels for one board unit.
    pub scale: f64,
}

/// Two fingers on the canvas, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fingers {
    /// How far they are from each other.
    pub distance: f64,
    /// The middle between them.
    pub middle: (f64, f64),
}

impl Fingers {
    /// Two fingers at two pixels. They are never at the same one.
    pub(super) fn at(one: (f64, f64), other: (f64, f64)) -> Self {
        Self {
            distance: (one.0 - other.0).hypot(one.1 - other.1).max(1.0),
            middle: ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0),
        }
    }
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            left: -MARGIN,
            top: -MARGIN,
            scale: 1.0,
        }
    }
}

/// Pixels at each edge of the canvas over which something else lies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Covered {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Covered {
    /// With a bar more, from its corner to the opposite one, on a canvas of so many pixels: it
    /// lies along the edge that it is long at.
    pub(super) fn with(self, bar: [f64; 4], (width, height): (f64, f64)) -> Self {
        let [left, top, right, bottom] = bar;
        if bottom - top > right - left {
            if left + right < width {
                let left = self.left.max(right);
                return Self { left, ..self };
            }
            let right = self.right.max(width - left);
            return Self { right, ..self };
        }
        if top + bottom < height {
            let top = self.top.max(bottom);
            return Self { top, ..self };
        }
        let bottom = self.bottom.max(height - top);
        Self { bottom, ..self }
    }
}

impl Camera {
    /// The place on the board under a pixel of the canvas.
    pub(super) fn to_board(self, x: f64, y: f64) -> Point {
        Point::new(
            whole(self.left + x / self.scale),
            whole(self.top + y / self.scale),
        )
    }

    /// The pixel of the canvas over a place on the board.
    pub(super) fn to_screen(self, point: Point) -> (f64, f64) {
        (
            (f64::from(point.x) - self.left) * self.scale,
            (f64::from(point.y) - self.top) * self.scale,
        )
    }

    /// The part of the board that a canvas of so many pixels shows.
    pub(super) fn visible(self, (width, height): (f64, f64)) -> Rect {
        let size = Size::new(extent(width / self.scale), extent(height / self.scale));
        Rect::new(self.to_board(0.0, 0.0), size)
    }

    /// Moved by so many pixels, as a hand moves a sheet.
    pub(super) fn panned(self, dx: f64, dy: f64) -> Self {
        Self {
            left: self.left - dx / self.scale,
            top: self.top - dy / self.scale,
            ..self
        }
    }

    /// Larger or smaller, with the place under a pixel kept where it is.
    pub(super) fn zoomed(self, factor: f64, (x, y): (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(SCALE_MIN, SCALE_MAX);
        Self {
            left: self.left + x / self.scale - x / scale,
            top: self.top + y / self.scale - y / scale,
            scale,
        }
    }

    /// Moved and enlarged as by two fingers that hold the sheet: what lay between them still
    /// does.
    pub(super) fn pinched(self, before: Fingers, now: Fingers) -> Self {
        let (from, to) = (before.middle, now.middle);
        self.panned(to.0 - from.0, to.1 - from.1)
            .zoomed(now.distance / before.distance, to)
    }

    /// Showing all of a part of the board, never larger than life.
    pub(super) fn fitting(part: Rect, (width, height): (f64, f64)) -> Self {
        let (wide, high) = (f64::from(part.size.width), f64::from(part.size.height));
        let room = |pixels: f64, units: f64| (pixels - 2.0 * MARGIN).max(1.0) / units.max(1.0);
        let scale = room(width, wide)
            .min(room(height, high))
            .clamp(SCALE_MIN, 1.0);
        Self {
            left: f64::from(part.origin.x) - (width / scale - wide) / 2.0,
            top: f64::from(part.origin.y) - (height / scale - high) / 2.0,
            scale,
        }
    }

    /// The same, beside what lies over the canvas.
    pub(super) fn fitting_beside(part: Rect, screen: (f64, f64), covered: Covered) -> Self {
        let free = (
            (screen.0 - covered.left - covered.right).max(1.0),
            (screen.1 - covered.top - covered.bottom).max(1.0),
        );
        Self::fitting(part, free).panned(covered.left, covered.top)
    }

    /// Moved as little as shows all of a part, where it does not show already.
    pub(super) fn showing(self, part: Rect, screen: (f64, f64)) -> Self {
        let seen = self.visible(screen);
        let inside =
            seen.contains(part.origin) && seen.contains(Point::new(part.right(), part.bottom()));
        if inside {
            return self;
        }
        let centred = Self::fitting(part, screen);
        let scale = self.scale.min(centred.scale.max(self.scale.min(1.0)));
        let middle = |origin: i32, size: u32| f64::from(origin) + f64::from(size) / 2.0;
        Self {
            left: middle(part.origin.x, part.size.width) - screen.0 / scale / 2.0,
            top: middle(part.origin.y, part.size.height) - screen.1 / scale / 2.0,
            scale,
        }
    }
}

/// The nearest board unit. Beyond what a board can hold, the edge.
#[allow(
    clippy::cast_possible_truncation,
    reason = "clamped to the board first"
)]
fn whole(value: f64) -> i32 {
    let edge = f64::from(board::limits::MAX_COORDINATE);
    value.round().clamp(-edge, edge) as i32
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped first"
)]
fn extent(value: f64) -> u32 {
    value
        .ceil()
        .clamp(0.0, 4.0 * f64::from(board::limits::MAX_COORDINATE)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (f64, f64) = (800.0, 600.0);

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let camera = Camera::default();
        let before = camera.to_board(300.0, 200.0);
        let zoomed = camera.zoomed(2.0, (300.0, 200.0));
        assert_eq!(zoomed.to_board(300.0, 200.0), before);
        assert!((zoomed.scale - 2.0).abs() < 1e-9);
    }

    #[test]
    fn zooming_stays_within_bounds() {
        let camera = Camera::default();
        assert_eq!(camera.zoomed(1e6, (0.0, 0.0)).scale, SCALE_MAX);
        assert_eq!(camera.zoomed(1e-6, (0.0, 0.0)).scale, SCALE_MIN);
    }

    #[test]
    fn panning_moves_the_sheet_with_the_hand() {
        let camera = Camera::default().zoomed(0.5, (0.0, 0.0));
        let place = camera.to_board(100.0, 100.0);
        assert_eq!(camera.panned(40.0, -20.0).to_screen(place), (140.0, 80.0));
    }

    #[test]
    fn what_lies_between_two_fingers_stays_there() {
        let camera = Camera::default().zoomed(0.5, (10.0, 20.0));
        let before = Fingers::at((100.0, 200.0), (300.0, 200.0));
        let now = Fingers::at((150.0, 100.0), (150.0, 500.0));
        let held = camera.to_board(200.0, 200.0);
        let pinched = camera.pinched(before, now);
        assert!((pinched.scale - 1.0).abs() < 1e-9, "twice as far apart");
        assert_eq!(pinched.to_board(150.0, 300.0), held);
        // Two fingers that move together pan.
        let along = Fingers::at((140.0, 180.0), (340.0, 180.0));
        assert_eq!(camera.pinched(before, along), camera.panned(40.0, -20.0));
        // Back again, and nothing has changed.
        let back = pinched.pinched(now, before);
        assert!((back.left - camera.left).abs() < 1e-6 && (back.top - camera.top).abs() < 1e-6);
    }

    #[test]
    fn fingers_at_one_place_do_not_tear_the_sheet() {
        let camera = Camera::default();
        let together = Fingers::at((50.0, 50.0), (50.0, 50.0));
        let apart = Fingers::at((50.0, 50.0), (50.0, 50_000.0));
        for (before, now) in [(together, apart), (apart, together)] {
            let scale = camera.pinched(before, now).scale;
            assert!((SCALE_MIN..=SCALE_MAX).contains(&scale), "{scale}");
        }
    }

    #[test]
    fn fitting_shows_all_and_never_larger_than_life() {
        let part = Rect::new(Point::new(-500, 200), Size::new(4_000, 1_000));
        let camera = Camera::fitting(part, SCREEN);
        let seen = camera.visible(SCREEN);
        assert!(seen.contains(part.origin));
        assert!(seen.contains(Point::new(part.right(), part.bottom())));
        let small = Rect::new(Point::new(0, 0), Size::new(10, 10));
        assert_eq!(Camera::fitting(small, SCREEN).scale, 1.0);
    }

    #[test]
    fn nothing_comes_to_lie_under_the_bars() {
        let covered = Covered::default()
            .with([12.0, 60.0, 60.0, 500.0], SCREEN)
            .with([12.0, 540.0, 500.0, 588.0], SCREEN)
            .with([740.0, 300.0, 788.0, 500.0], SCREEN);
        let expected = Covered {
            left: 60.0,
            top: 0.0,
            right: 60.0,
            bottom: 60.0,
        };
        assert_eq!(covered, expected);
        let part = Rect::new(Point::new(-500, 200), Size::new(4_000, 3_000));
        let camera = Camera::fitting_beside(part, SCREEN, covered);
        let (left, top) = camera.to_screen(part.origin);
        let (right, bottom) = camera.to_screen(Point::new(part.right(), part.bottom()));
        assert!(left >= 60.0 && top >= 0.0 && right <= 740.0 && bottom <= 540.0);
    }

    #[test]
    fn what_shows_already_does_not_move() {
        let camera = Camera::default();
        let near = Rect::new(Point::new(10, 10), Size::new(100, 100));
        assert_eq!(camera.showing(near, SCREEN), camera);
        let far = Rect::new(Point::new(5_000, 10), Size::new(100, 100));
        assert!(
            camera
                .showing(far, SCREEN)
                .visible(SCREEN)
                .contains(far.origin)
        );
    }
}
