//! The fields of a decision and of an action item.

use domain::decisions::{ActionItemDraft, DecisionDraft};
use domain::projects::TeamMember;
use leptos::prelude::*;

use super::text::DecisionsText;
use crate::kit::{Choice, DateField, Select, TextArea};

/// The fields of a decision.
#[component]
pub(super) fn DecisionFields(draft: DecisionDraft) -> impl IntoView {
    let t = DecisionsText::here();
    view! {
        <TextArea name="statement" label=t.statement() value=draft.statement required=true rows=3 />
        <TextArea name="reasons" label=t.reasons() value=draft.reasons rows=3 />
        <TextArea name="alternatives" label=t.alternatives() value=draft.alternatives rows=3 />
        <DateField name="decided_on" label=t.decided_on() value=draft.decided_on required=true />
    }
}

/// The fields of an action item.
#[component]
pub(super) fn ActionItemFields(draft: ActionItemDraft, team: Vec<TeamMember>) -> impl IntoView {
    let t = DecisionsText::here();
    let people = team
        .into_iter()
        .map(|member| Choice::new(member.person.id.to_string(), member.person.name))
        .collect();
    view! {
        <TextArea name="statement" label=t.to_do() value=draft.statement required=true rows=3 />
        <div class="field-row">
            <Select name="owner" label=t.owner() choices=people value=draft.owner />
            <DateField name="due_on" label=t.due_on() value=draft.due_on />
        </div>
    }
}
