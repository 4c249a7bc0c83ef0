//! Forms that work before and without wasm: what is wrong stands beside its
//! field, and what was typed is never lost.

mod action;
mod field;
mod kept;
mod meanwhile;
mod options;

pub(super) use kept::sign_in_again;

pub(crate) use action::FormAction;
pub(crate) use field::{
    CheckBox, Choice, DateField, Field, Hidden, PlaceField, Radios, Select, TextArea, coded,
};
pub(crate) use meanwhile::saved_beside;
pub(crate) use options::{ExplainedChoice, ExplainedRadios};

use std::collections::BTreeSet;

use domain::problems::{Problem, Problems};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::web_sys::FormData;

use self::action::Call;
use super::failure::{failure_text, problem_text};
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::{CommonText, colon};

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
    /// What each field is called, for the summary of what is wrong and what was
    /// saved meanwhile.
    labels: StoredValue<Vec<(String, String)>>,
    /// The values that fields offer, with what is shown for each.
    offered: StoredValue<Vec<(String, Vec<Choice>)>>,
    /// The form in the browser.
    form: NodeRef<leptos::html::Form>,
}

impl FormContext {
    fn new(prefix: &'static str, call: Call) -> Self {
        Self {
            prefix,
            scope: "",
            failure: call.failure(),
            pending: call.pending.into(),
            typed: StoredValue::new(kept::typed_before(call.url)),
            labels: StoredValue::default(),
            offered: StoredValue::default(),
            form: NodeRef::new(),
        }
    }

    /// Tells what a field is called, for the summary of what is wrong.
    pub(crate) fn name_field(self, field: &str, label: &str) {
        self.labels
            .update_value(|labels| labels.push((field.to_owned(), label.to_owned())));
    }

    /// Tells what a field offers, so that a value can be shown in words.
    pub(crate) fn offer(self, field: &str, choices: &[Choice]) {
        self.offered
            .update_value(|offered| offered.push((field.to_owned(), choices.to_vec())));
    }

    /// A value of a field as it is shown.
    fn shown(self, field: &str, value: String) -> String {
        self.offered.with_value(|offered| {
            let of_field = offered.iter().filter(|(name, _)| name == field);
            let chosen = of_field
                .flat_map(|(_, choices)| choices)
                .find(|choice| choice.value == value);
            chosen.map_or_else(|| value.clone(), |choice| choice.label.clone())
        })
    }

    /// What a field holds now; on the server, what was typed before the form came
    /// back.
    pub(crate) fn typed_now(self, field: &str) -> String {
        let name = self.input_name(field);
        let form = self.form.get_untracked();
        match form.and_then(|form| FormData::new_with_form(&form).ok()) {
            Some(data) => data.get(&name).as_string().unwrap_or_default(),
            None => self.typed(&name).unwrap_or_default(),
        }
    }

    /// Where a field stands among those of the form, if it is one of them.
    fn place_of(self, field: &str) -> Option<usize> {
        self.labels
            .with_value(|labels| labels.iter().position(|(name, _)| name == field))
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

    fn problem(self, field: &str) -> Signal<Option<Problem>> {
        let field = field.to_owned();
        Signal::derive(move || match self.failure.get() {
            Some(Failure::Invalid(problems)) => problems.of(&field).cloned(),
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

    /// The name of a field's control: `draft[title]`, and `draft[phases][2][title]` for
    /// the field `phases[2][title]`.
    pub(crate) fn input_name(self, field: &str) -> String {
        match (self.prefix, field.split_once('[')) {
            ("", _) => field.to_owned(),
            (prefix, None) => format!("{prefix}[{field}]"),
            (prefix, Some((first, rest))) => format!("{prefix}[{first}][{rest}"),
        }
    }

    /// What a field starts with: what was typed before, else its value.
    fn initial(self, field: &str, value: String) -> String {
        self.typed(&self.input_name(field)).unwrap_or(value)
    }

    /// Whether the form came back with what was typed.
    fn came_back(self) -> bool {
        self.typed.with_value(|typed| !typed.is_empty())
    }

    /// What was typed in the control of this whole name before the form came
    /// back.
    pub(crate) fn typed(self, name: &str) -> Option<String> {
        self.typed.with_value(|typed| {
            let found = typed.iter().find(|(key, _)| key == name);
            found.map(|(_, typed)| typed.clone())
        })
    }

    /// The numbers of the rows of a field that came back, such as 2 of `phases[2][title]`.
    pub(crate) fn rows_typed(self, field: &str) -> BTreeSet<usize> {
        let start = self.input_name(&format!("{field}["));
        self.typed.with_value(|typed| {
            let rows = typed.iter().filter_map(|(name, _)| {
                let (row, _) = name.strip_prefix(&start)?.split_once(']')?;
                row.parse().ok()
            });
            rows.collect()
        })
    }

    /// The same for fields that were not there when the form was sent.
    pub(crate) fn afresh(self) -> Self {
        Self {
            typed: StoredValue::default(),
            ..self
        }
    }

    /// Whether the box of this whole name and value, one of several of the name, was
    /// ticked before the form came back.
    pub(crate) fn was_ticked(self, name: &str, value: &str) -> bool {
        self.typed.with_value(|typed| {
            typed
                .iter()
                .any(|(key, typed)| key == name && typed == value)
        })
    }
}

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
    let context = FormContext {
        scope,
        ..FormContext::new(prefix, action.call())
    };
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
    let context = FormContext {
        scope,
        ..FormContext::new(prefix, call)
    };
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
