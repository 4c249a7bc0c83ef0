//! Putting what was read from a file on a board.

use std::collections::BTreeMap;

use domain::ids::AttachmentId;

use super::GAP;
use super::ordering::orders_after;
use super::places::{moved, way};
use crate::client::Client;
use crate::geometry::{Point, Rect};
use crate::ids::RecordId;
use crate::import::{Imported, Piece, PieceContent};
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::record::{Content, Ends, Kind, Shape};
use crate::rules::records_left;
use crate::secrecy::Secrecy;

/// How many more records the board takes of whoever the client acts for.
#[must_use]
pub fn room_for(client: &Client) -> usize {
    client
        .member()
        .map_or(0, |member| records_left(client.view(), member))
}

/// Puts everything that was read to the right of what is on the board, as it lay among
/// itself; as much as there is room for. `pictures` says what its pictures are called
/// here: those that are not here are left out.
pub fn bring_in(
    client: &mut Client,
    imported: &Imported,
    pictures: &BTreeMap<AttachmentId, AttachmentId>,
) -> Vec<Operation> {
    let pieces: Vec<&Piece> = imported.pieces.iter().take(room_for(client)).collect();
    let areas = pieces.iter().map(|piece| piece.area);
    let Some(covered) = areas.reduce(|all, one| all.union(&one)) else {
        return Vec::new();
    };
    let by = way(covered.origin, free_corner(client));
    let is_here = |piece: &Piece| match &piece.content {
        PieceContent::Image(id) => pictures.contains_key(id),
        _ => true,
    };
    let ids: Vec<Option<RecordId>> = pieces
        .iter()
        .map(|piece| is_here(piece).then(|| client.new_record_id()))
        .collect();
    let mut orders = Orders::of(client, &pieces);
    let mut operations = Vec::new();
    for (piece, id) in pieces.iter().zip(&ids) {
        let id_of = |place: usize| ids.get(place).copied().flatten();
        let Some(id) = *id else {
            continue;
        };
        let content = match &piece.content {
            PieceContent::Note(note) => Content::Note(note.clone()),
            PieceContent::Frame => Content::Frame,
            PieceContent::Cluster => Content::Cluster,
            PieceContent::Text => Content::Text,
            PieceContent::Stroke(ink, points) => Content::Stroke(*ink, points.clone()),
            PieceContent::Connector { from, to } => match id_of(*from).zip(id_of(*to)) {
                Some((from, to)) => Content::Connector(Ends { from, to }),
                None => continue,
            },
            PieceContent::Image(id) => match pictures.get(id) {
                Some(here) => Content::Image(*here),
                None => continue,
            },
        };
        let shape = Shape {
            parent: piece.parent.and_then(id_of),
            order: orders.next(piece.parent),
            position: moved(piece.area.origin, by),
            size: piece.area.size,
            text: piece.text.clone(),
            content,
        };
        operations.push(Operation::Create {
            id,
            secrecy: Secrecy::NONE,
            shape: Box::new(shape),
        });
    }
    operations
}

/// To the right of everything on the board, level with its top.
fn free_corner(client: &Client) -> Point {
    let records = client.view().records();
    let bounds = records
        .filter(|(_, record)| record.shape.kind() != Kind::Connector)
        .map(|(_, record)| record.bounds());
    match bounds.reduce(|all: Rect, one| all.union(&one)) {
        None => Point::default(),
        Some(all) => Point::new(all.right().saturating_add(3 * GAP), all.origin.y),
    }
}

/// Order keys in the order in which pieces come: for each parent a sequence of its own.
struct Orders {
    on_board: std::vec::IntoIter<OrderKey>,
    last: BTreeMap<usize, OrderKey>,
}

impl Orders {
    fn of(client: &Client, pieces: &[&Piece]) -> Self {
        let loose = pieces.iter().filter(|piece| piece.parent.is_none());
        Self {
            on_board: orders_after(client.view(), None, loose.count()).into_iter(),
            last: BTreeMap::new(),
        }
    }

    fn next(&mut self, parent: Option<usize>) -> OrderKey {
        let Some(parent) = parent else {
            return self.on_board.next().unwrap_or_default();
        };
        let order = OrderKey::between(self.last.get(&parent), None).unwrap_or_default();
        self.last.insert(parent, order.clone());
        order
    }
}
