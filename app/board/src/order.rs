//! Fractional indices: keys between which there is always another one, so that
//! moving a record in its order touches that record alone.

use serde::{Deserialize, Serialize};

use crate::limits::MAX_ORDER_BYTES;

/// A place in the order of the records with one parent: an integer, then a
/// fraction in base 256 without trailing zeros. Appending counts the integer
/// up, so that keys stay short however many records are added.
///
/// Two people who insert at one place at once get equal keys; the records' ids
/// then decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct OrderKey {
    pub(crate) whole: i32,
    pub(crate) fraction: Vec<u8>,
}

impl OrderKey {
    /// The key of the given place in a fresh order.
    #[must_use]
    pub const fn nth(place: i32) -> Self {
        Self {
            whole: place,
            fraction: Vec::new(),
        }
    }

    /// A key between two others; without a lower or an upper one, before or
    /// after all. `None` if there is no room left: neighbours with equal keys,
    /// or a gap halved some hundreds of times. The neighbours then get new keys.
    #[must_use]
    pub fn between(lower: Option<&Self>, upper: Option<&Self>) -> Option<Self> {
        match (lower, upper) {
            (None, None) => Some(Self::default()),
            (Some(lower), None) => lower.whole.checked_add(1).map(Self::nth),
            (None, Some(upper)) => upper.whole.checked_sub(1).map(Self::nth),
            (Some(lower), Some(upper)) if lower >= upper => None,
            (Some(lower), Some(upper)) => {
                let next = Self::nth(lower.whole.saturating_add(1));
                if next > *lower && next < *upper {
                    return Some(next);
                }
                let ceiling = (upper.whole == lower.whole).then_some(upper.fraction.as_slice());
                let key = Self {
                    whole: lower.whole,
                    fraction: midpoint(&lower.fraction, ceiling),
                };
                key.is_valid().then_some(key)
            }
        }
    }

    /// Whether the key is written in its one shortest form and not too long.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.fraction.len() <= MAX_ORDER_BYTES && self.fraction.last() != Some(&0)
    }
}

/// A fraction in base 256 strictly between two others, given `lower < upper`;
/// without an upper one, below one.
fn midpoint(lower: &[u8], upper: Option<&[u8]>) -> Vec<u8> {
    let mut digits = Vec::with_capacity(lower.len() + 1);
    let mut upper = upper;
    // Longer keys are not valid anyway.
    for place in 0..=MAX_ORDER_BYTES {
        let low = u16::from(lower.get(place).copied().unwrap_or(0));
        let high = upper.map_or(256, |upper| {
            u16::from(upper.get(place).copied().unwrap_or(0))
        });
        let middle = low + high.saturating_sub(low) / 2;
        // Cannot truncate: `middle` is below 256 whenever `low` is.
        digits.push(u8::try_from(middle).unwrap_or(u8::MAX));
        if middle > low {
            break;
        }
        if high > low {
            // Above `lower` from here on, whatever follows stays below `upper`.
            upper = None;
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn s44_appending_keeps_keys_short() {
        let mut last = OrderKey::default();
        for _ in 0..10_000 {
            let next = OrderKey::between(Some(&last), None).unwrap();
            assert!(next > last);
            assert!(next.fraction.is_empty());
            last = next;
        }
    }

    #[test]
    fn s44_there_is_a_key_between_any_two_until_the_bound() {
        let (mut low, high) = (OrderKey::nth(0), OrderKey::nth(1));
        let mut count = 0;
        while let Some(key) = OrderKey::between(Some(&low), Some(&high)) {
            assert!(low < key && key < high && key.is_valid());
            low = key;
            count += 1;
        }
        assert!(count > 400, "{count} keys in one gap");
        assert_eq!(OrderKey::between(Some(&high), Some(&high)), None);
        // Between a key and one that is not in its shortest form there is nothing.
        let odd = OrderKey {
            whole: 0,
            fraction: vec![0],
        };
        assert_eq!(OrderKey::between(Some(&OrderKey::nth(0)), Some(&odd)), None);
    }

    proptest! {
        #[test]
        fn s44_keys_stay_between_their_neighbours(places in proptest::collection::vec(any::<prop::sample::Index>(), 1..80)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for place in places {
                let place = place.index(keys.len() + 1);
                let lower = place.checked_sub(1).and_then(|before| keys.get(before));
                let key = OrderKey::between(lower, keys.get(place)).unwrap();
                keys.insert(place, key);
                prop_assert!(keys.is_sorted());
            }
        }
    }
}
