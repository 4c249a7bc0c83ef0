//! Where an action meets a limit, a crowd, or what its author does not see.

use super::*;
use crate::limits::{MAX_COORDINATE, MAX_TEXT};
use crate::property::Property;
use crate::record::{Record, Shape};
use crate::rules::Phase;
use crate::testing::{PRIVATE, create, shape};

impl Board {
    fn put(&mut self, shape: Shape) -> RecordId {
        let id = self.client().new_record_id();
        self.act(vec![create(id, shape)])[0]
    }

    fn put_in(&mut self, content: Content, parent: Option<RecordId>, area: Rect) -> RecordId {
        self.put(Shape {
            parent,
            position: area.origin,
            size: area.size,
            order: ordering::last_order(self.view(), parent),
            ..shape(content, "")
        })
    }

    fn bounds(&self, id: RecordId) -> Rect {
        self.view().live(id).unwrap().bounds()
    }
}

fn rect(x: i32, y: i32, width: u32, height: u32) -> Rect {
    Rect::new(Point::new(x, y), Size::new(width, height))
}

fn image() -> Content {
    Content::Image(domain::ids::AttachmentId::new())
}

#[test]
fn several_that_are_dropped_keep_their_order() {
    let mut board = Board::new();
    let [one, two, three] = [2_000, 2_300, 2_600].map(|x| board.note(x, 0));
    let back = bring_to_front(board.view(), &set(&[one]));
    board.act(back);
    let frame = board.frame(0, 0);
    let dropped = drop_at(board.view(), &set(&[one, two, three]), Point::new(9, 9));
    board.act(dropped);
    assert_eq!(board.order(Some(frame)), [two, three, one]);
}

#[test]
fn at_the_edge_of_the_board_what_moves_together_stays_together() {
    let mut board = Board::new();
    let frame = board.frame(MAX_COORDINATE - 1_000, 0);
    let note = board.note(MAX_COORDINATE - 500, 200);
    let apart = |board: &Board| board.position(note).x - board.position(frame).x;
    let before = apart(&board);
    let moved = move_by(board.view(), &set(&[frame]), Point::new(5_000, i32::MIN));
    board.act(moved);
    assert_eq!(apart(&board), before);
    assert_eq!(board.position(note).x, MAX_COORDINATE);
}

#[test]
fn what_is_put_beyond_the_edge_lands_on_the_board() {
    let mut board = Board::new();
    let far = Point::new(i32::MAX, i32::MIN);
    let made = create_note(board.client(), far, NoteType::default(), "a".into());
    board.act(made);
    let unknown = board.client().new_record_id();
    let made = create_note_in(
        board.client(),
        Some(unknown),
        far,
        NoteType::default(),
        "a".into(),
    );
    let note = board.act(made)[0];
    assert_eq!(board.parent(note), None);
    let made = create_frame(
        board.client(),
        Rect::new(far, Size::new(u32::MAX, 9)),
        "f".into(),
    );
    board.act(made);
    let points = [far, Point::new(i32::MIN, i32::MAX), Point::new(0, 0)];
    let made = create_stroke(board.client(), &points, Ink::default());
    board.act(made);
    let made = notes_from_lines(board.client(), "a\nb", far, &NoteType::default(), None);
    board.act(made);
}

#[test]
fn a_copy_of_a_hidden_note_is_hidden() {
    let mut board = Board::new();
    board.0.act(0, Operation::SetPhase(PRIVATE));
    let note = board.note(0, 0);
    board.0.sync();
    board.0.act(0, Operation::SetPhase(Phase::OPEN));
    let copied = duplicate(board.client(), &set(&[note]));
    let copy = board.act(copied)[0];
    assert!(board.view().live(copy).unwrap().secrecy.hidden);
}

#[test]
fn what_lay_in_deleted_clusters_stands_where_they_stood() {
    let mut board = Board::new();
    let notes = [0, 300, 600, 900, 1_200].map(|x| board.note(x, 0));
    let first = group(board.client(), &set(&notes[..2]), "one".into());
    let first = board.act(first)[0];
    let second = group(board.client(), &set(&notes[2..4]), "two".into());
    let second = board.act(second)[0];
    let last = bring_to_front(board.view(), &set(&notes[4..]));
    board.act(last);
    let gone = delete(board.view(), &set(&[first, second]));
    board.act(gone);
    assert_eq!(board.order(None), notes);
}

#[test]
fn a_note_on_the_open_board_lands_in_no_frame() {
    let mut board = Board::new();
    for _ in 0..3 {
        let next = create_next_frame(board.client(), &[], String::new());
        board.act(next);
    }
    for _ in 0..12 {
        let at = free_place(board.view(), None);
        let landed = Rect::new(at, NOTE);
        let there = board.view().records().map(|(_, record)| record.bounds());
        assert!(!there.into_iter().any(|other| other.intersects(&landed)));
        let made = create_note_in(board.client(), None, at, NoteType::default(), String::new());
        board.act(made);
    }
}

#[test]
fn a_full_frame_is_continued_below_its_last_row() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    board.put_in(image(), Some(frame), rect(10, 10, 880, 580));
    let at = free_place(board.view(), Some(frame));
    assert_eq!((at.x, at.y >= 590), (20, true));
    let narrow = board.put_in(Content::Cluster, None, rect(3_000, 0, 50, 50));
    let first = free_place(board.view(), Some(narrow));
    board.put_in(image(), Some(narrow), Rect::new(first, NOTE));
    let second = free_place(board.view(), Some(narrow));
    assert_eq!((second.x, second.y >= first.y + 120), (first.x, true));
}

#[test]
fn a_line_drawn_around_a_frame_leaves_its_room_free() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let empty = free_place(board.view(), Some(frame));
    let corners = [(-9, -9), (909, -9), (909, 609), (-9, 609), (-9, -9)];
    let points = corners.map(|(x, y)| Point::new(x, y));
    let stroke = create_stroke(board.client(), &points, Ink::default());
    board.act(stroke);
    assert_eq!(free_place(board.view(), Some(frame)), empty);
}

#[test]
fn pasted_lines_arrive_however_long_they_are() {
    let mut board = Board::new();
    let long = "é".repeat(MAX_TEXT + 1);
    let text = format!("a\u{b}b\r\n{long}\r\nc");
    let made = notes_from_lines(
        board.client(),
        &text,
        Point::new(0, 0),
        &NoteType::default(),
        None,
    );
    let ids = board.act(made);
    let texts = ids
        .iter()
        .map(|id| &*board.view().live(*id).unwrap().shape.text);
    assert_eq!(texts.collect::<String>(), format!("ab{long}c"));
}

#[test]
fn a_thinned_line_keeps_its_ends() {
    let mut board = Board::new();
    let points: Vec<_> = (0..=40_000).map(|x| Point::new(x, 0)).collect();
    let made = create_stroke(board.client(), &points, Ink::default());
    let stroke = board.act(made)[0];
    let Content::Stroke(ink, line) = &board.view().live(stroke).unwrap().shape.content else {
        panic!("a stroke was drawn");
    };
    assert_eq!(ink.width, 3);
    let ends = (line.first().copied(), line.last().copied());
    assert_eq!(ends, (points.first().copied(), points.last().copied()));
}

#[test]
fn many_placed_after_one_stand_there() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let (first, last) = (board.note(100, 100), board.note(300, 100));
    let lines = "a\n".repeat(600);
    let at = Point::new(2_000, 0);
    let made = notes_from_lines(board.client(), &lines, at, &NoteType::default(), None);
    let many = board.act(made);
    let placed = place_in(board.view(), &set(&many), Some(frame), Some(first));
    board.act(placed);
    let order = board.order(Some(frame));
    assert_eq!((order[0], order[601]), (first, last));
    assert_eq!(order[1..601], many);
}

#[test]
fn what_is_placed_covers_nothing_and_takes_along_what_lies_in_it() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let beside = board.note(600, 80);
    assert_eq!(board.parent(beside), Some(frame));
    let cluster = board.put_in(Content::Cluster, None, rect(2_000, 0, 500, 300));
    let note = board.put_in(
        Content::Note(NoteType::default()),
        Some(cluster),
        rect(2_040, 50, 160, 120),
    );
    let placed = place_in(board.view(), &set(&[cluster, note]), Some(frame), None);
    board.act(placed);
    assert_eq!(board.parent(note), Some(cluster));
    assert_eq!(board.parent(cluster), Some(frame));
    assert!(!board.bounds(cluster).intersects(&board.bounds(beside)));
    let (outer, inner) = (board.position(cluster), board.position(note));
    assert_eq!((inner.x - outer.x, inner.y - outer.y), (40, 50));
}

#[test]
fn a_cluster_is_read_as_its_notes_were_and_leaves_pins_alone() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let outside = board.note(2_000, 0);
    let inside = board.note(200, 200);
    let picture = board.put_in(image(), Some(frame), rect(400, 100, 200, 200));
    let pin = board.put_in(
        Content::Note(NoteType::default()),
        Some(picture),
        rect(410, 110, 400, 90),
    );
    let made = group(
        board.client(),
        &set(&[outside, inside, picture, pin, frame]),
        String::new(),
    );
    let cluster = board.act(made)[0];
    assert_eq!(board.parent(cluster), None);
    assert_eq!(board.parent(pin), Some(picture));
    assert_eq!(board.order(Some(cluster)), [inside, picture, outside]);
    for id in [outside, inside, picture, pin] {
        let around = board.bounds(cluster);
        assert_eq!(around.union(&board.bounds(id)), around);
    }
    assert!(group(board.client(), &set(&[frame, cluster]), String::new()).is_empty());
}

#[test]
fn a_parent_that_its_author_alone_sees_hinders_nobody() {
    let mut board = Board::new();
    let note = board.0.note(1, "seen by all");
    let second = board.0.note(1, "also");
    board.0.act(0, Operation::SetPhase(PRIVATE));
    let cluster = board.0.create(0, Content::Cluster, "not seen");
    board.0.set(0, note, Property::Parent(Some(cluster)));
    board.0.act(0, Operation::SetPhase(Phase::OPEN));
    let client = &mut board.0.clients[1];
    assert!(client.view().record(cluster).is_none());
    let copied = duplicate(client, &set(&[note]));
    client.act(copied).unwrap();
    // Both stand at the first level of this reader's outline, with equal keys.
    let down = shift(client.view(), note.min(second), true);
    assert!(!down.is_empty());
    client.act(down).unwrap();
    let grouped = group(client, &set(&[note]), String::new());
    client.act(grouped).unwrap();
    let gone = delete(client.view(), &set(&[note]));
    client.act(gone).unwrap();
}

#[test]
fn a_step_between_equal_keys_leaves_the_others_alone() {
    let mut board = Board::new();
    let note = || shape(Content::Note(NoteType::default()), "");
    let equal = [(); 2].map(|()| board.put(note()));
    let others: Vec<_> = (0..3).map(|x| board.note(x * 300, 900)).collect();
    let order = board.order(None);
    assert_eq!(order[..2], equal);
    let down = shift(board.view(), equal[0], true);
    let touched = down.iter().filter_map(Operation::record);
    assert!(!touched.into_iter().any(|id| others.contains(&id)));
    board.act(down);
    assert_eq!(board.order(None)[..2], [equal[1], equal[0]]);
    assert_eq!(board.order(None)[2..], others[..]);
}

#[test]
fn what_changes_nothing_is_no_operation() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let all = set(&notes);
    let view = board.view();
    let parent_of = |record: &Record| record.shape.parent;
    assert_eq!(view.live(notes[0]).map(parent_of), Some(Some(frame)));
    assert!(place_in(view, &all, Some(frame), None).is_empty());
    assert!(bring_to_front(view, &all).is_empty());
    assert!(send_to_back(view, &all).is_empty());
    assert!(align(view, &all, Edge::Top).is_empty());
    assert!(move_by(view, &all, Point::default()).is_empty());
}

#[test]
fn something_large_covers_nothing_but_frames() {
    let mut board = Board::new();
    let size = Size::new(400, 300);
    let wanted = Point::new(50, 50);
    assert_eq!(clear_place(board.view(), wanted, size), wanted);
    let frame = create_frame(
        board.client(),
        Rect::new(Point::new(-500, -500), Size::new(1_000, 1_000)),
        "Cadre".into(),
    );
    board.act(frame);
    assert_eq!(clear_place(board.view(), wanted, size), wanted);
    board.note(100, 100);
    let beside = clear_place(board.view(), wanted, size);
    assert_eq!(beside, Point::new(500 + 60 + 200, -500 + 150));
}
