//! The list of imports, and the links to files on the list of needs.

use domain::imports::ImportSummary;
use domain::paging::Page as PageOf;
use icondata_lu::{LuDownload, LuUpload};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_imports;
use super::text::ImportsText;
use crate::kit::{Crumb, Empty, Icon, Moment, Page, Pager, interests, loaded_page, query_value};
use crate::preferences::locale;
use crate::text::{CommonText, number};
use crate::viewer::Viewer;

/// The list of imports.
pub(super) fn imports_page() -> AnyView {
    let query = use_query_map();
    let page = move || query_value(&query.read(), "page").parse().unwrap_or(1);
    let imports = Resource::new(page, load_imports);
    let show = move |_: Viewer, page: PageOf<ImportSummary>| {
        let t = ImportsText::here();
        let new = view! {
            <a class="button" data-kind="primary" href="/imports/new">{t.import_file()}</a>
        };
        let (number, count) = (page.number, page.count());
        let list = if page.items.is_empty() {
            view! { <Empty text=t.none_yet().to_owned() /> }.into_any()
        } else {
            view! { <ImportTable imports=page.items /> }.into_any()
        };
        view! {
            <Page
                title=t.title()
                lede=t.lede()
                crumbs=vec![Crumb::new("/needs", CommonText::here().needs())]
                actions=Some(new.into_any())
            >
                <div class="stack">{list} <Pager number=number count=count /></div>
            </Page>
        }
    };
    loaded_page(imports, show).into_any()
}

#[component]
fn ImportTable(imports: Vec<ImportSummary>) -> impl IntoView {
    let t = ImportsText::here();
    let count = |count: i64| number(locale(), count.into());
    let rows = imports
        .into_iter()
        .map(|import| {
            let (tone, state) = match (import.undone.is_some(), import.undone_parts.is_empty()) {
                (true, _) => ("neutral", t.undone()),
                (false, false) => ("neutral", t.undone_in_part()),
                (false, true) => ("good", t.stands()),
            };
            let kind = import.target.kind().wording().in_locale(locale());
            let project = import
                .target
                .project()
                .zip(import.project)
                .map(|(id, title)| view! { <p class="meta"><a href=format!("/projects/{id}/feedback")>{title}</a></p> });
            let by = import.by.map(|person| {
                let interests = interests(&person);
                view! { {person.name} {interests} }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/imports/{}", import.id)>{import.source}</a>
                        <p class="meta">{import.files.join(", ")}</p>
                        {project}
                    </th>
                    <td data-label=t.when()><Moment at=import.at /></td>
                    <td data-label=t.who()>{by}</td>
                    <td data-label=t.what()>{kind}</td>
                    <td data-label=t.records() data-cell="number">{count(import.records)}</td>
                    <td data-label=t.votes() data-cell="number">{count(import.positions)}</td>
                    <td data-label=t.state()>
                        <span class="badge" data-tone=tone>{state}</span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table>
                <caption class="visually-hidden">{t.title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.source()}</th>
                        <th scope="col">{t.when()}</th>
                        <th scope="col">{t.who()}</th>
                        <th scope="col">{t.what()}</th>
                        <th scope="col" data-cell="number">{t.records()}</th>
                        <th scope="col" data-cell="number">{t.votes()}</th>
                        <th scope="col">{t.state()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Where needs go out as files, and come in for those who may import.
#[component]
pub(crate) fn FileLinks(
    /// Whether the reader may import.
    import: bool,
) -> impl IntoView {
    let t = ImportsText::here();
    let imports = import.then(|| {
        view! {
            <li><a class="button" data-kind="quiet" href="/imports"><Icon icon=LuUpload /> {t.title()}</a></li>
        }
    });
    view! {
        <nav aria-label=t.files_nav()>
            <ul class="cluster" role="list">
                <li>
                    <a class="button" data-kind="quiet" href="/exports/needs.csv" rel="external" download="">
                        <Icon icon=LuDownload /> {t.export()}
                    </a>
                </li>
                <li>
                    <a class="button" data-kind="quiet" href="/exports/votes.csv" rel="external" download="">
                        <Icon icon=LuDownload /> {t.export_votes()}
                    </a>
                </li>
                {imports}
            </ul>
        </nav>
    }
}
