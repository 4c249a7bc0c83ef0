//! The page of an element or a link of a project's conjecture maps: how it fared in
//! each iteration, and what speaks for and against it.

use domain::conjectures::MapThing;
use domain::ids::{ElementId, MapLinkId, ProjectId};
use domain::iterations::IterationRef;
use leptos::prelude::*;

use super::api::{ConjecturePageContent, load_conjecture};
use super::map::heading;
use super::text::IterationsText;
use super::{StatusBadge, address, crumbs};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{History, Page, followed_page, id_param};
use crate::preferences::locale;
use crate::viewer::Viewer;

/// The page of an element or a link of conjecture maps.
pub(super) fn conjecture_page() -> AnyView {
    let element = id_param::<ElementId>("element");
    let link = id_param::<MapLinkId>("maplink");
    let actions = EvidenceActions::new();
    let conjecture = Resource::new(
        move || (element.get(), link.get(), actions.done()),
        |(element, link, _)| load_conjecture(element, link),
    );
    let subject = |content: &ConjecturePageContent| content.conjecture.thing;
    followed_page(conjecture, subject, move |viewer, content| {
        view! { <ConjectureView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn ConjectureView(
    viewer: Viewer,
    content: Signal<ConjecturePageContent>,
    actions: EvidenceActions,
) -> impl IntoView {
    let t = IterationsText::here();
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let history = Memo::new(move |_| content.with(|content| content.conjecture.history.clone()));
    let ConjecturePageContent {
        project,
        conjecture,
        ..
    } = content.get_untracked();
    let linking = may_link(&viewer, Some(project.id));
    // The store gives the latest first, and at least one.
    let latest = conjecture.told.first().map(|(_, thing)| thing);
    let title = latest.map(MapThing::title).unwrap_or_default();
    let lede = latest.map(lede).unwrap_or_default();
    let rows = conjecture
        .told
        .iter()
        .map(|(iteration, thing)| told_view(project.id, iteration, thing))
        .collect_view();
    view! {
        <Page title=title lede=lede crumbs=crumbs(&project)>
            <div class="stack" data-gap="large">
                <section class="stack">
                    <h2>{t.told()}</h2>
                    <ul class="map-links">{rows}</ul>
                </section>
                <p class="hint">{t.evidence_hint()}</p>
                <Chain chain=chain may_link=linking actions=actions />
                <History history=history />
            </div>
        </Page>
    }
}

/// Where it stands on the map.
fn lede(thing: &MapThing) -> &'static str {
    match thing {
        MapThing::Element(element) => heading(element.facts.column),
        MapThing::Link(spoken) => spoken.link.kind.wording().in_locale(locale()),
    }
}

/// What one iteration says of it, with the way to its place on the map.
fn told_view(
    project: ProjectId,
    iteration: &IterationRef,
    thing: &MapThing,
) -> impl IntoView + use<> {
    let t = IterationsText::here();
    let place = match thing {
        MapThing::Element(element) => format!("e-{}", element.id),
        MapThing::Link(spoken) => format!("l-{}", spoken.link.id),
    };
    let href = format!("{}#{place}", address(project, iteration.id));
    let (status, reason) = thing.status();
    let reason = (!reason.is_empty()).then(|| view! { <p class="hint">{t.reason_is(reason)}</p> });
    let why = thing.why();
    let why = (!why.is_empty()).then(|| view! { <p class="hint">{t.why_is(why)}</p> });
    view! {
        <li>
            <p>{thing.title()}</p>
            <p class="meta">
                <a href=href>{t.told_in(iteration.number)}</a> <StatusBadge status=status />
            </p>
            {why}
            {reason}
        </li>
    }
}
