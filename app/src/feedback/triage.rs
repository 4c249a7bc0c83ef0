//! What the team makes of one entry: treating, merging, splitting.

use domain::accounts::Person;
use domain::feedback::{Feedback, FeedbackState, Mover, Severity, may_become};
use domain::ids::FeedbackId;
use leptos::prelude::*;

use super::api::{MergeFeedback, SplitFeedback, TriageFeedback};
use super::text::FeedbackText;
use crate::kit::{Choice, FormAction, FormEnd, Hidden, PostForm, Radios, Select, TextArea, coded};
use crate::preferences::locale;
use crate::text::CommonText;

/// State with its reason, who looks after it, severity, whether partners see it.
#[component]
pub(super) fn Triage(
    /// The entry.
    entry: Feedback,
    /// The people of the team.
    people: Vec<Person>,
    /// The action.
    action: FormAction<TriageFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let now = entry.state;
    let offered = |state: FeedbackState| {
        state == now || (state != FeedbackState::Duplicate && may_become(now, state, Mover::Team))
    };
    let states = FeedbackState::ALL
        .iter()
        .copied()
        .filter(|&state| offered(state))
        .map(|state| Choice::new(state.code(), state.wording().in_locale(locale())))
        .collect();
    let mut people: Vec<Choice> = people
        .into_iter()
        .map(|person| Choice::new(person.id.to_string(), person.name))
        .collect();
    let assignee = entry.assignee.map(|person| {
        let choice = Choice::new(person.id.to_string(), person.name);
        if !people.contains(&choice) {
            people.push(choice.clone());
        }
        choice.value
    });
    let shared = vec![Choice::new("true", t.yes()), Choice::new("false", t.no())];
    view! {
        <section class="card stack">
            <h2>{t.triage()}</h2>
            <PostForm action=action prefix="draft">
                <Hidden name="id" value=entry.id.to_string() />
                <Hidden name="version" value=entry.version.to_string() />
                <Select name="state" label=t.state() choices=states value=now.code() required=true />
                <TextArea name="reason" label=t.reason() hint=t.reason_hint() value=entry.state_reason rows=2 />
                <Select name="assignee" label=t.assignee() choices=people value=assignee.unwrap_or_default() />
                <Radios name="severity" label=t.severity() choices={coded::<Severity>()} value=entry.facts.severity.code() />
                <Radios name="shared" label=t.shared() choices=shared value=entry.shared_with_partners.to_string() />
                <p class="hint">{t.shared_hint()}</p>
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </section>
    }
}

/// Merging into one of the entries that come close.
#[component]
pub(super) fn Merge(
    /// The entry.
    entry: Feedback,
    /// Entries that say something close.
    similar: Vec<(FeedbackId, String)>,
    /// The action.
    action: FormAction<MergeFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let choices: Vec<Choice> = similar
        .into_iter()
        .map(|(id, title)| Choice::new(id.to_string(), title))
        .collect();
    view! {
        <details>
            <summary>{t.merge()}</summary>
            <PostForm action=action>
                <p class="hint">{t.merge_hint()}</p>
                <Hidden name="project" value=entry.project.to_string() />
                <Hidden name="from" value=entry.id.to_string() />
                <Select name="into" label=t.merge_into() choices=choices required=true />
                <FormEnd label=t.merge_send() kind="quiet" />
            </PostForm>
        </details>
    }
}

/// Making several entries of one.
#[component]
pub(super) fn Split(
    /// The entry.
    entry: Feedback,
    /// The action.
    action: FormAction<SplitFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    view! {
        <details>
            <summary>{t.split()}</summary>
            <PostForm action=action prefix="draft">
                <p class="hint">{t.split_hint()}</p>
                <Hidden name="id" value=entry.id.to_string() />
                <Hidden name="version" value=entry.version.to_string() />
                <TextArea name="parts" label=t.split_parts() value=entry.facts.story required=true rows=6 />
                <FormEnd label=t.split_send() kind="quiet" />
            </PostForm>
        </details>
    }
}
