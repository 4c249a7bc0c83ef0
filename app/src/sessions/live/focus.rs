//! Where the keyboard is: moved along a bar or a menu by arrows, and back to the board where
//! what had it is gone.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::canvas::Stage;
use super::clipboard::FIELDS;
use super::deeds;
use super::line::element_of;

/// What arrows move between in a bar or a menu.
const BUTTONS: &str = "button, summary";
/// The bar to which a key leads, if it shows: first what is done with the selection.
const BARS: [&str; 3] = [".board-selection", ".board-tools", ".board-outline-tools"];

/// Which arrows lead along a bar or a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// To the left and the right.
    Across,
    /// Up and down.
    Down,
}

/// Where a key leads along a row of so many: at its ends one begins anew.
fn place_after(key: &str, axis: Axis, here: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, axis) {
        ("Home", _) => Some(0),
        ("End", _) => Some(last),
        ("ArrowRight", Axis::Across) | ("ArrowDown", Axis::Down) => match here < last {
            true => here.checked_add(1),
            false => Some(0),
        },
        ("ArrowLeft", Axis::Across) | ("ArrowUp", Axis::Down) => {
            Some(here.checked_sub(1).unwrap_or(last))
        }
        _ => None,
    }
}

/// The buttons within an element that show, in order.
fn buttons_in(within: &Element) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(BUTTONS) else {
        return Vec::new();
    };
    let all = (0..found.length()).filter_map(|place| found.item(place));
    let all = all.filter_map(|node| node.dyn_into::<HtmlElement>().ok());
    all.filter(|button| shows(button)).collect()
}

/// Moves the keyboard along the buttons of an element, if the key does so and one of them has
/// it. Whether it did.
pub(super) fn step(within: &Element, event: &KeyboardEvent, axis: Axis) -> bool {
    let buttons = buttons_in(within);
    let Some(active) = document().active_element() else {
        return false;
    };
    let here = buttons.iter().position(|button| {
        let button: &Element = button;
        *button == active
    });
    let to = here.and_then(|here| place_after(&event.key(), axis, here, buttons.len()));
    let Some(to) = to.and_then(|to| buttons.get(to)) else {
        return false;
    };
    event.prevent_default();
    event.stop_propagation();
    let _ = to.focus();
    true
}

/// Takes the keyboard to the first button of an element. Whether there is one.
pub(super) fn enter(within: &Element) -> bool {
    let first = buttons_in(within).into_iter().next();
    first.is_some_and(|first| first.focus().is_ok())
}

/// What keys do in a bar of the board: arrows lead along it, Escape back to the board.
pub(super) fn in_bar(stage: Stage, axis: Axis) -> impl Fn(KeyboardEvent) + Copy + 'static {
    move |event| {
        let bar = event.current_target();
        let Some(bar) = bar.and_then(|bar| bar.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            back(stage);
        } else {
            step(&bar, &event, axis);
        }
    }
}

/// Takes the keyboard to the bar of what is done with the selection or, where nothing is
/// selected, to that of the tools.
pub(super) fn go_to_bars() {
    let bars = BARS.iter().filter_map(|bar| {
        let bar = document().query_selector(bar).ok().flatten();
        bar.filter(shows)
    });
    for bar in bars {
        if enter(&bar) {
            return;
        }
    }
}

/// Takes the keyboard to the board: to the canvas or, in the outline, to the line where it was
/// last, that of what is selected, or the first.
pub(super) fn back(stage: Stage) {
    // Whoever has left the page meanwhile is led nowhere.
    let Some(line) = stage.line.try_get_value() else {
        return;
    };
    if stage.is_shown() {
        stage.focus();
        return;
    }
    let known = [line, deeds::current(stage)];
    let mut lines = known.into_iter().flatten();
    let line = lines.find_map(|id| document().get_element_by_id(&element_of(id)));
    let line = line.or_else(|| {
        let first = ".board-line, .board-writing textarea";
        document().query_selector(first).ok().flatten()
    });
    if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
        let _ = line.focus();
    }
}

/// Whether no part of the page that shows has the keyboard.
pub(super) fn is_nowhere() -> bool {
    let active = document().active_element();
    active.is_none_or(|active| active.tag_name() == "BODY" || !shows(&active))
}

/// Whether an element takes any room on the page, and is not folded away.
fn shows(element: &Element) -> bool {
    let folded = element.closest("details:not([open]) > :not(summary)");
    if folded.is_ok_and(|folded| folded.is_some()) {
        return false;
    }
    let area = element.get_bounding_client_rect();
    area.width() > 0.0 && area.height() > 0.0
}

/// Whether keys are letters where they are pressed.
pub(super) fn is_in_field(event: &KeyboardEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches(FIELDS).unwrap_or(false))
}

/// Whether a button was pressed by a key, or by a program that reads the page.
pub(super) fn is_by_key(event: &MouseEvent) -> bool {
    event.detail() == 0
}

/// Has the keyboard stand somewhere once what was pressed by it has gone, as notices do that
/// were read and buttons whose deed is done: in the panel if it was there, or else at the
/// board.
pub(super) fn keep(stage: Stage) {
    let pressed = window_event_listener(leptos::ev::click, move |event| {
        if is_by_key(&event) {
            let path = event.composed_path();
            let panel = path.iter().find_map(|part| {
                let part = part.dyn_into::<HtmlElement>().ok()?;
                part.matches(".board-panel").ok()?.then_some(part)
            });
            rescue(stage, panel);
        }
    });
    on_cleanup(move || pressed.remove());
}

/// Takes the keyboard to an element, or else to the board, if it is nowhere once the page is
/// drawn.
pub(super) fn rescue(stage: Stage, to: Option<HtmlElement>) {
    // What is hidden keeps the keyboard until the page is drawn without it.
    request_animation_frame(move || {
        request_animation_frame(move || {
            if !is_nowhere() {
                return;
            }
            match to.filter(|to| shows(to)) {
                Some(to) => {
                    let _ = to.focus();
                }
                None => back(stage),
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_along_and_begin_anew_at_the_ends() {
        let after = |key: &str, axis: Axis, here: usize| place_after(key, axis, here, 3);
        assert_eq!(after("ArrowRight", Axis::Across, 0), Some(1));
        assert_eq!(after("ArrowRight", Axis::Across, 2), Some(0));
        assert_eq!(after("ArrowLeft", Axis::Across, 0), Some(2));
        assert_eq!(after("ArrowDown", Axis::Down, 1), Some(2));
        assert_eq!(after("ArrowUp", Axis::Down, 1), Some(0));
        assert_eq!(after("Home", Axis::Down, 2), Some(0));
        assert_eq!(after("End", Axis::Across, 0), Some(2));
        // Arrows across the other way are somebody else's.
        assert_eq!(after("ArrowDown", Axis::Across, 0), None);
        assert_eq!(place_after("Home", Axis::Across, 0, 0), None);
    }
}
