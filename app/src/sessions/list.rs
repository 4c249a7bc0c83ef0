//! The sessions of a project.

use domain::ids::ProjectId;
use domain::policy::Action;
use domain::sessions::{Session, SessionState};
use leptos::prelude::*;

use super::api::{SessionsContent, load_sessions};
use super::text::SessionsText;
use super::{list_address, page_address};
use crate::kit::{Crumb, Empty, Page, id_param, loaded_page};
use crate::preferences::locale;
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page with all sessions of a project.
pub(super) fn sessions_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let content = Resource::new(move || project.get(), load_sessions);
    loaded_page(content, move |viewer, content| {
        view! { <SessionsView viewer=viewer content=content /> }
    })
    .into_any()
}

#[component]
fn SessionsView(viewer: Viewer, content: SessionsContent) -> impl IntoView {
    let t = SessionsText::here();
    let SessionsContent { project, sessions } = content;
    let may = viewer.may(Action::EditSession, &situation(&project));
    let href = format!("{}/new", list_address(project.id));
    let prepare = may.then(|| {
        let href = href.clone();
        view! { <a class="button" data-kind="primary" href=href>{t.prepare()}</a> }.into_any()
    });
    let way = vec![
        Crumb::new("/projects", CommonText::here().projects()),
        Crumb::new(
            format!("/projects/{}", project.id),
            project.facts.title.clone(),
        ),
    ];
    let list = if sessions.is_empty() {
        let first = may.then(|| view! { <a class="button" href=href>{t.prepare()}</a> });
        view! { <Empty text=t.none_yet().to_owned()>{first}</Empty> }.into_any()
    } else {
        let cards = sessions.into_iter().map(card).collect_view();
        view! { <ul class="card-list" data-joined=true>{cards}</ul> }.into_any()
    };
    view! {
        <Page title=t.title() lede=t.lede() crumbs=way actions=prepare>
            <div class="stack" data-gap="large">
                <ProjectTabs project=project.id current=ProjectTab::Sessions />
                {list}
            </div>
        </Page>
    }
}

fn card(session: Session) -> impl IntoView {
    let t = SessionsText::here();
    let phases = i128::try_from(session.facts.script.len()).unwrap_or(i128::MAX);
    view! {
        <li class="card" data-link=true>
            <h2 class="card-title"><a href=page_address(session.id)>{session.facts.title.clone()}</a></h2>
            <p class="meta">
                <StateBadge state=session.state />
                <When at=session.facts.starts_at />
                <span>{t.phases(phases)}</span>
                <span>{session.facts.place}</span>
            </p>
        </li>
    }
}

/// Where a session stands.
#[component]
pub(super) fn StateBadge(state: SessionState) -> impl IntoView {
    let tone = match state {
        SessionState::Planned => "info",
        SessionState::Open => "good",
        SessionState::Closed => "quiet",
    };
    view! { <span class="badge" data-tone=tone>{state.wording().in_locale(locale())}</span> }
}

/// When a session begins, by the clocks of its place.
#[component]
pub(super) fn When(at: domain::time::DateTime) -> impl IntoView {
    let machine = at.strftime("%Y-%m-%dT%H:%M").to_string();
    let hour = at.strftime("%H:%M").to_string();
    view! {
        <time datetime=machine>
            <crate::kit::Day date=at.date() /> ", " {hour}
        </time>
        " "
        <span class="meta">"(" {SessionsText::here().place_time()} ")"</span>
    }
}
