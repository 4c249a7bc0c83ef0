//! Forms that work before and without wasm: what is wrong stands beside its
//! field, and what was typed is never lost.

mod field;
mod kept;
mod options;

pub(crate) use field::{
    Choice, DateField, Field, Hidden, PlaceField, Radios, Select, TextArea, coded,
};
pub(crate) use options::{ExplainedChoice, ExplainedRadios};

use domain::problems::{Problem, Problems};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::{Http, ServerFn};
use serde::de::DeserializeOwned;
use web_sys::FormData;

use super::failure::{failure_text, problem_text};
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::CommonText;

/// What the fields of a form know of it.
#[derive(Clone, Copy)]
pub(crate) struct FormContext {
    /// The argument whose fields these are, as in `draft[title]`.
    prefix: &'static str,
    /// What tells its fields from those of other forms on the page.
    scope: &'static str,
    /// Why the form was not taken, if it was sent.
    pub failure: Signal<Option<Failure>>,
    /// Whether the form is on its way.
    pending: Signal<bool>,
    /// What was typed before the form came back, by the name of the field.
    typed: StoredValue<Vec<(String, String)>>,
    /// What each field is called, for the summary of what is wrong.
    labels: StoredValue<Vec<(&'static str, String)>>,
}

impl FormContext {
    fn new<S: ServerFn>(
        prefix: &'static str,
        failure: Signal<Option<Failure>>,
        pending: Signal<bool>,
    ) -> Self {
        Self {
            prefix,
            scope: "",
            failure,
            pending,
            typed: StoredValue::new(kept::typed_before(S::url())),
            labels: StoredValue::default(),
        }
    }

    /// Tells what a field is called, for the summary of what is wrong.
    pub(crate) fn name_field(self, field: &'static str, label: &str) {
        self.labels
            .update_value(|labels| labels.push((field, label.to_owned())));
    }

    fn label_of(self, field: &str) -> String {
        self.labels.with_value(|labels| {
            labels
                .iter()
                .find(|(name, _)| *name == field)
                .map(|(_, label)| label.clone())
                .unwrap_or_default()
        })
    }

    fn problem(self, field: &'static str) -> Signal<Option<Problem>> {
        Signal::derive(move || match self.failure.get() {
            Some(Failure::Invalid(problems)) => problems.of(field).cloned(),
            _ => None,
        })
    }

    /// The id of a field, alone on its page.
    fn id(self, field: &str) -> String {
        if self.scope.is_empty() {
            field.to_owned()
        } else {
            format!("{}-{field}", self.scope)
        }
    }

    fn input_name(self, field: &'static str) -> String {
        if self.prefix.is_empty() {
            field.to_owned()
        } else {
            format!("{}[{field}]", self.prefix)
        }
    }

    /// What a field starts with: what was typed before, else its value.
    fn initial(self, field: &'static str, value: String) -> String {
        self.typed(&self.input_name(field)).unwrap_or(value)
    }

    /// What was typed in the control of this whole name before the form came
    /// back.
    pub(crate) fn typed(self, name: &str) -> Option<String> {
        self.typed.with_value(|typed| {
            let found = typed.iter().find(|(key, _)| key == name);
            found.map(|(_, typed)| typed.clone())
        })
    }
}

/// A form that calls a server function and stays on its page unless the answer
/// leads elsewhere.
#[component]
pub(crate) fn PostForm<S, OutputProtocol>(
    /// The action that calls the server function.
    action: ServerAction<S>,
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
    /// The fields.
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = Failure, Protocol = Http<PostUrl, OutputProtocol>>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    S::Output: Clone + Send + Sync + 'static,
    S::Client: Client<Failure>,
    <<S::Client as Client<Failure>>::Request as ClientReq<Failure>>::FormData: From<FormData>,
{
    let failure = Signal::derive(move || action.value().get().and_then(Result::err));
    let context = FormContext {
        scope,
        ..FormContext::new::<S>(prefix, failure, action.pending().into())
    };
    provide_context(context);
    let form = NodeRef::<leptos::html::Form>::new();
    Effect::new(move || {
        if let Some(form) = form.get() {
            kept::restore(&form, S::url());
        }
    });
    // What was taken makes room for the next, unless that is being typed already.
    let typing = StoredValue::new(false);
    Effect::new(move || {
        let taken = action.value().with(|value| matches!(value, Some(Ok(_))));
        if let (true, false, Some(form)) = (taken, typing.get_value(), form.get_untracked()) {
            form.reset();
        }
    });
    Effect::new(move || {
        if let (Some(Failure::Unauthenticated), Some(form)) = (failure.get(), form.get_untracked())
        {
            kept::keep_and_sign_in(&form, S::url());
        }
    });
    // The fields come first, so that the summary above them knows their labels.
    let fields = children();
    let class = if width == "bare" { "cluster" } else { "form" };
    view! {
        <ActionForm
            action=action
            node_ref=form
            attr:class=class
            attr:data-width=width
            attr:novalidate=true
            on:input=move |_| typing.set_value(true)
            on:submit=move |_| typing.set_value(false)
        >
            <FormFailure />
            {fields}
        </ActionForm>
    }
}

/// An id for what a form adds; another once that was added.
pub(crate) fn next_id<S, I>(action: ServerAction<S>, make: fn() -> I) -> Signal<String>
where
    S: ServerFn<Error = Failure> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
    I: ToString + 'static,
{
    let id = Memo::new(move |earlier: Option<&String>| {
        let added = action.value().with(|value| matches!(value, Some(Ok(_))));
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
pub(crate) fn PlainForm<S>(
    /// An action of the server function; only its failure is used.
    action: ServerAction<S>,
    /// The argument whose fields these are; empty where arguments stand alone.
    #[prop(optional)]
    prefix: &'static str,
    /// The fields.
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = Failure> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let failure = Signal::derive(move || action.value().get().and_then(Result::err));
    provide_context(FormContext::new::<S>(prefix, failure, Signal::from(false)));
    let fields = children();
    view! {
        <form method="post" action=S::url() class="form" novalidate=true>
            <FormFailure />
            {fields}
        </form>
    }
}

/// Why the form was not taken, above its fields, with a link to each of them.
#[component]
fn FormFailure() -> impl IntoView {
    let context = expect_context::<FormContext>();
    move || {
        context.failure.get().map(|failure| {
            let text = failure_text(locale(), &failure);
            let list = match failure {
                Failure::Invalid(Problems(problems)) => Some(
                    problems
                        .into_iter()
                        .map(|found| {
                            let href = format!("#{}", context.id(&found.field));
                            let text = problem_text(locale(), &found.problem);
                            view! { <li><a href=href rel="external">{context.label_of(&found.field)}</a> " : " {text}</li> }
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
