//! A deterministic world: one server with a disk, several clients with their
//! own storage, and links that lose, repeat and delay frames. Every step is
//! chosen by a number, so that a run is repeated and shortened at will.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use board::client::{Client, Notice};
use board::document::Document;
use board::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use board::rules::{Member, Role};
use board::server::{Append, Checkpoint, ConnectionId, Entry, Outgoing, Room};

mod checks;
mod deeds;

/// A number that decides what happens, a part of it at a time.
#[derive(Clone, Copy)]
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end` (SplitMix64).
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap()
    }
}

/// A client with its storage and its link.
pub struct Node {
    pub client: Client,
    pub member: Member,
    stored: Option<Vec<u8>>,
    stored_document: Option<Vec<u8>>,
    connection: Option<ConnectionId>,
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Arc<[u8]>>,
}

/// The world.
pub struct World {
    pub room: Room,
    pub nodes: Vec<Node>,
    epoch: Epoch,
    /// The log on disk.
    disk: Vec<Entry>,
    checkpoint: Option<Vec<u8>>,
    /// What the disk has been asked to append and has not yet.
    appending: VecDeque<Append>,
    /// The document as far as it is on disk.
    durable: Document,
    /// From which place on names are hidden, or shown, as the disk has it.
    names_hidden: Vec<(Seq, bool)>,
    answered: BTreeMap<ClientId, u32>,
    connections: u64,
    /// Texts written in private, by the records that they stand in: two where two devices of
    /// their author put back what a restored server had lost.
    pub secrets: BTreeMap<String, BTreeSet<RecordId>>,
    typed: Vec<(char, RecordId)>,
    /// Characters that somebody deleted on purpose, or that died with a tab
    /// before they were stored.
    removed: BTreeSet<char>,
    next_character: u32,
    /// Times that a client was made or loaded: each has a secret of its own.
    secrets_given: u128,
    /// Records that were created under an id of nobody's.
    pub unsigned: usize,
    /// Conflicts that clients were told of.
    pub contested: usize,
    /// Refusals that clients were told of.
    pub quarantined: usize,
}

impl World {
    /// A facilitator, an observer, and participants; the last two are one person
    /// with two devices.
    pub fn new(seed: u64) -> Self {
        let roles = [
            (0, Role::Facilitator),
            (1, Role::Participant),
            (2, Role::Participant),
            (3, Role::Observer),
            (2, Role::Participant),
        ];
        let nodes = (1_u64..)
            .zip(roles)
            .map(|(number, (participant, role))| Node {
                client: Client::new(ClientId::from_random(number * 0x1234_5678_9abc))
                    .with_secret(u128::from(number).to_le_bytes()),
                member: Member {
                    participant: ParticipantId(participant),
                    role,
                },
                stored: None,
                stored_document: None,
                connection: None,
                up: VecDeque::new(),
                down: VecDeque::new(),
            });
        let mut world = Self {
            room: Room::open(Epoch(1), None, []),
            epoch: Epoch(1),
            nodes: nodes.collect(),
            disk: Vec::new(),
            checkpoint: None,
            appending: VecDeque::new(),
            durable: Document::default(),
            names_hidden: Vec::new(),
            answered: BTreeMap::new(),
            connections: 0,
            secrets: BTreeMap::new(),
            typed: Vec::new(),
            removed: BTreeSet::new(),
            next_character: 0x4e00,
            secrets_given: 10,
            unsigned: 0,
            contested: 0,
            quarantined: 0,
        };
        world.come_to_rest();
        world.prepare(&mut Chance::new(seed));
        world
    }

    /// One step. `what` says which; `seed` decides the rest.
    pub fn step(&mut self, what: u8, seed: u64) {
        let mut chance = Chance::new(seed);
        let who = chance.below(self.nodes.len());
        match what {
            0..=59 => self.deed(who, &mut chance),
            60..=89 => self.send(who),
            90..=124 => self.carry_up(&mut chance),
            125..=169 => self.carry_down(&mut chance),
            170..=194 => self.tick(),
            195..=219 => self.persist(),
            220..=227 => self.cut(who),
            228..=237 => self.connect(who),
            238..=239 => self.crash(),
            240..=241 => self.take_checkpoint(),
            242..=244 => self.kill(who),
            245..=251 => self.store(who),
            _ => self.nodes[who].client.timed_out(),
        }
    }

    /// Everyone connects, nothing is lost any more, and all is delivered, until
    /// nothing is left to be said.
    pub fn come_to_rest(&mut self) {
        let mut beaten = false;
        for round in 0.. {
            assert!(round < 60, "the world does not come to rest");
            let mut quiet = true;
            for who in 0..self.nodes.len() {
                self.connect(who);
                self.store(who);
                self.send(who);
                while let Some(frame) = self.nodes[who].up.pop_front() {
                    quiet = false;
                    self.deliver_up(who, &frame);
                }
            }
            self.tick();
            while !self.appending.is_empty() {
                self.persist();
            }
            for who in 0..self.nodes.len() {
                while let Some(frame) = self.nodes[who].down.pop_front() {
                    quiet = false;
                    self.deliver_down(who, &frame);
                }
            }
            let waiting = self.nodes.iter_mut().filter(|node| {
                node.client.unacknowledged().next().is_some() || !node.client.is_live()
            });
            if quiet {
                // Whoever missed the last frame hears of it.
                let mut done = beaten;
                if !beaten {
                    beaten = true;
                    self.room.heartbeat();
                }
                for node in waiting {
                    done = false;
                    node.client.timed_out();
                }
                if done {
                    return;
                }
            }
        }
    }

    fn send(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        if node.connection.is_some() {
            while let Some(frame) = node.client.poll() {
                node.up.push_back(frame);
            }
        }
    }

    /// Carries a frame to the server: most of the time once, sometimes twice,
    /// later again, after the next one, or not at all.
    fn carry_up(&mut self, chance: &mut Chance) {
        let Some(who) = self.pick_link(chance, |node| !node.up.is_empty()) else {
            return;
        };
        let Some(frame) = self.nodes[who].up.pop_front() else {
            return;
        };
        let fate = chance.below(16);
        for _ in 0..copies(fate) {
            self.deliver_up(who, &frame);
        }
        put_back(&mut self.nodes[who].up, fate, frame);
    }

    fn carry_down(&mut self, chance: &mut Chance) {
        let Some(who) = self.pick_link(chance, |node| !node.down.is_empty()) else {
            return;
        };
        let Some(frame) = self.nodes[who].down.pop_front() else {
            return;
        };
        let fate = chance.below(16);
        for _ in 0..copies(fate) {
            self.deliver_down(who, &frame);
        }
        put_back(&mut self.nodes[who].down, fate, frame);
    }

    fn pick_link(&self, chance: &mut Chance, has_frames: impl Fn(&Node) -> bool) -> Option<usize> {
        let busy: Vec<usize> = (0..self.nodes.len())
            .filter(|who| has_frames(&self.nodes[*who]))
            .collect();
        busy.get(chance.below(busy.len())).copied()
    }

    fn deliver_up(&mut self, who: usize, frame: &[u8]) {
        if let Some(connection) = self.nodes[who].connection {
            self.room.receive(connection, frame).unwrap();
        }
    }

    fn deliver_down(&mut self, who: usize, frame: &[u8]) {
        let update = self.nodes[who].client.receive(frame).unwrap();
        for notice in update.notices {
            match notice {
                Notice::Contested(..) => self.contested += 1,
                Notice::Quarantined(_) => self.quarantined += 1,
                _ => {}
            }
        }
    }

    fn tick(&mut self) {
        let append = self.room.tick();
        self.appending.push_back(append);
    }

    fn persist(&mut self) {
        let Some(append) = self.appending.pop_front() else {
            return;
        };
        for entry in append.entries {
            if let Ok(operation) = &entry.outcome {
                self.durable.apply(operation, entry.participant);
            }
            self.answered.insert(entry.client, entry.counter);
            self.note_names(&entry);
            self.disk.push(entry);
        }
        for Outgoing { to, bytes } in self.room.persisted(append.through) {
            let to = self
                .nodes
                .iter()
                .position(|node| node.connection == Some(to));
            let who = to.unwrap();
            self.watch(who, &bytes);
            self.nodes[who].down.push_back(bytes);
        }
    }

    fn connect(&mut self, who: usize) {
        if self.nodes[who].connection.is_none() {
            self.connections += 1;
            let connection = ConnectionId(self.connections);
            self.room.connect(connection, self.nodes[who].member);
            self.nodes[who].connection = Some(connection);
            self.nodes[who].client.connected();
        }
    }

    fn cut(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        if let Some(connection) = node.connection.take() {
            self.room.disconnect(connection);
            node.client.disconnected();
            node.up.clear();
            node.down.clear();
        }
    }

    /// The server is killed: what is not on disk is gone.
    fn crash(&mut self) {
        for who in 0..self.nodes.len() {
            self.cut(who);
        }
        self.appending.clear();
        let checkpoint = self
            .checkpoint
            .as_ref()
            .map(|bytes| Checkpoint::decode(bytes).unwrap());
        let start = checkpoint.as_ref().map(Checkpoint::seq);
        let entries = self.disk.iter().filter(|entry| Some(entry.seq) > start);
        self.room = Room::open(self.epoch, checkpoint, entries.cloned());
        assert_eq!(*self.room.document(), self.durable);
    }

    /// The server's disk is lost; what a backup held of it comes back.
    pub fn restore_backup(&mut self, share: usize) {
        self.disk.truncate(self.disk.len() * share / 100);
        self.checkpoint = None;
        self.epoch = Epoch(self.epoch.0 + 1);
        self.durable = Document::default();
        self.names_hidden.clear();
        self.answered.clear();
        for entry in self.disk.clone() {
            if let Ok(operation) = &entry.outcome {
                self.durable.apply(operation, entry.participant);
            }
            self.note_names(&entry);
            self.answered.insert(entry.client, entry.counter);
        }
        self.crash();
    }

    fn take_checkpoint(&mut self) {
        if let Some(checkpoint) = self.room.checkpoint() {
            self.checkpoint = Some(checkpoint.encode());
        }
    }

    fn store(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        let saved = node.client.save();
        node.stored = Some(saved.bytes);
        node.client.saved(saved.revision);
    }

    /// The tab is killed and opened again from what it had stored.
    fn kill(&mut self, who: usize) {
        self.cut(who);
        let node = &mut self.nodes[who];
        let Some(stored) = &node.stored else {
            return;
        };
        let before = node.client.clone();
        self.secrets_given += 1;
        let loaded = Client::load(stored, node.stored_document.as_deref()).unwrap();
        node.client = loaded.with_secret(self.secrets_given.to_le_bytes());
        node.stored_document = Some(before.save_document());
        let kept: String = node
            .client
            .unacknowledged()
            .map(|kept| format!("{kept:?}"))
            .collect();
        for lost in before.unacknowledged().map(|lost| format!("{lost:?}")) {
            let lost = lost.chars().filter(|character| is_marker(*character));
            self.removed
                .extend(lost.filter(|character| !kept.contains(*character)));
        }
    }
}

const REPEATED_LATER: usize = 2;
const OVERTAKEN: usize = 3;

/// Has a frame come after the others, or after the next, if that is its fate.
fn put_back<Frame>(frames: &mut VecDeque<Frame>, fate: usize, frame: Frame) {
    match fate {
        REPEATED_LATER => frames.push_back(frame),
        OVERTAKEN => frames.insert(frames.len().min(1), frame),
        _ => {}
    }
}

/// How often a frame arrives in its turn.
const fn copies(fate: usize) -> usize {
    match fate {
        0 | OVERTAKEN => 0,
        1 => 2,
        _ => 1,
    }
}

/// Whether a character is one of those that the simulator types, each once.
fn is_marker(character: char) -> bool {
    u32::from(character) >= 0x4e00
}
