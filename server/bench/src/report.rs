//! The figures, with what is aimed at beside them.

use std::fmt;
use std::time::Duration;

/// The table that is printed at the end.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<[String; 3]>,
    notes: Vec<String>,
}

impl Report {
    /// A figure that aims at nothing in particular.
    pub(crate) fn line(&mut self, what: impl Into<String>, figure: impl Into<String>) {
        self.lines.push([what.into(), figure.into(), String::new()]);
    }

    /// A figure, what it aims at, and whether it is there.
    pub(crate) fn aim(
        &mut self,
        what: impl Into<String>,
        figure: impl Into<String>,
        aim: &str,
        reached: bool,
    ) {
        let sign = if reached { "ok" } else { "MISSED" };
        self.lines
            .push([what.into(), figure.into(), format!("{aim}  {sign}")]);
    }

    /// A sentence under the table.
    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            let widths = self.lines.iter().map(|line| line[column].chars().count());
            widths.max().unwrap_or_default()
        };
        let (what, figure) = (width(0), width(1));
        for [name, value, aim] in &self.lines {
            writeln!(f, "{name:what$}  {value:>figure$}  {aim}")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

/// How long something took, many times.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// One time more.
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many times.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of the other's, too.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// The time within which this share of them was done, in milliseconds.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        let time = sorted.get(place).copied().unwrap_or_default();
        time.as_secs_f64() * 1_000.0
    }

    /// Half of them, and nearly all.
    pub(crate) fn figure(&self) -> String {
        let (p50, p99) = (self.within(50), self.within(99));
        format!("p50 {p50:.1} ms, p99 {p99:.1} ms")
    }

    /// Half of them, and all: where they are few.
    pub(crate) fn extent(&self) -> String {
        let (half, all) = (self.within(50), self.within(100));
        format!("half {half:.0} ms, all {all:.0} ms")
    }
}

/// What another server took, and how many times what ours did.
pub(crate) fn beside(tell: fn(f64) -> String, taken: f64, own: f64) -> String {
    format!("{}, {:.1} times as much", tell(taken), taken / own)
}

/// Bytes as people read them.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1_000))
}
