//! The server's side of one board. A [`Room`] puts operations in one order,
//! checks and applies them, and says what each connection is to be sent and
//! when. It does no input or output: whoever drives it appends the entries of
//! each [`Room::tick`] to the durable log and then calls [`Room::persisted`].

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::document::Document;
use crate::error::Error;
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use crate::operation::{Operation, Reveal};
use crate::outline::reading_order;
use crate::presence::{Announcement, Introduction};
use crate::rules::{Author, Member, permit, promised};
use crate::wire::{
    CatchUp, Delta, FromClient, FromServer, Hello, Refusals, Snapshot, Submit, Welcome,
};

mod broadcast;
mod company;
mod concurrent;
mod delta;
mod log;
mod seats;
mod tail;

use broadcast::Broadcast;
use company::Company;
use concurrent::Concurrent;
use delta::Reader;
pub use log::{Append, Checkpoint, Entry, Opened, Outgoing};
use seats::Seats;
use tail::Tail;

/// One connection of a client, numbered by whoever drives the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// One board, with those who are connected to it.
#[derive(Debug)]
pub struct Room {
    epoch: Epoch,
    document: Document,
    seats: Seats,
    tail: Tail,
    durable: Seq,
    unpersisted: Vec<Entry>,
    connections: BTreeMap<ConnectionId, Connection>,
    held: VecDeque<(Seq, Outgoing)>,
    company: Company,
}

#[derive(Debug)]
struct Connection {
    member: Member,
    joined: Option<Joined>,
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
        } = checkpoint.unwrap_or_default();
        let mut room = Self {
            epoch,
            document,
            seats,
            tail: Tail::starting_at(seq),
            durable: seq,
            unpersisted: Vec::new(),
            connections: BTreeMap::new(),
            held: VecDeque::new(),
            company: Company::default(),
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
        })
    }

    /// Opens a connection for somebody whose rights have been established, or
    /// changes what they are.
    pub fn connect(&mut self, connection: ConnectionId, member: Member) {
        self.connections
            .entry(connection)
            .and_modify(|known| known.member = member)
            .or_insert(Connection {
                member,
                joined: None,
            });
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
                let presence = presence.public(&self.document, member.role);
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
                participant: connection.member.participant,
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

    fn greet(
        &mut self,
        connection: ConnectionId,
        member: Member,
        hello: &Hello,
    ) -> Result<(), Error> {
        if self.seats.owner(hello.client).unwrap_or(member.participant) != member.participant {
            return Err(Error::ForeignClient);
        }
        let joined = self
            .connections
            .get(&connection)
            .and_then(|known| known.joined);
        if joined
            .is_some_and(|joined| joined.client == hello.client && joined.attempt >= hello.attempt)
        {
            // A repetition. What was sent after the first answer must not be
            // taken for part of a second one.
            return Ok(());
        }
        for other in self.connections.values_mut() {
            // A client has one connection at a time: the latest.
            other.joined = other.joined.filter(|joined| joined.client != hello.client);
        }
        if let Some(greeted) = self.connections.get_mut(&connection) {
            greeted.joined = Some(Joined {
                client: hello.client,
                attempt: hello.attempt,
                sent: self.tail.end(),
                next: hello.next,
            });
        }
        let bytes = self.welcome(member, hello);
        self.hold(connection, bytes.into());
        self.company
            .came(connection, hello.client, member.participant);
        for bytes in self.company.everything() {
            self.hold(connection, bytes);
        }
        Ok(())
    }

    /// The answer to a Hello, as a delta or a snapshot, whichever is shorter.
    fn welcome(&self, member: Member, hello: &Hello) -> Vec<u8> {
        let encode = |catch_up| {
            FromServer::Welcome(Box::new(Welcome {
                attempt: hello.attempt,
                epoch: self.epoch,
                member,
                acknowledged: self.seats.last(hello.client),
                refused: self.seats.refused_since(hello.client, hello.next),
                catch_up,
            }))
            .encode()
        };
        let snapshot = || {
            let snapshot = Snapshot::of(&self.document, self.tail.end(), member.participant);
            encode(CatchUp::Snapshot(Box::new(snapshot)))
        };
        let reader = Reader {
            client: hello.client,
            participant: member.participant,
        };
        let delta = hello
            .seen
            .filter(|(epoch, _)| *epoch == self.epoch)
            .and_then(|(_, seen)| reader.delta(&self.tail, &self.document, seen))
            .map(|delta| encode(CatchUp::Delta(delta)));
        match delta {
            None => snapshot(),
            Some(delta) => {
                let seen = self.document.records();
                let least = seen
                    .filter(|(_, record)| record.is_visible_to(member.participant))
                    .count()
                    .saturating_mul(Snapshot::MIN_RECORD_BYTES);
                if delta.len() <= least {
                    return delta;
                }
                let snapshot = snapshot();
                if snapshot.len() < delta.len() {
                    snapshot
                } else {
                    delta
                }
            }
        }
    }

    /// Orders what a client submits; `None` if the client has to find its place
    /// again first.
    fn submit(&mut self, connection: ConnectionId, member: Member, submit: Submit) -> Option<()> {
        let joined = self.connections.get(&connection)?.joined?;
        let author = Author {
            client: joined.client,
            member,
        };
        let mut expected = self
            .seats
            .last(author.client)
            .saturating_add(1)
            .max(joined.next);
        if submit.first > expected {
            return None;
        }
        let mut concurrent = Concurrent::since(&self.tail, submit.base, author.client)?;
        for (offset, operation) in (0_u32..).zip(submit.operations) {
            let counter = submit.first.checked_add(offset)?;
            let operation = concurrent.transform(operation);
            if counter < expected {
                continue;
            }
            self.decide(author, counter, operation, &mut concurrent);
            expected = counter.saturating_add(1);
        }
        Some(())
    }

    fn decide(
        &mut self,
        author: Author,
        counter: u32,
        operation: Operation,
        concurrent: &mut Concurrent,
    ) {
        let operation = self.settled_form(author, operation);
        let outcome = match permit(&self.document, author, &operation) {
            Ok(()) => Ok(operation),
            Err(refusal) => {
                concurrent.refuse(&self.document, &operation);
                Err(refusal)
            }
        };
        let entry = Entry {
            seq: self.tail.end().next(),
            client: author.client,
            participant: author.member.participant,
            counter,
            outcome,
        };
        self.unpersisted.push(entry.clone());
        self.take(entry);
    }

    /// The operation with what the server decides: what a phase promises, edits that
    /// stay within the text, and which record a reveal shows.
    fn settled_form(&self, author: Author, operation: Operation) -> Operation {
        match operation {
            Operation::Create { id, secrecy, shape } => {
                let phase = self.document.phase();
                let promised = promised(phase, author.member.role, shape.kind());
                Operation::Create {
                    id,
                    secrecy: secrecy.and(promised),
                    shape,
                }
            }
            Operation::Reveal(Reveal::Author(of)) if of != author.member.participant => {
                Operation::Reveal(Reveal::Signed(of))
            }
            Operation::Reveal(Reveal::Next) => Operation::Reveal(self.next_hidden()),
            Operation::Edit(id, edit) => match self.document.record(id) {
                Some(record) => Operation::Edit(id, edit.clamped(&record.shape.text)),
                None => Operation::Edit(id, edit),
            },
            other => other,
        }
    }

    /// The first hidden record in reading order. In a frame everybody's first note comes
    /// before anybody's second: none of them knew of the others' when they wrote.
    fn next_hidden(&self) -> Reveal {
        let is_hidden = |id: &RecordId| {
            let record = self.document.live(*id);
            record.is_some_and(|record| record.secrecy.hidden)
        };
        let mut ids = reading_order(&self.document).into_iter();
        ids.find(is_hidden).map_or(Reveal::Next, Reveal::Record)
    }

    /// Does what an entry of the log says.
    fn take(&mut self, entry: Entry) {
        self.seats.answer(&entry);
        let affected = match &entry.outcome {
            Ok(operation) => self.document.apply(operation, entry.participant),
            Err(_) => Vec::new(),
        };
        self.tail.push(entry, affected);
    }
}

#[cfg(test)]
mod secrecy_tests;
#[cfg(test)]
mod tests;
