//! Conjecture maps (Sandoval 2014): what a team supposes about its tool, how the
//! tool embodies it, which processes that should set off, and what should come
//! of them. One map per iteration.

mod compare;
mod told;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::compare::{Difference, MapComparison, ToldBetween, compare_maps};
pub use self::told::{Conjecture, Evidence, MapThing, SpokenLink};
use crate::codes::codes;
use crate::ids::{ElementId, MapLinkId};
use crate::problems::{Problem, Problems, clean_text};

/// The most characters of an element or of a reason.
pub const ELEMENT_MAX: u32 = 600;

codes! {
    /// The four columns of a map, from left to right.
    #[derive(Default)]
    pub enum Column {
        /// What is supposed, at the highest level.
        #[default]
        Conjecture = "conjecture": "conjecture" | "conjecture",
        /// What the tool and its use make of it.
        Embodiment = "embodiment": "réalisation" | "embodiment",
        /// What should happen between people and tool.
        Mediation = "mediation": "processus médiateur" | "mediating process",
        /// What should come of it.
        Outcome = "outcome": "effet attendu" | "outcome",
    }
}

codes! {
    /// In what a conjecture is embodied.
    pub enum EmbodimentKind {
        /// Tools and materials.
        Tool = "tool": "outil" | "tool",
        /// What pupils and teachers do.
        Task = "task": "tâche" | "task",
        /// Who works with whom.
        Structure = "structure": "organisation des participant·es" | "participant structure",
        /// How people talk about it.
        Discourse = "discourse": "pratique discursive" | "discursive practice",
    }
}

codes! {
    /// How an element or a link has fared.
    #[derive(Default)]
    pub enum ConjectureStatus {
        /// Put forward, not tried yet.
        #[default]
        Proposed = "proposed": "proposée" | "proposed",
        /// What was observed speaks for it.
        Supported = "supported": "appuyée" | "supported",
        /// What was observed speaks against it.
        Contradicted = "contradicted": "contredite" | "contradicted",
        /// Said otherwise after what was learned.
        Revised = "revised": "révisée" | "revised",
        /// Given up: it is not carried into the next iteration.
        Dropped = "dropped": "abandonnée" | "dropped",
    }
}

codes! {
    /// What a link claims.
    pub enum MapLinkKind {
        /// If the tool is like this, that process will take place.
        Design = "design": "conjecture de conception" | "design conjecture",
        /// If that process takes place, this will come of it.
        Theoretical = "theoretical": "conjecture théorique" | "theoretical conjecture",
    }
}

impl MapLinkKind {
    /// What a link from one column to another claims; no other links are made.
    #[must_use]
    pub const fn between(from: Column, to: Column) -> Option<Self> {
        match (from, to) {
            (Column::Embodiment, Column::Mediation) => Some(Self::Design),
            (Column::Mediation, Column::Outcome) => Some(Self::Theoretical),
            _ => None,
        }
    }
}

/// An element as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ElementDraft {
    /// Code of the column.
    pub column: String,
    /// Code of the kind of embodiment; empty in the other columns.
    pub kind: String,
    /// What it says.
    pub text: String,
    /// Code of the status; empty for one that is proposed.
    pub status: String,
    /// Why it has this status.
    pub reason: String,
    /// Why it is new in a map that was carried over, or says something else than there.
    pub why: String,
}

/// What an element says, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementFacts {
    /// Where it stands in the map.
    pub column: Column,
    /// The kind of embodiment, in that column alone.
    pub kind: Option<EmbodimentKind>,
    /// What it says.
    pub text: String,
    /// How it has fared.
    pub status: ConjectureStatus,
    /// Why it has this status.
    pub reason: String,
    /// Why it is new in a map that was carried over, or says something else than there.
    pub why: String,
}

impl ElementDraft {
    /// Cleans and checks every field. An embodiment says of which kind it is; a
    /// status other than proposed says why, as does what changes a map that was carried
    /// over (`changes_carried`).
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, changes_carried: bool) -> Result<ElementFacts, Problems> {
        let mut problems = Problems::default();
        let column = Column::from_code(&self.column);
        if column.is_none() {
            problems.add("column", Problem::NotOffered);
        }
        let kind = match column {
            Some(Column::Embodiment) => {
                let kind = EmbodimentKind::from_code(&self.kind);
                if kind.is_none() {
                    let empty = self.kind.is_empty();
                    problems.add("kind", missing_or_unknown(empty));
                }
                kind
            }
            _ => None,
        };
        let text = clean_text(&self.text);
        problems.check_length("text", &text, 1, ELEMENT_MAX);
        let (status, reason) = check_status(&mut problems, &self.status, &self.reason);
        let why = check_why(&mut problems, &self.why, changes_carried);
        problems.into_result()?;
        Ok(ElementFacts {
            column: column.unwrap_or_default(),
            kind,
            text,
            status,
            reason,
            why,
        })
    }

    /// Whether it says what is there, however that fares.
    #[must_use]
    pub fn says(&self, there: &ElementFacts) -> bool {
        let kind = there.kind.map(EmbodimentKind::code).unwrap_or_default();
        clean_text(&self.text) == there.text && self.kind == kind
    }
}

impl ElementFacts {
    /// Whether two iterations say the same; why it was brought in there is told once.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let said = |facts: &Self| Self {
            why: String::new(),
            ..facts.clone()
        };
        said(self) == said(other)
    }
}

impl From<&ElementFacts> for ElementDraft {
    fn from(facts: &ElementFacts) -> Self {
        Self {
            column: facts.column.to_string(),
            kind: facts.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            text: facts.text.clone(),
            status: facts.status.to_string(),
            reason: facts.reason.clone(),
            why: facts.why.clone(),
        }
    }
}

/// A link as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MapLinkDraft {
    /// Id of the element that it starts from.
    pub from: String,
    /// Id of the element that it leads to.
    pub to: String,
    /// Code of the status; empty for one that is proposed.
    pub status: String,
    /// Why it has this status.
    pub reason: String,
    /// Why it is new in a map that was carried over.
    pub why: String,
}

/// What a link says, checked as far as the form alone tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapLinkFacts {
    /// The element that it starts from.
    pub from: ElementId,
    /// The element that it leads to.
    pub to: ElementId,
    /// How it has fared.
    pub status: ConjectureStatus,
    /// Why it has this status.
    pub reason: String,
    /// Why it is new in a map that was carried over.
    pub why: String,
}

impl MapLinkDraft {
    /// Cleans and checks every field. What changes a map that was carried over says why
    /// (`changes_carried`).
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, changes_carried: bool) -> Result<MapLinkFacts, Problems> {
        let mut problems = Problems::default();
        let mut end = |field: &str, text: &str| {
            let id = ElementId::from_str(text).ok();
            if id.is_none() {
                problems.add(field, missing_or_unknown(text.is_empty()));
            }
            id
        };
        let (from, to) = (end("from", &self.from), end("to", &self.to));
        let (status, reason) = check_status(&mut problems, &self.status, &self.reason);
        let why = check_why(&mut problems, &self.why, changes_carried);
        match (from, to) {
            (Some(from), Some(to)) => {
                problems.into_result()?;
                Ok(MapLinkFacts {
                    from,
                    to,
                    status,
                    reason,
                    why,
                })
            }
            _ => Err(problems),
        }
    }
}

impl From<&MapLinkFacts> for MapLinkDraft {
    fn from(facts: &MapLinkFacts) -> Self {
        Self {
            from: facts.from.to_string(),
            to: facts.to.to_string(),
            status: facts.status.to_string(),
            reason: facts.reason.clone(),
            why: facts.why.clone(),
        }
    }
}

fn missing_or_unknown(empty: bool) -> Problem {
    if empty {
        Problem::Missing
    } else {
        Problem::NotOffered
    }
}

fn check_status(problems: &mut Problems, code: &str, reason: &str) -> (ConjectureStatus, String) {
    let status = match code {
        "" => Some(ConjectureStatus::default()),
        code => ConjectureStatus::from_code(code),
    };
    if status.is_none() {
        problems.add("status", Problem::NotOffered);
    }
    let status = status.unwrap_or_default();
    let reason = clean_text(reason);
    let wanted = u32::from(status != ConjectureStatus::Proposed);
    problems.check_length("reason", &reason, wanted, ELEMENT_MAX);
    (status, reason)
}

fn check_why(problems: &mut Problems, why: &str, wanted: bool) -> String {
    let why = clean_text(why);
    problems.check_length("why", &why, u32::from(wanted), ELEMENT_MAX);
    why
}

/// An element of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// The element's id.
    pub id: ElementId,
    /// The element that it goes back to, through every iteration that carried
    /// it: its own id where it was new.
    pub origin: ElementId,
    /// What it says.
    pub facts: ElementFacts,
    /// What speaks for or against it, as far as its reader sees it.
    pub evidence: Vec<Evidence>,
    /// Grows by one at each change.
    pub version: i64,
}

impl Element {
    /// Whether it comes from an earlier iteration.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        self.origin != self.id
    }
}

/// A link of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapLink {
    /// The link's id.
    pub id: MapLinkId,
    /// The link that it goes back to: its own id where it was new.
    pub origin: MapLinkId,
    /// What it claims.
    pub kind: MapLinkKind,
    /// Between what, and how it has fared.
    pub facts: MapLinkFacts,
    /// What speaks for or against it, as far as its reader sees it.
    pub evidence: Vec<Evidence>,
    /// Grows by one at each change.
    pub version: i64,
}

impl MapLink {
    /// Whether it comes from an earlier iteration.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        self.origin != self.id
    }
}

/// The conjecture map of one iteration, in the order in which it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConjectureMap {
    /// What it holds.
    pub elements: Vec<Element>,
    /// What leads to what.
    pub links: Vec<MapLink>,
}

impl ConjectureMap {
    /// Whether it goes on from the map of an earlier iteration: what is changed in it
    /// says why.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        self.elements.iter().any(Element::is_carried)
    }

    /// The elements of a column, each with its short name (C1, R2 …), which is
    /// that of its place in the column.
    pub fn column(&self, column: Column) -> impl Iterator<Item = (String, &Element)> {
        let letter = match column {
            Column::Conjecture => 'C',
            Column::Embodiment => 'R',
            Column::Mediation => 'P',
            Column::Outcome => 'E',
        };
        self.elements
            .iter()
            .filter(move |element| element.facts.column == column)
            .enumerate()
            .map(move |(place, element)| (format!("{letter}{}", place + 1), element))
    }

    /// An element and its short name.
    #[must_use]
    pub fn element(&self, id: ElementId) -> Option<(String, &Element)> {
        let found = self.elements.iter().find(|element| element.id == id)?;
        self.column(found.facts.column)
            .find(|(_, element)| element.id == id)
    }
}

#[cfg(test)]
mod tests;
