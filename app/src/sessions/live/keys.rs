//! What the keyboard does on the canvas: everything that the pointer does, and more.

use std::collections::BTreeSet;

use board::actions;
use board::geometry::Point;
use board::ids::RecordId;
use board::operation::Operation;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::canvas::Stage;
use super::clipboard;
use super::gestures::{put, put_note};
use super::tools::Tool;

/// How far an arrow moves what is selected, in board units; with shift, farther.
const STEP: (i32, i32) = (8, 64);
/// How far an arrow moves the sheet, in pixels.
const PAN: f64 = 80.0;
/// How much a key enlarges.
const ZOOM: f64 = 1.25;

/// Does what a key stands for; whether it stands for anything.
pub(super) fn pressed(stage: Stage, event: &KeyboardEvent) -> bool {
    let control = event.ctrl_key() || event.meta_key();
    let key = event.key();
    if control {
        return with_control(stage, &key.to_lowercase(), event.shift_key());
    }
    let far = event.shift_key();
    match key.as_str() {
        "ArrowLeft" => arrow(stage, -1, 0, far),
        "ArrowRight" => arrow(stage, 1, 0, far),
        "ArrowUp" => arrow(stage, 0, -1, far),
        "ArrowDown" => arrow(stage, 0, 1, far),
        "Delete" | "Backspace" => delete(stage),
        "Enter" | "F2" => {
            let first = stage
                .board
                .selection
                .with_untracked(|all| all.first().copied());
            stage.board.editing.set(first);
        }
        "Escape" => {
            stage.board.selection.update(BTreeSet::clear);
            stage.tool.set(Tool::Select);
        }
        "n" => put_note(stage, middle(stage)),
        "]" | "j" => walk(stage, true),
        "[" | "k" => walk(stage, false),
        "v" => stage.tool.set(Tool::Select),
        "h" => stage.tool.set(Tool::Pan),
        "t" => stage.tool.set(Tool::Text),
        "f" => stage.tool.set(Tool::Frame),
        "c" => stage.tool.set(Tool::Connector),
        "p" => stage.tool.set(Tool::Pen),
        "+" | "=" => stage.zoom(ZOOM),
        "-" => stage.zoom(1.0 / ZOOM),
        "0" => stage.fit(),
        _ => return false,
    }
    true
}

fn with_control(stage: Stage, key: &str, shift: bool) -> bool {
    match (key, shift) {
        ("z", false) => stage.board.undo(),
        ("z", true) | ("y", false) => stage.board.redo(),
        ("a", false) => select_all(stage),
        ("d", false) => duplicate(stage),
        ("g", false) => group(stage),
        ("g", true) => ungroup(stage),
        ("c", false) => clipboard::copy(stage.board),
        ("x", false) => {
            clipboard::copy(stage.board);
            delete(stage);
        }
        // Pasting is an event of its own: the browser gives the text with it.
        _ => return false,
    }
    true
}

/// The middle of what is seen.
pub(super) fn middle(stage: Stage) -> Point {
    let (width, height) = stage.size.get_untracked();
    stage
        .camera
        .get_untracked()
        .to_board(width / 2.0, height / 2.0)
}

fn arrow(stage: Stage, x: i32, y: i32, far: bool) {
    let chosen = stage.board.selection.get_untracked();
    if chosen.is_empty() {
        stage.camera.update(|camera| {
            *camera = camera.panned(-f64::from(x) * PAN, -f64::from(y) * PAN);
        });
        return;
    }
    let step = if far { STEP.1 } else { STEP.0 };
    let by = Point::new(x.saturating_mul(step), y.saturating_mul(step));
    stage
        .board
        .act(|client| actions::move_by(client.view(), &chosen, by));
}

/// Takes what is selected off the board.
pub(super) fn delete(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    if stage
        .board
        .act(|client| actions::delete(client.view(), &chosen))
    {
        stage.board.selection.set(BTreeSet::new());
    }
}

/// Puts copies of what is selected beside it.
pub(super) fn duplicate(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    create_and_select(stage, |client| actions::duplicate(client, &chosen));
}

/// Makes a cluster of what is selected, and asks for its name.
pub(super) fn group(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    if !chosen.is_empty() {
        put(stage, |client| {
            actions::group(client, &chosen, String::new())
        });
    }
}

/// Takes the selected clusters apart.
pub(super) fn ungroup(stage: Stage) {
    let chosen = stage.board.selection.get_untracked();
    stage
        .board
        .act(|client| actions::ungroup(client.view(), &chosen));
}

/// Does what creates records, and selects them.
pub(super) fn create_and_select(
    stage: Stage,
    make: impl FnOnce(&mut board::client::Client) -> Vec<Operation>,
) {
    let mut created = BTreeSet::new();
    let done = stage.board.act(|client| {
        let operations = make(client);
        created.extend(operations.iter().filter_map(|operation| match operation {
            Operation::Create { id, .. } => Some(*id),
            _ => None,
        }));
        operations
    });
    if done {
        stage.board.selection.set(created);
    }
}

fn select_all(stage: Stage) {
    let all = stage
        .board
        .with_index(|document, _| document.records().map(|(id, _)| id).collect());
    stage.board.selection.set(all);
}

/// Selects the next or the previous record in reading order, and brings it into view.
fn walk(stage: Stage, forward: bool) {
    let order = stage
        .board
        .with_index(|document, _| reading_order(document));
    let here = stage.board.selection.with_untracked(|all| {
        let first = all.first()?;
        order.iter().position(|id| id == first)
    });
    let next = match (here, forward) {
        (None, true) => order.first(),
        (None, false) => order.last(),
        (Some(place), true) => order.get(place.saturating_add(1)),
        (Some(place), false) => place.checked_sub(1).and_then(|place| order.get(place)),
    };
    if let Some(id) = next {
        stage.board.selection.set(BTreeSet::from([*id]));
        stage.show(*id);
    }
}

/// All records as the outline reads them.
fn reading_order(document: &board::document::Document) -> Vec<RecordId> {
    fn read(items: Vec<board::outline::OutlineItem>, order: &mut Vec<RecordId>) {
        for item in items {
            order.push(item.id);
            read(item.children, order);
        }
    }
    let mut order = Vec::new();
    read(board::outline::outline(document), &mut order);
    order
}
