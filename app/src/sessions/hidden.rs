//! How much on a board is hidden, for the page of its session, which asks again and again:
//! counted by the room where the board is open, else once for each state of its log.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::SessionId;
use store::Store;

use super::api::HiddenItems;
use crate::failure::Failure;

/// The most boards whose count stays in memory.
const KNOWN_MAX: usize = 1_000;

/// A count, with the epoch and the end of the log that it is of.
type Counted = ((u64, u64), HiddenItems);

/// The counts of boards at rest.
static KNOWN: Mutex<BTreeMap<SessionId, Counted>> = Mutex::new(BTreeMap::new());

impl HiddenItems {
    /// What is hidden on a session's board. Of a board that cannot be read nothing is told:
    /// the rest of the page is shown all the same.
    pub(super) async fn on(store: &Store, session: SessionId) -> Self {
        if let Some(counted) = crate::request::boards().hidden(session).await {
            return counted.into();
        }
        Self::at_rest(store, session).await.unwrap_or_default()
    }

    async fn at_rest(store: &Store, session: SessionId) -> Result<Self, Failure> {
        // Asked before the log is read: what comes in between is counted anew.
        let place = store.board_place(session).await?;
        if let Some((_, items)) = known(session).filter(|(known, _)| *known == place) {
            return Ok(items);
        }
        let items = super::notes::whole(store, session).await?.hidden().into();
        keep(session, place, items);
        Ok(items)
    }
}

impl From<(usize, usize)> for HiddenItems {
    fn from((items, people): (usize, usize)) -> Self {
        Self {
            items: u32::try_from(items).unwrap_or(u32::MAX),
            people: u32::try_from(people).unwrap_or(u32::MAX),
        }
    }
}

fn known(session: SessionId) -> Option<Counted> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.get(&session).copied()
}

fn keep(session: SessionId, place: (u64, u64), items: HiddenItems) {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KNOWN_MAX {
        known.clear();
    }
    known.insert(session, (place, items));
}
