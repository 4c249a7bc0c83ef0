//! What others do not learn of a record: that it is there at all, or whose it is.

use serde::{Deserialize, Serialize};

/// What its author was promised when a record was created.
///
/// Stored as one byte, whose values 0 and 1 are those of the `bool` (hidden or not)
/// that stood in its place in the first logs: what was written then stays readable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Secrecy {
    /// Nobody else receives it before a reveal.
    pub hidden: bool,
    /// Nobody else ever learns who wrote it: it was written while names were hidden.
    pub unsigned: bool,
}

const HIDDEN: u8 = 1;
const UNSIGNED: u8 = 2;

impl Secrecy {
    /// Nothing was promised.
    pub const NONE: Self = Self {
        hidden: false,
        unsigned: false,
    };
    /// Hidden until a reveal, signed afterwards.
    pub const HIDDEN: Self = Self {
        hidden: true,
        unsigned: false,
    };

    /// Both promises together: neither takes anything from the other.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            hidden: self.hidden || other.hidden,
            unsigned: self.unsigned || other.unsigned,
        }
    }
}

impl From<Secrecy> for u8 {
    fn from(secrecy: Secrecy) -> Self {
        let of = |promised: bool, byte| if promised { byte } else { 0 };
        of(secrecy.hidden, HIDDEN) | of(secrecy.unsigned, UNSIGNED)
    }
}

impl TryFrom<u8> for Secrecy {
    type Error = &'static str;

    fn try_from(byte: u8) -> Result<Self, Self::Error> {
        if byte > HIDDEN | UNSIGNED {
            return Err("no such secrecy");
        }
        Ok(Self {
            hidden: byte & HIDDEN != 0,
            unsigned: byte & UNSIGNED != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s53_what_was_stored_as_hidden_or_not_is_read_as_before() {
        for hidden in [false, true] {
            let stored = postcard::to_allocvec(&hidden).unwrap();
            let secrecy: Secrecy = postcard::from_bytes(&stored).unwrap();
            assert_eq!((secrecy.hidden, secrecy.unsigned), (hidden, false));
            assert_eq!(postcard::to_allocvec(&secrecy).unwrap(), stored);
        }
        for (hidden, unsigned) in [(false, true), (true, true)] {
            let secrecy = Secrecy { hidden, unsigned };
            let stored = postcard::to_allocvec(&secrecy).unwrap();
            assert_eq!(postcard::from_bytes::<Secrecy>(&stored).unwrap(), secrecy);
        }
        assert!(postcard::from_bytes::<Secrecy>(&[4]).is_err());
    }
}
