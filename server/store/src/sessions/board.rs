//! The logs of boards: entries in one order without a gap, and from time to
//! time the state that they lead to. What they hold is the business of `board`.
//! Nothing of a log is ever deleted: the board's whole history is in it.

use std::collections::BTreeMap;

use domain::ids::SessionId;
use domain::policy::Action;
use domain::sessions::{BegunPhase, ParticipantState, SessionState};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use super::late;
use super::people::Visitor;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::events::SessionNews;
use crate::secrets::random_number;
use crate::tables::sessions::{board, board_entry};

/// Rows of one statement.
const ROWS_MAX: usize = 300;

/// An entry as it is kept: its place in the order, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardEntry {
    /// The place, from 1.
    pub seq: u64,
    /// The entry as `board` writes it.
    pub bytes: Vec<u8>,
}

/// An entry of a log with the time at which it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenEntry {
    /// The entry as `board` writes it.
    pub bytes: Vec<u8>,
    /// When it was written; `None` where that was not kept.
    pub at: Option<Timestamp>,
}

/// The past of a board, from some entry on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardHistory {
    /// The life of the log: another one after a backup has been restored.
    pub epoch: u64,
    /// The entries, in their order.
    pub entries: Vec<WrittenEntry>,
}

/// Entries to be appended to one board's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardAppend {
    /// The session whose board it is.
    pub session: SessionId,
    /// The entries, in their order.
    pub entries: Vec<BoardEntry>,
    /// The phase that they leave the board in, where they say so.
    pub phase: Option<BegunPhase>,
}

/// A board's log, from its latest checkpoint or from its beginning on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLog {
    /// The life of the log: another one after a backup has been restored.
    pub epoch: u64,
    /// The latest checkpoint, as `board` writes it; none where all is in the entries.
    pub checkpoint: Option<Vec<u8>>,
    /// The bytes of the entries after it, in their order.
    pub entries: Vec<Vec<u8>>,
}

impl Store {
    /// The log of a session's board, from its latest checkpoint on; from its beginning
    /// where that is of no use to whoever reads: `is_current` says so of its bytes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn board_log(
        &self,
        session: SessionId,
        is_current: impl Fn(&[u8]) -> bool + Send,
    ) -> Result<BoardLog> {
        let row = board::Entity::find_by_id(session.0).one(&self.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let checkpoint = row.checkpoint.filter(|bytes| is_current(bytes));
        let after = match checkpoint {
            Some(_) => row.checkpoint_seq,
            None => 0,
        };
        let entries = entries_after(&self.db, session, after).await?;
        Ok(BoardLog {
            epoch: row.epoch.cast_unsigned(),
            checkpoint,
            entries: entries.into_iter().map(|row| row.entry).collect(),
        })
    }

    /// Where a board's log stands: its life (another one after a backup has been restored),
    /// and how many entries it has.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn board_place(&self, session: SessionId) -> Result<(u64, u64)> {
        let epoch = epoch_of(&self.db, session).await?;
        let end = end_of(&self.db, session).await?;
        Ok((epoch, u64::try_from(end).unwrap_or_default()))
    }

    /// The entries of a board's log that follow this many, with their times.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn board_history(&self, session: SessionId, after: u64) -> Result<BoardHistory> {
        let epoch = epoch_of(&self.db, session).await?;
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let entries = entries_after(&self.db, session, after).await?;
        let written = entries.into_iter().map(|row| WrittenEntry {
            bytes: row.entry,
            at: row.written_at.map(Timestamp),
        });
        Ok(BoardHistory {
            epoch,
            entries: written.collect(),
        })
    }

    /// The number of the participant as whom somebody may read a session's board
    /// outside the live session: their own, or 0, which is nobody's, for those
    /// who see the session and did not take part, once it is closed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everybody else.
    pub async fn board_reader(&self, visitor: Visitor<'_>, session: SessionId) -> Result<u32> {
        let (state, seat) = self.seat(visitor, session).await?;
        let seat = seat.filter(|seat| seat.state == ParticipantState::Admitted);
        match (seat, visitor) {
            (Some(seat), _) => Ok(seat.number),
            (None, Visitor::Account(actor)) if state == SessionState::Closed => {
                self.session_for(&self.db, actor, session, Action::SeeSession)
                    .await?;
                Ok(0)
            }
            _ => Err(StoreError::NotFound),
        }
    }

    /// Appends to the logs of boards, all of it or nothing. Where a phase is begun, those
    /// whom the one before held back are let in.
    ///
    /// # Errors
    /// Entries that do not follow the last one of their log; when the database
    /// does not take them.
    pub async fn append_boards(&self, appends: &[BoardAppend]) -> Result<()> {
        let tx = self.begin().await?;
        let mut ends = BTreeMap::new();
        let mut rows = Vec::new();
        let mut let_in = Vec::new();
        for append in appends {
            let end = match ends.get(&append.session) {
                Some(end) => *end,
                None => end_of(&tx.db, append.session).await?,
            };
            let mut end: i64 = end;
            for entry in &append.entries {
                end += 1;
                if i64::try_from(entry.seq) != Ok(end) {
                    let (session, seq) = (append.session, entry.seq);
                    let words = format!("entry {seq} of board {session} is not number {end}");
                    return Err(StoreError::Internal(words));
                }
                rows.push(board_entry::ActiveModel {
                    session_id: Set(append.session.0),
                    seq: Set(end),
                    entry: Set(entry.bytes.clone()),
                    written_at: Set(Some(tx.now.0)),
                });
            }
            ends.insert(append.session, end);
            if let Some(phase) = append.phase {
                let number = late::begin(&tx, append.session, phase).await?;
                let_in.extend(number.map(|number| (append.session, number)));
            }
        }
        for rows in rows.chunks(ROWS_MAX) {
            board_entry::Entity::insert_many(rows.iter().cloned())
                .exec_without_returning(&tx.db)
                .await?;
        }
        tx.commit().await?;
        for (session, number) in let_in {
            self.tell(session, SessionNews::Participant(number));
        }
        Ok(())
    }

    /// Keeps a board's state, so that its log need not be read from the first
    /// entry on. An older state than the one that is kept is not.
    ///
    /// # Errors
    /// A state that includes entries which are not in the log; no such session.
    pub async fn checkpoint_board(
        &self,
        session: SessionId,
        seq: u64,
        bytes: Vec<u8>,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = board::Entity::find_by_id(session.0).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let end = end_of(&tx.db, session).await?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        if seq > end {
            let words = format!("a state of board {session} at {seq}, beyond the end {end}");
            return Err(StoreError::Internal(words));
        }
        if seq < row.checkpoint_seq {
            return Ok(());
        }
        let row = board::ActiveModel {
            session_id: Set(session.0),
            checkpoint_seq: Set(seq),
            checkpoint: Set(Some(bytes)),
            ..Default::default()
        };
        row.update(&tx.db).await?;
        tx.commit().await
    }
}

/// The board of a new session: nothing is on it.
pub(super) async fn begin(tx: &Tx, session: SessionId) -> Result<()> {
    let row = board::ActiveModel {
        session_id: Set(session.0),
        epoch: Set(random_number()?.cast_signed()),
        checkpoint_seq: Set(0),
        checkpoint: Set(None),
        phase: Set(None),
    };
    row.insert(&tx.db).await?;
    Ok(())
}

/// Gives the log of every board another life: what was restored may have gone
/// back behind what browsers have seen.
pub(crate) async fn renew_epochs(tx: &Tx) -> Result<()> {
    let boards: Vec<Uuid> = board::Entity::find()
        .select_only()
        .column(board::Column::SessionId)
        .into_tuple()
        .all(&tx.db)
        .await?;
    for session in boards {
        let row = board::ActiveModel {
            session_id: Set(session),
            epoch: Set(random_number()?.cast_signed()),
            ..Default::default()
        };
        row.update(&tx.db).await?;
    }
    Ok(())
}

/// The life of a session's log.
async fn epoch_of(db: &impl ConnectionTrait, session: SessionId) -> Result<u64> {
    let epoch: Option<i64> = board::Entity::find_by_id(session.0)
        .select_only()
        .column(board::Column::Epoch)
        .into_tuple()
        .one(db)
        .await?;
    Ok(epoch.ok_or(StoreError::NotFound)?.cast_unsigned())
}

/// The place of the last entry; zero for an empty log.
pub(super) async fn end_of(db: &impl ConnectionTrait, session: SessionId) -> Result<i64> {
    let end: Option<Option<i64>> = board_entry::Entity::find()
        .select_only()
        .column_as(board_entry::Column::Seq.max(), "last")
        .filter(board_entry::Column::SessionId.eq(session.0))
        .into_tuple()
        .one(db)
        .await?;
    Ok(end.flatten().unwrap_or_default())
}

async fn entries_after(
    db: &impl ConnectionTrait,
    session: SessionId,
    seq: i64,
) -> Result<Vec<board_entry::Model>> {
    Ok(board_entry::Entity::find()
        .filter(board_entry::Column::SessionId.eq(session.0))
        .filter(board_entry::Column::Seq.gt(seq))
        .order_by_asc(board_entry::Column::Seq)
        .all(db)
        .await?)
}
