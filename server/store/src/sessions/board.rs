//! The logs of boards: entries in one order without a gap, and from time to
//! time the state that they lead to. What they hold is the business of `board`.
//! Nothing of a log is ever deleted: the board's whole history is in it.

use std::collections::BTreeMap;

use domain::ids::SessionId;
use domain::policy::Action;
use domain::sessions::{BegunPhase, ParticipantState, SessionState};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Set, SqlErr,
};
use uuid::Uuid;

use super::people::{Visitor, further_seats};
use super::{late, numbering};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::events::SessionNews;
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

    /// The numbers of all seats as whose somebody may read a session's board outside the live
    /// session: as [`Self::board_reader`], and those that they had as a guest besides.
    ///
    /// # Errors
    /// As [`Self::board_reader`].
    pub async fn board_readers(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Vec<u32>> {
        let own = self.board_reader(visitor, session).await?;
        let mut seats = vec![own];
        if let Visitor::Account(actor) = visitor
            && own != 0
        {
            seats.extend(further_seats(&self.db, session, actor.user).await?);
        }
        Ok(seats)
    }

    /// Appends to the logs of boards, all of it or nothing. Where a phase is begun, those
    /// whom the one before held back are let in.
    ///
    /// # Errors
    /// Entries that do not follow the last one of their log; when the database
    /// does not take them.
    pub async fn append_boards(&self, appends: &[BoardAppend]) -> Result<()> {
        let rows = appends.iter().map(|append| append.entries.len());
        let begins = appends.iter().any(|append| append.phase.is_some());
        if !begins && rows.sum::<usize>() <= ROWS_MAX {
            // One statement is a transaction by itself. Each one around it would be one more
            // way to the thread of SQLite and back, sixty times a second for each board.
            let writing = self.begin_one().await;
            return append(&writing.db, &Batch::of(appends, writing.now)?).await;
        }
        let tx = self.begin().await?;
        let mut let_in = Vec::new();
        for one in appends {
            for entries in one.entries.chunks(ROWS_MAX) {
                let mut batch = Batch::default();
                batch.add(one.session, entries, tx.now)?;
                append(&tx.db, &batch).await?;
            }
            if let Some(phase) = one.phase {
                let number = late::begin(&tx, one.session, phase).await?;
                let_in.extend(number.map(|number| (one.session, number)));
            }
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

/// Rows of one statement, and what the logs must end with before them.
#[derive(Default)]
struct Batch {
    rows: Vec<Row>,
    /// The last entry of each log, but for those that begin.
    last: Vec<(Uuid, i64)>,
    ends: BTreeMap<SessionId, i64>,
}

/// Session, place, bytes, time.
type Row = (Uuid, i64, Vec<u8>, i64);

impl Batch {
    fn of(appends: &[BoardAppend], now: Timestamp) -> Result<Self> {
        let mut batch = Self::default();
        for append in appends {
            batch.add(append.session, &append.entries, now)?;
        }
        Ok(batch)
    }

    /// Adds entries that follow one another, and those of their log that are there already.
    fn add(&mut self, session: SessionId, entries: &[BoardEntry], now: Timestamp) -> Result<()> {
        for BoardEntry { seq, bytes } in entries {
            let seq = i64::try_from(*seq).unwrap_or(i64::MAX);
            let before = seq.saturating_sub(1);
            match self.ends.insert(session, seq) {
                Some(end) if end != before => {
                    let words = format!("entry {seq} of board {session} comes after {end}");
                    return Err(StoreError::Internal(words));
                }
                None if before != 0 => self.last.push((session.0, before)),
                _ => {}
            }
            self.rows.push((session.0, seq, bytes.clone(), now.0));
        }
        Ok(())
    }
}

/// Writes rows if every log ends where they begin: what is there already is not written
/// over, and no gap is left.
async fn append(db: &impl ConnectionTrait, batch: &Batch) -> Result<()> {
    if batch.rows.is_empty() {
        return Ok(());
    }
    let mut rows = Query::select();
    rows.columns(["column1", "column2", "column3", "column4"])
        .from_values(batch.rows.iter().cloned(), "entries");
    if !batch.last.is_empty() {
        let last = i64::try_from(batch.last.len()).unwrap_or(i64::MAX);
        rows.and_where(Expr::expr(count(&batch.last)).eq(last));
    }
    let mut insert = Query::insert();
    insert.into_table(board_entry::Entity).columns([
        board_entry::Column::SessionId,
        board_entry::Column::Seq,
        board_entry::Column::Entry,
        board_entry::Column::WrittenAt,
    ]);
    let fits = insert.select_from(rows).map(drop);
    fits.map_err(|error| StoreError::Internal(error.to_string()))?;
    let written = match db.execute(&insert).await {
        Ok(done) => done.rows_affected(),
        Err(error) if is_taken(&error) => 0,
        Err(error) => return Err(error.into()),
    };
    if usize::try_from(written) != Ok(batch.rows.len()) {
        let boards: Vec<String> = batch.ends.keys().map(ToString::to_string).collect();
        let words = format!(
            "logs end elsewhere than entries begin: {}",
            boards.join(", ")
        );
        return Err(StoreError::Internal(words));
    }
    Ok(())
}

/// Whether there is such an entry already.
fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// How many of these entries there are.
fn count(entries: &[(Uuid, i64)]) -> SelectStatement {
    let one = |(session, seq): &(Uuid, i64)| {
        Condition::all()
            .add(board_entry::Column::SessionId.eq(*session))
            .add(board_entry::Column::Seq.eq(*seq))
    };
    let any = entries
        .iter()
        .map(one)
        .fold(Condition::any(), Condition::add);
    Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(board_entry::Entity)
        .cond_where(any)
        .to_owned()
}

/// The board of a new session: nothing is on it.
pub(super) async fn begin(tx: &Tx, session: SessionId) -> Result<()> {
    let row = board::ActiveModel {
        session_id: Set(session.0),
        epoch: Set(numbering::first_epoch()?.cast_signed()),
        checkpoint_seq: Set(0),
        checkpoint: Set(None),
        phase: Set(None),
    };
    row.insert(&tx.db).await?;
    Ok(())
}

/// Gives the log of every board another life: what was restored may have gone
/// back behind what browsers have seen. Who joins from now on is numbered by it.
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
            epoch: Set(numbering::another_epoch()?.cast_signed()),
            ..Default::default()
        };
        row.update(&tx.db).await?;
    }
    Ok(())
}

/// The life of a session's log.
pub(super) async fn epoch_of(db: &impl ConnectionTrait, session: SessionId) -> Result<u64> {
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
