mod by_keys;
mod copying;
mod edges;
mod gestures;

use std::collections::BTreeSet;

use super::*;
use crate::amount::Amount;
use crate::client::Client;
use crate::document::Document;
use crate::geometry::{Point, Rect, Size};
use crate::ids::RecordId;
use crate::limits::MAX_TEXT;
use crate::lines::shown_in;
use crate::operation::Operation;
use crate::outline::outline;
use crate::record::{Content, Ink, Kind, NoteType};
use crate::testing::Session;

/// A facilitator's board, on which gestures are made one after the other.
struct Board(Session);

impl Board {
    fn new() -> Self {
        Self(Session::new())
    }

    fn client(&mut self) -> &mut Client {
        &mut self.0.clients[0]
    }

    fn view(&self) -> &Document {
        self.0.clients[0].view()
    }

    /// Does what a gesture gives: all of it is permitted.
    fn act(&mut self, operations: Vec<Operation>) -> Vec<RecordId> {
        let created = operations.iter().filter_map(|operation| match operation {
            Operation::Create { id, .. } => Some(*id),
            _ => None,
        });
        let created = created.collect();
        self.client().act(operations).unwrap();
        created
    }

    fn note(&mut self, x: i32, y: i32) -> RecordId {
        let made = create_note(
            self.client(),
            Point::new(x, y),
            NoteType::default(),
            "a".into(),
        );
        self.act(made)[0]
    }

    fn frame(&mut self, x: i32, y: i32) -> RecordId {
        let area = Rect::new(Point::new(x, y), FRAME);
        let made = create_frame(self.client(), area, "Cadre".into());
        self.act(made)[0]
    }

    fn position(&self, id: RecordId) -> Point {
        self.view().live(id).unwrap().shape.position
    }

    fn parent(&self, id: RecordId) -> Option<RecordId> {
        self.view().live(id).unwrap().shape.parent
    }

    /// The records of a parent in reading order.
    fn order(&self, parent: Option<RecordId>) -> Vec<RecordId> {
        let inside = places::children(self.view(), parent);
        inside.into_iter().map(|(id, _)| id).collect()
    }
}

fn set(ids: &[RecordId]) -> BTreeSet<RecordId> {
    ids.iter().copied().collect()
}

#[test]
fn a_note_belongs_to_the_innermost_that_lies_under_it() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let (one, two) = (board.note(200, 200), board.note(420, 200));
    let grouped = group(board.client(), &set(&[one, two]), "Temps".into());
    let cluster = board.act(grouped)[0];
    assert_eq!(board.parent(cluster), Some(frame));
    let inside = board.note(300, 200);
    assert_eq!(board.parent(inside), Some(cluster));
    let beside = board.note(800, 500);
    assert_eq!(board.parent(beside), Some(frame));
    let outside = board.note(2_000, 200);
    assert_eq!(board.parent(outside), None);
}

#[test]
fn lines_become_notes_in_their_order_and_do_not_cover_each_other() {
    let mut board = Board::new();
    let text = "un\n\n deux \ntrois\nquatre\ncinq";
    let made = notes_from_lines(
        board.client(),
        text,
        Point::new(0, 0),
        &NoteType::default(),
        None,
    );
    let ids = board.act(made);
    assert_eq!(board.order(None), ids);
    let texts: Vec<_> = ids
        .iter()
        .map(|id| board.view().live(*id).unwrap().shape.text.clone())
        .collect();
    assert_eq!(texts, ["un", "deux", "trois", "quatre", "cinq"]);
    let bounds: Vec<_> = ids
        .iter()
        .map(|id| board.view().live(*id).unwrap().bounds())
        .collect();
    for (place, one) in bounds.iter().enumerate() {
        assert!(
            !bounds[place + 1..]
                .iter()
                .any(|other| one.intersects(other))
        );
    }
}

#[test]
fn the_bullets_of_a_list_are_left_out_and_nothing_else() {
    let pasted = |text: &str| {
        let mut board = Board::new();
        let at = Point::new(0, 0);
        let made = notes_from_lines(board.client(), text, at, &NoteType::default(), None);
        let ids = board.act(made);
        let texts = ids
            .iter()
            .map(|id| board.view().live(*id).unwrap().shape.text.clone());
        texts.collect::<Vec<_>>()
    };
    for list in [
        "- un\n- deux",
        "• un\r\n• deux",
        "* un\n\n  * deux",
        "1. un\n10. deux",
        "1) un\n- deux\n-",
    ] {
        assert_eq!(pasted(list), ["un", "deux"], "{list}");
    }
    for other in [
        "- un\ndeux",
        "-un\n-deux",
        "1.5\n2.5",
        "*important*\n*aussi*",
        "-\n12.",
    ] {
        let lines: Vec<&str> = other.lines().collect();
        assert_eq!(pasted(other), lines, "{other}");
    }
}

#[test]
fn the_first_rows_of_pasted_lines_lie_around_where_they_are_put() {
    let middle = Point::new(500, 300);
    for (count, shown) in [(1, 1), (3, 3), (5, 5), (40, 12)] {
        let mut board = Board::new();
        let lines = vec!["une ligne"; count].join("\n");
        let size = size_of_lines(count);
        let at = corner_around(middle, size);
        let made = notes_from_lines(board.client(), &lines, at, &NoteType::default(), None);
        let ids = board.act(made);
        let bounds = |id: &RecordId| board.view().live(*id).unwrap().bounds();
        let seen = ids.iter().take(shown).map(bounds);
        let around = seen.reduce(|all, one| all.union(&one)).unwrap();
        assert_eq!(around, Rect::new(at, size), "{count} lines");
    }
}

#[test]
fn frames_of_a_phase_stand_side_by_side() {
    let mut board = Board::new();
    let mut made = Vec::new();
    for name in ["Rose", "Bourgeon", "Épine"] {
        let next = create_next_frame(board.client(), &made, name.into());
        made.extend(next);
    }
    let ids = board.act(made);
    assert_eq!(board.order(None), ids);
    let [one, two, three] = [0, 1, 2].map(|place| board.view().live(ids[place]).unwrap().bounds());
    assert!(one.right() < two.origin.x && two.right() < three.origin.x);
}

#[test]
fn what_lies_in_a_frame_moves_with_it_once() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let note = board.note(200, 200);
    let before = board.position(note);
    let moved = move_by(board.view(), &set(&[frame, note]), Point::new(100, 50));
    board.act(moved);
    assert_eq!(
        board.position(note),
        Point::new(before.x + 100, before.y + 50)
    );
    assert_eq!(board.position(frame), Point::new(100, 50));
}

#[test]
fn what_is_dropped_belongs_to_what_lies_there() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let note = board.note(2_000, 200);
    let dropped = drop_at(board.view(), &set(&[note]), Point::new(300, 300));
    board.act(dropped);
    assert_eq!(board.parent(note), Some(frame));
    assert!(drop_at(board.view(), &set(&[note]), Point::new(300, 300)).is_empty());
    let dropped = drop_at(board.view(), &set(&[note]), Point::new(5_000, 0));
    board.act(dropped);
    assert_eq!(board.parent(note), None);
}

#[test]
fn placing_in_a_frame_gives_each_a_place_of_its_own_there() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes: Vec<_> = (0..6)
        .map(|place| board.note(3_000 + place * 10, 0))
        .collect();
    let placed = place_in(board.view(), &set(&notes), Some(frame), None);
    board.act(placed);
    let area = board.view().live(frame).unwrap().bounds();
    let bounds: Vec<_> = notes
        .iter()
        .map(|id| board.view().live(*id).unwrap().bounds())
        .collect();
    for (place, one) in bounds.iter().enumerate() {
        assert!(area.contains(one.origin));
        assert!(
            !bounds[place + 1..]
                .iter()
                .any(|other| one.intersects(other))
        );
    }
    let after = place_in(board.view(), &set(&[notes[5]]), Some(frame), Some(notes[0]));
    board.act(after);
    assert_eq!(board.order(Some(frame))[..2], [notes[0], notes[5]]);
}

#[test]
fn a_note_moves_up_and_down_and_trades_its_place() {
    let mut board = Board::new();
    let [one, two, three] = [0, 300, 600].map(|x| board.note(x, 0));
    let (first, second) = (board.position(one), board.position(two));
    let down = shift(board.view(), one, true);
    board.act(down);
    assert_eq!(board.order(None), [two, one, three]);
    assert_eq!((board.position(one), board.position(two)), (second, first));
    let up = shift(board.view(), one, false);
    board.act(up);
    assert_eq!(board.order(None), [one, two, three]);
    assert!(shift(board.view(), one, false).is_empty());
    assert!(shift(board.view(), three, true).is_empty());
}

#[test]
fn aligned_edges_are_the_same_and_distributed_gaps_are_equal() {
    let mut board = Board::new();
    let notes = [(0, 0), (500, 90), (900, 300)].map(|(x, y)| board.note(x, y));
    let aligned = align(board.view(), &set(&notes), Edge::Top);
    board.act(aligned);
    let tops: BTreeSet<_> = notes.iter().map(|id| board.position(*id).y).collect();
    assert_eq!(tops.len(), 1);
    let ends = (board.position(notes[0]), board.position(notes[2]));
    let spread = distribute(board.view(), &set(&notes), Axis::Horizontal);
    board.act(spread);
    let xs = notes.map(|id| board.position(id).x);
    assert_eq!(xs[1] - xs[0], xs[2] - xs[1]);
    assert_eq!((board.position(notes[0]), board.position(notes[2])), ends);
}

#[test]
fn a_cluster_taken_apart_leaves_its_notes_where_they_lay() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let grouped = group(board.client(), &set(&notes), "Temps".into());
    let cluster = board.act(grouped)[0];
    assert_eq!(board.order(Some(cluster)), notes);
    let apart = ungroup(board.view(), &set(&[cluster]));
    board.act(apart);
    assert!(board.view().live(cluster).is_none());
    assert_eq!(notes.map(|note| board.parent(note)), [Some(frame); 2]);
    assert_eq!(board.order(Some(frame)), notes);
}

#[test]
fn a_frame_that_is_drawn_around_notes_holds_them() {
    let mut board = Board::new();
    let other = board.frame(3_000, 0);
    let [one, two] = [300, 100].map(|x| board.note(x, 100));
    let (apart, theirs) = (board.note(2_000, 100), board.note(3_200, 200));
    let area = Rect::new(Point::new(0, 0), Size::new(4_000, 800));
    // Half of this one lies in it, and not its middle.
    let edge = board.note(100, 810);
    board.act(move_by(board.view(), &set(&[apart]), Point::new(0, 2_000)));
    let made = create_frame(board.client(), area, "Idées".into());
    let frame = board.act(made)[0];
    assert_eq!(
        board.order(Some(frame)),
        [one, two],
        "as they were read before"
    );
    assert_eq!([apart, edge].map(|id| board.parent(id)), [None; 2]);
    assert_eq!(board.parent(theirs), Some(other));
    board.client().undo().unwrap();
    assert_eq!([one, two].map(|id| board.parent(id)), [None; 2]);
}

#[test]
fn deleting_a_note_takes_its_arrows_and_nothing_else() {
    let mut board = Board::new();
    let [one, two, three] = [0, 300, 600].map(|x| board.note(x, 0));
    let arrow = create_connector(board.client(), one, two);
    let arrow = board.act(arrow)[0];
    let other = create_connector(board.client(), two, three);
    let other = board.act(other)[0];
    let gone = delete(board.view(), &set(&[one]));
    board.act(gone);
    let shows = |board: &Board, id| {
        let record = board.view().live(id);
        record.is_some_and(|record| shown_in(board.view(), record).is_some())
    };
    let all = [one, arrow, two, other, three];
    assert_eq!(
        all.map(|id| shows(&board, id)),
        [false, false, true, true, true]
    );
    board.client().undo().unwrap();
    assert_eq!(all.map(|id| shows(&board, id)), [true; 5]);
}

#[test]
fn copies_keep_what_lies_in_them_and_their_arrows() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let arrow = create_connector(board.client(), notes[0], notes[1]);
    board.act(arrow);
    let copied = duplicate(board.client(), &set(&[frame]));
    let copies = board.act(copied);
    assert_eq!(copies.len(), 4);
    assert_eq!(board.order(Some(copies[0])).len(), 2);
    let Content::Connector(ends) = board.view().live(copies[3]).unwrap().shape.content else {
        panic!("connectors come last");
    };
    assert!(copies.contains(&ends.from) && copies.contains(&ends.to));
}

#[test]
fn s62_how_much_copies_and_pasted_lines_take_is_known_before_they_are_made() {
    let taken = |operations: &[Operation]| {
        let made = operations.iter().map(|operation| match operation {
            Operation::Create { shape, .. } => Amount::new(1, shape.bytes()),
            other => panic!("{other:?}"),
        });
        made.fold(Amount::ZERO, Amount::plus)
    };
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let arrow = create_connector(board.client(), notes[0], notes[1]);
    board.act(arrow);
    for ids in [set(&[frame]), set(&notes), set(&[notes[0]]), set(&[])] {
        let amount = copies_of(board.view(), &ids).amount();
        assert_eq!(taken(&duplicate(board.client(), &ids)), amount, "{ids:?}");
    }
    let note_type = NoteType {
        label: "idée".into(),
        ..NoteType::default()
    };
    let text = format!("un\n\n deux \u{7}\n{}", "é".repeat(MAX_TEXT + 1));
    let amount = notes_of(&text, &note_type).amount();
    assert_eq!(amount.records, 4);
    let made = notes_from_lines(board.client(), &text, Point::new(0, 0), &note_type, None);
    assert_eq!(taken(&made), amount);
}

#[test]
fn what_is_brought_to_the_front_is_drawn_last_and_read_last() {
    let mut board = Board::new();
    let [one, two, three] = [0, 300, 600].map(|x| board.note(x, 0));
    let front = bring_to_front(board.view(), &set(&[one]));
    board.act(front);
    assert_eq!(board.order(None), [two, three, one]);
    let back = send_to_back(board.view(), &set(&[three, one]));
    board.act(back);
    assert_eq!(board.order(None), [three, one, two]);
    assert_eq!(outline(board.view()).len(), 3);
}

#[test]
fn a_moved_note_lines_up_with_the_nearest() {
    let other = Rect::new(Point::new(0, 0), NOTE);
    let moving = Rect::new(Point::new(4, 300), NOTE);
    let snapped = snap(moving, &[other], 6);
    assert_eq!(snapped.origin, Point::new(0, 300));
    assert_eq!(snapped.guides.len(), 1);
    let far = snap(Rect::new(Point::new(40, 300), NOTE), &[other], 6);
    assert_eq!(far.origin, Point::new(40, 300));
    assert!(far.guides.is_empty());
}

#[test]
fn a_long_stroke_is_thinned_to_what_a_board_takes() {
    let mut board = Board::new();
    let points: Vec<_> = (0..5_000).map(|x| Point::new(x - 100, x % 7)).collect();
    let stroke = create_stroke(board.client(), &points, Ink::default());
    let id = board.act(stroke)[0];
    let shape = &board.view().live(id).unwrap().shape;
    assert_eq!(shape.kind(), Kind::Stroke);
    assert_eq!(shape.position, Point::new(-100, 0));
    assert!(shape.is_valid());
}
