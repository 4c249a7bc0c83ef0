//! The list of needs.

use domain::needs::{Need, NeedFilter, NeedOrder, NeedState};
use domain::paging::Page as PageOf;
use domain::policy::{Action, Situation};
use domain::school::{Discipline, SchoolLevel};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::load_needs;
use super::text::NeedsText;
use super::tone;
use crate::imports::FileLinks;
use crate::kit::{Empty, FilterPanel, Narrow, Page, Pager, coded, loaded_page, query_value};
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

fn read_filter(query: &ParamsMap) -> NeedFilter {
    NeedFilter {
        query: query_value(query, "q"),
        state: NeedState::from_code(&query_value(query, "state")),
        level: SchoolLevel::from_code(&query_value(query, "level")),
        discipline: Discipline::from_code(&query_value(query, "discipline")),
        own: query_value(query, "own") == "true",
        order: NeedOrder::from_code(&query_value(query, "order")).unwrap_or_default(),
        page: query_value(query, "page").parse().unwrap_or(1),
    }
}

/// How many values the list is narrowed to: an order is none.
fn count_set(filter: &NeedFilter) -> u32 {
    let set = [
        !filter.query.is_empty(),
        filter.state.is_some(),
        filter.level.is_some(),
        filter.discipline.is_some(),
        filter.own,
    ];
    set.map(u32::from).iter().sum()
}

/// The list of needs, with its filter in the address.
pub(super) fn needs_page() -> AnyView {
    let query = use_query_map();
    let filter = Memo::new(move |_| read_filter(&query.read()));
    let needs = Resource::new(move || filter.get(), load_needs);
    let show = move |viewer: Viewer, page: PageOf<Need>| {
        let t = NeedsText::here();
        let express = viewer
            .may(Action::ExpressNeed, &Situation::workspace())
            .then(|| {
                view! { <a class="button" data-kind="primary" href="/needs/new">{t.express()}</a> }
                    .into_any()
            });
        let filter = filter.get_untracked();
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
            view! { <NeedCards needs=page.items /> }.into_any()
        };
        view! {
            <Page title=t.title() lede=t.lede() actions=express>
                <div class="split" data-aside="start">
                    <Filter filter=filter set=set />
                    <div class="stack">
                        <h2 class="visually-hidden">{CommonText::here().results()}</h2>
                        <p class="result-count" role="status">{t.count(total)}</p>
                        {list}
                        <Pager number=number count=count />
                        <FileLinks import=viewer.may(Action::ImportRecords, &Situation::workspace()) />
                    </div>
                </div>
            </Page>
        }
    };
    loaded_page(needs, show).into_any()
}

/// What the list is narrowed to.
#[component]
fn Filter(filter: NeedFilter, set: u32) -> impl IntoView {
    let t = NeedsText::here();
    view! {
        <FilterPanel action="/needs" query=filter.query words=t.words() set=set>
            <Narrow name="state" label=t.state() choices={coded::<NeedState>()} value=filter.state.map_or("", NeedState::code) />
            <Narrow name="level" label=t.level() choices={coded::<SchoolLevel>()} value=filter.level.map_or("", SchoolLevel::code) />
            <Narrow name="discipline" label=t.discipline() choices={coded::<Discipline>()} value=filter.discipline.map_or("", Discipline::code) />
            <Narrow name="order" label=t.order() choices={coded::<NeedOrder>()} value=filter.order.code() all=false />
            <label class="choice">
                <input type="checkbox" name="own" value="true" checked=filter.own />
                <span>{t.own_only()}</span>
            </label>
        </FilterPanel>
    }
}

/// Needs as cards, with their support and what became of them.
#[component]
pub(crate) fn NeedCards(
    /// The needs.
    needs: Vec<Need>,
) -> impl IntoView {
    let t = NeedsText::here();
    let cards = needs
        .into_iter()
        .map(|need| {
            let objections = (need.stances.objections > 0)
                .then(|| view! { <span>{t.objections(need.stances.objections)}</span> });
            view! {
                <li class="card" data-link=true>
                    <h3><a href=format!("/needs/{}", need.id)>{need.facts.statement}</a></h3>
                    <p class="meta">
                        <span class="badge" data-tone=tone(need.state)>
                            {need.state.wording().in_locale(locale())}
                        </span>
                        <span>{t.supports(need.stances.supports)}</span>
                        {objections}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list" data-joined=true>{cards}</ul> }
}
