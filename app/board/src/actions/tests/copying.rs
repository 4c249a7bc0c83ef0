//! What was copied or cut, and is put on the board later: as it was then.

use super::*;
use crate::operation::Reveal;
use crate::rules::Phase;
use crate::testing::{NAMELESS, PRIVATE};

fn ends(board: &Board, arrow: RecordId) -> [RecordId; 2] {
    match &board.view().live(arrow).unwrap().shape.content {
        Content::Connector(ends) => [ends.from, ends.to],
        other => panic!("{other:?}"),
    }
}

fn shapes(made: &[Operation]) -> Vec<(Kind, &str, Option<RecordId>)> {
    let shapes = made.iter().map(|operation| match operation {
        Operation::Create { shape, .. } => (shape.kind(), shape.text.as_str(), shape.parent),
        other => panic!("{other:?}"),
    });
    shapes.collect()
}

#[test]
fn what_was_cut_comes_back_where_it_lay() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let before = notes.map(|note| board.position(note));
    let arrow = create_connector(board.client(), notes[0], notes[1]);
    board.act(arrow);
    let clip = Clip::cut(board.view(), &set(&notes));
    let gone = delete(board.view(), &set(&notes));
    board.act(gone);
    assert!(board.order(Some(frame)).is_empty());

    let amount = clip.more().amount();
    let made = clip.put(board.client());
    assert_eq!(made.len(), amount.records);
    let back = board.act(made);
    assert_eq!(board.order(Some(frame)), back[..2]);
    let moved = |at: Point| Point::new(at.x + 24, at.y + 24);
    assert_eq!(
        [back[0], back[1]].map(|note| board.position(note)),
        before.map(moved)
    );
    // Connectors come last.
    assert_eq!(ends(&board, back[2]), back[..2]);
    // As often as one likes.
    let again = clip.put(board.client());
    board.act(again);
    assert_eq!(board.order(Some(frame)).len(), 4);
}

#[test]
fn a_frame_that_is_cut_leaves_what_lies_in_it_and_one_that_is_copied_takes_it_along() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let note = board.note(200, 200);
    let cut = Clip::cut(board.view(), &set(&[frame]));
    let copied = Clip::copied(board.view(), &set(&[frame]));
    let made = cut.put(board.client());
    assert_eq!(shapes(&made), [(Kind::Frame, "Cadre", None)]);
    let made = copied.put(board.client());
    let copy = made[0].record();
    assert_eq!(
        shapes(&made),
        [(Kind::Frame, "Cadre", None), (Kind::Note, "a", copy)]
    );
    assert_eq!(board.parent(note), Some(frame));
}

#[test]
fn what_was_copied_is_pasted_as_it_was_whatever_became_of_it() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let note = board.note(200, 200);
    let clip = Clip::copied(board.view(), &set(&[note]));
    let gone = delete(board.view(), &set(&[frame, note]));
    board.act(gone);
    let made = clip.put(board.client());
    // What it lay in is there no more.
    assert_eq!(shapes(&made), [(Kind::Note, "a", None)]);
    board.act(made);
    let nothing = Clip::copied(board.view(), &set(&[note]));
    assert_eq!(nothing, Clip::default());
    assert!(nothing.put(board.client()).is_empty());
}

#[test]
fn what_lay_in_something_that_was_moved_meanwhile_is_pasted_in_it() {
    let mut board = Board::new();
    let frame = board.frame(0, 0);
    let notes = [board.note(200, 200), board.note(420, 200)];
    let outside = board.note(2_000, 200);
    let grouped = group(board.client(), &set(&notes), "Temps".into());
    let cluster = board.act(grouped)[0];
    let clip = Clip::copied(board.view(), &set(&[cluster, outside]));
    let before = board.position(cluster);
    let moved = move_by(board.view(), &set(&[frame]), Point::new(4_000, 640));
    board.act(moved);
    assert_ne!(board.position(cluster), before);

    let made = clip.put(board.client());
    let copies = board.act(made);
    assert_eq!(board.parent(copies[0]), Some(frame));
    let originals = [cluster, notes[0], notes[1], outside];
    let beside = originals.map(|id| board.position(id));
    let beside = beside.map(|at| Point::new(at.x + 24, at.y + 24));
    let places: Vec<_> = copies.iter().map(|id| board.position(*id)).collect();
    assert_eq!(places, beside);
}

#[test]
fn what_nobody_signed_has_copies_that_nobody_signs() {
    let mut board = Board::new();
    board.0.act(0, Operation::SetPhase(NAMELESS));
    let note = board.note(0, 0);
    board.0.sync();
    board.0.act(0, Operation::SetPhase(Phase::OPEN));
    let copied = duplicate(board.client(), &set(&[note]));
    let copy = board.act(copied)[0];
    let clip = Clip::cut(board.view(), &set(&[note]));
    let gone = delete(board.view(), &set(&[note]));
    board.act(gone);
    let pasted = clip.put(board.client());
    let back = board.act(pasted)[0];
    board.0.sync();
    for id in [copy, back] {
        assert!(id.is_of_nobody());
        assert!(board.view().live(id).unwrap().secrecy.unsigned);
    }
    board.0.assert_in_step();
}

#[test]
fn what_was_revealed_meanwhile_is_pasted_for_all_to_see() {
    let mut board = Board::new();
    board.0.act(0, Operation::SetPhase(PRIVATE));
    let note = board.note(0, 0);
    board.0.sync();
    board.0.act(0, Operation::SetPhase(Phase::OPEN));
    let clip = Clip::copied(board.view(), &set(&[note]));
    for hidden in [true, false] {
        let made = clip.put(board.client());
        let copy = board.act(made)[0];
        assert_eq!(board.view().live(copy).unwrap().secrecy.hidden, hidden);
        board.0.sync();
        board.0.act(0, Operation::Reveal(Reveal::All));
    }
}

#[test]
fn an_arrow_that_was_cut_joins_what_it_joined() {
    let mut board = Board::new();
    let notes = [board.note(0, 0), board.note(400, 0)];
    let arrow = create_connector(board.client(), notes[0], notes[1]);
    let arrow = board.act(arrow)[0];
    let alone = Clip::cut(board.view(), &set(&[arrow]));
    let with_one = Clip::cut(board.view(), &set(&[notes[0], arrow]));
    let gone = delete(board.view(), &set(&[arrow]));
    board.act(gone);
    let made = alone.put(board.client());
    let back = board.act(made);
    assert_eq!(ends(&board, back[0]), notes);

    let gone = delete(board.view(), &set(&notes[..1]));
    board.act(gone);
    let made = with_one.put(board.client());
    let back = board.act(made);
    assert_eq!(ends(&board, back[1]), [back[0], notes[1]]);
    // Where something that it joined is gone there is nothing to join.
    assert!(alone.put(board.client()).is_empty());
}
