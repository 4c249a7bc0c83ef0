//! Giving feedback in half a minute, and correcting it.

use domain::feedback::{
    Anonymity, Device, Feedback, FeedbackDraft, FeedbackKind, FeedbackState, Network, Severity,
};
use domain::ids::{FeedbackId, ProjectId};
use domain::policy::{Action, Situation};
use domain::projects::Project;
use domain::school::{ClassLevel, Discipline};
use leptos::prelude::*;

use super::api::{EditFeedback, GiveFeedback, load_feedback, load_feedback_project};
use super::beside::ListPlace;
use super::giving;
use super::page::situation_of;
use super::remember::{note, recall};
use super::text::FeedbackText;
use crate::failure::Failure;
use crate::kit::{
    Crumb, ExplainedChoice, ExplainedRadios, Field, FormAction, FormEnd, Hidden, Page, PostForm,
    Radios, Select, SubmitButton, TextArea, coded, form_page, id_param, saved_beside,
};
use crate::text::CommonText;

/// The page on which feedback is given.
pub(super) fn new_feedback_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let action: FormAction<GiveFeedback> = FormAction::new();
    let project = Resource::new(move || project.get(), load_feedback_project);
    form_page(
        project,
        |viewer, project| viewer.decide(Action::GiveFeedback, &giving(project)),
        move |_, project| view! { <NewForm action=action project=project /> },
    )
    .into_any()
}

#[component]
fn NewForm(action: FormAction<GiveFeedback>, project: Project) -> impl IntoView {
    let t = FeedbackText::here();
    let id = project.id;
    let back = format!("/projects/{id}/feedback");
    let failure = action.failure();
    let invalid = move || matches!(failure.get(), Some(Failure::Invalid(_)));
    view! {
        <Page
            title=t.give()
            lede=t.give_lede()
            crumbs=vec![
                Crumb::new(format!("/projects/{id}"), project.facts.title),
                Crumb::new(back.clone(), t.title()),
            ]
        >
            <PostForm action=action prefix="draft">
                <Hidden name="project" value=id.to_string() />
                <Hidden name="id" value=FeedbackId::new().to_string() />
                <Fields draft=FeedbackDraft::default() open=Signal::derive(invalid) remember=true />
                <Name />
                <FormEnd label=t.send()>
                    <SubmitButton name="then" value="photo">{t.send_with_photo()}</SubmitButton>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The page on which feedback is corrected by its author.
pub(super) fn edit_feedback_page() -> AnyView {
    let id = id_param::<FeedbackId>("feedback");
    let action: FormAction<EditFeedback> = FormAction::new();
    let entry = Resource::new(
        move || id.get(),
        |id| load_feedback(id, ListPlace::default(), 1),
    );
    form_page(
        entry,
        |viewer, content| {
            let entry = &content.detail.feedback;
            // It is corrected before it is treated.
            let situation = Situation {
                frozen: entry.state != FeedbackState::New,
                ..situation_of(&content.project, entry)
            };
            viewer.decide(Action::EditFeedback, &situation)
        },
        move |_, content| {
            let title = content.project.facts.title;
            view! { <EditForm action=action entry=content.detail.feedback project=title /> }
        },
    )
    .into_any()
}

#[component]
fn EditForm(action: FormAction<EditFeedback>, entry: Feedback, project: String) -> impl IntoView {
    let t = FeedbackText::here();
    let (id, home) = (entry.id, entry.project);
    let back = format!("/projects/{home}/feedback/{id}");
    let version = action.version_made_of(entry.version);
    let saved = move || async move {
        let content = load_feedback(Some(id), ListPlace::default(), 1).await?;
        Ok::<_, Failure>(FeedbackDraft::from(&content.detail.feedback.facts))
    };
    let draft = FeedbackDraft::from(&entry.facts);
    view! {
        <Page
            title=t.edit_title()
            crumbs=vec![
                Crumb::new(format!("/projects/{home}"), project),
                Crumb::new(format!("/projects/{home}/feedback"), t.title()),
                Crumb::new(back.clone(), entry.title()),
            ]
        >
            <PostForm action=action prefix="draft">
                <Hidden name="project" value=home.to_string() />
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <Fields draft=draft open=Signal::from(true) remember=false />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// What it is and what happened first; the rest opens below.
#[component]
fn Fields(draft: FeedbackDraft, #[prop(into)] open: Signal<bool>, remember: bool) -> impl IntoView {
    let t = FeedbackText::here();
    let (recalled, set_recalled) = signal(false);
    if remember {
        Effect::new(move || set_recalled.set(recall()));
    }
    let hint = move || recalled.get().then(|| format!(" ({})", t.remembered()));
    view! {
        <Radios name="kind" label=t.kind() choices={coded::<FeedbackKind>()} value=draft.kind layout="tiles" />
        <TextArea name="story" label=t.story() hint=t.story_hint() value=draft.story required=true rows=4 />
        <details open=move || open.get() on:change=move |event| note(&event)>
            <summary>{t.context()} <span class="hint">{hint}</span></summary>
            <div class="form">
                <Radios name="severity" label=t.severity() choices={coded::<Severity>()} value=draft.severity />
                <p class="hint">{t.severity_hint()}</p>
                <Field name="place" label=t.place() hint=t.place_hint() value=draft.place />
                <div class="field-row">
                    <Select name="level" label=t.level() choices={coded::<ClassLevel>()} value=draft.level />
                    <Select name="discipline" label=t.discipline() choices={coded::<Discipline>()} value=draft.discipline />
                </div>
                <div class="field-row">
                    <Field name="pupils" kind="number" label=t.pupils() value=draft.pupils />
                    <Select name="device" label=t.device() choices={coded::<Device>()} value=draft.device />
                    <Select name="network" label=t.network() choices={coded::<Network>()} value=draft.network />
                </div>
            </div>
        </details>
    }
}

/// What becomes of the author's name, with what each choice promises.
#[component]
fn Name() -> impl IntoView {
    let t = FeedbackText::here();
    let choice = |anonymity: Anonymity, label, meaning| ExplainedChoice {
        value: anonymity.code(),
        label,
        meaning,
    };
    let choices = vec![
        choice(Anonymity::Named, t.named(), t.named_promise()),
        choice(Anonymity::Hidden, t.hidden(), t.hidden_promise()),
        choice(Anonymity::NotStored, t.not_stored(), t.not_stored_promise()),
    ];
    view! {
        <ExplainedRadios
            name="anonymity"
            label=t.anonymity()
            choices=choices
            value=Anonymity::Named.code()
        />
    }
}
