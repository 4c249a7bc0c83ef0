//! A server and clients in one room, for the tests of this crate: everything
//! arrives at once, and a test says who is connected.

use std::sync::Arc;

use crate::client::{Client, Notice};
use crate::geometry::{Point, Size};
use crate::ids::{ClientId, Epoch, ParticipantId, RecordId};
use crate::operation::Operation;
use crate::order::OrderKey;
use crate::presence::Announcement;
use crate::property::Property;
use crate::record::{Content, NoteType, Record, Shape};
use crate::rules::{Member, Phase, Refusal, Role};
use crate::secrecy::Secrecy;
use crate::server::{Checkpoint, ConnectionId, Entry, Room};
use crate::text::TextEdit;
use crate::wire::FromServer;

pub(crate) struct Session {
    pub(crate) room: Room,
    pub(crate) clients: Vec<Client>,
    members: Vec<Member>,
    /// The connection of each client that has one.
    pub(crate) connections: Vec<Option<ConnectionId>>,
    count: u64,
    pub(crate) log: Vec<Entry>,
    pub(crate) notices: Vec<(usize, Notice)>,
    /// What somebody was told from outside the document.
    pub(crate) announced: Vec<(usize, Announcement)>,
    /// Every frame that came to somebody.
    pub(crate) received: Vec<(usize, Arc<[u8]>)>,
}

pub(crate) const PRIVATE: Phase = Phase {
    private: true,
    ..Phase::OPEN
};

impl Session {
    /// A facilitator (0), two participants (1, 2), all connected.
    pub(crate) fn new() -> Self {
        Self::of(&[Role::Facilitator, Role::Participant, Role::Participant])
    }

    pub(crate) fn of(roles: &[Role]) -> Self {
        let members: Vec<Member> = (0..)
            .zip(roles)
            .map(|(number, role)| Member {
                participant: ParticipantId(number),
                role: *role,
            })
            .collect();
        let mut session = Self {
            room: Room::open(Epoch(1), None, []),
            clients: (1..=u8::MAX)
                .take(roles.len())
                .map(|number| {
                    let id = ClientId::from_random(number.into());
                    Client::new(id).with_secret([number; 16])
                })
                .collect(),
            connections: vec![None; roles.len()],
            members,
            count: 0,
            log: Vec::new(),
            notices: Vec::new(),
            announced: Vec::new(),
            received: Vec::new(),
        };
        for who in 0..roles.len() {
            session.online(who);
        }
        session.sync();
        session
    }

    pub(crate) fn online(&mut self, who: usize) {
        self.count += 1;
        let connection = ConnectionId(self.count);
        self.room.connect(connection, self.members[who]);
        self.connections[who] = Some(connection);
        self.clients[who].connected();
    }

    pub(crate) fn offline(&mut self, who: usize) {
        if let Some(connection) = self.connections[who].take() {
            self.room.disconnect(connection);
            self.clients[who].disconnected();
        }
    }

    /// Reconnects a client and brings all into step.
    pub(crate) fn back(&mut self, who: usize) {
        self.online(who);
        self.sync();
    }

    /// Puts another device of somebody in the place of a client.
    pub(crate) fn second_device(&mut self, who: usize, of: usize) {
        self.offline(who);
        self.members[who] = self.members[of];
        self.clients[who] = Client::new(ClientId::from_random(200)).with_secret([200; 16]);
        self.back(who);
    }

    /// Gives everybody another role: those who are connected hear of it at once.
    pub(crate) fn roles(&mut self, roles: &[Role]) {
        for (who, role) in roles.iter().enumerate() {
            self.members[who].role = *role;
            if let Some(connection) = self.connections[who] {
                self.room.connect(connection, self.members[who]);
                let resync = FromServer::Resync.encode();
                self.clients[who].receive(&resync).unwrap();
            }
        }
        self.sync();
    }

    /// Carries frames until nobody has anything to say.
    pub(crate) fn sync(&mut self) {
        loop {
            let mut quiet = true;
            for who in 0..self.clients.len() {
                let Some(connection) = self.connections[who] else {
                    continue;
                };
                let revision = self.clients[who].save().revision;
                self.clients[who].saved(revision);
                while let Some(frame) = self.clients[who].poll() {
                    quiet = false;
                    self.room.receive(connection, &frame).unwrap();
                }
            }
            let append = self.room.tick();
            self.log.extend(append.entries);
            for outgoing in self.room.persisted(append.through) {
                quiet = false;
                let to = Some(outgoing.to);
                let who = self.connections.iter().position(|known| *known == to);
                let who = who.unwrap();
                let update = self.clients[who].receive(&outgoing.bytes).unwrap();
                let notices = update.notices.into_iter().map(|notice| (who, notice));
                self.notices.extend(notices);
                let announced = update.announcements.into_iter();
                self.announced.extend(announced.map(|told| (who, told)));
                self.received.push((who, outgoing.bytes));
            }
            if quiet {
                return;
            }
        }
    }

    /// Kills the server and starts it again from its log, or from a checkpoint.
    pub(crate) fn restart(&mut self, epoch: Epoch, checkpoint: Option<Checkpoint>) {
        for who in 0..self.clients.len() {
            self.offline(who);
        }
        let start = checkpoint.as_ref().map(Checkpoint::seq);
        let entries = self.log.iter().filter(|entry| Some(entry.seq) > start);
        self.room = Room::open(epoch, checkpoint, entries.cloned());
    }

    /// Does an operation and brings those who are connected into step.
    pub(crate) fn act(&mut self, who: usize, operation: Operation) {
        self.try_act(who, operation).unwrap();
    }

    pub(crate) fn try_act(&mut self, who: usize, operation: Operation) -> Result<(), Refusal> {
        self.clients[who].act(vec![operation])?;
        self.sync();
        Ok(())
    }

    pub(crate) fn create(&mut self, who: usize, content: Content, text: &str) -> RecordId {
        let id = self.clients[who].new_record_id();
        self.act(who, create(id, shape(content, text)));
        id
    }

    pub(crate) fn note(&mut self, who: usize, text: &str) -> RecordId {
        self.create(who, Content::Note(NoteType::default()), text)
    }

    pub(crate) fn set(&mut self, who: usize, id: RecordId, property: Property) {
        self.act(who, Operation::Set(id, property));
    }

    pub(crate) fn type_at(&mut self, who: usize, id: RecordId, at: usize, text: &str) {
        self.act(who, Operation::Edit(id, TextEdit::splice(at, 0, text)));
    }

    /// A record as somebody sees it.
    pub(crate) fn seen(&self, who: usize, id: RecordId) -> Option<&Record> {
        self.clients[who].view().live(id)
    }

    pub(crate) fn text(&self, who: usize, id: RecordId) -> &str {
        self.seen(who, id).map_or("", |record| &record.shape.text)
    }

    pub(crate) fn position(&self, who: usize, id: RecordId) -> Point {
        self.seen(who, id).unwrap().shape.position
    }

    /// Everybody who is connected sees what the server has for them.
    pub(crate) fn assert_in_step(&self) {
        for (who, client) in self.clients.iter().enumerate() {
            if self.connections[who].is_some() {
                let reader = self.members[who];
                let expected = self.room.document().told_to(reader);
                assert_eq!(client.view().told_to(reader), expected);
                assert_eq!(client.unacknowledged().next(), None);
            }
        }
    }
}

pub(crate) const NAMELESS: Phase = Phase {
    names_hidden: true,
    ..Phase::OPEN
};

pub(crate) fn shape(content: Content, text: &str) -> Shape {
    Shape {
        parent: None,
        order: OrderKey::default(),
        position: Point::default(),
        size: Size::new(200, 200),
        text: text.to_owned(),
        content,
    }
}

pub(crate) fn create(id: RecordId, shape: Shape) -> Operation {
    Operation::Create {
        id,
        secrecy: Secrecy::NONE,
        shape: Box::new(shape),
    }
}

pub(crate) fn at(x: i32, y: i32) -> Property {
    Property::Position(Point::new(x, y))
}
