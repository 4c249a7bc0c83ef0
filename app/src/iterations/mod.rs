//! Iterations: the list, planning one, its page with its conjecture map, two of
//! them side by side.

pub(crate) mod api;
mod changes;
mod compare;
mod conjecture;
mod differences;
mod form;
mod list;
mod map;
mod map_forms;
mod page;
mod steer;
mod text;

use domain::conjectures::ConjectureStatus;
use domain::ids::{IterationId, ProjectId};
use domain::iterations::{Iteration, IterationState};
use domain::policy::Situation;
use domain::projects::Project;
use leptos::prelude::*;

use crate::kit::{Crumb, lazy_pages};
use crate::preferences::locale;

/// The tone that goes with where an iteration stands.
fn tone(state: IterationState) -> &'static str {
    match state {
        IterationState::Planned => "info",
        IterationState::Running => "accent",
        IterationState::InReview => "warn",
        IterationState::Closed => "neutral",
    }
}

/// The tone that goes with how an element or a link has fared.
fn status_tone(status: ConjectureStatus) -> &'static str {
    match status {
        ConjectureStatus::Proposed => "info",
        ConjectureStatus::Supported => "good",
        ConjectureStatus::Contradicted => "bad",
        ConjectureStatus::Revised => "warn",
        ConjectureStatus::Dropped => "neutral",
    }
}

#[component]
fn StateBadge(state: IterationState) -> impl IntoView {
    view! { <span class="badge" data-tone=tone(state)>{state.wording().in_locale(locale())}</span> }
}

#[component]
fn StatusBadge(status: ConjectureStatus) -> impl IntoView {
    view! {
        <span class="badge" data-tone=status_tone(status)>
            {status.wording().in_locale(locale())}
        </span>
    }
}

/// Where an iteration's page is.
fn address(project: ProjectId, id: IterationId) -> String {
    format!("/projects/{project}/iterations/{id}")
}

/// What the policy looks at in an iteration.
fn situation(project: &Project, iteration: &Iteration) -> Situation {
    Situation {
        frozen: iteration.state == IterationState::Closed,
        ..crate::projects::situation(project)
    }
}

/// The way to a page of a project's iterations.
fn crumbs(project: &Project) -> Vec<Crumb> {
    let id = project.id;
    vec![
        Crumb::new("/projects", crate::text::CommonText::here().projects()),
        Crumb::new(format!("/projects/{id}"), project.facts.title.clone()),
        Crumb::new(
            format!("/projects/{id}/iterations"),
            text::IterationsText::here().title(),
        ),
    ]
}

lazy_pages! {
    iterations:
    /// The page of a change.
    ChangePage = changes::change_page;
    /// The page of an element or a link of conjecture maps.
    ConjecturePage = conjecture::conjecture_page;
    /// The page on which two iterations are compared.
    ComparePage = compare::compare_page;
    /// The page on which an iteration is planned.
    NewIterationPage = form::new_iteration_page;
    /// The page on which an iteration is changed.
    EditIterationPage = form::edit_iteration_page;
    /// The list of a project's iterations.
    IterationsPage = list::iterations_page;
    /// The page of an iteration.
    IterationPage = page::iteration_page;
}
