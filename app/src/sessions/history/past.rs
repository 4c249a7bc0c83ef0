//! The past of a session's board as the server reads it from its log. Whoever moves the
//! slider asks for one moment after the other: the pasts that were looked into last stay in
//! memory.

use std::sync::{Arc, Mutex, PoisonError};

use board::document::Document;
use board::history::{Deed, Landmark, Timeline};
use board::ids::{ParticipantId, Seq};
use board::operation::Operation;
use board::rules::Phase;
use board::server::Entry;
use domain::ids::SessionId;
use domain::sessions::SessionState;
use domain::time::Timestamp;
use store::{BoardHistory, Store, Visitor};

use crate::failure::Failure;
use crate::sessions::notes::{self, ReadBoard};

/// The most bytes, about, that pasts take which stay in memory.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The pasts that were looked into last, the latest last.
static LATELY: Mutex<Vec<(SessionId, Arc<Whole>)>> = Mutex::new(Vec::new());

/// The past of a board, for one reader.
pub(crate) struct Past {
    /// The seats of the reader.
    seats: Vec<ParticipantId>,
    /// Whether the session is over.
    over: bool,
    whole: Arc<Whole>,
}

impl Past {
    /// The past of a session's board, for whoever may read the board.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for everybody else.
    pub(crate) async fn read(
        store: &Store,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Self, Failure> {
        let seats = notes::readers(store, visitor, session).await?;
        let (state, _) = store.seats(session).await?;
        Ok(Self {
            seats,
            over: state == SessionState::Closed,
            whole: whole(store, session).await?,
        })
    }

    /// The last moment: how many entries there are.
    pub(crate) fn end(&self) -> u64 {
        self.whole.timeline.end().0
    }

    /// When an entry was written.
    pub(crate) fn time_of(&self, moment: u64) -> Option<Timestamp> {
        let place = usize::try_from(moment.checked_sub(1)?).ok()?;
        self.whole.times.get(place).copied().flatten()
    }

    /// The board at a moment.
    pub(crate) fn document(&self, moment: u64) -> Document {
        self.whole.timeline.seen_at(Seq(moment), &self.seats)
    }

    /// The board at a moment, with the names that its reader could read there then and may
    /// read now: what hides them later hides them in the past as well.
    pub(in crate::sessions) fn board(&self, moment: u64) -> ReadBoard {
        let document = self.document(moment);
        let then = moment < self.end() && document.phase().hides_names(false);
        ReadBoard {
            names_hidden: then || self.whole.phase.hides_names(self.over),
            document,
        }
    }

    /// What the entry of a moment did to a record, and who did it, as far as its reader may
    /// know.
    pub(crate) fn deed(&self, moment: u64) -> Option<Deed> {
        let names_hidden = self.whole.phase.hides_names(self.over);
        let timeline = &self.whole.timeline;
        timeline.deed_at(Seq(moment), &self.seats, names_hidden)
    }

    /// The moments that stand out.
    pub(crate) fn landmarks(&self) -> Vec<(u64, Landmark)> {
        let landmarks = self.whole.timeline.landmarks().into_iter();
        landmarks.map(|(seq, landmark)| (seq.0, landmark)).collect()
    }
}

/// The whole log of a board: what it holds is for its readers, each by what they see.
#[derive(Clone, Default)]
struct Whole {
    /// The life of the log.
    epoch: u64,
    /// The phase that it is in at its end.
    phase: Phase,
    timeline: Timeline,
    times: Vec<Option<Timestamp>>,
    /// Those of its entries, as they are stored.
    bytes: usize,
}

impl Whole {
    /// Goes on with what was written since.
    fn extend(&mut self, history: &BoardHistory) -> Result<(), board::Error> {
        for written in &history.entries {
            let entry = Entry::decode(&written.bytes)?;
            if let Ok(Operation::SetPhase(phase)) = &entry.outcome {
                self.phase = *phase;
            }
            self.timeline.extend([entry]);
            self.times.push(written.at);
            self.bytes = self.bytes.saturating_add(written.bytes.len());
        }
        Ok(())
    }

    /// About how many bytes it takes.
    fn weight(&self) -> usize {
        let entries = self.times.len().saturating_mul(size_of::<Entry>());
        let entries = entries.saturating_add(self.bytes);
        entries.saturating_add(self.timeline.kept_bytes())
    }
}

/// The whole log as it is now: what is in memory of it, and what was written since.
async fn whole(store: &Store, session: SessionId) -> Result<Arc<Whole>, Failure> {
    let known = known(session);
    let end = known.as_ref().map_or(0, |known| known.timeline.end().0);
    let mut history = store.board_history(session, end).await?;
    let known = known.filter(|known| known.epoch == history.epoch);
    if known.is_none() && end > 0 {
        history = store.board_history(session, 0).await?;
    }
    let mut whole = known.unwrap_or_default();
    if !history.entries.is_empty() || whole.epoch != history.epoch {
        let changed = Arc::make_mut(&mut whole);
        changed.epoch = history.epoch;
        changed.extend(&history).map_err(|error| {
            tracing::error!(%error, %session, "the log of a board cannot be read");
            Failure::Internal
        })?;
    }
    keep(session, &whole);
    Ok(whole)
}

/// What is in memory of a past; it is taken out, so that it can grow.
fn known(session: SessionId) -> Option<Arc<Whole>> {
    let mut lately = LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    let place = lately.iter().position(|(known, _)| *known == session)?;
    Some(lately.remove(place).1)
}

/// Keeps a past in memory; what was looked into longest ago goes where there is no room.
fn keep(session: SessionId, whole: &Arc<Whole>) {
    let mut lately = LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    lately.retain(|(known, _)| *known != session);
    lately.push((session, Arc::clone(whole)));
    let mut left = MAX_BYTES;
    let fitting = lately.iter().rev().take_while(|(_, whole)| {
        let fits = left.checked_sub(whole.weight());
        left = fits.unwrap_or_default();
        fits.is_some()
    });
    let gone = lately.len().saturating_sub(fitting.count());
    lately.drain(..gone);
}
