//! Milestones: what must be true by when, the figure aimed at, and what became
//! of it.

mod figures;

pub use figures::{
    Aim, CASES_MAX, FIGURE_MAX, Figure, LABEL_MAX, Measure, MeasureDraft, Target, UNIT_MAX,
};

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::ids::{CriterionId, MilestoneId, ProjectId, UserId};
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::projects::{Project, TITLE_MAX, optional};
use crate::time::{Date, Timestamp, parse_date};

/// The most criteria of a milestone.
pub const CRITERIA_MAX: usize = 20;
/// The most characters of a criterion.
pub const CRITERION_MAX: u32 = 300;
/// The most characters of a reason.
pub const REASON_MAX: u32 = 1_000;

codes! {
    /// What became of a milestone.
    #[derive(Default)]
    pub enum MilestoneState {
        /// Ahead.
        #[default]
        Open = "open": "à atteindre" | "to be met",
        /// Ahead, at a later or earlier date than first said.
        Moved = "moved": "déplacé" | "moved",
        /// What had to be true is true.
        Met = "met": "atteint" | "met",
        /// It was not reached.
        Missed = "missed": "manqué" | "missed",
    }
}

impl MilestoneState {
    /// Whether it is decided what became of the milestone: it then stays as it
    /// is until it is opened again.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Met | Self::Missed)
    }
}

/// A milestone as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MilestoneDraft {
    /// What it is called.
    pub title: String,
    /// Due date.
    pub due_on: String,
    /// What must be true, one criterion a line.
    pub criteria: String,
    /// Id of the person who answers for it; empty for nobody in particular.
    pub owner: String,
    /// What the target figure counts; empty where there is no target.
    pub target_label: String,
    /// Code of the side of the target.
    pub target_aim: String,
    /// The number aimed at.
    pub target_value: String,
    /// Its unit.
    pub target_unit: String,
}

/// A milestone's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneFacts {
    /// What it is called.
    pub title: String,
    /// Due date.
    pub due_on: Date,
    /// What must be true, one by one.
    pub criteria: Vec<String>,
    /// Who answers for it.
    pub owner: Option<UserId>,
    /// The figure aimed at.
    pub target: Option<Target>,
}

impl MilestoneDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<MilestoneFacts, Problems> {
        let mut problems = Problems::default();
        let title = clean_line(&self.title);
        problems.check_length("title", &title, 1, TITLE_MAX);
        let due_on = parse_date(&self.due_on);
        if due_on.is_none() {
            problems.add("due_on", Problem::NotADate);
        }
        let criteria = self.check_criteria(&mut problems);
        let owner = optional(&mut problems, "owner", &self.owner);
        let target = self.check_target(&mut problems);
        match (due_on, problems.0.is_empty()) {
            (Some(due_on), true) => Ok(MilestoneFacts {
                title,
                due_on,
                criteria,
                owner,
                target,
            }),
            _ => Err(problems),
        }
    }

    fn check_criteria(&self, problems: &mut Problems) -> Vec<String> {
        let mut criteria = Vec::new();
        for line in clean_text(&self.criteria).lines() {
            let line = clean_line(line);
            if !line.is_empty() && !criteria.contains(&line) {
                criteria.push(line);
            }
        }
        if criteria.is_empty() {
            problems.add("criteria", Problem::Missing);
        } else if criteria.len() > CRITERIA_MAX {
            let max = u32::try_from(CRITERIA_MAX).unwrap_or(u32::MAX);
            problems.add("criteria", Problem::TooMany { max });
        } else if let Some(long) = criteria
            .iter()
            .find(|line| line.chars().count() > CRITERION_MAX as usize)
        {
            problems.check_length("criteria", long, 1, CRITERION_MAX);
        }
        criteria
    }

    fn check_target(&self, problems: &mut Problems) -> Option<Target> {
        let label = clean_line(&self.target_label);
        let unit = clean_line(&self.target_unit);
        let number = !self.target_value.trim().is_empty();
        if label.is_empty() && unit.is_empty() && !number {
            return None;
        }
        problems.check_length("target_label", &label, 1, LABEL_MAX);
        problems.check_length("target_unit", &unit, 0, UNIT_MAX);
        let value = figures::figure(problems, "target_value", &self.target_value, true);
        let aim = optional(problems, "target_aim", &self.target_aim).unwrap_or_default();
        Some(Target {
            label,
            aim,
            value: value?,
            unit,
        })
    }
}

impl From<&Milestone> for MilestoneDraft {
    fn from(milestone: &Milestone) -> Self {
        let criteria: Vec<&str> = milestone
            .criteria
            .iter()
            .map(|criterion| criterion.text.as_str())
            .collect();
        let target = milestone.target.as_ref();
        let of = |text: Option<String>| text.unwrap_or_default();
        Self {
            title: milestone.title.clone(),
            due_on: milestone.due_on.to_string(),
            criteria: criteria.join("\n"),
            owner: of(milestone.owner.as_ref().map(|owner| owner.id.to_string())),
            target_label: of(target.map(|target| target.label.clone())),
            target_aim: of(target.map(|target| target.aim.to_string())),
            target_value: of(target.map(|target| target.value.to_string())),
            target_unit: of(target.map(|target| target.unit.clone())),
        }
    }
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Who.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
}

/// One thing that must be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// The criterion's id.
    pub id: CriterionId,
    /// What must be true.
    pub text: String,
    /// Who saw that it is true, and when.
    pub checked: Option<Deed>,
}

/// A due date that was given up for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The date before.
    pub from: Date,
    /// The date after.
    pub to: Date,
    /// Why.
    pub reason: String,
    /// Who moved it, and when.
    pub deed: Deed,
}

/// Somebody asked to sign, and when they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who is asked.
    pub person: Person,
    /// When they signed.
    pub signed_at: Option<Timestamp>,
}

/// A milestone as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The milestone's id.
    pub id: MilestoneId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What it is called.
    pub title: String,
    /// Due date.
    pub due_on: Date,
    /// What must be true, in its order.
    pub criteria: Vec<Criterion>,
    /// The figure aimed at.
    pub target: Option<Target>,
    /// What was measured, who said so and when.
    pub measure: Option<(Measure, Deed)>,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// What became of it.
    pub state: MilestoneState,
    /// Why it was missed, met all the same, or opened again.
    pub state_reason: String,
    /// Who decided what became of it, and when.
    pub settled: Option<Deed>,
    /// The dates that were given up, oldest first.
    pub moves: Vec<Move>,
    /// Who was asked to sign.
    pub signatures: Vec<Signature>,
    /// Grows by one at each change of what it says; a stale form is recognised by it.
    pub version: i64,
    /// When it was set.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Milestone {
    /// How many criteria are checked.
    #[must_use]
    pub fn checked(&self) -> u32 {
        let checked = self.criteria.iter().filter(|one| one.checked.is_some());
        u32::try_from(checked.count()).unwrap_or(u32::MAX)
    }

    /// Whether the measure is on the right side of the target; nothing where
    /// there is no target or no measure.
    #[must_use]
    pub fn target_reached(&self) -> Option<bool> {
        let (measure, _) = self.measure.as_ref()?;
        Some(self.target.as_ref()?.is_reached_by(measure))
    }

    /// Whether all that was to be true is true: every criterion checked, and
    /// the figure reached where there is one.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.criteria.iter().all(|one| one.checked.is_some())
            && (self.target.is_none() || self.target_reached() == Some(true))
    }

    /// The state to which the milestone returns when it is opened again.
    #[must_use]
    pub fn reopened(&self) -> MilestoneState {
        if self.moves.is_empty() {
            MilestoneState::Open
        } else {
            MilestoneState::Moved
        }
    }
}

/// What became of a milestone, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettleDraft {
    /// Code of the outcome: met, missed, or open to open it again.
    pub outcome: String,
    /// Why.
    pub reason: String,
}

impl From<&Milestone> for SettleDraft {
    fn from(milestone: &Milestone) -> Self {
        let outcome = match milestone.state.is_settled() {
            true => milestone.state.code(),
            false => "",
        };
        Self {
            outcome: outcome.to_owned(),
            reason: milestone.state_reason.clone(),
        }
    }
}

impl SettleDraft {
    /// Checks that the milestone may pass to this state: ahead of it, to met or
    /// missed; once settled, back to open. All but being met with everything
    /// true wants a reason.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, milestone: &Milestone) -> Result<(MilestoneState, String), Problems> {
        let mut problems = Problems::default();
        let reason = clean_text(&self.reason);
        let next = match (
            MilestoneState::from_code(&self.outcome),
            milestone.state.is_settled(),
        ) {
            (Some(next), false) if next.is_settled() => Some(next),
            (Some(MilestoneState::Open), true) => Some(milestone.reopened()),
            _ => None,
        };
        if next.is_none() {
            problems.add("outcome", Problem::NotOffered);
        }
        let speaks_for_itself = next == Some(MilestoneState::Met) && milestone.is_complete();
        problems.check_length("reason", &reason, u32::from(!speaks_for_itself), REASON_MAX);
        match (next, problems.0.is_empty()) {
            (Some(next), true) => Ok((next, reason)),
            _ => Err(problems),
        }
    }
}

/// Another due date, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveDraft {
    /// The new date.
    pub due_on: String,
    /// Why.
    pub why: String,
}

impl From<&Milestone> for MoveDraft {
    fn from(milestone: &Milestone) -> Self {
        let last = milestone.moves.last();
        Self {
            due_on: milestone.due_on.to_string(),
            why: last.map_or_else(String::new, |last| last.reason.clone()),
        }
    }
}

impl MoveDraft {
    /// Checks that the date is another one and that a reason is given.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, current: Date) -> Result<(Date, String), Problems> {
        let mut problems = Problems::default();
        let reason = clean_text(&self.why);
        problems.check_length("why", &reason, 1, REASON_MAX);
        let date = parse_date(&self.due_on);
        match date {
            None => problems.add("due_on", Problem::NotADate),
            Some(date) if date == current => problems.add("due_on", Problem::NotOffered),
            Some(_) => {}
        }
        match (date, problems.0.is_empty()) {
            (Some(date), true) => Ok((date, reason)),
            _ => Err(problems),
        }
    }
}

/// A milestone with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneDetail {
    /// The milestone.
    pub milestone: Milestone,
    /// Its project.
    pub project: Project,
    /// Every change, oldest first.
    pub history: History,
}

#[cfg(test)]
mod tests;
