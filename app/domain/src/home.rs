//! The home page: what waits for a person, and where each of their projects is.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::feedback::FeedbackState;
use crate::ids::{MilestoneId, ProjectId};
use crate::iterations::{IterationRef, IterationState};
use crate::phases::ProjectPhase;
use crate::time::Date;

/// How many days ahead a milestone waits for its owner.
pub const AHEAD_DAYS: i8 = 30;
/// How many things of one kind are shown as waiting.
pub const WAITING_MAX: u64 = 10;

/// What an entry is whoever looks after it still has something to do with.
pub const TO_TREAT: [FeedbackState; 3] = [
    FeedbackState::New,
    FeedbackState::Accepted,
    FeedbackState::Deferred,
];

codes! {
    /// Why something waits for a person, the most pressing first.
    pub enum WaitingKind {
        /// The date of a milestone of theirs is past.
        Overdue = "overdue": "jalon en retard" | "milestone overdue",
        /// The date of an action that they took on is past.
        Late = "late": "action en retard" | "action overdue",
        /// Their signature is asked for.
        Sign = "sign": "à signer" | "to sign",
        /// What their feedback led to is shipped.
        Confirm = "confirm": "livré, à confirmer" | "shipped, to confirm",
        /// A milestone of theirs is due.
        Due = "due": "jalon à venir" | "milestone ahead",
        /// They took an action on.
        Do = "do": "action à faire" | "action to do",
        /// They are mentioned in a comment, and have not looked yet.
        Mention = "mention": "on me mentionne" | "I am mentioned",
        /// An iteration of a project that they lead is in review.
        Review = "review": "itération en revue" | "iteration in review",
        /// Feedback came in to a project that they lead; nobody has decided on it.
        Triage = "triage": "retours à trier" | "feedback to triage",
        /// They look after entries that are open.
        Treat = "treat": "retour confié" | "feedback assigned",
        /// Something became of a need of theirs.
        News = "news": "du nouveau sur mon besoin" | "news of my need",
    }
}

/// Something that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Why.
    pub kind: WaitingKind,
    /// What.
    pub thing: ThingRef,
    /// What that is called.
    pub title: String,
    /// The project that it belongs to.
    pub project: Option<ProjectId>,
    /// By when, where there is a date.
    pub due_on: Option<Date>,
    /// How many, where it stands for several entries of a project.
    pub count: Option<u64>,
}

/// A milestone that comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextMilestone {
    /// Its id.
    pub id: MilestoneId,
    /// What it is called.
    pub title: String,
    /// Its date.
    pub due_on: Date,
    /// Whether that is past.
    pub overdue: bool,
}

/// A phase that is planned next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPhase {
    /// The phase.
    pub phase: ProjectPhase,
    /// The day on which it is planned to begin.
    pub starts_on: Date,
    /// Whether that is past.
    pub overdue: bool,
}

/// Where a project is and what comes next, at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// The iteration that runs or is in review.
    pub iteration: Option<(IterationRef, IterationState)>,
    /// The milestone that comes next.
    pub milestone: Option<NextMilestone>,
    /// The phase that is planned next.
    pub phase: Option<NextPhase>,
}
