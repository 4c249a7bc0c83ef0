//! How a form is sent, and what is told of that: its buttons, and the state of saving.

use leptos::prelude::*;

use super::{FormContext, Sending};
use crate::text::CommonText;

/// A button that sends its form, once at a time. While that is under way it keeps the keyboard,
/// which a button that is disabled loses.
#[component]
pub(crate) fn SubmitButton(
    /// Looks: `button`, or what else is pressed, such as an `icon-button`.
    #[prop(default = "button")]
    class: &'static str,
    /// `primary`, `quiet` or `danger`; plain without.
    #[prop(optional)]
    kind: &'static str,
    /// Whether it stands in a line with others.
    #[prop(optional)]
    small: bool,
    /// What it is called, where what it shows does not say on which thing it acts.
    #[prop(optional, into)]
    called: String,
    /// The argument that it sends itself, where several buttons send one form.
    #[prop(optional)]
    name: &'static str,
    /// The value of that.
    #[prop(optional, into)]
    value: String,
    /// The id of its form and what is under way of it, where it stands outside.
    #[prop(optional)]
    of: Option<(&'static str, Sending)>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let form = of.map(|(form, _)| form);
    let sending = of.map(|(_, sending)| sending);
    let sending = sending.unwrap_or_else(|| expect_context::<FormContext>().sending);
    let pressed = RwSignal::new(false);
    let sends = !name.is_empty();
    view! {
        <button
            class=class
            data-kind=(!kind.is_empty()).then_some(kind)
            data-size=small.then_some("small")
            type="submit"
            form=form
            name=sends.then_some(name)
            value=sends.then_some(value)
            aria-label=(!called.is_empty()).then_some(called)
            aria-disabled=move || sending.is_pending().then_some("true")
            aria-busy=move || (sending.is_pending() && pressed.get()).to_string()
            on:click=move |_| sending.press(pressed)
        >
            {children()}
        </button>
    }
}

/// The button that sends the form, what stands beside it, and the state of saving.
#[component]
pub(crate) fn FormEnd(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// `primary`, `quiet` or `danger`; plain where it is empty.
    #[prop(default = "primary")]
    kind: &'static str,
    /// What stands beside it, such as a link back.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <SubmitButton kind=kind>{label}</SubmitButton>
            {children.map(|children| children())}
            <SaveState />
        </div>
    }
}

/// Says that the form is being saved, and that it is, until something is typed in it again. Its
/// place is there from the beginning, so that readers are told what appears in it.
#[component]
pub(crate) fn SaveState() -> impl IntoView {
    let FormContext { sending, saved, .. } = expect_context();
    let t = CommonText::here();
    let state = move || match (sending.is_pending(), saved.get()) {
        (true, _) => Some(("saving", t.saving())),
        (false, true) => Some(("saved", t.saved())),
        (false, false) => None,
    };
    let class = move || match state() {
        Some(_) => "save-state",
        None => "save-state visually-hidden",
    };
    view! {
        <span
            class=class
            role="status"
            data-state=move || state().map(|(code, _)| code)
        >
            {move || state().map_or("", |(_, words)| words)}
        </span>
    }
}
