//! Who and what: the identifiers of clients, participants and records, and the
//! numbers by which the server orders a board's history.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One browser tab (or other program) that edits a board.
///
/// Chosen at random by the client itself, so that it can work before it has
/// ever met the server: 48 bits, which are seven bytes on the wire.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ClientId(u64);

impl ClientId {
    const MASK: u64 = (1 << 48) - 1;

    /// The room itself, for what it does on its own. No client may use it.
    pub const ROOM: Self = Self(0);

    /// The id made of the given random bits; the upper sixteen are not used.
    #[must_use]
    pub const fn from_random(bits: u64) -> Self {
        Self(bits & Self::MASK)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

/// A person on a board, with an account or as a guest: a number that the
/// server allots. Names and pseudonyms are no part of the document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ParticipantId(pub u32);

impl ParticipantId {
    /// No participant: whoever wrote while names were hidden, to everybody else; and the
    /// room itself.
    pub const NOBODY: Self = Self(u32::MAX);
}

/// A record of a board: the client that created it, and that client's count.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct RecordId {
    /// The client that created the record.
    pub client: ClientId,
    /// Distinguishes the records of one client.
    pub number: u32,
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.client, self.number)
    }
}

/// A place in the server's order: how many entries the board's log holds up to
/// there. Zero is the empty board.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Which life of a board's log sequence numbers belong to. A log restored from
/// a backup gets another one, chosen at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);
