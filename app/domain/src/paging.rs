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
        self.total.div_ceil(PER_PAGE).max(1)
    }
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
