//! What can be done to a board: the one vocabulary of clients, server and log.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::groups::{self, Group};
use crate::ids::{ParticipantId, RecordId};
use crate::lead::Lead;
use crate::property::{Property, PropertyName};
use crate::put_back::{Again, Lost};
use crate::record::{Content, Shape};
use crate::rules::{Phase, PhaseMark};
use crate::secrecy::Secrecy;
use crate::text::TextEdit;

/// One change of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Puts a new record on the board.
    Create {
        /// Its id, which names the client that creates it, unless nobody signs.
        id: RecordId,
        /// What its author was promised.
        secrecy: Secrecy,
        /// What it is made of.
        shape: Box<Shape>,
    },
    /// Gives a property its value.
    Set(RecordId, Property),
    /// Changes the text.
    Edit(RecordId, TextEdit),
    /// Takes a record off the board. What it holds is kept.
    Delete(RecordId),
    /// Puts a deleted record back.
    Restore(RecordId),
    /// Keeps a value, set offline, beside the one that somebody else set.
    Contest(RecordId, Property),
    /// Ends such a conflict.
    Settle {
        /// The record.
        id: RecordId,
        /// The property in question.
        property: PropertyName,
        /// Whose value was kept beside.
        by: ParticipantId,
        /// That value holds from now on; otherwise it is forgotten.
        adopt: bool,
    },
    /// Shows hidden records to everyone.
    Reveal(Reveal),
    /// Begins another phase of the session.
    SetPhase(Phase),
    /// Keeps a record as it is for all but facilitators, or (false) no longer.
    Lock(RecordId, bool),
    /// Divides people into groups, in place of those that there were.
    SetGroups(Vec<Group>),
    /// Puts back what was lost, unless its author has put it back already.
    PutBack(Lost, Again),
    /// Leads the session, in the phase that it rests on. No log holds it: the room does what
    /// it is in that phase, or refuses it.
    Lead {
        /// The phase; `None` where it rests on none yet, or on none any more.
        on: Option<PhaseMark>,
        /// What is done.
        deed: Lead,
    },
    /// Makes a frame the parking lot, in place of the one before.
    SetParkingLot(RecordId),
}

/// Which hidden records a reveal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reveal {
    /// All of them.
    All,
    /// Those of one author.
    Author(ParticipantId),
    /// One of them.
    Record(RecordId),
    /// Those of one author, as somebody else asks for it: without what is unsigned, which
    /// would tell whose it is.
    Signed(ParticipantId),
    /// The next one in reading order. The server makes [`Reveal::Record`] of it, for only
    /// it knows of what others have hidden; where nothing is hidden, nothing happens.
    Next,
}

impl Operation {
    /// The record that the operation concerns, if it is one alone.
    #[must_use]
    pub const fn record(&self) -> Option<RecordId> {
        match self {
            Self::Create { id, .. }
            | Self::Settle { id, .. }
            | Self::PutBack(_, Again::Create { id, .. } | Again::Edit(id, _)) => Some(*id),
            Self::Set(id, _)
            | Self::Edit(id, _)
            | Self::Delete(id)
            | Self::Restore(id)
            | Self::Contest(id, _)
            | Self::Lock(id, _)
            | Self::Reveal(Reveal::Record(id)) => Some(*id),
            Self::Reveal(_)
            | Self::SetPhase(_)
            | Self::SetGroups(_)
            | Self::Lead { .. }
            | Self::SetParkingLot(_) => None,
        }
    }

    /// The record that the operation creates, anew or again: its id, what its author was
    /// promised, and what it is made of.
    #[must_use]
    pub fn created(&self) -> Option<(RecordId, Secrecy, &Shape)> {
        match self {
            Self::Create { id, secrecy, shape }
            | Self::PutBack(_, Again::Create { id, secrecy, shape }) => {
                Some((*id, *secrecy, shape.as_ref()))
            }
            _ => None,
        }
    }

    /// The edit of a text that the operation is, made anew or put back.
    #[must_use]
    pub const fn edit(&self) -> Option<(RecordId, &TextEdit)> {
        match self {
            Self::Edit(id, edit) | Self::PutBack(_, Again::Edit(id, edit)) => Some((*id, edit)),
            _ => None,
        }
    }

    /// The same, to be brought past another edit.
    pub(crate) const fn edit_mut(&mut self) -> Option<(RecordId, &mut TextEdit)> {
        match self {
            Self::Edit(id, edit) | Self::PutBack(_, Again::Edit(id, edit)) => Some((*id, edit)),
            _ => None,
        }
    }

    /// The operation as one that puts back what was lost. What creates nothing and edits no
    /// text stays as it is: done twice, it is as done once.
    #[must_use]
    pub fn put_back(self, lost: Lost) -> Self {
        match self {
            Self::Create { id, secrecy, shape } => {
                Self::PutBack(lost, Again::Create { id, secrecy, shape })
            }
            Self::Edit(id, edit) => Self::PutBack(lost, Again::Edit(id, edit)),
            other => other,
        }
    }

    /// What the operation does, without that it puts something back.
    pub(crate) fn plain(self) -> Self {
        match self {
            Self::PutBack(_, again) => again.into(),
            other => other,
        }
    }

    /// The same, of records that have got other ids.
    pub(crate) fn rename(&mut self, new: &BTreeMap<RecordId, RecordId>) {
        let rename = |id: &mut RecordId| {
            if let Some(new) = new.get(id) {
                *id = *new;
            }
        };
        match self {
            Self::Create { id, shape, .. } | Self::PutBack(_, Again::Create { id, shape, .. }) => {
                rename(id);
                shape.parent.iter_mut().for_each(rename);
                if let Content::Connector(ends) = &mut shape.content {
                    rename(&mut ends.from);
                    rename(&mut ends.to);
                }
            }
            Self::Set(id, property) | Self::Contest(id, property) => {
                rename(id);
                property.rename(rename);
            }
            Self::Settle { id, .. }
            | Self::Edit(id, _)
            | Self::PutBack(_, Again::Edit(id, _))
            | Self::Delete(id)
            | Self::Restore(id)
            | Self::Lock(id, _)
            | Self::SetParkingLot(id)
            | Self::Reveal(Reveal::Record(id)) => rename(id),
            Self::SetGroups(groups)
            | Self::Lead {
                deed: Lead::Groups(groups),
                ..
            } => {
                groups.iter_mut().for_each(|group| rename(&mut group.frame));
            }
            Self::Reveal(_) | Self::SetPhase(_) | Self::Lead { .. } => {}
        }
    }

    /// The words that the operation brings: those of a new record, or what is inserted.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.created(), self.edit()) {
            (Some((.., shape)), _) => shape.text.clone(),
            (_, Some((_, edit))) => edit.insertions().apply(""),
            _ => String::new(),
        }
    }

    /// Whether the operation is an edit that changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edit().is_some_and(|(_, edit)| edit.is_empty())
    }

    /// Whether everything in the operation is within the limits.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Create { shape, .. } | Self::PutBack(_, Again::Create { shape, .. }) => {
                shape.is_valid()
            }
            Self::Set(_, property) | Self::Contest(_, property) => property.is_valid(),
            Self::Edit(_, edit) | Self::PutBack(_, Again::Edit(_, edit)) => edit.is_valid(),
            Self::SetGroups(groups)
            | Self::Lead {
                deed: Lead::Groups(groups),
                ..
            } => groups::are_valid(groups),
            _ => true,
        }
    }
}
