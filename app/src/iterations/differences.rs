//! What differs between the maps of two iterations, and why.

use domain::conjectures::{
    ConjectureStatus, Difference, Element, Evidence, MapComparison, SpokenLink, ToldBetween,
};
use leptos::prelude::*;

use super::StatusBadge;
use super::map::{EvidenceOf, heading};
use super::text::IterationsText;
use crate::preferences::locale;

/// How a thing differs.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Added,
    Removed,
    Changed,
}

/// In one word how a thing differs.
pub(super) fn mark_view(mark: Mark) -> impl IntoView {
    let t = IterationsText::here();
    let (tone, text) = match mark {
        Mark::Added => ("good", t.added()),
        Mark::Removed => ("neutral", t.removed()),
        Mark::Changed => ("warn", t.changed()),
    };
    view! { <span class="badge" data-tone=tone>{text}</span> }
}

/// A thing as one side has it, if it does.
pub(super) fn seen_from<T>(difference: &Difference<T>, old: bool) -> Option<(&T, Option<Mark>)> {
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
    let elements = comparison.elements.iter();
    let elements = elements.filter_map(|difference| element_row(difference, &comparison));
    let links = comparison.links.iter();
    let links = links.filter_map(|difference| link_row(difference, &comparison));
    let rows: Vec<AnyView> = elements.chain(links).collect();
    if rows.is_empty() {
        view! { <p>{t.no_difference()}</p> }.into_any()
    } else {
        view! { <ul class="map-links">{rows}</ul> }.into_any()
    }
}

/// How a thing differs, if it does.
pub(super) fn mark_of<T>(difference: &Difference<T>) -> Option<Mark> {
    match difference {
        Difference::Same(_) => None,
        Difference::Changed { .. } => Some(Mark::Changed),
        Difference::Added(_) => Some(Mark::Added),
        Difference::Removed(_) => Some(Mark::Removed),
    }
}

/// How a thing fares, and how it did before where that is something else.
fn fares<T>(
    difference: &Difference<T>,
    status: fn(&T) -> ConjectureStatus,
) -> impl IntoView + use<T> {
    let latest = status(difference.latest());
    let before = match difference {
        Difference::Changed { old, .. } if status(old) != latest => Some(status(old)),
        _ => None,
    };
    let before = before.map(|before| view! { <StatusBadge status=before /> " → " });
    view! { <span>{before} <StatusBadge status=latest /></span> }
}

fn element_row(difference: &Difference<Element>, all: &MapComparison) -> Option<AnyView> {
    let mark = mark_of(difference)?;
    let latest = &difference.latest().facts;
    let said = match difference {
        Difference::Changed { old, new } if old.facts.text != new.facts.text => {
            view! { <del>{old.facts.text.clone()}</del> " " <ins>{new.facts.text.clone()}</ins> }
                .into_any()
        }
        _ => latest.text.clone().into_any(),
    };
    let row = view! {
        <li>
            <p>{said}</p>
            <p class="meta">
                {mark_view(mark)} <span>{heading(latest.column)}</span>
                {fares(difference, |element| element.facts.status)}
            </p>
            {on_the_way(all.element_between(difference))}
            {why(mark, &latest.why)}
            {reason(&latest.reason)}
            {new_evidence(difference, |element| &element.evidence)}
        </li>
    };
    Some(row.into_any())
}

fn link_row(difference: &Difference<SpokenLink>, all: &MapComparison) -> Option<AnyView> {
    let mark = mark_of(difference)?;
    let latest = difference.latest();
    let facts = &latest.link.facts;
    let kind = latest.link.kind.wording();
    // Of two reasons for which a link is gone, its own comes first.
    let told = all.link_between(difference);
    let dropped = told.iter().filter_map(|told| told.fared);
    let mut dropped = dropped.chain([(facts.status, "")]);
    let with_end = match difference {
        Difference::Removed(_) if dropped.all(|(it, _)| it != ConjectureStatus::Dropped) => {
            all.gone_with(&latest.link)
        }
        _ => None,
    };
    let with_end = with_end.map(|(end, reason)| {
        let text = &end.facts.text;
        view! { <p class="hint">{IterationsText::here().gone_with(text, reason)}</p> }
    });
    let row = view! {
        <li>
            <p>{format!("{} → {}", latest.from, latest.to)}</p>
            <p class="meta">
                {mark_view(mark)} <span>{kind.in_locale(locale())}</span>
                {fares(difference, |spoken| spoken.link.facts.status)}
            </p>
            {on_the_way(told)}
            {why(mark, &facts.why)}
            {reason(&facts.reason)}
            {with_end}
            {new_evidence(difference, |spoken| &spoken.link.evidence)}
        </li>
    };
    Some(row.into_any())
}

/// What the iterations between the two told of a thing, one after the other.
fn on_the_way(told: Vec<ToldBetween<'_>>) -> impl IntoView + use<> {
    let t = IterationsText::here();
    let rows = told.into_iter().map(|told| {
        let n = told.iteration;
        let why = (!told.why.is_empty()).then(|| t.told_there(n, told.why));
        let fared = told.fared.map(|(status, reason)| {
            let status = status.wording().in_locale(locale());
            t.fared_there(n, status, reason)
        });
        let texts = why.into_iter().chain(fared);
        let texts = texts.map(|text| view! { <p class="hint">{text}</p> });
        texts.collect_view()
    });
    rows.collect_view()
}

/// Why the second map was changed; what is gone was once brought in for reasons of its own.
fn why(mark: Mark, why: &str) -> Option<impl IntoView + use<>> {
    let text = IterationsText::here().why_is(why);
    let told = !why.is_empty() && !matches!(mark, Mark::Removed);
    told.then(|| view! { <p class="hint">{text}</p> })
}

/// Why a thing fares as it does.
fn reason(reason: &str) -> Option<impl IntoView + use<>> {
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
