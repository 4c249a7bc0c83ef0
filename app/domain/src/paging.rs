//! Long lists, a page at a time.

use serde::{Deserialize, Serialize};

/// How many entries a page of a list has.
pub const PER_PAGE: u64 = 25;

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// How many entries the whole list has.
    pub total: u64,
    /// Number of this page, from 1.
    pub number: u64,
}

impl<T> Page<T> {
    /// How many pages the list has: one at the least.
    #[must_use]
    pub fn count(&self) -> u64 {
        pages(self.total, PER_PAGE)
    }
}

/// What people said of one thing, so much of it at a time: the latest is the first part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// What was said, in the order in which the page shows it.
    pub items: Vec<T>,
    /// How much was said in all.
    pub total: u64,
    /// Number of this part, from 1, which is the latest.
    pub number: u64,
    /// How much a part holds.
    pub per_part: u64,
}

impl<T> Said<T> {
    /// Nothing yet of the part of all that was said which comes closest to the one asked for.
    #[must_use]
    pub fn part(wanted: u64, total: u64, per_part: u64) -> Self {
        Self {
            items: Vec::new(),
            total,
            number: wanted.clamp(1, pages(total, per_part)),
            per_part,
        }
    }

    /// How many parts there are: one at the least.
    #[must_use]
    pub fn count(&self) -> u64 {
        pages(self.total, self.per_part)
    }

    /// How much was said later than this part.
    #[must_use]
    pub const fn later(&self) -> u64 {
        self.number.saturating_sub(1).saturating_mul(self.per_part)
    }
}

/// How many pages of so many entries a list has: one at the least.
fn pages(total: u64, per_page: u64) -> u64 {
    total.div_ceil(per_page.max(1)).max(1)
}

/// The page of a list of so many entries that comes closest to the one asked for. An address
/// outlives what it led to: where the last page was emptied meanwhile, the one before is shown,
/// and not that there is nothing.
#[must_use]
pub fn nearest_page(wanted: u64, total: u64) -> u64 {
    wanted.clamp(1, pages(total, PER_PAGE))
}

/// How many entries stand before a page. It stays within what databases count,
/// whatever number an address holds.
#[must_use]
pub const fn offset(page: u64) -> u64 {
    let before = page.saturating_sub(1).saturating_mul(PER_PAGE);
    if before > i64::MAX.unsigned_abs() {
        i64::MAX.unsigned_abs()
    } else {
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_the_last_page_stands_the_last_page() {
        for (wanted, total, shown) in [
            (0, 0, 1),
            (3, 0, 1),
            (0, 60, 1),
            (2, 60, 2),
            (3, 60, 3),
            (4, 60, 3),
            (3, 50, 2),
            (u64::MAX, 51, 3),
            (u64::MAX, u64::MAX, pages(u64::MAX, PER_PAGE)),
        ] {
            assert_eq!(nearest_page(wanted, total), shown, "{wanted} of {total}");
        }
    }

    #[test]
    fn what_was_said_is_told_a_part_at_a_time() {
        for (wanted, total, number, later, count) in [
            (0, 0, 1, 0, 1),
            (1, 201, 1, 0, 2),
            (2, 201, 2, 200, 2),
            (3, 201, 2, 200, 2),
            (u64::MAX, 400, 2, 200, 2),
        ] {
            let part = Said::<()>::part(wanted, total, 200);
            assert_eq!(
                (part.number, part.later(), part.count()),
                (number, later, count),
                "{wanted} of {total}"
            );
        }
    }

    #[test]
    fn pages_are_counted_from_one() {
        let page = |total| Page::<()> {
            items: Vec::new(),
            total,
            number: 1,
        };
        assert_eq!(page(0).count(), 1);
        assert_eq!(page(25).count(), 1);
        assert_eq!(page(26).count(), 2);
        assert_eq!((offset(0), offset(1), offset(3)), (0, 0, 50));
        assert!(i64::try_from(offset(u64::MAX)).is_ok());
    }
}
