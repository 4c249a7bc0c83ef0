//! Buttons and menus of the board's bars.

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::focus::{self, Axis};
use super::leave::{Leave, refused, titled};
use super::text::BoardText;
use crate::kit::{Icon, bring_into_sight};

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
/// again. Arrows lead into it and along it; whoever leaves it by Tab leaves none open behind
/// them that would lie over where they are.
#[component]
pub(super) fn Menu<F, V>(
    /// What the menu is for.
    name: &'static str,
    /// A sign in place of its name.
    #[prop(optional)]
    sign: Option<&'static str>,
    /// It stays open when a button in it is pressed, or something beside it.
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
    // The keyboard goes into the list once it is made.
    let enters = StoredValue::new(false);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            // What was pressed may have led the keyboard elsewhere, such as into a text.
            let at = document().active_element();
            let is_here = at.is_some_and(|at| details.contains(Some(&at)));
            let _ = details.remove_attribute("open");
            if let (true, Some(summary)) = (is_here, name_of(&details)) {
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
        let Some(details) = details.get_untracked() else {
            return;
        };
        // Of what a key has just opened the browser tells only later, maybe after the next key.
        let is_open = details.has_attribute("open");
        let (at_name, within) = (is_at_name(&details, &event), list_of(&details));
        match (event.key().as_str(), within) {
            ("Escape", _) if is_open => close(),
            ("ArrowLeft", _) if is_open && is_inner(&details) => close(),
            (key, list) if at_name && key == way_in(&details) => match list {
                Some(list) if is_open && focus::enter(&list) => {}
                // It is not made yet.
                _ => {
                    enters.set_value(true);
                    let _ = details.set_attribute("open", "");
                }
            },
            // Along the bar there is nothing beside what stands in a list.
            ("ArrowLeft" | "ArrowRight", _) if !at_name && !focus::is_in_field(&event) => {}
            (_, Some(list)) if !at_name && focus::step(&list, &event, Axis::Down) => {}
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let left = move |event: FocusEvent| {
        let details = details.get_untracked().filter(|_| !stays);
        let to = event.related_target();
        let to = to.and_then(|to| to.dyn_into::<Element>().ok());
        if let (Some(details), Some(to)) = (details, to)
            && !details.contains(Some(&to))
        {
            let _ = details.remove_attribute("open");
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
                let enters = enters.try_update_value(std::mem::take) == Some(true);
                if let Some(details) = details {
                    show_list(details.into(), enters);
                }
            }
            on:keydown=key
            on:focusout=left
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

/// The name of a menu, which opens it.
fn name_of(menu: &Element) -> Option<HtmlElement> {
    let name = menu.query_selector(":scope > summary").ok().flatten()?;
    name.dyn_into().ok()
}

fn list_of(menu: &Element) -> Option<Element> {
    menu.query_selector(":scope > div").ok().flatten()
}

fn is_at_name(menu: &Element, event: &KeyboardEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some() && target == name_of(menu)
}

/// Whether a menu stands in the list of another.
fn is_inner(menu: &Element) -> bool {
    let parent = menu.parent_element();
    let outer = parent.and_then(|parent| parent.closest(".board-menu").ok().flatten());
    outer.is_some()
}

/// The key that leads from the name of a menu into its list. In the list of another menu the
/// arrow down leads on to what follows.
fn way_in(menu: &Element) -> &'static str {
    match is_inner(menu) {
        true => "ArrowRight",
        false => "ArrowDown",
    }
}

/// Scrolls to the list of a line of the outline, which may reach beyond the window, once it is
/// made; takes the keyboard there where it was opened by an arrow.
fn show_list(details: Element, enters: bool) {
    request_animation_frame(move || {
        let list = list_of(&details);
        let in_line = details
            .closest(".board-rows")
            .is_ok_and(|rows| rows.is_some());
        if let (Some(list), true) = (&list, in_line) {
            bring_into_sight(list);
        }
        if let (Some(list), true) = (list, enters) {
            focus::enter(&list);
        }
    });
}

/// Whether a button was pressed, rather than what lies around it.
fn is_of_button(event: &MouseEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button").is_ok_and(|it| it.is_some()))
}
