//! People who move their notes and pointers at an even pace, whatever the server
//! does: each is sent when it was to be sent, and the latency of each is counted
//! from that moment.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use board::ids::ClientId;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::marks::{Mark, What};
use super::playing::Host;
use crate::Result;
use crate::report::Times;

/// How long is waited for what was sent last.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often each does something, and how many times.
#[derive(Clone, Copy)]
pub(super) struct Rhythm {
    pub(super) period: Duration,
    pub(super) times: u32,
}

/// What the people of one room do.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) notes: Rhythm,
    pub(super) pointers: Option<Rhythm>,
}

/// What became of it.
#[derive(Default)]
pub(super) struct Outcome {
    /// From the moment at which a move was to be sent until somebody else has it.
    pub(super) notes: Times,
    /// The same of pointers.
    pub(super) pointers: Times,
    /// Frames that came.
    pub(super) frames: usize,
    /// Moves of which somebody had not heard in the end.
    pub(super) missing: u32,
    /// How often somebody lost their place.
    pub(super) resyncs: u32,
}

/// Somebody's end of a connection, whatever its server speaks.
pub(super) trait Voice: Send + 'static {
    /// Puts their note on the board.
    fn create(&mut self) -> impl Future<Output = Result<()>> + Send;
    /// Moves their note or pointer, for the so many-th time.
    fn say(&mut self, what: What, count: u32) -> impl Future<Output = Result<()>> + Send;
    /// What the next frame tells. May be given up while it waits.
    fn hear(&mut self) -> impl Future<Output = Result<Heard>> + Send;
    /// Asks to be brought into step again.
    fn catch_up(&mut self) -> impl Future<Output = Result<()>> + Send;
}

/// What a frame tells.
pub(super) enum Heard {
    /// Who has moved how often.
    Moves(Vec<Mark>),
    /// That the listener has lost their place.
    Lost,
}

/// People at the same board, connected.
pub(super) struct Room<V> {
    people: Vec<V>,
    places: Arc<HashMap<ClientId, usize>>,
}

impl<V: Voice> Room<V> {
    /// Lets all guests of one board in; each puts a note on it.
    pub(super) async fn gather<H>(host: &H, guests: Vec<H::Guest>) -> Result<Self>
    where
        H: Host<Voice = V>,
    {
        Self::connect(host, guests).await?.with_notes().await
    }

    /// Lets all guests of one board in, who do nothing.
    pub(super) async fn connect<H>(host: &H, guests: Vec<H::Guest>) -> Result<Self>
    where
        H: Host<Voice = V>,
    {
        let mut people = Vec::new();
        for guest in guests {
            people.push(host.admit(guest).await?);
        }
        Ok(Self::of(people))
    }

    /// Each puts a note on the board.
    pub(super) async fn with_notes(mut self) -> Result<Self> {
        for person in &mut self.people {
            person.create().await?;
        }
        Ok(self)
    }

    /// The people of a room, in the order of their places.
    fn of(people: Vec<V>) -> Self {
        let places = (0..people.len()).map(|place| (client(place), place));
        Self {
            places: Arc::new(places.collect()),
            people,
        }
    }

    /// All follow the plan from this moment on; what became of it, once
    /// everybody has everything or has waited long enough.
    pub(super) async fn follow(self, plan: Plan, start: Instant) -> Result<Outcome> {
        // Whoever goes on to something else stops all of them.
        let mut following = JoinSet::new();
        for (place, connection) in self.people.into_iter().enumerate() {
            let person = Person {
                connection,
                place,
                places: Arc::clone(&self.places),
                plan,
                start,
                sent: [0; 2],
                reached: vec![[0; 2]; self.places.len()],
                outcome: Outcome::default(),
            };
            following.spawn(person.follow());
        }
        let mut total = Outcome::default();
        // Nobody leaves before all are done: leaving is news, too.
        let mut connections = Vec::new();
        while let Some(person) = following.join_next().await {
            let (outcome, connection) = person??;
            total.add(&outcome);
            connections.push(connection);
        }
        Ok(total)
    }
}

impl Outcome {
    /// This with what became of others.
    pub(super) fn add(&mut self, other: &Self) {
        self.notes.extend(&other.notes);
        self.pointers.extend(&other.pointers);
        self.frames += other.frames;
        self.missing += other.missing;
        self.resyncs += other.resyncs;
    }
}

/// The client at a place in a room.
pub(super) fn client(place: usize) -> ClientId {
    ClientId::from_random(u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1))
}

struct Person<V> {
    connection: V,
    place: usize,
    places: Arc<HashMap<ClientId, usize>>,
    plan: Plan,
    start: Instant,
    /// Counts of what was sent: of notes, of pointers.
    sent: [u32; 2],
    /// The same of everybody, as far as it has come here.
    reached: Vec<[u32; 2]>,
    outcome: Outcome,
}

impl<V: Voice> Person<V> {
    async fn follow(mut self) -> Result<(Outcome, V)> {
        let Rhythm { period, times } = self.plan.notes;
        let end = self.start + period * times + PATIENCE;
        loop {
            let next = self.next();
            let due = next.map_or(end, |(_, due)| due);
            tokio::select! {
                heard = self.connection.hear() => self.take(heard?).await?,
                () = sleep_until(due) => match next {
                    Some((what, _)) => self.send(what).await?,
                    None => break,
                },
            }
            if next.is_none() && self.missing() == 0 {
                break;
            }
        }
        self.outcome.missing = self.missing();
        Ok((self.outcome, self.connection))
    }

    /// What is to be sent next, and when.
    fn next(&self) -> Option<(What, Instant)> {
        let [note, pointer] = [What::Note, What::Pointer].map(|what| {
            let count = self.sent[index(what)] + 1;
            let left = self.rhythm(what)?.times >= count;
            left.then(|| (what, self.due(what, self.place, count)))
        });
        match (note, pointer) {
            (Some(note), Some(pointer)) if pointer.1 < note.1 => Some(pointer),
            (note, pointer) => note.or(pointer),
        }
    }

    fn rhythm(&self, what: What) -> Option<Rhythm> {
        match what {
            What::Note => Some(self.plan.notes),
            What::Pointer => self.plan.pointers,
        }
    }

    /// When somebody was to send something. They take turns within a period.
    fn due(&self, what: What, place: usize, count: u32) -> Instant {
        let period = self.rhythm(what).unwrap_or(self.plan.notes).period;
        let people = u32::try_from(self.places.len()).unwrap_or(u32::MAX).max(1);
        let turn = u32::try_from(place).unwrap_or_default();
        self.start + period * turn / people + period * count.saturating_sub(1)
    }

    async fn send(&mut self, what: What) -> Result<()> {
        self.sent[index(what)] += 1;
        self.connection.say(what, self.sent[index(what)]).await
    }

    async fn take(&mut self, heard: Heard) -> Result<()> {
        let now = Instant::now();
        self.outcome.frames += 1;
        match heard {
            Heard::Moves(marks) => marks.into_iter().for_each(|mark| self.reach(mark, now)),
            Heard::Lost => {
                self.outcome.resyncs += 1;
                self.connection.catch_up().await?;
            }
        }
        Ok(())
    }

    fn reach(
        &mut self,
        Mark {
            what,
            client,
            count,
        }: Mark,
        now: Instant,
    ) {
        let Some(place) = self.places.get(&client).copied() else {
            return;
        };
        let before = self.reached[place][index(what)];
        self.reached[place][index(what)] = before.max(count);
        if place == self.place {
            return;
        }
        for count in before + 1..=count {
            let due = self.due(what, place, count);
            let times = match what {
                What::Note => &mut self.outcome.notes,
                What::Pointer => &mut self.outcome.pointers,
            };
            times.push(now.saturating_duration_since(due));
        }
    }

    /// Moves of notes that have not come here, own ones included.
    fn missing(&self) -> u32 {
        let reached = self.reached.iter().map(|reached| reached[0]);
        let times = self.plan.notes.times;
        reached.map(|reached| times.saturating_sub(reached)).sum()
    }
}

const fn index(what: What) -> usize {
    match what {
        What::Note => 0,
        What::Pointer => 1,
    }
}
