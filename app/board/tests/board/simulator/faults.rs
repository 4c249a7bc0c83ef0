//! What goes wrong: with frames, connections, the server and its disk, tabs and devices.

use std::collections::VecDeque;

use board::client::Client;
use board::document::Document;
use board::ids::{ClientId, Epoch};
use board::rules::Phase;
use board::server::{Append, Checkpoint, Room};

use super::clocks::{HOUR, MINUTE};
use super::{Chance, World, is_marker};

/// Frames that wait for one connection at the most. Whoever takes them too slowly is let go.
pub(super) const MOST_WAITING: usize = 8;

/// What went wrong, where that made a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A frame did not arrive.
    Lost,
    /// A frame arrived twice, at once or later.
    Repeated,
    /// A frame was overtaken by the next.
    Overtaken,
    /// A connection was cut.
    Cut,
    /// The server was killed.
    Crash,
    /// A tab was killed, and opened again from what it had stored.
    Kill,
    /// The disk had no room for an append.
    DiskFull,
    /// A reader was too slow, and was let go.
    TooSlow,
    /// A clock was set while a phase had a time.
    ClockSet,
    /// A device woke with something to send, and its connection was gone.
    Slept,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Lost,
        Self::Repeated,
        Self::Overtaken,
        Self::Cut,
        Self::Crash,
        Self::Kill,
        Self::DiskFull,
        Self::TooSlow,
        Self::ClockSet,
        Self::Slept,
    ];
}

impl World {
    /// Counts something that went wrong.
    pub(super) fn met(&mut self, fault: Fault) {
        *self.faults.entry(fault).or_default() += 1;
    }

    /// The network between somebody and the server fails.
    pub(super) fn partition(&mut self, who: usize) {
        if self.nodes[who].connection.is_some() {
            self.met(Fault::Cut);
        }
        self.cut(who);
    }

    /// A connection ends. A device that sleeps does not notice.
    pub(super) fn cut(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        if let Some(connection) = node.connection.take() {
            self.room.disconnect(connection);
            node.unaware = true;
            node.up.clear();
            node.down.clear();
        }
        self.notice(who);
    }

    /// A client hears that its connection is gone, unless its device sleeps.
    pub(super) fn notice(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        if node.asleep.is_none() && std::mem::take(&mut node.unaware) {
            node.client.disconnected();
            node.clock.asked = false;
        }
    }

    /// The server is killed: what is not on disk is gone.
    pub(super) fn crash(&mut self) {
        self.met(Fault::Crash);
        self.open_anew();
    }

    /// The disk has no room for an append: the room is closed, nothing of what was not kept is
    /// sent, and whoever comes back comes to a room opened from the log as it is.
    pub(super) fn refuse(&mut self, append: &Append) {
        self.met(Fault::DiskFull);
        // What the room did because of one of them, it does again once that has come again.
        let of_clients = append.entries.iter();
        for entry in of_clients.filter(|entry| entry.client != ClientId::ROOM) {
            let last = self.turned_away.entry(entry.client).or_default();
            *last = entry.counter.max(*last);
        }
        self.open_anew();
    }

    fn open_anew(&mut self) {
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

    /// The server's disk is lost; what a backup held of it comes back: of the log about so many
    /// hundredths, in whole appends.
    pub fn restore_backup(&mut self, share: usize) {
        let at_most = self.disk.len() * share / 100;
        self.appended.retain(|length| *length <= at_most);
        self.disk
            .truncate(self.appended.last().copied().unwrap_or(0));
        self.checkpoint = None;
        self.epoch = Epoch(self.epoch.0 + 1);
        self.durable = Document::default();
        self.names_hidden.clear();
        self.running = Phase::OPEN;
        self.answered.clear();
        self.turned_away.clear();
        for entry in self.disk.clone() {
            if let Ok(operation) = &entry.outcome {
                self.durable.apply(operation, entry.participant);
            }
            self.note_names(&entry);
            self.follow_phase(&entry);
            self.answered.insert(entry.client, entry.counter);
        }
        self.open_anew();
    }

    /// Somebody takes nothing of what they are sent, while the room beats and all others who
    /// are awake take everything: until the server lets them go.
    pub(super) fn fall_behind(&mut self, who: usize) {
        for _ in 0..=MOST_WAITING {
            self.room.heartbeat();
            self.tick();
            self.persist_all();
            for other in 0..self.nodes.len() {
                if other != who && self.nodes[other].asleep.is_none() {
                    self.take_all(other);
                }
            }
        }
    }

    /// A device falls asleep for hours: its page is frozen, timers included. Its connection
    /// dies at once, or lives on until the server lets it go.
    pub(super) fn fall_asleep(&mut self, who: usize, chance: &mut Chance) {
        if self.nodes[who].asleep.is_some() {
            return;
        }
        let hours = i64::try_from(1 + chance.below(8)).unwrap();
        self.nodes[who].asleep = Some(hours * HOUR + 7 * MINUTE);
        if chance.below(2) == 0 {
            self.cut(who);
        }
    }

    /// A device wakes. What it holds is as old as its sleep is long; of a connection that is
    /// gone it hears later.
    pub(super) fn wake(&mut self, who: usize) {
        let Some(long) = self.nodes[who].asleep else {
            return;
        };
        self.pass(long);
        let node = &mut self.nodes[who];
        node.asleep = None;
        if node.unaware && node.client.unacknowledged().next().is_some() {
            self.met(Fault::Slept);
        }
    }

    /// The disk has room again, and one of those who sleep wakes.
    pub(super) fn recover(&mut self, chance: &mut Chance) {
        self.disk_full = false;
        let asleep: Vec<usize> = (0..self.nodes.len())
            .filter(|who| self.nodes[*who].asleep.is_some())
            .collect();
        if let Some(who) = asleep.get(chance.below(asleep.len())) {
            self.wake(*who);
        }
    }

    /// The tab is killed, asleep or not, and opened again from what it had stored.
    pub(super) fn kill(&mut self, who: usize) {
        self.nodes[who].asleep = None;
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
        node.clock.forget();
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
        self.met(Fault::Kill);
    }
}

const REPEATED_LATER: usize = 2;
const OVERTAKEN: usize = 3;

/// What goes wrong with a frame, if that is its fate while so many others wait behind it.
pub(super) const fn fault_of(fate: usize, others: usize) -> Option<Fault> {
    match fate {
        0 => Some(Fault::Lost),
        1 | REPEATED_LATER => Some(Fault::Repeated),
        OVERTAKEN if others > 0 => Some(Fault::Overtaken),
        _ => None,
    }
}

/// Has a frame come after the others, or after the next, if that is its fate.
pub(super) fn put_back<Frame>(frames: &mut VecDeque<Frame>, fate: usize, frame: Frame) {
    match fate {
        REPEATED_LATER => frames.push_back(frame),
        OVERTAKEN => frames.insert(frames.len().min(1), frame),
        _ => {}
    }
}

/// How often a frame arrives in its turn.
pub(super) const fn copies(fate: usize) -> usize {
    match fate {
        0 | OVERTAKEN => 0,
        1 => 2,
        _ => 1,
    }
}
