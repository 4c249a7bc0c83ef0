//! Who is on a board and what they show of themselves at this moment: names, pointers,
//! raised hands. None of it is part of the document, and none of it is kept.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::geometry::{Point, Rect};
use crate::ids::{ClientId, ParticipantId, RecordId};
use crate::limits::{MAX_INTERESTS, MAX_NAME, MAX_SELECTION};
use crate::rules::{Member, Role};
use crate::text;

/// What a client shows of whoever drives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Where they point.
    pub cursor: Option<Point>,
    /// The part of the board that they see, for those who follow them.
    pub view: Option<Rect>,
    /// What they have selected.
    pub selection: Vec<RecordId>,
    /// The record whose text they are writing.
    pub writing: Option<RecordId>,
    /// They ask to speak.
    pub hand: bool,
    /// They are done with what the phase asks for.
    pub ready: bool,
    /// Facilitators: everyone is to look at what they see.
    pub attention: bool,
    /// Facilitators: the record that everyone is to look at, before all others.
    pub spotlight: Option<RecordId>,
}

/// What others are told of a client; nothing once it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceOf {
    /// The client.
    pub client: ClientId,
    /// Who drives it.
    pub participant: ParticipantId,
    /// What it shows.
    pub presence: Option<Presence>,
}

/// How a participant is introduced to the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// The name or pseudonym.
    pub name: String,
    /// Code of the party that they speak for.
    pub party: String,
    /// The interests that a partner declares; empty for all others.
    pub interests: String,
    /// What they are on the board.
    pub role: Role,
    /// Whether they are named by what they made alone, and not among those who take part: a
    /// further seat of somebody who goes on in another, or somebody who was removed.
    pub unlisted: bool,
}

/// A participant as the others know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who they are.
    pub introduction: Introduction,
    /// Whether a client of theirs is connected.
    pub here: bool,
}

/// Something outside the document of which all who are connected hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Announcement {
    /// What the session says of itself has changed.
    SessionChanged,
    /// A vote was opened or closed: its id, as a number.
    VoteChanged(u128),
    /// Somebody came into the waiting room, or left it. Who, is for those who may ask.
    WaitingChanged,
    /// A facilitator has given somebody the floor.
    FloorGiven {
        /// Who has it.
        to: ParticipantId,
        /// Which of their turns it is: by it a client that is told again knows that it has
        /// heard.
        turn: u32,
    },
}

impl Presence {
    /// Whether everything is within the limits.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let seen = self.view.as_ref();
        self.cursor.is_none_or(Point::is_valid)
            && seen.is_none_or(|view| view.origin.is_valid())
            && self.selection.len() <= MAX_SELECTION
    }

    /// What may be told to everybody: no record that is hidden from anybody, nobody beside one
    /// that nobody signs, and nobody calls everyone but a facilitator. While names are hidden
    /// nothing that says where somebody is at work: a record that appears there would be theirs.
    pub(crate) fn public(mut self, document: &Document, member: Member) -> Self {
        let role = member.role;
        let names_hidden = document.phase().hides_names_from(member);
        let told = |id: &RecordId| {
            document
                .live(*id)
                .is_some_and(|record| !record.secrecy.hidden)
        };
        let signed = |id: &RecordId| {
            let record = document.live(*id);
            record.is_some_and(|record| record.signer(names_hidden).is_some())
        };
        self.selection.retain(|id| told(id) && signed(id));
        self.writing = self.writing.filter(|id| told(id) && signed(id));
        self.attention &= role == Role::Facilitator;
        self.cursor = self.cursor.filter(|_| !names_hidden);
        self.view = self.view.filter(|_| !names_hidden || self.attention);
        self.spotlight = self
            .spotlight
            .filter(|id| role == Role::Facilitator && told(id));
        self
    }
}

impl Introduction {
    /// The introduction with its texts cut to what a board takes.
    #[must_use]
    pub fn shortened(self) -> Self {
        let short = |text: String, most: usize| match text::length(&text) > most {
            true => text.chars().take(most).collect(),
            false => text,
        };
        Self {
            name: short(self.name, MAX_NAME),
            party: short(self.party, MAX_NAME),
            interests: short(self.interests, MAX_INTERESTS),
            role: self.role,
            unlisted: self.unlisted,
        }
    }
}
