//! Two maps compared: what has one origin is one thing, whatever it says.

use serde::{Deserialize, Serialize};

use super::{ConjectureMap, ConjectureStatus, Element, MapLink, SpokenLink};
use crate::ids::ElementId;

/// Something in one map and in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference<T> {
    /// In both, unchanged.
    Same(T),
    /// In both, and it says something else or fares otherwise.
    Changed {
        /// As it was.
        old: T,
        /// As it is.
        new: T,
    },
    /// In the second alone.
    Added(T),
    /// In the first alone.
    Removed(T),
}

impl<T> Difference<T> {
    /// The thing as the second has it, else as the first had it.
    pub const fn latest(&self) -> &T {
        match self {
            Self::Same(it) | Self::Added(it) | Self::Removed(it) => it,
            Self::Changed { new, .. } => new,
        }
    }

    /// Whether the two differ.
    #[must_use]
    pub const fn is_change(&self) -> bool {
        !matches!(self, Self::Same(_))
    }
}

/// What became of a map in another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapComparison {
    /// Element by element: those of the second in its order, then those removed.
    pub elements: Vec<Difference<Element>>,
    /// Link by link, likewise.
    pub links: Vec<Difference<SpokenLink>>,
}

impl MapComparison {
    /// The element with which a link of the first map went: one of its ends, which was
    /// given up there.
    #[must_use]
    pub fn gone_with(&self, link: &MapLink) -> Option<&Element> {
        let ends = [link.facts.from, link.facts.to];
        let mut gone = self
            .elements
            .iter()
            .filter_map(|difference| match difference {
                Difference::Removed(element) => Some(element),
                _ => None,
            });
        gone.find(|element| {
            element.facts.status == ConjectureStatus::Dropped && ends.contains(&element.id)
        })
    }
}

/// Compares two maps: what has one origin is one thing, whatever it says.
#[must_use]
pub fn compare_maps(old: &ConjectureMap, new: &ConjectureMap) -> MapComparison {
    let origin = |map: &ConjectureMap, id: ElementId| {
        let mut elements = map.elements.iter();
        elements.find(|element| element.id == id).map(|e| e.origin)
    };
    // That an end was reworded is told once, with the element.
    let same_link = |a: &SpokenLink, b: &SpokenLink| {
        let (a, b) = (&a.link, &b.link);
        a.kind == b.kind
            && a.facts.status == b.facts.status
            && a.facts.reason == b.facts.reason
            && a.evidence == b.evidence
            && origin(old, a.facts.from) == origin(new, b.facts.from)
            && origin(old, a.facts.to) == origin(new, b.facts.to)
    };
    MapComparison {
        elements: differences(
            &old.elements,
            &new.elements,
            |element| element.origin,
            |a, b| a.facts.is_same(&b.facts) && a.evidence == b.evidence,
        ),
        links: differences(
            &old.spoken(),
            &new.spoken(),
            |spoken| spoken.link.origin,
            same_link,
        ),
    }
}

fn differences<T: Clone, Key: PartialEq>(
    old: &[T],
    new: &[T],
    key: impl Fn(&T) -> Key,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Difference<T>> {
    let in_new =
        new.iter().map(
            |after| match old.iter().find(|before| key(before) == key(after)) {
                None => Difference::Added(after.clone()),
                Some(before) if same(before, after) => Difference::Same(after.clone()),
                Some(before) => Difference::Changed {
                    old: before.clone(),
                    new: after.clone(),
                },
            },
        );
    let gone = old
        .iter()
        .filter(|before| !new.iter().any(|after| key(after) == key(before)))
        .map(|before| Difference::Removed(before.clone()));
    in_new.chain(gone).collect()
}
