//! Opening a project and changing what it says about itself.

use domain::ids::{NeedId, ProjectId};
use domain::needs::Need;
use domain::phases::ProjectPhase;
use domain::policy::{Action, Situation};
use domain::programmes::ProgrammeKind;
use domain::projects::{Project, ProjectDraft, Visibility};
use domain::school::{Discipline, SchoolLevel};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    CreateProject, EditProject, NeedToAnswer, load_need_to_answer, load_project_page,
};
use super::programme::ObligationsByProgramme;
use super::situation;
use super::text::ProjectsText;
use crate::failure::Failure;
use crate::kit::{
    Choice, Crumb, DateField, Field, FormAction, FormEnd, Hidden, Page, PlaceField, PostForm,
    Select, TextArea, coded, form_page, id_param, query_value, saved_beside,
};
use crate::needs::may_open_for_need;
use crate::preferences::locale;
use crate::text::CommonText;

/// The page on which a project is opened, for a need where the address names one; for a
/// session about that need (`then=session`) with all but its title proposed.
pub(super) fn new_project_page() -> AnyView {
    let action: FormAction<CreateProject> = FormAction::new();
    let query = use_query_map();
    let need = Memo::new(move |_| query_value(&query.read(), "need").parse::<NeedId>().ok());
    let session = Memo::new(move |_| query_value(&query.read(), "then") == "session");
    let answered = Resource::new(
        move || (need.get(), session.get()),
        |(need, _)| async move {
            match need {
                Some(need) => load_need_to_answer(need).await,
                None => Ok(None),
            }
        },
    );
    form_page(
        answered,
        |viewer, answered| match answered {
            Some(_) => may_open_for_need(viewer),
            None => viewer.decide(Action::CreateProject, &Situation::workspace()),
        },
        move |_, answered| match answered {
            Some(answered) if session.get_untracked() => {
                view! { <SessionProjectForm action=action answered=answered /> }.into_any()
            }
            answered => {
                let need = answered.map(|answered| answered.need);
                view! { <NewProjectForm action=action need=need /> }.into_any()
            }
        },
    )
    .into_any()
}

#[component]
fn NewProjectForm(action: FormAction<CreateProject>, need: Option<Need>) -> impl IntoView {
    let t = ProjectsText::here();
    let draft = need.as_ref().map(|need| ProjectDraft::from(&need.facts));
    let draft = ProjectDraft {
        visibility: Visibility::default().code().to_owned(),
        ..draft.unwrap_or_default()
    };
    let back = need.as_ref().map_or_else(
        || "/projects".to_owned(),
        |need| format!("/needs/{}", need.id),
    );
    let answered = move || need.map(|need| view! { <NeedAnswered need=need required=false /> });
    view! {
        <Page title=t.open() lede=t.open_lede() crumbs=vec![Crumb::new("/projects", t.title())]>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=ProjectId::new().to_string() />
                {answered()}
                <ProjectFields draft=draft />
                <FormEnd label=t.create()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// Opens the project of a need on the way to a session about it: its title is asked to be
/// confirmed, all else waits folded, filled in.
#[component]
fn SessionProjectForm(action: FormAction<CreateProject>, answered: NeedToAnswer) -> impl IntoView {
    let t = ProjectsText::here();
    let NeedToAnswer { need, today } = answered;
    let draft = ProjectDraft {
        summary: t.for_session_summary().to_owned(),
        programme: ProgrammeKind::Other.code().to_owned(),
        starts_on: today.to_string(),
        visibility: Visibility::default().code().to_owned(),
        ..ProjectDraft::from(&need.facts)
    };
    let back = format!("/needs/{}", need.id);
    let way = vec![
        Crumb::new("/needs", CommonText::here().needs()),
        Crumb::new(back.clone(), need.facts.statement.clone()),
    ];
    let phase = ProjectPhase::default().wording().in_locale(locale());
    view! {
        <Page title=t.for_session() lede=t.for_session_lede(phase) crumbs=way>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=ProjectId::new().to_string() />
                <Hidden name="session" value="true".to_owned() />
                <NeedAnswered need=need required=true />
                <ProjectTitle title=draft.title.clone() />
                <details open=action.failed()>
                    <summary>{t.for_session_rest()}</summary>
                    <div class="form">
                        <FieldsBelowTitle draft=draft />
                    </div>
                </details>
                <FormEnd label=t.create_for_session()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The need that the project answers.
#[component]
fn NeedAnswered(
    need: Need,
    /// Whether it is what the project is opened for, and not to be left out.
    required: bool,
) -> impl IntoView {
    let t = ProjectsText::here();
    let id = need.id.to_string();
    let choices = vec![Choice::new(id.clone(), need.facts.statement)];
    view! {
        <Select name="need" label=t.need() choices=choices value=id required=required alone=true />
    }
}

/// The page on which a project is changed.
pub(super) fn edit_project_page() -> AnyView {
    let id = id_param::<ProjectId>("project");
    let action: FormAction<EditProject> = FormAction::new();
    let project = Resource::new(move || id.get(), load_project_page);
    form_page(
        project,
        |viewer, content| viewer.decide(Action::EditProject, &situation(&content.detail.project)),
        move |_, content| {
            view! { <EditProjectForm action=action project=content.detail.project /> }
        },
    )
    .into_any()
}

#[component]
fn EditProjectForm(action: FormAction<EditProject>, project: Project) -> impl IntoView {
    let t = ProjectsText::here();
    let id = project.id;
    let back = format!("/projects/{id}");
    let version = action.version_made_of(project.version);
    let saved = move || async move {
        let content = load_project_page(Some(id)).await?;
        Ok::<_, Failure>(ProjectDraft::from(&content.detail.project.facts))
    };
    let draft = ProjectDraft::from(&project.facts);
    view! {
        <Page
            title=t.edit_title()
            crumbs=vec![
                Crumb::new("/projects", t.title()),
                Crumb::new(back.clone(), project.facts.title),
            ]
        >
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <ProjectFields draft=draft />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

#[component]
fn ProjectFields(draft: ProjectDraft) -> impl IntoView {
    view! {
        <ProjectTitle title=draft.title.clone() />
        <FieldsBelowTitle draft=draft />
    }
}

#[component]
fn ProjectTitle(title: String) -> impl IntoView {
    let t = ProjectsText::here();
    view! { <Field name="title" label=t.name() value=title required=true /> }
}

#[component]
fn FieldsBelowTitle(draft: ProjectDraft) -> impl IntoView {
    let t = ProjectsText::here();
    view! {
        <TextArea name="summary" label=t.summary() hint=t.summary_hint() value=draft.summary required=true rows=3 />
        <TextArea name="problem" label=t.problem() value=draft.problem rows=3 />
        <TextArea name="audience" label=t.audience() value=draft.audience rows=2 />
        <div class="field-row">
            <Select name="level" label=t.level() choices={coded::<SchoolLevel>()} value=draft.level />
            <Select name="discipline" label=t.discipline() choices={coded::<Discipline>()} value=draft.discipline />
        </div>
        <div class="field-row">
            <Select name="programme" label=t.programme() choices={coded::<ProgrammeKind>()} value=draft.programme required=true />
            <Field name="programme_name" label=t.programme_name() hint=t.programme_name_hint() value=draft.programme_name />
        </div>
        <ObligationsByProgramme />
        <div class="field-row">
            <PlaceField name="territory" label=t.territory() value=draft.territory />
            <DateField name="starts_on" label=t.starts_on() value=draft.starts_on required=true />
            <Select name="visibility" label=t.visibility() choices={coded::<Visibility>()} value=draft.visibility required=true />
        </div>
    }
}
