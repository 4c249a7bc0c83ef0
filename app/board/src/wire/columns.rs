//! The columns of a snapshot, written so that compression finds what there is to find:
//! what recurs stands once, what resembles side by side, what is as good as random apart.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_BOARD_BYTES, MAX_SERVER_FRAME};

/// A column in which values recur: each different value once, and for each
/// record the place of its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table<T> {
    values: Vec<T>,
    pub(super) places: Vec<u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    pub(super) fn of<'a>(column: impl Iterator<Item = &'a T>) -> Self
    where
        T: 'a,
    {
        let mut known: HashMap<&T, u32> = HashMap::new();
        let mut table = Self::default();
        for value in column {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let place = *known.entry(value).or_insert(next);
            if place == next {
                table.values.push(value.clone());
            }
            table.places.push(place);
        }
        table
    }

    /// The column, up to a place that has no value.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.places
            .iter()
            .map_while(|place| self.values.get(usize::try_from(*place).ok()?))
    }
}

/// A column of coordinates: the lowest byte, which is as good as random, apart
/// from the rest.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Coordinates {
    pub(super) high: Vec<i32>,
    pub(super) low: Vec<u8>,
}

impl Coordinates {
    pub(super) fn of(column: impl Iterator<Item = i32>) -> Self {
        let (high, low) = column
            .map(|value| (value >> 8, value.to_le_bytes()[0]))
            .unzip();
        Self { high, low }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = i32> {
        let parts = self.high.iter().zip(&self.low);
        parts.map(|(high, low)| high.wrapping_shl(8) | i32::from(*low))
    }
}

/// A column of texts: each different word once, and for each text the places of its
/// words. A word is what stands between two spaces, so that any text is its words again.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Texts {
    /// How many words each text has.
    pub(super) counts: Vec<u32>,
    /// The places of all their words: of the frequent ones here, else [`FAR`].
    near: Vec<u8>,
    /// The places of the others, from [`FAR`] on.
    far: Coordinates,
    words: Words,
}

/// Stands for a place that is written apart; there are so many frequent words.
const FAR: u8 = u8::MAX;

impl Texts {
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        // Each word as it comes, and how often.
        let mut met: Vec<(&str, u32)> = Vec::new();
        let mut told: Vec<usize> = Vec::new();
        let mut column = Self::default();
        for text in texts {
            let before = told.len();
            for word in text.split(' ') {
                let which = *known.entry(word).or_insert(met.len());
                match met.get_mut(which) {
                    Some((_, count)) => *count = count.saturating_add(1),
                    None => met.push((word, 1)),
                }
                told.push(which);
            }
            let count = told.len().saturating_sub(before);
            column.counts.push(u32::try_from(count).unwrap_or(u32::MAX));
        }
        let mut order: Vec<(usize, &str, u32)> = met
            .iter()
            .enumerate()
            .map(|(which, (word, count))| (which, *word, *count))
            .collect();
        order.sort_unstable_by(|(_, one, often), (_, other, oftener)| {
            oftener.cmp(often).then_with(|| one.cmp(other))
        });
        if let Some(rare) = order.get_mut(usize::from(FAR)..) {
            rare.sort_unstable_by_key(|(_, word, _)| *word);
        }
        let mut places = vec![0_i32; met.len()];
        for (place, (which, ..)) in (0..).zip(&order) {
            if let Some(of) = places.get_mut(*which) {
                *of = place;
            }
        }
        let mut far = Vec::new();
        for which in told {
            let place = places.get(which).copied().unwrap_or_default();
            let near = u8::try_from(place).unwrap_or(FAR);
            if near == FAR {
                far.push(place.saturating_sub(i32::from(FAR)));
            }
            column.near.push(near);
        }
        column.far = Coordinates::of(far.into_iter());
        column.words = Words::of(order.into_iter().map(|(_, word, _)| word));
        column
    }

    /// The column, up to a text that lacks a word or is longer than all that a board holds.
    pub(super) fn iter(&self) -> impl Iterator<Item = String> {
        let (words, ends) = self.words.apart();
        let mut near = self.near.iter();
        let mut far = self.far.iter();
        let mut next = move || {
            let near = *near.next()?;
            let beyond = if near == FAR { far.next()? } else { 0 };
            usize::from(near).checked_add(usize::try_from(beyond).ok()?)
        };
        self.counts.iter().map_while(move |count| {
            let mut text = String::new();
            for number in 0..*count {
                let place = next()?;
                let start = place
                    .checked_sub(1)
                    .map_or(Some(&0), |last| ends.get(last))?;
                let word = words.get(*start..*ends.get(place)?)?;
                if number > 0 {
                    text.push(' ');
                }
                text.push_str(word);
                if text.len() > MAX_BOARD_BYTES {
                    return None;
                }
            }
            Some(text)
        })
    }
}

/// Words, each without what it begins with in common with the one before.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Words {
    /// The bytes in common.
    shared: Vec<u8>,
    /// The bytes of the rest of each word, in `rests`.
    lengths: Vec<u32>,
    rests: String,
}

impl Words {
    fn of<'a>(column: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        let mut last = "";
        for word in column {
            let shared = shared(last, word);
            let (_, rest) = word.split_at(usize::from(shared));
            words.shared.push(shared);
            words
                .lengths
                .push(u32::try_from(rest.len()).unwrap_or(u32::MAX));
            words.rests.push_str(rest);
            last = word;
        }
        words
    }

    /// The words one after the other, and where each ends. Words that make more together
    /// than any frame holds end there: no server sends them.
    fn apart(&self) -> (String, Vec<usize>) {
        let (mut words, mut ends) = (String::new(), Vec::new());
        let mut rests = self.rests.as_str();
        let mut start = 0;
        for (shared, length) in self.shared.iter().zip(&self.lengths) {
            let begins = words.get(start..).unwrap_or_default();
            let begins = begins.get(..usize::from(*shared)).map(str::to_owned);
            let length = usize::try_from(*length).unwrap_or(usize::MAX);
            let (Some(begins), Some((rest, after))) = (begins, rests.split_at_checked(length))
            else {
                break;
            };
            start = words.len();
            words.push_str(&begins);
            words.push_str(rest);
            if words.len() > MAX_SERVER_FRAME {
                break;
            }
            ends.push(words.len());
            rests = after;
        }
        (words, ends)
    }
}

/// The bytes with which both begin, whole characters of them.
fn shared(one: &str, other: &str) -> u8 {
    let mut bytes = 0_u8;
    for (one, other) in one.chars().zip(other.chars()) {
        let length = u8::try_from(one.len_utf8()).unwrap_or(u8::MAX);
        match bytes.checked_add(length) {
            Some(more) if one == other => bytes = more,
            _ => break,
        }
    }
    bytes
}

/// Each value as its difference to the one before.
pub(super) fn differences(values: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut last = 0_i32;
    values
        .map(|value| value.wrapping_sub(std::mem::replace(&mut last, value)))
        .collect()
}

/// The values again.
pub(super) fn sums(differences: &[i32]) -> impl Iterator<Item = i32> {
    differences.iter().scan(0_i32, |last, difference| {
        *last = last.wrapping_add(*difference);
        Some(*last)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round_trip(texts: &[String]) -> Vec<String> {
        let column = Texts::of(texts.iter().map(String::as_str));
        let bytes = postcard::to_allocvec(&column).unwrap();
        let column: Texts = postcard::from_bytes(&bytes).unwrap();
        column.iter().collect()
    }

    #[test]
    fn s42_each_word_stands_once() {
        let texts = ["un mot, un autre mot", "un mot,", ""];
        let column = Texts::of(texts.into_iter());
        assert_eq!(column.words.lengths.len(), 5);
        assert_eq!(column.iter().collect::<Vec<_>>(), texts);
    }

    #[test]
    fn s42_words_are_told_apart_however_many_there_are() {
        let texts: Vec<String> = (0..70_000_u32)
            .map(|number| format!("é{} mot", number.wrapping_mul(0x9e37_79b9)))
            .collect();
        assert_eq!(round_trip(&texts), texts);
    }

    #[test]
    fn s41_words_that_repeat_do_not_fill_the_memory() {
        let long = "x".repeat(1_000_000);
        let mut column = Texts::of([long.as_str()].into_iter());
        column.near = vec![0; 1_000_000];
        column.counts = vec![1_000_000];
        assert_eq!(column.iter().count(), 0);
        let mut words = Words::of([long.as_str()].into_iter());
        words.shared.resize(1_000_000, u8::MAX);
        words.lengths.resize(1_000_000, 0);
        assert!(words.apart().0.len() <= MAX_SERVER_FRAME + 255);
    }

    proptest! {
        #[test]
        fn s42_texts_are_what_they_were(texts in proptest::collection::vec("[ aé\n😀]{0,12}|\\PC{0,40}", 0..60)) {
            prop_assert_eq!(round_trip(&texts), texts);
        }

        #[test]
        fn s41_any_columns_give_texts_or_end(
            (counts, near) in (proptest::collection::vec(0..9_u32, 0..9), any::<Vec<u8>>()),
            far in any::<Vec<(i32, u8)>>(),
            (shared, lengths, rests) in (any::<Vec<u8>>(), any::<Vec<u32>>(), any::<String>()),
        ) {
            let (high, low) = far.into_iter().unzip();
            let words = Words { shared, lengths, rests };
            let column = Texts { counts, near, far: Coordinates { high, low }, words };
            prop_assert!(column.iter().count() <= column.counts.len());
        }
    }
}
