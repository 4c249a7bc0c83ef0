//! The two ends of one connection: what its transport holds, and what the room
//! puts frames into.

use std::sync::Arc;

use board::server::ConnectionId;
use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::pace::{Pace, Share};
use crate::queue::Queue;
use crate::room::Message;

/// Why the room ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The participant is let in no longer.
    Removed,
    /// Whoever it is of is not signed in any more.
    SignedOut,
    /// What came on it was no frame.
    Broken,
    /// It greeted as a client that is somebody else's.
    Foreign,
    /// It takes what it is sent too slowly; it catches up when it comes back.
    Slow,
    /// The participant has opened too many others since.
    Replaced,
    /// The room is closed: its log could not be written, or the server ends.
    Closed,
}

/// A connection as its transport holds it.
#[derive(Debug)]
pub struct Link {
    /// The number of the participant whose connection it is.
    pub participant: u32,
    /// Takes what comes from the browser.
    pub sending: Sending,
    /// Gives what is to go there.
    pub receiving: Receiving,
    /// Where the room lives: whatever carries frames for long does well to live there, too.
    pub thread: Handle,
}

/// The way from the browser to the room. Dropped, it ends the connection.
#[derive(Debug)]
pub struct Sending {
    connection: ConnectionId,
    room: mpsc::Sender<Message>,
    pace: Pace,
    share: Share,
}

/// The way from the room to the browser. Dropped, it ends the connection.
#[derive(Debug)]
pub struct Receiving(Arc<Queue>);

/// The room's end of the way to the browser.
#[derive(Debug)]
pub(crate) struct Outbox {
    queue: Arc<Queue>,
    most_frames: usize,
    most_bytes: usize,
}

impl Sending {
    pub(crate) fn new(
        connection: ConnectionId,
        room: mpsc::Sender<Message>,
        share: Share,
        limits: &Limits,
    ) -> Self {
        Self {
            connection,
            room,
            pace: Pace::new(limits),
            share,
        }
    }

    /// Hands a frame to the room, as soon as the connection's pace and the participant's allow.
    ///
    /// # Errors
    /// [`Error::Gone`] when the room is closed.
    pub async fn frame(&mut self, bytes: Bytes) -> Result<()> {
        while let Err(wait) = self.pace.take(&self.share, &bytes, Instant::now()) {
            tokio::time::sleep(wait).await;
        }
        self.hand_over(bytes).await
    }

    /// Hands a frame to the room at once.
    ///
    /// # Errors
    /// [`Error::TooFast`] when a pace does not allow it yet;
    /// [`Error::Gone`] when the room is closed.
    pub async fn frame_now(&mut self, bytes: Bytes) -> Result<()> {
        let taken = self.pace.take(&self.share, &bytes, Instant::now());
        taken.map_err(Error::TooFast)?;
        self.hand_over(bytes).await
    }

    async fn hand_over(&self, bytes: Bytes) -> Result<()> {
        let connection = self.connection;
        let frame = Message::Frame { connection, bytes };
        self.room.send(frame).await.map_err(|_| Error::Gone)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        // Where the room has no time for it now, it finds out with its next beat.
        let _ = self.room.try_send(Message::Disconnect(self.connection));
    }
}

impl Receiving {
    /// The next frame to be sent.
    ///
    /// # Errors
    /// Why there will be no more.
    pub async fn next(&mut self) -> std::result::Result<Bytes, Ending> {
        self.0.next().await
    }

    /// The next frame to be sent, if there is one already.
    pub fn try_next(&self) -> Option<Bytes> {
        self.0.waiting().take().ok().flatten()
    }

    /// Waits until there will be no more; why.
    pub async fn ended(&self) -> Ending {
        self.0.ended().await
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        self.0.end(Ending::Closed);
    }
}

impl Outbox {
    pub(crate) fn new(limits: &Limits) -> (Self, Receiving) {
        let queue = Arc::<Queue>::default();
        let outbox = Self {
            queue: Arc::clone(&queue),
            most_frames: limits.waiting_frames,
            most_bytes: limits.waiting_bytes,
        };
        (outbox, Receiving(queue))
    }

    /// Puts a frame on the way; whether there was room for it behind the first, which is as
    /// long as it is: all of a board that somebody comes back to.
    pub(crate) fn push(&self, frame: Bytes) -> bool {
        let mut waiting = self.queue.waiting();
        let bytes = waiting.bytes.saturating_add(frame.len());
        let first = waiting.frames.front().unwrap_or(&frame).len();
        let behind = bytes.saturating_sub(first);
        let fits = waiting.frames.len() < self.most_frames && behind <= self.most_bytes;
        if !fits || waiting.ending.is_some() {
            return false;
        }
        waiting.bytes = bytes;
        waiting.frames.push_back(frame);
        drop(waiting);
        self.queue.changed.notify_one();
        true
    }

    #[cfg(test)]
    pub(crate) fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Whether nobody takes frames out any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.queue.waiting().ending.is_some()
    }

    /// Ends the connection. What waits is not sent any more.
    pub(crate) fn end(self, ending: Ending) {
        self.queue.end(ending);
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.queue.end(Ending::Closed);
    }
}
