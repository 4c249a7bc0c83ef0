//! A project at a glance: where it is, what is next, what waits for the reader.

use std::cmp::Ordering;

use domain::home::{Glance, Waiting};
use domain::ids::UserId;
use domain::phases::{PhaseDate, ProjectPhase};
use domain::projects::Project;
use domain::time::Date;
use leptos::prelude::*;

use super::phases::dates_text;
use super::text::ProjectsText;
use crate::home::{CurrentIteration, NextLine, WaitingList};
use crate::preferences::locale;

/// Where the project is, what is next, and what waits for the reader in it.
#[component]
pub(super) fn GlanceBlock(
    /// The project.
    project: Project,
    /// When it entered its phases, and when it is planned to.
    dates: Vec<PhaseDate>,
    /// Its iteration, and the milestone and the phase that come next.
    mut glance: Glance,
    /// What waits for the reader in it.
    waiting: Vec<Waiting>,
    /// The reader.
    reader: UserId,
    /// The day on which this is so.
    today: Date,
) -> impl IntoView {
    let t = ProjectsText::here();
    let phase = project.phase.wording().in_locale(locale());
    let all = ProjectPhase::ALL;
    let place = all.iter().position(|phase| *phase == project.phase);
    let place = place.map(|before| t.phase_place(before + 1, all.len()));
    let dates = dates.iter().find(|date| date.phase == project.phase);
    let dates = dates.map(|date| {
        view! { <p class="meta">{dates_text(date, Ordering::Equal, today)}</p> }
    });
    let iteration = match glance.iteration.take() {
        Some((iteration, state)) => {
            let project = project.id;
            view! { <CurrentIteration project=project iteration=iteration state=state /> }
                .into_any()
        }
        None => t.no_iteration().into_any(),
    };
    let nothing_next = (glance == Glance::default()).then(|| view! { <p>{t.nothing_next()}</p> });
    let mine = if waiting.is_empty() {
        view! { <p>{t.nothing_waits()}</p> }.into_any()
    } else {
        view! { <WaitingList waiting=waiting reader=reader /> }.into_any()
    };
    view! {
        <div class="glance">
            <section class="stack" data-gap="small">
                <h2>{t.where_now()}</h2>
                <p>
                    <span class="badge" data-tone="accent">{phase}</span> " "
                    <span class="meta">{place}</span>
                </p>
                {dates}
                <p>{iteration}</p>
            </section>
            <section class="stack" data-gap="small">
                <h2>{t.next_up()}</h2>
                <NextLine project=project.id glance=glance />
                {nothing_next}
            </section>
            <section class="stack" data-gap="small">
                <h2>{t.waits_for_me()}</h2>
                {mine}
            </section>
        </div>
    }
}
