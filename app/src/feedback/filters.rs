//! What the log is narrowed to, in the address and on the screen.

use domain::Coded;
use domain::accounts::Person;
use domain::feedback::{
    Device, Facet, Facets, FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackState,
    FeedbackValues, NO_ASSIGNEE, Network, Severity,
};
use domain::ids::{ProjectId, UserId};
use domain::school::{ClassLevel, Discipline};
use domain::time::{Date, parse_date};
use icondata_lu::{LuSearch, LuX};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::params::ParamsMap;

use super::text::FeedbackText;
use super::values::Values;
use crate::kit::{
    Icon, Narrow, coded, day, name_in_words, person_choice, query_value, without_nameless,
};
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// The filter in an address's query.
pub(super) fn read_filter(query: &ParamsMap) -> FeedbackFilter {
    FeedbackFilter {
        query: query_value(query, "q"),
        kinds: values(query, "kind", FeedbackKind::from_code),
        severities: values(query, "severity", Severity::from_code),
        states: values(query, "state", FeedbackState::from_code),
        iteration: query_value(query, "iteration").parse().ok(),
        assignee: query_value(query, "assignee").parse().ok(),
        unassigned: query_value(query, "assignee") == NO_ASSIGNEE,
        level: ClassLevel::from_code(&query_value(query, "level")),
        discipline: Discipline::from_code(&query_value(query, "discipline")),
        device: Device::from_code(&query_value(query, "device")),
        network: Network::from_code(&query_value(query, "network")),
        place: query_value(query, "place"),
        tool_version: query_value(query, "version"),
        from: parse_date(&query_value(query, "from")),
        until: parse_date(&query_value(query, "until")),
        own: query_value(query, "own") == "true",
        order: FeedbackOrder::from_code(&query_value(query, "order")).unwrap_or_default(),
        page: query_value(query, "page").parse().unwrap_or(1),
        after: query_value(query, "after").parse().ok(),
    }
}

fn values<T>(query: &ParamsMap, name: &str, read: fn(&str) -> Option<T>) -> Vec<T> {
    let codes = query.get_all(name).unwrap_or_default();
    codes.iter().filter_map(|code| read(code)).collect()
}

/// Whose entries the log can be narrowed to.
#[derive(Clone)]
pub(super) struct Assignees {
    /// The people of the team.
    pub team: Vec<Person>,
    /// Those who look after entries without being on it any more.
    pub former: Vec<Person>,
}

impl Assignees {
    /// What somebody is called. An address, such as that of a saved view, may name a person
    /// who has left and looks after nothing any more.
    fn name(&self, id: UserId) -> String {
        let mut people = self.team.iter().chain(&self.former);
        people.find(|person| person.id == id).map_or_else(
            || FeedbackText::here().assignee_gone().to_owned(),
            name_in_words,
        )
    }

    /// The choice among them: whoever is chosen already is among what it offers.
    fn choice(self, chosen: Option<UserId>, nobody: bool) -> impl IntoView {
        let t = FeedbackText::here();
        let option = |person: Person| {
            let selected = chosen == Some(person.id);
            let choice = person_choice(person);
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        };
        let known = |id: &UserId| {
            let mut people = self.team.iter().chain(&self.former);
            people.any(|person| person.id == *id)
        };
        let gone = chosen.filter(|id| !known(id)).map(|id| {
            view! { <option value=id.to_string() selected=true>{t.assignee_gone()}</option> }
        });
        let former = (!self.former.is_empty()).then(|| {
            let former = self.former.into_iter().map(option).collect_view();
            view! { <optgroup label=t.left_team()>{former}</optgroup> }
        });
        let team = self.team.into_iter().map(option).collect_view();
        view! {
            <div class="field">
                <label for="by-assignee">{t.assignee()}</label>
                <select id="by-assignee" name="assignee">
                    <option value="">{CommonText::here().any()}</option>
                    <option value=NO_ASSIGNEE selected=nobody>{t.nobody()}</option>
                    {team} {former} {gone}
                </select>
            </div>
        }
    }
}

/// Words, facets with their counts, who looks after it, order. It works by
/// itself, without scripts.
#[component]
pub(super) fn Filters(
    /// The project.
    project: ProjectId,
    /// What the log is narrowed to now.
    filter: FeedbackFilter,
    /// What it can be narrowed to.
    facets: Facets,
    /// The places and versions, where they were asked for.
    values: Option<FeedbackValues>,
    /// Whose entries it can be narrowed to.
    people: Assignees,
) -> impl IntoView {
    let t = FeedbackText::here();
    let common = CommonText::here();
    let iterations = (!facets.iterations.is_empty() || filter.iteration.is_some()).then(|| {
        let chosen = filter.iteration;
        let options = facets
            .iterations
            .into_iter()
            .map(|facet| {
                let (id, number) = facet.value;
                let label = format!("{} ({})", t.iteration_no(number), count(facet.count));
                view! { <option value=id.to_string() selected=chosen == Some(id)>{label}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for="by-iteration">{t.iteration()}</label>
                <select id="by-iteration" name="iteration">
                    <option value="">{common.any()}</option>
                    {options}
                </select>
            </div>
        }
    });
    let people = people.choice(filter.assignee, filter.unassigned);
    let (asked, so_far) = (values.is_some(), filter.clone());
    let in_context = filter.level.is_some()
        || filter.discipline.is_some()
        || filter.device.is_some()
        || filter.network.is_some();
    view! {
        <Form
            method="GET"
            on_form_data=without_nameless()
            action=format!("/projects/{project}/feedback")
            attr:class="facets form"
            attr:aria-label=common.filter()
        >
            <div class="search-field">
                <Icon icon=LuSearch />
                <input type="search" name="q" value=filter.query aria-label=t.words() placeholder=t.words() />
            </div>
            // What is set stands above the list: where there is little room, this stays folded.
            <details class="filter-panel" open=asked>
                <summary>{common.refine()}</summary>
                <div class="form">
                    <Group name="state" label=t.state() facets=facets.states chosen=filter.states />
                    <Group name="kind" label=t.kind_short() facets=facets.kinds chosen=filter.kinds />
                    <Group name="severity" label=t.severity() facets=facets.severities chosen=filter.severities />
                    {iterations}
                    {people}
                    <Values project=project filter=so_far values=values />
                    <Days from=filter.from until=filter.until />
                    <details open=in_context>
                        <summary>{t.context_title()}</summary>
                        <div class="facet-fields">
                            <Narrow name="level" label=t.level() choices={coded::<ClassLevel>()} value=chosen_code(filter.level) />
                            <Narrow name="discipline" label=t.discipline() choices={coded::<Discipline>()} value=chosen_code(filter.discipline) />
                            <Narrow name="device" label=t.device() choices={coded::<Device>()} value=chosen_code(filter.device) />
                            <Narrow name="network" label=t.network() choices={coded::<Network>()} value=chosen_code(filter.network) />
                        </div>
                    </details>
                    <Narrow name="order" label=t.order() choices={coded::<FeedbackOrder>()} value=filter.order.code() all=false />
                    <label class="choice">
                        <input type="checkbox" name="own" value="true" checked=filter.own />
                        <span>{t.own_only()}</span>
                    </label>
                </div>
            </details>
            <button class="button" type="submit">{common.filter()}</button>
        </Form>
    }
}

/// The first and the last day.
#[component]
fn Days(from: Option<Date>, until: Option<Date>) -> impl IntoView {
    let t = FeedbackText::here();
    let field = |name: &'static str, label: &'static str, day: Option<Date>| {
        let value = day.map(|day| day.to_string());
        view! {
            <div class="field">
                <label for=format!("by-{name}")>{label}</label>
                <input type="date" id=format!("by-{name}") name=name value=value />
            </div>
        }
    };
    view! {
        <div class="facet-fields">
            {field("from", t.given_from(), from)} {field("until", t.given_until(), until)}
        </div>
    }
}

/// The values of one field, each with how many entries have it.
#[component]
fn Group<T>(
    name: &'static str,
    label: &'static str,
    facets: Vec<Facet<T>>,
    chosen: Vec<T>,
) -> impl IntoView
where
    T: Coded,
{
    let open = !chosen.is_empty();
    let rows = facets
        .into_iter()
        .map(|facet| {
            let checked = chosen.contains(&facet.value);
            view! {
                <li>
                    <label>
                        <input type="checkbox" name=name value=facet.value.code() checked=checked />
                        <span>{facet.value.wording().in_locale(locale())}</span>
                        " "
                        <span class="n" data-zero=(facet.count == 0).then_some("")>{count(facet.count)}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    view! {
        <details open=open>
            <summary>{label}</summary>
            <ul>{rows}</ul>
        </details>
    }
}

/// The code of what is chosen, empty where nothing is.
fn chosen_code<T: Coded>(value: Option<T>) -> &'static str {
    value.map(|value| value.code()).unwrap_or_default()
}

pub(super) fn count(entries: u64) -> String {
    crate::text::number(locale(), entries.into())
}

/// What the log is narrowed to now, each with a link that takes it away.
#[component]
pub(super) fn Chosen(
    /// The project.
    project: ProjectId,
    /// What the log is narrowed to.
    filter: FeedbackFilter,
    /// Whose entries it can be narrowed to.
    people: Assignees,
    /// The iterations that have entries.
    facets: Facets,
) -> impl IntoView {
    let t = FeedbackText::here();
    let mut chips: Vec<(String, FeedbackFilter)> = Vec::new();
    let mut without = |label: String, change: &dyn Fn(&mut FeedbackFilter)| {
        let mut rest = filter.clone();
        change(&mut rest);
        chips.push((label, rest));
    };
    let word = |wording: domain::wording::Wording| wording.in_locale(locale()).to_owned();
    if !filter.query.is_empty() {
        without(filter.query.clone(), &|rest| rest.query.clear());
    }
    for value in filter.states.iter().copied() {
        without(word(value.wording()), &|rest| {
            rest.states.retain(|other| *other != value);
        });
    }
    for value in filter.kinds.iter().copied() {
        without(word(value.wording()), &|rest| {
            rest.kinds.retain(|other| *other != value);
        });
    }
    for value in filter.severities.iter().copied() {
        without(word(value.wording()), &|rest| {
            rest.severities.retain(|other| *other != value);
        });
    }
    if let Some(id) = filter.iteration {
        let known = facets.iterations.iter().find(|facet| facet.value.0 == id);
        let label = known.map_or_else(
            || t.iteration().to_owned(),
            |facet| t.iteration_no(facet.value.1),
        );
        without(label, &|rest| rest.iteration = None);
    }
    if let Some(id) = filter.assignee {
        without(people.name(id), &|rest| rest.assignee = None);
    }
    if filter.unassigned {
        without(t.unassigned().to_owned(), &|rest| rest.unassigned = false);
    }
    if let Some(value) = filter.level {
        without(word(value.wording()), &|rest| rest.level = None);
    }
    if let Some(value) = filter.discipline {
        without(word(value.wording()), &|rest| rest.discipline = None);
    }
    if let Some(value) = filter.device {
        without(word(value.wording()), &|rest| rest.device = None);
    }
    if let Some(value) = filter.network {
        let label = format!("{}{}{}", t.network(), colon(), word(value.wording()));
        without(label, &|rest| rest.network = None);
    }
    if !filter.place.is_empty() {
        without(filter.place.clone(), &|rest| rest.place.clear());
    }
    if !filter.tool_version.is_empty() {
        let label = format!("{}{}{}", t.tool_version(), colon(), filter.tool_version);
        without(label, &|rest| rest.tool_version.clear());
    }
    if let Some(from) = filter.from {
        without(t.since(&day(locale(), from)), &|rest| rest.from = None);
    }
    if let Some(until) = filter.until {
        without(t.up_to(&day(locale(), until)), &|rest| rest.until = None);
    }
    if filter.own {
        without(t.own_only().to_owned(), &|rest| rest.own = false);
    }
    (!chips.is_empty()).then(|| {
        let rows = chips
            .into_iter()
            .map(|(label, rest)| {
                view! {
                    <a href=address(project, &rest) aria-label=t.remove(&label)>
                        {label.clone()} <Icon icon=LuX />
                    </a>
                }
            })
            .collect_view();
        view! {
            <nav class="filters" aria-label=t.filtered_by()>
                {rows} <a href=address(project, &FeedbackFilter::default())>{t.clear()}</a>
            </nav>
        }
    })
}

/// Where the log is shown with this filter.
pub(super) fn address(project: ProjectId, filter: &FeedbackFilter) -> String {
    let query = filter.to_query();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/projects/{project}/feedback{mark}{query}")
}
