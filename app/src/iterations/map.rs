//! The conjecture map: four columns, what leads to what, how each has fared.

use domain::conjectures::{Column, ConjectureMap, Element, Evidence, MapLink};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use leptos::prelude::*;

use super::StatusBadge;
use super::text::IterationsText;
use crate::kit::Empty;
use crate::preferences::locale;

/// What a column is called on the map.
pub(super) fn heading(column: Column) -> &'static str {
    let t = IterationsText::here();
    match column {
        Column::Conjecture => t.conjectures(),
        Column::Embodiment => t.embodiments(),
        Column::Mediation => t.processes(),
        Column::Outcome => t.outcomes(),
    }
}

/// The map and, below it, its links with how they have fared.
#[component]
pub(super) fn Map(
    /// The project.
    project: ProjectId,
    /// The map.
    map: ConjectureMap,
    /// The page on which its things can be edited, for those who may.
    edit_from: Option<String>,
) -> impl IntoView {
    let columns = Column::ALL
        .iter()
        .map(|&column| column_view(project, &map, column, edit_from.as_deref()))
        .collect_view();
    let links = links_view(project, &map, edit_from.as_deref());
    view! {
        <div class="conjecture-map">{columns}</div>
        {links}
    }
}

fn column_view(
    project: ProjectId,
    map: &ConjectureMap,
    column: Column,
    edit_from: Option<&str>,
) -> AnyView {
    let t = IterationsText::here();
    let rows: Vec<AnyView> = map
        .column(column)
        .map(|(code, element)| element_view(project, map, code, element, edit_from))
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="hint">{t.column_none()}</p> }.into_any()
    } else {
        view! { <ul>{rows}</ul> }.into_any()
    };
    view! {
        <section data-column=column.code()>
            <h3>{heading(column)}</h3>
            {list}
        </section>
    }
    .into_any()
}

fn element_view(
    project: ProjectId,
    map: &ConjectureMap,
    code: String,
    element: &Element,
    edit_from: Option<&str>,
) -> AnyView {
    let t = IterationsText::here();
    let facts = &element.facts;
    let kind = facts
        .kind
        .map(|kind| view! { <span>{kind.wording().in_locale(locale())}</span> });
    let reason = (!facts.reason.is_empty())
        .then(|| view! { <p class="hint">{t.reason_is(&facts.reason)}</p> });
    let targets: Vec<_> = map
        .links
        .iter()
        .filter(|link| link.facts.from == element.id)
        .filter_map(|link| {
            let (code, target) = map.element(link.facts.to)?;
            let href = format!("#e-{}", target.id);
            Some(view! { <a href=href rel="external">{code}</a> " " })
        })
        .collect();
    let leads_to = (!targets.is_empty())
        .then(|| view! { <p class="leads-to"><span>{t.leads_to()}</span> {targets}</p> });
    let edit = edit_from.map(|page| {
        let href = format!("{page}?edit={}#edit", element.id);
        view! { <a class="map-edit" href=href>{t.edit_element(&code)}</a> }
    });
    let thing = ThingRef::new(ThingKind::Element, element.origin);
    let evidence = view! {
        <EvidenceOf evidence=element.evidence.clone() />
        <EvidenceLink project=project thing=thing code=code.clone() />
    };
    view! {
        <li id=format!("e-{}", element.id)>
            <span class="code">{code}</span>
            {facts.text.clone()}
            <p class="meta"><StatusBadge status=facts.status /> {kind}</p>
            {reason}
            {leads_to}
            {evidence}
            {edit}
        </li>
    }
    .into_any()
}

fn links_view(project: ProjectId, map: &ConjectureMap, edit_from: Option<&str>) -> AnyView {
    let t = IterationsText::here();
    let rows: Vec<AnyView> = map
        .links
        .iter()
        .filter_map(|link| link_view(project, map, link, edit_from))
        .collect();
    let list = if rows.is_empty() {
        view! { <Empty text=t.links_none().to_owned() /> }.into_any()
    } else {
        view! { <ul class="map-links">{rows}</ul> }.into_any()
    };
    view! { <h3>{t.links()}</h3> {list} }.into_any()
}

fn link_view(
    project: ProjectId,
    map: &ConjectureMap,
    link: &MapLink,
    edit_from: Option<&str>,
) -> Option<AnyView> {
    let t = IterationsText::here();
    let (from, _) = map.element(link.facts.from)?;
    let (to, _) = map.element(link.facts.to)?;
    let reason = (!link.facts.reason.is_empty())
        .then(|| view! { <p class="hint">{t.reason_is(&link.facts.reason)}</p> });
    let edit = edit_from.map(|page| {
        let href = format!("{page}?edit={}#edit", link.id);
        view! { <a class="map-edit" href=href>{t.edit_link(&from, &to)}</a> }
    });
    let code = format!("{from} → {to}");
    let thing = ThingRef::new(ThingKind::MapLink, link.origin);
    let row = view! {
        <li id=format!("l-{}", link.id)>
            <p class="meta">
                <b>{code.clone()}</b>
                <span>{link.kind.wording().in_locale(locale())}</span>
                <StatusBadge status=link.facts.status />
            </p>
            {reason}
            <EvidenceOf evidence=link.evidence.clone() />
            <EvidenceLink project=project thing=thing code=code />
            {edit}
        </li>
    };
    Some(row.into_any())
}

/// What speaks for and against a thing of the map.
#[component]
pub(super) fn EvidenceOf(
    /// What speaks.
    evidence: Vec<Evidence>,
) -> impl IntoView {
    if evidence.is_empty() {
        return ().into_any();
    }
    let rows = evidence
        .into_iter()
        .map(|evidence| {
            let relation = evidence.relation;
            let href = crate::search::address(evidence.thing.thing, evidence.thing.project);
            let kind = evidence.thing.thing.kind.wording().in_locale(locale());
            view! {
                <li data-relation=relation.code()>
                    <span class="relation">{relation.reversed().in_locale(locale())}</span>
                    " " <a href=href>{evidence.thing.title}</a> " " <span class="meta">{kind}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="map-evidence">{rows}</ul> }.into_any()
}

/// Where evidence of a thing of the map is gathered.
#[component]
fn EvidenceLink(project: ProjectId, thing: ThingRef, code: String) -> impl IntoView {
    let href = format!("{}#evidence", crate::search::address(thing, Some(project)));
    view! { <a class="map-edit" href=href data-print="no">{IterationsText::here().evidence_of(&code)}</a> }
}
