//! What somebody who leads does for everyone. It names the phase that it rests on, and is
//! done in no other: the room makes of it what the log holds, which says nothing of that.

use serde::{Deserialize, Serialize};

use crate::groups::Group;
use crate::operation::{Operation, Reveal};
use crate::rules::{Phase, PhaseMark};

/// Something that is done for everyone, in one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lead {
    /// Begins a phase, in place of the one that it rests on.
    Begin(Phase),
    /// Stops the clock, or lets it run.
    Clock {
        /// It is to run.
        runs: bool,
        /// The moment, in milliseconds since 1970.
        at: i64,
    },
    /// Gives more time, beside what others give.
    MoreTime {
        /// Milliseconds more.
        by: i64,
        /// The moment, likewise.
        at: i64,
    },
    /// Hides the names of authors, or (false) shows them.
    HideNames(bool),
    /// Divides people into groups.
    Groups(Vec<Group>),
    /// Shows what others wrote in private.
    Reveal(Reveal),
}

impl Lead {
    /// The operation that it is in the phase that runs. Of that phase it changes nothing but
    /// what it is about.
    pub(crate) fn done_in(self, phase: Phase) -> Operation {
        match self {
            Self::Begin(next) => Operation::SetPhase(next),
            // Two who press at once do not undo one another.
            Self::Clock { runs, .. } if phase.timer.runs() == runs => Operation::SetPhase(phase),
            Self::Clock { at, .. } => Operation::SetPhase(Phase {
                timer: phase.timer.paused_or_resumed(at),
                ..phase
            }),
            Self::MoreTime { by, at } => Operation::SetPhase(Phase {
                timer: phase.timer.extended(by, at),
                ..phase
            }),
            Self::HideNames(names_hidden) => Operation::SetPhase(Phase {
                names_hidden,
                ..phase
            }),
            Self::Groups(groups) => Operation::SetGroups(groups),
            Self::Reveal(reveal) => Operation::Reveal(reveal),
        }
    }
}

impl From<Lead> for Operation {
    /// It names no phase yet: the client that does it knows which one it is in.
    fn from(deed: Lead) -> Self {
        Self::Lead { on: None, deed }
    }
}

impl Operation {
    /// The operation as one that rests on a phase. What does not lead stays as it is.
    #[must_use]
    pub(crate) fn resting_on(self, phase: PhaseMark) -> Self {
        let deed = match self {
            Self::Lead { deed, .. } => deed,
            Self::SetPhase(next) => Lead::Begin(next),
            Self::SetGroups(groups) => Lead::Groups(groups),
            Self::Reveal(reveal) => Lead::Reveal(reveal),
            other => return other,
        };
        Self::Lead {
            on: Some(phase),
            deed,
        }
    }

    /// The groups that the operation is to form, in the phase that it rests on.
    pub(crate) fn formed(&self) -> &[Group] {
        match self {
            Self::Lead {
                deed: Lead::Groups(groups),
                ..
            } => groups,
            _ => &[],
        }
    }

    /// What leads rests on no phase any more, and is refused wherever it arrives. All else
    /// stays as it is.
    pub(crate) const fn withdraw(&mut self) {
        if let Self::Lead { on, .. } = self {
            *on = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timer::Timer;

    const NOW: i64 = 1_800_000_000_000;
    const MINUTE: i64 = 60_000;

    /// The phase after all of these.
    fn after(phase: Phase, deeds: impl IntoIterator<Item = Lead>) -> Phase {
        deeds
            .into_iter()
            .fold(phase, |phase, deed| match deed.done_in(phase) {
                Operation::SetPhase(phase) => phase,
                other => panic!("{other:?} is about no phase"),
            })
    }

    fn running() -> Phase {
        Phase {
            step: 1,
            timer: Timer::begin(NOW, 10 * MINUTE),
            ..Phase::OPEN
        }
    }

    #[test]
    fn s66_more_time_twice_is_twice_as_much() {
        let more = Lead::MoreTime {
            by: 2 * MINUTE,
            at: NOW,
        };
        let phase = after(running(), [more.clone(), more]);
        assert_eq!(phase.timer.left(NOW), Some(14 * MINUTE));
        assert!(!phase.is_another(running()));
    }

    #[test]
    fn s66_who_stops_a_clock_that_stands_does_not_let_it_run() {
        let clock = |runs| Lead::Clock { runs, at: NOW };
        let stopped = after(running(), [clock(false), clock(false)]);
        assert!(stopped.timer.stands());
        let resumed = after(stopped, [clock(true), clock(true)]);
        assert_eq!(resumed, running());
        let unset = after(Phase::OPEN, [clock(true)]);
        assert_eq!(unset.timer, Timer::None);
    }

    #[test]
    fn s66_of_a_phase_nothing_changes_but_what_is_meant() {
        let stops = Lead::Clock {
            runs: false,
            at: NOW,
        };
        let phase = after(running(), [Lead::HideNames(true), stops]);
        assert!(phase.names_hidden && phase.timer.stands());
        let shown = after(phase, [Lead::HideNames(false)]);
        assert_eq!(
            shown,
            Phase {
                names_hidden: false,
                ..phase
            }
        );
    }
}
