//! The co-design sessions about a need, and where one is prepared.

use domain::evidence::Node;
use domain::ids::{NeedId, ProjectId};
use leptos::prelude::*;

use super::text::NeedsText;

/// Where a session about a need is prepared in a project.
pub(crate) fn session_address(project: ProjectId, need: NeedId) -> String {
    format!("/projects/{project}/sessions/new?need={need}")
}

/// The sessions about a need; for those who prepare sessions, where they do.
#[component]
pub(super) fn SessionsAbout(
    need: NeedId,
    sessions: Vec<Node>,
    /// The projects in which the reader prepares sessions, with their titles.
    projects: Vec<(ProjectId, String)>,
    /// Whether the reader is offered to open the project of the need for a session.
    opens: bool,
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
    let alone = projects.len() == 1 && !opens;
    let links = projects.into_iter().map(|(project, title)| {
        let href = session_address(project, need);
        let label = match alone {
            true => t.prepare_session().to_owned(),
            false => t.prepare_session_in(&title),
        };
        view! { <p><a href=href>{label}</a></p> }
    });
    let opening = opens.then(|| {
        let href = format!("/projects/new?need={need}&then=session");
        view! {
            <div>
                <p><a href=href>{t.prepare_session_about()}</a></p>
                <p class="hint">{t.prepare_session_about_hint()}</p>
            </div>
        }
    });
    view! {
        <section class="stack">
            <h2>{t.sessions()}</h2>
            {list}
            {links.collect_view()}
            {opening}
        </section>
    }
}
