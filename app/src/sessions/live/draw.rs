//! The board on its canvas: frames, clusters, notes and the rest, from the back to the
//! front, only what lies in view, and of that only what looks different.

mod connectors;

use std::collections::HashMap;

use board::document::Document;
use board::geometry::Rect;
use board::ids::RecordId;
use board::index::SpatialIndex;
use board::labels::label_in;
use board::names::stands_inside;
use board::record::{Content, Kind, Record};
use board::wrap::{LEADING, Laid, lay_out, one_line};
use domain::ids::AttachmentId;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use self::connectors::shown_connectors;
use super::area::Area;
use super::changes::{Changes, FARTHEST, reach};
use super::marks::{self, Marks};
use super::pen::Pen;
use super::pictures::Pictures;
use super::repaint::{Placing, Repaint};
use super::text::BoardText;
use crate::sessions::votes::Mark;

/// Letters smaller than this on the screen, in pixels, are not written.
pub(super) const LEGIBLE: f64 = 4.5;
/// Notes narrower than this on the screen, in pixels, are drawn as plain paper.
const PLAIN: f64 = 28.0;
/// Letters of a text are no smaller than this, in board units: what does not fit in them is cut,
/// as small print is read by nobody in a room.
const LEAST: f64 = 13.0;
/// Between the edge of a paper and what is written on it, in board units.
const PADDING: f64 = 10.0;
/// Size of the names of frames and clusters, in board units.
const NAME: f64 = 18.0;
/// The most texts whose layout is remembered.
const REMEMBERED: usize = 20_000;

/// How the document is shown, beside where.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Manner {
    /// What is edited, whose text is written by the field above it.
    pub editing: Option<RecordId>,
    /// For many eyes: without what only the reader may see.
    pub for_all: bool,
    /// How many pictures have come.
    pub pictures: u32,
}

/// Draws boards on one canvas.
pub(super) struct Painter {
    pen: Pen,
    pictures: Pictures,
    laid: HashMap<RecordId, (u64, Laid)>,
    /// What is written on notes beside their text.
    words: BoardText,
    /// What of the votes stands at records.
    marks: Marks,
    /// How the last drawing lies and what it shows.
    drawn: Option<(Placing, Manner)>,
}

impl Painter {
    pub(super) fn new(
        context: CanvasRenderingContext2d,
        pictures: Pictures,
        words: BoardText,
    ) -> Self {
        Self {
            pen: Pen::new(context),
            pictures,
            words,
            marks: Marks::default(),
            laid: HashMap::new(),
            drawn: None,
        }
    }

    /// Draws these marks from now on. Gives what looks different with them.
    pub(super) fn mark(&mut self, document: &Document, now: Marks) -> Vec<Rect> {
        let before = std::mem::replace(&mut self.marks, now);
        marks::remarked(document, &before, &self.marks)
    }

    /// Draws what looks different since the last time, `scale` pixels of the page for one
    /// board unit.
    pub(super) fn paint(
        &mut self,
        canvas: &HtmlCanvasElement,
        board: (&Document, &SpatialIndex),
        (placing, scale): (Placing, f64),
        changes: &Changes,
        manner: Manner,
    ) {
        let holds = !self.pen.follow(canvas) && !changes.all;
        let before = self.drawn.replace((placing, manner));
        let before = before.filter(|(_, before)| holds && *before == manner);
        let before = before.map(|(placing, _)| placing);
        let Repaint { shift, parts } = Repaint::after(before, &placing, &changes.areas);
        let context = &self.pen.context;
        if shift != (0.0, 0.0) {
            self.pen.on_pixels();
            let _ = context.draw_image_with_html_canvas_element(canvas, shift.0, shift.1);
        }
        if parts.is_empty() {
            return;
        }
        let connectors = shown_connectors(board, manner);
        for part in parts {
            self.part(board, (&placing, scale), part, manner);
            self.connectors(&connectors, &placing.board(part).rect());
            self.pen.context.restore();
        }
        if self.laid.len() > REMEMBERED {
            self.laid.clear();
        }
    }

    /// Draws the records on some pixels, to which all drawing is confined until the
    /// context is restored.
    fn part(
        &mut self,
        (document, index): (&Document, &SpatialIndex),
        (placing, scale): (&Placing, f64),
        part: Area,
        manner: Manner,
    ) {
        let context = &self.pen.context;
        self.pen.on_pixels();
        context.save();
        context.begin_path();
        context.rect(part.x, part.y, part.width, part.height);
        context.clip();
        context.set_fill_style_str(&self.pen.theme.sunken);
        context.fill_rect(part.x, part.y, part.width, part.height);
        placing.apply(context);
        let seen = placing.board(part).rect();
        let shows = |record: &Record| {
            let drawn = record.bounds().grown(reach(record.shape.kind()));
            drawn.intersects(&seen) && !(manner.for_all && record.secrecy.hidden)
        };
        let mut records: Vec<(RecordId, &Record)> = index
            .within(&seen.grown(FARTHEST))
            .into_iter()
            .filter_map(|id| Some((id, document.live(id)?)))
            .filter(|(_, record)| shows(record))
            .collect();
        records.sort_by_key(|(id, record)| (layer(record), &record.shape.order, *id));
        let marks = Marks::clone(&self.marks);
        for (id, record) in records {
            let mark = marks.get(&id);
            let written = manner.editing != Some(id);
            self.record(document, (id, record), mark, scale, written);
            if let Some(mark) = mark {
                let (kind, area) = (record.shape.kind(), Area::of(record));
                marks::draw(&self.pen, mark, kind, area, scale);
            }
        }
    }

    fn record(
        &mut self,
        document: &Document,
        (id, record): (RecordId, &Record),
        mark: Option<&Mark>,
        scale: f64,
        written: bool,
    ) {
        let area = Area::of(record);
        match &record.shape.content {
            Content::Frame => self.frame(record, area, scale),
            Content::Cluster => self.cluster(document, record, area, scale),
            Content::Note(note) => {
                let paper = self.pen.theme.paper(note.colour).to_owned();
                self.note(record, area, &paper, scale);
                if written {
                    let private = record.secrecy.hidden.then(|| self.words.only_you());
                    let kind = label_in(self.words.0, &note.label);
                    let parts = [Some(kind), private];
                    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
                    let label = parts.collect::<Vec<_>>().join(" · ");
                    self.label(&label, area, scale);
                    self.text(id, record, area.inset(PADDING, !label.is_empty()), scale);
                }
            }
            Content::Text if written => {
                self.text(id, record, marks::room_beside(mark, area), scale);
            }
            Content::Stroke(ink, points) => {
                self.pen.stroke(*ink, record.shape.position, points);
            }
            Content::Image(picture) => self.image(id, record, *picture, area, scale),
            Content::Text | Content::Connector(_) => {}
        }
    }

    fn frame(&self, record: &Record, area: Area, scale: f64) {
        let context = &self.pen.context;
        context.set_fill_style_str(&self.pen.theme.surface);
        context.fill_rect(area.x, area.y, area.width, area.height);
        context.set_stroke_style_str(&self.pen.theme.line);
        context.set_line_width(1.5 / scale);
        context.stroke_rect(area.x, area.y, area.width, area.height);
        self.name(&record.shape.text, area, scale);
    }

    fn cluster(&self, document: &Document, record: &Record, area: Area, scale: f64) {
        let context = &self.pen.context;
        context.set_stroke_style_str(&self.pen.theme.ink_soft);
        context.set_line_width(1.5 / scale);
        self.pen.dashed(6.0 / scale);
        self.pen.outline(area, 12.0);
        context.stroke();
        self.pen.solid();
        let name = &record.shape.text;
        if stands_inside(document, record, name_size(scale)) {
            // No larger from afar: there is no more room above what lies in it.
            let inside = area.inset(PADDING, false);
            self.name_at(name, (inside.x, area.y + NAME), (NAME, inside.width), scale);
        } else {
            self.name(name, area, scale);
        }
    }

    fn note(&self, record: &Record, area: Area, paper: &str, scale: f64) {
        let context = &self.pen.context;
        context.set_fill_style_str(paper);
        if area.width * scale < PLAIN && !record.secrecy.hidden && record.contested.is_empty() {
            context.fill_rect(area.x, area.y, area.width, area.height);
            return;
        }
        self.pen.outline(area, 4.0);
        context.fill();
        context.set_stroke_style_str(&self.pen.theme.line);
        context.set_line_width(1.0 / scale);
        if record.secrecy.hidden {
            // Seen by its author alone: not by colour alone, so the edge is dashed.
            context.set_stroke_style_str(&self.pen.theme.ink);
            self.pen.dashed(4.0 / scale);
        }
        context.stroke();
        self.pen.solid();
        if !record.contested.is_empty() {
            context.set_stroke_style_str(&self.pen.theme.accent);
            context.set_line_width(3.0 / scale);
            context.stroke();
        }
    }

    fn label(&self, label: &str, area: Area, scale: f64) {
        if label.is_empty() || 11.0 * scale < LEGIBLE {
            return;
        }
        self.pen.font(11.0, true);
        self.pen
            .context
            .set_fill_style_str(&self.pen.theme.ink_soft);
        let _ = self.pen.context.fill_text_with_max_width(
            label,
            area.x + PADDING,
            area.y + 16.0,
            (area.width - 2.0 * PADDING).max(1.0),
        );
    }

    /// The name of a frame or cluster, written above it at a size that can be read from
    /// afar.
    fn name(&self, name: &str, area: Area, scale: f64) {
        let size = name_size(scale);
        let place = (area.x + 2.0, area.y - size * 0.4);
        self.name_at(name, place, (size, area.width), scale);
    }

    /// A name in one line that begins at a place, in letters of this size, no wider than this.
    fn name_at(&self, name: &str, (x, y): (f64, f64), (size, width): (f64, f64), scale: f64) {
        if name.is_empty() || size * scale < LEGIBLE {
            return;
        }
        let laid = one_line(name, width, size, &self.measure(true));
        self.pen.font(laid.size, true);
        self.pen.context.set_fill_style_str(&self.pen.theme.ink);
        for line in &laid.lines {
            let _ = self.pen.context.fill_text(line, x, y);
        }
    }

    /// The widths of texts in letters of size one.
    fn measure(&self, bold: bool) -> impl Fn(&str) -> f64 {
        self.pen.font(100.0, bold);
        |part: &str| {
            let measured = self.pen.context.measure_text(part);
            measured.map_or(0.0, |text| text.width() / 100.0)
        }
    }

    fn text(&mut self, id: RecordId, record: &Record, area: Area, scale: f64) {
        if record.shape.text.is_empty() || 20.0 * scale < LEGIBLE {
            return;
        }
        let key = layout_key(&record.shape.text, area);
        let known = self.laid.get(&id).is_some_and(|(of, _)| *of == key);
        if !known {
            let (text, room) = (&record.shape.text, (area.width, area.height));
            let laid = lay_out(text, room, LEAST, &self.measure(false));
            self.laid.insert(id, (key, laid));
        }
        let Some((_, laid)) = self.laid.get(&id) else {
            return;
        };
        if laid.size * scale < LEGIBLE {
            return;
        }
        self.pen.font(laid.size, false);
        self.pen.context.set_fill_style_str(&self.pen.theme.ink);
        let mut y = area.y + laid.size;
        for line in &laid.lines {
            let _ = self.pen.context.fill_text(line, area.x, y);
            y += laid.size * LEADING;
        }
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
        let context = &self.pen.context;
        if let Some(picture) = self.pictures.get(picture) {
            let pixels = (picture.natural_width(), picture.natural_height());
            let within = area.holding(pixels);
            let _ = context.draw_image_with_html_image_element_and_dw_and_dh(
                &picture,
                within.x,
                within.y,
                within.width,
                within.height,
            );
            return;
        }
        context.set_fill_style_str(&self.pen.theme.surface);
        context.fill_rect(area.x, area.y, area.width, area.height);
        context.set_stroke_style_str(&self.pen.theme.line);
        context.set_line_width(1.0 / scale);
        context.stroke_rect(area.x, area.y, area.width, area.height);
        self.text(id, record, area.inset(PADDING, false), scale);
    }
}

/// Size of the names of frames and clusters, in board units: from afar they are larger.
fn name_size(scale: f64) -> f64 {
    NAME.max(12.0 / scale).min(NAME * 4.0)
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
