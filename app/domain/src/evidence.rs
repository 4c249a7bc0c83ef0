//! The evidence chain: any two things can be linked by a typed relation, and
//! every thing shows its chain in both directions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::ids::{LinkId, UserId};
use crate::time::Timestamp;

codes! {
    /// The kinds of things that evidence can link.
    pub enum ThingKind {
        /// An expression of need.
        Need = "need": "besoin" | "need",
        /// A project of a tool.
        Project = "project": "projet" | "project",
        /// One iteration of a project.
        Iteration = "iteration": "itération" | "iteration",
        /// A change made in an iteration.
        Change = "change": "changement" | "change",
        /// An entry of the feedback log.
        Feedback = "feedback": "retour" | "feedback",
        /// A milestone of a project.
        Milestone = "milestone": "jalon" | "milestone",
    }
}

codes! {
    /// How one thing bears on another, read from the first to the second.
    pub enum Relation {
        /// The first answers the second, as a project answers a need.
        Answers = "answers": "répond à" | "answers",
        /// The first led to the second, as feedback leads to a change.
        Caused = "caused": "a entraîné" | "caused",
        /// The first speaks for the second.
        Supports = "supports": "appuie" | "supports",
        /// The first speaks against the second.
        Contradicts = "contradicts": "contredit" | "contradicts",
        /// The first was settled by the second.
        DecidedBy = "decided_by": "décidé par" | "decided by",
        /// The first is measured by the second.
        MeasuredBy = "measured_by": "mesuré par" | "measured by",
        /// The two belong together; nothing more is claimed.
        RelatesTo = "relates_to": "en lien avec" | "relates to",
    }
}

impl Relation {
    /// The relation read backwards, from the second thing to the first.
    #[must_use]
    pub const fn reversed(self) -> crate::wording::Wording {
        use crate::wording::Wording;
        match self {
            Self::Answers => Wording::new("trouve réponse dans", "is answered by"),
            Self::Caused => Wording::new("vient de", "was caused by"),
            Self::Supports => Wording::new("est appuyé par", "is supported by"),
            Self::Contradicts => Wording::new("est contredit par", "is contradicted by"),
            Self::DecidedBy => Wording::new("a décidé de", "decided"),
            Self::MeasuredBy => Wording::new("mesure", "measures"),
            Self::RelatesTo => Wording::new("en lien avec", "relates to"),
        }
    }
}

/// A reference to one thing of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThingRef {
    /// What kind of thing.
    pub kind: ThingKind,
    /// Its id.
    pub id: Uuid,
}

impl ThingRef {
    /// A reference to the thing of this kind with this id.
    #[must_use]
    pub fn new(kind: ThingKind, id: impl Into<Uuid>) -> Self {
        Self {
            kind,
            id: id.into(),
        }
    }
}

/// A link between two things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The link's id.
    pub id: LinkId,
    /// The thing that the relation starts from.
    pub from: ThingRef,
    /// How the first bears on the second.
    pub relation: Relation,
    /// The thing that the relation leads to.
    pub to: ThingRef,
    /// Who linked them.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}
