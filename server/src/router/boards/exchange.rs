//! The board as JSON, complete enough to be made again elsewhere.
//!
//! `format` is always `etabli-board`; `version` grows when a reader of the
//! version before would misread what is written. Lengths are in board units, one
//! CSS pixel at scale 1. Records stand in reading order: what lies in another
//! stands behind it, and connectors may point at records that come later.

use std::collections::HashMap;

use app::exports::ExportedBoard;
use board::ids::RecordId;
use board::outline::{OutlineItem, outline};
use board::record::{Colour, Content, Record};
use serde::Serialize;

/// The version that is written.
const VERSION: u32 = 1;

/// A board.
#[derive(Debug, Serialize)]
pub(super) struct BoardFile {
    /// `etabli-board`.
    format: &'static str,
    /// The version of what is written.
    version: u32,
    /// What the session is called.
    title: String,
    /// How many things it leaves out that whoever asked wrote in private and has not shown.
    left_out: u32,
    /// Everything on the board that everybody may read.
    records: Vec<RecordFile>,
}

/// Something on a board. What a kind of record does not have is left out.
#[derive(Debug, Serialize)]
struct RecordFile {
    /// Its id, unique on its board.
    id: String,
    /// `note`, `frame`, `cluster`, `connector`, `text`, `stroke` or `image`.
    kind: &'static str,
    /// The id of the frame, cluster or image that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// The left edge, on the board (not in the parent).
    x: i32,
    /// The upper edge, on the board.
    y: i32,
    /// The extent to the right.
    width: u32,
    /// The extent downwards.
    height: u32,
    /// A note's or text's words, the name of a frame or cluster, a connector's
    /// label, an image's description.
    text: String,
    /// The name of its author; empty where it is hidden or not known.
    author: String,
    /// A note's or stroke's colour: `yellow`, `orange`, `red`, `pink`, `purple`,
    /// `blue`, `green` or `grey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<&'static str>,
    /// What a note's colour stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// The record where a connector begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The record where a connector's arrow points.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// The width of a stroke's line.
    #[serde(skip_serializing_if = "Option::is_none")]
    line_width: Option<u8>,
    /// A stroke's points as pairs x, y, from its left and upper edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<Vec<(i32, i32)>>,
    /// The id of the attachment that an image is kept as.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<String>,
}

impl BoardFile {
    /// Everything on a board.
    pub(super) fn of(board: &ExportedBoard) -> Self {
        let items = outline(board.document());
        let mut ids = Ids::default();
        for item in &items {
            ids.number(item);
        }
        let mut records = Vec::new();
        for item in &items {
            add(&mut records, board, &ids, item, None);
        }
        Self {
            format: "etabli-board",
            version: VERSION,
            title: board.title.clone(),
            left_out: board.left_out(),
            records,
        }
    }
}

/// The ids of the records in the file: their numbers in reading order. Those of the board
/// name the tab on which a record was made, and with it who wrote what is unsigned.
#[derive(Default)]
struct Ids(HashMap<RecordId, usize>);

impl Ids {
    fn number(&mut self, item: &OutlineItem) {
        let next = self.0.len() + 1;
        self.0.insert(item.id, next);
        for child in &item.children {
            self.number(child);
        }
    }

    /// The id of a record; empty for one that the file does not hold.
    fn of(&self, id: RecordId) -> String {
        let number = self.0.get(&id);
        number.map_or_else(String::new, |number| number.to_string())
    }
}

fn add(
    records: &mut Vec<RecordFile>,
    board: &ExportedBoard,
    ids: &Ids,
    item: &OutlineItem,
    parent: Option<RecordId>,
) {
    if let Some(record) = board.document().live(item.id) {
        records.push(written(board, ids, item.id, record, parent));
    }
    for child in &item.children {
        add(records, board, ids, child, Some(item.id));
    }
}

fn written(
    board: &ExportedBoard,
    ids: &Ids,
    id: RecordId,
    record: &Record,
    parent: Option<RecordId>,
) -> RecordFile {
    let shape = &record.shape;
    let mut file = RecordFile {
        id: ids.of(id),
        kind: "text",
        parent: parent.map(|parent| ids.of(parent)),
        x: shape.position.x,
        y: shape.position.y,
        width: shape.size.width,
        height: shape.size.height,
        text: shape.text.clone(),
        author: board.signature(record).to_owned(),
        colour: None,
        label: None,
        from: None,
        to: None,
        line_width: None,
        points: None,
        attachment: None,
    };
    match &shape.content {
        Content::Note(note) => {
            file.kind = "note";
            file.colour = Some(name(note.colour));
            file.label = Some(note.label.clone());
        }
        Content::Frame => file.kind = "frame",
        Content::Cluster => file.kind = "cluster",
        Content::Connector(ends) => {
            file.kind = "connector";
            file.from = Some(ids.of(ends.from));
            file.to = Some(ids.of(ends.to));
        }
        Content::Text => {}
        Content::Stroke(ink, points) => {
            file.kind = "stroke";
            file.colour = Some(name(ink.colour));
            file.line_width = Some(ink.width);
            file.points = Some(points.iter().map(|point| (point.x, point.y)).collect());
        }
        Content::Image(attachment) => {
            file.kind = "image";
            file.attachment = Some(attachment.to_string());
        }
    }
    file
}

const fn name(colour: Colour) -> &'static str {
    match colour {
        Colour::Yellow => "yellow",
        Colour::Orange => "orange",
        Colour::Red => "red",
        Colour::Pink => "pink",
        Colour::Purple => "purple",
        Colour::Blue => "blue",
        Colour::Green => "green",
        Colour::Grey => "grey",
    }
}
