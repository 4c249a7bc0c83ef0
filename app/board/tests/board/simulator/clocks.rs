//! Clocks: the server's and those of each device, which are set forwards and backwards by
//! hours, and the timers that facilitators set by them. The room itself has none.

use board::clock::{DOUBT, Known, Reading, patience};
use board::lead::Lead;
use board::rules::Phase;
use board::timer::Timer;

use super::faults::Fault;
use super::{Chance, World};

const SECOND: i64 = 1_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;

/// The moment at which every world begins, in milliseconds since 1970.
pub(super) const BEGINNING: i64 = 1_800_000_000_000;

/// The clocks of a device, and what it knows of the server's.
#[derive(Default)]
pub(super) struct DeviceClock {
    /// By how much the clock that people set is ahead.
    ahead: i64,
    /// How long the steady clock stood because the device slept.
    stood: i64,
    known: Option<Known>,
    /// By how much the server's clock was ahead when it said its time.
    server_was_ahead: i64,
    /// It has asked the server since it came into step.
    pub(super) asked: bool,
}

impl DeviceClock {
    /// The page is opened anew, and knows nothing of the server's clock.
    pub(super) fn forget(&mut self) {
        self.known = None;
        self.asked = false;
    }
}

impl World {
    /// A step is over.
    pub(super) fn second_passes(&mut self) {
        self.pass(SECOND);
        self.look_at_clocks();
    }

    /// Time passes. The steady clock of a device that sleeps stands.
    pub(super) fn pass(&mut self, long: i64) {
        self.time += long;
        let asleep = self.nodes.iter_mut().filter(|node| node.asleep.is_some());
        for node in asleep {
            node.clock.stood += long;
        }
    }

    /// Somebody's clock, or the server's, is set by hours.
    pub(super) fn set_clock(&mut self, who: usize, chance: &mut Chance) {
        let hours = i64::try_from(1 + chance.below(12)).unwrap();
        let by = match chance.below(2) {
            0 => hours * HOUR,
            _ => -hours * HOUR,
        };
        match chance.below(3) {
            0 => self.server_ahead += by,
            _ => self.nodes[who].clock.ahead += by,
        }
        if self.room.document().phase().timer != Timer::None {
            self.met(Fault::ClockSet);
        }
    }

    fn reading(&self, who: usize) -> Reading {
        let clock = &self.nodes[who].clock;
        Reading {
            device: self.time + clock.ahead,
            steady: self.time - clock.stood,
        }
    }

    /// Asks the server for its time as pages do, which look at their clocks every second:
    /// once they are in step, when their two clocks disagree, and after a few minutes.
    pub(super) fn look_at_clocks(&mut self) {
        for who in 0..self.nodes.len() {
            let at = self.reading(who);
            let node = &mut self.nodes[who];
            let answers =
                node.asleep.is_none() && node.connection.is_some() && node.client.is_live();
            let clock = &mut node.clock;
            let patience = patience(u16::from(who % 2 == 1) * u16::MAX);
            let is_sure = clock
                .known
                .is_some_and(|known| !known.is_doubtful(at) && !known.is_old(at, patience));
            if answers && !(is_sure && clock.asked) {
                let server = self.time + self.server_ahead;
                clock.known = Some(Known { server, at });
                clock.server_was_ahead = self.server_ahead;
                clock.asked = true;
            }
        }
    }

    /// The server's time, as far as a device knows it.
    pub(super) fn now_at(&self, who: usize) -> i64 {
        let here = self.reading(who);
        let known = self.nodes[who].clock.known;
        known.map_or(here.device, |known| known.now(here))
    }

    /// S52: whatever becomes of the clocks of the devices, all have the server's time, as it
    /// was when they asked.
    pub fn check_clocks(&self) {
        for (who, node) in self.nodes.iter().enumerate() {
            assert!(node.clock.known.is_some(), "it has been in step");
            let server = self.time + node.clock.server_was_ahead;
            let wrong = self.now_at(who).abs_diff(server);
            assert!(wrong <= DOUBT.unsigned_abs(), "wrong by {wrong} ms");
        }
    }
}

/// S60: the clock of the phase stopped, or running on. Whatever it shows, no time is lost and
/// nothing is begun.
pub(super) fn stopped_or_let_run(phase: Phase, now: i64) -> Lead {
    let timer = phase.timer.paused_or_resumed(now);
    let left = phase.timer.left(now).map(|left| match timer.stands() {
        true => left.max(0),
        false => left,
    });
    assert_eq!(timer.left(now), left);
    assert_goes_on(phase, timer);
    Lead::Clock {
        runs: timer.runs(),
        at: now,
    }
}

/// S60: a minute more, also where the time of the phase seems long over.
pub(super) fn more_time(phase: Phase, now: i64) -> Lead {
    let timer = phase.timer.extended(MINUTE, now);
    assert!(timer.left(now) >= Some(MINUTE), "{timer:?} at {now}");
    assert_goes_on(phase, timer);
    Lead::MoreTime {
        by: MINUTE,
        at: now,
    }
}

fn assert_goes_on(phase: Phase, timer: Timer) {
    assert!(!Phase { timer, ..phase }.is_another(phase));
}
