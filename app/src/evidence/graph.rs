//! Everything connected with a thing: as a list from the need to what was
//! measured, and as a table. Made to be read, and to be printed.

use domain::evidence::{GRAPH_MAX, Graph, Step, ThingKind};
use domain::wording::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::address_of;
use super::api::load_evidence;
use super::notes::Notes;
use super::text::EvidenceText;
use crate::kit::{Crumb, Empty, Page, loaded_page};
use crate::preferences::locale;

/// The page with everything connected with a thing.
pub(super) fn evidence_page() -> AnyView {
    let params = use_params_map();
    let thing = Memo::new(move |_| {
        let params = params.read();
        let part = |name| params.get_str(name).unwrap_or_default().to_owned();
        (part("kind"), part("id"))
    });
    let graph = Resource::new(move || thing.get(), |(kind, id)| load_evidence(kind, id));
    loaded_page(graph, move |_, graph| view! { <GraphView graph=graph /> }).into_any()
}

/// The name of several things of a kind.
fn plural(kind: ThingKind) -> String {
    let name = kind.wording().in_locale(locale());
    let plural = match (locale(), kind) {
        (Locale::En, ThingKind::Feedback) => name.to_owned(),
        (Locale::Fr, ThingKind::Element | ThingKind::MapLink) => name.replacen(' ', "s ", 1),
        _ => format!("{name}s"),
    };
    let mut letters = plural.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[component]
fn GraphView(graph: Graph) -> impl IntoView {
    let t = EvidenceText::here();
    // The store gives the thing asked about first.
    let here = graph.nodes.first().cloned();
    let title = here.as_ref().map(|node| node.title.clone());
    let title = title.unwrap_or_default();
    let crumbs = here
        .iter()
        .map(|node| Crumb::new(address_of(node), node.title.clone()))
        .collect::<Vec<_>>();
    let alone = graph.links.is_empty();
    let cut = graph.cut.then(|| {
        let most = u64::try_from(GRAPH_MAX).unwrap_or(u64::MAX);
        view! { <p class="hint">{t.cut(most)}</p> }
    });
    let content = if alone {
        view! { <Empty text=t.alone().to_owned() /> }.into_any()
    } else {
        view! {
            <section class="stack">
                <h2>{t.by_kind()}</h2>
                {cut}
                <ByKind graph=graph.clone() />
            </section>
            <LinkTable graph=graph />
        }
        .into_any()
    };
    view! {
        <Page title=t.whole_title(&title) lede=t.whole_lede() crumbs=crumbs>
            <div class="stack" data-gap="large">{content}</div>
        </Page>
    }
}

/// The things of each kind, each with its links.
#[component]
fn ByKind(graph: Graph) -> impl IntoView {
    let t = EvidenceText::here();
    let here = graph.nodes.first().map(|node| node.thing);
    let kinds = ThingKind::as_told()
        .into_iter()
        .filter_map(|kind| {
            let nodes: Vec<_> = graph
                .nodes
                .iter()
                .filter(|node| node.thing.kind == kind)
                .collect();
            if nodes.is_empty() {
                return None;
            }
            let count = nodes.len() as u64;
            let rows = nodes
                .into_iter()
                .map(|node| {
                    let steps = graph.around(node.thing).map(|chain| chain.steps);
                    let steps = steps.unwrap_or_default();
                    let steps = steps.into_iter().map(step_row).collect_view();
                    let current = (Some(node.thing) == here).then_some("true");
                    view! {
                        <li aria-current=current>
                            <a href=address_of(node)>{node.title.clone()}</a>
                            <ul>{steps}</ul>
                        </li>
                    }
                })
                .collect_view();
            Some(view! {
                <section class="stack" data-gap="small">
                    <h3>{t.count(&plural(kind), count)}</h3>
                    <ol class="chain">{rows}</ol>
                </section>
            })
        })
        .collect_view();
    view! { <div class="stack">{kinds}</div> }
}

fn step_row(step: Step) -> impl IntoView {
    let relation = step.wording().in_locale(locale());
    let href = address_of(&step.other);
    // Both ends of a link show here: notes stand with what came out of them alone.
    let notes = if step.forward { Vec::new() } else { step.notes };
    view! { <li>{relation} " " <a href=href>{step.other.title}</a> <Notes notes=notes /></li> }
}

/// The links, one a row.
#[component]
fn LinkTable(graph: Graph) -> impl IntoView {
    let t = EvidenceText::here();
    let rows = graph
        .links
        .iter()
        .filter_map(|link| {
            let node = |thing| graph.nodes.iter().find(|node| node.thing == thing);
            let (from, to) = (node(link.from)?, node(link.to)?);
            Some(view! {
                <tr>
                    <td data-label=t.from()><a href=address_of(from)>{from.title.clone()}</a></td>
                    <td data-label=t.how()>{link.relation.wording().in_locale(locale())}</td>
                    <td data-label=t.to()><a href=address_of(to)>{to.title.clone()}</a></td>
                </tr>
            })
        })
        .collect_view();
    view! {
        <details>
            <summary>{t.table()}</summary>
            <div class="table-wrap">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t.from()}</th>
                            <th scope="col">{t.how()}</th>
                            <th scope="col">{t.to()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
