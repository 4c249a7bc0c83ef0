//! What lies under a pointer, and where what is moved there lands.

use board::actions;
use board::geometry::{Point, Rect, Size};
use board::ids::RecordId;
use board::lines::shown_in;
use board::record::Kind;
use leptos::prelude::*;

use super::camera::Camera;
use super::canvas::Stage;
use super::gestures::Gestures;

/// Half the side of the corner by which a selected record is resized, in pixels.
const CORNER: f64 = 9.0;
/// How near to a line a mouse or a pen, and a finger, must be to meet it, in pixels.
const POINTER: f64 = 5.0;
const FINGER: f64 = 14.0;
/// How near an edge must come to another to snap to it, in pixels.
const SNAP: f64 = 6.0;

/// What lies under a pointer, the uppermost first.
fn hits(stage: Stage, at: Point) -> Vec<(RecordId, Kind)> {
    let on_board = Camera {
        left: 0.0,
        top: 0.0,
        ..stage.camera.get_untracked()
    };
    let reach = match stage.gestures.with_untracked(Gestures::is_touched) {
        true => FINGER,
        false => POINTER,
    };
    let slack = on_board.to_board(reach, 0.0).x.unsigned_abs();
    stage.board.with_index(|document, index| {
        let hits = index.hits(document, at, slack).into_iter();
        hits.filter_map(|id| Some((id, document.live(id)?.shape.kind())))
            .collect()
    })
}

/// What lies uppermost under a pointer.
pub(super) fn hit(stage: Stage, at: Point) -> Option<(RecordId, Kind)> {
    hits(stage, at).into_iter().next()
}

/// What an arrow would join there.
pub(super) fn joinable(stage: Stage, at: Point) -> Option<RecordId> {
    let mut hits = hits(stage, at).into_iter();
    let (id, _) = hits.find(|(_, kind)| *kind != Kind::Connector)?;
    Some(id)
}

/// The selected record whose corner, at the right and the bottom, is under the pointer.
pub(super) fn corner_at(stage: Stage, camera: Camera, (x, y): (f64, f64)) -> Option<RecordId> {
    let selection = stage.board.selection.get_untracked();
    stage.board.with_index(|document, _| {
        selection.into_iter().find(|id| {
            document.live(*id).is_some_and(|record| {
                if actions::keeps_its_size(record) {
                    return false;
                }
                let bounds = record.bounds();
                let corner = camera.to_screen(Point::new(bounds.right(), bounds.bottom()));
                (corner.0 - x).abs() <= CORNER && (corner.1 - y).abs() <= CORNER
            })
        })
    })
}

pub(super) fn selected_bounds(stage: Stage) -> Option<Rect> {
    let selection = stage.board.selection.get_untracked();
    stage.board.with_index(|document, _| {
        let bounds = selection
            .iter()
            .filter_map(|id| shown_in(document, document.live(*id)?));
        bounds.reduce(|all, one| all.union(&one))
    })
}

/// Where a selection lands that is moved here, and the lines that it snaps to.
pub(super) fn snapped(stage: Stage, wanted: Rect, scale: f64) -> (Point, Vec<(Point, Point)>) {
    let selection = stage.board.selection.get_untracked();
    let tolerance = Camera {
        left: 0.0,
        top: 0.0,
        scale,
    }
    .to_board(SNAP, 0.0)
    .x;
    stage.board.with_index(|document, index| {
        let near = actions::neighbours(document, index, &selection, &wanted);
        let snapped = actions::snap(wanted, &near, tolerance);
        (snapped.origin, snapped.guides)
    })
}

/// The size of a record whose corner is pulled to a point.
pub(super) fn size_to(
    document: &board::document::Document,
    id: RecordId,
    corner: Point,
) -> Option<Size> {
    let origin = document.live(id)?.shape.position;
    let length = |from: i32, to: i32| to.saturating_sub(from).max(0).unsigned_abs();
    Some(Size::new(
        length(origin.x, corner.x),
        length(origin.y, corner.y),
    ))
}

/// The rectangle between two corners.
pub(super) fn spanned(one: Point, two: Point) -> Rect {
    let origin = Point::new(one.x.min(two.x), one.y.min(two.y));
    Rect::new(
        origin,
        Size::new(one.x.abs_diff(two.x), one.y.abs_diff(two.y)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_spanned_from_any_corner() {
        let wanted = Rect::new(Point::new(-3, 2), Size::new(8, 4));
        assert_eq!(spanned(Point::new(5, 2), Point::new(-3, 6)), wanted);
        assert_eq!(spanned(Point::new(-3, 6), Point::new(5, 2)), wanted);
    }
}
