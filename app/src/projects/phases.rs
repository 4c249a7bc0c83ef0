//! The phases of a project on its three years, and moving to another.

use domain::ids::ProjectId;
use domain::phases::ProjectPhase;
use domain::projects::{FRAME_MONTHS, PhaseDate, Project};
use domain::time::Date;
use leptos::prelude::*;

use super::api::ChangePhase;
use super::text::ProjectsText;
use crate::kit::{DateField, Day, FormAction, FormEnd, Hidden, PostForm, Select, coded, day};
use crate::preferences::locale;

/// Last day of the frame in which a project is followed.
pub(crate) fn frame_end(start: Date) -> Date {
    start
        .checked_add(jiff::Span::new().months(FRAME_MONTHS))
        .and_then(|end| end.yesterday())
        .unwrap_or(start)
}

/// The eight phases in their order: those behind, the present one, those ahead.
#[component]
pub(super) fn Phases(
    /// The project.
    project: Project,
    /// When it entered its phases.
    dates: Vec<PhaseDate>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let rows = ProjectPhase::ALL
        .iter()
        .map(|&phase| {
            let name = phase.wording().in_locale(locale());
            let date = dates
                .iter()
                .find(|date| date.phase == phase)
                .map(|date| view! { <span class="dates"><Day date=date.starts_on /></span> });
            match phase.cmp(&project.phase) {
                std::cmp::Ordering::Less => view! {
                    <li data-state="done">
                        <span class="phase-name">{name}</span> " " {date} " "
                        <span class="visually-hidden">{t.done()}</span>
                    </li>
                }
                .into_any(),
                std::cmp::Ordering::Equal => view! {
                    <li data-state="current" aria-current="step">
                        <span class="phase-name">{name}</span> " " {date} " "
                        <span class="badge" data-tone="accent">{t.in_progress()}</span>
                    </li>
                }
                .into_any(),
                std::cmp::Ordering::Greater => view! {
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

/// Moving the project to another phase.
#[component]
pub(super) fn ChangePhaseForm(
    /// The project.
    id: ProjectId,
    /// The phase that it is in.
    phase: ProjectPhase,
    /// The action that moves it.
    action: FormAction<ChangePhase>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let next = phase.next().unwrap_or(phase);
    view! {
        <details>
            <summary>{t.change_phase()}</summary>
            <PostForm action=action>
                <Hidden name="id" value=id.to_string() />
                <div class="field-row">
                    <Select name="phase" label=t.phase() choices={coded::<ProjectPhase>()} value=next.code() required=true />
                    <DateField name="starts_on" label=t.phase_from() required=true />
                </div>
                <FormEnd label=t.change_phase() />
            </PostForm>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_years_end_the_day_before_the_anniversary() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(frame_end(date("2025-09-01")), date("2028-08-31"));
        assert_eq!(frame_end(date("2024-02-29")), date("2027-02-27"));
    }
}
