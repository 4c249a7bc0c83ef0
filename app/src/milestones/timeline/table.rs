//! The timeline as a table, and what its signs mean.

use domain::milestones::MilestoneState;
use domain::time::Date;
use leptos::prelude::*;

use super::super::page_address;
use super::super::text::TimelineText;
use super::{Content, SpanState, TimeSpan};
use crate::kit::{Day, day};
use crate::preferences::locale;

/// Everything on the timeline, whatever part of it is seen.
#[component]
pub(super) fn Table(content: Content) -> impl IntoView {
    let t = TimelineText::here();
    let spans = content
        .phases
        .into_iter()
        .map(|span| (t.phase(), span))
        .chain(
            content
                .iterations
                .into_iter()
                .map(|span| (t.iteration(), span)),
        )
        .map(|(what, span)| view! { <SpanRow what=what span=span today=content.today /> })
        .collect_view();
    let milestones = content
        .milestones
        .into_iter()
        .map(|milestone| {
            let moved: Vec<String> = milestone
                .moves
                .iter()
                .map(|moved| day(locale(), moved.from))
                .collect();
            let moved =
                (!moved.is_empty()).then(|| format!(" ({})", t.moved_from(&moved.join(", "))));
            let href = page_address(&milestone);
            view! {
                <tr>
                    <th scope="row"><a href=href>{milestone.title}</a></th>
                    <td data-label=t.what()>{t.milestone()}</td>
                    <td data-label=t.begins()></td>
                    <td data-label=t.ends()><Day date=milestone.due_on /> {moved}</td>
                    <td data-label=t.state()>{milestone.state.wording().in_locale(locale())}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Legend />
        <details>
            <summary>{t.table()}</summary>
            <div class="table-wrap">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t.name()}</th>
                            <th scope="col">{t.what()}</th>
                            <th scope="col">{t.begins()}</th>
                            <th scope="col">{t.ends()}</th>
                            <th scope="col">{t.state()}</th>
                        </tr>
                    </thead>
                    <tbody>{spans} {milestones}</tbody>
                </table>
            </div>
        </details>
    }
}

#[component]
fn SpanRow(what: &'static str, span: TimeSpan, today: Date) -> impl IntoView {
    let t = TimelineText::here();
    let name = match span.href {
        Some(href) => view! { <a href=href>{span.label}</a> }.into_any(),
        None => span.label.into_any(),
    };
    // What is under way ends as planned; of what is ahead, the state says so.
    let planned = (span.state == SpanState::Current && span.to > today)
        .then(|| view! { " " {t.planned_end()} });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=t.what()>{what}</td>
            <td data-label=t.begins()><Day date=span.from /></td>
            <td data-label=t.ends()><Day date=span.to /> {planned}</td>
            <td data-label=t.state()>{span.said}</td>
        </tr>
    }
}

/// The sign of each state, and of what is planned, with its name.
#[component]
fn Legend() -> impl IntoView {
    let states = MilestoneState::ALL
        .iter()
        .map(|&state| {
            let shape = match state {
                MilestoneState::Open | MilestoneState::Moved => {
                    view! { <path d="M0-8 8 0 0 8-8 0Z" /> }.into_any()
                }
                MilestoneState::Met => {
                    view! { <circle r="8" /> <path class="tl-tick" d="M-3.5 0 -1 3 4-3" /> }
                        .into_any()
                }
                MilestoneState::Missed => view! { <path d="M-6-6 6 6M6-6-6 6" /> }.into_any(),
            };
            view! {
                <li>
                    <svg viewBox="-10 -10 20 20" aria-hidden="true">
                        <g class="tl-milestone" data-state=state.code()>{shape}</g>
                    </svg>
                    {state.wording().in_locale(locale())}
                </li>
            }
        })
        .collect_view();
    let t = TimelineText::here();
    let planned = view! {
        <li>
            <svg viewBox="-10 -10 20 20" aria-hidden="true">
                <g class="tl-phase" data-state=SpanState::Next.code()>
                    <rect x="-9" y="-6" width="18" height="12" rx="3" />
                </g>
            </svg>
            {t.planned()}
        </li>
    };
    view! { <ul class="legend" aria-label=t.legend()>{states} {planned}</ul> }
}
