//! What cannot be taken back asks first, where it stands: a line that is opened, with what the
//! step means and the button that takes it. It works without scripts.

use leptos::prelude::*;

/// A step that is opened before it is taken.
#[component]
pub(crate) fn AskFirst(
    /// What is done, in a word or two: what opens it.
    step: &'static str,
    /// To what, where a page offers the step several times: read out and not shown.
    #[prop(optional, into)]
    to: String,
    /// What it means, and what is lost.
    #[prop(optional)]
    means: &'static str,
    /// Whether it is open already, such as where it was not taken.
    #[prop(optional)]
    open: Signal<bool>,
    /// The button, or the form that it ends.
    children: Children,
) -> impl IntoView {
    let to = (!to.is_empty()).then(|| view! { " " <span class="visually-hidden">{to}</span> });
    let means = (!means.is_empty()).then(|| view! { <p class="hint">{means}</p> });
    view! {
        <details class="ask-first" data-print="no" open=open>
            <summary>{step} {to}</summary>
            {means}
            {children()}
        </details>
    }
}
