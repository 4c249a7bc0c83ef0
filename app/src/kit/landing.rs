//! Where the keyboard goes when another page is shown in the same document: browsers take it
//! nowhere then, and whoever reads by ear would not learn that there is another page. And where
//! a page stands to which its reader goes back.

use std::collections::BTreeMap;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::ev::popstate;
use leptos::html::H1;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use web_sys::{
    Element, Event, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::typing::has_keyboard;

/// Where the reader is among the pages of this document, and where they stood on those that they
/// left.
#[derive(Clone, Copy)]
struct Landed {
    /// The path of the page to which the keyboard went last.
    path: StoredValue<String>,
    /// How far each page was scrolled when it was last clicked on, by its address.
    stood: StoredValue<BTreeMap<String, f64>>,
    /// How far the page to which the reader goes back was, until it is drawn.
    back_to: StoredValue<Option<f64>>,
}

impl Landed {
    /// Remembers where the reader stands as they follow a link. Browsers bring a page back to
    /// where it was at once, before what makes it as long as it was has been loaded.
    fn listen(self) {
        // The router may have shown another page already where this came after it.
        before_router("click", move |_| {
            let stands = window().scroll_y().unwrap_or_default();
            self.stood.update_value(|stood| {
                stood.insert(address_shown(), stands);
            });
            self.back_to.set_value(None);
        });
        window_event_listener(popstate, move |_| {
            let stood = self
                .stood
                .with_value(|stood| stood.get(&address_shown()).copied());
            self.back_to.set_value(stood);
        });
    }

    /// Brings a page to which the reader went back to where it was; whether they did.
    fn stand_again(self) -> bool {
        let stood = self.back_to.get_value();
        self.back_to.set_value(None);
        if let Some(stood) = stood {
            window().scroll_to_with_x_and_y(0.0, stood);
        }
        stood.is_some()
    }
}

/// Hears of an event before the router does, as long as the document is there.
pub(super) fn before_router(event: &str, heard: impl Fn(&Event) + 'static) {
    let first = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        // What is heard may be stopped.
        passive: false,
    };
    EventListener::new_with_options(&window(), event.to_owned(), first, heard).forget();
}

/// The address of the page that is shown, without the place on it.
pub(crate) fn address_shown() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Remembers with which page the document came: the browser itself begins there.
pub(crate) fn provide_landing() {
    let landed = Landed {
        path: StoredValue::new(use_location().pathname.get_untracked()),
        stood: StoredValue::new(BTreeMap::new()),
        back_to: StoredValue::new(None),
    };
    provide_context(landed);
    Effect::new(move || landed.listen());
}

/// Takes the keyboard to the heading of a page once that stands there, if it is another page
/// than before. A page that is drawn anew, or narrowed by its address, leaves it where it is.
pub(crate) fn land_on(heading: NodeRef<H1>) {
    let Some(landed) = use_context::<Landed>() else {
        return;
    };
    let path = use_location().pathname;
    Effect::new(move || {
        let (Some(heading), here) = (heading.get(), path.get_untracked()) else {
            return;
        };
        if landed.path.get_value() != here {
            landed.path.set_value(here);
            // What the page itself does once it is drawn comes first.
            request_animation_frame(move || {
                let comes_back = landed.stand_again();
                take_keyboard(&heading, comes_back);
            });
        }
    });
}

/// Whoever comes back stands where they stood, and not where the address led to at first.
fn take_keyboard(heading: &HtmlElement, comes_back: bool) {
    let Ok(Some(main)) = heading.closest("main") else {
        return;
    };
    if has_keyboard(&main) {
        return;
    }
    let field = main.query_selector("[autofocus]").ok().flatten();
    let target = led_to().filter(|_| field.is_none() && !comes_back);
    if let Some(target) = &target {
        // It did not stand there yet when the router looked for it.
        target.scroll_into_view();
    }
    let wanted = field.or(target).and_then(|wanted| wanted.dyn_into().ok());
    let to: HtmlElement = wanted.unwrap_or_else(|| heading.clone());
    if to.tab_index() < 0 {
        to.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    // Where the page stands is decided already.
    options.set_prevent_scroll(true);
    let _ = to.focus_with_options(&options);
}

/// What the address of the page leads to.
fn led_to() -> Option<Element> {
    let place = window().location().hash().ok()?;
    document().get_element_by_id(place.strip_prefix('#')?)
}

/// Brings something into sight, as far as it is not: what was said of a form sent far away.
pub(crate) fn bring_into_sight(shown: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    shown.scroll_into_view_with_scroll_into_view_options(&options);
}
