//! The timeline as a drawing.

use domain::milestones::{Milestone, MilestoneState};
use domain::time::Date;
use domain::wording::Locale;
use leptos::prelude::*;

use super::super::layout::{
    BESIDE, LEFT, Placed, RIGHT, Side, Stretch, WIDTH, Zoom, bars, marks, names, rows, signs,
};
use super::super::page_address;
use super::super::text::TimelineText;
use super::{Content, TimeSpan};
use crate::kit::day;
use crate::preferences::locale;

/// Height of the axis with its labels, of a row of bars, of a row of signs.
const AXIS: i64 = 34;
const BAR_ROW: i64 = 30;
const BAR: i64 = 22;
const SIGN_ROW: i64 = 30;
/// Room between the kinds of things.
const APART: i64 = 10;

const MONTHS_FR: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A mark of the axis in words.
fn mark_label(date: Date, zoom: Zoom) -> String {
    let place = usize::try_from(date.month() - 1).unwrap_or_default();
    let month = match locale() {
        Locale::Fr => MONTHS_FR[place],
        Locale::En => MONTHS_EN[place],
    };
    match zoom {
        Zoom::Years | Zoom::Quarters => format!("{month} {}", date.year()),
        Zoom::Months => format!("{} {month}", date.day()),
        Zoom::Weeks if date.weekday() == jiff::civil::Weekday::Monday => {
            format!("{} {month}", date.day())
        }
        Zoom::Weeks => date.day().to_string(),
    }
}

/// The drawing of what is seen.
#[component]
pub(super) fn Drawing(content: Content, zoom: Zoom, seen: Stretch) -> impl IntoView {
    let named = |span: &TimeSpan| (span.label.clone(), span.stretch());
    let phases = bars(seen, &content.phases.iter().map(named).collect::<Vec<_>>());
    let iterations = bars(
        seen,
        &content.iterations.iter().map(named).collect::<Vec<_>>(),
    );
    let dated: Vec<_> = content
        .milestones
        .iter()
        .map(|milestone| (milestone.title.clone(), milestone.due_on))
        .collect();
    let milestones = signs(seen, &dated);
    let phases_top = AXIS + APART;
    let iterations_top = phases_top + rows(&phases) * BAR_ROW + APART;
    let has_iterations = i64::from(!iterations.is_empty());
    let milestones_top = iterations_top + rows(&iterations) * BAR_ROW + has_iterations * APART;
    let bottom = milestones_top + rows(&milestones).max(1) * SIGN_ROW + APART;
    let (phases, phase_labels): (Vec<_>, Vec<_>) = phases
        .into_iter()
        .map(|placed| {
            let span = content.phases[placed.index].clone();
            bar("tl-phase", span, placed, phases_top)
        })
        .unzip();
    let (iterations, iteration_labels): (Vec<_>, Vec<_>) = iterations
        .into_iter()
        .map(|placed| {
            let span = content.iterations[placed.index].clone();
            bar("tl-iteration", span, placed, iterations_top)
        })
        .unzip();
    let milestones = milestones
        .into_iter()
        .map(|placed| {
            let milestone = content.milestones[placed.index].clone();
            sign(milestone, placed, milestones_top, seen)
        })
        .collect_view();
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {bottom}")>
            {axis(seen, zoom, bottom)}
            {phases}
            {iterations}
            {today(seen, content.today, bottom)}
            // The line of the day goes behind what is to be read.
            {phase_labels}
            {iteration_labels}
            {milestones}
        </svg>
    }
}

fn axis(seen: Stretch, zoom: Zoom, bottom: i64) -> impl IntoView {
    let marks = marks(seen, zoom);
    let names = names(&marks, |date| mark_label(date, zoom));
    let marks = marks
        .into_iter()
        .zip(names)
        .map(|(mark, name)| {
            // A name without room is left out; its line stays.
            let label = name.map(|name| view! { <text x=mark.x + BESIDE y=18>{name}</text> });
            view! {
                <g>
                    <line x1=mark.x y1=6 x2=mark.x y2=bottom />
                    {label}
                </g>
            }
        })
        .collect_view();
    view! {
        <g class="tl-axis" aria-hidden="true">
            <line x1=LEFT y1=AXIS - 8 x2=RIGHT y2=AXIS - 8 />
            {marks}
        </g>
    }
}

/// The day, as a line through everything.
fn today(seen: Stretch, today: Date, bottom: i64) -> Option<impl IntoView> {
    let x = seen.x(today);
    let text = TimelineText::here().today();
    let (anchor, label_x) = if x + 90 > WIDTH {
        ("end", x - 5)
    } else {
        ("start", x + 5)
    };
    seen.holds(today).then(|| {
        view! {
            <g class="tl-today">
                <line x1=x y1=AXIS - 8 x2=x y2=bottom />
                <text x=label_x y=AXIS + 5 text-anchor=anchor>{text}</text>
            </g>
        }
    })
}

/// Where a label begins or ends.
const fn anchor(side: Side) -> &'static str {
    match side {
        Side::Inside | Side::After => "start",
        Side::Before => "end",
    }
}

/// A bar, and its label.
fn bar(class: &'static str, span: TimeSpan, placed: Placed, top: i64) -> (AnyView, AnyView) {
    let y = top + placed.row * BAR_ROW + 6;
    let dates = format!("{} – {}", day(locale(), span.from), day(locale(), span.to));
    let said = format!("{}, {dates}, {}", span.label, span.said);
    let state = span.state.code();
    let at = (placed.label_x, y + 15);
    let label = label(&placed, at, span.href.clone());
    // Beside its bar, a label is not coloured as if it stood inside.
    let label = match placed.side {
        Side::Inside => view! { <g class=class data-state=state>{label}</g> }.into_any(),
        Side::After | Side::Before => label,
    };
    let shape = view! {
        <g>
            <title>{said.clone()}</title>
            <rect x=placed.x y=y width=placed.width height=BAR rx=4 />
        </g>
    };
    let shape = match span.href {
        Some(href) => view! { <g><a href=href aria-label=said>{shape}</a></g> }.into_any(),
        None => shape.into_any(),
    };
    let shape = view! { <g class=class data-state=state>{shape}</g> };
    (shape.into_any(), label)
}

/// The label of what is drawn. A pointer follows it; keys and readers do so from the shape,
/// which says all, while a label may be shortened.
fn label(placed: &Placed, (x, y): (i64, i64), href: Option<String>) -> AnyView {
    let anchor = anchor(placed.side);
    let text =
        view! { <text x=x y=y text-anchor=anchor aria-hidden="true">{placed.label.clone()}</text> };
    match href {
        Some(href) => {
            view! { <g><a href=href tabindex="-1" aria-hidden="true">{text}</a></g> }.into_any()
        }
        None => text.into_any(),
    }
}

fn sign(milestone: Milestone, placed: Placed, top: i64, seen: Stretch) -> impl IntoView {
    let y = top + placed.row * SIGN_ROW + SIGN_ROW / 2;
    let state = milestone.state.wording().in_locale(locale());
    let due = day(locale(), milestone.due_on);
    let said = format!("{}, {due}, {state}", milestone.title);
    let title = said.clone();
    let href = page_address(&milestone);
    // From the first date on, where it was given up for another.
    let from = milestone.moves.first().map(|first| {
        let from = seen.x(first.from).clamp(0, WIDTH);
        view! { <path class="tl-from" d=format!("M{from} {y}H{}", placed.x) /> }
    });
    let shape = move || match milestone.state {
        MilestoneState::Open | MilestoneState::Moved => {
            view! { <path d="M0-8 8 0 0 8-8 0Z" /> }.into_any()
        }
        MilestoneState::Met => {
            view! { <circle r="8" /> <path class="tl-tick" d="M-3.5 0 -1 3 4-3" /> }.into_any()
        }
        MilestoneState::Missed => view! { <path d="M-6-6 6 6M6-6-6 6" /> }.into_any(),
    };
    let place = format!("translate({} {y})", placed.x);
    let label = label(&placed, (placed.label_x - placed.x, 5), Some(href.clone()));
    view! {
        <g>
            <g class="tl-milestone">{from}</g>
            <g class="tl-milestone" data-state=milestone.state.code() transform=place>
                <a href=href aria-label=said>
                    <g>
                        <title>{title}</title>
                        <circle class="tl-target" r="14" />
                        {shape}
                    </g>
                </a>
                {label}
            </g>
        </g>
    }
}
