//! The board on its canvas: frames, clusters, notes and the rest, from the back to the
//! front, and only what lies in view.

use std::collections::{BTreeSet, HashMap};

use board::document::Document;
use board::geometry::{Point, Rect};
use board::ids::RecordId;
use board::index::SpatialIndex;
use board::record::{Content, Ink, Kind, Record};
use board::wrap::{LEADING, Laid, lay_out};
use domain::ids::AttachmentId;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::area::Area;
use super::camera::Camera;
use super::pictures::Pictures;
use super::theme::Theme;

/// Letters smaller than this on the screen, in pixels, are not written.
const LEGIBLE: f64 = 4.5;
/// Between the edge of a paper and what is written on it, in board units.
const PADDING: f64 = 10.0;
/// Size of the names of frames and clusters, in board units.
const NAME: f64 = 18.0;
/// The most texts whose layout is remembered.
const REMEMBERED: usize = 20_000;

/// Somebody else's pointer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pointer {
    /// Where it points.
    pub at: Point,
    /// Whose it is.
    pub name: String,
    /// Its hue, in degrees.
    pub hue: u32,
}

/// What is drawn on top of the document.
#[derive(Default)]
pub(super) struct Overlay<'a> {
    /// What is selected.
    pub selection: Option<&'a BTreeSet<RecordId>>,
    /// What is edited, whose text is written by the field above it.
    pub editing: Option<RecordId>,
    /// The rectangle that is being drawn to select or to make something.
    pub marquee: Option<Rect>,
    /// The stroke that is being drawn.
    pub stroke: &'a [Point],
    /// The lines to which a move snaps: from, to.
    pub guides: &'a [(Point, Point)],
    /// The pointers of others.
    pub pointers: &'a [Pointer],
    /// For many eyes: without what only the reader may see.
    pub for_all: bool,
}

/// Draws boards on one canvas.
pub(super) struct Painter {
    context: CanvasRenderingContext2d,
    theme: Theme,
    pictures: Pictures,
    laid: HashMap<RecordId, (u64, Laid)>,
}

impl Painter {
    pub(super) fn new(context: CanvasRenderingContext2d, pictures: Pictures) -> Self {
        Self {
            context,
            theme: Theme::default(),
            pictures,
            laid: HashMap::new(),
        }
    }

    /// Draws what the camera shows.
    pub(super) fn paint(
        &mut self,
        canvas: &HtmlCanvasElement,
        (document, index): (&Document, &SpatialIndex),
        camera: Camera,
        overlay: &Overlay<'_>,
    ) {
        self.theme.follow(canvas);
        let ratio = leptos::prelude::window().device_pixel_ratio();
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        let context = &self.context;
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        context.set_fill_style_str(&self.theme.sunken);
        context.fill_rect(0.0, 0.0, width, height);
        let scale = camera.scale * ratio;
        let _ = context.set_transform(
            scale,
            0.0,
            0.0,
            scale,
            -camera.left * scale,
            -camera.top * scale,
        );
        let seen = camera.visible((width / ratio, height / ratio));
        let mut records: Vec<(RecordId, &Record)> = index
            .within(&seen)
            .into_iter()
            .filter_map(|id| Some((id, document.live(id)?)))
            .filter(|(_, record)| !(overlay.for_all && record.hidden))
            .collect();
        records.sort_by_key(|(id, record)| (layer(record), &record.shape.order, *id));
        for (id, record) in &records {
            let written = overlay.editing != Some(*id);
            self.record(*id, record, camera.scale, written);
        }
        self.connectors(document, &seen);
        self.overlay(document, camera.scale, overlay);
        if self.laid.len() > REMEMBERED {
            self.laid.clear();
        }
    }

    fn record(&mut self, id: RecordId, record: &Record, scale: f64, written: bool) {
        let area = Area::of(record);
        match &record.shape.content {
            Content::Frame => self.frame(record, area, scale),
            Content::Cluster => self.cluster(record, area, scale),
            Content::Note(note) => {
                let paper = self.theme.paper(note.colour).to_owned();
                self.note(record, area, &paper, scale);
                if written {
                    self.label(&note.label, area, scale);
                    self.text(
                        id,
                        record,
                        area.inset(PADDING, !note.label.is_empty()),
                        scale,
                    );
                }
            }
            Content::Text if written => self.text(id, record, area, scale),
            Content::Stroke(ink, points) => self.stroke(*ink, record.shape.position, points),
            Content::Image(picture) => self.image(id, record, *picture, area, scale),
            Content::Text | Content::Connector(_) => {}
        }
    }

    fn frame(&self, record: &Record, area: Area, scale: f64) {
        let context = &self.context;
        context.set_fill_style_str(&self.theme.surface);
        context.fill_rect(area.x, area.y, area.width, area.height);
        context.set_stroke_style_str(&self.theme.line);
        context.set_line_width(1.5 / scale);
        context.stroke_rect(area.x, area.y, area.width, area.height);
        self.name(&record.shape.text, area, scale);
    }

    fn cluster(&self, record: &Record, area: Area, scale: f64) {
        let context = &self.context;
        context.set_stroke_style_str(&self.theme.ink_soft);
        context.set_line_width(1.5 / scale);
        self.dashed(6.0 / scale);
        self.outline(area, 12.0);
        context.stroke();
        self.solid();
        self.name(&record.shape.text, area, scale);
    }

    fn note(&self, record: &Record, area: Area, paper: &str, scale: f64) {
        let context = &self.context;
        context.set_fill_style_str(paper);
        self.outline(area, 4.0);
        context.fill();
        context.set_stroke_style_str(&self.theme.line);
        context.set_line_width(1.0 / scale);
        if record.hidden {
            // Seen by its author alone: not by colour alone, so the edge is dashed.
            context.set_stroke_style_str(&self.theme.ink);
            self.dashed(4.0 / scale);
        }
        context.stroke();
        self.solid();
        if !record.contested.is_empty() {
            context.set_stroke_style_str(&self.theme.accent);
            context.set_line_width(3.0 / scale);
            context.stroke();
        }
    }

    fn label(&self, label: &str, area: Area, scale: f64) {
        if label.is_empty() || 11.0 * scale < LEGIBLE {
            return;
        }
        self.font(11.0, true);
        self.context.set_fill_style_str(&self.theme.ink_soft);
        let _ = self.context.fill_text_with_max_width(
            label,
            area.x + PADDING,
            area.y + 16.0,
            (area.width - 2.0 * PADDING).max(1.0),
        );
    }

    /// The name of a frame or cluster, written above it at a size that can be read from
    /// afar.
    fn name(&self, name: &str, area: Area, scale: f64) {
        let size = NAME.max(12.0 / scale).min(NAME * 4.0);
        if name.is_empty() || size * scale < LEGIBLE {
            return;
        }
        self.font(size, true);
        self.context.set_fill_style_str(&self.theme.ink);
        let first = name.lines().next().unwrap_or_default();
        let (x, y) = (area.x + 2.0, area.y - size * 0.4);
        let _ = self
            .context
            .fill_text_with_max_width(first, x, y, area.width.max(1.0));
    }

    fn text(&mut self, id: RecordId, record: &Record, area: Area, scale: f64) {
        if record.shape.text.is_empty() || 20.0 * scale < LEGIBLE {
            return;
        }
        let key = layout_key(&record.shape.text, area);
        let known = self.laid.get(&id).is_some_and(|(of, _)| *of == key);
        if !known {
            self.font(100.0, false);
            let measure = |part: &str| {
                let measured = self.context.measure_text(part);
                measured.map_or(0.0, |text| text.width() / 100.0)
            };
            let laid = lay_out(&record.shape.text, (area.width, area.height), &measure);
            self.laid.insert(id, (key, laid));
        }
        let Some((_, laid)) = self.laid.get(&id) else {
            return;
        };
        if laid.size * scale < LEGIBLE {
            return;
        }
        self.font(laid.size, false);
        self.context.set_fill_style_str(&self.theme.ink);
        let mut y = area.y + laid.size;
        for line in &laid.lines {
            let _ = self.context.fill_text(line, area.x, y);
            y += laid.size * LEADING;
        }
    }

    fn stroke(&self, ink: Ink, origin: Point, points: &[Point]) {
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

    /// A picture; where it has not come, the words that describe it.
    fn image(
        &mut self,
        id: RecordId,
        record: &Record,
        picture: AttachmentId,
        area: Area,
        scale: f64,
    ) {
        let context = &self.context;
        if let Some(picture) = self.pictures.get(picture) {
            let (width, height) = (area.width, area.height);
            let _ = context.draw_image_with_html_image_element_and_dw_and_dh(
                &picture, area.x, area.y, width, height,
            );
            return;
        }
        context.set_fill_style_str(&self.theme.surface);
        context.fill_rect(area.x, area.y, area.width, area.height);
        context.set_stroke_style_str(&self.theme.line);
        context.set_line_width(1.0 / scale);
        context.stroke_rect(area.x, area.y, area.width, area.height);
        self.text(id, record, area.inset(PADDING, false), scale);
    }

    fn connectors(&self, document: &Document, seen: &Rect) {
        let context = &self.context;
        context.set_stroke_style_str(&self.theme.ink_soft);
        context.set_fill_style_str(&self.theme.ink_soft);
        context.set_line_width(2.0);
        for (_, record) in document.records() {
            let Content::Connector(ends) = &record.shape.content else {
                continue;
            };
            let (Some(from), Some(to)) = (document.live(ends.from), document.live(ends.to)) else {
                continue;
            };
            let (from, to) = (Area::of(from), Area::of(to));
            if !from.rect().union(&to.rect()).intersects(seen) {
                continue;
            }
            let start = from.edge_towards(to.centre());
            let end = to.edge_towards(from.centre());
            context.begin_path();
            context.move_to(start.0, start.1);
            context.line_to(end.0, end.1);
            context.stroke();
            self.arrow(start, end);
            let text = &record.shape.text;
            if !text.is_empty() {
                self.font(13.0, false);
                let middle = ((start.0 + end.0) / 2.0, (start.1 + end.1) / 2.0);
                let _ = context.fill_text(text, middle.0 + 6.0, middle.1 - 6.0);
            }
        }
    }

    fn arrow(&self, from: (f64, f64), to: (f64, f64)) {
        const LENGTH: f64 = 12.0;
        let angle = (to.1 - from.1).atan2(to.0 - from.0);
        self.context.begin_path();
        self.context.move_to(to.0, to.1);
        for turn in [0.45_f64, -0.45] {
            let (sine, cosine) = (angle + turn).sin_cos();
            self.context
                .line_to(to.0 - LENGTH * cosine, to.1 - LENGTH * sine);
        }
        self.context.close_path();
        self.context.fill();
    }

    fn overlay(&self, document: &Document, scale: f64, overlay: &Overlay<'_>) {
        let context = &self.context;
        context.set_stroke_style_str(&self.theme.accent);
        context.set_line_width(2.5 / scale);
        for id in overlay.selection.into_iter().flatten() {
            if let Some(record) = document.live(*id) {
                self.outline(Area::of(record).grown(3.0 / scale), 5.0);
                context.stroke();
            }
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
            self.stroke(Ink::default(), Point::default(), overlay.stroke);
        }
        for pointer in overlay.pointers {
            self.pointer(pointer, scale);
        }
    }

    fn pointer(&self, pointer: &Pointer, scale: f64) {
        let context = &self.context;
        let (x, y) = (f64::from(pointer.at.x), f64::from(pointer.at.y));
        let unit = 1.0 / scale;
        context.set_fill_style_str(&format!("oklch(0.5 0.15 {})", pointer.hue));
        context.begin_path();
        context.move_to(x, y);
        context.line_to(x + 4.0 * unit, y + 14.0 * unit);
        context.line_to(x + 12.0 * unit, y + 10.0 * unit);
        context.close_path();
        context.fill();
        self.font(12.0 * unit, true);
        let wide = context
            .measure_text(&pointer.name)
            .map_or(0.0, |text| text.width());
        context.fill_rect(
            x + 12.0 * unit,
            y + 12.0 * unit,
            wide + 8.0 * unit,
            18.0 * unit,
        );
        context.set_fill_style_str("white");
        let _ = context.fill_text(&pointer.name, x + 16.0 * unit, y + 25.0 * unit);
    }

    fn outline(&self, area: Area, radius: f64) {
        self.context.begin_path();
        let radius = radius.min(area.width / 2.0).min(area.height / 2.0);
        let _ = self
            .context
            .round_rect_with_f64(area.x, area.y, area.width, area.height, radius);
    }

    fn dashed(&self, length: f64) {
        let dashes = js_sys::Array::of2(&length.into(), &length.into());
        let _ = self.context.set_line_dash(&dashes);
    }

    fn solid(&self) {
        let _ = self.context.set_line_dash(&js_sys::Array::new());
    }

    fn font(&self, size: f64, bold: bool) {
        let weight = if bold { "650 " } else { "" };
        let font = format!("{weight}{size}px {}", self.theme.font);
        self.context.set_font(&font);
    }
}

/// What is drawn below what.
fn layer(record: &Record) -> u8 {
    match record.shape.kind() {
        Kind::Frame => 0,
        Kind::Cluster => 1,
        Kind::Image => 2,
        Kind::Note | Kind::Text | Kind::Stroke | Kind::Connector => 3,
    }
}

/// Tells layouts apart: another text or another size is laid out anew.
fn layout_key(text: &str, area: Area) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    area.width.to_bits().hash(&mut hasher);
    area.height.to_bits().hash(&mut hasher);
    hasher.finish()
}
