//! Telling whoever listens that something has changed, once it is kept: the live
//! boards hear at once of their sessions, and of who may be there.

use domain::ids::{SessionId, UserId, VoteId};
use tokio::sync::broadcast;

use crate::database::Store;

/// How many news may wait for a listener. One who comes later than that is told
/// so, and looks at everything again.
const WAITING_MAX: usize = 1_024;

/// What has changed in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionNews {
    /// What the session says about itself, or its state.
    Changed,
    /// Somebody joined, was admitted or removed, or has another role; of several at once,
    /// one is named.
    Participant(u32),
    /// A vote was opened or closed, or somebody voted.
    Vote(VoteId),
    /// Somebody was given the floor.
    Floor {
        /// The number of whoever it was.
        number: u32,
        /// Which of their turns it is.
        turn: u32,
    },
}

/// A change that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something in a session.
    Session(SessionId, SessionNews),
    /// What lets a person in, or anybody where none is named: where they are
    /// signed in, their account, their roles, who sees a project.
    Access(Option<UserId>),
}

/// The listeners of a store and its clones.
#[derive(Clone, Debug)]
pub(crate) struct Told(broadcast::Sender<Event>);

impl Default for Told {
    fn default() -> Self {
        Self(broadcast::Sender::new(WAITING_MAX))
    }
}

impl Store {
    /// Changes made through this store and its clones from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.told.0.subscribe()
    }

    pub(crate) fn tell(&self, session: SessionId, news: SessionNews) {
        self.send(Event::Session(session, news));
    }

    /// To be called once something is kept by which somebody may be let in no
    /// longer.
    pub(crate) fn tell_access(&self, whose: Option<UserId>) {
        self.send(Event::Access(whose));
    }

    fn send(&self, event: Event) {
        // Nobody listens where no board is open.
        let _ = self.told.0.send(event);
    }
}
