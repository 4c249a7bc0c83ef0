//! What is being typed, once the typing rests, and where the keyboard goes.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// What was typed, once nobody has typed on for this long.
pub(crate) fn rested(typed: ReadSignal<String>, rest: Duration) -> ReadSignal<String> {
    let (rested, set_rested) = signal(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        let text = typed.get();
        timer.update_value(|timer| {
            if let Some(earlier) = timer.take() {
                earlier.clear();
            }
            *timer = set_timeout_with_handle(move || set_rested.set(text), rest).ok();
        });
    });
    rested
}

/// Whether an element, or something in it, has the keyboard.
pub(crate) fn has_keyboard(element: &Node) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| element.contains(Some(&active)))
}

/// Takes the keyboard to the element of this id, which is there once the page is drawn. What
/// cannot take it leaves it where it is.
pub(crate) fn focus_once_drawn(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
