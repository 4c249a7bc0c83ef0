//! Who may do what on a board, in which phase of the session. The interface
//! asks before it offers something, the server before it does it.

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::document::Document;
use crate::ids::{ClientId, ParticipantId, RecordId};
use crate::limits::{MAX_CONTESTED, MAX_TEXT};
use crate::operation::{Operation, Reveal};
use crate::property::{Property, PropertyName};
use crate::put_back::Again;
use crate::record::{Content, Kind, Record, Shape};
use crate::secrecy::Secrecy;
use crate::text;

mod arrows;
mod phase;
mod room;

pub(crate) use arrows::{bares_arrow, hidden_ends};
pub use phase::{Phase, PhaseMark, Place};
use room::has_room;
pub use room::{More, may_make, records_left};

/// What somebody is on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Leads the session: bound by no phase, sees no more than others.
    Facilitator,
    /// Takes part.
    Participant,
    /// Looks on.
    Observer,
    /// Was any of these in a session that is closed: reads, and shows what they wrote in
    /// private.
    Reader,
}

/// A participant with the role that the server has established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who it is.
    pub participant: ParticipantId,
    /// What they are on this board.
    pub role: Role,
}

/// Whoever asks for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The tab that it comes from.
    pub client: ClientId,
    /// The person.
    pub member: Member,
}

/// What members do on a board, as a phase allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Create, edit and delete notes, texts and images.
    Write,
    /// Move, resize and reorder: where something lies, and in what.
    Arrange,
    /// Work with frames, clusters and connectors.
    Group,
    /// Work with strokes.
    Draw,
}

impl Right {
    /// What it takes to create, edit and delete records of a kind.
    #[must_use]
    pub const fn to_make(kind: Kind) -> Self {
        match kind {
            Kind::Note | Kind::Text | Kind::Image => Self::Write,
            Kind::Frame | Kind::Cluster | Kind::Connector => Self::Group,
            Kind::Stroke => Self::Draw,
        }
    }

    const fn to_set(property: PropertyName) -> Self {
        match property {
            PropertyName::Parent
            | PropertyName::Order
            | PropertyName::Position
            | PropertyName::Size => Self::Arrange,
            PropertyName::Ends => Self::Group,
            PropertyName::Type => Self::Write,
            PropertyName::Ink => Self::Draw,
        }
    }
}

/// Whether somebody does such things at all in a phase: what is asked before anything is
/// offered, and the first that [`permit`] asks.
///
/// # Errors
///
/// Says why not.
pub const fn may(phase: Phase, role: Role, right: Right) -> Result<(), Refusal> {
    match role {
        Role::Facilitator => Ok(()),
        Role::Participant if phase.allows(right) => Ok(()),
        Role::Participant => Err(Refusal::NotInPhase),
        Role::Observer => Err(Refusal::NotYours),
        Role::Reader => Err(Refusal::Closed),
    }
}

/// Why an operation is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// There is no such record, or the author may not know of it.
    #[error("there is no such record")]
    UnknownRecord,
    /// The id of a new record is in use, belongs to another client, or is nobody's though
    /// somebody signs.
    #[error("the id of the new record is not free")]
    IdTaken,
    /// The author's role does not include it.
    #[error("this is up to somebody else")]
    NotYours,
    /// The present phase does not allow it.
    #[error("the present phase does not allow it")]
    NotInPhase,
    /// A value is out of bounds, or the record has no such property.
    #[error("the value is out of bounds")]
    OutOfBounds,
    /// The board or the record holds as much as it may.
    #[error("there is no room left")]
    Full,
    /// A record of this kind does not lie in, or is not joined to, such a one.
    #[error("the two do not go together")]
    Misplaced,
    /// The server was restored from a backup that does not know the record.
    #[error("the server was restored without it")]
    LostByServer,
    /// A facilitator keeps the record as it is.
    #[error("the record is locked")]
    Locked,
    /// In a private phase nothing is written where everybody would read it.
    #[error("others would read it, in a private phase")]
    NotPrivate,
    /// The session is closed.
    #[error("the session is closed")]
    Closed,
    /// The author has as much on the board as one participant may.
    #[error("one participant's share of the board is used up")]
    ShareUsed,
    /// What is left of the board is kept for facilitators.
    #[error("what is left is kept for facilitators")]
    Reserved,
    /// The author has put it back already, from another device or tab.
    #[error("it was put back already")]
    PutBackAlready,
    /// It was to be done in a phase, and while its author was there, that is over.
    #[error("the phase that it was meant for is over")]
    Late,
    /// Whoever leads is in step with the room, or leads nothing.
    #[error("leading a session takes a connection")]
    Offline,
}

/// What whoever creates a record now is promised. It stays hidden where the phase is
/// private, unless it is a frame that a facilitator prepares for everyone; and unsigned
/// where names are hidden. An arrow is promised what its ends were as long as they are
/// hidden: its words tell of them, and that it is there tells whose they are.
#[must_use]
pub fn promised(document: &Document, role: Role, shape: &Shape) -> Secrecy {
    let phase = document.phase();
    let by_phase = Secrecy {
        hidden: phase.private && !(role == Role::Facilitator && shape.kind() == Kind::Frame),
        unsigned: phase.names_hidden,
    };
    hidden_ends(document, &shape.content).fold(by_phase, Secrecy::and)
}

/// Whether nobody signs a record that is created now.
pub(crate) fn is_unsigned(document: &Document, shape: &Shape) -> bool {
    let mut ends = hidden_ends(document, &shape.content);
    document.phase().names_hidden || ends.any(|end| end.unsigned)
}

/// Whether an operation leads the session for everyone, and names no phase that it rests on.
/// What authors show of their own is their affair, whoever leads.
pub(crate) fn leads(document: &Document, author: Author, operation: &Operation) -> bool {
    match operation {
        Operation::SetPhase(_) | Operation::SetGroups(_) => true,
        Operation::Reveal(reveal) => !Check { document, author }.is_own(*reveal),
        _ => false,
    }
}

/// Whether an operation may be done to the document as it is.
///
/// # Errors
///
/// Says why not.
pub fn permit(document: &Document, author: Author, operation: &Operation) -> Result<(), Refusal> {
    if !operation.is_valid() {
        return Err(Refusal::OutOfBounds);
    }
    let check = Check { document, author };
    if author.member.role == Role::Reader {
        return check.after_the_close(operation);
    }
    match operation {
        Operation::Create { id, secrecy, shape }
        | Operation::PutBack(_, Again::Create { id, secrecy, shape }) => {
            check.right(Right::to_make(shape.kind()))?;
            let free = id.is_for(author.client, secrecy.unsigned);
            if !free || document.record(*id).is_some() {
                return Err(Refusal::IdTaken);
            }
            check.room(Amount::new(1, shape.bytes()))?;
            check.reference(shape.kind(), &Property::Parent(shape.parent))?;
            match shape.property(PropertyName::Ends) {
                Some(ends) => check.reference(shape.kind(), &ends),
                None => Ok(()),
            }
        }
        Operation::Set(id, property) => {
            let record = check.value(*id, property)?;
            check.room_for_value(record, property)
        }
        Operation::Contest(id, property) => {
            if check.value(*id, property)?.contested.len() >= MAX_CONTESTED {
                return Err(Refusal::Full);
            }
            Ok(())
        }
        Operation::Settle {
            id,
            property,
            by,
            adopt,
        } => {
            let record = check.free(*id)?;
            check.right(Right::to_set(*property))?;
            match record.contested_by(*property, *by).filter(|_| *adopt) {
                Some(value) => check.adopted(record, value),
                None => Ok(()),
            }
        }
        Operation::Edit(id, edit) | Operation::PutBack(_, Again::Edit(id, edit)) => {
            let record = check.free(*id)?;
            let shape = &record.shape;
            check.right(Right::to_make(shape.kind()))?;
            check.written_in_private(*id)?;
            let text = edit.apply(&shape.text);
            if text::length(&text) > MAX_TEXT {
                return Err(Refusal::Full);
            }
            check.room_to_grow(record, shape.text.len(), text.len())
        }
        Operation::Delete(id) => check.made(*id).map(drop),
        Operation::Restore(id) => {
            let record = check.made(*id)?;
            // One that is on the board has its room already.
            check.room(Amount::of(record).minus(Amount::on_board(record)))
        }
        Operation::Reveal(reveal) => check.reveal(*reveal),
        Operation::SetPhase(_) | Operation::SetGroups(_) => check.facilitator(),
        Operation::Lead { on, .. } => {
            check.facilitator()?;
            match *on == Some(document.phase().mark()) {
                true => Ok(()),
                false => Err(Refusal::Late),
            }
        }
        Operation::Lock(id, _) => {
            check.record(*id)?;
            check.facilitator()
        }
        Operation::SetParkingLot(id) => {
            let record = check.record(*id)?;
            check.facilitator()?;
            let is_frame = record.shape.kind() == Kind::Frame;
            is_frame.then_some(()).ok_or(Refusal::Misplaced)
        }
    }
}

struct Check<'a> {
    document: &'a Document,
    author: Author,
}

impl Check<'_> {
    fn record(&self, id: RecordId) -> Result<&Record, Refusal> {
        self.document
            .record(id)
            .filter(|record| record.is_visible_to(self.author.member.participant))
            .ok_or(Refusal::UnknownRecord)
    }

    /// The record, if the author may change it at all.
    fn free(&self, id: RecordId) -> Result<&Record, Refusal> {
        let record = self.record(id)?;
        match self.author.member.role {
            Role::Participant if record.locked => Err(Refusal::Locked),
            _ => Ok(record),
        }
    }

    /// The record, if the author may take it off or put it back.
    fn made(&self, id: RecordId) -> Result<&Record, Refusal> {
        let record = self.free(id)?;
        self.right(Right::to_make(record.shape.kind()))?;
        self.own(record.author)?;
        Ok(record)
    }

    fn room(&self, more: Amount) -> Result<(), Refusal> {
        has_room(self.document, self.author.member, more)
    }

    /// Whether there is room for what a part of a record becomes. One that is off the board
    /// takes none of it until it is put back.
    fn room_to_grow(&self, record: &Record, from: usize, to: usize) -> Result<(), Refusal> {
        match record.deleted {
            true => Ok(()),
            false => self.room(Amount::new(0, to.saturating_sub(from))),
        }
    }

    /// The same for a value: of those that are set, labels alone count.
    fn room_for_value(&self, record: &Record, value: &Property) -> Result<(), Refusal> {
        match (value, &record.shape.content) {
            (Property::Type(new), Content::Note(old)) => {
                self.room_to_grow(record, old.label.len(), new.label.len())
            }
            _ => Ok(()),
        }
    }

    fn right(&self, right: Right) -> Result<(), Refusal> {
        may(self.document.phase(), self.author.member.role, right)
    }

    fn facilitator(&self) -> Result<(), Refusal> {
        match self.author.member.role {
            Role::Facilitator => Ok(()),
            _ => Err(Refusal::NotYours),
        }
    }

    fn own(&self, author: ParticipantId) -> Result<(), Refusal> {
        if author == self.author.member.participant {
            return Ok(());
        }
        self.facilitator()
    }

    fn value(&self, id: RecordId, property: &Property) -> Result<&Record, Refusal> {
        let record = self.free(id)?;
        self.right(Right::to_set(property.name()))?;
        if record.shape.property(property.name()).is_none() {
            return Err(Refusal::OutOfBounds);
        }
        self.joins(record, property)?;
        Ok(record)
    }

    /// Whether a value that was kept beside may hold: as if whoever settles it set it now. What
    /// it names may have been hidden from all who read the record by now, or from them.
    fn adopted(&self, record: &Record, value: &Property) -> Result<(), Refusal> {
        self.joins(record, value)?;
        self.room_for_value(record, value)
    }

    /// Whether what a value names is there, fits, and is no secret that the record would tell.
    fn joins(&self, record: &Record, value: &Property) -> Result<(), Refusal> {
        self.reference(record.shape.kind(), value)?;
        self.joined_openly(record, value)
    }

    /// Whether nobody else reads what is written in a record now, where the phase
    /// promises so. What facilitators prepare for everyone, they also name.
    fn written_in_private(&self, id: RecordId) -> Result<(), Refusal> {
        let record = self.record(id)?;
        let prepares = self.author.member.role == Role::Facilitator
            && matches!(Right::to_make(record.shape.kind()), Right::Group);
        if self.document.phase().private && !record.secrecy.hidden && !prepares {
            return Err(Refusal::NotPrivate);
        }
        Ok(())
    }

    /// Whether an arrow is promised what those of its ends are that are hidden: its words would
    /// tell of them, and whoever signs it would tell whose they are.
    fn joined_openly(&self, record: &Record, property: &Property) -> Result<(), Refusal> {
        let Property::Ends(ends) = property else {
            return Ok(());
        };
        let promised = record.secrecy;
        let mut hidden = hidden_ends(self.document, &Content::Connector(*ends));
        match hidden.all(|end| promised.and(end) == promised) {
            true => Ok(()),
            false => Err(Refusal::Misplaced),
        }
    }

    /// Whether the records that a value names are there and fit.
    fn reference(&self, kind: Kind, property: &Property) -> Result<(), Refusal> {
        let fits = match property {
            Property::Parent(Some(parent)) => kind.fits_in(self.record(*parent)?.shape.kind()),
            Property::Ends(ends) => {
                let joinable = |end| Ok(self.record(end)?.shape.kind() != Kind::Connector);
                joinable(ends.from)? && joinable(ends.to)?
            }
            _ => true,
        };
        fits.then_some(()).ok_or(Refusal::Misplaced)
    }

    /// Authors may show what they wrote themselves, once the private phase is over.
    fn reveal(&self, reveal: Reveal) -> Result<(), Refusal> {
        let own = self.is_own(reveal);
        match self.author.member.role {
            Role::Participant if own && self.document.phase().private => Err(Refusal::NotInPhase),
            Role::Participant if own => Ok(()),
            _ => self.facilitator(),
        }
    }

    /// Whether a reveal shows nothing but what its author wrote.
    fn is_own(&self, reveal: Reveal) -> bool {
        let me = self.author.member.participant;
        match reveal {
            Reveal::All | Reveal::Next => false,
            Reveal::Author(author) | Reveal::Signed(author) => author == me,
            Reveal::Record(id) => self
                .document
                .record(id)
                .is_some_and(|record| record.author == me),
        }
    }

    /// Once the session is closed authors may still show what they wrote themselves, also
    /// where it was closed in a private phase: nobody else could do it any more.
    fn after_the_close(&self, operation: &Operation) -> Result<(), Refusal> {
        match operation {
            Operation::Reveal(reveal) if self.is_own(*reveal) => Ok(()),
            _ => Err(Refusal::Closed),
        }
    }
}

#[cfg(test)]
mod closing_tests;
#[cfg(test)]
mod share_tests;
#[cfg(test)]
mod tests;
