//! The fields in which one chooses among values that are offered.

use domain::Coded;
use leptos::prelude::*;

use super::FormContext;
use super::field::{FieldProblem, Labelled, described_by};
use crate::preferences::locale;
use crate::text::CommonText;

/// One value that a field offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// The values of a coded list as choices, in the reader's language.
pub(crate) fn coded<T: Coded>() -> Vec<Choice> {
    T::all()
        .iter()
        .map(|value| Choice::new(value.code(), value.wording().in_locale(locale())))
        .collect()
}

/// One of several values, from a list that drops down.
#[component]
pub(crate) fn Select(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
    /// The values offered.
    choices: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Whether one must be chosen; else there is an empty choice.
    #[prop(optional)]
    required: bool,
    /// What stands there until one that must be chosen is; else the first is chosen.
    #[prop(optional)]
    asking: &'static str,
    /// Whether it is an argument of its own, outside the form's prefix.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let mut context = expect_context::<FormContext>();
    if alone {
        context.prefix = "";
    }
    context.offer(&name, &choices);
    let problem = context.problem(&name);
    let described = described_by(context, &name, !hint.is_empty());
    let (id, input_name) = (context.id(&name), context.input_name(&name));
    let initial = context.initial(&name, value);
    let none = match (required, asking) {
        (false, _) => Some(CommonText::here().none_chosen()),
        (true, "") => None,
        (true, asking) => Some(asking),
    };
    let none = none.map(|none| view! { <option value="">{none}</option> });
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == initial;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Labelled name=name label=label hint=hint required=required>
            <select
                id=id
                name=input_name
                aria-required=required.then_some("true")
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=move || described.get()
            >
                {none}
                {options}
            </select>
        </Labelled>
    }
}

/// One of a few values, all in sight.
#[component]
pub(crate) fn Radios(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The values offered.
    choices: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// `tiles` for large and equal ones.
    #[prop(optional)]
    layout: &'static str,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    context.name_field(&name, &label);
    context.offer(&name, &choices);
    let initial = context.initial(&name, value);
    let chips = choices
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            let checked = choice.value == initial;
            // The first stands for the field in links to it.
            let id = if place == 0 {
                context.id(&name)
            } else {
                format!("{}-{place}", context.id(&name))
            };
            view! {
                <label class="chip">
                    <input
                        type="radio"
                        id=id
                        name=context.input_name(&name)
                        value=choice.value
                        checked=checked
                    />
                    <span>{choice.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{label}</legend>
            <div class="chips" data-layout=(!layout.is_empty()).then_some(layout)>{chips}</div>
            <FieldProblem name=name />
        </fieldset>
    }
}

/// A box to be ticked; unticked, nothing is sent.
#[component]
pub(crate) fn CheckBox(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// What ticking it says.
    #[prop(into)]
    label: String,
    /// Whether it is ticked at first: `true`, or empty.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    context.name_field(&name, &label);
    let input_name = context.input_name(&name);
    // An unticked box is not among what was typed: then the others tell that it was not.
    let ticked = match context.typed(&input_name) {
        Some(_) => true,
        None => !context.came_back() && value == "true",
    };
    view! {
        <label class="choice">
            <input type="checkbox" id=context.id(&name) name=input_name value="true" checked=ticked />
            <span>{label}</span>
        </label>
    }
}
