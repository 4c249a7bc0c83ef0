//! Bringing the page that the server rendered to life.
//!
//! Until that is done, links and forms belong to the browser alone: a page that
//! changed under way could not be brought to life any more, and on a slow phone
//! there is time for a person to press something.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::futures::spawn_local;
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::App;

/// The events that the application takes over from the browser.
const TAKEN_OVER: [&str; 2] = ["click", "submit"];

/// Brings the page to life.
pub fn hydrate() {
    let Some(body) = document().body() else {
        return;
    };
    let leave_to_browser = |event: &Event| {
        let on_link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("a").ok().flatten())
            .is_some();
        if on_link || event.type_() == "submit" {
            event.stop_immediate_propagation();
        }
    };
    let capture = EventListenerOptions::run_in_capture_phase();
    let left = TAKEN_OVER
        .map(|event| EventListener::new_with_options(&window(), event, capture, leave_to_browser));
    // Not by leptos, whose executor is started by what is spawned here.
    spawn_local(async move {
        leptos::mount::hydrate_from_async(body, App).await.forget();
        drop(left);
    });
}
