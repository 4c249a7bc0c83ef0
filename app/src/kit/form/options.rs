//! One of a few values, each explained where it is chosen.

use leptos::prelude::*;

use super::FormContext;

/// One value with what choosing it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExplainedChoice {
    /// What is sent.
    pub value: &'static str,
    /// What is shown.
    pub label: &'static str,
    /// What choosing it means.
    pub meaning: &'static str,
}

/// One of a few values, all in sight, each with what it means.
#[component]
pub(crate) fn ExplainedRadios(
    /// Name of the field.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The values offered.
    choices: Vec<ExplainedChoice>,
    /// The value chosen at first.
    value: &'static str,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    context.name_field(name, &label);
    let initial = context.initial(name, value.to_owned());
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            // The first stands for the field in links to it.
            let id = match place {
                0 => name.to_owned(),
                _ => format!("{name}-{place}"),
            };
            let meaning = format!("{id}-meaning");
            view! {
                <label class="choice" data-boxed=true>
                    <input
                        type="radio"
                        id=id
                        name=context.input_name(name)
                        value=choice.value
                        checked=choice.value == initial
                        aria-describedby=meaning.clone()
                    />
                    <span>
                        {choice.label} " " <span class="hint" id=meaning>{choice.meaning}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices" data-gap="explained">
            <legend>{label}</legend>
            {rows}
        </fieldset>
    }
}
