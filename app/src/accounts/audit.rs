//! The audit log, as administrators read it: narrowed to a person, a kind of thing, one
//! thing, the time up to a day.

use domain::accounts::Person;
use domain::audit::{AuditEntry, AuditFilter, KeptKind};
use domain::evidence::ThingKind;
use domain::search::Found;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::{AuditContent, load_audit_log};
use super::text::AccountsText;
use crate::kit::{
    Empty, FilterPanel, Moment, Narrow, Page, coded, deed_text, doer, interests, loaded,
    person_choice, query_value,
};
use crate::preferences::locale;
use crate::search::address;
use crate::viewer::Viewer;

fn read_filter(query: &ParamsMap) -> AuditFilter {
    AuditFilter {
        actor: query_value(query, "who").parse().ok(),
        kind: query_value(query, "kind"),
        thing: query_value(query, "thing").parse().ok(),
        until: query_value(query, "until"),
        before: query_value(query, "before").parse().ok(),
    }
}

/// How many values the log is narrowed to, wherever in it the reader is.
fn count_set(filter: &AuditFilter) -> u32 {
    let set = [
        filter.actor.is_some(),
        !filter.kind.is_empty(),
        filter.thing.is_some(),
        !filter.until.is_empty(),
    ];
    set.map(u32::from).iter().sum()
}

/// The audit log, newest first.
pub(super) fn audit_page() -> AnyView {
    let query = use_query_map();
    let filter = Memo::new(move |_| read_filter(&query.read()));
    let content = Resource::new(move || filter.get(), load_audit_log);
    let t = AccountsText::here();
    let show = move |_: Viewer, content: AuditContent| {
        let AuditContent { people, page } = content;
        let filter = filter.get_untracked();
        let set = count_set(&filter);
        let oldest = page.entries.last().filter(|_| page.more);
        let older = oldest.map(|oldest| {
            let mut query: ParamsMap = query.get_untracked();
            query.replace("before", oldest.id.to_string());
            view! { <a class="button" href=query.to_query_string()>{t.audit_older()}</a> }
        });
        let list = match page.entries.is_empty() {
            true => {
                let nothing = if set > 0 {
                    t.audit_none_found()
                } else {
                    t.audit_none()
                };
                view! { <Empty text=nothing.to_owned() /> }.into_any()
            }
            false => view! { <Entries entries=page.entries things=page.things /> }.into_any(),
        };
        view! {
            <div class="split" data-aside="start">
                <Filter filter=filter people=people set=set />
                <div class="stack">{list} {older}</div>
            </div>
        }
    };
    view! { <Page title=t.audit() lede=t.audit_lede()>{loaded(content, show)}</Page> }.into_any()
}

/// What the log is narrowed to.
#[component]
fn Filter(filter: AuditFilter, people: Vec<Person>, set: u32) -> impl IntoView {
    let t = AccountsText::here();
    let person = filter.actor.map(|person| person.to_string());
    let people = people.into_iter().map(person_choice).collect::<Vec<_>>();
    let mut kinds = coded::<KeptKind>();
    kinds.extend(coded::<ThingKind>());
    let thing = filter.thing.map(|id| {
        view! {
            <label class="choice">
                <input type="checkbox" name="thing" value=id.to_string() checked=true />
                <span>{t.audit_one_thing()}</span>
            </label>
        }
    });
    view! {
        <FilterPanel action="/audit" set=set>
            <Narrow name="who" label=t.audit_who() choices=people value=person.unwrap_or_default() />
            <Narrow name="kind" label=t.audit_kind() choices=kinds value=filter.kind />
            <div class="field">
                <label for="by-until">{t.audit_until()}</label>
                <input type="date" id="by-until" name="until" value=filter.until />
            </div>
            {thing}
        </FilterPanel>
    }
}

#[component]
fn Entries(entries: Vec<AuditEntry>, things: Vec<Found>) -> impl IntoView {
    let t = AccountsText::here();
    let rows = entries
        .into_iter()
        .map(|entry| {
            let mut things = things.iter();
            let thing = things.find(|found| {
                (found.thing.id, found.thing.kind.code()) == (entry.thing_id, &entry.thing_kind)
            });
            row(entry.clone(), thing.cloned())
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table>
                <caption class="visually-hidden">{t.audit()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.audit_when()}</th>
                        <th scope="col">{t.audit_who()}</th>
                        <th scope="col">{t.audit_what()}</th>
                        <th scope="col">{t.audit_kind()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// One change. What was changed is named as it is called now, or by its id.
fn row(entry: AuditEntry, thing: Option<Found>) -> impl IntoView {
    let t = AccountsText::here();
    let what = deed_text(&entry);
    let kind = match entry.kind_wording() {
        Some(kind) => kind.in_locale(locale()).to_owned(),
        None => entry.thing_kind.clone(),
    };
    // Whoever gave feedback without a name is nobody here, as is the server.
    let named = entry.actor.is_some() || entry.guest.is_some();
    let interests = entry.actor.as_ref().and_then(interests);
    let who = named.then(|| view! { {doer(&entry)} {interests} });
    let named = match thing {
        Some(found) => {
            let href = address(found.thing, found.project);
            view! { <a href=href>{found.title}</a> }.into_any()
        }
        // The workspace has no id: there is but one.
        None if entry.thing_id.is_nil() => ().into_any(),
        None => view! { <code>{entry.thing_id.to_string()}</code> }.into_any(),
    };
    view! {
        <tr>
            <td data-label=t.audit_when()><Moment at=entry.at /></td>
            <td data-label=t.audit_who()>{who}</td>
            <td data-label=t.audit_what()>{what}</td>
            <td data-label=t.audit_kind()>
                <span class="meta">{kind}</span> " " {named}
                <details>
                    <summary>{t.audit_details()}</summary>
                    <div class="compare">
                        <div><b>{t.audit_before()}</b> <pre>{entry.before}</pre></div>
                        <div><b>{t.audit_after()}</b> <pre>{entry.after}</pre></div>
                    </div>
                    <a href=format!("/audit?thing={}", entry.thing_id)>{t.audit_same_thing()}</a>
                </details>
            </td>
        </tr>
    }
}
