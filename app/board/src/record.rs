//! What lies on a board: notes, frames, clusters, connectors, texts, strokes
//! and images, all with one shape in common.

use domain::ids::AttachmentId;
use serde::{Deserialize, Serialize};

use crate::geometry::{Point, Rect, Size};
use crate::ids::{ParticipantId, RecordId};
use crate::limits::{MAX_LABEL, MAX_STROKE_POINTS, MAX_STROKE_WIDTH, MAX_TEXT};
use crate::order::OrderKey;
use crate::property::{Property, PropertyName};
use crate::secrecy::Secrecy;
use crate::text;

/// A colour of the board's palette. What it looks like is the style's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Colour {
    #[default]
    Yellow,
    Orange,
    Red,
    Pink,
    Purple,
    Blue,
    Green,
    Grey,
}

/// What sort of note it is: by colour and by a label, never by colour alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct NoteType {
    /// The paper's colour.
    pub colour: Colour,
    /// What the colour stands for, such as "obstacle"; may be empty.
    pub label: String,
}

/// The two records that a connector joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ends {
    /// Where the connector begins.
    pub from: RecordId,
    /// Where its arrow points.
    pub to: RecordId,
}

impl Ends {
    /// Both of them.
    #[must_use]
    pub const fn both(self) -> [RecordId; 2] {
        [self.from, self.to]
    }
}

/// What a stroke is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Ink {
    /// The line's colour.
    pub colour: Colour,
    /// The line's width, in board units.
    pub width: u8,
}

/// What distinguishes the kinds of records.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Content {
    /// A note.
    Note(NoteType),
    /// A named part of the board that holds other records.
    Frame,
    /// A named group of notes.
    Cluster,
    /// An arrow between two records.
    Connector(Ends),
    /// Text without paper.
    Text,
    /// A freehand line: its points, relative to the record's position.
    Stroke(Ink, Vec<Point>),
    /// A picture, kept as an attachment. The record's text describes it.
    Image(AttachmentId),
}

/// The kind of a record, without what the kind holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "see `Content`")]
pub enum Kind {
    Note,
    Frame,
    Cluster,
    Connector,
    Text,
    Stroke,
    Image,
}

impl Kind {
    /// Whether a record of this kind may lie in one of the other kind. Frames
    /// hold clusters, both hold the rest, images hold the notes pinned on them:
    /// no chain of parents can therefore close.
    #[must_use]
    pub const fn fits_in(self, parent: Self) -> bool {
        match self {
            Self::Frame | Self::Connector => false,
            Self::Cluster => matches!(parent, Self::Frame),
            Self::Note => matches!(parent, Self::Frame | Self::Cluster | Self::Image),
            Self::Text | Self::Stroke | Self::Image => {
                matches!(parent, Self::Frame | Self::Cluster)
            }
        }
    }
}

/// What a record is made of: all that its author gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The frame, cluster or image that the record belongs to.
    pub parent: Option<RecordId>,
    /// The place among the records with the same parent: reading order, and
    /// what lies above what.
    pub order: OrderKey,
    /// The corner at the left and the top, on the board (not in the parent).
    pub position: Point,
    /// The extent.
    pub size: Size,
    /// A note's text, a frame's or cluster's name, a connector's label, an
    /// image's description.
    pub text: String,
    /// The kind, and what belongs to it.
    pub content: Content,
}

impl Shape {
    /// The kind of the record.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.content {
            Content::Note(_) => Kind::Note,
            Content::Frame => Kind::Frame,
            Content::Cluster => Kind::Cluster,
            Content::Connector(_) => Kind::Connector,
            Content::Text => Kind::Text,
            Content::Stroke(..) => Kind::Stroke,
            Content::Image(_) => Kind::Image,
        }
    }

    /// The value of a property; `None` if the kind has no such property.
    #[must_use]
    pub fn property(&self, name: PropertyName) -> Option<Property> {
        Some(match (name, &self.content) {
            (PropertyName::Parent, _) => Property::Parent(self.parent),
            (PropertyName::Order, _) => Property::Order(self.order.clone()),
            (PropertyName::Position, _) => Property::Position(self.position),
            (PropertyName::Size, _) => Property::Size(self.size),
            (PropertyName::Type, Content::Note(note)) => Property::Type(note.clone()),
            (PropertyName::Ends, Content::Connector(ends)) => Property::Ends(*ends),
            (PropertyName::Ink, Content::Stroke(ink, _)) => Property::Ink(*ink),
            _ => return None,
        })
    }

    /// Gives a property its value. Does nothing if the kind has no such property.
    pub fn set(&mut self, property: &Property) {
        match (property, &mut self.content) {
            (Property::Parent(parent), _) => self.parent = *parent,
            (Property::Order(order), _) => self.order = order.clone(),
            (Property::Position(position), _) => self.position = *position,
            (Property::Size(size), _) => self.size = *size,
            (Property::Type(new), Content::Note(note)) => *note = new.clone(),
            (Property::Ends(new), Content::Connector(ends)) => *ends = *new,
            (Property::Ink(new), Content::Stroke(ink, _)) => *ink = *new,
            _ => {}
        }
    }

    /// The bytes of what can be long: the text, a label, a stroke's points.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let content = match &self.content {
            Content::Note(note) => note.label.len(),
            Content::Stroke(_, points) => size_of_val(points.as_slice()),
            _ => 0,
        };
        self.text.len().saturating_add(content)
    }

    /// Whether everything is within the limits. References are another matter.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let content = match &self.content {
            Content::Note(note) => note.is_valid(),
            Content::Stroke(ink, points) => {
                ink.is_valid()
                    && points.len() <= MAX_STROKE_POINTS
                    && points.iter().all(|point| point.is_valid())
            }
            _ => true,
        };
        content
            && self.order.is_valid()
            && self.position.is_valid()
            && self.size.is_valid()
            && text::length(&self.text) <= MAX_TEXT
            && text::is_printable(&self.text)
    }
}

impl NoteType {
    /// Whether the label is short and of one line.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        text::length(&self.label) <= MAX_LABEL && !self.label.contains(char::is_control)
    }
}

impl Ink {
    /// Whether the width is within the limit.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.width <= MAX_STROKE_WIDTH
    }
}

/// A value that lost against another while its author was offline, kept until
/// somebody settles which of the two holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contested {
    /// Who wanted the value.
    pub by: ParticipantId,
    /// The value.
    pub value: Property,
}

/// A record of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who created it.
    pub author: ParticipantId,
    /// What others do not learn of it. A reveal ends that it is hidden; that it is
    /// unsigned never ends.
    pub secrecy: Secrecy,
    /// Taken off the board; what it holds is kept, so that it can be restored.
    pub deleted: bool,
    /// Changed by facilitators only.
    pub locked: bool,
    /// What it is made of.
    pub shape: Shape,
    /// Values kept beside those of the shape; at most one for each property
    /// and participant.
    pub contested: Vec<Contested>,
}

impl Record {
    /// The single rule of who receives a record: everyone, once it is revealed;
    /// before that its author alone, whatever role somebody else has.
    #[must_use]
    pub fn is_visible_to(&self, participant: ParticipantId) -> bool {
        self.is_visible_to_any(&[participant])
    }

    /// The same for somebody who has had several seats in the session.
    pub(crate) fn is_visible_to_any(&self, seats: &[ParticipantId]) -> bool {
        !self.secrecy.hidden || seats.contains(&self.author)
    }

    /// The single rule of who learns whose a record is: everyone, unless nobody signs it
    /// ([`Record::signer`]); then its author alone. In what anybody else receives, nobody is
    /// its author. Without a reader: what everyone may receive.
    #[must_use]
    pub(crate) fn as_told_to(&self, reader: Option<ParticipantId>, names_hidden: bool) -> Self {
        Self {
            author: self.author_for(reader, names_hidden),
            ..self.clone()
        }
    }

    /// Whose the record is, for a reader (or for everyone): nobody's where that is not
    /// told.
    #[must_use]
    pub(crate) fn author_for(
        &self,
        reader: Option<ParticipantId>,
        names_hidden: bool,
    ) -> ParticipantId {
        if self.signer(names_hidden).is_none() && reader != Some(self.author) {
            return ParticipantId::NOBODY;
        }
        self.author
    }

    /// The single rule of who signs the record where it is read, on the board, in what leaves
    /// it and in its past: its author, unless names are hidden there now
    /// ([`Phase::hides_names`](crate::rules::Phase::hides_names)) or were when it was written.
    #[must_use]
    pub fn signer(&self, names_hidden: bool) -> Option<ParticipantId> {
        (!names_hidden && !self.secrecy.unsigned).then_some(self.author)
    }

    /// The part of the board that the record covers. A stroke may reach beyond
    /// by its line's width; a connector covers what its ends span.
    #[must_use]
    pub const fn bounds(&self) -> Rect {
        Rect::new(self.shape.position, self.shape.size)
    }

    /// Keeps a value beside the one that holds, in place of an earlier one of
    /// the same participant.
    pub(crate) fn contest(&mut self, value: Property, by: ParticipantId) {
        self.forget_contested(value.name(), by);
        self.contested.push(Contested { by, value });
    }

    /// Ends a conflict: one value stays, the other goes.
    pub(crate) fn settle(&mut self, name: PropertyName, by: ParticipantId, adopt: bool) {
        if let Some(contested) = self.forget_contested(name, by)
            && adopt
        {
            self.shape.set(&contested.value);
        }
    }

    /// A value kept beside the one that holds.
    pub(crate) fn contested_by(&self, name: PropertyName, by: ParticipantId) -> Option<&Property> {
        let mut contested = self.contested.iter();
        let found = contested.find(|one| one.by == by && one.value.name() == name)?;
        Some(&found.value)
    }

    fn forget_contested(&mut self, name: PropertyName, by: ParticipantId) -> Option<Contested> {
        let at = self
            .contested
            .iter()
            .position(|contested| contested.by == by && contested.value.name() == name)?;
        Some(self.contested.remove(at))
    }
}
