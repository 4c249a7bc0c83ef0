//! The server's clock, as a device knows it. Whoever drives a client reads the clocks of the
//! device and asks the server for its time.

/// How far the two clocks of a device may drift apart, in milliseconds, before one of them was
/// set, or stood still while the device slept.
pub const DOUBT: i64 = 1_000;
/// The shortest that a device goes by what the server said, in milliseconds, and by how much
/// longer the most patient one does.
const PATIENCE: (i64, i64) = (120_000, 60_000);

/// How long a device goes by what the server said, in milliseconds: the server's own clock may
/// be set. By chance some are more patient than others: those in a room came into step
/// together, and are not to ask all at once.
#[must_use]
pub fn patience(chance: u16) -> i64 {
    let (shortest, more) = PATIENCE;
    let more = more.saturating_mul(i64::from(chance)) / i64::from(u16::MAX);
    shortest.saturating_add(more)
}

/// Both clocks of a device at one moment, in milliseconds: the one that people set, and the
/// one that nobody sets and that only measures how long the page has stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the clock shows that people set, since 1970.
    pub device: i64,
    /// How long the steady one has run.
    pub steady: i64,
}

/// The time of the server, and what a device's clocks showed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What the server said.
    pub server: i64,
    /// The device's clocks at that moment.
    pub at: Reading,
}

impl Known {
    /// What the server's clock shows now: it has gone on as long as the steady clock.
    #[must_use]
    pub const fn now(self, here: Reading) -> i64 {
        let passed = here.steady.saturating_sub(self.at.steady);
        self.server.saturating_add(passed)
    }

    /// Whether the two clocks of the device do not agree on how long it is since then.
    #[must_use]
    pub const fn is_doubtful(self, here: Reading) -> bool {
        let steady = here.steady.saturating_sub(self.at.steady);
        let device = here.device.saturating_sub(self.at.device);
        steady.abs_diff(device) > DOUBT.unsigned_abs()
    }

    /// Whether it was said so long ago as somebody of this patience goes by it.
    #[must_use]
    pub const fn is_old(self, here: Reading, patience: i64) -> bool {
        here.steady.saturating_sub(self.at.steady) >= patience
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    #[test]
    fn s52_a_clock_that_is_set_moves_no_timer_and_is_noticed() {
        let at = Reading {
            device: NOW,
            steady: 10,
        };
        let known = Known {
            server: NOW + 400,
            at,
        };
        let later = Reading {
            device: NOW + 60_000,
            steady: 60_010,
        };
        assert_eq!(known.now(later), NOW + 60_400);
        assert!(!known.is_doubtful(later));
        let set = Reading {
            device: NOW - 3_600_000,
            ..later
        };
        assert_eq!(known.now(set), NOW + 60_400);
        assert!(known.is_doubtful(set));
        // The steady clock of some devices stands while they sleep.
        let slept = Reading {
            device: NOW + 3_600_000,
            ..later
        };
        assert!(known.is_doubtful(slept));
    }

    #[test]
    fn s52_what_the_server_said_is_gone_by_for_two_or_three_minutes() {
        assert_eq!((patience(0), patience(u16::MAX)), (120_000, 180_000));
        let between = patience(u16::MAX / 2);
        assert!((149_000..151_000).contains(&between), "{between}");
        let at = Reading {
            device: NOW,
            steady: 10,
        };
        let known = Known { server: NOW, at };
        let after = |passed: i64| Reading {
            device: NOW + passed,
            steady: 10 + passed,
        };
        assert!(!known.is_old(after(between - 1), between));
        assert!(known.is_old(after(between), between));
        // Setting the clock of the device makes nothing older.
        let set = Reading {
            device: NOW + 3_600_000,
            ..after(1_000)
        };
        assert!(!known.is_old(set, between));
    }
}
