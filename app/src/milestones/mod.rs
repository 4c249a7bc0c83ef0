//! Milestones: the list with the timeline, setting one, its page.

pub(crate) mod api;
mod form;
mod layout;
mod list;
mod page;
mod settle;
mod text;
mod timeline;
mod update;

use domain::ids::ProjectId;
use domain::milestones::{Figure, Milestone, MilestoneState};
use domain::time::Date;
use leptos::prelude::*;

use self::text::MilestonesText;
use crate::preferences::locale;
use crate::text::colon;

/// The tone that goes with what became of a milestone.
fn tone(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Open => "info",
        MilestoneState::Moved => "warn",
        MilestoneState::Met => "good",
        MilestoneState::Missed => "bad",
    }
}

/// What became of a milestone; whether its date is past.
#[component]
fn StateBadge(state: MilestoneState, due_on: Date, today: Date) -> impl IntoView {
    let late = (!state.is_settled() && due_on < today).then(|| {
        view! { " " <span class="badge" data-tone="bad">{MilestonesText::here().overdue()}</span> }
    });
    view! {
        <span class="badge" data-tone=tone(state)>{state.wording().in_locale(locale())}</span> {late}
    }
}

/// A figure with its unit, as in `60 %`.
fn with_unit(figure: Figure, unit: &str) -> String {
    let number = figure.in_locale(locale());
    if unit.is_empty() {
        number
    } else {
        format!("{number}\u{a0}{unit}")
    }
}

/// What was measured, never without the number of cases, beside what is aimed at.
#[component]
fn FigureLine(milestone: Milestone) -> impl IntoView {
    let t = MilestonesText::here();
    let reached = milestone.target_reached();
    let target = milestone.target?;
    let unit = target.unit;
    let aim = target.aim.wording().in_locale(locale());
    let aimed_at = t.aimed_at(aim, &with_unit(target.value, &unit));
    let measured = match milestone.measure {
        None => view! { <span>{t.not_measured()}</span> }.into_any(),
        Some((measure, _)) => {
            let n = t.cases(&crate::text::number(locale(), measure.n.into()));
            let interval = match measure.interval {
                None => t.no_interval().to_owned(),
                Some((low, high)) => t.interval(&low.in_locale(locale()), &with_unit(high, &unit)),
            };
            let verdict = match reached {
                Some(true) => ("good", t.reached()),
                _ => ("warn", t.not_reached()),
            };
            view! {
                <b>{with_unit(measure.value, &unit)}</b>
                <span class="n">{n}</span>
                <span class="interval">{interval}</span>
                <span class="badge" data-tone=verdict.0>{verdict.1}</span>
            }
            .into_any()
        }
    };
    Some(view! {
        <p>{target.label} {colon()} {aimed_at}</p>
        <p class="figure-line" data-size="small">{measured}</p>
    })
}

/// Where the milestones of a project are.
fn list_address(project: ProjectId) -> String {
    format!("/projects/{project}/milestones")
}

/// Where a milestone's page is.
fn page_address(milestone: &Milestone) -> String {
    format!("{}/{}", list_address(milestone.project), milestone.id)
}

crate::kit::lazy_pages! {
    iterations:
    /// The page on which a milestone is set.
    NewMilestonePage = form::new_milestone_page;
    /// The page on which a milestone is changed.
    EditMilestonePage = form::edit_milestone_page;
    /// The page with all milestones of a project.
    MilestonesPage = list::milestones_page;
    /// The page of a milestone.
    MilestonePage = page::milestone_page;
}
