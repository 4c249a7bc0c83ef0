//! Figures: numbers with up to three decimals, the target of a milestone, and
//! what was measured. A measure never stands without the number of cases.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::problems::{Problem, Problems, clean_line};
use crate::wording::Locale;

/// The most characters of what a figure counts, and of its unit.
pub const LABEL_MAX: u32 = 120;
/// The most characters of a unit.
pub const UNIT_MAX: u32 = 30;
/// The most cases that a measure can rest on.
pub const CASES_MAX: i64 = 10_000_000;
/// The largest figure, and with a sign before it the smallest.
pub const FIGURE_MAX: i64 = 1_000_000_000;

/// A decimal number, kept in thousandths so that it is read back as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Figure(pub i64);

impl Figure {
    /// Reads `12`, `12,5` or `-0.125`; blanks between thousands are allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                ',' => '.',
                '−' => '-',
                c => c,
            })
            .collect();
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, plain.as_str()),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > 3 || whole.len() > 10 {
            return None;
        }
        let thousandths: i64 = format!("{decimals:0<3}").parse().ok()?;
        let value = whole.parse::<i64>().ok()? * 1_000 + thousandths;
        (value <= FIGURE_MAX * 1_000).then_some(Self(if negative { -value } else { value }))
    }

    /// The number as the language writes it.
    #[must_use]
    pub fn in_locale(self, locale: Locale) -> String {
        let (apart, point) = match locale {
            Locale::Fr => ("\u{202f}", ","),
            Locale::En => (",", "."),
        };
        let digits = (self.0.unsigned_abs() / 1_000).to_string();
        let mut written = String::new();
        if self.0 < 0 {
            written.push('−');
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push_str(apart);
            }
            written.push(digit);
        }
        let decimals = format!("{:03}", self.0.unsigned_abs() % 1_000);
        let decimals = decimals.trim_end_matches('0');
        if !decimals.is_empty() {
            written.push_str(point);
            written.push_str(decimals);
        }
        written
    }
}

impl fmt::Display for Figure {
    /// As a form takes it back: `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs() / 1_000;
        let decimals = format!("{:03}", self.0.unsigned_abs() % 1_000);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals}")
    }
}

codes! {
    /// On which side of the target the figure should be.
    #[derive(Default)]
    pub enum Aim {
        /// The target or more.
        #[default]
        AtLeast = "at_least": "au moins" | "at least",
        /// The target or less.
        AtMost = "at_most": "au plus" | "at most",
    }
}

/// The figure that a milestone aims at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What is counted or measured.
    pub label: String,
    /// On which side of the number.
    pub aim: Aim,
    /// The number.
    pub value: Figure,
    /// Its unit; empty for a plain number.
    pub unit: String,
}

/// What was measured, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The number.
    pub value: Figure,
    /// How many cases it rests on.
    pub n: i64,
    /// The bounds of its 95 % interval, where they are known.
    pub interval: Option<(Figure, Figure)>,
}

impl Target {
    /// Whether a measure is on the right side of the target.
    #[must_use]
    pub fn is_reached_by(&self, measure: &Measure) -> bool {
        match self.aim {
            Aim::AtLeast => measure.value >= self.value,
            Aim::AtMost => measure.value <= self.value,
        }
    }
}

/// A measure as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureDraft {
    /// The number.
    pub value: String,
    /// How many cases it rests on.
    pub n: String,
    /// Lower bound of the interval; empty where unknown.
    pub low: String,
    /// Upper bound of the interval; empty where unknown.
    pub high: String,
}

impl MeasureDraft {
    /// Checks every field: a figure never stands without its n.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<Measure, Problems> {
        let mut problems = Problems::default();
        let value = figure(&mut problems, "value", &self.value, true);
        let n = match self.n.trim() {
            "" => {
                problems.add("n", Problem::Missing);
                None
            }
            text => {
                let n = text.parse().ok().filter(|n| (1..=CASES_MAX).contains(n));
                if n.is_none() {
                    let max = CASES_MAX;
                    problems.add("n", Problem::OutOfRange { min: 1, max });
                }
                n
            }
        };
        let low = figure(
            &mut problems,
            "low",
            &self.low,
            !self.high.trim().is_empty(),
        );
        let high = figure(
            &mut problems,
            "high",
            &self.high,
            !self.low.trim().is_empty(),
        );
        let interval = low.zip(high);
        if let (Some((low, high)), Some(value)) = (interval, value) {
            if high < low {
                problems.add("high", Problem::BoundsReversed);
            } else if !(low..=high).contains(&value) {
                problems.add("value", Problem::OutsideInterval { low, high });
            }
        }
        match (value, n, problems.0.is_empty()) {
            (Some(value), Some(n), true) => Ok(Measure { value, n, interval }),
            _ => Err(problems),
        }
    }
}

impl From<&Measure> for MeasureDraft {
    fn from(measure: &Measure) -> Self {
        let bound = |bound: Option<Figure>| bound.map(|bound| bound.to_string());
        Self {
            value: measure.value.to_string(),
            n: measure.n.to_string(),
            low: bound(measure.interval.map(|(low, _)| low)).unwrap_or_default(),
            high: bound(measure.interval.map(|(_, high)| high)).unwrap_or_default(),
        }
    }
}

/// Reads a figure of a form.
pub(super) fn figure(
    problems: &mut Problems,
    field: &str,
    text: &str,
    required: bool,
) -> Option<Figure> {
    let text = clean_line(text);
    if text.is_empty() {
        if required {
            problems.add(field, Problem::Missing);
        }
        return None;
    }
    let figure = Figure::parse(&text);
    if figure.is_none() {
        let (min, max) = (-FIGURE_MAX, FIGURE_MAX);
        problems.add(field, Problem::OutOfRange { min, max });
    }
    figure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_both_conventions() {
        for (text, thousandths, fr, en) in [
            ("60", 60_000, "60", "60"),
            ("12,5", 12_500, "12,5", "12.5"),
            ("-0.125", -125, "−0,125", "−0.125"),
            ("1 234,50", 1_234_500, "1\u{202f}234,5", "1,234.5"),
        ] {
            let figure = Figure::parse(text).expect(text);
            assert_eq!(figure.0, thousandths);
            assert_eq!(figure.in_locale(Locale::Fr), fr);
            assert_eq!(figure.in_locale(Locale::En), en);
            assert_eq!(Figure::parse(&figure.to_string()), Some(figure));
        }
        for wrong in [
            "",
            "beaucoup",
            "1.2.3",
            "0,1234",
            ".5",
            "5.",
            "99999999999",
            "1e3",
        ] {
            assert_eq!(Figure::parse(wrong), None, "{wrong}");
        }
    }

    fn draft(value: &str, n: &str, low: &str, high: &str) -> MeasureDraft {
        MeasureDraft {
            value: value.into(),
            n: n.into(),
            low: low.into(),
            high: high.into(),
        }
    }

    #[test]
    fn a_measure_never_stands_without_its_n() {
        let problems = draft("58", "", "", "").check().expect_err("problems");
        assert_eq!(problems.of("n"), Some(&Problem::Missing));
        let max = CASES_MAX;
        let none = draft("58", "0", "", "").check().expect_err("problems");
        assert_eq!(none.of("n"), Some(&Problem::OutOfRange { min: 1, max }));
        let measure = draft("58", "214", "51,2", "64,5")
            .check()
            .expect("in order");
        assert_eq!(measure.n, 214);
        assert_eq!(MeasureDraft::from(&measure).low, "51.2");
    }

    #[test]
    fn an_interval_has_two_bounds_around_the_figure() {
        let half = draft("58", "214", "51", "").check().expect_err("problems");
        assert_eq!(half.of("high"), Some(&Problem::Missing));
        let crossed = draft("58", "214", "64", "51")
            .check()
            .expect_err("problems");
        assert_eq!(crossed.of("high"), Some(&Problem::BoundsReversed));
        let beside = draft("0,9", "214", "0,2", "0,8")
            .check()
            .expect_err("problems");
        let (low, high) = (Figure(200), Figure(800));
        let outside = Problem::OutsideInterval { low, high };
        assert_eq!(beside.of("value"), Some(&outside));
    }

    #[test]
    fn a_target_has_a_side() {
        let target = |aim| Target {
            label: "Temps de préparation".into(),
            aim,
            value: Figure(30_000),
            unit: "min".into(),
        };
        let measure = |value| Measure {
            value: Figure(value),
            n: 12,
            interval: None,
        };
        assert!(target(Aim::AtLeast).is_reached_by(&measure(30_000)));
        assert!(!target(Aim::AtLeast).is_reached_by(&measure(29_999)));
        assert!(target(Aim::AtMost).is_reached_by(&measure(29_999)));
        assert!(!target(Aim::AtMost).is_reached_by(&measure(30_001)));
    }
}
