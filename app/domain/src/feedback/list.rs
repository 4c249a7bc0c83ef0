//! Finding feedback again: filters, facets with their counts, saved views.

use serde::{Deserialize, Serialize};

use super::{Device, Feedback, FeedbackKind, FeedbackState, Network, Severity};
use crate::codes::codes;
use crate::ids::{FeedbackId, IterationId, UserId, ViewId};
use crate::paging::Page;
use crate::school::{ClassLevel, Discipline};
use crate::time::Date;

/// The most characters of the name of a saved view.
pub const VIEW_MAX: u32 = 60;
/// What stands for nobody where an address names who looks after entries.
pub const NO_ASSIGNEE: &str = "none";

codes! {
    /// The order of the log.
    #[derive(Default)]
    pub enum FeedbackOrder {
        /// Newest first.
        #[default]
        Newest = "newest": "les plus récents" | "newest",
        /// Oldest first.
        Oldest = "oldest": "les plus anciens" | "oldest",
        /// What weighs most first, the newest of it first.
        Severity = "severity": "les plus graves" | "most severe",
        /// By state, in the order in which entries come to them, the newest of each first.
        State = "state": "par état" | "by state",
        /// By who looks after it, by name, the newest of each first; what nobody does last.
        Assignee = "assignee": "par personne à qui ils sont confiés" | "by who they are assigned to",
    }
}

/// What the log is narrowed to. Empty fields narrow nothing; several values of
/// one field widen each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackFilter {
    /// Words that the entry holds.
    pub query: String,
    /// Its kind.
    pub kinds: Vec<FeedbackKind>,
    /// How much it weighs.
    pub severities: Vec<Severity>,
    /// What became of it.
    pub states: Vec<FeedbackState>,
    /// The iteration under way when it was given.
    pub iteration: Option<IterationId>,
    /// Who looks after it.
    pub assignee: Option<UserId>,
    /// Only what nobody looks after.
    pub unassigned: bool,
    /// The level of the class; any when there is none.
    pub level: Option<ClassLevel>,
    /// The discipline; any when there is none.
    pub discipline: Option<Discipline>,
    /// The device; any when there is none.
    pub device: Option<Device>,
    /// How well the network served; any when there is none.
    pub network: Option<Network>,
    /// Where in the tool, as it was written.
    pub place: String,
    /// The version of the tool.
    pub tool_version: String,
    /// The first day, in France, on which it was given.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Given by the reader.
    pub own: bool,
    /// The order.
    pub order: FeedbackOrder,
    /// Number of the page, from 1.
    pub page: u64,
    /// The entry behind which the part of the list begins that the page stands in; the first
    /// part has none.
    pub after: Option<FeedbackId>,
}

impl FeedbackFilter {
    /// The filter as the query of an address: `q=lent&kind=bug&kind=idea`. The
    /// page is left out: a filter leads to its first.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.query.is_empty() {
            pairs.push(("q", self.query.clone()));
        }
        let kinds = self.kinds.iter().map(|value| ("kind", value.to_string()));
        let severities = self.severities.iter();
        let severities = severities.map(|value| ("severity", value.to_string()));
        let states = self.states.iter().map(|value| ("state", value.to_string()));
        pairs.extend(kinds.chain(severities).chain(states));
        if let Some(iteration) = self.iteration {
            pairs.push(("iteration", iteration.to_string()));
        }
        if let Some(assignee) = self.assignee {
            pairs.push(("assignee", assignee.to_string()));
        } else if self.unassigned {
            pairs.push(("assignee", NO_ASSIGNEE.to_owned()));
        }
        for (name, code) in [
            ("level", self.level.map(ClassLevel::code)),
            ("discipline", self.discipline.map(Discipline::code)),
            ("device", self.device.map(Device::code)),
            ("network", self.network.map(Network::code)),
        ] {
            pairs.extend(code.map(|code| (name, code.to_owned())));
        }
        for (name, text) in [("place", &self.place), ("version", &self.tool_version)] {
            if !text.is_empty() {
                pairs.push((name, text.clone()));
            }
        }
        for (name, day) in [("from", self.from), ("until", self.until)] {
            pairs.extend(day.map(|day| (name, day.to_string())));
        }
        if self.own {
            pairs.push(("own", "true".to_owned()));
        }
        if self.order != FeedbackOrder::default() {
            pairs.push(("order", self.order.to_string()));
        }
        pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={}", escape(&value)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let open = Self {
            order: self.order,
            page: self.page,
            after: self.after,
            ..Self::default()
        };
        *self == open
    }
}

/// A value as it stands in an address (RFC 3986, section 2.1).
fn escape(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// One value to narrow to, and how many entries would remain: those that fit
/// everything chosen in the other fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet<T> {
    /// The value.
    pub value: T,
    /// How many entries have it.
    pub count: u64,
}

/// The values that the log can be narrowed to, with their counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By kind, every kind.
    pub kinds: Vec<Facet<FeedbackKind>>,
    /// By severity, every severity.
    pub severities: Vec<Facet<Severity>>,
    /// By state, every state.
    pub states: Vec<Facet<FeedbackState>>,
    /// By iteration: its id and number, the newest first.
    pub iterations: Vec<Facet<(IterationId, i64)>>,
}

/// The texts that entries hold in fields that are filled in freely, with their counts: the
/// most frequent first, and those alone where there are many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackValues {
    /// Where in the tool.
    pub places: Vec<Facet<String>>,
    /// The versions of the tool.
    pub versions: Vec<Facet<String>>,
}

/// A page of the log with all that its screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackPage {
    /// The entries.
    pub page: Page<Feedback>,
    /// What it can be narrowed to.
    pub facets: Facets,
    /// Whether more entries hold the words than are looked through at a time: the counts
    /// beside the filters are then of the newest (in the order oldest first: of the
    /// oldest) of them.
    pub partial: bool,
    /// Where the list goes on behind the entries that were looked through and fit, the last
    /// of these: there are more than `page.total` then.
    pub more: Option<FeedbackId>,
    /// The entry behind which the part begins that the page stands in; none in the first part.
    pub part: Option<FeedbackId>,
    /// Where the part before this one begins, on the first page of a part; the first part of
    /// a list begins behind nothing.
    pub part_before: Option<FeedbackId>,
}

/// A filter kept under a name, by one person for one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// The view's id.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// The filter.
    pub filter: FeedbackFilter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_becomes_an_address() {
        assert_eq!(FeedbackFilter::default().to_query(), "");
        let filter = FeedbackFilter {
            query: "très lent & flou".into(),
            kinds: vec![FeedbackKind::Bug, FeedbackKind::Idea],
            states: vec![FeedbackState::New],
            own: true,
            order: FeedbackOrder::Severity,
            page: 7,
            ..FeedbackFilter::default()
        };
        assert_eq!(
            filter.to_query(),
            "q=tr%C3%A8s%20lent%20%26%20flou&kind=bug&kind=idea&state=new&own=true&order=severity"
        );
        assert!(!filter.is_open());
        let filter = FeedbackFilter {
            unassigned: true,
            level: Some(ClassLevel::Cm1),
            device: Some(Device::Tablet),
            ..FeedbackFilter::default()
        };
        assert_eq!(filter.to_query(), "assignee=none&level=cm1&device=tablet");
        assert!(!filter.is_open());
        let filter = FeedbackFilter {
            network: Some(Network::Slow),
            place: "Écran 2".into(),
            tool_version: "0.2".into(),
            from: crate::time::parse_date("2026-01-05"),
            until: crate::time::parse_date("2026-02-13"),
            order: FeedbackOrder::Assignee,
            ..FeedbackFilter::default()
        };
        assert_eq!(
            filter.to_query(),
            "network=slow&place=%C3%89cran%202&version=0.2&from=2026-01-05&until=2026-02-13\
             &order=assignee"
        );
        assert!(!filter.is_open());
    }

    #[test]
    fn order_and_page_narrow_nothing() {
        let filter = FeedbackFilter {
            order: FeedbackOrder::Oldest,
            page: 3,
            ..FeedbackFilter::default()
        };
        assert!(filter.is_open());
    }
}
