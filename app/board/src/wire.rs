//! The frames between clients and server: a byte for the version of the format,
//! then postcard. Whatever bytes come in, decoding gives a frame or an error.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::limits::{GREETING_WEIGHT, MAX_CLIENT_FRAME, MAX_SERVER_FRAME, MAX_SUBMITTED};
use crate::operation::Operation;
use crate::presence::{Announcement, Person, Presence, PresenceOf};
use crate::record::Record;
use crate::rules::{Member, Refusal};

mod columns;
mod snapshot;

pub use snapshot::Snapshot;

/// The version of the frames. It rises with any change to a type that is sent.
pub const VERSION: u8 = 13;

/// The version of what is stored: logs, and what a client saves of its own. Boards
/// outlive programs, so it does not rise where types only gain variants at their
/// end, which leaves every byte written before readable.
pub const STORED_VERSION: u8 = 3;

/// The version of kept states. Their first versions did not know which records are
/// unsigned, the fourth neither what counts as whose nor groups, the fifth neither what was
/// put back nor which clients did something last, the sixth not which frame is the parking lot;
/// the log does, so that such a state is left aside and the log is read.
const CHECKPOINT_VERSION: u8 = 7;

/// The version of the documents that clients keep, which are snapshots. One of an earlier
/// version is laid out otherwise and left aside: the room sends the document anyway.
const DOCUMENT_VERSION: u8 = 7;

/// In place of a version: "reload, your program is too old". This frame is the
/// same in all versions.
const RELOAD: u8 = 0;

/// A frame from a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromClient {
    /// The first frame on a connection, and whenever the client lost its place.
    Hello(Hello),
    /// Operations to be done.
    Submit(Submit),
    /// What the client shows of whoever drives it, in place of what it showed before.
    Presence(Presence),
}

/// Where a client stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The client.
    pub client: ClientId,
    /// Counts the client's Hellos: the answer repeats it.
    pub attempt: u32,
    /// Up to where it holds the document.
    pub seen: Option<(Epoch, Seq)>,
    /// The counter of the first operation that it knows no answer to.
    pub next: u32,
}

/// Operations in the order in which they were done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submit {
    /// The place in the server's order that the client had seen.
    pub base: Seq,
    /// The counter of the first operation; the others follow without a gap.
    pub first: u32,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// A frame from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromServer {
    /// The answer to a Hello.
    Welcome(Box<Welcome>),
    /// What came after, and which of the client's own operations were refused.
    Batch(Delta, Refusals),
    /// The client lost its place: it says Hello again.
    Resync,
    /// The client's program is too old.
    Reload,
    /// Participants, with whether they are here: all of them after a Welcome, then those
    /// of whom something has changed.
    People(Vec<(ParticipantId, Person)>),
    /// What clients show, likewise.
    Presence(Vec<PresenceOf>),
    /// Something outside the document.
    Announcement(Announcement),
}

/// Refused operations of one client, by counter.
pub type Refusals = Vec<(u32, Refusal)>;

/// All that a client needs to be in step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The Hello that this answers.
    pub attempt: u32,
    /// The epoch of the server's log.
    pub epoch: Epoch,
    /// Who the client acts for.
    pub member: Member,
    /// The server has an answer to the client's operations up to this one.
    pub acknowledged: u32,
    /// Those among them that were refused.
    pub refused: Refusals,
    /// What the client has not seen.
    pub catch_up: CatchUp,
}

/// What brings a client into step, in the shorter of two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatchUp {
    /// What changed since the client's place.
    Delta(Delta),
    /// Everything.
    Snapshot(Box<Snapshot>),
}

/// What changed between two places in the server's order, as far as the reader
/// may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The changes follow this place.
    pub from: Seq,
    /// They lead to this place.
    pub to: Seq,
    /// The changes, in order.
    pub sections: Vec<Section>,
    /// Where names are shown again: whose the signed records of these clients are, as far
    /// as nobody was told while names were hidden. A client is of one participant, so that
    /// this is as short as a list of those who were there.
    pub signatures: Vec<(ClientId, ParticipantId)>,
}

/// Changes by one client, one after the other; or by whomever, where the reader is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The client; [`ClientId::ROOM`] where it is not told.
    pub client: ClientId,
    /// The person; [`ParticipantId::NOBODY`] where it is not told.
    pub participant: ParticipantId,
    /// How many of the client's operations these are, after those that it was told of before:
    /// they are durable. How many it has done in all would say how many others are of it.
    pub operations: u32,
    /// What they changed, without what was overwritten before it was sent.
    pub changes: Vec<Change>,
}

/// One change of the reader's document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A record that the reader may not hold: created, restored or revealed.
    Put(RecordId, Box<Record>),
    /// An operation, as the server did it.
    Apply(Operation),
}

impl FromClient {
    /// The frame's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// How much a frame asks of a room, counted in operations: so many as are submitted, and a
    /// greeting as several. Read from its first bytes, before anything is made of the rest;
    /// nothing for what is no frame, and no more than one may hold.
    #[must_use]
    pub fn weight(bytes: &[u8]) -> u32 {
        let Some((&VERSION, body)) = bytes.split_first() else {
            return 0;
        };
        // The variant; then of a Submit the base, the first counter and how many follow.
        match postcard::take_from_bytes::<u32>(body) {
            Ok((0, _)) => GREETING_WEIGHT,
            Ok((1, submit)) => {
                let most = u32::try_from(MAX_SUBMITTED).unwrap_or(u32::MAX);
                postcard::take_from_bytes::<(u64, u32, u32)>(submit)
                    .map_or(0, |((_, _, operations), _)| operations.min(most))
            }
            _ => 0,
        }
    }

    /// The frame in the bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Version`] asks for [`FromServer::Reload`] as an answer; the
    /// others come from a broken or hostile client.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let frame = decode(bytes, MAX_CLIENT_FRAME)?;
        match &frame {
            Self::Submit(submit) if submit.operations.len() > MAX_SUBMITTED => Err(Error::TooLong),
            Self::Presence(presence) if !presence.is_valid() => Err(Error::TooLong),
            _ => Ok(frame),
        }
    }
}

impl FromServer {
    /// The frame's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Reload => vec![RELOAD],
            _ => encode(self),
        }
    }

    /// The frame in the bytes.
    ///
    /// # Errors
    ///
    /// Bytes that are no frame of this version.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        match bytes.first() {
            Some(&RELOAD) => Ok(Self::Reload),
            _ => decode(bytes, MAX_SERVER_FRAME),
        }
    }
}

/// The bytes of a frame.
pub(crate) fn encode(value: &impl Serialize) -> Vec<u8> {
    versioned(VERSION, value)
}

/// The frame in the bytes.
fn decode<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, Error> {
    of_version(VERSION, bytes, limit)
}

/// The bytes of a board's state.
pub(crate) fn encode_checkpoint(value: &impl Serialize) -> Vec<u8> {
    versioned(CHECKPOINT_VERSION, value)
}

/// The state in stored bytes.
pub(crate) fn decode_checkpoint<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    of_version(CHECKPOINT_VERSION, bytes, usize::MAX)
}

/// Whether the bytes of a state are of an earlier version than this one's.
pub(crate) fn is_earlier_checkpoint(bytes: &[u8]) -> bool {
    bytes
        .first()
        .is_some_and(|version| *version < CHECKPOINT_VERSION)
}

/// The bytes of a document that a client keeps.
pub(crate) fn encode_document(snapshot: &Snapshot) -> Vec<u8> {
    versioned(DOCUMENT_VERSION, snapshot)
}

/// The document in kept bytes; `None` for one of an earlier version.
pub(crate) fn decode_document(bytes: &[u8]) -> Result<Option<Snapshot>, Error> {
    unless_earlier(DOCUMENT_VERSION, bytes, MAX_SERVER_FRAME)
}

/// The bytes of something that is stored.
pub(crate) fn encode_stored(value: &impl Serialize) -> Vec<u8> {
    versioned(STORED_VERSION, value)
}

/// What stored bytes hold.
pub(crate) fn decode_stored<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, Error> {
    of_version(STORED_VERSION, bytes, limit)
}

fn versioned(version: u8, value: &impl Serialize) -> Vec<u8> {
    // Fails only for types that postcard has no form for, of which there are
    // none here; the round trips of all frames are tested.
    postcard::to_extend(value, vec![version]).unwrap_or_default()
}

/// What the bytes hold; `None` where an earlier version wrote them.
fn unless_earlier<T: DeserializeOwned>(
    version: u8,
    bytes: &[u8],
    limit: usize,
) -> Result<Option<T>, Error> {
    match of_version(version, bytes, limit) {
        Err(Error::Version(earlier)) if earlier < version => Ok(None),
        other => other.map(Some),
    }
}

/// What the bytes hold, all of them and at most so many.
fn of_version<T: DeserializeOwned>(version: u8, bytes: &[u8], limit: usize) -> Result<T, Error> {
    if bytes.len() > limit {
        return Err(Error::TooLong);
    }
    match bytes.split_first() {
        None => Err(Error::Malformed),
        Some((&first, body)) if first == version => match postcard::take_from_bytes(body) {
            Ok((value, [])) => Ok(value),
            _ => Err(Error::Malformed),
        },
        Some((&other, _)) => Err(Error::Version(other)),
    }
}

#[cfg(test)]
mod tests;
