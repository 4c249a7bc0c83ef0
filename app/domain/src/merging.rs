//! Merging two things that say the same: what one can be merged into.

use serde::{Deserialize, Serialize};

use crate::problems::Problem;

/// What something can be merged into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets<T> {
    /// What is to be merged.
    pub from: T,
    /// What comes close to it, the closest first.
    pub proposed: Vec<T>,
    /// What else holds the words that were looked for.
    pub found: Vec<T>,
    /// What is chosen so far.
    pub into: Option<T>,
}

/// Why one thing cannot be merged into another, if so; `closed` where the other
/// was itself merged or withdrawn.
#[must_use]
pub fn refusal<Id: PartialEq>(from: Id, into: Id, closed: bool) -> Option<Problem> {
    if from == into {
        Some(Problem::Itself)
    } else {
        closed.then_some(Problem::NoTarget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_merged_into_itself_or_into_what_is_closed() {
        assert_eq!(refusal(1, 2, false), None);
        assert_eq!(refusal(1, 1, true), Some(Problem::Itself));
        assert_eq!(refusal(1, 2, true), Some(Problem::NoTarget));
    }
}
