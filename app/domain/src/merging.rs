//! Merging two things that say the same: what one can be merged into.

use serde::{Deserialize, Serialize};

use crate::paging::Page;
use crate::problems::Problem;

/// How many things that hold the words looked for are shown.
pub const FOUND_MAX: usize = 25;

/// What something can be merged into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets<T> {
    /// What is to be merged.
    pub from: T,
    /// What comes close to it, the closest first.
    pub proposed: Vec<T>,
    /// What else holds the words that were looked for.
    pub found: Found<T>,
    /// What is chosen so far.
    pub into: Option<T>,
}

/// What can be chosen of all that holds the words looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    /// As many as are shown.
    pub shown: Vec<T>,
    /// Whether there is more, which other words would show.
    pub more: bool,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            shown: Vec::new(),
            more: false,
        }
    }
}

impl<T> Found<T> {
    /// Takes what a page of the search offers. Whether the next page is needed, to fill
    /// what is shown or to know whether there is more.
    #[must_use]
    pub fn take(&mut self, page: Page<T>, is_offered: impl Fn(&T) -> bool) -> bool {
        let last = page.number >= page.count();
        for item in page.items.into_iter().filter(is_offered) {
            if self.shown.len() < FOUND_MAX {
                self.shown.push(item);
            } else {
                self.more = true;
            }
        }
        !last && !self.more
    }
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
    fn what_is_found_is_shown_up_to_an_end_and_more_is_told() {
        let page = |number, items: std::ops::Range<u64>, total| Page {
            items: items.collect(),
            total,
            number,
        };
        let mut found = Found::default();
        // What is not offered takes no place.
        assert!(found.take(page(1, 0..25, 51), |item| item % 2 == 0));
        assert!(found.take(page(2, 25..50, 51), |item| item % 2 == 0));
        assert_eq!((found.shown.len(), found.more), (25, false));
        assert!(!found.take(page(3, 50..51, 51), |item| item % 2 == 0));
        assert_eq!((found.shown.len(), found.more), (25, true));
        let mut found = Found::default();
        assert!(!found.take(page(1, 0..25, 25), |_| true));
        assert_eq!((found.shown.len(), found.more), (25, false));
    }

    #[test]
    fn nothing_is_merged_into_itself_or_into_what_is_closed() {
        assert_eq!(refusal(1, 2, false), None);
        assert_eq!(refusal(1, 1, true), Some(Problem::Itself));
        assert_eq!(refusal(1, 2, true), Some(Problem::NoTarget));
    }
}
