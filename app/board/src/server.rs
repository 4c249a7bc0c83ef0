//! The server's side of one board. A [`Room`] puts operations in one order,
//! checks and applies them, and says what each connection is to be sent and
//! when. It does no input or output: whoever drives it appends the entries of
//! each [`Room::tick`] to the durable log and then calls [`Room::persisted`].

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::document::Document;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::operation::Operation;
use crate::presence::{Announcement, Introduction};
use crate::rules::Member;
use crate::wire::{Delta, FromClient, FromServer, Refusals};

mod broadcast;
mod company;
mod concurrent;
mod deciding;
mod decree;
mod delta;
mod greeted;
mod greeting;
mod log;
mod put_back;
mod seats;
mod tail;
mod taken_off;
mod turned_away;

use broadcast::Broadcast;
use company::Company;
pub use decree::Decree;
use delta::Reader;
use greeted::Greeted;
pub use log::{Append, Checkpoint, Entry, Opened, Outgoing};
use put_back::PutBack;
use seats::Seats;
use tail::{Ordered, Tail};
use taken_off::TakenOff;
use turned_away::TurnedAway;

/// One connection of a client, numbered by whoever drives the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// One board, with those who are connected to it.
#[derive(Debug)]
pub struct Room {
    epoch: Epoch,
    document: Document,
    seats: Seats,
    taken_off: TakenOff,
    put_back: PutBack,
    tail: Tail,
    durable: Seq,
    unpersisted: Vec<Entry>,
    connections: BTreeMap<ConnectionId, Connection>,
    greeted: Greeted,
    held: VecDeque<(Seq, Outgoing)>,
    company: Company,
    /// Who was given the floor last in this phase, and which of their turns it is.
    floor: Option<(ParticipantId, u32)>,
}

#[derive(Debug)]
struct Connection {
    member: Member,
    joined: Option<Joined>,
    /// A client has said Hello on it, whether or not it has come back on another since.
    greeted: bool,
    /// It asks for the board, and whoever it is of does not come by it.
    glances: bool,
    turned_away: TurnedAway,
}

#[derive(Clone, Copy, Debug)]
struct Joined {
    client: ClientId,
    /// The last Hello that was answered.
    attempt: u32,
    /// Up to where the client has been sent everything.
    sent: Seq,
    /// The first counter that the client has no answer to.
    next: u32,
}

impl Room {
    /// The room of a board, from its log: the latest checkpoint if there is one,
    /// and the entries after it, in order. The epoch stays the same for as long
    /// as the log has never gone back.
    #[must_use]
    pub fn open(
        epoch: Epoch,
        checkpoint: Option<Checkpoint>,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Self {
        let Checkpoint {
            seq,
            document,
            seats,
            taken_off,
            put_back,
        } = checkpoint.unwrap_or_default();
        let mut room = Self {
            epoch,
            document,
            seats,
            taken_off: taken_off.counted(),
            put_back,
            tail: Tail::starting_at(seq),
            durable: seq,
            unpersisted: Vec::new(),
            connections: BTreeMap::new(),
            greeted: Greeted::default(),
            held: VecDeque::new(),
            company: Company::default(),
            floor: None,
        };
        for entry in entries {
            room.take(entry);
        }
        room.durable = room.tail.end();
        room
    }

    /// The whole document, with all that is hidden or not yet durable.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The board's state, if all of it is durable.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        (self.durable == self.tail.end()).then(|| Checkpoint {
            seq: self.durable,
            document: self.document.clone(),
            seats: self.seats.clone(),
            taken_off: self.taken_off.clone(),
            put_back: self.put_back.clone(),
        })
    }

    /// Opens a connection for somebody whose rights have been established, or
    /// changes what they are, and what they may show with it.
    pub fn connect(&mut self, connection: ConnectionId, member: Member) {
        self.connections
            .entry(connection)
            .and_modify(|known| known.member = member)
            .or_insert(Connection {
                member,
                joined: None,
                greeted: false,
                glances: false,
                turned_away: TurnedAway::default(),
            });
        self.shorten_shown(connection);
    }

    /// Opens a connection on which a client that has nothing of the board asks for all of it
    /// before it connects: a Hello is answered there, nothing follows, and nobody hears of it.
    pub fn glance(&mut self, connection: ConnectionId, member: Member) {
        let glancing = Connection {
            member,
            joined: None,
            greeted: false,
            glances: true,
            turned_away: TurnedAway::default(),
        };
        self.connections.insert(connection, glancing);
    }

    /// Whether a client is in step on a connection: not before it has greeted, nor once it has
    /// come back on another.
    #[must_use]
    pub fn is_in_step(&self, connection: ConnectionId) -> bool {
        let known = self.connections.get(&connection);
        known.is_some_and(|known| known.joined.is_some())
    }

    /// Whether nobody waits for anything on a connection: its client has come back on another,
    /// or it was for a glance. On one that is new a client has yet to greet.
    #[must_use]
    pub fn is_left(&self, connection: ConnectionId) -> bool {
        let known = self.connections.get(&connection);
        known.is_some_and(|known| known.joined.is_none() && (known.greeted || known.glances))
    }

    /// Closes a connection.
    pub fn disconnect(&mut self, connection: ConnectionId) {
        self.connections.remove(&connection);
        self.company.left(connection);
    }

    /// Tells everyone who a participant is, now and whenever somebody comes.
    pub fn introduce(&mut self, participant: ParticipantId, introduction: Introduction) {
        self.company.introduce(participant, introduction);
    }

    /// Tells everyone who is in step of something outside the document.
    pub fn announce(&mut self, announcement: Announcement) {
        let bytes = FromServer::Announcement(announcement).encode().into();
        self.tell(&bytes);
    }

    /// Tells everyone who is in step who was given the floor. Who it was may be away for a
    /// moment: they are told again as often as they come, until somebody else is given it or
    /// another phase is begun.
    pub fn give_floor(&mut self, to: ParticipantId, turn: u32) {
        self.floor = Some((to, turn));
        self.announce(Announcement::FloorGiven { to, turn });
    }

    /// Takes a frame from a client.
    ///
    /// # Errors
    ///
    /// The connection is to be closed: bytes that are no frame, or a client
    /// that is somebody else's. A frame of another version is answered with
    /// [`FromServer::Reload`].
    pub fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), Error> {
        let member = self
            .connections
            .get(&connection)
            .ok_or(Error::UnknownConnection)?
            .member;
        match FromClient::decode(bytes) {
            Ok(FromClient::Hello(hello)) => self.greet(connection, member, &hello),
            Ok(FromClient::Submit(submit)) => {
                if self.submit(connection, member, submit).is_none() {
                    self.hold(connection, FromServer::Resync.encode().into());
                }
                Ok(())
            }
            Ok(FromClient::Presence(presence)) => {
                let presence = presence.public(&self.document, member);
                self.company.shows(connection, presence);
                Ok(())
            }
            Err(Error::Version(_)) => {
                self.hold(connection, FromServer::Reload.encode().into());
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Ends a tick: prepares what everyone is to be sent, and gives the entries
    /// that must be durable before anything of it is sent.
    pub fn tick(&mut self) -> Append {
        let end = self.tail.end();
        let mut broadcast = Broadcast::new(&self.tail, &self.document);
        for (id, connection) in &mut self.connections {
            let Some(joined) = &mut connection.joined else {
                continue;
            };
            let reader = Reader {
                client: joined.client,
                member: connection.member,
            };
            if let Some(bytes) = broadcast.frame(joined.sent, reader) {
                joined.sent = end;
                self.held.push_back((end, Outgoing { to: *id, bytes }));
            }
        }
        for bytes in self.company.news() {
            self.tell(&bytes);
        }
        self.tail.trim();
        Append {
            entries: std::mem::take(&mut self.unpersisted),
            through: end,
        }
    }

    /// Tells everyone where they should stand, so that whoever missed the last
    /// frame notices although nothing else happens. For whoever drives the room
    /// to call from time to time, after a tick.
    pub fn heartbeat(&mut self) {
        let mut beats: BTreeMap<Seq, Arc<[u8]>> = BTreeMap::new();
        for (id, connection) in &self.connections {
            let Some(Joined { sent, .. }) = connection.joined else {
                continue;
            };
            let nothing = || {
                let delta = Delta {
                    from: sent,
                    to: sent,
                    sections: Vec::new(),
                    signatures: Vec::new(),
                };
                FromServer::Batch(delta, Refusals::new()).encode().into()
            };
            let bytes = beats.entry(sent).or_insert_with(nothing).clone();
            self.held
                .push_back((self.tail.end(), Outgoing { to: *id, bytes }));
        }
    }

    /// Hears that everything up to a place is durable, that of all earlier ticks
    /// included. Returns what may now be sent, in order. If appending failed,
    /// the room is to be opened anew from its log instead.
    pub fn persisted(&mut self, through: Seq) -> Vec<Outgoing> {
        self.durable = self.durable.max(through);
        let ready = self
            .held
            .iter()
            .take_while(|(needed, _)| *needed <= self.durable)
            .count();
        self.held
            .drain(..ready)
            .map(|(_, outgoing)| outgoing)
            .filter(|outgoing| self.connections.contains_key(&outgoing.to))
            .collect()
    }

    /// Sends the same to all who are in step.
    fn tell(&mut self, bytes: &Arc<[u8]>) {
        let end = self.tail.end();
        let joined = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.joined.is_some());
        self.held.extend(joined.map(|(id, _)| {
            let bytes = Arc::clone(bytes);
            (end, Outgoing { to: *id, bytes })
        }));
    }

    /// Keeps a frame until what it may rest on is durable.
    fn hold(&mut self, to: ConnectionId, bytes: Arc<[u8]>) {
        self.held
            .push_back((self.tail.end(), Outgoing { to, bytes }));
    }

    /// Does what an entry of the log says. That it puts something back, and what, is told to
    /// nobody: from here on it is an operation like any other.
    fn take(&mut self, mut entry: Entry) {
        self.seats.answer(&entry);
        self.put_back.follow(&entry);
        entry.outcome = entry.outcome.map(Operation::plain);
        let before = self.document.phase();
        let hid_names = before.names_hidden;
        let affected = match &entry.outcome {
            Ok(operation) => self.document.apply(operation, entry.participant),
            Err(_) => Vec::new(),
        };
        let seq = entry.seq;
        for id in &affected {
            self.taken_off.follow(*id, self.document.record(*id), seq);
        }
        let last = affected.last().copied();
        let after = self.document.phase();
        if after.is_another(before) {
            self.floor = None;
        }
        let hides_names = after.names_hidden;
        self.tail.push(Ordered {
            entry,
            affected,
            shows_names: hid_names && !hides_names,
        });
        if let Some(last) = last {
            self.forget_surplus(last);
        }
        if hides_names && !hid_names {
            let connections: Vec<ConnectionId> = self.connections.keys().copied().collect();
            for connection in connections {
                self.shorten_shown(connection);
            }
        }
    }

    /// Takes from what is shown on a connection what may be told no longer.
    fn shorten_shown(&mut self, connection: ConnectionId) {
        let member = self.connections.get(&connection).map(|known| known.member);
        let shown = self.company.shown_by(connection).cloned();
        if let (Some(member), Some(shown)) = (member, shown) {
            let shown = shown.public(&self.document, member);
            self.company.shows(connection, shown);
        }
    }

    /// Forgets the oldest of what was taken off, where an entry made too much of it. Deltas
    /// tell of no record that is not there: none goes back beyond it any more.
    fn forget_surplus(&mut self, last: RecordId) {
        while let Some((since, id)) = self.taken_off.surplus(last) {
            self.taken_off.forget(id);
            self.document.put(id, None);
            self.tail.forget(since);
        }
    }
}

#[cfg(test)]
mod nobodys_tests;
#[cfg(test)]
mod secrecy_tests;
#[cfg(test)]
mod taken_off_tests;
#[cfg(test)]
mod tests;
