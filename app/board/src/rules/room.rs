//! What there is room for on a board, and whether somebody may put more on it: whatever makes
//! records asks so before it is offered.

use super::{Member, Refusal, Right, Role, may};
use crate::amount::Amount;
use crate::document::Document;
use crate::geometry::Point;
use crate::record::Kind;

/// What is about to be put on a board: what it takes to make it, and how much it is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct More {
    rights: Vec<Right>,
    amount: Amount,
}

impl More {
    /// So much of a kind.
    #[must_use]
    pub fn of(kind: Kind, amount: Amount) -> Self {
        Self {
            rights: vec![Right::to_make(kind)],
            amount,
        }
    }

    /// One of a kind, with the least that makes anything of it: on a note or text for which
    /// there is no room nothing could be written.
    #[must_use]
    pub fn one(kind: Kind) -> Self {
        let least = match kind {
            Kind::Note | Kind::Text => 1,
            Kind::Stroke => size_of::<Point>(),
            Kind::Frame | Kind::Cluster | Kind::Connector | Kind::Image => 0,
        };
        Self::of(kind, Amount::new(1, least))
    }

    /// This and something else.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        for right in other.rights {
            if !self.rights.contains(&right) {
                self.rights.push(right);
            }
        }
        self.amount = self.amount.plus(other.amount);
        self
    }

    /// How much it is.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        self.amount
    }
}

/// Whether somebody may put so much more on the board now: what is asked before anything that
/// makes records is offered, and the first that [`super::permit`] asks of each of them.
///
/// # Errors
///
/// Says why not.
pub fn may_make(document: &Document, member: Member, more: &More) -> Result<(), Refusal> {
    let phase = document.phase();
    let mut rights = more.rights.iter();
    rights.try_for_each(|right| may(phase, member.role, *right))?;
    has_room(document, member, more.amount)
}

/// Whether more comes on the board within its limits and, for all but facilitators, within
/// their share and what is open to everyone.
///
/// # Errors
///
/// Says which of them is reached.
pub(super) fn has_room(document: &Document, member: Member, more: Amount) -> Result<(), Refusal> {
    let present = document.present();
    if !present.takes(more, Amount::BOARD) {
        return Err(Refusal::Full);
    }
    if member.role == Role::Facilitator {
        return Ok(());
    }
    if !document
        .share(member.participant)
        .takes(more, Amount::SHARE)
    {
        return Err(Refusal::ShareUsed);
    }
    if !present.takes(more, Amount::OPEN) {
        return Err(Refusal::Reserved);
    }
    Ok(())
}

/// How many more records somebody can create.
#[must_use]
pub fn records_left(document: &Document, member: Member) -> usize {
    let present = document.present();
    let left = |limit: Amount, used: Amount| limit.minus(used).records;
    match member.role {
        Role::Facilitator => left(Amount::BOARD, present),
        _ => {
            left(Amount::OPEN, present).min(left(Amount::SHARE, document.share(member.participant)))
        }
    }
}
