//! What waits for the reader, and what is next in a project: on the home page
//! and on the project's.

use domain::home::{Glance, WAITING_MAX, Waiting, WaitingKind};
use domain::ids::{ProjectId, UserId};
use domain::iterations::{IterationRef, IterationState};
use leptos::prelude::*;

use super::text::HomeText;
use crate::feedback::{assigned_address, triage_address};
use crate::kit::{Day, day, name_in_words};
use crate::preferences::locale;

/// What waits for the reader, the most pressing first.
#[component]
pub(crate) fn WaitingList(
    /// What waits.
    waiting: Vec<Waiting>,
    /// For whom.
    reader: UserId,
) -> impl IntoView {
    let most = usize::try_from(WAITING_MAX).unwrap_or(usize::MAX);
    let full = WaitingKind::ALL.iter().any(|kind| {
        let of_kind = waiting.iter().filter(|waiting| waiting.kind == *kind);
        of_kind.count() >= most
    });
    let more =
        full.then(|| view! { <p class="hint">{HomeText::here().more_waits(WAITING_MAX)}</p> });
    let rows = waiting
        .into_iter()
        .map(|waiting| {
            let href = address(&waiting, reader);
            let why = why(&waiting);
            let date = waiting.due_on.map(|date| view! { <Day date=date /> });
            view! {
                <li class="card" data-link=true data-tone=tone(waiting.kind)>
                    <h3><a href=href>{waiting.title}</a></h3>
                    <p class="meta">
                        <span class="badge" data-tone=tone(waiting.kind)>{why}</span>
                        {date}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{rows}</ul> {more} }
}

/// Why something waits, in words: how much, where it stands for several entries, and whose.
fn why(waiting: &Waiting) -> String {
    let t = HomeText::here();
    match (waiting.kind, waiting.count, &waiting.left_by) {
        (WaitingKind::Triage, Some(count), _) => t.to_triage(count),
        (WaitingKind::Treat, Some(count), _) => t.to_treat(count),
        (WaitingKind::LeftBehind, Some(count), Some(person)) => {
            t.left_by(&t.assigned_entries(count), &name_in_words(person))
        }
        _ => waiting.kind.wording().in_locale(locale()).to_owned(),
    }
}

/// Where what waits is dealt with.
fn address(waiting: &Waiting, reader: UserId) -> String {
    if let (Some(person), Some(project)) = (&waiting.left_by, waiting.project) {
        return assigned_address(project, person.id);
    }
    match (waiting.kind, waiting.project) {
        (WaitingKind::Triage, Some(project)) => triage_address(project),
        (WaitingKind::Treat, Some(project)) if waiting.count.is_some() => {
            assigned_address(project, reader)
        }
        (_, project) => crate::search::address(waiting.thing, project),
    }
}

fn tone(kind: WaitingKind) -> &'static str {
    match kind {
        WaitingKind::Overdue | WaitingKind::Late => "bad",
        WaitingKind::Due | WaitingKind::NoLead | WaitingKind::LeftBehind => "warn",
        WaitingKind::Confirm | WaitingKind::News => "good",
        WaitingKind::Sign
        | WaitingKind::Do
        | WaitingKind::Mention
        | WaitingKind::Review
        | WaitingKind::Triage
        | WaitingKind::Treat => "accent",
    }
}

/// The iteration that runs or is in review, by its number, and where it stands.
#[component]
pub(crate) fn CurrentIteration(
    /// The project.
    project: ProjectId,
    /// The iteration.
    iteration: IterationRef,
    /// Where it stands.
    state: IterationState,
) -> impl IntoView {
    let href = format!("/projects/{project}/iterations/{}", iteration.id);
    let number = HomeText::here().iteration(iteration.number);
    let state = state.wording().in_locale(locale());
    view! { <a href=href>{number}</a> " " <span class="meta">{state}</span> }
}

/// The iteration that runs, that which is planned, the milestone and the phase that come next,
/// in one line each.
#[component]
pub(crate) fn NextLine(
    /// The project.
    project: ProjectId,
    /// Where it is.
    glance: Glance,
) -> impl IntoView {
    let t = HomeText::here();
    let iteration = glance.iteration.map(|(iteration, state)| {
        view! { <li><CurrentIteration project=project iteration=iteration state=state /></li> }
    });
    let milestone = glance.milestone.map(|next| {
        let href = format!("/projects/{project}/milestones/{}", next.id);
        let overdue = next.overdue.then(|| {
            let overdue = WaitingKind::Overdue;
            let said = overdue.wording().in_locale(locale());
            view! { " " <span class="badge" data-tone=tone(overdue)>{said}</span> }
        });
        view! {
            <li>
                {if next.overdue { t.due_milestone() } else { t.next_milestone() }} " " <a href=href>{next.title}</a> ", " <Day date=next.due_on />
                {overdue}
            </li>
        }
    });
    let phase = glance.phase.map(|next| {
        let name = next.phase.wording().in_locale(locale());
        let overdue = next.overdue.then(|| {
            view! { " " <span class="badge" data-tone="warn">{t.phase_overdue()}</span> }
        });
        view! { <li>{t.next_phase()} " " {name} ", " <Day date=next.starts_on /> {overdue}</li> }
    });
    let planned = glance.planned.map(|next| {
        let href = format!("/projects/{project}/iterations/{}", next.id);
        let dates = t.planned_dates(&day(locale(), next.starts_on), &day(locale(), next.ends_on));
        let overdue = next.overdue.then(|| {
            view! { " " <span class="badge" data-tone="warn">{t.phase_overdue()}</span> }
        });
        view! {
            <li>
                {t.next_iteration()} " " <a href=href>{t.iteration(next.number)}</a> ", " {dates}
                {overdue}
            </li>
        }
    });
    let any = iteration.is_some() || planned.is_some() || milestone.is_some() || phase.is_some();
    any.then(|| view! { <ul class="next-line">{iteration} {planned} {milestone} {phase}</ul> })
}
