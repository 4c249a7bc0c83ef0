//! Forms that work before and without wasm: what is wrong stands beside its
//! field, and what was typed is never lost.

mod action;
mod choices;
mod context;
mod field;
mod kept;
mod meanwhile;
mod options;

pub(super) use kept::sign_in_again;

pub(crate) use action::FormAction;
pub(crate) use choices::{CheckBox, Choice, Radios, Select, coded};
pub(crate) use context::FormContext;
pub(crate) use field::{DateField, Field, FieldProblem, Hidden, PlaceField, TextArea};
pub(crate) use meanwhile::saved_beside;
pub(crate) use options::{ExplainedChoice, ExplainedRadios};

use domain::problems::Problems;
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use self::action::Call;
use super::failure::{failure_text, problem_text};
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// A form that calls a server function and stays on its page unless the answer
/// leads elsewhere.
#[component]
pub(crate) fn PostForm<S: ServerFn<Error = Failure>>(
    /// The action that calls the server function.
    action: FormAction<S>,
    /// The argument whose fields these are; empty where arguments stand alone.
    #[prop(optional)]
    prefix: &'static str,
    /// Looks: `wide` for forms with fields side by side, `bare` for one button.
    #[prop(optional)]
    width: &'static str,
    /// What tells its fields from those of other forms on the page, where there
    /// are several with fields of the same names.
    #[prop(optional)]
    scope: &'static str,
    /// The id by which buttons elsewhere on the page belong to it.
    #[prop(optional)]
    id: &'static str,
    /// Told whether it holds what was not taken yet.
    #[prop(optional)]
    typed: RwSignal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let context = FormContext::new(prefix, scope, action.call());
    post_form(action.call(), context, (id, width, typed), children)
}

fn post_form(
    call: Call,
    context: FormContext,
    (id, width, typed): (&'static str, &'static str, RwSignal<bool>),
    children: Children,
) -> AnyView {
    let form = context.form;
    Effect::new(move || {
        if let Some(form) = form.get()
            && kept::restore(&form)
        {
            typed.set(true);
        }
    });
    // What was taken makes room for the next, unless that is being typed already.
    let typing = StoredValue::new(false);
    Effect::new(move || {
        if let (true, false, Some(form)) =
            (call.is_done(), typing.get_value(), form.get_untracked())
        {
            form.reset();
            typed.set(false);
        }
    });
    Effect::new(move || {
        let failure = context.failure.get();
        if let (Some(Failure::Unauthenticated), Some(form)) = (failure, form.get_untracked()) {
            kept::keep(&form);
            sign_in_again();
        }
    });
    let class = if width == "bare" { "cluster" } else { "form" };
    view! {
        <form
            id=(!id.is_empty()).then_some(id)
            method="post"
            action=call.url
            class=class
            data-width=width
            novalidate=true
            data-typed=move || typed.get().then_some("")
            node_ref=form
            on:input=move |_| {
                typing.set_value(true);
                typed.set(true);
            }
            on:submit=move |event| {
                typing.set_value(false);
                call.submit(&event);
            }
        >
            <Provider value=context>{summary_and_fields(children)}</Provider>
        </form>
    }
    .into_any()
}

/// An id for what a form adds; another once that was added.
pub(crate) fn next_id<S, I>(action: FormAction<S>, make: fn() -> I) -> Signal<String>
where
    S: ServerFn<Error = Failure>,
    I: ToString + 'static,
{
    let call = action.call();
    let id = Memo::new(move |earlier: Option<&String>| {
        // Asked first, so that it is followed from the beginning.
        let added = call.is_done();
        match earlier {
            Some(earlier) if !added => earlier.clone(),
            _ => make().to_string(),
        }
    });
    id.into()
}

/// A form that the browser sends by itself and that loads a page anew: for
/// signing in and out, where everything on the page changes.
#[component]
pub(crate) fn PlainForm<S: ServerFn<Error = Failure>>(
    /// An action of the server function; only its failure is used.
    action: FormAction<S>,
    /// The argument whose fields these are; empty where arguments stand alone.
    #[prop(optional)]
    prefix: &'static str,
    /// What tells its fields from those of other forms on the page.
    #[prop(optional)]
    scope: &'static str,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let call = action.call();
    let context = FormContext::new(prefix, scope, call);
    view! {
        <form method="post" action=call.url class="form" novalidate=true>
            <Provider value=context>
                {summary_and_fields(children)}
            </Provider>
        </form>
    }
}

/// The fields come first, so that the summary above them knows their labels.
fn summary_and_fields(children: Children) -> impl IntoView {
    let fields = children();
    view! { <FormFailure /> {fields} }
}

/// Why the form was not taken, above its fields, with a link to each of them; what
/// is wrong with something that has no field here, such as a link, stands alone.
#[component]
fn FormFailure() -> impl IntoView {
    let context = expect_context::<FormContext>();
    move || {
        context.failure.get().map(|failure| {
            let text = failure_text(locale(), &failure);
            if failure == Failure::Rearranged {
                return view! { <p class="notice" role="status">{text}</p> }.into_any();
            }
            let list = match failure {
                Failure::Invalid(Problems(problems)) => Some(
                    problems
                        .into_iter()
                        .map(|found| {
                            let text = problem_text(locale(), &found.problem);
                            let label = context.label_of(&found.field);
                            if label.is_empty() {
                                return view! { <li>{text}</li> }.into_any();
                            }
                            let href = format!("#{}", context.id(&found.field));
                            view! { <li><a href=href rel="external">{label}</a> {colon()} {text}</li> }
                                .into_any()
                        })
                        .collect_view(),
                ),
                _ => None,
            };
            view! {
                <div class="problem-summary" role="alert">
                    <p>{text}</p>
                    {list.map(|list| view! { <ul>{list}</ul> })}
                </div>
            }
            .into_any()
        })
    }
}

/// The button that sends the form, and what stands beside it.
#[component]
pub(crate) fn FormEnd(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// `primary`, `quiet` or `danger`.
    #[prop(default = "primary")]
    kind: &'static str,
    /// What stands beside it, such as a link back.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let pending = expect_context::<FormContext>().pending;
    let t = CommonText::here();
    view! {
        <div class="form-actions">
            <button
                class="button"
                data-kind=kind
                type="submit"
                disabled=move || pending.get()
                aria-busy=move || pending.get().to_string()
            >
                {label}
            </button>
            {children.map(|children| children())}
            <span class="save-state" role="status" data-state="saving" hidden=move || !pending.get()>
                {move || if pending.get() { t.saving() } else { "" }}
            </span>
        </div>
    }
}
