//! The co-design sessions about a need, and where one is prepared.

use domain::evidence::Node;
use domain::ids::{NeedId, ProjectId};
use leptos::prelude::*;

use super::text::NeedsText;

/// The sessions about a need; for those who prepare sessions, where they do.
#[component]
pub(super) fn SessionsAbout(
    need: NeedId,
    sessions: Vec<Node>,
    /// The projects in which the reader prepares sessions, with their titles.
    projects: Vec<(ProjectId, String)>,
) -> impl IntoView {
    let t = NeedsText::here();
    let list = if sessions.is_empty() {
        view! { <p>{t.sessions_none()}</p> }.into_any()
    } else {
        let rows = sessions.into_iter().map(|session| {
            let href = crate::search::address(session.thing, session.project);
            view! { <li><a href=href>{session.title}</a></li> }
        });
        view! { <ul>{rows.collect_view()}</ul> }.into_any()
    };
    let alone = projects.len() == 1;
    let links = projects.into_iter().map(|(project, title)| {
        let href = format!("/projects/{project}/sessions/new?need={need}");
        let label = match alone {
            true => t.prepare_session().to_owned(),
            false => t.prepare_session_in(&title),
        };
        view! { <p><a href=href>{label}</a></p> }
    });
    view! {
        <section class="stack">
            <h2>{t.sessions()}</h2>
            {list}
            {links.collect_view()}
        </section>
    }
}
