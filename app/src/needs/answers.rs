//! Which projects answer a need, and saying so.

use domain::ids::{NeedId, ProjectId};
use domain::needs::{AnsweringProject, Need, NeedState};
use domain::policy::{Action, Refusal, Situation, decide};
use domain::projects::Project;
use leptos::prelude::*;

use super::api::AnswerNeed;
use super::text::NeedsText;
use crate::kit::{AskFirst, Choice, FormAction, FormEnd, Hidden, PostForm, Select};
use crate::viewer::Viewer;

/// The projects that answer the need; the reader's own can be unlinked.
#[component]
pub(super) fn Answers(
    id: NeedId,
    projects: Vec<AnsweringProject>,
    own: Vec<ProjectId>,
    action: FormAction<AnswerNeed>,
) -> impl IntoView {
    let t = NeedsText::here();
    if projects.is_empty() {
        return view! { <p>{t.answers_none()}</p> }.into_any();
    }
    let rows = projects
        .into_iter()
        .map(|project| {
            let label = t.unlink(&project.title);
            let unlinking = own.contains(&project.id).then(|| {
                view! {
                    <AskFirst step=t.unlink_short() to=project.title.clone()>
                        <PostForm action=action width="bare">
                            <Hidden name="need" value=id.to_string() />
                            <Hidden name="project" value=project.id.to_string() />
                            <Hidden name="answers" value="false".to_owned() />
                            <FormEnd label=label kind="danger" />
                        </PostForm>
                    </AskFirst>
                }
            });
            view! {
                <li>
                    <a href=format!("/projects/{}", project.id)>{project.title}</a> {unlinking}
                </li>
            }
        })
        .collect_view();
    view! { <ul>{rows}</ul> }.into_any()
}

/// Whether somebody may open a project for a need. Whoever opens a project leads it.
pub(crate) fn may_open_for_need(viewer: &Viewer) -> Result<(), Refusal> {
    viewer.decide(Action::CreateProject, &Situation::workspace())?;
    let project = ProjectId::new();
    let (leading, answering) = (
        viewer.actor.leading(project),
        Situation::in_project(project),
    );
    decide(&leading, Action::AnswerNeed, &answering)
}

/// Whether somebody is offered to open a project for a need that none answers.
pub(super) fn opens_project(viewer: &Viewer, need: &Need) -> bool {
    matches!(need.state, NeedState::Open | NeedState::SetAside) && may_open_for_need(viewer).is_ok()
}

/// Opening a project that answers the need.
#[component]
pub(super) fn OpenProject(id: NeedId) -> impl IntoView {
    let t = NeedsText::here();
    view! {
        <div>
            <p><a href=format!("/projects/new?need={id}")>{t.open_project()}</a></p>
            <p class="hint">{t.open_project_hint()}</p>
        </div>
    }
}

/// Linking a project of one's own that answers the need.
#[component]
pub(super) fn LinkProject(
    id: NeedId,
    projects: Vec<Project>,
    action: FormAction<AnswerNeed>,
) -> impl IntoView {
    let t = NeedsText::here();
    let choices: Vec<Choice> = projects
        .into_iter()
        .map(|project| Choice::new(project.id.to_string(), project.facts.title))
        .collect();
    view! {
        <details>
            <summary>{t.link_project()}</summary>
            <PostForm action=action>
                <Hidden name="need" value=id.to_string() />
                <Hidden name="answers" value="true".to_owned() />
                <Select name="project" label=t.project() choices=choices required=true />
                <FormEnd label=t.link() kind="quiet" />
            </PostForm>
        </details>
    }
}
