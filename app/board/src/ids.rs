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

    /// In place of a client in the ids of nobody's: the bit above those of clients, with
    /// random bits below it. As many bytes on the wire as a client.
    pub(crate) const NOBODY: Self = Self(1 << 48);

    /// The id made of the given random bits; the upper sixteen are not used.
    #[must_use]
    pub const fn from_random(bits: u64) -> Self {
        Self(bits & Self::MASK)
    }

    /// Whether a client may have it: it is neither the room's nor nobody's.
    pub(crate) const fn is_of_client(self) -> bool {
        self.0 != Self::ROOM.0 && self.0 <= Self::MASK
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

/// A record of a board: the client that created it, and that client's count; or random bits
/// in place of the client, where nobody is to know which it was.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct RecordId {
    /// The client that created the record, or nobody.
    pub client: ClientId,
    /// Distinguishes the records of one client. In ids of nobody's: the era of the log in
    /// which the id was made.
    pub number: u32,
}

impl RecordId {
    /// The id of a record that nobody signs, made of fresh random bits: whoever reads it
    /// learns nothing of the client, and cannot tell it from another client's.
    #[must_use]
    pub(crate) const fn of_nobody(bits: u64, era: u32) -> Self {
        Self {
            client: ClientId(ClientId::NOBODY.0 | ClientId::from_random(bits).0),
            number: era,
        }
    }

    /// The id that was written so; nothing where none is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (client, number) = text.split_once('-')?;
        let client = ClientId(u64::from_str_radix(client, 16).ok()?);
        let number = number.parse().ok()?;
        Some(Self { client, number })
    }

    /// Whether the id says nothing of the client that created the record.
    #[must_use]
    pub const fn is_of_nobody(self) -> bool {
        let random = self.client.0 ^ ClientId::NOBODY.0;
        random != 0 && random <= ClientId::MASK
    }

    /// Whether a client may create a record under it: one of its own, or one of nobody's
    /// for what nobody signs.
    pub(crate) fn is_for(self, client: ClientId, unsigned: bool) -> bool {
        self.client == client || (unsigned && self.is_of_nobody())
    }
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

    /// Eras are so many entries of the log long that an id which says in which of them it was
    /// made says next to nothing of when; and short enough that a room remembers the ids of
    /// several (S62).
    pub(crate) fn era(self) -> u32 {
        u32::try_from(self.0 >> 14).unwrap_or(u32::MAX)
    }
}

/// Which life of a board's log sequence numbers belong to. A log restored from
/// a backup gets another one, chosen at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let client = ClientId::from_random(0xbeef);
        let own = RecordId { client, number: 12 };
        for id in [own, RecordId::of_nobody(7, 3)] {
            assert_eq!(RecordId::parse(&id.to_string()), Some(id));
        }
        for other in ["", "beef", "beef-", "-12", "x-1", "beef-12-3"] {
            assert_eq!(RecordId::parse(other), None, "{other}");
        }
    }
}
