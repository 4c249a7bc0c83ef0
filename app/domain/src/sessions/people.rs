//! Who takes part in a session: people with an account, and guests.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::codes::codes;
use crate::parties::Party;
use crate::problems::{Problem, Problems, clean_line};
use crate::time::Timestamp;

/// The most characters of a pseudonym.
pub const PSEUDONYM_MAX: u32 = 40;

codes! {
    /// What somebody may do on the board of a session.
    #[derive(Default)]
    pub enum SessionRole {
        /// Leads the session.
        Facilitator = "facilitator": "anime" | "facilitates",
        /// Takes part.
        #[default]
        Participant = "participant": "participe" | "takes part",
        /// Looks on.
        Observer = "observer": "observe" | "looks on",
    }
}

codes! {
    /// Whether somebody is let in.
    #[derive(Default)]
    pub enum ParticipantState {
        /// Has asked, and waits for a facilitator.
        #[default]
        Waiting = "waiting": "attend" | "waiting",
        /// Came while a phase ran that has late arrivals wait: is let in when another
        /// begins, or by a facilitator before.
        Held = "held": "attend la fin de la phase" | "waits for the phase to end",
        /// Is let in.
        Admitted = "admitted": "admis·e" | "admitted",
        /// Was removed, and does not come back in the same way.
        Removed = "removed": "exclu·e" | "removed",
        /// Has ended: the seat of a guest whose work an account has claimed that has a seat of
        /// its own here, and goes on in that one.
        Continued = "continued": "repris·e par un compte" | "claimed by an account",
    }
}

impl ParticipantState {
    /// Whether somebody has asked and is not let in yet.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::Held)
    }
}

codes! {
    /// By what somebody came in: what lets them stay.
    pub enum Entrance {
        /// By their own role in the workspace or the project.
        Role = "role": "par son rôle" | "by role",
        /// With an account and the session's code.
        Code = "code": "par le code" | "by the code",
        /// As a guest, whose part may have become an account's since, or with an account as
        /// guests come.
        Guest = "guest": "sans compte" | "as a guest",
    }
}

/// Who a participant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Somebody with an account.
    Account(Person),
    /// Somebody without: what they call themselves, and for whom they speak.
    Guest(GuestFacts),
}

impl Who {
    /// The name shown to others.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Account(person) => &person.name,
            Self::Guest(guest) => &guest.pseudonym,
        }
    }
}

/// Somebody in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The number by which the board knows them: from 1 in each session, and from a higher one
    /// for those who come once a backup was restored.
    pub number: u32,
    /// Who they are.
    pub who: Who,
    /// What they may do on the board.
    pub role: SessionRole,
    /// Whether they are let in.
    pub state: ParticipantState,
    /// When they came in; while they wait, and where the end of a phase let them in, when
    /// they asked to.
    pub joined_at: Timestamp,
}

impl Participant {
    /// The name shown to others.
    #[must_use]
    pub fn name(&self) -> &str {
        self.who.name()
    }

    /// What a partner has declared.
    #[must_use]
    pub fn interests(&self) -> Option<&str> {
        match &self.who {
            Who::Account(person) => person.declared_interests.as_deref(),
            Who::Guest(_) => None,
        }
    }

    /// The party that they speak for.
    #[must_use]
    pub const fn party(&self) -> Party {
        match &self.who {
            Who::Account(person) => person.party,
            Who::Guest(guest) => guest.party,
        }
    }

    /// Whether they lead others through the session.
    #[must_use]
    pub fn facilitates(&self) -> bool {
        self.role == SessionRole::Facilitator && self.state == ParticipantState::Admitted
    }

    /// Whether they have no account.
    #[must_use]
    pub const fn is_guest(&self) -> bool {
        matches!(self.who, Who::Guest(_))
    }

    /// Whether this is a further seat of somebody who goes on in another: what was done there
    /// is theirs, and they are counted in the other.
    #[must_use]
    pub fn is_further_seat(&self) -> bool {
        self.state == ParticipantState::Continued
    }

    /// Whether the same person sits in both seats, as far as that is known.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        match (&self.who, &other.who) {
            (Who::Account(one), Who::Account(other)) => one.id == other.id,
            _ => self.number == other.number,
        }
    }
}

/// A guest who joins, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GuestDraft {
    /// What they want to be called; no real name is asked for.
    pub pseudonym: String,
    /// Code of the party that they speak for.
    pub party: String,
}

/// A guest, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestFacts {
    /// What they want to be called.
    pub pseudonym: String,
    /// The party that they speak for.
    pub party: Party,
}

impl GuestFacts {
    /// The same guest among people of these names: where one of them has the pseudonym, the
    /// first number that is free stands behind it, so that whoever reads a name on the board
    /// knows who is meant.
    #[must_use]
    pub fn among<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let taken: BTreeSet<String> = names.into_iter().map(as_read).collect();
        let is_free = |name: &String| !taken.contains(&as_read(name));
        if is_free(&self.pseudonym) {
            return self;
        }
        let mut numbered = (2..=u32::MAX).map(|number| with_number(&self.pseudonym, number));
        match numbered.find(is_free) {
            Some(pseudonym) => Self { pseudonym, ..self },
            None => self,
        }
    }
}

/// A name as it is told from others: capitals and blanks make no difference.
fn as_read(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A pseudonym with a number behind it. What is too long with it loses letters, not the number.
fn with_number(pseudonym: &str, number: u32) -> String {
    let number = format!(" {number}");
    let room = (PSEUDONYM_MAX as usize).saturating_sub(number.len());
    let kept: String = pseudonym.chars().take(room).collect();
    format!("{}{number}", kept.trim_end())
}

impl GuestDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<GuestFacts, Problems> {
        let mut problems = Problems::default();
        let pseudonym = clean_line(&self.pseudonym);
        problems.check_length("pseudonym", &pseudonym, 1, PSEUDONYM_MAX);
        let party = Party::from_code(&self.party);
        match (party, self.party.is_empty()) {
            (None, true) => problems.add("party", Problem::Missing),
            (None, false) => problems.add("party", Problem::NotOffered),
            _ => {}
        }
        match (party, problems.0.is_empty()) {
            (Some(party), true) => Ok(GuestFacts { pseudonym, party }),
            _ => Err(problems),
        }
    }
}
