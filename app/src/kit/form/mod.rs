//! Forms that work before and without wasm: what is wrong stands beside its
//! field, and what was typed is never lost.

mod action;
mod choices;
mod context;
mod end;
mod field;
mod kept;
mod last_saved;
mod leaving;
mod meanwhile;
mod options;
mod sending;

pub(super) use kept::sign_in_again;

pub(crate) use action::FormAction;
pub(crate) use choices::{CheckBox, Choice, Radios, Select, coded};
pub(crate) use context::FormContext;
pub(crate) use end::{FormEnd, SaveState, SubmitButton};
pub(crate) use field::{DateField, Field, FieldProblem, Hidden, PlaceField, TextArea};
pub(crate) use last_saved::provide_last_saved;
pub(crate) use leaving::ask_before_leaving;
pub(crate) use meanwhile::saved_beside;
pub(crate) use options::{ExplainedChoice, ExplainedRadios};
pub(crate) use sending::Sending;

use domain::problems::Problems;
use leptos::context::Provider;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use self::action::{Call, subject};
use super::failure::{dropped_text, problem_beside, summary_text};
use super::landing::bring_into_sight;
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::said_of;

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
    let (form, about) = (context.form, context.about);
    Effect::new(move || {
        let Some(form) = form.get() else {
            return;
        };
        if kept::restore(&form) {
            typed.set(true);
        } else {
            about.set(Some(subject(&form)));
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
            // Whether it is kept or not, the person has to sign in before it can be sent.
            let _ = kept::keep(&form);
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
            data-typed=move || (typed.get() || context.arranged.get()).then_some("")
            data-arranged=move || context.arranged.get().then_some("")
            node_ref=form
            on:input=move |_| {
                typing.set_value(true);
                typed.set(true);
                if context.saved.get_untracked() {
                    call.last.forget();
                }
                about.set(None);
            }
            on:submit=move |event| {
                // Where it is on its way already, what is typed meanwhile stays.
                if let Some(sent) = call.submit(&event) {
                    typing.set_value(false);
                    about.set(Some(sent));
                }
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
/// is wrong with something that has no field here, such as a link, stands alone. It comes into
/// sight, however far below the form was sent.
#[component]
fn FormFailure() -> impl IntoView {
    let context = expect_context::<FormContext>();
    let summary = NodeRef::<Div>::new();
    Effect::new(move || {
        if let (Some(_), Some(summary)) = (context.failure.get(), summary.get()) {
            bring_into_sight(&summary);
        }
    });
    move || {
        context.failure.get().map(|failure| {
            // In one piece: the browser, which does not know, takes it over as it stands.
            let text = match context.dropped {
                true => dropped_text(locale(), &failure),
                false => summary_text(locale(), &failure),
            };
            if failure == Failure::Rearranged {
                return view! { <p class="notice" role="status">{text}</p> }.into_any();
            }
            let list = match failure {
                Failure::Invalid(Problems(problems)) => Some(
                    problems
                        .into_iter()
                        .map(|found| {
                            let label = context.label_of(&found.field);
                            let text = problem_beside(locale(), &found.problem, &label);
                            if label.is_empty() {
                                return view! { <li>{text}</li> }.into_any();
                            }
                            let href = format!("#{}", context.id(&found.field));
                            let text = said_of(&label, &text);
                            let label = context.label_in_summary(&found.field);
                            view! { <li><a href=href rel="external">{label}</a> {text}</li> }
                                .into_any()
                        })
                        .collect_view(),
                ),
                _ => None,
            };
            view! {
                <div class="problem-summary" role="alert" node_ref=summary>
                    <p>{text}</p>
                    {list.map(|list| view! { <ul>{list}</ul> })}
                </div>
            }
            .into_any()
        })
    }
}
