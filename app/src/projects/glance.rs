//! A project at a glance: where it is, what is next, what waits for the reader.

use domain::home::{Glance, Waiting};
use domain::projects::Project;
use leptos::prelude::*;

use super::text::ProjectsText;
use crate::home::{NextLine, WaitingList};
use crate::preferences::locale;

/// Where the project is, what is next, and what waits for the reader in it.
#[component]
pub(super) fn GlanceBlock(
    /// The project.
    project: Project,
    /// Its iteration and its next milestone.
    glance: Glance,
    /// What waits for the reader in it.
    waiting: Vec<Waiting>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let phase = project.phase.wording().in_locale(locale());
    let nothing_next = (glance == Glance::default()).then(|| view! { <p>{t.nothing_next()}</p> });
    let mine = if waiting.is_empty() {
        view! { <p>{t.nothing_waits()}</p> }.into_any()
    } else {
        view! { <WaitingList waiting=waiting /> }.into_any()
    };
    view! {
        <div class="glance">
            <section class="stack" data-gap="small">
                <h2>{t.where_now()}</h2>
                <p><span class="badge" data-tone="accent">{phase}</span></p>
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
