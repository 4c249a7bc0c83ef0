//! Planning an iteration and changing what it says about itself.

use domain::ids::{IterationId, ProjectId};
use domain::iterations::{IterationDraft, IterationFacts};
use domain::policy::Action;
use leptos::prelude::*;

use super::api::{
    EditIteration, IterationPageContent, IterationsContent, PlanIteration, load_iteration,
    load_iterations,
};
use super::text::IterationsText;
use super::{address, crumbs, situation};
use crate::failure::Failure;
use crate::kit::{
    Crumb, DateField, Field, FormAction, FormEnd, Hidden, Page, PostForm, TextArea, day, form_page,
    id_param, saved_beside,
};
use crate::preferences::locale;
use crate::text::CommonText;

/// The page on which an iteration is planned.
pub(super) fn new_iteration_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let action: FormAction<PlanIteration> = FormAction::new();
    let iterations = Resource::new(move || project.get(), load_iterations);
    form_page(
        iterations,
        |viewer, content| {
            let situation = crate::projects::situation(&content.project);
            viewer.decide(Action::EditIteration, &situation)
        },
        move |_, content| view! { <NewIteration action=action content=content /> },
    )
    .into_any()
}

#[component]
fn NewIteration(action: FormAction<PlanIteration>, content: IterationsContent) -> impl IntoView {
    let t = IterationsText::here();
    let project = content.project;
    let id = project.id;
    view! {
        <Page title=t.plan() lede=t.plan_lede() crumbs=crumbs(&project)>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="project" value=id.to_string() />
                <Hidden name="id" value=IterationId::new().to_string() />
                <IterationFields draft=IterationDraft::default() />
                <FormEnd label=t.plan_send()>
                    <a class="button" data-kind="quiet" href=format!("/projects/{id}/iterations")>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The page on which an iteration is changed.
pub(super) fn edit_iteration_page() -> AnyView {
    let id = id_param::<IterationId>("iteration");
    let action: FormAction<EditIteration> = FormAction::new();
    let iteration = Resource::new(move || id.get(), load_iteration);
    form_page(
        iteration,
        |viewer, content| {
            let situation = situation(&content.project, &content.detail.content.iteration);
            viewer.decide(Action::EditIteration, &situation)
        },
        move |_, content| view! { <EditIterationForm action=action content=content /> },
    )
    .into_any()
}

#[component]
fn EditIterationForm(
    action: FormAction<EditIteration>,
    content: IterationPageContent,
) -> impl IntoView {
    let t = IterationsText::here();
    let project = content.project;
    let iteration = content.detail.content.iteration;
    let (id, kept) = (iteration.id, iteration.version);
    let back = address(project.id, id);
    let draft = IterationDraft::from(&iteration.facts);
    let mut way = crumbs(&project);
    way.push(Crumb::new(back.clone(), t.number(iteration.number)));
    let version = action.version_made_of(kept);
    let saved = move || async move {
        let content = load_iteration(Some(id)).await?;
        Ok::<_, Failure>(IterationDraft::from(
            &content.detail.content.iteration.facts,
        ))
    };
    view! {
        <Page title=t.edit_title() crumbs=way>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="project" value=project.id.to_string() />
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <IterationFields draft=draft />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

#[component]
fn IterationFields(draft: IterationDraft) -> impl IntoView {
    let t = IterationsText::here();
    view! {
        <Field name="goal" label=t.goal() hint=t.goal_hint() value=draft.goal required=true />
        <TextArea name="hypothesis" label=t.hypothesis() hint=t.hypothesis_hint() value=draft.hypothesis />
        <Field name="tool_version" label=t.tool_version() hint=t.tool_version_hint() value=draft.tool_version />
        <div class="field-row">
            <DateField name="starts_on" label=t.starts_on() value=draft.starts_on required=true />
            <DateField name="ends_on" label=t.ends_on() value=draft.ends_on required=true />
        </div>
    }
}

/// What an iteration says about itself.
#[component]
pub(super) fn Facts(
    /// What it says.
    facts: IterationFacts,
) -> impl IntoView {
    let t = IterationsText::here();
    let dates = t.span(
        &day(locale(), facts.starts_on),
        &day(locale(), facts.ends_on),
    );
    let rows = [
        (t.goal(), facts.goal),
        (t.hypothesis(), facts.hypothesis),
        (t.tool_version(), facts.tool_version),
        (t.dates(), dates),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| view! { <dt>{label}</dt> <dd>{value}</dd> })
    .collect_view();
    view! { <dl class="facts" data-stacked=true>{rows}</dl> }
}
