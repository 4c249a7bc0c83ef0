//! Putting back what was lost: a record or an edit that was refused, or that a restored server
//! no longer knows. The operation names what was lost, so that it is put back once only,
//! however many devices of its author keep it.

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher24;

use crate::ids::{ClientId, Epoch, RecordId};
use crate::operation::Operation;
use crate::record::Shape;
use crate::secrecy::Secrecy;
use crate::text::TextEdit;

/// What was lost, named by what it is: every device that holds the same gives it the same
/// name. It counts for its author alone, so that nobody gains by making one up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lost(u64);

impl Lost {
    /// An operation that a client was refused.
    #[must_use]
    pub fn operation(client: ClientId, counter: u32) -> Self {
        Self::named(&format!("{client} {counter}"))
    }

    /// What was typed in a text and refused before it was sent, by a number of its client's that
    /// no record has.
    #[must_use]
    pub fn unsent(number: RecordId) -> Self {
        Self::named(&format!("unsent {number}"))
    }

    /// What a record's text had become in a log that has gone back, and has had this epoch
    /// since.
    #[must_use]
    pub fn text(epoch: Epoch, id: RecordId, text: &str) -> Self {
        Self::named(&format!("{:x} {id} {text}", epoch.0))
    }

    /// The same in all versions of this program: logs keep it.
    fn named(name: &str) -> Self {
        Self(SipHasher24::new_with_key(&[0; 16]).hash(name.as_bytes()))
    }
}

/// What is put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    /// A record, as in [`Operation::Create`].
    Create {
        /// Its id, which may be another than it had.
        id: RecordId,
        /// What its author was promised.
        secrecy: Secrecy,
        /// What it is made of.
        shape: Box<Shape>,
    },
    /// An edit of a text, as in [`Operation::Edit`].
    Edit(RecordId, TextEdit),
}

impl From<Again> for Operation {
    fn from(again: Again) -> Self {
        match again {
            Again::Create { id, secrecy, shape } => Self::Create { id, secrecy, shape },
            Again::Edit(id, edit) => Self::Edit(id, edit),
        }
    }
}
