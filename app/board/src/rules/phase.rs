//! Where a session is in its script, and what its phase allows.

use serde::{Deserialize, Serialize};

use super::{Member, Right, Role};
use crate::timer::Timer;

/// What tells a phase from any other: its place in the script, and when it was begun. More
/// time, a pause and hidden names leave it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseMark {
    /// The place, from 0.
    pub step: u16,
    /// The moment, where that was said.
    pub begun_at: Option<i64>,
}

/// Where a session is in its script, and what participants do there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The place in the session's script, from 0.
    pub step: u16,
    /// Create, edit and delete notes, texts and images.
    pub write: bool,
    /// Move, resize and reorder: where something lies, and in what.
    pub arrange: bool,
    /// Work with frames, clusters and connectors.
    pub group: bool,
    /// Work with strokes.
    pub draw: bool,
    /// What is created now stays hidden from everyone else until a reveal.
    pub private: bool,
    /// The names of authors are not shown, and what is created now is never signed.
    pub names_hidden: bool,
    /// When it was begun, and the time that is left.
    pub timer: Timer,
}

impl Phase {
    /// A phase in which everything is allowed and nothing hidden.
    pub const OPEN: Self = Self {
        step: 0,
        write: true,
        arrange: true,
        group: true,
        draw: true,
        private: false,
        names_hidden: false,
        timer: Timer::None,
    };

    /// Whether another phase is before us than the one given: the next, or the same begun
    /// again. Pausing, more time and hiding names begin nothing.
    #[must_use]
    pub fn is_another(self, before: Self) -> bool {
        self.mark() != before.mark()
    }

    /// What tells it from others.
    #[must_use]
    pub const fn mark(self) -> PhaseMark {
        PhaseMark {
            step: self.step,
            begun_at: self.timer.begun_at(),
        }
    }

    /// Whether somebody has begun it. What a board is in before is a phase of nobody's:
    /// names can be hidden in it and a time be set, but nothing of the script holds yet.
    #[must_use]
    pub const fn is_begun(self) -> bool {
        self.step > 0 || self.timer.begun_at().is_some()
    }

    /// Whether nobody's name stands beside what they made: while the phase hides names, and
    /// that ends with the session at the latest.
    #[must_use]
    pub const fn hides_names(self, session_is_over: bool) -> bool {
        self.names_hidden && !session_is_over
    }

    /// The same for somebody on the board: whoever is its reader comes after the end.
    #[must_use]
    pub(crate) const fn hides_names_from(self, member: Member) -> bool {
        self.hides_names(matches!(member.role, Role::Reader))
    }

    /// Where the session is in a script of so many phases.
    #[must_use]
    pub fn place(self, phases: usize) -> Place {
        match phases {
            0 => Place::Free,
            _ if self.is_begun() => Place::In(usize::from(self.step)),
            _ => Place::Before,
        }
    }

    pub(super) const fn allows(self, right: Right) -> bool {
        match right {
            Right::Write => self.write,
            Right::Arrange => self.arrange,
            Right::Group => self.group,
            Right::Draw => self.draw,
        }
    }
}

impl Default for Phase {
    fn default() -> Self {
        Self::OPEN
    }
}

/// Where in its script a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In none, for its script has no phases: the board is simply open.
    Free,
    /// Before the first, which nobody has begun.
    Before,
    /// In this one, from 0.
    In(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s52_before_the_first_phase_is_begun_the_board_is_in_none() {
        let begun = Phase {
            timer: Timer::begin(1_000, 60_000),
            ..Phase::OPEN
        };
        assert_eq!(Phase::OPEN.place(3), Place::Before);
        assert_eq!(begun.place(3), Place::In(0));
        // Neither a time nor hidden names begin anything.
        let prepared = Phase {
            names_hidden: true,
            timer: Timer::None.extended(120_000, 500),
            ..Phase::OPEN
        };
        assert_eq!(prepared.place(3), Place::Before);
        let paused = Phase {
            timer: begun.timer.paused_or_resumed(2_000),
            ..begun
        };
        assert_eq!(paused.place(3), Place::In(0));
        let next = Phase {
            step: 1,
            ..Phase::OPEN
        };
        assert_eq!(next.place(3), Place::In(1), "of before it was said when");
    }

    #[test]
    fn s52_a_script_without_phases_never_begins() {
        let begun = Phase {
            timer: Timer::begin(1_000, 60_000),
            ..Phase::OPEN
        };
        for phase in [Phase::OPEN, begun] {
            assert_eq!(phase.place(0), Place::Free);
        }
    }
}
