//! Which records lie in view: a uniform grid over the board, so that drawing
//! and hit testing touch only what is near, however much the board holds.

use std::collections::{BTreeSet, HashMap};

use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::lines::meets;
use crate::record::{Kind, Record};

/// Side of a cell, in board units: a few notes across.
const CELL: i32 = 512;
/// Records that cover more cells than this are kept in a list of their own.
const MAX_CELLS: u64 = 256;

/// Where the records of a document lie.
#[derive(Clone, Debug, Default)]
pub struct SpatialIndex {
    bounds: HashMap<RecordId, Rect>,
    cells: HashMap<(i32, i32), Vec<RecordId>>,
    large: BTreeSet<RecordId>,
    connectors: BTreeSet<RecordId>,
}

impl SpatialIndex {
    /// The index of everything on the board.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut index = Self::default();
        for (id, _) in document.records() {
            index.update(document, id);
        }
        index
    }

    /// Follows a change of the record: created, moved, resized, deleted.
    pub fn update(&mut self, document: &Document, id: RecordId) {
        self.remove(id);
        let Some(record) = document.live(id) else {
            return;
        };
        if record.shape.kind() == Kind::Connector {
            self.connectors.insert(id);
            return;
        }
        let bounds = record.bounds();
        self.bounds.insert(id, bounds);
        match Cells::of(&bounds) {
            cells if cells.count() > MAX_CELLS => {
                self.large.insert(id);
            }
            cells => {
                for cell in cells.iter() {
                    self.cells.entry(cell).or_default().push(id);
                }
            }
        }
    }

    /// Where a record lies. Connectors are drawn with what they join: they lie nowhere
    /// themselves.
    #[must_use]
    pub fn bounds(&self, id: RecordId) -> Option<Rect> {
        self.bounds.get(&id).copied()
    }

    /// The connectors, which go with what they join.
    pub fn connectors(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.connectors.iter().copied()
    }

    /// The records that have a point in common with the rectangle, by id.
    #[must_use]
    pub fn within(&self, view: &Rect) -> BTreeSet<RecordId> {
        let cells = Cells::of(view);
        if cells.count() > u64::try_from(self.cells.len()).unwrap_or(u64::MAX) {
            return self.filtered(self.bounds.keys(), view).collect();
        }
        let near = cells
            .iter()
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        self.filtered(near.chain(&self.large), view).collect()
    }

    /// The records that a pointer meets, the uppermost first: the innermost in frames and
    /// clusters, and among those the last in order. Arrows and drawings are met on their lines,
    /// or at most `slack` board units beside them.
    #[must_use]
    pub fn hits(&self, document: &Document, point: Point, slack: u32) -> Vec<RecordId> {
        let pointed = Rect::new(point, Size::new(1, 1));
        let around = pointed.grown(i32::try_from(slack).unwrap_or(i32::MAX));
        let near = self.within(&around).into_iter().chain(self.connectors());
        let mut met: Vec<(RecordId, &Record)> = near
            .filter_map(|id| Some((id, document.live(id)?)))
            .filter(|(_, record)| meets(document, record, point, slack))
            .collect();
        met.sort_by_key(|(id, record)| (layer(record.shape.kind()), &record.shape.order, *id));
        met.into_iter().rev().map(|(id, _)| id).collect()
    }

    fn filtered<'a>(
        &'a self,
        ids: impl Iterator<Item = &'a RecordId> + 'a,
        view: &'a Rect,
    ) -> impl Iterator<Item = RecordId> + 'a {
        ids.filter(|id| {
            self.bounds
                .get(id)
                .is_some_and(|rect| rect.intersects(view))
        })
        .copied()
    }

    fn remove(&mut self, id: RecordId) {
        self.connectors.remove(&id);
        let Some(bounds) = self.bounds.remove(&id) else {
            return;
        };
        if self.large.remove(&id) {
            return;
        }
        for cell in Cells::of(&bounds).iter() {
            if let Some(ids) = self.cells.get_mut(&cell) {
                ids.retain(|other| *other != id);
                if ids.is_empty() {
                    self.cells.remove(&cell);
                }
            }
        }
    }
}

/// What is met before what, whatever their order: what an arrow joins before the arrow.
const fn layer(kind: Kind) -> u8 {
    match kind {
        Kind::Frame => 0,
        Kind::Cluster => 1,
        Kind::Image => 2,
        Kind::Connector => 3,
        Kind::Note | Kind::Text | Kind::Stroke => 4,
    }
}

/// The cells that a rectangle touches, first and last in both directions.
#[derive(Clone, Copy)]
struct Cells {
    x: (i32, i32),
    y: (i32, i32),
}

impl Cells {
    fn of(rect: &Rect) -> Self {
        let span = |from: i32, end: i32| {
            let last = end.saturating_sub(1).max(from);
            (from.div_euclid(CELL), last.div_euclid(CELL))
        };
        Self {
            x: span(rect.origin.x, rect.right()),
            y: span(rect.origin.y, rect.bottom()),
        }
    }

    fn count(&self) -> u64 {
        let along = |(from, to): (i32, i32)| u64::from(to.abs_diff(from)) + 1;
        along(self.x) * along(self.y)
    }

    fn iter(self) -> impl Iterator<Item = (i32, i32)> {
        (self.x.0..=self.x.1).flat_map(move |x| (self.y.0..=self.y.1).map(move |y| (x, y)))
    }
}

#[cfg(test)]
mod tests;
