//! The strokes that all drawings on a canvas share.

use board::geometry::Point;
use board::record::Ink;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::area::Area;
use super::theme::Theme;

/// A canvas to draw on, with the colours of the page.
pub(super) struct Pen {
    pub(super) context: CanvasRenderingContext2d,
    pub(super) theme: Theme,
}

impl Pen {
    pub(super) fn new(context: CanvasRenderingContext2d) -> Self {
        Self {
            context,
            theme: Theme::default(),
        }
    }

    /// Draws pixel by pixel from now on.
    pub(super) fn on_pixels(&self) {
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    }

    /// Follows the colours of the page. Whether they are others now.
    pub(super) fn follow(&mut self, canvas: &HtmlCanvasElement) -> bool {
        self.theme.follow(canvas)
    }

    pub(super) fn stroke(&self, ink: Ink, origin: Point, points: &[Point]) {
        let context = &self.context;
        context.set_stroke_style_str(self.theme.ink_of(ink.colour));
        context.set_line_width(f64::from(ink.width.max(1)));
        context.set_line_cap("round");
        context.set_line_join("round");
        context.begin_path();
        let place = |point: &Point| {
            (
                f64::from(origin.x) + f64::from(point.x),
                f64::from(origin.y) + f64::from(point.y),
            )
        };
        if let Some((x, y)) = points.first().map(place) {
            context.move_to(x, y);
            context.line_to(x, y);
        }
        for (x, y) in points.iter().skip(1).map(place) {
            context.line_to(x, y);
        }
        context.stroke();
    }

    pub(super) fn outline(&self, area: Area, radius: f64) {
        self.context.begin_path();
        let radius = radius.min(area.width / 2.0).min(area.height / 2.0);
        let _ = self
            .context
            .round_rect_with_f64(area.x, area.y, area.width, area.height, radius);
    }

    pub(super) fn dashed(&self, length: f64) {
        let dashes = js_sys::Array::of2(&length.into(), &length.into());
        let _ = self.context.set_line_dash(&dashes);
    }

    pub(super) fn solid(&self) {
        let _ = self.context.set_line_dash(&js_sys::Array::new());
    }

    pub(super) fn font(&self, size: f64, bold: bool) {
        let weight = if bold { "650 " } else { "" };
        let font = format!("{weight}{size}px {}", self.theme.font);
        self.context.set_font(&font);
    }
}
