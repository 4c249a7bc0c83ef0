//! What a room gives to be kept and to be sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ConnectionId;
use super::put_back::PutBack;
use super::seats::Seats;
use super::taken_off::TakenOff;
use crate::document::Document;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, Seq};
use crate::operation::Operation;
use crate::rules::Refusal;
use crate::wire;

/// One line of a board's log: an operation with its answer. Refusals stand
/// there too, so that a repeated operation gets the same answer again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the order.
    pub seq: Seq,
    /// The client that asked.
    pub client: ClientId,
    /// The person that the server knew to be behind it.
    pub participant: ParticipantId,
    /// The client's count of its operations.
    pub counter: u32,
    /// The operation as it was done, or why it was not.
    pub outcome: Result<Operation, Refusal>,
}

impl Entry {
    /// The bytes to be stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode_stored(self)
    }

    /// The entry in stored bytes.
    ///
    /// # Errors
    ///
    /// Bytes of another version, or damaged ones.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        wire::decode_stored(bytes, usize::MAX)
    }
}

/// What is to be made durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The entries, all or none of them.
    pub entries: Vec<Entry>,
    /// What [`Room::persisted`] is then called with.
    pub through: Seq,
}

/// A frame to be sent. Frames that are the same for many share their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// To whom.
    pub to: ConnectionId,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// A board's whole state, in place of the log up to there.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Checkpoint {
    pub(super) seq: Seq,
    pub(super) document: Document,
    pub(super) seats: Seats,
    pub(super) taken_off: TakenOff,
    pub(super) put_back: PutBack,
}

impl Checkpoint {
    /// The last entry that it includes.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// The bytes to be stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode_checkpoint(self)
    }

    /// The checkpoint in stored bytes.
    ///
    /// # Errors
    ///
    /// Bytes of another version, or damaged ones.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        wire::decode_checkpoint(bytes)
    }

    /// Whether stored bytes can stand for the log up to there. Those of an earlier version
    /// do not say all that is known now: the whole log does.
    #[must_use]
    pub fn is_current(bytes: &[u8]) -> bool {
        !wire::is_earlier_checkpoint(bytes)
    }
}

/// A board's log as a room begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The life of the log.
    pub epoch: Epoch,
    /// The latest state that is kept.
    pub checkpoint: Option<Checkpoint>,
    /// The entries after it.
    pub entries: Vec<Entry>,
}

impl Opened {
    /// The log in stored bytes: of the latest state, if it is current, and of the entries
    /// after it.
    ///
    /// # Errors
    ///
    /// Bytes of another version, or damaged ones.
    pub fn decode(
        epoch: u64,
        checkpoint: Option<&[u8]>,
        entries: &[Vec<u8>],
    ) -> Result<Self, Error> {
        let entries = entries.iter().map(|bytes| Entry::decode(bytes));
        Ok(Self {
            epoch: Epoch(epoch),
            checkpoint: checkpoint.map(Checkpoint::decode).transpose()?,
            entries: entries.collect::<Result<_, _>>()?,
        })
    }
}
