//! The feedback log: the list, giving feedback, the page of an entry.

mod about;
pub(crate) mod api;
mod beside;
mod comments;
mod filters;
mod form;
mod history;
mod keys;
mod list;
mod merge;
mod page;
mod remember;
mod settle;
mod table;
mod text;
mod triage;
mod values;
mod views;

use domain::feedback::{FeedbackFilter, FeedbackState, Severity};
use domain::home::TO_TREAT;
use domain::ids::{ProjectId, UserId};
use domain::policy::{Action, Situation};
use domain::projects::Project;
use leptos::prelude::*;

use crate::projects::situation;
use crate::viewer::Viewer;
use text::FeedbackText;

/// The tone that goes with what became of an entry.
fn state_tone(state: FeedbackState) -> &'static str {
    match state {
        FeedbackState::New => "info",
        FeedbackState::Accepted => "accent",
        FeedbackState::Deferred => "warn",
        FeedbackState::Refused | FeedbackState::Duplicate => "neutral",
        FeedbackState::Shipped | FeedbackState::Confirmed => "good",
    }
}

/// The tone that goes with how much an entry weighs.
fn severity_tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "neutral",
        Severity::Hindering => "warn",
        Severity::Blocking => "bad",
    }
}

/// Whether the viewer may give feedback on a project.
pub(crate) fn may_give(viewer: &Viewer, project: &Project) -> bool {
    viewer.may(Action::GiveFeedback, &giving(project))
}

/// What the policy looks at where feedback is given. A partner gives it, too: it sees
/// what it gives.
fn giving(project: &Project) -> Situation {
    Situation {
        shared_with_partners: true,
        ..situation(project)
    }
}

/// Where the feedback of a project stands on which nobody has decided yet.
pub(crate) fn triage_address(project: ProjectId) -> String {
    let filter = FeedbackFilter {
        states: vec![FeedbackState::New],
        ..FeedbackFilter::default()
    };
    filters::address(project, &filter)
}

/// Where the feedback of a project stands that somebody looks after and that is open.
pub(crate) fn assigned_address(project: ProjectId, assignee: UserId) -> String {
    let filter = FeedbackFilter {
        states: TO_TREAT.to_vec(),
        assignee: Some(assignee),
        ..FeedbackFilter::default()
    };
    filters::address(project, &filter)
}

/// The link to the form that gives feedback on a project.
#[component]
pub(crate) fn GiveFeedbackLink(
    /// The project.
    project: ProjectId,
    /// `primary` where it is the one thing to do.
    #[prop(optional)]
    kind: &'static str,
) -> impl IntoView {
    view! {
        <a class="button" data-kind=kind href=format!("/projects/{project}/feedback/new")>
            {FeedbackText::here().give()}
        </a>
    }
}

crate::kit::lazy_pages! {
    iterations:
    /// The page on which feedback is given.
    NewFeedbackPage = form::new_feedback_page;
    /// The page on which feedback is corrected by its author.
    EditFeedbackPage = form::edit_feedback_page;
    /// A project's feedback, with its filter in the address.
    FeedbackListPage = list::feedback_list_page;
    /// The page on which an entry is merged into another one.
    MergeFeedbackPage = merge::merge_page;
    /// The page of an entry.
    FeedbackPage = page::feedback_page;
}
