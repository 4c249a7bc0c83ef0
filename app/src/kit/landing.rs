//! Where the keyboard goes when another page is shown in the same document: browsers take it
//! nowhere then, and whoever reads by ear would not learn that there is another page.

use leptos::html::H1;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::typing::has_keyboard;

/// The path of the page to which the keyboard went last.
#[derive(Clone, Copy)]
struct Landed(StoredValue<String>);

/// Remembers with which page the document came: the browser itself begins there.
pub(crate) fn provide_landing() {
    let path = use_location().pathname.get_untracked();
    provide_context(Landed(StoredValue::new(path)));
}

/// Takes the keyboard to the heading of a page once that stands there, if it is another page
/// than before. A page that is drawn anew, or narrowed by its address, leaves it where it is.
pub(crate) fn land_on(heading: NodeRef<H1>) {
    let Some(Landed(landed)) = use_context() else {
        return;
    };
    let path = use_location().pathname;
    Effect::new(move || {
        let (Some(heading), here) = (heading.get(), path.get_untracked()) else {
            return;
        };
        if landed.get_value() != here {
            landed.set_value(here);
            // What the page itself does once it is drawn comes first.
            request_animation_frame(move || take_keyboard(&heading));
        }
    });
}

fn take_keyboard(heading: &HtmlElement) {
    let Ok(Some(main)) = heading.closest("main") else {
        return;
    };
    if has_keyboard(&main) {
        return;
    }
    let to = wanted(&main).unwrap_or_else(|| heading.clone());
    if to.tab_index() < 0 {
        to.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    // Where the page stands, the router has decided.
    options.set_prevent_scroll(true);
    let _ = to.focus_with_options(&options);
}

/// The field in which the page begins, or what its address leads to.
fn wanted(main: &Element) -> Option<HtmlElement> {
    let field = main.query_selector("[autofocus]").ok().flatten();
    let led_to = || {
        let place = window().location().hash().ok()?;
        document().get_element_by_id(place.strip_prefix('#')?)
    };
    field.or_else(led_to)?.dyn_into().ok()
}
