//! What a form and its fields tell each other: what was typed before the form came back,
//! what each field is called and offers, what is wrong with it.

use std::collections::BTreeSet;

use domain::problems::Problem;
use leptos::prelude::*;
use leptos::web_sys::FormData;

use super::action::Call;
use super::choices::Choice;
use super::kept;
use super::sending::Sending;
use crate::failure::Failure;

/// What the fields of a form know of it.
#[derive(Clone, Copy)]
pub(crate) struct FormContext {
    /// The argument whose fields these are, as in `draft[title]`.
    pub(super) prefix: &'static str,
    /// What tells its fields from those of other forms on the page.
    scope: &'static str,
    /// Why the form was not taken, if it was sent.
    pub failure: Signal<Option<Failure>>,
    /// Whether the form is on its way.
    pub(super) sending: Sending,
    /// What the form was about as it was drawn or sent; nothing once it was changed.
    pub(super) about: RwSignal<Option<String>>,
    /// Whether what it holds is what was saved last.
    pub(super) saved: Signal<bool>,
    /// Whether its rows stand otherwise than they came.
    pub(super) arranged: RwSignal<bool>,
    /// Whether nothing is left of what was typed, where the form came back.
    pub(super) dropped: bool,
    /// What was typed before the form came back, by the name of the field.
    typed: StoredValue<Vec<(String, String)>>,
    /// What each field is called, for the summary of what is wrong and what was
    /// saved meanwhile.
    labels: StoredValue<Vec<(String, String)>>,
    /// What the rows are called whose fields begin so, for the summary of what is wrong.
    rows: StoredValue<Vec<(String, Signal<String>)>>,
    /// The values that fields offer, with what is shown for each.
    offered: StoredValue<Vec<(String, Vec<Choice>)>>,
    /// The form in the browser.
    pub(super) form: NodeRef<leptos::html::Form>,
}

impl FormContext {
    /// What fields know before any of them is there.
    pub(super) fn new(prefix: &'static str, scope: &'static str, call: Call) -> Self {
        let about = RwSignal::new(None::<String>);
        Self {
            prefix,
            scope,
            failure: call.failure(),
            sending: call.sending,
            about,
            saved: Signal::derive(move || {
                about.with(|about| {
                    let about = about.as_ref();
                    about.is_some_and(|about| call.last.is(call.url, about))
                })
            }),
            arranged: RwSignal::new(false),
            dropped: kept::is_nothing_kept(),
            typed: StoredValue::new(kept::typed_before(call.url)),
            labels: StoredValue::default(),
            rows: StoredValue::default(),
            offered: StoredValue::default(),
            form: NodeRef::new(),
        }
    }

    /// Tells what a field is called, for the summary of what is wrong.
    pub(crate) fn name_field(self, field: &str, label: &str) {
        self.labels
            .update_value(|labels| labels.push((field.to_owned(), label.to_owned())));
    }

    /// Tells what a row is called whose fields have names that begin so: the summary of what is
    /// wrong says in which row a field stands.
    pub(crate) fn name_row(self, start: String, called: Signal<String>) {
        self.rows.update_value(|rows| rows.push((start, called)));
    }

    /// What a field is called in the summary: with its row, where it stands in one. That is not
    /// followed: the summary stays as it was told while somebody mends what is wrong.
    pub(super) fn label_in_summary(self, field: &str) -> String {
        let label = self.label_of(field);
        let row = self.rows.with_value(|rows| {
            let rows = rows.iter();
            let mut around = rows.filter(|(start, _)| field.starts_with(start));
            around.find_map(|(_, called)| called.try_get_untracked())
        });
        match row {
            Some(row) if !label.is_empty() => format!("{row}, {label}"),
            _ => label,
        }
    }

    /// Tells what a field offers, so that a value can be shown in words.
    pub(crate) fn offer(self, field: &str, choices: &[Choice]) {
        self.offered
            .update_value(|offered| offered.push((field.to_owned(), choices.to_vec())));
    }

    /// A value of a field as it is shown.
    pub(super) fn shown(self, field: &str, value: String) -> String {
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

    /// Tells whether the rows of the form stand otherwise than they came: whoever leaves is
    /// asked about that, too.
    pub(crate) fn tell_arranged(self, arranged: bool) {
        self.arranged.set(arranged);
    }

    /// Where a field stands among those of the form, if it is one of them.
    pub(super) fn place_of(self, field: &str) -> Option<usize> {
        self.labels
            .with_value(|labels| labels.iter().position(|(name, _)| name == field))
    }

    /// What a field is called; empty where the form has none of this name.
    pub(super) fn label_of(self, field: &str) -> String {
        self.labels.with_value(|labels| {
            labels
                .iter()
                .find(|(name, _)| *name == field)
                .map(|(_, label)| label.clone())
                .unwrap_or_default()
        })
    }

    /// What is wrong with a field.
    pub(crate) fn problem(self, field: &str) -> Signal<Option<Problem>> {
        let field = field.to_owned();
        Signal::derive(move || match self.failure.get() {
            Some(Failure::Invalid(problems)) => problems.of(&field).cloned(),
            _ => None,
        })
    }

    /// The id of a field, alone on its page.
    pub(super) fn id(self, field: &str) -> String {
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
    pub(super) fn initial(self, field: &str, value: String) -> String {
        self.typed(&self.input_name(field)).unwrap_or(value)
    }

    /// Whether the form came back with what was typed.
    pub(super) fn came_back(self) -> bool {
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

    /// Whether a box of this whole name, one of several, that has such a value was
    /// ticked before the form came back.
    pub(crate) fn was_ticked(self, name: &str, is_it: impl Fn(&str) -> bool) -> bool {
        self.typed
            .with_value(|typed| typed.iter().any(|(key, value)| key == name && is_it(value)))
    }
}
