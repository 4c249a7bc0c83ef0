//! Setting a milestone and changing what it says.

use domain::ids::{MilestoneId, ProjectId};
use domain::milestones::{Aim, MilestoneDraft};
use domain::policy::{Action, Situation};
use domain::projects::Project;
use leptos::prelude::*;

use super::api::{
    CreateMilestone, EditMilestone, MilestoneFormContent, MilestonePageContent,
    load_milestone_form, load_milestone_page,
};
use super::text::MilestonesText;
use super::{list_address, page_address};
use crate::failure::Failure;
use crate::kit::{
    Choice, Crumb, DateField, Field, FormAction, FormEnd, Hidden, Page, PostForm, Select, TextArea,
    coded, form_page, id_param, member_choices, saved_beside,
};
use crate::projects::situation;
use crate::text::CommonText;

/// The page on which a milestone is set.
pub(super) fn new_milestone_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let action: FormAction<CreateMilestone> = FormAction::new();
    let content = Resource::new(move || project.get(), load_milestone_form);
    form_page(
        content,
        |viewer, content| viewer.decide(Action::EditMilestone, &situation(&content.project)),
        move |_, content| view! { <NewForm action=action content=content /> },
    )
    .into_any()
}

/// The way to the milestones of a project.
pub(super) fn crumbs(project: &Project) -> Vec<Crumb> {
    vec![
        Crumb::new("/projects", CommonText::here().projects()),
        Crumb::new(
            format!("/projects/{}", project.id),
            project.facts.title.clone(),
        ),
        Crumb::new(list_address(project.id), MilestonesText::here().title()),
    ]
}

#[component]
fn NewForm(action: FormAction<CreateMilestone>, content: MilestoneFormContent) -> impl IntoView {
    let t = MilestonesText::here();
    let MilestoneFormContent { project, team } = content;
    let id = MilestoneId::new().to_string();
    view! {
        <Page title=t.set() lede=t.set_lede() crumbs=crumbs(&project)>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="project" value=project.id.to_string() />
                <Hidden name="id" value=id />
                <Fields draft=MilestoneDraft::default() people=member_choices(team, None) new=true />
                <FormEnd label=t.create()>
                    <a class="button" data-kind="quiet" href=list_address(project.id)>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The page on which a milestone is changed.
pub(super) fn edit_milestone_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let id = id_param::<MilestoneId>("milestone");
    let action: FormAction<EditMilestone> = FormAction::new();
    let content = Resource::new(
        move || (project.get(), id.get()),
        |(project, id)| load_milestone_page(project, id),
    );
    form_page(
        content,
        |viewer, content| {
            let situation = Situation {
                frozen: content.detail.milestone.state.is_settled(),
                ..situation(&content.detail.project)
            };
            viewer.decide(Action::EditMilestone, &situation)
        },
        move |_, content| view! { <EditForm action=action content=content /> },
    )
    .into_any()
}

#[component]
fn EditForm(action: FormAction<EditMilestone>, content: MilestonePageContent) -> impl IntoView {
    let t = MilestonesText::here();
    let MilestonePageContent { detail, team, .. } = content;
    let milestone = detail.milestone;
    let draft = MilestoneDraft::from(&milestone);
    let back = page_address(&milestone);
    let mut way = crumbs(&detail.project);
    way.push(Crumb::new(back.clone(), milestone.title.clone()));
    let version = action.version_made_of(milestone.version);
    let (home, id) = (milestone.project, milestone.id);
    let people = member_choices(team, milestone.owner.clone());
    let saved = move || async move {
        let content = load_milestone_page(Some(home), Some(id)).await?;
        Ok::<_, Failure>(MilestoneDraft::from(&content.detail.milestone))
    };
    view! {
        <Page title=t.edit_title() crumbs=way>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="project" value=milestone.project.to_string() />
                <Hidden name="id" value=milestone.id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <Fields draft=draft people=people new=false />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The fields of a milestone; its date only as long as it is new.
#[component]
fn Fields(draft: MilestoneDraft, people: Vec<Choice>, new: bool) -> impl IntoView {
    let t = MilestonesText::here();
    let date = if new {
        view! { <DateField name="due_on" label=t.due_on() value=draft.due_on required=true /> }
            .into_any()
    } else {
        view! {
            <p class="hint">{t.due_on_kept()}</p>
            <input type="hidden" name="draft[due_on]" value=draft.due_on />
        }
        .into_any()
    };
    let hint = if new {
        t.criteria_hint()
    } else {
        t.criteria_hint_edit()
    };
    view! {
        <Field name="title" label=t.name() value=draft.title required=true />
        <div class="field-row">
            {date}
            <Select name="owner" label=t.owner() choices=people value=draft.owner />
        </div>
        <TextArea name="criteria" label=t.criteria() hint=hint value=draft.criteria required=true rows=5 />
        <h2>{t.target()}</h2>
        <Field name="target_label" label=t.target_label() hint=t.target_label_hint() value=draft.target_label />
        <div class="field-row">
            <Select name="target_aim" label=t.target_aim() choices={coded::<Aim>()} value=draft.target_aim />
            <Field name="target_value" label=t.target_value() value=draft.target_value />
            <Field name="target_unit" label=t.target_unit() hint=t.target_unit_hint() value=draft.target_unit />
        </div>
    }
}
