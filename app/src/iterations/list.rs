//! The iterations of a project.

use domain::ids::ProjectId;
use domain::iterations::Iteration;
use domain::policy::Action;
use leptos::prelude::*;

use super::api::{IterationsContent, load_iterations};
use super::text::IterationsText;
use super::{StateBadge, address};
use crate::kit::{Crumb, Empty, Page, day, id_param, loaded_page};
use crate::preferences::locale;
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The list of a project's iterations.
pub(super) fn iterations_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let iterations = Resource::new(move || project.get(), load_iterations);
    loaded_page(iterations, move |viewer, content| {
        view! { <Iterations viewer=viewer content=content /> }
    })
    .into_any()
}

#[component]
fn Iterations(viewer: Viewer, content: IterationsContent) -> impl IntoView {
    let t = IterationsText::here();
    let project = content.project;
    let id = project.id;
    let may_plan = viewer.may(Action::EditIteration, &crate::projects::situation(&project));
    let plan = move || {
        view! {
            <a class="button" data-kind="primary" href=format!("/projects/{id}/iterations/new")>
                {t.plan()}
            </a>
        }
    };
    let compare = (content.iterations.len() > 1).then(|| {
        view! { <a class="button" href=format!("/projects/{id}/iterations/compare")>{t.compare()}</a> }
    });
    let actions = view! { {compare} {may_plan.then(plan)} }.into_any();
    let list = if content.iterations.is_empty() {
        view! { <Empty text=t.none_yet().to_owned() /> }.into_any()
    } else {
        let cards = content
            .iterations
            .into_iter()
            .map(|iteration| view! { <Card iteration=iteration /> })
            .collect_view();
        view! { <ul class="card-list">{cards}</ul> }.into_any()
    };
    view! {
        <Page
            title=t.title()
            lede=t.lede()
            crumbs=vec![
                Crumb::new("/projects", CommonText::here().projects()),
                Crumb::new(format!("/projects/{id}"), project.facts.title),
            ]
            actions=Some(actions)
        >
            <div class="stack" data-gap="large">
                <ProjectTabs project=id current=ProjectTab::Iterations />
                {list}
            </div>
        </Page>
    }
}

#[component]
fn Card(iteration: Iteration) -> impl IntoView {
    let t = IterationsText::here();
    let href = address(iteration.project, iteration.id);
    let facts = iteration.facts;
    let version = (!facts.tool_version.is_empty())
        .then(|| view! { <span>{t.tool_version()} " " {facts.tool_version.clone()}</span> });
    let dates = t.span(
        &day(locale(), facts.starts_on),
        &day(locale(), facts.ends_on),
    );
    view! {
        <li class="card" data-link=true>
            <h2 class="card-title"><a href=href>{t.heading(iteration.number, &facts.goal)}</a></h2>
            <p class="meta">
                <StateBadge state=iteration.state />
                <span>{dates}</span>
                {version}
            </p>
        </li>
    }
}
