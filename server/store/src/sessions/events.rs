//! Telling whoever listens that something about a session has changed, once it
//! is kept: the live board hears of it at once.

use domain::ids::{SessionId, VoteId};
use tokio::sync::broadcast;

use crate::database::Store;

/// How many news may wait for a listener. One who comes later than that is told
/// so, and looks at everything again.
const WAITING_MAX: usize = 1_024;

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionNews {
    /// What the session says about itself, or its state.
    Changed,
    /// Somebody joined, was admitted or removed, or has another role.
    Participant(u32),
    /// A vote was opened or closed, or somebody voted.
    Vote(VoteId),
    /// Somebody was given the floor.
    Floor(u32),
}

/// A change of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionEvent {
    /// The session.
    pub session: SessionId,
    /// What has changed.
    pub news: SessionNews,
}

/// The listeners of a store and its clones.
#[derive(Clone, Debug)]
pub(crate) struct Told(broadcast::Sender<SessionEvent>);

impl Default for Told {
    fn default() -> Self {
        Self(broadcast::Sender::new(WAITING_MAX))
    }
}

impl Store {
    /// Changes of sessions made through this store and its clones from now on.
    #[must_use]
    pub fn session_events(&self) -> broadcast::Receiver<SessionEvent> {
        self.told.0.subscribe()
    }

    pub(super) fn tell(&self, session: SessionId, news: SessionNews) {
        // Nobody listens where no board is open.
        let _ = self.told.0.send(SessionEvent { session, news });
    }
}
