//! Connections of browsers that get no WebSocket: they ask for frames again and
//! again, and are known by a key in between.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use domain::ids::SessionId;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::link::{Link, Receiving, Sending};

/// Bytes after which an answer takes no further frame.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// Connections of this kind at once.
const OPEN_MAX: usize = 5_000;

/// By what such a connection is known: random, and told to its browser alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PollKey(pub Uuid);

/// Such connections. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Polls {
    open: Arc<Mutex<HashMap<PollKey, Arc<Poll>>>>,
    unheard: Duration,
}

#[derive(Debug)]
struct Poll {
    session: SessionId,
    participant: u32,
    sending: tokio::sync::Mutex<Sending>,
    receiving: tokio::sync::Mutex<Receiving>,
    heard: Mutex<Instant>,
}

impl Polls {
    pub(crate) fn new(unheard: Duration) -> Self {
        Self {
            open: Arc::default(),
            unheard,
        }
    }

    /// Keeps a connection, and gives the key to it.
    ///
    /// # Errors
    /// [`Error::Full`] when there are too many.
    pub fn keep(&self, session: SessionId, link: Link) -> Result<PollKey> {
        let key = PollKey(Uuid::new_v4());
        let poll = Poll {
            session,
            participant: link.participant,
            sending: tokio::sync::Mutex::new(link.sending),
            receiving: tokio::sync::Mutex::new(link.receiving),
            heard: Mutex::new(Instant::now()),
        };
        let mut open = self.open();
        if open.len() >= OPEN_MAX {
            return Err(Error::Full);
        }
        open.insert(key, Arc::new(poll));
        Ok(key)
    }

    /// Hands the frames in these bytes to the room.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such connection of this participant any
    /// more, or the bytes hold no frames; [`Error::TooFast`] when too much comes,
    /// of which the first frames may have been taken: those are recognised when
    /// they come again.
    pub async fn take(
        &self,
        key: PollKey,
        session: SessionId,
        participant: u32,
        bytes: Bytes,
    ) -> Result<()> {
        let poll = self.of(key, session, participant)?;
        let mut sending = poll.sending.lock().await;
        for frame in unpack(bytes).ok_or(Error::Gone)? {
            sending.frame_now(frame).await?;
        }
        Ok(())
    }

    /// The frames that wait for a browser, or the first to come within `patience`;
    /// nothing when none does.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such connection any more, or it is asked
    /// for twice at once; [`Error::NotAdmitted`] when the participant was removed,
    /// [`Error::SignedOut`] when they are not signed in any more; [`Error::Replaced`] and
    /// [`Error::Foreign`] as they say.
    pub async fn wait(
        &self,
        key: PollKey,
        session: SessionId,
        participant: u32,
        patience: Duration,
    ) -> Result<Bytes> {
        let poll = self.of(key, session, participant)?;
        let mut receiving = poll.receiving.try_lock().map_err(|_| Error::Gone)?;
        let mut answer = BytesMut::new();
        match timeout(patience, receiving.next()).await {
            Ok(Ok(frame)) => pack(&mut answer, &frame),
            Ok(Err(ending)) => {
                self.open().remove(&key);
                return Err(ending.into());
            }
            Err(_) => {}
        }
        while answer.len() < ANSWER_BYTES
            && let Some(frame) = receiving.try_next()
        {
            pack(&mut answer, &frame);
        }
        *poll.heard() = Instant::now();
        Ok(answer.freeze())
    }

    fn of(&self, key: PollKey, session: SessionId, participant: u32) -> Result<Arc<Poll>> {
        let poll = self.open().get(&key).cloned();
        let poll = poll.filter(|poll| poll.session == session && poll.participant == participant);
        let poll = poll.ok_or(Error::Gone)?;
        *poll.heard() = Instant::now();
        Ok(poll)
    }

    /// Forgets, as long as anybody has the rest, the connections of which nobody
    /// asks any more.
    pub(crate) fn sweep_while_used(&self) {
        let (open, unheard) = (Arc::downgrade(&self.open), self.unheard);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(unheard / 4).await;
                let Some(open) = open.upgrade() else { return };
                let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
                // One that is asked for right now is in use.
                open.retain(|_, poll| {
                    Arc::strong_count(poll) > 1 || poll.heard().elapsed() < unheard
                });
            }
        });
    }

    fn open(&self) -> MutexGuard<'_, HashMap<PollKey, Arc<Poll>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Poll {
    fn heard(&self) -> MutexGuard<'_, Instant> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds a frame to others: its length in four bytes, the lowest first, and its bytes.
fn pack(into: &mut BytesMut, frame: &Bytes) {
    into.put_u32_le(u32::try_from(frame.len()).unwrap_or(u32::MAX));
    into.put_slice(frame);
}

/// The frames that were packed into these bytes.
fn unpack(mut bytes: Bytes) -> Option<Vec<Bytes>> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let length = bytes.split_to_checked(4)?;
        let length = u32::from_le_bytes(length.as_ref().try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        frames.push(bytes.split_to_checked(length)?);
    }
    Some(frames)
}

/// Splits bytes where there are enough of them.
trait SplitChecked {
    fn split_to_checked(&mut self, at: usize) -> Option<Bytes>;
}

impl SplitChecked for Bytes {
    fn split_to_checked(&mut self, at: usize) -> Option<Bytes> {
        (at <= self.len()).then(|| self.split_to(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_packed_and_unpacked() {
        let frames = [&b""[..], b"a", &[7; 300]].map(Bytes::copy_from_slice);
        let mut packed = BytesMut::new();
        for frame in &frames {
            pack(&mut packed, frame);
        }
        let packed = packed.freeze();
        assert_eq!(unpack(packed.clone()).as_deref(), Some(&frames[..]));
        for cut in [1, 3, packed.len() - 1] {
            assert_eq!(unpack(packed.slice(..cut)), None, "{cut}");
        }
        assert_eq!(unpack(Bytes::from_static(&[255, 255, 255, 255, 1])), None);
    }
}
