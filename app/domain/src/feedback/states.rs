//! What can become of feedback: one table says which state follows which, and
//! who may say so.

use crate::codes::codes;

codes! {
    /// What became of an entry.
    #[derive(Default)]
    pub enum FeedbackState {
        /// Given, not looked at yet.
        #[default]
        New = "new": "nouveau" | "new",
        /// The team will act on it.
        Accepted = "accepted": "accepté" | "accepted",
        /// Not now, with the reason.
        Deferred = "deferred": "reporté" | "deferred",
        /// Not at all, with the reason.
        Refused = "refused": "refusé" | "refused",
        /// Another entry says the same.
        Duplicate = "duplicate": "doublon" | "duplicate",
        /// What it led to is in the tool.
        Shipped = "shipped": "livré" | "shipped",
        /// Its author says that it is settled.
        Confirmed = "confirmed": "confirmé" | "confirmed",
    }
}

impl FeedbackState {
    /// Whether the state wants a reason.
    #[must_use]
    pub const fn wants_reason(self) -> bool {
        matches!(self, Self::Refused | Self::Deferred)
    }
}

/// Who may take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    /// Whoever may triage feedback in the project.
    Team,
    /// Whoever gave the entry.
    Author,
}

use FeedbackState as S;
use Mover::{Author, Team};

/// Every step that can be taken: from, to, by whom.
///
/// Duplicates are made by merging and freed by taking that back. What was
/// shipped is confirmed by the author alone; author and team can both say that
/// it is not settled after all.
pub const TRANSITIONS: &[(S, S, Mover)] = &[
    (S::New, S::Accepted, Team),
    (S::New, S::Deferred, Team),
    (S::New, S::Refused, Team),
    (S::New, S::Duplicate, Team),
    (S::New, S::Shipped, Team),
    (S::Accepted, S::New, Team),
    (S::Accepted, S::Deferred, Team),
    (S::Accepted, S::Refused, Team),
    (S::Accepted, S::Duplicate, Team),
    (S::Accepted, S::Shipped, Team),
    (S::Deferred, S::New, Team),
    (S::Deferred, S::Accepted, Team),
    (S::Deferred, S::Refused, Team),
    (S::Deferred, S::Duplicate, Team),
    (S::Refused, S::New, Team),
    (S::Refused, S::Accepted, Team),
    (S::Refused, S::Deferred, Team),
    (S::Refused, S::Duplicate, Team),
    (S::Duplicate, S::New, Team),
    (S::Shipped, S::Accepted, Team),
    (S::Shipped, S::Accepted, Author),
    (S::Shipped, S::Confirmed, Author),
    (S::Confirmed, S::Shipped, Author),
];

/// Whether this mover may lead an entry from one state to another.
#[must_use]
pub fn may_become(from: FeedbackState, to: FeedbackState, mover: Mover) -> bool {
    TRANSITIONS.contains(&(from, to, mover))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table: a row for each state that an entry is in, a column for
    /// each that it can become, T where the team and A where the author may.
    #[test]
    fn the_table_as_it_stands() {
        let table: Vec<String> = S::ALL
            .iter()
            .map(|&from| {
                let cells: Vec<&str> = S::ALL
                    .iter()
                    .map(
                        |&to| match (may_become(from, to, Team), may_become(from, to, Author)) {
                            (true, true) => "TA",
                            (true, false) => "T",
                            (false, true) => "A",
                            (false, false) => "-",
                        },
                    )
                    .collect();
                format!("{from}: {}", cells.join(" "))
            })
            .collect();
        //         new acc def ref dup shi con
        let expected = [
            "new: - T T T T T -",
            "accepted: T - T T T T -",
            "deferred: T T - T T - -",
            "refused: T T T - T - -",
            "duplicate: T - - - - - -",
            "shipped: - TA - - - - A",
            "confirmed: - - - - - A -",
        ];
        assert_eq!(table, expected);
    }

    #[test]
    fn every_state_is_reached_and_left() {
        for &state in S::ALL {
            assert!(TRANSITIONS.iter().any(|step| step.0 == state), "{state}");
            assert!(TRANSITIONS.iter().any(|step| step.1 == state), "{state}");
        }
    }

    #[test]
    fn no_step_stands_twice() {
        for (place, step) in TRANSITIONS.iter().enumerate() {
            assert!(!TRANSITIONS[place + 1..].contains(step), "{step:?}");
        }
    }
}
