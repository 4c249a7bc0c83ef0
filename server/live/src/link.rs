//! The two ends of one connection: what its transport holds, and what the room
//! puts frames into.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use board::server::ConnectionId;
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::pace::Pace;
use crate::room::Message;

/// Why the room ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The participant is let in no longer.
    Removed,
    /// Whoever it is of is not signed in any more.
    SignedOut,
    /// What came on it was no frame, or was somebody else's.
    Broken,
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
}

/// The way from the browser to the room. Dropped, it ends the connection.
#[derive(Debug)]
pub struct Sending {
    connection: ConnectionId,
    room: mpsc::Sender<Message>,
    pace: Pace,
}

/// The way from the room to the browser. Dropped, it ends the connection.
#[derive(Debug)]
pub struct Receiving {
    frames: mpsc::Receiver<Bytes>,
    weight: Arc<AtomicUsize>,
    ending: oneshot::Receiver<Ending>,
    ended: Option<Ending>,
}

/// The room's end of the way to the browser.
#[derive(Debug)]
pub(crate) struct Outbox {
    frames: mpsc::Sender<Bytes>,
    weight: Arc<AtomicUsize>,
    most: usize,
    ending: oneshot::Sender<Ending>,
}

impl Sending {
    pub(crate) fn new(
        connection: ConnectionId,
        room: mpsc::Sender<Message>,
        limits: &Limits,
    ) -> Self {
        Self {
            connection,
            room,
            pace: Pace::new(limits),
        }
    }

    /// Hands a frame to the room, as soon as the connection's pace allows.
    ///
    /// # Errors
    /// [`Error::Gone`] when the room is closed.
    pub async fn frame(&mut self, bytes: Bytes) -> Result<()> {
        while let Err(wait) = self.pace.take(bytes.len(), Instant::now()) {
            tokio::time::sleep(wait).await;
        }
        self.hand_over(bytes).await
    }

    /// Hands a frame to the room at once.
    ///
    /// # Errors
    /// [`Error::TooFast`] when the connection's pace does not allow it yet;
    /// [`Error::Gone`] when the room is closed.
    pub async fn frame_now(&mut self, bytes: Bytes) -> Result<()> {
        self.pace
            .take(bytes.len(), Instant::now())
            .map_err(|_| Error::TooFast)?;
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
        if let Some(ended) = self.ended {
            return Err(ended);
        }
        let ending = tokio::select! {
            biased;
            ending = &mut self.ending => ending.unwrap_or(Ending::Closed),
            frame = self.frames.recv() => match frame {
                Some(frame) => {
                    self.weight.fetch_sub(frame.len(), Ordering::Relaxed);
                    return Ok(frame);
                }
                None => Ending::Closed,
            },
        };
        self.ended = Some(ending);
        Err(ending)
    }

    /// The next frame to be sent, if there is one already.
    pub fn try_next(&mut self) -> Option<Bytes> {
        let frame = self.frames.try_recv().ok()?;
        self.weight.fetch_sub(frame.len(), Ordering::Relaxed);
        Some(frame)
    }
}

impl Outbox {
    pub(crate) fn new(limits: &Limits) -> (Self, Receiving) {
        let (frames, received) = mpsc::channel(limits.waiting_frames);
        let (ending, ended) = oneshot::channel();
        let weight = Arc::<AtomicUsize>::default();
        let outbox = Self {
            frames,
            weight: Arc::clone(&weight),
            most: limits.waiting_bytes,
            ending,
        };
        let receiving = Receiving {
            frames: received,
            weight,
            ending: ended,
            ended: None,
        };
        (outbox, receiving)
    }

    /// Puts a frame on the way; whether there was room for it.
    pub(crate) fn push(&self, frame: Bytes) -> bool {
        let length = frame.len();
        let before = self.weight.fetch_add(length, Ordering::Relaxed);
        (before == 0 || before.saturating_add(length) <= self.most)
            && self.frames.try_send(frame).is_ok()
    }

    /// Whether nobody takes frames out any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.frames.is_closed()
    }

    /// Ends the connection. What waits is not sent any more.
    pub(crate) fn end(self, ending: Ending) {
        // Whoever has gone need not hear why.
        let _ = self.ending.send(ending);
    }
}
