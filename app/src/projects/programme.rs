//! The programme of a project: who carries it, what it funds, how it runs and where
//! the project stands in it, what it asks for, and where that was read.

use domain::phases::ProjectPhase;
use domain::programmes::{Obligation, ProgrammeKind, ProgrammeTemplate, template};
use domain::projects::Project;
use leptos::prelude::*;

use super::text::ProjectsText;
use crate::preferences::locale;

/// The programme of a project, and what it asks for; in detail on request.
#[component]
pub(super) fn Programme(
    /// The project.
    project: Project,
) -> impl IntoView {
    let t = ProjectsText::here();
    let kind = project.facts.programme.wording().in_locale(locale());
    let name = (!project.facts.programme_name.is_empty())
        .then(|| view! { <p>{project.facts.programme_name.clone()}</p> });
    let obligations = project.obligations();
    let obligations = (!obligations.is_empty()).then(|| {
        view! { <h3>{t.obligations()}</h3> {listed(obligations)} }
    });
    let detail = template(project.facts.programme)
        .map(|template| view! { <Detail template=template phase=project.phase /> });
    view! {
        <section class="stack">
            <h2>{t.programme()}</h2>
            <p><b>{kind}</b></p>
            {name}
            {obligations}
            {detail}
        </section>
    }
}

fn listed(obligations: &[Obligation]) -> impl IntoView + use<> {
    let rows = obligations
        .iter()
        .map(|obligation| view! { <li>{obligation.wording().in_locale(locale())}</li> })
        .collect_view();
    view! { <ul>{rows}</ul> }
}

/// What each programme asks for, for whoever chooses one.
#[component]
pub(super) fn ObligationsByProgramme() -> impl IntoView {
    let t = ProjectsText::here();
    let asking = ProgrammeKind::ALL.iter().filter_map(|kind| {
        let obligations = template(*kind)?.obligations;
        (!obligations.is_empty()).then(|| {
            let name = kind.wording().in_locale(locale());
            view! { <dt>{name}</dt> <dd>{listed(obligations)}</dd> }
        })
    });
    view! {
        <details>
            <summary>{t.obligations_by_programme()}</summary>
            <dl class="facts" data-stacked=true>{asking.collect_view()}</dl>
        </details>
    }
}

/// What is known of the programme.
#[component]
fn Detail(template: &'static ProgrammeTemplate, phase: ProjectPhase) -> impl IntoView {
    let t = ProjectsText::here();
    let funding = template.funding.map(|funding| {
        view! { <dt>{t.funding()}</dt> <dd>{funding.in_locale(locale())}</dd> }
    });
    let duration = template.duration_months.map(|(shortest, longest)| {
        let said = match shortest == longest {
            true => t.months(shortest),
            false => t.months_between(shortest, longest),
        };
        view! { <dt>{t.duration()}</dt> <dd>{said}</dd> }
    });
    let unverified = (!template.verified).then(|| view! { <p class="hint">{t.unverified()}</p> });
    view! {
        <details>
            <summary>{t.programme_more()}</summary>
            <div class="stack" data-gap="small">
                <p>{template.name.in_locale(locale())}</p>
                <dl class="facts" data-stacked=true>
                    <dt>{t.carried_by()}</dt>
                    <dd>{template.carried_by.in_locale(locale())}</dd>
                    {funding}
                    {duration}
                    <dt>{t.source()}</dt>
                    <dd><Source template=template /></dd>
                </dl>
                {unverified}
                <LifeCycle template=template phase=phase />
            </div>
        </details>
    }
}

/// The steps of the programme, and at which of them the project is; where they do not
/// tell, its phase.
#[component]
fn LifeCycle(template: &'static ProgrammeTemplate, phase: ProjectPhase) -> impl IntoView {
    let t = ProjectsText::here();
    let name = phase.wording().in_locale(locale());
    let here = template.step_in(phase);
    let steps = template
        .life_cycle
        .iter()
        .enumerate()
        .map(|(place, step)| {
            let current = here == Some(place);
            let badge = current.then(|| {
                view! { " " <span class="badge" data-tone="accent">{t.project_here(name)}</span> }
            });
            let note = step
                .note
                .map(|note| view! { <p class="meta">{note.in_locale(locale())}</p> });
            view! {
                <li aria-current=current.then_some("step")>
                    {step.name.in_locale(locale())} {badge} {note}
                </li>
            }
        })
        .collect_view();
    let steps = (!template.life_cycle.is_empty())
        .then(|| view! { <h3>{t.life_cycle()}</h3> <ol>{steps}</ol> });
    let elsewhere = here
        .is_none()
        .then(|| view! { <p class="hint">{t.project_phase(name)}</p> });
    view! { {steps} {elsewhere} }
}

/// Where the facts were read; addresses lead there.
#[component]
fn Source(template: &'static ProgrammeTemplate) -> impl IntoView {
    let t = ProjectsText::here();
    template
        .sources()
        .enumerate()
        .map(|(place, (text, address))| {
            let apart = (place > 0).then(|| t.between_sources());
            let part = match address {
                Some(href) => {
                    view! { <a href=href rel="external noopener noreferrer">{text}</a> }.into_any()
                }
                // References stay as they are written.
                None => view! { <span lang="fr">{text}</span> }.into_any(),
            };
            view! { {apart} {part} }
        })
        .collect_view()
}
