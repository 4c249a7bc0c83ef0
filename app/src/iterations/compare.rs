//! Two iterations side by side, and what changed from one to the other.

use domain::conjectures::{Column, Difference, Element, Evidence, MapComparison, SpokenLink};
use domain::ids::{IterationId, ProjectId};
use domain::iterations::{Iteration, IterationContent, compare_iterations};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::api::{ComparisonContent, load_comparison};
use super::form::Facts;
use super::map::{EvidenceOf, heading};
use super::text::IterationsText;
use super::{StateBadge, StatusBadge, address, crumbs};
use crate::kit::{Empty, Page, id_param, loaded_page};
use crate::projects::{ProjectTab, ProjectTabs};

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
        Some((a, b)) => {
            let chosen = (a.iteration.id, b.iteration.id);
            view! {
                <Choose project=project.id iterations=iterations chosen=chosen />
                <SideBySide a=a b=b />
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
fn SideBySide(a: IterationContent, b: IterationContent) -> impl IntoView {
    let t = IterationsText::here();
    let comparison = compare_iterations(&a, &b);
    let map = comparison.map;
    let before = side(&a, &map, true);
    let after = side(&b, &map, false);
    view! {
        <div class="compare">{before} {after}</div>
        <section class="stack">
            <h2>{t.differences()}</h2>
            <Differences comparison=map />
        </section>
    }
}

/// One of the two: what it says, and its map with what differs marked.
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
            (!rows.is_empty()).then(|| view! { <h3>{heading(column)}</h3> <ul>{rows}</ul> })
        })
        .collect_view();
    let changes = content
        .changes
        .iter()
        .map(|change| view! { <li>{change.text.clone()}</li> })
        .collect_view();
    let changes =
        (!content.changes.is_empty()).then(|| view! { <h3>{t.changes()}</h3> <ul>{changes}</ul> });
    view! {
        <section class="stack">
            <header>
                <h2><a href=address(iteration.project, iteration.id)>{t.number(iteration.number)}</a></h2>
                <StateBadge state=iteration.state />
            </header>
            <Facts facts=iteration.facts.clone() />
            {columns}
            {changes}
        </section>
    }
    .into_any()
}

/// How a thing differs.
#[derive(Clone, Copy)]
enum Mark {
    Added,
    Removed,
    Changed,
}

fn mark_view(mark: Mark) -> impl IntoView {
    let t = IterationsText::here();
    let (tone, text) = match mark {
        Mark::Added => ("good", t.added()),
        Mark::Removed => ("neutral", t.removed()),
        Mark::Changed => ("warn", t.changed()),
    };
    view! { <span class="badge" data-tone=tone>{text}</span> }
}

/// A thing as one side has it, if it does.
fn seen_from<T>(difference: &Difference<T>, old: bool) -> Option<(&T, Option<Mark>)> {
    match (difference, old) {
        (Difference::Same(it), _) => Some((it, None)),
        (Difference::Changed { old, .. }, true) => Some((old, Some(Mark::Changed))),
        (Difference::Changed { new, .. }, false) => Some((new, Some(Mark::Changed))),
        (Difference::Added(it), false) => Some((it, Some(Mark::Added))),
        (Difference::Removed(it), true) => Some((it, Some(Mark::Removed))),
        (Difference::Added(_), true) | (Difference::Removed(_), false) => None,
    }
}

/// Everything that differs between two maps, and why.
#[component]
pub(super) fn Differences(
    /// The two maps compared.
    comparison: MapComparison,
) -> impl IntoView {
    let t = IterationsText::here();
    let elements = comparison.elements.iter().filter_map(element_row);
    let links = comparison.links.iter().filter_map(link_row);
    let rows: Vec<AnyView> = elements.chain(links).collect();
    if rows.is_empty() {
        view! { <p>{t.no_difference()}</p> }.into_any()
    } else {
        view! { <ul class="map-links">{rows}</ul> }.into_any()
    }
}

fn mark_of<T>(difference: &Difference<T>) -> Option<Mark> {
    match difference {
        Difference::Same(_) => None,
        Difference::Changed { .. } => Some(Mark::Changed),
        Difference::Added(_) => Some(Mark::Added),
        Difference::Removed(_) => Some(Mark::Removed),
    }
}

fn element_row(difference: &Difference<Element>) -> Option<AnyView> {
    let mark = mark_of(difference)?;
    let latest = &difference.latest().facts;
    let said = match difference {
        Difference::Changed { old, new } if old.facts.text != new.facts.text => {
            view! { <del>{old.facts.text.clone()}</del> " " <ins>{new.facts.text.clone()}</ins> }
                .into_any()
        }
        _ => latest.text.clone().into_any(),
    };
    let before = match difference {
        Difference::Changed { old, new } if old.facts.status != new.facts.status => {
            Some(view! { <StatusBadge status=old.facts.status /> " → " })
        }
        _ => None,
    };
    let row = view! {
        <li>
            <p>{said}</p>
            <p class="meta">
                {mark_view(mark)} <span>{heading(latest.column)}</span>
                <span>{before} <StatusBadge status=latest.status /></span>
            </p>
            {why(&latest.reason)}
            {new_evidence(difference, |element| &element.evidence)}
        </li>
    };
    Some(row.into_any())
}

fn link_row(difference: &Difference<SpokenLink>) -> Option<AnyView> {
    let mark = mark_of(difference)?;
    let latest = difference.latest();
    let facts = &latest.link.facts;
    let kind = latest.link.kind.wording();
    let row = view! {
        <li>
            <p>{format!("{} → {}", latest.from, latest.to)}</p>
            <p class="meta">
                {mark_view(mark)}
                <span>{kind.in_locale(crate::preferences::locale())}</span>
                <StatusBadge status=facts.status />
            </p>
            {why(&facts.reason)}
            {new_evidence(difference, |spoken| &spoken.link.evidence)}
        </li>
    };
    Some(row.into_any())
}

fn why(reason: &str) -> Option<impl IntoView + use<>> {
    let text = IterationsText::here().reason_is(reason);
    (!reason.is_empty()).then(|| view! { <p class="hint">{text}</p> })
}

/// What speaks for or against the second that did not speak of the first.
fn new_evidence<T>(
    difference: &Difference<T>,
    of: fn(&T) -> &Vec<Evidence>,
) -> Option<impl IntoView + use<T>> {
    let new = match difference {
        Difference::Changed { old, new } => {
            let known = of(old);
            let new = of(new).iter().filter(|it| !known.contains(it));
            new.cloned().collect()
        }
        Difference::Added(it) => of(it).clone(),
        Difference::Same(_) | Difference::Removed(_) => Vec::new(),
    };
    (!new.is_empty()).then(|| {
        view! {
            <p class="meta">{IterationsText::here().evidence_new()}</p>
            <EvidenceOf evidence=new />
        }
    })
}
