//! How fast frames may come: buckets that fill evenly, of frames and bytes for each connection,
//! of operations and bytes for each participant on a board, and of what goes into its log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use board::wire::FromClient;
use domain::ids::SessionId;
use tokio::time::Instant;

use crate::limits::Limits;

/// In which what was logged may be logged again.
const DAY: Duration = Duration::from_hours(24);
/// Bytes that a log keeps of an operation beside the operation, about.
const ENTRY: f64 = 64.0;
/// Participants of whom nobody asks whether they are still to be remembered.
const FEW: usize = 1_024;

/// What a connection may still send.
#[derive(Debug)]
pub(crate) struct Pace {
    frames: Bucket,
    bytes: Bucket,
}

/// What a participant may still have done on a board, by whichever connection. It outlives
/// them: whoever comes back goes on where they were.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    own: Arc<Mutex<Left>>,
    /// What all who take part may still add to the log of the board.
    log: Arc<Mutex<Bucket>>,
}

#[derive(Debug)]
struct Left {
    operations: Bucket,
    bytes: Bucket,
    log: Bucket,
    glances: Bucket,
}

/// What is left to all participants of the boards of a server.
#[derive(Debug)]
pub(crate) struct Shares {
    limits: Limits,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    shares: HashMap<(SessionId, u32), Share>,
    logs: HashMap<SessionId, Arc<Mutex<Bucket>>>,
    /// As many as these, and those to whom all is left are forgotten.
    many: usize,
}

#[derive(Debug)]
struct Bucket {
    most: f64,
    each_second: f64,
    left: f64,
    at: Instant,
}

impl Pace {
    pub(crate) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        Self {
            frames: Bucket::new(limits.frames, now),
            bytes: Bucket::new(limits.bytes, now),
        }
    }

    /// Takes a frame out of the buckets of its connection and of its participant, or says how
    /// long to wait until it may be sent. A frame larger than a bucket wants a full one.
    pub(crate) fn take(
        &mut self,
        share: &Share,
        frame: &[u8],
        now: Instant,
    ) -> Result<(), Duration> {
        let bytes = float(frame.len());
        let operations = f64::from(FromClient::weight(frame));
        // Nothing but operations is logged.
        let logged = match operations > 0.0 {
            true => operations.mul_add(ENTRY, bytes),
            false => 0.0,
        };
        let (mut share, mut log) = (share.left(), locked(&share.log));
        let own = self.frames.wait(1.0, now).max(self.bytes.wait(bytes, now));
        let shared = share.operations.wait(operations, now);
        let shared = shared.max(share.bytes.wait(bytes, now));
        let logging = share.log.wait(logged, now).max(log.wait(logged, now));
        let wait = own.max(shared).max(logging);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        self.frames.left -= 1.0;
        self.bytes.left -= bytes;
        share.operations.left -= operations;
        share.bytes.left -= bytes;
        share.log.left -= logged;
        log.left -= logged;
        Ok(())
    }
}

impl Share {
    fn new(limits: &Limits, log: Arc<Mutex<Bucket>>, now: Instant) -> Self {
        let own = Left {
            operations: Bucket::new(limits.operations, now),
            bytes: Bucket::new(limits.bytes_of_one, now),
            log: Bucket::daily(limits.log_of_one, now),
            glances: Bucket::each(limits.glances, now),
        };
        Self {
            own: Arc::new(Mutex::new(own)),
            log,
        }
    }

    /// Takes the right to ask for all of the board once, or says how long to wait for it.
    pub(crate) fn glance(&self, now: Instant) -> Result<(), Duration> {
        let mut left = self.left();
        let wait = left.glances.wait(1.0, now);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        left.glances.left -= 1.0;
        Ok(())
    }

    /// Whether it is as if it were new, and nobody has it.
    fn is_idle(&self, now: Instant) -> bool {
        let mut left = self.left();
        let Left {
            operations,
            bytes,
            log,
            glances,
        } = &mut *left;
        let full = [operations, bytes, log, glances];
        let full = full.into_iter().all(|bucket| bucket.is_full(now));
        full && Arc::strong_count(&self.own) == 1
    }

    fn left(&self) -> MutexGuard<'_, Left> {
        locked(&self.own)
    }
}

impl Shares {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            known: Mutex::default(),
        }
    }

    /// What is left to a participant of a board.
    pub(crate) fn of(&self, session: SessionId, participant: u32, now: Instant) -> Share {
        let mut known = locked(&self.known);
        if known.shares.len() >= known.many.max(FEW) {
            known.shares.retain(|_, share| !share.is_idle(now));
            known
                .logs
                .retain(|_, log| Arc::strong_count(log) > 1 || !locked(log).is_full(now));
            known.many = known.shares.len().saturating_mul(2);
        }
        let new_log = || Arc::new(Mutex::new(Bucket::daily(self.limits.log_of_board, now)));
        let log = Arc::clone(known.logs.entry(session).or_insert_with(new_log));
        let share = known.shares.entry((session, participant));
        share
            .or_insert_with(|| Share::new(&self.limits, log, now))
            .clone()
    }
}

impl Bucket {
    /// One of so much, into which so much comes in each second.
    fn new((most, each_second): (u32, u32), now: Instant) -> Self {
        Self {
            most: f64::from(most),
            each_second: f64::from(each_second.max(1)),
            left: f64::from(most),
            at: now,
        }
    }

    /// One of so much, into which one comes after each such while.
    fn each((most, each): (u32, Duration), now: Instant) -> Self {
        let each = each.max(Duration::from_millis(1));
        Self {
            each_second: each.as_secs_f64().recip(),
            ..Self::new((most, 1), now)
        }
    }

    /// One of so much, into which that comes in the course of a day.
    fn daily(most: u32, now: Instant) -> Self {
        Self {
            each_second: f64::from(most) / DAY.as_secs_f64(),
            ..Self::new((most, 1), now)
        }
    }

    /// How long until so much is there.
    fn wait(&mut self, much: f64, now: Instant) -> Duration {
        self.fill(now);
        let missing = (much.min(self.most) - self.left).max(0.0);
        Duration::from_secs_f64(missing / self.each_second)
    }

    fn is_full(&mut self, now: Instant) -> bool {
        self.fill(now);
        self.left >= self.most
    }

    fn fill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * self.each_second).min(self.most);
        self.at = now;
    }
}

/// What is counted stays right where somebody panicked.
fn locked<T>(counted: &Mutex<T>) -> MutexGuard<'_, T> {
    counted.lock().unwrap_or_else(PoisonError::into_inner)
}

fn float(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use board::ids::{RecordId, Seq};
    use board::operation::Operation;
    use board::wire::Submit;

    use super::*;

    /// Limits of frames and bytes alone.
    fn limits() -> Limits {
        Limits {
            frames: (3, 2),
            bytes: (100, 10),
            ..Limits::default()
        }
    }

    /// A frame of so many operations.
    fn frame(operations: usize) -> Vec<u8> {
        let submit = Submit {
            base: Seq(0),
            first: 1,
            operations: vec![Operation::Delete(RecordId::default()); operations],
        };
        FromClient::Submit(submit).encode()
    }

    #[test]
    fn a_burst_is_taken_then_an_even_pace() {
        let mut pace = Pace::new(&limits());
        let now = Instant::now();
        let share = Shares::new(limits()).of(SessionId::new(), 1, now);
        let mut take = |bytes, seconds: f64| {
            let at = now + Duration::from_secs_f64(seconds);
            pace.take(&share, &vec![0_u8; bytes], at)
        };
        for _ in 0..3 {
            assert_eq!(take(1, 0.0), Ok(()));
        }
        assert!(take(1, 0.0).is_err());
        assert_eq!(take(50, 1.0), Ok(()));
        assert!(take(67, 2.0).is_err());
        assert_eq!(take(1_000, 60.0), Ok(()), "a full bucket takes any frame");
        assert!(take(1, 60.0).is_err());
    }

    #[test]
    fn operations_are_counted_for_a_participant_by_whichever_connection() {
        let limits = Limits {
            operations: (100, 10),
            ..Limits::default()
        };
        let shares = Shares::new(limits);
        let (session, now) = (SessionId::new(), Instant::now());
        let after = |seconds: u64| now + Duration::from_secs(seconds);
        let of = |participant| shares.of(session, participant, now);
        assert_eq!(Pace::new(&limits).take(&of(1), &frame(90), now), Ok(()));
        // Another connection, or the same person who has come back.
        let mut pace = Pace::new(&limits);
        let wait = pace.take(&of(1), &frame(50), now);
        assert_eq!(wait, Err(Duration::from_secs(4)), "forty are missing");
        assert_eq!(pace.take(&of(2), &frame(50), now), Ok(()), "who else");
        // What is refused takes nothing.
        assert_eq!(pace.take(&of(1), &frame(50), after(4)), Ok(()));
        assert!(pace.take(&of(1), &frame(1), after(4)).is_err());
    }

    #[test]
    fn s62_a_log_grows_by_so_much_in_a_day_whoever_adds_to_it() {
        let long = frame(200);
        let length = u32::try_from(long.len() + 200 * 64).expect("a short frame");
        let limits = Limits {
            log_of_one: 2 * length,
            log_of_board: 3 * length,
            ..Limits::default()
        };
        let shares = Shares::new(limits);
        let (session, now) = (SessionId::new(), Instant::now());
        let after = |hours: u64| now + Duration::from_hours(hours);
        let take = |participant, at| {
            let share = shares.of(session, participant, at);
            Pace::new(&limits).take(&share, &long, at).is_ok()
        };
        assert_eq!([(); 3].map(|()| take(1, now)), [true, true, false]);
        // Whoever else comes has what the board has left; on another board nobody has less.
        assert_eq!([(); 2].map(|()| take(2, now)), [true, false]);
        let elsewhere = shares.of(SessionId::new(), 1, now);
        assert_eq!(Pace::new(&limits).take(&elsewhere, &long, now), Ok(()));
        // Pointers are in no log.
        let pointers = vec![0_u8; long.len()];
        let share = shares.of(session, 1, now);
        assert_eq!(Pace::new(&limits).take(&share, &pointers, now), Ok(()));
        // The board has a third of its own back after eight hours, its eldest half after twelve.
        assert!(!take(1, after(7)));
        assert!(take(2, after(9)));
        assert_eq!([(); 3].map(|()| take(1, after(40))), [true, true, false]);
    }

    #[test]
    fn a_thousand_edits_made_offline_are_taken_at_once() {
        let limits = Limits::default();
        let (mut pace, now) = (Pace::new(&limits), Instant::now());
        let share = Shares::new(limits).of(SessionId::new(), 1, now);
        for operations in [256, 256, 256, 232] {
            assert_eq!(pace.take(&share, &frame(operations), now), Ok(()));
        }
    }

    #[test]
    fn those_to_whom_all_is_left_are_forgotten_and_nobody_else() {
        let limits = Limits::default();
        let shares = Shares::new(limits);
        let (session, now) = (SessionId::new(), Instant::now());
        let (mut pace, owing) = (Pace::new(&limits), u32::MAX);
        let share = shares.of(session, owing, now);
        assert_eq!(pace.take(&share, &frame(256), now), Ok(()));
        drop(share);
        let held = shares.of(session, owing - 1, now);
        for participant in 0..4 * u32::try_from(FEW).expect("a small number") {
            drop(shares.of(session, participant, now));
        }
        let known = shares.known.lock().expect("nobody panicked");
        assert!(known.shares.len() <= FEW);
        for kept in [owing, owing - 1] {
            assert!(known.shares.contains_key(&(session, kept)));
        }
        drop(held);
    }

    #[test]
    fn a_board_is_asked_for_at_a_pace() {
        let limits = Limits {
            glances: (2, Duration::from_secs(5)),
            ..Limits::default()
        };
        let now = Instant::now();
        let share = Shares::new(limits).of(SessionId::new(), 1, now);
        assert_eq!([share.glance(now), share.glance(now)], [Ok(()), Ok(())]);
        assert!(
            share
                .glance(now)
                .is_err_and(|wait| wait > Duration::from_secs(4))
        );
        assert_eq!(share.glance(now + Duration::from_secs(6)), Ok(()));
    }
}
