//! What the team makes of one entry: treating, splitting.

use domain::accounts::Person;
use domain::feedback::{
    Feedback, FeedbackState, Mover, Severity, SplitDraft, TriageDraft, may_become,
};
use leptos::prelude::*;

use super::api::{SplitFeedback, TriageFeedback, load_feedback};
use super::beside::ListPlace;
use super::text::FeedbackText;
use crate::failure::Failure;
use crate::kit::{
    Choice, FormAction, FormEnd, Hidden, PostForm, Radios, Select, TextArea, coded, person_choice,
    saved_beside,
};
use crate::preferences::locale;
use crate::text::CommonText;

/// State with its reason, who looks after it, severity, whether partners see it.
#[component]
pub(super) fn Triage(
    /// The entry.
    entry: Feedback,
    /// Those of the team who see it.
    people: Vec<Person>,
    /// The action.
    action: FormAction<TriageFeedback>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let (id, now) = (entry.id, entry.state);
    let draft = TriageDraft::from(&entry);
    let saved = move || async move {
        let content = load_feedback(Some(id), ListPlace::default(), 1).await?;
        Ok::<_, Failure>(TriageDraft::from(&content.detail.feedback))
    };
    let offered = |state: FeedbackState| {
        state == now || (state != FeedbackState::Duplicate && may_become(now, state, Mover::Team))
    };
    let states = FeedbackState::ALL
        .iter()
        .copied()
        .filter(|&state| offered(state))
        .map(|state| Choice::new(state.code(), state.wording().in_locale(locale())))
        .collect();
    let mut people: Vec<Choice> = people.into_iter().map(person_choice).collect();
    people.extend(
        entry
            .assignee
            .map(person_choice)
            .filter(|choice| !people.contains(choice)),
    );
    let shared = vec![Choice::new("true", t.yes()), Choice::new("false", t.no())];
    view! {
        <section class="card stack">
            <h2>{t.triage()}</h2>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=entry.id.to_string() />
                <Hidden name="version" value=action.version_made_of(entry.version) />
                {saved_beside(action.stale(), &draft, saved)}
                <Select name="state" label=t.state() choices=states value=draft.state required=true />
                <TextArea name="reason" label=t.reason() hint=t.reason_hint() value=draft.reason rows=2 />
                <Select name="assignee" label=t.assignee() choices=people value=draft.assignee />
                <Radios name="severity" label=t.severity() choices={coded::<Severity>()} value=draft.severity />
                <Radios name="shared" label=t.shared() choices=shared value=draft.shared />
                <p class="hint">{t.shared_hint()}</p>
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </section>
    }
}

/// Making several entries of one.
#[component]
pub(super) fn Split(
    /// The entry.
    entry: Feedback,
    /// The action.
    action: FormAction<SplitFeedback>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let id = entry.id;
    let whole = |entry: &Feedback| SplitDraft {
        parts: entry.facts.story.clone(),
    };
    let saved = move || async move {
        let content = load_feedback(Some(id), ListPlace::default(), 1).await?;
        Ok::<_, Failure>(whole(&content.detail.feedback))
    };
    view! {
        <details>
            <summary>{t.split()}</summary>
            <PostForm action=action prefix="draft" typed=typed>
                <p class="hint">{t.split_hint()}</p>
                <Hidden name="id" value=entry.id.to_string() />
                <Hidden name="version" value=action.version_made_of(entry.version) />
                {saved_beside(action.stale(), &whole(&entry), saved)}
                <TextArea name="parts" label=t.split_parts() value=entry.facts.story required=true rows=6 />
                <FormEnd label=t.split_send() kind="quiet" />
            </PostForm>
        </details>
    }
}
