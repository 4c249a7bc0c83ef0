//! How fast one connection may send: two buckets, of frames and of bytes, that
//! fill evenly.

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::Limits;

/// What a connection may still send.
#[derive(Debug)]
pub(crate) struct Pace {
    frames: Bucket,
    bytes: Bucket,
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
        Self {
            frames: Bucket::new(limits.frames),
            bytes: Bucket::new(limits.bytes),
        }
    }

    /// Takes a frame of so many bytes out of the buckets, or says how long to
    /// wait until it may be sent. A frame larger than the bucket wants a full one.
    pub(crate) fn take(&mut self, bytes: usize, now: Instant) -> Result<(), Duration> {
        let bytes = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
        let wait = self.frames.wait(1.0, now).max(self.bytes.wait(bytes, now));
        if wait > Duration::ZERO {
            return Err(wait);
        }
        self.frames.left -= 1.0;
        self.bytes.left -= bytes;
        Ok(())
    }
}

impl Bucket {
    fn new((most, each_second): (u32, u32)) -> Self {
        Self {
            most: f64::from(most),
            each_second: f64::from(each_second.max(1)),
            left: f64::from(most),
            at: Instant::now(),
        }
    }

    /// How long until so much is there.
    fn wait(&mut self, much: f64, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * self.each_second).min(self.most);
        self.at = now;
        let missing = (much.min(self.most) - self.left).max(0.0);
        Duration::from_secs_f64(missing / self.each_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_then_an_even_pace() {
        let limits = Limits {
            frames: (3, 2),
            bytes: (100, 10),
            ..Limits::default()
        };
        let mut pace = Pace::new(&limits);
        let now = Instant::now();
        let after = |seconds: f64| now + Duration::from_secs_f64(seconds);
        for _ in 0..3 {
            assert_eq!(pace.take(1, now), Ok(()));
        }
        assert!(pace.take(1, now).is_err());
        assert_eq!(pace.take(50, after(1.0)), Ok(()));
        assert!(pace.take(67, after(2.0)).is_err());
        assert_eq!(
            pace.take(1_000, after(60.0)),
            Ok(()),
            "a full bucket takes any frame"
        );
        assert!(pace.take(1, after(60.0)).is_err());
    }
}
