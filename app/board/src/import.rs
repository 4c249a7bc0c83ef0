//! Boards of other programs, and our own, as pieces that can be put on a board:
//! Excalidraw files, Scrumlr exports, tables, and `etabli-board`. What has no
//! counterpart here is counted, so that nothing is lost unsaid.

mod excalidraw;
mod gathered;
mod own;
mod scrumlr;
mod table;
#[cfg(test)]
mod tests;
mod values;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::ids::AttachmentId;
use serde_json::Value;

use self::gathered::{FoundContent, Gathered};
use self::values::{area, line, list, number, paper, words};
use crate::geometry::{Point, Rect};
use crate::record::{Ink, Kind, NoteType};

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
    /// Groups that lay in other groups: what was in them lies in the outermost.
    Groups,
    /// Things that were turned stand upright.
    Rotation,
    /// Arrows that joined nothing, or not two things, became lines.
    LooseArrows,
    /// Arrows of a table: it says in words what they join, which names no row.
    Arrows,
    /// Drawings of a table: their lines are not in it.
    Drawings,
    /// Texts that were too long were cut.
    LongTexts,
    /// What whoever brings it wrote in private and has not shown.
    NotShown,
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
    /// Columns of a table in which something stands that did not come over, by their names.
    pub unused_columns: Vec<String>,
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
