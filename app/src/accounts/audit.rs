//! The audit log, as administrators read it: narrowed to a person, a kind of thing, one
//! thing, the time from one day to another.

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
        since: query_value(query, "since"),
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
        !filter.since.is_empty(),
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
            false => {
                let (entries, things) = (page.entries, page.things);
                view! { <Entries entries=entries things=things people=people.clone() /> }.into_any()
            }
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
                <label for="by-since">{t.audit_since()}</label>
                <input type="date" id="by-since" name="since" value=filter.since />
            </div>
            <div class="field">
                <label for="by-until">{t.audit_until()}</label>
                <input type="date" id="by-until" name="until" value=filter.until />
            </div>
            {thing}
        </FilterPanel>
    }
}

#[component]
fn Entries(entries: Vec<AuditEntry>, things: Vec<Found>, people: Vec<Person>) -> impl IntoView {
    let t = AccountsText::here();
    let rows = entries
        .into_iter()
        .map(|entry| {
            let named = named(&entry, &things, &people);
            row(entry, named)
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

/// What was changed, as it is called now, with where it is found.
fn named(entry: &AuditEntry, things: &[Found], people: &[Person]) -> Option<(String, String)> {
    let id = entry.thing_id;
    match KeptKind::from_code(&entry.thing_kind) {
        Some(KeptKind::Account) => {
            let mut people = people.iter();
            let person = people.find(|person| person.id.0 == id)?;
            return Some((format!("/people/{id}"), person.name.clone()));
        }
        Some(KeptKind::Import) => return Some((format!("/imports/{id}"), entry.name.clone()?)),
        _ => {}
    }
    let mut things = things.iter();
    let kind = entry.thing_kind.as_str();
    let found = things.find(|found| (found.thing.id, found.thing.kind.code()) == (id, kind))?;
    Some((address(found.thing, found.project), found.title.clone()))
}

/// One change. What was changed is named, or told by its id where it has no name any more.
fn row(entry: AuditEntry, named: Option<(String, String)>) -> impl IntoView {
    let t = AccountsText::here();
    let what = deed_text(&entry);
    let kind = match entry.kind_wording() {
        Some(kind) => kind.in_locale(locale()).to_owned(),
        None => entry.thing_kind.clone(),
    };
    // Whoever gave feedback without a name is nobody here, as is the server.
    let is_told = entry.actor.is_some() || entry.guest.is_some();
    let interests = entry.actor.as_ref().and_then(interests);
    let who = is_told.then(|| view! { {doer(&entry)} {interests} });
    let named = match named {
        Some((href, name)) => view! { <a href=href>{name}</a> }.into_any(),
        // The workspace has no id: there is but one.
        None if entry.thing_id.is_nil() => ().into_any(),
        // Invitations and views have no page.
        None if entry.name.is_some() => view! { <span>{entry.name}</span> }.into_any(),
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
