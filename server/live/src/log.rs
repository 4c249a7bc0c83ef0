//! Where rooms keep what is done: in the store, many rooms' entries in one
//! transaction.

use board::operation::Operation;
use board::rules::Phase;
use board::server::{Checkpoint, Entry, Opened};
use board::timer::Timer;
use domain::ids::SessionId;
use domain::sessions::{BegunPhase, PhaseTime};
use domain::time::Timestamp;
use futures_util::future::BoxFuture;
use store::{BoardAppend, BoardEntry, Store};
use tokio::sync::{mpsc, oneshot};

use crate::error::{Error, Result};
use crate::threads::Threads;

/// Appends that wait for the one under way, of all rooms together.
const WAITING_MAX: usize = 1_024;
/// Appends that go into one transaction.
const TOGETHER_MAX: usize = 256;

/// The durable log of boards.
pub trait Log: Send + Sync + 'static {
    /// Reads the log of a session's board.
    fn open(&self, session: SessionId) -> BoxFuture<'_, Result<Opened>>;

    /// Appends entries, all of them or none. Once it has succeeded they are there
    /// whatever happens.
    fn append(&self, session: SessionId, entries: Vec<Entry>) -> BoxFuture<'_, Result<()>>;

    /// Keeps a state, so that the log need not be read from its beginning.
    fn keep(&self, session: SessionId, checkpoint: Checkpoint) -> BoxFuture<'_, Result<()>>;
}

/// Entries that follow one another, as the store is told of them.
#[must_use]
pub fn append_of(session: SessionId, entries: &[Entry]) -> BoardAppend {
    let kept = entries.iter().map(|entry| BoardEntry {
        seq: entry.seq.0,
        bytes: entry.encode(),
    });
    let mut latest = entries.iter().rev();
    let phase = latest.find_map(|entry| match &entry.outcome {
        Ok(Operation::SetPhase(phase)) => Some(begun(*phase)),
        _ => None,
    });
    BoardAppend {
        session,
        entries: kept.collect(),
        phase,
    }
}

/// A phase as it is known outside the board.
fn begun(phase: Phase) -> BegunPhase {
    BegunPhase {
        step: phase.step,
        begun_at: phase.timer.begun_at().map(Timestamp),
        time: match phase.timer {
            Timer::None => PhaseTime::Unset,
            Timer::Running { ends_at } | Timer::Begun { ends_at, .. } => {
                PhaseTime::Until(Timestamp(ends_at))
            }
            Timer::Paused { left } | Timer::Held { left, .. } => PhaseTime::Stands(left),
        },
    }
}

/// The log in the store.
#[derive(Clone, Debug)]
pub struct StoreLog {
    store: Store,
    appends: mpsc::Sender<Request>,
}

type Request = (BoardAppend, oneshot::Sender<Result<()>>);

impl StoreLog {
    /// Starts the task that writes, among the boards. It ends with the last clone.
    #[must_use]
    pub fn start(store: Store, threads: &Threads) -> Self {
        let (appends, requests) = mpsc::channel(WAITING_MAX);
        threads.first().spawn(write(store.clone(), requests));
        Self { store, appends }
    }
}

impl Log for StoreLog {
    fn open(&self, session: SessionId) -> BoxFuture<'_, Result<Opened>> {
        Box::pin(async move {
            let log = self.store.board_log(session, Checkpoint::is_current);
            let log = log.await?;
            let checkpoint = log.checkpoint.as_deref();
            Ok(Opened::decode(log.epoch, checkpoint, &log.entries)?)
        })
    }

    fn append(&self, session: SessionId, entries: Vec<Entry>) -> BoxFuture<'_, Result<()>> {
        let append = append_of(session, &entries);
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let sent = self.appends.send((append, answer)).await;
            sent.map_err(|_| Error::Unavailable)?;
            answered.await.map_err(|_| Error::Unavailable)?
        })
    }

    fn keep(&self, session: SessionId, checkpoint: Checkpoint) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let (seq, bytes) = (checkpoint.seq().0, checkpoint.encode());
            Ok(self.store.checkpoint_board(session, seq, bytes).await?)
        })
    }
}

/// Writes what comes in: whatever has come while the last transaction ran goes
/// into the next one together.
async fn write(store: Store, mut requests: mpsc::Receiver<Request>) {
    let mut together = Vec::new();
    while requests.recv_many(&mut together, TOGETHER_MAX).await > 0 {
        let (appends, answers): (Vec<_>, Vec<_>) = together.drain(..).unzip();
        let written = store.append_boards(&appends).await;
        if written.is_ok() || appends.len() == 1 {
            let mut written = Some(written.map_err(Error::from));
            for answer in answers {
                let _ = answer.send(written.take().unwrap_or(Ok(())));
            }
            continue;
        }
        // One that cannot be written must not take the others with it.
        for (append, answer) in appends.iter().zip(answers) {
            let written = store.append_boards(std::slice::from_ref(append)).await;
            let _ = answer.send(written.map_err(Error::from));
        }
    }
}
