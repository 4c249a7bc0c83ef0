//! Action items: what is to be done, by whom and until when, and what became of it.

use serde::{Deserialize, Serialize};

use super::STATEMENT_MAX;
use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::ids::{ActionItemId, ProjectId, UserId};
use crate::milestones::{Deed, REASON_MAX};
use crate::problems::{Problem, Problems, clean_text};
use crate::projects::{Project, optional};
use crate::time::{Date, Timestamp, parse_date};

codes! {
    /// What became of an action item.
    #[derive(Default)]
    pub enum ActionState {
        /// To be done.
        #[default]
        Open = "open": "à faire" | "to do",
        /// Done.
        Done = "done": "faite" | "done",
        /// Given up, for a reason.
        Dropped = "dropped": "abandonnée" | "dropped",
    }
}

/// An action item as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionItemDraft {
    /// What is to be done.
    pub statement: String,
    /// Id of the member of the team who takes it on; empty for nobody yet.
    pub owner: String,
    /// Due date; may be empty.
    pub due_on: String,
    /// `true` where the project's partners see it.
    pub shared: String,
}

/// An action item's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItemFacts {
    /// What is to be done.
    pub statement: String,
    /// Who takes it on.
    pub owner: Option<UserId>,
    /// Due date.
    pub due_on: Option<Date>,
    /// Whether the project's partners see it; whoever takes it on always does.
    pub shared: bool,
}

impl ActionItemDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<ActionItemFacts, Problems> {
        let mut problems = Problems::default();
        let statement = clean_text(&self.statement);
        problems.check_length("statement", &statement, 1, STATEMENT_MAX);
        let owner = optional(&mut problems, "owner", &self.owner);
        let due_on = parse_date(&self.due_on);
        if due_on.is_none() && !self.due_on.trim().is_empty() {
            problems.add("due_on", Problem::NotADate);
        }
        problems.into_result()?;
        Ok(ActionItemFacts {
            statement,
            owner,
            due_on,
            shared: self.shared == "true",
        })
    }
}

/// An action item as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    /// The action item's id.
    pub id: ActionItemId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What is to be done.
    pub statement: String,
    /// Who takes it on.
    pub owner: Option<Person>,
    /// Due date.
    pub due_on: Option<Date>,
    /// Whether the project's partners see it; whoever takes it on always does.
    pub shared: bool,
    /// What became of it.
    pub state: ActionState,
    /// Why it was given up, or opened again.
    pub state_reason: String,
    /// Who said so, and when.
    pub settled: Option<Deed>,
    /// Grows by one at each change of what it says; a stale form is recognised by it.
    pub version: i64,
    /// Who recorded it.
    pub created_by: Option<Person>,
    /// When it was recorded.
    pub created_at: Timestamp,
}

impl ActionItem {
    /// Whether it is still to be done although its date is past.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.state == ActionState::Open && self.due_on.is_some_and(|due_on| due_on < today)
    }
}

impl From<&ActionItem> for ActionItemDraft {
    fn from(item: &ActionItem) -> Self {
        let of = |text: Option<String>| text.unwrap_or_default();
        Self {
            statement: item.statement.clone(),
            owner: of(item.owner.as_ref().map(|owner| owner.id.to_string())),
            due_on: of(item.due_on.map(|due_on| due_on.to_string())),
            shared: item.shared.to_string(),
        }
    }
}

/// What became of an action item, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionStateDraft {
    /// Code of the state.
    pub state: String,
    /// Why.
    pub reason: String,
}

impl From<&ActionItem> for ActionStateDraft {
    fn from(item: &ActionItem) -> Self {
        Self {
            state: item.state.code().to_owned(),
            reason: item.state_reason.clone(),
        }
    }
}

impl ActionStateDraft {
    /// Checks that the item may pass to this state: to done or dropped while it
    /// is open, and back to open. All but being done wants a reason.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, current: ActionState) -> Result<(ActionState, String), Problems> {
        let mut problems = Problems::default();
        let reason = clean_text(&self.reason);
        let next = ActionState::from_code(&self.state)
            .filter(|next| (current == ActionState::Open) != (*next == ActionState::Open));
        if next.is_none() {
            problems.add("state", Problem::NotOffered);
        }
        let wanted = u32::from(next != Some(ActionState::Done));
        problems.check_length("reason", &reason, wanted, REASON_MAX);
        match (next, problems.0.is_empty()) {
            (Some(next), true) => Ok((next, reason)),
            _ => Err(problems),
        }
    }
}

/// An action item with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItemDetail {
    /// The action item.
    pub item: ActionItem,
    /// Its project.
    pub project: Project,
    /// Every change, oldest first.
    pub history: History,
}
