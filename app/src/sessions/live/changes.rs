//! Which parts of the board look different since it was drawn last: what a change of the
//! document touches on the canvas, and no more.

use std::collections::{BTreeMap, BTreeSet};

use board::document::Document;
use board::geometry::Rect;
use board::ids::RecordId;
use board::index::SpatialIndex;
use board::record::{Content, Kind};

/// More parts than this are not told apart: all is drawn anew.
const MANY: usize = 1_000;

/// How far from its bounds a record is drawn, in board units: lines have a width, texts
/// may stick out by a letter, what of a vote stands at a corner hangs over it, and the names of
/// frames and clusters stand above them.
pub(super) const fn reach(kind: Kind) -> i32 {
    match kind {
        Kind::Frame | Kind::Cluster => 96,
        Kind::Stroke | Kind::Connector => 36,
        Kind::Note | Kind::Text | Kind::Image => 20,
    }
}

/// The widest of [`reach`].
pub(super) const FARTHEST: i32 = reach(Kind::Frame);

/// What looks different since the last drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Changes {
    /// Parts of the board.
    pub areas: Vec<Rect>,
    /// Everything, whatever the parts are.
    pub all: bool,
}

impl Changes {
    /// Brings the index in step with the records that were touched, and notes where
    /// they were and are.
    pub(super) fn follow(
        &mut self,
        index: &mut SpatialIndex,
        document: &Document,
        touched: &BTreeSet<RecordId>,
    ) {
        let before: BTreeMap<RecordId, Rect> = touched
            .iter()
            .filter_map(|id| Some((*id, index.bounds(*id)?)))
            .collect();
        for id in touched {
            index.update(document, *id);
        }
        if self.all || self.areas.len() + touched.len() > MANY {
            return self.everything();
        }
        for id in touched {
            let kind = document.record(*id).map(|record| record.shape.kind());
            if kind == Some(Kind::Connector) {
                // Seldom, and its ends may have changed with it.
                return self.everything();
            }
            let reach = kind.map_or(FARTHEST, reach);
            let places = [before.get(id).copied(), index.bounds(*id)];
            self.areas
                .extend(joined(places).map(|area| area.grown(reach)));
        }
        for id in index.connectors() {
            let Some(record) = document.live(id) else {
                continue;
            };
            let Content::Connector(ends) = &record.shape.content else {
                continue;
            };
            let ends = [ends.from, ends.to];
            if ends.iter().any(|end| touched.contains(end)) {
                let places = ends
                    .iter()
                    .flat_map(|end| [before.get(end).copied(), index.bounds(*end)]);
                let all = places.flatten().reduce(|all, one| all.union(&one));
                let reach = reach(Kind::Connector).saturating_add(text_reach(&record.shape.text));
                self.areas.extend(all.map(|area| area.grown(reach)));
            }
        }
    }

    /// Everything looks different.
    pub(super) fn everything(&mut self) {
        self.areas.clear();
        self.all = true;
    }
}

/// Two places that meet as one: what moves a little is drawn once.
fn joined(places: [Option<Rect>; 2]) -> impl Iterator<Item = Rect> {
    match places {
        [Some(before), Some(now)] if before.intersects(&now) => {
            [Some(before.union(&now)), None].into_iter().flatten()
        }
        places => places.into_iter().flatten(),
    }
}

/// How far what is written on a connector may reach beyond it, in board units.
pub(super) fn text_reach(text: &str) -> i32 {
    i32::try_from(text.chars().count()).map_or(i32::MAX, |letters| letters.saturating_mul(14))
}

#[cfg(test)]
mod tests {
    use board::geometry::{Point, Size};
    use board::ids::{ClientId, ParticipantId};
    use board::operation::Operation;
    use board::order::OrderKey;
    use board::property::Property;
    use board::record::{Ends, NoteType, Shape};
    use board::secrecy::Secrecy;

    use super::*;

    /// A board with its index, and what its changes touch.
    #[derive(Default)]
    struct Table {
        document: Document,
        index: SpatialIndex,
    }

    impl Table {
        fn apply(&mut self, operation: &Operation) -> Changes {
            self.document.apply(operation, ParticipantId(1));
            let mut changes = Changes::default();
            let touched = operation.record().into_iter().collect();
            changes.follow(&mut self.index, &self.document, &touched);
            changes
        }

        fn create(&mut self, number: u32, area: Rect, content: Content) -> (RecordId, Changes) {
            let client = ClientId::from_random(1);
            let id = RecordId { client, number };
            let shape = Box::new(Shape {
                parent: None,
                order: OrderKey::default(),
                position: area.origin,
                size: area.size,
                text: String::new(),
                content,
            });
            let operation = Operation::Create {
                id,
                secrecy: Secrecy::NONE,
                shape,
            };
            (id, self.apply(&operation))
        }

        fn note(&mut self, number: u32, x: i32, y: i32) -> RecordId {
            let area = Rect::new(Point::new(x, y), Size::new(200, 200));
            let content = Content::Note(NoteType::default());
            self.create(number, area, content).0
        }

        fn put(&mut self, id: RecordId, x: i32, y: i32) -> Changes {
            let to = Property::Position(Point::new(x, y));
            self.apply(&Operation::Set(id, to))
        }

        fn bounds(&self, id: RecordId) -> Rect {
            self.index.bounds(id).unwrap_or_default()
        }
    }

    fn holds(changes: &Changes, part: &Rect) -> bool {
        let whole = |area: &Rect| area.union(part) == *area;
        changes.all || changes.areas.iter().any(whole)
    }

    #[test]
    fn what_moves_changes_where_it_was_and_where_it_is() {
        let mut table = Table::default();
        let (note, still) = (table.note(1, 0, 0), table.note(2, 5_000, 5_000));
        let before = table.bounds(note);
        let far = table.put(note, 2_000, 0);
        assert!(holds(&far, &before) && holds(&far, &table.bounds(note)));
        assert_eq!(far.areas.len(), 2);
        assert!(!holds(&far, &table.bounds(still)));
        let near = table.put(note, 2_010, 10);
        assert_eq!(near.areas.len(), 1, "{near:?}");
    }

    #[test]
    fn an_arrow_goes_with_what_it_joins() {
        let mut table = Table::default();
        let (from, to) = (table.note(1, 0, 0), table.note(2, 1_000, 1_000));
        let content = Content::Connector(Ends { from, to });
        assert!(table.create(3, Rect::default(), content).1.all);
        let before = table.bounds(from);
        let moved = table.put(from, 0, 2_000);
        let all = before.union(&table.bounds(from)).union(&table.bounds(to));
        assert!(!moved.all && holds(&moved, &all));
    }

    #[test]
    fn what_is_deleted_leaves_its_place() {
        let mut table = Table::default();
        let note = table.note(1, 0, 0);
        let before = table.bounds(note);
        let gone = table.apply(&Operation::Delete(note));
        assert!(holds(&gone, &before));
        assert_eq!(table.index.bounds(note), None);
    }

    #[test]
    fn many_changes_are_one() {
        let mut table = Table::default();
        let mut changes = Changes::default();
        let notes: BTreeSet<RecordId> = (0..1_100).map(|number| table.note(number, 0, 0)).collect();
        changes.follow(&mut table.index, &table.document, &notes);
        assert_eq!(
            changes,
            Changes {
                areas: Vec::new(),
                all: true
            }
        );
    }
}
