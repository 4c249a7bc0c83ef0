//! Decisions and action items: the lists, recording them, their pages.

pub(crate) mod api;
mod fields;
mod item;
mod list;
mod page;
mod text;

use domain::decisions::ActionState;
use domain::ids::ProjectId;
use domain::projects::Project;
use leptos::prelude::*;

use self::text::DecisionsText;
use crate::kit::Crumb;
use crate::preferences::locale;
use crate::text::CommonText;

crate::kit::lazy_pages! {
    overview:
    /// The list of a project's decisions.
    DecisionsPage = list::decisions_page;
    /// The page of a decision.
    DecisionPage = page::decision_page;
    /// The list of a project's action items.
    ActionItemsPage = list::action_items_page;
    /// The page of an action item.
    ActionItemPage = item::action_item_page;
}

/// Where the decisions of a project are.
fn decisions_address(project: ProjectId) -> String {
    format!("/projects/{project}/decisions")
}

/// Where the action items of a project are.
fn actions_address(project: ProjectId) -> String {
    format!("/projects/{project}/actions")
}

/// The way to a project.
fn crumbs(project: &Project) -> Vec<Crumb> {
    vec![
        Crumb::new("/projects", CommonText::here().projects()),
        Crumb::new(
            format!("/projects/{}", project.id),
            project.facts.title.clone(),
        ),
    ]
}

/// That a decision or an action item is shared with partners, where it is.
#[component]
fn SharedBadge(shared: bool) -> impl IntoView {
    let t = DecisionsText::here();
    shared.then(|| view! { " " <span class="badge" data-tone="neutral">{t.shared_badge()}</span> })
}

/// What became of an action item.
#[component]
fn StateBadge(state: ActionState) -> impl IntoView {
    let tone = match state {
        ActionState::Open => "info",
        ActionState::Done => "good",
        ActionState::Dropped => "neutral",
    };
    view! { <span class="badge" data-tone=tone>{state.wording().in_locale(locale())}</span> }
}
