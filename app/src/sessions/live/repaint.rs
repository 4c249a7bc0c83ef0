//! Which pixels of the canvas are drawn anew: those of what changed and those that a moved
//! view uncovers. The others stay, or move with the view.

use board::geometry::Rect;
use web_sys::CanvasRenderingContext2d;

use super::area::Area;
use super::camera::Camera;

/// Parts that cover more than this share of the canvas are not worth telling apart.
const MOST: f64 = 0.5;

/// How the board lies on the pixels of a canvas. Its corner lies on a whole pixel, so that
/// what is drawn can be moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placing {
    /// Pixels of the canvas for one board unit.
    pub scale: f64,
    /// The board's origin is so many pixels to the left of the canvas.
    pub left: f64,
    /// See `left`.
    pub top: f64,
    /// Width and height of the canvas, in its pixels.
    pub size: (f64, f64),
}

impl Placing {
    /// Where the camera puts the board on a canvas with so many pixels for each of the page.
    pub(super) fn of(camera: Camera, ratio: f64, size: (f64, f64)) -> Self {
        let scale = camera.scale * ratio;
        Self {
            scale,
            left: (camera.left * scale).round(),
            top: (camera.top * scale).round(),
            size,
        }
    }

    /// The pixels of a part of the board, whole ones; none where it is out of sight.
    fn pixels(&self, part: &Rect) -> Option<Area> {
        let part = Area::from_rect(part);
        let span = |from: f64, length: f64, start: f64, all: f64| {
            let low = (from * self.scale - start).floor() - 1.0;
            let high = ((from + length) * self.scale - start).ceil() + 1.0;
            let (low, high) = (low.max(0.0), high.min(all));
            (low < high).then_some((low, high - low))
        };
        let (x, width) = span(part.x, part.width, self.left, self.size.0)?;
        let (y, height) = span(part.y, part.height, self.top, self.size.1)?;
        Some(Area {
            x,
            y,
            width,
            height,
        })
    }

    /// The part of the board on some pixels, and no less.
    pub(super) fn board(&self, pixels: Area) -> Area {
        Area {
            x: (pixels.x + self.left) / self.scale,
            y: (pixels.y + self.top) / self.scale,
            width: pixels.width / self.scale,
            height: pixels.height / self.scale,
        }
        .grown(1.0)
    }

    /// Draws in board units from now on.
    pub(super) fn apply(&self, context: &CanvasRenderingContext2d) {
        let (scale, left, top) = (self.scale, -self.left, -self.top);
        let _ = context.set_transform(scale, 0.0, 0.0, scale, left, top);
    }

    /// All pixels.
    pub(super) fn whole(&self) -> Area {
        Area {
            x: 0.0,
            y: 0.0,
            width: self.size.0,
            height: self.size.1,
        }
    }
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repaint {
    /// By how many pixels what is drawn moves first.
    pub shift: (f64, f64),
    /// The pixels that are drawn anew then.
    pub parts: Vec<Area>,
}

impl Repaint {
    /// After a drawing that lay as `before` does, if its pixels hold at all.
    pub(super) fn after(before: Option<Placing>, now: &Placing, changed: &[Rect]) -> Self {
        let all = Self {
            shift: (0.0, 0.0),
            parts: vec![now.whole()],
        };
        let Some(before) = before else {
            return all;
        };
        let (width, height) = now.size;
        let (dx, dy) = (before.left - now.left, before.top - now.top);
        let kept = before.size == now.size && before.scale.to_bits() == now.scale.to_bits();
        if !kept || dx.abs() >= width || dy.abs() >= height {
            return all;
        }
        let mut parts: Vec<Area> = uncovered((dx, dy), now.size)
            .filter(|strip| strip.width > 0.0 && strip.height > 0.0)
            .collect();
        parts.extend(changed.iter().filter_map(|part| now.pixels(part)));
        let covered: f64 = parts.iter().map(|part| part.width * part.height).sum();
        if covered > MOST * width * height {
            return all;
        }
        Self {
            shift: (dx, dy),
            parts,
        }
    }
}

/// The strips at the edges that a shift uncovers: beside, then above or below.
fn uncovered((dx, dy): (f64, f64), (width, height): (f64, f64)) -> impl Iterator<Item = Area> {
    let beside = Area {
        x: if dx > 0.0 { 0.0 } else { width + dx },
        y: 0.0,
        width: dx.abs(),
        height,
    };
    let along = Area {
        x: 0.0,
        y: if dy > 0.0 { 0.0 } else { height + dy },
        width,
        height: dy.abs(),
    };
    [beside, along].into_iter()
}

#[cfg(test)]
mod tests {
    use board::geometry::{Point, Size};

    use super::*;

    const CAMERA: Camera = Camera {
        left: -100.3,
        top: 40.2,
        scale: 0.5,
    };
    const SIZE: (f64, f64) = (800.0, 600.0);

    fn placing(camera: Camera) -> Placing {
        Placing::of(camera, 1.0, SIZE)
    }

    fn rect(x: i32, y: i32, side: u32) -> Rect {
        Rect::new(Point::new(x, y), Size::new(side, side))
    }

    #[test]
    fn where_nothing_changed_nothing_is_drawn() {
        let now = placing(CAMERA);
        let nothing = Repaint::after(Some(now), &now, &[rect(90_000, 0, 200)]);
        assert_eq!((nothing.shift, nothing.parts), ((0.0, 0.0), vec![]));
    }

    #[test]
    fn what_changed_is_drawn_with_whole_pixels() {
        let now = placing(CAMERA);
        let changed = Repaint::after(Some(now), &now, &[rect(11, 51, 201)]);
        // 11 ÷ 2 + 50 = 55.5, and 212 ÷ 2 + 50 = 156; 51 ÷ 2 − 20 = 5.5, and 252 ÷ 2 − 20 = 106.
        let part = Area {
            x: 54.0,
            y: 4.0,
            width: 103.0,
            height: 103.0,
        };
        assert_eq!(changed.parts, [part]);
        let of_board = now.board(part);
        assert!(of_board.x <= 11.0 && of_board.x + of_board.width >= 212.0);
    }

    #[test]
    fn a_moved_view_uncovers_its_edges() {
        let now = placing(CAMERA.panned(30.0, -20.0));
        let moved = Repaint::after(Some(placing(CAMERA)), &now, &[]);
        assert_eq!(moved.shift, (30.0, -20.0));
        let strips: Vec<[f64; 4]> = moved
            .parts
            .iter()
            .map(|part| [part.x, part.y, part.width, part.height])
            .collect();
        assert_eq!(strips, [[0.0, 0.0, 30.0, 600.0], [0.0, 580.0, 800.0, 20.0]]);
    }

    #[test]
    fn all_is_drawn_where_no_pixel_holds() {
        let now = placing(CAMERA);
        let all = [now.whole()];
        let others = [
            None,
            Some(placing(CAMERA.zoomed(1.1, (0.0, 0.0)))),
            Some(placing(CAMERA.panned(800.0, 0.0))),
            Some(Placing {
                size: (801.0, 600.0),
                ..now
            }),
        ];
        for before in others {
            assert_eq!(Repaint::after(before, &now, &[]).parts, all, "{before:?}");
        }
        let most = Repaint::after(Some(now), &now, &[rect(-100, 40, 1_400)]);
        assert_eq!(most.parts, all, "most of it changed");
    }
}
