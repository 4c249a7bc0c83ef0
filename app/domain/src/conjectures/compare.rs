//! Two maps compared: what has one origin is one thing, whatever it says.

use serde::{Deserialize, Serialize};

use super::{ConjectureMap, ConjectureStatus, Element, MapLink, SpokenLink};
use crate::ids::{ElementId, MapLinkId};

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
    /// The maps of the iterations between the two, each with its number, in their order:
    /// they tell why things changed on the way.
    pub between: Vec<(i64, ConjectureMap)>,
}

/// What an iteration between the two told of something that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldBetween<'a> {
    /// The number of the iteration.
    pub iteration: i64,
    /// Why it came in there or was reworded; may be empty.
    pub why: &'a str,
    /// How it fared there and the reason, where that was another than before, and is
    /// another than in the end.
    pub fared: Option<(ConjectureStatus, &'a str)>,
}

/// How something fares, the reason, and why it is as it is.
type Standing<'a> = (ConjectureStatus, &'a str, &'a str);

impl MapComparison {
    /// The same with what was told between the two, by number of the iteration.
    #[must_use]
    pub fn told_by(self, between: Vec<(i64, ConjectureMap)>) -> Self {
        Self { between, ..self }
    }

    /// What was told on the way of an element that differs.
    #[must_use]
    pub fn element_between(&self, difference: &Difference<Element>) -> Vec<ToldBetween<'_>> {
        let origin = difference.latest().origin;
        let of = |map| element_standing(map, origin);
        let fared = |it: &Element| (it.facts.status, it.facts.reason.clone());
        told_between(&self.between, of, difference, fared)
    }

    /// What was told on the way of a link that differs.
    #[must_use]
    pub fn link_between(&self, difference: &Difference<SpokenLink>) -> Vec<ToldBetween<'_>> {
        let origin = difference.latest().link.origin;
        let of = |map| link_standing(map, origin);
        let fared = |it: &SpokenLink| (it.link.facts.status, it.link.facts.reason.clone());
        told_between(&self.between, of, difference, fared)
    }

    /// The element with which a link of the first map went, and the reason: one of its
    /// ends, which was given up there or on the way.
    #[must_use]
    pub fn gone_with(&self, link: &MapLink) -> Option<(&Element, &str)> {
        let ends = [link.facts.from, link.facts.to];
        self.elements
            .iter()
            .filter_map(|difference| match difference {
                Difference::Removed(element) => Some(element),
                _ => None,
            })
            .filter(|element| ends.contains(&element.id))
            .find_map(|element| Some((element, self.dropped(element)?)))
    }

    /// The reason for which an element of the first map was given up, if it was.
    fn dropped<'a>(&'a self, element: &'a Element) -> Option<&'a str> {
        let told = self.between.iter().rev();
        let (status, reason, _) = told
            .filter_map(|(_, map)| element_standing(map, element.origin))
            .next()
            .unwrap_or((element.facts.status, &element.facts.reason, ""));
        (status == ConjectureStatus::Dropped).then_some(reason)
    }
}

fn element_standing(map: &ConjectureMap, origin: ElementId) -> Option<Standing<'_>> {
    let found = map.elements.iter().find(|it| it.origin == origin)?;
    let facts = &found.facts;
    Some((facts.status, &facts.reason, &facts.why))
}

fn link_standing(map: &ConjectureMap, origin: MapLinkId) -> Option<Standing<'_>> {
    let found = map.links.iter().find(|it| it.origin == origin)?;
    let facts = &found.facts;
    Some((facts.status, &facts.reason, &facts.why))
}

/// What the maps between tell of something that differs. What is the same all along, or
/// told at the end as well, is told there.
fn told_between<'a, T>(
    between: &'a [(i64, ConjectureMap)],
    of: impl Fn(&'a ConjectureMap) -> Option<Standing<'a>>,
    difference: &Difference<T>,
    fared: impl Fn(&T) -> (ConjectureStatus, String),
) -> Vec<ToldBetween<'a>> {
    if !difference.is_change() {
        return Vec::new();
    }
    let (latest, mut before) = match difference {
        Difference::Changed { old, new } => (fared(new), fared(old)),
        Difference::Added(it) => (fared(it), (ConjectureStatus::Proposed, String::new())),
        Difference::Same(it) | Difference::Removed(it) => (fared(it), fared(it)),
    };
    let mut told = Vec::new();
    for (iteration, map) in between {
        let Some((status, reason, why)) = of(map) else {
            continue;
        };
        let here = (status, reason.to_owned());
        let says = here != before && here != latest && !reason.is_empty();
        before = here;
        let fared = says.then_some((status, reason));
        if !why.is_empty() || fared.is_some() {
            told.push(ToldBetween {
                iteration: *iteration,
                why,
                fared,
            });
        }
    }
    told
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
        between: Vec::new(),
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
