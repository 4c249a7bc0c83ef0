//! Lists: of facts, and long ones with their pages, empty states, and the address that holds
//! the filter.

use std::sync::Arc;

use icondata_lu::{LuInbox, LuSearch};
use leptos::prelude::*;
use leptos::web_sys::FormData;
use leptos_router::components::Form;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;

use super::{Choice, Icon};
use crate::text::CommonText;

/// What will be here once there is something, and the first step.
#[component]
pub(crate) fn Empty(
    /// What will be here.
    text: String,
    /// The first step, if there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon icon=LuInbox />
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// The rows of a list of facts, each under its name; without what nothing is said of.
pub(crate) fn told_rows<const N: usize>(
    rows: [(&'static str, Option<String>); N],
) -> impl IntoView {
    rows.into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .map(|(label, value)| view! { <dt>{label}</dt> <dd>{value}</dd> })
        .collect_view()
}

/// Links to the other pages of a list; the filter in the address is kept.
#[component]
pub(crate) fn Pager(
    /// Number of this page, from 1.
    number: u64,
    /// How many pages there are.
    count: u64,
) -> impl IntoView {
    let query = use_query_map().get_untracked();
    let to = |page: u64| {
        let mut query: ParamsMap = query.clone();
        query.replace("page", page.to_string());
        query.to_query_string()
    };
    correct_address(part_asked(&query, "page"), count, to(number));
    let previous = (number > 1).then(|| to(number - 1));
    let next = (number < count).then(|| to(number + 1));
    let place = CommonText::here().page_of(number, count);
    (count > 1).then(|| view! { <PageLinks place=place previous=previous next=next /> })
}

/// Links to the pages beside this one.
#[component]
pub(crate) fn PageLinks(
    /// Which page this is.
    place: String,
    /// The address of the page before.
    previous: Option<String>,
    /// The address of the page after.
    next: Option<String>,
) -> impl IntoView {
    let t = CommonText::here();
    view! {
        <nav class="pager" aria-label=t.pages()>
            <ul>
                {previous.map(|href| view! { <li><a href=href rel="prev">{t.previous()}</a></li> })}
                <li><span aria-current="page">{place}</span></li>
                {next.map(|href| view! { <li><a href=href rel="next">{t.next()}</a></li> })}
            </ul>
        </nav>
    }
}

/// Has the address say which page is shown, where it asks for one behind the last: the query
/// `shown` takes the place of its own. Nothing is loaded again, and the way back leads where it
/// did; the server, asked for such a page, leads to the last one.
pub(crate) fn correct_address(asked: u64, count: u64, shown: String) {
    if asked > count {
        lead_back(use_location().pathname.get_untracked(), shown);
    }
}

#[cfg(feature = "ssr")]
fn lead_back(path: String, shown: String) {
    leptos_axum::redirect(&(path + &shown));
}

#[cfg(not(feature = "ssr"))]
fn lead_back(path: String, shown: String) {
    // The router may not be done with the address yet.
    request_animation_frame(move || {
        let is_here = window()
            .location()
            .pathname()
            .is_ok_and(|here| here == path);
        if let (true, Ok(history)) = (is_here, window().history()) {
            let state = history.state().unwrap_or_default();
            let _ = history.replace_state_with_url(&state, "", Some(&shown));
        }
    });
}

/// Which page or part an address asks for: 1, the first or the latest, where it asks for none.
pub(crate) fn part_asked(query: &ParamsMap, name: &str) -> u64 {
    query_value(query, name).parse().unwrap_or(1)
}

/// Links to what was said earlier and later, where that does not all stand here. The address
/// keeps what else it holds.
#[component]
pub(crate) fn PartLinks(
    /// What the part is called in the address, which is the id of where it stands.
    name: &'static str,
    /// Number of this part, from 1, which is the latest.
    number: u64,
    /// How many parts there are.
    count: u64,
) -> impl IntoView {
    let t = CommonText::here();
    let query = use_query_map().get_untracked();
    let to = |part: u64| {
        let mut query: ParamsMap = query.clone();
        query.replace(name, part.to_string());
        format!("{}#{name}", query.to_query_string())
    };
    correct_address(part_asked(&query, name), count, to(number));
    let later = (number > 1).then(|| to(number - 1));
    let earlier = (number < count).then(|| to(number + 1));
    (count > 1).then(|| {
        view! {
            <nav class="pager" aria-label=t.pages()>
                <ul>
                    {later.map(|href| view! { <li><a href=href rel="prev">{t.said_later()}</a></li> })}
                    <li><span aria-current="page">{t.page_of(number, count)}</span></li>
                    {earlier.map(|href| view! { <li><a href=href rel="next">{t.said_earlier()}</a></li> })}
                </ul>
            </nav>
        }
    })
}

/// What a list is narrowed to: a form whose values stand in the address. It works
/// without scripts; where there is little room it is folded, and says how many are set.
#[component]
pub(crate) fn FilterPanel(
    /// The address of the list.
    action: &'static str,
    /// The words looked for.
    #[prop(optional)]
    query: String,
    /// What the field for words is called, where there is one.
    #[prop(optional)]
    words: Option<&'static str>,
    /// How many values the list is narrowed to now.
    set: u32,
    /// The other values that it can be narrowed to.
    children: Children,
) -> impl IntoView {
    let t = CommonText::here();
    let search = words.map(|words| {
        view! {
            <div class="search-field">
                <Icon icon=LuSearch />
                <input type="search" name="q" value=query aria-label=words placeholder=words />
            </div>
        }
    });
    let active = (set > 0)
        .then(|| view! { <span class="badge" data-tone="accent">{t.filters_set(set)}</span> });
    view! {
        <details class="filter-panel">
            <summary>{t.filter()} " " {active}</summary>
            <Form method="GET" on_form_data=without_nameless() action=action attr:class="form" attr:aria-label=t.filter()>
                {search}
                {children()}
                <button class="button" type="submit">{t.filter()}</button>
            </Form>
        </details>
    }
}

/// One value that a list can be narrowed to.
#[component]
pub(crate) fn Narrow(
    /// Name in the address.
    name: &'static str,
    /// What it is.
    label: &'static str,
    /// The values offered.
    choices: Vec<Choice>,
    /// The value chosen.
    #[prop(into)]
    value: String,
    /// Whether it can also be left open.
    #[prop(default = true)]
    all: bool,
) -> impl IntoView {
    let all = all.then(|| view! { <option value="">{CommonText::here().any()}</option> });
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=format!("by-{name}")>{label}</label>
            <select id=format!("by-{name}") name=name>{all} {options}</select>
        </div>
    }
}

/// Keeps a button that has no name out of the address to which a form of the router leads.
pub(crate) fn without_nameless() -> Arc<dyn Fn(&FormData)> {
    Arc::new(|data: &FormData| data.delete(""))
}

/// A value in the address's query; empty where it is missing.
pub(crate) fn query_value(query: &ParamsMap, name: &str) -> String {
    query.get_str(name).unwrap_or_default().to_owned()
}
