//! What the keyboard does on the canvas: everything that the pointer does, and more.
//! `shortcuts` tells of it.

use std::collections::BTreeSet;

use board::actions;
use board::geometry::Point;
use board::ids::RecordId;
use board::outline::reading_order;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::canvas::Stage;
use super::clipboard;
use super::deeds;
use super::engine::Told;
use super::focus::{self, is_in_field};
use super::key_pen;
use super::panel::Panel;
use super::targets::selected_bounds;
use super::tools::Tool;

/// How far an arrow moves what is selected, or a side of it, in board units; with shift,
/// farther.
pub(super) const STEP: (i32, i32) = (8, 64);
/// How far an arrow moves the sheet, in pixels.
const PAN: f64 = 80.0;
/// How much one press enlarges.
pub(super) const ZOOM: f64 = 1.25;

/// Does what a key stands for; whether it stands for anything.
pub(super) fn pressed(stage: Stage, event: &KeyboardEvent) -> bool {
    let control = event.ctrl_key() || event.meta_key();
    let key = event.key();
    let shift = event.shift_key();
    if control {
        return match direction(&key) {
            Some(towards) if !shift && !event.alt_key() => snap(stage, towards),
            _ => with_control(stage, &key.to_lowercase(), shift),
        };
    }
    let draws = stage.tool.get_untracked() == Tool::Pen && !event.alt_key();
    if draws && key_pen::pressed(stage, event) {
        return true;
    }
    if let Some((x, y)) = direction(&key) {
        let step = if shift { STEP.1 } else { STEP.0 };
        let by = Point::new(x.saturating_mul(step), y.saturating_mul(step));
        if event.alt_key() {
            deeds::with_selection(stage, |document, selection| {
                actions::resize_by(document, selection, by)
            });
        } else {
            arrow(stage, (x, y), by);
        }
        return true;
    }
    // A letter is the same key with shift, and where capitals are locked.
    match key.to_lowercase().as_str() {
        "delete" | "backspace" => deeds::delete(stage),
        "enter" if puts(stage) => {}
        "enter" | "f2" => deeds::edit(stage),
        " " => deeds::toggle(stage),
        "escape" if stage.tool.get_untracked() != Tool::Select => stage.tool.set(Tool::Select),
        "escape" => deeds::select(stage, BTreeSet::new()),
        "n" => deeds::add_note(stage),
        "]" | "j" => walk(stage, true, shift),
        "[" | "k" => walk(stage, false, shift),
        "v" => stage.tool.set(Tool::Select),
        "h" => stage.tool.set(Tool::Pan),
        "t" => deeds::take(stage, Tool::Text),
        "f" => deeds::take(stage, Tool::Frame),
        "c" if deeds::join_or_tell(stage) => {}
        "c" => deeds::take(stage, Tool::Connector),
        "p" => deeds::take(stage, Tool::Pen),
        "+" | "=" => stage.zoom(ZOOM),
        "-" => stage.zoom(1.0 / ZOOM),
        "0" => stage.fit(),
        "/" => stage.finding.set(true),
        _ => return false,
    }
    true
}

/// Does what a key stands for with the control key, in both views; whether it stands for
/// anything.
pub(super) fn with_control(stage: Stage, key: &str, shift: bool) -> bool {
    match (key, shift) {
        ("z", false) => stage.board.undo(),
        ("z", true) | ("y", false) => stage.board.redo(),
        ("a", false) => deeds::select_all(stage),
        ("d", false) => deeds::duplicate(stage),
        ("g", false) => deeds::group(stage),
        ("g", true) => deeds::ungroup(stage),
        // With nothing selected the browser copies what is marked on the page.
        ("c", false) if clipboard::copy(stage.board) => {}
        ("x", false) if clipboard::cut(stage.board) => deeds::delete(stage),
        ("f", false) => stage.finding.set(true),
        (" ", false) => deeds::toggle(stage),
        // Pasting is an event of its own: the browser gives the text with it.
        _ => return false,
    }
    true
}

/// Follows the keys that do the same wherever one is on the page of a board, but for fields in
/// which they mean something of their own.
pub(super) fn follow_everywhere(stage: Stage, panel: Panel) {
    let pressed = window_event_listener(leptos::ev::keydown, move |event| {
        if !event.default_prevented() && everywhere(stage, panel, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || pressed.remove());
}

fn everywhere(stage: Stage, panel: Panel, event: &KeyboardEvent) -> bool {
    let control = event.ctrl_key() || event.meta_key();
    let key = event.key().to_lowercase();
    match (key.as_str(), control, event.alt_key()) {
        ("b", true, false) if !event.shift_key() => panel.toggle(),
        ("f10", false, true) => focus::go_to_bars(),
        ("z" | "y", true, false) if !is_in_field(event) => {
            return with_control(stage, &key, event.shift_key());
        }
        ("f", true, false) if stage.is_shown() && !is_in_field(event) => {
            return with_control(stage, &key, event.shift_key());
        }
        _ => return false,
    }
    true
}

/// Where an arrow points.
pub(super) fn direction(key: &str) -> Option<(i32, i32)> {
    Some(match key {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return None,
    })
}

/// Moves what is selected, or else the sheet: that in any case with its own tool.
fn arrow(stage: Stage, (x, y): (i32, i32), by: Point) {
    let is_of_sheet = stage.tool.get_untracked() == Tool::Pan;
    if is_of_sheet || stage.board.selection.with_untracked(BTreeSet::is_empty) {
        stage.camera.update(|camera| {
            *camera = camera.panned(-f64::from(x) * PAN, -f64::from(y) * PAN);
        });
        return;
    }
    deeds::with_selection(stage, |document, selection| {
        actions::carry_by(document, selection, by)
    });
}

/// Brings what is selected on to where it lines up next with what lies near, and into view;
/// where nothing does, that is told. Whether anything is selected.
fn snap(stage: Stage, (x, y): (i32, i32)) -> bool {
    let board = stage.board;
    let chosen = board.selection.get_untracked();
    if chosen.is_empty() {
        return false;
    }
    let towards = Point::new(x, y);
    let moved = board
        .with_index(|document, index| actions::snap_towards(document, index, &chosen, towards));
    if moved.is_empty() {
        board.tell(Told::NoAlignment);
        return true;
    }
    board.untell(&Told::NoAlignment);
    if board.act(|_| moved)
        && let Some(bounds) = selected_bounds(stage)
    {
        let screen = stage.size.get_untracked();
        stage
            .camera
            .update(|camera| *camera = camera.showing(bounds, screen));
    }
    true
}

/// Puts down what the tool makes, in the middle of what is seen. Whether it makes anything
/// without a pointer.
fn puts(stage: Stage) -> bool {
    match stage.tool.get_untracked() {
        Tool::Note => deeds::add_note(stage),
        Tool::Text => deeds::add_text(stage),
        Tool::Frame => deeds::add_frame(stage),
        // Until two are selected it waits for them.
        Tool::Connector if !deeds::join(stage) => return true,
        Tool::Connector => {}
        Tool::Select | Tool::Pan | Tool::Pen => return false,
    }
    stage.tool.set(Tool::Select);
    true
}

/// Goes to the next or the previous record in reading order and brings it into view: it is
/// selected, or added to what is. Going back takes what was added out again.
fn walk(stage: Stage, forward: bool, more: bool) {
    let order = stage
        .board
        .with_index(|document, _| reading_order(document));
    let here = deeds::here(stage);
    let Some(next) = neighbour(&order, here, forward) else {
        return;
    };
    stage.walked.set_value(Some(next));
    stage.board.selection.update(|selection| {
        extend(selection, here, next, more);
    });
    stage.show(next);
}

/// What stands beside this in an order, or at its end where nothing is chosen.
pub(super) fn neighbour(
    order: &[RecordId],
    here: Option<RecordId>,
    forward: bool,
) -> Option<RecordId> {
    let place = here.and_then(|here| order.iter().position(|id| *id == here));
    let next = match (place, forward) {
        (None, true) => order.first(),
        (None, false) => order.last(),
        (Some(place), true) => order.get(place.saturating_add(1)),
        (Some(place), false) => place.checked_sub(1).and_then(|place| order.get(place)),
    };
    next.copied()
}

/// Takes the next into a selection, or selects it alone. Whoever turns back leaves out where
/// they were.
pub(super) fn extend(
    selection: &mut BTreeSet<RecordId>,
    here: Option<RecordId>,
    next: RecordId,
    more: bool,
) {
    if !more {
        selection.clear();
    } else if let (Some(here), true) = (here, selection.contains(&next)) {
        selection.remove(&here);
    }
    selection.insert(next);
}

#[cfg(test)]
mod tests {
    use board::ids::ClientId;

    use super::*;

    fn id(number: u64) -> RecordId {
        let mut client = board::client::Client::new(ClientId::from_random(1));
        (0..number).fold(client.new_record_id(), |_, _| client.new_record_id())
    }

    #[test]
    fn one_goes_from_neighbour_to_neighbour_and_stays_at_the_ends() {
        let order = [id(0), id(1), id(2)];
        assert_eq!(neighbour(&order, None, true), Some(id(0)));
        assert_eq!(neighbour(&order, None, false), Some(id(2)));
        assert_eq!(neighbour(&order, Some(id(1)), true), Some(id(2)));
        assert_eq!(neighbour(&order, Some(id(1)), false), Some(id(0)));
        assert_eq!(neighbour(&order, Some(id(2)), true), None);
        assert_eq!(neighbour(&order, Some(id(0)), false), None);
        // What is gone has no neighbours: one begins anew.
        assert_eq!(neighbour(&order, Some(id(7)), true), Some(id(0)));
    }

    #[test]
    fn a_selection_grows_with_the_way_and_shrinks_on_the_way_back() {
        let mut chosen = BTreeSet::from([id(0)]);
        extend(&mut chosen, Some(id(0)), id(1), true);
        extend(&mut chosen, Some(id(1)), id(2), true);
        assert_eq!(chosen, BTreeSet::from([id(0), id(1), id(2)]));
        extend(&mut chosen, Some(id(2)), id(1), true);
        assert_eq!(chosen, BTreeSet::from([id(0), id(1)]));
        extend(&mut chosen, Some(id(1)), id(2), false);
        assert_eq!(chosen, BTreeSet::from([id(2)]));
    }
}
