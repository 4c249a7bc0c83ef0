//! The home page: what waits for a person, and where each of their projects is.

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::feedback::FeedbackState;
use crate::ids::{IterationId, MilestoneId, ProjectId};
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
        /// A project that nobody leads who can; they may name somebody.
        NoLead = "no_lead": "projet sans responsable" | "project without a lead",
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
        /// Entries of a project whose team they manage are assigned to somebody who has left
        /// the team or closed their account.
        LeftBehind = "left_behind": "retours à confier de nouveau" | "feedback to assign again",
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
    /// Who left them, where somebody did.
    pub left_by: Option<Person>,
}

impl Waiting {
    /// Where it stands among what waits, the most pressing first. Milestones and actions stand
    /// together by their dates: first those that are past, later those that lie ahead.
    #[must_use]
    pub fn place(&self) -> (WaitingKind, bool, Option<Date>, WaitingKind) {
        let among = match self.kind {
            WaitingKind::Late => WaitingKind::Overdue,
            WaitingKind::Do => WaitingKind::Due,
            kind => kind,
        };
        (among, self.due_on.is_none(), self.due_on, self.kind)
    }
}

/// An iteration that is planned next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextIteration {
    /// Its id.
    pub id: IterationId,
    /// Its number in the project.
    pub number: i64,
    /// The day on which it is planned to begin.
    pub starts_on: Date,
    /// The day on which it is planned to end.
    pub ends_on: Date,
    /// Whether the first of these is past.
    pub overdue: bool,
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
    /// The iteration that is planned next.
    pub planned: Option<NextIteration>,
    /// The milestone that comes next.
    pub milestone: Option<NextMilestone>,
    /// The phase that is planned next.
    pub phase: Option<NextPhase>,
}
