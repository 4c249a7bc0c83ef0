//! Two iterations side by side: what each says, its map, and what was changed in it.

use domain::conjectures::{Column, Difference, MapComparison, SpokenLink};
use domain::ids::{IterationId, ProjectId};
use domain::iterations::{
    Iteration, IterationComparison, IterationContent, IterationFacts, IterationPair,
    compare_iterations,
};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::api::{ComparisonContent, load_comparison};
use super::changes::Causes;
use super::differences::{Differences, Mark, mark_of, mark_view, seen_from};
use super::map::{EvidenceOf, heading};
use super::text::IterationsText;
use super::{StateBadge, StatusBadge, address, crumbs};
use crate::kit::{Empty, Page, day, id_param, loaded_page, without_nameless};
use crate::preferences::locale;
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::CommonText;

/// The page on which two iterations are compared.
pub(super) fn compare_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let query = use_query_map();
    let asked = move |name: &'static str| {
        let query = query.read();
        query
            .get_str(name)
            .and_then(|id| id.parse::<IterationId>().ok())
    };
    let both = Memo::new(move |_| (project.get(), asked("a"), asked("b")));
    let comparison = Resource::new(
        move || both.get(),
        |(project, a, b)| load_comparison(project, a, b),
    );
    loaded_page(comparison, move |_, content| {
        view! { <Comparison content=content /> }
    })
    .into_any()
}

#[component]
fn Comparison(content: ComparisonContent) -> impl IntoView {
    let t = IterationsText::here();
    let ComparisonContent {
        project,
        iterations,
        pair,
    } = content;
    let body = match pair {
        None => view! { <Empty text=t.compare_too_few().to_owned() /> }.into_any(),
        Some(pair) => {
            let chosen = (pair.a.iteration.id, pair.b.iteration.id);
            view! {
                <Choose project=project.id iterations=iterations chosen=chosen />
                <SideBySide pair=pair />
            }
            .into_any()
        }
    };
    view! {
        <Page title=t.compare_title() crumbs=crumbs(&project)>
            <div class="stack" data-gap="large">
                <ProjectTabs project=project.id current=ProjectTab::Iterations />
                {body}
            </div>
        </Page>
    }
}

/// Which two.
#[component]
fn Choose(
    project: ProjectId,
    iterations: Vec<Iteration>,
    chosen: (IterationId, IterationId),
) -> impl IntoView {
    let t = IterationsText::here();
    let options = move |chosen: IterationId| -> Vec<AnyView> {
        iterations
            .iter()
            .map(|iteration| {
                let label = t.heading(iteration.number, &iteration.facts.goal);
                let selected = iteration.id == chosen;
                view! { <option value=iteration.id.to_string() selected=selected>{label}</option> }
                    .into_any()
            })
            .collect()
    };
    let (a, b) = (options(chosen.0), options(chosen.1));
    view! {
        <Form
            method="GET"
            on_form_data=without_nameless()
            action=format!("/projects/{project}/iterations/compare")
            attr:class="toolbar"
            attr:aria-label=t.compare()
        >
            <div class="field">
                <label for="compare-a">{t.compare_a()}</label>
                <select id="compare-a" name="a">{a}</select>
            </div>
            <div class="field">
                <label for="compare-b">{t.compare_b()}</label>
                <select id="compare-b" name="b">{b}</select>
            </div>
            <button class="button" type="submit">{t.compare()}</button>
        </Form>
    }
}

#[component]
fn SideBySide(pair: IterationPair) -> impl IntoView {
    let t = IterationsText::here();
    let IterationComparison { facts, map } = compare_iterations(&pair);
    let IterationPair { a, b, .. } = pair;
    let numbers = [a.iteration.number, b.iteration.number].map(|number| t.number(number));
    let before = side(&a, &map, true);
    let after = side(&b, &map, false);
    view! {
        <FactsTable numbers=numbers.clone() facts=facts />
        <div class="compare">{before} {after}</div>
        <LinksTable numbers=numbers links=map.links.clone() />
        <section class="stack">
            <h2>{t.differences()}</h2>
            <Differences comparison=map />
        </section>
    }
}

/// A table with one column for each of the two, stacked where the screen is narrow.
fn table(
    caption: &'static str,
    what: &'static str,
    numbers: [String; 2],
    rows: Vec<AnyView>,
) -> AnyView {
    let heads = numbers.into_iter();
    let heads = heads.map(|number| view! { <th scope="col">{number}</th> });
    let heads = heads.collect_view();
    view! {
        <div class="table-wrap">
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{what}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What each says about itself, field by field.
#[component]
fn FactsTable(numbers: [String; 2], facts: Difference<IterationFacts>) -> impl IntoView {
    let t = IterationsText::here();
    let (old, new) = match facts {
        Difference::Changed { old, new } => (old, new),
        Difference::Same(facts) | Difference::Added(facts) | Difference::Removed(facts) => {
            (facts.clone(), facts)
        }
    };
    let dates = |facts: &IterationFacts| {
        let (from, to) = (day(locale(), facts.starts_on), day(locale(), facts.ends_on));
        t.span(&from, &to)
    };
    let dates = [dates(&old), dates(&new)];
    let rows = [
        (t.goal(), [old.goal, new.goal]),
        (t.hypothesis(), [old.hypothesis, new.hypothesis]),
        (t.tool_version(), [old.tool_version, new.tool_version]),
        (t.dates(), dates),
    ];
    let rows = rows.into_iter().map(|(label, values)| {
        let mark = (values[0] != values[1]).then(|| mark_view(Mark::Changed));
        let cells = values
            .into_iter()
            .zip(numbers.clone())
            .map(|(value, number)| {
                let value = match value.is_empty() {
                    true => CommonText::here().left_empty().to_owned(),
                    false => value,
                };
                view! { <td data-label=number class="prose">{value}</td> }
            });
        view! {
            <tr>
                <th scope="row">{label} " " {mark}</th>
                {cells.collect_view()}
            </tr>
        }
        .into_any()
    });
    let rows = rows.collect();
    table(t.facts_caption(), t.statement(), numbers, rows)
}

/// How each link of the map stands in each of the two.
#[component]
fn LinksTable(numbers: [String; 2], links: Vec<Difference<SpokenLink>>) -> impl IntoView {
    let t = IterationsText::here();
    if links.is_empty() {
        return ().into_any();
    }
    let rows = links.iter().map(|difference| {
        let (latest, mark) = (difference.latest(), mark_of(difference).map(mark_view));
        let kind = latest.link.kind.wording().in_locale(locale());
        let sides = [true, false].map(|old| seen_from(difference, old));
        let cells = sides
            .into_iter()
            .zip(numbers.clone())
            .map(|(seen, number)| {
                let standing = match seen {
                    Some((spoken, _)) => {
                        view! { <StatusBadge status=spoken.link.facts.status /> }.into_any()
                    }
                    None => t.not_on_map().into_any(),
                };
                view! { <td data-label=number>{standing}</td> }
            });
        view! {
            <tr>
                <th scope="row">
                    {latest.title()} " " {mark} " " <span class="meta">{kind}</span>
                </th>
                {cells.collect_view()}
            </tr>
        }
        .into_any()
    });
    let rows = rows.collect();
    table(t.links(), t.link_one(), numbers, rows)
}

/// One of the two: its map with what differs marked, and what was changed in the tool.
fn side(content: &IterationContent, map: &MapComparison, old: bool) -> AnyView {
    let t = IterationsText::here();
    let iteration = &content.iteration;
    let columns = Column::ALL
        .iter()
        .map(|&column| {
            let rows: Vec<AnyView> = map
                .elements
                .iter()
                .filter_map(|difference| seen_from(difference, old))
                .filter(|(element, _)| element.facts.column == column)
                .map(|(element, mark)| {
                    let mark = mark.map(mark_view);
                    view! {
                        <li>
                            {element.facts.text.clone()} " "
                            <StatusBadge status=element.facts.status /> " " {mark}
                            <EvidenceOf evidence=element.evidence.clone() />
                        </li>
                    }
                    .into_any()
                })
                .collect();
            (!rows.is_empty())
                .then(|| view! { <h3>{heading(column)}</h3> <ul class="compare-list">{rows}</ul> })
        })
        .collect_view();
    let changes = content
        .changes
        .iter()
        .map(|change| {
            let href = format!("/projects/{}/changes/{}", iteration.project, change.id);
            view! {
                <li>
                    <a href=href>{change.text.clone()}</a>
                    <Causes causes=change.causes.clone() />
                </li>
            }
        })
        .collect_view();
    let changes = (!content.changes.is_empty())
        .then(|| view! { <h3>{t.changes()}</h3> <ul class="compare-list">{changes}</ul> });
    view! {
        <section class="stack">
            <header>
                <h2><a href=address(iteration.project, iteration.id)>{t.number(iteration.number)}</a></h2>
                <StateBadge state=iteration.state />
            </header>
            {columns}
            {changes}
        </section>
    }
    .into_any()
}
