//! How lines of the outline are chosen, and what keys on them do.

use std::collections::BTreeSet;

use board::ids::RecordId;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::element_of;
use crate::sessions::live::deeds;
use crate::sessions::live::keys::{self, extend, neighbour};
use crate::sessions::live::menu::shift;
use crate::sessions::live::outline::{Sheet, go_to};

/// How a line is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choosing {
    /// It alone.
    Alone,
    /// Beside the others, or no longer.
    OneMore,
    /// With all from the one that was chosen last.
    UpToHere,
}

/// A line is clicked, or pressed by a key that clicks.
pub(super) fn clicked(sheet: Sheet, id: RecordId, event: &MouseEvent) {
    let control = event.ctrl_key() || event.meta_key();
    // Some browsers click at the key for one more, which was heeded when it went down.
    if control && event.detail() == 0 {
        return;
    }
    let how = if event.shift_key() {
        Choosing::UpToHere
    } else if control || sheet.stage.several.get_untracked() {
        Choosing::OneMore
    } else {
        Choosing::Alone
    };
    choose(sheet, id, how);
}

/// Chooses a line.
pub(super) fn choose(sheet: Sheet, id: RecordId, how: Choosing) {
    let stage = sheet.stage;
    let from = deeds::current(stage);
    let way = sheet
        .shown
        .with_untracked(|shown| between(shown, from.unwrap_or(id), id));
    stage.walked.set_value(Some(id));
    stage.board.selection.update(|selection| match how {
        Choosing::Alone => *selection = BTreeSet::from([id]),
        Choosing::OneMore => {
            if !selection.remove(&id) {
                selection.insert(id);
            }
        }
        Choosing::UpToHere => selection.extend(way),
    });
}

/// All from one line to another, in either direction.
fn between(shown: &[RecordId], from: RecordId, to: RecordId) -> Vec<RecordId> {
    let place = |id: RecordId| shown.iter().position(|other| *other == id);
    let (Some(one), Some(other)) = (place(from), place(to)) else {
        return vec![to];
    };
    let (first, last) = (one.min(other), one.max(other));
    shown.get(first..=last).unwrap_or_default().to_vec()
}

/// Does what a key on a line stands for; whether it stands for anything.
pub(super) fn pressed(sheet: Sheet, id: RecordId, event: &KeyboardEvent) -> bool {
    let stage = sheet.stage;
    let control = event.ctrl_key() || event.meta_key();
    let (key, more) = (event.key().to_lowercase(), event.shift_key());
    match key.as_str() {
        " " if control => choose(sheet, id, Choosing::OneMore),
        "a" if control => {
            let all = sheet.shown.get_untracked();
            deeds::select(stage, all.into_iter().collect());
        }
        "c" | "d" | "g" | "x" if control => {
            aim(sheet, id);
            return keys::with_control(stage, &key, more);
        }
        _ if control => return false,
        "f10" if more => open_menu(id),
        "contextmenu" => open_menu(id),
        "n" => focus_writing(),
        "c" => return deeds::join_or_tell(stage),
        "f2" => deeds::open_text(stage.board, id),
        "delete" | "backspace" => {
            aim(sheet, id);
            deeds::delete(stage);
        }
        "escape" => deeds::select(stage, BTreeSet::new()),
        "arrowup" | "arrowdown" if event.alt_key() => {
            shift(stage.board, id, key == "arrowdown");
        }
        "arrowup" | "arrowdown" => walk(sheet, id, key == "arrowdown", more),
        _ => return false,
    }
    true
}

/// Opens the menu of what can be done with a line, and takes the keyboard to its name.
fn open_menu(id: RecordId) {
    let menu = format!("li:has(> #{}) > .board-menu > summary", element_of(id));
    let menu = document().query_selector(&menu).ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
        let _ = menu.focus();
        menu.click();
    }
}

/// Takes the keyboard to where the next note is written.
fn focus_writing() {
    let field = document().query_selector(".board-writing textarea");
    let field = field.ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// What a key does concerns the selection if this line is in it, or else this line alone.
fn aim(sheet: Sheet, id: RecordId) {
    let selection = sheet.stage.board.selection;
    if !selection.with_untracked(|selection| selection.contains(&id)) {
        selection.set(BTreeSet::from([id]));
    }
}

/// Goes to the line above or below; with `more` both are selected.
fn walk(sheet: Sheet, id: RecordId, forward: bool, more: bool) {
    let next = sheet
        .shown
        .with_untracked(|shown| neighbour(shown, Some(id), forward));
    let Some(next) = next else {
        return;
    };
    if more {
        sheet.stage.walked.set_value(Some(next));
        sheet.stage.board.selection.update(|selection| {
            // Where the way begins is meant, too.
            selection.insert(id);
            extend(selection, Some(id), next, true);
        });
    }
    go_to(sheet, next);
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::ids::ClientId;

    use super::*;

    #[test]
    fn a_range_holds_both_ends_in_either_direction() {
        let mut client = Client::new(ClientId::from_random(1));
        let shown: Vec<RecordId> = (0..4).map(|_| client.new_record_id()).collect();
        assert_eq!(between(&shown, shown[0], shown[2]), shown[..3]);
        assert_eq!(between(&shown, shown[2], shown[0]), shown[..3]);
        assert_eq!(between(&shown, shown[1], shown[1]), shown[1..2]);
        // What does not show any more is no beginning.
        assert_eq!(between(&shown[1..], shown[0], shown[2]), [shown[2]]);
    }
}
