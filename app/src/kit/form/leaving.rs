//! Asks before what is written or arranged in a form, and not saved yet, goes with its page. What
//! is only chosen is chosen again as quickly; passwords, filters and searches are never asked
//! about.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::text::CommonText;

#[cfg(not(feature = "ssr"))]
use browser::listen;

/// Asks whoever leaves a page on which something is written and not saved, for as long as the
/// document is there.
pub(crate) fn ask_before_leaving() {
    let question = CommonText::here().leave_unsaved();
    let place = use_location();
    let (path, query) = (place.pathname, place.search);
    Effect::new(move || listen(question, path, query));
}

#[cfg(feature = "ssr")]
fn listen(_: &'static str, _: Memo<String>, _: Memo<String>) {}

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::ev::beforeunload;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use web_sys::{
        Element, HtmlAnchorElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement,
        MouseEvent,
    };

    use crate::kit::landing::before_router;

    /// Forms in which something was typed or arranged that was not taken yet.
    const TYPED: &str = "form[data-typed], form[data-asks]";

    /// The browser asks in its own words where the document goes, the page in those of
    /// `question` where another one is to take its place in it.
    pub(super) fn listen(question: &'static str, path: Memo<String>, query: Memo<String>) {
        window_event_listener(beforeunload, |event| {
            if is_unsaved() {
                event.prevent_default();
                // What older browsers go by.
                event.set_return_value("unsaved");
            }
        });
        let stays = move |to: &str| {
            let leaves = path.with_untracked(|here| here != to);
            leaves && is_unsaved() && !window().confirm_with_message(question).unwrap_or(true)
        };
        before_router("click", move |event| {
            let to = event.dyn_ref::<MouseEvent>().and_then(led_to);
            if to.is_some_and(|to| stays(&to)) {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        // The way back, as `first.js` tells of it.
        before_router("leaving", move |event| {
            let to = window().location().pathname().unwrap_or_default();
            if stays(&to) {
                event.prevent_default();
                // The browser has gone back already: the page that stays is put on top.
                let query = query.get_untracked();
                let sign = if query.is_empty() { "" } else { "?" };
                let here = path.get_untracked() + sign + &query;
                if let Ok(history) = window().history() {
                    let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
                }
            }
        });
    }

    /// The path of the page that the router shows for a click; nothing where the browser
    /// follows the link itself, and asks then, or opens it elsewhere.
    fn led_to(event: &MouseEvent) -> Option<String> {
        let modified = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
        if modified || event.button() != 0 {
            return None;
        }
        let pressed = event.target()?.dyn_into::<Element>().ok()?;
        let link = pressed.closest("a[href]").ok()??;
        let link: HtmlAnchorElement = link.dyn_into().ok()?;
        let rel = link.get_attribute("rel").unwrap_or_default();
        let to_browser = !link.target().is_empty()
            || link.has_attribute("download")
            || rel.split_whitespace().any(|word| word == "external");
        let origin = window().location().origin().ok()?;
        (!to_browser && link.origin() == origin).then(|| link.pathname())
    }

    /// Whether something is written or arranged on the page otherwise than it came.
    fn is_unsaved() -> bool {
        let Ok(forms) = document().query_selector_all(TYPED) else {
            return false;
        };
        (0..forms.length())
            .filter_map(|place| forms.item(place)?.dyn_into::<HtmlFormElement>().ok())
            .any(|form| is_written(&form))
    }

    fn is_written(form: &HtmlFormElement) -> bool {
        if form.has_attribute("data-arranged") {
            return true;
        }
        let fields = form.elements();
        (0..fields.length())
            .filter_map(|place| fields.item(place))
            .any(|field| differs(&field))
    }

    /// Whether a field holds something else than it came with.
    fn differs(field: &Element) -> bool {
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            return area.default_value() != Ok(area.value());
        }
        let Some(input) = field.dyn_ref::<HtmlInputElement>() else {
            return false;
        };
        match input.type_().as_str() {
            "checkbox" | "radio" | "password" | "file" => false,
            _ => input.value() != input.default_value(),
        }
    }
}
