//! The board as a picture: SVG (1.1) that any program shows, in the colours of
//! the light theme, with the system's letters. Its text is escaped, it carries
//! no script, no style and no link to anything outside: images are in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::ids::AttachmentId;
use domain::wording::Locale;

use crate::document::Document;
use crate::geometry::{Point, Rect};
use crate::ids::RecordId;
use crate::labels::label_in;
use crate::lines::arrow;
use crate::names::stands_inside;
use crate::record::{Colour, Content, Ink, Kind, Record};
use crate::wrap::{LEADING, cut_to_width, lay_out};

/// Room around what lies on the board, in board units.
const MARGIN: i32 = 48;
/// Between the edge of a paper and what is written on it, in board units.
const PADDING: f64 = 10.0;
/// Letters of a text are no smaller than this, in board units: whoever needs to look closer
/// enlarges the picture.
const LEAST: f64 = 11.0;
/// Size of the names of frames, and of clusters, which stand side by side in one: in board units.
const FRAME_NAME: f64 = 18.0;
const CLUSTER_NAME: f64 = 15.0;
/// Bold letters are so much wider than others.
const BOLD: f64 = 1.08;

const SURFACE: &str = "#fefdfb";
const SUNKEN: &str = "#efede7";
const INK: &str = "#25211b";
const INK_SOFT: &str = "#5a544d";
const LINE: &str = "#7f7a70";
const ACCENT: &str = "#284ea7";

const fn paper(colour: Colour) -> &'static str {
    match colour {
        Colour::Yellow => "#f8ecb3",
        Colour::Orange => "#ffdfca",
        Colour::Red => "#ffccc6",
        Colour::Pink => "#ffdde4",
        Colour::Purple => "#ece2ff",
        Colour::Blue => "#ceeefe",
        Colour::Green => "#d6f3d5",
        Colour::Grey => "#e8e6e2",
    }
}

/// Draws everything on the board, from the back to the front, for somebody who reads a
/// language. `title` and `description` are read out to whoever does not see the picture.
/// `images` are what the board's images look like, as `data:` addresses; where one is missing,
/// its description stands in its place.
#[must_use]
pub fn svg(
    document: &Document,
    locale: Locale,
    (title, description): (&str, &str),
    images: &BTreeMap<AttachmentId, String>,
) -> String {
    let seen = extent(document).grown(MARGIN);
    let (x, y) = (seen.origin.x, seen.origin.y);
    let (width, height) = (seen.size.width, seen.size.height);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{x} {y} {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{SUNKEN}\"/>\n",
        escaped(title),
        escaped(description),
    );
    let mut picture = Picture { locale, svg };
    let mut records: Vec<(RecordId, &Record)> = document.records().collect();
    records.sort_by_key(|(id, record)| (layer(record), &record.shape.order, *id));
    for (_, record) in records {
        picture.record(document, record, images);
    }
    picture.svg.push_str("</svg>\n");
    picture.svg
}

/// The smallest part of the board that holds everything on it.
fn extent(document: &Document) -> Rect {
    document
        .records()
        .filter(|(_, record)| record.shape.kind() != Kind::Connector)
        .map(|(_, record)| record.bounds())
        .reduce(|all, one| all.union(&one))
        .unwrap_or_default()
}

/// What is drawn below what.
const fn layer(record: &Record) -> u8 {
    match record.shape.kind() {
        Kind::Frame => 0,
        Kind::Cluster => 1,
        Kind::Image => 2,
        Kind::Note | Kind::Text | Kind::Stroke => 3,
        Kind::Connector => 4,
    }
}

/// SVG that is being written. Writing into a text does not fail.
struct Picture {
    /// The language of whoever looks at it.
    locale: Locale,
    svg: String,
}

/// A part of the board in the numbers that a drawing takes.
#[derive(Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Area {
    fn of(record: &Record) -> Self {
        let bounds = record.bounds();
        Self {
            x: f64::from(bounds.origin.x),
            y: f64::from(bounds.origin.y),
            width: f64::from(bounds.size.width),
            height: f64::from(bounds.size.height),
        }
    }

    fn below(self, top: f64) -> Self {
        Self {
            x: self.x + PADDING,
            y: self.y + top,
            width: (self.width - 2.0 * PADDING).max(1.0),
            height: (self.height - top - PADDING).max(1.0),
        }
    }
}

impl Picture {
    fn record(
        &mut self,
        document: &Document,
        record: &Record,
        images: &BTreeMap<AttachmentId, String>,
    ) {
        let area = Area::of(record);
        let text = &record.shape.text;
        match &record.shape.content {
            Content::Frame => {
                self.rect(area, 0.0, SURFACE, LINE, "");
                self.name(text, area, FRAME_NAME);
            }
            Content::Cluster => {
                self.rect(area, 12.0, "none", INK_SOFT, " stroke-dasharray=\"6 6\"");
                match stands_inside(document, record, FRAME_NAME) {
                    true => self.name_at(text, area.below(CLUSTER_NAME), CLUSTER_NAME),
                    false => self.name(text, area, CLUSTER_NAME),
                }
            }
            Content::Note(note) => {
                self.rect(area, 4.0, paper(note.colour), LINE, seen_by(record));
                let labelled = !note.label.is_empty();
                if labelled {
                    let place = (area.x + PADDING, area.y + 16.0);
                    let label = label_in(self.locale, &note.label);
                    self.line(label, place, 11.0, "600", INK_SOFT);
                }
                self.text(
                    text,
                    area.below(PADDING + if labelled { 12.0 } else { 0.0 }),
                );
            }
            Content::Text => self.text(text, area),
            Content::Stroke(ink, points) => self.stroke(*ink, record.shape.position, points),
            Content::Image(image) => {
                self.rect(area, 0.0, SURFACE, LINE, "");
                match images
                    .get(image)
                    .filter(|address| address.starts_with("data:image/"))
                {
                    Some(address) => self.image(area, address, text),
                    None => self.text(text, area.below(PADDING)),
                }
            }
            Content::Connector(_) => self.connector(document, record),
        }
    }

    fn rect(&mut self, area: Area, radius: f64, fill: &str, edge: &str, more: &str) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let _ = writeln!(
            self.svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" \
             fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1.5\"{more}/>"
        );
    }

    fn image(&mut self, area: Area, address: &str, description: &str) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let _ = writeln!(
            self.svg,
            "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
             href=\"{}\"><title>{}</title></image>",
            escaped(address),
            escaped(description),
        );
    }

    /// The name of a frame or cluster, above it: no wider, since others may stand beside it.
    fn name(&mut self, name: &str, area: Area, size: f64) {
        let above = Area {
            x: area.x + 2.0,
            y: area.y - size * 0.4,
            width: area.width - 2.0,
            ..area
        };
        self.name_at(name, above, size);
    }

    /// A name in one line, which stands on the upper edge of an area.
    fn name_at(&mut self, name: &str, area: Area, size: f64) {
        let line = name.lines().next().unwrap_or_default();
        let bold = |part: &str| estimated_width(part) * BOLD;
        let line = cut_to_width(line, area.width, size, &bold);
        self.line(&line, (area.x, area.y), size, "600", INK);
    }

    fn text(&mut self, text: &str, area: Area) {
        if text.trim().is_empty() {
            return;
        }
        let laid = lay_out(text, (area.width, area.height), LEAST, &estimated_width);
        let mut y = area.y + laid.size;
        for line in &laid.lines {
            self.line(line, (area.x, y), laid.size, "400", INK);
            y += laid.size * LEADING;
        }
    }

    fn line(&mut self, text: &str, (x, y): (f64, f64), size: f64, weight: &str, fill: &str) {
        if text.is_empty() {
            return;
        }
        let _ = writeln!(
            self.svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" \
             fill=\"{fill}\" xml:space=\"preserve\">{}</text>",
            escaped(text)
        );
    }

    fn stroke(&mut self, ink: Ink, origin: Point, points: &[Point]) {
        let mut path = String::new();
        for point in points {
            let (x, y) = (
                origin.x.saturating_add(point.x),
                origin.y.saturating_add(point.y),
            );
            let _ = write!(path, "{x},{y} ");
        }
        let colour = match ink.colour {
            Colour::Grey | Colour::Yellow => INK,
            _ => ACCENT,
        };
        let _ = writeln!(
            self.svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"/>",
            path.trim_end(),
            ink.width.max(1)
        );
    }

    fn connector(&mut self, document: &Document, record: &Record) {
        let Some(line) = arrow(document, record) else {
            return;
        };
        let (start, end) = (line.start, line.end);
        let _ = writeln!(
            self.svg,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{INK_SOFT}\" \
             stroke-width=\"2\"{}/>",
            start.0,
            start.1,
            end.0,
            end.1,
            seen_by(record)
        );
        let angle = (end.1 - start.1).atan2(end.0 - start.0);
        let barb = |turn: f64| {
            let (sine, cosine) = (angle + turn).sin_cos();
            (end.0 - 12.0 * cosine, end.1 - 12.0 * sine)
        };
        let (one, other) = (barb(0.45), barb(-0.45));
        let _ = writeln!(
            self.svg,
            "<polygon points=\"{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\" fill=\"{INK_SOFT}\"/>",
            end.0, end.1, one.0, one.1, other.0, other.1
        );
        let middle = line.middle();
        let middle = (middle.0 + 6.0, middle.1 - 6.0);
        self.line(&record.shape.text, middle, 13.0, "400", INK);
    }
}

/// How the edge of what its author alone sees looks: dashed, as on the board.
const fn seen_by(record: &Record) -> &'static str {
    match record.secrecy.hidden {
        true => " stroke-dasharray=\"4 4\"",
        false => "",
    }
}

/// The estimated width of a text, as a multiple of the size of its letters: whoever shows the
/// picture has other letters than whoever draws it, so that each is taken for rather wide, and
/// lines are broken too early rather than too late.
fn estimated_width(text: &str) -> f64 {
    text.chars().map(estimated_advance).sum()
}

/// How far a letter takes the line on, as a multiple of its size.
fn estimated_advance(letter: char) -> f64 {
    /// Marks that stand on the letter before them, and signs that are not seen.
    const NONE: f64 = 0.0;
    const NARROW: f64 = 0.36;
    const LETTER: f64 = 0.59;
    const CAPITAL: f64 = 0.72;
    const WIDE: f64 = 0.95;
    /// Signs of East Asian scripts and pictographs fill a square; so may those of scripts that
    /// are not known here.
    const SQUARE: f64 = 1.05;
    match letter {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => NONE,
        ' '
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | 'i'
        | 'j'
        | 'l'
        | 't'
        | 'f'
        | 'r'
        | '.'
        | ','
        | ';'
        | ':'
        | '\''
        | '’'
        | '!' => NARROW,
        'm' | 'w' | 'M' | 'W' | '…' | '—' => WIDE,
        _ if letter.is_uppercase() => CAPITAL,
        // Between the two lie Latin and Greek letters with several marks, punctuation, and
        // signs of currencies.
        '\u{1100}'..='\u{1dff}' | '\u{20d0}'.. => SQUARE,
        _ => LETTER,
    }
}

/// Text as it stands in XML: nothing in it ends or begins an element, and what
/// XML 1.0 does not know is left out.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\n' | '\t' => written.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => written.push(letter),
        }
    }
    written
}

#[cfg(test)]
mod tests;
