//! What is found, the best first. Both databases find the same rows, and would
//! each rank them in its own way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::words::{singular, words};

/// How soon one more of a word stops counting, and how much the length of a text
/// counts: the usual values (Robertson and Zaragoza, 2009, section 3.6).
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// Puts first those whose title holds most of the words of the query; among
/// equals, the order stays.
pub(super) fn by_title<T>(rows: &mut [T], query: &str, title: impl Fn(&T) -> &str) {
    let wanted = words(query);
    let Some((last, before)) = wanted.split_last() else {
        return;
    };
    rows.sort_by_cached_key(|row| {
        let held: BTreeSet<String> = words(title(row)).into_iter().collect();
        let whole = before.iter().filter(|word| held.contains(*word)).count();
        let begun = held.iter().any(|word| word.starts_with(last.as_str()));
        Reverse(2 * whole + usize::from(begun) + usize::from(held.contains(last)))
    });
}

/// How many of so many words a text holds at least that comes close to them: one word in
/// common of many is chance, and nobody says the same in all of them.
fn least(wanted: usize) -> usize {
    match wanted {
        ..=2 => 1,
        _ => wanted.div_ceil(3).clamp(2, 4),
    }
}

/// The texts that come close to some words, the closest first, by BM25 without the
/// number of times: a word counts the more, the fewer of the texts hold it.
pub(super) fn by_closeness<T>(
    rows: Vec<T>,
    wanted: &[String],
    text: impl Fn(&T) -> &str,
) -> Vec<T> {
    let held: Vec<BTreeSet<&str>> = rows
        .iter()
        .map(|row| text(row).split_whitespace().map(singular).collect())
        .collect();
    let wanted: BTreeSet<&str> = wanted.iter().map(|word| singular(word)).collect();
    let all = count(held.len());
    let average = count(held.iter().map(BTreeSet::len).sum()) / all.max(1.0);
    let weight = |word: &str| {
        let holders = held.iter().filter(|held| held.contains(word)).count();
        let holders = count(holders);
        ((all - holders + 0.5) / (holders + 0.5)).ln_1p()
    };
    let weights: BTreeMap<&str, f64> = wanted.iter().map(|word| (*word, weight(word))).collect();
    let score = |held: &BTreeSet<&str>| {
        let weight: f64 = held.iter().filter_map(|word| weights.get(word)).sum();
        let length = 1.0 - LENGTH + LENGTH * count(held.len()) / average.max(1.0);
        weight * (SATURATION + 1.0) / (1.0 + SATURATION * length)
    };
    let least = least(wanted.len());
    let close = |held: &BTreeSet<&str>| held.intersection(&wanted).count() >= least;
    let scores = held.iter().map(|held| close(held).then(|| score(held)));
    let scores: Vec<Option<f64>> = scores.collect();
    drop(held);
    let scored = scores.into_iter().zip(rows);
    let mut scored: Vec<(f64, T)> = scored
        .filter_map(|(score, row)| Some((score?, row)))
        .collect();
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    scored.into_iter().map(|(_, row)| row).collect()
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_first_that_hold_more() {
        let mut rows = [
            "Lire",
            "Élève en lecture",
            "Lecture suivie",
            "Lectures d’élève",
            "Élève",
        ];
        by_title(&mut rows, "élève lecture", |row| row);
        let expected = [
            "Élève en lecture",
            "Lectures d’élève",
            "Lecture suivie",
            "Élève",
            "Lire",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn rare_words_say_more_than_frequent_ones() {
        let wanted = ["pour", "chaque", "minuteur"].map(str::to_owned);
        let rows = vec![
            "pour chaque classe",
            "pour un minuteur",
            "pour tous",
            "chaque pour",
        ];
        let closest = by_closeness(rows, &wanted, |row| row);
        // One word of three is chance.
        assert_eq!(
            closest,
            ["pour un minuteur", "chaque pour", "pour chaque classe"]
        );
        // Between two that hold the same, the shorter is about it.
        let wanted = ["minuteurs", "sonore"].map(str::to_owned);
        let rows = vec![
            "minuteur sonore avec deux boutons et une roue",
            "minuteur sonore",
        ];
        let closest = by_closeness(rows, &wanted, |row| row);
        assert_eq!(closest[0], "minuteur sonore");
        assert!(by_closeness(Vec::<&str>::new(), &wanted, |row| row).is_empty());
        // However much is typed, four words in common are close.
        let many: Vec<String> = (0..24).map(|number| format!("mot{number}")).collect();
        let rows = vec!["mot1 mot2 mot3 mot4", "mot1 mot2 mot3"];
        assert_eq!(
            by_closeness(rows, &many, |row| row),
            ["mot1 mot2 mot3 mot4"]
        );
    }
}
