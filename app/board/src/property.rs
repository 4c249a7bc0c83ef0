//! The typed properties of records. For each of them the last writer in the
//! server's order wins; texts are edited in another way (see [`crate::text`]).

use serde::{Deserialize, Serialize};

use crate::geometry::{Point, Size};
use crate::ids::RecordId;
use crate::order::OrderKey;
use crate::record::{Ends, Ink, NoteType};

macro_rules! properties {
    ($($(#[$doc:meta])* $name:ident($type:ty)),+ $(,)?) => {
        /// A property with its value.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Property {
            $($(#[$doc])* $name($type),)+
        }

        /// The name of a property.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum PropertyName {
            $($(#[$doc])* $name,)+
        }

        impl Property {
            /// Which property it is.
            #[must_use]
            pub const fn name(&self) -> PropertyName {
                match self {
                    $(Self::$name(_) => PropertyName::$name,)+
                }
            }
        }
    };
}

properties! {
    /// The record that it lies in.
    Parent(Option<RecordId>),
    /// The place among the records with the same parent.
    Order(OrderKey),
    /// The corner at the left and the top. Both coordinates are one property:
    /// a record never lands where nobody put it.
    Position(Point),
    /// The extent.
    Size(Size),
    /// Colour and label of a note.
    Type(NoteType),
    /// What a connector joins.
    Ends(Ends),
    /// Colour and width of a stroke.
    Ink(Ink),
}

impl Property {
    /// The bytes of what can be long: a label, an order key.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Order(order) => order.fraction.len(),
            Self::Type(note) => note.label.len(),
            _ => 0,
        }
    }

    /// Gives the records that the value names other ids.
    pub(crate) fn rename(&mut self, rename: impl Fn(&mut RecordId)) {
        match self {
            Self::Parent(parent) => parent.iter_mut().for_each(rename),
            Self::Ends(ends) => {
                rename(&mut ends.from);
                rename(&mut ends.to);
            }
            _ => {}
        }
    }

    /// Whether the value is within the limits. References are another matter.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Parent(_) | Self::Ends(_) => true,
            Self::Order(order) => order.is_valid(),
            Self::Position(position) => position.is_valid(),
            Self::Size(size) => size.is_valid(),
            Self::Type(note) => note.is_valid(),
            Self::Ink(ink) => ink.is_valid(),
        }
    }
}
