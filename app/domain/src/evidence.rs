//! The evidence chain: any two things can be linked by a typed relation, and
//! every thing shows its chain in both directions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::ids::{LinkId, ProjectId, SessionId, UserId};
use crate::problems::Problem;
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
        /// An element of a project's conjecture maps: one and the same through
        /// every iteration that carried it over.
        Element = "element": "élément de carte" | "map element",
        /// A link of a project's conjecture maps, likewise.
        MapLink = "maplink": "lien de carte" | "map link",
        /// A change made in an iteration.
        Change = "change": "changement" | "change",
        /// An entry of the feedback log.
        Feedback = "feedback": "retour" | "feedback",
        /// A co-design session of a project.
        Session = "session": "séance" | "session",
        /// A decision of a project.
        Decision = "decision": "décision" | "decision",
        /// Something that is to be done in a project.
        ActionItem = "action": "action" | "action",
        /// A milestone of a project.
        Milestone = "milestone": "jalon" | "milestone",
        /// A file attached to one of the others.
        File = "file": "fichier" | "file",
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
    /// The notes of a session's board that the second thing came out of, where the
    /// link leads from the session to it, in reading order.
    pub notes: Vec<SourceNote>,
}

/// A note of a session's board, as the chain quotes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// The session.
    pub session: SessionId,
    /// Id of the note's record on the board, as text.
    pub record: String,
    /// The words that it had when something came out of it.
    pub text: String,
    /// The name of whoever wrote it; empty where it is not signed, or not known.
    pub author: String,
    /// The declared interests of a partner who wrote it; empty where there are none.
    pub interests: String,
    /// Where its reader finds it.
    pub place: NotePlace,
}

/// Where the reader of a chain finds a note that it quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotePlace {
    /// On the board, of which they are.
    Board,
    /// In the report: the session is over, and they were not there.
    Report,
    /// Nowhere: while a session is open, its board is for those who take part.
    Nowhere,
}

/// The kinds in the order in which evidence is told: from the need to what was
/// measured, and what that says of what was supposed. A kind that is not named here comes last.
const TOLD: &[ThingKind] = &[
    ThingKind::Need,
    ThingKind::Project,
    ThingKind::Session,
    ThingKind::Feedback,
    ThingKind::File,
    ThingKind::Decision,
    ThingKind::ActionItem,
    ThingKind::Iteration,
    ThingKind::Change,
    ThingKind::Milestone,
    ThingKind::Element,
    ThingKind::MapLink,
];

impl ThingKind {
    /// Every kind, in the order in which evidence is told.
    #[must_use]
    pub fn as_told() -> Vec<Self> {
        let mut kinds = Self::ALL.to_vec();
        kinds.sort_by_key(|kind| {
            TOLD.iter()
                .position(|told| told == kind)
                .unwrap_or(TOLD.len())
        });
        kinds
    }
}

impl ThingKind {
    /// Whether such things stand in conjecture maps: evidence of them is told
    /// there.
    #[must_use]
    pub const fn is_of_map(self) -> bool {
        matches!(self, Self::Element | Self::MapLink)
    }
}

impl Relation {
    /// Those by which something speaks for or against what a map supposes.
    pub const SPEAKING: [Self; 2] = [Self::Supports, Self::Contradicts];

    /// Whether it makes sense to say this of two things of these kinds: only a
    /// milestone measures, only what is tried, observed or shown speaks for or against
    /// something (a decision, too, against what a map supposes), only a session
    /// leads to a need. A file shows something and claims nothing: nothing speaks
    /// for or against it, nor is it measured or settled. That two things belong
    /// together can always be said.
    #[must_use]
    pub fn fits(self, from: ThingKind, to: ThingKind) -> bool {
        use ThingKind as T;
        match self {
            Self::RelatesTo => true,
            Self::Answers => match from {
                T::Project => to == T::Need,
                T::Iteration | T::Change => matches!(to, T::Need | T::Feedback),
                _ => false,
            },
            Self::Caused => from != T::Milestone && (to != T::Need || from == T::Session),
            Self::Supports | Self::Contradicts => match from {
                _ if to == T::File => false,
                T::Session | T::Feedback | T::File | T::Iteration | T::Change | T::Milestone => {
                    true
                }
                T::Decision => to.is_of_map(),
                _ => false,
            },
            Self::DecidedBy => {
                let decides = matches!(to, T::Session | T::Decision | T::Iteration | T::Milestone);
                decides && from != T::File
            }
            Self::MeasuredBy => to == T::Milestone && !matches!(from, T::Milestone | T::File),
        }
    }
}

impl ThingRef {
    /// The thing whose page has this address, given whole or from its path on.
    #[must_use]
    pub fn from_address(address: &str) -> Option<Self> {
        let address = address.trim();
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => address.trim_start_matches('/'),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        let (kind, id) = match steps.as_slice() {
            ["needs", id, ..] => (ThingKind::Need, id),
            ["projects", _, "iterations", id, ..] => (ThingKind::Iteration, id),
            ["projects", _, "elements", id, ..] => (ThingKind::Element, id),
            ["projects", _, "maplinks", id, ..] => (ThingKind::MapLink, id),
            ["projects", _, "changes", id, ..] => (ThingKind::Change, id),
            ["projects", _, "feedback", id, ..] => (ThingKind::Feedback, id),
            ["sessions" | "board", id, ..] | ["projects", _, "sessions", id, ..] => {
                (ThingKind::Session, id)
            }
            ["projects", _, "decisions", id, ..] => (ThingKind::Decision, id),
            ["projects", _, "actions", id, ..] => (ThingKind::ActionItem, id),
            ["projects", _, "milestones", id, ..] => (ThingKind::Milestone, id),
            // What is copied may be the address of its bytes.
            ["files" | "attachments", id, ..] => (ThingKind::File, id),
            ["projects", id, ..] => (ThingKind::Project, id),
            ["evidence", kind, id] => (ThingKind::from_code(kind)?, id),
            _ => return None,
        };
        Some(Self::new(kind, id.parse::<Uuid>().ok()?))
    }

    /// The thing that a person chose: the one picked from what search found, by
    /// its code, else the one whose page has the address typed.
    ///
    /// # Errors
    /// [`Problem::Missing`] when nothing was typed either; the address leads to
    /// nothing that can be linked.
    pub fn chosen(picked: &str, typed: &str) -> Result<Self, Problem> {
        let found = Self::from_code(picked).or_else(|| Self::from_address(typed));
        found.ok_or(if typed.trim().is_empty() {
            Problem::Missing
        } else {
            Problem::NotOffered
        })
    }

    /// Reads what [`Display`](std::fmt::Display) writes: `need:0191…`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, id) = code.split_once(':')?;
        Some(Self::new(
            ThingKind::from_code(kind)?,
            id.parse::<Uuid>().ok()?,
        ))
    }
}

impl std::fmt::Display for ThingRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

/// A thing as the chain names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The thing.
    pub thing: ThingRef,
    /// Its title, or how its text begins.
    pub title: String,
    /// The project that it belongs to, if any.
    pub project: Option<ProjectId>,
}

/// The most things of a [`Graph`]: more are no page that anybody reads.
pub const GRAPH_MAX: usize = 2_000;

/// All that is connected with a thing, as far as its reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// The things: the one asked about first, then the nearer before the farther.
    pub nodes: Vec<Node>,
    /// The links between them.
    pub links: Vec<Link>,
    /// Whether more is connected, farther away, than [`GRAPH_MAX`] things.
    pub cut: bool,
}

/// One link as it is seen from one of its ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The link.
    pub link: LinkId,
    /// How the first thing bears on the second.
    pub relation: Relation,
    /// Whether it leads from here to the other thing, rather than from there.
    pub forward: bool,
    /// The thing at the other end.
    pub other: Node,
    /// Whether an iteration was closed with it: it is no longer taken away.
    pub sealed: bool,
    /// The notes of a board that came to this, as the [`Link`] has them.
    pub notes: Vec<SourceNote>,
}

impl Step {
    /// How the thing here bears on the other one.
    #[must_use]
    pub const fn wording(&self) -> crate::wording::Wording {
        if self.forward {
            self.relation.wording()
        } else {
            self.relation.reversed()
        }
    }
}

/// The links of one thing, in both directions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The thing.
    pub here: Node,
    /// What leads here, then what this leads to, each as evidence is told.
    pub steps: Vec<Step>,
}

impl Graph {
    /// The links of one of its things, in both directions. Which of them are sealed
    /// is not known here.
    #[must_use]
    pub fn around(&self, thing: ThingRef) -> Option<Chain> {
        let node = |thing: ThingRef| self.nodes.iter().find(|node| node.thing == thing);
        let here = node(thing)?.clone();
        let mut steps: Vec<Step> = self
            .links
            .iter()
            .filter_map(|link| {
                let forward = link.from == thing;
                let other = match (forward, link.to == thing) {
                    (true, _) => link.to,
                    (false, true) => link.from,
                    (false, false) => return None,
                };
                Some(Step {
                    link: link.id,
                    relation: link.relation,
                    forward,
                    other: node(other)?.clone(),
                    sealed: false,
                    notes: link.notes.clone(),
                })
            })
            .collect();
        let told = ThingKind::as_told();
        steps.sort_by_key(|step| {
            let kind = told.iter().position(|kind| *kind == step.other.thing.kind);
            (step.forward, kind, step.link)
        });
        Some(Chain { here, steps })
    }
}

#[cfg(test)]
mod tests;
