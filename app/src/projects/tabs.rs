//! The sections of a project: one line each, here and in [`sections`].

use domain::ids::ProjectId;
use leptos::prelude::*;

use crate::text::catalogue;

catalogue! {
    /// What the sections of a project are called.
    TabsText {
        label = "Sections du projet" | "Sections of the project";
        project = "Projet" | "Project";
        iterations = "Itérations" | "Iterations";
        sessions = "Séances" | "Sessions";
        feedback = "Retours" | "Feedback";
        decisions = "Décisions" | "Decisions";
        milestones = "Jalons" | "Milestones";
        activity = "Activité" | "Activity";
    }
}

/// One section of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProjectTab {
    /// The project itself.
    Project,
    /// Its iterations.
    Iterations,
    /// Its co-design sessions.
    Sessions,
    /// Its feedback log.
    Feedback,
    /// Its decisions and action items.
    Decisions,
    /// Its milestones.
    Milestones,
    /// What happened in it.
    Activity,
}

/// Each section with its name and its address below the project's.
fn sections(t: TabsText) -> Vec<(ProjectTab, &'static str, &'static str)> {
    vec![
        (ProjectTab::Project, t.project(), ""),
        (ProjectTab::Iterations, t.iterations(), "/iterations"),
        (ProjectTab::Sessions, t.sessions(), "/sessions"),
        (ProjectTab::Feedback, t.feedback(), "/feedback"),
        (ProjectTab::Decisions, t.decisions(), "/decisions"),
        (ProjectTab::Milestones, t.milestones(), "/milestones"),
        (ProjectTab::Activity, t.activity(), "/activity"),
    ]
}

/// The way to the other sections of a project.
#[component]
pub(crate) fn ProjectTabs(
    /// The project.
    project: ProjectId,
    /// The section in which this page is.
    current: ProjectTab,
) -> impl IntoView {
    let t = TabsText::here();
    let tabs = sections(t)
        .into_iter()
        .map(|(tab, name, path)| {
            let here = (tab == current).then_some("page");
            let href = format!("/projects/{project}{path}");
            view! { <li><a href=href aria-current=here>{name}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t.label()><ul>{tabs}</ul></nav> }
}
