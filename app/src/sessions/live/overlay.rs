//! What lies over the board on a canvas of its own: selection, guides, what is being drawn,
//! the pointers of others. It changes with every move; the board below stays as it is.

use std::collections::BTreeSet;

use board::document::Document;
use board::geometry::{Point, Rect};
use board::ids::RecordId;
use board::lines::{arrow, shown_in};
use board::record::Ink;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::area::Area;
use super::pen::Pen;
use super::repaint::Placing;
use super::tint::Tint;

/// Somebody else's pointer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pointer {
    /// Where it points.
    pub at: Point,
    /// Whose it is.
    pub name: String,
    /// Its colour.
    pub tint: Tint,
}

/// A record in which others are writing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    /// The record.
    pub record: RecordId,
    /// Who writes in it.
    pub names: Vec<String>,
    /// The colour of the first of them.
    pub tint: Tint,
}

/// What is drawn on top of the document.
#[derive(Default)]
pub(super) struct Overlay<'a> {
    /// What is selected.
    pub selection: Option<&'a BTreeSet<RecordId>>,
    /// The rectangle that is being drawn to select or to make something.
    pub marquee: Option<Rect>,
    /// The stroke that is being drawn.
    pub stroke: &'a [Point],
    /// The lines to which a move snaps: from, to.
    pub guides: &'a [(Point, Point)],
    /// The pointers of others.
    pub pointers: &'a [Pointer],
    /// Where others are writing.
    pub written: &'a [Written],
    /// The pen that keys move.
    pub pen: Option<Point>,
}

impl Overlay<'_> {
    fn is_empty(&self) -> bool {
        self.selection.is_none_or(BTreeSet::is_empty)
            && self.marquee.is_none()
            && self.stroke.is_empty()
            && self.guides.is_empty()
            && self.pointers.is_empty()
            && self.written.is_empty()
            && self.pen.is_none()
    }
}

/// Draws it.
pub(super) struct OverlayPainter {
    pen: Pen,
    /// Nothing is drawn.
    clear: bool,
}

impl OverlayPainter {
    pub(super) fn new(context: CanvasRenderingContext2d) -> Self {
        Self {
            pen: Pen::new(context),
            clear: false,
        }
    }

    /// Draws what lies over the document, `scale` pixels of the page for one board unit.
    pub(super) fn paint(
        &mut self,
        canvas: &HtmlCanvasElement,
        document: &Document,
        (placing, scale): (&Placing, f64),
        overlay: &Overlay<'_>,
    ) {
        if overlay.is_empty() && self.clear {
            return;
        }
        self.clear = overlay.is_empty();
        self.pen.follow(canvas);
        self.pen.on_pixels();
        let (width, height) = placing.size;
        self.pen.context.clear_rect(0.0, 0.0, width, height);
        placing.apply(&self.pen.context);
        self.marks(document, scale, overlay);
        for written in overlay.written {
            let record = document.live(written.record);
            if let Some(bounds) = record.and_then(|record| shown_in(document, record)) {
                self.written(written, Area::from_rect(&bounds), scale);
            }
        }
        for pointer in overlay.pointers {
            self.pointer(pointer, scale);
        }
        if let Some(at) = overlay.pen {
            self.ring(at, scale, !overlay.stroke.is_empty());
        }
    }

    fn marks(&self, document: &Document, scale: f64, overlay: &Overlay<'_>) {
        let context = &self.pen.context;
        context.set_stroke_style_str(&self.pen.theme.accent);
        for id in overlay.selection.into_iter().flatten() {
            let Some(record) = document.live(*id) else {
                continue;
            };
            match arrow(document, record) {
                Some(line) => {
                    context.begin_path();
                    context.move_to(line.start.0, line.start.1);
                    context.line_to(line.end.0, line.end.1);
                    context.set_line_width(5.0 / scale);
                }
                None => {
                    self.pen.outline(Area::of(record).grown(3.0 / scale), 5.0);
                    context.set_line_width(2.5 / scale);
                }
            }
            context.stroke();
        }
        context.set_line_width(1.0 / scale);
        if let Some(marquee) = overlay.marquee {
            let area = Area::from_rect(&marquee);
            context.stroke_rect(area.x, area.y, area.width, area.height);
        }
        for (from, to) in overlay.guides {
            context.begin_path();
            context.move_to(f64::from(from.x), f64::from(from.y));
            context.line_to(f64::from(to.x), f64::from(to.y));
            context.stroke();
        }
        if !overlay.stroke.is_empty() {
            self.pen
                .stroke(Ink::default(), Point::default(), overlay.stroke);
        }
    }

    /// The pen that keys move: a ring, filled while it draws.
    fn ring(&self, at: Point, scale: f64, down: bool) {
        let context = &self.pen.context;
        let (x, y) = (f64::from(at.x), f64::from(at.y));
        context.begin_path();
        let _ = context.arc(x, y, 7.0 / scale, 0.0, std::f64::consts::TAU);
        context.set_line_width(2.5 / scale);
        context.set_stroke_style_str(&self.pen.theme.accent);
        context.stroke();
        if down {
            context.set_fill_style_str(&self.pen.theme.accent);
            context.fill();
        }
    }

    fn pointer(&self, pointer: &Pointer, scale: f64) {
        let context = &self.pen.context;
        let (x, y) = (f64::from(pointer.at.x), f64::from(pointer.at.y));
        let unit = 1.0 / scale;
        context.set_fill_style_str(&pointer.tint.css());
        context.begin_path();
        context.move_to(x, y);
        context.line_to(x + 4.0 * unit, y + 14.0 * unit);
        context.line_to(x + 12.0 * unit, y + 10.0 * unit);
        context.close_path();
        context.fill();
        // Its edge shows where the board is as dark as it is.
        context.set_stroke_style_str("white");
        context.set_line_width(unit);
        context.stroke();
        self.tag(&pointer.name, (x + 12.0 * unit, y + 12.0 * unit), unit);
    }

    /// An outline around what others write in, with their names on top of it.
    fn written(&self, written: &Written, area: Area, scale: f64) {
        let context = &self.pen.context;
        let ink = written.tint.css();
        let unit = 1.0 / scale;
        let area = area.grown(6.0 * unit);
        context.set_stroke_style_str(&ink);
        context.set_line_width(2.5 * unit);
        self.pen.outline(area, 8.0);
        context.stroke();
        context.set_fill_style_str(&ink);
        let names = written.names.join(", ");
        self.tag(&names, (area.x, area.y - 18.0 * unit), unit);
    }

    /// A name in white on what is filled with already.
    fn tag(&self, name: &str, (x, y): (f64, f64), unit: f64) {
        let context = &self.pen.context;
        self.pen.font(12.0 * unit, true);
        let wide = context.measure_text(name).map_or(0.0, |text| text.width());
        context.fill_rect(x, y, wide + 8.0 * unit, 18.0 * unit);
        context.set_fill_style_str("white");
        let _ = context.fill_text(name, x + 4.0 * unit, y + 13.0 * unit);
    }
}
