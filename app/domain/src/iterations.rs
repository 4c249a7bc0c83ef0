//! Iterations: one turn of a tool, from its goal to what was learned, with the
//! conjecture map that it tries and the changes that it makes.

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::conjectures::{ConjectureMap, Difference, MapComparison, compare_maps};
use crate::evidence::{Node, ThingKind, ThingRef};
use crate::ids::{ChangeId, IterationId, NeedId, ProjectId};
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::time::{Date, Timestamp, parse_date};

/// The most characters of a goal.
pub const GOAL_MAX: u32 = 300;
/// The most characters of a hypothesis or of a change.
pub const HYPOTHESIS_MAX: u32 = 2_000;
/// The most characters of a version's name.
pub const VERSION_MAX: u32 = 60;

codes! {
    /// Where an iteration stands.
    #[derive(Default)]
    pub enum IterationState {
        /// Prepared, not begun.
        #[default]
        Planned = "planned": "planifiée" | "planned",
        /// The tool is being changed and tried.
        Running = "running": "en cours" | "running",
        /// What was learned is gone through.
        InReview = "in_review": "en revue" | "in review",
        /// Over, and kept as it is.
        Closed = "closed": "close" | "closed",
    }
}

impl IterationState {
    /// The states that can follow. The one way back is from the review, where
    /// something still to be tried may come up.
    #[must_use]
    pub const fn following(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Running],
            Self::Running => &[Self::InReview],
            Self::InReview => &[Self::Closed, Self::Running],
            Self::Closed => &[],
        }
    }

    /// Whether `next` can follow.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self.following().contains(&next)
    }
}

/// What an iteration says about itself, as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IterationDraft {
    /// What it is for, in one sentence.
    pub goal: String,
    /// What is supposed and tried.
    pub hypothesis: String,
    /// The version of the tool that is tried.
    pub tool_version: String,
    /// First day.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
}

/// An iteration's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationFacts {
    /// What it is for, in one sentence.
    pub goal: String,
    /// What is supposed and tried.
    pub hypothesis: String,
    /// The version of the tool that is tried; may be unknown while planning.
    pub tool_version: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
}

impl IterationDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<IterationFacts, Problems> {
        let mut problems = Problems::default();
        let goal = clean_line(&self.goal);
        problems.check_length("goal", &goal, 1, GOAL_MAX);
        let hypothesis = clean_text(&self.hypothesis);
        problems.check_length("hypothesis", &hypothesis, 0, HYPOTHESIS_MAX);
        let tool_version = clean_line(&self.tool_version);
        problems.check_length("tool_version", &tool_version, 0, VERSION_MAX);
        let mut day = |field: &str, text: &str| {
            let day = parse_date(text);
            match (day, text.trim().is_empty()) {
                (None, true) => problems.add(field, Problem::Missing),
                (None, false) => problems.add(field, Problem::NotADate),
                _ => {}
            }
            day
        };
        let (starts_on, ends_on) = (
            day("starts_on", &self.starts_on),
            day("ends_on", &self.ends_on),
        );
        match (starts_on, ends_on) {
            (Some(starts_on), Some(ends_on)) => {
                if ends_on < starts_on {
                    problems.add("ends_on", Problem::EndsBeforeStart);
                }
                problems.into_result()?;
                Ok(IterationFacts {
                    goal,
                    hypothesis,
                    tool_version,
                    starts_on,
                    ends_on,
                })
            }
            _ => Err(problems),
        }
    }
}

impl From<&IterationFacts> for IterationDraft {
    fn from(facts: &IterationFacts) -> Self {
        Self {
            goal: facts.goal.clone(),
            hypothesis: facts.hypothesis.clone(),
            tool_version: facts.tool_version.clone(),
            starts_on: facts.starts_on.to_string(),
            ends_on: facts.ends_on.to_string(),
        }
    }
}

/// An iteration as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Iteration {
    /// The iteration's id.
    pub id: IterationId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// Its number in the project, from 1.
    pub number: i64,
    /// What it says about itself.
    pub facts: IterationFacts,
    /// Where it stands.
    pub state: IterationState,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// An iteration in a few words, as other things point to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationRef {
    /// The iteration's id.
    pub id: IterationId,
    /// Its number in the project.
    pub number: i64,
    /// The version of the tool.
    pub tool_version: String,
}

impl From<&Iteration> for IterationRef {
    fn from(iteration: &Iteration) -> Self {
        Self {
            id: iteration.id,
            number: iteration.number,
            tool_version: iteration.facts.tool_version.clone(),
        }
    }
}

/// How a closed iteration was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// When it was closed.
    pub at: Timestamp,
    /// SHA-256 over all that it held then, in hexadecimal.
    pub hash: String,
    /// Whether what is kept still gives that hash.
    pub intact: bool,
}

/// A change as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeDraft {
    /// What was changed in the tool.
    pub text: String,
    /// A need of the project that caused it, by its id; may be empty.
    pub need: String,
    /// Anything else that caused it, by the address of its page, or the words by
    /// which it was looked for; may be empty.
    pub cause: String,
    /// Code of the thing picked among those found by these words; may be empty.
    pub picked: String,
}

/// A change, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFacts {
    /// What was changed in the tool.
    pub text: String,
    /// What caused it, as far as the form says.
    pub causes: Vec<ThingRef>,
}

impl ChangeDraft {
    /// Cleans and checks every field; a change says what caused it.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<ChangeFacts, Problems> {
        let mut problems = Problems::default();
        let text = clean_text(&self.text);
        problems.check_length("text", &text, 1, HYPOTHESIS_MAX);
        let mut causes = Vec::new();
        let need = self.need.trim();
        match need.parse::<NeedId>() {
            Ok(need) => causes.push(ThingRef::new(ThingKind::Need, need)),
            Err(_) if need.is_empty() => {}
            Err(_) => problems.add("need", Problem::NotOffered),
        }
        match ThingRef::chosen(&self.picked, &self.cause) {
            Ok(thing) => causes.push(thing),
            Err(Problem::Missing) if !need.is_empty() => {}
            Err(problem) => problems.add("cause", problem),
        }
        causes.dedup();
        problems.into_result()?;
        Ok(ChangeFacts { text, causes })
    }
}

/// A change made in an iteration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolChange {
    /// The change's id.
    pub id: ChangeId,
    /// What was changed in the tool.
    pub text: String,
    /// What caused it, as far as its reader sees it.
    pub causes: Vec<Node>,
    /// Who noted it.
    pub author: Option<Person>,
    /// Grows by one at each change of the text.
    pub version: i64,
    /// When it was noted.
    pub created_at: Timestamp,
}

/// An iteration with its map and its changes: all that is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationContent {
    /// The iteration.
    pub iteration: Iteration,
    /// Its conjecture map.
    pub map: ConjectureMap,
    /// The changes made in it, oldest first.
    pub changes: Vec<ToolChange>,
}

/// An iteration with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationDetail {
    /// The iteration, its map and its changes.
    pub content: IterationContent,
    /// How it was frozen, once it is closed.
    pub seal: Option<Seal>,
    /// All iterations of the project, this one included, by number.
    pub all: Vec<Iteration>,
    /// What became of the map of the iteration before.
    pub since: Option<MapComparison>,
    /// Every change of the record, oldest first.
    pub history: History,
}

impl IterationDetail {
    /// The iteration before this one.
    #[must_use]
    pub fn previous(&self) -> Option<&Iteration> {
        let number = self.content.iteration.number;
        self.all
            .iter()
            .filter(|other| other.number < number)
            .max_by_key(|other| other.number)
    }

    /// Another iteration of the project that is running.
    #[must_use]
    pub fn running_elsewhere(&self) -> Option<&Iteration> {
        self.all.iter().find(|other| {
            other.id != self.content.iteration.id && other.state == IterationState::Running
        })
    }
}

/// Two iterations, and what was told between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationPair {
    /// The first of the two.
    pub a: IterationContent,
    /// The second.
    pub b: IterationContent,
    /// The maps of the iterations from the first to the second, without these, each with
    /// its number; none where the second came before the first.
    pub between: Vec<(i64, ConjectureMap)>,
}

/// Two iterations laid side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationComparison {
    /// What each says about itself.
    pub facts: Difference<IterationFacts>,
    /// What became of the map of the first in the second.
    pub map: MapComparison,
}

/// Compares two iterations, from the first to the second.
#[must_use]
pub fn compare_iterations(pair: &IterationPair) -> IterationComparison {
    let IterationPair { a, b, between } = pair;
    let (old, new) = (&a.iteration.facts, &b.iteration.facts);
    IterationComparison {
        facts: if old == new {
            Difference::Same(new.clone())
        } else {
            Difference::Changed {
                old: old.clone(),
                new: new.clone(),
            }
        },
        map: compare_maps(&a.map, &b.map).told_by(between.clone()),
    }
}

#[cfg(test)]
mod tests;
