//! A deterministic world: one server with a disk that can be full, several clients with
//! their own storage, on devices that sleep and whose clocks are set, and links that lose,
//! repeat, delay and reorder frames. Every step is chosen by a number, so that a run is
//! repeated and shortened at will.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use board::client::{Client, Notice};
use board::document::Document;
use board::groups::Group;
use board::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use board::rules::{Member, Phase, PhaseMark, Role};
use board::server::{Append, ConnectionId, Entry, Outgoing, Room};

mod checks;
mod clocks;
mod deeds;
mod faults;

use clocks::{BEGINNING, DeviceClock};
pub use faults::Fault;
use faults::{MOST_WAITING, copies, fault_of, put_back};

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
    /// Its connection is gone, and the client has not noticed: what it sends goes nowhere.
    unaware: bool,
    /// Its device sleeps, for so many milliseconds.
    asleep: Option<i64>,
    clock: DeviceClock,
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
    /// How long the log was after each append: they are kept whole, or not at all.
    appended: Vec<usize>,
    checkpoint: Option<Vec<u8>>,
    /// What the disk has been asked to append and has not yet.
    appending: VecDeque<Append>,
    /// The disk takes nothing.
    disk_full: bool,
    /// The last operation of each client that the disk had no room for.
    turned_away: BTreeMap<ClientId, u32>,
    /// The true time, in milliseconds since 1970.
    time: i64,
    /// By how much the server's clock is ahead of it.
    server_ahead: i64,
    /// What went wrong, and how often.
    pub faults: BTreeMap<Fault, usize>,
    /// The document as far as it is on disk.
    durable: Document,
    /// From which place on names are hidden, or shown, as the disk has it.
    names_hidden: Vec<(Seq, bool)>,
    /// The phase that runs, as the disk has it.
    running: Phase,
    /// Phases that somebody wanted to begin: each has a place in the script of its own.
    begun: u16,
    /// The phase that each deed of those who lead rests on, as it was first sent.
    rests_on: BTreeMap<(ClientId, u32), Option<PhaseMark>>,
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
    /// Deeds of those who lead that came too late, and were not done.
    pub late: usize,
    /// What was done with arrows.
    pub arrows: Arrows,
    /// Records that authors showed one by one.
    pub shown: usize,
    /// The groups that were to be formed with frames of their own. Others begin with 0.
    pub formed: Vec<Group>,
}

/// How often something was done with arrows.
#[derive(Default)]
pub struct Arrows {
    /// They were drawn.
    pub drawn: usize,
    /// They were drawn, and hidden from others.
    pub hidden: usize,
    /// They were led to something else.
    pub led: usize,
}

impl World {
    /// Two facilitators (0 and 5), an observer, and participants, of whom two (2 and 4) are
    /// one person with two devices.
    pub fn new(seed: u64) -> Self {
        let roles = [
            (0, Role::Facilitator),
            (1, Role::Participant),
            (2, Role::Participant),
            (3, Role::Observer),
            (2, Role::Participant),
            (4, Role::Facilitator),
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
                unaware: false,
                asleep: None,
                clock: DeviceClock::default(),
                up: VecDeque::new(),
                down: VecDeque::new(),
            });
        let mut world = Self {
            room: Room::open(Epoch(1), None, []),
            epoch: Epoch(1),
            nodes: nodes.collect(),
            disk: Vec::new(),
            appended: Vec::new(),
            checkpoint: None,
            appending: VecDeque::new(),
            disk_full: false,
            turned_away: BTreeMap::new(),
            time: BEGINNING,
            server_ahead: 0,
            faults: BTreeMap::new(),
            durable: Document::default(),
            names_hidden: Vec::new(),
            running: Phase::OPEN,
            begun: 0,
            rests_on: BTreeMap::new(),
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
            late: 0,
            arrows: Arrows::default(),
            shown: 0,
            formed: Vec::new(),
        };
        world.come_to_rest();
        world.prepare(&mut Chance::new(seed));
        world
    }

    /// One step. `what` says which; `seed` decides the rest.
    pub fn step(&mut self, what: u8, seed: u64) {
        let mut chance = Chance::new(seed);
        let who = chance.below(self.nodes.len());
        // A page that is frozen does nothing.
        let awake = self.nodes[who].asleep.is_none();
        match what {
            0..=58 if awake => self.deed(who, &mut chance),
            59..=84 if awake => self.send(who),
            85..=117 => self.carry_up(&mut chance),
            118..=160 => self.carry_down(&mut chance),
            161..=184 => self.tick(),
            185..=208 => self.persist(),
            209..=214 => self.partition(who),
            215..=224 => self.connect(who),
            225..=226 => self.crash(),
            227..=228 => self.take_checkpoint(),
            229..=231 => self.kill(who),
            232..=237 if awake => self.store(who),
            238..=240 if awake => self.nodes[who].client.timed_out(),
            241..=242 => self.disk_full = true,
            243..=245 => self.fall_behind(who),
            246..=247 => self.set_clock(who, &mut chance),
            248..=249 => self.fall_asleep(who, &mut chance),
            250..=255 => self.recover(&mut chance),
            _ => {}
        }
        self.second_passes();
    }

    /// Everyone wakes and connects, nothing is lost or refused any more, and all is
    /// delivered, until nothing is left to be said.
    pub fn come_to_rest(&mut self) {
        self.disk_full = false;
        for who in 0..self.nodes.len() {
            self.wake(who);
        }
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
            self.persist_all();
            for who in 0..self.nodes.len() {
                quiet &= self.take_all(who) == 0;
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
                    self.look_at_clocks();
                    return;
                }
            }
        }
    }

    fn send(&mut self, who: usize) {
        let linked = self.nodes[who].connection.is_some();
        if !linked && !self.nodes[who].unaware {
            return;
        }
        while let Some(frame) = self.nodes[who].client.poll() {
            self.watch_sent(who, &frame);
            if linked {
                self.nodes[who].up.push_back(frame);
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
        let fate = self.fate(chance, self.nodes[who].up.len());
        for _ in 0..copies(fate) {
            self.deliver_up(who, &frame);
        }
        put_back(&mut self.nodes[who].up, fate, frame);
    }

    fn carry_down(&mut self, chance: &mut Chance) {
        let takes = |node: &Node| node.asleep.is_none() && !node.down.is_empty();
        let Some(who) = self.pick_link(chance, takes) else {
            return;
        };
        let Some(frame) = self.nodes[who].down.pop_front() else {
            return;
        };
        let fate = self.fate(chance, self.nodes[who].down.len());
        for _ in 0..copies(fate) {
            self.deliver_down(who, &frame);
        }
        put_back(&mut self.nodes[who].down, fate, frame);
    }

    /// What becomes of a frame, with so many others behind it.
    fn fate(&mut self, chance: &mut Chance, others: usize) -> usize {
        let fate = chance.below(16);
        if let Some(fault) = fault_of(fate, others) {
            self.met(fault);
        }
        fate
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
                Notice::NotDone(_) => self.late += 1,
                _ => {}
            }
        }
    }

    /// Somebody takes all that waits for them; how many frames it was.
    fn take_all(&mut self, who: usize) -> usize {
        let frames = std::mem::take(&mut self.nodes[who].down);
        for frame in &frames {
            self.deliver_down(who, frame);
        }
        frames.len()
    }

    fn tick(&mut self) {
        let append = self.room.tick();
        self.appending.push_back(append);
    }

    fn persist(&mut self) {
        let Some(append) = self.appending.pop_front() else {
            return;
        };
        if self.disk_full && !append.entries.is_empty() {
            self.refuse(&append);
            return;
        }
        for entry in append.entries {
            if let Ok(operation) = &entry.outcome {
                self.durable.apply(operation, entry.participant);
            }
            self.answered.insert(entry.client, entry.counter);
            self.note_names(&entry);
            self.follow_phase(&entry);
            self.disk.push(entry);
        }
        self.appended.push(self.disk.len());
        self.check_groups();
        for Outgoing { to, bytes } in self.room.persisted(append.through) {
            let mut nodes = self.nodes.iter();
            // Whoever was let go a moment ago is sent nothing more.
            let Some(who) = nodes.position(|node| node.connection == Some(to)) else {
                continue;
            };
            self.watch(who, &bytes);
            if self.nodes[who].down.len() >= MOST_WAITING {
                self.met(Fault::TooSlow);
                self.cut(who);
                continue;
            }
            self.nodes[who].down.push_back(bytes);
        }
    }

    fn persist_all(&mut self) {
        while !self.appending.is_empty() {
            self.persist();
        }
    }

    fn connect(&mut self, who: usize) {
        self.notice(who);
        let node = &self.nodes[who];
        if node.asleep.is_none() && node.connection.is_none() {
            self.connections += 1;
            let connection = ConnectionId(self.connections);
            self.room.connect(connection, self.nodes[who].member);
            self.nodes[who].connection = Some(connection);
            self.nodes[who].client.connected();
        }
    }

    fn take_checkpoint(&mut self) {
        // The log is whole without it.
        if let Some(checkpoint) = self.room.checkpoint().filter(|_| !self.disk_full) {
            self.checkpoint = Some(checkpoint.encode());
        }
    }

    fn store(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        let saved = node.client.save();
        node.stored = Some(saved.bytes);
        node.client.saved(saved.revision);
    }
}

/// Whether a character is one of those that the simulator types, each once.
fn is_marker(character: char) -> bool {
    u32::from(character) >= 0x4e00
}
