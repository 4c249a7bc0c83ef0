//! The phases of a project, from the expression of a need to the follow-up of
//! usage, as in the framework that the founding proposal asks for, and their dates
//! within the three years in which the project is followed.

mod plan;

use std::cmp::Ordering;

pub use plan::{PhaseDate, PhasesDraft, entered, reframed};

use crate::codes::codes;
use crate::time::Date;

/// Length of the frame in which a project is followed, in months: the founding
/// proposal asks for a three-year commitment.
const FRAME_MONTHS: i32 = 36;

/// Last day of the frame in which a project is followed.
#[must_use]
pub fn frame_end(start: Date) -> Date {
    start
        .checked_add(jiff::Span::new().months(FRAME_MONTHS))
        .and_then(|end| end.yesterday())
        .unwrap_or(start)
}

codes! {
    /// Where a project stands. The order of the values is that of the phases.
    #[derive(Default)]
    pub enum ProjectPhase {
        /// A need is expressed, in the words of those who have it.
        #[default]
        Need = "need": "expression du besoin" | "expression of need",
        /// Teachers, researchers and partners find one another.
        Matching = "matching": "mise en relation" | "matching",
        /// The tool is designed together.
        CoDesign = "co_design": "co-conception" | "co-design",
        /// A first version is made and tried.
        Prototype = "prototype": "prototype" | "prototype",
        /// The tool is used in some classes, with support.
        Pilot = "pilot": "pilote" | "pilot",
        /// What the tool changes is measured.
        Evaluation = "evaluation": "évaluation" | "evaluation",
        /// The tool is spread beyond the pilot classes.
        Deployment = "deployment": "déploiement" | "deployment",
        /// Usage is followed up over the years.
        UsageFollowUp = "usage_follow_up": "suivi des usages" | "usage follow-up",
    }
}

/// How a phase stands in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseStanding {
    /// The project was in it, and moved on.
    Done,
    /// The project passed it over: it has no date.
    Skipped,
    /// The project is in it.
    Present,
    /// It lies ahead.
    Ahead,
}

impl ProjectPhase {
    /// How this phase stands in a project that is in the phase `present`, and was in others as
    /// its dates say.
    #[must_use]
    pub fn standing(self, present: Self, dates: &[PhaseDate]) -> PhaseStanding {
        match self.cmp(&present) {
            Ordering::Equal => PhaseStanding::Present,
            Ordering::Greater => PhaseStanding::Ahead,
            Ordering::Less if dates.iter().any(|date| date.phase == self) => PhaseStanding::Done,
            Ordering::Less => PhaseStanding::Skipped,
        }
    }

    /// The phase that comes after this one; none after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|&phase| phase > self)
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

    #[test]
    fn what_a_project_passed_over_is_not_done() {
        let day = "2026-03-01".parse::<Date>().unwrap();
        let date = |phase| PhaseDate {
            phase,
            starts_on: day,
            ends_on: None,
        };
        let first = date(ProjectPhase::Need);
        let dates = entered(&[first], ProjectPhase::Need, ProjectPhase::Prototype, day);
        let dates = dates.unwrap();
        let standing = |phase: ProjectPhase| phase.standing(ProjectPhase::Prototype, &dates);
        assert_eq!(standing(ProjectPhase::Need), PhaseStanding::Done);
        assert_eq!(standing(ProjectPhase::CoDesign), PhaseStanding::Skipped);
        assert_eq!(standing(ProjectPhase::Prototype), PhaseStanding::Present);
        assert_eq!(standing(ProjectPhase::Pilot), PhaseStanding::Ahead);
    }

    #[test]
    fn phases_follow_one_another() {
        let first = Some(ProjectPhase::default());
        let walked: Vec<_> = std::iter::successors(first, |phase| phase.next()).collect();
        assert_eq!(walked, ProjectPhase::ALL);
        assert_eq!(ProjectPhase::UsageFollowUp.next(), None);
    }
}
