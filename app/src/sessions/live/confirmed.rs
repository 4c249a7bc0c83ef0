//! A button that asks, where it stands, before it does what cannot be taken back.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::leave::{Leave, refused};
use crate::kit::Icon;

/// The button; pressed, the question with both answers takes its place. Escape is no, and
/// whoever answers stands at the button again.
#[component]
pub(super) fn Confirmed(
    icon: icondata_core::Icon,
    name: &'static str,
    question: &'static str,
    /// What does it.
    yes: &'static str,
    /// What leaves it.
    no: &'static str,
    /// Whether it is done now.
    leave: Leave,
    act: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let asks = RwSignal::new(false);
    let (button, stay) = (
        NodeRef::<html::Button>::new(),
        NodeRef::<html::Button>::new(),
    );
    let ask = move |_| {
        if leave.or_tell() {
            asks.set(true);
            focus(stay);
        }
    };
    let end = move || {
        asks.set(false);
        focus(button);
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            end();
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="button"
            title=move || leave.why_not()
            aria-disabled=move || refused(Some(leave))
            hidden=move || asks.get()
            on:click=ask
        >
            <Icon icon=icon />
            {name}
        </button>
        <div
            role="group"
            aria-label=question
            class="notice cluster"
            data-tone="warn"
            hidden=move || !asks.get()
            on:keydown=key
        >
            <span>{question}</span>
            // First, and where the keyboard goes: pressing twice changes nothing.
            <button node_ref=stay type="button" class="button" on:click=move |_| end()>
                {no}
            </button>
            <button
                type="button"
                class="button"
                data-kind="danger"
                on:click=move |_| {
                    act();
                    end();
                }
            >
                {yes}
            </button>
        </div>
    }
}

/// Brings the keyboard there, once it shows.
fn focus(button: NodeRef<html::Button>) {
    request_animation_frame(move || {
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    });
}
