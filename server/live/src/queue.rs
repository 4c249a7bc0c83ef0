//! The frames that wait for one connection. Most connections idle, and a channel keeps
//! blocks of places ready, two kilobytes of them and more: this keeps next to nothing.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::link::Ending;

/// Places that an empty queue keeps ready.
const READY: usize = 4;

/// Frames on their way from a room to the one task that sends them.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    /// Something has come, or the end.
    pub(crate) changed: Notify,
}

/// What waits.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    pub(crate) frames: VecDeque<Bytes>,
    /// The length of all of them.
    pub(crate) bytes: usize,
    /// Why there will be no more.
    pub(crate) ending: Option<Ending>,
}

impl Queue {
    pub(crate) fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next frame, or why there will be no more.
    pub(crate) async fn next(&self) -> Result<Bytes, Ending> {
        loop {
            // What comes after this look is remembered.
            if let Some(frame) = self.waiting().take()? {
                return Ok(frame);
            }
            self.changed.notified().await;
        }
    }

    /// Waits for the end; why there is one. What comes meanwhile is there to be looked for.
    pub(crate) async fn ended(&self) -> Ending {
        loop {
            if let Some(ending) = self.waiting().ending {
                return ending;
            }
            self.changed.notified().await;
        }
    }

    /// Lets nothing more through, for the first reason that is given.
    pub(crate) fn end(&self, ending: Ending) {
        let mut waiting = self.waiting();
        waiting.ending.get_or_insert(ending);
        waiting.frames = VecDeque::new();
        drop(waiting);
        self.changed.notify_one();
    }
}

impl Waiting {
    /// The next frame, if there is one.
    ///
    /// # Errors
    /// Why there will be no more: what waits is not sent any more.
    pub(crate) fn take(&mut self) -> Result<Option<Bytes>, Ending> {
        if let Some(ending) = self.ending {
            return Err(ending);
        }
        let frame = self.frames.pop_front();
        if let Some(frame) = &frame {
            self.bytes = self.bytes.saturating_sub(frame.len());
        }
        if self.frames.is_empty() {
            self.frames.shrink_to(READY);
        }
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::link::Outbox;

    #[tokio::test]
    async fn frames_come_in_their_order_and_then_the_end() {
        let (outbox, mut receiving) = Outbox::new(&Limits::default());
        for byte in [1, 2] {
            assert!(outbox.push(Bytes::from(vec![byte])));
        }
        assert_eq!(receiving.next().await.as_deref(), Ok(&[1][..]));
        assert_eq!(receiving.try_next().as_deref(), Some(&[2][..]));
        assert_eq!(receiving.try_next(), None);
        let waits = tokio::spawn(async move { (receiving.next().await, receiving) });
        tokio::task::yield_now().await;
        assert!(outbox.push(Bytes::from_static(b"3")));
        let (frame, mut receiving) = waits.await.expect("no panic");
        assert_eq!(frame.as_deref(), Ok(&b"3"[..]));
        // What waits when it ends is not sent any more.
        assert!(outbox.push(Bytes::from_static(b"4")));
        outbox.end(Ending::Removed);
        for _ in 0..2 {
            assert_eq!(receiving.next().await, Err(Ending::Removed));
        }
    }

    #[tokio::test]
    async fn a_room_that_is_gone_and_a_browser_that_is_gone_end_it() {
        let (outbox, mut receiving) = Outbox::new(&Limits::default());
        drop(outbox);
        assert_eq!(receiving.next().await, Err(Ending::Closed));
        let (outbox, receiving) = Outbox::new(&Limits::default());
        assert!(!outbox.is_gone());
        drop(receiving);
        assert!(outbox.is_gone() && !outbox.push(Bytes::from_static(b"1")));
    }

    #[test]
    fn what_waits_has_its_limits_but_for_a_first_frame() {
        let limits = Limits {
            waiting_frames: 3,
            waiting_bytes: 10,
            ..Limits::default()
        };
        let frame = |length| Bytes::from(vec![0; length]);
        let (outbox, receiving) = Outbox::new(&limits);
        // Behind it there is as much room as behind a short one.
        assert!(outbox.push(frame(50)) && outbox.push(frame(10)));
        assert!(!outbox.push(frame(1)), "eleven bytes behind it");
        for _ in 0..2 {
            assert!(receiving.try_next().is_some());
        }
        for _ in 0..3 {
            assert!(outbox.push(frame(2)));
        }
        assert!(!outbox.push(frame(2)), "three frames");
        assert!(receiving.try_next().is_some());
        assert!(!outbox.push(frame(9)), "eleven bytes");
        assert!(outbox.push(frame(8)));
    }

    #[test]
    fn a_connection_on_which_nothing_happens_keeps_little() {
        let (outbox, receiving) = Outbox::new(&Limits::default());
        for _ in 0..200 {
            assert!(outbox.push(Bytes::from_static(b"one of many")));
        }
        while receiving.try_next().is_some() {}
        let ready = outbox.queue().waiting().frames.capacity();
        let kept = size_of::<Queue>() + ready * size_of::<Bytes>();
        assert!(kept <= 320, "{kept} bytes");
    }
}
