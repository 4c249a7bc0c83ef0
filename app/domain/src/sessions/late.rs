//! Those who come while a phase runs, and wait where it has them wait until it ends.

use serde::{Deserialize, Serialize};

use super::ScriptPhase;
use crate::time::Timestamp;

/// The phase that a board is in, as it is known outside the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunPhase {
    /// The place in the session's script, from 0.
    pub step: u16,
    /// When whoever leads began it, where that was said.
    pub begun_at: Option<Timestamp>,
    /// What time it has.
    pub time: PhaseTime,
}

/// What time a phase has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseTime {
    /// None is set.
    Unset,
    /// It is over at this moment.
    Until(Timestamp),
    /// It stands with so many milliseconds left.
    Stands(i64),
}

impl BegunPhase {
    /// Whether a phase is begun by this, where the board was in that one before, or in none
    /// that anybody began.
    #[must_use]
    pub fn is_another(self, before: Option<Self>) -> bool {
        let before = before.map_or((0, None), |before| (before.step, before.begun_at));
        (self.step, self.begun_at) != before
    }
}

/// What somebody reads who is held back by a phase, and all that they read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// What the phase is called.
    pub title: String,
    /// What it asks of those who come while it runs.
    pub asked: String,
    /// The milliseconds left, where it has a time; below zero once that is over.
    pub left: Option<i64>,
    /// Whether time goes by.
    pub runs: bool,
}

impl HeldBack {
    /// What is told at a moment of a phase, and of what the script says about it.
    #[must_use]
    pub fn by(phase: BegunPhase, script: &ScriptPhase, now: Timestamp) -> Self {
        let (left, runs) = match phase.time {
            PhaseTime::Unset => (None, false),
            PhaseTime::Until(end) => (Some(end.0.saturating_sub(now.0)), true),
            PhaseTime::Stands(left) => (Some(left), false),
        };
        Self {
            title: script.title.clone(),
            asked: script.asked_of_late().to_owned(),
            left,
            runs,
        }
    }

    /// Lets so many milliseconds go by.
    pub fn pass(&mut self, milliseconds: i64) {
        if self.runs {
            self.left = self.left.map(|left| left.saturating_sub(milliseconds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::{Method, Template};
    use crate::wording::Locale;

    const BEGUN: BegunPhase = BegunPhase {
        step: 0,
        begun_at: Some(Timestamp(1_000)),
        time: PhaseTime::Until(Timestamp(61_000)),
    };

    #[test]
    fn s60_a_phase_is_begun_by_its_place_or_its_beginning_and_not_by_its_time() {
        assert!(BEGUN.is_another(None));
        let paused = BegunPhase {
            time: PhaseTime::Stands(10),
            ..BEGUN
        };
        assert!(!paused.is_another(Some(BEGUN)));
        let again = BegunPhase {
            begun_at: Some(Timestamp(2_000)),
            ..BEGUN
        };
        let next = BegunPhase { step: 1, ..BEGUN };
        assert!(again.is_another(Some(BEGUN)) && next.is_another(Some(BEGUN)));
        // Before anything is begun, a board is in its first phase: names are hidden there, or
        // a time is set, and nothing has begun.
        let unsaid = BegunPhase {
            begun_at: None,
            ..BEGUN
        };
        assert!(!unsaid.is_another(None) && unsaid.is_another(Some(BEGUN)));
    }

    #[test]
    fn s60_who_waits_reads_what_is_asked_and_the_time_left() {
        let script = Template::of(Method::Affinity).map(|template| template.script(Locale::En));
        let mut phase = script.expect("a script").remove(0);
        let mut told = HeldBack::by(BEGUN, &phase, Timestamp(21_000));
        assert_eq!(told.asked, phase.late);
        told.pass(1_000);
        assert_eq!((told.left, told.runs), (Some(39_000), true));
        phase.late.clear();
        let paused = BegunPhase {
            time: PhaseTime::Stands(5_000),
            ..BEGUN
        };
        let mut told = HeldBack::by(paused, &phase, Timestamp(21_000));
        told.pass(1_000);
        assert_eq!((told.left, told.runs), (Some(5_000), false));
        assert_eq!(told.asked, phase.instructions);
        let unset = BegunPhase {
            time: PhaseTime::Unset,
            ..BEGUN
        };
        assert_eq!(HeldBack::by(unset, &phase, Timestamp(0)).left, None);
    }
}
