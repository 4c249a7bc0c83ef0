//! Buttons and menus of the board's bars.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::text::BoardText;
use crate::kit::Icon;

/// A button that does one thing, shown by its sign.
#[component]
pub(super) fn Act(
    icon: icondata_core::Icon,
    name: &'static str,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" title=name aria-label=name on:click=move |_| act()>
            <Icon icon=icon />
        </button>
    }
}

/// A button of a menu that does one thing.
#[component]
pub(super) fn MenuItem(name: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| act()>
            {name}
        </button>
    }
}

/// What can be chosen, in a list below its name. It is made when it opens, and closes once a
/// button in it is pressed, unless it stays, or by Escape: whoever opened it stands at its name
/// again.
#[component]
pub(super) fn Menu<F, V>(
    /// What the menu is for.
    name: &'static str,
    /// A sign in place of its name.
    #[prop(optional)]
    sign: Option<&'static str>,
    /// It stays open when a button in it is pressed.
    #[prop(optional)]
    stays: bool,
    /// What it holds.
    items: F,
) -> impl IntoView
where
    F: Fn() -> V + Send + 'static,
    V: IntoView + 'static,
{
    let details = NodeRef::<html::Details>::new();
    let open = RwSignal::new(false);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            let _ = details.remove_attribute("open");
            let summary = details.query_selector("summary").ok().flatten();
            let summary = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
            if let Some(summary) = summary {
                let _ = summary.focus();
            }
        }
    };
    let pressed = move |event: MouseEvent| {
        if !stays && is_of_button(&event) {
            close();
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <details
            node_ref=details
            class="board-menu"
            on:toggle=move |_| {
                let details = details.get_untracked();
                open.set(details.is_some_and(|details| details.has_attribute("open")));
            }
            on:keydown=key
        >
            <summary aria-label=sign.map(|_| name)>{sign.unwrap_or(name)}</summary>
            <div on:click=pressed>
                {move || open.get().then(&items)}
                // On a low screen it lies over its name, which closes it elsewhere.
                {stays.then(|| view! { <MenuItem name=BoardText::here().close() act=close /> })}
            </div>
        </details>
    }
}

/// Whether a button was pressed, rather than what lies around it.
fn is_of_button(event: &MouseEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button").is_ok_and(|it| it.is_some()))
}
