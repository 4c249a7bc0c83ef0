//! The time of a phase. A room has no clock: whoever leads sets the timer, by the server's
//! clock as their device knows it, and everyone reads the same moments from it.

use serde::{Deserialize, Serialize};

/// The time of a phase, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timer {
    /// No time is set.
    #[default]
    None,
    /// It runs until then, in a phase of which nobody said when it was begun.
    Running {
        /// When it is over.
        ends_at: i64,
    },
    /// It stands, likewise.
    Paused {
        /// Milliseconds left.
        left: i64,
    },
    /// It runs until then.
    Begun {
        /// When the phase was begun.
        at: i64,
        /// When it is over.
        ends_at: i64,
    },
    /// It stands.
    Held {
        /// When the phase was begun.
        at: i64,
        /// Milliseconds left.
        left: i64,
    },
}

impl Timer {
    /// That of a phase which is begun now and takes so many milliseconds.
    #[must_use]
    pub const fn begin(now: i64, long: i64) -> Self {
        Self::Begun {
            at: now,
            ends_at: now.saturating_add(long),
        }
    }

    /// When the phase was begun, where that was said.
    #[must_use]
    pub const fn begun_at(self) -> Option<i64> {
        match self {
            Self::Begun { at, .. } | Self::Held { at, .. } => Some(at),
            Self::None | Self::Running { .. } | Self::Paused { .. } => None,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub const fn runs(self) -> bool {
        matches!(self, Self::Running { .. } | Self::Begun { .. })
    }

    /// Whether it stands.
    #[must_use]
    pub const fn stands(self) -> bool {
        matches!(self, Self::Paused { .. } | Self::Held { .. })
    }

    /// The milliseconds that are left at a moment; below zero once it is over.
    #[must_use]
    pub const fn left(self, now: i64) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Running { ends_at } | Self::Begun { ends_at, .. } => {
                Some(ends_at.saturating_sub(now))
            }
            Self::Paused { left } | Self::Held { left, .. } => Some(left),
        }
    }

    /// The timer stopped where it is, or running on.
    #[must_use]
    pub fn paused_or_resumed(self, now: i64) -> Self {
        let Some(left) = self.left(now) else {
            return Self::None;
        };
        match self.runs() {
            true => self.standing(left.max(0)),
            false => self.running(now.saturating_add(left)),
        }
    }

    /// The timer with so much more time, from now on if it was over.
    #[must_use]
    pub fn extended(self, by: i64, now: i64) -> Self {
        let left = self.left(now).unwrap_or_default();
        match self.stands() {
            true => self.standing(left.saturating_add(by)),
            false => self.running(now.saturating_add(left.max(0)).saturating_add(by)),
        }
    }

    const fn running(self, ends_at: i64) -> Self {
        match self.begun_at() {
            Some(at) => Self::Begun { at, ends_at },
            None => Self::Running { ends_at },
        }
    }

    const fn standing(self, left: i64) -> Self {
        match self.begun_at() {
            Some(at) => Self::Held { at, left },
            None => Self::Paused { left },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;
    const MINUTE: i64 = 60_000;

    #[test]
    fn s60_pausing_keeps_what_is_left_and_resuming_goes_on_from_there() {
        for running in [
            Timer::begin(NOW - MINUTE, 2 * MINUTE),
            Timer::Running {
                ends_at: NOW + MINUTE,
            },
        ] {
            let paused = running.paused_or_resumed(NOW);
            assert!(paused.stands());
            let later = NOW + 5 * MINUTE;
            assert_eq!(paused.left(later), Some(MINUTE));
            let resumed = paused.paused_or_resumed(later);
            assert!(resumed.runs());
            assert_eq!(resumed.left(later), Some(MINUTE));
        }
        assert_eq!(Timer::None.paused_or_resumed(NOW), Timer::None);
    }

    #[test]
    fn s60_what_was_over_is_extended_from_now_on() {
        let over = Timer::begin(NOW - 10 * MINUTE, 9 * MINUTE);
        assert_eq!(over.extended(MINUTE, NOW).left(NOW), Some(MINUTE));
        assert_eq!(Timer::None.extended(MINUTE, NOW).left(NOW), Some(MINUTE));
        let standing = over.paused_or_resumed(NOW).extended(MINUTE, NOW);
        assert!(standing.stands());
        assert_eq!(standing.left(NOW), Some(MINUTE));
    }

    #[test]
    fn s60_a_pause_and_more_time_begin_nothing_and_the_same_phase_again_does() {
        let first = Timer::begin(NOW, MINUTE);
        let paused = first.paused_or_resumed(NOW + 10);
        for same in [
            paused,
            paused.paused_or_resumed(NOW + 20),
            first.extended(MINUTE, NOW + 30),
            paused.extended(MINUTE, NOW + 40),
        ] {
            assert_eq!(same.begun_at(), Some(NOW));
        }
        let again = Timer::begin(NOW + MINUTE, MINUTE);
        assert_ne!(again.begun_at(), first.begun_at());
    }

    #[test]
    fn s53_timers_of_before_are_read_as_they_were() {
        let stored = postcard::to_allocvec(&Timer::Paused { left: 1 }).unwrap();
        assert_eq!(stored, [2, 2], "the second variant, then a zigzag one");
        let read: Timer = postcard::from_bytes(&stored).unwrap();
        assert_eq!(read, Timer::Paused { left: 1 });
    }
}
