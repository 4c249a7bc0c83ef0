//! Boards of other programs, and our own, as pieces that can be put on a board:
//! Excalidraw files, Scrumlr exports, tables, and `etabli-board`. What has no
//! counterpart here is counted, so that nothing is lost unsaid.

mod excalidraw;
mod own;
mod scrumlr;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::ids::AttachmentId;
use serde_json::Value;

use crate::geometry::{Point, Rect, Size};
use crate::limits::{MAX_COORDINATE, MAX_LABEL, MAX_SIZE, MAX_STROKE_POINTS, MAX_TEXT};
use crate::record::{Colour, Ink, Kind, NoteType};
use crate::text::is_printable;

/// The most bytes of a file that is read.
pub const MAX_IMPORT: usize = 16 * 1024 * 1024;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportFormat {
    /// A board that left here as JSON.
    Etabli,
    /// A drawing of Excalidraw.
    Excalidraw,
    /// A board of Scrumlr as JSON.
    Scrumlr,
    /// A table, as CSV.
    Table,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// More bytes than are read.
    #[error("the file is too large")]
    TooLarge,
    /// Bytes that are no text in any encoding that spreadsheets write.
    #[error("the file is no text")]
    NoText,
    /// JSON of another program, or broken.
    #[error("the file is of no known format")]
    Unknown,
    /// There is nothing in it that can be put on a board.
    #[error("there is nothing in the file")]
    Nothing,
}

/// What could not come over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Pictures: their bytes are not in the file, or are not taken from it.
    Pictures,
    /// Who wrote a note: what somebody brings is theirs.
    Authors,
    /// Votes, and reactions to notes.
    Votes,
    /// Shapes other than notes became notes.
    Shapes,
    /// Things that were turned stand upright.
    Rotation,
    /// Arrows that joined nothing, or not two things, became lines.
    LooseArrows,
    /// Texts that were too long were cut.
    LongTexts,
    /// Elements of a kind that boards do not have.
    Unknown,
}

/// What was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What the file turned out to be.
    pub format: ImportFormat,
    /// What can be put on a board: frames first, then clusters and pictures, then what
    /// lies in them, connectors last.
    pub pieces: Vec<Piece>,
    /// What could not come over, and how often.
    pub losses: BTreeMap<Loss, usize>,
}

/// Something that can be put on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The piece that it lies in: an earlier one.
    pub parent: Option<usize>,
    /// Where it lies among the others.
    pub area: Rect,
    /// Its words, name or label.
    pub text: String,
    /// What it is.
    pub content: PieceContent,
}

/// What distinguishes the kinds of pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceContent {
    /// A note.
    Note(NoteType),
    /// A frame.
    Frame,
    /// A cluster.
    Cluster,
    /// An arrow from one piece to another.
    Connector {
        /// Where it begins.
        from: usize,
        /// Where it points.
        to: usize,
    },
    /// Text without paper.
    Text,
    /// A freehand line: its points, relative to the area's corner.
    Stroke(Ink, Vec<Point>),
    /// A picture, by the id that the board has for it from which it comes.
    Image(AttachmentId),
}

impl PieceContent {
    /// The kind of record that it becomes.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Note(_) => Kind::Note,
            Self::Frame => Kind::Frame,
            Self::Cluster => Kind::Cluster,
            Self::Connector { .. } => Kind::Connector,
            Self::Text => Kind::Text,
            Self::Stroke(..) => Kind::Stroke,
            Self::Image(_) => Kind::Image,
        }
    }
}

impl Imported {
    /// Its pictures, each once. Their bytes are with the board from which it comes.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<AttachmentId> {
        let content = self.pieces.iter().map(|piece| &piece.content);
        let picture = |content: &PieceContent| match content {
            PieceContent::Image(id) => Some(*id),
            _ => None,
        };
        content.filter_map(picture).collect()
    }
}

/// Reads a file, whatever it is called: its content says what it is.
///
/// # Errors
///
/// A file that is too large, no text, of no known format, or empty.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_IMPORT {
        return Err(ImportError::TooLarge);
    }
    let text = decoded(bytes).ok_or(ImportError::NoText)?;
    let text = text.trim_start_matches('\u{feff}');
    let imported = match text.trim_start().starts_with(['{', '[']) {
        true => {
            let file: Value = serde_json::from_str(text).map_err(|_| ImportError::Unknown)?;
            from_json(&file)?
        }
        false => table::read(text),
    };
    match imported.pieces.is_empty() {
        true => Err(ImportError::Nothing),
        false => Ok(imported),
    }
}

/// Text in UTF-8, in UTF-16 with its mark, or as older spreadsheets write it.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |of: fn([u8; 2]) -> u16, body: &[u8]| {
        let units = body.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        let letters = char::decode_utf16(units);
        let text: Result<String, _> = letters.collect();
        text.ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, body @ ..] => return wide(u16::from_le_bytes, body),
        [0xfe, 0xff, body @ ..] => return wide(u16::from_be_bytes, body),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) if bytes.contains(&0) => None,
        Err(_) => Some(Cow::Owned(
            bytes.iter().map(|byte| western(*byte)).collect(),
        )),
    }
}

/// A letter of Windows-1252, which differs from Unicode's first 256 letters only here.
const fn western(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x82 => '‚',
        0x84 => '„',
        0x85 => '…',
        0x8a => 'Š',
        0x8b => '‹',
        0x8c => 'Œ',
        0x8e => 'Ž',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x99 => '™',
        0x9a => 'š',
        0x9b => '›',
        0x9c => 'œ',
        0x9e => 'ž',
        0x9f => 'Ÿ',
        byte => byte as char,
    }
}

fn from_json(file: &Value) -> Result<Imported, ImportError> {
    let named = |name: &str| file.get(name).and_then(Value::as_str);
    if named("format") == Some("etabli-board") {
        return Ok(own::read(file));
    }
    if named("type") == Some("excalidraw") || file.get("elements").is_some() {
        return Ok(excalidraw::read(file));
    }
    match (file.get("columns"), file.get("notes")) {
        (Some(Value::Array(_)), Some(Value::Array(_))) => Ok(scrumlr::read(file)),
        _ => Err(ImportError::Unknown),
    }
}

/// Pieces that are being gathered. Each has a key, by which others name it before
/// it is known where it will stand.
#[derive(Default)]
struct Gathered {
    pieces: Vec<Found>,
    losses: BTreeMap<Loss, usize>,
}

/// A piece whose references are keys.
struct Found {
    key: String,
    parent: Option<String>,
    area: Rect,
    text: String,
    content: FoundContent,
}

enum FoundContent {
    Piece(PieceContent),
    Connector { from: String, to: String },
}

impl Gathered {
    fn lose(&mut self, loss: Loss) {
        let count = self.losses.entry(loss).or_default();
        *count = count.saturating_add(1);
    }

    fn add(
        &mut self,
        key: &str,
        parent: Option<&str>,
        area: Rect,
        text: &str,
        content: FoundContent,
    ) {
        let text = self.text(text);
        self.pieces.push(Found {
            key: key.to_owned(),
            parent: parent.map(str::to_owned),
            area,
            text,
            content,
        });
    }

    fn add_note(
        &mut self,
        key: &str,
        parent: Option<&str>,
        area: Rect,
        text: &str,
        (colour, label): (Colour, &str),
    ) {
        let printed = label.chars().filter(|letter| !letter.is_control());
        let label: String = printed.take(MAX_LABEL).collect();
        let content = PieceContent::Note(NoteType { colour, label });
        self.add(key, parent, area, text, FoundContent::Piece(content));
    }

    /// A text as a board takes it.
    fn text(&mut self, text: &str) -> String {
        let printed = text.replace("\r\n", "\n");
        let printed = printed
            .chars()
            .filter(|letter| is_printable(letter.encode_utf8(&mut [0; 4])));
        let mut letters = printed.clone();
        let cut: String = letters.by_ref().take(MAX_TEXT).collect();
        if letters.next().is_some() {
            self.lose(Loss::LongTexts);
        }
        cut
    }

    /// Puts everything in the order in which it can be placed, and keys in their
    /// places. What names something that is not there names nothing.
    fn finished(mut self, format: ImportFormat) -> Imported {
        self.pieces.sort_by_key(|found| match &found.content {
            FoundContent::Piece(PieceContent::Frame) => 0,
            FoundContent::Piece(PieceContent::Cluster) => 1,
            FoundContent::Piece(PieceContent::Image(_)) => 2,
            FoundContent::Piece(_) => 3,
            FoundContent::Connector { .. } => 4,
        });
        let places: BTreeMap<String, usize> = self
            .pieces
            .iter()
            .enumerate()
            .filter(|(_, found)| !matches!(found.content, FoundContent::Connector { .. }))
            .map(|(place, found)| (found.key.clone(), place))
            .collect();
        let kinds: Vec<Option<Kind>> = self
            .pieces
            .iter()
            .map(|found| match &found.content {
                FoundContent::Piece(content) => Some(content.kind()),
                FoundContent::Connector { .. } => None,
            })
            .collect();
        let mut pieces: Vec<Piece> = Vec::new();
        for found in std::mem::take(&mut self.pieces) {
            let content = match found.content {
                FoundContent::Piece(content) => content,
                FoundContent::Connector { from, to } => {
                    let ends = places.get(&from).zip(places.get(&to));
                    match ends.filter(|(from, to)| from != to) {
                        Some((from, to)) => PieceContent::Connector {
                            from: *from,
                            to: *to,
                        },
                        None => {
                            self.lose(Loss::LooseArrows);
                            continue;
                        }
                    }
                }
            };
            let here = pieces.len();
            let parent = found.parent.and_then(|parent| places.get(&parent).copied());
            let holds = |parent: &usize| {
                let kind = kinds.get(*parent).copied().flatten();
                *parent < here && kind.is_some_and(|kind| content.kind().fits_in(kind))
            };
            pieces.push(Piece {
                parent: parent.filter(holds),
                area: found.area,
                text: found.text,
                content,
            });
        }
        Imported {
            format,
            pieces,
            losses: self.losses,
        }
    }
}

/// A number as a coordinate: within the board, whatever the file says.
#[allow(clippy::cast_possible_truncation, reason = "it is within the limits")]
fn coordinate(number: f64) -> i32 {
    // Half of what a board holds, so that there is room to put it elsewhere.
    let most = f64::from(MAX_COORDINATE / 2);
    match number.is_finite() {
        true => number.round().clamp(-most, most) as i32,
        false => 0,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within the limits"
)]
fn length(number: f64) -> u32 {
    match number.is_finite() {
        true => number.abs().round().clamp(1.0, f64::from(MAX_SIZE)) as u32,
        false => 1,
    }
}

fn area(x: f64, y: f64, width: f64, height: f64) -> Rect {
    let corner = Point::new(coordinate(x), coordinate(y));
    Rect::new(corner, Size::new(length(width), length(height)))
}

/// The number under a name; zero where there is none.
fn number(value: &Value, name: &str) -> f64 {
    value.get(name).and_then(Value::as_f64).unwrap_or_default()
}

/// The text under a name; empty where there is none.
fn words<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The values of a list under a name; none where there is no list.
fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A line as a stroke: its area, and its points from there, no more than a board
/// takes.
fn line(points: &[(f64, f64)]) -> Option<(Rect, Vec<Point>)> {
    let every = points.len().div_ceil(MAX_STROKE_POINTS).max(1);
    let kept = points.iter().step_by(every);
    let kept: Vec<Point> = kept
        .map(|(x, y)| Point::new(coordinate(*x), coordinate(*y)))
        .collect();
    let dots = kept.iter().map(|point| Rect::new(*point, Size::new(1, 1)));
    let area = dots.reduce(|all, one| all.union(&one))?;
    let size = Size::new(
        area.size.width.min(MAX_SIZE),
        area.size.height.min(MAX_SIZE),
    );
    let from = area.origin;
    let inside = kept.into_iter().map(|point| {
        let most = i32::try_from(MAX_SIZE).unwrap_or(i32::MAX);
        let x = point.x.saturating_sub(from.x).min(most);
        let y = point.y.saturating_sub(from.y).min(most);
        Point::new(x, y)
    });
    Some((Rect::new(from, size), inside.collect()))
}

/// The paper that is nearest to a colour as CSS writes it in hexadecimal digits;
/// yellow for none.
fn paper(css: &str) -> Colour {
    let digits = css.trim().trim_start_matches('#');
    let channel = |at: usize| {
        let (from, to) = match digits.len() {
            3 | 4 => (at, at.saturating_add(1)),
            _ => (at.saturating_mul(2), at.saturating_mul(2).saturating_add(2)),
        };
        let channel = digits.get(from..to)?;
        let value = u8::from_str_radix(channel, 16).ok()?;
        let value = if channel.len() == 1 {
            value.saturating_mul(17)
        } else {
            value
        };
        Some(f64::from(value) / 255.0)
    };
    let (Some(red), Some(green), Some(blue)) = (channel(0), channel(1), channel(2)) else {
        return Colour::Yellow;
    };
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = most - least;
    if range < 0.06 {
        return match most > 0.97 {
            true => Colour::Yellow,
            false => Colour::Grey,
        };
    }
    let hue = if most <= red {
        60.0 * (green - blue) / range
    } else if most <= green {
        60.0 * (2.0 + (blue - red) / range)
    } else {
        60.0 * (4.0 + (red - green) / range)
    };
    match hue.rem_euclid(360.0) {
        hue if hue < 15.0 => Colour::Red,
        hue if hue < 40.0 => Colour::Orange,
        hue if hue < 75.0 => Colour::Yellow,
        hue if hue < 170.0 => Colour::Green,
        hue if hue < 250.0 => Colour::Blue,
        hue if hue < 300.0 => Colour::Purple,
        hue if hue < 345.0 => Colour::Pink,
        _ => Colour::Red,
    }
}
