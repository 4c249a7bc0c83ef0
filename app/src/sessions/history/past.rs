//! The past of a session's board as the server reads it from its log.

use board::document::Document;
use board::history::{self, Landmark};
use board::ids::{ParticipantId, Seq};
use board::server::Entry;
use domain::ids::SessionId;
use domain::time::Timestamp;
use store::{Store, Visitor};

use crate::failure::Failure;

/// The whole log of a board, for one reader.
pub(crate) struct Past {
    reader: ParticipantId,
    entries: Vec<Entry>,
    times: Vec<Option<Timestamp>>,
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
        let reader = store.board_reader(visitor, session).await?;
        let log = store.board_history(session).await?;
        let entries = log.iter().map(|written| Entry::decode(&written.bytes));
        let entries = entries.collect::<Result<Vec<_>, _>>().map_err(|error| {
            tracing::error!(%error, %session, "the log of a board cannot be read");
            Failure::Internal
        })?;
        Ok(Self {
            reader: ParticipantId(reader),
            entries,
            times: log.into_iter().map(|written| written.at).collect(),
        })
    }

    /// The last moment: how many entries there are.
    pub(crate) fn end(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq.0)
    }

    /// When an entry was written.
    pub(crate) fn time_of(&self, moment: u64) -> Option<Timestamp> {
        let place = usize::try_from(moment.checked_sub(1)?).ok()?;
        self.times.get(place).copied().flatten()
    }

    /// The board at a moment.
    pub(crate) fn document(&self, moment: u64) -> Document {
        history::seen_at(&self.entries, Seq(moment), self.reader)
    }

    /// The moments that stand out.
    pub(crate) fn landmarks(&self) -> Vec<(u64, Landmark)> {
        let landmarks = history::landmarks(&self.entries).into_iter();
        landmarks.map(|(seq, landmark)| (seq.0, landmark)).collect()
    }
}
