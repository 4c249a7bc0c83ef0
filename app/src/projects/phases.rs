//! The phases of a project on its three years: moving to another, planning those
//! ahead, correcting the dates of the others.

use std::cmp::Ordering;

use domain::phases::{PhaseDate, PhaseStanding, PhasesDraft, ProjectPhase, frame_end};
use domain::projects::Project;
use domain::time::Date;
use leptos::prelude::*;

use super::api::{ChangePhase, PlanPhases, load_project_page};
use super::text::ProjectsText;
use crate::failure::Failure;
use crate::kit::{
    DateField, Day, FormAction, FormEnd, Hidden, PostForm, Select, coded, day, saved_beside,
};
use crate::preferences::locale;
use crate::text::CommonText;

/// The eight phases in their order: those behind, the present one, those ahead.
#[component]
pub(super) fn Phases(
    /// The project.
    project: Project,
    /// When it entered its phases, and when it is planned to.
    dates: Vec<PhaseDate>,
    /// The day on which this is so.
    today: Date,
) -> impl IntoView {
    let t = ProjectsText::here();
    let rows = ProjectPhase::ALL
        .iter()
        .map(|&phase| {
            let name = phase.wording().in_locale(locale());
            let place = phase.cmp(&project.phase);
            let date = dates
                .iter()
                .find(|date| date.phase == phase)
                .map(|date| view! { <span class="dates">{dates_text(date, place, today)}</span> });
            match phase.standing(project.phase, &dates) {
                PhaseStanding::Done => view! {
                    <li data-state="done">
                        <span class="phase-name">{name}</span> " " {date} " "
                        <span class="visually-hidden">{t.done()}</span>
                    </li>
                }
                .into_any(),
                PhaseStanding::Skipped => view! {
                    <li data-state="skipped">
                        <span class="phase-name">{name}</span> " "
                        <span class="dates">{t.skipped()}</span>
                    </li>
                }
                .into_any(),
                PhaseStanding::Present => view! {
                    <li data-state="current" aria-current="step">
                        <span class="phase-name">{name}</span> " " {date} " "
                        <span class="badge" data-tone="accent">{t.in_progress()}</span>
                    </li>
                }
                .into_any(),
                PhaseStanding::Ahead => view! {
                    <li data-state="next">
                        <span class="phase-name">{name}</span> " " {date} " "
                        <span class="visually-hidden">{t.to_come()}</span>
                    </li>
                }
                .into_any(),
            }
        })
        .collect_view();
    let start = project.facts.starts_on;
    let frame = t.frame(&day(locale(), start), &day(locale(), frame_end(start)));
    view! {
        <p>{frame}</p>
        <ol class="phases" aria-label=t.phases()>{rows}</ol>
    }
}

/// The dates of a phase; in words what of them is planned, and since when the present one
/// lasts: a project may be moved to a phase ahead of the day on which that begins.
pub(super) fn dates_text(date: &PhaseDate, place: Ordering, today: Date) -> AnyView {
    let t = ProjectsText::here();
    let starts_on = date.starts_on;
    let place = match place {
        Ordering::Equal if starts_on > today => Ordering::Greater,
        place => place,
    };
    let (from, to) = (
        day(locale(), starts_on),
        date.ends_on.map(|to| day(locale(), to)),
    );
    match (place, to) {
        (Ordering::Less, Some(to)) => t.phase_dates(&from, &to).into_any(),
        (Ordering::Equal, Some(to)) => {
            view! { {t.phase_since(&from)} ", " {t.phase_until(&to)} }.into_any()
        }
        (Ordering::Equal, None) => t.phase_since(&from).into_any(),
        (Ordering::Greater, Some(to)) => t.phase_planned_dates(&from, &to).into_any(),
        (Ordering::Greater, None) => t.phase_planned(&from).into_any(),
        (Ordering::Less, None) => view! { <Day date=starts_on /> }.into_any(),
    }
}

/// Moving the project to another phase.
#[component]
pub(super) fn ChangePhaseForm(
    /// The project.
    project: Project,
    /// When it entered its phases, and when it is planned to.
    dates: Vec<PhaseDate>,
    /// The action that moves it.
    action: FormAction<ChangePhase>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let id = project.id;
    let next = project.phase.next().unwrap_or(project.phase);
    let there = present(&project, &dates);
    let saved = move || async move {
        let detail = load_project_page(Some(id)).await?.detail;
        Ok::<_, Failure>(present(&detail.project, &detail.phases))
    };
    view! {
        <details open=action.failed()>
            <summary>{t.change_phase()}</summary>
            <PostForm action=action typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(project.version) />
                {saved_beside(action.stale(), &there, saved)}
                <div class="field-row">
                    <Select name="phase" label=t.phase() choices={coded::<ProjectPhase>()} value=next.code() required=true />
                    <DateField name="starts_on" label=t.phase_from() required=true />
                </div>
                <FormEnd label=t.change_phase() />
            </PostForm>
        </details>
    }
}

/// The phase that the project is in and since when, as the form sends it.
fn present(project: &Project, dates: &[PhaseDate]) -> Option<PhaseDate> {
    let mut dates = dates.iter();
    dates.find(|date| date.phase == project.phase).cloned()
}

/// Planning the phases ahead and correcting the dates of the others, all at once.
#[component]
pub(super) fn PlanPhasesForm(
    /// The project.
    project: Project,
    /// When it entered its phases, and when it is planned to.
    dates: Vec<PhaseDate>,
    /// The action that plans.
    action: FormAction<PlanPhases>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let id = project.id;
    let draft = PhasesDraft::from(dates.as_slice());
    let saved = move || async move {
        let content = load_project_page(Some(id)).await?;
        Ok::<_, Failure>(PhasesDraft::from(content.detail.phases.as_slice()))
    };
    view! {
        <details open=action.failed()>
            <summary>{t.plan_phases()}</summary>
            <PostForm action=action prefix="draft" scope="plan" typed=typed>
                <p class="hint">{t.plan_hint()}</p>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(project.version) />
                {saved_beside(action.stale(), &draft, saved)}
                <PlanFields draft=draft present=project.phase />
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </details>
    }
}

/// The days on which each phase begins and ends.
#[component]
fn PlanFields(
    /// What stands in the fields.
    draft: PhasesDraft,
    /// The phase that the project is in, whose beginning is known.
    present: ProjectPhase,
) -> impl IntoView {
    let t = ProjectsText::here();
    let fields = ProjectPhase::ALL.iter().map(|&phase| {
        let name = phase.wording().in_locale(locale());
        let (start, end) = (
            PhasesDraft::start_field(phase),
            PhasesDraft::end_field(phase),
        );
        let (from, to) = (draft.text(&start).to_owned(), draft.text(&end).to_owned());
        view! {
            <div class="field-row">
                <DateField name=start label=t.phase_start(name) value=from required=phase == present />
                <DateField name=end label=t.phase_end(name) value=to />
            </div>
        }
    });
    fields.collect_view()
}
