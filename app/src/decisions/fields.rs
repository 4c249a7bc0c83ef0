//! The fields of a decision and of an action item.

use domain::decisions::{ActionItemDraft, DecisionDraft};
use leptos::prelude::*;

use super::text::DecisionsText;
use crate::kit::{Choice, DateField, Radios, Select, TextArea};

/// The fields of a decision.
#[component]
pub(super) fn DecisionFields(draft: DecisionDraft) -> impl IntoView {
    let t = DecisionsText::here();
    view! {
        <TextArea name="statement" label=t.statement() value=draft.statement required=true rows=3 />
        <TextArea name="reasons" label=t.reasons() value=draft.reasons rows=3 />
        <TextArea name="alternatives" label=t.alternatives() value=draft.alternatives rows=3 />
        <DateField name="decided_on" label=t.decided_on() value=draft.decided_on required=true />
        <SharedField shared=draft.shared hint=t.shared_hint() />
    }
}

/// The fields of an action item.
#[component]
pub(super) fn ActionItemFields(draft: ActionItemDraft, people: Vec<Choice>) -> impl IntoView {
    let t = DecisionsText::here();
    view! {
        <TextArea name="statement" label=t.to_do() value=draft.statement required=true rows=3 />
        <div class="field-row">
            <Select name="owner" label=t.owner() choices=people value=draft.owner />
            <DateField name="due_on" label=t.due_on() value=draft.due_on />
        </div>
        <SharedField shared=draft.shared hint=t.shared_action_hint() />
    }
}

/// Whether the project's partners see it; not as long as nobody says so.
#[component]
fn SharedField(shared: String, hint: &'static str) -> impl IntoView {
    let t = DecisionsText::here();
    let choices = vec![Choice::new("true", t.yes()), Choice::new("false", t.no())];
    let value = if shared == "true" { "true" } else { "false" };
    view! {
        <Radios name="shared" label=t.shared() choices=choices value=value />
        <p class="hint">{hint}</p>
    }
}
