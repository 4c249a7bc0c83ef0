//! Search through everything that the reader may see.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::search::{FOUND_MAX, Found};
use icondata_lu::LuSearch;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::use_query_map;

use crate::failure::Failure;
use crate::kit::{Empty, Icon, Page, lazy_pages, loaded, query_value};
use crate::preferences::locale;
use crate::text::{CommonText, catalogue};
use crate::viewer::Viewer;

catalogue! {
    /// What the search page says.
    SearchText {
        lede = "Dans tout ce que vous pouvez voir : besoins, projets, itérations, cartes de conjectures, retours, séances, décisions, actions, jalons et fichiers joints." | "Through all that you may see: needs, projects, iterations, conjecture maps, feedback, sessions, decisions, actions, milestones and attached files.";
        start = "Écrivez un ou plusieurs mots ; les accents et les majuscules ne comptent pas." | "Type one or more words; accents and capitals do not matter.";
        nothing(query: &str) = "Rien ne contient « {query} ». Essayez moins de mots, ou le début d'un mot." | "Nothing holds “{query}”. Try fewer words, or the beginning of one.";
        at_least(most: usize) = "Au moins {most} résultats : les {most} premiers sont montrés. Ajoutez un mot pour préciser." | "At least {most} results: the first {most} are shown. Add a word to narrow the search.";
        results[n] = "{n} résultat", "{n} résultats" | "{n} result", "{n} results";
    }
}

/// Things that hold all words of the query.
#[server(endpoint = "search", input = GetUrl)]
pub(crate) async fn search(query: String) -> Result<Vec<Found>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.search(&actor, &query).await?)
}

/// Where a thing's page is.
pub(crate) fn address(thing: ThingRef, project: Option<ProjectId>) -> String {
    let id = thing.id;
    match (thing.kind, project) {
        (ThingKind::Need, _) => format!("/needs/{id}"),
        (ThingKind::Project, _) => format!("/projects/{id}"),
        (ThingKind::Iteration, Some(project)) => format!("/projects/{project}/iterations/{id}"),
        (ThingKind::Element, Some(project)) => format!("/projects/{project}/elements/{id}"),
        (ThingKind::MapLink, Some(project)) => format!("/projects/{project}/maplinks/{id}"),
        (ThingKind::Change, Some(project)) => format!("/projects/{project}/changes/{id}"),
        (ThingKind::Feedback, Some(project)) => format!("/projects/{project}/feedback/{id}"),
        (ThingKind::Session, _) => format!("/sessions/{id}"),
        (ThingKind::File, _) => format!("/files/{id}"),
        (ThingKind::Decision, Some(project)) => format!("/projects/{project}/decisions/{id}"),
        (ThingKind::ActionItem, Some(project)) => format!("/projects/{project}/actions/{id}"),
        (ThingKind::Milestone, Some(project)) => format!("/projects/{project}/milestones/{id}"),
        (
            ThingKind::Iteration
            | ThingKind::Element
            | ThingKind::MapLink
            | ThingKind::Change
            | ThingKind::Feedback
            | ThingKind::Decision
            | ThingKind::ActionItem
            | ThingKind::Milestone,
            None,
        ) => "/projects".to_owned(),
    }
}

/// The search page.
fn search_page() -> AnyView {
    let map = use_query_map();
    let query = Memo::new(move |_| query_value(&map.read(), "q"));
    let found = Resource::new(move || query.get(), search);
    let common = CommonText::here();
    let t = SearchText::here();
    let show = move |_: Viewer, found: Vec<Found>| {
        let query = query.get_untracked();
        if query.trim().is_empty() {
            return view! { <Empty text=t.start().to_owned() /> }.into_any();
        }
        if found.is_empty() {
            return view! { <Empty text=t.nothing(&query) /> }.into_any();
        }
        let said = match found.len() {
            FOUND_MAX.. => t.at_least(FOUND_MAX),
            count => t.results(count as u64),
        };
        let rows = found.into_iter().map(result_row).collect_view();
        view! {
            <p class="result-count" role="status">{said}</p>
            <ul class="card-list" data-joined=true data-found=true>{rows}</ul>
        }
        .into_any()
    };
    view! {
            <Page title=common.search() lede=t.lede()>
                <div class="stack">
                    <form class="toolbar" role="search" action="/search" aria-label=common.search()>
                        <div class="search-field">
                            <Icon icon=LuSearch />
                            <input type="search" name="q" id="search-page" value=query.get_untracked() autofocus=true aria-label=common.search() />
                        </div>
                        <button class="button" data-kind="primary" type="submit">{common.search()}</button>
                    </form>
                    {loaded(found, show)}
                </div>
            </Page>
        }
        .into_any()
}

fn result_row(found: Found) -> impl IntoView {
    let kind = found.thing.kind.wording().in_locale(locale());
    view! {
        <li class="card" data-link=true>
            <h2 class="card-title"><a href=address(found.thing, found.project)>{found.title}</a></h2>
            <p class="meta"><span class="badge" data-tone="neutral">{kind}</span></p>
        </li>
    }
}

lazy_pages! {
    overview:
    /// The search page.
    SearchPage = search_page;
}
