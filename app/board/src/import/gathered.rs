//! What is gathered from a file: pieces that name each other by keys, until all are known
//! and stand in an order in which they can be placed.

use std::collections::BTreeMap;

use super::{ImportFormat, Imported, Loss, Piece, PieceContent};
use crate::geometry::Rect;
use crate::limits::{MAX_LABEL, MAX_TEXT};
use crate::record::{Colour, Kind, NoteType};
use crate::text::is_printable;

/// Pieces that are being gathered. Each has a key, by which others name it before
/// it is known where it will stand.
#[derive(Default)]
pub(super) struct Gathered {
    pieces: Vec<Found>,
    losses: BTreeMap<Loss, usize>,
    /// The names of columns that hold something and become nothing.
    pub(super) unused_columns: Vec<String>,
}

/// A piece whose references are keys.
struct Found {
    key: String,
    parent: Option<String>,
    area: Rect,
    text: String,
    content: FoundContent,
}

/// What is found of a piece: the ends of an arrow are keys.
pub(super) enum FoundContent {
    Piece(PieceContent),
    Connector { from: String, to: String },
}

impl Gathered {
    pub(super) fn lose(&mut self, loss: Loss) {
        self.lose_all(loss, 1);
    }

    /// So many are lost; nothing is told of none.
    pub(super) fn lose_all(&mut self, loss: Loss, lost: usize) {
        if lost > 0 {
            let count = self.losses.entry(loss).or_default();
            *count = count.saturating_add(lost);
        }
    }

    pub(super) fn add(
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

    pub(super) fn add_note(
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
    pub(super) fn finished(mut self, format: ImportFormat) -> Imported {
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
            unused_columns: self.unused_columns,
        }
    }
}
