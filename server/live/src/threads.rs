//! The threads that carry live boards. All that happens on one board happens on one thread, its
//! connections included: what comes in wakes no other processor, and what goes out is handed
//! over without a lock that anybody waits for.

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use domain::ids::SessionId;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// The threads on which boards live; they end with the last clone. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Threads(Arc<[Thread]>);

#[derive(Debug)]
struct Thread {
    runtime: Handle,
    /// Dropped, it ends the thread; nothing where the runtime is somebody else's.
    _ending: Option<oneshot::Sender<()>>,
}

impl Threads {
    /// Starts so many threads that do nothing else.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn start(count: NonZeroUsize) -> io::Result<Self> {
        (0..count.get())
            .map(Thread::start)
            .collect::<io::Result<_>>()
            .map(Self)
    }

    /// Has the runtime of whoever calls carry everything, as tests do. To be called where tasks
    /// can be started.
    #[must_use]
    pub fn of_caller() -> Self {
        let thread = Thread {
            runtime: Handle::current(),
            _ending: None,
        };
        Self(Arc::new([thread]))
    }

    /// Where the board of a session lives: always the same.
    pub(crate) fn of(&self, session: SessionId) -> &Handle {
        let turn = session.0.as_u128() % self.0.len() as u128;
        &self.0[turn as usize].runtime
    }

    /// Where what serves all boards lives.
    pub(crate) fn first(&self) -> &Handle {
        &self.0[0].runtime
    }
}

impl Thread {
    fn start(number: usize) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (ending, ended) = oneshot::channel::<()>();
        thread::Builder::new()
            .name(format!("boards-{number}"))
            .spawn(move || {
                // Nothing is ever sent: the other end is dropped.
                let _ = runtime.block_on(ended);
            })?;
        Ok(Self {
            runtime: handle,
            _ending: Some(ending),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn boards_share_the_threads_and_each_stays_on_its_own() {
        let threads = Threads::start(NonZeroUsize::MIN.saturating_add(2)).expect("threads");
        let mut seen = HashSet::new();
        for _ in 0..100 {
            let session = SessionId::new();
            let home = threads.of(session).id();
            assert_eq!(home, threads.clone().of(session).id());
            seen.insert(home);
        }
        assert_eq!(seen.len(), 3);
    }

    #[tokio::test]
    async fn what_runs_on_a_thread_ends_with_the_last_clone() {
        let threads = Threads::start(NonZeroUsize::MIN).expect("a thread");
        let clone = threads.clone();
        let name = clone
            .first()
            .spawn(async { thread::current().name().map(String::from) });
        assert_eq!(name.await.expect("no panic").as_deref(), Some("boards-0"));
        let endless = clone.first().spawn(std::future::pending::<()>());
        drop(threads);
        assert!(!endless.is_finished());
        drop(clone);
        assert!(endless.await.expect_err("it ends").is_cancelled());
    }
}
