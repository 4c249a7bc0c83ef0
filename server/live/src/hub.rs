//! All open boards of a server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use board::document::Hidden;
use board::server::Decree;
use domain::ids::{SessionId, SignInId};
use domain::sessions::ParticipantState;
use store::{Event, SessionNews, Store, StoreError, Visitor};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::access;
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::link::{Link, Outbox, Sending};
use crate::log::{Log, StoreLog};
use crate::pace::Shares;
use crate::polls::Polls;
use crate::room::{self, Coming, Ground, MAILBOX, Message};
use crate::threads::Threads;

/// How often a room is asked when it closes at that moment.
const TRIES: usize = 3;

/// Opens rooms when somebody enters. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    store: Store,
    log: Arc<dyn Log>,
    limits: Limits,
    threads: Threads,
    rooms: Mutex<Rooms>,
    polls: Polls,
    shares: Shares,
}

#[derive(Default)]
struct Rooms {
    open: HashMap<SessionId, Handle>,
    opened: u64,
    ending: bool,
}

struct Handle {
    /// Tells one room of a session from the next.
    number: u64,
    mailbox: mpsc::Sender<Message>,
    task: JoinHandle<()>,
}

impl Hub {
    /// A hub over the store's own logs. To be called where tasks can be started.
    #[must_use]
    pub fn start(store: Store, threads: Threads) -> Self {
        let log = StoreLog::start(store.clone(), &threads);
        Self::with(store, Arc::new(log), Limits::default(), threads)
    }

    /// A hub over another log, with other limits.
    #[must_use]
    pub fn with(store: Store, log: Arc<dyn Log>, limits: Limits, threads: Threads) -> Self {
        let events = store.events();
        let inner = Arc::new(Inner {
            store,
            log,
            limits,
            threads,
            rooms: Mutex::default(),
            polls: Polls::new(limits.unheard),
            shares: Shares::new(limits),
        });
        tokio::spawn(listen(Arc::downgrade(&inner), events));
        inner.polls.sweep_while_used();
        Self(inner)
    }

    /// Connects somebody to the board of a session, and opens it if it is not. Those
    /// who have an account are connected as long as they are signed in there.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`] to everybody who is not let in; [`Error::SignedOut`] where
    /// the signing in has ended; [`Error::TooFast`] to whoever asks for a board too often.
    pub async fn enter(
        &self,
        session: SessionId,
        visitor: Visitor<'_>,
        sign_in: Option<SignInId>,
        coming: Coming,
    ) -> Result<Link> {
        let link = self.connect(session, visitor, sign_in, coming).await?;
        // What ended before the room knew of the connection, nobody told it.
        if let (Visitor::Account(actor), Some(_)) = (visitor, sign_in)
            && let Some(ending) = access::ended(&self.0.store, session, actor.user, sign_in).await?
        {
            return Err(ending.into());
        }
        Ok(link)
    }

    async fn connect(
        &self,
        session: SessionId,
        visitor: Visitor<'_>,
        sign_in: Option<SignInId>,
        coming: Coming,
    ) -> Result<Link> {
        let participant = self.participant(session, visitor).await?;
        let now = Instant::now();
        let share = self.0.shares.of(session, participant, now);
        if coming == Coming::ToGlance {
            share.glance(now).map_err(Error::TooFast)?;
        }
        let mut receiving = None;
        let (mailbox, connection) = self
            .ask(session, |answer| {
                let (outbox, from_room) = Outbox::new(&self.0.limits);
                receiving = Some(from_room);
                Message::Connect {
                    participant,
                    sign_in,
                    coming,
                    outbox,
                    answer,
                }
            })
            .await?;
        Ok(Link {
            participant,
            sending: Sending::new(connection?, mailbox, share, &self.0.limits),
            receiving: receiving.ok_or(Error::Unavailable)?,
            thread: self.0.threads.of(session).clone(),
        })
    }

    /// Has the board of a session do something on its own, and waits until that is kept.
    /// Whether it is to, the caller has asked the policy.
    ///
    /// # Errors
    /// The board cannot be opened, or its log not written.
    pub async fn decree(&self, session: SessionId, decree: Decree) -> Result<()> {
        let told = |answer| Message::Decree { decree, answer };
        self.ask(session, told).await.map(drop)
    }

    /// How much on the board of a session is hidden. Nothing where the board is not open: then
    /// its log says it.
    pub async fn hidden(&self, session: SessionId) -> Option<Hidden> {
        let mailbox = self.0.mailbox(session)?;
        let (answer, answered) = oneshot::channel();
        mailbox.send(Message::Hidden(answer)).await.ok()?;
        answered.await.ok()
    }

    /// Asks the room of a session, which is opened if it is not; its mailbox, and what it
    /// answered.
    async fn ask<T>(
        &self,
        session: SessionId,
        mut message: impl FnMut(oneshot::Sender<T>) -> Message,
    ) -> Result<(mpsc::Sender<Message>, T)> {
        for _ in 0..TRIES {
            let mailbox = self.room(session)?;
            let (answer, answered) = oneshot::channel();
            if mailbox.send(message(answer)).await.is_err() {
                continue;
            }
            // No answer: the room closed at that moment.
            if let Ok(answer) = answered.await {
                return Ok((mailbox, answer));
            }
        }
        Err(Error::Unavailable)
    }

    /// The number of a participant who is let in.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`] to everybody else.
    pub async fn participant(&self, session: SessionId, visitor: Visitor<'_>) -> Result<u32> {
        let seat = match self.0.store.seat(visitor, session).await {
            Ok((_, seat)) => seat,
            Err(StoreError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        seat.filter(|seat| seat.state == ParticipantState::Admitted)
            .map(|seat| seat.number)
            .ok_or(Error::NotAdmitted)
    }

    /// The connections of browsers that get no WebSocket.
    #[must_use]
    pub fn polls(&self) -> &Polls {
        &self.0.polls
    }

    /// How many boards are open.
    #[must_use]
    pub fn open_rooms(&self) -> usize {
        self.0.rooms().open.len()
    }

    /// Closes every room, and returns once all that was done is kept. Nobody
    /// enters any more.
    pub async fn end(&self) {
        let handles: Vec<Handle> = {
            let mut rooms = self.0.rooms();
            rooms.ending = true;
            rooms.open.drain().map(|(_, handle)| handle).collect()
        };
        for handle in &handles {
            // A room that is closing already needs no word.
            let _ = handle.mailbox.send(Message::End).await;
        }
        for handle in handles {
            if let Err(error) = handle.task.await {
                tracing::error!(%error, "a board did not end well");
            }
        }
    }

    /// The mailbox of a session's room, which is opened if it is not.
    fn room(&self, session: SessionId) -> Result<mpsc::Sender<Message>> {
        let mut rooms = self.0.rooms();
        if rooms.ending {
            return Err(Error::Ending);
        }
        let open = rooms.open.get(&session);
        if let Some(handle) = open.filter(|handle| !handle.mailbox.is_closed()) {
            return Ok(handle.mailbox.clone());
        }
        if rooms.open.len() >= self.0.limits.rooms {
            return Err(Error::Full);
        }
        rooms.opened += 1;
        let number = rooms.opened;
        let (mailbox, messages) = mpsc::channel(MAILBOX);
        // The one before must have ended before the log is read.
        let before = rooms.open.remove(&session).map(|handle| handle.task);
        let ground = Ground {
            session,
            store: self.0.store.clone(),
            log: Arc::clone(&self.0.log),
            limits: self.0.limits,
        };
        let hub = Arc::downgrade(&self.0);
        let task = self.0.threads.of(session).spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            room::run(ground, messages).await;
            if let Some(inner) = hub.upgrade() {
                inner.forget(session, number);
            }
        });
        let handle = Handle {
            number,
            mailbox: mailbox.clone(),
            task,
        };
        rooms.open.insert(session, handle);
        Ok(mailbox)
    }
}

impl Inner {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self, session: SessionId, number: u64) {
        let mut rooms = self.rooms();
        if rooms
            .open
            .get(&session)
            .is_some_and(|handle| handle.number == number)
        {
            rooms.open.remove(&session);
        }
    }

    fn mailbox(&self, session: SessionId) -> Option<mpsc::Sender<Message>> {
        let rooms = self.rooms();
        rooms
            .open
            .get(&session)
            .map(|handle| handle.mailbox.clone())
    }

    async fn tell(&self, session: SessionId, message: Message) {
        if let Some(mailbox) = self.mailbox(session) {
            let _ = mailbox.send(message).await;
        }
    }

    async fn tell_all(&self, message: impl Fn() -> Message) {
        let sessions: Vec<SessionId> = self.rooms().open.keys().copied().collect();
        for session in sessions {
            self.tell(session, message()).await;
        }
    }
}

/// Hands the store's news to the rooms that they concern.
async fn listen(hub: Weak<Inner>, mut events: broadcast::Receiver<Event>) {
    loop {
        let event = events.recv().await;
        let Some(hub) = hub.upgrade() else { return };
        match event {
            Ok(Event::Session(session, news)) => hub.tell(session, Message::News(news)).await,
            Ok(Event::Access(whose)) => hub.tell_all(|| Message::Access(whose)).await,
            // Some were missed: every room looks again.
            Err(RecvError::Lagged(_)) => {
                hub.tell_all(|| Message::News(SessionNews::Changed)).await;
                hub.tell_all(|| Message::Access(None)).await;
            }
            Err(RecvError::Closed) => return,
        }
    }
}
