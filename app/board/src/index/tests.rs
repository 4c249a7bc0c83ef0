use proptest::prelude::*;

use super::*;
use crate::geometry::Size;
use crate::ids::{ClientId, ParticipantId};
use crate::lines::shown_in;
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::property::Property;
use crate::record::{Content, Ends, Ink, NoteType};
use crate::testing::{create, shape};

fn id(number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(1),
        number,
    }
}

fn put(document: &mut Document, number: u32, content: Content, rect: Rect) {
    let mut shape = shape(content, "");
    shape.position = rect.origin;
    shape.size = rect.size;
    document.apply(&create(id(number), shape), ParticipantId(1));
}

fn note() -> Content {
    Content::Note(NoteType::default())
}

fn rect(x: i32, y: i32, width: u32, height: u32) -> Rect {
    Rect::new(Point::new(x, y), Size::new(width, height))
}

/// What an index must agree with: every record looked at.
fn looked_through(document: &Document, view: &Rect) -> BTreeSet<RecordId> {
    document
        .records()
        .filter(|(_, record)| record.bounds().intersects(view))
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn s46_ten_thousand_notes_are_found_by_looking_at_few() {
    let mut document = Document::default();
    for number in 0..10_000_u32 {
        let (row, column) = (number / 100, number % 100);
        let (x, y) = (column as i32 * 220, row as i32 * 220);
        put(&mut document, number, note(), rect(x, y, 200, 200));
    }
    let index = SpatialIndex::of(&document);
    let view = rect(5_000, 5_000, 1_600, 900);
    assert_eq!(index.within(&view), looked_through(&document, &view));
    let fullest = index.cells.values().map(Vec::len).max().unwrap();
    assert!(fullest <= 16, "{fullest} records in one cell");
    assert_eq!(index.within(&rect(-900_000, -900_000, 10, 10)).len(), 0);
}

#[test]
fn s46_what_lies_innermost_is_hit_and_then_what_comes_last() {
    let mut document = Document::default();
    put(
        &mut document,
        1,
        Content::Frame,
        rect(0, 0, 100_000, 100_000),
    );
    put(&mut document, 2, note(), rect(10, 10, 100, 100));
    put(&mut document, 3, note(), rect(50, 50, 100, 100));
    put(&mut document, 4, Content::Cluster, rect(0, 0, 300, 300));
    let raise = Property::Order(OrderKey::nth(5));
    document.apply(&Operation::Set(id(2), raise), ParticipantId(1));
    let index = SpatialIndex::of(&document);
    let hit = |x, y| index.hits(&document, Point::new(x, y), 0).first().copied();
    assert_eq!(hit(60, 60), Some(id(2)));
    assert_eq!(hit(140, 140), Some(id(3)));
    assert_eq!(hit(250, 250), Some(id(4)));
    assert_eq!(hit(90_000, 90_000), Some(id(1)));
    assert_eq!(hit(-1, -1), None);
}

#[test]
fn s46_arrows_and_drawings_are_met_on_their_lines() {
    let mut document = Document::default();
    put(&mut document, 1, note(), rect(0, 0, 100, 100));
    put(&mut document, 2, note(), rect(500, 0, 100, 100));
    let ends = Ends {
        from: id(1),
        to: id(2),
    };
    put(&mut document, 3, Content::Connector(ends), rect(0, 0, 9, 9));
    // A drawing all around the first note, later in order.
    let around = [(0, 0), (200, 0), (200, 200), (0, 200), (0, 0)];
    let points = around.map(|(x, y)| Point::new(x, y)).to_vec();
    let drawing = Content::Stroke(Ink::default(), points);
    put(&mut document, 4, drawing, rect(-50, -50, 200, 200));
    let index = SpatialIndex::of(&document);
    let hit = |document: &Document, x, y, slack| {
        let met = index.hits(document, Point::new(x, y), slack);
        met.first().copied()
    };
    assert_eq!(hit(&document, 300, 50, 4), Some(id(3)), "on the arrow");
    assert_eq!(hit(&document, 300, 60, 4), None, "beside it");
    assert_eq!(hit(&document, 300, 60, 12), Some(id(3)), "by a finger");
    assert_eq!(
        hit(&document, 50, 50, 12),
        Some(id(1)),
        "what the arrow joins"
    );
    assert_eq!(hit(&document, 120, 20, 4), None, "inside what is drawn");
    assert_eq!(hit(&document, 151, 20, 4), Some(id(4)), "on what is drawn");
    // The arrow goes where its ends go.
    let down = Property::Position(Point::new(500, 400));
    document.apply(&Operation::Set(id(2), down), ParticipantId(1));
    assert_eq!(hit(&document, 300, 50, 4), None);
    assert_eq!(hit(&document, 300, 250, 4), Some(id(3)));
    let shows = |document: &Document| shown_in(document, document.live(id(3)).unwrap());
    assert_eq!(shows(&document), Some(rect(50, 50, 501, 401)));
    document.apply(&Operation::Delete(id(2)), ParticipantId(1));
    assert_eq!(
        (shows(&document), hit(&document, 300, 250, 4)),
        (None, None)
    );
}

proptest! {
    #[test]
    fn s46_an_index_follows_every_change(
        steps in proptest::collection::vec(
            (0..12_u32, -3_000..3_000_i32, -3_000..3_000_i32, 0..20_000_u32, any::<bool>()),
            1..60,
        ),
    ) {
        let mut document = Document::default();
        let mut index = SpatialIndex::default();
        for (number, x, y, extent, deletes) in steps {
            put(&mut document, number, note(), rect(x, y, extent, 150));
            let change = if deletes {
                Operation::Delete(id(number))
            } else {
                Operation::Set(id(number), Property::Position(Point::new(x, y)))
            };
            document.apply(&change, ParticipantId(1));
            index.update(&document, id(number));
            let view = rect(-500, -500, 1_500, 1_000);
            prop_assert_eq!(index.within(&view), looked_through(&document, &view));
        }
        let ids: Vec<RecordId> = document.ids().collect();
        for id in ids {
            document.apply(&Operation::Delete(id), ParticipantId(1));
            index.update(&document, id);
        }
        prop_assert!(index.cells.is_empty() && index.bounds.is_empty() && index.large.is_empty());
    }
}
