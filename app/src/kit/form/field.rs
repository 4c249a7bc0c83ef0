//! The fields of forms. Each shows its label, its hint and what is wrong with it.

use domain::problems::Problem;
use domain::territories::Academy;
use icondata_lu::LuCircleAlert;
use leptos::prelude::*;

use super::FormContext;
use crate::kit::Icon;
use crate::kit::failure::problem_beside;
use crate::preferences::locale;
use crate::text::CommonText;

/// Label, hint and problem around a control.
#[component]
pub(super) fn Labelled(
    name: String,
    label: String,
    #[prop(optional)] hint: String,
    #[prop(optional)] required: bool,
    children: Children,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    context.name_field(&name, &label);
    let id = context.id(&name);
    let problem = context.problem(&name);
    // What is missing is not optional: something else in the form asks for it.
    let optional = move || {
        (!required && problem.get() != Some(Problem::Missing)).then(|| {
            view! { " " <span class="optional">"(" {CommonText::here().optional()} ")"</span> }
        })
    };
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field">
            <label for=id>{label} {optional}</label>
            {hint}
            {children()}
            <FieldProblem name=name />
        </div>
    }
}

/// What is wrong with a field, announced when it appears.
#[component]
pub(crate) fn FieldProblem(
    /// Name of the field.
    name: String,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    let problem = context.problem(&name);
    let id = format!("{}-problem", context.id(&name));
    move || {
        problem.get().map(|problem| {
            let text = problem_beside(locale(), &problem, &context.label_of(&name));
            view! {
                <p class="problem" id=id.clone()>
                    <Icon icon=LuCircleAlert /> {text}
                </p>
            }
        })
    }
}

/// What the control refers to for help: its hint, its problem.
pub(super) fn described_by(context: FormContext, name: &str, hint: bool) -> Signal<Option<String>> {
    let problem = context.problem(name);
    let id = context.id(name);
    Signal::derive(move || {
        let mut ids = Vec::new();
        if hint {
            ids.push(format!("{}-hint", id));
        }
        if problem.get().is_some() {
            ids.push(format!("{}-problem", id));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

/// One line of text.
#[component]
pub(crate) fn Field(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// `text`, `email`, `password`, `number`, `url`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: &'static str,
    /// Id of a list of proposals.
    #[prop(optional)]
    list: &'static str,
    /// Whether it is an argument of its own, outside the form's prefix.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let mut context = expect_context::<FormContext>();
    if alone {
        context.prefix = "";
    }
    let problem = context.problem(&name);
    let described = described_by(context, &name, !hint.is_empty());
    let (id, input_name) = (context.id(&name), context.input_name(&name));
    let initial = match kind {
        "password" => String::new(),
        _ => context.initial(&name, value),
    };
    view! {
        <Labelled name=name label=label hint=hint required=required>
            <input
                id=id
                name=input_name
                type=kind
                value=initial
                list=(!list.is_empty()).then_some(list)
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-required=required.then_some("true")
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=move || described.get()
            />
        </Labelled>
    }
}

/// A calendar date.
#[component]
pub(crate) fn DateField(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it starts with, as `2026-11-23`.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    view! { <Field name=name label=label kind="date" value=value required=required /> }
}

/// A place: one of the territories proposed, or any other in the person's words.
#[component]
pub(crate) fn PlaceField(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let proposals = Academy::ALL
        .iter()
        .map(|academy| view! { <option value=academy.wording().in_locale(locale()) /> })
        .collect_view();
    view! {
        <Field
            name=name
            label=label
            hint=CommonText::here().place_hint()
            value=value
            list="territories"
        />
        <datalist id="territories">{proposals}</datalist>
    }
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(
    /// Name of the field.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// How many lines show at once.
    #[prop(default = 4)]
    rows: u32,
    /// Told what is being typed.
    #[prop(optional)]
    typing: Option<WriteSignal<String>>,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    let problem = context.problem(&name);
    let described = described_by(context, &name, !hint.is_empty());
    let (id, input_name) = (context.id(&name), context.input_name(&name));
    let initial = context.initial(&name, value);
    view! {
        <Labelled name=name label=label hint=hint required=required>
            <textarea
                id=id
                name=input_name
                rows=rows
                aria-required=required.then_some("true")
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=move || described.get()
                on:input:target=move |event| {
                    if let Some(typing) = typing {
                        typing.set(event.target().value());
                    }
                }
            >
                {crate::kit::written_raw(initial)}
            </textarea>
        </Labelled>
    }
}

/// A value that goes along unseen.
#[component]
pub(crate) fn Hidden(
    /// Name of the argument.
    name: &'static str,
    /// Its value.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=move || value.get() /> }
}
