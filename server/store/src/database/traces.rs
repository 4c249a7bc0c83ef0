//! What SQLite would keep of single transactions. Its write-ahead log holds the pages of each
//! of them until they are overwritten: a copy of it would tell which voter came with which
//! ballot. So it is emptied into the database after each anonymous ballot.

use std::sync::atomic::Ordering;
use std::time::Duration;

use sea_orm::DatabaseBackend;
use sea_orm::sqlx::{Error, Executor, Row};
use tokio::sync::OwnedMutexGuard;

use super::Store;

/// How long is waited for those who read in the log. Nobody writes meanwhile.
const PATIENCE: &str = "PRAGMA busy_timeout = 250";
/// Until it is tried again, where somebody reads for longer.
const AGAIN: Duration = Duration::from_secs(1);

impl Store {
    /// Empties the log of SQLite into the database, so that what it holds of single
    /// transactions is gone. Where somebody reads in it just now, such as a backup, it is
    /// tried again until it is done.
    pub(super) async fn empty_log(&self) {
        if self.backend() == DatabaseBackend::Sqlite {
            let turn = self.turn.clone().lock_owned().await;
            self.empty_log_in(Some(turn)).await;
        }
    }

    /// The same, in the turn of whoever writes. In PostgreSQL there is none.
    pub(super) async fn empty_log_in(&self, turn: Option<OwnedMutexGuard<()>>) {
        if turn.is_none() || self.try_to_empty_log().await {
            return;
        }
        drop(turn);
        if !self.traces.swap(true, Ordering::AcqRel) {
            let store = self.clone();
            tokio::spawn(async move { store.empty_log_later().await });
        }
    }

    async fn empty_log_later(self) {
        loop {
            tokio::time::sleep(AGAIN).await;
            let _turn = self.turn.clone().lock_owned().await;
            // Whoever leaves traces from here on sees to them.
            self.traces.store(false, Ordering::Release);
            if self.try_to_empty_log().await || self.traces.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    /// Whether nothing is left to be done: also where it cannot be done, which is written
    /// down, for trying again would be of no use.
    async fn try_to_empty_log(&self) -> bool {
        self.truncate_log().await.unwrap_or_else(|error| {
            if !self.db.get_sqlite_connection_pool().is_closed() {
                tracing::warn!(%error, "the log of the database was not emptied");
            }
            true
        })
    }

    /// Whether it was done: not while somebody reads in the log.
    async fn truncate_log(&self) -> Result<bool, Error> {
        let pool = self.db.get_sqlite_connection_pool();
        let mut connection = pool.acquire().await?;
        // It is impatient, and goes afterwards.
        connection.close_on_drop();
        connection.execute(PATIENCE).await?;
        let row = connection
            .fetch_one("PRAGMA wal_checkpoint(TRUNCATE)")
            .await?;
        Ok(row.try_get::<i64, _>(0)? == 0)
    }
}
