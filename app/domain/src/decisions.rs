//! Decisions, with what spoke for them and what else was considered, and the
//! action items in which somebody takes something on.

mod actions;

pub use actions::{
    ActionItem, ActionItemDetail, ActionItemDraft, ActionItemFacts, ActionState, ActionStateDraft,
};

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::ids::{DecisionId, ProjectId};
use crate::problems::{Problem, Problems, clean_text};
use crate::projects::Project;
use crate::time::{Date, Timestamp, parse_date};

/// The most characters of what is decided or to be done.
pub const STATEMENT_MAX: u32 = 1_000;
/// The most characters of reasons, and of alternatives.
pub const REASONS_MAX: u32 = 4_000;

/// A decision as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionDraft {
    /// What was decided.
    pub statement: String,
    /// Why.
    pub reasons: String,
    /// What else was considered.
    pub alternatives: String,
    /// The day on which it was decided.
    pub decided_on: String,
    /// `true` where the project's partners see it.
    pub shared: String,
}

/// A decision's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFacts {
    /// What was decided.
    pub statement: String,
    /// Why; may be empty.
    pub reasons: String,
    /// What else was considered; may be empty.
    pub alternatives: String,
    /// The day on which it was decided.
    pub decided_on: Date,
    /// Whether the project's partners see it.
    pub shared: bool,
}

impl DecisionDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<DecisionFacts, Problems> {
        let mut problems = Problems::default();
        let statement = clean_text(&self.statement);
        problems.check_length("statement", &statement, 1, STATEMENT_MAX);
        let reasons = clean_text(&self.reasons);
        problems.check_length("reasons", &reasons, 0, REASONS_MAX);
        let alternatives = clean_text(&self.alternatives);
        problems.check_length("alternatives", &alternatives, 0, REASONS_MAX);
        let decided_on = parse_date(&self.decided_on);
        if decided_on.is_none() {
            problems.add("decided_on", Problem::NotADate);
        }
        match (decided_on, problems.0.is_empty()) {
            (Some(decided_on), true) => Ok(DecisionFacts {
                statement,
                reasons,
                alternatives,
                decided_on,
                shared: self.shared == "true",
            }),
            _ => Err(problems),
        }
    }
}

impl From<&DecisionFacts> for DecisionDraft {
    fn from(facts: &DecisionFacts) -> Self {
        Self {
            statement: facts.statement.clone(),
            reasons: facts.reasons.clone(),
            alternatives: facts.alternatives.clone(),
            decided_on: facts.decided_on.to_string(),
            shared: facts.shared.to_string(),
        }
    }
}

/// A decision as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The decision's id.
    pub id: DecisionId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What it says.
    pub facts: DecisionFacts,
    /// Grows by one at each change of what it says; a stale form is recognised by it.
    pub version: i64,
    /// Who recorded it.
    pub created_by: Option<Person>,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// A decision with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDetail {
    /// The decision.
    pub decision: Decision,
    /// Its project.
    pub project: Project,
    /// Every change, oldest first.
    pub history: History,
}

#[cfg(test)]
mod tests;
