//! What is done without a pointer: where things land, what is joined, how sizes change.

use domain::ids::AttachmentId;

use super::*;
use crate::index::SpatialIndex;
use crate::outline::reading_order;

#[test]
fn several_that_are_put_down_in_one_place_all_show() {
    let mut board = Board::new();
    let mut places = Vec::new();
    // The view may have been moved by a hair meanwhile.
    for wanted in [(300, 200), (299, 201), (301, 200)] {
        let wanted = Point::new(wanted.0, wanted.1);
        let at = visible_place(board.view(), wanted, NOTE);
        let note = board.note(at.x, at.y);
        places.push(board.position(note));
    }
    assert_eq!(places[0], Point::new(220, 140));
    for (place, one) in places.iter().enumerate() {
        let beside = |other: &Point| {
            let apart = one.x.abs_diff(other.x).max(one.y.abs_diff(other.y));
            apart >= GAP.unsigned_abs()
        };
        assert!(places[place + 1..].iter().all(beside), "{places:?}");
    }
}

#[test]
fn what_lands_without_a_place_covers_nothing() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    board.note(100, 100);
    let at = free_middle(board.view(), TEXT);
    let made = create_text(board.client(), at, "Texte".into());
    let text = board.act(made)[0];
    let bounds = board.view().live(text).unwrap().bounds();
    let mut others = board.view().records().filter(|(id, _)| *id != text);
    assert!(!others.any(|(_, record)| record.bounds().intersects(&bounds)));
    assert_ne!(board.parent(text), Some(frame));
}

#[test]
fn an_arrow_joins_the_two_that_are_selected_as_they_are_read_or_chosen() {
    let mut board = Board::new();
    let (one, two, three) = (board.note(0, 0), board.note(400, 0), board.note(800, 0));
    let ordered = place_in(board.view(), &set(&[one]), None, Some(three));
    board.act(ordered);
    assert_eq!(reading_order(board.view()), [two, three, one]);
    let mut arrow = one;
    for (last, expected) in [
        (None, (three, one)),
        (Some(one), (three, one)),
        (Some(three), (one, three)),
        // One that is not among them was chosen for something else.
        (Some(two), (three, one)),
    ] {
        let joined = join(board.client(), &set(&[one, three]), last);
        arrow = board.act(joined)[0];
        let record = board.view().live(arrow).unwrap();
        let Content::Connector(ends) = &record.shape.content else {
            panic!("{record:?}");
        };
        assert_eq!((ends.from, ends.to), expected);
    }
    for ids in [set(&[one]), set(&[one, two, three]), set(&[one, arrow])] {
        assert!(join(board.client(), &ids, Some(one)).is_empty());
    }
}

#[test]
fn sizes_change_by_steps_and_stay_within_the_limits() {
    let mut board = Board::new();
    let (one, two) = (board.note(0, 0), board.note(400, 0));
    let drawn = create_stroke(
        board.client(),
        &[Point::new(0, 0), Point::new(50, 50)],
        Ink::default(),
    );
    let line = board.act(drawn)[0];
    let all = set(&[one, two, line]);
    let size = |board: &Board, id| board.view().live(id).unwrap().shape.size;
    let as_drawn = size(&board, line);
    let larger = resize_by(board.view(), &all, Point::new(8, -8));
    board.act(larger);
    for id in [one, two] {
        assert_eq!(size(&board, id), Size::new(168, 112));
    }
    let smallest = resize_by(board.view(), &all, Point::new(-9_999, i32::MIN));
    board.act(smallest);
    assert_eq!(size(&board, one), Size::new(40, 40));
    assert_eq!(size(&board, line), as_drawn);
}

/// Puts a picture on a board, with its corner at a place.
fn picture(board: &mut Board, corner: Point, size: Size) -> RecordId {
    let middle = Rect::new(corner, size).middle();
    let made = create_image(
        board.client(),
        middle,
        size,
        AttachmentId::new(),
        String::new(),
    );
    board.act(made)[0]
}

#[test]
fn a_picture_lands_where_there_is_room_in_what_is_chosen() {
    let mut board = Board::new();
    let frame = board.frame(1_000, 0);
    let note = board.note(1_100, 80);
    let size = Size::new(320, 240);
    let put = |board: &mut Board, parent| {
        let picture = AttachmentId::new();
        let made = create_image_in(board.client(), parent, size, picture, String::new());
        let id = board.act(made)[0];
        (id, board.view().live(id).unwrap().bounds())
    };
    let area = |board: &Board, id| board.view().live(id).unwrap().bounds();
    let (one, first) = put(&mut board, Some(frame));
    let (_, second) = put(&mut board, Some(frame));
    assert_eq!(board.parent(one), Some(frame));
    for inside in [first, second] {
        assert!(!inside.intersects(&area(&board, note)));
        assert_eq!(area(&board, frame).union(&inside), area(&board, frame));
    }
    assert!(!first.intersects(&second));
    // No picture lies on another: it goes on the open board then, as where nothing is chosen.
    for parent in [Some(one), None] {
        let (other, outside) = put(&mut board, parent);
        assert_eq!(board.parent(other), None);
        assert!(!outside.intersects(&area(&board, frame)));
    }
}

#[test]
fn a_picture_keeps_its_proportions_whichever_side_is_pulled() {
    let mut board = Board::new();
    let it = picture(&mut board, Point::new(100, 50), Size::new(320, 240));
    let size = |board: &Board| {
        let size = board.view().live(it).unwrap().shape.size;
        (size.width, size.height)
    };
    // The corner is pulled: it reaches at least as far as the hand, and stays there.
    for (pulled, expected) in [
        ((640, 300), (640, 480)),
        ((300, 300), (400, 300)),
        ((10, 0), (53, 40)),
        ((320, 240), (320, 242)),
    ] {
        for _ in 0..2 {
            let pull = resize(board.view(), it, Size::new(pulled.0, pulled.1));
            board.act(pull);
            assert_eq!(size(&board), expected, "{pulled:?}");
        }
    }
    // By steps: along the longer side, and back, or along the one that is named.
    let mut board = Board::new();
    let it = picture(&mut board, Point::new(100, 50), Size::new(320, 240));
    let size = |board: &Board| {
        let size = board.view().live(it).unwrap().shape.size;
        (size.width, size.height)
    };
    for (by, expected) in [
        (Point::new(40, 40), (360, 270)),
        (Point::new(-40, -40), (320, 240)),
        (Point::new(0, 120), (480, 360)),
        (Point::new(-160, 0), (320, 240)),
        (Point::new(0, i32::MIN), (53, 40)),
        (Point::new(i32::MAX, 0), (100_000, 75_472)),
    ] {
        let step = resize_by(board.view(), &set(&[it]), by);
        board.act(step);
        assert_eq!(size(&board), expected, "{by:?}");
    }
    // What is smaller than things are made by hand grows, and becomes no smaller.
    let dot = picture(&mut board, Point::new(-900, 0), Size::new(20, 10));
    let smaller = resize(board.view(), dot, Size::new(5, 5));
    assert!(smaller.is_empty());
    let larger = resize(board.view(), dot, Size::new(60, 10));
    board.act(larger);
    let grown = board.view().live(dot).unwrap().shape.size;
    assert_eq!(grown, Size::new(60, 30));
}

#[test]
fn what_is_pinned_on_a_picture_points_where_it_pointed_when_that_is_resized() {
    let mut board = Board::new();
    let it = picture(&mut board, Point::new(100, 50), Size::new(320, 240));
    let (quarter, middle, beside) = (
        board.note(180, 110),
        board.note(260, 170),
        board.note(900, 110),
    );
    assert_eq!(board.parent(quarter), Some(it));
    assert_eq!(board.parent(beside), None);
    let before = [quarter, middle, beside].map(|id| board.position(id));
    let at = |board: &Board, id| board.view().live(id).unwrap().bounds().middle();
    let larger = resize_by(board.view(), &set(&[it]), Point::new(320, 0));
    board.act(larger);
    assert_eq!(board.position(it), Point::new(100, 50), "its corner stays");
    assert_eq!(at(&board, quarter), Point::new(260, 170));
    assert_eq!(at(&board, middle), Point::new(420, 290));
    assert_eq!(board.position(beside), before[2]);
    // It is one action, and taken back as one.
    board.client().undo().unwrap();
    assert_eq!(
        [quarter, middle, beside].map(|id| board.position(id)),
        before
    );
}

#[test]
fn a_picture_and_its_pins_are_the_same_for_two_who_move_them_at_once() {
    let mut board = Board::new();
    let it = picture(&mut board, Point::new(100, 50), Size::new(320, 240));
    let (one, other) = (board.note(180, 110), board.note(260, 170));
    let session = &mut board.0;
    session.sync();
    let larger = resize_by(session.clients[0].view(), &set(&[it]), Point::new(320, 0));
    session.clients[0].act(larger).unwrap();
    // The second has not heard of it.
    let moved = move_by(session.clients[1].view(), &set(&[one]), Point::new(7, 9));
    session.clients[1].act(moved).unwrap();
    session.sync();
    session.assert_in_step();
    let at = |id| session.seen(2, id).unwrap().bounds();
    assert_eq!(at(it).size, Size::new(640, 480));
    assert_eq!(at(other).middle(), Point::new(420, 290));
}

#[test]
fn the_size_of_one_is_asked_for_where_it_can_be_another() {
    let mut board = Board::new();
    let (one, two) = (board.note(0, 0), board.note(400, 0));
    let drawn = create_stroke(board.client(), &[Point::new(0, 0)], Ink::default());
    let line = board.act(drawn)[0];
    assert_eq!(sized(board.view(), &set(&[one])), Some((one, NOTE)));
    for ids in [set(&[]), set(&[one, two]), set(&[line])] {
        assert_eq!(sized(board.view(), &ids), None);
    }
}

#[test]
fn what_is_placed_by_numbers_lies_as_if_it_had_been_dragged_there() {
    let mut board = Board::new();
    let (near, far) = (board.frame(0, 0), board.frame(2_000, 300));
    let (one, two) = (board.note(200, 200), board.note(500, 260));
    let notes = set(&[one, two]);
    let (corner, other) = (board.position(one), board.position(far));
    assert_eq!(
        placed(board.view(), &notes),
        Some(Placed {
            within: Some(near),
            at: corner
        })
    );
    let mut dragged = board.client().clone();
    let by = Point::new(other.x + 40 - corner.x, other.y + 50 - corner.y);
    dragged.act(move_by(dragged.view(), &notes, by)).unwrap();
    let middle = Point::new(
        other.x + 40 + (300 + 160) / 2,
        other.y + 50 + (60 + 120) / 2,
    );
    dragged
        .act(drop_at(dragged.view(), &notes, middle))
        .unwrap();

    let by_numbers = place_at(board.view(), &notes, Some(far), Point::new(40, 50));
    board.act(by_numbers);
    assert_eq!(board.view(), dragged.view());
    assert_eq!(board.parent(one), Some(far));
    assert_eq!(
        placed(board.view(), &notes),
        Some(Placed {
            within: Some(far),
            at: Point::new(40, 50)
        })
    );
    // From different places only the board is measured; from itself, nothing.
    let apart = placed(board.view(), &set(&[one, near])).unwrap();
    assert_eq!((apart.within, apart.at), (None, board.position(near)));
    assert!(place_at(board.view(), &set(&[far]), Some(far), Point::new(9, 9)).is_empty());
    assert_eq!(placed(board.view(), &BTreeSet::new()), None);
}

#[test]
fn what_is_moved_by_keys_belongs_to_what_it_lies_in_then() {
    let mut board = Board::new();
    let (near, far) = (board.frame(0, 0), board.frame(2_000, 0));
    let (one, two) = (board.note(200, 200), board.note(500, 200));
    let apart = board.note(2_300, 200);
    let way = Point::new(board.position(far).x - board.position(near).x, 0);

    // Nothing else becomes of what stays where it lies, here in two frames.
    board.act(carry_by(
        board.view(),
        &set(&[one, apart]),
        Point::new(8, 0),
    ));
    assert_eq!(
        (board.parent(one), board.parent(apart)),
        (Some(near), Some(far))
    );

    board.act(carry_by(board.view(), &set(&[one, two]), way));
    assert_eq!(
        (board.parent(one), board.parent(two)),
        (Some(far), Some(far))
    );
    let children: Vec<_> = outline(board.view())
        .into_iter()
        .find(|item| item.id == far)
        .map(|frame| frame.children.iter().map(|item| item.id).collect())
        .unwrap();
    assert_eq!(children, [apart, one, two], "after what lay there");

    board.act(carry_by(board.view(), &set(&[one]), Point::new(0, -9_000)));
    assert_eq!(board.parent(one), None);
    // A frame takes along what lies in it; that stays in it wherever it goes.
    let back = Point::new(-way.x, 0);
    board.act(carry_by(board.view(), &set(&[far]), back));
    assert_eq!(board.parent(two), Some(far));
    // What cannot be moved any farther is not put elsewhere either.
    board.act(carry_by(
        board.view(),
        &set(&[two]),
        Point::new(0, i32::MAX),
    ));
    assert!(carry_by(board.view(), &set(&[two]), DOWN).is_empty());
}

#[test]
fn an_alignment_in_another_frame_is_a_place_in_it() {
    let mut board = Board::new();
    let far = board.frame(2_000, 0);
    board.note(2_300, 200);
    let note = board.note(0, 200);
    while snapped(&mut board, note, RIGHT).is_some_and(|(x, _)| x < 2_200) {}
    assert_eq!(board.parent(note), Some(far));
}

const LEFT: Point = Point::new(-1, 0);
const RIGHT: Point = Point::new(1, 0);
const UP: Point = Point::new(0, -1);
const DOWN: Point = Point::new(0, 1);

/// Where a record lies after it was brought on to the next alignment; nowhere else if there is
/// none.
fn snapped(board: &mut Board, id: RecordId, towards: Point) -> Option<(i32, i32)> {
    let index = SpatialIndex::of(board.view());
    let moved = snap_towards(board.view(), &index, &set(&[id]), towards);
    let moves = !moved.is_empty();
    board.act(moved);
    let Point { x, y } = board.position(id);
    moves.then_some((x, y))
}

#[test]
fn keys_bring_on_to_the_next_alignment_in_each_direction() {
    // Beside a note whose edges and middle stand at -80, 0, 80 and at -60, 0, 60.
    for (towards, beside, next, back) in [
        (RIGHT, (300, 0), (60, -60), LEFT),
        (LEFT, (-300, 0), (-220, -60), RIGHT),
        (DOWN, (0, 300), (-80, 120), UP),
        (UP, (0, -300), (-80, -240), DOWN),
    ] {
        let mut board = Board::new();
        let note = board.note(0, 0);
        board.note(beside.0, beside.1);
        assert_eq!(snapped(&mut board, note, towards), Some(next));
        assert_eq!(snapped(&mut board, note, back), None, "{back:?}");
        // Across that way the two lie level: next an edge meets the middle.
        for across in [
            Point::new(towards.y, towards.x),
            Point::new(-towards.y, -towards.x),
        ] {
            assert!(snapped(&mut board, note, across).is_some(), "{across:?}");
        }
    }
}

#[test]
fn one_alignment_after_the_other_is_stopped_at_until_there_is_none() {
    let mut board = Board::new();
    board.note(0, 0);
    let note = board.note(500, 200);
    let stops: Vec<_> = std::iter::from_fn(|| snapped(&mut board, note, LEFT)).collect();
    let lefts: Vec<_> = stops.iter().map(|(x, _)| *x).collect();
    // Edge at edge, edge at the middle, one above the other, and out on the other side.
    assert_eq!(lefts, [80, 0, -80, -160, -240]);
    assert!(stops.iter().all(|(_, y)| *y == 140), "{stops:?}");
    assert_eq!(snapped(&mut board, note, RIGHT), Some((-160, 140)));
}

#[test]
fn what_is_far_beside_the_way_or_moves_along_is_no_neighbour() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    board.note(200, 200);
    board.note(1_500, 5_000);
    for towards in [LEFT, RIGHT, UP, DOWN] {
        assert_eq!(snapped(&mut board, frame, towards), None, "{towards:?}");
    }
    let near = board.note(1_500, 300);
    assert_eq!(snapped(&mut board, frame, RIGHT), Some((520, 0)));
    assert_eq!(board.position(near), Point::new(1_420, 240));
}
