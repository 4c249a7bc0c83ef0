//! The client's side of a board, without input or output. A [`Client`] holds
//! the document as the server has confirmed it, its own operations that wait
//! for an answer, and the view that the two make together. Whoever drives it
//! carries frames, keeps time and stores what [`Client::save`] gives.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{self, Document};
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::operation::Operation;
use crate::presence::{Announcement, Person, Presence, PresenceOf};
use crate::property::PropertyName;
use crate::rules::{Member, Refusal};
use crate::wire::{FromClient, FromServer, Hello, Submit};

mod acting;
mod field;
mod history;
mod new_ids;
mod pending;
mod quarantine;
mod saved;
mod take_in;

use field::Followed;
pub use field::{Field, Shown};
use history::History;
use new_ids::NobodysIds;
use pending::Pending;
pub use quarantine::Proposal;
pub use saved::Saved;

/// Something that a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An edit made offline met another: both values are kept, on the record.
    Contested(RecordId, PropertyName),
    /// An operation was refused and waits in quarantine.
    Quarantined(Refusal),
    /// What was to be put back is there already, from another device or tab: nothing was done
    /// twice, and it waits no longer.
    PutBackAlready,
    /// Something that leads the session was refused. It was meant for its moment, and waits
    /// nowhere.
    NotDone(Refusal),
    /// Somebody took the record off the board while this client changed it. The
    /// change is kept with the record and comes back with it.
    EditedWhileDeleted(RecordId),
    /// The server was restored from a backup. What it lost of this participant's
    /// own records waits in quarantine.
    ServerRestored,
    /// This program is too old for the server. It can be reloaded as soon as
    /// what [`Client::save`] gives is stored.
    Reload,
}

/// What changed in the view.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Update {
    /// The records that may look different now, appeared or disappeared.
    pub touched: BTreeSet<RecordId>,
    /// What is to be told.
    pub notices: Vec<Notice>,
    /// Somebody came, left, or shows something else.
    pub company: bool,
    /// What was announced outside the document.
    pub announcements: Vec<Announcement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Offline,
    /// Connected; a Hello is to be sent.
    Due,
    /// The Hello is sent; its answer is awaited.
    Joining,
    Live,
    /// The server speaks another version.
    Outdated,
}

/// A client of a board.
#[derive(Clone, Debug)]
pub struct Client {
    id: ClientId,
    member: Option<Member>,
    link: Link,
    attempt: u32,
    epoch: Option<Epoch>,
    seq: Option<Seq>,
    confirmed: Document,
    view: Document,
    pending: Pending,
    last_number: u32,
    nobodys_ids: Option<NobodysIds>,
    quarantine: Vec<Proposal>,
    history: History,
    /// What others make of the text in which somebody writes here.
    followed: Followed,
    people: BTreeMap<ParticipantId, Person>,
    others: BTreeMap<ClientId, (ParticipantId, Presence)>,
    own: Presence,
    own_is_due: bool,
}

impl Client {
    /// A client that has never met the server, under an id that has never been
    /// used. A client that goes on under an id comes from [`Client::load`], in
    /// one tab at a time. Either needs a secret ([`Client::with_secret`]) to create anything
    /// while names are hidden.
    #[must_use]
    pub fn new(id: ClientId) -> Self {
        Self {
            id,
            member: None,
            link: Link::Offline,
            attempt: 0,
            epoch: None,
            seq: None,
            confirmed: Document::default(),
            view: Document::default(),
            pending: Pending::default(),
            last_number: 0,
            nobodys_ids: None,
            quarantine: Vec::new(),
            history: History::default(),
            followed: Followed::default(),
            people: BTreeMap::new(),
            others: BTreeMap::new(),
            own: Presence::default(),
            own_is_due: false,
        }
    }

    /// The client's id.
    #[must_use]
    pub const fn id(&self) -> ClientId {
        self.id
    }

    /// Who the client acts for, once the server has said so.
    #[must_use]
    pub const fn member(&self) -> Option<Member> {
        self.member
    }

    /// The document as its reader sees it, own operations included.
    #[must_use]
    pub const fn view(&self) -> &Document {
        &self.view
    }

    /// The document as the server has confirmed it.
    #[must_use]
    pub const fn confirmed(&self) -> &Document {
        &self.confirmed
    }

    /// Whether the client is in step with the server.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.link == Link::Live
    }

    /// Operations that are not known to be durable: they are on this device only.
    pub fn unacknowledged(&self) -> impl Iterator<Item = &Operation> {
        self.pending.iter().map(|waiting| &waiting.operation)
    }

    /// Operations that were refused, the oldest first.
    #[must_use]
    pub fn quarantine(&self) -> &[Proposal] {
        &self.quarantine
    }

    /// Whether this program is too old for the server.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.link == Link::Outdated
    }

    /// Everybody who was introduced, whether here or not.
    #[must_use]
    pub const fn people(&self) -> &BTreeMap<ParticipantId, Person> {
        &self.people
    }

    /// What the other clients show, and who drives them.
    #[must_use]
    pub const fn others(&self) -> &BTreeMap<ClientId, (ParticipantId, Presence)> {
        &self.others
    }

    /// What this client shows.
    #[must_use]
    pub const fn presence(&self) -> &Presence {
        &self.own
    }

    /// Shows others something else from now on.
    pub fn set_presence(&mut self, presence: Presence) {
        self.own_is_due |= self.own != presence;
        self.own = presence;
    }

    /// Hears that there is a connection.
    pub fn connected(&mut self) {
        if self.link == Link::Offline {
            self.link = Link::Due;
        }
    }

    /// Hears that there is none any more.
    pub fn disconnected(&mut self) {
        if self.link != Link::Outdated {
            self.link = Link::Offline;
        }
        self.others.clear();
        self.pending.mark_offline();
    }

    /// The greeting with which a client that has nothing of its board asks for all of it before
    /// it connects; nothing where it has something. Whatever comes of it, it hears of that as
    /// of a connection: of the answer, if there is one, and then that there is none any more.
    pub fn ask_ahead(&mut self) -> Option<Vec<u8>> {
        if self.epoch.is_some() || self.link != Link::Offline {
            return None;
        }
        self.connected();
        self.poll()
    }

    /// Hears that an answer is overdue: the client finds its place again.
    pub fn timed_out(&mut self) {
        let waits = self.link == Link::Joining || self.pending.is_in_flight();
        if waits && matches!(self.link, Link::Joining | Link::Live) {
            self.link = Link::Due;
        }
    }

    /// The next frame to be sent, if there is one. Operations are sent only once
    /// they are saved: a client that is killed never counts one twice.
    pub fn poll(&mut self) -> Option<Vec<u8>> {
        match self.link {
            Link::Due => {
                self.link = Link::Joining;
                self.attempt = self.attempt.saturating_add(1);
                self.pending.recall();
                let hello = Hello {
                    client: self.id,
                    attempt: self.attempt,
                    seen: self.epoch.zip(self.seq),
                    next: self.pending.first_counter(),
                };
                Some(FromClient::Hello(hello).encode())
            }
            Link::Live if std::mem::take(&mut self.own_is_due) => {
                Some(FromClient::Presence(self.own.clone()).encode())
            }
            Link::Live => {
                let base = self.seq?;
                let (first, operations) = self.pending.send()?;
                let submit = Submit {
                    base,
                    first,
                    operations,
                };
                Some(FromClient::Submit(submit).encode())
            }
            _ => None,
        }
    }

    /// Takes a frame from the server.
    ///
    /// # Errors
    ///
    /// Bytes that are no frame. The client is unchanged, and its connection is
    /// to be closed.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Update, Error> {
        let mut update = Update::default();
        match FromServer::decode(bytes) {
            Ok(FromServer::Welcome(welcome)) => {
                if self.link == Link::Joining && welcome.attempt == self.attempt {
                    self.welcome(*welcome, &mut update);
                }
            }
            Ok(FromServer::Batch(delta, refused)) => {
                if self.link == Link::Live && Some(delta.to) > self.seq {
                    if self.seq == Some(delta.from) {
                        self.batch(delta, refused, &mut update);
                    } else {
                        self.link = Link::Due;
                    }
                }
            }
            Ok(FromServer::Resync) => {
                if self.link == Link::Live {
                    self.link = Link::Due;
                }
            }
            Ok(FromServer::People(people)) => {
                self.people.extend(people);
                update.company = true;
            }
            Ok(FromServer::Presence(shown)) => {
                for one in shown {
                    self.shows(one);
                }
                update.company = true;
            }
            Ok(FromServer::Announcement(announcement)) => {
                update.announcements.push(announcement);
            }
            Ok(FromServer::Reload) | Err(Error::Version(_)) => {
                self.link = Link::Outdated;
                update.notices.push(Notice::Reload);
            }
            Err(error) => return Err(error),
        }
        Ok(update)
    }

    fn shows(&mut self, one: PresenceOf) {
        match one.presence {
            Some(presence) if one.client != self.id => {
                self.others.insert(one.client, (one.participant, presence));
            }
            _ => {
                self.others.remove(&one.client);
            }
        }
    }

    /// Makes the view of these records anew: as confirmed, then own operations.
    fn rebuild(&mut self, records: &BTreeSet<RecordId>) {
        let mut own = self.pending.by_record(records);
        for id in records {
            let operations = own.remove(id).unwrap_or_default();
            let record = match self.member {
                Some(member) => document::after(
                    self.confirmed.record(*id).cloned(),
                    operations,
                    member.participant,
                ),
                None => self.confirmed.record(*id).cloned(),
            };
            self.view.put(*id, record);
        }
    }
}

/// Reveals, phases, groups and which frame is the parking lot take effect when the server has
/// ordered them: they change what others receive, may do and are led to.
const fn is_shown_at_once(operation: &Operation) -> bool {
    !matches!(
        operation,
        Operation::Reveal(_)
            | Operation::SetPhase(_)
            | Operation::SetGroups(_)
            | Operation::Lead { .. }
            | Operation::SetParkingLot(_)
    )
}

#[cfg(test)]
mod tests;
