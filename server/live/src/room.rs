//! The task behind one open board.

mod people;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use board::document::Hidden;
use board::ids::{ParticipantId, Seq};
use board::rules::{Member, Role};
use board::server::{ConnectionId, Decree, Outgoing, Room};
use board::wire::FromServer;
use bytes::Bytes;
use domain::ids::{SessionId, SignInId, UserId};
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState, Who};
use futures_util::future::BoxFuture;
use store::{SessionNews, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};

use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::link::{Ending, Outbox};
use crate::log::Log;

/// Messages that wait for a room.
pub(crate) const MAILBOX: usize = 256;

/// What a room is told.
#[derive(Debug)]
pub(crate) enum Message {
    /// Somebody whose number has been established wants to be connected.
    Connect {
        participant: u32,
        sign_in: Option<SignInId>,
        /// Whether they come by it, or only ask for the board.
        coming: Coming,
        outbox: Outbox,
        answer: oneshot::Sender<Result<ConnectionId>>,
    },
    /// A frame has come.
    Frame {
        connection: ConnectionId,
        bytes: Bytes,
    },
    /// A connection has ended.
    Disconnect(ConnectionId),
    /// Something about the session has changed.
    News(SessionNews),
    /// The board is to do something on its own; the answer comes once it is kept.
    Decree {
        decree: Decree,
        answer: oneshot::Sender<()>,
    },
    /// How much on the board is hidden.
    Hidden(oneshot::Sender<Hidden>),
    /// What lets a person in has changed, or what lets anybody in.
    Access(Option<UserId>),
    /// The room is to be closed.
    End,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// Whoever it is of takes part by it.
    ToStay,
    /// To ask for the board, before one of the other kind is made: a greeting is answered,
    /// and nobody hears of it.
    ToGlance,
}

/// What a room stands on.
pub(crate) struct Ground {
    pub(crate) session: SessionId,
    pub(crate) store: Store,
    pub(crate) log: Arc<dyn Log>,
    pub(crate) limits: Limits,
}

struct Connected {
    participant: u32,
    /// Where whoever has an account was signed in when it was made.
    sign_in: Option<SignInId>,
    outbox: Outbox,
}

struct Actor {
    ground: Ground,
    room: Room,
    state: SessionState,
    people: BTreeMap<u32, Participant>,
    connections: BTreeMap<ConnectionId, Connected>,
    next: u64,
    /// What the board does on its own and is not kept yet, with who waits for it.
    decreed: Vec<(Seq, oneshot::Sender<()>)>,
    /// Something is to be told at the end of a tick.
    dirty: bool,
    ticked: Instant,
    /// Entries since the last state that was kept.
    unkept: usize,
    keeping: Option<JoinHandle<()>>,
    empty_since: Instant,
}

/// What ends a room.
#[derive(PartialEq, Eq)]
enum Flow {
    Goes,
    Ends,
}

type Appending = BoxFuture<'static, Result<Seq>>;

/// Opens a board and drives it until it is empty, told to end, or its log fails.
pub(crate) async fn run(ground: Ground, mut mailbox: mpsc::Receiver<Message>) {
    let session = ground.session;
    let mut actor = match Actor::open(ground).await {
        Ok(actor) => actor,
        Err(error) => {
            tracing::error!(%error, %session, "a board was not opened");
            return;
        }
    };
    if let Err(error) = actor.work(&mut mailbox).await {
        // Nothing was sent of what could not be kept. Everybody comes back to a
        // room that is opened from the log as it is.
        tracing::error!(%error, %session, "a board was closed");
    }
    mailbox.close();
    for (_, connected) in std::mem::take(&mut actor.connections) {
        connected.outbox.end(Ending::Closed);
    }
    if let Some(keeping) = actor.keeping.take() {
        let _ = keeping.await;
    }
}

impl Actor {
    async fn open(ground: Ground) -> Result<Self> {
        let opened = ground.log.open(ground.session).await?;
        let unkept = opened.entries.len();
        let room = Room::open(opened.epoch, opened.checkpoint, opened.entries);
        let mut actor = Self {
            ground,
            room,
            state: SessionState::default(),
            people: BTreeMap::new(),
            connections: BTreeMap::new(),
            next: 0,
            decreed: Vec::new(),
            dirty: false,
            ticked: Instant::now(),
            unkept,
            keeping: None,
            empty_since: Instant::now(),
        };
        actor.look_up().await?;
        Ok(actor)
    }

    async fn work(&mut self, mailbox: &mut mpsc::Receiver<Message>) -> Result<()> {
        let mut beat = heartbeat(self.ground.limits.heartbeat);
        let mut appending: Option<Appending> = None;
        // One alarm for all ticks: a new one for each message would be taken down with the next.
        let mut due = pin!(sleep_until(self.due()));
        loop {
            let closing = self.empty_since + self.ground.limits.linger;
            tokio::select! {
                message = mailbox.recv() => match message {
                    Some(message) => {
                        if self.take(message).await? == Flow::Ends {
                            break;
                        }
                    }
                    None => break,
                },
                through = wait_for(&mut appending) => {
                    appending = None;
                    self.kept(through?);
                }
                () = &mut due, if self.dirty && appending.is_none() => {
                    appending = self.tick();
                    due.as_mut().reset(self.due());
                }
                _ = beat.tick() => self.beat(),
                () = sleep_until(closing), if self.is_idle() && appending.is_none() => break,
            }
        }
        self.finish(appending).await
    }

    /// Keeps and sends what is under way, then keeps the board's state.
    async fn finish(&mut self, appending: Option<Appending>) -> Result<()> {
        if let Some(appending) = appending {
            let through = appending.await?;
            self.kept(through);
        }
        if let Some(appending) = self.tick() {
            let through = appending.await?;
            self.kept(through);
        }
        if let Some(keeping) = self.keeping.take() {
            let _ = keeping.await;
        }
        if self.unkept > 0
            && let Some(checkpoint) = self.room.checkpoint()
        {
            let (log, session) = (&self.ground.log, self.ground.session);
            log.keep(session, checkpoint).await?;
        }
        Ok(())
    }

    /// When the next tick may end.
    fn due(&self) -> Instant {
        self.ticked + self.ground.limits.tick
    }

    fn is_idle(&self) -> bool {
        self.connections.is_empty() && !self.dirty
    }

    async fn take(&mut self, message: Message) -> Result<Flow> {
        match message {
            Message::Connect {
                participant,
                sign_in,
                coming,
                outbox,
                answer,
            } => {
                let connection = self.connect(participant, sign_in, coming, outbox).await;
                if let Err(Ok(connection)) = answer.send(connection) {
                    // Whoever asked has gone meanwhile.
                    self.disconnect(connection);
                }
            }
            Message::Frame { connection, bytes } => {
                if self.connections.contains_key(&connection) {
                    match self.room.receive(connection, &bytes) {
                        Ok(()) => self.dirty = true,
                        Err(error) => {
                            tracing::warn!(%error, session = %self.ground.session, "a frame was refused");
                            let ending = match error {
                                board::Error::ForeignClient => Ending::Foreign,
                                _ => Ending::Broken,
                            };
                            self.end(connection, ending);
                        }
                    }
                }
            }
            Message::Disconnect(connection) => self.disconnect(connection),
            Message::Decree { decree, answer } => {
                self.decreed.push((self.room.decree(decree), answer));
                self.dirty = true;
            }
            Message::Hidden(answer) => {
                // Whoever asked may have gone meanwhile.
                let _ = answer.send(self.room.document().hidden());
            }
            Message::News(news) => self.hear(news).await?,
            Message::Access(whose) => self.look_at_access(whose).await?,
            Message::End => return Ok(Flow::Ends),
        }
        Ok(Flow::Goes)
    }

    /// Ends a tick. What comes back is to be waited for before the next one.
    fn tick(&mut self) -> Option<Appending> {
        self.dirty = false;
        self.ticked = Instant::now();
        let append = self.room.tick();
        if append.entries.is_empty() {
            self.kept(append.through);
            return None;
        }
        self.unkept = self.unkept.saturating_add(append.entries.len());
        let (log, session) = (Arc::clone(&self.ground.log), self.ground.session);
        Some(Box::pin(async move {
            log.append(session, append.entries).await?;
            Ok(append.through)
        }))
    }

    /// Sends what rests on nothing but what is durable.
    fn kept(&mut self, through: Seq) {
        let ready = self.room.persisted(through);
        self.send(ready);
        for (_, answer) in self
            .decreed
            .extract_if(.., |(needed, _)| *needed <= through)
        {
            // Whoever asked may have gone meanwhile: it is done all the same.
            let _ = answer.send(());
        }
        if self.unkept >= self.ground.limits.checkpoint {
            self.checkpoint();
        }
    }

    fn checkpoint(&mut self) {
        if self
            .keeping
            .as_ref()
            .is_some_and(|task| !task.is_finished())
        {
            return;
        }
        let Some(checkpoint) = self.room.checkpoint() else {
            return;
        };
        self.unkept = 0;
        let (log, session) = (Arc::clone(&self.ground.log), self.ground.session);
        self.keeping = Some(tokio::spawn(async move {
            // The log is whole without it.
            if let Err(error) = log.keep(session, checkpoint).await {
                tracing::warn!(%error, %session, "a board's state was not kept");
            }
        }));
    }

    fn send(&mut self, ready: Vec<Outgoing>) {
        let mut last: Option<(Arc<[u8]>, Bytes)> = None;
        for outgoing in ready {
            let bytes = match &last {
                Some((shared, bytes)) if Arc::ptr_eq(shared, &outgoing.bytes) => bytes.clone(),
                _ => {
                    let bytes = Bytes::from_owner(Arc::clone(&outgoing.bytes));
                    last = Some((outgoing.bytes, bytes.clone()));
                    bytes
                }
            };
            self.push(outgoing.to, bytes);
        }
    }

    fn push(&mut self, to: ConnectionId, bytes: Bytes) {
        let took = self
            .connections
            .get(&to)
            .is_none_or(|connected| connected.outbox.push(bytes));
        if !took {
            self.end(to, Ending::Slow);
        }
    }

    fn beat(&mut self) {
        let gone = self.connections.iter();
        let gone = gone.filter(|(_, connected)| connected.outbox.is_gone());
        let gone: Vec<ConnectionId> = gone.map(|(id, _)| *id).collect();
        for connection in gone {
            self.disconnect(connection);
        }
        if !self.connections.is_empty() {
            self.room.heartbeat();
            self.dirty = true;
        }
    }

    fn disconnect(&mut self, connection: ConnectionId) {
        if self.connections.remove(&connection).is_some() {
            self.left(connection);
        }
    }

    fn end(&mut self, connection: ConnectionId, ending: Ending) {
        if let Some(connected) = self.connections.remove(&connection) {
            connected.outbox.end(ending);
            self.left(connection);
        }
    }

    fn left(&mut self, connection: ConnectionId) {
        self.room.disconnect(connection);
        self.dirty = true;
        if self.connections.is_empty() {
            self.empty_since = Instant::now();
        }
    }
}

/// Waits for an append; for ever where none is under way.
async fn wait_for(appending: &mut Option<Appending>) -> Result<Seq> {
    match appending {
        Some(appending) => appending.await,
        None => std::future::pending().await,
    }
}

fn heartbeat(every: Duration) -> Interval {
    let mut beat = interval(every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}
