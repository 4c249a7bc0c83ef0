//! How much on a board is hidden, for the page of its session, which asks again and again,
//! and for those who lead on the board: counted by the room where the board is open, else
//! once for each state of its log.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use board::document::Hidden;
use domain::ids::SessionId;
use store::Store;

use super::api::{HiddenCounts, HiddenItems};
use crate::failure::Failure;

/// The most boards whose count stays in memory.
const KNOWN_MAX: usize = 1_000;

/// A count, with the epoch and the end of the log that it is of.
type Counted = ((u64, u64), Hidden);

/// The counts of boards at rest.
static KNOWN: Mutex<BTreeMap<SessionId, Counted>> = Mutex::new(BTreeMap::new());

impl HiddenItems {
    /// What is hidden on a session's board. Of a board that cannot be read nothing is told:
    /// the rest of the page is shown all the same.
    pub(super) async fn on(store: &Store, session: SessionId) -> Self {
        let hidden = hidden_on(store, session).await.unwrap_or_default();
        Self {
            items: count(hidden.records),
            people: count(hidden.authors),
        }
    }
}

impl HiddenCounts {
    /// What is left to show on a session's board.
    ///
    /// # Errors
    /// The board cannot be read.
    pub(super) async fn on(store: &Store, session: SessionId) -> Result<Self, Failure> {
        let hidden = hidden_on(store, session).await?;
        let signed = hidden.signed.into_iter();
        Ok(Self {
            items: count(hidden.records),
            of: signed.map(|(who, signed)| (who.0, count(signed))).collect(),
        })
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

async fn hidden_on(store: &Store, session: SessionId) -> Result<Hidden, Failure> {
    match crate::request::boards().hidden(session).await {
        Some(hidden) => Ok(hidden),
        None => at_rest(store, session).await,
    }
}

async fn at_rest(store: &Store, session: SessionId) -> Result<Hidden, Failure> {
    // Asked before the log is read: what comes in between is counted anew.
    let place = store.board_place(session).await?;
    if let Some((_, hidden)) = known(session).filter(|(known, _)| *known == place) {
        return Ok(hidden);
    }
    let hidden = super::notes::whole(store, session).await?.hidden();
    keep(session, place, hidden.clone());
    Ok(hidden)
}

fn known(session: SessionId) -> Option<Counted> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.get(&session).cloned()
}

fn keep(session: SessionId, place: (u64, u64), hidden: Hidden) {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KNOWN_MAX {
        known.clear();
    }
    known.insert(session, (place, hidden));
}
