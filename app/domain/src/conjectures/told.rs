//! The things of a map as they are told: with what speaks for and against them,
//! in words, through the iterations.

use serde::{Deserialize, Serialize};

use super::{ConjectureMap, ConjectureStatus, Element, MapLink};
use crate::audit::History;
use crate::evidence::{Node, Relation, ThingRef};
use crate::iterations::IterationRef;

/// How much of each end the title of a link shows.
const END_SHOWN: usize = 76;

/// Something that speaks for or against what a map supposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Whether it supports or contradicts.
    pub relation: Relation,
    /// What speaks.
    pub thing: Node,
}

/// A link with its ends in words, as it is compared and read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenLink {
    /// The link.
    pub link: MapLink,
    /// What the element says that it starts from.
    pub from: String,
    /// What the element says that it leads to.
    pub to: String,
}

impl ConjectureMap {
    /// The links with their ends in words.
    #[must_use]
    pub fn spoken(&self) -> Vec<SpokenLink> {
        let text = |id| {
            let found = self.element(id);
            found.map(|(_, element)| element.facts.text.clone())
        };
        let read = |link: &MapLink| SpokenLink {
            link: link.clone(),
            from: text(link.facts.from).unwrap_or_default(),
            to: text(link.facts.to).unwrap_or_default(),
        };
        self.links.iter().map(read).collect()
    }
}

impl SpokenLink {
    /// Both ends, each no longer than leaves room for the other.
    #[must_use]
    pub fn title(&self) -> String {
        let short = |text: &str| match text.char_indices().nth(END_SHOWN) {
            Some((end, _)) => format!("{}…", text[..end].trim_end()),
            None => text.to_owned(),
        };
        format!("{} → {}", short(&self.from), short(&self.to))
    }
}

/// One thing of a project's conjecture maps through its iterations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conjecture {
    /// The thing, by its origin.
    pub thing: ThingRef,
    /// What each iteration that has it says of it, the latest first; never empty.
    pub told: Vec<(IterationRef, MapThing)>,
    /// What was linked with it, oldest first.
    pub history: History,
}

/// A thing of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MapThing {
    /// An element.
    Element(Element),
    /// A link.
    Link(SpokenLink),
}

impl MapThing {
    /// What it says.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Element(element) => element.facts.text.clone(),
            Self::Link(link) => link.title(),
        }
    }

    /// How it has fared, and why.
    #[must_use]
    pub fn status(&self) -> (ConjectureStatus, &str) {
        match self {
            Self::Element(element) => (element.facts.status, &element.facts.reason),
            Self::Link(spoken) => (spoken.link.facts.status, &spoken.link.facts.reason),
        }
    }

    /// Why it came into the map there, or says something else than before.
    #[must_use]
    pub fn why(&self) -> &str {
        match self {
            Self::Element(element) => &element.facts.why,
            Self::Link(spoken) => &spoken.link.facts.why,
        }
    }
}
