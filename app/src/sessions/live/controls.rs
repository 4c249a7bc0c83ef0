//! Buttons and menus of the board's bars.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::leave::{Leave, refused, titled};
use super::text::BoardText;
use crate::kit::Icon;

/// A button that does one thing, shown by its sign.
#[component]
pub(super) fn Act(
    icon: icondata_core::Icon,
    name: &'static str,
    /// Whether it does it now.
    #[prop(optional)]
    leave: Option<Leave>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            title=move || titled(name, leave)
            aria-label=name
            aria-disabled=move || refused(leave)
            on:click=move |_| {
                if leave.is_none_or(Leave::or_tell) {
                    act();
                }
            }
        >
            <Icon icon=icon />
        </button>
    }
}

/// A button of a menu that does one thing.
#[component]
pub(super) fn MenuItem(
    name: &'static str,
    /// Whether it does it now.
    #[prop(optional)]
    leave: Option<Leave>,
    /// What sort of deed it is, for the style sheet.
    #[prop(optional)]
    kind: Option<&'static str>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            data-kind=kind
            title=move || leave.and_then(Leave::why_not)
            aria-disabled=move || refused(leave)
            on:click=move |_| {
                if leave.is_none_or(Leave::or_tell) {
                    act();
                }
            }
        >
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
                let details = details.filter(|details| details.has_attribute("open"));
                open.set(details.is_some());
                if let Some(details) = details {
                    show_list(details.into());
                }
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

/// Scrolls to the list of a line of the outline, which may reach beyond the window, once it is
/// made.
fn show_list(details: Element) {
    request_animation_frame(move || {
        let list = details.query_selector(":scope > div").ok().flatten();
        let in_line = details
            .closest(".board-rows")
            .is_ok_and(|rows| rows.is_some());
        if let (Some(list), true) = (list, in_line) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            list.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Whether a button was pressed, rather than what lies around it.
fn is_of_button(event: &MouseEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button").is_ok_and(|it| it.is_some()))
}
