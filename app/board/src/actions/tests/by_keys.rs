//! What is done without a pointer: where things land, what is joined, how sizes change.

use super::*;
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
fn an_arrow_joins_the_two_that_are_selected_as_they_are_read() {
    let mut board = Board::new();
    let (one, two, three) = (board.note(0, 0), board.note(400, 0), board.note(800, 0));
    let ordered = place_in(board.view(), &set(&[one]), None, Some(three));
    board.act(ordered);
    assert_eq!(reading_order(board.view()), [two, three, one]);
    let joined = join(board.client(), &set(&[one, three]));
    let arrow = board.act(joined)[0];
    let record = board.view().live(arrow).unwrap();
    let Content::Connector(ends) = &record.shape.content else {
        panic!("{record:?}");
    };
    assert_eq!((ends.from, ends.to), (three, one));
    for ids in [set(&[one]), set(&[one, two, three]), set(&[one, arrow])] {
        assert!(join(board.client(), &ids).is_empty());
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
