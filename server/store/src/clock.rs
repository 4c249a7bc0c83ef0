//! The moment of every change, and the ids that follow it: the system's clock,
//! or one that is set by hand, for the demonstration and for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;
use uuid::{Builder, Uuid};

/// Tells the moment to everything in the store.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The server's own clock.
    #[default]
    System,
    /// A clock that stands still until it is set.
    Set(SetClock),
}

/// A clock that stands still until it is set. Whoever has a clone sets it for
/// all. The ids that it gives follow from nothing but its moments and their
/// order: what is done twice in the same way gets the same ids.
#[derive(Clone, Debug)]
pub struct SetClock(Arc<Standing>);

#[derive(Debug)]
struct Standing {
    moment: AtomicI64,
    ids: AtomicU64,
}

impl Clock {
    /// The moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Set(clock) => Timestamp(clock.0.moment.load(Ordering::Acquire)),
        }
    }

    /// A new id (UUIDv7) that sorts after every id given before it.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        match self {
            Self::System => Uuid::now_v7(),
            Self::Set(clock) => clock.new_id(),
        }
    }
}

impl SetClock {
    /// A clock that stands at this moment.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        Self(Arc::new(Standing {
            moment: AtomicI64::new(moment.0),
            ids: AtomicU64::new(0),
        }))
    }

    /// Sets the clock.
    pub fn set(&self, moment: Timestamp) {
        self.0.moment.store(moment.0, Ordering::Release);
    }

    /// A new id of its moment: a count stands where others have randomness.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let moment = self.0.moment.load(Ordering::Acquire);
        let count = self.0.ids.fetch_add(1, Ordering::AcqRel);
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&count.to_be_bytes());
        Builder::from_unix_timestamp_millis(u64::try_from(moment).unwrap_or_default(), &rest)
            .into_uuid()
    }
}

impl From<SetClock> for Clock {
    fn from(clock: SetClock) -> Self {
        Self::Set(clock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_one_another_on_either_clock() {
        for clock in [Clock::System, SetClock::at(Timestamp(1_000)).into()] {
            let ids: Vec<Uuid> = (0..1_000).map(|_| clock.new_id()).collect();
            assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7));
        }
    }

    #[test]
    fn a_set_clock_gives_the_same_ids_each_time() {
        let run = || {
            let clock = SetClock::at(Timestamp(5_000));
            let first = clock.new_id();
            clock.set(Timestamp(4_000));
            (first, clock.new_id())
        };
        let (first, second) = run();
        assert_eq!(run(), (first, second));
        assert!(second < first, "it may be set back, and its ids with it");
    }
}
