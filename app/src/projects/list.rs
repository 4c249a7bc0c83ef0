//! The list of projects.

use domain::paging::Page as PageOf;
use domain::phases::ProjectPhase;
use domain::policy::{Action, Situation};
use domain::programmes::ProgrammeKind;
use domain::projects::{Project, ProjectFilter};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::load_projects;
use super::text::ProjectsText;
use crate::kit::{Empty, FilterPanel, Narrow, Page, Pager, coded, loaded_page, query_value};
use crate::preferences::locale;
use crate::viewer::Viewer;

fn read_filter(query: &ParamsMap) -> ProjectFilter {
    ProjectFilter {
        query: query_value(query, "q"),
        phase: ProjectPhase::from_code(&query_value(query, "phase")),
        programme: ProgrammeKind::from_code(&query_value(query, "programme")),
        page: query_value(query, "page").parse().unwrap_or(1),
    }
}

/// How many values the list is narrowed to.
fn count_set(filter: &ProjectFilter) -> u32 {
    let set = [
        !filter.query.is_empty(),
        filter.phase.is_some(),
        filter.programme.is_some(),
    ];
    set.map(u32::from).iter().sum()
}

/// The list of projects, with its filter in the address.
pub(super) fn projects_page() -> AnyView {
    let query = use_query_map();
    let filter = Memo::new(move |_| read_filter(&query.read()));
    let projects = Resource::new(move || filter.get(), load_projects);
    loaded_page(projects, move |viewer, page| {
        view! { <List viewer=viewer page=page filter=filter.get_untracked() /> }
    })
    .into_any()
}

#[component]
fn List(viewer: Viewer, page: PageOf<Project>, filter: ProjectFilter) -> impl IntoView {
    let t = ProjectsText::here();
    let open = viewer
        .may(Action::CreateProject, &Situation::workspace())
        .then(|| {
            view! { <a class="button" data-kind="primary" href="/projects/new">{t.open()}</a> }
                .into_any()
        });
    let set = count_set(&filter);
    let nothing = if set > 0 {
        t.none_found()
    } else {
        t.none_yet()
    };
    let (number, count, total) = (page.number, page.count(), page.total);
    let list = if page.items.is_empty() {
        view! { <Empty text=nothing.to_owned() /> }.into_any()
    } else {
        let cards = page.items.into_iter().map(card).collect_view();
        view! { <ul class="card-list grid-cards">{cards}</ul> }.into_any()
    };
    view! {
        <Page title=t.title() lede=t.lede() actions=open>
            <div class="split" data-aside="start">
                <Filter filter=filter set=set />
                <div class="stack">
                    <p class="result-count" role="status">{t.count(total)}</p>
                    {list}
                    <Pager number=number count=count />
                </div>
            </div>
        </Page>
    }
}

fn card(project: Project) -> impl IntoView {
    let phase = project.phase.wording().in_locale(locale());
    let programme = project.facts.programme.wording().in_locale(locale());
    view! {
        <li class="card" data-link=true>
            <h2 class="card-title"><a href=format!("/projects/{}", project.id)>{project.facts.title}</a></h2>
            <p>{project.facts.summary}</p>
            <p class="meta">
                <span class="badge" data-tone="accent">{phase}</span>
                <span>{programme}</span>
            </p>
        </li>
    }
}

/// What the list is narrowed to.
#[component]
fn Filter(filter: ProjectFilter, set: u32) -> impl IntoView {
    let t = ProjectsText::here();
    view! {
        <FilterPanel action="/projects" query=filter.query words=t.words() set=set>
            <Narrow name="phase" label=t.phase() choices={coded::<ProjectPhase>()} value=filter.phase.map_or("", ProjectPhase::code) />
            <Narrow name="programme" label=t.programme() choices={coded::<ProgrammeKind>()} value=filter.programme.map_or("", ProgrammeKind::code) />
        </FilterPanel>
    }
}
